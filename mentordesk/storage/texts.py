# SPDX-License-Identifier: Apache-2.0
"""What is written in documents: saved, held until it is given back, carried into a circle, read, guarded.

Text of one run that is not sealed yet is one operation in the outbox, replaced at each save.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentordesk.base.errors import NotFound, TooLarge
from mentordesk.domain.documents import DocumentId
from mentordesk.domain.events import DocumentChanged
from mentordesk.domain.ids import OPERATION_SIZE, CircleId, Lane, WriterId
from mentordesk.domain.messages import Delivery
from mentordesk.storage import document_rows, outbox, text_rows
from mentordesk.storage.schema import Guard, SeenKind
from mentordesk.storage.source import Source
from mentordesk.storage.store import Tx
from mentordesk.storage.text_rows import AGAIN, Kept, NewRow
from mentordesk.wire.operations import MAX_TEXT_DATA, Text

_ROW = "id, circle, document, author, writer, run, start, stop, data"


@dataclass(frozen=True, slots=True)
class NewText:
    """A change to be saved, counting [start, stop) of its peer."""

    start: int
    stop: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Typist:
    """Who types: one run (4 random bytes) of the writer that was mine when the document was opened."""

    run: bytes
    writer: WriterId


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of a save. Not done: nothing was written, for all up to `since` is sealed.

    The next one is to begin at `since`: what has not been sealed is said again, with what is new.
    """

    done: bool
    since: int
    rows: int = 0


def append(
    tx: Tx, document: DocumentId, typist: Typist, pieces: Sequence[NewText], held: bool = False
) -> Appended:
    """Save what was typed, in place of what was saved before and is not sealed; `held` until `release`.

    NotFound when the document is not here, TooLarge when a piece is.
    """
    circle = document_rows.home(tx.conn, document, tx.me.private)
    if circle is None:
        raise NotFound("document")
    for piece in pieces:
        if len(piece.data) > MAX_TEXT_DATA:
            raise TooLarge(len(piece.data), MAX_TEXT_DATA)
    place = (circle, document, tx.me.member, typist.writer, typist.run)
    sealed = _sealed_up_to(tx, place)
    if not pieces or pieces[0].start < sealed:
        return Appended(not pieces, sealed)
    _replace(tx, place, pieces[0].start)
    for piece in pieces:
        new = NewRow(
            tx.rand.bytes(OPERATION_SIZE), *place, start=piece.start, stop=piece.stop, data=piece.data
        )
        _queue(tx, new, held)
    return Appended(True, pieces[-1].start, len(pieces))


_Place = tuple[CircleId, DocumentId, bytes, WriterId, bytes]  # circle, document, author, writer, run
_OF_RUN = "circle = ? AND document = ? AND author = ? AND writer = ? AND run = ?"


def _sealed_up_to(tx: Tx, place: _Place) -> int:
    return int(
        tx.conn.exec_driver_sql(
            f"SELECT coalesce(max(stop), 0) FROM texts WHERE {_OF_RUN} AND entry <> 0", place
        ).scalar_one()
    )


def _replace(tx: Tx, place: _Place, start: int) -> None:
    gone = tx.conn.exec_driver_sql(
        f"DELETE FROM texts WHERE {_OF_RUN} AND entry = 0 AND start >= ? RETURNING id", (*place, start)
    ).scalars()
    tx.conn.exec_driver_sql("DELETE FROM outbox WHERE id = ?", [(one,) for one in gone.all()] or [(b"",)])


def _queue(tx: Tx, new: NewRow, held: bool) -> None:
    text_rows.insert(tx, new, 0, Delivery.DRAFT if held else Delivery.ON_THIS_COMPUTER)
    outbox.add(tx, new.circle, Lane.DOCUMENTS, Text(new.id, new.document, new.run, new.writer, new.data))
    if held:
        tx.conn.exec_driver_sql("UPDATE outbox SET held = 1 WHERE id = ?", (new.id,))


