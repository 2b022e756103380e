# SPDX-License-Identifier: Apache-2.0
"""Envelopes of mine for carriers, and what their replies say: whatever way they go, and in whatever order.

A set holds all that the server has not acknowledged, in envelopes of about AIM bytes that each stand alone;
the last one asks for news as well. A reply changes nothing that a later exchange has settled.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader
from mentordesk.crypto.envelope import (
    Envelope,
    Label,
    open_by_hand,
    open_envelope,
    seal_by_hand,
    seal_envelope,
)
from mentordesk.domain.ids import CircleId, Lane
from mentordesk.storage import control, cursors, entries, handed, parcels
from mentordesk.storage.handed import Handed, Unsent
from mentordesk.storage.me import get_number, put_number
from mentordesk.storage.parcels import Settled
from mentordesk.storage.store import Runner, Tx
from mentordesk.sync.carriers.form import NAME_SIZE, Carried, request_of
from mentordesk.sync.exchange import Exchange, link_key
from mentordesk.wire.exchange import (
    Cursors,
    Push,
    ReplyFlag,
    ReplyHead,
    RequestHead,
    ShortCursors,
    cursors_of,
    decode_reply_head,
    digest,
    encode_cursors,
    encode_request_head,
)

AIM = 4096  # bytes of parcels in one envelope: a cut costs one of them
BUDGET = 16  # KiB that the reply to a set may bring
_NO_CURSORS = ShortCursors((), digest(()))
_LONG = "hand_long"  # meta key: the server wants the cursors written out
_SENDER_SIZE = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A set as it should stand in the tray: what is new, and the names of what it replaces."""

    fresh: tuple[Carried, ...]
    replaced: tuple[bytes, ...]
    sender: str


def make(tx: Tx, asking: bool, present: Collection[bytes]) -> Made:
    """Envelopes for all that is unsent; what is sealed already and `present` (names) stays as it is.

    `asking`: for news too, where nothing is unsent.
    """
    parcels.try_again(tx)
    lanes = cursors.lanes(tx)
    said = cursors_of(lanes, bool(get_number(tx.conn, _LONG)))
    groups = _groups(handed.unsent(tx))
    old = {_key(one): one for one in handed.all_of(tx) if one.current and one.name in present}
    if not groups and (asking or ((), _encoded(said)) in old):
        groups = [()]
    sender = next((one.sender for one in old.values()), "") or tx.rand.bytes(_SENDER_SIZE).hex()
    wanted = [(group, said if group is groups[-1] else _NO_CURSORS) for group in groups]
    kept, fresh = set(), []
    for group, own_cursors in wanted:
        known = old.get((tuple(one.hash for one in group), _encoded(own_cursors)))
        if known is None:
            slots = tuple((lane.circle, lane.lane) for lane in lanes) if own_cursors is said else ()
            fresh.append(_seal(tx, group, own_cursors, slots, sender))
        else:
            kept.add(known.name)
    gone = [one.name for one in handed.all_of(tx) if one.current and one.name not in kept]
    gone = [name for name in gone if name not in {one.name for one in fresh}]
    handed.supersede(tx, gone)
    return Made(tuple(fresh), tuple(gone), sender)


def _key(one: Handed) -> tuple[tuple[bytes, ...], bytes]:
    return one.named, one.cursors


def _encoded(said: Cursors) -> bytes:
    return b"" if said is _NO_CURSORS else encode_cursors(said)


def _groups(unsent: Sequence[Unsent]) -> list[tuple[Unsent, ...]]:
    """What is unsent in order, AIM bytes together, and the keys of its parcels with each group."""
    leaning = {one.kid for one in unsent if one.lane != Lane.CONTROL}
    keys = [one for one in unsent if one.lane == Lane.CONTROL and one.kid in leaning]
    with_parcels = {one.hash for one in keys}
    parts: list[list[Unsent]] = []
    size = AIM
    for one in unsent:
        if one.hash in with_parcels:
            continue
        if size + len(one.data) > AIM:
            parts.append([])
            size = 0
        parts[-1].append(one)
        size += len(one.data)
    return [_with_keys(part, keys) for part in parts]


