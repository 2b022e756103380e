# SPDX-License-Identifier: Apache-2.0
"""Strict reading: every number has one spelling, nothing is missing, nothing follows."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.base.reader import MAX_VARINT, ReadCode, Reader, prefixed, varint
from tests.helpers.refusals import refused


@given(st.integers(0, MAX_VARINT))
def test_every_number_comes_back_from_its_bytes(value: int) -> None:
    reader = Reader(varint(value))
    assert reader.varint() == value
    reader.end()


@given(st.binary(max_size=8))
def test_bytes_are_the_only_spelling_of_their_number_or_refused(data: bytes) -> None:
    reader = Reader(data)
    try:
        value = reader.varint()
    except Refused:
        return
    assert varint(value) == data[: reader.at]


@pytest.mark.parametrize("longer", [b"\x80\x00", b"\x81\x80\x00", b"\x80" * 6 + b"\x01", b"\xff" * 6])
def test_long_winded_numbers_are_refused(longer: bytes) -> None:
    with refused(ReadCode.VARINT):
        Reader(longer).varint()


@pytest.mark.parametrize("value", [-1, MAX_VARINT + 1])
def test_a_number_out_of_range_is_not_written(value: int) -> None:
    with pytest.raises(ValueError):
        varint(value)


@given(st.binary(max_size=300), st.binary(max_size=4))
def test_prefixed_bytes_come_back_and_leave_the_rest(data: bytes, rest: bytes) -> None:
    reader = Reader(prefixed(data) + rest)
    assert (reader.prefixed(), reader.rest()) == (data, rest)


def test_text_is_utf8() -> None:
    assert Reader(prefixed("صباح الخير".encode())).text() == "صباح الخير"
    with refused(ReadCode.TEXT):
        Reader(prefixed(b"\xff")).text()


def test_short_input_and_trailing_bytes_are_refused() -> None:
    with refused(ReadCode.SHORT):
        Reader(b"abc").take(4)
    with refused(ReadCode.SHORT):
        Reader(b"").number(1)
    with refused(ReadCode.TRAILING):
        Reader(b"a").end()
