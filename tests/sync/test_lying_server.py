# SPDX-License-Identifier: Apache-2.0
"""A server that claims, refuses and misplaces, with the right key: it is believed until the truth is back."""
from __future__ import annotations

from pathlib import Path

import pytest

from mentordesk.base.reader import varint
from mentordesk.domain.ids import Lane
from mentordesk.domain.messages import Delivery
from mentordesk.wire.exchange import MAX_SEQ, Hint, Push, Refusal, Run
from tests.helpers.healing import (
    CONTROL_OF_CIRCLE,
    WORDS_OF_CIRCLE,
    Pair,
    assert_healed,
    begin,
    numbers,
    say,
    settle,
)
from tests.helpers.liar import Liar, Talk, always, refusing
from tests.helpers.person import Person
from tests.helpers.town import Town

# ---------------------------------------------------------------- what it claims to hold


@pytest.mark.parametrize("number", ["taken", "next", "far"])
def test_what_is_acknowledged_and_not_kept_is_sent_again(pair: Pair, town: Town, number: str) -> None:
    thread = begin(pair)
    amina, _ = pair
    head = numbers(amina)[amina.circle(), Lane.WORDS]
    seq = {"taken": head, "next": head + 1, "far": MAX_SEQ}[number]
    say(amina, thread, "acknowledged by a lie")
    with Liar(town, lambda talk: talk.saying(held=(seq,) * talk.named), deaf=True):
        amina.try_once()
    assert all(one.delivery <= Delivery.AT_THE_SERVER for one in amina.messages()[1:])
    assert_healed(pair, "first", "acknowledged by a lie")


