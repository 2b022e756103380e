# SPDX-License-Identifier: Apache-2.0
"""Shows a TextDocument in a QTextDocument: the text changes first, then Qt is made to show the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from mentordesk.base.utf16 import units
from mentordesk.domain.texts import PLAIN, BlockKind, Paragraph
from mentordesk.ui.document.formats import Formats, Line, line_of
from mentordesk.ui.widgets.letters import reads_right_to_left

if TYPE_CHECKING:
    from mentordesk.richtext.changes import Change
    from mentordesk.richtext.document import TextDocument

_READ_FOR_DIRECTION = 1_000  # letters of a paragraph
_KEEP_ANCHOR = QTextCursor.MoveMode.KeepAnchor


@dataclass(frozen=True, slots=True)
class Move:
    """At this position so many units went and so many came; changes before it have happened already."""

    position: int
    removed: int
    added: int


def moved(position: int, moves: Iterable[Move]) -> int:
    """Where a caret stands after changes by others: never pushed by what comes in just at its place."""
    for move in moves:
        if position > move.position:
            position = max(move.position, position - move.removed)
            if position > move.position:
                position += move.added
    return position


class Binding:
    """Keeps a QTextDocument equal to a TextDocument. Positions are UTF-16 units in both.

    Nothing is ever read back from Qt. `is_writing` is true while Qt is being changed from here:
    any other change of its text is none of ours.
    """

    def __init__(self, shown: QTextDocument, formats: Formats, mirrored: bool = False) -> None:
        self.shown = shown
        self.formats = formats
        self.is_writing = False
        self._mirrored = mirrored  # of paragraphs without letters at the very top
        self._text: TextDocument | None = None
        shown.setUndoRedoEnabled(False)

    @property
    def text(self) -> TextDocument:
        """The document that is shown."""
        assert self._text is not None
        return self._text

    @property
    def length(self) -> int:
        """Of what Qt shows, the last line end included."""
        return self.shown.characterCount()

    def show(self, text: TextDocument) -> None:
        """Show another document, or this one again in other formats."""
        self._text = text
        with self._writing():
            write_paragraphs(self.shown, text.paragraphs(), self.formats, self._mirrored)

    # Changes

    def replace(self, start: int, end: int, added: int) -> tuple[Move, ...]:
        """Instead of what Qt shows in start…end, show the `added` units the document has from start on."""
        old, new = self.units(start, end), self.text.text(start, start + added)
        head = _same_head(old, new)
        tail = _same_head(old[head:][::-1], new[head:][::-1])
        middle = new[head : len(new) - tail]
        move = Move(start + units(old[:head]), units(old[head : len(old) - tail]), units(middle))
        lines = "\n" in middle or "\n" in old[head : len(old) - tail]
        with self._writing(), _edit_block(self.shown) as cursor:
            self._write(cursor, move.position, move.removed, middle)
            self._dress(cursor, start, start + added, lines)
        return (move,)

    def apply(self, changes: Sequence[Change]) -> tuple[Move, ...]:
        """Show changes that the document has had: what came from others, undo, decisions."""
        # The engine is not loaded before the first document is.
        from mentordesk.richtext.changes import Insert, Keep, Remove

        moves: list[Move] = []
        touched: list[tuple[int, int, bool]] = []
        at = 0
        with self._writing(), _edit_block(self.shown) as cursor:
            for change in changes:
                start, move = at, None
                match change:
                    case Keep():
                        at += change.n
                        if change.restyled:
                            touched.append((start, at, False))
                    case Insert():
                        move = Move(at, 0, units(change.text))
                        self._write(cursor, at, 0, change.text)
                        at += move.added
                        touched.append((start, at, "\n" in change.text))
                    case Remove():
                        move = Move(at, change.n, 0)
                        touched.append((at, at, "\n" in self.units(at, at + change.n)))
                        self._write(cursor, at, change.n, "")
                if move is not None:
                    moves.append(move)
            for start, end, lines in touched:
                self._dress(cursor, start, end, lines)
        return tuple(moves)

    def redress(self) -> None:
        """Set all formats again: the colours or sizes are others."""
        with self._writing(), _edit_block(self.shown) as cursor:
            self.shown.setDefaultFont(self.formats.font())
            self.shown.setIndentWidth(self.formats.step())
            self._dress(cursor, 0, self.length - 1)

    def mend(self) -> tuple[Move, ...]:
        """Make what Qt shows the document's text again, wherever it is not."""
        return self.replace(0, self.length - 1, self.text.length - 1)

    def difference(self) -> tuple[int, int, str]:
        """Where Qt shows what the document has not: start and end in the document, what Qt has there."""
        old, new = self.text.text(0, self.text.length - 1), self.units(0, self.length - 1)
        head = _same_head(old, new)
        tail = _same_head(old[head:][::-1], new[head:][::-1])
        start = units(old[:head])
        return start, start + units(old[head : len(old) - tail]), new[head : len(new) - tail]

    def is_true(self) -> bool:
        """Whether Qt shows the document's text."""
        return self.length == self.text.length and self.units(0, self.length) == self.text.text()

    def units(self, start: int, end: int) -> str:
        """What Qt shows between two positions, with our line ends."""
        if start == 0 and end >= self.length - 1:
            raw = self.shown.toRawText()
            raw = raw + "\n" if end == self.length else raw
        else:
            cursor = QTextCursor(self.shown)
            cursor.setPosition(start)
            cursor.setPosition(end, _KEEP_ANCHOR)
            raw = cursor.selectedText()
        return raw.replace("\u2029", "\n")

    def cursor_at(self, position: int) -> QTextCursor:
        """A cursor there, or before a letter of two units that the position would cut."""
        position = min(max(position, 0), self.length - 1)
        if "\udc00" <= self.shown.characterAt(position) <= "\udfff":
            position -= 1
        cursor = QTextCursor(self.shown)
        cursor.setPosition(position)
        return cursor

    # Inside

    def _write(self, cursor: QTextCursor, position: int, removed: int, text: str) -> None:
        cursor.setPosition(position)
        if removed:
            cursor.setPosition(position + removed, _KEEP_ANCHOR)
            cursor.removeSelectedText()
        if text:
            cursor.insertText(text, self.formats.letters(PLAIN))

    def _dress(self, cursor: QTextCursor, start: int, end: int, lines: bool = False) -> None:
        """Formats between two positions from the document, and of the paragraphs they touch.

        `lines`: line ends came or went, so letters may stand in a paragraph of another kind than before.
        """
        block = self.shown.findBlock(start)
        if lines:
            last = self.shown.findBlock(end)
            start, end = block.position(), last.position() + last.length() - 1
        while block.isValid() and block.position() <= end:
            self._dress_paragraph(cursor, block, start, end)
            block = block.next()
        while block.isValid() and self._turn(cursor, block):
            block = block.next()

    def _dress_paragraph(self, cursor: QTextCursor, block: QTextBlock, start: int, end: int) -> None:
        first, newline = block.position(), block.position() + block.length() - 1
        line = Line(self.text.block_at(newline), self.text.runs(newline, newline + 1)[0][1])
        kind = line.block.kind
        if _kind_of(block) is not kind:
            start, end = first, newline  # its letters have another size
        wanted = self.formats.paragraph(line, self._reads(block))
        if block.blockFormat() != wanted:
            cursor.setPosition(first)
            cursor.setBlockFormat(wanted)
        if first == newline or start <= first:
            cursor.setPosition(first)
            cursor.setBlockCharFormat(self.formats.letters(PLAIN, kind))
        at, end = max(start, first), min(end, newline)
        if at >= end:
            return
        for words, style in self.text.runs(at, end):
            cursor.setPosition(at)
            at += units(words)
            cursor.setPosition(at, _KEEP_ANCHOR)
            cursor.setCharFormat(self.formats.letters(style, kind))

    def _turn(self, cursor: QTextCursor, block: QTextBlock) -> bool:
        """Let a paragraph without letters read as the one above it; False when it did already."""
        wanted = self.formats.paragraph(line_of(block.blockFormat()), self._reads(block))
        if block.blockFormat() == wanted:
            return False
        cursor.setPosition(block.position())
        cursor.setBlockFormat(wanted)
        return True

    def _reads(self, block: QTextBlock) -> bool:
        before = block.previous()
        above = _is_mirrored(before) if before.isValid() else self._mirrored
        return reads_right_to_left(block.text()[:_READ_FOR_DIRECTION], above)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.is_writing = True
        try:
            yield
        finally:
            self.is_writing = False


