# SPDX-License-Identifier: Apache-2.0
"""Two people with all their threads, a real server and real sockets."""
from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.base.files import SystemFiles
from mentordesk.desk.desk import Desk, open_desk
from mentordesk.desk.profiles import Entrance
from mentordesk.domain.connection import LineState
from mentordesk.domain.events import Event, MessagesArrived, SyncChanged, ThreadChanged
from mentordesk.domain.ids import Role, ThreadId
from mentordesk.domain.messages import Delivery
from mentordesk.server.admin import create_programme
from mentordesk.server.service import Service, ServiceOptions
from mentordesk.storage.profile import Tools
from tests.helpers.town import quick

PASSPHRASE = "mango river seven lamps"
PATIENCE = 20  # seconds until a test gives up; reached only when something is broken


class Seat:
    """Somebody at a desk with threads, whose events are waited for."""

    def __init__(self, home: Path, server: str, code: str) -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        tools = Tools(SystemFiles(), SystemClock(), SystemRandomness(), quick)
        entrance = Entrance(home, self._events.put, tools)
        opened = entrance.enrol(entrance.look_up_slip(server, code), PASSPHRASE)
        self.desk: Desk = open_desk(
            opened.runner, opened.reader, opened.connection, opened.rand, opened.close
        )
        self.desk.connection.start()

    def wait(self, wanted: Callable[[Event], bool]) -> Event:
        """The next event of that kind; an error when it does not come."""
        while True:
            event = self._events.get(timeout=PATIENCE)
            if wanted(event):
                return event

    def wait_until_up_to_date(self) -> None:
        """Until the line rests."""
        if self.desk.connection.status().state is not LineState.UP_TO_DATE:
            self.wait(_is_rest)

    def wait_for_circle(self) -> bytes:
        """The circle, as soon as it is there."""
        while not self.desk.people.circles():
            self.wait(lambda event: True)
        return self.desk.people.circles()[0].circle

    def delivery(self, thread: ThreadId) -> Delivery:
        """How far the first message of a thread has come."""
        return self.desk.threads.page(thread).rows(0, 1)[0].delivery

    def wait_for_delivery(self, thread: ThreadId, state: Delivery) -> None:
        """Until the first message of a thread has come so far."""
        while self.delivery(thread) < state:
            self.wait(lambda event: isinstance(event, ThreadChanged))


def _is_rest(event: Event) -> bool:
    return isinstance(event, SyncChanged) and event.status.state is LineState.UP_TO_DATE


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[tuple[Seat, Seat]]:
    """Amina and Grace over a server of their own."""
    office = create_programme(tmp_path / "server", "Mentors", ["http://127.0.0.1"])
    members = [office.add_person(name) for name in ("Amina", "Grace")]
    office.make_circle([(members[0], Role.MENTEE), (members[1], Role.MENTOR)])
    codes = [office.slip(member) for member in members]
    office.close()
    service = Service(ServiceOptions(tmp_path / "server"))
    service.start()
    seats: list[Seat] = []
    try:
        for name, code in zip(("amina", "grace"), codes, strict=True):
            seats.append(Seat(tmp_path / name, f"127.0.0.1:{service.port}", code))
        yield seats[0], seats[1]
    finally:
        for seat in seats:
            seat.desk.close()
        service.stop()


def test_message_and_receipts_arrive_by_themselves(seats: tuple[Seat, Seat]) -> None:
    amina, grace = seats
    circle = amina.wait_for_circle()
    grace.wait_for_circle()
    grace.wait_until_up_to_date()
    thread, message = amina.desk.threads.start(circle, "Essay", "Habari!").result(PATIENCE)
    arrived = grace.wait(lambda event: isinstance(event, MessagesArrived))
    assert isinstance(arrived, MessagesArrived)
    assert arrived.messages == (message,)
    amina.wait_for_delivery(thread, Delivery.ON_THEIR_COMPUTER)
    grace.desk.threads.mark_read([message]).result(PATIENCE)
    amina.wait_for_delivery(thread, Delivery.READ)


def test_threads_end_at_once_although_a_long_poll_is_open(seats: tuple[Seat, Seat]) -> None:
    amina, grace = seats
    amina.wait_until_up_to_date()
    grace.wait_until_up_to_date()
    assert _running() == ["sync", "sync", "wait", "wait"]
    amina.desk.connection.stop()
    assert _running() == ["sync", "wait"]


def _running() -> list[str]:
    return sorted(thread.name for thread in threading.enumerate() if thread.name in ("sync", "wait"))
