# SPDX-License-Identifier: Apache-2.0
"""What people do on bad days, each a process of its own."""
from __future__ import annotations

import ctypes
import resource
import signal
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mentordesk.base.clock import SystemRandomness
from mentordesk.base.errors import Trouble
from mentordesk.base.files import SystemFiles
from mentordesk.crypto.passphrase import MEMORY
from mentordesk.desk.desk import Desk
from mentordesk.desk.profiles import Entrance, Opened
from mentordesk.domain.messages import Draft
from mentordesk.storage import writes
from mentordesk.storage.profile import Tools
from mentordesk.storage.store import InlineRunner
from tests.e2e import sessions
from tests.e2e.sessions import (
    HastyClock,
    Say,
    Seat,
    circle_of,
    messages,
    signed_in,
    sync,
    talk,
    tell,
    thread_of,
)

DRAFT = b"draft  0"
HUGE = "x" * (1 << 20)
STAYED = "written by somebody who stays"
FEW = 20.0  # short seconds of pauses


def clock_of(year: int) -> HastyClock:
    """The clock of a computer that takes this year for the present one."""
    there = datetime(year, 1, 2, tzinfo=UTC).timestamp()
    return HastyClock(int(there - time.time()))


def numbered(number: int) -> str:
    """One of many messages."""
    return f"message {number}"


def write_many(say: Say, seat: Seat, topic: str, count: int) -> None:
    """Write many messages, then exchange."""
    with sessions.opened(seat) as (opened, desk):
        sync(say, desk, seat)
        _write_at_once(opened, desk, topic, count)
        sync(say, desk, seat)


def _write_at_once(opened: Opened, desk: Desk, topic: str, count: int) -> None:
    """In one transaction: a commit for each would take most of the test's time."""
    circle, thread = circle_of(desk), thread_of(desk, topic)
    assert thread is not None
    opened.runner.call(
        lambda tx: [writes.send_message(tx, circle, thread, numbered(number)) for number in range(count)]
    )


def try_line(say: Say, seat: Seat, text: str) -> None:
    """Write something and try one exchange, however it ends."""
    with sessions.opened(seat) as (opened, desk):
        talk(desk, "Essay", text)
        opened.connection.engine.connect_now()
        for _ in range(4):
            opened.connection.engine.step()
        tell(say, desk)
        status = desk.connection.status()
        say("line", status.state.value, status.code, status.waiting)


def answer(say: Say, seat: Seat, text: str) -> None:
    """Fetch what is there, write something, exchange."""
    with signed_in(seat) as desk:
        sync(say, desk, seat)
        talk(desk, "Essay", text)
        sync(say, desk, seat)


def times(say: Say, seat: Seat) -> None:
    """Say when everything was written."""
    with signed_in(seat) as desk:
        say("times", [(one.text, one.time) for one in messages(desk)])


def sign_in(say: Say, seat: Seat, text: str) -> None:
    """Sign in, say what was found, fetch, write something unless it is there, exchange, tell all."""
    try:
        with sessions.opened(seat) as (opened, desk):
            if opened.recovered is not None:
                say("recovered", opened.recovered.code.value, dict(opened.recovered.facts))
            desk.connection.bring_up_to_date(seat.clock.pause, FEW)
            if text not in [one.text for one in messages(desk)]:
                talk(desk, "Essay", text)
            status = desk.connection.bring_up_to_date(seat.clock.pause, FEW)
            say("line", status.state.value, status.code)
            tell(say, desk)
    except Trouble as trouble:
        say("trouble", trouble.code)


def write_offline(say: Say, seat: Seat, text: str) -> None:
    """Write without a line, and sign out."""
    with signed_in(seat) as desk:
        talk(desk, "Essay", text)
        say("written", text)


