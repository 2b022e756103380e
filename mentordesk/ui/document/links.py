# SPDX-License-Identifier: Apache-2.0
"""Links in a text: put in, changed, taken off; opened in the browser only after asking, never fetched."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from mentordesk.domain.texts import LINK_SCHEMES, MAX_LINK
from mentordesk.ui.document.editor import Editor
from mentordesk.ui.parts import Label, button, row
from mentordesk.ui.theme.theme import Theme


def address_of(words: str) -> str:
    """What somebody typed as an address that can be opened; "" for what is none."""
    words = words.strip()
    if not words or len(words) > MAX_LINK or any(letter.isspace() for letter in words):
        return ""
    if "@" in words and ":" not in words and "/" not in words:
        words = "mailto:" + words
    elif "://" not in words and not words.startswith("mailto:"):
        words = "https://" + words
    url = QUrl(words, QUrl.ParsingMode.StrictMode)
    known = url.isValid() and url.scheme().lower() in LINK_SCHEMES
    return words if known and (url.host() or url.scheme().lower() == "mailto") else ""


class LinkDesk(QObject):
    """What the editor's link action and a click on a link do."""

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__(editor)
        self._editor, self._theme = editor, theme
        editor.link_asked.connect(self.open)
        self._open = self._action(self.tr("Open link…"), self.open)
        self._change = self._action(self.tr("Change link…"), self.edit)
        self._off = self._action(self.tr("Take link off"), self.remove)

    def menu_actions(self, position: int) -> list[QAction]:
        """What can be done with the link at a position."""
        if self._editor.text_document is None or not self._editor.edits.link_around(position)[2]:
            return []
        return [self._open, *((self._change, self._off) if self._editor.can_format() else ())]

    def _action(self, words: str, do: Callable[[], None]) -> QAction:
        made = QAction(words, self)
        made.triggered.connect(lambda: do())
        return made

    def edit(self) -> None:
        """Ask where the selected words, or the link at the caret, shall lead."""
        if not self._editor.can_format():
            return
        start, end, address = self._there()
        dialog = LinkDialog(self._theme, self._editor, address, start == end)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        if start == end:
            words = dialog.words() or dialog.address()
            self._editor.put_in(start, start, words)
            end = self._editor.caret()
        self._editor.link(start, end, dialog.address())
        self._editor.select(end, end)

    def remove(self) -> None:
        """Take the link at the caret off; its words stay."""
        start, end, _ = self._there()
        self._editor.link(start, end, "")

    def open(self) -> None:
        """Ask, then let the browser open the link at the caret."""
        _, _, address = self._there()
        if address_of(address) and OpenDialog(self._theme, self._editor, address).exec():
            QDesktopServices.openUrl(QUrl(address))

    def _there(self) -> tuple[int, int, str]:
        start, end = self._editor.selection()
        first, last, address = self._editor.edits.link_around(start)
        return (first, last, address) if address and end <= last else (start, end, "")


class LinkDialog(QDialog):
    """Words and address of a link; with an empty address *Put in* is not there."""

    def __init__(self, theme: Theme, parent: QWidget, address: str, ask_words: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Link"))
        self._words = QLineEdit()
        self._address = QLineEdit(address)
        self._address.setMaxLength(MAX_LINK)
        self._words.setAccessibleName(self.tr("Words"))
        self._address.setAccessibleName(self.tr("Address"))
        self._address.setPlaceholderText("https://")
        self._put = button(self.tr("Put in"), self.accept, "primary")
        off = button(self.tr("Take link off"), self._take_off)
        off.setVisible(bool(address))
        pile = QVBoxLayout(self)
        pile.setContentsMargins(24, 16, 24, 16)
        pile.setSpacing(8)
        if ask_words:
            pile.addWidget(Label(theme, self.tr("Words"), tone="text2"))
            pile.addWidget(self._words)
        pile.addWidget(Label(theme, self.tr("Address"), tone="text2"))
        pile.addWidget(self._address)
        pile.addSpacing(8)
        pile.addLayout(row(off, None, button(self.tr("Leave it"), self.reject), self._put))
        self._put.setDefault(True)
        self.setMinimumWidth(theme.scaled(400))
        self._address.textChanged.connect(self._follow)
        self._follow()
        (self._words if ask_words else self._address).setFocus()

    def words(self) -> str:
        """What the link is called."""
        return self._words.text().strip()

    def address(self) -> str:
        """Where it leads; "" = nowhere any more."""
        return address_of(self._address.text())

    def _take_off(self) -> None:
        self._address.clear()
        self.accept()

    def _follow(self) -> None:
        self._put.setEnabled(bool(self.address()))


class OpenDialog(QDialog):
    """Says where a link leads before anything is opened."""

    def __init__(self, theme: Theme, parent: QWidget, address: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open this page?"))
        pile = QVBoxLayout(self)
        pile.setContentsMargins(24, 16, 24, 16)
        pile.setSpacing(8)
        pile.addWidget(Label(theme, self.tr("Your browser opens this page:")).wrap())
        pile.addWidget(Label(theme, address, bold=True).wrap())
        pile.addWidget(Label(theme, self.tr("It needs a line, and counts as data."), tone="text2").wrap())
        pile.addSpacing(8)
        leave = button(self.tr("Leave it"), self.reject)
        pile.addLayout(row(None, leave, button(self.tr("Open"), self.accept, "primary")))
        self.setMinimumWidth(theme.scaled(400))
        leave.setFocus()
