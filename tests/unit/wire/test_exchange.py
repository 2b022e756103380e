# SPDX-License-Identifier: Apache-2.0
"""Heads of requests and replies: what is written is read, everything else is refused."""
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader
from mentordesk.wire.exchange import (
    MAX_MISSING,
    MAX_NAMES,
    MAX_SEQ,
    Agreed,
    Hint,
    Interval,
    LaneCursor,
    LongCursors,
    Names,
    Refusal,
    ReplyHead,
    RequestFlag,
    RequestHead,
    Run,
    ShortCursors,
    WireCode,
    cursors_of,
    decode_reply_head,
    decode_request_head,
    digest,
    encode_reply_head,
    encode_request_head,
    fits_short,
    sum_of,
)
from tests.helpers.processes import ROOT
from tests.unit.wire.samples import (
    CIRCLE,
    LANES,
    MEMBER8,
    NONCE,
    PIECES,
    REPLIES,
    REQUESTS,
    all_bytes,
)

VECTORS = ROOT / "tests" / "vectors" / "wire.json"

numbers = st.integers(0, (1 << 42) - 1)
small = st.integers(0, 1 << 31)
hashes = st.binary(min_size=32, max_size=32)


@st.composite
def lane_cursors(draw: Callable[..., int]) -> LaneCursor:
    parts, low = [], -1
    for _ in range(draw(st.integers(0, 3))):
        low += draw(st.integers(1, 1000))
        head = low + draw(st.integers(1, 1000))
        parts.append(Interval(low, head, draw(st.integers(0, (1 << 64) - 1))))
        low = head
    return LaneCursor(CIRCLE, draw(st.integers(0, 2)), tuple(parts))


replies = st.builds(
    ReplyHead,
    time=st.integers(0, (1 << 32) - 1),
    held=st.lists(st.integers(0, MAX_SEQ), max_size=5).map(tuple),
    runs=st.lists(st.builds(Run, small, small, st.integers(0, 1000)), max_size=3).map(tuple),
    forks=st.lists(small, max_size=3).map(tuple),
    new_circles=st.lists(st.binary(min_size=16, max_size=16), max_size=3).map(tuple),
    repair=st.lists(small, max_size=3).map(tuple),
    hints=st.lists(st.builds(Hint, small, hashes), max_size=3).map(tuple),
    refused=st.lists(st.builds(Refusal, small, small), max_size=3).map(tuple),
    agreed=st.lists(st.builds(Agreed, small, small), max_size=3).map(tuple),
    names=st.lists(st.tuples(small, small, st.binary(min_size=16, max_size=16)), max_size=3).map(
        lambda one: Names(tuple(Run(slot, seq, 1) for slot, seq, _ in one), tuple(name for *_, name in one))
    ),
    left=st.integers(0, 1 << 40),
)


def read_request(data: bytes) -> RequestHead:
    reader = Reader(data)
    head = decode_request_head(reader)
    reader.end()
    return head


def read_reply(data: bytes) -> ReplyHead:
    reader = Reader(data)
    head = decode_reply_head(reader)
    reader.end()
    return head


def test_the_bytes_on_the_wire_are_frozen() -> None:
    frozen = json.loads(VECTORS.read_text())
    assert {name: data.hex() for name, data in all_bytes().items()} == frozen


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_read_as_it_was_meant(name: str) -> None:
    assert read_request(encode_request_head(REQUESTS[name])) == REQUESTS[name]


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_is_read_as_it_was_meant(name: str) -> None:
    assert read_reply(encode_reply_head(REPLIES[name])) == REPLIES[name]


@given(lanes=st.lists(lane_cursors(), max_size=8), long=st.booleans())
def test_any_cursors_come_back(lanes: list[LaneCursor], long: bool) -> None:
    sent = cursors_of(lanes, long)
    flags = RequestFlag.LONG if isinstance(sent, LongCursors) else RequestFlag(0)
    head = RequestHead(MEMBER8, NONCE, sent, flags)
    assert read_request(encode_request_head(head)) == head


@given(replies)
def test_any_reply_comes_back(head: ReplyHead) -> None:
    back = read_reply(encode_reply_head(head))
    assert encode_reply_head(back) == encode_reply_head(head)
    assert (back.held, back.runs, back.hints) == (head.held, head.runs, head.hints)
    assert (back.agreed, back.names, back.left) == (head.agreed, head.names, head.left)


@given(st.binary(max_size=200))
def test_noise_is_refused_or_read_but_never_crashes(data: bytes) -> None:
    for decode in (decode_request_head, decode_reply_head):
        try:
            decode(Reader(data))
        except Refused:
            continue


@pytest.mark.parametrize("name", ["plain", "probe_in_pieces", "wait", "enrol"])
def test_a_request_cut_anywhere_is_refused(name: str) -> None:
    whole = encode_request_head(REQUESTS[name])
    for size in range(len(whole)):
        with pytest.raises(Refused):
            read_request(whole[:size])


def test_another_version_or_an_unknown_flag_asks_for_an_update() -> None:
    whole = encode_request_head(REQUESTS["plain"])
    flagged = [whole[:17] + flags + whole[18:] for flags in (b"\x10", b"\x80\x01")]
    for newer in (b"\x02" + whole[1:], *flagged):
        with pytest.raises(Refused) as refused:
            read_request(newer)
        assert refused.value.code == WireCode.NEWER
    with pytest.raises(Refused) as refused:
        read_reply(b"\x40" + encode_reply_head(REPLIES["nothing_new"])[1:])
    assert refused.value.code == WireCode.NEWER


