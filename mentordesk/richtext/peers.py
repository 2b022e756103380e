# SPDX-License-Identifier: Apache-2.0
"""Who writes: the number that one run of one writer has in a document's history."""

from __future__ import annotations

from mentordesk.crypto.primitives import H

_LAST = 2**64 - 1  # the engine keeps it for itself


def peer_id(author: bytes, writer: bytes, run: bytes) -> int:
    """The peer of `author` (16 bytes) on `writer` (8 bytes) in `run` (4 random bytes, new each opening)."""
    seed = author + writer + run
    while True:
        peer = int.from_bytes(H("md1 peer", seed, 8), "big")
        if 0 < peer < _LAST:
            return peer
        seed += b"\0"