def test_what_is_echoed_and_not_kept_is_sent_again(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, _ = pair
    head = numbers(amina)[amina.circle(), Lane.WORDS]
    say(amina, thread, "echoed")
    pushed: list[bytes] = []

    def echo(talk: Talk) -> Talk:
        pushed.extend(talk.pushed)
        if not pushed:
            return talk
        runs = tuple(Run(WORDS_OF_CIRCLE, head, 1) for _ in pushed)
        return talk.saying(blobs=pushed, runs=runs)

    with Liar(town, echo, deaf=True):
        amina.try_once()
        amina.try_once()
    assert_healed(pair, "first", "echoed")


# ---------------------------------------------------------------- what it refuses


@pytest.mark.parametrize("code", [*Push, 99])
@pytest.mark.parametrize("fresh_key", [False, True])
def test_what_is_refused_by_a_lie_is_offered_again(
    pair: Pair, town: Town, code: int, fresh_key: bool
) -> None:
    thread = begin(pair)
    amina, _ = pair
    if fresh_key:
        amina.opened.runner.call(lambda tx: tx.mint_writer())
    for text in ("one", "two"):
        say(amina, thread, text)
        town.line.up = False
        amina.try_once()
        town.line.up = True
    lie = refusing(code)
    with Liar(town, lie, deaf=True) as liar:
        for _ in range(6):
            amina.try_once()
        assert len(liar.talks) == 6
    assert_healed(pair, "first", "one", "two")


@pytest.mark.parametrize("code", [*Push])
def test_a_key_alone_refused_by_a_lie_blocks_nothing(pair: Pair, town: Town, code: Push) -> None:
    thread = begin(pair)
    amina, _ = pair
    amina.opened.runner.call(lambda tx: tx.mint_writer())
    say(amina, thread, "under a new key")
    lie = Liar(town, lambda talk: talk.saying(refused=(Refusal(0, code),)), deaf=True)
    with lie:
        amina.try_once()
    assert_healed(pair, "first", "under a new key")


def test_claimed_forks_cost_a_new_writer_and_nothing_else(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, _ = pair
    with Liar(town, lambda talk: talk.saying(forks=tuple(range(talk.named)))):
        for text in ("one", "two", "three"):
            say(amina, thread, text)
            amina.try_once()
    assert_healed(pair, "first", "one", "two", "three")


# ---------------------------------------------------------------- where it puts things


@pytest.mark.parametrize("slot", [0, 1, 2, 3, 4, 6])
def test_parcels_put_into_other_lanes_are_read_when_they_come_to_their_own(
    pair: Pair, town: Town, slot: int
) -> None:
    thread = begin(pair)
    amina, grace = pair
    say(amina, thread, "in the wrong lane")
    amina.sync()

    def misplace(talk: Talk) -> Talk:
        return talk.saying(runs=tuple(Run(slot, run.first + 9, run.count) for run in talk.head.runs))

    with Liar(town, misplace):
        grace.try_once()
    assert "in the wrong lane" not in grace.texts()
    assert_healed(pair, "first", "in the wrong lane")


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("slot", [1, 4, 6])
def test_a_parcel_in_two_lanes_at_once_is_read_in_its_own(
    pair: Pair, town: Town, slot: int, first: bool
) -> None:
    thread = begin(pair)
    amina, grace = pair
    amina.opened.runner.call(lambda tx: tx.mint_writer())
    for text in ("waits for its key", "and so does this"):
        say(amina, thread, text)
        amina.sync()

    def twice(talk: Talk) -> Talk:
        places = [run for run in talk.head.runs if run.slot == WORDS_OF_CIRCLE]
        words = talk.blobs[-places[0].count :]
        other = [Run(slot, 30, len(words))]
        return talk.saying(blobs=words * 2, runs=tuple(other + places if first else places + other))

    with Liar(town, twice):
        grace.try_once()
    assert grace.texts() == ["first"]
    assert_healed(pair, "first", "waits for its key", "and so does this")


@pytest.mark.parametrize("slot", [0, 1, 2, 5, 6])
def test_control_put_into_other_lanes_is_believed_when_it_comes_to_its_own(
    town: Town, tmp_path: Path, slot: int
) -> None:
    ids = town.people("Amina", "Grace", "Omar")
    town.circle(ids)
    amina, grace = (
        Person(tmp_path / str(at), town.line, town.clock, at).enrol(town.slip(ids[at])) for at in range(2)
    )
    settle((amina, grace))
    amina.desk.threads.start(amina.circle(), "Essay", "first").result()
    settle((amina, grace))
    omar = Person(tmp_path / "omar", town.line, town.clock, 7).enrol(town.slip(ids[2]))
    for person in (amina, grace):
        person.sync()  # they seal their keys for Omar

    def cross(talk: Talk) -> Talk:
        runs = tuple(
            Run(slot if run.slot == CONTROL_OF_CIRCLE else run.slot, run.first, run.count)
            for run in talk.head.runs
        )
        return talk.saying(runs=runs)

    with Liar(town, cross):
        omar.try_once()
    for person in (omar, amina, grace, omar, amina):
        person.sync()
    assert omar.texts() == ["first"]
    for person in (amina, grace, omar):
        person.close()


def test_swapped_lanes_and_numbers_are_sorted_out(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, grace = pair
    for text in ("one", "two", "three"):
        say(amina, thread, text)
        amina.sync()

    def shuffle(talk: Talk) -> Talk:
        return talk.saying(blobs=talk.blobs[::-1], runs=talk.head.runs[::-1])

    with Liar(town, shuffle):
        grace.try_once()
    assert_healed(pair, "first", "one", "two", "three")


# ---------------------------------------------------------------- what it makes up


@pytest.mark.parametrize("number", [1, 2, 3, (1 << 42) - 1])
def test_bytes_that_name_my_key_do_not_move_my_numbers(pair: Pair, town: Town, number: int) -> None:
    thread = begin(pair)
    amina, _ = pair
    mine = "SELECT kid FROM sender_keys WHERE mine = 1 AND circle = ?"
    kid = amina.opened.reader.rows(mine, (amina.circle(),))[0][0]
    junk = bytes([0x11]) + kid + varint(number) + bytes(120)
    head = numbers(amina)[amina.circle(), Lane.WORDS]
    with Liar(town, lambda talk: talk.saying(blobs=(junk,), runs=(Run(WORDS_OF_CIRCLE, head + 1, 1),))):
        amina.try_once()
    say(amina, thread, "after the junk")
    assert_healed(pair, "first", "after the junk")


def test_lying_hints_do_not_hide_the_right_one(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, grace = pair
    for text in ("one", "two", "three"):
        say(amina, thread, text)
        amina.try_once()
    lies = tuple(Hint(0, number.to_bytes(32, "big")) for number in range(3000))

    def only_the_last(talk: Talk) -> Talk:
        last = [run for run in talk.head.runs if run.slot == WORDS_OF_CIRCLE][-1]
        run = Run(last.slot, last.first + last.count - 1, 1)
        return talk.saying(blobs=talk.blobs[-1:], runs=(run,), hints=lies)

    with Liar(town, only_the_last):
        grace.try_once()
    assert grace.texts() == ["first"]
    assert_healed(pair, "first", "one", "two", "three")


def test_a_bent_copy_of_a_key_does_not_stand_for_the_key(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, grace = pair
    amina.opened.runner.call(lambda tx: tx.mint_writer())
    say(amina, thread, "under a new key")
    amina.sync()

    def bend(talk: Talk) -> Talk:
        blobs = [blob[:-1] + b"?" if blob.startswith(b"MDK1") else blob for blob in talk.blobs]
        return talk.saying(blobs=blobs)

    with Liar(town, bend):
        grace.try_once()
    assert grace.texts() == ["first"]
    assert_healed(pair, "first", "under a new key")


def test_what_follows_a_refused_parcel_is_sealed_again_though_it_was_acknowledged(
    pair: Pair, town: Town
) -> None:
    thread = begin(pair)
    amina, _ = pair
    town.line.up = False
    for text in ("one", "two", "three"):
        say(amina, thread, text)
        amina.try_once()
    town.line.up = True
    with Liar(town, lambda talk: talk.saying(held=(0, 0, 90)[: talk.named]), deaf=True):
        amina.try_once()
        amina.try_once()
    with Liar(town, always(refused=(Refusal(0, Push.LATE),)), deaf=True):
        amina.try_once()
    assert_healed(pair, "first", "one", "two", "three")
