# SPDX-License-Identifier: Apache-2.0
"""One draft written on two computers: neither is lost, and whoever cannot have seen the other is asked about.

An edit says its rank and time, not what it saw; where that leaves a doubt, the person is asked.
"""
from __future__ import annotations

from mentordesk.domain.events import DraftChanged
from mentordesk.domain.ids import CircleId, OperationId, ThreadId
from mentordesk.domain.registers import DRAFT
from mentordesk.storage import outbox, rows
from mentordesk.storage.rows import Place, Stamp
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import register_values

_Value = tuple[CircleId, str, str]  # circle, topic, text


def merge(tx: Tx, thread: ThreadId, new: Stamp) -> None:
    """Merge a draft as another computer of mine left it."""
    place = (tx.me.private, DRAFT.number, thread)
    outbox.flush_cleared(tx, thread)  # what is cleared here did not know what comes
    written = _being_written(tx, thread)
    if written is not None:
        _keep(tx, thread, new, instead=written, told=False)
        _set(tx, place, new)
        return
    row = tx.conn.exec_driver_sql(
        """SELECT rank, time, op, author, value, writer FROM fields
        WHERE circle = ? AND register = ? AND entity = ?""",
        place,
    ).first()
    if row is None or row.op == new[2]:
        _set(tx, place, new)
        return
    old: Stamp = (row.rank, row.time, row.op, row.author, row.value, row.writer)
    stands = _set(tx, place, new)
    winner, loser = (new, old) if stands else (old, new)
    here = not stands and not old[5]
    told = not (here or winner[0] == loser[0] or winner[1] < loser[1])
    _keep(tx, thread, loser, instead=_text(winner)[2], told=told)
    if _text(winner)[2]:
        _put_away_contained(tx, thread, _text(winner)[2])
    else:
        _bring_back(tx, thread)


def _set(tx: Tx, place: Place, new: Stamp) -> bool:
    return rows.set_field(tx, place[0], place[1], place[2], *new)


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


def _bring_back(tx: Tx, thread: ThreadId) -> None:
    """Sending or clearing a draft clears only what was seen: what else was written is a draft still."""
    if not (lost := _untold(tx, thread)):
        return
    op, (circle, topic, text) = lost[0]
    tx.conn.exec_driver_sql(
        """INSERT INTO drafts (thread, circle, topic, text, saved_at, new_thread, dirty)
        VALUES (?,?,?,?,?, NOT EXISTS (SELECT 1 FROM threads WHERE thread = ? AND count > 0), 1)
        ON CONFLICT (thread) DO UPDATE SET circle = excluded.circle, topic = excluded.topic,
        text = excluded.text, caret = 0, saved_at = excluded.saved_at, dirty = 1""",
        (thread, circle, topic, text, tx.now(), thread),
    )
    tx.conn.exec_driver_sql("UPDATE history SET told = 1 WHERE op = ?", (op,))
    tx.announce(DraftChanged(circle, thread))


def _put_away_contained(tx: Tx, thread: ThreadId, text: str) -> None:
    """What the draft says now was lost for a while only: clearing it later clears that too."""
    for op, (_, _, lost) in _untold(tx, thread):
        if lost in text:
            tx.conn.exec_driver_sql("UPDATE history SET told = 1 WHERE op = ?", (op,))


def _untold(tx: Tx, thread: ThreadId) -> list[tuple[OperationId, _Value]]:
    """Lost texts of a draft about which nobody has decided, newest first."""
    found = tx.conn.exec_driver_sql(
        """SELECT op, value FROM history WHERE register = ? AND entity = ? AND told = 0
        ORDER BY time DESC, op""",
        (DRAFT.number, thread),
    ).all()
    return [(row.op, value) for row in found if (value := _value(row.value))[2]]


def _text(stamp: Stamp) -> _Value:
    return _value(stamp[4])


def _value(data: bytes) -> _Value:
    circle, topic, text = register_values(DRAFT.number, data) or (b"", "", "")
    return circle, topic, text
