# SPDX-License-Identifier: Apache-2.0
"""The migrations in order, and the walk along them."""

from __future__ import annotations

from sqlalchemy import Connection

from mentordesk.base.errors import DatabaseTooNew
from mentordesk.storage.migrations import v0001, v0002

STEPS: tuple[tuple[str, ...], ...] = (v0001.STATEMENTS, v0002.STATEMENTS)


def version_of(conn: Connection) -> int:
    """The database's schema version; 0 = empty."""
    return int(conn.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(conn: Connection, steps: tuple[tuple[str, ...], ...] = STEPS) -> int:
    """Bring the database to the newest version, each step in one transaction; the version it had.

    DatabaseTooNew when a newer programme wrote it.
    """
    found = version_of(conn)
    if found > len(steps):
        raise DatabaseTooNew
    for number in range(found, len(steps)):
        conn.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            for statement in steps[number]:
                conn.exec_driver_sql(statement)
            conn.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
            conn.exec_driver_sql("COMMIT")
        except BaseException:
            conn.exec_driver_sql("ROLLBACK")
            raise
    return found
