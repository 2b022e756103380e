# SPDX-License-Identifier: Apache-2.0
"""Drafts and settings: what was left where."""

from __future__ import annotations

from typing import Any

from mentordesk.domain.ids import ThreadId
from mentordesk.domain.messages import Draft
from mentordesk.domain.registers import DRAFT
from mentordesk.storage.reads.late import computers
from mentordesk.storage.reads.reader import Reader
from mentordesk.wire.operations import register_values

_DRAFTS = """SELECT d.circle, d.thread, coalesce(nullif(t.topic, ''), d.topic) AS topic, d.text, d.caret,
    d.saved_at, coalesce(t.count, 0) = 0 AS new_thread, f.value AS came, f.writer
    FROM drafts d LEFT JOIN threads t ON t.thread = d.thread
    LEFT JOIN fields f ON f.register = 3 AND f.entity = d.thread AND f.writer <> x''
    WHERE (d.text <> '' OR (d.topic <> '' AND coalesce(t.count, 0) = 0)
        OR EXISTS (SELECT 1 FROM attachments a WHERE a.thread = d.thread AND a.message = x''))"""


def draft(reader: Reader, thread: ThreadId) -> Draft | None:
    """The draft of a thread, if something was written."""
    row = reader.first(f"{_DRAFTS} AND d.thread = ?", (thread,))
    return None if row is None else _to_draft(reader, row)


def drafts(reader: Reader) -> tuple[Draft, ...]:
    """All drafts, newest first."""
    rows = reader.rows(f"{_DRAFTS} ORDER BY d.saved_at DESC, d.thread")
    return tuple(_to_draft(reader, row) for row in rows)


def _to_draft(reader: Reader, row: Any) -> Draft:
    came = register_values(DRAFT.number, row.came) if row.came else None
    elsewhere = came is not None and came[2] == row.text != ""
    return Draft(
        row.circle,
        row.thread,
        row.topic,
        row.text,
        row.caret,
        row.saved_at,
        bool(row.new_thread),
        elsewhere=elsewhere,
        computer=computers(reader).get(row.writer, "") if elsewhere else "",
    )


def settings(reader: Reader) -> dict[str, str]:
    """Everything that was set, by name."""
    return {row[0]: row[1] for row in reader.rows("SELECT name, value FROM settings")}
