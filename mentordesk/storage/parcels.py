# SPDX-License-Identifier: Apache-2.0
"""Parcels on their way in and out: what arrived is kept, opened and merged; what the server holds is settled.

Nothing that arrives is thrown away, and nothing blocks what follows it: an entry is accepted, waits, is
refused for ever (and still counts in the cursor), or belongs to a newer version.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from mentordesk.base.errors import Refused, Waiting
from mentordesk.crypto.blobs import BlobKind, blob_kind
from mentordesk.crypto.charters import Standing
from mentordesk.crypto.codes import ParcelCode
from mentordesk.crypto.parcel import OpenedParcel, open_parcel, parcel_hash, read_header, stream_of
from mentordesk.crypto.senderkeys import SenderKey
from mentordesk.domain.events import Alarm
from mentordesk.domain.ids import CircleId, Lane
from mentordesk.domain.messages import Delivery
from mentordesk.storage import (
    control,
    cursors,
    entries,
    epochs,
    keys,
    merge,
    offers,
    retracts,
    text_rows,
    texts,
)
from mentordesk.storage.entries import Chain, EntryCode, NewEntry
from mentordesk.storage.me import get_number, put_number
from mentordesk.storage.merge import MergeNote
from mentordesk.storage.schema import EntryKind, EntryState
from mentordesk.storage.source import Source
from mentordesk.storage.store import Store, Tx
from mentordesk.wire import body, compress
from mentordesk.wire.exchange import LaneCursor, Push

GROUP = 32  # parcels merged in one transaction
SECONDS = 0.03  # after which a transaction takes no further parcel
_MERGED_BY = "merged_by"  # meta key: Known.formats of the last session


@dataclass(frozen=True, slots=True)
class Arrival:
    """A blob that came, its place in the server's log (seq 0 = not known), hashes that may precede it."""

    circle: CircleId
    lane: int
    seq: int
    data: bytes
    prevs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a group. `more`: entries are ready still; call `work` in a transaction of its own."""

    accepted: int = 0
    waiting: int = 0
    refused: int = 0
    more: bool = False


def apply(tx: Tx, arrivals: Sequence[Arrival]) -> Applied:
    """Keep what arrived, note it in the cursors, and open and merge as much as one transaction should."""
    for part in _without_twins(arrivals):
        for arrival in part:
            _make_way(tx, arrival)
        for arrival in _placed(tx, part):
            _take(tx, arrival)
    epochs.judge_again(tx, control.work(tx).charters)
    return work(tx)


def _without_twins(arrivals: Sequence[Arrival]) -> Iterator[Sequence[Arrival]]:
    """The arrivals in order, in parts with each blob once: its second place is judged after its first."""
    part: dict[bytes, Arrival] = {}
    for arrival in arrivals:
        if arrival.data in part:
            yield tuple(part.values())
            part.clear()
        part[arrival.data] = arrival
    yield tuple(part.values())


def _make_way(tx: Tx, arrival: Arrival) -> None:
    """Take a blob out of a place where it means nothing when it comes to another one."""
    found = entries.find(tx, parcel_hash(arrival.data))
    if found is None or not _is_misplaced(found, arrival):
        return
    if found.seq:  # or else what is right there would never be asked for again
        cursors.forget(tx, found.circle, found.lane)
    entries.drop(tx, found.id)


def _is_misplaced(found: Row[Any], arrival: Arrival) -> bool:
    """Whether a blob that means nothing where it stands may mean something where it has come now.

    A statement means the same in each control lane, and stands in several.
    """
    if found.own or found.state == EntryState.ACCEPTED:
        return False
    anywhere = blob_kind(arrival.data) is BlobKind.STATEMENT and found.lane == arrival.lane == Lane.CONTROL
    return not anywhere and (found.circle, found.lane) != (arrival.circle, arrival.lane)


def _placed(tx: Tx, arrivals: Sequence[Arrival]) -> Iterator[Arrival]:
    """Note all of it in the cursors, whatever will become of it: the sums are over what the server holds.

    What is counted in its lane already keeps its number (a server that was set back may number otherwise, the
    sum is the same); where the number belongs to another blob, it comes without one.
    """
    numbered = [replace(arrival, seq=_counted(tx, arrival) or arrival.seq) for arrival in arrivals]
    held: dict[tuple[CircleId, int], dict[int, bytes]] = {}
    for arrival in numbered:
        lane = held.setdefault((arrival.circle, arrival.lane), {})
        lane.setdefault(arrival.seq, parcel_hash(arrival.data))
    free = {place: cursors.add(tx, *place, marks) for place, marks in held.items()}
    for arrival in numbered:
        place, hash32 = (arrival.circle, arrival.lane), parcel_hash(arrival.data)
        fits = arrival.seq in free[place] and held[place][arrival.seq] == hash32
        yield arrival if fits or _counted(tx, arrival) else replace(arrival, seq=0)


def _counted(tx: Tx, arrival: Arrival) -> int:
    """The number under which this blob stands in its lane's cursor; 0 = it does not."""
    found = entries.find(tx, parcel_hash(arrival.data))
    same = found is not None and (found.circle, found.lane) == (arrival.circle, arrival.lane)
    return int(found.seq) if found is not None and same else 0


