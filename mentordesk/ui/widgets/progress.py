# SPDX-License-Identifier: Apache-2.0
"""A quiet line that fills while something is copied."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QStyle

from mentordesk.ui.theme.theme import Theme

_HEIGHT = 6


class ProgressLine(QProgressBar):
    """Qt's progress bar to screen readers, painted with the theme's tokens; empty until `show_part`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_part(0, 0)
        theme.changed.connect(self.updateGeometry)

    def show_part(self, done: int, total: int) -> None:
        """`done` of `total`; a total of 0 is not known yet."""
        self.setRange(0, max(total, 1))
        self.setValue(min(done, max(total, 1)) if total > 0 else 0)

    def sizeHint(self) -> QSize:
        return QSize(120, self._theme.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, radius = self._theme.tokens, self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.border))
        painter.drawRoundedRect(self.rect(), radius, radius)
        if self.value():
            wide = max(self.height(), self.width() * self.value() // self.maximum())
            filled = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(0, 0, wide, self.height()))
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(filled, radius, radius)
        painter.end()
