# SPDX-License-Identifier: Apache-2.0
"""The rows of `texts`: every change of a document's text, written here or come with a parcel.

The bytes of a change are looked at, never taken into a document here: storage trusts nobody's text.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum

from mentordesk.base.errors import Refused
from mentordesk.crypto.primitives import H
from mentordesk.domain.documents import DocumentId
from mentordesk.domain.events import DocumentChanged
from mentordesk.domain.ids import CircleId, MemberId, OperationId, WriterId
from mentordesk.domain.messages import Delivery
from mentordesk.storage import document_rows
from mentordesk.storage.schema import Guard, SeenKind
from mentordesk.storage.source import Source
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import Text

NAME_SIZE = 16
MAX_SUGGESTED = 1_000_000  # bytes of one member's suggestions in one document: some 20,000 of them
AGAIN = -1  # as `entry`: sealed once, waits to be sealed again


class Kept(Enum):
    """What became of a text that came."""

    NEW = "new"
    HELD = "held"  # here already
    FORBIDDEN = "forbidden"  # it says it is of another peer than its author's
    UNKNOWN = "unknown"  # not understood: perhaps of a newer version


@dataclass(frozen=True, slots=True)
class NewRow:
    """A text to be stored, of the peer of (author, writer, run), counting [start, stop)."""

    id: OperationId
    circle: CircleId
    document: DocumentId
    author: MemberId
    writer: WriterId
    run: bytes
    start: int
    stop: int
    data: bytes

    @property
    def name(self) -> bytes:
        """The same on every computer; two operations that say the same are one text."""
        whole = self.circle + self.author + self.writer + self.document + self.run + self.data
        return H("md1 text", whole, NAME_SIZE)

    @property
    def peer(self) -> bytes:
        """8 bytes."""
        return peer_of(self.author, self.writer, self.run)

    def in_circle(self, circle: CircleId) -> NewRow:
        """The same text appended to another circle: whoever does so gives it the same id."""
        return replace(self, circle=circle, id=H("md1 moved text", self.id + circle, len(self.id)))


def peer_of(author: MemberId, writer: WriterId, run: bytes) -> bytes:
    """The CRDT's peer as 8 bytes, in the order of the numbers."""
    from mentordesk.richtext.peers import peer_id

    return peer_id(author, writer, run).to_bytes(8, "big")


# ---------------------------------------------------------------- what comes


def merge(tx: Tx, source: Source, op: Text, late: bool = False) -> Kept:
    """Keep one text of a parcel. `late`: beyond a cut-off, kept for accepted ones that need it."""
    writer = op.writer or source.writer
    span = _span(op, peer_of(source.author, writer, op.run))
    if isinstance(span, Kept):
        return span
    new = NewRow(op.id, source.circle, op.document, source.author, writer, op.run, *span, op.data)
    held = tx.conn.exec_driver_sql(
        "SELECT rowid, id, entry, late FROM texts WHERE name = ?", (new.name,)
    ).first()
    if held is None:
        insert(tx, new, source.entry, source.delivery, late)
        _after_arrival(tx, new, late)
        return Kept.NEW
    if source.entry and (held.entry <= 0 or (held.late and not late)):
        _land(tx, source, held.rowid)
        if new.author == tx.me.member:
            tx.conn.exec_driver_sql("DELETE FROM outbox WHERE id IN (?, ?)", (held.id, op.id))
    if held.late and not late:
        document_rows.make_anew(tx, new.circle, new.document)
    advance(tx, new.circle, [op.id], source.delivery)
    return Kept.HELD


def _span(op: Text, peer: bytes) -> tuple[int, int] | Kept:
    """The counters of the one peer that a text may be of."""
    from mentordesk.richtext.updates import inspect

    try:
        spans = inspect(op.data)
    except Refused:
        return Kept.UNKNOWN
    if len(spans) != 1 or spans[0].peer != int.from_bytes(peer, "big"):
        return Kept.FORBIDDEN
    start, stop = spans[0].start, spans[0].end
    return (start, stop) if 0 <= start < stop else Kept.FORBIDDEN


def insert(tx: Tx, new: NewRow, entry: int, state: Delivery, late: bool = False) -> None:
    """Store a text; where another of its peer says other things at the same place, all is made anew."""
    mine = new.author == tx.me.member
    guard = Guard.TRUSTED if mine else Guard.ASIDE if _is_too_much(tx, new) else Guard.NEW
    peer = new.peer
    overlaps = tx.conn.exec_driver_sql(
        """SELECT 1 FROM texts WHERE circle = ? AND document = ? AND peer = ? AND start < ? AND stop > ?
        LIMIT 1""",
        (new.circle, new.document, peer, new.stop, new.start),
    ).first()
    tx.conn.exec_driver_sql(
        """INSERT INTO texts (name, id, circle, document, author, writer, run, peer, start, stop, data, entry,
        arrived, guard, late, fresh, state, state_time) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)""",
        (
            new.name, new.id, new.circle, new.document, new.author, new.writer, new.run, peer, new.start,
            new.stop, new.data, entry, tx.now(), int(guard), int(late),
            int(not mine and not late), int(state if mine else Delivery.READ), tx.now() if mine else 0,
        ),
    )  # fmt: skip
    if overlaps is not None:
        document_rows.make_anew(tx, new.circle, new.document)
    if not late:
        document_rows.changed(tx, new.circle, new.document, new.author)


