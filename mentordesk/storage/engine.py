# SPDX-License-Identifier: Apache-2.0
"""SQLCipher through SQLAlchemy Core: opening, pragmas, and the words of SQLite turned into Troubles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import sqlcipher3.dbapi2 as cipher
from sqlalchemy import Connection, NullPool, create_engine, exc

from mentordesk.base.errors import (
    AlreadyOpen,
    Bug,
    CipherMissing,
    DatabaseDamaged,
    DiskFull,
    DiskTrouble,
    ReadOnlyFolder,
)

KEY_SIZE = 32
PAGE_SIZE = 4096
CACHE_KIB = 2000  # per connection: small pages of small text
BUSY_MS = 5000
CHECKPOINT_PAGES = 1000
_IOERR = 10

# Primary result codes of SQLite (the low byte of the extended ones).
_TROUBLES: dict[int, type[DiskTrouble]] = {
    5: AlreadyOpen,  # SQLITE_BUSY: somebody else writes, past the lock of the folder
    6: AlreadyOpen,  # SQLITE_LOCKED
    8: ReadOnlyFolder,  # SQLITE_READONLY
    _IOERR: DatabaseDamaged,  # SQLITE_IOERR, unless at a commit: the disk gave back less than was written
    11: DatabaseDamaged,  # SQLITE_CORRUPT
    13: DiskFull,  # SQLITE_FULL
    14: ReadOnlyFolder,  # SQLITE_CANTOPEN: the folder refuses the journal's files
    23: ReadOnlyFolder,  # SQLITE_AUTH
    26: DatabaseDamaged,  # SQLITE_NOTADB: also what a wrong key looks like
}


@contextmanager
def as_trouble(committing: bool = False) -> Iterator[None]:
    """Turn what SQLite says into what a person can be told; a broken constraint is a Bug of ours.

    A commit only adds to the log: an error of the disk there means that it takes no more, as beyond a quota.
    """
    try:
        yield
    except exc.DBAPIError as error:
        raise _translated(error.orig, committing) from error
    except cipher.Error as error:
        raise _translated(error, committing) from error
    except MemoryError as error:  # also what the cipher says of a damaged page that a checkpoint meets
        raise DatabaseDamaged from error


def _translated(error: BaseException | None, committing: bool) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0)
    if committing and code & 0xFF == _IOERR:
        return DiskFull()
    kind = _TROUBLES.get(code & 0xFF)
    return kind() if kind else Bug(f"sqlite {code}")


def open_database(
    path: Path, key: bytes, *, read_only: bool = False, library: ModuleType = cipher
) -> Connection:
    """An open connection in autocommit; the caller says BEGIN and COMMIT, and closes it.

    Makes the file when there is none, unless `read_only`, which also refuses every write. CipherMissing when
    the library would write plain text; DatabaseDamaged when the file is none, or not under this key.
    """
    if len(key) != KEY_SIZE:
        raise Bug("database key length")
    engine = create_engine(
        "sqlite://",
        module=library,
        creator=_creator(path, key, read_only, library),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
    )
    with as_trouble():
        return engine.connect()


def _creator(
    path: Path, key: bytes, read_only: bool, library: ModuleType
) -> Callable[[], cipher.Connection]:
    mode = "rw" if read_only else "rwc"  # WAL needs its files writable for readers too

    def connect() -> cipher.Connection:
        raw = library.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,  # opened by one thread, then used by exactly one other
            timeout=BUSY_MS / 1000,
        )
        try:
            _prepare(raw, key, read_only)
        except BaseException:
            raw.close()
            raise
        return raw

    return connect


def _prepare(raw: cipher.Connection, key: bytes, read_only: bool) -> None:
    if not raw.execute("PRAGMA cipher_version").fetchone():
        raise CipherMissing
    raw.execute("PRAGMA cipher_log_level = NONE")
    raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in (
        f"cipher_page_size = {PAGE_SIZE}",
        "cipher_memory_security = OFF",
        f"cache_size = -{CACHE_KIB}",
        "temp_store = MEMORY",
        "foreign_keys = ON",
        "trusted_schema = OFF",
    ):
        raw.execute(f"PRAGMA {pragma}")
    raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first read proves the key
    if read_only:
        raw.execute("PRAGMA query_only = ON")
        return
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    raw.execute(f"PRAGMA journal_size_limit = {CHECKPOINT_PAGES * PAGE_SIZE}")


def is_sound(conn: Connection) -> bool:
    """Whether every page is authentic and every tree whole; reads the whole file."""
    try:
        with as_trouble():
            altered = conn.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
            found = conn.exec_driver_sql("PRAGMA quick_check(1)").fetchall()
    except DatabaseDamaged:
        return False
    return not altered and [tuple(row) for row in found] == [("ok",)]


def data_version(conn: Connection) -> int:
    """A number that changes when another connection commits."""
    return int(conn.exec_driver_sql("PRAGMA data_version").scalar_one())
