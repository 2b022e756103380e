# SPDX-License-Identifier: Apache-2.0
"""The cipher is really there, and what the disk says becomes a Trouble."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mentordesk.base.errors import AlreadyOpen, Bug, CipherMissing, DatabaseDamaged, DiskFull, ReadOnlyFolder
from mentordesk.storage.engine import as_trouble, data_version, is_sound, open_database

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
CANARY = "canary in the coal mine"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def conn(path: Path) -> Iterator[Connection]:
    connection = open_database(path, KEY)
    connection.exec_driver_sql("CREATE TABLE words (word TEXT NOT NULL) STRICT")
    connection.exec_driver_sql("INSERT INTO words VALUES (?)", (CANARY,))
    yield connection
    connection.close()


def pragma(conn: Connection, name: str) -> object:
    return conn.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_nothing_readable_stands_in_the_files(conn: Connection, path: Path) -> None:
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["desk.db", "desk.db-shm", "desk.db-wal"]
    assert all(CANARY.encode() not in file.read_bytes() for file in files)
    conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert CANARY.encode() not in path.read_bytes()
    assert not path.read_bytes().startswith(b"SQLite")


def test_the_writer_is_durable_and_small(conn: Connection) -> None:
    assert pragma(conn, "journal_mode") == "wal"
    assert pragma(conn, "synchronous") == 2
    assert pragma(conn, "cipher_page_size") == "4096"
    assert pragma(conn, "cipher_memory_security") == "0"
    assert pragma(conn, "temp_store") == 2
    assert pragma(conn, "cache_size") == -2000


def test_a_library_that_does_not_encrypt_is_refused_before_a_word_is_written(path: Path) -> None:
    with pytest.raises(CipherMissing):
        open_database(path, KEY, library=sqlite3)
    assert not path.exists() or path.read_bytes() == b""


def test_another_key_finds_a_damaged_database(conn: Connection, path: Path) -> None:
    conn.close()
    with pytest.raises(DatabaseDamaged):
        open_database(path, OTHER_KEY)


def test_a_short_key_is_a_bug(path: Path) -> None:
    with pytest.raises(Bug):
        open_database(path, b"short")


def test_a_reader_sees_commits_and_writes_nothing(conn: Connection, path: Path) -> None:
    reader = open_database(path, KEY, read_only=True)
    before = data_version(reader)
    conn.exec_driver_sql("INSERT INTO words VALUES ('more')")
    assert data_version(reader) != before
    assert reader.exec_driver_sql("SELECT count(*) FROM words").scalar_one() == 2
    with pytest.raises(ReadOnlyFolder), as_trouble():
        reader.exec_driver_sql("INSERT INTO words VALUES ('never')")
    reader.close()


def test_a_reader_makes_no_database(path: Path) -> None:
    with pytest.raises(ReadOnlyFolder):
        open_database(path, KEY, read_only=True)
    assert not path.exists()


def test_a_folder_that_is_not_there_is_no_folder_to_write(tmp_path: Path) -> None:
    with pytest.raises(ReadOnlyFolder):
        open_database(tmp_path / "gone" / "desk.db", KEY)


def test_a_full_disk_is_told_and_what_was_there_stays(conn: Connection) -> None:
    pages = pragma(conn, "page_count")
    conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull), as_trouble():
        conn.exec_driver_sql("INSERT INTO words VALUES (?)", ("x" * 100_000,))
    assert conn.exec_driver_sql("SELECT word FROM words").scalars().all() == [CANARY]


def test_a_second_writer_is_told(conn: Connection, path: Path) -> None:
    other = open_database(path, KEY)
    other.exec_driver_sql("PRAGMA busy_timeout = 0")
    conn.exec_driver_sql("BEGIN IMMEDIATE")
    with pytest.raises(AlreadyOpen), as_trouble():
        other.exec_driver_sql("BEGIN IMMEDIATE")
    conn.exec_driver_sql("ROLLBACK")
    other.close()


def test_a_broken_promise_is_a_bug(conn: Connection) -> None:
    with pytest.raises(Bug), as_trouble():
        conn.exec_driver_sql("INSERT INTO words VALUES (NULL)")


@pytest.mark.parametrize("place", [40, 4096 + 100, 2 * 4096 + 4000])
def test_one_flipped_bit_is_found(conn: Connection, path: Path, place: int) -> None:
    assert is_sound(conn)
    conn.exec_driver_sql("INSERT INTO words VALUES (?)", ("y" * 20_000,))
    conn.close()
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    try:
        again = open_database(path, KEY)
    except DatabaseDamaged:
        return
    assert not is_sound(again)
    again.close()


def test_memory_that_the_cipher_misses_is_a_damaged_page() -> None:
    with pytest.raises(DatabaseDamaged), as_trouble(committing=True):
        raise MemoryError
