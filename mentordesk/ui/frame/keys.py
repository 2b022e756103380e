# SPDX-License-Identifier: Apache-2.0
"""F1: all keys on one page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from mentordesk.ui.parts import Label, button, heading
from mentordesk.ui.rows import one_line
from mentordesk.ui.theme.theme import Theme

_LETTERS = 40  # of a circle's name


class KeysPage(QDialog):
    """Esc closes it. Never larger than the window it lies over."""

    def __init__(self, theme: Theme, actions: list[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys"))
        rows = [(_plain(action.text()), _keys(action.shortcuts())) for action in actions]
        listed = QWidget()
        grid = QGridLayout(listed)
        grid.setContentsMargins(0, 0, 16, 0)
        grid.setHorizontalSpacing(24)
        for place, (words, keys) in enumerate(rows):
            key = Label(theme, keys, bold=True)
            key.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            grid.addWidget(key, place, 0)
            grid.addWidget(Label(theme, one_line(words, _LETTERS)), place, 1)
        scroll = QScrollArea()
        scroll.setWidget(listed)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.windowTitle())
        pile = QVBoxLayout(self)
        pile.setContentsMargins(24, 16, 24, 16)
        pile.setSpacing(12)
        pile.addWidget(heading(theme, self.tr("All keys")))
        pile.addWidget(scroll, 1)
        close = button(self.tr("Close"), self.accept)
        pile.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
        close.setFocus()
        wanted = listed.sizeHint() + QSize(2 * 24 + 16, 2 * 16 + 2 * 12 + 2 * close.sizeHint().height())
        self.resize(wanted.boundedTo(parent.size() - QSize(48, 48)))


def _plain(text: str) -> str:
    """The words of a menu's line, without the mark of its letter."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _keys(shortcuts: list[QKeySequence]) -> str:
    """In the platform's writing; a key that is called twice, as Return and Enter, is named once."""
    shown = [keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in shortcuts]
    return ", ".join(keys for keys in shown if not keys.endswith("Enter") or len(shown) == 1)
