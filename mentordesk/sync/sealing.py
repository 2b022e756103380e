# SPDX-License-Identifier: Apache-2.0
"""Outbox → parcels: what waits is packed, sealed once, and kept verbatim until the server has it."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from mentordesk.base.errors import Waiting
from mentordesk.crypto.codes import ALARMS
from mentordesk.crypto.parcel import Place, Stream, pack, parcel_hash, seal_body, stream_of
from mentordesk.domain.events import Alarm
from mentordesk.domain.ids import NO_HASH, CircleId
from mentordesk.domain.registers import CHARTER_HEAD
from mentordesk.storage import entries, keys, outbox, rows, writes
from mentordesk.storage.entries import NewEntry
from mentordesk.storage.me import MY_NAME, get_meta
from mentordesk.storage.schema import EntryKind, EntryState
from mentordesk.storage.store import Tx
from mentordesk.wire import compress, operations

AIM = 4096  # bytes of packed operations in one parcel, unless a single operation has more
_RAW = 3 * AIM  # bytes of operations that are first tried together
_MAX_COUNT = operations.MAX_OPERATIONS
LIMIT = 64  # parcels sealed in one transaction


def seal(tx: Tx, limit: int = LIMIT) -> int:
    """Seal what waits in the outbox, at most `limit` parcels; how many were made.

    Left for later: a circle whose charter or my certificate is not known, or of which another computer of
    mine has seen a newer charter than this one holds.
    """
    _make_due(tx)
    waiting = tx.conn.exec_driver_sql(
        "SELECT circle, lane FROM outbox GROUP BY circle, lane ORDER BY lane, min(seq)"
    ).all()
    made = 0
    for circle, lane in waiting:
        try:
            stream = _stream(tx, circle, lane)
        except Waiting as why:
            if why.code in ALARMS:
                tx.announce(Alarm(str(why.code)))
            continue
        made += _seal_lane(tx, stream, limit - made)
    return made


def _make_due(tx: Tx) -> None:
    """Queue what every circle of mine should hold once: my card; and for my other computers its charter."""
    if get_meta(tx.conn, MY_NAME):
        writes.publish_cards(tx)
    outbox.flush_charters(tx)


def _stream(tx: Tx, circle: CircleId, lane: int) -> Stream:
    """My stream in a lane; Waiting where nothing may be sealed now."""
    seen = rows.field_value(tx, tx.me.private, CHARTER_HEAD.number, circle)
    values = operations.register_values(CHARTER_HEAD.number, seen) if seen else None
    if values is not None:
        tx.trust.check_seen(circle, *values)
    return stream_of(tx.trust, keys.for_circle(tx, circle), lane)


def _seal_lane(tx: Tx, stream: Stream, limit: int) -> int:
    made = 0
    while made < limit and (waiting := _next_rows(tx, stream)):
        _seal_one(tx, stream, waiting)
        made += 1
    return made


def _next_rows(tx: Tx, stream: Stream) -> Sequence[Row[Any]]:
    """The oldest rows of a lane's outbox that may fit into one parcel, before packing."""
    found = tx.conn.exec_driver_sql(
        "SELECT seq, id, data FROM outbox WHERE circle = ? AND lane = ? ORDER BY seq LIMIT ?",
        (stream.key.circle, stream.lane, _MAX_COUNT),
    )
    chosen: list[Row[Any]] = []
    size = 0
    for row in found:
        size += len(row.data)
        if chosen and size > _RAW:
            break
        chosen.append(row)
    return chosen


def _seal_one(tx: Tx, stream: Stream, waiting: Sequence[Row[Any]]) -> None:
    chosen, body = _fit(waiting)
    n, prev = _last(tx, stream)
    data = seal_body(stream, tx.me.signer, Place(n + 1, prev), body, tx.rand.bytes)
    place = (parcel_hash(data), stream.key.circle, stream.lane, EntryKind.PARCEL, data, 0)
    entry = entries.keep(
        tx,
        NewEntry(
            *place, stream.key.writer, n + 1, stream.key.kid, prev, own=True, state=EntryState.ACCEPTED
        ),
    )
    tx.conn.exec_driver_sql(
        "UPDATE messages SET entry = ? WHERE id = ? AND entry = 0", [(entry, row.id) for row in chosen]
    )
    tx.conn.exec_driver_sql("DELETE FROM outbox WHERE seq = ?", [(row.seq,) for row in chosen])


def _fit(waiting: Sequence[Row[Any]]) -> tuple[Sequence[Row[Any]], tuple[bytes, bool]]:
    """As many of the rows as AIM allows, one at least, and the parcel's body: (bytes, packed?)."""
    while True:
        plain = operations.join([row.data for row in waiting])
        packed = pack(plain, compress.DICTIONARY)
        size = min(len(packed), len(plain))
        if size <= AIM or len(waiting) == 1:
            return waiting, (packed, True) if len(packed) < len(plain) else (plain, False)
        waiting = waiting[: max(1, len(waiting) * AIM * 9 // (size * 10))]


def _last(tx: Tx, stream: Stream) -> tuple[int, bytes]:
    """Number and hash of my last parcel in this lane under my writer."""
    row = tx.conn.exec_driver_sql(
        """SELECT n, hash FROM entries WHERE circle = ? AND lane = ? AND writer = ?
        ORDER BY n DESC, own DESC, id DESC LIMIT 1""",
        (stream.key.circle, stream.lane, stream.key.writer),
    ).first()
    return (row.n, row.hash) if row else (0, NO_HASH)
