# SPDX-License-Identifier: Apache-2.0
"""What a line does to one exchange."""
from __future__ import annotations

from dataclasses import dataclass

PAGE = b"<!doctype html><title>Wi-Fi</title><form action=/login>"


@dataclass(frozen=True, slots=True)
class Fault:
    """`*_at` are numbers of which the remainder by the body's length counts; None = all of it arrives."""

    up_at: int | None = None  # the server gets so many bytes of the request, no reply comes
    down_at: int | None = None  # the reply breaks off there
    altered_at: int | None = None  # one bit of that byte of the reply is another
    twice: bool = False  # the request arrives twice, the second reply comes back
    lost: bool = False  # nothing arrives
    answer: bytes = b""  # somebody else answers

    def up(self, body: bytes) -> bytes:
        """What arrives of a request."""
        if self.lost:
            return b""
        return body if self.up_at is None else body[: self.up_at % len(body)]

    def down(self, reply: bytes) -> bytes:
        """What arrives of a reply."""
        if self.altered_at is not None:
            at = self.altered_at % len(reply)
            return reply[:at] + bytes([reply[at] ^ 1 << self.altered_at % 8]) + reply[at + 1 :]
        return reply if self.down_at is None else reply[: self.down_at % len(reply)]


GOOD = Fault()
