# SPDX-License-Identifier: Apache-2.0
"""Control lanes: what proves who is who, and the keys of parcels.

A statement or key that leans on something unknown waits and is tried again whenever more is known; the order
in which they arrive does not matter.
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row

from mentordesk.base.errors import Refused, Waiting
from mentordesk.crypto.blobs import BlobKind, blob_kind
from mentordesk.crypto.codes import ALARMS, StatementCode
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.statements import Certificate, Charter, Opening, parse_statement
from mentordesk.crypto.trust import Programme
from mentordesk.domain.events import Alarm, CirclesChanged
from mentordesk.domain.ids import CircleId, Lane
from mentordesk.storage import entries, keys
from mentordesk.storage.entries import NewEntry
from mentordesk.storage.schema import CircleKind, EntryKind, EntryState
from mentordesk.storage.store import Tx

_BATCH = 256
MAX_UNKNOWN = 256  # circles that a server may name before their charters come
_NO_CHARTER = "kind = 2 AND NOT EXISTS (SELECT 1 FROM members WHERE members.circle = circles.circle)"
_NEWER = frozenset({StatementCode.UNKNOWN})  # refused here, perhaps not by a later version


@dataclass(slots=True)
class Learned:
    """What one round of work in control lanes has brought."""

    accepted: int = 0
    charters: set[CircleId] = field(default_factory=set)  # circles with a new charter
    sealing: set[CircleId] = field(default_factory=set)  # circles in which somebody may lack a seal


def add(tx: Tx, data: bytes, circle: CircleId = b"", seq: int = 0) -> Learned:
    """Keep one control blob and accept what can be accepted now, waiting ones included.

    `circle` is the one whose control lane it stands in (empty: the one it is about), `seq` its number there.
    """
    if entries.find(tx, parcel_hash(data)) is None:
        keep(tx, circle or _home(tx, data), data, seq)
    return work(tx)


def keep(tx: Tx, circle: CircleId, data: bytes, seq: int = 0) -> None:
    """Store a control blob that is not held yet, ready to be tried by `work`."""
    place = (parcel_hash(data), circle, Lane.CONTROL)
    entries.keep(tx, NewEntry(*place, EntryKind.CONTROL, data, seq, kid=keys.kid_of(data)))


def _home(tx: Tx, data: bytes) -> CircleId:
    """The circle that a statement is about; the programme's log where it is about none."""
    try:
        content = parse_statement(data, tx.me.programme).content
    except Refused:
        return tx.me.programme
    if isinstance(content, Charter | Opening):
        return content.circle
    mine = isinstance(content, Certificate) and content.member == tx.me.member
    return tx.me.private if mine else tx.me.programme


def work(tx: Tx) -> Learned:
    """Try everything in control lanes that is ready, again and again until nothing more can be accepted."""
    learned = Learned()
    progress = True
    while progress:
        progress = False
        while rows := entries.ready(tx, EntryKind.CONTROL, _BATCH):
            for row in rows:
                progress |= _try(tx, row, learned)
        if progress:
            entries.wake_control(tx)
    keys.missing_seals(tx, sorted(learned.sealing))
    return learned


def _try(tx: Tx, row: Row[Any], learned: Learned) -> bool:
    """One entry; whether it was accepted."""
    try:
        _ACCEPT[blob_kind(row.data)](tx, row, learned)
    except Waiting as why:
        _alarm(tx, why.code)
        entries.settle(tx, row.id, EntryState.WAITING, why.code)
    except Refused as why:
        _alarm(tx, why.code)
        state = EntryState.UNKNOWN if why.code in _NEWER else EntryState.REFUSED
        entries.settle(tx, row.id, state, why.code)
    else:
        entries.settle(tx, row.id, EntryState.ACCEPTED)
        learned.accepted += 1
        return True
    return False


def _alarm(tx: Tx, code: str) -> None:
    if code in ALARMS:
        tx.announce(Alarm(str(code)))


def _accept_statement(tx: Tx, row: Row[Any], learned: Learned) -> None:
    accepted = tx.trust.add(row.data)
    if accepted.alarm:
        tx.announce(Alarm(str(accepted.alarm)))
    content = accepted.statement.content
    if isinstance(content, Charter):
        learned.charters.add(content.circle)
        learned.sealing.add(content.circle)
        show_members(tx, content.circle)
    elif isinstance(content, Certificate):
        learned.sealing.update(tx.trust.circles_of(content.member))
        tx.announce(CirclesChanged())


def _accept_sender_key(tx: Tx, row: Row[Any], learned: Learned) -> None:
    learned.sealing.add(keys.receive(tx, row).circle)


