# SPDX-License-Identifier: Apache-2.0
"""What the window says about documents in lists: who waits for whom, how far they have come, who can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale, QObject

from mentordesk.domain.circles import Person
from mentordesk.domain.documents import Answered, DocumentSummary, Mode, Review
from mentordesk.domain.formats import Format, LeftOut
from mentordesk.domain.ids import MemberId
from mentordesk.domain.messages import Delivery
from mentordesk.ui.names import calling
from mentordesk.ui.words import Words, isolated


class DocumentWords(QObject):
    """Sentences about documents; `me` is whose window it is."""

    def __init__(self, words: Words, me: MemberId) -> None:
        super().__init__()
        self._words = words
        self._me = me

    def title(self, document: DocumentSummary) -> str:
        """What a document is called."""
        return self._words.document(document.title)

    def state(self, document: DocumentSummary, called: Mapping[MemberId, str]) -> str:
        """Who waits for what; where nobody waits, what is known of it."""
        waits = self._waits(document, called)
        parts = [waits or self._known(document, called), self.delivery(document, called)]
        return " · ".join(part for part in parts if part)

    def _waits(self, document: DocumentSummary, called: Mapping[MemberId, str]) -> str:
        if document.missing:
            return self.tr("A part of it is still to come")
        if document.away:
            return self.tr("Put away")
        if document.held:
            return self.tr("%n things to give back", "", document.held)
        if document.review is None:
            return ""
        if document.owner == self._me:
            return self._my_review(document.review, called)
        return self._your_review(document, document.review, called)

    def _my_review(self, review: Review, called: Mapping[MemberId, str]) -> str:
        """What became of my asking."""
        for back in review.returned:
            if review.left(back.reviewer):
                return self.tr("{name} gave it back: {what}").format(
                    name=self._name(back.reviewer, called),
                    what=self._counted(back.suggestions, back.comments),
                )
        if review.waiting_for:
            names = self._words.names([self._name(one, called) for one in review.waiting_for])
            if review.read_by:
                asked = self.tr("{names} is asked to read it by {day}", "", len(review.waiting_for))
                return asked.format(names=names, day=self._words.times.date(review.read_by))
            return self.tr("{names} is asked to read it", "", len(review.waiting_for)).format(names=names)
        return self.tr("Everything is answered") if review.returned else ""

    def _your_review(self, document: DocumentSummary, review: Review, called: Mapping[MemberId, str]) -> str:
        """What somebody asked of me."""
        if self._me in review.waiting_for:
            if review.read_by:
                day = self._words.times.date(review.read_by)
                return self.tr("You are asked to read it by {day}").format(day=day)
            return self.tr("You are asked to read it")
        answered = review.answer_to(self._me)
        if answered is not None:
            owner = self._name(document.owner, called, document.owner_name)
            return self._answered(answered, review.questions(self._me), owner)
        return self.tr("You gave it back") if review.returned_by(self._me) else ""

    def _answered(self, answered: Answered, questions: int, name: str) -> str:
        if questions:
            return self.tr("{name} asks about %n things", "", questions).format(name=name)
        return self.tr("{name} took {accepted} and left {refused}").format(
            name=name,
            accepted=QLocale().toString(answered.accepted + answered.done),
            refused=QLocale().toString(answered.refused),
        )

    def _counted(self, suggestions: int, comments: int) -> str:
        parts = []
        if suggestions:
            parts.append(self.tr("%n suggestions", "", suggestions))
        if comments:
            parts.append(self.tr("%n comments", "", comments))
        return self.tr(", ").join(parts)

    def _known(self, document: DocumentSummary, called: Mapping[MemberId, str]) -> str:
        if document.fresh and document.changed_by != self._me:
            name = self._name(document.changed_by, called, document.changed_by_name)
            return self.tr("{name} changed it").format(name=name)
        if document.private:
            return self.tr("Only you can read this")
        if document.owner != self._me:
            return self.tr("{name} wrote it").format(
                name=self._name(document.owner, called, document.owner_name)
            )
        return self.length(document)

    def delivery(self, document: DocumentSummary, called: Mapping[MemberId, str]) -> str:
        """How far my newest words have come; "" where they stay with me, or are not mine."""
        if document.private or document.mode not in (Mode.OWNER, Mode.COAUTHOR) or document.away:
            return ""
        if document.read_by:
            names = [self._name(one.member, called) for one in document.read_by]
            return self.tr("{names} has read it", "", len(names)).format(names=self._words.names(names))
        others = [member for member in called if member != self._me]
        theirs = self.tr("On {name}'s computer") if len(others) == 1 else self.tr("On their computer")
        return {
            Delivery.ON_THIS_COMPUTER: self.tr("On this computer"),
            Delivery.LEFT_THIS_COMPUTER: self.tr("Left this computer on a stick"),
            Delivery.AT_THE_SERVER: self.tr("At the server"),
            Delivery.ON_THEIR_COMPUTER: theirs.format(name=self._name(others[0], called) if others else ""),
        }.get(document.delivery, "")

    def length(self, document: DocumentSummary) -> str:
        """How many words it has."""
        return self.tr("%n words", "", document.words) if document.words else ""

    def _name(self, member: MemberId, called: Mapping[MemberId, str], otherwise: str = "") -> str:
        return isolated(called.get(member, "") or otherwise or self.tr("somebody"))

    # Sharing

    def will_read(self, people: Sequence[Person]) -> str:
        """Before sharing: Grace, Ms Okoth (guardian) and you can read all of it, also how it was written."""
        called = calling(people)
        names = [self._words.name(person, called.get(person.member, "")) for person in people]
        return self.tr("{people} can read all of it, also how it was written.").format(
            people=self._words.names(names)
        )

    def shared(self, title: str, people: Sequence[Person], gone: bool) -> str:
        """After sharing; `gone`: it has left this computer."""
        called = calling(people)
        names = [self._words.name(one, called.get(one.member, "")) for one in people if not one.me]
        said = self.tr("{people} can read {title} when it has left this computer.")
        if gone:
            said = self.tr("{people} can read {title} now.")
        return said.format(people=self._words.names(names), title=isolated(title))

    def writes_too(self, name: str) -> str:
        """A person who may write in it."""
        return self.tr("{name} may write in it").format(name=isolated(name))

    # Files

    def format(self, kind: Format) -> str:
        """A kind of file to export to."""
        return {
            Format.DOCX: self.tr("Word (.docx)"),
            Format.ODT: self.tr("LibreOffice (.odt)"),
            Format.PDF: self.tr("PDF, to print or to show"),
            Format.HTML: self.tr("Web page (.html)"),
            Format.MARKDOWN: self.tr("Markdown (.md)"),
            Format.TEXT: self.tr("Plain text (.txt)"),
        }[kind]

    def left_out(self, parts: Sequence[LeftOut]) -> str:
        """What a file had and the document has not, in one sentence; "" = all came along."""
        gone = {
            LeftOut.PICTURES: self.tr("pictures"),
            LeftOut.PAGE_EDGES: self.tr("what stands above and below each page"),
            LeftOut.MACROS: self.tr("small programs in it"),
            LeftOut.HIDDEN: self.tr("hidden words"),
            LeftOut.FOOTNOTES: self.tr("footnotes"),
            LeftOut.LINKS: self.tr("links to places on a computer"),
            LeftOut.NOTES: self.tr("notes at its end"),
            LeftOut.COMMENTS: self.tr("comments"),
        }
        other = {
            LeftOut.TABLES: self.tr("Tables became lines of words."),
            LeftOut.BOXES: self.tr("Words in boxes stand below their paragraph."),
            LeftOut.CHANGES: self.tr("Tracked changes are all taken in."),
            LeftOut.FORMULAS: self.tr("Of formulas only the letters came."),
            LeftOut.SYMBOLS: self.tr("Some special signs may look otherwise."),
            LeftOut.ENCODING: self.tr(
                "Look whether accents are right: the file does not say how it is written."
            ),
        }
        named = [gone[part] for part in parts if part in gone]
        said = [other[part] for part in parts if part in other]
        if named:
            said.insert(0, self.tr("Not taken along: {parts}.").format(parts=self._words.names(named)))
        return " ".join(said)
