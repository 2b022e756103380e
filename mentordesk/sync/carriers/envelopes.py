# SPDX-License-Identifier: Apache-2.0
"""Envelopes of mine for carriers, and what their replies say: whatever way they go, and in whatever order.

A set holds all that the server has not acknowledged, in envelopes of about AIM bytes that each stand alone;
the last one asks for news as well. A reply changes nothing that a later exchange has settled.

Where no set of an earlier session was answered, each envelope says again what I enrolled with: the server may
have been set back to before that, and no carrier could bring a word about it that is to be believed.
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
from mentordesk.storage import control, cursors, entries, handed, offers, parcels
from mentordesk.storage.handed import Handed, Unsent
from mentordesk.storage.me import LAST_CONTACT, STILL_TO_COME, get_number, put_number
from mentordesk.storage.parcels import Settled
from mentordesk.storage.store import Runner, Tx
from mentordesk.sync.carriers.form import NAME_SIZE, Carried, request_of
from mentordesk.sync.exchange import Exchange, agreed_in, link_key, my_enrolment
from mentordesk.wire.exchange import (
    Cursors,
    Hint,
    LaneCursor,
    Push,
    ReplyFlag,
    ReplyHead,
    RequestFlag,
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
MORE_BUDGET = 64  # KiB where the one before could not bring everything
_NO_CURSORS = ShortCursors((), digest(()))
_AT_ODDS = ReplyFlag.LONG_WANTED | ReplyFlag.AGREED | ReplyFlag.NEW_CIRCLES  # a trip takes long
_LONG = "hand_long"  # meta key: the cursors are to be written out
_MORE = "hand_more"  # the server has more than a reply could bring
_SILENT = "hand_silent"  # sessions that handed a set to a stick since a reply came
_SENDER_SIZE = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A set as it should stand in the tray: what is new, and the names of what it replaces."""

    fresh: tuple[Carried, ...]
    replaced: tuple[bytes, ...]
    sender: str


def make(tx: Tx, asking: bool, present: Collection[bytes], first: bool = False) -> Made:
    """Envelopes for all that is unsent; what is sealed already and `present` (names) stays as it is.

    `asking`: for news too, where nothing is unsent; `first`: the first such set of a session.
    """
    parcels.try_again(tx)
    silent = get_number(tx.conn, _SILENT) + first
    put_number(tx.conn, _SILENT, silent)
    lanes, said = _cursors(tx)
    groups = _groups(handed.unsent(tx))
    old = {_key(one): one for one in handed.all_of(tx) if one.current and one.name in present}
    if first and silent > 1:
        old = {}  # all of it says anew who I am
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


def _cursors(tx: Tx) -> tuple[list[LaneCursor], Cursors]:
    """Each lane as the next set says it, and all of them."""
    long = bool(get_number(tx.conn, _LONG))
    lanes = cursors.lanes(tx)
    lanes = [cursors.ladder(tx, lane) for lane in lanes] if long else lanes
    return lanes, cursors_of(lanes, long)


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
    enrol = my_enrolment(tx) if get_number(tx.conn, _SILENT) > 1 else None
    budget = MORE_BUDGET if get_number(tx.conn, _MORE) else BUDGET
    head = RequestHead(
        tx.me.member[:8],
        tx.rand.bytes(8),
        said,
        RequestFlag.REPAIRS,
        budget=budget if asks else 0,
        enrol=enrol,
        hints=tuple(Hint(index, prev) for index, one in enumerate(group) for prev in one.prevs),
    )
    blobs = [one.data for one in group] + (offers.my_invitations(tx) if enrol else [])
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
    heard(tx)
    put_number(tx.conn, LAST_CONTACT, max(get_number(tx.conn, LAST_CONTACT), head.time))
    lanes, said = _cursors(tx)
    news = bool(one.cursors) and one.cursors == encode_cursors(said)
    if one.cursors:
        _note_long(tx, head, news)
    disputed = [(lanes[slot], low) for slot, low in agreed_in(head) if slot < len(lanes)] if news else []
    for cursor, low in disputed:
        parcels.agree(tx, cursor, low)
    slots = _join(tx, one, head)
    parcels.settle(tx, _settled(tx, one, head))
    if news:
        held = ((*slots[slot], seq, name) for slot, seq, name in head.names.places() if slot < len(slots))
        parcels.cover_named(tx, held)
    for cursor, _ in disputed:
        offers.offer_lane(tx, cursor.circle, cursor.lane)
    return slots


def _note_long(tx: Tx, head: ReplyHead, news: bool) -> None:
    """How the next set asks. A word about older cursors may ask for more, never for less."""
    if news:
        put_number(tx.conn, STILL_TO_COME, head.left)
        put_number(tx.conn, _MORE, int(bool(head.flags & ReplyFlag.MORE)))
    if news or head.flags & _AT_ODDS:
        put_number(tx.conn, _LONG, int(bool(head.flags & _AT_ODDS)))


def _join(tx: Tx, one: Handed, head: ReplyHead) -> list[tuple[CircleId, int]]:
    """Take the circles that the server lists; the lanes by which it counts."""
    slots = list(one.slots)
    known = {circle for circle, _ in slots}
    whole = tx.me.private in head.new_circles  # the list of all: an old one would take newer circles away
    if one.cursors and (not whole or slots == cursors.slots(tx)):
        joined = control.take_circles(tx, head.new_circles, known)
        slots += [(circle, lane) for circle in joined for lane in Lane]
        if whole:
            offers.offer_unlisted(tx)
    return slots


def heard(tx: Tx) -> None:
    """The server knows me."""
    if get_number(tx.conn, _SILENT):
        put_number(tx.conn, _SILENT, 0)


def _settled(tx: Tx, one: Handed, head: ReplyHead) -> Settled:
    """What is said of the blobs: what was taken since stays taken."""
    count = min(len(one.named), len(head.held))
    refused = [(one.named[said.index], said.code) for said in head.refused if said.index < count]
    return Settled(
        named=list(zip(one.named, head.held, strict=False)),
        forks=[one.named[index] for index in head.forks if index < count],
        refused=[(hash32, code) for hash32, code in refused if _counts(tx, hash32, code)],
    )


def _counts(tx: Tx, hash32: bytes, code: int) -> bool:
    """Whether a refusal means something: that the key of mine was missing came from a chance order."""
    found = entries.find(tx, hash32)
    if found is None or found.seq:
        return False
    return not found.own or (not found.state and code != Push.UNKNOWN_SENDER_KEY)
