# SPDX-License-Identifier: Apache-2.0
"""Envelopes of mine that carriers have: what each names, so that its reply can be understood."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from mentordesk.domain.ids import CircleId
from mentordesk.domain.messages import Delivery
from mentordesk.storage import entries, offers, text_rows
from mentordesk.storage.entries import split_hashes
from mentordesk.storage.schema import EntryState
from mentordesk.storage.store import Tx

MOST = 2_000  # envelopes remembered; of the oldest nobody waits for a reply any more
_SLOT = 17  # bytes: circle, lane
_COLUMNS = "name, tag, made, slots, named, cursors, sender, left_at, current"


@dataclass(frozen=True, slots=True)
class Handed:
    """An envelope of mine; `cursors` as it says them (empty = none), `current`: it is to be in the tray."""

    name: bytes
    tag: bytes
    made: int  # unix seconds
    slots: tuple[tuple[CircleId, int], ...]
    named: tuple[bytes, ...]  # hashes of its blobs, in order
    cursors: bytes
    sender: str  # in the names of its files: the same for all of one set, and of no meaning
    left_at: int = 0  # when it was put on a stick; 0 = not known
    current: bool = True


@dataclass(frozen=True, slots=True)
class Unsent:
    """A blob that the server has not acknowledged; `prevs`: what may stand before it and is not there."""

    hash: bytes
    lane: int
    kid: bytes
    data: bytes
    prevs: tuple[bytes, ...] = ()


def unsent(tx: Tx) -> list[Unsent]:
    """All of mine that stands inside no cursor and what a server has lost: control first, mine first."""
    rows = tx.conn.exec_driver_sql(
        f"""SELECT hash, lane, kid, data, prev, n FROM (
            SELECT hash, lane, kid, data, prev, n, 0 AS others, id FROM entries
            WHERE own = 1 AND covered = 0 AND state = 0
            UNION ALL SELECT hash, lane, kid, data, prev, n, 1, id FROM entries WHERE {offers.OFFERED})
        ORDER BY lane, others, id"""
    )
    found: list[Unsent] = []
    named: set[bytes] = set()
    for hash32, lane, kid, data, prev, n in rows:
        hints = offers.hints_for(tx, prev, named) if n > 1 else ()
        found.append(Unsent(hash32, lane, kid, data, hints))
        named.add(hash32)
    return found


def add(tx: Tx, handed: Handed) -> None:
    """Remember an envelope."""
    slots = b"".join(circle + bytes((lane,)) for circle, lane in handed.slots)
    tx.conn.exec_driver_sql(
        f"INSERT OR REPLACE INTO handed ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)",
        (
            handed.name, handed.tag, handed.made, slots, b"".join(handed.named), handed.cursors,
            handed.sender, handed.left_at, int(handed.current),
        ),
    )  # fmt: skip
    tx.conn.exec_driver_sql(
        """DELETE FROM handed WHERE current = 0 AND name NOT IN
        (SELECT name FROM handed ORDER BY made DESC, name LIMIT ?)""",
        (MOST,),
    )


def all_of(tx: Tx) -> list[Handed]:
    """Every envelope remembered, oldest first."""
    rows = tx.conn.exec_driver_sql(f"SELECT {_COLUMNS} FROM handed ORDER BY made, name")
    return [_handed(row) for row in rows]


def find(tx: Tx, name: bytes) -> Handed | None:
    """The envelope of that name."""
    row = tx.conn.exec_driver_sql(f"SELECT {_COLUMNS} FROM handed WHERE name = ?", (name,)).first()
    return _handed(row) if row else None


def _handed(row: Row[Any]) -> Handed:
    slots = tuple((row.slots[at : at + 16], row.slots[at + 16]) for at in range(0, len(row.slots), _SLOT))
    named = tuple(split_hashes(row.named))
    return Handed(
        row.name, row.tag, row.made, slots, named, row.cursors, row.sender, row.left_at, bool(row.current)
    )


def supersede(tx: Tx, names: Iterable[bytes]) -> None:
    """Others take their place in the tray; a reply may still come."""
    for name in names:
        tx.conn.exec_driver_sql("UPDATE handed SET current = 0 WHERE name = ?", (name,))


def forget(tx: Tx, names: Iterable[bytes]) -> None:
    """Nothing is expected of these any more."""
    for name in names:
        tx.conn.exec_driver_sql("DELETE FROM handed WHERE name = ?", (name,))


def settled(tx: Tx) -> list[bytes]:
    """Names of the envelopes of which the server has everything, or will never take it."""
    known = all_of(tx)
    waiting = {one.hash for one in unsent(tx)} if known else set()
    return [one.name for one in known if not waiting & set(one.named)]


def note_left(tx: Tx, left: Mapping[bytes, int]) -> int:
    """These stand on a stick since (unix seconds): so do the messages in them; how many learned it now."""
    count = 0
    for one in all_of(tx):
        since = left.get(one.name, 0)
        if since and not one.left_at:
            tx.conn.exec_driver_sql("UPDATE handed SET left_at = ? WHERE name = ?", (since, one.name))
            count += sum(_left(tx, hash32, since) for hash32 in one.named)
    return count


def _left(tx: Tx, hash32: bytes, since: int) -> int:
    rows = tx.conn.exec_driver_sql(
        """UPDATE messages SET state = ?, state_time = ? WHERE state = ? AND author = ?
        AND entry = (SELECT id FROM entries WHERE hash = ? AND own = 1 AND state = 0)
        RETURNING id, circle, thread""",
        (int(Delivery.LEFT_THIS_COMPUTER), since, int(Delivery.ON_THIS_COMPUTER), tx.me.member, hash32),
    ).all()
    for message, circle, thread in rows:
        tx.touch(circle, thread, message)
    found = entries.find(tx, hash32)
    if found is not None and found.own and found.state == EntryState.ACCEPTED:
        text_rows.advance_entry(tx, found.id, Delivery.LEFT_THIS_COMPUTER, since)
    return len(rows)
