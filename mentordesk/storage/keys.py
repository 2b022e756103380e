# SPDX-License-Identifier: Apache-2.0
"""Sender keys of this profile: mine, made when something is to be sealed, and those that others announced."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from mentordesk.base.errors import Refused, Waiting
from mentordesk.crypto import senderkeys
from mentordesk.crypto.codes import SenderKeyCode, TrustCode
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.senderkeys import (
    SenderKey,
    extra_seal,
    make_sender_key,
    open_sender_key,
    parse_extra_seal,
    parse_sender_key,
)
from mentordesk.domain.ids import CircleId, Lane, MemberId
from mentordesk.storage import entries
from mentordesk.storage.entries import NewEntry
from mentordesk.storage.schema import EntryKind, EntryState
from mentordesk.storage.store import Tx

_COLUMNS = "circle, author, version, writer, epoch, charter, commitment, key"


def find(tx: Tx, kid: bytes) -> SenderKey | None:
    """An accepted sender key by what parcels name it by."""
    row = tx.conn.exec_driver_sql(f"SELECT {_COLUMNS} FROM sender_keys WHERE kid = ?", (kid,)).first()
    return SenderKey(*row) if row else None


def for_circle(tx: Tx, circle: CircleId) -> SenderKey:
    """My key of the circle's current epoch; made, kept and queued for the control lane when there is none.

    Waiting while the circle's charter or my certificate is not known, or while no charter names me.
    """
    head = tx.trust.head(circle)
    if head is None:
        raise Waiting(TrustCode.UNKNOWN_CHARTER)
    if tx.me.member not in tx.trust.roles(circle):
        raise Waiting(SenderKeyCode.NOT_MEMBER)
    row = tx.conn.exec_driver_sql(
        f"""SELECT {_COLUMNS} FROM sender_keys
        WHERE circle = ? AND epoch = ? AND writer = ? AND mine = 1 AND author = ? AND version = ?""",
        (circle, head.epoch, tx.me.writer, tx.me.member, tx.me.keys.version),
    ).first()
    return SenderKey(*row) if row else _make(tx, circle)


def _make(tx: Tx, circle: CircleId) -> SenderKey:
    data, key = make_sender_key(tx.trust, circle, tx.me.keys, tx.me.writer, tx.rand.bytes)
    _store(tx, key)
    _queue(tx, circle, key.kid, data)
    return key


def _store(tx: Tx, key: SenderKey) -> None:
    mine = key.author == tx.me.member
    tx.conn.exec_driver_sql(
        f"INSERT OR IGNORE INTO sender_keys (kid, {_COLUMNS}, mine) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            key.kid, key.circle, key.author, key.version, key.writer, key.epoch, key.charter, key.commitment,
            key.key, int(mine),
        ),
    )  # fmt: skip
    kept = find(tx, key.kid)
    if kept is None or kept.commitment != key.commitment:
        raise Refused(SenderKeyCode.HEADER)  # two keys that share a name; the first one stays


def _queue(tx: Tx, circle: CircleId, kid: bytes, data: bytes) -> bool:
    """Keep a control blob of mine until the server has it; False when it is held already."""
    hash32 = parcel_hash(data)
    found = entries.find(tx, hash32)
    if found is not None:
        place = (found.circle, found.lane, found.state)
        if found.own or place == (circle, Lane.CONTROL, EntryState.ACCEPTED):
            return False
        entries.drop(tx, found.id)
    place, state = (hash32, circle, Lane.CONTROL), EntryState.ACCEPTED
    entries.keep(tx, NewEntry(*place, EntryKind.CONTROL, data, kid=kid, own=True, state=state))
    return True


def kid_of(data: bytes) -> bytes:
    """The key that an announcement or an extra seal names; empty for anything else."""
    try:
        return parse_extra_seal(data)[0] if data[:1] == b"X" else parse_sender_key(data).kid
    except Refused:
        return b""


def receive(tx: Tx, row: Row[Any]) -> SenderKey:
    """Accept an announced key from its entry; the parcels that waited for it are ready.

    Waiting or Refused as open_sender_key, and Refused where it stands in another circle's lane.
    """
    key = open_sender_key(tx.trust, row.data, tx.me.keys, _extras(tx, row.kid))
    if key.circle != row.circle:
        raise Refused(SenderKeyCode.HEADER)
    _store(tx, key)
    if key.author == tx.me.member:
        tx.conn.exec_driver_sql("UPDATE entries SET own = 1 WHERE id = ?", (row.id,))
    tx.conn.exec_driver_sql(
        "UPDATE entries SET writer = ?, code = '' WHERE state = 1 AND kind = 1 AND kid = ? AND circle = ?",
        (key.writer, key.kid, key.circle),
    )
    return key


def _extras(tx: Tx, kid: bytes) -> list[bytes]:
    """Supplementary seals of a key, in whichever control lane they were said to stand."""
    found = tx.conn.exec_driver_sql(
        "SELECT data FROM entries WHERE kind = 2 AND kid = ? AND substr(data, 1, 1) = x'58' ORDER BY id",
        (kid,),
    )
    return list(found.scalars())


def missing_seals(tx: Tx, circles: Iterable[CircleId]) -> int:
    """Seal the known keys of these circles for members who enrolled after they were made; how many seals.

    Only for a member's first certificate: a later one is somebody's new start, and a person says yes to it.
    """
    return sum(_seal_missing(tx, circle) for circle in circles)


def _seal_missing(tx: Tx, circle: CircleId) -> int:
    known = tx.conn.exec_driver_sql(
        f"""SELECT {_COLUMNS}, (SELECT data FROM entries e WHERE kind = 2 AND e.kid = k.kid
            AND e.circle = k.circle AND e.state = 0 AND substr(data, 1, 4) = x'4d444b31')
        FROM sender_keys k WHERE circle = ? ORDER BY kid""",
        (circle,),
    ).all()
    made = 0
    for *columns, data in known:
        if data is not None:
            made += _complete(tx, SenderKey(*columns), data)
    return made


def _complete(tx: Tx, key: SenderKey, data: bytes) -> int:
    missing = senderkeys.missing_seals(tx.trust, key, data, _extras(tx, key.kid))
    newcomers = [member for member in missing if _is_first(tx, member)]
    return sum(_queue(tx, key.circle, key.kid, extra_seal(tx.trust, key, member)) for member in newcomers)


def _is_first(tx: Tx, member: MemberId) -> bool:
    newest = tx.trust.newest_version(member)
    return not any(tx.trust.certificate(member, version) for version in range(1, newest))
