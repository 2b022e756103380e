# SPDX-License-Identifier: Apache-2.0
"""A member who wants to stop the others: too many, too large, too often, in another's place."""
from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mentordesk.crypto.envelope import Label, seal_envelope
from mentordesk.crypto.parcel import Place
from mentordesk.domain.ids import NO_HASH, CircleId, Lane
from mentordesk.server.door import MAX_NAMED, Watch
from mentordesk.server.limits import Limits, Rate, Room
from mentordesk.server.log import MAX_FORKS
from mentordesk.server.waits import MAX_OF_MEMBER, Waits
from mentordesk.wire.answers import decode_answer
from mentordesk.wire.exchange import (
    MAX_INTERVALS,
    Answer,
    Hint,
    Interval,
    LaneCursor,
    LongCursors,
    Push,
    RequestFlag,
    RequestHead,
    encode_request_head,
)
from tests.helpers.caller import Caller
from tests.server.school import School

Pair = tuple[CircleId, Caller, Caller]


@pytest.fixture
def pair(school: School) -> Pair:
    """A circle of a greedy member and an ordinary one, whose keys are known."""
    circle, (greedy, other) = school.writers()
    return circle, greedy, other


def code_of(school: School, body: bytes) -> tuple[int, Answer | None]:
    """HTTP status and plain answer."""
    status, answer = school.door.handle(body)
    plain = decode_answer(answer)
    return status, plain[0] if plain else None


def probe(caller: Caller, names: int) -> bytes:
    """A request that names so many empty blobs."""
    return caller.request([b""] * names, flags=RequestFlag.PROBE)[0]


# ---------------------------------------------------------------- too many


def test_more_blobs_than_anybody_needs_are_too_large_a_request(school: School, pair: Pair) -> None:
    _, greedy, _ = pair
    assert code_of(school, probe(greedy, MAX_NAMED)) == (200, None)
    assert code_of(school, probe(greedy, MAX_NAMED + 1)) == (413, Answer.TOO_LARGE)
    assert code_of(school, probe(greedy, 50_000)) == (413, Answer.TOO_LARGE)


def test_a_cursor_in_thousands_of_pieces_is_repaired_unread(school: School, pair: Pair) -> None:
    circle, greedy, _ = pair
    pieces = tuple(Interval(2 * number, 2 * number + 1, 0) for number in range(40_000))
    lanes = [LaneCursor(*slot) for slot in greedy.slots()]
    index = greedy.slots().index((circle, Lane.WORDS))
    for count in (MAX_INTERVALS + 1, len(pieces)):
        lanes[index] = LaneCursor(circle, Lane.WORDS, pieces[:count])
        body, tag = greedy.request(cursors=LongCursors(tuple(lanes)))
        assert greedy.read(tag, school.post(body)).reply.repair == (index,)


def test_a_lane_named_ten_thousand_times_is_answered_once(school: School, pair: Pair) -> None:
    circle, greedy, other = pair
    other.ask([other.parcel(circle, b"text")])
    lanes = (LaneCursor(circle, Lane.WORDS),) * 10_000
    body, tag = greedy.request(cursors=LongCursors(lanes))
    said = greedy.read(tag, school.post(body))
    assert [run for run in said.reply.runs if run.slot < len(lanes)] == list(said.reply.runs[:1])
    assert len(said.blobs) < 20


def test_a_thousand_parcels_at_one_place_make_no_endless_hints(school: School, pair: Pair) -> None:
    circle, greedy, other = pair
    greedy.rewind(circle, Lane.WORDS, Place(1, NO_HASH))
    for _ in range(3):
        twins = []
        for _ in range(MAX_FORKS * 2):
            greedy.rewind(circle, Lane.WORDS, Place(1, NO_HASH))
            twins.append(greedy.parcel(circle, b"twin" + greedy.rand.bytes(4)))
        greedy.ask(twins)
    for _ in range(40):
        greedy.rewind(circle, Lane.WORDS, Place(2, NO_HASH))
        greedy.ask([greedy.parcel(circle, greedy.rand.bytes(900))])
    said = other.ask(budget=32)
    assert len(said.blobs) > 20
    assert len(said.reply.hints) <= MAX_FORKS * len(said.blobs)


# ---------------------------------------------------------------- in another's place


def test_nobody_announces_a_key_under_anothers_writer(school: School, pair: Pair) -> None:
    circle, greedy, other = pair
    greedy.writer = other.writer
    said = greedy.ask([greedy.sender_key(circle)])
    assert [one.code for one in said.reply.refused] == [Push.NOT_ITS_AUTHOR]
    said = other.ask([other.parcel(circle, b"undisturbed")])
    assert said.reply.forks == ()


