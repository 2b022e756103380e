# SPDX-License-Identifier: Apache-2.0
"""Row-level steps that a person's own action and a merged parcel share: messages, fields, thread summaries.

Every step is idempotent by operation id; the outcome depends on no order. SQL goes to the driver as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from mentordesk.base.errors import Bug, NotFound
from mentordesk.domain.events import CirclesChanged, DraftChanged, MessagesArrived, ThreadChanged
from mentordesk.domain.ids import CircleId, MemberId, MessageId, OperationId, ThreadId, WriterId
from mentordesk.domain.messages import Delivery
from mentordesk.domain.registers import DRAFT, MAX_RANK, PERSON_CARD, REGISTERS, THREAD_TOPIC, Merge
from mentordesk.storage import document_rows
from mentordesk.storage.schema import CircleKind
from mentordesk.storage.search.index import index_words, unindex_words
from mentordesk.storage.store import Touched, Tx
from mentordesk.wire.operations import register_values

LAST_WORDS = 160  # characters of a message that a summary shows

_NEW_MESSAGE = """INSERT INTO messages
    (id, circle, thread, base, author, rank, time, text, state, state_time, entry, fresh, arrived, gone)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING RETURNING rowid"""
_COUNT_IN = """INSERT INTO threads (thread, circle, count, max_rank, base, moved, version)
    VALUES (?,?,1,?,?,?,1)
    ON CONFLICT (thread) DO UPDATE SET count = count + 1, max_rank = max(max_rank, excluded.max_rank),
    base = max(base, excluded.base), moved = max(moved, excluded.moved), version = version + 1"""
_MINE = """UPDATE threads SET my_base = ?, my_rank = ?, my_id = ?
    WHERE thread = ? AND (my_base, my_rank, my_id) < (?, ?, ?)"""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be stored; `entry` = entries.id of its parcel, 0 while it is in the outbox."""

    id: MessageId
    circle: CircleId
    thread: ThreadId
    author: MemberId
    rank: int
    base: int
    time: int
    text: str
    entry: int = 0


def insert_message(tx: Tx, new: NewMessage, state: Delivery = Delivery.READ) -> bool:
    """Store a message once, with its words for search; False when it is here already.

    `state` counts for my own messages only. Somebody else's is fresh until `mark_read`; the notice and the
    thread's summary follow before the commit. What its author has taken back already is neither shown nor
    found.
    """
    mine = new.author == tx.me.member
    arrived = tx.now()
    gone = _taken_back_at(tx, new.id, new.circle, new.author)
    row = (
        new.id, new.circle, new.thread, new.base, new.author, new.rank, new.time, new.text,
        int(state if mine else Delivery.READ), arrived if mine else 0, new.entry, int(not mine), arrived,
        gone,
    )  # fmt: skip
    rowid = tx.conn.exec_driver_sql(_NEW_MESSAGE, row).scalar()
    if rowid is None:
        return False
    if not gone:
        index_words(tx.conn, rowid, new.text)
    base = new.base if mine else max(new.base, new.rank)
    tx.conn.exec_driver_sql(_COUNT_IN, (new.thread, new.circle, new.rank, base, arrived))
    if mine and not gone:
        key = (new.base, new.rank, new.id)
        tx.conn.exec_driver_sql(_MINE, (*key, new.thread, *key))
    tx.touch(new.circle, new.thread, new.id, arrived=not mine and not gone)
    return True


def judge_taken_back(tx: Tx, message: MessageId) -> None:
    """Show a message, or only that it was taken back, by what its author has said of it so far."""
    row = tx.conn.exec_driver_sql(
        "SELECT rowid, circle, thread, author, text, gone FROM messages WHERE id = ?", (message,)
    ).first()
    if row is None:
        return  # its author's word waits for it
    gone = _taken_back_at(tx, message, row.circle, row.author)
    if gone == row.gone:
        return
    tx.conn.exec_driver_sql("UPDATE messages SET gone = ? WHERE id = ?", (gone, message))
    if gone and not row.gone:
        unindex_words(tx.conn, row.rowid)
    elif row.gone and not gone:
        index_words(tx.conn, row.rowid, row.text)
    tx.conn.exec_driver_sql("UPDATE threads SET version = version + 1 WHERE thread = ?", (row.thread,))
    _recount(tx, row.thread)
    tx.touch(row.circle, row.thread, message)