def release(tx: Tx, document: DocumentId) -> int:
    """Let everything go that is held of a document; how many texts."""
    ids = tx.conn.exec_driver_sql(
        """UPDATE texts SET state = ? WHERE circle IN (SELECT circle FROM documents WHERE document = ?)
        AND document = ? AND author = ? AND state = ? RETURNING id, circle""",
        (int(Delivery.ON_THIS_COMPUTER), document, document, tx.me.member, int(Delivery.DRAFT)),
    ).all()
    for one, circle in ids:
        tx.conn.exec_driver_sql("UPDATE outbox SET held = 0 WHERE id = ?", (one,))
        tx.announce(DocumentChanged(circle, document))
    return len(ids)


# ---------------------------------------------------------------- carried into a circle


def merge(tx: Tx, source: Source, op: Text, late: bool = False) -> Kept:
    """Keep a text of a parcel; that of a private document shared meanwhile goes on into its circle."""
    kept = text_rows.merge(tx, source, op, late)
    if kept is Kept.NEW and source.circle == tx.me.private:
        target = document_rows.home(tx.conn, op.document, tx.me.private)
        if target is not None and target != tx.me.private:
            carry(tx, op.document, target, "id = ?", op.id)
    return kept


def carry(tx: Tx, document: DocumentId, target: CircleId, which: str = "1 = ?", value: object = 1) -> int:
    """Append the texts of a private document to a circle, as far as it has not got them; how many."""
    found = tx.conn.exec_driver_sql(
        f"""SELECT {_ROW} FROM texts WHERE circle = ? AND document = ? AND author = ? AND {which}
        ORDER BY rowid""",
        (tx.me.private, document, tx.me.member, value),
    ).all()
    rows = [NewRow(*row).in_circle(target) for row in found]
    count = 0
    for row in rows:
        if tx.conn.exec_driver_sql("SELECT 1 FROM texts WHERE name = ?", (row.name,)).first() is None:
            _queue(tx, row, held=False)
            count += 1
    return count


def after_card(tx: Tx, circle: CircleId, document: DocumentId) -> None:
    """Another computer of mine may have shared a private document: what it did not know of goes after it."""
    private = tx.conn.exec_driver_sql(
        "SELECT 1 FROM documents WHERE circle = ? AND document = ?", (tx.me.private, document)
    ).first()
    if private is not None and document_rows.home(tx.conn, document, tx.me.private) == circle:
        carry(tx, document, circle, "writer = ?", tx.me.writer)
        drop_unsealed(tx, tx.me.private, document)


def drop_unsealed(tx: Tx, circle: CircleId, document: DocumentId) -> None:
    """What is not sealed of a document in this circle need not go: it went elsewhere."""
    tx.conn.exec_driver_sql(
        """DELETE FROM outbox WHERE id IN (SELECT id FROM texts WHERE circle = ? AND document = ?
        AND entry = 0 AND author = ?)""",
        (circle, document, tx.me.member),
    )
    tx.conn.exec_driver_sql(
        "DELETE FROM texts WHERE circle = ? AND document = ? AND entry = 0 AND author = ?",
        (circle, document, tx.me.member),
    )


# ---------------------------------------------------------------- read, guarded, kept


def mark_read(tx: Tx, document: DocumentId) -> int:
    """What came was on my screen; how many texts of others were fresh."""
    fresh = tx.conn.exec_driver_sql(
        "UPDATE texts SET fresh = 0 WHERE document = ? AND fresh = 1 RETURNING id, circle", (document,)
    ).all()
    told = tx.conn.exec_driver_sql(
        "UPDATE documents SET told = 0 WHERE document = ? AND told = 1 RETURNING circle", (document,)
    ).all()
    for one, circle in fresh:
        tx.conn.exec_driver_sql(
            "INSERT OR IGNORE INTO seen_due (message, kind, circle) VALUES (?, ?, ?)",
            (one, int(SeenKind.READ), circle),
        )
    for circle in dict.fromkeys([*(row[1] for row in fresh), *(row[0] for row in told)]):
        tx.announce(DocumentChanged(circle, document))
    return len(fresh)


