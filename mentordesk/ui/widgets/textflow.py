# SPDX-License-Identifier: Apache-2.0
"""Layout of a message: direction per paragraph, line height 1.45, places in its text; a bounded cache."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from mentordesk.base.utf16 import units
from mentordesk.ui.theme.tokens import LINE_HEIGHT
from mentordesk.ui.widgets.letters import reads_right_to_left as reads_right_to_left

FlowKey: TypeAlias = tuple[bytes, int, int, str, bool]
"""Message id, revision, width in pixels, font, right-to-left window."""


def pitch_of(font: QFont) -> int:
    """Least distance of two lines of text in pixels."""
    return math.ceil(font.pixelSize() * LINE_HEIGHT)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a flow: its layout, how far down it begins, its first position, its direction."""

    layout: QTextLayout
    top: float
    start: int
    right_to_left: bool

    @property
    def end(self) -> int:
        """The position before its line end."""
        return self.start + units(self.layout.text())

    def line_at(self, position: int) -> QTextLine:
        """The line in which a position of this paragraph stands."""
        return self.layout.lineForTextPosition(position - self.start)


class TextFlow:
    """One text laid out for one width; `height` in pixels.

    Positions count UTF-16 units from 0, line ends included; `length` is the last of them.
    """

    def __init__(self, text: str, font: QFont, width: int, right_to_left: bool = False) -> None:
        self.paragraphs: list[Paragraph] = []
        self._utf16 = text.encode("utf-16-le", "surrogatepass")
        self.length = len(self._utf16) // 2
        pitch = pitch_of(font)
        bottom, start, mirrored = 0.0, 0, right_to_left
        for words in text.split("\n"):
            mirrored = reads_right_to_left(words, mirrored)  # numbers alone follow what stands above
            layout = QTextLayout(words, font)
            layout.setCacheEnabled(True)
            layout.setTextOption(_option(mirrored))
            paragraph = Paragraph(layout, bottom, start, mirrored)
            self.paragraphs.append(paragraph)
            bottom += _break_lines(layout, width, pitch)
            start = paragraph.end + 1
        self.height = math.ceil(bottom)
        self.line_count = sum(one.layout.lineCount() for one in self.paragraphs)
        self._starts = [one.start for one in self.paragraphs]
        self._tops = [one.top for one in self.paragraphs]

    def text(self, start: int, end: int) -> str:
        """The text between two positions."""
        return self._utf16[2 * start : 2 * end].decode("utf-16-le", "replace")

    def place_of(self, position: int) -> int:
        """Which paragraph a position stands in."""
        return max(0, bisect_right(self._starts, position) - 1)

    def position_at(self, x: float, y: float, on_letter: bool = False) -> int:
        """The position nearest to a point; with `on_letter` the letter under it, not the gap beside it."""
        if y < 0 or y >= self.height:
            return 0 if y < 0 else self.length
        paragraph = self.paragraphs[max(0, bisect_right(self._tops, y) - 1)]
        line = _line_below(paragraph.layout, y - paragraph.top)
        how = (
            QTextLine.CursorPosition.CursorOnCharacter
            if on_letter
            else QTextLine.CursorPosition.CursorBetweenCharacters
        )
        inside: int = line.xToCursor(x, how)
        last = line.textStart() + line.textLength()
        if inside >= last and line.lineNumber() < paragraph.layout.lineCount() - 1:
            inside = paragraph.layout.previousCursorPosition(last)  # the gap itself counts to the next line
        return paragraph.start + inside

    def caret(self, position: int) -> QRect:
        """Where the caret stands at a position; 1 wide, as high as its line."""
        paragraph = self.paragraphs[self.place_of(position)]
        line = paragraph.line_at(position)
        x = _first(line.cursorToX(position - paragraph.start))
        return QRect(round(x), round(paragraph.top + line.y()), 1, math.ceil(line.height()))

    def paint(self, painter: QPainter, x: int, y: int, clip_top: int, clip_bottom: int) -> None:
        """Draw with the painter's pen at (x, y); paragraphs outside the clip (painter's y) are left out."""
        self.paint_marked(painter, QPointF(x, y), (clip_top, clip_bottom), (0, 0), QTextCharFormat())

    def paint_marked(
        self,
        painter: QPainter,
        corner: QPointF,
        clip: tuple[int, int],
        marked: tuple[int, int],
        look: QTextCharFormat,
    ) -> None:
        """Draw as `paint` does, the text between the two positions of `marked` in `look`."""
        for place, one in enumerate(self.paragraphs):
            below = self._tops[place + 1] if place + 1 < len(self._tops) else self.height
            if corner.y() + below < clip[0] or corner.y() + one.top > clip[1]:
                continue
            start, end = max(marked[0], one.start), min(marked[1], one.end)
            spot = corner + QPointF(0, one.top)
            if start < end:
                one.layout.draw(painter, spot, [_range(start - one.start, end - start, look)])
            else:
                one.layout.draw(painter, spot)


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made


def _first(found: object) -> float:
    """The x of `cursorToX`, which the binding gives together with the position."""
    return float(found[0] if isinstance(found, tuple | list) else found)  # type: ignore[arg-type]


def _line_below(layout: QTextLayout, y: float) -> QTextLine:
    """The line at this height of a paragraph, the free space around it included."""
    low, high = 0, layout.lineCount() - 1
    while low < high:
        middle = (low + high + 1) // 2
        before = layout.lineAt(middle - 1)
        if (before.y() + before.height() + layout.lineAt(middle).y()) / 2 <= y:
            low = middle
        else:
            high = middle - 1
    return layout.lineAt(low)


def _option(right_to_left: bool) -> QTextOption:
    # A bare layout does not mirror its alignment.
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    )
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _break_lines(layout: QTextLayout, width: int, pitch: int) -> float:
    """Break one paragraph into lines at least `pitch` apart; returns its height."""
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        # Scripts with tall letters need more than the pitch.
        step = max(float(pitch), math.ceil(line.height()))
        line.setPosition(QPointF(0, height + (step - line.height()) / 2))
        height += step
    layout.endLayout()
    return height


class FlowCache:
    """The layouts used last, at most `limit`."""

    def __init__(self, limit: int = 256) -> None:
        self._limit = limit
        self._kept: OrderedDict[FlowKey, TextFlow] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Forget all, as after a change of font."""
        self._kept.clear()

    def flow(self, key: FlowKey, text: str, font: QFont) -> TextFlow:
        """The layout for this key, made when it is not kept."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = TextFlow(text, font, key[2], key[4])
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found