def _taken_back_at(tx: Tx, message: MessageId, circle: CircleId, author: MemberId) -> int:
    """When its author took a message back, unix seconds; 0 = not. Nobody else can."""
    first = tx.conn.exec_driver_sql(
        "SELECT min(time) FROM retracts WHERE message = ? AND circle = ? AND author = ?",
        (message, circle, author),
    ).scalar()
    return 0 if first is None else max(1, int(first))


def remove_message(tx: Tx, message: MessageId) -> None:
    """Take a message and its words out again (only what never left this computer)."""
    gone = tx.conn.exec_driver_sql(
        "DELETE FROM messages WHERE id = ? RETURNING rowid, circle, thread, gone", (message,)
    ).first()
    if gone is None:
        raise Bug("message is not here")
    rowid, circle, thread, unfindable = gone
    if not unfindable:
        unindex_words(tx.conn, rowid)
    tx.conn.exec_driver_sql(
        "UPDATE threads SET count = count - 1, version = version + 1, moved = ? WHERE thread = ?",
        (tx.now(), thread),
    )
    _recount(tx, thread)
    tx.touch(circle, thread, message)


def _recount(tx: Tx, thread: ThreadId) -> None:
    """Ranks and my latest message of a thread, from its rows."""
    me = tx.me.member
    top = tx.conn.exec_driver_sql(
        """SELECT coalesce(max(rank), 0), coalesce(max(base), 0),
            coalesce(max(CASE WHEN author <> ? THEN rank END), 0)
        FROM messages WHERE thread = ?""",
        (me, thread),
    ).one()
    mine = tx.conn.exec_driver_sql(
        """SELECT base, rank, id FROM messages WHERE thread = ? AND author = ? AND gone = 0
        ORDER BY base DESC, rank DESC, id DESC LIMIT 1""",
        (thread, me),
    ).first() or (0, 0, b"")
    tx.conn.exec_driver_sql(
        "UPDATE threads SET max_rank = ?, base = ?, my_base = ?, my_rank = ?, my_id = ? WHERE thread = ?",
        (top[0], max(top[1], top[2]), *mine, thread),
    )


def advance(tx: Tx, message: MessageId, state: Delivery, time: int) -> bool:
    """A message of mine came further, at `time` (unix seconds); never back. False when nothing changed."""
    row = tx.conn.exec_driver_sql(
        """UPDATE messages SET state = ?, state_time = ? WHERE id = ? AND author = ? AND state < ?
        RETURNING circle, thread""",
        (int(state), time, message, tx.me.member, int(state)),
    ).first()
    if row is not None:
        tx.touch(row[0], row[1], message)
    return row is not None


def set_field(  # noqa: PLR0913  the parts of one Set operation
    tx: Tx, circle: CircleId, register: int, entity: bytes, rank: int, time: int, op: OperationId,
    author: MemberId, value: bytes, writer: WriterId = b"",
) -> bool:  # fmt: skip
    """Give a field a new value (MessagePack), written by `writer` (b"" = here); True when it stands then.

    Merge.LAST: the greatest (rank, time, operation id) wins; Merge.HIGHEST: the greatest value. Of two
    values that did not know each other the loser goes to `history`.
    """
    row = tx.conn.exec_driver_sql(
        """SELECT rank, time, op, author, value, writer FROM fields
        WHERE circle = ? AND register = ? AND entity = ?""",
        (circle, register, entity),
    ).first()
    place, new = (circle, register, entity), (rank, time, op, author, value, writer)
    if row is not None and not _wins(register, new, tuple(row)):
        if row.op != op:
            _keep_loser(tx, place, new, tuple(row))
        return False
    if row is not None:
        _keep_loser(tx, place, tuple(row), new)
    tx.conn.exec_driver_sql(
        """INSERT OR REPLACE INTO fields (circle, register, entity, rank, time, op, author, value, writer)
        VALUES (?,?,?,?,?,?,?,?,?)""",
        (*place, *new),
    )
    _show_field(tx, place, author, value)
    return True


