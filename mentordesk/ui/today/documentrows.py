# SPDX-License-Identifier: Apache-2.0
"""Documents on Today: what to answer, give back, read, go on with, and what has not left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from mentordesk.domain.documents import DocumentSummary
from mentordesk.domain.ids import MemberId
from mentordesk.domain.today import Deed, DocumentTask
from mentordesk.ui.circlewords import joined
from mentordesk.ui.context import Context
from mentordesk.ui.places import DocumentPlace
from mentordesk.ui.rows import Row, one_line
from mentordesk.ui.widgets.letters import initial_of
from mentordesk.ui.words import isolated

_LETTERS = 120


class DocumentRows(QObject):
    """Makes rows of Today's documents."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def waiting(self, tasks: Sequence[DocumentTask]) -> list[Row]:
        """What others wait for; what only waits for a line is not among it."""
        return [self._task(task) for task in tasks if task.deed is not Deed.SEND]

    def writing(self, documents: Sequence[DocumentSummary]) -> list[Row]:
        """Where one stopped writing."""
        return [self._go_on(document) for document in documents]

    def not_left(self, documents: Sequence[DocumentSummary], tasks: Sequence[DocumentTask]) -> list[Row]:
        """Documents with something that is on this computer only."""
        asked = {task.document.id: task for task in tasks if task.deed is Deed.SEND}
        return [self._here(document, asked.get(document.id)) for document in documents]

    def _task(self, task: DocumentTask) -> Row:
        document = task.document
        name = self._called(document, task.person, task.name)
        times = self._context.services.words.times
        by = self._by(task)
        since = times.since(task.since) if task.since else ""
        return Row(
            _place(document),
            joined(task.name, self._title(document)),
            one_line(self._what(task, isolated(name)), _LETTERS),
            trailing=by or since,
            action=self._action(task.deed),
            initial=initial_of(task.name),
            strong=task.deed is Deed.QUESTION,
        )

    def _what(self, task: DocumentTask, name: str) -> str:
        review = task.document.review
        match task.deed:
            case Deed.QUESTION:
                return self.tr("{name} has %n questions about what you gave back", "", task.left).format(
                    name=name
                )
            case Deed.GIVE_BACK:
                return self.tr("You have %n things to give back to {name}", "", task.left).format(name=name)
            case Deed.ANSWER:
                return self.tr("{name} gave it back: %n to answer", "", task.left).format(name=name)
            case _:
                asks = self.tr("{name} asks you to read it").format(name=name)
                note = review.note if review is not None else ""
                return self.tr("{words}: {note}").format(words=asks, note=isolated(note)) if note else asks

    def _action(self, deed: Deed) -> str:
        return {
            Deed.QUESTION: self.tr("Answer"),
            Deed.GIVE_BACK: self.tr("Give back"),
            Deed.READ: self.tr("Read"),
            Deed.ANSWER: self.tr("Answer"),
        }.get(deed, "")

    def _by(self, task: DocumentTask) -> str:
        """by Fri 15, for what is hoped for by a day."""
        if task.by is None or task.deed not in (Deed.READ, Deed.GIVE_BACK):
            return ""
        return self.tr("by {day}").format(day=self._context.services.words.times.near(task.by))

    def _go_on(self, document: DocumentSummary) -> Row:
        words = self._context.services.words
        return Row(
            _place(document),
            isolated(self._title(document)),
            one_line(document.last_words, _LETTERS) or self._length(document),
            trailing=words.times.moment(document.changed) if document.changed else "",
            action=self.tr("Go on writing"),
            icon="draft",
            tail=bool(document.last_words),
        )

    def _length(self, document: DocumentSummary) -> str:
        if not document.words:
            return self.tr("Nothing written yet")
        return self.tr("%n words", "", document.words)

    def _here(self, document: DocumentSummary, task: DocumentTask | None) -> Row:
        said = self.tr("What you wrote goes when it connects.")
        if task is not None:
            name = isolated(self._called(document, task.person, task.name))
            said = self.tr("{name} can read it when it has gone.").format(name=name)
            if task.by is not None:
                day = self._context.services.words.times.near(task.by)
                said = self.tr("{name} can read it when it has gone; hoped for by {day}.").format(
                    name=name, day=day
                )
        times = self._context.services.words.times
        moment = times.moment(document.changed) if document.changed else ""
        return Row(_place(document), isolated(self._title(document)), said, trailing=moment, icon="computer")

    def _title(self, document: DocumentSummary) -> str:
        return self._context.services.words.document(document.title)

    def _called(self, document: DocumentSummary, member: MemberId, name: str) -> str:
        return self._context.called(document.circle).get(member, name)


def _place(document: DocumentSummary) -> DocumentPlace:
    return DocumentPlace(b"" if document.private else document.circle, document.id)