def test_the_name_of_anothers_key_is_taken(school: School, pair: Pair) -> None:
    circle, greedy, other = pair
    announced = next(blob for blob in greedy.blobs if blob[:20] == b"MDK1" + other.me.member)
    message = b"MDK1" + greedy.me.member + announced[20:24] + greedy.writer + announced[32:-64]
    copied = message + greedy.me.signer.sign("md1 sender key", greedy.trust.id + message)
    body, tag = greedy.request([copied])
    assert [one.code for one in greedy.read(tag, school.post(body)).reply.refused] == [Push.MALFORMED]
    assert other.ask([other.parcel(circle, b"undisturbed")]).reply.refused == ()


# ---------------------------------------------------------------- too large, too often


def test_a_first_contact_with_a_huge_head_is_not_read(school: School) -> None:
    newcomer = school.newcomer(school.office.add_person("Zawadi"))
    cursors = LongCursors((LaneCursor(bytes(16), 1),) * 2000)
    head = RequestHead(newcomer.me.member[:8], bytes(8), cursors, enrol=newcomer.enrolment())
    body, _ = seal_envelope(newcomer.link, Label.REQUEST, b"", encode_request_head(head), ())
    assert code_of(school, body) == (200, Answer.MALFORMED)


def test_much_work_in_one_request_is_paid_for_as_much_work(tmp_path: Path) -> None:
    school = School(tmp_path / "limited", Limits(Rate(0, 0), Rate(1, 40), Rate(0, 0), Rate(0, 0)))
    _, (greedy, other) = school.pair()
    small = [code_of(school, probe(greedy, 1))[1] for _ in range(20)]
    assert set(small) == {None}
    assert code_of(school, probe(greedy, MAX_NAMED)) == (200, None)
    assert code_of(school, probe(greedy, 1)) == (503, Answer.BUSY)
    assert code_of(school, probe(other, 1)) == (200, None)
    school.close()


def test_thousands_of_hints_are_paid_for(tmp_path: Path) -> None:
    school = School(tmp_path / "limited", Limits(Rate(0, 0), Rate(1, 40), Rate(0, 0), Rate(0, 0)))
    _, (greedy, _) = school.pair()
    hints = tuple(Hint(0, bytes(32)) for _ in range(4000))
    head = RequestHead(greedy.me.member[:8], bytes(8), LongCursors(()), hints=hints)
    body, _ = seal_envelope(greedy.link, Label.REQUEST, b"", encode_request_head(head), [b""])
    assert code_of(school, body) == (200, None)
    assert code_of(school, probe(greedy, 1)) == (503, Answer.BUSY)
    school.close()


def test_what_is_read_to_be_named_is_paid_for(tmp_path: Path) -> None:
    school = School(tmp_path / "limited", Limits(Rate(0, 0), Rate(1, 40), Rate(0, 0), Rate(0, 0)))
    circle, (greedy, other) = school.writers()
    for _ in range(4):
        large = [other.parcel(circle, other.rand.bytes(60_000)) for _ in range(11)]
        assert other.ask(large, budget=0).reply.refused == ()
    school.clock.advance(100)
    words = LaneCursor(circle, Lane.WORDS, (Interval(0, 1, 7),))
    lanes = tuple(words if slot == (circle, Lane.WORDS) else LaneCursor(*slot) for slot in greedy.slots())
    flags = RequestFlag.LONG | RequestFlag.REPAIRS
    body, tag = greedy.request(cursors=LongCursors(lanes), flags=flags, budget=1)
    assert len(greedy.read(tag, school.post(body)).reply.names.hashes) == 44
    assert code_of(school, probe(greedy, 1)) == (503, Answer.BUSY)
    assert code_of(school, probe(other, 1)) == (200, None)
    school.close()


def test_large_bodies_have_their_room_and_no_more() -> None:
    room = Room(whole=1000, share=600)
    assert room.take("greedy", 500)
    assert not room.take("greedy", 200)
    assert room.take("other", 500)
    assert not room.take("third", 1)
    room.give("greedy", 500)
    assert room.take("third", 400)


def test_one_member_waits_in_few_places() -> None:
    asyncio.run(_wait_in_masses())


async def _wait_in_masses() -> None:
    waits = Waits()
    other = waits.open(Watch(b"other", 300, frozenset({b"circle"})), 0.0)
    opened = [waits.open(Watch(b"greedy", 300, frozenset({b"circle"})), 0.0) for _ in range(100)]
    waiting = [wait for wait in opened if not wait.news.is_set()]
    assert waiting == opened[-MAX_OF_MEMBER:]
    assert not other.news.is_set()
    for wait in (*opened, other):
        waits.close(wait)
    assert len(waits) == 0
