# SPDX-License-Identifier: Apache-2.0
"""A button that looks like a link, for quiet actions beside text."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import FOCUS_RING, RADIUS

LINK_PADDING = 6  # beside the words, for the ring


class Link(QAbstractButton):
    """Words in a token's colour; underlined under the mouse, ringed when it has the focus."""

    def __init__(self, theme: Theme, text: str = "", tone: str = "accent", parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font("interface", bold=True))
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * LINK_PADDING, metrics.height() + 10)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font("interface", bold=True)
        if self.underMouse() and self.isEnabled():
            font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(QColor(getattr(tokens, self._tone) if self.isEnabled() else tokens.text3))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            paint_ring(painter, self, self._theme)
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def paint_ring(painter: QPainter, widget: QWidget, theme: Theme, radius: int = RADIUS) -> None:
    """The focus ring just inside a widget's edge."""
    painter.setPen(QPen(QColor(theme.tokens.focus), FOCUS_RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(widget.rect().adjusted(1, 1, -1, -1), radius, radius)
