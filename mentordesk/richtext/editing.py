# SPDX-License-Identifier: Apache-2.0
"""Direct edits: letters, styles and blocks, by the owner and by co-authors."""

from __future__ import annotations

from collections.abc import Sequence

from mentordesk.base.errors import Bug
from mentordesk.base.utf16 import units
from mentordesk.domain.texts import MAX_LINK, PLAIN, Block, Paragraph, Style
from mentordesk.richtext.core import Core
from mentordesk.richtext.marks import (
    BLOCK,
    BOLD,
    DELETED,
    INSERTED,
    ITALIC,
    LINK,
    Marks,
    block_of,
    block_value,
    written,
)


def insert(core: Core, at: int, text: str, style: Style | None = None) -> int:
    """Plain letters of `style` (None: as the letters before) at `at`, outside any suggestion; where they end.

    A line end that is written takes the block of the paragraph that it cuts.
    """
    at = core.place(at)
    end = at + core.insert(at, text)
    block = block_under(core, end) if "\n" in text else None
    for start, stop, letters, marks in core.marks_at(at, end):
        clear(core, start, stop, marks)
        if style is not None:
            dress(core, start, stop, marks.style, style)
        if block is not None:
            _set_blocks(core, start, letters, marks, block)
    return end


def clear(core: Core, start: int, end: int, marks: Marks, but: str = "") -> None:
    """Take every suggestion's marks off, except those of `but` that would add."""
    for one in marks.inserted:
        if one != but:
            core.mark(start, end, INSERTED + one, None)
    for one in marks.deleted:
        core.mark(start, end, DELETED + one, None)


def dress(core: Core, start: int, end: int, now: Style, wanted: Style) -> None:
    """Make letters of style `now` look as `wanted`."""
    if now.bold != wanted.bold:
        core.mark(start, end, BOLD, True if wanted.bold else None)
    if now.italic != wanted.italic:
        core.mark(start, end, ITALIC, True if wanted.italic else None)
    if now.link != wanted.link:
        core.mark(start, end, LINK, wanted.link[:MAX_LINK] or None)


def _set_blocks(core: Core, start: int, letters: str, marks: Marks, block: Block) -> None:
    at = start
    for part in letters.split("\n")[:-1]:
        at += units(part)
        if block_of(marks.block) != block:
            core.mark(at, at + 1, BLOCK, block_value(block))
        at += 1


def block_under(core: Core, position: int) -> Block:
    """The block of the paragraph that holds `position`."""
    return core.mirror.rows()[core.mirror.row_at(position)].block


def delete(core: Core, start: int, end: int) -> None:
    """Take letters out. Where paragraphs are joined the first one's block stays, unless it was empty."""
    start, end = core.span(start, end)
    if start >= end:
        return
    mirror = core.mirror
    first, last = mirror.row_at(start), mirror.row_at(end)
    keep = None
    if first != last and mirror.starts()[first] != start:
        keep = mirror.rows()[first].block
    core.delete(start, end)
    if keep is not None:
        row = core.mirror.row_at(start)
        set_block(core, core.mirror.starts()[row + 1] - 1, keep)


def set_block(core: Core, newline: int, block: Block) -> None:
    """What the paragraph is whose line end stands at `newline`; Bug where none stands."""
    core.check(newline, newline + 1)
    row = core.mirror.row_at(newline)
    if core.mirror.starts()[row + 1] - 1 != newline:
        raise Bug("no line end there")
    if core.mirror.rows()[row].block != block:
        core.mark(newline, newline + 1, BLOCK, block_value(block))


def restyle(
    core: Core, start: int, end: int, bold: bool | None, italic: bool | None, link: str | None
) -> None:
    """Set what is not None on [start, end)."""
    start, end = core.span(start, end)
    for begin, stop, _, marks in core.marks_at(start, end):
        now = marks.style
        wanted = Style(
            now.bold if bold is None else bold,
            now.italic if italic is None else italic,
            now.link if link is None else link,
        )
        dress(core, begin, stop, now, wanted)


def insert_paragraphs(core: Core, at: int, paragraphs: Sequence[Paragraph]) -> int:
    """Several paragraphs at `at`; the last one goes on with what stood behind `at`. Where they end.

    An empty paragraph they are put into takes the last one's block; the first one's counts at a paragraph's
    start only.
    """
    at = core.place(at)
    if not paragraphs:
        return at
    row = core.mirror.row_at(at)
    begin, under = core.mirror.starts()[row], core.mirror.rows()[row]
    text = "\n".join(_flat(paragraph) for paragraph in paragraphs)
    end = insert(core, at, text, PLAIN)
    position = at
    for index, paragraph in enumerate(paragraphs):
        for run in paragraph.runs:
            size = units(run.text)
            dress(core, position, position + size, PLAIN, _bare(run.style))
            position += size
        if index < len(paragraphs) - 1:
            set_block(core, position, under.block if index == 0 and begin != at else paragraph.block)
            position += 1
        elif under.size == 1:
            set_block(core, position, paragraph.block)
    return end


def _flat(paragraph: Paragraph) -> str:
    return written(paragraph.text).replace("\n", " ")


def _bare(style: Style) -> Style:
    return Style(style.bold, style.italic, style.link)
