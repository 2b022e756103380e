# SPDX-License-Identifier: Apache-2.0
"""What of the margin reaches over the text: a card where the margin is folded, a new comment, the leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mentordesk.ui.document.margincard import CardPanel
from mentordesk.ui.document.marginnote import NewComment
from mentordesk.ui.document.reviewwords import ReviewWords
from mentordesk.ui.theme.theme import Theme

if TYPE_CHECKING:
    from mentordesk.ui.document.editor import Editor

_WIDE = 280  # of what lies over the text


class Sheets(QObject):
    """Places them inside the window, beside the margin on the side of the text."""

    commented = Signal(int, int, str)  # start, end, words
    left = Signal()  # a new comment was not written

    def __init__(self, margin: QWidget, editor: Editor, theme: Theme, words: ReviewWords) -> None:
        super().__init__(margin)
        self._margin, self._editor, self._theme, self._words = margin, editor, theme, words
        self._leader = Leader(theme, editor.viewport())
        self.note: NewComment | None = None

    def open_card(self, panel: CardPanel) -> None:
        """Show a card that was placed."""
        panel.show()
        panel.raise_()

    def place_card(self, panel: CardPanel, view: QWidget, badge: QRect) -> None:
        """Put a card beside the folded margin, at the height of its badge in `view` if it fits."""
        window, wide = self._margin.window(), self._theme.scaled(_WIDE)
        if panel.parentWidget() is not window:
            panel.setParent(window)
        top = view.mapTo(window, badge.topLeft()).y()
        panel.set_room(wide)
        high = panel.needed(wide)
        top = max(0, min(top, window.height() - high - 4))
        spot = QRect(self._beside(wide), top, wide, high)
        if panel.geometry() != spot:
            panel.setGeometry(spot)

    def open_note(self, start: int, end: int, quote: str, folded: bool) -> None:
        """Let a comment on these words be written, at their height."""
        self.close_note()
        window = self._margin.window()
        note = self.note = NewComment(self._theme, self._words, (start, end), quote)
        note.setParent(window)
        note.written.connect(self.commented)
        note.left.connect(self.left)
        words: QRect = self._editor.place_rect(start)
        top = self._editor.viewport().mapTo(window, words.topLeft()).y()
        if folded:
            wide = self._theme.scaled(_WIDE)
            note.open_at(QRect(self._beside(wide), top, wide, 0))
        else:
            corner = self._margin.mapTo(window, QPoint(0, 0))
            note.open_at(QRect(corner.x(), max(top, corner.y()), self._margin.width(), 0))

    def close_note(self) -> None:
        """Take the sheet for a new comment away."""
        if self.note is not None:
            self.note.hide()
            self.note.deleteLater()
            self.note = None

    def lead_from(self, start: int) -> None:
        """Draw the line from the words at this position, −1 = none, to the margin."""
        if start < 0:
            self._leader.hide()
        else:
            self._leader.join(self._editor.place_rect(start), self._margin.isRightToLeft())

    def _beside(self, wide: int) -> int:
        edge = self._margin.mapTo(self._margin.window(), QPoint(0, 0)).x()
        return edge + self._margin.width() if self._margin.isRightToLeft() else edge - wide


class Leader(QWidget):
    """A quiet dotted line from words to the edge beside which their card stands."""

    def __init__(self, theme: Theme, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._theme, self._viewport = theme, viewport
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def join(self, words: QRect, mirrored: bool) -> None:
        """From these words to the trailing edge of the text."""
        y = words.bottom() - 1
        left = 0 if mirrored else words.left()
        wide = words.right() if mirrored else self._viewport.width() - words.left()
        self.setGeometry(left, y, max(wide, 0), 2)
        self.setVisible(0 <= y < self._viewport.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = QPen(QColor(self._theme.tokens.accent), 1, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()
