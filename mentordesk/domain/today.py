# SPDX-License-Identifier: Apache-2.0
"""What the Today page shows."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from mentordesk.domain.circles import CircleSummary
from mentordesk.domain.documents import Answered, DocumentSummary, Mode, Returned, Review
from mentordesk.domain.ids import MemberId
from mentordesk.domain.messages import Delivery, Draft, Message, ThreadSummary


class Deed(IntEnum):
    """What is to be done with a document; the number is the order on the page."""

    QUESTION = 0  # the owner does not understand something of my review
    GIVE_BACK = 1  # things that I wrote wait for Return
    READ = 2  # I am asked to read
    ANSWER = 3  # somebody gave a review of mine back
    SEND = 4  # I asked for a review, and the newest text is on this computer only


@dataclass(frozen=True, slots=True)
class DocumentTask:
    """One thing to be done with a document."""

    deed: Deed
    document: DocumentSummary  # with its review: days, note
    person: MemberId  # who waits: the owner, the reviewer
    name: str  # what that person is called
    since: int = 0  # unix seconds
    returned: Returned | None = None  # what was given back, for QUESTION and ANSWER
    answered: Answered | None = None  # what the owner has said to it so far
    left: int = 0  # for GIVE_BACK and ANSWER: how many things; for QUESTION: how many questions

    @property
    def by(self) -> date | None:
        """The day by which it is hoped for."""
        review = self.document.review
        return review.read_by or review.hand_in if review is not None else None


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that waits, on one page."""

    go_on: tuple[Draft, ...]  # newest first
    waiting: tuple[ThreadSummary, ...]  # longest wait first
    not_left: tuple[Message, ...]  # oldest first
    circles: tuple[CircleSummary, ...]
    tasks: tuple[DocumentTask, ...] = ()  # questions first, then by day
    writing: tuple[DocumentSummary, ...] = ()  # documents in which I wrote, newest first: go on
    not_left_documents: tuple[DocumentSummary, ...] = ()  # with text of mine that is on this computer only


def tasks(
    documents: Iterable[DocumentSummary], me: MemberId, name: Callable[[DocumentSummary, MemberId], str]
) -> tuple[DocumentTask, ...]:
    """What is to be done with these documents, in the order of the page."""
    found = [task for one in documents for task in _tasks(one, me, name)]
    return tuple(sorted(found, key=lambda task: (task.deed, task.by or date.max, task.since)))


def _tasks(
    document: DocumentSummary, me: MemberId, name: Callable[[DocumentSummary, MemberId], str]
) -> Iterator[DocumentTask]:
    review = document.review
    if document.owner == me:
        yield from _of_owner(document, name) if not document.away else ()
        return
    owner = document.owner, document.owner_name
    if review is not None:
        yield from _questions(document, review, me)
    if document.held:
        yield DocumentTask(Deed.GIVE_BACK, document, *owner, since=document.changed, left=document.held)
    elif review is not None and me in review.waiting_for and document.mode is Mode.REVIEWER:
        yield DocumentTask(Deed.READ, document, *owner, since=review.at)


def _questions(document: DocumentSummary, review: Review, me: MemberId) -> Iterator[DocumentTask]:
    answered = review.answer_to(me)
    left = review.questions(me)
    if left and not document.away:
        yield DocumentTask(
            Deed.QUESTION,
            document,
            document.owner,
            document.owner_name,
            since=answered.at if answered is not None else 0,
            returned=review.returned_by(me),
            answered=answered,
            left=left,
        )


def _of_owner(
    document: DocumentSummary, name: Callable[[DocumentSummary, MemberId], str]
) -> Iterator[DocumentTask]:
    review = document.review
    if review is None:
        return
    for returned in review.returned:
        answered = review.answer_to(returned.reviewer)
        left = review.left(returned.reviewer)
        if left:
            yield DocumentTask(
                Deed.ANSWER,
                document,
                returned.reviewer,
                name(document, returned.reviewer),
                since=returned.at,
                returned=returned,
                answered=answered,
                left=left,
            )
    if review.waiting_for and document.delivery == Delivery.ON_THIS_COMPUTER:
        who = review.waiting_for[0], name(document, review.waiting_for[0])
        yield DocumentTask(Deed.SEND, document, *who, since=review.at)
