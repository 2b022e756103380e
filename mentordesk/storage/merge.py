# SPDX-License-Identifier: Apache-2.0
"""Operations of an accepted parcel become rows. Idempotent by operation id, and independent of any order.

What its author may not say (another's name, a private field in a shared circle) is passed over; what this
version does not know is noted, and the parcel is merged again after an upgrade.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from mentordesk.crypto.primitives import H
from mentordesk.domain.ids import OPERATION_SIZE, CircleId, MemberId, MessageId, ThreadId
from mentordesk.domain.messages import Delivery
from mentordesk.domain.registers import DOCUMENT_CARD, DRAFT, PERSON_CARD, REGISTERS, THREAD_TOPIC
from mentordesk.storage import attachments, document_rows, retracts, rivals, rows, text_rows, texts
from mentordesk.storage.retracts import Word
from mentordesk.storage.rows import NewMessage
from mentordesk.storage.schema import SeenKind
from mentordesk.storage.source import Source
from mentordesk.storage.store import Tx
from mentordesk.storage.text_rows import Kept
from mentordesk.wire.operations import (
    Attach,
    Message,
    Operation,
    Retract,
    Seen,
    Set,
    Text,
    Unknown,
    encode_one,
    split_ids,
)

LAST_SECOND = 253_402_300_799  # of the year 9999: no calendar shows more
_EVIDENCE = {SeenKind.DELIVERED: Delivery.ON_THEIR_COMPUTER, SeenKind.READ: Delivery.READ}


class MergeNote(StrEnum):
    """What is said beside an accepted parcel; empty when all of it was merged."""

    ALL = ""
    UNKNOWN = "unknown_operations"  # of a newer version: merged again after an upgrade
    FORBIDDEN = "forbidden_operations"  # not its author's to say


def apply(tx: Tx, source: Source, ops: Sequence[Operation | Unknown]) -> MergeNote:
    """Merge the operations of one parcel of the words lane."""
    note = MergeNote.ALL
    threads = _Threads(tx, source.circle)
    arrived: list[MessageId] = []
    for op in ops:
        if isinstance(op, Unknown) or not tx.known.knows(op):
            note = MergeNote.UNKNOWN
        elif isinstance(op, Message):
            if (message := _merge_message(tx, source, threads, op)) is not None:
                arrived.append(message)
        elif isinstance(op, Seen):
            _merge_seen(tx, source, op)
        elif isinstance(op, Attach):
            attachments.merge(tx, source.circle, source.author, op)
        elif isinstance(op, Retract):
            _merge_retract(tx, source, op)
        elif isinstance(op, Set) and _may_set(tx, source, op):
            _merge_set(tx, source, threads, op)
        else:
            note = note or MergeNote.FORBIDDEN
    _after_arrival(tx, source, arrived)
    _date(tx, source, ops)
    return note


def apply_texts(tx: Tx, source: Source, ops: Sequence[Operation | Unknown], late: bool = False) -> MergeNote:
    """Merge the operations of one parcel of the documents lane; `late`: it comes after its epoch's end."""
    note = MergeNote.ALL
    for op in ops:
        if isinstance(op, Unknown) or not tx.known.knows(op):
            note = MergeNote.UNKNOWN
            continue
        kept = texts.merge(tx, source, op, late) if isinstance(op, Text) else Kept.FORBIDDEN
        if kept is Kept.UNKNOWN:
            note = MergeNote.UNKNOWN
        elif kept is Kept.FORBIDDEN:
            note = note or MergeNote.FORBIDDEN
    return note


def _date(tx: Tx, source: Source, ops: Sequence[Operation | Unknown]) -> None:
    """Note the time of the newest message in a parcel: what was written before and stands behind is late."""
    latest = max((min(op.time, LAST_SECOND) for op in ops if isinstance(op, Message)), default=0)
    if latest:
        tx.conn.exec_driver_sql("UPDATE entries SET latest = ? WHERE id = ?", (latest, source.entry))


# ---------------------------------------------------------------- messages


class _Threads:
    """Threads as this computer names them: an id that another circle uses already gets a name of its own."""

    def __init__(self, tx: Tx, circle: CircleId) -> None:
        self._tx = tx
        self._circle = circle
        self._names: dict[ThreadId, ThreadId] = {}

    def name(self, thread: ThreadId) -> ThreadId:
        """The row's id of a thread that a parcel of this circle names."""
        if thread not in self._names:
            owner = self._tx.conn.exec_driver_sql(
                "SELECT circle FROM threads WHERE thread = ?", (thread,)
            ).scalar()
            ours = owner is None or owner == self._circle
            self._names[thread] = thread if ours else H("md1 thread", self._circle + thread, 8)
        return self._names[thread]