def _take(tx: Tx, arrival: Arrival) -> None:
    hash32 = parcel_hash(arrival.data)
    found = entries.find(tx, hash32)
    if found is not None:
        _take_again(tx, found, arrival)
    elif arrival.lane == Lane.CONTROL:
        control.keep(tx, arrival.circle, arrival.data, arrival.seq)
    else:
        _take_parcel(tx, arrival, hash32)


def _take_again(tx: Tx, found: Row[Any], arrival: Arrival) -> None:
    if found.state == EntryState.WAITING and arrival.prevs:
        entries.add_hints(tx, found.id, found.prev, arrival.prevs)
    if arrival.seq and (found.circle, found.lane) == (arrival.circle, arrival.lane):
        _stands_in_log(tx, found.id, arrival.seq)


def _take_parcel(tx: Tx, arrival: Arrival, hash32: bytes) -> None:
    place = (hash32, arrival.circle, arrival.lane)
    if blob_kind(arrival.data) is not BlobKind.PARCEL:
        entry = entries.keep(tx, NewEntry(*place, EntryKind.UNKNOWN, arrival.data, arrival.seq))
        known = blob_kind(arrival.data) is not BlobKind.UNKNOWN
        state, code = _VERDICTS[known]
        entries.settle(tx, entry, state, code)
        return
    try:
        header = read_header(arrival.data)
    except Refused as why:
        entry = entries.keep(tx, NewEntry(*place, EntryKind.PARCEL, arrival.data, arrival.seq))
        entries.settle(tx, entry, EntryState.REFUSED, why.code)
        return
    key = keys.find(tx, header.kid)
    writer = key.writer if key else b""
    hints = entries.joined_hints(arrival.prevs)
    new = NewEntry(
        *place, EntryKind.PARCEL, arrival.data, arrival.seq, writer, header.n, header.kid, hints
    )
    entry = entries.keep(tx, new)
    if writer:
        entries.wake_chain(tx, Chain(arrival.circle, arrival.lane, writer), header.n, entry)


_VERDICTS: Mapping[bool, tuple[EntryState, str]] = {
    True: (EntryState.REFUSED, EntryCode.WRONG_LANE),
    False: (EntryState.UNKNOWN, EntryCode.NEWER),
}


# ---------------------------------------------------------------- opening and merging


def work(tx: Tx, limit: int = GROUP) -> Applied:
    """Open and merge up to `limit` parcels that are ready, those included that waited for one of them."""
    became = Counter(_try(tx, row) for row in _ready(tx, limit))
    more = bool(entries.ready(tx, EntryKind.PARCEL, 1))
    return Applied(
        became[EntryState.ACCEPTED], became[EntryState.WAITING], became[EntryState.REFUSED], more
    )


