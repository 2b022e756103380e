# SPDX-License-Identifier: Apache-2.0
"""The rows of `documents`: what registers say of a document in a circle, and when its text changed."""
from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from mentordesk.crypto.documentid import DOCUMENT_SIZE, is_owner
from mentordesk.domain.documents import MAX_TITLE_LENGTH, DocumentId
from mentordesk.domain.events import DocumentChanged
from mentordesk.domain.ids import MEMBER_SIZE, CircleId, MemberId
from mentordesk.domain.messages import clean
from mentordesk.domain.registers import (
    DOCUMENT_AWAY,
    DOCUMENT_CARD,
    DOCUMENT_EDITORS,
    DOCUMENT_MOVED,
    OF_DOCUMENTS,
    REVIEW_ANSWER,
    REVIEW_RETURN,
)
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import Set, register_values, values

NUMBERS = frozenset(register.number for register in OF_DOCUMENTS)
_REVIEWS = frozenset({REVIEW_RETURN.number, REVIEW_ANSWER.number})  # their entity goes on with the reviewer


def may_set(author: MemberId, op: Set) -> bool:
    """Whether a shared register of a document is this author's to set."""
    review = op.register in _REVIEWS
    if len(op.entity) != DOCUMENT_SIZE + (MEMBER_SIZE if review else 0):
        return False
    if op.register == REVIEW_RETURN.number:
        return op.entity[DOCUMENT_SIZE:] == author
    parts = values(op)
    return parts is not None and is_owner(author, parts[0], op.entity[:DOCUMENT_SIZE])


def show(tx: Tx, circle: CircleId, register: int, entity: bytes, author: MemberId) -> None:
    """Make a document's row anew from the registers that stand; `author` set this one."""
    document = entity[:DOCUMENT_SIZE]
    if register == DOCUMENT_MOVED.number:
        tx.announce(DocumentChanged(circle, document))
        return
    owner, card = _field(tx, circle, DOCUMENT_CARD.number, document)
    if card is None:
        tx.conn.exec_driver_sql(
            "DELETE FROM documents WHERE circle = ? AND document = ?", (circle, document)
        )
    else:
        _write(tx, circle, document, owner, card)
    if author != tx.me.member:
        tx.conn.exec_driver_sql(
            "UPDATE documents SET told = 1 WHERE circle = ? AND document = ?", (circle, document)
        )
    tx.announce(DocumentChanged(circle, document))


def _write(tx: Tx, circle: CircleId, document: DocumentId, owner: MemberId, card: tuple[Any, ...]) -> None:
    _, away = _field(tx, circle, DOCUMENT_AWAY.number, document)
    _, editors = _field(tx, circle, DOCUMENT_EDITORS.number, document)
    nonce, title = card
    others = editors[1] if editors else b""
    tx.conn.exec_driver_sql(
        """INSERT INTO documents (circle, document, owner, nonce, title, away, editors, changed, changed_by)
        VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (circle, document) DO UPDATE SET owner = excluded.owner,
        nonce = excluded.nonce, title = excluded.title, away = excluded.away, editors = excluded.editors""",
        (
            circle, document, owner, nonce, clean_title(title), int(bool(away and away[1])), others,
            *_last_change(tx, circle, document, owner),
        ),
    )  # fmt: skip


def _last_change(tx: Tx, circle: CircleId, document: DocumentId, owner: MemberId) -> tuple[int, MemberId]:
    """Texts may have come before the card."""
    row = tx.conn.exec_driver_sql(
        "SELECT arrived, author FROM texts WHERE circle = ? AND document = ? ORDER BY rowid DESC LIMIT 1",
        (circle, document),
    ).first()
    return (row[0], row[1]) if row else (tx.now(), owner)


def _field(
    tx: Tx, circle: CircleId, register: int, entity: bytes
) -> tuple[MemberId, tuple[Any, ...] | None]:
    """Who set a register, and its values."""
    row = tx.conn.exec_driver_sql(
        "SELECT author, value FROM fields WHERE circle = ? AND register = ? AND entity = ?",
        (circle, register, entity),
    ).first()
    return (row[0], register_values(register, row[1])) if row else (b"", None)


def clean_title(title: str) -> str:
    """A title in one line, at most MAX_TITLE_LENGTH characters."""
    return " ".join(clean(title).split())[:MAX_TITLE_LENGTH].rstrip()


def changed(tx: Tx, circle: CircleId, document: DocumentId, author: MemberId) -> None:
    """A text was written here or arrived."""
    tx.conn.exec_driver_sql(
        "UPDATE documents SET changed = ?, changed_by = ? WHERE circle = ? AND document = ?",
        (tx.now(), author, circle, document),
    )
    tx.announce(DocumentChanged(circle, document))


def make_anew(tx: Tx, circle: CircleId, document: DocumentId) -> None:
    """Texts overlap, went, or count after all: nothing made of them before is used any more."""
    tx.conn.exec_driver_sql(
        "UPDATE documents SET rebuild = rebuild + 1 WHERE circle = ? AND document = ?", (circle, document)
    )
    tx.conn.exec_driver_sql("DELETE FROM text_cache WHERE document = ?", (document,))
    tx.announce(DocumentChanged(circle, document))


def home(conn: Connection, document: DocumentId, private: CircleId) -> CircleId | None:
    """The circle in which a document is written now; None = it is not here.

    A private one that I shared: where its card is, wherever else it was. Two computers may have shared it
    into two circles: then the one that the register names.
    """
    found = conn.exec_driver_sql(
        "SELECT circle FROM documents WHERE document = ? ORDER BY circle = ?, circle", (document, private)
    ).scalars()
    circles = [bytes(circle) for circle in found.all()]
    if len(circles) > 1 and (moved := _moved_to(conn, document, private)) in circles:
        return moved
    return circles[0] if circles else None


def _moved_to(conn: Connection, document: DocumentId, private: CircleId) -> CircleId | None:
    value = conn.exec_driver_sql(
        "SELECT value FROM fields WHERE circle = ? AND register = ? AND entity = ?",
        (private, DOCUMENT_MOVED.number, document),
    ).scalar()
    parts = register_values(DOCUMENT_MOVED.number, value) if value is not None else None
    return parts[0] if parts else None
