# SPDX-License-Identifier: Apache-2.0
"""Strict reading of binary formats, and the two ways of writing that are not obvious: varint and prefixed."""
from __future__ import annotations

from enum import StrEnum

from mentordesk.base.errors import Refused

MAX_VARINT = (1 << 42) - 1  # six bytes of seven bits


_SINGLE = tuple(bytes((value,)) for value in range(128))


class ReadCode(StrEnum):
    """Why bytes could not be read."""

    SHORT = "short"  # they end inside a field
    TRAILING = "trailing"  # something follows where nothing may
    VARINT = "varint"  # longer than six bytes, or not the shortest form
    TEXT = "text"  # not UTF-8


class Reader:
    """A cursor over bytes that refuses short input, long-winded numbers and trailing bytes."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        end = self.at + size
        if end > len(self.data):
            raise Refused(ReadCode.SHORT)
        part = self.data[self.at : end]
        self.at = end
        return part

    def number(self, size: int) -> int:
        """An unsigned big-endian number of `size` bytes."""
        return int.from_bytes(self.take(size), "big")

    def varint(self) -> int:
        """A LEB128 number up to MAX_VARINT, accepted in its shortest form only."""
        at = self.at
        if at < len(self.data) and self.data[at] < 128:  # nearly all of them
            self.at = at + 1
            return self.data[at]
        value = 0
        for shift in range(0, 42, 7):
            byte = self.number(1)
            value |= (byte & 127) << shift
            if byte < 128:
                if byte == 0 and shift:
                    break
                return value
        raise Refused(ReadCode.VARINT)

    def prefixed(self) -> bytes:
        """Bytes written by `prefixed`."""
        return self.take(self.varint())

    def text(self) -> str:
        """UTF-8 text written by `prefixed`."""
        try:
            return self.prefixed().decode()
        except UnicodeDecodeError:
            raise Refused(ReadCode.TEXT) from None

    def rest(self) -> bytes:
        """Everything that is left."""
        return self.take(len(self.data) - self.at)

    def end(self) -> None:
        """Refuse anything that is left."""
        if self.at != len(self.data):
            raise Refused(ReadCode.TRAILING)


def varint(value: int) -> bytes:
    """LEB128 of 0 … MAX_VARINT, shortest form."""
    if 0 <= value < 128:
        return _SINGLE[value]
    if not 0 <= value <= MAX_VARINT:
        raise ValueError("varint out of range")
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def prefixed(data: bytes) -> bytes:
    """The varint length, then the bytes."""
    return varint(len(data)) + data
