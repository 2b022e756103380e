# SPDX-License-Identifier: Apache-2.0
"""Requests that come by hand: from whoever brings them, and answered for their author alone."""
from __future__ import annotations

from pathlib import Path

import pytest

from mentordesk.base.errors import Refused
from mentordesk.crypto.envelope import Label, open_by_hand, open_envelope, seal_by_hand
from mentordesk.crypto.primitives import box_public
from mentordesk.server.hand import MAX_REPLY
from mentordesk.server.limits import NO_LIMITS, Limits, Rate
from mentordesk.sync.carriers.form import MAX_FILE
from mentordesk.wire.answers import decode_answer
from mentordesk.wire.exchange import (
    Answer,
    Push,
    ReplyFlag,
    ReplyHead,
    ShortCursors,
    decode_reply_head,
    digest,
)
from tests.helpers.caller import Caller
from tests.server.school import School

NONE = ShortCursors((), digest(()))


def by_hand(caller: Caller, *blobs: bytes, asking: bool = False, wait: int = 0) -> tuple[bytes, bytes]:
    """(what is carried, the tag of what is inside)."""
    more = {} if asking else {"cursors": NONE, "budget": 0}
    body, tag = caller.request(blobs, extra=(wait, None), **more)  # type: ignore[arg-type]
    return seal_by_hand(caller.letter.server_box, body, caller.rand.bytes), tag


def read(caller: Caller, tag: bytes, data: bytes) -> tuple[ReplyHead, tuple[bytes, ...]]:
    """The reply to the request with this tag, as its author reads it."""
    inner = open_by_hand(caller.me.box, data)
    said = open_envelope(
        lambda head: caller.link,
        Label.HAND_REPLY,
        b"",
        inner,
        lambda reader: (reader.take(16), decode_reply_head(reader)),
    )
    assert said.part[0] == tag
    return said.part[1], said.blobs


def plain(data: bytes) -> Answer:
    """A plain answer's code."""
    answer = decode_answer(data)
    assert answer is not None
    return answer[0]


def test_what_comes_by_hand_stands_in_the_log_and_is_answered_for_its_author(school: School) -> None:
    circle, (amina, grace) = school.writers()
    parcel = amina.parcel(circle, b"by hand")
    body, tag = by_hand(amina, parcel)
    head, blobs = read(amina, tag, school.post(body))
    assert head.held[0] > 0
    assert (blobs, head.runs, head.new_circles, head.flags) == ((), (), (), ReplyFlag(0))
    assert grace.ask().blobs == (parcel,)
    again, _ = read(amina, tag, school.post(body))
    assert again.held == head.held
    assert grace.ask().blobs == ()


def test_nobody_else_reads_the_reply(school: School) -> None:
    circle, (amina, grace) = school.writers()
    body, _ = by_hand(amina, amina.parcel(circle, b"by hand"))
    reply = school.post(body)
    for secret in (grace.me.box, bytes(range(32))):
        with pytest.raises(Refused):
            open_by_hand(secret, reply)


def test_who_asks_by_hand_gets_news(school: School) -> None:
    circle, (amina, grace) = school.writers()
    parcel = grace.parcel(circle, b"news")
    grace.ask([parcel])
    body, tag = by_hand(amina, asking=True)
    assert read(amina, tag, school.post(body))[1] == (parcel,)


def test_a_wait_by_hand_is_answered_at_once(school: School) -> None:
    _, (amina, _) = school.writers()
    body, tag = by_hand(amina, asking=True, wait=200)
    outcome = school.door.step([body]).outcomes[0]
    assert outcome.watch is None
    read(amina, tag, outcome.body)


def test_one_batch_holds_requests_of_every_kind(school: School) -> None:
    circle, (amina, grace) = school.writers()
    first, first_tag = by_hand(amina, amina.parcel(circle, b"by hand"))
    second, second_tag = grace.request([grace.parcel(circle, b"online")])
    broken = b"MDB1" + bytes(100)
    one, two, three = school.door.handle_many([first, broken, second])
    assert read(amina, first_tag, one[1])[0].held[0] > 0
    assert plain(two[1]) is Answer.MALFORMED
    assert grace.read(second_tag, three[1]).reply.held[0] > 0


def test_one_bit_anywhere_and_nothing_is_taken(school: School) -> None:
    circle, (amina, grace) = school.writers()
    body, _ = by_hand(amina, amina.parcel(circle, b"by hand"))
    for at in range(len(body)):
        altered = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
        assert plain(school.post(altered)) in (Answer.MALFORMED, Answer.UPDATE_NEEDED)
    for end in range(4, len(body), 7):
        assert plain(school.post(body[:end])) is Answer.MALFORMED
    assert grace.ask().blobs == ()


def test_another_servers_envelope_is_not_opened(school: School) -> None:
    circle, (amina, _) = school.writers()
    body, _ = amina.request([amina.parcel(circle, b"by hand")])
    assert plain(school.post(seal_by_hand(box_public(bytes(range(32))), body))) is Answer.MALFORMED


def test_a_parcel_without_its_key_waits_for_another_time(school: School) -> None:
    circle, (amina, _) = school.pair()
    key = amina.sender_key(circle)
    parcel = amina.parcel(circle, b"by hand")
    body, tag = by_hand(amina, parcel)
    head, _ = read(amina, tag, school.post(body))
    assert (head.held, head.refused[0].code) == ((0,), Push.UNKNOWN_SENDER_KEY)
    both, tag = by_hand(amina, key, parcel)
    assert min(read(amina, tag, school.post(both))[0].held) > 0


def test_a_long_reply_fits_into_a_file_and_its_head_counts(school: School) -> None:
    circle, (amina, grace) = school.pair()
    keys = [grace.sender_key(circle) for _ in range(800)]  # control comes whatever the budget is
    assert sum(map(len, keys)) > MAX_REPLY
    body, tag = by_hand(grace, *keys)
    assert min(read(grace, tag, school.post(body))[0].held) > 0
    body, tag = by_hand(amina, asking=True)
    reply = school.post(body)
    assert len(reply) <= MAX_REPLY + 100 < MAX_FILE
    head, blobs = read(amina, tag, reply)
    assert sum(run.count for run in head.runs) > len(blobs) > 500
    assert set(blobs) <= set(keys)


def test_a_member_who_is_repeated_by_hand_is_not_shut_out_online(tmp_path: Path) -> None:
    nothing = NO_LIMITS.address
    school = School(tmp_path / "server", Limits(nothing, Rate(1, 9), nothing, nothing, hand=Rate(1, 3)))
    try:
        _, (amina, _) = school.pair()
        body, _ = by_hand(amina)
        answers = [decode_answer(school.post(body)) for _ in range(20)]
        busy = [answer is not None and answer[0] is Answer.BUSY for answer in answers]
        assert busy == [False] * 3 + [True] * 17
        assert amina.ask().answer is None
    finally:
        school.close()
