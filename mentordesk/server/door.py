# SPDX-License-Identifier: Apache-2.0
"""The one door: a request's bytes in, the answer's bytes out; a batch of requests shares one commit."""
from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from mentordesk.base.clock import Clock, Randomness
from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader
from mentordesk.crypto.codes import EnvelopeCode
from mentordesk.crypto.envelope import Envelope, Label, open_envelope, seal_envelope
from mentordesk.crypto.primitives import verify
from mentordesk.domain.ids import MemberId
from mentordesk.server.accounts import Account, Accounts, load_programme
from mentordesk.server.blobs import Blobs, Landing
from mentordesk.server.db import Database
from mentordesk.server.enrolment import certificate_in, enrol_member, learn_invitations
from mentordesk.server.hand import MAX_BUDGET as HAND_BUDGET
from mentordesk.server.hand import HandReply, is_by_hand, unwrap
from mentordesk.server.limits import NO_LIMITS, Buckets, Limits
from mentordesk.server.log import Log, seq_of
from mentordesk.server.pushes import Pushes, Taken
from mentordesk.server.replies import MAX_BUDGET, Chosen, Comparison, choose, compare, gaps, without
from mentordesk.server.statements import Statements
from mentordesk.wire.answers import (
    KEYBAG_LABEL,
    InvitationRequest,
    KeybagRequest,
    decode_open_request,
    encode_answer,
    encode_busy,
    encode_invitation,
    keybag_claim,
)
from mentordesk.wire.exchange import (
    MAX_BLOB,
    MAX_BODY,
    MAX_WAIT,
    VERSION,
    Agreed,
    Answer,
    Push,
    Refusal,
    ReplyFlag,
    ReplyHead,
    RequestFlag,
    RequestHead,
    ShortCursors,
    WireCode,
    decode_request_head,
    encode_reply_head,
)
from mentordesk.wire.files import is_chunk_request

_log = logging.getLogger(__name__)
_FLAGS_AT = 17  # version 1, member 8, nonce 8
_ENROL = int(RequestFlag.ENROL)
_UNKNOWN_MEMBER = "unknown_member"
LATER = 30  # seconds a client waits after trouble of ours
MAX_NAMED = 4096  # blobs in one request; a client that fills its largest one names half as many
_MAX_ENROLLING = 16 * 1024  # bytes of a head that is read before anybody vouches for it
_PIECES = 64  # blobs, hints or pieces of a cursor that are as much work as a small request
_BYTES = 64 * 1024  # read for a reply that are as much work
_COUNTED = 256 * _BYTES  # bytes left over whose sum is as much work
_ANSWERS = {
    WireCode.NEWER: Answer.UPDATE_NEEDED,
    EnvelopeCode.AUTHENTICATOR: Answer.NOT_AUTHENTIC,
    _UNKNOWN_MEMBER: Answer.UNKNOWN_MEMBER,
}


@dataclass(frozen=True, slots=True)
class Watch:
    """A member's request that asks to wait for news in these circles, at most `seconds`."""

    member: MemberId
    seconds: int
    circles: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """HTTP status and body; with `watch`, the body says that there is no news yet."""

    status: int
    body: bytes
    watch: Watch | None = None
    landing: Landing | None = None  # where the rest of a chunk goes that is still coming; then ask again


@dataclass(slots=True)
class Batch:
    """What a step did: an outcome per body, circles that grew; `outside`: another process has written."""

    outcomes: list[Outcome]
    grown: set[bytes] = field(default_factory=set)
    outside: bool = False


@dataclass(slots=True)
class _Request:
    index: int
    head: RequestHead
    envelope: Envelope[RequestHead]
    link: bytes
    by_hand: bool = False
    refusal: Answer | None = None
    held: list[int] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    taken: dict[int, int] = field(default_factory=dict)  # index of a blob appended now → its row
    forks: list[int] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


