# SPDX-License-Identifier: Apache-2.0
"""Merging row by row: every order of arrival ends in the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentordesk.domain.events import CirclesChanged, MessagesArrived, ThreadChanged
from mentordesk.domain.messages import Delivery
from mentordesk.domain.registers import CHARTER_HEAD, PERSON_CARD, THREAD_TOPIC
from mentordesk.storage import rows
from mentordesk.storage.profile import Profile
from mentordesk.storage.reads.circles import people, thread
from mentordesk.storage.reads.messages import ThreadPage
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Store, Tx
from tests.helpers.profiles import CIRCLE, GRACE, ME, THREAD, Desk, join

CAROL = b"carol nnnnnnnnnn"
authors = st.sampled_from([ME, GRACE, CAROL])


@dataclass(frozen=True)
class Edit:
    """One Set of a field."""

    rank: int
    time: int
    op: bytes
    author: bytes
    value: bytes

    @property
    def stamp(self) -> tuple[int, int, bytes]:
        return self.rank, self.time, self.op


def pack(*values: object) -> bytes:
    return msgspec.msgpack.encode(values)


def new(
    number: int, author: bytes = GRACE, base: int = 0, rank: int = 1, time: int = 1_779_000_000
) -> rows.NewMessage:
    return rows.NewMessage(
        number.to_bytes(8, "big"), CIRCLE, THREAD, author, rank, base, time, f"words {number}", entry=1
    )


@st.composite
def conversations(draw: st.DrawFn) -> list[rows.NewMessage]:
    """Messages in one thread, each different, in an order of arrival."""
    parts = draw(
        st.lists(st.tuples(authors, st.integers(0, 4), st.integers(1, 5), st.integers(1, 9)), max_size=12)
    )
    made = [new(number, author, base, rank, time) for number, (author, base, rank, time) in enumerate(parts)]
    return draw(st.permutations(made))


def summary(store: Store) -> dict[str, Any]:
    """The thread's row without the count of its changes and the time of the last."""
    row = store.conn.exec_driver_sql("SELECT * FROM threads").mappings().first()
    return {name: value for name, value in (row or {}).items() if name not in {"version", "moved"}}


def merge(store: Store, arrived: list[rows.NewMessage], at_once: int) -> None:
    def take(tx: Tx, part: list[rows.NewMessage]) -> None:
        for one in part:
            rows.insert_message(tx, one)

    for start in range(0, len(arrived), at_once):
        store.transact(partial(take, part=arrived[start : start + at_once]))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Profile]:
    """One open profile for all examples of a property; each begins with `emptied`."""
    desk = Desk(tmp_path_factory.mktemp("shared"))
    with desk.session(desk.create()) as profile:
        profile.store.transact(join)
        yield profile


def emptied(profile: Profile) -> Store:
    def empty(tx: Tx) -> None:
        for table in ("messages", "threads", "fields", "history"):
            tx.conn.exec_driver_sql(f"DELETE FROM {table}")
        tx.conn.exec_driver_sql("INSERT INTO message_fts (message_fts) VALUES ('delete-all')")

    profile.store.transact(empty)
    return profile.store


@settings(max_examples=40)
@given(arrived=conversations(), at_once=st.integers(1, 12))
def test_a_thread_is_the_same_whatever_the_order(
    shared: Profile, arrived: list[rows.NewMessage], at_once: int
) -> None:
    """Also when everything comes twice."""
    store = emptied(shared)
    merge(store, arrived, at_once)
    merge(store, arrived, 12)
    reader = shared.reader()
    found = [message.id for message in ThreadPage(reader, THREAD).rows(0, 99)]
    ordered = sorted(arrived, key=lambda m: (m.base, m.author, m.rank, m.id))
    assert found == [message.id for message in ordered]
    check_summary(summary(store), ordered)


def check_summary(row: dict[str, Any], ordered: list[rows.NewMessage]) -> None:
    """What the summary must say, computed from the whole thread."""
    if not ordered:
        assert row == {}
        return
    mine = [message for message in ordered if message.author == ME]
    others = [message for message in ordered if message.author != ME]
    unanswered = ordered[ordered.index(mine[-1]) + 1 :] if mine else ordered
    assert row["count"] == len(ordered)
    assert row["max_rank"] == max(message.rank for message in ordered)
    assert row["base"] == max(max(m.base for m in ordered), max((m.rank for m in others), default=0))
    assert row["fresh"] == len(others)
    assert (row["last_id"], row["last_author"]) == (ordered[-1].id, ordered[-1].author)
    assert row["waiting_since"] == (unanswered[0].time if unanswered else 0)


@settings(max_examples=60)
@given(
    parts=st.lists(
        st.tuples(st.integers(1, 3), st.integers(1, 3), authors, st.text(max_size=2)), min_size=1, max_size=5
    ),
    random=st.randoms(use_true_random=False),
)
def test_the_greatest_stamp_wins_whatever_the_order(
    shared: Profile, parts: list[tuple[int, int, bytes, str]], random: Any
) -> None:
    store = emptied(shared)
    edits = [
        Edit(rank, time, bytes([number]) * 8, author, pack(text))
        for number, (rank, time, author, text) in enumerate(parts)
    ]
    winner = max(edits, key=lambda edit: edit.stamp)
    arrived = [*edits, *edits]
    random.shuffle(arrived)
    store.transact(lambda tx: [topic(tx, edit) for edit in arrived])
    stands = store.conn.exec_driver_sql("SELECT rank, time, op, author, value FROM fields").one()
    assert Edit(*stands) == winner
    assert pack(store.conn.exec_driver_sql("SELECT topic FROM threads").scalar_one()) == winner.value


