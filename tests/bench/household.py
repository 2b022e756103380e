# SPDX-License-Identifier: Apache-2.0
"""Two people in a programme, one of them with very many messages, and a server for them: made for benches."""
from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

from mentordesk.base.clock import SystemClock
from mentordesk.commands.embedded import (
    Embedded,
    Newcomer,
    ServerProcess,
    desk_entrance,
    open_at,
)
from mentordesk.desk.desk import Desk
from mentordesk.domain.ids import CircleId, Role, ThreadId
from mentordesk.storage import writes
from mentordesk.storage.store import Tx
from tests.helpers.bulk import Room, fill

PASSPHRASE = "mango river seven lamps"
AMINA, GRACE = "amina", "grace"
TOPIC = "Everything at once"
_LONGEST = 0.5  # of all messages, in one thread; the others 40 to a thread


@dataclass(frozen=True, slots=True)
class Household:
    """Where everything lies; the server is not running, its address stands in both profiles."""

    folder: Path
    port: int

    def home(self, who: str) -> Path:
        """One person's computer."""
        return self.folder / who

    @property
    def url(self) -> str:
        """Where the server will be."""
        return f"http://127.0.0.1:{self.port}"

    def serve(self) -> ServerProcess:
        """Start the server."""
        return ServerProcess(self.folder / "server", ["--listen", f"127.0.0.1:{self.port}", "--no-limits"])

    def sit_down(self, who: str) -> Desk:
        """A desk without window or threads; it has the true line."""
        entrance = desk_entrance(self.home(who), SystemClock())
        (person,) = entrance.people()
        return open_at(entrance, person.folder, PASSPHRASE)


def make_household(folder: Path, messages: int = 0) -> Household:
    """Amina has `messages` messages and one thread that Grace began; both are in sync."""
    house = Household(folder, free_port())
    embedded = Embedded(folder / "server", "Bridges", house.url, SystemClock())
    slips = embedded.invite(
        {AMINA: Newcomer("Amina Wanjiru", Role.MENTEE), GRACE: Newcomer("Grace Okafor", Role.MENTOR)}
    )
    desks = {who: embedded.sit_down(house.home(who), slip, PASSPHRASE) for who, slip in slips.items()}
    circle = _exchange(desks).people.circles()[0].circle
    desks[GRACE].threads.start(circle, TOPIC, "This is where it will come.").result()
    _exchange(desks)
    grace = desks[GRACE].me
    for desk in desks.values():
        desk.close()
    embedded.close()
    if messages:
        _fill(house, messages, Room(circle, grace))
    return house


def _exchange(desks: dict[str, Desk]) -> Desk:
    """Everybody knows everything; one of the desks."""
    for _ in range(3):
        for desk in desks.values():
            desk.connection.bring_up_to_date(lambda seconds: None, 60)
    return desks[AMINA]


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _fill(house: Household, messages: int, room: Room) -> None:
    entrance = desk_entrance(house.home(AMINA), SystemClock())
    (person,) = entrance.people()
    opened = entrance.open(person.folder, PASSPHRASE)
    try:
        opened.runner.call(lambda tx: fill(tx, messages, int(messages * _LONGEST), room))
    finally:
        opened.reader.close()
        opened.close()


def thread_of(desk: Desk) -> tuple[CircleId, ThreadId]:
    """The thread that Grace began."""
    circle = desk.people.circles()[0].circle
    (thread,) = (one.thread for one in desk.threads.list(circle) if one.topic == TOPIC)
    return circle, thread


def write_many(tx: Tx, circle: CircleId, thread: ThreadId, texts: list[str]) -> None:
    """Messages of one's own, one after the other."""
    for text in texts:
        writes.send_message(tx, circle, thread, text)
