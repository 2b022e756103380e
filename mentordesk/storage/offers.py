# SPDX-License-Identifier: Apache-2.0
"""Bringing a server what it has lost: blobs of others, and statements, that this computer holds.

Any member may do so, for a server that was set back to an older copy has lost them for everybody who comes
later. `entries.offer` counts how often a blob was offered; what a server does not take is left.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row

from mentordesk.base.errors import Refused
from mentordesk.crypto.blobs import BlobKind, blob_kind
from mentordesk.crypto.codes import ParcelCode
from mentordesk.crypto.statements import Certificate, Invitation, parse_statement
from mentordesk.domain.ids import CircleId
from mentordesk.storage import cursors, entries
from mentordesk.storage.schema import EntryKind
from mentordesk.storage.store import Tx
from mentordesk.wire.exchange import Push

OFFERED = "offer > 0 AND covered = 0 AND (own = 0 OR state <> 0)"
_TRIES = 3  # of a blob whose key or charter the server may get meanwhile
_WORTH = f"(state IN (0, 3) OR (state = 1 AND code = '{ParcelCode.PREDECESSOR}'))"
_MOST_HINTS = 4
_CONTROL = 0


def offer_lane(tx: Tx, circle: CircleId, lane: int) -> int:
    """Offer what is held of a lane and not covered by its cursor; how many blobs. Nothing once removed.

    Not what was refused here: nobody could use it. Not mine: it is named anyway.
    """
    if not _may_offer(tx, circle):
        return 0
    return tx.conn.exec_driver_sql(
        f"""UPDATE entries SET offer = 1 WHERE circle = ? AND lane = ? AND covered = 0 AND own = 0
        AND offer = 0 AND {_WORTH}""",
        (circle, lane),
    ).rowcount


def _may_offer(tx: Tx, circle: CircleId) -> bool:
    return circle == tx.me.programme or tx.me.member in tx.trust.roles(circle)


def offer_unlisted(tx: Tx) -> None:
    """Offer the control lane of circles that charters put me in and the server does not name any more."""
    gone = tx.conn.exec_driver_sql("SELECT circle FROM circles WHERE kind = 2 AND position < 0").scalars()
    for circle in gone.all():
        if tx.me.member in tx.trust.roles(circle):
            cursors.forget(tx, circle, _CONTROL)
            offer_lane(tx, circle, _CONTROL)


def drop(tx: Tx, circle: CircleId) -> None:
    """Offer nothing of a circle any more: I am not in it."""
    if not _may_offer(tx, circle):
        tx.conn.exec_driver_sql("UPDATE entries SET offer = 0 WHERE circle = ? AND offer > 0", (circle,))


def taken(tx: Tx, entry: int) -> None:
    """The server has it."""
    tx.conn.exec_driver_sql("UPDATE entries SET offer = 0 WHERE id = ?", (entry,))


def refused(tx: Tx, entry: int, code: int) -> None:
    """The server does not take it: given up, or offered again where what it leans on may follow."""
    last = 1 if code == Push.UNKNOWN_SENDER_KEY else 0
    tx.conn.exec_driver_sql(
        "UPDATE entries SET offer = iif(? AND offer < ?, offer + 1, 0) WHERE id = ?", (last, _TRIES, entry)
    )


def is_statement(tx: Tx, found: Row[Any]) -> bool:
    """Whether an entry is one that stands in several control lanes."""
    if found.kind != EntryKind.CONTROL or found.own:
        return False
    data = tx.conn.exec_driver_sql("SELECT data FROM entries WHERE id = ?", (found.id,)).scalar_one()
    return blob_kind(data) is BlobKind.STATEMENT


def hints_for(tx: Tx, prev: bytes, named: Collection[bytes]) -> tuple[bytes, ...]:
    """Which of the hashes that may stand before a parcel the server cannot know: not there, not `named`."""
    known = entries.split_hashes(prev)[-_MOST_HINTS:]
    return tuple(one for one in known if one not in named and not _is_there(tx, one))


def _is_there(tx: Tx, hash32: bytes) -> bool:
    found = tx.conn.exec_driver_sql("SELECT 1 FROM entries WHERE hash = ? AND covered = 1", (hash32,))
    return found.first() is not None


def my_invitations(tx: Tx) -> list[bytes]:
    """The invitations that name the key of my certificate, as an office signed them."""
    rows = tx.conn.exec_driver_sql(
        "SELECT data FROM entries WHERE kind = 2 AND state = 0 AND substr(data, 1, 5) = x'4d44533149'"
    )
    return [data for data in rows.scalars() if _is_mine(tx, data)]


def my_certificate(tx: Tx) -> bytes:
    """The statement of my certificate; empty while it has not come."""
    rows = tx.conn.exec_driver_sql(
        "SELECT data FROM entries WHERE kind = 2 AND state = 0 AND substr(data, 1, 5) = x'4d4453314d'"
    )
    return next((data for data in rows.scalars() if _is_mine(tx, data)), b"")


def _is_mine(tx: Tx, data: bytes) -> bool:
    try:
        content = parse_statement(data, tx.me.programme).content
    except Refused:
        return False
    mine = (tx.me.member, tx.me.keys.version)
    return isinstance(content, Invitation | Certificate) and (content.member, content.version) == mine
