# SPDX-License-Identifier: Apache-2.0
"""Operations that are not sealed yet, and those that are made only when an exchange is near.

Drafts and what is told about others' messages change often; one operation stands for all changes since the
last exchange.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentordesk.domain.ids import OPERATION_SIZE, CircleId, Lane, MessageId, OperationId, ThreadId
from mentordesk.domain.registers import CHARTER_HEAD, DRAFT, Register
from mentordesk.storage import rows
from mentordesk.storage.schema import SeenKind
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import (
    MAX_OPERATIONS,
    Operation,
    Retract,
    Seen,
    Set,
    Unknown,
    encode_one,
    register_values,
    set_register,
)

UNDO_SECONDS = 10  # also the longest that a clock set back can make of it
_FREE = f"held = 0 AND NOT (held_until > ? AND held_until <= ? + {UNDO_SECONDS})"
SEEN_IDS = 480  # message ids in one Seen operation: a parcel's aim


def add(tx: Tx, circle: CircleId, lane: int, op: Operation, register: int = 0, entity: bytes = b"") -> None:
    """Queue an operation; it replaces an unsealed one on the same register (0 = none) and entity.

    What takes a message back waits a little before it is sealed, so that it can be undone without a trace.
    """
    if register:
        tx.conn.exec_driver_sql(
            "DELETE FROM outbox WHERE circle = ? AND register = ? AND entity = ? AND register <> 0",
            (circle, register, entity),
        )
    tx.conn.exec_driver_sql(
        """INSERT INTO outbox (id, circle, lane, register, entity, data, time, held_until)
        VALUES (?,?,?,?,?,?,?,?)""",
        (
            op.id, circle, int(lane), register, entity, encode_one(op), tx.clock.now(),
            tx.clock.now() + UNDO_SECONDS if isinstance(op, Retract) else 0,
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Queued:
    """An operation that waits to be sealed."""

    seq: int
    id: OperationId
    data: bytes


def let_go(tx: Tx) -> None:
    """Nothing is held for an undo any more."""
    tx.conn.exec_driver_sql("UPDATE outbox SET held_until = 0 WHERE held_until > 0")


def lanes(tx: Tx) -> list[tuple[CircleId, int]]:
    """The (circle, lane) in which something waits to be sealed: words first, the longest waiting first."""
    found = tx.conn.exec_driver_sql(
        f"SELECT circle, lane FROM outbox WHERE {_FREE} GROUP BY circle, lane ORDER BY lane, min(seq)",
        _now_twice(tx),
    )
    return [(circle, lane) for circle, lane in found]


def oldest(tx: Tx, circle: CircleId, lane: int, size: int) -> list[Queued]:
    """What has waited longest in a lane, up to `size` bytes; one operation at least, if there is one."""
    found = tx.conn.exec_driver_sql(
        f"SELECT seq, id, data FROM outbox WHERE circle = ? AND lane = ? AND {_FREE} ORDER BY seq LIMIT ?",
        (circle, lane, *_now_twice(tx), MAX_OPERATIONS),
    )
    chosen: list[Queued] = []
    for row in found:
        size -= len(row.data)
        if chosen and size < 0:
            break
        chosen.append(Queued(*row))
    return chosen


def _now_twice(tx: Tx) -> tuple[int, int]:
    now = tx.clock.now()
    return now, now


def sealed(tx: Tx, entry: int, queued: Sequence[Queued]) -> None:
    """These operations stand in a parcel (entries.id) now."""
    tx.conn.exec_driver_sql(
        "UPDATE retracts SET entry = ? WHERE op = ? AND author = ? AND entry = 0",
        [(entry, one.id, tx.me.member) for one in queued],
    )
    tx.conn.exec_driver_sql(
        f"""UPDATE entries SET latest = coalesce((SELECT max(time) FROM messages
        WHERE id IN ({",".join("?" * len(queued))})), 0) WHERE id = ?""",
        (*(one.id for one in queued), entry),
    )
    tx.conn.exec_driver_sql(
        "UPDATE messages SET entry = ? WHERE id = ? AND entry = 0", [(entry, one.id) for one in queued]
    )
    tx.conn.exec_driver_sql(
        "UPDATE texts SET entry = ? WHERE id = ? AND author = ? AND entry <= 0",
        [(entry, one.id, tx.me.member) for one in queued],
    )
    tx.conn.exec_driver_sql("DELETE FROM outbox WHERE seq = ?", [(one.seq,) for one in queued])


def put_back(tx: Tx, circle: CircleId, lane: int, op: Operation | Unknown) -> None:
    """Queue an operation of a parcel that the server never took.

    Also beside an edit of the same field that waits: which of the two saw the other is not known here.
    """
    register, entity = (op.register, op.entity) if isinstance(op, Set) else (0, b"")
    tx.conn.exec_driver_sql(
        """INSERT OR IGNORE INTO outbox (id, circle, lane, register, entity, data, time)
        VALUES (?,?,?,?,?,?,?)""",
        (op.id, circle, int(lane), register, entity, encode_one(op), tx.clock.now()),
    )


def edit(tx: Tx, circle: CircleId, register: Register, entity: bytes, values: Sequence[object]) -> Set:
    """A person's edit of a field: the row and the operation, above everything that was seen of this field."""
    op = _next(tx, circle, register, entity, values)
    rows.set_field(tx, circle, op.register, entity, op.rank, op.time, op.id, tx.me.member, bytes(op.value))
    add(tx, circle, Lane.WORDS, op, op.register, entity)
    return op


