# SPDX-License-Identifier: Apache-2.0
"""One request and its reply: built from what the store holds, applied parcel by parcel as far as it came.

Every step is a short transaction of its own, and each leaves the store ready for a crash:
what was acknowledged is noted before what arrived is applied.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mentordesk.base.errors import (
    LineTrouble,
    NotOurServer,
    Refused,
    SignInAgain,
    SlowDown,
    Trouble,
    UpdateNeeded,
)
from mentordesk.crypto.envelope import Envelope, Label, LinkEnds, member_link, open_envelope, seal_envelope
from mentordesk.domain.ids import CircleId, Lane
from mentordesk.storage import attachments, control, cursors, offers, outbox, parcels, traffic
from mentordesk.storage.me import (
    ENROLMENT,
    LAST_CONTACT,
    OLD_SERVER,
    STILL_TO_COME,
    get_meta,
    get_number,
    put_number,
    unpack_enrolment,
)
from mentordesk.storage.parcels import GROUP, Applied, Arrival, Settled
from mentordesk.storage.store import Runner, Tx
from mentordesk.sync import sealing
from mentordesk.sync.line import Connection, LineBroken, Meter, Received
from mentordesk.wire.answers import busy_seconds, decode_answer
from mentordesk.wire.exchange import (
    MAX_NAMES,
    Answer,
    Enrol,
    Hint,
    LaneCursor,
    ReplyFlag,
    ReplyHead,
    RequestFlag,
    RequestHead,
    WireCode,
    cursors_of,
    decode_reply_head,
    encode_request_head,
)

Slot: TypeAlias = tuple[CircleId, int]

_NOT_KNOWN = frozenset(
    {
        Answer.UNKNOWN_MEMBER,
        Answer.NOT_AUTHENTIC,
        Answer.SLIP_UNKNOWN,
        Answer.SLIP_EXPIRED,
        Answer.SLIP_USED,
    }
)
_NOT_UNDERSTOOD = "not_understood"  # the other end is older, or much newer
_CLOCK_SLACK = 5  # seconds; a smaller change of the offset is the line's own delay
_OLD_FOR = 86_400  # seconds until a server that did not understand is asked again whether it does now
_REPAIR = ReplyFlag.REPAIR | ReplyFlag.AGREED
_SETBACKS = (
    _REPAIR | ReplyFlag.LONG_WANTED | ReplyFlag.FORK | ReplyFlag.NEW_CIRCLES | ReplyFlag.REFUSED
)


@dataclass(frozen=True, slots=True)
class Ask:
    """What the next exchange should be."""

    limit: int  # bytes of own blobs to send
    budget: int  # bytes of blobs wanted
    probe: bool = False  # name them only: some may have arrived
    long: bool = False  # cursors written out
    drafts: bool = False  # take the drafts along
    small: bool = False  # from now on seal small parcels: larger ones do not get through
    enrol: bool = False  # say again what I enrolled with: the server does not know me any more


@dataclass(frozen=True, slots=True)
class Request:
    """A request on its way; `named` are the hashes of the blobs in its list."""

    body: bytes
    tag: bytes
    link: bytes
    named: tuple[bytes, ...] = ()
    slots: tuple[LaneCursor, ...] = ()
    unsaid: int = 0  # what is left to be said to the server, see parcels.unsaid
    laddered: tuple[LaneCursor, ...] = ()  # the cursors as they were written out


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one exchange brought; `cut`: its reply broke off, and what had come whole was applied."""

    moved: bool  # something is different now
    more: bool  # the server has more, or wants to be asked otherwise
    long_wanted: bool
    cut: bool
    named: int = 0  # blobs of ours in the request
    held: int = 0  # of these, blobs that the server holds now
    repaired: bool = False  # the server holds something else than it did
    recounting: bool = False  # and what it is, is not known whole: what is held here need not be sent
    left: int = 0  # bytes of words and documents still to come
    setback: bool = False  # the server contradicts what we hold; an honest one a few times at most
    missing: frozenset[bytes] = frozenset()  # chunks that the server lacks, said first on this connection


