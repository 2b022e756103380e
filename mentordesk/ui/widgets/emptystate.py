# SPDX-License-Identifier: Apache-2.0
"""What an empty page says: nothing is wrong, and what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mentordesk.ui.theme.theme import Theme

_WIDTH = 520  # a sentence with two names stays on its line


class EmptyState(QWidget):
    """A sentence, a quieter one, and one button, in the middle of the page."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = _line()
        self._words = _line()
        self._words.setForegroundRole(QPalette.ColorRole.Dark)
        self.button = QPushButton()
        self.button.setProperty("kind", "primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.acted)
        inner = self._inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 32, 0, 32)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        across = QHBoxLayout(self)
        across.addStretch(1)
        across.addWidget(inner, 1000)
        across.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def tell(self, title: str, words: str = "", action: str = "") -> None:
        """Say it; without `action` there is no button."""
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.button.setText(action)
        self.button.setVisible(bool(action))

    def _restyle(self) -> None:
        self._inner.setMaximumWidth(self._theme.scaled(_WIDTH))
        self._title.setFont(self._theme.font("title", bold=True))
        self._words.setFont(self._theme.font("body"))


def _line() -> QLabel:
    return QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText, alignment=Qt.AlignmentFlag.AlignCenter)
