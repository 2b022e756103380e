# SPDX-License-Identifier: Apache-2.0
"""Plain answers, and the two requests that need no member."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.crypto.envelope import Label, seal_envelope
from mentordesk.wire.answers import (
    InvitationRequest,
    KeybagRequest,
    OpenRequest,
    busy_seconds,
    decode_answer,
    decode_invitation,
    decode_open_request,
    encode_answer,
    encode_busy,
    encode_invitation,
    encode_open_request,
)
from mentordesk.wire.exchange import Answer, ReplyHead, encode_reply_head

REQUESTS: list[OpenRequest] = [
    InvitationRequest(b"invite_8"),
    KeybagRequest(bytes(16), b"m" * 16, b"n" * 16, b"s" * 64),
]


@pytest.mark.parametrize("request_", REQUESTS)
def test_an_open_request_comes_back_and_cut_or_longer_is_refused(request_: OpenRequest) -> None:
    data = encode_open_request(request_)
    assert decode_open_request(data) == request_
    for other in (data[:-1], data + b"x", b"\0Z" + data[2:]):
        with pytest.raises(Refused):
            decode_open_request(other)


@pytest.mark.parametrize("code", Answer)
def test_each_answer_comes_back(code: Answer) -> None:
    assert decode_answer(encode_answer(code, b"more")) == (code, b"more")


def test_an_answer_of_a_newer_server_asks_for_an_update() -> None:
    with pytest.raises(Refused):
        decode_answer(b"MDR1\xff")


def test_busy_says_how_long() -> None:
    answer = decode_answer(encode_busy(300))
    assert answer is not None
    assert (answer[0], busy_seconds(answer[1])) == (Answer.BUSY, 300)


def test_an_invitation_says_whether_it_was_used() -> None:
    for used in (True, False):
        answer = decode_answer(encode_invitation(used, b"letter"))
        assert answer is not None
        assert decode_invitation(answer[1]) == (used, b"letter")
    with pytest.raises(Refused):
        decode_invitation(b"")


@given(st.integers(0, 60), st.binary(min_size=32, max_size=32))
def test_a_reply_is_never_taken_for_a_plain_answer(blobs: int, key: bytes) -> None:
    head = encode_reply_head(ReplyHead(0x52310000, tuple(range(blobs))))
    data, _ = seal_envelope(key, Label.REPLY, bytes(16), head, [b"blob"] * blobs)
    assert decode_answer(data) is None


def test_a_login_page_is_no_answer() -> None:
    assert decode_answer(b"<html>Please sign in</html>") is None
    assert decode_answer(b"MDR1") is None
