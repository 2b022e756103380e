# SPDX-License-Identifier: Apache-2.0
"""Layout of a message's text: direction per paragraph, line height 1.45, and a bounded cache of layouts."""

from __future__ import annotations

import math
import unicodedata
from collections import OrderedDict
from typing import TypeAlias

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption

from mentordesk.ui.theme.tokens import LINE_HEIGHT

FlowKey: TypeAlias = tuple[bytes, int, int, str, bool]
"""Message id, revision, width in pixels, font, right-to-left window."""

_STRONG = {"L": False, "R": True, "AL": True}
_ISOLATES = {"LRI", "RLI", "FSI"}


def reads_right_to_left(text: str, otherwise: bool) -> bool:
    """Direction of a paragraph by its first strong letter; `otherwise` where it has none (numbers, dots).

    Isolated names do not count, as in Unicode's rule P2.
    """
    depth = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and kind in _STRONG:
            return _STRONG[kind]
    return otherwise


class TextFlow:
    """One text laid out for one width; `height` in pixels."""

    def __init__(self, text: str, font: QFont, width: int, right_to_left: bool = False) -> None:
        self._paragraphs: list[tuple[QTextLayout, float]] = []
        pitch = math.ceil(font.pixelSize() * LINE_HEIGHT)
        bottom = 0.0
        for paragraph in text.split("\n"):
            layout = QTextLayout(paragraph, font)
            layout.setCacheEnabled(True)
            layout.setTextOption(_option(reads_right_to_left(paragraph, right_to_left)))
            self._paragraphs.append((layout, bottom))
            bottom += _break_lines(layout, width, pitch)
        self.height = math.ceil(bottom)
        self.line_count = sum(layout.lineCount() for layout, _ in self._paragraphs)

    def paint(self, painter: QPainter, x: int, y: int, clip_top: int, clip_bottom: int) -> None:
        """Draw with the painter's pen at (x, y); paragraphs outside the clip (painter's y) are left out."""
        for place, (layout, top) in enumerate(self._paragraphs):
            below = self._paragraphs[place + 1][1] if place + 1 < len(self._paragraphs) else self.height
            if y + below >= clip_top and y + top <= clip_bottom:
                layout.draw(painter, QPointF(x, y + top))


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