def stay(say: Say, seat: Seat, draft: str = "") -> None:
    """Write something, begin something about the fees, and stay until killed."""
    with signed_in(seat) as desk:
        talk(desk, "Essay", STAYED)
        fees = thread_of(desk, "Fees")
        if draft and fees is not None:
            desk.drafts.save(Draft(circle_of(desk), fees, "", draft)).result()
        say("here")
        while True:
            seat.clock.pause(100)


# ---------------------------------------------------------------- a computer that refuses


def write_until_full(say: Say, seat: Seat, room: int) -> None:
    """Write until the disk has no room left; then look whether one can still read."""
    with signed_in(seat) as desk:
        talk(desk, "Essay", "with room")
        say("written", "with room")
        files = [path for path in seat.home.rglob("desk.db*") if path.is_file()]
        with _largest_file(max(path.stat().st_size for path in files) + room):
            try:
                for number in range(2000):
                    talk(desk, "Essay", f"{number} " + "x" * 3000)
                    say("written", f"{number} " + "x" * 3000)
            except Trouble as trouble:
                say("trouble", trouble.code)
            say("readable", [one.text for one in messages(desk)])


@contextmanager
def _largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond this, as if the disk were full or a quota reached."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def without_rights(say: Say, seat: Seat) -> None:
    """Sign in where the folder belongs to somebody who does not let others write, not even the superuser."""
    folders = [path for path in (seat.home, *seat.home.rglob("*")) if path.is_dir()]
    files = [path for path in seat.home.rglob("*") if path.is_file()]
    modes = {path: path.stat().st_mode for path in (*folders, *files)}
    for path in files:
        path.chmod(0o400)
    for path in folders:
        path.chmod(0o500)
    try:
        _drop_capabilities()
        sign_in(say, seat, "not here")
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def _drop_capabilities() -> None:
    """The superuser becomes somebody to whom the bits of a file's mode apply."""
    head = struct.pack("Ii", 0x20080522, 0)
    assert ctypes.CDLL(None).capset(head, bytes(24)) == 0


def with_little_memory(say: Say, seat: Seat) -> None:
    """Sign in with the true key derivation and too little memory for it."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY // 2, hard))
    tools = Tools(SystemFiles(), seat.clock, SystemRandomness())
    entrance = Entrance(seat.home, lambda event: None, tools, make_runner=InlineRunner)
    (person,) = entrance.people()
    try:
        entrance.open(person.folder, sessions.PASSPHRASE)
    except Trouble as trouble:
        say("trouble", trouble.code)


def with_passphrase(say: Say, seat: Seat, passphrase: str) -> None:
    """Sign in with some passphrase."""
    entrance = seat.entrance()
    (person,) = entrance.people()
    try:
        sessions.sit(entrance.open(person.folder, passphrase)).close()
    except Trouble as trouble:
        say("trouble", trouble.code)


# ---------------------------------------------------------------- damage and unsendable words


@dataclass(frozen=True)
class Damage:
    """What a failing disk does to a file: bits flipped, or all after a share of it gone."""

    at: int = 0
    share: float = 0.0
    length: int = 1
    keep: float = 1.0

    def do(self, path: Path) -> None:
        """Damage this file."""
        data = bytearray(path.read_bytes())
        if self.keep < 1:
            del data[int(self.keep * len(data)) :]
        else:
            start = self.at or int(self.share * len(data))
            for place in range(start, min(start + self.length, len(data))):
                data[place] ^= 0x55
        path.write_bytes(data)


def write_too_much(say: Say, seat: Seat) -> None:
    """Try to send what cannot be a message; what was written stays a draft."""
    with signed_in(seat) as desk:
        circle = circle_of(desk)
        desk.drafts.save(Draft(circle, DRAFT, "Essay", HUGE, new_thread=True)).result()
        for text in (HUGE, "", " \n\0\t "):
            try:
                desk.threads.start(circle, "Essay", text, DRAFT).result()
            except Trouble as trouble:
                say("trouble", trouble.code)
            kept = desk.drafts.get(DRAFT)
            say("draft", len(kept.text) if kept else 0)
        tell(say, desk)
