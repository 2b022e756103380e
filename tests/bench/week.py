# SPDX-License-Identifier: Apache-2.0
"""`./dev week`: plays a recorded week through Desk, as the window does, each call a process of its own."""
from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from mentordesk.base.clock import Clock, ManualClock, SystemClock, SystemRandomness
from mentordesk.commands.embedded import Embedded, Newcomer, desk_entrance, open_at
from mentordesk.desk.connection import Dial, Dialler
from mentordesk.desk.desk import Desk
from mentordesk.domain.connection import SyncStatus
from mentordesk.domain.documents import DocumentSummary
from mentordesk.domain.ids import CircleId, Role, ThreadId
from mentordesk.domain.messages import Delivery, Message, clean, problem
from mentordesk.domain.texts import Answer, Written
from mentordesk.storage.writes import clean_topic
from tests.bench.weekdocuments import KINDS, Author, Plan

SECRET, PEOPLE = "week.secret", "week.json"
PATIENCE = 600.0  # seconds of pauses after which `sync` gives up
STATES = {
    Delivery.DRAFT: "draft",
    Delivery.ON_THIS_COMPUTER: "on this computer",
    Delivery.LEFT_THIS_COMPUTER: "left this computer",
    Delivery.AT_THE_SERVER: "at the server",
    Delivery.ON_THEIR_COMPUTER: "on their computer",
    Delivery.READ: "read",
}
NOWHERE = "http://127.0.0.1:9"  # until `sync` is told where the server is

Operation = dict[str, Any]


class Mistake(Exception):
    """Something to tell whoever typed the command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of prepare, write, sync, show; 0 = done, 1 = something is left, or told what is wrong."""
    args = _parser().parse_args(argv)
    try:
        result: dict[str, Any] = args.run(args)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or args.home} cannot be used: {error.strerror}.", file=sys.stderr)
        return 1
    print(json.dumps(result, ensure_ascii=False))
    return 1 if result.get("left") else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="week", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, run in (("prepare", prepare), ("write", write), ("sync", sync), ("show", show)):
        command = commands.add_parser(name)
        command.set_defaults(run=run)
        command.add_argument("--home", type=Path, required=True)
        if name == "prepare":
            command.add_argument("--data", type=Path, required=True)
        else:
            command.add_argument("--as", dest="who", required=True)
        if name == "sync":
            command.add_argument("--server", required=True)
        if name == "write":
            command.add_argument("--as-suggestions", action="store_true", dest="suggesting")
        if name in ("prepare", "write"):
            command.add_argument("week", type=Path)
    return parser


# ------------------------------------------------------------------ prepare
def prepare(args: argparse.Namespace) -> dict[str, Any]:
    """A server folder with a programme; everybody of the week enrolled, in one circle and in sync."""
    authors = list(dict.fromkeys(operation["author"] for operation in _operations(args.week)))
    args.home.mkdir(parents=True, exist_ok=True)
    passphrase = _new_secret(args.home / SECRET)
    embedded = Embedded(args.data, "A week", NOWHERE, SystemClock())
    roles = [Role.MENTEE, *(Role.MENTOR for _ in authors[1:])]
    slips = embedded.invite({who: Newcomer(who, role) for who, role in zip(authors, roles, strict=True)})
    desks = {who: embedded.sit_down(args.home / who, slip, passphrase) for who, slip in slips.items()}
    for _ in range(3):  # names and keys go round
        for desk in desks.values():
            desk.connection.bring_up_to_date(time.sleep, PATIENCE)
    for desk in desks.values():
        desk.close()
    embedded.close()
    return {"people": authors, "home": str(args.home), "data": str(args.data)}


def _new_secret(path: Path) -> str:
    secret = SystemRandomness().bytes(16).hex()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secret)
    path.chmod(0o600)
    return secret


def _operations(path: Path) -> list[Operation]:
    try:
        found: list[Operation] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise Mistake(f"{path} is no recorded week.") from None
    return found


# ------------------------------------------------------------------ write
def write(args: argparse.Namespace) -> dict[str, Any]:
    """One author's operations, offline. What an interrupted call wrote before is not written again.

    Edits of a document that has not come yet are `later`: `sync` writes them once it is there.
    """
    operations = _operations(args.week)
    own = [operation for operation in operations if operation["author"] == args.who]
    messages = [one for one in own if one["kind"] == "message" and not problem(clean(one["text"]))]
    clock = ManualClock()
    desk = _sit_down(args, clock)
    try:
        written = already = 0
        done = _done_before(desk, messages)
        for operation in messages:
            topic = clean_topic(operation["thread"])
            if done[topic]:
                done[topic] -= 1
                already += 1
                continue
            clock.set_wall(_seconds(operation["time"]))
            _say(desk, topic, operation["text"])
            written += 1
        plan = Plan(args.home, args.who)
        plan.make(operations, args.suggesting)
        edits = _author(desk, args.who, plan, clock).write()
    finally:
        desk.close()
    fit = len(messages) + edits.written + edits.already + edits.later
    known = sum(operation["kind"] in ("message", *KINDS) for operation in own)
    return {
        "written": written + edits.written,
        "skipped": len(own) - known,
        "already": already + edits.already,
        "later": edits.later,
        "refused": known - fit,
    }