def _merge_message(tx: Tx, source: Source, threads: _Threads, op: Message) -> MessageId | None:
    """Store a message; its id where it is new here."""
    thread, time = threads.name(op.thread), min(op.time, LAST_SECOND)
    new = NewMessage(
        op.id, source.circle, thread, source.author, op.rank, op.base, time, op.text, source.entry
    )
    if rows.insert_message(tx, new, source.delivery):
        return op.id
    return _same_id(tx, source, new, op)


def _same_id(tx: Tx, source: Source, new: NewMessage, op: Message) -> MessageId | None:
    """A message whose id is taken: nearly always the same one again.

    If somebody copied an id, both stay visible: the id belongs to the lower of the two, the other is named by
    its content, so that every computer shows the same two whichever came first.
    """
    held = tx.conn.exec_driver_sql(
        "SELECT circle, author, thread, base, rank, time, text, entry FROM messages WHERE id = ?", (op.id,)
    ).one()
    old, mine = tuple(held[:7]), (new.circle, new.author, new.thread, new.base, new.rank, new.time, new.text)
    if old == mine:
        _land(tx, source, op.id, held.entry)
        return None
    if mine < old:
        tx.conn.exec_driver_sql("UPDATE messages SET id = ? WHERE id = ?", (_own_name(old), op.id))
        tx.touch(held.circle, held.thread)
        rows.judge_taken_back(tx, _own_name(old))
        renamed = op.id
    else:
        renamed = _own_name(mine)
    again = NewMessage(
        renamed, new.circle, new.thread, new.author, new.rank, new.base, new.time, new.text, new.entry
    )
    return renamed if rows.insert_message(tx, again, source.delivery) else None


def _own_name(content: tuple[bytes, bytes, bytes, int, int, int, str]) -> MessageId:
    circle, author, thread, base, rank, time, text = content
    whole = encode_one(Message(bytes(OPERATION_SIZE), thread, rank, base, time, text))
    return H("md1 message", circle + author + whole, OPERATION_SIZE)


def _land(tx: Tx, source: Source, message: MessageId, entry: int) -> None:
    """A message that was here already stands in a parcel: what waits in the outbox needs no other."""
    if source.author != tx.me.member:
        return
    if entry == 0:
        tx.conn.exec_driver_sql("DELETE FROM outbox WHERE id = ?", (message,))
        tx.conn.exec_driver_sql("UPDATE messages SET entry = ? WHERE id = ?", (source.entry, message))
    rows.advance(tx, message, source.delivery, tx.now())


def _merge_retract(tx: Tx, source: Source, op: Retract) -> None:
    """An author takes a message back, perhaps before it has come; anybody else's word changes nothing."""
    time = min(op.time, LAST_SECOND)
    retracts.keep(tx, Word(op.id, op.message, source.circle, source.author, time, source.entry))
    if source.author == tx.me.member:
        tx.conn.exec_driver_sql("DELETE FROM outbox WHERE id = ?", (op.id,))


def _after_arrival(tx: Tx, source: Source, arrived: Sequence[MessageId]) -> None:
    """What was told about these messages before they came, and what is to be told about them now."""
    if not arrived:
        return
    mine = source.author == tx.me.member
    seen = _receipts_of(tx, arrived)
    for message in arrived:
        told = seen.get(message, ())
        if mine:
            _advance(tx, message, (kind for member, kind in told if member != source.author))
        elif not any(member == tx.me.member for member, _ in told):
            tx.conn.exec_driver_sql(
                "INSERT OR IGNORE INTO seen_due (message, kind, circle) VALUES (?,?,?)",
                (message, int(SeenKind.DELIVERED), source.circle),
            )
        elif (tx.me.member, SeenKind.READ) in told:
            _mark_read(tx, [message])


def _receipts_of(tx: Tx, messages: Sequence[MessageId]) -> dict[MessageId, list[tuple[MemberId, int]]]:
    found: dict[MessageId, list[tuple[MemberId, int]]] = {}
    for part in _parts(messages):
        told = tx.conn.exec_driver_sql(
            f"SELECT message, member, kind FROM receipts WHERE message IN ({_marks(part)})", tuple(part)
        )
        for message, member, kind in told:
            found.setdefault(message, []).append((member, kind))
    return found


