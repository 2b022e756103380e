# SPDX-License-Identifier: Apache-2.0
"""A file as sealed chunks, each named by the hash of its sealed bytes, under a random key of the file's own.

    chunk = nonce24 | XChaCha20-Poly1305 of at most PLAIN bytes; bound: "md1 file" | varint index
    nonce = H("md1 file nonce", varint index | H("md1 file plain", plain), 24, key = the file's key)

The nonce follows from key, index and content, so that the same chunk sealed again is the same bytes, and a
key never meets two contents under one nonce.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

import nacl.bindings as sodium

from mentordesk.base.errors import Refused
from mentordesk.base.reader import varint
from mentordesk.crypto.primitives import AEAD_SIZE, KEY_SIZE, NONCE_SIZE, H, aead_open, sized

CHUNK = 65_536  # bytes of a whole sealed chunk
PLAIN = CHUNK - AEAD_SIZE
NAME_SIZE = 16


class FileCode(StrEnum):
    """Why a chunk or a file is refused."""

    CHUNK = "file_chunk"
    SIZE = "file_size"


def chunk_count(size: int) -> int:
    """Chunks of a file of `size` bytes; an empty one has none."""
    return -(-size // PLAIN)


def chunk_size(size: int, index: int) -> int:
    """Sealed bytes of chunk `index` of a file of `size` bytes."""
    return min(PLAIN, size - index * PLAIN) + AEAD_SIZE


def chunk_hash(chunk: bytes) -> bytes:
    """The 16 bytes by which a sealed chunk is named."""
    return H("md1 file chunk", chunk, NAME_SIZE)


def seal_chunk(key: bytes, index: int, plain: bytes) -> bytes:
    """One chunk."""
    nonce = H("md1 file nonce", varint(index) + H("md1 file plain", plain), NONCE_SIZE, sized(key, KEY_SIZE))
    return nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, _bound(index), nonce, key)


def open_chunk(key: bytes, index: int, chunk: bytes) -> bytes:
    """Inverse of seal_chunk; Refused when it is not this chunk of this file."""
    return aead_open(key, chunk, _bound(index), FileCode.CHUNK)


def seal_file(key: bytes, data: bytes) -> Iterator[bytes]:
    """All chunks of a file in order."""
    for index in range(chunk_count(len(data))):
        yield seal_chunk(key, index, data[index * PLAIN : (index + 1) * PLAIN])


def split_hashes(joined: bytes) -> list[bytes]:
    """The names of a file's chunks in order."""
    return [joined[at : at + NAME_SIZE] for at in range(0, len(joined), NAME_SIZE)]


def open_file(key: bytes, size: int, joined: bytes, get: Callable[[bytes], bytes]) -> bytes:
    """The whole file from its chunks, each checked by its name, its place and the file's size.

    `get` fetches a sealed chunk by its name. Refused when anything is not as it was sealed.
    """
    names = split_hashes(joined)
    if len(names) != chunk_count(size) or len(joined) % NAME_SIZE:
        raise Refused(FileCode.SIZE)
    plain = bytearray()
    for index, name in enumerate(names):
        chunk = get(name)
        if len(chunk) != chunk_size(size, index) or chunk_hash(chunk) != name:
            raise Refused(FileCode.CHUNK)
        plain += open_chunk(key, index, chunk)
    return bytes(plain)


def _bound(index: int) -> bytes:
    return b"md1 file" + varint(index)
