# SPDX-License-Identifier: Apache-2.0
"""Pages of a thread at any place, and the rows of Today and of the circles."""

from __future__ import annotations

from typing import Any

import pytest

from mentordesk.base.errors import DatabaseDamaged
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.ids import Role
from mentordesk.domain.messages import Delivery, Draft
from mentordesk.storage import figures, rows, writes
from mentordesk.storage.profile import Profile
from mentordesk.storage.reads import circles, messages
from mentordesk.storage.reads.messages import HOP, ThreadPage
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.reads.today import today
from mentordesk.storage.schema import SeenKind
from mentordesk.storage.search.query import search
from mentordesk.storage.store import Store, Tx
from tests.helpers.bulk import fill, thread_of
from tests.helpers.profiles import CIRCLE, GRACE, THREAD, Desk, receive

LONG = 3 * HOP + 137
DAY = 86_400
MONDAY = 1_777_852_800  # 4 May 2026, midnight UTC


@pytest.fixture
def long_thread(store: Store) -> list[bytes]:
    """Ids of a long thread in the order of the page."""
    store.transact(lambda tx: fill(tx, LONG))
    found = store.conn.exec_driver_sql("SELECT id FROM messages ORDER BY base, author, rank, id")
    return list(found.scalars())


@pytest.mark.parametrize(
    "first", [0, 1, 49, HOP - 1, HOP, HOP + 1, LONG // 2, LONG - 60, LONG - 50, LONG - 1]
)
def test_a_page_anywhere_is_the_slice_of_the_thread(
    reader: Reader, long_thread: list[bytes], first: int
) -> None:
    page = ThreadPage(reader, THREAD)
    assert [message.id for message in page.rows(first, 50)] == long_thread[first : first + 50]
    assert page.index_of(long_thread[first]) == first


def test_pages_in_any_order_agree(reader: Reader, long_thread: list[bytes]) -> None:
    page = ThreadPage(reader, THREAD)
    assert page.count() == LONG
    for first in (1400, 20, 900, 1500, 0, 1637, 700, 701, 650):
        assert [message.id for message in page.rows(first, 7)] == long_thread[first : first + 7]
        assert page.index_of(long_thread[first // 2]) == first // 2


@pytest.mark.parametrize(("first", "count"), [(-1, 5), (LONG, 5), (LONG + 99, 5), (3, 0), (3, -2)])
def test_outside_of_the_thread_there_is_nothing(
    reader: Reader, long_thread: list[bytes], first: int, count: int
) -> None:
    assert ThreadPage(reader, THREAD).rows(first, count) == []


def test_a_message_in_the_middle_moves_what_follows(
    store: Store, reader: Reader, long_thread: list[bytes]
) -> None:
    page = ThreadPage(reader, THREAD)
    assert page.rows(1000, 1)[0].id == long_thread[1000]
    late = store.transact(lambda tx: receive(tx, "arrived late", rank=1, base=300))
    assert page.count() == LONG + 1
    index = page.index_of(late)
    assert index in {300, 301}
    assert page.rows(index, 1)[0].id == late
    assert page.rows(1001, 1)[0].id == long_thread[1000]


def test_other_news_leaves_the_page_as_it_is(store: Store, reader: Reader, long_thread: list[bytes]) -> None:
    page = ThreadPage(reader, THREAD)
    page.rows(1000, 1)
    store.transact(lambda tx: writes.set_setting(tx, "theme", "dark"))
    store.transact(lambda tx: rows.advance(tx, long_thread[0], Delivery.READ, 1))
    assert page.rows(1000, 1)[0].id == long_thread[1000]


def test_a_message_of_another_thread_is_not_in_this_one(
    store: Store, reader: Reader, long_thread: list[bytes]
) -> None:
    elsewhere = store.transact(lambda tx: receive(tx, "Hi", thread=thread_of(5)))
    page = ThreadPage(reader, THREAD)
    assert page.index_of(elsewhere) is None
    assert page.index_of(b"no-such-") is None
    assert ThreadPage(reader, b"no-such-").count() == 0


def test_today_shows_what_waits(store: Store, reader: Reader, desk: Desk) -> None:
    older = store.transact(lambda tx: receive(tx, "First question", thread=thread_of(1), time=1_778_000_000))
    store.transact(lambda tx: receive(tx, "Second question", thread=thread_of(2), time=1_777_000_000))
    store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, thread_of(1), "", "Half an ans")))
    _, sent = store.transact(lambda tx: writes.start_thread(tx, CIRCLE, "Essay", "Here it is"))
    page = today(reader)
    assert [draft.text for draft in page.go_on] == ["Half an ans"]
    assert [thread.last_words for thread in page.waiting] == ["Second question", "First question"]
    assert [thread.has_draft for thread in page.waiting] == [False, True]
    assert [message.id for message in page.not_left] == [sent]
    assert (page.circles[0].waiting, page.circles[0].fresh) == (2, 2)
    store.transact(lambda tx: rows.advance(tx, sent, Delivery.AT_THE_SERVER, 5))
    store.transact(lambda tx: writes.send_message(tx, CIRCLE, thread_of(2), "An answer"))
    store.transact(lambda tx: writes.mark_read(tx, (older,)))
    page = today(reader)
    assert [message.text for message in page.not_left] == ["An answer"]
    assert (page.circles[0].waiting, page.circles[0].fresh) == (1, 1)


