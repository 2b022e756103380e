# SPDX-License-Identifier: Apache-2.0
"""Two texts beside each other: one is chosen, or both are kept."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from mentordesk.ui.parts import Label, button, heading, row
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.words import Words

HERE, OTHER, BOTH = "here", "other", "both"
_WIDE = 760  # from here on the two stand beside each other
_SIZE = QSize(860, 420)


class BothTexts(QDialog):
    """`chosen` says which: HERE, OTHER or BOTH. Esc decides nothing."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        words: Words,
        texts: tuple[tuple[str, str], tuple[str, str]],
        parent: QWidget,
        joinable: bool = True,
    ) -> None:
        """`texts`: title and text of what stands here, then of the other; `joinable`: both may be kept."""
        super().__init__(parent)
        past = words.past
        self.setWindowTitle(self.tr("Both texts"))
        pile = QVBoxLayout(self)
        pile.setContentsMargins(24, 16, 24, 16)
        pile.setSpacing(12)
        pile.addWidget(heading(theme, self.windowTitle()))
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(16)
        for which, (title, text) in zip((HERE, OTHER), texts, strict=True):
            shown = (title, text or past.nothing())
            self._pair.addWidget(self._card(theme, shown, which, past.use_this()), 1)
        pile.addLayout(self._pair, 1)
        both = button(past.keep_both(), lambda: self._choose(BOTH))
        both.setVisible(joinable)
        pile.addLayout(row(both, None, button(self.tr("Close"), self.reject)))
        self.resize(QSize(_SIZE * theme.scaled(100) / 100).boundedTo(parent.size() - QSize(48, 48)))
        self._turn()

    def _card(self, theme: Theme, shown: tuple[str, str], which: str, use: str) -> QWidget:
        card = QWidget()
        pile = QVBoxLayout(card)
        pile.setContentsMargins(0, 0, 0, 0)
        title, text = shown
        pile.addWidget(Label(theme, title, bold=True).wrap())
        field = QPlainTextEdit(text)
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setFont(theme.font("body"))
        field.setAccessibleName(title)
        field.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        pile.addWidget(field, 1)
        made = button(use, lambda: self._choose(which))
        made.setAccessibleDescription(title)
        pile.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _turn(self) -> None:
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._pair.setDirection(along if self.width() >= _WIDE else down)

    def _choose(self, which: str) -> None:
        self.chosen.emit(which)
        self.accept()
