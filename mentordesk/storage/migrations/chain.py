# SPDX-License-Identifier: Apache-2.0
"""The migrations in order, and the walk along them."""

from __future__ import annotations

import contextlib

from sqlalchemy import Connection, exc

from mentordesk.base.errors import DatabaseTooNew
from mentordesk.storage.engine import as_trouble
from mentordesk.storage.migrations import v0001, v0002, v0003

STEPS: tuple[tuple[str, ...], ...] = (v0001.STATEMENTS, v0002.STATEMENTS, v0003.STATEMENTS)


def version_of(conn: Connection) -> int:
    """The database's schema version; 0 = empty."""
    return int(conn.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(conn: Connection, steps: tuple[tuple[str, ...], ...] = STEPS) -> int:
    """Bring the database to the newest version, each step in one transaction; the version it had.

    DatabaseTooNew when a newer programme wrote it; a DiskTrouble leaves the version before.
    """
    found = version_of(conn)
    if found > len(steps):
        raise DatabaseTooNew
    for number in range(found, len(steps)):
        with as_trouble():
            _step(conn, number + 1, steps[number])
    return found


def _step(conn: Connection, version: int, statements: tuple[str, ...]) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        for statement in statements:
            conn.exec_driver_sql(statement)
        conn.exec_driver_sql(f"PRAGMA user_version = {version}")
        conn.exec_driver_sql("COMMIT")
    except BaseException:
        with contextlib.suppress(exc.OperationalError):  # SQLite has done it where the disk failed
            conn.exec_driver_sql("ROLLBACK")
        raise
