# SPDX-License-Identifier: Apache-2.0
"""Where a new comment is written: a small sheet beside the words it is about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout

from mentordesk.ui.document.marginfield import Field
from mentordesk.ui.document.marginpaint import PAD, PAD_ALONG
from mentordesk.ui.document.reviewwords import ReviewWords, visible
from mentordesk.ui.parts import Label, button, keeps_escape, row
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import RADIUS

_QUOTE_LETTERS = 100


class NewComment(QFrame):
    """A field with the words above it. Enter writes the comment, Esc leaves."""

    written = Signal(int, int, str)  # start, end, words
    left = Signal()

    def __init__(self, theme: Theme, words: ReviewWords, passage: tuple[int, int], quote: str) -> None:
        super().__init__()
        self._theme, self._passage = theme, passage
        shown = visible(quote)
        if len(shown) > _QUOTE_LETTERS:
            shown = shown[: _QUOTE_LETTERS - 1].rstrip() + "…"
        self.field = Field(theme, words.your_comment())
        pile = self._pile = QVBoxLayout(self)
        pile.setContentsMargins(PAD_ALONG, PAD, PAD_ALONG, PAD)
        pile.setSpacing(6)
        pile.addWidget(Label(theme, f"“{shown}”", tone="text2").wrap())
        pile.addWidget(self.field)
        write = button(self.tr("Comment"), self._write, "primary")
        pile.addLayout(row(write, button(words.back(), self.left.emit, "flat"), None))
        self.setAccessibleName(self.tr("Comment on '{quote}'").format(quote=shown))
        self.field.entered.connect(lambda _: self._write())
        self.field.left.connect(self.left)
        self.field.grown.connect(self._fit)

    def open_at(self, spot: QRect) -> None:
        """Show it with its upper corner there, as wide as `spot`, inside its window."""
        self.setFixedWidth(spot.width())
        self.move(spot.topLeft())
        self._fit()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc leaves the sheet before it leaves the page.
        return keeps_escape(event) or bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.tokens.accent), 1.5))
        painter.setBrush(QColor(self._theme.tokens.raised))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _fit(self) -> None:
        layout = self._pile
        high = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
        self.resize(self.width(), high)
        parent = self.parentWidget()
        if parent is not None:
            self.move(self.x(), max(0, min(self.y(), parent.height() - high - 4)))

    def _write(self) -> None:
        words = self.field.text()
        if words:
            self.written.emit(*self._passage, words)
        else:
            self.field.setFocus()