Stamp = tuple[int, int, bytes, bytes, bytes, bytes]  # rank, time, op, author, value, writer
Place = tuple[CircleId, int, bytes]  # circle, register, entity


def _wins(register: int, new: Stamp, old: Stamp) -> bool:
    known = REGISTERS.get(register)
    if known is not None and known.merge is Merge.HIGHEST:
        ours, theirs = register_values(register, new[4]), register_values(register, old[4])
        return (ours, new) > (theirs, old)
    return new[:5] > old[:5]  # author and value decide only where somebody copied an operation's id


def _keep_loser(tx: Tx, place: Place, loser: Stamp, winner: Stamp) -> None:
    """Keep what lost, perhaps without having been seen by the winner.

    A later edit of one's own at the same computer saw the one before; one at another computer may not have.
    """
    known = REGISTERS.get(place[1])
    same_hand = loser[3] == winner[3] and loser[5] == winner[5]
    if loser[4] == winner[4] or (same_hand and loser[0] != winner[0]):
        return
    if known is not None and known.merge is Merge.HIGHEST:
        return
    keep_version(tx, place, loser, told=loser[0] != winner[0] and loser[1] <= winner[1])


def keep_version(tx: Tx, place: Place, loser: Stamp, told: bool = False) -> None:
    """Keep a value that does not stand; `told`: nobody needs to be asked about it."""
    rank, time, op, author, value, writer = loser
    tx.conn.exec_driver_sql(
        """INSERT OR IGNORE INTO history
        (op, circle, register, entity, rank, time, author, value, kept_at, writer, told)
        VALUES (?,?,?,?,?,?,?,?,?,?,?)""",
        (op, *place, rank, time, author, value, tx.now(), writer, int(told)),
    )


def check_circle(tx: Tx, circle: CircleId) -> None:
    """NotFound where I am in no such circle; my private one is none."""
    found = tx.conn.exec_driver_sql(
        "SELECT 1 FROM circles WHERE circle = ? AND kind = ?", (circle, CircleKind.CIRCLE)
    ).first()
    if found is None:
        raise NotFound("circle")


def field_value(tx: Tx, circle: CircleId, register: int, entity: bytes) -> bytes | None:
    """The MessagePack value that stands; None when there is none."""
    value = tx.conn.exec_driver_sql(
        "SELECT value FROM fields WHERE circle = ? AND register = ? AND entity = ?",
        (circle, register, entity),
    ).scalar()
    return None if value is None else bytes(value)


def next_rank(tx: Tx, circle: CircleId, register: int, entity: bytes) -> int:
    """The rank of an edit made now: above everything seen for this field."""
    seen = tx.conn.exec_driver_sql(
        "SELECT rank FROM fields WHERE circle = ? AND register = ? AND entity = ?", (circle, register, entity)
    ).scalar()
    return min((seen or 0) + 1, MAX_RANK)


def _show_field(tx: Tx, place: Place, author: MemberId, value: bytes) -> None:
    """Carry a field's winning value into the tables that pages read."""
    circle, register, entity = place
    if register == THREAD_TOPIC.number:
        _show_topic(tx, circle, entity, value)
    elif register == PERSON_CARD.number:
        tx.announce(CirclesChanged())
    elif register == DRAFT.number and author == tx.me.member:
        _show_draft(tx, entity, value)
    elif register in document_rows.NUMBERS:
        document_rows.show(tx, circle, register, entity, author)


def _show_topic(tx: Tx, circle: CircleId, thread: ThreadId, value: bytes) -> None:
    values = register_values(THREAD_TOPIC.number, value)
    topic = values[0] if values else ""
    tx.conn.exec_driver_sql(
        """INSERT INTO threads (thread, circle, topic, version) VALUES (?,?,?,1)
        ON CONFLICT (thread) DO UPDATE SET topic = excluded.topic""",
        (thread, circle, topic),
    )
    tx.touch(circle, thread)


