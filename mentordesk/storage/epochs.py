# SPDX-License-Identifier: Apache-2.0
"""What a charter does to parcels that are here already: held back, let in after all, sealed again.

Whether a parcel counts depends on charters alone, also afterwards: rows are made anew from the kept parcels.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from mentordesk.crypto.charters import Standing
from mentordesk.crypto.parcel import open_parcel, stream_of
from mentordesk.crypto.senderkeys import SenderKey
from mentordesk.domain.ids import CircleId, Lane
from mentordesk.domain.registers import THREAD_TOPIC
from mentordesk.storage import (
    attachments,
    document_rows,
    entries,
    keys,
    offers,
    outbox,
    retracts,
    rows,
    text_rows,
    texts,
)
from mentordesk.storage.entries import Chain, EntryCode
from mentordesk.storage.schema import EntryState
from mentordesk.storage.store import Tx
from mentordesk.wire import body, compress
from mentordesk.wire.operations import Attach, Operation, Set, Unknown, told_by

_COLUMNS = "id, hash, circle, lane, writer, n, kid, prev, own, covered"


def standing(tx: Tx, key: SenderKey, row: Row[Any]) -> Standing:
    """How a parcel (its entry) under this key stands to the epochs of its circle."""
    return tx.trust.standing(key.charter, key.author, (key.writer, row.lane), (row.n, row.hash))


def judge_again(tx: Tx, circles: Iterable[CircleId]) -> None:
    """These circles have a new charter: hold back what it cuts off, let in what it allows."""
    for circle in circles:
        offers.drop(tx, circle)
        _let_in(tx, circle)
        late = list(_late(tx, circle))
        if late:
            _hold_back(tx, circle, late)


def _let_in(tx: Tx, circle: CircleId) -> None:
    """What was held back may have come in time after all, and I may be a member again."""
    tx.conn.exec_driver_sql(
        "UPDATE entries SET state = 1, code = '' WHERE circle = ? AND kind = 1 AND state = 2 AND code = ?",
        (circle, EntryCode.LATE),
    )
    tx.conn.exec_driver_sql(
        "UPDATE entries SET state = 0, code = '' WHERE circle = ? AND own = 1 AND state = 2 AND code = ?",
        (circle, EntryCode.NOT_A_MEMBER),
    )


def _late(tx: Tx, circle: CircleId) -> Iterable[Row[Any]]:
    """Accepted parcels that come after the end of their epoch now; not mine where I am no member any more."""
    still = tx.me.member in tx.trust.roles(circle)
    known: dict[bytes, SenderKey | None] = {}
    accepted = tx.conn.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM entries WHERE circle = ? AND kind = 1 AND state = 0 ORDER BY id", (circle,)
    ).all()
    for row in accepted:
        if row.kid not in known:
            known[row.kid] = keys.find(tx, row.kid)
        key = known[row.kid]
        if key is not None and (still or not row.own) and standing(tx, key, row) is Standing.LATE:
            yield row


def _hold_back(tx: Tx, circle: CircleId, late: Iterable[Row[Any]]) -> None:
    """Take the content of others' late parcels out, put mine into the outbox, merge what remains again."""
    for row in late:
        if row.own:
            unseal(tx, row)
        else:
            _take_out(tx, row)
            entries.settle(tx, row.id, EntryState.REFUSED, EntryCode.LATE)
    tx.conn.exec_driver_sql(
        "UPDATE entries SET state = 1, code = '' WHERE circle = ? AND kind = 1 AND state = 0", (circle,)
    )


def _take_out(tx: Tx, row: Row[Any]) -> None:
    messages = tx.conn.exec_driver_sql("SELECT id FROM messages WHERE entry = ?", (row.id,)).scalars().all()
    for message in messages:
        rows.remove_message(tx, message)
    retracts.forget(tx, "entry", row.id)
    text_rows.take_out(tx, row.id)
    for op in _operations(tx, row):
        if isinstance(op, Set):
            _take_field_out(tx, row.circle, op)
        elif isinstance(op, Attach):
            attachments.take_out(tx, row.circle, op.id)


def _take_field_out(tx: Tx, circle: CircleId, op: Set) -> None:
    tx.conn.exec_driver_sql("DELETE FROM history WHERE op = ?", (op.id,))
    gone = tx.conn.exec_driver_sql(
        "DELETE FROM fields WHERE circle = ? AND op = ? AND register = ? RETURNING entity",
        (circle, op.id, op.register),
    ).scalar()
    if gone is not None and op.register == THREAD_TOPIC.number:
        tx.conn.exec_driver_sql("UPDATE threads SET topic = '' WHERE thread = ?", (gone,))
        tx.touch(circle, gone)
    elif gone is not None and op.register in document_rows.NUMBERS:
        document_rows.show(tx, circle, op.register, gone, tx.me.member)


def _operations(tx: Tx, row: Row[Any]) -> tuple[Operation | Unknown, ...]:
    """What an accepted parcel holds; nothing in the control lane."""
    key = keys.find(tx, row.kid)
    if key is None or row.lane == Lane.CONTROL:
        return ()
    data = tx.conn.exec_driver_sql("SELECT data FROM entries WHERE id = ?", (row.id,)).scalar_one()
    opened = open_parcel(stream_of(tx.trust, key, row.lane), data, [row.prev], compress.DICTIONARY)
    return body.decode(opened.operations)


# ---------------------------------------------------------------- sealed again


def unseal(tx: Tx, row: Row[Any]) -> None:
    """Put the operations of a parcel of mine back into the outbox, under the ids that they have."""
    for op in _operations(tx, row):
        outbox.put_back(tx, row.circle, row.lane, told_by(op, row.writer))
    texts.unsealed_again(tx, row.id)
    # What left by stick has to leave once more.
    tx.conn.exec_driver_sql(
        "UPDATE messages SET entry = 0, state = iif(state = 2, 1, state) WHERE entry = ? AND state < 5",
        (row.id,),
    )
    tx.conn.exec_driver_sql("UPDATE retracts SET entry = 0 WHERE entry = ?", (row.id,))
    entries.settle(tx, row.id, EntryState.REFUSED, EntryCode.SEALED_AGAIN)
    if row.writer == tx.me.writer:
        tx.mint_writer()  # nobody could verify what follows a parcel that the server may never hand out


def unseal_from(tx: Tx, chain: Chain, first: int) -> None:
    """The same for all of a chain of mine from number `first` on: what leans on it could not be verified.

    Also what is acknowledged or was set aside: an honest server has none of it, and a liar must not be able
    to keep it where it is.
    """
    found = tx.conn.exec_driver_sql(
        f"""SELECT {_COLUMNS} FROM entries WHERE circle = ? AND lane = ? AND writer = ?
        AND n >= ? AND own = 1 AND kind = 1 AND code <> ? ORDER BY n, id""",
        (chain.circle, chain.lane, chain.writer, first, EntryCode.SEALED_AGAIN),
    ).all()
    for row in found:
        unseal(tx, row)


def unseal_under(tx: Tx, kid: bytes) -> None:
    """The same for everything under a sender key of mine that the server does not take; another is made."""
    found = tx.conn.exec_driver_sql(
        """SELECT circle, lane, writer, min(n) AS first FROM entries
        WHERE kid = ? AND own = 1 AND covered = 0 AND kind = 1 AND state = 0 GROUP BY circle, lane, writer""",
        (kid,),
    ).all()
    for row in found:
        unseal_from(tx, Chain(row.circle, row.lane, row.writer), row.first)
