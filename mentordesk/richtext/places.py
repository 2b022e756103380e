# SPDX-License-Identifier: Apache-2.0
"""Where suggestions stand: their letters, the sentence around them, now and as the reviewer gave it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mentordesk.base.utf16 import units
from mentordesk.domain.texts import Style
from mentordesk.richtext.engine import Letter, Text, letter_at, to_points
from mentordesk.richtext.mirror import Mirror, Row

Reads: TypeAlias = Callable[[Style], bool]  # whether letters of that style belong to the sentence

_ENDS = re.compile(
    r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964]+[\"'\u201d\u2019\u00bb)\]]*\s+|[\u3002\uff01\uff1f]"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a suggestion's letters stand, in rows [first, last] of a mirror."""

    first: int
    last: int
    start: int  # UTF-16
    end: int
    removes: str
    adds: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and which UTF-16 ranges its letters have."""

    text: str
    ranges: tuple[tuple[int, int], ...]


def places(mirror: Mirror) -> dict[str, Place]:
    """Every open suggestion with letters, in text order."""
    rows, starts = mirror.rows(), mirror.starts()
    found: dict[str, Place] = {}
    for index, row in enumerate(rows):
        if not row.marked:
            continue
        mirror.pieces(row)
        at = starts[index]
        for one, (begin, end, removes, adds) in row.places.items():
            old = found.get(one)
            if old is None:
                found[one] = Place(index, index, at + begin, at + end, removes, adds)
            else:
                found[one] = Place(
                    old.first, index, old.start, at + end, old.removes + removes, old.adds + adds
                )
    return found


def sentence(mirror: Mirror, place: Place, reads: Reads) -> Sentence:
    """What stands around `place`, of letters that `reads`, from one sentence's start to one's end."""
    first, last = around(mirror, place, reads)
    starts = mirror.starts()
    text, parts = "", []  # parts: (offset in text, UTF-16 start, letters)
    low = high = None
    for index in range(first, last + 1):
        for piece in mirror.pieces(mirror.rows()[index]):
            start, end = starts[index] + piece.start, starts[index] + piece.end
            if reads(piece.style):
                parts.append((len(text), start, piece.text))
            if start < place.end and end > place.start:
                low = len(text) if low is None else low
                high = len(text) + (len(piece.text) if reads(piece.style) else 0)
            if reads(piece.style):
                text += piece.text
    begin, stop = _bounds(text, low or 0, high or 0)
    return Sentence(text[begin:stop].strip(), _ranges(parts, begin, stop))


def around(mirror: Mirror, place: Place, reads: Reads) -> tuple[int, int]:
    """Rows of the paragraphs that hold the place, a suggested line end counting as none."""
    rows = mirror.rows()
    first, last = place.first, place.last
    while first > 0 and not _closed(mirror, rows[first - 1], reads):
        first -= 1
    while last < len(rows) - 1 and not _closed(mirror, rows[last], reads):
        last += 1
    return first, last


def _closed(mirror: Mirror, row: Row, reads: Reads) -> bool:
    pieces = mirror.pieces(row)
    return bool(pieces) and reads(pieces[-1].style)


def _bounds(text: str, low: int, high: int) -> tuple[int, int]:
    """The sentences of `text` that [low, high] touches; an empty place belongs to what is before."""
    begin, stop = 0, len(text)
    for match in _ENDS.finditer(text):
        edge = match.end()
        if edge < low or (edge == low and high > low):
            begin = edge
        elif edge >= high:
            stop = edge
            break
    return begin, stop


def _ranges(parts: Sequence[tuple[int, int, str]], begin: int, stop: int) -> tuple[tuple[int, int], ...]:
    found = []
    for offset, start, letters in parts:
        head, tail = max(0, begin - offset), min(len(letters), stop - offset)
        if head < tail:
            at = start + units(letters[:head])
            found.append((at, at + units(letters[head:tail])))
    return tuple(found)


def letters_of(text: Text, ranges: Sequence[tuple[int, int]]) -> frozenset[Letter]:
    """Which letters stand in `ranges` (UTF-16)."""
    points = [range(to_points(text, start), to_points(text, end)) for start, end in ranges]
    return frozenset(letter_at(text, point) for run in points for point in run)
