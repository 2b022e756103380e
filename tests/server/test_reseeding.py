# SPDX-License-Identifier: Apache-2.0
"""What somebody else than its author brings: taken from a fellow member, noted, harmless where it is junk."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import pytest

from mentordesk.crypto.envelope import Label, seal_envelope
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Charter, CutOff, make_statement
from mentordesk.domain.ids import NO_HASH, CircleId, Lane, Role
from mentordesk.server.log import MAX_FORKS
from mentordesk.wire.exchange import (
    MAX_NAMES,
    Agreed,
    Hint,
    LaneCursor,
    LongCursors,
    Push,
    Refusal,
    ReplyFlag,
    RequestFlag,
    RequestHead,
    encode_request_head,
)
from tests.helpers.caller import Caller, Said
from tests.server.school import School

WORDS_SLOT = 5
REPAIRS = RequestFlag.REPAIRS
Both = tuple[CircleId, Caller, Caller]


@pytest.fixture
def both(school: School) -> Both:
    """Amina and Grace with keys in one circle."""
    circle, (amina, grace) = school.writers()
    return circle, amina, grace


def bring(caller: Caller, blobs: Sequence[bytes], hints: tuple[Hint, ...] = ()) -> Said:
    """Push blobs that are not one's own."""
    head = RequestHead(caller.me.member[:8], caller.rand.bytes(8), LongCursors(()), REPAIRS, hints=hints)
    body, tag = seal_envelope(caller.link, Label.REQUEST, b"", encode_request_head(head), blobs)
    return caller.read(tag, caller.post(body))


def said(caller: Caller, cursors: LongCursors, flags: RequestFlag = REPAIRS, budget: int = 64) -> Said:
    """A request with these cursors, of which nothing is taken in."""
    body, tag = caller.request(cursors=cursors, flags=flags | RequestFlag.LONG, budget=budget)
    return caller.read(tag, caller.post(body))


def bringers(school: School) -> set[bytes]:
    """Who is noted for having brought something."""
    return {row[0] for row in school.db.all("SELECT DISTINCT member FROM reseeded")}


def test_a_fellow_member_brings_parcels_and_their_keys_and_is_noted(school: School, both: Both) -> None:
    circle, amina, grace = both
    amina.writer = amina.rand.bytes(8)
    blobs = [amina.sender_key(circle), *(amina.parcel(circle, b"%d" % n) for n in range(3))]
    assert bring(grace, blobs).reply.held[1:] == (1, 2, 3)
    assert bringers(school) == {grace.me.member}
    assert amina.ask(blobs).reply.forks == ()
    assert bring(grace, [amina.parcel(circle, b"own"), grace.parcel(circle, b"own")]).reply.refused == ()


def test_what_an_author_pushes_is_noted_for_nobody(school: School, both: Both) -> None:
    circle, amina, _ = both
    amina.ask([amina.parcel(circle, b"mine")])
    assert bringers(school) == set()


def test_junk_in_anothers_place_makes_no_fork_and_hides_nothing(school: School, both: Both) -> None:
    circle, amina, grace = both
    first, second = amina.parcel(circle, b"first"), amina.parcel(circle, b"second")
    junk = [first[:-4] + grace.rand.bytes(4) for _ in range(MAX_FORKS * 3)]
    taken = bring(grace, junk).reply
    assert sum(seq > 0 for seq in taken.held) == MAX_FORKS
    assert {one.code for one in taken.refused} == {Push.MALFORMED}
    pushed = amina.ask([first, second]).reply
    assert (pushed.forks, pushed.held) == ((), (MAX_FORKS + 1, MAX_FORKS + 2))
    forked = first[:-4] + amina.rand.bytes(4)
    assert amina.ask([forked]).reply.forks == (0,), "what its author brings twice is a fork"
    lane = school.db.one("SELECT number FROM chains WHERE writer = ?", amina.writer)
    rows = school.door._log.at_place((lane[0], 1))  # type: ignore[index]
    assert school.door._log.hash_of(rows[0]) == parcel_hash(first), "its author's stands first"