class Door:
    """The server without threads, sockets and framework; one step handles one batch in one transaction."""

    def __init__(self, db: Database, clock: Clock, rand: Randomness, limits: Limits = NO_LIMITS) -> None:
        programme = load_programme(db)
        self._db = db
        self._clock = clock
        self._log = Log(db)
        self._accounts = Accounts(db, programme)
        self._statements = Statements(db, self._log, programme.id, programme.root)
        self._statements.refresh()
        self._pushes = Pushes(db, self._log, self._statements)
        self._members = Buckets(limits.member, clock)
        self._keybags = Buckets(limits.keybag, clock)
        self._hands = Buckets(limits.hand, clock)
        self._rand = rand
        self._blobs = Blobs(db, self._accounts, self._statements, clock, limits)

    def handle(self, body: bytes) -> tuple[int, bytes]:
        """One request: (HTTP status, answer). A request that would wait is answered at once."""
        outcome = self.step([body]).outcomes[0]
        return outcome.status, outcome.body

    def handle_many(self, bodies: Sequence[bytes]) -> list[tuple[int, bytes]]:
        """The same for a batch: one transaction, one commit."""
        return [(outcome.status, outcome.body) for outcome in self.step(bodies).outcomes]

    def step(self, bodies: Sequence[bytes]) -> Batch:
        """The same, with all that the runner needs to know. Durable when it returns."""
        batch = Batch([Outcome(200, b"")] * len(bodies))
        requests = []
        for index, body in enumerate(bodies):
            if is_chunk_request(body):
                batch.outside = self.look_outside() or batch.outside
            received = self._receive_safely(index, body)
            if isinstance(received, Outcome):
                batch.outcomes[index] = received
            else:
                requests.append(received)
        if requests:
            self._serve_safely(requests, batch)
        return batch

    def look_outside(self) -> bool:
        """Whether another process has written; everything remembered is then dropped."""
        if not self._db.changed_outside():
            return False
        self._forget()
        self._statements.refresh()
        return True

    # ------------------------------------------------------------ receiving
    def _receive_safely(self, index: int, body: bytes) -> _Request | Outcome:
        try:
            return self._receive(index, body)
        except Exception as error:  # the edge, as below
            _log.exception("cannot receive %s", type(error).__name__)
            return Outcome(503, encode_busy(LATER))

    def _receive(self, index: int, body: bytes) -> _Request | Outcome:
        """Everything that needs no transaction: authentic, well-formed, not too often."""
        if len(body) > MAX_BODY:
            return Outcome(413, encode_answer(Answer.TOO_LARGE))
        try:
            if body[:1] == b"\0":
                return self._answer_open(body)
            if is_chunk_request(body):
                return self._answer_chunk(body)
            request = self._open(index, body)
        except Refused as refused:
            return Outcome(200, encode_answer(_ANSWERS.get(refused.code, Answer.MALFORMED)))
        if len(request.envelope.named) > MAX_NAMED:
            return Outcome(413, encode_answer(Answer.TOO_LARGE))
        limits = self._limits(request)
        wait = limits.take(request.head.member8)
        if wait:
            return Outcome(503, encode_busy(wait))
        limits.owe(request.head.member8, _weight(request))
        return request

    def _answer_chunk(self, body: bytes) -> Outcome:
        asked = self._blobs.open(body)
        wait = self._members.take(asked.request.member8)
        if wait:
            return Outcome(503, encode_busy(wait))
        answered = self._blobs.answer(asked)
        return Outcome(200, answered.body, landing=answered.landing)

    def _limits(self, request: _Request) -> Buckets:
        return self._hands if request.by_hand else self._members

    def _open(self, index: int, body: bytes) -> _Request:
        link = b""

        def key_of(head: bytes) -> bytes:
            nonlocal link
            link = self._link(head)
            return link

        by_hand = is_by_hand(body)
        if by_hand:
            body = unwrap(self._accounts.server_secret, body)
        envelope = open_envelope(key_of, Label.REQUEST, b"", body, decode_request_head)
        return _Request(index, envelope.part, envelope, link, by_hand)

    def _link(self, head: bytes) -> bytes:
        """The key that a head claims to be authentic under."""
        if head[:1] != bytes((VERSION,)):
            raise Refused(WireCode.NEWER if head else WireCode.FORM)
        if len(head) <= _FLAGS_AT:
            raise Refused(WireCode.FORM)
        if head[_FLAGS_AT] & _ENROL:
            return self._enrolling_link(head)
        account = self._accounts.account(head[1:9])
        if account is None:
            raise Refused(_UNKNOWN_MEMBER)
        return account.link

    def _enrolling_link(self, head: bytes) -> bytes:
        enrol = decode_request_head(Reader(head)).enrol if len(head) <= _MAX_ENROLLING else None
        if enrol is None:
            raise Refused(WireCode.FORM)
        _, certificate = certificate_in(enrol, self._statements.trust.id)
        if certificate.member[:8] != head[1:9]:
            raise Refused(WireCode.FORM)
        return self._accounts.link(certificate.member, certificate.box)

    def _answer_open(self, body: bytes) -> Outcome:
        request = decode_open_request(body)
        if isinstance(request, InvitationRequest):
            return Outcome(200, self._invitation(request))
        wait = self._keybags.take(request.member)
        if wait:
            return Outcome(503, encode_busy(wait))
        return Outcome(200, self._keybag(request))

    def _invitation(self, request: InvitationRequest) -> bytes:
        invitation = self._accounts.invitation(request.invite_id)
        if invitation is None:
            return encode_answer(Answer.SLIP_UNKNOWN)
        if not invitation.used and self._clock.now() > invitation.expires:
            return encode_answer(Answer.SLIP_EXPIRED)
        return encode_invitation(invitation.used, invitation.letter)

    def _keybag(self, request: KeybagRequest) -> bytes:
        kept = self._accounts.keybag(request.member)
        programme = self._statements.trust.id
        if kept is None or request.programme != programme:
            return encode_answer(Answer.KEYBAG_REFUSED)
        claim = keybag_claim(programme, request.member, self._accounts.server_box, request.nonce)
        try:
            verify(kept[0], KEYBAG_LABEL, claim, request.signature)
        except Refused:
            return encode_answer(Answer.KEYBAG_REFUSED)
        return encode_answer(Answer.OK, kept[1])

    # ------------------------------------------------------------ serving
    def _serve_safely(self, requests: Sequence[_Request], batch: Batch) -> None:
        """All in one transaction; if anything goes wrong each by itself, so that only the culprit fails."""
        try:
            self._serve(requests, batch)
        except Exception as error:  # the edge: one request must not take the others down, nor the server
            self._recover()
            if len(requests) == 1:
                _log.exception("request failed %s", type(error).__name__)
                batch.outcomes[requests[0].index] = Outcome(503, encode_busy(LATER))
                return
            for request in requests:
                fresh = _Request(request.index, request.head, request.envelope, request.link, request.by_hand)
                self._serve_safely([fresh], batch)

    def _serve(self, requests: Sequence[_Request], batch: Batch) -> None:
        now = self._clock.now()
        grown: set[bytes] = set()
        with self._db.transaction():
            if self.look_outside():
                batch.outside = True
            for request in requests:
                self._take(request, now, grown)
            self._log.flush()
            answers = [(request.index, self._answer(request, now)) for request in requests]
        for index, outcome in answers:
            batch.outcomes[index] = outcome
        batch.grown |= grown

    def _take(self, request: _Request, now: int, grown: set[bytes]) -> None:
        head, envelope = request.head, request.envelope
        if head.enrol is not None:
            self._enrol(request, now, grown)
        account = self._accounts.account(head.member8)
        if account is None:
            request.refusal = request.refusal or Answer.UNKNOWN_MEMBER
        if account is None or request.refusal:
            return
        for index, name in enumerate(envelope.named):
            row = self._log.find(name.hash16)
            if not row and name.size > MAX_BLOB:
                request.refused.append(Refusal(index, Push.TOO_LARGE))
            elif not row and index < len(envelope.blobs):
                row = self._push(request, index, account, now, grown)
            request.held.append(seq_of(row))
            if row:
                request.rows.add(row)
        for hint in head.hints:  # of what was brought now; what was here had its predecessor then
            if hint.index in request.taken:
                self._log.keep_hint(request.taken[hint.index], hint.prev)

    def _push(self, request: _Request, index: int, account: Account, now: int, grown: set[bytes]) -> int:
        result = self._pushes.take(account.member, request.envelope.blobs[index], now)
        if not isinstance(result, Taken):
            request.refused.append(Refusal(index, result))
            return 0
        if result.fork:
            request.forks.append(index)
        request.taken[index] = result.row
        grown.add(result.circle)
        if result.circle == self._statements.trust.id:
            self._accounts.forget()  # a charter may say who is in which circle
        return result.row

    def _enrol(self, request: _Request, now: int, grown: set[bytes]) -> None:
        if request.head.enrol is None:
            return
        try:
            enrol, blobs = request.head.enrol, request.envelope.blobs
            came = learn_invitations(self._statements, self._log, enrol, blobs, now)
            answer = enrol_member(self._statements, self._accounts, enrol, came, now)
        except Refused:
            answer = Answer.MALFORMED
        if answer is Answer.OK:
            grown.add(self._statements.trust.id)
        else:
            request.refusal = answer

    # ------------------------------------------------------------ answering
    def _answer(self, request: _Request, now: int) -> Outcome:
        account = self._accounts.account(request.head.member8)
        if request.refusal is not None or account is None:
            return Outcome(200, encode_answer(request.refusal or Answer.UNKNOWN_MEMBER))
        waits = RequestFlag.WAIT in request.head.flags and not (request.envelope.named or request.by_hand)
        repairs = RequestFlag.REPAIRS in request.head.flags
        tells_lost = repairs and not (waits or request.by_hand)
        cursors = request.head.cursors
        found = compare(self._log, account, cursors, repairs) if _asks(request) else Comparison()
        lacking = without(gaps(self._statements.trust, account, found.views), request.rows)
        most = HAND_BUDGET if request.by_hand else MAX_BUDGET
        budget = 0 if waits else min(request.head.budget * 1024, most)
        chosen = choose(self._log, lacking, budget, request.rows, found.agreed)
        self._limits(request).owe(request.head.member8, chosen.read / _BYTES + chosen.left / _COUNTED)
        flags = ReplyFlag.MORE if chosen.more or (waits and found.new_circles) else ReplyFlag(0)
        if found.long_wanted:
            flags |= ReplyFlag.LONG_WANTED
        head = ReplyHead(
            now & 0xFFFFFFFF,
            tuple(request.held),
            tuple(chosen.runs),
            flags,
            tuple(request.forks),
            found.new_circles,
            tuple(found.repair),
            tuple(chosen.hints),
            tuple(request.refused),
            tuple(Agreed(slot, low) for slot, low in found.agreed.items()),
            chosen.names,
            chosen.left if repairs and not waits else 0,
            self._blobs.missing(account.member, request.head.nonce) if tells_lost else (),
        )
        told = flags or found.repair or found.agreed
        watch = self._watch(request, account) if waits and not told else None
        return Outcome(200, self._seal(request, account, head, chosen), watch)

    def _seal(self, request: _Request, account: Account, head: ReplyHead, chosen: Chosen) -> bytes:
        tag = request.envelope.tag
        if request.by_hand:
            return HandReply(request.link, account.box, tag, self._rand.bytes).seal(head, chosen.blobs)
        return seal_envelope(request.link, Label.REPLY, tag, encode_reply_head(head), chosen.blobs)[0]

    def _watch(self, request: _Request, account: Account) -> Watch:
        seconds = min(request.head.wait, MAX_WAIT)
        return Watch(account.member, seconds, frozenset(slot.circle for slot in account.slots))

    # ------------------------------------------------------------ memory
    def _forget(self) -> None:
        self._log.forget()
        self._accounts.forget()
        self._pushes.forget()

    def _recover(self) -> None:
        self._forget()
        self._statements.reset()


def _asks(request: _Request) -> bool:
    """Whether news is wanted; an envelope by hand without cursors only brings something."""
    cursors = request.head.cursors
    return not (request.by_hand and isinstance(cursors, ShortCursors) and not cursors.heads)


def _weight(request: _Request) -> float:
    """How many small requests' work this one is besides."""
    cursors = request.head.cursors
    parts = 0 if isinstance(cursors, ShortCursors) else sum(len(one.intervals) + 1 for one in cursors.lanes)
    return (len(request.envelope.named) + len(request.head.hints) + parts) / _PIECES
