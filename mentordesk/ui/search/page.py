# SPDX-License-Identifier: Apache-2.0
"""Messages with the words one looks for."""

from __future__ import annotations

from PySide6.QtCore import Qt

from mentordesk.domain.events import Event
from mentordesk.domain.messages import SearchHit
from mentordesk.ui.circlewords import joined
from mentordesk.ui.context import Context, Page
from mentordesk.ui.parts import Column, Label, button, heading
from mentordesk.ui.places import SearchPlace, ThreadPlace
from mentordesk.ui.rows import Row, RowsView
from mentordesk.ui.widgets.letters import initial_of
from mentordesk.ui.words import isolated

AT_ONCE = 50


class SearchPage(Page[SearchPlace]):
    """The newest hits first, more on request."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.services.theme
        self._hits: list[SearchHit] = []
        self._heading = heading(theme)
        self._told = Label(theme, "", tone="text2").wrap()
        self._found = RowsView(theme, self.tr("Messages found"), fits=True)
        self._more = button(self.tr("Show more"), self._show_more)
        column = Column(theme)
        self._incomplete = Label(theme, "", tone="text2").wrap()
        for part in (self._heading, self._told, self._incomplete, self._found):
            column.body.addWidget(part)
        column.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)
        column.body.addStretch(1)
        self.pile.addWidget(column)
        self._found.opened.connect(context.go)

    def title(self) -> str:
        return self.tr("Search")

    def news(self, events: tuple[Event, ...]) -> None:
        """What was found stays; rows must not move under the hand."""

    def refresh(self) -> None:
        self._hits = []
        self._more.hide()
        self._add(self._find(0))

    def take_focus(self) -> None:
        if self._hits:
            self._found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self, offset: int) -> tuple[SearchHit, ...]:
        words = self.place.words if self.place else ""
        return tuple(self.context.desk.search.find(words, AT_ONCE + 1, offset)) if words else ()

    def _show_more(self) -> None:
        self._add(self._find(len(self._hits)))

    def _add(self, hits: tuple[SearchHit, ...]) -> None:
        self._hits += hits[:AT_ONCE]
        self._more.setVisible(len(hits) > AT_ONCE)
        self._found.set_rows([self._row(hit) for hit in self._hits])
        self._found.setVisible(bool(self._hits))
        words = self.place.words if self.place else ""
        self._heading.setText(self.tr("Messages with {words}").format(words=isolated(words)))
        self._heading.setVisible(bool(words))
        if not words:
            self._told.setText(self.tr("Type a word above. It is found in all your messages, also offline."))
        elif not self._hits:
            self._told.setText(self.tr("Nothing found. Try fewer letters, or another word."))
        self._told.setVisible(not self._hits)
        self._incomplete.setText(self.words.past.search_incomplete(self.context.desk.missing.bytes()))
        self._incomplete.setVisible(bool(words and self._incomplete.text()))

    def _row(self, hit: SearchHit) -> Row:
        message = hit.message
        author = self.words.you() if message.mine else message.author_name
        return Row(
            ThreadPlace(message.circle, message.thread, message.id),
            joined(author, hit.topic),
            hit.snippet.replace("\n", " "),
            trailing=self.words.times.day(message.time),
            initial=initial_of(message.author_name or author),
            marks=hit.marks,
        )
