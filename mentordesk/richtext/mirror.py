# SPDX-License-Identifier: Apache-2.0
"""The text as rows in Python, read again from the engine only where it changed: what each key may ask."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeAlias

from mentordesk.base.utf16 import units
from mentordesk.domain.texts import Block, Style
from mentordesk.richtext.engine import Letter, Text, letter_at, runs, to_points
from mentordesk.richtext.lens import Lens
from mentordesk.richtext.marks import NO_MARKS, Marks, block_of, marks_of, shown


@dataclass(frozen=True, slots=True)
class Span:
    """Letters with the same marks; `letters` names each of them where a suggestion holds them."""

    text: str
    marks: Marks
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one style as they are shown; `start` counts UTF-16 units from the row's start."""

    start: int
    text: str
    style: Style

    @property
    def end(self) -> int:
        """Behind the last letter."""
        return self.start + units(self.text)


Spot: TypeAlias = tuple[int, int, str, str]  # start, end, letters to be taken out, letters to be added


@dataclass(slots=True, eq=False)
class Row:
    """One paragraph with its line end."""

    spans: tuple[Span, ...]
    size: int  # UTF-16 units
    marked: bool  # some suggestion's mark stands in it
    block: Block
    made: int = -1  # the generation of `pieces`
    pieces: tuple[Piece, ...] = ()
    counted: int = -1  # words, once somebody asked
    places: dict[str, Spot] = field(default_factory=dict)  # by suggestion: where its letters stand here

    @property
    def text(self) -> str:
        """All letters."""
        return "".join(span.text for span in self.spans)

    @property
    def words(self) -> int:
        """Words of `pieces` without what is only suggested."""
        if self.counted < 0:
            self.counted = count_words("".join(piece.text for piece in _kept(self.pieces)))
        return self.counted


class Mirror:
    """Rows of a LoroText. `touch` says what changed; nothing is read before somebody asks."""

    def __init__(self, text: Text, lens: Lens) -> None:
        self._text = text
        self._lens = lens
        self._rows: list[Row] = []
        self._starts: list[int] = [0]
        self._dirty: tuple[int, int, int] | None = (0, 0, 0)  # start, end before, end now
        self._fresh = True
        self.version = 0  # grows with each change seen

    def touch(self, at: int, removed: int, added: int) -> None:
        """`removed` units at `at` became `added`; equal numbers where only marks changed."""
        self.version += 1
        if self._dirty is None:
            self._dirty = at, at + removed, at + added
            return
        start, before, now = self._dirty
        behind = max(0, at + removed - now)
        self._dirty = min(start, at), before + behind, now + behind + added - removed

    def rows(self) -> Sequence[Row]:
        """Every paragraph."""
        if self._dirty is not None:
            self._refresh()
        return self._rows

    def starts(self) -> Sequence[int]:
        """Where each row starts, and where the last one ends."""
        self.rows()
        return self._starts

    def row_at(self, position: int) -> int:
        """Index of the row that holds the unit at `position`."""
        return max(0, min(bisect_right(self.starts(), position) - 1, len(self._rows) - 1))

    def pieces(self, row: Row) -> tuple[Piece, ...]:
        """What the row shows now."""
        if row.made < 0 or (row.marked and row.made != self._lens.generation):
            row.pieces = _pieces(row, self._lens)
            row.places = _places(row.pieces)
            row.counted = -1
            row.made = self._lens.generation
        return row.pieces

    def marked(self) -> dict[Row, tuple[Piece, ...]]:
        """Rows with suggestions' marks, and what they show."""
        return {row: self.pieces(row) for row in self.rows() if row.marked}

    def redressed(self, before: Mapping[Row, tuple[Piece, ...]]) -> list[tuple[int, int]]:
        """Where the rows stand that have marks and do not show the same as `before`."""
        rows, starts = self.rows(), self._starts
        return [
            (starts[index], starts[index + 1])
            for index, row in enumerate(rows)
            if row.marked and before.get(row) != self.pieces(row)
        ]

    def text(self) -> str:
        """All letters, in code points."""
        return "".join(span.text for row in self.rows() for span in row.spans)

    def _refresh(self) -> None:
        assert self._dirty is not None
        start, before, now = self._dirty
        first, last = 0, len(self._rows)
        if not self._fresh:
            first = max(0, min(bisect_right(self._starts, start) - 1, last - 1))
            last = min(bisect_right(self._starts, before), last)
        size = int(self._text.len_utf16)
        begin = self._starts[first]
        end = size if self._fresh else min(size, self._starts[last] + now - before)
        new = list(self._read(begin, end))
        self._rows[first:last] = new
        self._starts = list(accumulate((row.size for row in self._rows), initial=0))
        self._dirty, self._fresh = None, False
        if self._starts[-1] != size:  # never seen; reading all is always right
            self._rows, self._starts = list(self._read(0, size)), [0]
            self._starts = list(accumulate((row.size for row in self._rows), initial=0))

    def _read(self, start: int, end: int) -> Iterator[Row]:
        if end <= start:
            return
        point = to_points(self._text, start)
        spans: list[Span] = []
        for text, attributes in runs(self._text, start, end):
            marks = marks_of(attributes)
            for part in _lines(shown(text)):
                letters = self._letters(point, len(part)) if marks.inserted or marks.deleted else ()
                spans.append(Span(part, marks, letters))
                point += len(part)
                if part[-1] == "\n":
                    yield _row(spans)
                    spans = []
        if spans:
            yield _row(spans)

    def _letters(self, point: int, count: int) -> tuple[Letter, ...]:
        return tuple(letter_at(self._text, place) for place in range(point, point + count))