def test_intervals_that_touch_or_overlap_are_refused() -> None:
    for pieces in ((Interval(0, 3, 0), Interval(3, 5, 0)), (Interval(4, 6, 0), Interval(1, 2, 0))):
        head = RequestHead(MEMBER8, NONCE, LongCursors((LaneCursor(CIRCLE, 1, pieces),)))
        with pytest.raises(Refused):
            read_request(encode_request_head(head))


def test_a_ladder_is_taken_only_from_who_repairs() -> None:
    rungs = (Interval(0, 3, 1), Interval(3, 4, 2), Interval(4, 5, 2**64 - 1))
    head = RequestHead(MEMBER8, NONCE, LongCursors((LaneCursor(CIRCLE, 1, rungs),)), RequestFlag.LONG)
    with pytest.raises(Refused):
        read_request(encode_request_head(head))
    repairs = replace(head, flags=RequestFlag.LONG | RequestFlag.REPAIRS)
    assert read_request(encode_request_head(repairs)) == repairs


@given(st.lists(st.builds(Hint, small, hashes), min_size=1, max_size=4).map(tuple))
def test_what_stands_before_pushed_blobs_comes_along(hints: tuple[Hint, ...]) -> None:
    head = RequestHead(MEMBER8, NONCE, cursors_of(LANES), RequestFlag.HINTS, hints=hints)
    assert read_request(encode_request_head(head)) == head


def test_each_name_has_its_place() -> None:
    names = Names((Run(4, 8, 2), Run(5, 1, 1)), (bytes(16), b"a" * 16, b"b" * 16))
    assert list(names.places()) == [(4, 8, bytes(16)), (4, 9, b"a" * 16), (5, 1, b"b" * 16)]


def test_more_names_than_a_reply_may_hold_are_refused() -> None:
    names = Names((Run(0, 1, MAX_NAMES), Run(1, 1, 1)), (bytes(16),) * (MAX_NAMES + 1))
    with pytest.raises(Refused) as refused:
        read_reply(encode_reply_head(ReplyHead(0, names=names)))
    assert refused.value.code == WireCode.COUNT


def test_more_lost_chunks_than_a_reply_may_name_are_refused() -> None:
    assert len(read_reply(encode_reply_head(ReplyHead(0, missing=(bytes(16),) * MAX_MISSING))).missing) == 64
    with pytest.raises(Refused) as refused:
        read_reply(encode_reply_head(ReplyHead(0, missing=(bytes(16),) * (MAX_MISSING + 1))))
    assert refused.value.code == WireCode.COUNT


def test_who_does_not_repair_and_is_told_nothing_pays_nothing() -> None:
    plain = encode_reply_head(ReplyHead(1_779_000_000))
    assert plain == encode_reply_head(ReplyHead(1_779_000_000, agreed=(), names=Names(), left=0, missing=()))
    assert len(plain) == 7


def test_more_blobs_than_fit_a_body_are_refused() -> None:
    head = ReplyHead(0, runs=(Run(0, 1, 40_000), Run(1, 1, 40_000)))
    with pytest.raises(Refused):
        read_reply(encode_reply_head(head))


def test_the_short_form_is_taken_only_where_it_says_everything() -> None:
    assert fits_short(LANES)
    assert isinstance(cursors_of(LANES), ShortCursors)
    assert not fits_short(PIECES)
    assert isinstance(cursors_of(PIECES), LongCursors)


def test_the_digest_covers_heads_and_sums_and_order() -> None:
    others = [
        (LANES[1], LANES[0], *LANES[2:]),
        (LaneCursor(CIRCLE, 0, (Interval(0, 2, 78),)), *LANES[1:]),
        (LaneCursor(CIRCLE, 0, (Interval(0, 3, 77),)), *LANES[1:]),
        (LaneCursor(CIRCLE, 1, (Interval(0, 2, 77),)), *LANES[1:]),
    ]
    assert len({digest(lanes) for lanes in [LANES, *others]}) == 5


def test_places_name_slot_and_number_of_each_blob() -> None:
    assert list(REPLIES["everything"].places()) == [(0, 3), (0, 4), (5, 301)]


def test_sums_wrap_round() -> None:
    assert sum_of([b"\xff" * 32, b"\xff" * 32]) == (1 << 64) - 2


def test_an_idle_exchange_stays_small() -> None:
    lanes = [LaneCursor(bytes([number]) * 16, 1, (Interval(0, 100, 5),)) for number in range(7)]
    assert len(encode_request_head(RequestHead(MEMBER8, NONCE, cursors_of(lanes), budget=64))) <= 35
    assert len(encode_reply_head(REPLIES["nothing_new"])) <= 7


@pytest.mark.parametrize("head", [ReplyHead(0, (MAX_SEQ + 1,)), ReplyHead(0, runs=(Run(0, MAX_SEQ, 2),))])
def test_no_number_is_beyond_what_a_lane_can_hold(head: ReplyHead) -> None:
    with pytest.raises(Refused) as refused:
        decode_reply_head(Reader(encode_reply_head(head)))
    assert refused.value.code == WireCode.COUNT