def _accept_extra_seal(tx: Tx, row: Row[Any], learned: Learned) -> None:
    """Nothing to check: who opens a key tries every seal, and passes over those that do not fit."""


def _accept_unknown(tx: Tx, row: Row[Any], learned: Learned) -> None:
    raise Refused(StatementCode.UNKNOWN)


_ACCEPT: Mapping[BlobKind, Callable[[Tx, Row[Any], Learned], None]] = MappingProxyType(
    {
        BlobKind.STATEMENT: _accept_statement,
        BlobKind.SENDER_KEY: _accept_sender_key,
        BlobKind.EXTRA_SEAL: _accept_extra_seal,
        BlobKind.UNKNOWN: _accept_unknown,
        BlobKind.PARCEL: _accept_unknown,
    }
)


def show_members(tx: Tx, circle: CircleId) -> None:
    """Write a circle's members in force into the table that pages read."""
    tx.conn.exec_driver_sql("DELETE FROM members WHERE circle = ?", (circle,))
    for member, role in tx.trust.roles(circle).items():
        tx.conn.exec_driver_sql(
            "INSERT INTO members (circle, member, role) VALUES (?,?,?)", (circle, member, int(role))
        )
    tx.announce(CirclesChanged())


def take_circles(tx: Tx, listed: Sequence[CircleId], named: Collection[CircleId]) -> list[CircleId]:
    """Give slots to the circles that the server lists; those among them that the request did not name.

    A list that my private circle leads is the whole of it, in the server's order: what it leaves out has no
    slots any more. Nobody signed it, so it may name only so many circles whose charter is not known.
    """
    if tx.me.private in listed:
        _leave_all(tx)
    room = MAX_UNKNOWN - _unknown(tx)
    fresh = [one for one in dict.fromkeys(listed) if one not in named]
    taken = fresh[: max(0, room)]
    for circle in dict.fromkeys(listed):
        if circle in named or circle in taken:
            join_circle(tx, circle)
    _drop_unlisted(tx)
    return taken


def _unknown(tx: Tx) -> int:
    return int(tx.conn.exec_driver_sql(f"SELECT count(*) FROM circles WHERE {_NO_CHARTER}").scalar_one())


def _leave_all(tx: Tx) -> None:
    """Take the slots of all circles: their rows have positions below 0 now."""
    lowest = tx.conn.exec_driver_sql("SELECT min(0, min(position)) FROM circles").scalar_one()
    placed = tx.conn.exec_driver_sql("SELECT circle FROM circles WHERE kind = 2 AND position >= 0").scalars()
    for place, circle in enumerate(placed.all(), 1):
        tx.conn.exec_driver_sql("UPDATE circles SET position = ? WHERE circle = ?", (lowest - place, circle))


def _drop_unlisted(tx: Tx) -> None:
    gone = tx.conn.exec_driver_sql(
        f"DELETE FROM circles WHERE position < 0 AND {_NO_CHARTER} RETURNING circle"
    ).scalars()
    for circle in gone.all():
        tx.conn.exec_driver_sql("DELETE FROM cursors WHERE circle = ?", (circle,))


def join_circle(tx: Tx, circle: CircleId) -> None:
    """Give a circle its slots, after those of all circles joined before; once."""
    kind = _kind(tx, circle)
    tx.conn.exec_driver_sql(
        """INSERT INTO circles (circle, kind, position)
        SELECT ?, ?, coalesce(max(position) + 1, 0) FROM circles WHERE position >= 0
        ON CONFLICT (circle) DO UPDATE SET position = excluded.position WHERE position < 0""",
        (circle, int(kind)),
    )
    tx.announce(CirclesChanged())


def _kind(tx: Tx, circle: CircleId) -> CircleKind:
    if circle == tx.me.programme:
        return CircleKind.PROGRAMME
    return CircleKind.PRIVATE if circle == tx.me.private else CircleKind.CIRCLE


def replay(tx: Tx) -> Programme:
    """What the accepted statements prove, from their rows: at the start of a session and after a rollback."""
    programme = Programme(tx.me.programme, tx.me.root)
    left = list(
        tx.conn.exec_driver_sql(
            """SELECT data FROM entries WHERE kind = 2 AND state = 0 AND substr(data, 1, 4) = x'4d445331'
            ORDER BY id"""
        ).scalars()
    )
    while left:
        waiting = [data for data in left if not _replay(programme, data)]
        if len(waiting) == len(left):
            break
        left = waiting
    return programme


def _replay(programme: Programme, data: bytes) -> bool:
    """Accept a stored statement again; False while it leans on one that stands further behind."""
    try:
        programme.add(data, verified=True)
    except Waiting:
        return False
    except Refused:
        return True  # accepted once, contradicted since: what remains must still open
    return True