def test_hints_are_kept_and_handed_on_with_what_they_came_with(school: School, both: Both) -> None:
    circle, amina, grace = both
    lost, kept = amina.parcel(circle, b"lost"), amina.parcel(circle, b"kept")
    hint = Hint(0, parcel_hash(lost))
    assert bring(grace, [kept], (hint, Hint(7, bytes(32)))).reply.held == (1,)
    fresh = said(amina, LongCursors(()))
    index = fresh.blobs.index(kept)
    assert fresh.reply.hints == (Hint(index, parcel_hash(lost)),)


def test_only_a_few_hints_are_kept(school: School, both: Both) -> None:
    circle, amina, grace = both
    amina.parcel(circle, b"lost")
    kept = amina.parcel(circle, b"kept")
    bring(grace, [kept], tuple(Hint(0, grace.rand.bytes(32)) for _ in range(50)))
    assert len(said(amina, LongCursors(())).reply.hints) == MAX_FORKS


def end_epoch(school: School, circle: CircleId, stay: Caller, cuts: dict[tuple[bytes, int], CutOff]) -> None:
    """A charter with the next number and epoch, and `stay` as its only member."""
    head = stay.trust.head(circle)
    assert head is not None
    roles = MappingProxyType({stay.me.member: Role.MENTEE})
    charter = Charter(circle, head.seq + 1, head.hash, head.epoch + 1, roles, MappingProxyType(cuts))
    school.office.announce(Signer.of(school.office.book.coordinator), charter)


def test_the_key_of_an_ended_epoch_comes_back_where_a_charter_names_its_writer(
    school: School, both: Both
) -> None:
    circle, amina, grace = both
    grace.writer = grace.rand.bytes(8)
    key, early, late = grace.sender_key(circle), grace.parcel(circle, b"1"), grace.parcel(circle, b"2")
    end_epoch(school, circle, amina, {(grace.writer, Lane.WORDS): CutOff(1, parcel_hash(early))})
    said = bring(amina, [key, early, late]).reply
    assert (said.held[1], said.refused) == (1, (Refusal(2, Push.LATE),))
    assert bring(grace, [key, early]).reply.refused == ()
    other = grace.rand.bytes(8)
    grace.writer = other
    assert bring(amina, [grace.sender_key(circle)]).reply.refused == (Refusal(0, Push.LATE),)


def test_who_was_removed_brings_nothing(school: School, both: Both) -> None:
    circle, amina, grace = both
    parcel = amina.parcel(circle, b"lost")
    end_epoch(school, circle, amina, {(amina.writer, Lane.WORDS): CutOff(1, parcel_hash(parcel))})
    assert bring(grace, [parcel]).reply.refused == (Refusal(0, Push.NOT_A_MEMBER),)
    assert bring(amina, [parcel]).reply.held == (1,)


def test_who_brings_a_charter_is_in_its_circle_at_once(school: School, both: Both) -> None:
    _, amina, grace = both
    assert school.post(grace.request()[0]), "her account is known to the door"
    roles = MappingProxyType({amina.me.member: Role.MENTEE, grace.me.member: Role.MENTOR})
    lost = Charter(bytes(range(16)), 0, NO_HASH, 1, roles)
    office = Signer.of(school.office.book.coordinator)
    data = make_statement(office, school.office.book.programme, lost)
    body, tag = amina.request([data])
    assert amina.read(tag, school.post(body)).reply.new_circles == (lost.circle,)
    body, tag = grace.request()
    assert grace.read(tag, school.post(body)).reply.new_circles == (lost.circle,)
    assert bringers(school) == {amina.me.member}


# ---------------------------------------------------------------- how far both agree


def filled(both: Both, count: int) -> tuple[Caller, list[bytes]]:
    """Amina with that many parcels in the lane, all of which she knows to be there."""
    circle, amina, _ = both
    blobs = [amina.parcel(circle, b"%d" % number) for number in range(count)]
    amina.ask(blobs)
    return amina, blobs


