# SPDX-License-Identifier: Apache-2.0
"""Files as sealed chunks: what was sealed comes back, and nothing else is taken for it."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.crypto.filechunks import (
    CHUNK,
    NAME_SIZE,
    PLAIN,
    FileCode,
    chunk_count,
    chunk_hash,
    chunk_size,
    open_chunk,
    open_file,
    seal_chunk,
    seal_file,
    split_hashes,
)
from mentordesk.crypto.primitives import AEAD_SIZE
from tests.helpers.programme import chance
from tests.helpers.refusals import flips, refused

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
SIZES = (0, 1, PLAIN - 1, PLAIN, PLAIN + 1, 2 * PLAIN, 3 * 65_536)

Kept = dict[bytes, bytes]


def sealed(data: bytes, key: bytes = KEY) -> tuple[Kept, bytes]:
    """The chunks by their names, and the names joined in order."""
    chunks = list(seal_file(key, data))
    return {chunk_hash(chunk): chunk for chunk in chunks}, b"".join(map(chunk_hash, chunks))


def content(size: int) -> bytes:
    return chance(size)(size)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_any_size_comes_back(size: int) -> None:
    data = content(size)
    kept, names = sealed(data)
    assert open_file(KEY, size, names, kept.__getitem__) == data
    assert [len(kept[name]) for name in split_hashes(names)] == [
        chunk_size(size, index) for index in range(chunk_count(size))
    ]
    assert all(len(chunk) <= CHUNK for chunk in kept.values())


def test_a_whole_chunk_is_64_kilobytes() -> None:
    assert len(seal_chunk(KEY, 0, bytes(PLAIN))) == CHUNK == 65_536
    assert chunk_count(PLAIN) == 1
    assert chunk_count(PLAIN + 1) == 2
    assert chunk_count(0) == 0


@given(st.binary(max_size=40), st.integers(0, 400))
def test_the_same_chunk_is_sealed_to_the_same_bytes(data: bytes, index: int) -> None:
    chunk = seal_chunk(KEY, index, data)
    assert chunk == seal_chunk(KEY, index, data)
    assert open_chunk(KEY, index, chunk) == data
    assert len(chunk) == len(data) + AEAD_SIZE


def test_no_nonce_comes_twice_for_other_content_place_or_key() -> None:
    nonces = {
        seal_chunk(key, index, data)[:24]
        for key in (KEY, OTHER_KEY)
        for index in (0, 1, 128)
        for data in (b"", b"a", b"b")
    }
    assert len(nonces) == 18


def test_every_flipped_bit_of_a_chunk_is_refused() -> None:
    chunk = seal_chunk(KEY, 3, b"one small chunk")
    for changed in flips(chunk):
        with refused(FileCode.CHUNK):
            open_chunk(KEY, 3, changed)


@pytest.mark.parametrize("cut", [0, 1, 24, 39, 50])
def test_a_chunk_that_is_cut_is_refused(cut: int) -> None:
    with refused(FileCode.CHUNK):
        open_chunk(KEY, 0, seal_chunk(KEY, 0, b"one small chunk")[:cut])


def test_a_chunk_opens_in_its_place_under_its_key_only() -> None:
    chunk = seal_chunk(KEY, 1, b"content")
    for key, index in ((KEY, 0), (KEY, 2), (OTHER_KEY, 1)):
        with refused(FileCode.CHUNK):
            open_chunk(key, index, chunk)


def test_every_flipped_bit_of_the_list_of_chunks_is_refused() -> None:
    kept, names = sealed(content(PLAIN + 5))
    for changed in flips(names):
        with refused(FileCode.CHUNK, FileCode.SIZE):
            open_file(KEY, PLAIN + 5, changed, lambda name: kept.get(name, b""))


Change = Callable[[list[bytes]], list[bytes]]


@pytest.mark.parametrize(
    "change",
    [
        lambda names: names[::-1],
        lambda names: [names[0], names[0], names[2]],
        lambda names: names[:2],
        lambda names: [*names, names[0]],
        lambda names: [],
    ],
    ids=["turned round", "one twice", "one fewer", "one more", "none"],
)
def test_chunks_in_another_order_are_no_file(change: Change) -> None:
    size = 2 * PLAIN + 9
    kept, names = sealed(content(size))
    with refused(FileCode.CHUNK, FileCode.SIZE):
        open_file(KEY, size, b"".join(change(split_hashes(names))), kept.__getitem__)


@pytest.mark.parametrize("size", [0, 1, PLAIN, PLAIN + 8, PLAIN + 10, 3 * PLAIN])
def test_another_size_is_no_file(size: int) -> None:
    kept, names = sealed(content(PLAIN + 9))
    with refused(FileCode.CHUNK, FileCode.SIZE):
        open_file(KEY, size, names, kept.__getitem__)


def test_wrong_bytes_under_a_right_name_are_refused() -> None:
    kept, names = sealed(content(100))
    (name,) = split_hashes(names)
    for wrong in (b"", bytes(CHUNK), seal_chunk(KEY, 0, bytes(100)), kept[name] + b"x"):
        with refused(FileCode.CHUNK):
            open_file(KEY, 100, names, lambda _, wrong=wrong: wrong)


def test_a_name_is_16_bytes() -> None:
    assert len(chunk_hash(b"")) == NAME_SIZE == 16