def _lines(text: str) -> list[str]:
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _row(spans: list[Span]) -> Row:
    marked = any(span.marks.inserted or span.marks.deleted for span in spans)
    return Row(tuple(spans), sum(units(span.text) for span in spans), marked, block_of(spans[-1].marks.block))


def _pieces(row: Row, lens: Lens) -> tuple[Piece, ...]:
    """Runs of equal style; suggestions as far as they hold the letters."""
    made: list[tuple[str, Style]] = []
    for span in row.spans:
        for text, style in _styled(span, lens):
            if made and made[-1][1] == style:
                made[-1] = made[-1][0] + text, style
            else:
                made.append((text, style))
    pieces, at = [], 0
    for text, style in made:
        pieces.append(Piece(at, text, style))
        at += units(text)
    return tuple(pieces)


def _styled(span: Span, lens: Lens) -> Iterator[tuple[str, Style]]:
    marks = span.marks
    if marks is NO_MARKS or not span.letters:
        yield span.text, marks.style
        return
    base = marks.style
    adding = [(one, holder) for one in marks.inserted if (holder := lens.holder(one)) is not None]
    removing = [(one, holder) for one in marks.deleted if (holder := lens.holder(one)) is not None]
    start, before = 0, None
    for index, letter in enumerate(span.letters):
        held = (
            tuple(one for one, holder in adding if holder.adds(letter)),
            tuple(one for one, holder in removing if holder.removes(letter)),
        )
        if held != before:
            if before is not None:
                yield span.text[start:index], _held(base, before)
            start, before = index, held
    if before is not None:
        yield span.text[start:], _held(base, before)


def _held(base: Style, held: tuple[tuple[str, ...], tuple[str, ...]]) -> Style:
    return Style(base.bold, base.italic, base.link, *held) if any(held) else base


def _places(pieces: Sequence[Piece]) -> dict[str, Spot]:
    places: dict[str, Spot] = {}
    for piece in pieces:
        for one in piece.style.inserted:
            start, _, removes, adds = places.get(one, (piece.start, 0, "", ""))
            places[one] = start, piece.end, removes, adds + piece.text
        for one in piece.style.deleted:
            start, _, removes, adds = places.get(one, (piece.start, 0, "", ""))
            places[one] = start, piece.end, removes + piece.text, adds
    return places


def _kept(pieces: Sequence[Piece]) -> Iterator[Piece]:
    return (piece for piece in pieces if not piece.style.inserted)


def count_words(text: str) -> int:
    """Words between spaces; each letter of a script without spaces counts as one."""
    wide = sum("\u3040" <= letter <= "\u9fff" for letter in text) if not text.isascii() else 0
    return wide + sum(any(map(_counts, word)) for word in text.split())


def _counts(letter: str) -> bool:
    return letter.isalnum() and not "\u3040" <= letter <= "\u9fff"
