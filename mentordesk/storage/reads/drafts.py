# SPDX-License-Identifier: Apache-2.0
"""Drafts and settings: what was left where."""

from __future__ import annotations

from typing import Any

from mentordesk.domain.ids import ThreadId
from mentordesk.domain.messages import Draft
from mentordesk.storage.reads.reader import Reader

_DRAFTS = """SELECT d.circle, d.thread, coalesce(nullif(t.topic, ''), d.topic) AS topic, d.text, d.caret,
    d.saved_at, coalesce(t.count, 0) = 0 AS new_thread
    FROM drafts d LEFT JOIN threads t ON t.thread = d.thread
    WHERE (d.text <> '' OR (d.topic <> '' AND coalesce(t.count, 0) = 0)
        OR EXISTS (SELECT 1 FROM attachments a WHERE a.thread = d.thread AND a.message = x''))"""


def draft(reader: Reader, thread: ThreadId) -> Draft | None:
    """The draft of a thread, if something was written."""
    row = reader.first(f"{_DRAFTS} AND d.thread = ?", (thread,))
    return None if row is None else _to_draft(row)


def drafts(reader: Reader) -> tuple[Draft, ...]:
    """All drafts, newest first."""
    return tuple(_to_draft(row) for row in reader.rows(f"{_DRAFTS} ORDER BY d.saved_at DESC, d.thread"))


def _to_draft(row: Any) -> Draft:
    return Draft(row.circle, row.thread, row.topic, row.text, row.caret, row.saved_at, bool(row.new_thread))


def settings(reader: Reader) -> dict[str, str]:
    """Everything that was set, by name."""
    return {row[0]: row[1] for row in reader.rows("SELECT name, value FROM settings")}
