# SPDX-License-Identifier: Apache-2.0
"""What stands in the text: letters, runs, paragraphs, words, authors. Positions are UTF-16 units."""

from __future__ import annotations

from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Block, Paragraph, Style
from mentordesk.richtext import editing
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.core import Core, clip
from mentordesk.richtext.guard import guarded, guards
from mentordesk.richtext.marks import shown
from mentordesk.richtext.mirror import count_words
from mentordesk.richtext.versions import paragraphs


@guards
class Reading:
    """The reading half of a TextDocument."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @property
    def length(self) -> int:
        """UTF-16 units, the last line end included."""
        return self._core.length

    @property
    def words(self) -> int:
        """Words of what is written; suggested insertions are not counted."""
        mirror = self._core.mirror
        for row in mirror.rows():
            mirror.pieces(row)
        return sum(row.words for row in mirror.rows())

    def words_in(self, start: int, end: int) -> int:
        """The same of the letters in [start, end)."""
        runs = self.runs(start, end)
        return count_words("".join(text for text, style in runs if not style.inserted))

    def text(self, start: int = 0, end: int | None = None) -> str:
        """Letters in [start, end), whole characters."""
        end = self.length if end is None else end
        self._core.check(start, end)
        with guarded(TextCode.BROKEN):
            return shown(self._core.text.slice_utf16(start, end)) if end > start else ""

    def runs(self, start: int, end: int) -> list[tuple[str, Style]]:
        """Letters and styles in [start, end), line ends included as letters, equal neighbours joined."""
        self._core.check(start, end)
        mirror, found = self._core.mirror, list[tuple[str, Style]]()
        rows, starts = mirror.rows(), mirror.starts()
        for index in range(mirror.row_at(start), len(rows)):
            if starts[index] >= end:
                break
            for piece in mirror.pieces(rows[index]):
                text = clip(piece.text, starts[index] + piece.start, start, end)
                if text and found and found[-1][1] == piece.style:
                    found[-1] = found[-1][0] + text, piece.style
                elif text:
                    found.append((text, piece.style))
        return found

    def block_at(self, newline: int) -> Block:
        """The block of the paragraph that holds `newline`, the place of its line end."""
        self._core.check(newline, newline + 1)
        return editing.block_under(self._core, newline)

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The whole text."""
        return paragraphs(self._core.mirror)

    def plain(self) -> tuple[tuple[str, Style, Block], ...]:
        """What stands when no open suggestion is followed: letters, looks, their paragraphs' blocks.

        Reviewers change nothing of it: only the owner and co-authors do.
        """
        found: list[tuple[str, Style, Block]] = []
        mirror = self._core.mirror
        for row in mirror.rows():
            for piece in mirror.pieces(row):
                style = Style(piece.style.bold, piece.style.italic, piece.style.link)
                if piece.style.inserted:
                    continue
                if found and found[-1][1:] == (style, row.block):
                    found[-1] = found[-1][0] + piece.text, style, row.block
                else:
                    found.append((piece.text, style, row.block))
        return tuple(found)

    def author_at(self, position: int) -> MemberId | None:
        """Who wrote the letter at `position`; None where nobody knows."""
        core = self._core
        core.check(position, position + 1)
        with guarded(TextCode.BROKEN):
            peer = core.text.get_editor_at_unicode_pos(core.point(position))
        return None if peer is None else core.records.author_of(peer)