def begin(tx: Tx, document: DocumentId) -> int:
    """Before a document's texts are taken in: those with which the program died are told apart.

    How many are set aside.
    """
    for was, now in ((Guard.TRYING_ALONE, Guard.ASIDE), (Guard.TRYING, Guard.SUSPECT)):
        tx.conn.exec_driver_sql(
            "UPDATE texts SET guard = ? WHERE document = ? AND guard = ?", (int(now), document, int(was))
        )
    aside = tx.conn.exec_driver_sql(
        "SELECT count(*) FROM texts WHERE document = ? AND guard = ?", (document, int(Guard.ASIDE))
    )
    return int(aside.scalar_one())


def trying(tx: Tx, rowids: Iterable[int]) -> None:
    """These are about to be taken in for the first time; a suspect alone."""
    for one in rowids:
        tx.conn.exec_driver_sql(
            "UPDATE texts SET guard = CASE guard WHEN 0 THEN 2 WHEN 3 THEN 4 ELSE guard END WHERE rowid = ?",
            (one,),
        )


def trusted(tx: Tx, rowids: Iterable[int]) -> None:
    """These were taken in, and the program lives."""
    _set_guard(tx, rowids, Guard.TRUSTED)


def refuse(tx: Tx, rowids: Iterable[int]) -> None:
    """These cannot be read: they are set aside until an upgrade."""
    _set_guard(tx, rowids, Guard.ASIDE)


def _set_guard(tx: Tx, rowids: Iterable[int], guard: Guard) -> None:
    for one in rowids:
        tx.conn.exec_driver_sql("UPDATE texts SET guard = ? WHERE rowid = ?", (int(guard), one))


def after_upgrade(tx: Tx) -> None:
    """A newer program may read what an older one died of; what was too much is still too much."""
    tx.conn.exec_driver_sql(
        """UPDATE texts SET guard = ? WHERE guard = ? AND (SELECT total(length(t.data)) FROM texts t
        WHERE t.circle = texts.circle AND t.document = texts.document AND t.author = texts.author) <= ?""",
        (int(Guard.SUSPECT), int(Guard.ASIDE), text_rows.MAX_SUGGESTED),
    )


def unsealed_again(tx: Tx, entry: int) -> None:
    """A parcel of mine is sealed again: its texts wait, as they are; what left by stick leaves once more."""
    tx.conn.exec_driver_sql(
        f"UPDATE texts SET entry = {AGAIN}, state = iif(state = 2, 1, state) WHERE entry = ? AND state < 5",
        (entry,),
    )


def keep_cache(tx: Tx, document: DocumentId, snapshot: bytes, upto: int) -> None:
    """Keep a document as it is with all texts up to texts.rowid `upto`, for a quick opening."""
    circle = document_rows.home(tx.conn, document, tx.me.private)
    if circle is not None:
        tx.conn.exec_driver_sql(
            "INSERT OR REPLACE INTO text_cache (document, circle, snapshot, upto) VALUES (?,?,?,?)",
            (document, circle, snapshot, upto),
        )


def keep_place(tx: Tx, document: DocumentId, caret: int, top: int) -> None:
    """Where I was (UTF-16 positions)."""
    _put_place(tx, document, {"caret": caret, "top": top})


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in a text when it was last seen here."""

    words: int
    last_words: str = ""
    held: int = 0  # pieces that wait for Return
    lacking: bool = False  # something waits for a part that is not here
    damaged: bool = False  # something was set aside


def keep_counts(tx: Tx, document: DocumentId, counted: Counted) -> None:
    """Keep what lists show of a document that is not open."""
    _put_place(
        tx,
        document,
        {
            "words": counted.words,
            "last_words": counted.last_words,
            "held": counted.held,
            "lacking": int(counted.lacking),
            "damaged": int(counted.damaged),
        },
    )


def _put_place(tx: Tx, document: DocumentId, columns: dict[str, object]) -> None:
    names = ", ".join(columns)
    marks = ",".join("?" * len(columns))
    tx.conn.exec_driver_sql(
        f"""INSERT INTO document_places (document, {names}) VALUES (?,{marks}) ON CONFLICT (document)
        DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in columns)}""",
        (document, *columns.values()),
    )
