# SPDX-License-Identifier: Apache-2.0
"""Words of messages into and out of the full-text table."""

from __future__ import annotations

from sqlalchemy import Connection

from mentordesk.storage.search.fold import fold


def index_words(conn: Connection, rowid: int, text: str) -> None:
    """Make a message findable; `rowid` is messages.rowid."""
    conn.exec_driver_sql("INSERT INTO message_fts (rowid, words) VALUES (?, ?)", (rowid, fold(text)))


def unindex_words(conn: Connection, rowid: int) -> None:
    """Make it unfindable again."""
    conn.exec_driver_sql("DELETE FROM message_fts WHERE rowid = ?", (rowid,))