def _ready(tx: Tx, limit: int) -> Iterator[Row[Any]]:
    """Ready parcels, each whenever something new has made it ready, until the transaction is long enough."""
    started = tx.clock.monotonic()
    while limit > 0 and (rows := entries.ready(tx, EntryKind.PARCEL, limit)):
        for row in rows:
            yield row
            limit -= 1
            if tx.clock.monotonic() - started >= SECONDS:
                return


def _try(tx: Tx, row: Row[Any]) -> EntryState:
    """Verify, open and merge one parcel."""
    try:
        code = _accept(tx, row)
    except Waiting as why:
        state, code = EntryState.WAITING, why.code
    except Refused as why:
        state, code = EntryState.REFUSED, why.code
    else:
        state = EntryState.ACCEPTED
    entries.settle(tx, row.id, state, code)
    return state


def _accept(tx: Tx, row: Row[Any]) -> str:
    key = keys.find(tx, row.kid)
    if key is None:
        raise Waiting(EntryCode.UNKNOWN_KEY)
    if key.circle != row.circle:
        raise Refused(ParcelCode.HEADER)
    chain = Chain(row.circle, row.lane, key.writer)
    known = entries.candidates(tx, chain, key.author, row.n)
    opened = open_parcel(stream_of(tx.trust, key, row.lane), row.data, known, compress.DICTIONARY)
    late = epochs.standing(tx, key, row) is Standing.LATE
    if late and row.lane != Lane.DOCUMENTS:
        raise Refused(EntryCode.LATE)
    note = _merge(tx, row, key, opened, late)
    if late:  # its texts are kept for accepted ones that depend on them
        raise Refused(EntryCode.LATE)
    mine = key.author == tx.me.member
    entries.accept(tx, row.id, key.writer, opened.prev, own=mine)
    entries.wake_chain(tx, chain, row.n, row.id)
    if mine and key.writer == tx.me.writer and not row.own:
        tx.mint_writer()  # this writer went on without this profile: a copy of it, or an older state of it
    return note


def _merge(tx: Tx, row: Row[Any], key: SenderKey, opened: OpenedParcel, late: bool) -> MergeNote:
    delivery = Delivery.AT_THE_SERVER if row.seq else Delivery.LEFT_THIS_COMPUTER
    source = Source(row.circle, key.author, row.id, key.writer, delivery)
    operations = body.decode(opened.operations)
    if row.lane == Lane.DOCUMENTS:
        return merge.apply_texts(tx, source, operations, late)
    return merge.apply(tx, source, operations)


def was_older(store: Store) -> bool:
    """Whether a programme that knew other formats used this database last."""
    return get_number(store.conn, _MERGED_BY) != store.known.formats


def after_upgrade(tx: Tx) -> None:
    """Make ready what an older programme did not know; `control.work` and `work` try it."""
    put_number(tx.conn, _MERGED_BY, tx.known.formats)
    texts.after_upgrade(tx)
    tx.conn.exec_driver_sql(
        """UPDATE entries SET state = 1, code = '' WHERE kind <> 9 AND (state = 3 OR (state = 0 AND code = ?)
        OR (state = 2 AND code = ? AND lane = ?))""",
        (MergeNote.UNKNOWN, EntryCode.LATE, int(Lane.DOCUMENTS)),
    )
    unread = tx.conn.exec_driver_sql(
        "DELETE FROM entries WHERE kind = 9 AND state = 3 RETURNING hash, circle, lane, seq, data"
    ).all()
    for row in unread:
        _take_parcel(tx, Arrival(row.circle, row.lane, row.seq, row.data), row.hash)


# ---------------------------------------------------------------- on their way out

_MINE = "own = 1 AND covered = 0 AND state = 0"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A blob to be named, and sent unless the exchange is a probe.

    `prevs`: what stands before it, where the server does not hold that, as far as is known here.
    """

    hash: bytes
    data: bytes
    prevs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What a reply says about the named blobs, by their 32-byte hashes."""

    named: Sequence[tuple[bytes, int]] = ()  # (hash, its number in its lane); 0 = not held
    forks: Sequence[bytes] = ()  # appended although another stands at its number
    refused: Sequence[tuple[bytes, int]] = ()  # (hash, Push code)


