# SPDX-License-Identifier: Apache-2.0
"""Threads, messages, drafts: their shapes, limits and order."""
from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from mentordesk.domain.files import FileInfo
from mentordesk.domain.ids import CircleId, MemberId, MessageId, ThreadId

MAX_MESSAGE_BYTES = 32 * 1024  # UTF-8; longer text belongs into a document
MAX_TOPIC_LENGTH = 120  # characters
KEPT_CONTROLS = frozenset("\n\t")

Order: TypeAlias = tuple[int, bytes, int, bytes]


class Delivery(IntEnum):
    """How far a message of mine has come, each step on evidence only."""

    DRAFT = 0
    ON_THIS_COMPUTER = 1
    LEFT_THIS_COMPUTER = 2
    AT_THE_SERVER = 3
    ON_THEIR_COMPUTER = 4
    READ = 5


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a message of mine has come with one of the others, and when that was learned."""

    member: MemberId
    delivery: Delivery  # ON_THEIR_COMPUTER or READ
    time: int


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the thread page shows it."""

    id: MessageId
    circle: CircleId
    thread: ThreadId
    author: MemberId
    author_name: str
    mine: bool
    time: int  # unix seconds, the author's label
    text: str
    delivery: Delivery = Delivery.READ  # of my own messages only
    delivery_time: int = 0  # when the state was learned; 0 = not known
    fresh: bool = False  # not read by me yet
    can_take_back: bool = False  # it has not left: it becomes a draft again
    can_retract: bool = False  # it is on its way or has arrived: only that it was there remains
    gone: int = 0  # when its author took it back, unix seconds; 0 = it stands
    gone_waits: bool = False  # I took it back, and nobody has been told yet
    late: bool = False  # its author had said something newer from another computer before
    computer: str = ""  # on which of my computers a late one was written; "" = not known
    ask: bool = False  # late, mine, and nobody has decided here whether it may stand
    clock_hint: bool = False  # the author's clock was wrong
    reached: tuple[Reached, ...] = ()  # of my own messages: everybody who holds it
    files: tuple[FileInfo, ...] = ()  # in their author's order

    def order(self, base: int, rank: int) -> Order:
        """The key by which every computer sorts a thread alike."""
        return (base, self.author, rank, self.id)


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """A row of the circle page."""

    circle: CircleId
    thread: ThreadId
    topic: str
    last_author: MemberId
    last_author_name: str
    last_words: str
    last_time: int
    fresh: int  # messages I have not read
    count: int
    my_turn: bool  # the last message is not mine
    waiting_since: int = 0  # time of the oldest message I have not answered; 0 = none
    has_draft: bool = False
    taken_back: bool = False  # all that was said here


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsent message, private to its author."""

    circle: CircleId
    thread: ThreadId
    topic: str  # of the thread; of a thread that does not exist yet, what was typed
    text: str
    caret: int = 0  # UTF-16 position
    saved_at: int = 0
    new_thread: bool = False  # the thread begins with this draft
    elsewhere: bool = False  # it came from another of my computers, as it stands
    computer: str = ""  # what that one is called; "" = not known


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One message found."""

    message: Message
    topic: str
    snippet: str  # words around the first hit
    marks: tuple[tuple[int, int], ...]  # (start, end) of hits within the snippet


def clean(text: str) -> str:
    """Text as it may be sent: NFC, no control characters but line ends and tabs, no outer blank lines."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in normal if c in KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def problem(text: str) -> str | None:
    """Why cleaned text cannot be a message: 'message_empty', 'message_too_long', or None."""
    if not text:
        return "message_empty"
    return "message_too_long" if len(text.encode()) > MAX_MESSAGE_BYTES else None
