# SPDX-License-Identifier: Apache-2.0
"""Today: where one stopped, who waits, what has not left this computer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentordesk.domain.circles import CircleSummary
from mentordesk.domain.computers import OtherComputer
from mentordesk.domain.messages import Delivery, Draft, Message, ThreadSummary
from mentordesk.domain.today import Today
from mentordesk.ui.circlewords import CircleWords, joined, partners
from mentordesk.ui.context import Context, Page
from mentordesk.ui.names import calling, first_name
from mentordesk.ui.parts import Column, Label, heading, section
from mentordesk.ui.places import NewThreadPlace, StickPlace, ThreadPlace, TodayPlace, place_of
from mentordesk.ui.rows import Row, RowsView, one_line
from mentordesk.ui.stick.words import StickWords
from mentordesk.ui.today.documentrows import DocumentRows
from mentordesk.ui.widgets.emptystate import EmptyState
from mentordesk.ui.widgets.letters import initial_of
from mentordesk.ui.widgets.notice import Notice
from mentordesk.ui.words import isolated

_LETTERS = 120
_DRAFTS, _WAITING, _NOT_LEFT = 3, 30, 10
_LONG = 2 * 86_400  # seconds that something may wait for a line before a stick is thought of


class TodayPage(Page[TodayPlace]):
    """One column; empty parts hide; when nothing waits it says what one could do."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.services.theme
        self._names = CircleWords(self.words)
        self._documents = DocumentRows(context, self)
        self._hello = heading(theme)
        self._go_on = Part(context, self.tr("Go on where you stopped"))
        self._waiting = Part(context, self.tr("Waiting for you"))
        self._not_left = Part(context, self.tr("Not left this computer yet"))
        self._stick = StickWords(self.words.times, self)
        self._hint = Notice(theme)
        self._hint.acted.connect(lambda _: context.go(StickPlace()))
        self._before = Notice(theme)
        self._before.acted.connect(lambda _: self._put_away())
        self._other: OtherComputer | None = None
        self._files_up = Label(theme, "", tone="text2").wrap()
        self._on_stick = Part(context, self.tr("On a stick, on the way"))
        self._nothing = EmptyState(theme)
        self._nothing.acted.connect(self._write_to)
        self._target: CircleSummary | None = None
        column = Column(theme)
        column.body.addWidget(self._hello)
        column.body.addWidget(self._before)
        column.body.addWidget(self._hint)
        column.body.addSpacing(8)
        for part in (self._go_on, self._waiting, self._not_left, self._files_up, self._on_stick):
            column.body.addWidget(part)
        column.body.addWidget(self._nothing)
        column.body.addStretch(1)
        self.pile.addWidget(column)

    def title(self) -> str:
        return self.tr("Today")

    def refresh(self) -> None:
        today = self.context.desk.today.get()
        self._hello.setText(self._greeting())
        drafts = [self._draft_row(draft) for draft in today.go_on[:_DRAFTS]]
        self._go_on.set_rows(drafts + self._documents.writing(today.writing))
        threads = [self._waiting_row(thread) for thread in today.waiting[:_WAITING]]
        self._waiting.set_rows(self._documents.waiting(today.tasks) + threads)
        out = today.not_left
        here = [message for message in out if message.delivery is Delivery.ON_THIS_COMPUTER]
        away = [message for message in out if message.delivery is Delivery.LEFT_THIS_COMPUTER]
        messages = [self._not_left_row(message) for message in here[:_NOT_LEFT]]
        documents = self._documents.not_left(today.not_left_documents, today.tasks)
        self._not_left.set_rows(messages + documents)
        self._on_stick.set_rows([self._on_stick_row(message) for message in away[:_NOT_LEFT]])
        self._files_up.setText(self.words.line.files_up(self.context.desk.connection.status().files_up))
        self._files_up.setVisible(bool(self._files_up.text()))
        self._show_hint(here)
        self._show_before()
        self._show_nothing(today)

    def take_focus(self) -> None:
        for part in (self._go_on, self._waiting, self._not_left, self._on_stick):
            if not part.isHidden():
                part.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._nothing.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_before(self) -> None:
        """On a new computer: what may still be on the one before."""
        self._other = self.context.desk.computers.other(self.context.services.clock.now())
        if self._other is None:
            self._before.clear()
            return
        words = self.words.past.other_computer(self._other)
        if self._before.words != words:
            self._before.tell(words, "info", [("close", self.tr("Close"))])

    def _put_away(self) -> None:
        if self._other is not None:
            put = self.context.desk.computers.put_away(self._other)
            self.context.services.bridge.then(put, lambda _: self._show_before())

    def _greeting(self) -> str:
        name = isolated(first_name(self.context.desk.my_name))
        hour = self.words.times.local(self.context.services.clock.now()).hour
        if 4 <= hour < 12:
            return self.tr("Good morning, {name}").format(name=name)
        if 12 <= hour < 18:
            return self.tr("Good afternoon, {name}").format(name=name)
        return self.tr("Good evening, {name}").format(name=name)

    def _draft_row(self, draft: Draft) -> Row:
        circle = self.context.circle(draft.circle)
        to = self.tr("to {name}").format(name=self._names.name(circle)) if circle else ""
        title = draft.topic or self.tr("New thread")
        return Row(
            place_of(draft),
            joined(title, to),
            _last_words(draft.text) or self._files_of(draft) or self.tr("Nothing written yet"),
            trailing=self.words.saved(draft.saved_at),
            action=self.tr("Go on writing"),
            icon="write",
            tail=True,
        )

    def _files_of(self, draft: Draft) -> str:
        return self.words.files.said("", self.context.desk.attachments.of_draft(draft.thread))

    def _waiting_row(self, thread: ThreadSummary) -> Row:
        since = self.words.times.since(thread.waiting_since) if thread.waiting_since else ""
        return Row(
            ThreadPlace(thread.circle, thread.thread),
            joined(thread.last_author_name, thread.topic),
            one_line(thread.last_words, _LETTERS),
            trailing=since,
            action=self.tr("Go on writing") if thread.has_draft else self.tr("Answer"),
            initial=initial_of(thread.last_author_name),
            strong=thread.fresh > 0,
        )

    def _not_left_row(self, message: Message) -> Row:
        circle = self.context.circle(message.circle)
        to = self.tr("to {name}").format(name=self._names.name(circle)) if circle else ""
        thread = self.context.desk.threads.summary(message.thread)
        return Row(
            ThreadPlace(message.circle, message.thread, message.id),
            joined(thread.topic if thread else "", to),
            one_line(self.words.files.said(message.text, message.files), _LETTERS),
            trailing=self.words.times.moment(message.time),
            icon="computer",
        )

    def _on_stick_row(self, message: Message) -> Row:
        left = self.words.times.moment(message.delivery_time) if message.delivery_time else ""
        return replace(self._not_left_row(message), trailing=left, icon="stick")

    def _show_hint(self, here: Sequence[Message]) -> None:
        """Where no line came for days, somebody may walk."""
        now = self.context.services.clock.now()
        oldest = min((message.time for message in here), default=now)
        long = now - oldest >= _LONG
        if not long or now - self.context.desk.connection.status().last_contact < _LONG:
            self._hint.clear()
            return
        self._hint.tell(self._stick.hint(oldest), "info", [("put", self._stick.title(take=False))])

    def _show_nothing(self, today: Today) -> None:
        mine = today.tasks or today.writing or today.not_left_documents
        something = bool(today.go_on or today.waiting or today.not_left or mine)
        self._target = next((circle for circle in today.circles if partners(circle)), None)
        self._nothing.setVisible(not something)
        if something:
            return
        if self._target is None:
            makes = self.tr("Your programme makes one for you; it comes with the next line.")
            self._nothing.tell(self.tr("You are in no circle yet."), makes)
            return
        write = self._names.write_to(self._target)
        next_line = self._usual_days(today.circles) or self._first_step(self._target)
        self._nothing.tell(self.tr("Nothing waits for you."), next_line, write)

    def _usual_days(self, circles: Sequence[CircleSummary]) -> str:
        for circle in circles:
            for person in partners(circle):
                days = self.words.usual_days(person)
                if days:
                    name = isolated(calling(circle.people)[person.member])
                    return self.tr("{name} {days}.").format(name=name, days=days)
        return ""

    def _first_step(self, circle: CircleSummary) -> str:
        return "" if circle.last_time else self._names.first_question(circle)

    def _write_to(self) -> None:
        if self._target is not None:
            self.context.go(NewThreadPlace(self._target.circle))


class Part(QWidget):
    """A titled list that is not there when it is empty."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self.list = RowsView(context.services.theme, title, fits=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 16)
        layout.setSpacing(4)
        layout.addWidget(section(context.services.theme, title))
        layout.addWidget(self.list)
        self.list.opened.connect(context.go)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.list.set_rows(rows)
        self.setVisible(bool(rows))


def _last_words(text: str) -> str:
    """The end of a text on one line, beginning at a whole word."""
    whole = " ".join(text[-2 * _LETTERS :].split())
    if len(whole) <= _LETTERS:
        return whole if len(text) <= 2 * _LETTERS else f"… {whole}"
    tail = whole[-_LETTERS:]
    return "… " + (tail[tail.index(" ") + 1 :] if " " in tail else tail)
