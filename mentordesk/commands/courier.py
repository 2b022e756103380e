# SPDX-License-Identifier: Apache-2.0
"""`mentordesk courier`: carry sealed envelopes between computers and the server on a stick or in a folder."""
from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mentordesk.base.clock import SystemClock
from mentordesk.base.errors import LineTrouble, NotAFolder, StickFull, StickReadOnly, StickTrouble
from mentordesk.base.files import SystemFiles
from mentordesk.base.paths import Places, find_places
from mentordesk.base.policy import machine_policy
from mentordesk.desk.carriers import TRAY
from mentordesk.desk.connection import STALL, Dialler
from mentordesk.sync.carriers.courier import Delivered, Delivery, collect, take_replies
from mentordesk.sync.carriers.folder import Stick
from mentordesk.sync.carriers.tray import Tray, read_server, trays


@dataclass(frozen=True, slots=True)
class _Errand:
    stick: Stick
    trays: list[Tray]
    places: Places
    server: str


def main(argv: Sequence[str]) -> int:
    """One errand; prints one line, 0 when all of it was done, 1 when something stayed behind."""
    options = _parser().parse_args(argv)
    places = find_places(options.home, policy_data=machine_policy().data_folder)
    files = SystemFiles()
    errand = _Errand(
        Stick(options.folder, files), trays(places.data / TRAY, files), places, getattr(options, "server", "")
    )
    run: Callable[[_Errand], tuple[str, bool]] = options.run
    try:
        said, well = run(errand)
    except StickTrouble as trouble:
        said, well = _about_stick(trouble, options.folder), False
    print(said, file=sys.stdout if well else sys.stderr)
    return 0 if well else 1


def _collect(errand: _Errand) -> tuple[str, bool]:
    """From this computer's trays to the stick."""
    errand.stick.look()
    done = [collect(tray, errand.stick, SystemClock().now()) for tray in errand.trays]
    there, replies = sum(one.already_there for one in done), sum(one.replies for one in done)
    said = _count(sum(one.envelopes for one in done), "envelope", sum(one.people for one in done))
    more = [f"{there} {_be(there)} there already"] if there else []
    more += [f"{_count(replies, 'reply')} brought along"] if replies else []
    return _sentence(f"{said} collected", more), True


def _return(errand: _Errand) -> tuple[str, bool]:
    """From the stick to this computer's trays."""
    look = errand.stick.look()
    replies = sum(len(take_replies(tray, errand.stick).replies) for tray in errand.trays)
    more = [f"{_count(look.damaged, 'damaged file')} left alone"] if look.damaged else []
    more += [f"{_count(look.newer, 'file')} of a newer MentorDesk left alone"] if look.newer else []
    return _sentence(f"{_count(replies, 'reply')} brought back", more), True


def _deliver(errand: _Errand) -> tuple[str, bool]:
    """From the stick to the server, the replies onto the stick."""
    look = errand.stick.look()
    done = []
    nowhere = 0
    for programme8 in sorted(look.programmes()):
        addresses = _addresses(errand, programme8)
        if addresses:
            done.append(_deliver_one(errand, programme8, addresses))
        else:
            nowhere += len(look.requests(programme8))
    return _said_delivered(done, nowhere)


def _addresses(errand: _Errand, programme8: bytes) -> tuple[str, ...]:
    """Where to: as typed, as this computer knows it, as the stick says it."""
    if errand.server:
        return (errand.server,)
    known = [tray.server() for tray in errand.trays if tray.programme8 == programme8]
    found = next((one for one in known if one is not None), None) or read_server(errand.stick, programme8)
    return found.addresses if found is not None else ()


def _deliver_one(errand: _Errand, programme8: bytes, addresses: Sequence[str]) -> Delivered:
    """All of one programme over one connection; another address only where nothing went over the first."""
    dial = Dialler(addresses, errand.places.data, SystemClock())
    delivered = Delivered()
    for _ in addresses:
        connection = dial(STALL)
        try:
            delivered = Delivery(errand.stick, connection, time.sleep).run(programme8)
        finally:
            connection.close()
        if delivered.trouble is None or delivered.envelopes:
            break
    return delivered


def _said_delivered(done: Iterable[Delivered], nowhere: int) -> tuple[str, bool]:
    all_of = list(done)
    envelopes, kept = sum(one.envelopes for one in all_of), sum(one.kept for one in all_of)
    left = sum(one.waiting for one in all_of)
    trouble = next((one.trouble for one in all_of if one.trouble is not None), None)
    more = [f"{kept} not taken by the server, kept on the stick"] if kept else []
    more += [f"{left} still to go, {_why(trouble)}"] if left and trouble is not None else []
    more += [f"{nowhere} kept, nobody has said where to: use --server"] if nowhere else []
    unwritten = any(one.unwritten is not None for one in all_of)
    more += ["the stick took no replies: it is full or cannot be written"] if unwritten else []
    said = _count(envelopes, "envelope", sum(one.people for one in all_of))
    size = sum(one.up + one.down for one in all_of)
    whole = f"{said} delivered ({size:,} bytes)" if size else f"{said} delivered"
    return _sentence(whole, more), not (kept or left or nowhere or unwritten)


def _about_stick(trouble: StickTrouble, folder: Path) -> str:
    match trouble:
        case NotAFolder():
            return f"{folder} is not there, or is no folder. Is the stick in?"
        case StickFull():
            missing = max(1, (trouble.needed - trouble.free) // 1000)
            return f"{folder} is full: {missing:,} KB more are needed. Make room; nothing is lost."
        case StickReadOnly():
            return f"Nothing can be written in {folder}. Look for a switch at the stick's side."
    return f"{folder} was taken out, or cannot be read. Nothing is lost; put it in and try again."


def _why(trouble: LineTrouble) -> str:
    return trouble.code.replace("_", " ")


def _count(number: int, noun: str, people: int = 0) -> str:
    many = {"reply": "replies"}.get(noun, f"{noun}s")
    said = f"{number} {noun if number == 1 else many}"
    return f"{said} of {people} {'person' if people == 1 else 'people'}" if people else said


def _be(number: int) -> str:
    return "was" if number == 1 else "were"


def _sentence(first: str, more: Sequence[str]) -> str:
    return "; ".join([first, *more]) + "."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mentordesk courier", description=__doc__)
    errands = parser.add_subparsers(required=True, metavar="ERRAND")
    for name, run, about in (
        ("collect", _collect, "put this computer's envelopes into the folder"),
        ("deliver", _deliver, "bring the folder's envelopes to the server, and the replies into the folder"),
        ("return", _return, "bring the folder's replies to this computer"),
    ):
        errand = errands.add_parser(name, help=about, description=about)
        errand.add_argument("folder", type=Path, help="a stick or any folder")
        errand.add_argument("--home", type=Path, help="use this folder instead of the usual ones")
        if run is _deliver:
            errand.add_argument("--server", default="", metavar="ADDRESS", help="where to deliver")
        errand.set_defaults(run=run)
    return parser