def _show_draft(tx: Tx, thread: ThreadId, value: bytes) -> None:
    """A draft as another computer of mine left it; what is being written here stays."""
    values = register_values(DRAFT.number, value)
    if values is None:
        return
    circle, topic, text = values
    tx.conn.exec_driver_sql(
        """INSERT INTO drafts (thread, circle, topic, text, saved_at, new_thread, dirty)
        VALUES (?,?,?,?,?, NOT EXISTS (SELECT 1 FROM threads WHERE thread = ? AND count > 0), 0)
        ON CONFLICT (thread) DO UPDATE SET circle = excluded.circle, topic = excluded.topic,
        text = excluded.text, caret = 0, saved_at = excluded.saved_at WHERE dirty = 0""",
        (thread, circle, topic, text, tx.now(), thread),
    )
    tx.announce(DraftChanged(circle, thread))


def settle(tx: Tx) -> None:
    """Bring the summaries of all touched threads up to date and announce them; `transact` calls this."""
    for thread, touched in tx.touched.items():
        refresh_thread(tx, thread)
        tx.announce(ThreadChanged(touched.circle, thread, tuple(dict.fromkeys(touched.messages))))
        _announce_arrivals(tx, thread, touched)
    tx.touched.clear()


def _announce_arrivals(tx: Tx, thread: ThreadId, touched: Touched) -> None:
    if touched.arrived:
        tx.announce(MessagesArrived(touched.circle, thread, tuple(touched.arrived)))


def refresh_thread(tx: Tx, thread: ThreadId) -> None:
    """Make a thread's summary anew from its newest message, its fresh ones and my last answer.

    What was taken back counts only where nothing else was said.
    """
    last = _last_words(tx, thread, gone=False) or _last_words(tx, thread, gone=True) or (b"", b"", "", 0)
    fresh = tx.conn.exec_driver_sql(
        "SELECT count(*) FROM messages WHERE thread = ? AND fresh = 1 AND gone = 0", (thread,)
    ).scalar_one()
    tx.conn.exec_driver_sql(
        """UPDATE threads SET last_id = ?, last_author = ?, last_words = ?, last_time = ?, fresh = ?,
        waiting_since = ? WHERE thread = ?""",
        (*last, fresh, _waiting_since(tx, thread), thread),
    )


def _last_words(tx: Tx, thread: ThreadId, gone: bool) -> tuple[bytes, bytes, str, int] | None:
    """Id, author, first words and time of the newest message; no words of one that was taken back.

    A message without words is told by its first file's name.
    """
    row = tx.conn.exec_driver_sql(
        f"""SELECT id, author, iif(gone, '', substr(iif(text <> '', text, coalesce((
            SELECT a.name FROM attachments a WHERE a.message = messages.id AND a.circle = messages.circle
            AND a.author = messages.author ORDER BY a.op LIMIT 1), '')), 1, ?)), time FROM messages
        WHERE thread = ? AND gone {">" if gone else "="} 0
        ORDER BY base DESC, author DESC, rank DESC, id DESC LIMIT 1""",
        (LAST_WORDS, thread),
    ).first()
    return None if row is None else (row[0], row[1], row[2], row[3])


def _waiting_since(tx: Tx, thread: ThreadId) -> int:
    """The time of the oldest message after my last one; 0 when nobody waits."""
    row = tx.conn.exec_driver_sql(
        """SELECT m.time FROM threads t, messages m WHERE t.thread = ? AND m.thread = t.thread
        AND m.gone = 0 AND (m.base, m.author, m.rank, m.id) > (t.my_base, ?, t.my_rank, t.my_id)
        ORDER BY m.base, m.author, m.rank, m.id LIMIT 1""",
        (thread, tx.me.member if _has_answered(tx, thread) else b""),
    ).first()
    return 0 if row is None else max(1, int(row[0]))


def _has_answered(tx: Tx, thread: ThreadId) -> bool:
    mine = tx.conn.exec_driver_sql("SELECT my_id FROM threads WHERE thread = ?", (thread,)).scalar()
    return bool(mine)
