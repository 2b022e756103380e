# SPDX-License-Identifier: Apache-2.0
"""A passage as the reviewer saw it and as it is now, beside each other; then an answer."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QDialog, QTextEdit, QVBoxLayout, QWidget

from mentordesk.ui.document.cards import Card
from mentordesk.ui.document.margincard import Deed
from mentordesk.ui.document.marginpaint import Pieces, format_of
from mentordesk.ui.document.reviewwords import ReviewWords
from mentordesk.ui.parts import Label, button, heading, row
from mentordesk.ui.theme.theme import Theme

_WIDE = 700  # from here on the two stand beside each other
_SIZE = QSize(860, 440)
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class SeeBoth(QDialog):
    """`chosen` carries ACCEPT or REFUSE. Esc decides nothing. `answers` is the line of buttons that do."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, words: ReviewWords, card: Card, texts: tuple[str, str], parent: QWidget
    ) -> None:
        """`texts`: the passage as it was for the reviewer, and as it is now."""
        super().__init__(parent)
        self._theme = theme
        name = words.who(card)
        self.setWindowTitle(self.tr("Text has changed"))
        pile = QVBoxLayout(self)
        pile.setContentsMargins(24, 16, 24, 16)
        pile.setSpacing(12)
        pile.addWidget(heading(theme, self.windowTitle()))
        pile.addWidget(Label(theme, self.tr("{name} suggests:").format(name=name), bold=True))
        change = Pieces(theme, lines=4)
        change.show_pieces(words.change(card, self.isRightToLeft()))
        pile.addWidget(change)
        wide = parent.width() >= _WIDE
        along, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._pair = QBoxLayout(along if wide else down)
        self._pair.setSpacing(16)
        was, now = texts
        titles = self.tr("As {name} saw it").format(name=name), self.tr("As it is now")
        self._pair.addWidget(self._passage(titles[0], marked(was, now, "delete")), 1)
        self._pair.addWidget(self._passage(titles[1], marked(now, was, "insert")), 1)
        pile.addLayout(self._pair, 1)
        self.answers = QWidget()
        accept = button(words.accept_anyway(), lambda: self._choose(Deed.ACCEPT), "primary")
        line = row(accept, button(words.refuse(card), lambda: self._choose(Deed.REFUSE)))
        line.setContentsMargins(0, 0, 0, 0)
        self.answers.setLayout(line)
        pile.addLayout(row(self.answers, None, button(words.close(), self.reject)))
        self.resize(QSize(_SIZE * theme.scaled(100) / 100).boundedTo(parent.size() - QSize(48, 48)))

    def _passage(self, title: str, pieces: list[tuple[str, str]]) -> QWidget:
        card = QWidget()
        pile = QVBoxLayout(card)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.addWidget(Label(self._theme, title, bold=True).wrap())
        field = QTextEdit()
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setFont(self._theme.font("body"))
        field.setAccessibleName(title)
        field.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        if pieces:
            cursor = QTextCursor(field.document())
            for text, look in pieces:
                cursor.insertText(text, format_of(look, self._theme))
        else:
            cursor = QTextCursor(field.document())
            cursor.insertText(self.tr("Nothing of it is left."), _quiet(self._theme))
        field.moveCursor(QTextCursor.MoveOperation.Start)
        pile.addWidget(field, 1)
        return card

    def _choose(self, deed: Deed) -> None:
        self.accept()
        self.chosen.emit(deed)


def marked(text: str, other: str, look: str) -> list[tuple[str, str]]:
    """A text in pieces; the words that the other one does not have carry `look`."""
    ours, theirs = _WORDS.findall(text), _WORDS.findall(other)
    found: list[tuple[str, str]] = []
    for kind, start, end, _, _ in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        piece = "".join(ours[start:end])
        if piece:
            found.append((piece, "" if kind == "equal" else look))
    return found


def _quiet(theme: Theme) -> QTextCharFormat:
    return format_of("quiet", theme)
