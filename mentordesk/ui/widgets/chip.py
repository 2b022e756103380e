# SPDX-License-Identifier: Apache-2.0
"""The sync chip: where the line stands, in an icon and a few words of fixed width."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import CHIP_HEIGHT, ICON
from mentordesk.ui.widgets.fade import Fade
from mentordesk.ui.widgets.links import paint_ring
from mentordesk.ui.words import Words

DEBOUNCE_MS = 1_000
_PAD = 12
_GAP = 6

ICONS = {
    LineState.UP_TO_DATE: "up-to-date",
    LineState.OFFLINE: "offline",
    LineState.WORKING: "sync",
    LineState.WAITING_TO_RETRY: "cloud",
    LineState.PORTAL: "warn",
    LineState.SIGN_IN_AGAIN: "key",
    LineState.UPDATE_NEEDED: "update",
    LineState.TROUBLE: "warn",
}
MUST_ACT = frozenset({LineState.PORTAL, LineState.SIGN_IN_AGAIN, LineState.UPDATE_NEEDED})
"""Only these are coloured: the person has to do something."""


class SyncChip(QAbstractButton):
    """Shows the newest status, at most one change a second; a click or Space opens the panel (`clicked`)."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._status = SyncStatus(LineState.OFFLINE)
        self._next = self._former = self._status
        self._fade = Fade(self)
        self._fade.moved.connect(self.update)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._take_next)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def status(self) -> SyncStatus:
        """The status shown."""
        return self._status

    def set_status(self, status: SyncStatus) -> None:
        """Show a status; a change that comes soon after another waits and only the last is shown."""
        self._next = status
        if not self._timer.isActive():
            self._take_next()

    def _take_next(self) -> None:
        if self._next != self._status:
            self._former, self._status = self._status, self._next
            self._timer.start()
            self._tell()
            if self._former.state is not self._status.state:  # figures alone do not fade
                self._fade.begin()

    def _tell(self) -> None:
        said = self._words.line.sentence(self._status), self._words.line.carrying(self._status)
        sentence = " ".join(words for words in said if words)
        self.setText(self._words.line.chip(self._status))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font())
        widest = max(metrics.horizontalAdvance(words) for words in self._words.line.chip_widest())
        icon = self._theme.scaled(ICON)
        height = max(CHIP_HEIGHT, metrics.height() + 8)
        return QSize(widest + icon + _GAP + 2 * _PAD, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._fade.is_running:
            self._paint_status(painter, self._former)
        painter.setOpacity(self._fade.share)
        self._paint_status(painter, self._status)
        painter.setOpacity(1.0)
        if self.hasFocus():
            paint_ring(painter, self, self._theme, self.height() // 2)
        painter.end()

    def _paint_status(self, painter: QPainter, status: SyncStatus) -> None:
        """Ground, icon and words of a status; whole, so that another can fade in over it."""
        tokens = self._theme.tokens
        ink, paper = ("warn", "warn_soft") if status.state in MUST_ACT else ("text2", "sunken")
        painter.setPen(QColor(tokens.border_strong if self.underMouse() else tokens.border))
        painter.setBrush(QColor(getattr(tokens, paper)))
        radius = self.height() // 2
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)
        self._paint_words(painter, status, ink)

    def _paint_words(self, painter: QPainter, status: SyncStatus, ink: str) -> None:
        size = self._theme.scaled(ICON)
        metrics = QFontMetrics(self._theme.font())
        direction = self.layoutDirection()
        text = self._words.line.chip(status)
        wide = min(metrics.horizontalAdvance(text), self.width() - size - _GAP - 2 * _PAD)
        start = (self.width() - size - _GAP - wide) // 2
        icon = QRect(start, (self.height() - size) // 2, size, size)
        words = QRect(start + size + _GAP, 0, wide + 2, self.height())
        pixmap = self._theme.icons.pixmap(ICONS[status.state], size, ink, self.devicePixelRatioF())
        painter.drawPixmap(QStyle.visualRect(direction, self.rect(), icon).topLeft(), pixmap)
        painter.setFont(self._theme.font())
        painter.setPen(QColor(getattr(self._theme.tokens, ink)))
        place = QStyle.visualRect(direction, self.rect(), words)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self._tell()
