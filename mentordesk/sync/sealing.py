# SPDX-License-Identifier: Apache-2.0
"""Outbox → parcels: what waits is packed, sealed once, and kept verbatim until the server has it."""
from __future__ import annotations

from collections.abc import Sequence

from mentordesk.base.errors import Waiting
from mentordesk.crypto.codes import ALARMS
from mentordesk.crypto.parcel import Place, Stream, parcel_hash, seal_body, stream_of
from mentordesk.domain.events import Alarm
from mentordesk.domain.ids import CircleId, WriterId
from mentordesk.domain.registers import CHARTER_HEAD
from mentordesk.storage import entries, keys, outbox, rows, writes
from mentordesk.storage.entries import Chain, NewEntry
from mentordesk.storage.me import MY_NAME, get_meta, get_number, put_number
from mentordesk.storage.outbox import Queued
from mentordesk.storage.schema import EntryKind, EntryState
from mentordesk.storage.store import Tx
from mentordesk.wire import body, operations

# Bytes of packed operations in one parcel, unless a single operation has more. Larger ones pack better and
# have less around them; smaller ones get through a line that is cut every few kilobytes.
AIM = 3072
_RAW = 3 * AIM  # bytes of operations that are first tried together
SMALL_AIM = 1024  # the same where the line hardly carries anything whole
_AIM_KEPT = "seal_aim"  # meta key
LIMIT = 64  # parcels sealed in one transaction


def seal(tx: Tx, limit: int = LIMIT) -> int:
    """Seal what waits in the outbox, at most `limit` parcels; how many were made.

    Left for later: a circle whose charter or my certificate is not known, or of which another computer of
    mine has seen a newer charter than this one holds.
    """
    _make_due(tx)
    made = 0
    for circle, lane in outbox.lanes(tx):
        try:
            stream = _stream(tx, circle, lane)
        except Waiting as why:
            if why.code in ALARMS:
                tx.announce(Alarm(str(why.code)))
            continue
        made += _seal_lane(tx, stream, limit - made)
    return made


def make_small(tx: Tx, small: bool) -> None:
    """From now on seal small parcels, or usual ones; what is sealed stays as it is."""
    aim = SMALL_AIM if small else AIM
    if aim != _aim(tx):
        put_number(tx.conn, _AIM_KEPT, aim)


def _aim(tx: Tx) -> int:
    return get_number(tx.conn, _AIM_KEPT) or AIM


def _make_due(tx: Tx) -> None:
    """Queue what every circle of mine should hold once: my card; and for my other computers its charter."""
    if get_meta(tx.conn, MY_NAME):
        writes.publish_cards(tx)
    outbox.flush_charters(tx)
    writes.name_computer(tx)


def _stream(tx: Tx, circle: CircleId, lane: int) -> Stream:
    """My stream in a lane; Waiting where nothing may be sealed now."""
    seen = rows.field_value(tx, tx.me.private, CHARTER_HEAD.number, circle)
    values = operations.register_values(CHARTER_HEAD.number, seen) if seen else None
    if values is not None:
        tx.trust.check_seen(circle, *values)
    return stream_of(tx.trust, keys.for_circle(tx, circle), lane)


def _seal_lane(tx: Tx, stream: Stream, limit: int) -> int:
    made, aim = 0, _aim(tx)
    while made < limit and (queued := outbox.oldest(tx, stream.key.circle, stream.lane, _RAW)):
        _seal_one(tx, stream, queued, aim)
        made += 1
    return made


def _seal_one(tx: Tx, stream: Stream, queued: Sequence[Queued], aim: int) -> None:
    chosen, content = _fit(queued, aim, stream.key.writer)
    n, prev = entries.last(tx, Chain(stream.key.circle, stream.lane, stream.key.writer))
    data = seal_body(stream, tx.me.signer, Place(n + 1, prev), content, tx.rand.bytes)
    place = (parcel_hash(data), stream.key.circle, stream.lane, EntryKind.PARCEL, data, 0)
    made = (stream.key.writer, n + 1, stream.key.kid, prev, True, EntryState.ACCEPTED)
    outbox.sealed(tx, entries.keep(tx, NewEntry(*place, *made)), chosen)


def _fit(
    queued: Sequence[Queued], aim: int, writer: WriterId
) -> tuple[Sequence[Queued], tuple[bytes, bool]]:
    """As many of the operations as fit into `aim` bytes, one at least, and the body: (bytes, packed?)."""
    while True:
        plain = body.encode(operations.untold(operations.decode_one(one.data), writer) for one in queued)
        packed = body.pack(plain)
        size = min(len(packed), len(plain))
        if size <= aim or len(queued) == 1:
            return queued, (packed, True) if len(packed) < len(plain) else (plain, False)
        queued = queued[: max(1, len(queued) * aim * 9 // (size * 10))]