def _with_keys(part: Sequence[Unsent], keys: Sequence[Unsent]) -> tuple[Unsent, ...]:
    kids = {one.kid for one in part if one.lane != Lane.CONTROL}
    return (*(key for key in keys if key.kid in kids), *part)


def _seal(
    tx: Tx, group: Sequence[Unsent], said: Cursors, slots: tuple[tuple[CircleId, int], ...], sender: str
) -> Carried:
    asks = said is not _NO_CURSORS
    head = RequestHead(tx.me.member[:8], tx.rand.bytes(8), said, budget=BUDGET if asks else 0)
    blobs = [one.data for one in group]
    body, tag = seal_envelope(link_key(tx), Label.REQUEST, b"", encode_request_head(head), blobs)
    server = tx.trust.server.box or tx.me.server_box
    carried = request_of(tx.me.programme, seal_by_hand(server, body, tx.rand.bytes))
    named = tuple(one.hash for one in group)
    handed.add(tx, Handed(carried.name, tag, tx.now(), slots, named, _encoded(said), sender))
    return carried


# ---------------------------------------------------------------- replies


def apply_reply(runner: Runner, carried: Carried) -> bool:
    """Take a reply's word and what it brings; whether it was an authentic one to an envelope of mine.

    May be broken off anywhere and done again.
    """
    opened = runner.call(lambda tx: _open(tx, carried))
    if opened is None:
        return False
    envelope, slots = opened
    Exchange(runner).apply(slots, envelope)
    return True


_Opened = tuple[Envelope[ReplyHead], list[tuple[CircleId, int]]]


def _open(tx: Tx, carried: Carried) -> _Opened | None:
    """The authentic reply, its words noted, and its lanes; None for anything else."""
    one = handed.find(tx, carried.name)
    if one is None:
        return None
    try:
        envelope = _authentic(tx, one, carried.data)
    except Refused:
        return None
    return envelope, _note(tx, one, envelope.part)


def _authentic(tx: Tx, one: Handed, data: bytes) -> Envelope[ReplyHead]:
    inner = open_by_hand(tx.me.keys.box, data)
    key = link_key(tx)
    said = open_envelope(lambda head: key, Label.HAND_REPLY, b"", inner, _read_part)
    tag, head = said.part
    if tag != one.tag:
        raise Refused("tag")
    return Envelope(head, said.named, said.blobs, said.tag)


def _read_part(reader: Reader) -> tuple[bytes, ReplyHead]:
    return reader.take(NAME_SIZE), decode_reply_head(reader)


def _note(tx: Tx, one: Handed, head: ReplyHead) -> list[tuple[CircleId, int]]:
    """What the head says, as far as it is still news; the lanes that it counts by."""
    slots = list(one.slots)
    lanes = cursors.lanes(tx)
    long = bool(get_number(tx.conn, _LONG))
    if one.cursors and one.cursors == encode_cursors(cursors_of(lanes, long)):
        put_number(tx.conn, _LONG, int(bool(head.flags & ReplyFlag.LONG_WANTED)))
        for slot in head.repair:
            if slot < len(slots):
                cursors.forget(tx, *slots[slot])
    known = {circle for circle, _ in slots}
    whole = tx.me.private in head.new_circles  # the list of all: an old one would take newer circles away
    if one.cursors and (not whole or slots == cursors.slots(tx)):
        joined = control.take_circles(tx, head.new_circles, known)
        slots += [(circle, lane) for circle in joined for lane in Lane]
    parcels.settle(tx, _settled(tx, one, head))
    return slots


def _settled(tx: Tx, one: Handed, head: ReplyHead) -> Settled:
    """What is said of the blobs; a missing key means a chance order, what was taken since stays taken."""
    count = min(len(one.named), len(head.held))
    refused = [
        (one.named[said.index], said.code)
        for said in head.refused
        if said.index < count and said.code != Push.UNKNOWN_SENDER_KEY
    ]
    return Settled(
        named=list(zip(one.named, head.held, strict=False)),
        forks=[one.named[index] for index in head.forks if index < count],
        refused=[(hash32, code) for hash32, code in refused if _waits(tx, hash32)],
    )


def _waits(tx: Tx, hash32: bytes) -> bool:
    found = entries.find(tx, hash32)
    return found is not None and bool(found.own) and not found.seq and not found.state
