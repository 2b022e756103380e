# SPDX-License-Identifier: Apache-2.0
"""What one does to a text by hand: each deed changes the document first, then what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextBlock

from mentordesk.base.utf16 import units
from mentordesk.domain.texts import (
    HEADINGS,
    LISTS,
    MAX_INDENT,
    PLAIN,
    Block,
    BlockKind,
    Paragraph,
    Run,
    Style,
)
from mentordesk.ui.document.binding import Binding
from mentordesk.ui.document.formats import as_typed

if TYPE_CHECKING:
    from mentordesk.richtext.document import TextDocument

_BODY = Block()
_STARTS = {
    "-": BlockKind.BULLET,
    "*": BlockKind.BULLET,
    "1.": BlockKind.NUMBER,
    "1)": BlockKind.NUMBER,
    ">": BlockKind.QUOTE,
    "#": BlockKind.HEADING1,
    "##": BlockKind.HEADING2,
    "###": BlockKind.HEADING3,
}
"""What stands at the start of a paragraph before a space, and what it makes of it."""


class Edits:
    """All deeds take positions in UTF-16 units and return where the caret stands afterwards.

    While `suggesting`, letters that are typed, pasted or deleted become suggestions, and what no
    suggestion can say (emphasis, kinds of paragraphs, links) is not done.
    """

    def __init__(self, binding: Binding) -> None:
        self._binding = binding
        self.suggesting = False

    @property
    def _text(self) -> TextDocument:
        return self._binding.text

    # Letters

    def put(self, start: int, end: int, words: str, style: Style | None = None) -> int:
        """Put letters in the place of those between two positions, in the style that stands there."""
        if not words:
            return self.remove(start, end)
        if self.suggesting:
            return self._suggest(start, end, words)
        if style is None:
            style = as_typed(self._style_of_letter(start)) if end > start else self.style_at(start)
        with self._change(start, end):
            if end > start:
                self._text.delete(start, end)
            self._text.insert(start, words, style)
        return start + units(words)

    def remove(self, start: int, end: int, forward: bool = False) -> int:
        """Take letters out; the last line end stays. `forward`: the caret passes what stays, struck."""
        end = min(end, self._text.length - 1)
        if start >= end:
            return start
        before = self._text.length
        with self._change(start, end):
            if self.suggesting:
                self._text.suggest_delete(start, end)
            else:
                self._text.delete(start, end)
        return end + self._text.length - before if forward else start

    def back(self, start: int, end: int) -> int:
        """Backspace: at the start of a list's line it leaves the list; struck letters are passed over."""
        block = self.block_at(end)
        at_start = end == self._first(end) and end - start <= 1
        if at_start and not self.suggesting and (block.kind in LISTS or block.kind is BlockKind.QUOTE):
            self.set_blocks(end, end, _BODY)
            return end
        if self.suggesting:
            struck = self._struck_before(end)
            if struck:
                end -= struck
                cut = "\udc00" <= self._binding.shown.characterAt(end - 1) <= "\udfff"
                start = end - 1 - cut
        return self.remove(max(start, 0), max(end, 0))

    def enter(self, start: int, end: int, keep_kind: bool = False) -> int:
        """A new paragraph. After a heading text goes on plain; an empty line of a list ends the list."""
        block = self.block_at(start)
        if self.suggesting:
            return self._suggest(start, end, "\n")
        special = block.kind in LISTS or block.kind is BlockKind.QUOTE or block.indent > 0
        if special and start == end and not keep_kind and self._is_empty(start):
            self.set_blocks(start, start, _BODY)
            return start
        with self._change(start, end):
            if end > start:
                self._text.delete(start, end)
            rest_is_empty = self._text.text(start, start + 1) == "\n"
            self._text.insert(start, "\n")
            if block.kind in HEADINGS and not keep_kind:
                if rest_is_empty:
                    self._text.set_block(start + 1, _BODY)
                elif start == self._first(start):
                    self._text.set_block(start, _BODY)
        return start + 1

    def paste(self, start: int, end: int, paragraphs: Sequence[Paragraph]) -> int:
        """Put written paragraphs in; a single plain one goes into the line."""
        with self._change(start, end):
            at = start
            if end > start:
                at = self._clear(start, end)
            return self._text.insert_written(at, paragraphs, suggestion=self.suggesting)

    def move(self, start: int, end: int, to: int, paragraphs: Sequence[Paragraph]) -> int:
        """Dragged within the text: they come in at `to` and go from where they were."""
        if start <= to <= end:
            return to
        before = self._text.length
        after = self.paste(to, to, paragraphs)
        between = self._text.length
        at = start + between - before if to <= start else start
        self.remove(at, at + end - start)
        return after + (self._text.length - between if to > start else 0)

    def begin_as_typed(self, caret: int) -> int:
        """After a space: "- ", "1. " or "# " at the start of plain text makes what it looks like."""
        first = self._first(caret)
        words = self._text.text(first, caret) if caret - first <= 4 else ""
        kind = _STARTS.get(words[:-1]) if words.endswith(" ") else None
        if kind is None or self.suggesting or self.block_at(caret).kind is not BlockKind.BODY:
            return caret
        with self._text.group():  # undo gives the letters back
            self.remove(first, caret)
            self.set_blocks(first, first, Block(kind))
        return first

    # Paragraphs

    def set_blocks(self, start: int, end: int, block: Block) -> None:
        """Make the paragraphs between two positions of a kind and indent."""
        self._set_each(start, end, lambda _: block)

    def set_kind(self, start: int, end: int, kind: BlockKind) -> None:
        """Make the paragraphs of a kind, or plain when all are of it already; lists keep their indent."""
        if all(self.block_at(at).kind is kind for at in self._paragraphs(start, end)):
            kind = BlockKind.BODY
        keep = kind in LISTS
        self._set_each(start, end, lambda block: Block(kind, block.indent if keep else 0))

    def indent(self, start: int, end: int, step: int) -> None:
        """Move paragraphs in or out by so many levels."""
        self._set_each(
            start, end, lambda block: replace(block, indent=min(max(block.indent + step, 0), MAX_INDENT))
        )

    def block_at(self, position: int) -> Block:
        """What the paragraph around a position is."""
        return self._text.block_at(self._newline(position))

    def _set_each(self, start: int, end: int, wanted: Callable[[Block], Block]) -> None:
        if self.suggesting:
            return
        with self._change(start, end):
            for at in self._paragraphs(start, end):
                newline = self._newline(at)
                block = self._text.block_at(newline)
                if wanted(block) != block:
                    self._text.set_block(newline, wanted(block))

    # Looks

    def style_at(self, position: int) -> Style:
        """In which style typing goes on here: as before the caret; at the start of a line as after it."""
        first = self._first(position)
        at = position - 1 if position > first else position
        if self._text.text(at, at + 1) == "\n" or not self._text.length:
            return PLAIN
        return as_typed(self._style_of_letter(at))

    def all_are(self, start: int, end: int, look: str) -> bool:
        """Whether all letters are "bold" or "italic"."""
        runs = [style for words, style in self._text.runs(start, end) if words.strip("\n")]
        return bool(runs) and all(getattr(style, look) for style in runs)

    def emphasise(self, start: int, end: int, look: str, on: bool) -> None:
        """Make letters "bold" or "italic", or not."""
        is_bold = look == "bold"
        if not self.suggesting and start < end:
            with self._change(start, end):
                self._text.restyle(start, end, bold=on if is_bold else None, italic=None if is_bold else on)

    def link(self, start: int, end: int, address: str) -> None:
        """Let letters lead to an address; "" takes a link off."""
        if not self.suggesting and start < end:
            with self._change(start, end):
                self._text.restyle(start, end, link=address)

    def link_around(self, position: int) -> tuple[int, int, str]:
        """From where to where the link at a position goes and where it leads; (p, p, "") without one."""
        first, newline = self._first(position), self._newline(position)
        at = first
        for words, style in self._joined_links(first, newline):
            if style and at <= position <= at + words:
                return at, at + words, style
            at += words
        return position, position, ""

    def _joined_links(self, start: int, end: int) -> list[tuple[int, str]]:
        joined: list[tuple[int, str]] = []
        for words, style in self._text.runs(start, end) if end > start else ():
            if joined and joined[-1][1] == style.link:
                joined[-1] = joined[-1][0] + units(words), style.link
            else:
                joined.append((units(words), style.link))
        return joined

    # Inside

    def _suggest(self, start: int, end: int, words: str) -> int:
        with self._change(start, end):
            if end > start:
                edited = self._text.suggest_replace(start, end, words)
            else:
                edited = self._text.suggest_insert(start, words)
        return edited.caret

    def _clear(self, start: int, end: int) -> int:
        """Make room for what is pasted; where it goes in."""
        if self.suggesting:
            before = self._text.length
            self._text.suggest_delete(start, end)
            return end + self._text.length - before
        self._text.delete(start, end)
        return start

    def _style_of_letter(self, at: int) -> Style:
        return self._text.runs(at, at + 1)[0][1]

    def _struck_before(self, position: int) -> int:
        """How many units before a position are struck already."""
        first = self._first(position)
        struck = 0
        for words, style in reversed(self._text.runs(first, position) if position > first else []):
            if not style.deleted:
                break
            struck += units(words)
        return struck

    def _qt(self, position: int) -> QTextBlock:
        return self._binding.shown.findBlock(position)

    def _first(self, position: int) -> int:
        return self._qt(position).position()

    def _newline(self, position: int) -> int:
        block = self._qt(position)
        return block.position() + block.length() - 1

    def _is_empty(self, position: int) -> bool:
        return self._qt(position).length() == 1

    def _paragraphs(self, start: int, end: int) -> list[int]:
        """A position in each paragraph between two; one that is only touched at its start does not count."""
        found: list[int] = []
        block = self._qt(start)
        while block.isValid() and (not found or block.position() < end):
            found.append(block.position())
            block = block.next()
        return found

    @contextmanager
    def _change(self, start: int, end: int) -> Iterator[None]:
        """Changes of the document between two positions; then of what is shown."""
        before = self._text.length
        with self._text.quiet():
            yield
        self._binding.replace(start, end, end - start + self._text.length - before)


def part_of(text: TextDocument, start: int, end: int) -> tuple[Paragraph, ...]:
    """What stands between two positions; within one paragraph as plain letters of none."""
    paragraphs: list[Paragraph] = []
    runs: list[Run] = []
    at = start
    for words, style in text.runs(start, end) if end > start else ():
        for number, piece in enumerate(words.split("\n")):
            if number:
                paragraphs.append(Paragraph(tuple(runs), text.block_at(at), style))
                runs, at = [], at + 1
            if piece:
                runs.append(Run(piece, style))
                at += units(piece)
    if runs or not paragraphs:
        newline = at + units(text.text(at).partition("\n")[0])
        block = text.block_at(newline) if paragraphs else Block()
        paragraphs.append(Paragraph(tuple(runs), block))
    return tuple(paragraphs)
