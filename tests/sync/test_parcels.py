# SPDX-License-Identifier: Apache-2.0
"""What becomes of parcels that arrive: accepted, waiting, refused, unknown; never lost, never blocking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from mentordesk.crypto.parcel import Place, parcel_hash, seal_parcel, stream_of
from mentordesk.crypto.senderkeys import SenderKey
from mentordesk.crypto.statements import CutOff
from mentordesk.domain.events import MessagesArrived
from mentordesk.domain.ids import NO_HASH, Lane
from mentordesk.storage import cursors, keys, parcels
from mentordesk.storage.me import put_number
from mentordesk.storage.parcels import EntryCode
from mentordesk.storage.schema import EntryState
from mentordesk.wire.body import encode
from mentordesk.wire.exchange import sum_of
from mentordesk.wire.operations import Message, Unknown
from tests.helpers.hand import Hand, arrival, body, keys_of, message, written
from tests.helpers.world import Client, World

ACCEPTED, WAITING, REFUSED, UNKNOWN = EntryState


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amina and Grace in one circle, with a computer each."""
    world = World(tmp_path)
    yield world
    world.close()


def codes(client: Client) -> list[tuple[int, str]]:
    """(state, code) of every parcel that was not accepted."""
    rows = client.rows("SELECT state, code FROM entries WHERE kind <> 2 AND state <> 0 ORDER BY id")
    return [(row.state, row.code) for row in rows]


# ---------------------------------------------------------------- predecessors


def test_parcel_without_a_known_predecessor_waits_and_is_merged_when_it_comes(world: World) -> None:
    first, second, third = written(world, 3)
    grace = world.clients[1]
    grace.receive([*keys_of(world), third])
    assert (grace.texts(), codes(grace)) == ([], [(WAITING, "parcel_predecessor")])
    grace.receive([first])
    assert grace.texts() == ["message 0"]
    grace.receive([second])
    assert grace.texts() == ["message 0", "message 1", "message 2"]
    assert codes(grace) == []


def test_a_hint_stands_for_a_predecessor_that_is_not_here(world: World) -> None:
    first, _, third = written(world, 3)
    second = world.words()[2].prevs[0]
    grace = world.clients[1]
    wrong = parcel_hash(first.data)
    grace.receive([*keys_of(world), replace(third, prevs=(wrong, second))])
    assert grace.texts() == ["message 2"]


def test_a_wrong_hint_hides_nothing_and_a_right_one_may_come_later(world: World) -> None:
    *_, third = written(world, 3)
    right = world.words()[2].prevs[0]
    grace = world.clients[1]
    grace.receive([*keys_of(world), replace(third, prevs=(bytes(32),))])
    assert grace.texts() == []
    grace.receive([replace(third, prevs=(b"\1" * 32,))])
    assert grace.texts() == []
    grace.receive([replace(third, prevs=(right,))])
    assert grace.texts() == ["message 2"]


def test_a_predecessor_that_only_waits_serves_the_next_one(world: World) -> None:
    _, second, third = written(world, 3)
    grace = world.clients[1]
    grace.receive([*keys_of(world), second, third])
    assert grace.texts() == ["message 2"]
    assert codes(grace) == [(WAITING, "parcel_predecessor")]


def test_a_parcel_that_waits_is_tried_with_one_that_only_waits_itself(world: World) -> None:
    _, second, third = written(world, 3)
    grace = world.clients[1]
    grace.receive([*keys_of(world), third])
    assert grace.texts() == []
    grace.receive([second])
    assert grace.texts() == ["message 2"]


def test_what_one_fork_proved_serves_the_other(world: World) -> None:
    hand = Hand(world, 0)
    first = hand.seal(1, NO_HASH, body("first"))
    forks = [hand.seal(2, parcel_hash(first), body(text)) for text in ("one", "other")]
    grace = world.clients[1]
    grace.receive([*keys_of(world), arrival(world, forks[0], 2), arrival(world, forks[1], 3)])
    assert grace.texts() == []
    grace.receive([replace(arrival(world, forks[1], 3), prevs=(parcel_hash(first),))])
    assert sorted(grace.texts()) == ["one", "other"]


def test_a_parcel_under_a_known_key_is_tried_when_the_key_of_the_one_before_comes(world: World) -> None:
    amina, grace = world.clients
    amina.say("old key")
    amina.seal()
    amina.push()
    (before,) = keys_of(world)[-1:]
    head = amina.rows("SELECT n, hash FROM entries WHERE own = 1 AND circle = ? AND lane = 1", world.circle)
    cuts = {(amina.writer, int(Lane.WORDS)): CutOff(head[0].n, head[0].hash)}
    world.office.change(world.office.roles(*world.office.people), cuts)
    world.publish()
    amina.pull()
    amina.say("new key")
    amina.seal()
    amina.push()
    grace.receive([one for one in keys_of(world) if one.data != before.data])
    grace.receive(world.words(hints=False)[::-1])
    assert grace.texts() == []
    grace.receive([before])
    assert grace.texts() == ["old key", "new key"]


