# SPDX-License-Identifier: Apache-2.0
"""Messages taken back by their author: what was said of them, whether or not they are here yet."""
from __future__ import annotations

from dataclasses import dataclass

from mentordesk.domain.ids import CircleId, MemberId, MessageId, OperationId
from mentordesk.storage import rows
from mentordesk.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Word:
    """Somebody says that a message of theirs is taken back; `entry` = entries.id, 0 = in the outbox."""

    op: OperationId
    message: MessageId
    circle: CircleId
    author: MemberId
    time: int
    entry: int = 0


def keep(tx: Tx, word: Word) -> bool:
    """Note it, once, and show it where the message is here and its author's; False when known already."""
    made = tx.conn.exec_driver_sql(
        """INSERT INTO retracts (message, circle, author, op, time, entry) VALUES (?,?,?,?,?,?)
        ON CONFLICT DO UPDATE SET entry = excluded.entry WHERE entry = 0 AND excluded.entry > 0
        RETURNING message""",
        (word.message, word.circle, word.author, word.op, word.time, word.entry),
    ).first()
    rows.judge_taken_back(tx, word.message)
    return made is not None


def forget(tx: Tx, column: str, value: bytes | int) -> None:
    """Take words back out: those of one operation (`op`) or of one parcel (`entry`)."""
    assert column in ("op", "entry")
    gone = tx.conn.exec_driver_sql(
        f"DELETE FROM retracts WHERE {column} = ? RETURNING message", (value,)
    ).scalars()
    for message in gone.all():
        rows.judge_taken_back(tx, message)


def stand_in_log(tx: Tx, entry: int) -> None:
    """The server holds a parcel of mine: what was taken back in it is told."""
    rows_there = tx.conn.exec_driver_sql(
        """SELECT m.circle, m.thread, m.id FROM retracts r JOIN messages m ON m.id = r.message
        WHERE r.entry = ? AND r.author = ?""",
        (entry, tx.me.member),
    ).all()
    for circle, thread, message in rows_there:
        tx.touch(circle, thread, message)
