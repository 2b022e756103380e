# SPDX-License-Identifier: Apache-2.0
"""What concurrent work leaves behind, written straight into Amina's profile."""
from __future__ import annotations

from mentordesk.crypto.identity import private_circle
from mentordesk.domain.ids import Lane
from mentordesk.domain.messages import Delivery, Draft
from mentordesk.domain.registers import COMPUTER, DRAFT, THREAD_TOPIC
from mentordesk.storage import me as meta
from mentordesk.storage import merge, rivals, rows, versions, writes
from mentordesk.storage.entries import NewEntry, accept, keep
from mentordesk.storage.schema import EntryKind, EntryState
from mentordesk.storage.source import Source
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import Retract, set_register
from tests.helpers.term import GRACE, ME, WITH_GRACE

PC3, PC7 = b"writer 3", b"writer 7"
HOUR = 3600


def two_computers(tx: Tx) -> None:
    """Amina writes at PC-3 and, here, at PC-7."""
    for writer, called in ((PC3, "PC-3"), (PC7, "PC-7")):
        op = set_register((tx.rand.bytes(8), COMPUTER.number, writer, 1, tx.now() - 30 * HOUR), (called,))
        place = (private_circle(ME), COMPUTER.number, writer)
        rows.set_field(tx, *place, op.rank, op.time, op.id, ME, bytes(op.value), writer)
        tx.conn.exec_driver_sql(
            "INSERT OR IGNORE INTO sender_keys VALUES (?,?,?,1,?,1,x'',x'',x'',1)",
            (b"key of " + writer, WITH_GRACE, ME, writer),
        )
    meta.put_meta(tx.conn, meta.HOST, b"PC-7")
    meta.put_meta(tx.conn, meta.WRITER, PC7)
    meta.put_number(tx.conn, meta.BEGAN, tx.now() - HOUR)


def write_at(tx: Tx, writer: bytes, text: str, ago: int, seq: int, thread: bytes) -> bytes:
    """A message of Amina's from one of her computers, with its number in the log; its id."""
    new = NewEntry(tx.rand.bytes(32), WITH_GRACE, Lane.WORDS, EntryKind.PARCEL, b"sealed", seq, writer, seq)
    entry = keep(tx, new)
    accept(tx, entry, writer, bytes(32), own=True)
    tx.conn.exec_driver_sql(
        "UPDATE entries SET state = ?, latest = ? WHERE id = ?",
        (int(EntryState.ACCEPTED), tx.now() - ago, entry),
    )
    rank, base = tx.conn.exec_driver_sql(
        "SELECT max_rank + 1, base FROM threads WHERE thread = ?", (thread,)
    ).one()
    name = tx.rand.bytes(8)
    new_message = rows.NewMessage(name, WITH_GRACE, thread, ME, rank, base, tx.now() - ago, text, entry)
    rows.insert_message(tx, new_message, Delivery.AT_THE_SERVER)
    return name


def come_late(tx: Tx, thread: bytes) -> bytes:
    """The old message of PC-3 arrives after the new one of PC-7; its id."""
    two_computers(tx)
    old = "Dear Grace, I could not send this before the computer broke."
    write_at(tx, PC7, "Dear Grace, here is my message again, from another computer.", 600, 1000, thread)
    return write_at(tx, PC3, old, 25 * HOUR, 1001, thread)


def taken_back_by_grace(tx: Tx, thread: bytes) -> bytes:
    """Grace takes her newest message of a thread back; its id."""
    message = tx.conn.exec_driver_sql(
        "SELECT id FROM messages WHERE thread = ? AND author = ? ORDER BY rank DESC LIMIT 1", (thread, GRACE)
    ).scalar_one()
    merge.apply(tx, Source(WITH_GRACE, GRACE, 1), [Retract(tx.rand.bytes(8), message, tx.now())])
    return bytes(message)


def draft_from_pc3(tx: Tx, thread: bytes, text: str, here: str = "") -> None:
    """A draft comes from PC-3; `here`: what is being written on this computer."""
    two_computers(tx)
    writes.discard_draft(tx, thread)
    if here:
        writes.save_draft(tx, Draft(WITH_GRACE, thread, "", here, len(here)))
    else:
        tx.conn.exec_driver_sql("DELETE FROM drafts WHERE thread = ?", (thread,))
    value = (WITH_GRACE, "", text)
    op = set_register((tx.rand.bytes(8), DRAFT.number, thread, 1, tx.now() - 20 * HOUR), value)
    rivals.merge(tx, thread, (op.rank, op.time, op.id, ME, bytes(op.value), PC3))


def topic_of_grace(tx: Tx, thread: bytes, topic: str) -> None:
    """Grace changes a thread's topic at the same time as Amina."""
    versions.use_topic(tx, WITH_GRACE, thread, "The essay")
    rank = tx.conn.exec_driver_sql(
        "SELECT rank FROM fields WHERE register = ? AND entity = ?", (THREAD_TOPIC.number, thread)
    ).scalar_one()
    op = set_register((tx.rand.bytes(8), THREAD_TOPIC.number, thread, rank, tx.now() - 60), (topic,))
    merge.apply(tx, Source(WITH_GRACE, GRACE, 1), [op])


def older_coming(tx: Tx, size: int) -> None:
    """The server has more for this computer."""
    meta.put_number(tx.conn, meta.STILL_TO_COME, size)
    for lane in Lane:
        tx.conn.exec_driver_sql(
            "INSERT OR REPLACE INTO cursors VALUES (?, ?, 200, 300, x'0000000000000000')",
            (WITH_GRACE, int(lane)),
        )
