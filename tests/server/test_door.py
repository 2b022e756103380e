# SPDX-License-Identifier: Apache-2.0
"""One step of the server at a time: pushing, pulling, cursors, waiting."""
from __future__ import annotations

from dataclasses import replace

import pytest

from mentordesk.crypto.parcel import Place, parcel_hash
from mentordesk.domain.ids import NO_HASH, Lane, Role
from mentordesk.wire.exchange import (
    MAX_BLOB,
    Answer,
    Interval,
    LaneCursor,
    LongCursors,
    Push,
    Refusal,
    ReplyFlag,
    RequestFlag,
    Run,
    ShortCursors,
    cursors_of,
    digest,
)
from tests.server.school import School

WORDS_SLOT = 5  # the second lane of a member's first circle


def test_what_one_pushes_the_other_is_given(school: School) -> None:
    circle, (amina, grace) = school.writers()
    parcels = [amina.parcel(circle, b"one"), amina.parcel(circle, b"two")]
    said = amina.ask(parcels)
    assert said.reply.held == (1, 2)
    assert said.blobs == ()
    got = grace.ask()
    assert got.blobs == tuple(parcels)
    assert got.reply.runs == (Run(WORDS_SLOT, 1, 2),)
    assert grace.ask().blobs == ()


def test_pushing_again_is_held_and_stored_once(school: School) -> None:
    circle, (amina, grace) = school.writers()
    parcel = amina.parcel(circle, b"once")
    assert [amina.ask([parcel]).reply.held for _ in range(3)] == [(1,)] * 3
    assert grace.ask().blobs == (parcel,)


def test_a_probe_tells_what_arrived_whole_and_what_did_not(school: School) -> None:
    circle, (amina, _) = school.writers()
    parcels = [amina.parcel(circle, bytes([number]) * 50) for number in range(3)]
    body, tag = amina.request(parcels)
    cut = body[: len(body) - len(parcels[2]) + 1]
    assert amina.read(tag, school.post(cut)).reply.held == (1, 2, 0)
    assert amina.ask(parcels, flags=RequestFlag.PROBE).reply.held == (1, 2, 0)
    assert amina.ask(parcels[2:]).reply.held == (3,)


def test_a_clones_other_parcel_at_the_same_number_is_kept_and_named_a_fork(school: School) -> None:
    circle, (amina, grace) = school.writers()
    first = amina.parcel(circle, b"first")
    amina.ask([first])
    amina.rewind(circle, Lane.WORDS, Place(0, NO_HASH))
    twin = amina.parcel(circle, b"twin")
    said = amina.ask([twin, first])
    assert (said.reply.held, said.reply.forks) == ((2, 1), (0,))
    assert grace.ask().blobs == (first, twin)
    assert amina.ask([twin]).reply.forks == ()


def test_after_a_restart_everything_is_as_it_was(school: School) -> None:
    circle, (amina, grace) = school.writers()
    parcel = amina.parcel(circle, b"kept")
    amina.ask([parcel])
    school.restart()
    assert amina.ask([parcel]).reply.held == (1,)
    assert grace.ask().blobs == (parcel,)
    assert amina.ask([amina.parcel(circle, b"next")]).reply.held == (2,)


def test_a_small_budget_gives_the_newest_words_first_and_says_that_there_is_more(school: School) -> None:
    circle, (amina, grace) = school.writers()
    parcels = [amina.parcel(circle, school.rand.bytes(900)) for number in range(6)]
    for parcel in parcels:
        amina.ask([parcel])
    got = grace.ask(budget=1)
    assert got.blobs == (parcels[5],)
    assert got.reply.flags & ReplyFlag.MORE
    assert got.reply.runs == (Run(WORDS_SLOT, 6, 1),)
    for expected in (4, 3, 2, 1, 0):
        assert grace.ask(budget=1).blobs == (parcels[expected],)
    done = grace.ask(budget=1)
    assert (done.blobs, done.reply.flags) == ((), ReplyFlag(0))