def test_any_fork_at_the_number_before_may_be_the_predecessor(world: World) -> None:
    hand = Hand(world, 0)
    one, other = hand.seal(1, NO_HASH, body("one")), hand.seal(1, NO_HASH, body("other"))
    heirs = [
        hand.seal(2, parcel_hash(one), body("heir one")),
        hand.seal(2, parcel_hash(other), body("heir other")),
    ]
    grace = world.clients[1]
    grace.receive(
        [*keys_of(world), *(arrival(world, data, seq) for seq, data in enumerate([one, other, *heirs], 1))]
    )
    assert sorted(grace.texts()) == ["heir one", "heir other", "one", "other"]


def test_what_a_fellow_member_forges_waits_for_ever_and_blocks_nobody(world: World) -> None:
    hand = Hand(world, 0)
    first = hand.seal(1, NO_HASH, body("first"))
    squatted = [hand.seal(2, parcel_hash(first), body(f"false {n}"), signer=1) for n in range(5)]
    true = hand.seal(2, parcel_hash(first), body("true"))
    third = hand.seal(3, parcel_hash(true), body("third"))
    grace = world.clients[1]
    grace.receive(
        [
            *keys_of(world),
            *(arrival(world, data, seq) for seq, data in enumerate([first, *squatted, true, third], 1)),
        ]
    )
    assert sorted(grace.texts()) == ["first", "third", "true"]
    assert codes(grace) == [(WAITING, "parcel_predecessor")] * 5


def test_a_thousand_waiting_parcels_are_merged_by_the_first_one(world: World) -> None:
    hand = Hand(world, 0)
    sealed, prev = [], NO_HASH
    for n in range(1, 1001):
        sealed.append(hand.seal(n, prev, body(f"{n:07}", rank=n)))
        prev = parcel_hash(sealed[-1])
    grace = world.clients[1]
    every_second = [arrival(world, data, seq) for seq, data in enumerate(sealed, 1) if seq % 2 == 0]
    grace.receive([*keys_of(world), *every_second])
    assert grace.texts() == []
    grace.receive(
        [arrival(world, data, seq) for seq, data in reversed(list(enumerate(sealed, 1))) if seq % 2]
    )
    assert grace.texts() == [f"{n:07}" for n in range(1, 1001)]
    assert codes(grace) == []


def test_a_long_cascade_is_spread_over_short_transactions_and_survives_a_crash_between_them(
    world: World,
) -> None:
    arrivals = written(world, 100)
    grace = world.clients[1]
    grace.receive(arrivals)  # no key yet: all of them wait
    assert grace.texts() == []
    first = grace.do(parcels.apply, keys_of(world))
    assert (first.accepted, first.more) == (parcels.GROUP, True)
    again = world.copy(grace, "after a crash")
    while again.do(parcels.work).more:
        pass
    assert len(again.texts()) == 100


# ---------------------------------------------------------------- keys


def test_parcels_wait_for_their_key_and_keys_for_certificates_and_charter(world: World) -> None:
    words = written(world, 3)
    late = world.computer(1, joined=False)
    late.join()
    late.receive(list(reversed(words)))
    assert codes(late) == [(WAITING, EntryCode.UNKNOWN_KEY)] * 3
    late.receive(
        list(reversed(keys_of(world)))
    )  # the charter comes after the keys, certificates after the charter
    assert late.texts() == []
    late.receive(world.log.arrivals(world.office.trust.id, (Lane.CONTROL,)))
    assert late.texts() == ["message 0", "message 1", "message 2"]


def test_a_key_of_another_circle_opens_nothing_here(world: World) -> None:
    amina, grace = world.clients
    private: SenderKey = amina.do(keys.for_circle, amina.private)
    stream = stream_of(world.office.trust, private, Lane.WORDS)
    data = seal_parcel(stream, world.identity(0).signer, Place(1, NO_HASH), body("wrong circle"))
    again = world.computer(0)
    again.receive(world.log.arrivals(amina.private, (Lane.CONTROL,)))
    amina.push()
    again.pull()
    again.receive([arrival(world, data, 1)])
    assert codes(again) == [(REFUSED, "parcel_header")]
    assert grace.texts() == []


# ---------------------------------------------------------------- refused, unknown


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda hand: hand.seal(1, NO_HASH, body("x"))[:-1], "parcel_locked"),
        (lambda hand: hand.seal(1, NO_HASH, b"\0\xff"), "operation_shape"),
        (lambda hand: hand.seal(1, NO_HASH, body("x"), lane=Lane.DOCUMENTS), "parcel_header"),
        (lambda hand: hand.seal(1, NO_HASH, encode([message("x" * 40_000)])), "message_too_long"),
    ],
    ids=["altered", "no operations", "other lane", "too long"],
)  # fmt: skip
def test_refused_parcels_are_quarantined_counted_and_block_nothing(
    world: World, damage: object, code: str
) -> None:
    hand = Hand(world, 0)
    assert callable(damage)
    bad = damage(hand)
    good = hand.seal(2, parcel_hash(bad), body("good"))
    grace = world.clients[1]
    grace.receive([*keys_of(world), arrival(world, bad, 1), arrival(world, good, 2)])
    assert codes(grace) == [(REFUSED, code)]
    assert grace.texts() == ["good"]
    (held,) = grace.do(cursors.of_lane, world.circle, Lane.WORDS)
    assert (held.low, held.head, held.sum) == (0, 2, sum_of([parcel_hash(bad), parcel_hash(good)]))


