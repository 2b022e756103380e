# SPDX-License-Identifier: Apache-2.0
"""Other values of drafts and topics that nobody has decided about; losers are kept for 90 days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mentordesk.domain.history import Version
from mentordesk.domain.ids import CircleId, ThreadId
from mentordesk.domain.registers import DRAFT, THREAD_TOPIC, Register
from mentordesk.storage.reads.late import computers
from mentordesk.storage.reads.reader import Reader
from mentordesk.wire.operations import register_values

_LOST = """SELECT op, circle, time, author, value, writer FROM history
    WHERE register = ? AND entity = ? AND told = 0 ORDER BY time DESC, op"""


def of_draft(reader: Reader, thread: ThreadId) -> tuple[Version, ...]:
    """What was written of this draft on other computers and is not in it, newest first."""
    row = reader.first("SELECT text FROM drafts WHERE thread = ?", (thread,))
    here = row[0] if row else ""
    found = _versions(reader, reader.rows(_LOST, (DRAFT.number, thread)), DRAFT, lambda parts: parts[2])
    return tuple(one for one in found if one.text not in here)


def of_topic(reader: Reader, circle: CircleId, thread: ThreadId) -> tuple[Version, ...]:
    """Topics that somebody gave this thread while somebody else gave it the one it has."""
    rows = [row for row in reader.rows(_LOST, (THREAD_TOPIC.number, thread)) if row[1] == circle]
    row = reader.first("SELECT topic FROM threads WHERE thread = ? AND circle = ?", (thread, circle))
    found = _versions(reader, rows, THREAD_TOPIC, lambda parts: parts[0])
    return tuple(one for one in found if row is not None and one.text != row[0])


def _versions(
    reader: Reader, rows: Sequence[Any], register: Register, text_of: Callable[[tuple[Any, ...]], str]
) -> list[Version]:
    """Each text once."""
    names, called = reader.names(), computers(reader)
    found: dict[str, Version] = {}
    for op, circle, time, author, value, writer in rows:
        parts = register_values(register.number, value)
        text = text_of(parts) if parts else ""
        if text and text not in found:
            mine = author == reader.me
            elsewhere = mine and bool(writer)
            found[text] = Version(
                op, text, time, author, names(circle, author), mine, elsewhere, called.get(writer, "")
            )
    return list(found.values())