def build(tx: Tx, ask: Ask) -> Request:
    """Seal what waits and put it into a request, control first, as far as it fits."""
    if ask.drafts:
        outbox.flush_drafts(tx)
    sealing.make_small(tx, ask.small)
    seal_waiting(tx)
    outgoing = parcels.outgoing(tx, ask.limit)
    blobs = [one.data for one in outgoing]
    probe = ask.probe and bool(blobs)
    flags, repairs = RequestFlag.PROBE if probe else RequestFlag(0), _repairs(tx)
    lanes = cursors.lanes(tx)
    said = [cursors.ladder(tx, lane) for lane in lanes] if ask.long and repairs else lanes
    hints = [Hint(index, prev) for index, one in enumerate(outgoing) for prev in one.prevs]
    head = RequestHead(
        member8=tx.me.member[:8],
        nonce=tx.rand.bytes(8),
        cursors=cursors_of(said, ask.long),
        flags=flags | repairs,
        budget=-(-ask.budget // 1024),
        hints=tuple(hints) if repairs else (),
    )
    link = link_key(tx)
    body, tag = seal_envelope(link, Label.REQUEST, b"", encode_request_head(head), blobs, probe)
    named = tuple(one.hash for one in outgoing)
    return Request(body, tag, link, named, tuple(lanes), parcels.unsaid(tx), tuple(said))


def my_enrolment(tx: Tx) -> Enrol | None:
    """What I enrolled with, as far as this computer knows it."""
    kept = unpack_enrolment(get_meta(tx.conn, ENROLMENT))
    certificate = (kept.certificate if kept else b"") or offers.my_certificate(tx)
    return Enrol(certificate, kept.auth, kept.keybag) if kept and certificate else None


def build_enrolment(tx: Tx) -> Request:
    """What I enrolled with, once more, with the invitation that allowed it; SignInAgain: it is not known."""
    enrol = my_enrolment(tx)
    if enrol is None:
        raise SignInAgain(reason="unknown_member")
    lanes = cursors.lanes(tx)
    head = RequestHead(
        tx.me.member[:8], tx.rand.bytes(8), cursors_of(lanes), _repairs(tx), enrol=enrol
    )
    link = link_key(tx)
    body, tag = seal_envelope(
        link, Label.REQUEST, b"", encode_request_head(head), offers.my_invitations(tx)
    )
    return Request(body, tag, link, (), tuple(lanes), parcels.unsaid(tx), tuple(lanes))


def seal_waiting(tx: Tx) -> int:
    """Everything but drafts becomes parcels, as many as one transaction makes; how many."""
    outbox.flush_seen(tx)
    return sealing.seal(tx)


def build_wait(tx: Tx, seconds: int) -> Request:
    """A request that is answered as soon as there is news, or after so many seconds."""
    lanes = cursors.lanes(tx)
    head = RequestHead(tx.me.member[:8], tx.rand.bytes(8), cursors_of(lanes), _repairs(tx), wait=seconds)
    link = link_key(tx)
    body, tag = seal_envelope(link, Label.REQUEST, b"", encode_request_head(head), ())
    return Request(body, tag, link, slots=tuple(lanes))


def _repairs(tx: Tx) -> RequestFlag:
    """What is said beyond version 1: nothing to a server that did not understand it a short while ago."""
    left = get_number(tx.conn, OLD_SERVER) - tx.clock.now()
    return RequestFlag(0) if 0 < left <= _OLD_FOR else RequestFlag.REPAIRS


def _speak_plainly(tx: Tx) -> bool:
    """Say nothing beyond version 1 for a while; False when nothing was."""
    if not _repairs(tx):
        return False
    put_number(tx.conn, OLD_SERVER, tx.clock.now() + _OLD_FOR)
    return True


def link_key(tx: Tx) -> bytes:
    """The key that this member shares with the server as the programme log names it now."""
    keys = tx.me.keys
    server = tx.trust.server.box or tx.me.server_box
    return member_link(keys.box, LinkEnds(tx.me.programme, keys.member, keys.box_public, server))


def open_reply(request: Request, received: Received) -> Envelope[ReplyHead]:
    """The authentic reply; the LineTrouble that a plain answer means; NotOurServer for everything else."""
    raise_answer(received)
    try:
        return open_envelope(
            lambda head: request.link, Label.REPLY, request.tag, received.data, decode_reply_head
        )
    except Refused as refused:
        if not received.whole:
            raise LineBroken(reason="cut") from refused
        if refused.code == WireCode.NEWER:
            raise UpdateNeeded from refused
        raise NotOurServer(reason=refused.code) from refused


def raise_answer(received: Received) -> None:
    """Raise what a plain answer says; nothing when it is none."""
    try:
        answer = decode_answer(received.data)
    except Refused as refused:
        raise UpdateNeeded from refused
    if answer is not None:
        raise trouble_of(*answer)


def trouble_of(code: Answer, payload: bytes) -> Trouble:
    """What a plain answer to a member's request means. Nobody signed it: it is believed for this try only."""
    if code in _NOT_KNOWN:
        return SignInAgain(reason=code.name.lower())
    if code == Answer.BUSY:
        try:
            return SlowDown(min(busy_seconds(payload), 3600))
        except Refused:
            return SlowDown(60)
    if code == Answer.UPDATE_NEEDED:
        return UpdateNeeded(reason=_NOT_UNDERSTOOD)
    return NotOurServer(reason=code.name.lower())


class Exchange:
    """Runs whole exchanges against a store."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._missing: frozenset[bytes] = frozenset()  # what this connection's server has said it lacks

    def turn(self, connection: Connection, ask: Ask, meter: Meter) -> Outcome:
        """One request and its reply; a Trouble when no authentic reply came."""
        request = self._runner.call(lambda tx: build_enrolment(tx) if ask.enrol else build(tx, ask))
        try:
            received = connection.post(request.body, meter)
            reply = open_reply(request, received)
        except LineTrouble as trouble:
            self._runner.call(lambda tx: traffic.add(tx, meter.up, meter.down))
            if ask.enrol and isinstance(trouble, NotOurServer):  # it does not take me, whoever it is
                raise SignInAgain(reason="unknown_member") from trouble
            if trouble.facts.get("reason") == _NOT_UNDERSTOOD and self._runner.call(_speak_plainly):
                return Outcome(moved=True, more=True, long_wanted=ask.long, cut=False, setback=True)
            raise
        cut = reply.named[len(reply.blobs) :]
        left = reply.part.left + sum(name.size for name in cut)
        joined = self._runner.call(lambda tx: _settle(tx, request, reply.part, meter, left))
        self.apply(_slots(request, joined), reply)
        flags = reply.part.flags
        long_wanted = bool(flags & ReplyFlag.LONG_WANTED) and not ask.long
        more = long_wanted or bool(flags & (ReplyFlag.MORE | ReplyFlag.NEW_CIRCLES | _REPAIR))
        moved = self._runner.call(lambda tx: _has_moved(tx, request))
        missing = frozenset(reply.part.missing) - self._missing
        self._missing |= missing
        return Outcome(
            moved=moved or long_wanted or ask.enrol or (ask.probe and not more),
            more=more or ask.enrol,
            long_wanted=long_wanted,
            cut=bool(cut),
            named=len(request.named),
            held=sum(seq > 0 for seq in reply.part.held),
            setback=bool(flags & _SETBACKS),
            repaired=bool(flags & _REPAIR),
            recounting=bool(flags & ReplyFlag.REPAIR) or len(reply.part.names.hashes) == MAX_NAMES,
            left=left,
            missing=missing,
        )

    def something_to_send(self) -> bool:
        """Whether a request now would carry something of ours."""

        def look(tx: Tx) -> bool:
            seal_waiting(tx)
            return parcels.is_anything_outgoing(tx)

        return self._runner.call(look)

    def apply(self, slots: Sequence[Slot], reply: Envelope[ReplyHead]) -> None:
        """Apply what arrived whole, each group in a transaction of its own."""
        for group in _groups(list(_arrivals(slots, reply))):
            applied = self._runner.call(_applying(group))
            if applied.more:
                self.finish()

    def begin(self) -> None:
        """On a new connection: offer again what a server has refused, and merge what was left over."""
        self._missing = frozenset()
        self._runner.call(parcels.try_again)
        self.finish()

    def finish(self) -> None:
        """Merge what is held and ready but was left over, by a full transaction or a crash."""
        while self._runner.call(parcels.work).more:
            continue


def _applying(group: Sequence[Arrival]) -> Callable[[Tx], Applied]:
    return lambda tx: parcels.apply(tx, group)


def _settle(tx: Tx, request: Request, head: ReplyHead, meter: Meter, left: int) -> list[CircleId]:
    """Note what the head of an authentic reply says; the circles whose slots follow those of the request.

    `left`: bytes still to come.
    """
    learn_time(tx, head.time)
    put_number(tx.conn, STILL_TO_COME, left)
    traffic.add(tx, meter.up, meter.down)
    for slot, low in agreed_in(head):
        if slot < len(request.laddered):
            parcels.agree(tx, request.laddered[slot], low)
    if agreed_in(head):
        attachments.check_sent(tx)
    joined = control.take_circles(tx, head.new_circles, {lane.circle for lane in request.slots})
    if tx.me.private in head.new_circles:
        offers.offer_unlisted(tx)
    named = list(zip(request.named, head.held, strict=False))
    count = len(named)
    parcels.settle(
        tx,
        Settled(
            named=named,
            forks=[named[index][0] for index in head.forks if index < count],
            refused=[(named[one.index][0], one.code) for one in head.refused if one.index < count],
        ),
    )
    places = _slots(request, joined)
    held = ((*places[slot], seq, name) for slot, seq, name in head.names.places() if slot < len(places))
    parcels.cover_named(tx, held)
    for one in head.agreed:  # who says `repair` instead takes from nobody but authors
        if one.slot < len(request.laddered):
            offers.offer_lane(tx, request.laddered[one.slot].circle, request.laddered[one.slot].lane)
    return joined


def agreed_in(head: ReplyHead) -> list[tuple[int, int]]:
    """(slot, up to which entry the server agrees) of lanes in which it holds something else."""
    return [(slot, 0) for slot in head.repair] + [(one.slot, one.low) for one in head.agreed]


def _has_moved(tx: Tx, request: Request) -> bool:
    """Whether an exchange has changed what the next one would say."""
    return (tuple(cursors.lanes(tx)), parcels.unsaid(tx)) != (request.slots, request.unsaid)


def _slots(request: Request, joined: Sequence[CircleId]) -> list[Slot]:
    """The lanes as the reply counts them."""
    named = [(lane.circle, lane.lane) for lane in request.slots]
    return named + [(circle, lane) for circle in joined for lane in Lane]


def learn_time(tx: Tx, server_time: int) -> None:
    """Keep how far this computer's clock is off; nothing is ever refused because of it."""
    offset = server_time - tx.clock.now()
    if abs(offset - tx.offset()) >= _CLOCK_SLACK:
        tx.learn_offset(offset if abs(offset) >= _CLOCK_SLACK else 0)
    put_number(tx.conn, LAST_CONTACT, server_time)


def _arrivals(slots: Sequence[Slot], reply: Envelope[ReplyHead]) -> Iterator[Arrival]:
    """The blobs that arrived whole, with the place of each."""
    prevs: dict[int, list[bytes]] = {}
    for hint in reply.part.hints:
        prevs.setdefault(hint.index, []).append(hint.prev)
    placed = zip(reply.part.places(), reply.blobs, strict=False)
    for index, ((slot, seq), blob) in enumerate(placed):
        if slot < len(slots):
            circle, lane = slots[slot]
            yield Arrival(circle, lane, seq, blob, tuple(prevs.get(index, ())))


def _groups(arrivals: Sequence[Arrival]) -> Iterator[Sequence[Arrival]]:
    for start in range(0, len(arrivals), GROUP):
        yield arrivals[start : start + GROUP]
