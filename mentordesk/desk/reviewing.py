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

    def give_back(self) -> Returned:
        """Everything of mine that was held goes with the next exchange; a DiskTrouble: none of it.

        Several times in one round is fine: what is counted is the sum.
        """
        writing, now = self._writing, self._writing.now()
        review, mine = self.review, self.mine()
        number = review.round if review is not None else 0
        before = review.returned_by(writing.me) if review is not None else None
        if mine.total or self.works:
            writing.text.give_back(number, now)
            writing.text.add_version("", "returned", now)
        counts = (mine.suggestions, mine.comments, mine.important)
        if before is not None:
            sums = (before.suggestions, before.comments, before.important)
            counts = (counts[0] + sums[0], counts[1] + sums[1], counts[2] + sums[2])
        writing.do(lambda tx: documents.give_back(tx, writing.document, number, counts))
        return Returned(writing.me, number, *counts, at=now)

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
        """A transaction's work: what each reviewer is told, where that has changed. Part of every save."""
        told = self._to_tell()

        def tell(tx: Tx) -> None:
            for answered in told:
                documents.tell_answers(tx, self._writing.document, answered)

        return tell

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
        before = review.answer_to(reviewer)
        was = (0, 0, 0, given.suggestions, 0) if before is None else _counts(before)
        if counts == was:
            return None
        return Answered(reviewer, review.round, *counts, at=self._writing.now())

    def _of(self, member: MemberId, returned: bool) -> _Marks:
        """Somebody's marks: those given back in this round, or those not given back."""
        text, number = self._writing.text, self.review.round if self.review else 0

        def counts(mark: Suggestion | Comment) -> bool:
            fits = mark.returned and mark.round == number if returned else not mark.returned
            return mark.author == member and fits

        return _Marks(
            tuple(one for one in text.suggestions() if counts(one)),
            tuple(one for one in text.comments() if counts(one)),
        )


def _counts(one: Answered) -> tuple[int, int, int, int, int]:
    return one.accepted, one.refused, one.done, one.open, one.questions
