# SPDX-License-Identifier: Apache-2.0
"""The file that carries an envelope: known by content, whole or not taken."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.sync.carriers.form import Carried, FormCode, Kind, decode, encode, hash16, request_of

PROGRAMME = bytes(range(16))


def reply(data: bytes, to: bytes = b"a request's name") -> Carried:
    """A reply's envelope."""
    return Carried(Kind.REPLY, PROGRAMME[:8], to, data)


def refusal(file: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(Refused) as caught:
        decode(file)
    return caught.value.code


@given(st.binary(max_size=300))
def test_what_was_written_is_read(data: bytes) -> None:
    for carried in (request_of(PROGRAMME, data), reply(data)):
        assert decode(encode(carried)) == carried


@given(st.binary(max_size=300), st.binary(max_size=80))
def test_what_somebody_added_at_the_end_is_left_out(data: bytes, more: bytes) -> None:
    carried = request_of(PROGRAMME, data)
    assert decode(encode(carried) + more) == carried


def test_a_file_cut_at_any_byte_is_never_taken() -> None:
    for carried in (request_of(PROGRAMME, b"envelope" * 20), reply(b"envelope" * 20)):
        file = encode(carried)
        for end in range(4, len(file)):
            assert refusal(file[:end]) == FormCode.DAMAGED
        for end in range(4):
            assert refusal(file[:end]) == FormCode.FOREIGN


def test_one_bit_of_an_envelope_altered_is_always_seen() -> None:
    file = encode(request_of(PROGRAMME, b"envelope" * 20))
    programme = range(5, 13)  # another programme's name is another programme's envelope
    for at in set(range(len(file))) - set(programme):
        altered = file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
        assert refusal(altered) in set(FormCode)


def test_a_reply_under_a_requests_name_is_not_that_request() -> None:
    data = b"envelope"
    file = encode(reply(data, hash16(data)))
    assert decode(file).kind is Kind.REPLY
    assert refusal(encode(Carried(Kind.REQUEST, PROGRAMME[:8], bytes(16), data))) == FormCode.DAMAGED


@pytest.mark.parametrize("version", [b"MDT0", b"MDT2", b"MDT9"])
def test_another_version_is_told_apart_from_what_is_none_of_ours(version: bytes) -> None:
    assert refusal(version + b"whatever it is then") == FormCode.NEWER
    assert refusal(b"MDTX" + bytes(60)) == FormCode.FOREIGN


@given(st.binary(max_size=200))
def test_garbage_is_refused_and_nothing_worse(data: bytes) -> None:
    assert refusal(data) in set(FormCode)
    assert refusal(b"MDT1" + data) == FormCode.DAMAGED
