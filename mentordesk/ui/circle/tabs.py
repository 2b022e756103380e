# SPDX-License-Identifier: Apache-2.0
"""Threads and documents of a circle, one beside the other."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from mentordesk.domain.ids import CircleId
from mentordesk.ui.context import Context
from mentordesk.ui.places import CirclePlace, DocumentsPlace, Place
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.links import paint_ring

_PAD, _LINE = 10, 3


class CircleTabs(QWidget):
    """Two buttons, the one of this page pressed; arrows go from one to the other."""

    def __init__(self, context: Context, here: type[CirclePlace] | type[DocumentsPlace]) -> None:
        super().__init__()
        self._context = context
        self._circle: CircleId = b""
        self._here = here
        self.threads = self._tab(self.tr("Threads"), CirclePlace)
        self.documents = self._tab(self.tr("Documents"), DocumentsPlace)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.threads)
        layout.addWidget(self.documents)
        layout.addStretch(1)

    def set_circle(self, circle: CircleId) -> None:
        """Of which circle they are."""
        self._circle = circle

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            other = self.documents if self.threads.hasFocus() else self.threads
            other.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _tab(self, name: str, kind: type[CirclePlace] | type[DocumentsPlace]) -> Tab:
        made = Tab(self._context.services.theme, name)
        made.setChecked(kind is self._here)
        made.clicked.connect(lambda: self._press(made, kind))
        return made

    def _press(self, tab: Tab, kind: type[CirclePlace] | type[DocumentsPlace]) -> None:
        tab.setChecked(kind is self._here)
        if kind is not self._here:
            place: Place = kind(self._circle)
            self._context.go(place)


class Tab(QAbstractButton):
    """Words, with a line below them where one is."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setText(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font("section", bold=True))
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * _PAD, metrics.height() + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("section", bold=True))
        strong = self.isChecked() or self.underMouse()
        painter.setPen(QColor(tokens.text if strong else tokens.text2))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked():
            below = QRect(_PAD, self.height() - _LINE - 2, self.width() - 2 * _PAD, _LINE)
            painter.fillRect(below, QColor(tokens.accent))
        if self.hasFocus():
            paint_ring(painter, self, self._theme)
        painter.end()
