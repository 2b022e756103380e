# SPDX-License-Identifier: Apache-2.0
"""What stands in a margin without cards: what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentordesk.domain.documents import Mode
from mentordesk.ui.circlewords import partners
from mentordesk.ui.context import Context
from mentordesk.ui.document.cards import Show
from mentordesk.ui.document.reviewwords import ReviewWords
from mentordesk.ui.names import calling
from mentordesk.ui.parts import Label, button, row
from mentordesk.ui.words import isolated

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing


class EmptyMargin(QWidget):
    """A sentence, and *Ask Grace to read* where the owner has asked nobody yet."""

    ask_wanted = Signal()

    def __init__(self, context: Context, words: ReviewWords) -> None:
        super().__init__()
        self._context, self._words = context, words
        self._said = Label(context.services.theme, tone="text2").wrap()
        self.ask = button("", self.ask_wanted.emit)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(14, 12, 6, 4)
        pile.addWidget(self._said)
        pile.addLayout(row(self.ask, None))
        self.hide()

    def words(self) -> str:
        """The sentence shown."""
        return self._said.text()

    def show_for(self, writing: Writing, show: Show) -> None:
        """Say what there is to do with this document."""
        summary = writing.summary
        owner, asked = writing.mode is Mode.OWNER, summary.review is not None
        self._said.setText(self._words.nothing(show, owner, asked, summary.private))
        self.ask.setVisible(owner and not asked and not summary.private and show is Show.ALL)
        circle = self._context.circle(summary.circle)
        people = partners(circle) if circle is not None else ()
        name = isolated(calling(circle.people)[people[0].member]) if circle and len(people) == 1 else ""
        self.ask.setText(self._words.ask(name))
        self.show()
