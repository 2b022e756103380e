# SPDX-License-Identifier: Apache-2.0
"""The database's shape: what migrations make is what the programme believes, and old databases come along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect

from mentordesk.base.errors import Bug, DatabaseTooNew
from mentordesk.storage.engine import as_trouble, open_database
from mentordesk.storage.migrations.chain import STEPS, migrate, version_of
from mentordesk.storage.schema import VERSION, metadata

KEY = bytes(range(32))
STORED = Path(__file__).parents[2] / "db"


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    connection = open_database(tmp_path / "desk.db", KEY)
    yield connection
    connection.close()


def stored(conn: Connection, version: int) -> None:
    """Make the database as that version of the programme had it, with something in it."""
    for statement in (STORED / f"version{version}.sql").read_text().split(";\n"):
        if statement.strip():
            conn.exec_driver_sql(statement)
    conn.exec_driver_sql("INSERT INTO meta VALUES ('writer', x'0102030405060708')")
    conn.exec_driver_sql("INSERT INTO drafts (thread, circle, text) VALUES (x'01', x'02', 'not lost')")


def shape(conn: Connection) -> dict[str, str]:
    """Every object of the schema by name, without white space."""
    rows = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: "".join(sql.split()) for name, sql in rows}


def test_migrations_lead_to_the_declared_version(conn: Connection) -> None:
    assert migrate(conn) == 0
    assert version_of(conn) == VERSION == len(STEPS)
    assert migrate(conn) == VERSION


def test_declared_tables_are_those_of_the_database(conn: Connection) -> None:
    migrate(conn)
    found = inspect(conn)
    for table in metadata.sorted_tables:
        columns = {column["name"]: str(column["type"]) for column in found.get_columns(table.name)}
        assert columns == {column.name: str(column.type) for column in table.columns}, table.name
        keys = found.get_pk_constraint(table.name)["constrained_columns"]
        assert keys == [column.name for column in table.primary_key], table.name


def test_every_table_is_strict_and_no_column_takes_null(conn: Connection) -> None:
    migrate(conn)
    tables = conn.exec_driver_sql(
        """SELECT name, strict FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"""
    ).all()
    assert {name for name, _ in tables} >= {table.name for table in metadata.sorted_tables}
    assert all(strict for _, strict in tables)
    for table in metadata.sorted_tables:
        columns = conn.exec_driver_sql(
            f"SELECT name, \"notnull\" FROM pragma_table_info('{table.name}')"
        ).all()
        assert all(refuses_null for _, refuses_null in columns), table.name


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_stored_database_comes_along_with_what_is_in_it(
    conn: Connection, tmp_path: Path, version: int
) -> None:
    stored(conn, version)
    assert migrate(conn) == version
    assert conn.exec_driver_sql("SELECT text FROM drafts").scalar_one() == "not lost"
    fresh = open_database(tmp_path / "fresh.db", KEY)
    migrate(fresh)
    assert shape(conn) == shape(fresh)
    fresh.close()


def test_a_step_that_fails_leaves_the_version_before(conn: Connection) -> None:
    stored(conn, 1)
    broken = (*STEPS[:1], ("CREATE TABLE half (a INTEGER) STRICT", "CREATE TABLE half (a INTEGER) STRICT"))
    with pytest.raises(Bug), as_trouble():
        migrate(conn, broken)
    assert version_of(conn) == 1
    assert "half" not in shape(conn)
    whole = (*STEPS[:1], ("CREATE TABLE half (a INTEGER) STRICT",))
    assert migrate(conn, whole) == 1
    assert version_of(conn) == 2


def test_a_newer_database_is_left_alone(conn: Connection) -> None:
    migrate(conn)
    conn.exec_driver_sql("PRAGMA user_version = 99")
    with pytest.raises(DatabaseTooNew):
        migrate(conn)
    assert version_of(conn) == 99