def _advance(tx: Tx, message: MessageId, kinds: Iterable[int]) -> None:
    """A message of mine is as far as the highest evidence of any other member."""
    highest = max(kinds, default=0)
    if highest:
        rows.advance(tx, message, _EVIDENCE[SeenKind(highest)], tx.now())


def _mark_read(tx: Tx, messages: Sequence[MessageId]) -> None:
    """Messages that I have read on another computer."""
    for message in messages:
        row = tx.conn.exec_driver_sql(
            "UPDATE messages SET fresh = 0 WHERE id = ? AND fresh = 1 RETURNING circle, thread", (message,)
        ).first()
        if row is not None:
            tx.touch(row.circle, row.thread, message)


# ---------------------------------------------------------------- delivered and read


def _merge_seen(tx: Tx, source: Source, op: Seen) -> None:
    """Somebody holds or has read messages; also those that have not arrived here yet."""
    told = dict.fromkeys(split_ids(op.delivered), SeenKind.DELIVERED)
    told |= dict.fromkeys(split_ids(op.read), SeenKind.READ)
    if not told:
        return
    now = tx.now()
    tx.conn.exec_driver_sql(
        "INSERT OR IGNORE INTO receipts (message, member, kind, time) VALUES (?,?,?,?)",
        [(message, source.author, int(kind), now) for message, kind in told.items()],
    )
    if source.author == tx.me.member:
        _seen_by_me(tx, told)
        return
    for message in _mine_in(tx, source.circle, list(told)):
        _advance(tx, message, (told[message],))
    for text in _mine_in(tx, source.circle, list(told), "texts"):
        text_rows.seen(tx, source.circle, [text], told[text])


def _seen_by_me(tx: Tx, told: dict[MessageId, SeenKind]) -> None:
    """Another computer of mine has told this already."""
    tx.conn.exec_driver_sql(
        "DELETE FROM seen_due WHERE message = ? AND kind <= ?",
        [(message, int(kind)) for message, kind in told.items()],
    )
    read = [message for message, kind in told.items() if kind == SeenKind.READ]
    _mark_read(tx, read)
    text_rows.seen_elsewhere(tx, read)


def _mine_in(
    tx: Tx, circle: CircleId, messages: Sequence[bytes], table: str = "messages"
) -> list[MessageId]:
    found: list[MessageId] = []
    for part in _parts(messages):
        mine = tx.conn.exec_driver_sql(
            f"SELECT id FROM {table} WHERE circle = ? AND author = ? AND id IN ({_marks(part)})",
            (circle, tx.me.member, *part),
        )
        found += mine.scalars()
    return found


def _parts(ids: Sequence[bytes], size: int = 500) -> Iterable[Sequence[bytes]]:
    return (ids[at : at + size] for at in range(0, len(ids), size))


def _marks(ids: Sequence[bytes]) -> str:
    return ",".join("?" * len(ids))


# ---------------------------------------------------------------- fields


def _may_set(tx: Tx, source: Source, op: Set) -> bool:
    """Whether this field is the author's to set, in this circle."""
    register = REGISTERS[op.register]
    if register.private:
        return source.circle == tx.me.private and source.author == tx.me.member
    if register is PERSON_CARD:
        return op.entity == source.author
    if op.register in document_rows.NUMBERS:
        return document_rows.may_set(source.author, op)
    return register is not THREAD_TOPIC or len(op.entity) == OPERATION_SIZE


def _merge_set(tx: Tx, source: Source, threads: _Threads, op: Set) -> None:
    entity = threads.name(op.entity) if op.register == THREAD_TOPIC.number else op.entity
    value = bytes(op.value)
    stamp = (op.rank, op.time, op.id, source.author, value, source.writer)
    if op.register == DRAFT.number:
        rivals.merge(tx, entity, stamp)
        tx.conn.exec_driver_sql("DELETE FROM drafts WHERE thread = ? AND text = '' AND dirty = 0", (entity,))
    else:
        rows.set_field(tx, source.circle, op.register, entity, *stamp)
        if op.register == DOCUMENT_CARD.number and source.circle != tx.me.private:
            texts.after_card(tx, source.circle, entity)
