# SPDX-License-Identifier: Apache-2.0
"""Giving a document another title."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from mentordesk.domain.documents import MAX_TITLE_LENGTH
from mentordesk.ui.parts import Label, button, row
from mentordesk.ui.theme.theme import Theme


class RenameDialog(QDialog):
    """`renamed` with another title than before; Enter takes it, Esc leaves it."""

    renamed = Signal(str)

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._before = title
        self.setWindowTitle(self.tr("Title"))
        self.title = QLineEdit(title)
        self.title.setMaxLength(MAX_TITLE_LENGTH)
        self.title.setPlaceholderText(self.tr("Give it a title"))
        self.title.setAccessibleName(self.tr("Title"))
        keep = button(self.tr("Keep it"), self._keep, "primary")
        keep.setDefault(True)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(24, 16, 24, 16)
        pile.setSpacing(8)
        pile.addWidget(Label(theme, self.tr("What is this document called?"), tone="text2"))
        pile.addWidget(self.title)
        pile.addSpacing(8)
        pile.addLayout(row(None, button(self.tr("Leave it"), self.reject), keep))
        self.setMinimumWidth(theme.scaled(400))
        self.title.selectAll()
        self.title.setFocus()

    def _keep(self) -> None:
        title = self.title.text().strip()
        if title and title != self._before:
            self.renamed.emit(title)
        self.accept()
