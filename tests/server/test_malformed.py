# SPDX-License-Identifier: Apache-2.0
"""Whatever bytes come, the door answers with a code: never an error of its own, never a change."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentordesk.base.reader import prefixed
from mentordesk.crypto.envelope import Label, seal_envelope
from mentordesk.domain.ids import Lane
from mentordesk.wire.answers import decode_answer
from mentordesk.wire.exchange import Answer
from tests.helpers.caller import Caller
from tests.server.school import School

KNOWN_BLOBS = [b"MDS1", b"MDK1", b"X", b"\x11", b"\x1a", b"MDS1O", b"MDS1R", b"MDS1M", b"MDS1C"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[School, Caller, list[bytes]]]:
    """A school, a member, and blobs that are right."""
    school = School(Path(tmp_path_factory.mktemp("school")) / "server")
    circle, (amina, _) = school.pair()
    blobs = [amina.sender_key(circle), amina.parcel(circle, b"text")]
    blobs.append(amina.parcel(circle, b"x", Lane.DOCUMENTS))
    yield school, amina, blobs
    school.close()


Town = tuple[School, Caller, list[bytes]]


def quiet(school: School, body: bytes) -> bytes:
    """The answer's body; only codes of the wire come out."""
    status, answer = school.door.handle(body)
    assert status == 200
    return answer


def entries(school: School) -> object:
    """How much is in the log."""
    return school.db.one("SELECT count(*) FROM log")


@given(body=st.binary(max_size=300))
def test_noise_is_answered_with_a_code(town: Town, body: bytes) -> None:
    answer = decode_answer(quiet(town[0], body))
    assert answer is not None
    assert answer[0] is not Answer.OK


@given(head=st.binary(max_size=120), kind=st.sampled_from([b"\x01", b"\x00I", b"\x00K", b""]))
def test_noise_in_the_shape_of_a_head_is_answered_with_a_code(town: Town, head: bytes, kind: bytes) -> None:
    for body in (kind + head, prefixed(kind + town[1].me.member[:8] + head) + bytes(16)):
        answer = decode_answer(quiet(town[0], body))
        assert answer is not None
        assert answer[0] is not Answer.OK


@given(part=st.binary(max_size=80), flags=st.integers(0, 255))
def test_an_authentic_head_with_noise_inside_is_answered(town: Town, part: bytes, flags: int) -> None:
    school, amina, _ = town
    before = entries(school)
    head = b"\x01" + amina.me.member[:8] + bytes(8) + bytes([flags]) + part
    body, _ = seal_envelope(amina.link, Label.REQUEST, b"", head, [])
    quiet(school, body)
    assert entries(school) == before


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(KNOWN_BLOBS), st.binary(max_size=300)).map(b"".join), max_size=4)
)
def test_authentic_noise_for_blobs_is_refused_one_by_one(town: Town, blobs: list[bytes]) -> None:
    school, amina, _ = town
    before = entries(school)
    body, tag = amina.request(blobs)
    said = amina.read(tag, quiet(school, body)).reply
    assert said.held == (0,) * len(blobs)
    assert {one.index for one in said.refused} == set(range(len(blobs)))
    assert entries(school) == before


@given(which=st.integers(0, 2), at=st.integers(0, 500), bit=st.integers(0, 7))
def test_a_flipped_bit_in_a_control_blob_is_refused_and_in_a_parcel_is_its_authors(
    town: Town, which: int, at: int, bit: int
) -> None:
    school, amina, blobs = town
    place = at % len(blobs[which])
    blob = bytearray(blobs[which])
    blob[place] ^= 1 << bit
    body, tag = amina.request([bytes(blob)])
    said = amina.read(tag, quiet(school, body)).reply
    if which == 0:
        assert said.held == (0,)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_in_a_request_stores_nothing(town: Town, at: int, bit: int) -> None:
    school, amina, blobs = town
    before = entries(school)
    body, _ = amina.request(blobs[:1])
    altered = bytearray(body)
    altered[at % len(body)] ^= 1 << bit
    quiet(school, bytes(altered))
    assert entries(school) == before


@given(st.integers(0, 2000))
def test_a_request_cut_anywhere_is_answered(town: Town, size: int) -> None:
    school, amina, blobs = town
    body, _ = amina.request(blobs[:1])
    quiet(school, body[: min(size, len(body) - 1)])
