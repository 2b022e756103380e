# SPDX-License-Identifier: Apache-2.0
"""The outside of an update, read without the engine: whose changes it holds, and what it claims.

The engine makes room for as much as a number in the bytes says, and ends the program where there is none:
112 bytes can ask for 26 GB. So each count before something repeated is compared with what follows.
"""

from __future__ import annotations

from dataclasses import dataclass

from mentordesk.base.errors import Refused
from mentordesk.richtext.codes import TextCode

_MAGIC, _HEAD, _UPDATES = b"loro", 22, b"\x00\x04"
_COUNTERS = 2**31 - 1
_LONGEST = 19  # bytes of a number of 128 bits
_OPS = (True, True, False, True)  # columns of operations: container, place, kind (one byte each), length
_DELETIONS = (True, True, True)


@dataclass(frozen=True, slots=True)
class Span:
    """Changes [start, end) of one peer."""

    peer: int
    start: int
    end: int


class _Bytes:
    """Reads on; Refused(SHAPE) where nothing is left."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    @property
    def left(self) -> int:
        return len(self.data) - self.at

    def number(self, most: int = 2**128) -> int:
        value = shift = 0
        for byte in self.data[self.at : self.at + _LONGEST]:
            self.at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                if value > most:
                    break
                return value
        raise Refused(TextCode.SHAPE)

    def part(self) -> _Bytes:
        return _Bytes(self.take(self.number(self.left)))

    def take(self, size: int) -> bytes:
        if size > self.left:
            raise Refused(TextCode.SHAPE)
        self.at += size
        return self.data[self.at - size : self.at]


def spans_of(data: bytes) -> tuple[Span, ...]:
    """Whose changes an update holds, in order; Refused(SHAPE) where it is none or claims too much."""
    if len(data) <= _HEAD or data[:4] != _MAGIC or data[_HEAD - 2 : _HEAD] != _UPDATES:
        raise Refused(TextCode.SHAPE)
    body = _Bytes(data[_HEAD:])
    found: list[Span] = []
    while body.left:
        found.append(_block(body.part()))
    merged: list[Span] = []
    for span in sorted(found, key=lambda one: (one.peer, one.start)):
        if merged and merged[-1].peer == span.peer and merged[-1].end >= span.start:
            merged[-1] = Span(span.peer, merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


def _block(block: _Bytes) -> Span:
    start, count = block.number(_COUNTERS), block.number(_COUNTERS)
    block.number(2**32 - 1)  # Lamport times: first, how many
    block.number(2**32 - 1)
    changes = block.number(count)
    header, _, containers, keys = (block.part() for _ in range(4))
    positions, operations, deletions, _ = (block.part() for _ in range(4))
    if block.left or not changes or start + count > _COUNTERS or changes > 1 + header.left:
        raise Refused(TextCode.SHAPE)
    peers = header.number(header.left // 8)
    if not peers:
        raise Refused(TextCode.SHAPE)
    peer = int.from_bytes(header.take(8), "little")
    header.take(8 * (peers - 1))
    for part in (containers, positions):
        _counted(part)
    while keys.left:
        keys.part()
    rows = _table(operations, _OPS, count)
    _table(deletions, _DELETIONS, rows)
    if not rows:
        raise Refused(TextCode.SHAPE)
    return Span(peer, start, start + count)


def _counted(part: _Bytes) -> None:
    """Something that begins with how many there are, each of a byte at least."""
    if part.left:
        part.number(part.left)


def _table(table: _Bytes, columns: tuple[bool, ...], most: int) -> int:
    """How many rows a table of columns has; each column tells its length, then runs."""
    if not table.left:
        return 0
    if table.number(1) != 1 or table.number(len(columns)) != len(columns):
        raise Refused(TextCode.SHAPE)
    counts = {_rows(table.part(), varying, most) for varying in columns}
    if table.left or len(counts) != 1:
        raise Refused(TextCode.SHAPE)
    return counts.pop()


def _rows(column: _Bytes, varying: bool, most: int) -> int:
    """How many values a column has: runs of one repeated value (even counts) or of several (odd ones)."""
    rows = 0
    while column.left:
        count = column.number()
        single, length = count % 2 == 0, (count + 1) // 2
        rows += length
        if rows > most or not length:
            raise Refused(TextCode.SHAPE)
        for _ in range(1 if single else length):
            if varying:
                column.number()
            else:
                column.take(1)
    return rows
