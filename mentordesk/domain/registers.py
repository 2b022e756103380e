# SPDX-License-Identifier: Apache-2.0
"""Every synced field, declared once: entity, field, how two edits merge, where it lives."""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Merge(Enum):
    """How two values of one field become one."""

    LAST = "last"  # last writer by (rank, time, operation id); the loser is kept
    HIGHEST = "highest"  # the greater value wins


@dataclass(frozen=True, slots=True)
class Register:
    """One synced field. `shape` names the types of the value's parts, in order."""

    number: int  # on the wire; never reused
    entity: str
    field: str
    merge: Merge
    shape: tuple[type, ...]
    private: bool = False  # lives in the member's private circle


THREAD_TOPIC = Register(1, "thread", "topic", Merge.LAST, (str,))
PERSON_CARD = Register(2, "person", "card", Merge.LAST, (str, str))  # name, time zone
DRAFT = Register(3, "draft", "text", Merge.LAST, (bytes, str, str), private=True)  # circle, topic, text
CHARTER_HEAD = Register(4, "charter", "head", Merge.HIGHEST, (int, bytes), private=True)  # number, hash

COMPUTER = Register(5, "computer", "name", Merge.LAST, (str,), private=True)  # of a writer: what it is called

# Documents. The entity is the document's id, for a review followed by the reviewer's. A value that only the
# owner may set begins with the nonce that makes this id of the owner's (crypto/documentid.py). Ids are
# joined; days count from 1970, 0 = none; times are unix seconds.
DOCUMENT_CARD = Register(6, "document", "card", Merge.LAST, (bytes, str))  # nonce, title
DOCUMENT_AWAY = Register(7, "document", "away", Merge.LAST, (bytes, int))  # nonce, 1 = put away
DOCUMENT_EDITORS = Register(8, "document", "editors", Merge.LAST, (bytes, bytes))  # nonce, members
REVIEW_ASK = Register(  # nonce, round, reviewers, hand in, read by (days), time, note
    9, "document", "ask", Merge.LAST, (bytes, int, bytes, int, int, int, str)
)
REVIEW_RETURN = Register(  # round, suggestions, comments, important, replies, time; the reviewer's to set
    10, "review", "return", Merge.LAST, (int, int, int, int, int, int)
)
REVIEW_ANSWER = Register(  # nonce, round, accepted, refused, done, open, questions, heard, time
    11, "review", "answer", Merge.LAST, (bytes, int, int, int, int, int, int, int, int)
)
DOCUMENT_MOVED = Register(12, "document", "moved", Merge.LAST, (bytes,), private=True)  # into this circle

OF_DOCUMENTS = (
    DOCUMENT_CARD, DOCUMENT_AWAY, DOCUMENT_EDITORS, REVIEW_ASK, REVIEW_RETURN, REVIEW_ANSWER, DOCUMENT_MOVED,
)  # fmt: skip
REGISTERS = {
    register.number: register
    for register in (THREAD_TOPIC, PERSON_CARD, DRAFT, CHARTER_HEAD, COMPUTER, *OF_DOCUMENTS)
}

MAX_RANK = 1 << 31  # a higher rank is refused: nobody may win for ever
