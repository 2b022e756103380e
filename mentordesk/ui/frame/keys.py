# SPDX-License-Identifier: Apache-2.0
"""F1: all keys on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from mentordesk.ui.parts import Label, button, heading
from mentordesk.ui.theme.theme import Theme

_WRITING = QKeySequence("Ctrl+Return")


class KeysPage(QDialog):
    """Esc closes it."""

    def __init__(self, theme: Theme, actions: list[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        rows = [(action.text().replace("&", ""), _keys(action.shortcuts())) for action in actions]
        rows.append((self.tr("Send the message"), _keys([_WRITING])))
        for place, (words, keys) in enumerate(rows):
            key = Label(theme, keys, bold=True)
            key.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            grid.addWidget(key, place, 0)
            grid.addWidget(Label(theme, words), place, 1)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(24, 16, 24, 16)
        pile.setSpacing(12)
        pile.addWidget(heading(theme, self.tr("All keys")))
        pile.addLayout(grid)
        close = button(self.tr("Close"), self.accept)
        pile.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
        close.setFocus()


def _keys(shortcuts: list[QKeySequence]) -> str:
    return ", ".join(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in shortcuts)
