# SPDX-License-Identifier: Apache-2.0
"""Requests that came by hand: the same envelope inside a sealed box, and the reply to it.

Who brings one knows nothing about it and need not be known. It says whose it is inside, so what it may ask is
limited by its author, apart from what the author asks online.
"""
from __future__ import annotations

from collections.abc import Sequence

from mentordesk.crypto.envelope import Label, open_by_hand, seal_by_hand, seal_envelope
from mentordesk.crypto.primitives import Rand
from mentordesk.wire.exchange import ReplyHead, encode_reply_head

MAGIC = b"MDB1"
MAX_REPLY = 200 * 1024  # bytes; a file of a carrier takes 256 KB
MAX_BUDGET = 64 * 1024


def is_by_hand(body: bytes) -> bool:
    """Whether this is a request in a sealed box."""
    return body[:4] == MAGIC


def unwrap(secret: bytes, body: bytes) -> bytes:
    """The ordinary request inside; Refused where it is for another server, or damaged."""
    return open_by_hand(secret, body)


class HandReply:
    """Seals the reply to one request, for its author's box."""

    def __init__(self, link: bytes, box: bytes, tag: bytes, rand: Rand) -> None:
        self._link = link
        self._box = box
        self._tag = tag
        self._rand = rand

    def seal(self, head: ReplyHead, blobs: Sequence[bytes]) -> bytes:
        """Bound to no connection, so it names the request that it answers.

        What would be too large for a carrier is cut off at its end, as a broken line would: the head counts.
        """
        part = self._tag + encode_reply_head(head)
        envelope, _ = seal_envelope(self._link, Label.HAND_REPLY, b"", part, blobs)
        return seal_by_hand(self._box, envelope[:MAX_REPLY], self._rand)
