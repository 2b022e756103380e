# SPDX-License-Identifier: Apache-2.0
"""Positions in a lane: whatever order the numbers come in, the intervals and sums are those of the set."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.storage import control, cursors, entries, parcels
from mentordesk.storage.entries import NewEntry
from mentordesk.storage.schema import EntryKind
from mentordesk.wire.exchange import MAX_INTERVALS, Interval, LaneCursor, sum_of
from tests.helpers.world import Client, World

LANE = 1


def hash_of(seq: int) -> bytes:
    """Some 32 bytes."""
    return (seq * 0x9E3779B97F4A7C15 % (1 << 64)).to_bytes(8, "big") + bytes(24)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """One computer that has joined one circle."""
    world = World(tmp_path, 1)
    yield world.clients[0]
    world.close()


@given(st.lists(st.lists(st.integers(1, 40), max_size=6), max_size=12))
def test_any_order_and_repetition_gives_the_intervals_of_the_set(groups: list[list[int]]) -> None:
    held: tuple[Interval, ...] = ()
    for group in groups:
        held = cursors.joined(held, {seq: hash_of(seq) for seq in group})
    everything = {seq for group in groups for seq in group}

    inside = {seq for part in held for seq in range(part.low + 1, part.head + 1)}
    assert inside == everything
    assert all(one.head < other.low for one, other in pairwise(held))
    for part in held:
        assert part.sum == sum_of(hash_of(seq) for seq in range(part.low + 1, part.head + 1))


@given(st.sets(st.integers(1, 30)), st.integers(1, 31))
def test_covers_says_what_stands_inside(numbers: set[int], seq: int) -> None:
    held = cursors.joined((), {number: hash_of(number) for number in numbers})
    assert cursors.covers(held, seq) == (seq in numbers)


def test_an_unknown_number_is_not_noted() -> None:
    assert cursors.joined((), {0: hash_of(1)}) == ()


def test_stored_intervals_meet_and_become_one(client: Client) -> None:
    circle = client.world.circle
    for seq in (5, 1, 3, 2, 4, 3):
        client.do(cursors.add, circle, LANE, {seq: hash_of(seq)})
    held = client.do(cursors.of_lane, circle, LANE)
    assert held == (Interval(0, 5, sum_of(hash_of(seq) for seq in range(1, 6))),)


@given(st.integers(0, 50), st.integers(1, 200), st.integers(0, 200))
def test_a_ladder_says_the_same_in_pieces_that_double(low: int, size: int, unknown: int) -> None:
    head = low + size
    hashes = {seq: hash_of(seq) for seq in range(low + 1, head + 1)}
    whole = Interval(low, head, sum_of(hashes.values()))
    known = {seq: one for seq, one in hashes.items() if seq != low + unknown}
    rungs = list(cursors.rungs(whole, known))
    assert cursors.joined(rungs, {}) == (whole,)
    assert all(one.head == other.low for one, other in pairwise(rungs))
    assert all(
        part.sum == sum_of(hashes[seq] for seq in range(part.low + 1, part.head + 1)) for part in rungs
    )
    if unknown not in range(1, size + 1):
        assert [part.head - part.low for part in rungs[:0:-1]] == [1 << at for at in range(len(rungs) - 1)]
        assert len(rungs) == size.bit_length()


def test_slots_follow_the_order_of_joining(client: Client) -> None:
    programme, circle = client.world.office.trust.id, client.world.circle
    client.do(lambda tx: [cursors.forget(tx, one, lane) for one, lane in cursors.slots(tx)])
    later = bytes(16)
    client.do(control.join_circle, later)
    places = [(lane.circle, lane.lane) for lane in client.lanes()]
    own = [(client.private, lane) for lane in range(3)]
    others = [(one, lane) for one in (circle, later) for lane in range(3)]
    assert places == [(programme, 0), *own, *others]
    assert client.lanes()[0] == LaneCursor(programme, 0)


def test_forgetting_a_lane_names_its_own_parcels_again_and_takes_no_state_back(tmp_path: Path) -> None:
    world = World(tmp_path)
    amina, grace = world.clients
    told = amina.say("Habari")
    world.settle()
    state = amina.state(told)

    amina.do(cursors.forget, world.circle, LANE)
    assert amina.do(cursors.of_lane, world.circle, LANE) == ()
    named = amina.count("SELECT count(*) FROM entries WHERE own = 1 AND covered = 0 AND lane = 1")
    mine = amina.count("SELECT count(*) FROM entries WHERE own = 1 AND lane = 1 AND circle = ?", world.circle)
    assert named == mine > 0
    assert amina.state(told) == state

    amina.sync()
    assert amina.lanes() == [lane for lane in amina.lanes() if len(lane.intervals) <= 1]
    assert amina.texts() == grace.texts() == ["Habari"]
    world.close()


def test_names_that_would_break_a_cursor_into_too_many_pieces_are_passed_over(client: Client) -> None:
    circle = client.world.circle
    whole = {seq: hash_of(seq) for seq in range(1, 101)}
    client.do(cursors.add, circle, LANE, whole)
    (begun,) = client.do(cursors.of_lane, circle, LANE)
    held = {seq: hash_of(seq) for seq in range(102, 1126, 2)}
    for seq, hash32 in held.items():
        client.do(entries.keep, NewEntry(hash32, circle, LANE, EntryKind.PARCEL, b"%d" % seq))
    client.do(parcels.cover_named, [(circle, LANE, seq, hash32[:16]) for seq, hash32 in held.items()])
    after = client.do(cursors.of_lane, circle, LANE)
    assert after[0] == begun, "what is agreed stays agreed"
    assert 1 < len(after) <= MAX_INTERVALS // 2
