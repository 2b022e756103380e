# SPDX-License-Identifier: Apache-2.0
"""The review cycle of an open document: ask, give back, answer, make the next version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mentordesk.base.errors import BadArgument
from mentordesk.domain.documents import (
    MAX_NOTE_LENGTH,
    MAX_REVIEWERS,
    Answered,
    Mode,
    Returned,
    Review,
    ReviewTally,
    day_number,
    tally,
)
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Comment, Suggestion, VersionId
from mentordesk.storage import documents
from mentordesk.storage.documents import Asked
from mentordesk.storage.reads import circles
from mentordesk.storage.store import Tx

if TYPE_CHECKING:
    from mentordesk.desk.opening import Means
    from mentordesk.desk.writing import Writing


@dataclass(frozen=True, slots=True)
class _Marks:
    suggestions: tuple[Suggestion, ...]
    comments: tuple[Comment, ...]

    @property
    def tally(self) -> ReviewTally:
        return tally(self.suggestions, self.comments)

    def replies_of(self, member: MemberId) -> int:
        """How often somebody said something below them."""
        marks: list[Suggestion | Comment] = [*self.suggestions, *self.comments]
        return sum(reply.author == member for mark in marks for reply in mark.replies)


class Reviewing:
    """What owner and reviewers do with a `Writing`; each step saves in the same transaction."""

    def __init__(self, writing: Writing, means: Means) -> None:
        self._writing = writing
        self._means = means

    @property
    def review(self) -> Review | None:
        """The newest round; None before the first."""
        return self._writing.summary.review

    # ------------------------------------------------------------------ the owner asks
    def ask(
        self, reviewers: Sequence[MemberId], hand_in: date | None, read_by: date | None, note: str = ""
    ) -> Review | None:
        """Ask for a review of the document as it is now; BadArgument where these are no reviewers of mine.

        A round under way goes on with other reviewers or days; after a return a new round begins.
        """
        writing, chosen = self._writing, tuple(dict.fromkeys(reviewers))
        people = {one.member for one in circles.people(self._means.reader, writing.summary.circle)}
        others = people - {writing.me}
        if writing.mode is not Mode.OWNER or not 0 < len(chosen) <= MAX_REVIEWERS or set(chosen) - others:
            raise BadArgument("reviewers")
        asked = Asked(
            self._next_round(), chosen, day_number(hand_in), day_number(read_by), note[:MAX_NOTE_LENGTH]
        )
        writing.text.add_version("", "asked", writing.now())
        writing.do(lambda tx: documents.ask(tx, writing.document, asked))
        return self.review

    def withdraw_ask(self) -> None:
        """Nobody is to read it any more; what was returned stays."""
        writing = self._writing
        writing.do(lambda tx: documents.withdraw_ask(tx, writing.document))

    def _next_round(self) -> int:
        review = self.review
        if review is None:
            return 1
        return review.round if review.waiting_for and not review.returned else review.round + 1

    # ------------------------------------------------------------------ a reviewer
    @property
    def works(self) -> str:
        """What I said works first."""
        return self._writing.text.works().get(self._writing.me, "")

    def set_works(self, text: str) -> None:
        """Say what works first; saved with the next pause."""
        self._writing.text.set_works(text)

    def mine(self) -> ReviewTally:
        """What I have written and not given back; nothing for whoever writes directly."""
        if self._writing.summary.mode is not Mode.REVIEWER and not self._writing.summary.held:
            return ReviewTally()
        return self._of(self._writing.me, returned=False).tally

    def holding(self) -> bool:
        """Whether what I write waits for Return: there is something of mine that was not given back.

        What else I do afterwards (a reply, something taken back) goes by itself.
        """
        if self._writing.summary.mode is not Mode.REVIEWER:
            return False
        review = self.review
        said = self.works and (review is None or review.returned_by(self._writing.me) is None)
        return bool(self.mine().total or said)

    def give_back(self) -> Returned:
        """Everything of mine that was held goes with the next exchange; a DiskTrouble: none of it yet,
        the next save that works does it.

        Several times in one round is fine: what is counted is all of it.
        """
        writing, now = self._writing, self._writing.now()
        if self.mine().total or self.works:
            writing.text.give_back(self._number, now)
            writing.text.add_version("", "returned", now)
        number, counts = self._number, self._given()
        writing.do(lambda tx: documents.give_back(tx, writing.document, number, counts))
        return Returned(writing.me, number, *counts[:3], at=now, replies=counts[3])

    @property
    def _number(self) -> int:
        return self.review.round if self.review is not None else 0

    def _given(self) -> tuple[int, int, int, int]:
        """Suggestions, comments, most important ones of mine in this round; what I said below them."""
        me = self._writing.me
        marks = self._of(me, returned=True)
        given = marks.tally
        return given.suggestions, given.comments, given.important, marks.replies_of(me)

    # ------------------------------------------------------------------ the owner answers
    def tally(self, member: MemberId) -> ReviewTally:
        """What is in somebody's review of this round, as far as it came."""
        return self._of(member, returned=True).tally

    def all_answered(self) -> bool:
        """Nothing that was given back in this round waits for an answer; False when nothing was."""
        tallies = [self.tally(one.reviewer) for one in self.review.returned] if self.review else []
        return any(one.total for one in tallies) and all(one.answered == one.total for one in tallies)

    def new_version(self, name: str = "") -> VersionId:
        """All is answered: keep this state as the next version, and tell the reviewers."""
        writing = self._writing
        version = writing.text.add_version(name, "answered", writing.now())
        writing.do(lambda tx: None)
        return version

    def telling(self) -> Callable[[Tx], None]:
        """A transaction's work, part of every save: what the others are told, where that has changed."""
        document, told, again = self._writing.document, self._to_tell(), self._given_again()

        def tell(tx: Tx) -> None:
            for answered in told:
                documents.tell_answers(tx, document, answered)
            if again is not None:
                documents.give_back(tx, document, *again)

        return tell

    def _given_again(self) -> tuple[int, tuple[int, int, int, int]] | None:
        """What I gave back in this round, where I have taken some of it back or replied since.

        Also where a full disk was in the way when I gave it back.
        """
        before = self.review.returned_by(self._writing.me) if self.review is not None else None
        if self._writing.summary.mode is not Mode.REVIEWER or self.holding():
            return None
        counts = self._given()
        if before is None:
            return (self._number, counts) if any(counts) else None
        told = (before.suggestions, before.comments, before.important, before.replies)
        return (before.round, counts) if counts != told else None

    def _to_tell(self) -> tuple[Answered, ...]:
        writing, review = self._writing, self.review
        if writing.summary.mode is not Mode.OWNER or review is None:
            return ()
        found = (self._answered(review, one.reviewer) for one in review.returned)
        return tuple(one for one in found if one is not None)

    def _answered(self, review: Review, reviewer: MemberId) -> Answered | None:
        """What to tell a reviewer; None while it is what was told, or nothing."""
        marks = self._of(reviewer, returned=True)
        given, comments = tally(marks.suggestions, ()), tally((), marks.comments)
        counts = (
            *(given.accepted, given.refused, comments.done, given.open),
            given.questions + comments.questions,
        )
        heard = marks.replies_of(reviewer)
        before = review.answer_to(reviewer)
        was = (0, 0, 0, given.suggestions, 0, heard) if before is None else _counts(before)
        if (*counts, heard) == was:
            return None
        return Answered(reviewer, review.round, *counts, at=self._writing.now(), heard=heard)

    def _of(self, member: MemberId, returned: bool) -> _Marks:
        """Somebody's marks: those given back in this round, or those not given back."""
        text, number = self._writing.text, self._number

        def counts(mark: Suggestion | Comment) -> bool:
            fits = mark.returned and mark.round == number if returned else not mark.returned
            return mark.author == member and fits

        return _Marks(
            tuple(one for one in text.suggestions() if counts(one)),
            tuple(one for one in text.comments() if counts(one)),
        )


def _counts(one: Answered) -> tuple[int, int, int, int, int, int]:
    return one.accepted, one.refused, one.done, one.open, one.questions, one.heard
