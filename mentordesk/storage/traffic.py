# SPDX-License-Identifier: Apache-2.0
"""Bytes on the line, per day."""
from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from mentordesk.storage.store import Tx

DAY = 86_400
_ADD = (
    "INSERT INTO traffic (day, up, down, requests) VALUES (?, ?, ?, 1) ON CONFLICT (day) DO UPDATE "
    "SET up = up + excluded.up, down = down + excluded.down, requests = requests + 1"
)
_SINCE = "SELECT total(up), total(down), total(requests) FROM traffic WHERE day > ? AND day <= ?"


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes up and down, HTTP included, and the number of requests."""

    up: int
    down: int
    requests: int


def add(tx: Tx, up: int, down: int) -> None:
    """One request moved so many bytes; one that moved none is not counted."""
    if up or down:
        tx.conn.exec_driver_sql(_ADD, (tx.now() // DAY, up, down))


def week(conn: Connection, now: int) -> Traffic:
    """The seven days that end with the day of `now` (unix seconds)."""
    today = now // DAY
    up, down, requests = conn.exec_driver_sql(_SINCE, (today - 7, today)).one()
    return Traffic(int(up), int(down), int(requests))
