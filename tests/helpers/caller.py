# SPDX-License-Identifier: Apache-2.0
"""A member who speaks the server's language by hand: no store, no engine; for tests and loads."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mentordesk.base.clock import Randomness
from mentordesk.base.errors import Refused, Waiting
from mentordesk.crypto import slipcode
from mentordesk.crypto.blobs import BlobKind, blob_kind
from mentordesk.crypto.envelope import Label, LinkEnds, member_link, open_envelope, seal_envelope
from mentordesk.crypto.identity import new_identity, private_circle
from mentordesk.crypto.invitation import InvitationLetter, open_invitation
from mentordesk.crypto.keybag import Keybag, seal_keybag
from mentordesk.crypto.parcel import Place, parcel_hash, seal_parcel, stream_of
from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.senderkeys import SenderKey, make_sender_key
from mentordesk.crypto.statements import Certificate, make_statement
from mentordesk.crypto.trust import Programme
from mentordesk.domain.ids import NO_HASH, CircleId, Lane
from mentordesk.wire.answers import (
    KEYBAG_LABEL,
    InvitationRequest,
    KeybagRequest,
    decode_answer,
    decode_invitation,
    encode_open_request,
    keybag_claim,
)
from mentordesk.wire.exchange import (
    Answer,
    Cursors,
    Enrol,
    Interval,
    LaneCursor,
    ReplyHead,
    RequestFlag,
    RequestHead,
    cursors_of,
    decode_reply_head,
    encode_request_head,
    sum_of,
)

Post = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Said:
    """The server's reply, or its plain answer."""

    head: ReplyHead | None
    blobs: tuple[bytes, ...] = ()
    answer: Answer | None = None
    payload: bytes = b""

    @property
    def reply(self) -> ReplyHead:
        """The reply's head, where one is expected."""
        assert self.head is not None, self.answer
        return self.head


def fetch_letter(code: bytes, post: Post) -> InvitationLetter:
    """The invitation of a slip."""
    answer = decode_answer(post(encode_open_request(InvitationRequest(slipcode.invite_id(code)))))
    assert answer is not None
    assert answer[0] is Answer.OK, answer
    return open_invitation(code, decode_invitation(answer[1])[1])


