# SPDX-License-Identifier: Apache-2.0
"""A painted row's own coordinates, turned into the viewport's."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from mentordesk.ui.widgets.letters import reads_right_to_left


class RowFrame:
    """Turns a row's own coordinates into the viewport's, mirrored where the window is."""

    def __init__(self, row: QRect, right_to_left: bool) -> None:
        self._row = row
        self._mirrored = right_to_left
        self._direction = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight

    def place(self, rect: QRect) -> QRect:
        """The rectangle on the screen."""
        moved = rect.translated(self._row.topLeft())
        return QStyle.visualRect(self._direction, self._row, moved)

    def write(self, painter: QPainter, rect: QRect, text: str) -> None:
        """One line at the leading edge of `rect`, whatever direction the words have."""
        box = self.place(rect)
        wide = painter.fontMetrics().horizontalAdvance(text)
        self._write_at(painter, box.right() + 1 - wide if self._mirrored else box.left(), box, text)

    def write_middle(self, painter: QPainter, rect: QRect, text: str) -> None:
        """One line in the middle of `rect`."""
        box = self.place(rect)
        wide = painter.fontMetrics().horizontalAdvance(text)
        self._write_at(painter, box.left() + (box.width() - wide) // 2, box, text)

    def _write_at(self, painter: QPainter, x: int, box: QRect, text: str) -> None:
        """On the same base line in every script: Qt would put taller scripts higher."""
        metrics = painter.fontMetrics()
        right = reads_right_to_left(text, self._mirrored)
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        painter.drawText(x, box.top() + (box.height() - metrics.height()) // 2 + metrics.ascent(), text)
        painter.setLayoutDirection(self._direction)