def test_no_budget_brings_nothing_but_the_news_that_there_is_some(school: School) -> None:
    circle, (amina, grace) = school.writers()
    amina.ask([amina.parcel(circle, b"news")])
    got = grace.ask(budget=0)
    assert (got.blobs, got.reply.flags) == ((), ReplyFlag.MORE)


def test_words_come_before_documents(school: School) -> None:
    circle, (amina, grace) = school.writers()
    essay = amina.parcel(circle, school.rand.bytes(900), Lane.DOCUMENTS)
    message = amina.parcel(circle, b"message")
    amina.ask([essay, message])
    first = grace.ask(budget=1)
    assert first.blobs == (message,)
    assert first.reply.flags & ReplyFlag.MORE
    assert grace.ask(budget=1).blobs == (essay,)


def test_a_predecessor_out_of_reach_is_hinted_at(school: School) -> None:
    circle, (amina, grace) = school.writers()
    parcels = [amina.parcel(circle, school.rand.bytes(900)) for number in range(3)]
    amina.ask(parcels)
    got = grace.ask(budget=1)
    assert [(hint.index, hint.prev) for hint in got.reply.hints] == [(0, parcel_hash(parcels[1]))]
    assert grace.ask(budget=4).reply.hints == ()


def test_both_twins_before_a_parcel_are_hinted_at(school: School) -> None:
    circle, (amina, grace) = school.writers()
    first = amina.parcel(circle, school.rand.bytes(900))
    amina.ask([first])
    amina.rewind(circle, Lane.WORDS, Place(0, NO_HASH))
    twin = amina.parcel(circle, school.rand.bytes(900))
    amina.ask([twin])
    second = amina.parcel(circle, school.rand.bytes(900))
    amina.ask([second])
    got = grace.ask(budget=1)
    assert got.blobs == (second,)
    assert {hint.prev for hint in got.reply.hints} == {parcel_hash(first), parcel_hash(twin)}


# ---------------------------------------------------------------- cursors


def test_a_digest_that_does_not_fit_asks_for_the_long_form_and_takes_pushes(school: School) -> None:
    circle, (amina, grace) = school.writers()
    grace.ask([grace.parcel(circle, b"for amina")])
    heads = ShortCursors(tuple(lane.head for lane in amina.lanes()), bytes(8))
    said = amina.ask([amina.parcel(circle, b"pushed")], cursors=heads)
    assert said.reply.flags == ReplyFlag.LONG_WANTED
    assert (said.reply.held, said.blobs) == ((2,), ())
    assert len(amina.ask(flags=RequestFlag.LONG).blobs) == 1


def test_a_wrong_sum_is_repaired_lane_by_lane(school: School) -> None:
    circle, (amina, grace) = school.writers()
    parcel = grace.parcel(circle, b"for amina")
    grace.ask([parcel])
    lanes = amina.lanes()
    wrong = replace(lanes[4], intervals=(Interval(0, 1, 12345),))
    said = amina.ask(cursors=LongCursors((*lanes[:4], wrong, *lanes[5:])))
    assert said.reply.repair == (4,)
    assert said.blobs == (parcel,)


def test_a_server_set_back_to_yesterday_is_given_what_it_lost(school: School) -> None:
    _, (amina, _) = school.writers()
    lanes = amina.lanes()
    lost = LaneCursor(amina.circles[1], 1, (Interval(0, 9, 5),))
    ahead = [*lanes[:WORDS_SLOT], lost, lanes[WORDS_SLOT + 1]]
    assert amina.ask(cursors=cursors_of(ahead)).reply.flags == ReplyFlag.LONG_WANTED
    assert amina.ask(cursors=cursors_of(ahead, long=True)).reply.repair == (WORDS_SLOT,)


