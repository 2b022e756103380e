# SPDX-License-Identifier: Apache-2.0
"""The server's database: one SQLite file, strict tables, numbered migrations, durable commits.

The driver is the standard library's: SQLAlchemy costs 13 MB, a quarter of what the server may take, and the
statements of the hot path would go round it anyway.
"""
from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from mentordesk.base.errors import DatabaseDamaged, DatabaseTooNew, DiskFull, ReadOnlyFolder
from mentordesk.server.schema import MIGRATIONS

FILE_NAME = "server.db"
BUSY_MILLISECONDS = 30_000  # how long a writer waits for another process
CACHE_KIB = 4096

Row: TypeAlias = tuple[Any, ...]
Before: TypeAlias = Callable[[str], None]


class _Watched:
    """A connection that names each statement before it runs."""

    def __init__(self, connection: sqlite3.Connection, before: Before) -> None:
        self._connection = connection
        self._before = before
        self.close = connection.close

    @property
    def in_transaction(self) -> bool:
        """See sqlite3.Connection."""
        return self._connection.in_transaction

    def execute(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """See sqlite3.Connection."""
        self._before(sql)
        return self._connection.execute(sql, values)

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> sqlite3.Cursor:
        """See sqlite3.Connection."""
        self._before(sql)
        return self._connection.executemany(sql, rows)


class Database:
    """The one connection of a process. Outside `transaction` each statement stands alone.

    `before` hears each statement ahead of it; what it raises is where the process stopped.
    """

    def __init__(self, folder: Path, before: Before | None = None) -> None:
        self.path = folder / FILE_NAME
        try:
            connection = _open(self.path)
            self._connection = _Watched(connection, before) if before else connection
            self._migrate()
        except sqlite3.Error as error:
            raise _trouble(error) from error
        self._seen = self._data_version()

    def close(self) -> None:
        """Close the connection; the log file is folded in by the last one."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """BEGIN IMMEDIATE … COMMIT: durable when it returns; undone when the block raises."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._connection.in_transaction:  # a full disk has undone it already
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise _trouble(error) from error

    def one(self, sql: str, *values: object) -> Row | None:
        """The first row, or None."""
        row: Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: object) -> list[Row]:
        """Every row."""
        return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, *values: object) -> int:
        """Run one statement; the rowid it inserted last."""
        return self._connection.execute(sql, values).lastrowid or 0

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row."""
        self._connection.executemany(sql, rows)

    def changed_outside(self) -> bool:
        """Whether another process has committed since this was last asked."""
        version = self._data_version()
        changed = version != self._seen
        self._seen = version
        return changed

    def _data_version(self) -> int:
        row = self.one("PRAGMA data_version")
        return int(row[0]) if row else 0

    def _migrate(self) -> None:
        with self.transaction():
            row = self.one("PRAGMA user_version")
            version = int(row[0]) if row else 0
            if version > len(MIGRATIONS):
                raise DatabaseTooNew
            for number, statements in enumerate(MIGRATIONS[version:], version + 1):
                for statement in statements:
                    self.run(statement)
                self.run(f"PRAGMA user_version = {number}")


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=64)
    try:
        for pragma in (
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"cache_size = -{CACHE_KIB}",
            "wal_autocheckpoint = 2000",
            "journal_size_limit = 33554432",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _trouble(error: sqlite3.Error) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 255
    if code == sqlite3.SQLITE_FULL:
        return DiskFull()
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DatabaseDamaged()
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return ReadOnlyFolder()
    return error
