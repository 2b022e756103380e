# SPDX-License-Identifier: Apache-2.0
"""Documents and the review cycle, as pages show them; the text itself is in `texts`."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from mentordesk.domain.ids import CircleId, MemberId
from mentordesk.domain.messages import Delivery
from mentordesk.domain.texts import Answer, Comment, Suggestion

DocumentId: TypeAlias = bytes  # 8 bytes: which member made it follows from them and the card's nonce
NONCE_SIZE = 8
MAX_TITLE_LENGTH = 120  # characters
MAX_NOTE_LENGTH = 600  # characters of what the owner says when asking for a review
MAX_REVIEWERS = 12
DIRECT = "direct"  # occasion of a version: kept before words came that a reviewer changed without suggesting

_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date | None) -> int:
    """Days since 1970, as registers hold a day; 0 = none."""
    return 0 if day is None else max(0, day.toordinal() - _EPOCH)


def day_of(number: int) -> date | None:
    """Inverse of day_number; None for 0 and for what is no day."""
    return date.fromordinal(_EPOCH + number) if 0 < number <= date.max.toordinal() - _EPOCH else None


class Mode(StrEnum):
    """What a person may do in a document."""

    OWNER = "owner"  # writes, decides
    COAUTHOR = "co-author"  # writes
    REVIEWER = "reviewer"  # typing makes suggestions
    READER = "reader"  # reads; `ReadingOnly` says why


WRITERS = (Mode.OWNER, Mode.COAUTHOR)  # whose typing changes the text itself


class ReadingOnly(StrEnum):
    """Why a document can only be read now."""

    NOT = ""
    AWAY = "away"  # its owner has put it away
    CLOSED = "closed"  # the circle has ended, or I am no longer in it
    INCOMPLETE = "incomplete"  # a part of its history has not come yet
    DAMAGED = "damaged"  # what came cannot be read; it is set aside


@dataclass(frozen=True, slots=True)
class Returned:
    """A review that was given back."""

    reviewer: MemberId
    round: int
    suggestions: int
    comments: int
    important: int
    at: int  # unix seconds
    replies: int = 0  # what the reviewer has said below these so far


@dataclass(frozen=True, slots=True)
class Answered:
    """What the owner has decided of one review so far."""

    reviewer: MemberId
    round: int
    accepted: int
    refused: int
    done: int  # comments
    open: int  # suggestions without an answer
    questions: int  # "I don't understand", to suggestions and comments
    at: int  # unix seconds
    heard: int = 0  # how many of the reviewer's replies that takes in


@dataclass(frozen=True, slots=True)
class Review:
    """The newest round of review; without reviewers nobody is asked (any more): something was returned."""

    round: int  # 1, 2, 3…; 0 = what was returned without being asked for
    reviewers: tuple[MemberId, ...]
    hand_in: date | None  # the day on which the document is due somewhere
    read_by: date | None  # the day by which reviews are hoped for
    at: int  # unix seconds: when it was asked for
    note: str = ""  # what the owner says to it
    returned: tuple[Returned, ...] = ()  # of this round
    answered: tuple[Answered, ...] = ()  # of this round

    @property
    def waiting_for(self) -> tuple[MemberId, ...]:
        """The reviewers who have not given back."""
        back = {one.reviewer for one in self.returned}
        return tuple(member for member in self.reviewers if member not in back)

    def returned_by(self, member: MemberId) -> Returned | None:
        """One person's return in this round."""
        return next((one for one in self.returned if one.reviewer == member), None)

    def answer_to(self, member: MemberId) -> Answered | None:
        """What one reviewer was told."""
        return next((one for one in self.answered if one.reviewer == member), None)

    def left(self, member: MemberId) -> int:
        """How many things of somebody's review have no answer that ends them; "not yet" ends nothing."""
        returned, answered = self.returned_by(member), self.answer_to(member)
        total = returned.suggestions + returned.comments if returned is not None else 0
        said = answered.accepted + answered.refused + answered.done if answered else 0
        return max(0, total - said - self.questions(member))

    def questions(self, member: MemberId) -> int:
        """How many questions somebody has not replied to, as far as both told; a reply counts for one."""
        returned, answered = self.returned_by(member), self.answer_to(member)
        unheard = returned.replies - answered.heard if returned is not None and answered is not None else 0
        return max(0, answered.questions - max(0, unheard)) if answered is not None else 0


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Somebody who had the newest text of mine on the screen."""

    member: MemberId
    time: int  # unix seconds


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A row in a list of documents, and the top of its page."""

    id: DocumentId
    circle: CircleId  # the private one for a document that nobody shares
    owner: MemberId
    owner_name: str
    title: str
    mode: Mode
    reading_only: ReadingOnly = ReadingOnly.NOT
    private: bool = False
    words: int = 0  # as this computer counted them last; 0 = not opened here yet
    last_words: str = ""  # where I stopped, as this computer saw it last
    changed: int = 0  # unix seconds of the newest text
    changed_by: MemberId = b""
    changed_by_name: str = ""
    delivery: Delivery = Delivery.READ  # of my newest text
    delivery_time: int = 0
    read_by: tuple[ReadBy, ...] = ()  # who has read my newest text
    fresh: bool = False  # somebody changed it since I looked
    review: Review | None = None
    editors: tuple[MemberId, ...] = ()  # co-authors
    away: bool = False  # put away
    missing: bool = False  # a part of its history has not come yet
    held: int = 0  # pieces of mine that wait for Return

    @property
    def mine(self) -> bool:
        """I own it."""
        return self.mode is Mode.OWNER or (self.mode is Mode.READER and self.private)


class SaveCode(StrEnum):
    """What became of the last save."""

    NOTHING = ""  # nothing was written yet
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"  # everything is still in memory; it is tried again


@dataclass(frozen=True, slots=True)
class SaveState:
    """Whether what was written is on the disk. `trouble` = a Trouble's code, for FAILED."""

    code: SaveCode = SaveCode.NOTHING
    at: int = 0  # unix seconds of the last save that worked
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that worked."""

    at: int  # unix seconds
    pieces: int  # rows written or replaced


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was in a document; UTF-16 positions."""

    caret: int = 0
    top: int = 0  # the first position in sight


@dataclass(frozen=True, slots=True)
class ReviewTally:
    """What is in somebody's review, counted in the text itself."""

    suggestions: int = 0
    comments: int = 0
    important: int = 0
    accepted: int = 0
    refused: int = 0
    done: int = 0
    not_yet: int = 0
    open: int = 0  # without any answer, or the question was replied to
    questions: int = 0  # that wait for the reviewer

    @property
    def total(self) -> int:
        """All suggestions and comments."""
        return self.suggestions + self.comments

    @property
    def answered(self) -> int:
        """Those that have some answer: "4 of 12 answered"."""
        return self.total - self.open


def tally(suggestions: tuple[Suggestion, ...], comments: tuple[Comment, ...]) -> ReviewTally:
    """Count marks by answer."""
    marks: list[Suggestion | Comment] = [*suggestions, *comments]
    counts = {kind: sum(1 for mark in marks if mark.answer is kind) for kind in Answer}
    replied = sum(1 for mark in marks if mark.replied)
    return ReviewTally(
        suggestions=len(suggestions),
        comments=len(comments),
        important=sum(1 for mark in marks if mark.important),
        accepted=counts[Answer.ACCEPTED],
        refused=counts[Answer.REFUSED],
        done=counts[Answer.DONE],
        not_yet=counts[Answer.NOT_YET],
        open=counts[Answer.OPEN] + replied,
        questions=counts[Answer.UNCLEAR] - replied,
    )