def _author(desk: Desk, who: str, plan: Plan, clock: ManualClock | None = None) -> Author:
    """Somebody at their desk; where there is a clock of the week, it shows each operation's time."""

    def at(operation: Operation) -> None:
        if clock is not None:
            clock.set_wall(_seconds(operation["time"]))

    return Author(desk, _circle(desk), who, plan, at)


def _say(desk: Desk, topic: str, text: str) -> None:
    circle = _circle(desk)
    thread = _thread(desk, circle, topic)
    if thread is None:
        desk.threads.start(circle, topic, text).result()
    else:
        desk.threads.send(circle, thread, text).result()


def _done_before(desk: Desk, messages: Sequence[Operation]) -> dict[str, int]:
    """Per thread, how many of its first messages stand at the end of what I have said there."""
    done: dict[str, int] = {}
    for topic in {clean_topic(operation["thread"]) for operation in messages}:
        texts = [clean(one["text"]) for one in messages if clean_topic(one["thread"]) == topic]
        thread = _thread(desk, _circle(desk), topic)
        mine = [] if thread is None else [one.text for one in _messages(desk, thread) if one.mine]
        fits = (n for n in range(min(len(texts), len(mine)), 0, -1) if mine[-n:] == texts[:n])
        done[topic] = next(fits, 0)
    return done


def _seconds(stamp: str) -> int:
    return int(datetime.fromisoformat(stamp).timestamp())


# ------------------------------------------------------------------ sync
def sync(args: argparse.Namespace) -> dict[str, Any]:
    """Exchange until nothing is left; bytes with HTTP's headers. What can be written in documents then, is.

    That is what a mentor meant to write in a document that has come now, and what the owner accepts.
    """
    clock = SystemClock()
    desk = _sit_down(args, clock, Dialler([args.server], args.home, clock))
    began = time.monotonic()
    try:
        before = desk.connection.status()
        status = desk.connection.bring_up_to_date(time.sleep, PATIENCE)
        while _author(desk, args.who, Plan(args.home, args.who)).write().something:
            status = desk.connection.bring_up_to_date(time.sleep, PATIENCE)
    finally:
        seconds = time.monotonic() - began
        desk.close()
    return {
        "requests": status.week_requests - before.week_requests,
        "bytes_up": status.week_up - before.week_up,
        "bytes_down": status.week_down - before.week_down,
        "seconds": round(seconds, 3),
        "left": _left(status),
        "state": status.state.value,
    }


def _left(status: SyncStatus) -> int:
    """Things that have not left; at least one while the exchange has not come to its end."""
    return status.waiting + (0 if status.state.value == "up_to_date" else 1)


# ------------------------------------------------------------------ show
def show(args: argparse.Namespace) -> dict[str, Any]:
    """What one person sees, in the order of the pages."""
    desk = _sit_down(args, SystemClock())
    try:
        circle = _circle(desk)
        messages = []
        for thread in sorted(desk.threads.list(circle), key=lambda one: (one.topic, one.thread)):
            messages += [_shown(one, thread.topic) for one in _messages(desk, thread.thread)]
        listed = sorted(desk.documents.list(circle), key=lambda one: (one.title, one.id))
        documents = [_shown_document(one, desk.documents.written(one.id)) for one in listed]
    finally:
        desk.close()
    return {"messages": messages, "documents": documents, "goals": []}


def _shown_document(summary: DocumentSummary, written: Written) -> dict[str, Any]:
    """A document as it stands; what is suggested and not decided is not in its text."""
    lines = ["".join(run.text for run in one.runs if not run.style.inserted) for one in written.paragraphs]
    waiting = sum(one.answer is Answer.OPEN for one in written.suggestions)
    return {
        "title": summary.title,
        "author": summary.owner_name,
        "text": "\n".join(lines),
        "suggestions": waiting,
        "state": STATES[summary.delivery] if summary.mine else "new" if summary.fresh else "arrived",
    }


def _shown(message: Message, topic: str) -> dict[str, str]:
    other = "new" if message.fresh else "arrived"
    return {
        "author": message.author_name,
        "thread": topic,
        "text": message.text,
        "state": STATES[message.delivery] if message.mine else other,
    }


# ------------------------------------------------------------------ shared
def _sit_down(args: argparse.Namespace, clock: Clock, dial: Dial | None = None) -> Desk:
    """Sign in as the person named; without `dial` there is no line."""
    if not (args.home / SECRET).exists():
        raise Mistake(f"No week is prepared in {args.home}. Do that first: ./dev week prepare")
    passphrase = (args.home / SECRET).read_text()
    entrance = desk_entrance(args.home / args.who, clock, (lambda addresses: dial) if dial else None)
    people = entrance.people()
    if not people:
        known = ", ".join(sorted(one.name for one in args.home.iterdir() if one.is_dir()))
        raise Mistake(f"Nobody in this week is called {args.who}. People: {known}.")
    return open_at(entrance, people[0].folder, passphrase)


def _circle(desk: Desk) -> CircleId:
    (circle,) = desk.people.circles()
    return circle.circle


def _thread(desk: Desk, circle: CircleId, topic: str) -> ThreadId | None:
    found = sorted(one.thread for one in desk.threads.list(circle) if one.topic == topic)
    return found[0] if found else None


def _messages(desk: Desk, thread: ThreadId) -> list[Message]:
    page = desk.threads.page(thread)
    return page.rows(0, page.count())


if __name__ == "__main__":
    sys.exit(main())