def with_words(amina: Caller, *intervals: object) -> LongCursors:
    """Her cursors with other ones for the words of the circle."""
    lanes = amina.lanes()
    lanes[WORDS_SLOT] = replace(lanes[WORDS_SLOT], intervals=tuple(intervals))  # type: ignore[arg-type]
    return LongCursors(tuple(lanes))


def rungs(amina: Caller, *heads: int) -> list[object]:
    """Touching intervals up to these heads, of what she holds."""
    (whole,) = _cursor(amina).intervals
    held = amina.held[_cursor(amina).circle, Lane.WORDS]
    out, low = [], 0
    for head in heads:
        total = sum(int.from_bytes(held[seq][:8], "big") for seq in range(low + 1, head + 1)) % (1 << 64)
        out.append(replace(whole, low=low, head=head, sum=total))
        low = head
    return list(out)


def _cursor(amina: Caller) -> LaneCursor:
    return amina.lanes()[WORDS_SLOT]


def test_the_highest_rung_that_fits_is_told_and_what_stands_above_is_named(both: Both) -> None:
    amina, blobs = filled(both, 10)
    bottom, middle, top = rungs(amina, 6, 8, 10)
    wrong = replace(top, sum=5)  # type: ignore[type-var]
    reply = said(amina, with_words(amina, bottom, middle, wrong)).reply
    assert reply.agreed == (Agreed(WORDS_SLOT, 8),)
    expected = [(WORDS_SLOT, seq, parcel_hash(blobs[seq - 1])[:16]) for seq in (9, 10)]
    assert list(reply.names.places()) == expected
    assert not any(run.slot == WORDS_SLOT for run in reply.runs)
    assert reply.repair == ()


def test_who_is_ahead_of_the_server_hears_how_far_it_goes(both: Both) -> None:
    amina, _ = filled(both, 4)
    parts = rungs(amina, 2, 4)
    ahead = replace(parts[1], low=4, head=9)  # type: ignore[type-var]
    reply = said(amina, with_words(amina, *parts, ahead)).reply
    assert (reply.agreed, reply.names.hashes) == ((Agreed(WORDS_SLOT, 4),), ())


def test_who_does_not_repair_hears_what_it_always_heard(both: Both) -> None:
    amina, _ = filled(both, 4)
    (whole,) = rungs(amina, 4)
    wrong = replace(whole, sum=5)  # type: ignore[type-var]
    reply = said(amina, with_words(amina, wrong), RequestFlag(0)).reply
    assert (reply.repair, reply.agreed, reply.names.hashes) == ((WORDS_SLOT,), (), ())
    assert not any(run.slot == WORDS_SLOT for run in reply.runs)


def test_no_more_names_than_a_reply_may_hold_and_more_is_told(both: Both) -> None:
    amina, _ = filled(both, MAX_NAMES + 6)
    (whole,) = rungs(amina, MAX_NAMES + 6)
    reply = said(amina, with_words(amina, replace(whole, sum=5))).reply  # type: ignore[type-var]
    assert len(reply.names.hashes) == MAX_NAMES
    assert ReplyFlag.MORE in reply.flags


def test_what_is_left_is_told_to_who_asks_and_shrinks_to_nothing(school: School, both: Both) -> None:
    circle, amina, grace = both
    sizes = [len(blob) for blob in (amina.parcel(circle, amina.rand.bytes(900)) for _ in range(6))]
    amina.rewind(circle, Lane.WORDS, replace(amina._last[circle, Lane.WORDS], n=0, prev=bytes(32)))
    amina.ask([amina.parcel(circle, amina.rand.bytes(900)) for _ in range(6)])
    left: list[int] = []
    while not left or left[-1]:
        reply = grace.ask(flags=REPAIRS, budget=2).reply
        left.append(reply.left)
    assert left[0] == sum(sizes) - 2 * sizes[0]
    assert left == sorted(left, reverse=True)
    assert grace.ask(budget=2).reply.left == 0
