# SPDX-License-Identifier: Apache-2.0
"""What an empty page says: nothing is wrong, and what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import COLUMN_NARROW


class EmptyState(QWidget):
    """A sentence, a quieter one, and one button, in the middle of the page."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = _line()
        self._words = _line()
        self._words.setForegroundRole(QPalette.ColorRole.Dark)
        self._button = QPushButton()
        self._button.setProperty("kind", "primary")
        self._button.setAutoDefault(True)
        self._button.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(12)
        column.addStretch(1)
        for widget in (self._title, self._words, self._button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        theme.changed.connect(self._restyle)
        self._restyle()

    def tell(self, title: str, words: str = "", action: str = "") -> None:
        """Say it; without `action` there is no button."""
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._button.setText(action)
        self._button.setVisible(bool(action))

    def _restyle(self) -> None:
        self._title.setFont(self._theme.font("title", bold=True))
        self._words.setFont(self._theme.font("body"))


def _line() -> QLabel:
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText, alignment=Qt.AlignmentFlag.AlignCenter)
    label.setMinimumWidth(COLUMN_NARROW * 3 // 4)
    label.setMaximumWidth(COLUMN_NARROW)
    return label
