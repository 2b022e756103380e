# SPDX-License-Identifier: Apache-2.0
"""What people do at their computers, each a process of its own; what is said is durable already."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.base.files import SystemFiles
from mentordesk.desk.desk import Desk, open_desk
from mentordesk.desk.profiles import Entrance, Opened
from mentordesk.domain.ids import CircleId, ThreadId
from mentordesk.domain.messages import Message
from mentordesk.storage.keyslots import Derive
from mentordesk.storage.profile import Tools
from mentordesk.storage.store import InlineRunner
from tests.helpers.town import quick

PASSPHRASE = "mango river seven lamps"
PATIENCE = 600.0  # short seconds of pauses after which an exchange is given up

Say = Callable[..., None]


class HastyClock(SystemClock):
    """A computer where pauses are short and the wall clock may be wrong by `offset` seconds."""

    HASTE = 20

    def __init__(self, offset: int = 0) -> None:
        self.offset = offset

    def now(self) -> int:
        """Unix seconds, or what this computer takes for them."""
        return super().now() + self.offset

    def monotonic(self) -> float:
        """Seconds, each of them short."""
        return super().monotonic() * self.HASTE

    def pause(self, seconds: float) -> None:
        """Wait for the line."""
        time.sleep(seconds / self.HASTE)


@dataclass(frozen=True)
class Seat:
    """A person's place at a computer called `host`; `name` where others have profiles in the same home."""

    home: Path
    clock: HastyClock = field(default_factory=HastyClock)
    derive: Derive = quick
    name: str = ""
    host: str = ""

    def entrance(self) -> Entrance:
        """The way in."""
        tools = Tools(SystemFiles(), self.clock, SystemRandomness(), self.derive, host=self.host)
        return Entrance(self.home, lambda event: None, tools, make_runner=InlineRunner)

    def folder(self) -> Path:
        """Where this person's profile lives."""
        (found,) = (one.folder for one in self.entrance().people() if self.name in ("", one.name))
        return found


def run(act: Callable[..., None], pipe: Connection, *arguments: object) -> None:
    """The body of each process."""

    def say(*word: object) -> None:
        pipe.send(word)

    act(say, *arguments)
    pipe.close()


def sit(opened: Opened) -> Desk:
    """The desk of an open profile."""
    return open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)


def enrol(seat: Seat, server: str, slip: str) -> None:
    """Sit down with a slip, exchange once, leave."""
    entrance = seat.entrance()
    desk = sit(entrance.enrol(entrance.look_up_slip(server, slip), PASSPHRASE))
    desk.connection.bring_up_to_date(seat.clock.pause, PATIENCE)
    desk.close()


@contextmanager
def opened(seat: Seat) -> Iterator[tuple[Opened, Desk]]:
    """The profile at this computer with its desk, until the end of the block."""
    profile = seat.entrance().open(seat.folder(), PASSPHRASE)
    desk = sit(profile)
    try:
        yield profile, desk
    finally:
        desk.close()


@contextmanager
def signed_in(seat: Seat) -> Iterator[Desk]:
    """A desk at this computer."""
    with opened(seat) as (_, desk):
        yield desk


def circle_of(desk: Desk) -> CircleId:
    """The only circle."""
    (circle,) = desk.people.circles()
    return circle.circle


def thread_of(desk: Desk, topic: str) -> ThreadId | None:
    """The thread about this topic."""
    found = (one.thread for one in desk.threads.list(circle_of(desk)) if one.topic == topic)
    return min(found, default=None)


def messages(desk: Desk) -> list[Message]:
    """Everything, thread by thread, in the order of the page."""
    found: list[Message] = []
    for thread in sorted(desk.threads.list(circle_of(desk)), key=lambda one: one.thread):
        page = desk.threads.page(thread.thread)
        found += page.rows(0, page.count())
    return found


def talk(desk: Desk, topic: str, text: str) -> None:
    """Say something about a topic."""
    circle, thread = circle_of(desk), thread_of(desk, topic)
    if thread is None:
        desk.threads.start(circle, topic, text).result()
    else:
        desk.threads.send(circle, thread, text).result()


def sync(say: Say, desk: Desk, seat: Seat) -> None:
    """Exchange until nothing is left."""
    status = desk.connection.bring_up_to_date(seat.clock.pause, PATIENCE)
    say("line", status.state.value, status.code, status.waiting)


def tell(say: Say, desk: Desk) -> None:
    """Say everything that stands in the threads."""
    found = messages(desk)
    say("messages", [(one.id, one.author, one.text) for one in found])
    say("states", {one.text: one.delivery.name for one in found if one.mine})


def write_and_sync(say: Say, seat: Seat, topic: str, texts: Sequence[str]) -> None:
    """Write something, exchange, tell what is there."""
    with signed_in(seat) as desk:
        for text in texts:
            talk(desk, topic, text)
            say("written", text)
        sync(say, desk, seat)
        tell(say, desk)


def look(say: Say, seat: Seat) -> None:
    """Exchange, read everything, tell the other, tell what is there."""
    with signed_in(seat) as desk:
        sync(say, desk, seat)
        fresh = [one.id for one in messages(desk) if one.fresh]
        desk.threads.mark_read(fresh).result()
        sync(say, desk, seat)
        tell(say, desk)
