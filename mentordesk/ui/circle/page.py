# SPDX-License-Identifier: Apache-2.0
"""A circle: who is in it, who can read, and its threads."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

from mentordesk.domain.circles import CircleSummary
from mentordesk.domain.events import DraftChanged, Event, SyncChanged, ThreadChanged
from mentordesk.domain.ids import MemberId
from mentordesk.domain.messages import ThreadSummary
from mentordesk.ui.circle.tabs import CircleTabs
from mentordesk.ui.circlewords import CircleWords
from mentordesk.ui.context import Context, Page
from mentordesk.ui.missing import MissingLine
from mentordesk.ui.names import calling
from mentordesk.ui.parts import Column, Label, button, row
from mentordesk.ui.places import CirclePlace, NewThreadPlace, Place, ThreadPlace
from mentordesk.ui.rows import Row, RowsView, one_line
from mentordesk.ui.widgets.emptystate import EmptyState
from mentordesk.ui.widgets.letters import initial_of
from mentordesk.ui.widgets.links import Link
from mentordesk.ui.words import isolated

_LETTERS = 120
_THREADS = 60  # shown at first; each further look adds as many


class CirclePage(Page[CirclePlace]):
    """People above, threads below."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.services.theme
        self._names = CircleWords(self.words)
        self._people = Label(theme).wrap()
        self._readers = Label(theme, "", tone="text2").wrap()
        self._new = button(self.tr("New thread"), self._new_thread, "primary")
        self._empty = EmptyState(theme)
        self._threads = RowsView(theme, self.tr("Threads"), fits=True)
        self.tabs = CircleTabs(context, CirclePlace)
        self._older = Link(theme)
        self._limit = _THREADS
        column = Column(theme)
        self._missing = MissingLine(context)
        for part in (self._people, self._readers, self._missing):
            column.body.addWidget(part)
        column.body.addSpacing(12)
        column.body.addLayout(row(self.tabs, None, self._new))
        column.body.addWidget(self._empty)
        column.body.addWidget(self._threads)
        column.body.addWidget(self._older)
        column.body.addStretch(1)
        self.pile.addWidget(column)
        self._threads.opened.connect(context.go)
        self._empty.acted.connect(self._new_thread)
        self._older.clicked.connect(self._show_older)

    def title(self) -> str:
        circle = self._circle()
        return self._names.name(circle) if circle else ""

    def show_place(self, place: CirclePlace) -> None:
        if place != self.place:
            self._limit = _THREADS
        super().show_place(place)

    def news(self, events: tuple[Event, ...]) -> None:
        here = self.place.circle if self.place else b""
        for event in events:
            elsewhere = isinstance(event, ThreadChanged | DraftChanged) and event.circle != here
            if not elsewhere and not isinstance(event, SyncChanged):
                self.refresh()
                return
        self._missing.follow(here, events)

    def refresh(self) -> None:
        circle = self._circle()
        if circle is None:
            return
        now = self.context.services.clock.now()
        lines = (f"{person.name} · {self._names.about(person, now)}" for person in circle.others)
        self._people.setText("\n".join(line.rstrip(" ·") for line in lines))
        self._readers.setText(f"{self.words.who_can_read(circle.people)}\n{self.words.sealed()}")
        self._missing.look(circle.circle)
        threads = self.context.desk.threads.list(circle.circle, self._limit)
        drafts = [self._draft_row(circle)] if self.context.desk.drafts.new_in(circle.circle) else []
        called = calling(circle.people)
        self._threads.set_rows([*drafts, *(self._row(thread, called) for thread in threads)])
        self._show_count(circle, len(threads))
        self._threads.setVisible(bool(threads or drafts))
        self.tabs.set_circle(circle.circle)
        nothing = not threads and not drafts
        self._empty.tell(self._names.first_question(circle), action=self.tr("New thread"))
        self._empty.setVisible(nothing)
        self._new.setVisible(not nothing)

    def _show_count(self, circle: CircleSummary, shown: int) -> None:
        older = self.context.desk.threads.count(circle.circle) - shown if shown == self._limit else 0
        self._older.setText(self.tr("Show older threads: %n", "", older))
        self._older.setVisible(older > 0)

    def _show_older(self) -> None:
        self._limit += _THREADS
        self.refresh()

    def take_focus(self) -> None:
        target = self._empty.button if self._threads.isHidden() else self._threads
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _circle(self) -> CircleSummary | None:
        return self.context.circle(self.place.circle) if self.place else None

    def _row(self, thread: ThreadSummary, called: Mapping[MemberId, str]) -> Row:
        name = called.get(thread.last_author, thread.last_author_name)
        author = self.words.you() if thread.last_author == self.context.desk.me else name
        words = one_line(thread.last_words, _LETTERS)
        mine = thread.last_author == self.context.desk.me
        gone = self.words.past.taken_back(mine, name) if thread.taken_back else ""
        place: Place = ThreadPlace(thread.circle, thread.thread)
        return Row(
            place,
            thread.topic or self.tr("No topic"),
            gone or self.tr("{author}: {words}").format(author=isolated(author), words=words),
            trailing=self.words.times.moment(thread.last_time),
            action=self._turn(thread),
            initial=initial_of(thread.last_author_name),
            strong=thread.fresh > 0,
        )

    def _turn(self, thread: ThreadSummary) -> str:
        if thread.fresh:
            return self.tr("%n new", "", thread.fresh)
        if thread.has_draft:
            return self.tr("Draft")
        return self.tr("Your turn") if thread.my_turn else ""

    def _draft_row(self, circle: CircleSummary) -> Row:
        draft = self.context.desk.drafts.new_in(circle.circle)
        assert draft is not None
        said = self.words.files.said(draft.text, self.context.desk.attachments.of_draft(draft.thread))
        return Row(
            NewThreadPlace(circle.circle, draft.thread),
            draft.topic or self.tr("New thread"),
            one_line(said, _LETTERS) or self.tr("Nothing written yet"),
            trailing=self.words.saved(draft.saved_at),
            action=self.tr("Draft"),
            icon="write",
            tail=True,
        )

    def _new_thread(self) -> None:
        if self.place is not None:
            self.context.go(NewThreadPlace(self.place.circle))
