# SPDX-License-Identifier: Apache-2.0
"""Heads that move a chunk of a file: what is written is read, everything else is refused."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader
from mentordesk.wire import files
from mentordesk.wire.exchange import WireCode
from tests.unit.wire.samples import CHUNK_REPLIES, CHUNKS

LINK, TAG = bytes(range(32)), bytes(16)


@pytest.mark.parametrize("name", CHUNKS)
def test_a_request_is_read_as_it_was_meant(name: str) -> None:
    whole = files.encode_request(CHUNKS[name])
    reader = Reader(whole)
    assert files.decode_request(reader) == CHUNKS[name]
    reader.end()
    for size in range(len(whole)):
        with pytest.raises(Refused):
            files.decode_request(Reader(whole[:size]))


@pytest.mark.parametrize("name", CHUNK_REPLIES)
def test_a_reply_is_read_as_it_was_meant(name: str) -> None:
    body = files.seal_reply(LINK, TAG, CHUNK_REPLIES[name], b"bytes of the chunk")
    assert files.open_reply(LINK, TAG, body) == (CHUNK_REPLIES[name], b"bytes of the chunk")
    assert files.open_reply(LINK, TAG, body[:-5]) == (CHUNK_REPLIES[name], b"bytes of the ")


def test_a_reply_to_another_request_is_refused() -> None:
    body = files.seal_reply(LINK, TAG, CHUNK_REPLIES["whole"])
    with pytest.raises(Refused):
        files.open_reply(LINK, b"another request!", body)


def test_a_request_is_known_by_its_first_bytes_and_its_head_ends_where_it_says() -> None:
    body, _ = files.seal_request(LINK, CHUNKS["put"], b"chunk")
    assert files.is_chunk_request(body)
    assert body[files.head_size(body) :] == b"chunk"
    assert not any(files.is_chunk_request(other) for other in (b"", b"\0K", b"\x36\1", b"MDB1", b"MDR1"))


@pytest.mark.parametrize(("at", "value"), [(0, 3), (17, 0), (17, 3)])
def test_another_version_or_verb_asks_for_an_update(at: int, value: int) -> None:
    whole = bytearray(files.encode_request(CHUNKS["put"]))
    whole[at] = value
    with pytest.raises(Refused) as refused:
        files.decode_request(Reader(bytes(whole)))
    assert refused.value.code == WireCode.NEWER


def test_an_unknown_flag_of_a_reply_asks_for_an_update() -> None:
    with pytest.raises(Refused) as refused:
        files.decode_reply(Reader(b"\x10" + files.encode_reply(CHUNK_REPLIES["whole"])[1:]))
    assert refused.value.code == WireCode.NEWER


@given(st.binary(max_size=80))
def test_noise_is_refused_or_read_but_never_crashes(data: bytes) -> None:
    for decode in (files.decode_request, files.decode_reply):
        try:
            decode(Reader(b"\2" + data))
        except Refused:
            continue
