# SPDX-License-Identifier: Apache-2.0
"""One draft written on two computers: neither is lost, and whoever cannot have seen the other is asked about.

An edit says its rank and time, not what it saw; where that leaves a doubt, the person is asked.
"""
from __future__ import annotations

from mentordesk.domain.events import DraftChanged
from mentordesk.domain.ids import CircleId, ThreadId
from mentordesk.domain.registers import DRAFT
from mentordesk.storage import rows
from mentordesk.storage.rows import Stamp
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import register_values


def merge(tx: Tx, thread: ThreadId, new: Stamp) -> None:
    """Merge a draft as another computer of mine left it."""
    place = (tx.me.private, DRAFT.number, thread)
    written = _being_written(tx, thread)
    if written is not None:
        _keep(tx, thread, new, instead=written, told=False)
        rows.set_field(tx, place[0], place[1], place[2], *new)
        return
    row = tx.conn.exec_driver_sql(
        """SELECT rank, time, op, author, value, writer FROM fields
        WHERE circle = ? AND register = ? AND entity = ?""",
        place,
    ).first()
    if row is None or row.op == new[2]:
        rows.set_field(tx, place[0], place[1], place[2], *new)
        return
    old: Stamp = (row.rank, row.time, row.op, row.author, row.value, row.writer)
    stands = rows.set_field(tx, place[0], place[1], place[2], *new)
    winner, loser = (new, old) if stands else (old, new)
    here = not stands and not old[5]
    told = not (here or winner[0] == loser[0] or winner[1] < loser[1])
    _keep(tx, thread, loser, instead=_text(winner)[2], told=told)
    if not told:
        _bring_back(tx, thread, winner, loser)


def _being_written(tx: Tx, thread: ThreadId) -> str | None:
    """What is written here and was not told to my other computers; None when nothing is."""
    row = tx.conn.exec_driver_sql(
        "SELECT text FROM drafts WHERE thread = ? AND dirty = 1 AND text <> ''", (thread,)
    ).first()
    return None if row is None else str(row[0])


def _keep(tx: Tx, thread: ThreadId, loser: Stamp, instead: str, told: bool) -> None:
    text = _text(loser)[2]
    if text and text != instead:
        place = (tx.me.private, DRAFT.number, thread)
        rows.keep_version(tx, place, loser, told=told or text in instead)


def _bring_back(tx: Tx, thread: ThreadId, winner: Stamp, loser: Stamp) -> None:
    """Sending or clearing a draft clears only what was seen: what else was written is a draft still."""
    circle, topic, text = _text(loser)
    if _text(winner)[2] or not text:
        return
    tx.conn.exec_driver_sql(
        """INSERT INTO drafts (thread, circle, topic, text, saved_at, new_thread, dirty)
        VALUES (?,?,?,?,?, NOT EXISTS (SELECT 1 FROM threads WHERE thread = ? AND count > 0), 1)
        ON CONFLICT (thread) DO UPDATE SET circle = excluded.circle, topic = excluded.topic,
        text = excluded.text, caret = 0, saved_at = excluded.saved_at, dirty = 1""",
        (thread, circle, topic, text, tx.now(), thread),
    )
    tx.conn.exec_driver_sql("UPDATE history SET told = 1 WHERE op = ?", (loser[2],))
    tx.announce(DraftChanged(circle, thread))


def _text(stamp: Stamp) -> tuple[CircleId, str, str]:
    """Circle, topic and text of a draft's value."""
    circle, topic, text = register_values(DRAFT.number, stamp[4]) or (b"", "", "")
    return circle, topic, text