def _next(tx: Tx, circle: CircleId, register: Register, entity: bytes, values: Sequence[object]) -> Set:
    rank = rows.next_rank(tx, circle, register.number, entity)
    return set_register((tx.rand.bytes(OPERATION_SIZE), register.number, entity, rank, tx.now()), values)


def flush_drafts(tx: Tx) -> int:
    """Queue what became of drafts since the last time, for my other computers; how many operations."""
    changed = tx.conn.exec_driver_sql(
        "SELECT thread, circle, topic, text FROM drafts WHERE dirty = 1 ORDER BY saved_at, thread"
    ).all()
    tx.conn.exec_driver_sql(
        """DELETE FROM drafts WHERE dirty = 1 AND text = '' AND topic = '' AND NOT EXISTS
            (SELECT 1 FROM attachments a WHERE a.thread = drafts.thread AND a.message = x'')"""
    )
    tx.conn.exec_driver_sql("UPDATE drafts SET dirty = 0 WHERE dirty = 1")
    return sum(_tell_draft(tx, thread, (circle, topic, text)) for thread, circle, topic, text in changed)


def flush_cleared(tx: Tx, thread: ThreadId) -> None:
    """Queue that a draft was sent or thrown away, before one of another computer is looked at."""
    row = tx.conn.exec_driver_sql(
        "DELETE FROM drafts WHERE thread = ? AND dirty = 1 AND text = '' AND topic = '' RETURNING circle",
        (thread,),
    ).first()
    if row is not None:
        _tell_draft(tx, thread, (row.circle, "", ""))


_Draft = tuple[CircleId, str, str]  # circle, topic, text


def _tell_draft(tx: Tx, thread: ThreadId, draft: _Draft) -> int:
    """Queue one draft unless nothing of it changed; the field alone: the row being written in stays."""
    value = rows.field_value(tx, tx.me.private, DRAFT.number, thread)
    was = register_values(DRAFT.number, value) if value else None
    if was == draft or not (draft[2] or (was and was[2])):
        return 0
    op = _next(tx, tx.me.private, DRAFT, thread, draft)
    tx.conn.exec_driver_sql(
        """INSERT OR REPLACE INTO fields (circle, register, entity, rank, time, op, author, value, writer)
        VALUES (?,?,?,?,?,?,?,?,x'')""",
        (tx.me.private, op.register, thread, op.rank, op.time, op.id, tx.me.member, bytes(op.value)),
    )
    add(tx, tx.me.private, Lane.WORDS, op, op.register, thread)
    return 1


def flush_seen(tx: Tx) -> int:
    """Queue which messages arrived and were read here, each told once; how many operations.

    One operation for a circle; several only for more than SEEN_IDS messages. Of a document's texts the newest
    of each run stands for those before it.
    """
    tx.conn.exec_driver_sql(
        """DELETE FROM seen_due WHERE EXISTS (SELECT 1 FROM texts t JOIN texts u ON u.circle = t.circle
            AND u.document = t.document AND u.peer = t.peer AND u.start > t.start
            JOIN seen_due newer ON newer.message = u.id AND newer.kind >= seen_due.kind
            WHERE t.id = seen_due.message)"""
    )
    due = tx.conn.exec_driver_sql(
        """SELECT circle, message, max(kind) FROM seen_due AS due WHERE NOT EXISTS (SELECT 1 FROM receipts
            WHERE receipts.message = due.message AND member = ? AND receipts.kind >= due.kind)
        GROUP BY circle, message ORDER BY circle, message""",
        (tx.me.member,),
    ).all()
    by_circle: dict[CircleId, list[tuple[MessageId, int]]] = {}
    for circle, message, kind in due:
        by_circle.setdefault(circle, []).append((message, kind))
    tx.conn.exec_driver_sql("DELETE FROM seen_due")
    return sum(_tell_seen(tx, circle, seen) for circle, seen in by_circle.items())


def _tell_seen(tx: Tx, circle: CircleId, seen: list[tuple[MessageId, int]]) -> int:
    now = tx.now()
    tx.conn.exec_driver_sql(
        "INSERT OR IGNORE INTO receipts (message, member, kind, time) VALUES (?,?,?,?)",
        [(message, tx.me.member, kind, now) for message, kind in seen],
    )
    parts = [seen[at : at + SEEN_IDS] for at in range(0, len(seen), SEEN_IDS)]
    for part in parts:
        delivered = b"".join(message for message, kind in part if kind == SeenKind.DELIVERED)
        read = b"".join(message for message, kind in part if kind == SeenKind.READ)
        add(tx, circle, Lane.WORDS, Seen(tx.rand.bytes(OPERATION_SIZE), delivered, read))
    return len(parts)


def flush_charters(tx: Tx) -> int:
    """Queue the newest charter held of each circle of mine, where none is noted that is as new.

    My other computers seal nothing for a circle while they hold an older one.
    """
    made = 0
    for circle in tx.trust.circles_of(tx.me.member):
        head = tx.trust.head(circle)
        value = rows.field_value(tx, tx.me.private, CHARTER_HEAD.number, circle)
        noted = register_values(CHARTER_HEAD.number, value) if value else None
        if head is not None and (noted is None or noted[0] < head.seq):
            edit(tx, tx.me.private, CHARTER_HEAD, circle, (head.seq, head.hash))
            made += 1
    return made
