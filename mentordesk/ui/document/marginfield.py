# SPDX-License-Identifier: Apache-2.0
"""A small field for a few sentences: grows with them, Enter keeps, Esc leaves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from mentordesk.ui.parts import keeps_escape
from mentordesk.ui.theme.theme import Theme

LINES_MOST = 4
MOST_LETTERS = 2_000
_FRAME = 14  # border and padding of the style sheet, above and below


class Field(QTextEdit):
    """Plain text of 1–4 lines. Shift+Enter begins another line."""

    entered = Signal(str)  # Enter
    left = Signal()  # Esc
    unfocused = Signal(str)  # the focus went elsewhere
    grown = Signal()  # another height

    def __init__(self, theme: Theme, name: str, text: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlainText(text)
        self.textChanged.connect(self._fit)
        theme.changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """What is written, without spaces around it."""
        return self.toPlainText().strip()[:MOST_LETTERS]

    def sizeHint(self) -> QSize:
        return QSize(120, self.minimumHeight())

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.textCursor().insertText(source.text()[:MOST_LETTERS])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.entered.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc here leaves the field, not the page.
        return keeps_escape(event) or bool(super().event(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.unfocused.emit(self.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFont(self._theme.font())
        line = QFontMetrics(self._theme.font()).lineSpacing()
        inner = self.document().size().height() if self.viewport().width() > 40 else 0
        margin = 2 * round(self.document().documentMargin())
        high = min(max(round(inner), line + margin), LINES_MOST * line + margin) + _FRAME - 2
        if self.height() != high or self.minimumHeight() != high:
            self.setFixedHeight(high)
            self.grown.emit()