def outgoing(tx: Tx, limit_bytes: int) -> list[Outgoing]:
    """All of mine that stands inside no cursor and what is offered, up to `limit_bytes`; one at least.

    Control first; mine before others'. A parcel that is larger than the limit goes when no other is left: a
    line that never carries it whole shall not keep the others back.
    """
    rows = tx.conn.exec_driver_sql(
        f"""SELECT hash, data, prev, n FROM (
            SELECT hash, data, prev, n, lane, 0 AS others, id FROM entries WHERE {_MINE}
            UNION ALL SELECT hash, data, prev, n, lane, lane > 0, id FROM entries WHERE {offers.OFFERED})
        ORDER BY lane > 0, lane > 0 AND length(data) > ?, lane, others, id""",
        (limit_bytes,),
    )
    out: list[Outgoing] = []
    named: set[bytes] = set()
    size = 0
    for hash32, data, prev, n in rows:
        size += len(data)
        if out and size > limit_bytes:
            break
        out.append(Outgoing(hash32, data, offers.hints_for(tx, prev, named) if n > 1 else ()))
        named.add(hash32)
    return out


def is_anything_outgoing(tx: Tx) -> bool:
    """Whether `outgoing` has something, without looking at all of it."""
    mine, others = (f"EXISTS (SELECT 1 FROM entries WHERE {which})" for which in (_MINE, offers.OFFERED))
    sql = f"SELECT {mine} OR {others}"
    return bool(tx.conn.exec_driver_sql(sql).scalar_one())


def unsaid(tx: Tx) -> int:
    """How much is left to be said: blobs of mine inside no cursor, and others' on offer with their tries."""
    return int(
        tx.conn.exec_driver_sql(
            f"""SELECT (SELECT count(*) FROM entries WHERE {_MINE})
            + (SELECT total(offer) FROM entries WHERE {offers.OFFERED})"""
        ).scalar_one()
    )


def settle(tx: Tx, settled: Settled) -> None:
    """Take a reply's word on the named blobs: which it holds, with which number, forked or refused."""
    learned = False  # the server: who is in a circle
    for hash32, seq in settled.named:
        found = entries.find(tx, hash32) if seq else None
        if found is not None and offers.is_statement(tx, found):
            offers.taken(tx, found.id)  # it stands in several lanes: the number may be another lane's
            learned = True
        elif found is not None and (found.seq or cursors.add(tx, found.circle, found.lane, {seq: hash32})):
            _stands_in_log(tx, found.id, found.seq or seq)
    forks = [entries.find(tx, hash32) for hash32 in settled.forks]
    if any(found is not None and found.own and found.writer == tx.me.writer for found in forks):
        tx.mint_writer()
    for hash32, code in settled.refused:
        found = entries.find(tx, hash32)
        if found is not None and found.own:
            if code != Push.LATE or _is_late(tx, found, hash32):
                _refused_by_server(tx, found, code)
        elif found is not None:
            offers.refused(tx, found.id, code)
    if learned:
        _name_again(tx)


def agree(tx: Tx, cursor: LaneCursor, low: int) -> None:
    """The server holds something else above entry `low` of a lane: keep what both agree about.

    `cursor` is what the request said of the lane.
    """
    kept = [part for part in cursor.intervals if part.head <= low]
    cursors.forget(tx, cursor.circle, cursor.lane, kept)


def cover_named(tx: Tx, names: Iterable[tuple[CircleId, int, int, bytes]]) -> None:
    """Find what the server holds (circle, lane, number, hash16) among what is held here."""
    lanes: dict[tuple[CircleId, int], dict[int, Row[Any]]] = {}
    for circle, lane, seq, hash16 in names:
        found = entries.find_named(tx, hash16)
        if found is not None and not (found.seq and (found.circle, found.lane) == (circle, lane)):
            lanes.setdefault((circle, lane), {})[seq] = found
    for place, rows in lanes.items():
        marks = {seq: row.hash for seq, row in rows.items()}
        free = cursors.add(tx, *place, cursors.as_many_as_fit(cursors.of_lane(tx, *place), marks))
        for seq in sorted(free):
            if (rows[seq].circle, rows[seq].lane) == place:
                _stands_in_log(tx, rows[seq].id, seq)