def test_holes_in_a_cursor_are_filled(school: School) -> None:
    circle, (amina, grace) = school.writers()
    parcels = [amina.parcel(circle, bytes([number]) * 9) for number in range(9)]
    amina.ask(parcels)
    lanes = grace.lanes()
    pieces = tuple(
        Interval(seq - 1, seq, int.from_bytes(parcel_hash(parcels[seq - 1])[:8], "big")) for seq in (2, 5, 9)
    )
    got = grace.ask(cursors=LongCursors((*lanes[:5], replace(lanes[5], intervals=pieces), lanes[6])))
    assert got.reply.runs == (Run(5, 1, 1), Run(5, 3, 2), Run(5, 6, 3))
    assert got.blobs == tuple(parcels[number] for number in (0, 2, 3, 5, 6, 7))


def test_a_new_circle_is_told_and_its_control_comes_along(school: School) -> None:
    _, (amina, grace) = school.writers()
    second = school.office.make_circle([(amina.me.member, Role.MENTEE), (grace.me.member, Role.MENTOR)])
    said = amina.ask()
    assert said.reply.new_circles == (second,)
    assert amina.trust.head(second) is not None
    assert {run.slot for run in said.reply.runs} == {7}
    assert amina.ask().reply.new_circles == ()


def test_lanes_that_are_not_mine_are_overlooked(school: School) -> None:
    circle, (amina, _) = school.writers()
    _, (joseph, _) = school.pair()
    amina.ask([amina.parcel(circle, b"private")])
    stranger = [*joseph.lanes(), *(LaneCursor(circle, lane) for lane in (0, 1, 2))]
    assert joseph.ask(cursors=LongCursors(tuple(stranger))).blobs == ()


def test_a_request_with_no_cursor_yet_is_given_everything(school: School) -> None:
    _, (amina, _) = school.writers()
    body, tag = amina.request(cursors=ShortCursors((), digest(())))
    said = amina.read(tag, school.post(body))
    assert said.reply.new_circles == (amina.circles[1],)
    assert {run.slot for run in said.reply.runs} == {0, 1, 4}


# ---------------------------------------------------------------- refusals


def test_a_parcel_under_an_unknown_key_waits_for_the_key(school: School) -> None:
    circle, (amina, _) = school.pair()
    announcement = amina.sender_key(circle)
    parcel = amina.parcel(circle, b"early")
    said = amina.ask([parcel])
    assert (said.reply.held, said.reply.refused) == ((0,), (Refusal(0, Push.UNKNOWN_SENDER_KEY),))
    assert amina.ask([announcement, parcel]).reply.held[1] == 1


def test_a_stranger_pushes_nothing_of_a_circle(school: School) -> None:
    circle, (amina, _) = school.writers()
    _, (stranger, _) = school.writers()
    key, parcel = amina.sender_key(circle), amina.parcel(circle, b"mine")
    body, tag = stranger.request([key, parcel])
    refused = stranger.read(tag, school.post(body)).reply.refused
    assert refused == (Refusal(0, Push.NOT_A_MEMBER), Refusal(1, Push.UNKNOWN_SENDER_KEY))
    amina.ask([key])
    body, tag = stranger.request([parcel])
    assert stranger.read(tag, school.post(body)).reply.refused == (Refusal(0, Push.NOT_A_MEMBER),)


@pytest.mark.parametrize(
    ("blob", "code"),
    [
        (b"", Push.MALFORMED),
        (b"what is this", Push.MALFORMED),
        (b"\x10" + bytes(8) + b"\x01" + bytes(200), Push.UNKNOWN_SENDER_KEY),
        (b"X" + bytes(108), Push.UNKNOWN_SENDER_KEY),
        (b"X" + bytes(9), Push.MALFORMED),
        (b"MDK1" + bytes(300), Push.MALFORMED),
        (b"MDS1R" + bytes(300), Push.MALFORMED),
        (b"\x11" + bytes(MAX_BLOB), Push.TOO_LARGE),
    ],
)
def test_what_is_not_what_it_claims_is_refused(school: School, blob: bytes, code: Push) -> None:
    _, (amina, _) = school.pair()
    said = amina.ask([blob])
    assert (said.reply.held, said.reply.refused) == ((0,), (Refusal(0, code),))