def test_threads_stand_by_their_last_word(store: Store, reader: Reader, desk: Desk) -> None:
    now = desk.clock.now()
    store.transact(lambda tx: receive(tx, "old", thread=thread_of(1), time=now - 500))
    store.transact(lambda tx: receive(tx, "new", thread=thread_of(2), time=now - 100))
    store.transact(lambda tx: receive(tx, "middle", thread=thread_of(3), time=now - 300))
    assert [row.last_words for row in circles.threads_of(reader, CIRCLE)] == ["new", "middle", "old"]


def test_a_clock_in_2098_neither_sorts_first_for_ever_nor_goes_unsaid(
    store: Store, reader: Reader, desk: Desk
) -> None:
    store.transact(lambda tx: receive(tx, "from 2098", thread=thread_of(1), time=4_050_000_000))
    store.transact(lambda tx: receive(tx, "from 1970", thread=thread_of(2), time=7))
    desk.clock.advance(60)  # type: ignore[attr-defined]
    store.transact(lambda tx: receive(tx, "from now", thread=thread_of(3)))
    assert [row.last_words for row in circles.threads_of(reader, CIRCLE)] == [
        "from now",
        "from 2098",
        "from 1970",
    ]
    hints = [ThreadPage(reader, thread_of(number)).rows(0, 1)[0].clock_hint for number in (1, 2, 3)]
    assert hints == [True, True, False]


def test_people_are_known_by_slip_and_by_what_they_do(store: Store, reader: Reader) -> None:
    grace, amina = circles.people(reader, CIRCLE)
    assert (grace.name, grace.role, grace.me, grace.enrolled) == ("Grace", Role.MENTOR, False, False)
    assert (amina.name, amina.role, amina.me, amina.enrolled) == ("Amina", Role.MENTEE, True, True)
    for number, day in enumerate((0, 0, 3, 7, 10)):  # Mondays and Thursdays
        store.transact(lambda tx, n=number, d=day: receive(tx, "Hi", rank=n + 1, time=MONDAY + d * DAY))  # type: ignore[misc]
    grace = circles.people(reader, CIRCLE)[0]
    assert (grace.enrolled, grace.last_contact, grace.weekdays) == (True, MONDAY + 10 * DAY, (0, 3))


def test_one_message_by_its_id(store: Store, reader: Reader) -> None:
    wanted = store.transact(lambda tx: receive(tx, "Hi"))
    found = messages.message(reader, wanted)
    assert found is not None
    assert (found.text, found.author, found.author_name, found.fresh) == ("Hi", GRACE, "Grace", True)
    assert messages.message(reader, bytes(8)) is None
    assert circles.circle(reader, bytes(16)) is None


def test_a_message_of_mine_tells_who_holds_it(store: Store, reader: Reader) -> None:
    thread, sent = store.transact(lambda tx: writes.start_thread(tx, CIRCLE, "Essay", "Here it is"))
    page = ThreadPage(reader, thread)
    assert page.rows(0, 1)[0].reached == ()
    store.transact(lambda tx: _told(tx, sent, SeenKind.DELIVERED))
    store.transact(lambda tx: rows.advance(tx, sent, Delivery.ON_THEIR_COMPUTER, tx.now()))
    assert [(one.member, one.delivery) for one in page.rows(0, 1)[0].reached] == [
        (GRACE, Delivery.ON_THEIR_COMPUTER)
    ]
    store.transact(lambda tx: _told(tx, sent, SeenKind.READ))
    (reached,) = page.rows(0, 1)[0].reached
    assert (reached.member, reached.delivery) == (GRACE, Delivery.READ)


def _told(tx: Tx, message: bytes, kind: SeenKind) -> None:
    """A receipt of Grace's, and one of another computer of mine, which counts for nobody."""
    for member in (GRACE, tx.me.member):
        values = (message, member, int(kind), tx.now())
        tx.conn.exec_driver_sql(
            "INSERT INTO receipts (message, member, kind, time) VALUES (?, ?, ?, ?)", values
        )


def test_a_reader_that_meets_damage_says_so(profile: Profile) -> None:
    reader = profile.reader()
    profile.store.conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    path = profile.folder / "desk.db"
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 + 2000] ^= 1
    path.write_bytes(data)
    with pytest.raises(DatabaseDamaged):
        today(reader)
    assert reader.damaged


def test_no_read_of_a_page_walks_through_all_messages(store: Store, reader: Reader) -> None:
    """Each statement finds its messages by an index, whatever the profile holds."""
    thread, sent = store.transact(lambda tx: writes.start_thread(tx, CIRCLE, "Essay", "Here it is"))
    raw: Any = reader.conn.connection.dbapi_connection
    seen: list[str] = []
    raw.set_trace_callback(seen.append)
    today(reader)
    circles.threads_of(reader, CIRCLE)
    page = ThreadPage(reader, thread)
    page.rows(0, 50)
    page.index_of(sent)
    search(reader, "here")
    messages.message(reader, sent)
    figures.fill(reader.conn, SyncStatus(LineState.OFFLINE), 1_779_000_000)
    raw.set_trace_callback(None)
    selects = {sql for sql in seen if sql.startswith("SELECT") and "ORDER BY rowid DESC LIMIT" not in sql}
    plans = {row[3] for sql in selects for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}")}
    assert any(plan.startswith("SEARCH m") for plan in plans)
    assert {plan for plan in plans if plan in {"SCAN m", "SCAN messages"}} == set()