class Caller:
    """One member with one writer. `post` carries a body to the server and brings the answer's body."""

    def __init__(self, slip: str, post: Post, rand: Randomness) -> None:
        self.post = post
        self.rand = rand
        self.code = slipcode.parse(slip)
        self.letter = fetch_letter(self.code, post)
        self.me = new_identity(self.letter.member, self.letter.version, rand.bytes)
        self.auth = Signer.of(rand.bytes(32))
        self.writer = rand.bytes(8)
        self.trust = Programme(self.letter.programme, self.letter.root)
        self.circles = [private_circle(self.letter.member)]
        self.held: dict[tuple[CircleId, int], dict[int, bytes]] = {}
        self.blobs: list[bytes] = []
        self._keys: dict[CircleId, SenderKey] = {}
        self._last: dict[tuple[CircleId, int], Place] = {}
        self._waiting: list[bytes] = []
        ends = LinkEnds(self.letter.programme, self.me.member, self.me.box_public, self.letter.server_box)
        self.link = member_link(self.me.box, ends)

    # ------------------------------------------------------------ cursors
    def slots(self) -> list[tuple[CircleId, int]]:
        """The lanes in slot order."""
        lanes = [(circle, lane) for circle in self.circles for lane in (0, 1, 2)]
        return [(self.letter.programme, 0), *lanes]

    def lanes(self) -> list[LaneCursor]:
        """What is held."""
        return [LaneCursor(*slot, tuple(_intervals(self.held.get(slot, {})))) for slot in self.slots()]

    # ------------------------------------------------------------ asking
    def enrolment(self, keybag: bytes | None = None) -> Enrol:
        """The first contact of this slip."""
        content = Certificate(self.me.member, self.me.version, self.me.signer.public, self.me.box_public)
        signer = Signer.of(slipcode.invite_seed(self.code))
        bag = Keybag(1, self.me, self.letter.root)
        sealed = keybag or seal_keybag(bytes(32), bag, self.rand.bytes)
        return Enrol(make_statement(signer, self.letter.programme, content), self.auth.public, sealed)

    def request(
        self,
        blobs: Sequence[bytes] = (),
        flags: RequestFlag = RequestFlag(0),  # noqa: B008
        cursors: Cursors | None = None,
        budget: int = 64,
        extra: tuple[int, Enrol | None] = (0, None),
    ) -> tuple[bytes, bytes]:
        """(body, tag) of a request; `extra` = (seconds to wait, enrolment)."""
        wait, enrol = extra
        shape = cursors or cursors_of(self.lanes(), bool(flags & RequestFlag.LONG))
        head = RequestHead(self.me.member[:8], self.rand.bytes(8), shape, flags, wait, enrol, budget)
        part = encode_request_head(head)
        return seal_envelope(self.link, Label.REQUEST, b"", part, blobs, bool(flags & RequestFlag.PROBE))

    def read(self, tag: bytes, data: bytes) -> Said:
        """An answer of the server; refused unless it is authentic or plain."""
        plain = decode_answer(data)
        if plain is not None:
            return Said(None, (), *plain)
        envelope = open_envelope(lambda head: self.link, Label.REPLY, tag, data, decode_reply_head)
        return Said(envelope.part, envelope.blobs)

    def ask(self, blobs: Sequence[bytes] = (), **options: object) -> Said:
        """One exchange; what comes is taken in."""
        body, tag = self.request(blobs, **options)  # type: ignore[arg-type]
        said = self.read(tag, self.post(body))
        if said.head is not None:
            self._take(said, blobs)
        return said

    def enrol(self) -> Said:
        """Enrol and take in what the reply holds."""
        return self.ask(extra=(0, self.enrolment()))

    def fetch_keybag(self, member: bytes | None = None) -> tuple[Answer, bytes]:
        """Ask for the keybag."""
        nonce, who = self.rand.bytes(16), member or self.me.member
        claim = keybag_claim(self.letter.programme, who, self.letter.server_box, nonce)
        request = KeybagRequest(self.letter.programme, who, nonce, self.auth.sign(KEYBAG_LABEL, claim))
        answer = decode_answer(self.post(encode_open_request(request)))
        assert answer is not None
        return answer

    # ------------------------------------------------------------ taking
    def _take(self, said: Said, named: Sequence[bytes]) -> None:
        self.circles += said.reply.new_circles
        slots = self.slots()
        for index in said.reply.repair:
            self.held.pop(slots[index], None)
        for (slot, seq), blob in zip(said.reply.places(), said.blobs, strict=False):
            self.held.setdefault(slots[slot], {})[seq] = parcel_hash(blob)
            self.blobs.append(blob)
            if blob_kind(blob) is BlobKind.STATEMENT:
                self._waiting.append(blob)
        self._learn()
        for blob, seq in zip(named, said.reply.held, strict=True):
            if seq:
                self.held.setdefault(self.home(blob), {})[seq] = parcel_hash(blob)

    def _learn(self) -> None:
        progress = True
        while progress:
            progress = False
            for blob in list(self._waiting):
                try:
                    self.trust.add(blob)
                except Waiting:
                    continue
                except Refused:
                    pass
                self._waiting.remove(blob)
                progress = True

    def home(self, blob: bytes) -> tuple[CircleId, int]:
        """The lane of a blob of mine."""
        if blob_kind(blob) is BlobKind.PARCEL:
            kid = blob[1:9]
            return next((key.circle, blob[0] & 7) for key in self._keys.values() if key.kid == kid)
        return next((key.circle, 0) for key in self._keys.values() if key.commitment in blob)

    # ------------------------------------------------------------ writing
    def sender_key(self, circle: CircleId) -> bytes:
        """A new sender key's announcement."""
        data, self._keys[circle] = make_sender_key(self.trust, circle, self.me, self.writer, self.rand.bytes)
        return data

    def parcel(self, circle: CircleId, operations: bytes, lane: Lane = Lane.WORDS) -> bytes:
        """The next parcel of this writer."""
        last = self._last.get((circle, lane), Place(0, NO_HASH))
        stream = stream_of(self.trust, self._keys[circle], lane)
        place = Place(last.n + 1, last.prev)
        data = seal_parcel(stream, self.me.signer, place, operations, b"", self.rand.bytes)
        self._last[circle, lane] = Place(place.n, parcel_hash(data))
        return data

    def rewind(self, circle: CircleId, lane: Lane, place: Place) -> None:
        """Go back to an earlier place, as a cloned profile does."""
        self._last[circle, lane] = place


def _intervals(held: dict[int, bytes]) -> Iterable[Interval]:
    run: list[int] = []
    for seq in sorted(held):
        if run and seq != run[-1] + 1:
            yield _interval(run, held)
            run = []
        run.append(seq)
    if run:
        yield _interval(run, held)


def _interval(run: list[int], held: dict[int, bytes]) -> Interval:
    return Interval(run[0] - 1, run[-1], sum_of(held[seq] for seq in run))