def test_a_parcel_for_a_lane_that_does_not_exist_is_refused(school: School) -> None:
    circle, (amina, _) = school.writers()
    parcel = amina.parcel(circle, b"words")
    for first in (0x10, 0x13, 0x17):
        altered = bytes([first]) + parcel[1:]
        assert amina.ask([altered]).reply.refused == (Refusal(0, Push.MALFORMED),)


def test_extra_seals_come_from_members_and_name_known_certificates(school: School) -> None:
    circle, (amina, grace) = school.pair()
    announcement = amina.sender_key(circle)
    amina.ask([announcement])
    _, (outsider, _) = school.pair()
    kid = announcement[64:72]
    seal = b"X" + kid + grace.me.member + (1).to_bytes(4, "big") + bytes(80)
    assert outsider.ask([seal]).reply.refused == (Refusal(0, Push.NOT_A_MEMBER),)
    body, tag = grace.request([seal, seal[:28] + b"\x09" + seal[29:]])
    said = grace.read(tag, school.post(body)).reply
    assert said.held[0] > 0
    assert said.refused == (Refusal(1, Push.MALFORMED),)


# ---------------------------------------------------------------- who


def test_strangers_and_forgers_hear_nothing(school: School) -> None:
    circle, (amina, _) = school.writers()
    body, tag = amina.request([amina.parcel(circle, b"text")])
    assert amina.read(tag, school.post(body[:1] + b"\x03" + body[2:])).answer is Answer.UPDATE_NEEDED
    assert amina.read(tag, school.post(body[:2] + bytes(8) + body[10:])).answer is Answer.UNKNOWN_MEMBER
    forged = body[:20] + bytes([body[20] ^ 1]) + body[21:]
    assert amina.read(tag, school.post(forged)).answer is Answer.NOT_AUTHENTIC


def test_too_much_at_once_is_told(school: School) -> None:
    assert school.door.handle(bytes((1 << 20) + 1)) == (413, b"MDR1\x04")


def test_a_guardian_reads_control_and_nothing_else_without_an_opening(school: School) -> None:
    circle, (amina, guardian) = school.writers(Role.MENTEE, Role.GUARDIAN)
    amina.ask([amina.parcel(circle, b"between us")])
    got = guardian.ask()
    assert (got.blobs, got.reply.flags) == ((), ReplyFlag(0))


# ---------------------------------------------------------------- waiting


def test_a_request_that_waits_is_told_at_once_when_there_is_news(school: School) -> None:
    circle, (amina, grace) = school.writers()
    body, tag = grace.request(extra=(60, None))
    outcome = school.door.step([body]).outcomes[0]
    assert outcome.watch is not None
    assert outcome.watch.seconds == 60
    assert circle in outcome.watch.circles
    assert grace.read(tag, outcome.body).reply.flags == ReplyFlag(0)
    push, _ = amina.request([amina.parcel(circle, b"news")])
    assert circle in school.door.step([push]).grown
    outcome = school.door.step([body]).outcomes[0]
    assert outcome.watch is None
    assert grace.read(tag, outcome.body).reply.flags == ReplyFlag.MORE


def test_nobody_waits_longer_than_five_minutes(school: School) -> None:
    _, (amina, _) = school.writers()
    body, _ = amina.request(extra=(86_400, None))
    watch = school.door.step([body]).outcomes[0].watch
    assert watch is not None
    assert watch.seconds == 300


def test_what_another_process_writes_is_noticed(school: School) -> None:
    _, (amina, grace) = school.writers()
    assert not school.door.look_outside()
    school.office.make_circle([(amina.me.member, Role.MENTEE), (grace.me.member, Role.MENTOR)])
    assert school.door.look_outside()
    assert not school.door.look_outside()
    assert amina.ask().reply.new_circles != ()