def topic(tx: Tx, edit: Edit) -> bool:
    return rows.set_field(
        tx, CIRCLE, THREAD_TOPIC.number, THREAD, edit.rank, edit.time, edit.op, edit.author, edit.value
    )


def losers(store: Store) -> set[bytes]:
    return set(store.conn.exec_driver_sql("SELECT value FROM history").scalars())


MINE = Edit(1, 5, b"a" * 8, ME, pack("Essay"))
HERS = Edit(1, 6, b"b" * 8, GRACE, pack("My essay"))


def test_of_two_edits_at_once_the_loser_is_kept_in_either_order(store: Store) -> None:
    assert store.transact(lambda tx: topic(tx, MINE))
    assert store.transact(lambda tx: topic(tx, HERS))
    assert losers(store) == {MINE.value}
    store.conn.exec_driver_sql("DELETE FROM fields")
    store.conn.exec_driver_sql("DELETE FROM history")
    assert store.transact(lambda tx: topic(tx, HERS))
    assert not store.transact(lambda tx: topic(tx, MINE))
    assert losers(store) == {MINE.value}


def test_a_later_edit_of_ones_own_is_no_conflict(store: Store) -> None:
    store.transact(lambda tx: topic(tx, MINE))
    store.transact(lambda tx: topic(tx, replace(MINE, rank=2, op=b"c" * 8, value=pack("Essay, part 2"))))
    assert losers(store) == set()


def test_an_edit_that_saw_the_other_wins_whatever_the_clocks_say(store: Store) -> None:
    store.transact(lambda tx: topic(tx, replace(HERS, time=4_000_000_000)))
    store.transact(lambda tx: topic(tx, replace(MINE, rank=2, time=0)))
    assert store.conn.exec_driver_sql("SELECT topic FROM threads").scalar_one() == "Essay"


def test_of_the_highest_kind_the_greater_value_wins(store: Store) -> None:
    def note(tx: Tx, number: int, rank: int) -> bool:
        value = pack(number, bytes(32))
        return rows.set_field(
            tx, tx.me.private, CHARTER_HEAD.number, CIRCLE, rank, 1, bytes([number]) * 8, ME, value
        )

    assert store.transact(lambda tx: note(tx, 7, 1))
    assert not store.transact(lambda tx: note(tx, 3, 9))
    assert store.transact(lambda tx: note(tx, 8, 1))


def test_what_arrives_is_told_once_with_a_notice_for_what_others_wrote(store: Store, desk: Desk) -> None:
    mine, hers = new(1, ME), new(2, GRACE)
    store.transact(lambda tx: [rows.insert_message(tx, mine), rows.insert_message(tx, hers)])
    assert desk.events == [
        ThreadChanged(CIRCLE, THREAD, (mine.id, hers.id)), MessagesArrived(CIRCLE, THREAD, (hers.id,))
    ]  # fmt: skip
    desk.events.clear()
    assert store.transact(lambda tx: rows.insert_message(tx, hers)) is False
    assert desk.events == []


def test_a_state_only_goes_forward(store: Store, reader: Reader) -> None:
    store.transact(lambda tx: rows.insert_message(tx, new(1, ME), Delivery.ON_THIS_COMPUTER))
    assert store.transact(lambda tx: rows.advance(tx, new(1).id, Delivery.READ, 50))
    assert not store.transact(lambda tx: rows.advance(tx, new(1).id, Delivery.AT_THE_SERVER, 60))
    (message,) = ThreadPage(reader, THREAD).rows(0, 1)
    assert (message.delivery, message.delivery_time) == (Delivery.READ, 50)


def test_nobody_elses_message_has_a_state(store: Store) -> None:
    store.transact(lambda tx: rows.insert_message(tx, new(1, GRACE), Delivery.ON_THIS_COMPUTER))
    assert not store.transact(lambda tx: rows.advance(tx, new(1).id, Delivery.READ, 50))


def test_a_card_names_its_author_and_nobody_else(store: Store, desk: Desk, reader: Reader) -> None:
    def card(tx: Tx, about: bytes, author: bytes, name: str) -> None:
        value = pack(name, "Africa/Nairobi")
        rows.set_field(tx, CIRCLE, PERSON_CARD.number, about, 1, 1, tx.rand.bytes(8), author, value)

    assert [person.name for person in people(reader, CIRCLE)] == ["Grace", "Amina"]
    store.transact(lambda tx: card(tx, GRACE, GRACE, "Grace W."))
    store.transact(lambda tx: card(tx, ME, GRACE, "Somebody"))
    grace, amina = people(reader, CIRCLE)
    assert (grace.name, grace.zone, grace.enrolled) == ("Grace W.", "Africa/Nairobi", True)
    assert amina.name == "Amina"
    assert CirclesChanged() in desk.events


def test_who_waits_and_since_when(store: Store, reader: Reader) -> None:
    store.transact(lambda tx: rows.insert_message(tx, new(1, GRACE, 0, 1, time=100)))
    store.transact(lambda tx: rows.insert_message(tx, new(2, GRACE, 0, 2, time=200)))
    found = thread(reader, THREAD)
    assert found is not None
    assert (found.my_turn, found.waiting_since) == (True, 100)
    store.transact(lambda tx: rows.insert_message(tx, new(3, ME, 2, 3, time=300)))
    answered = thread(reader, THREAD)
    assert answered is not None
    assert (answered.my_turn, answered.waiting_since) == (False, 0)