def _is_too_much(tx: Tx, new: NewRow) -> bool:
    """Whether somebody who may only suggest has filled a document: it would take minutes to open."""
    place = (new.circle, new.document)
    may_write = tx.conn.exec_driver_sql(
        "SELECT owner = ? OR instr(editors, ?) FROM documents WHERE circle = ? AND document = ?",
        (new.author, new.author, *place),
    ).scalar()
    if may_write is None or may_write:
        return False
    size = tx.conn.exec_driver_sql(
        "SELECT total(length(data)) FROM texts WHERE circle = ? AND document = ? AND author = ?",
        (*place, new.author),
    ).scalar_one()
    return int(size) + len(new.data) > MAX_SUGGESTED


def _land(tx: Tx, source: Source, rowid: int) -> None:
    """A text that was here already stands in a parcel that counts, and waits for nothing any more."""
    tx.conn.exec_driver_sql(
        "UPDATE texts SET entry = ?, late = 0, state = max(state, 1) WHERE rowid = ?", (source.entry, rowid)
    )


def _after_arrival(tx: Tx, new: NewRow, late: bool) -> None:
    """What was told about it before it came, and what is to be told about it now."""
    if late:
        return
    told = tx.conn.exec_driver_sql("SELECT member, kind FROM receipts WHERE message = ?", (new.id,)).all()
    mine = [kind for member, kind in told if member == tx.me.member]
    if new.author == tx.me.member:
        for kind in (kind for member, kind in told if member != new.author):
            advance(tx, new.circle, [new.id], _EVIDENCE[SeenKind(kind)])
    elif not mine:
        tx.conn.exec_driver_sql(
            "INSERT OR IGNORE INTO seen_due (message, kind, circle) VALUES (?,?,?)",
            (new.id, int(SeenKind.DELIVERED), new.circle),
        )
    elif SeenKind.READ in mine:
        seen_elsewhere(tx, [new.id])


def bring_back(tx: Tx, source: Source, op: Text) -> bool:
    """A text of mine, out of a damaged database; whether it is here now and was not before.

    What was held there is held here.
    """
    kept = merge(tx, source, op)
    held = tx.conn.exec_driver_sql("SELECT held FROM outbox WHERE id = ?", (op.id,)).scalar()
    if kept is Kept.NEW and held:
        tx.conn.exec_driver_sql(
            "UPDATE texts SET state = ? WHERE id = ? AND entry = 0", (int(Delivery.DRAFT), op.id)
        )
    return kept is Kept.NEW


def take_out(tx: Tx, entry: int) -> None:
    """The parcel of these texts does not count any more; others may need them, so they are kept."""
    gone = tx.conn.exec_driver_sql(
        "UPDATE texts SET late = 1, fresh = 0 WHERE entry = ? RETURNING circle, document", (entry,)
    ).all()
    for circle, document in dict.fromkeys((row[0], row[1]) for row in gone):
        document_rows.make_anew(tx, circle, document)


# ---------------------------------------------------------------- how far mine have come

_EVIDENCE = {SeenKind.DELIVERED: Delivery.ON_THEIR_COMPUTER, SeenKind.READ: Delivery.READ}


def advance(tx: Tx, circle: CircleId, ids: Iterable[OperationId], state: Delivery) -> None:
    """Texts of mine came further, and with each all of its run before it; never back."""
    for one in ids:
        rows = tx.conn.exec_driver_sql(
            """UPDATE texts SET state = ?, state_time = ? WHERE rowid IN (
                SELECT t.rowid FROM texts u JOIN texts t ON t.circle = u.circle AND t.document = u.document
                AND t.peer = u.peer AND t.start <= u.start
                WHERE u.id = ? AND u.circle = ? AND u.author = ?) AND state < ? AND state > ?
            RETURNING circle, document""",
            (int(state), tx.now(), one, circle, tx.me.member, int(state), int(Delivery.DRAFT)),
        ).all()
        _announce(tx, ((row[0], row[1]) for row in rows))


def advance_entry(tx: Tx, entry: int, state: Delivery, time: int) -> None:
    """A parcel of mine came further, at `time` (unix seconds): so did the texts in it."""
    rows = tx.conn.exec_driver_sql(
        """UPDATE texts SET state = ?, state_time = ? WHERE entry = ? AND author = ? AND state < ?
        RETURNING circle, document""",
        (int(state), time, entry, tx.me.member, int(state)),
    ).all()
    _announce(tx, ((row[0], row[1]) for row in rows))


def seen(tx: Tx, circle: CircleId, ids: Collection[OperationId], kind: SeenKind) -> None:
    """Somebody else holds or has read these, those of mine among them."""
    advance(tx, circle, ids, _EVIDENCE[kind])


def seen_elsewhere(tx: Tx, ids: Iterable[OperationId]) -> None:
    """I have read these on another computer, and with each all of its run before it."""
    for one in ids:
        rows = tx.conn.exec_driver_sql(
            """UPDATE texts SET fresh = 0 WHERE fresh = 1 AND rowid IN (
                SELECT t.rowid FROM texts u JOIN texts t ON t.circle = u.circle AND t.document = u.document
                AND t.peer = u.peer AND t.start <= u.start WHERE u.id = ?)
            RETURNING circle, document""",
            (one,),
        ).all()
        _announce(tx, ((row[0], row[1]) for row in rows))


def _announce(tx: Tx, places: Iterable[tuple[CircleId, DocumentId]]) -> None:
    for circle, document in dict.fromkeys(places):
        tx.announce(DocumentChanged(circle, document))
