# SPDX-License-Identifier: Apache-2.0
"""Bytes on the line, per day."""
from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from mentordesk.storage.store import Tx

DAY = 86_400
WEEK = 7 * DAY
_ADD = (
    "INSERT INTO traffic (day, up, down, requests, file_up, file_down) VALUES (?, ?, ?, 1, ?, ?)"
    " ON CONFLICT (day) DO UPDATE SET up = up + excluded.up, down = down + excluded.down,"
    " requests = requests + 1, file_up = file_up + excluded.file_up,"
    " file_down = file_down + excluded.file_down"
)
_SINCE = (
    "SELECT total(up), total(down), total(requests), total(file_up), total(file_down),"
    " total(carried_up) + total(carried_down) FROM traffic"
    " WHERE day > ? AND day <= ?"
)
_CARRY = (
    "INSERT INTO traffic (day, carried_up, carried_down) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE"
    " SET carried_up = carried_up + excluded.carried_up, carried_down = carried_down + excluded.carried_down"
)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes up and down, HTTP included, and the number of requests."""

    up: int
    down: int
    requests: int
    file_up: int = 0  # of `up`, what moved files
    file_down: int = 0
    carried: int = 0  # both ways, besides: for others' envelopes


def add(tx: Tx, up: int, down: int, files: bool = False) -> None:
    """One request moved so many bytes, for `files` or not; one that moved none is not counted."""
    if up or down:
        of_files = (up, down) if files else (0, 0)
        tx.conn.exec_driver_sql(_ADD, (tx.now() // DAY, up, down, *of_files))


def add_carried(tx: Tx, up: int, down: int) -> None:
    """So many bytes moved for somebody else's envelope."""
    if up or down:
        tx.conn.exec_driver_sql(_CARRY, (tx.now() // DAY, up, down))


def week(conn: Connection, now: int) -> Traffic:
    """The seven days that end with the day of `now` (unix seconds)."""
    today = now // DAY
    return Traffic(*map(int, conn.exec_driver_sql(_SINCE, (today - 7, today)).one()))
