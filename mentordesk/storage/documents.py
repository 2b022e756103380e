# SPDX-License-Identifier: Apache-2.0
"""What a person does with documents besides writing in them: one register each, for the whole circle."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from mentordesk.base.errors import NotFound
from mentordesk.crypto.documentid import document_id
from mentordesk.domain.documents import (
    MAX_NOTE_LENGTH,
    MAX_REVIEWERS,
    NONCE_SIZE,
    Answered,
    DocumentId,
)
from mentordesk.domain.ids import CircleId, MemberId
from mentordesk.domain.messages import clean
from mentordesk.domain.registers import (
    DOCUMENT_AWAY,
    DOCUMENT_CARD,
    DOCUMENT_EDITORS,
    DOCUMENT_MOVED,
    REVIEW_ANSWER,
    REVIEW_ASK,
    REVIEW_RETURN,
    Register,
)
from mentordesk.storage import document_rows, outbox, rows, texts
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import register_values


@dataclass(frozen=True, slots=True)
class Asked:
    """A review that is asked for; days since 1970, 0 = none."""

    round: int
    reviewers: tuple[MemberId, ...]
    hand_in: int = 0
    read_by: int = 0
    note: str = ""


def create(tx: Tx, circle: CircleId | None, title: str) -> DocumentId:
    """A new document of mine, in a circle or (None) private; NotFound when I am not in the circle."""
    place = tx.me.private if circle is None else circle
    if circle is not None:
        rows.check_circle(tx, circle)
    nonce = tx.rand.bytes(NONCE_SIZE)
    document = document_id(tx.me.member, nonce)
    outbox.edit(tx, place, DOCUMENT_CARD, document, (nonce, document_rows.clean_title(title)))
    return document


def rename(tx: Tx, document: DocumentId, title: str) -> None:
    """Give a document of mine another title."""
    _set(tx, _mine(tx, document), DOCUMENT_CARD, (document_rows.clean_title(title),))


def set_away(tx: Tx, document: DocumentId, away: bool) -> None:
    """Put a document of mine away, or bring it back; what comes meanwhile is kept."""
    _set(tx, _mine(tx, document), DOCUMENT_AWAY, (int(away),))


def set_editors(tx: Tx, document: DocumentId, members: tuple[MemberId, ...]) -> None:
    """Name those who write in a document of mine as I do."""
    _set(tx, _mine(tx, document), DOCUMENT_EDITORS, (b"".join(sorted(set(members))),))


def share(tx: Tx, document: DocumentId, circle: CircleId) -> None:
    """Bring a private document of mine into a circle, with all that was ever written in it."""
    row = _mine(tx, document)
    if row.circle != tx.me.private:
        raise NotFound("document")
    rows.check_circle(tx, circle)
    outbox.edit(tx, circle, DOCUMENT_CARD, document, (row.nonce, row.title))
    if row.away:
        outbox.edit(tx, circle, DOCUMENT_AWAY, document, (row.nonce, row.away))
    texts.carry(tx, document, circle)
    texts.drop_unsealed(tx, row.circle, document)
    outbox.edit(tx, tx.me.private, DOCUMENT_MOVED, document, (circle,))


def ask(tx: Tx, document: DocumentId, asked: Asked) -> None:
    """Ask for a review of a document of mine."""
    reviewers = b"".join(dict.fromkeys(asked.reviewers[:MAX_REVIEWERS]))
    note = clean(asked.note)[:MAX_NOTE_LENGTH]
    parts = (asked.round, reviewers, asked.hand_in, asked.read_by, tx.now(), note)
    _set(tx, _mine(tx, document), REVIEW_ASK, parts)


def withdraw_ask(tx: Tx, document: DocumentId) -> None:
    """Nobody is asked any more; the round keeps its number."""
    row = _mine(tx, document)
    parts = _values(tx, row.circle, REVIEW_ASK, document)
    if parts is not None:
        _set(tx, row, REVIEW_ASK, (parts[1], b"", 0, 0, tx.now(), ""))


def give_back(tx: Tx, document: DocumentId, round: int, counts: tuple[int, int, int, int]) -> int:
    """Give a review back (suggestions, comments, important, replies); how many held texts go with it."""
    circle = document_rows.home(tx.conn, document, tx.me.private)
    if circle is None:
        raise NotFound("document")
    outbox.edit(tx, circle, REVIEW_RETURN, document + tx.me.member, (round, *counts, tx.now()))
    return texts.release(tx, document)


def tell_answers(tx: Tx, document: DocumentId, answered: Answered) -> bool:
    """Tell a reviewer what I have decided so far; False when that is told already."""
    row = _mine(tx, document)
    counts = (
        answered.round, answered.accepted, answered.refused, answered.done, answered.open, answered.questions,
        answered.heard,
    )  # fmt: skip
    entity = document + answered.reviewer
    told = _values(tx, row.circle, REVIEW_ANSWER, entity)
    if told is not None and told[1:-1] == counts:
        return False
    outbox.edit(tx, row.circle, REVIEW_ANSWER, entity, (row.nonce, *counts, tx.now()))
    return True


def _mine(tx: Tx, document: DocumentId) -> Row[Any]:
    """The row of a document of mine where it is written now; NotFound for anybody else's."""
    circle = document_rows.home(tx.conn, document, tx.me.private)
    row = tx.conn.exec_driver_sql(
        "SELECT * FROM documents WHERE circle = ? AND document = ? AND owner = ?",
        (circle or b"", document, tx.me.member),
    ).first()
    if row is None:
        raise NotFound("document")
    return row


def _set(tx: Tx, row: Row[Any], register: Register, parts: tuple[object, ...]) -> None:
    """Edit a register of a document of mine, unless it says so already."""
    whole = (row.nonce, *parts)
    if _values(tx, row.circle, register, row.document) != whole:
        outbox.edit(tx, row.circle, register, row.document, whole)


def _values(tx: Tx, circle: CircleId, register: Register, entity: bytes) -> tuple[Any, ...] | None:
    value = rows.field_value(tx, circle, register.number, entity)
    return None if value is None else register_values(register.number, value)
