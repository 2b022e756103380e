# SPDX-License-Identifier: Apache-2.0
"""Deciding between two versions of a draft or a topic; what does not stand stays in `history`."""
from __future__ import annotations

from collections.abc import Iterable

from mentordesk.base.errors import NotFound
from mentordesk.base.utf16 import units
from mentordesk.domain.events import ThreadChanged
from mentordesk.domain.history import Version
from mentordesk.domain.ids import OPERATION_SIZE, CircleId, ThreadId
from mentordesk.domain.messages import Draft
from mentordesk.domain.registers import DRAFT, THREAD_TOPIC
from mentordesk.storage import outbox, rows, writes
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import register_values, set_register


def use_draft(tx: Tx, thread: ThreadId, version: Version, both: bool) -> None:
    """Make a lost version the draft, or put it below; NotFound when it is not kept any more."""
    row = tx.conn.exec_driver_sql("SELECT value FROM history WHERE op = ?", (version.op,)).first()
    values = register_values(DRAFT.number, row.value) if row else None
    if values is None:
        raise NotFound("version")
    circle, topic, text = values
    here = tx.conn.exec_driver_sql(
        "SELECT circle, topic, text, new_thread FROM drafts WHERE thread = ?", (thread,)
    ).first()
    if here is not None and here.text:
        if both:
            text = f"{here.text}\n\n{text}"
        else:
            _keep_written(tx, thread, (here.circle, here.topic, here.text))
        topic = here.topic or topic
    new = here.new_thread if here is not None else _is_new(tx, thread)
    caret = units(text)
    writes.save_draft(tx, Draft(circle, thread, topic, text, caret, new_thread=bool(new)))
    put_away(tx, [version])


def _keep_written(tx: Tx, thread: ThreadId, value: tuple[CircleId, str, str]) -> None:
    """What stood in the draft until now: nobody is asked about it, and it is not lost."""
    op = set_register((tx.rand.bytes(OPERATION_SIZE), DRAFT.number, thread, 0, tx.now()), value)
    place = (tx.me.private, DRAFT.number, thread)
    stamp = (op.rank, op.time, op.id, tx.me.member, bytes(op.value), b"")
    rows.keep_version(tx, place, stamp, told=True)


def _is_new(tx: Tx, thread: ThreadId) -> bool:
    found = tx.conn.exec_driver_sql("SELECT 1 FROM threads WHERE thread = ? AND count > 0", (thread,))
    return found.first() is None


def use_topic(tx: Tx, circle: CircleId, thread: ThreadId, topic: str) -> None:
    """Give a thread a topic; the other ones are decided about."""
    known = tx.conn.exec_driver_sql(
        "SELECT topic FROM threads WHERE thread = ? AND circle = ?", (thread, circle)
    ).first()
    if known is None:
        raise NotFound("thread")
    if known.topic != topic:
        outbox.edit(tx, circle, THREAD_TOPIC, thread, (writes.clean_topic(topic),))
    tx.conn.exec_driver_sql(
        "UPDATE history SET told = 1 WHERE register = ? AND entity = ? AND circle = ?",
        (THREAD_TOPIC.number, thread, circle),
    )
    tx.touch(circle, thread)


def put_away(tx: Tx, found: Iterable[Version]) -> None:
    """Nobody is asked about these any more."""
    for version in found:
        row = tx.conn.exec_driver_sql(
            "UPDATE history SET told = 1 WHERE op = ? RETURNING circle, register, entity", (version.op,)
        ).first()
        if row is not None and row.register == THREAD_TOPIC.number:
            tx.announce(ThreadChanged(row.circle, row.entity))
