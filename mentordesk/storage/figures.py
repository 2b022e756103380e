# SPDX-License-Identifier: Apache-2.0
"""The figures beside the state of the line: what waits, when the server was last heard, bytes of the week."""
from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from mentordesk.domain.connection import SyncStatus
from mentordesk.domain.messages import Delivery
from mentordesk.storage import attachments, traffic
from mentordesk.storage.me import CLOCK_OFFSET, LAST_CONTACT, get_number

# By the index of what has not left.
_WAITING = "SELECT count(*) FROM messages WHERE state < 3 AND state = ? AND gone = 0"
_TAKEN_BACK = (
    "SELECT count(*) FROM retracts WHERE entry = 0 "
    "OR entry IN (SELECT id FROM entries WHERE own = 1 AND covered = 0)"
)
# A document that waits is one thing, whatever was written in it; a private one waits for nobody.
_DOCUMENTS = (
    "SELECT count(DISTINCT document) FROM texts WHERE state = 1 AND state = ? "
    "AND circle NOT IN (SELECT circle FROM circles WHERE kind = 1)"
)
_BYTES = (
    "SELECT (SELECT total(length(data)) FROM outbox WHERE held = 0) + "
    "(SELECT total(length(data)) FROM entries WHERE own = 1 AND covered = 0 AND code <> 'sealed_again')"
)


def fill(conn: Connection, status: SyncStatus, now: int) -> SyncStatus:
    """`status` with the figures that stand in the database; `now` is this computer's clock, unix seconds."""
    week = traffic.week(conn, now + get_number(conn, CLOCK_OFFSET))
    return replace(
        status,
        waiting=_waiting(conn),
        waiting_bytes=int(conn.exec_driver_sql(_BYTES).scalar_one()),
        files_up=attachments.going_up(conn),
        last_contact=get_number(conn, LAST_CONTACT),
        week_up=week.up,
        week_down=week.down,
        week_requests=week.requests,
        week_carried=week.carried,
    )


def _waiting(conn: Connection) -> int:
    """Messages, words taken back and documents that have not left."""
    here = int(Delivery.ON_THIS_COMPUTER)
    return _count(conn, _WAITING, here) + _count(conn, _TAKEN_BACK) + _count(conn, _DOCUMENTS, here)


def _count(conn: Connection, sql: str, *values: int) -> int:
    return int(conn.exec_driver_sql(sql, values).scalar_one())
