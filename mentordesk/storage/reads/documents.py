# SPDX-License-Identifier: Apache-2.0
"""Documents as rows of lists, with their reviews and how far what I wrote has come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mentordesk.crypto.documentid import DOCUMENT_SIZE
from mentordesk.crypto.identity import private_circle
from mentordesk.domain.documents import (
    MAX_NOTE_LENGTH,
    Answered,
    DocumentId,
    DocumentSummary,
    Mode,
    Place,
    ReadBy,
    ReadingOnly,
    Returned,
    Review,
    day_of,
)
from mentordesk.domain.ids import MEMBER_SIZE, CircleId, MemberId
from mentordesk.domain.messages import Delivery
from mentordesk.domain.registers import REVIEW_ANSWER, REVIEW_ASK, REVIEW_RETURN, Register
from mentordesk.storage.merge import LAST_SECOND
from mentordesk.storage.reads import texts
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.schema import SeenKind
from mentordesk.wire.operations import register_values

_DOCUMENTS = """SELECT d.*, coalesce(p.words, 0) AS words, coalesce(p.last_words, '') AS last_words,
    coalesce(p.held, 0) AS held, coalesce(p.lacking, 0) AS lacking,
    EXISTS (SELECT 1 FROM texts t WHERE t.circle = d.circle AND t.document = d.document AND t.fresh = 1)
        AS fresh
    FROM documents d LEFT JOIN document_places p ON p.document = d.document"""
# A private document that was shared is shown where it went.
_SHOWN = """NOT EXISTS (SELECT 1 FROM documents there WHERE there.document = d.document
    AND there.circle <> d.circle AND d.circle IN (SELECT circle FROM circles WHERE kind = 1))"""
_NEWEST = "ORDER BY d.away, d.changed DESC, d.document"
_GAPS = """SELECT DISTINCT circle, document FROM (SELECT circle, document, start,
        max(stop) OVER (PARTITION BY circle, document, peer ORDER BY start
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM texts WHERE late = 0 {}) WHERE start > coalesce(before, 0)"""


def in_circle(
    reader: Reader, circle: CircleId, limit: int = -1, away: bool | None = None
) -> tuple[DocumentSummary, ...]:
    """The documents of a circle, the newest change first; those put away at the end, alone, or not at all."""
    which = "" if away is None else f"AND d.away = {int(away)}"
    sql = f"{_DOCUMENTS} WHERE d.circle = ? {which} AND {_SHOWN} {_NEWEST} LIMIT ?"
    return _summaries(reader, sql, (circle, limit))


def private(reader: Reader, limit: int = -1, away: bool | None = None) -> tuple[DocumentSummary, ...]:
    """My documents that nobody shares."""
    return in_circle(reader, private_circle(reader.me), limit, away)


def count(reader: Reader, circle: CircleId | None) -> tuple[int, int]:
    """How many documents a circle has, and how many of them are put away; None = those nobody shares."""
    sql = f"SELECT count(*), coalesce(sum(d.away <> 0), 0) FROM documents d WHERE d.circle = ? AND {_SHOWN}"
    row = reader.first(sql, (circle or private_circle(reader.me),))
    return (row[0], row[1]) if row else (0, 0)


def newest(reader: Reader, limit: int) -> tuple[DocumentSummary, ...]:
    """Those which I write in, or have something to give back of; what I wrote in last first."""
    sql = f"""{_DOCUMENTS} JOIN (SELECT circle, document, max(rowid) AS mine FROM texts WHERE author = ?
        GROUP BY circle, document) AS w ON w.circle = d.circle AND w.document = d.document
        WHERE d.away = 0 AND {_SHOWN} AND (d.owner = ? OR p.held > 0 OR instr(d.editors, ?) > 0)
        ORDER BY w.mine DESC LIMIT ?"""
    return _summaries(reader, sql, (reader.me, reader.me, reader.me, limit))


def reviews(reader: Reader) -> tuple[DocumentSummary, ...]:
    """Documents of which a review was asked for or returned, none that is put away."""
    sql = f"""{_DOCUMENTS} WHERE d.away = 0 AND {_SHOWN} AND EXISTS (SELECT 1 FROM fields f
        WHERE f.circle = d.circle AND f.register IN (?, ?)
        AND substr(f.entity, 1, {DOCUMENT_SIZE}) = d.document) {_NEWEST}"""
    return _summaries(reader, sql, (REVIEW_ASK.number, REVIEW_RETURN.number))


def held(reader: Reader) -> tuple[DocumentSummary, ...]:
    """Documents in which something of mine waits for Return, those put away too."""
    return _summaries(reader, f"{_DOCUMENTS} WHERE p.held > 0 AND {_SHOWN} {_NEWEST}", ())


def not_left(reader: Reader) -> tuple[DocumentSummary, ...]:
    """Documents with text of mine that is on this computer only; what is held may stay here."""
    sql = f"""{_DOCUMENTS} WHERE {_SHOWN} AND EXISTS (SELECT 1 FROM texts t WHERE t.circle = d.circle
        AND t.document = d.document AND t.author = ? AND t.state = ?) {_NEWEST}"""
    return _summaries(reader, sql, (reader.me, int(Delivery.ON_THIS_COMPUTER)))


def summary(reader: Reader, document: DocumentId) -> DocumentSummary | None:
    """One document, where it is written now."""
    with reader.still():
        where = (home(reader, document) or b"", document)
        found = _summaries(reader, f"{_DOCUMENTS} WHERE d.circle = ? AND d.document = ?", where, one=True)
    return found[0] if found else None


def home(reader: Reader, document: DocumentId) -> CircleId | None:
    """The circle in which a document is written now; None = it is not here."""
    return texts.home(reader, document)


def place(reader: Reader, document: DocumentId) -> Place:
    """Where I was in a document on this computer."""
    row = reader.first("SELECT caret, top FROM document_places WHERE document = ?", (document,))
    return Place(row[0], row[1]) if row else Place()


def _summaries(
    reader: Reader, sql: str, parameters: tuple[Any, ...], one: bool = False
) -> tuple[DocumentSummary, ...]:
    """`one`: the parameters are its circle and document; only its own texts are looked at."""
    with reader.still():
        rows = reader.rows(sql, parameters)
        gaps = _gaps_of(reader, parameters) if one else _gaps(reader)
        return tuple(_summary(reader, row, gaps) for row in rows)


def _summary(reader: Reader, row: Any, gaps: set[tuple[CircleId, DocumentId]]) -> DocumentSummary:
    names, editors = reader.names(), _members(row.editors)
    alone = row.circle == private_circle(reader.me)
    delivery, since, read_by = _delivery(reader, row.circle, row.document)
    return DocumentSummary(
        id=row.document,
        circle=row.circle,
        owner=row.owner,
        owner_name=names(row.circle, row.owner),
        title=row.title,
        mode=_mode(reader, row.owner, editors),
        reading_only=_reading_only(reader, row, alone),
        private=alone,
        words=row.words,
        last_words=row.last_words,
        changed=row.changed,
        changed_by=row.changed_by,
        changed_by_name=names(row.circle, row.changed_by),
        delivery=delivery,
        delivery_time=since,
        read_by=read_by,
        fresh=bool(row.fresh or row.told),
        review=_review(reader, row.circle, row.document),
        editors=editors,
        away=bool(row.away),
        missing=bool(row.lacking) or (row.circle, row.document) in gaps,
        held=row.held,
    )


def _gaps(reader: Reader) -> set[tuple[CircleId, DocumentId]]:
    """Documents of which a text has come and one before it has not."""
    newest = reader.number("SELECT max(rowid) FROM texts")
    mark = (newest, reader.number("SELECT sum(rebuild) FROM documents"))
    found = reader.keep_while("document gaps", mark, lambda: reader.rows(_GAPS.format("")))
    return {(row[0], row[1]) for row in found}


def _gaps_of(reader: Reader, where: tuple[Any, ...]) -> set[tuple[CircleId, DocumentId]]:
    found = reader.rows(_GAPS.format("AND circle = ? AND document = ?"), where)
    return {(row[0], row[1]) for row in found}


def _mode(reader: Reader, owner: MemberId, editors: Sequence[MemberId]) -> Mode:
    if owner == reader.me:
        return Mode.OWNER
    return Mode.COAUTHOR if reader.me in editors else Mode.REVIEWER


def _reading_only(reader: Reader, row: Any, alone: bool) -> ReadingOnly:
    member = alone or reader.first(
        "SELECT 1 FROM members WHERE circle = ? AND member = ?", (row.circle, reader.me)
    )
    if not member:
        return ReadingOnly.CLOSED
    return ReadingOnly.AWAY if row.away else ReadingOnly.NOT


_Delivery = tuple[Delivery, int, tuple[ReadBy, ...]]


def _delivery(reader: Reader, circle: CircleId, document: DocumentId) -> _Delivery:
    """How far the newest text of mine that is not held has come, and who has read it."""
    newest = reader.first(
        """SELECT id, state, state_time FROM texts WHERE rowid = (SELECT max(rowid) FROM texts
        WHERE circle = ? AND document = ? AND author = ? AND state > 0)""",
        (circle, document, reader.me),
    )
    if newest is None:
        return Delivery.READ, 0, ()
    rows = reader.rows(
        "SELECT member, time FROM receipts WHERE message = ? AND kind = ? AND member <> ? ORDER BY time",
        (newest[0], int(SeenKind.READ), reader.me),
    )
    return Delivery(newest[1]), newest[2], tuple(ReadBy(row[0], row[1]) for row in rows)


# ---------------------------------------------------------------- reviews


def _review(reader: Reader, circle: CircleId, document: DocumentId) -> Review | None:
    """The newest round; None where nobody is asked (any more) and nothing of it was returned."""
    row = reader.first(
        "SELECT value FROM fields WHERE circle = ? AND register = ? AND entity = ?",
        (circle, REVIEW_ASK.number, document),
    )
    parts = register_values(REVIEW_ASK.number, row[0]) if row else None
    _, number, reviewers, hand_in, read_by, at, note = parts or (b"", 0, b"", 0, 0, 0, "")
    number, at = _count(number), _second(at)
    returned = [
        Returned(member, *values[:4], at=values[5], replies=values[4])  # type: ignore[misc]
        for member, values in _of_reviewers(reader, circle, document, REVIEW_RETURN)
        if values[0] == number
    ]
    if not reviewers and not returned:
        return None
    answered = [
        Answered(member, *values[1:7], at=values[8], heard=values[7])  # type: ignore[misc]
        for member, values in _of_reviewers(reader, circle, document, REVIEW_ANSWER)
        if values[1] == number
    ]
    return Review(
        number, _members(reviewers), day_of(hand_in), day_of(read_by), at, note[:MAX_NOTE_LENGTH],
        tuple(returned), tuple(answered),
    )  # fmt: skip


def _of_reviewers(
    reader: Reader, circle: CircleId, document: DocumentId, register: Register
) -> list[tuple[MemberId, tuple[Any, ...]]]:
    """What a register says for each reviewer of a document."""
    rows = reader.rows(
        """SELECT entity, value FROM fields WHERE circle = ? AND register = ?
        AND entity > ? AND entity <= ? ORDER BY entity""",
        (circle, register.number, document, document + b"\xff" * MEMBER_SIZE),
    )
    found = ((row[0][DOCUMENT_SIZE:], register_values(register.number, row[1])) for row in rows)
    return [(member, (*map(_count, values[:-1]), _second(values[-1]))) for member, values in found if values]


def _count(value: Any) -> Any:
    """A number that somebody's program wrote, as far as a page can show it."""
    return max(0, min(value, 100_000)) if isinstance(value, int) else value


def _second(value: int) -> int:
    """A time that somebody's program wrote."""
    return max(0, min(value, LAST_SECOND))


def _members(joined: bytes) -> tuple[MemberId, ...]:
    whole = len(joined) - len(joined) % MEMBER_SIZE
    found = (joined[at : at + MEMBER_SIZE] for at in range(0, whole, MEMBER_SIZE))
    return tuple(dict.fromkeys(found))