def test_statement_in_the_words_lane_is_refused(world: World) -> None:
    grace = world.clients[1]
    grace.receive([replace(keys_of(world)[-1], lane=Lane.WORDS, data=b"MDS1" + bytes(200))])
    assert codes(grace) == [(REFUSED, EntryCode.WRONG_LANE)]


def test_a_parcel_of_a_newer_version_is_kept_and_counts(world: World) -> None:
    grace = world.clients[1]
    grace.receive([arrival(world, b"\x21 of a later version", 1)])
    assert codes(grace) == [(UNKNOWN, EntryCode.NEWER)]
    grace.do(put_number_of_an_older_version)
    grace.do(parcels.after_upgrade)
    assert codes(grace) == [(UNKNOWN, EntryCode.NEWER)]
    (held,) = grace.do(cursors.of_lane, world.circle, Lane.WORDS)
    assert held.head == 1


def put_number_of_an_older_version(tx: object) -> None:
    """As if a programme of the version before had closed the database."""
    put_number(tx.conn, "merged_by", 0)  # type: ignore[attr-defined]


def test_unknown_operations_do_not_keep_the_known_ones_away_and_are_tried_after_an_upgrade(
    world: World,
) -> None:
    hand = Hand(world, 0)
    newer = msgspec.msgpack.encode([77, b"8 bytes.", "something new"])
    mixed = encode([message("known"), Unknown(77, b"8 bytes.", newer)])
    grace = world.clients[1]
    grace.receive([*keys_of(world), arrival(world, hand.seal(1, NO_HASH, mixed), 1)])
    assert grace.texts() == ["known"]
    noted = "SELECT count(*) FROM entries WHERE state = 0 AND code = 'unknown_operations'"
    assert grace.count(noted) == 1
    grace.do(parcels.after_upgrade)
    assert grace.count(noted) == 0
    assert grace.do(parcels.work).accepted == 1
    assert (grace.texts(), grace.count(noted)) == (["known"], 1)


def test_documents_are_kept_for_a_version_that_reads_them(world: World) -> None:
    hand = Hand(world, 0)
    newer = encode([Unknown(77, b"8 bytes.", msgspec.msgpack.encode([77, b"8 bytes.", "some text update"]))])
    data = hand.seal(1, NO_HASH, newer, lane=Lane.DOCUMENTS)
    grace = world.clients[1]
    grace.receive([*keys_of(world), arrival(world, data, 1, Lane.DOCUMENTS)])
    assert grace.states() == {ACCEPTED: 1}
    assert grace.count("SELECT count(*) FROM entries WHERE code = 'unknown_operations'") == 1


# ---------------------------------------------------------------- once


def test_the_same_parcel_again_changes_nothing_and_announces_nothing(world: World) -> None:
    words = written(world, 3)
    grace = world.clients[1]
    grace.receive([*keys_of(world), *words])
    told = [event for event in grace.events if isinstance(event, MessagesArrived)]
    assert sum(len(event.messages) for event in told) == 3
    grace.events.clear()
    before = grace.picture()
    grace.receive([*keys_of(world), *words, *words])
    assert grace.picture() == before
    assert [event for event in grace.events if isinstance(event, MessagesArrived)] == []


def test_the_same_operation_in_two_parcels_stands_once(world: World) -> None:
    hand = Hand(world, 0)
    one = hand.seal(1, NO_HASH, body("the same"))
    two = hand.seal(2, parcel_hash(one), body("the same"))
    grace = world.clients[1]
    grace.receive([*keys_of(world), arrival(world, one, 1), arrival(world, two, 2)])
    assert grace.texts() == ["the same"]
    assert grace.states() == {ACCEPTED: 2}


def test_an_operation_id_copied_by_a_fellow_member_hides_no_message_whatever_the_order(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, 3)
    true, false = Hand(world, 0), Hand(world, 1)
    copied = replace_text(message("my words"), "not my words")
    parts = [
        arrival(world, true.seal(1, NO_HASH, body("my words")), 1),
        arrival(world, false.seal(1, NO_HASH, encode([copied])), 2),
    ]
    pictures = []
    for order in (parts, parts[::-1], [parts[1], parts[0], parts[1], parts[0]]):
        reader = world.computer(2)
        reader.receive([*keys_of(world), *order])
        assert sorted(reader.texts()) == ["my words", "not my words"]
        pictures.append(reader.picture()["messages"])
    assert pictures[0] == pictures[1] == pictures[2]
    world.close()


def replace_text(op: Message, text: str) -> Message:
    """The same id with other words."""
    return Message(op.id, op.thread, op.rank, op.base, op.time, text)