def _stands_in_log(tx: Tx, entry: int, seq: int) -> None:
    """The server holds this entry: evidence for the messages in it that are mine."""
    entries.cover(tx, entry, seq)
    rows = tx.conn.exec_driver_sql(
        """UPDATE messages SET state = ?, state_time = ?
        WHERE entry = ? AND state < 5 AND state < ? AND author = ?
        RETURNING id, circle, thread""",
        (int(Delivery.AT_THE_SERVER), tx.now(), entry, int(Delivery.AT_THE_SERVER), tx.me.member),
    ).all()
    for message, circle, thread in rows:
        tx.touch(circle, thread, message)
    text_rows.advance_entry(tx, entry, Delivery.AT_THE_SERVER, tx.now())
    retracts.stand_in_log(tx, entry)


def _is_late(tx: Tx, found: Row[Any], hash32: bytes) -> bool:
    """Whether a charter that is held ends the epoch of something of mine.

    A server's word alone is not believed: sealed again under the same charter it would be late for ever.
    The charter comes with the control lane, and then `epochs.judge_again` seals again.
    """
    key = keys.find(tx, found.kid)
    place, at = (found.writer, found.lane), (found.n, hash32)
    return key is None or tx.trust.standing(key.charter, key.author, place, at) is Standing.LATE


def _refused_by_server(tx: Tx, found: Row[Any], code: int) -> None:
    """Send a key that the server misses again; set everything else aside, and seal anew what leant on it.

    Nobody signed the refusal: what was set aside is tried again (`try_again`).
    """
    if found.kind != EntryKind.PARCEL:
        late = code == Push.LATE
        entries.set_aside(tx, found.id, EntryCode.SEALED_AGAIN if late else EntryCode.NOT_TAKEN)
        if code != Push.UNKNOWN_SENDER_KEY:  # which it may know later, as well as the circle
            epochs.unseal_under(tx, found.kid)
    elif code == Push.UNKNOWN_SENDER_KEY:
        _offer_key_again(tx, found)
    else:
        if found.writer == tx.me.writer:
            tx.mint_writer()  # nobody could verify what follows a parcel that the server never hands out
        epochs.unseal_from(tx, Chain(found.circle, found.lane, found.writer), found.n + (code != Push.LATE))
        if code != Push.LATE:
            why = EntryCode.NOT_A_MEMBER if code == Push.NOT_A_MEMBER else EntryCode.NOT_TAKEN
            entries.set_aside(tx, found.id, why)
            tx.announce(Alarm(str(why)))


def _offer_key_again(tx: Tx, found: Row[Any]) -> None:
    """The server has not got the key of a parcel of mine: the parcel waits with it, or gets another one."""
    offered = tx.conn.exec_driver_sql(
        "UPDATE entries SET covered = 0 WHERE kind = 2 AND kid = ? AND own = 1 RETURNING state, code",
        (found.kid,),
    ).all()
    if all(code == EntryCode.SEALED_AGAIN for _, code in offered):
        epochs.unseal_under(tx, found.kid)
    elif all(state == EntryState.REFUSED for state, _ in offered):
        entries.set_aside(tx, found.id, EntryCode.NOT_TAKEN)


def try_again(tx: Tx) -> None:
    """Offer again what a server did not take, where I am a member as far as I know."""
    offers.offer_unlisted(tx)
    _name_again(tx)


def _name_again(tx: Tx) -> None:
    for row in entries.aside(tx):
        if tx.me.member in tx.trust.roles(row.circle):
            entries.settle(tx, row.id, EntryState.ACCEPTED)
