# SPDX-License-Identifier: Apache-2.0
"""Above a document: its title, and what one may do with all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from mentordesk.domain.documents import MAX_TITLE_LENGTH
from mentordesk.ui.parts import Label, button
from mentordesk.ui.theme.theme import Theme


class TitleBar(QWidget):
    """`renamed` with a new title; `ask_wanted` and `versions_wanted` from the buttons."""

    renamed = Signal(str)
    ask_wanted = Signal()
    versions_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._kept = ""
        self.title = QLineEdit()
        self.title.setMaxLength(MAX_TITLE_LENGTH)
        self.title.setPlaceholderText(self.tr("Give it a title"))
        self.title.setAccessibleName(self.tr("Title"))
        self.title.setProperty("kind", "flat")
        self.mode = Label(theme, tone="text2").wrap()
        self.ask = button(self.tr("Ask to read"), self.ask_wanted.emit)
        self.versions = button(self.tr("Versions"), self.versions_wanted.emit)
        self.more = self._menu_button()
        self._lay_out()
        self.title.editingFinished.connect(self._tell)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self.title, 1)
        for widget in (self.versions, self.ask, self.more):
            across.addWidget(widget)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(8, 6, 12, 2)
        pile.setSpacing(2)
        pile.addLayout(across)
        pile.addWidget(self.mode)
        self.mode.setContentsMargins(9, 0, 9, 2)

    def show_title(self, title: str, may_change: bool) -> None:
        """Show the title, unless it is being changed just now."""
        self._kept = title
        self.title.setReadOnly(not may_change)
        if not self.title.hasFocus():
            self.title.setText(title)
            self.title.setCursorPosition(0)

    def show_mode(self, words: str) -> None:
        """A sentence below, or none."""
        self.mode.setText(words)
        self.mode.setVisible(bool(words))

    def keep_title(self) -> None:
        """Tell a title that was typed and not told yet."""
        self._tell()

    def _tell(self) -> None:
        title = self.title.text().strip()
        if title != self._kept and not self.title.isReadOnly():
            self._kept = title
            self.renamed.emit(title)

    def _menu_button(self) -> QToolButton:
        made = QToolButton()
        made.setIcon(self._theme.icons.icon("more", "text"))
        made.setAccessibleName(self.tr("More"))
        made.setToolTip(self.tr("More"))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setMenu(QMenu(made))
        return made

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.title.updateGeometry()  # the style sheet changed its height only now

    def _restyle(self) -> None:
        self.title.setFont(self._theme.font("title", bold=True))
        self.title.updateGeometry()