def write_paragraphs(
    shown: QTextDocument, paragraphs: Sequence[Paragraph], formats: Formats, mirrored: bool
) -> None:
    """Show these paragraphs alone. One without letters reads as the one above, the first as `mirrored`."""
    shown.clear()
    shown.setDefaultFont(formats.font())
    shown.setIndentWidth(formats.step())
    with _edit_block(shown) as cursor:
        for number, paragraph in enumerate(paragraphs):
            mirrored = reads_right_to_left(paragraph.text[:_READ_FOR_DIRECTION], mirrored)
            block = formats.paragraph(Line(paragraph.block, paragraph.end), mirrored)
            kind = paragraph.block.kind
            plain = formats.letters(PLAIN, kind)
            if number:
                cursor.insertBlock(block, plain)
            else:
                cursor.setBlockFormat(block)
                cursor.setBlockCharFormat(plain)
            for run in paragraph.runs:
                cursor.insertText(run.text, formats.letters(run.style, kind))


@contextmanager
def _edit_block(shown: QTextDocument) -> Iterator[QTextCursor]:
    """One edit for Qt: it lays out once, at the end."""
    cursor = QTextCursor(shown)
    cursor.beginEditBlock()
    try:
        yield cursor
    finally:
        cursor.endEditBlock()


def _kind_of(block: QTextBlock) -> BlockKind:
    return line_of(block.blockFormat()).block.kind


def _is_mirrored(block: QTextBlock) -> bool:
    return block.blockFormat().layoutDirection() is Qt.LayoutDirection.RightToLeft


def _same_head(one: str, other: str) -> int:
    """How many letters two texts begin with in common: halves compared at once, for texts may be long."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
