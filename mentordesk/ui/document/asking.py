# SPDX-License-Identifier: Apache-2.0
"""*Ask Grace to read*: who, until when, and what that means for everybody's days."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSize, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QDialog, QVBoxLayout, QWidget

from mentordesk.base.errors import Trouble
from mentordesk.domain.circles import Person
from mentordesk.domain.deadlines import Proposal, Step, Why
from mentordesk.domain.documents import MAX_NOTE_LENGTH
from mentordesk.domain.ids import MemberId, Role
from mentordesk.ui.context import Context
from mentordesk.ui.document.marginfield import Field
from mentordesk.ui.parts import Column, Label, button, heading, row
from mentordesk.ui.widgets.notice import Notice
from mentordesk.ui.words import isolated

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing

_SIZE = QSize(520, 520)
_USUAL = 14  # days from now, where nothing was chosen yet


class AskToRead(QDialog):
    """`asked` after it was written down; Esc asks nobody."""

    asked = Signal()

    def __init__(self, context: Context, writing: Writing, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._writing = context, writing
        theme = self._theme = context.services.theme
        circle = context.circle(writing.summary.circle)
        self._people = [person for person in (circle.people if circle else ()) if not person.me]
        self._called = context.called(writing.summary.circle)
        self._today = context.services.words.times.today()
        self.setWindowTitle(self._title())
        self._boxes = {person.member: self._box(person) for person in self._people}
        self.has_day = QCheckBox(self.tr("It must be handed in on"))
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(self.tr("ddd d MMM yyyy"))
        self.day.setAccessibleName(self.has_day.text())
        self.proposal = Notice(theme)
        self.note = Field(theme, self.tr("What should they look at? You can leave this empty."))
        self._send = button(self.tr("Ask"), self._ask, "primary")
        self._build(parent)
        self._begin()

    def _build(self, parent: QWidget) -> None:
        column = Column(self._theme, width=_SIZE.width(), margin=4)
        body = column.body
        body.addWidget(heading(self._theme, self.windowTitle()))
        if not self._people:
            body.addWidget(Label(self._theme, self._nobody()).wrap())
        elif len(self._people) > 1:
            body.addWidget(Label(self._theme, self.tr("Who should read it?"), bold=True))
        for box in self._boxes.values():
            box.setVisible(len(self._people) > 1)
            body.addWidget(box)
        body.addSpacing(8)
        body.addLayout(row(self.has_day, self.day, None))
        body.addWidget(self.proposal)
        body.addSpacing(8)
        body.addWidget(Label(self._theme, self.tr("A word with it"), bold=True))
        body.addWidget(self.note)
        body.addStretch(1)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(20, 12, 20, 16)
        pile.addWidget(column, 1)
        pile.addLayout(row(None, button(self.tr("Close"), self.reject), self._send))
        room = parent.size() - QSize(48, 48)
        self.resize(QSize(_SIZE * self._theme.scaled(100) / 100).boundedTo(room))

    def _begin(self) -> None:
        """As it was asked the last time; otherwise the one mentor, and no day."""
        review = self._writing.summary.review
        before = set(review.reviewers) if review is not None else set()
        mentors = [one.member for one in self._people if one.role is not Role.GUARDIAN]
        alone = mentors if len(mentors) == 1 else []
        for member, box in self._boxes.items():
            box.setChecked(member in before if before else member in alone or len(self._people) == 1)
            box.toggled.connect(lambda _: self._show())
        hand_in = review.hand_in if review is not None else None
        begins = hand_in or self._today + datetime.timedelta(days=_USUAL)
        self.day.setDate(QDate(begins.year, begins.month, begins.day))
        self.has_day.setChecked(hand_in is not None)
        self.has_day.toggled.connect(lambda _: self._show())
        self.day.dateChanged.connect(lambda _: self._show())
        self._show()

    # What is chosen

    def chosen(self) -> tuple[MemberId, ...]:
        """Who is asked."""
        return tuple(member for member, box in self._boxes.items() if box.isChecked())

    def hand_in(self) -> datetime.date | None:
        """The day, if there is one."""
        shown = self.day.date()
        day = datetime.date(shown.year(), shown.month(), shown.day())
        return day if self.has_day.isChecked() else None

    def _proposal(self) -> Proposal | None:
        hand_in, chosen = self.hand_in(), self.chosen()
        if hand_in is None or not chosen:
            return None
        return self._context.desk.documents.propose_dates(
            self._writing.document, chosen, hand_in, self._today
        )

    def _show(self) -> None:
        chosen, proposal = self.chosen(), self._proposal()
        self.day.setEnabled(self.has_day.isChecked())
        self._send.setEnabled(bool(chosen))
        words = self.say(proposal) if proposal is not None else ""
        if words:
            self.proposal.tell(words, "info")
        else:
            self.proposal.clear()

    def _ask(self) -> None:
        proposal = self._proposal()
        read_by = proposal.read_by if proposal is not None and proposal.why is not Why.PAST else None
        note = self.note.text()[:MAX_NOTE_LENGTH]
        try:
            self._writing.review.ask(self.chosen(), self.hand_in(), read_by, note)
        except Trouble as trouble:
            self._context.tell_trouble(trouble)
            return
        self.accept()
        self._context.tell(self.tr("Asked. It goes when it connects."))
        self.asked.emit()

    # Words

    def _title(self) -> str:
        readers = [one for one in self._people if one.role is not Role.GUARDIAN] or self._people
        if len(readers) == 1:
            name = isolated(self._called[readers[0].member])
            return self.tr("Ask {name} to read").format(name=name)
        return self.tr("Ask somebody to read")

    def _nobody(self) -> str:
        if self._writing.summary.private:
            return self.tr("Only you have this document. Share it first, then somebody can read it.")
        return self.tr("Nobody else is in this circle yet.")

    def _box(self, person: Person) -> QCheckBox:
        parts = [isolated(person.name), self._context.services.words.role(person.role)]
        parts.append(self._context.services.words.usual_days(person))
        return QCheckBox(" · ".join(part for part in parts if part).replace("&", "&&"))

    def say(self, proposal: Proposal) -> str:
        """What a hand-in date means for everybody's days, honestly."""
        names = [isolated(self._called[member]) for member in self.chosen()]
        name = self._context.services.words.names(names)
        if proposal.why is Why.PAST:
            return self.tr("That day is over.")
        if proposal.why is Why.TOO_NEAR:
            return self.tr(
                "That is too near for {name} to read it and for you to fix it. You can still ask."
            ).format(name=name)
        parts = [self._days(proposal, name)]
        if proposal.why is Why.TIGHT:
            parts.append(self.tr("That leaves little time."))
        parts += self._unusual(proposal, name)
        unknown = self._unknown()
        if unknown:
            who = self._context.services.words.names(unknown)
            parts.append(self.tr("It is not known yet on which days {name} connects.").format(name=who))
        return " ".join(parts)

    def _days(self, proposal: Proposal, name: str) -> str:
        send, read, fix = (self._day(day) for day in (proposal.send_by, proposal.read_by, proposal.fix_on))
        return self.tr("Send by {send} so that {name} can read by {read} and you can fix it {fix}.").format(
            send=send, name=name, read=read, fix=fix
        )

    def _unusual(self, proposal: Proposal, name: str) -> list[str]:
        days = {Step.SEND: proposal.send_by, Step.FIX: proposal.fix_on}
        found = []
        if Step.READ in proposal.unusual:
            found.append(
                self.tr("{name} does not usually connect on {day}.").format(
                    name=name, day=self._day(proposal.read_by)
                )
            )
        for step, day in days.items():
            if step in proposal.unusual:
                found.append(self.tr("You do not usually connect on {day}.").format(day=self._day(day)))
        return found

    def _unknown(self) -> Sequence[str]:
        chosen = self.chosen()
        people = [person for person in self._people if person.member in chosen and not person.weekdays]
        return [isolated(self._called[person.member]) for person in people]

    def _day(self, day: datetime.date) -> str:
        return self._context.services.words.times.date(day)
