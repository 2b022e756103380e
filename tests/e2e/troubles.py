# SPDX-License-Identifier: Apache-2.0
"""What people do on bad days, each a process of its own."""
from __future__ import annotations

import time
from datetime import UTC, datetime

from mentordesk.base.errors import Trouble
from mentordesk.desk.desk import Desk
from mentordesk.desk.profiles import Opened
from mentordesk.storage import writes
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


def enrol(say: Say, seat: Seat, server: str, slip: str) -> None:
    """Sit down with a slip."""
    sessions.enrol(seat, server, slip)
    say("people", tuple(person.name for person in seat.entrance().people()))


def sign_in(say: Say, seat: Seat) -> None:
    """Sign in, say what was found, what there is, and what comes when one connects."""
    try:
        with sessions.opened(seat) as (opened, desk):
            if opened.recovered is not None:
                say("recovered", opened.recovered.code.value, dict(opened.recovered.facts))
            tell(say, desk)
            sync(say, desk, seat)
            tell(say, desk)
    except Trouble as trouble:
        say("trouble", trouble.code)
