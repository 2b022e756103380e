# SPDX-License-Identifier: Apache-2.0
"""A small programme with its root, coordinator, server and people, all from one seed."""
from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mentordesk.crypto import slipcode
from mentordesk.crypto.envelope import LinkEnds
from mentordesk.crypto.identity import Identity, identity_of, new_identity
from mentordesk.crypto.parcel import Place, Stream, parcel_hash, seal_parcel, stream_of
from mentordesk.crypto.primitives import Rand, Signer, box_public
from mentordesk.crypto.senderkeys import SenderKey, make_sender_key, open_sender_key
from mentordesk.crypto.statements import (
    Certificate,
    Charter,
    Coordinator,
    CutOff,
    Invitation,
    ServerKey,
    make_statement,
)
from mentordesk.crypto.trust import Accepted, Programme
from mentordesk.domain.ids import NO_HASH, Lane, Role

Cuts = Mapping[tuple[bytes, int], CutOff]


def chance(seed: int) -> Rand:
    """Bytes that look random and are the same in every run."""
    drawn = 0

    def draw(size: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return hashlib.shake_256(b"%d.%d" % (seed, drawn)).digest(size)

    return draw


@dataclass(slots=True)
class Someone:
    """A person with keys and one writer."""

    me: Identity
    writer: bytes
    codes: dict[int, bytes] = field(default_factory=dict)  # slip codes by certificate version

    @property
    def id(self) -> bytes:
        """The member's id."""
        return self.me.member


class World:
    """A programme with one circle; `guardian` and `enrolled` are places in `people`."""

    def __init__(
        self, size: int = 3, guardian: int | None = None, enrolled: Iterable[int] | None = None, seed: int = 1
    ) -> None:
        self.rand = chance(seed)
        self.root, self.coordinator = Signer.of(self.rand(32)), Signer.of(self.rand(32))
        self.server = self.rand(32)
        self.trust = Programme(self.rand(16), self.root.public)
        self.log: list[bytes] = []
        self.circle = self.rand(16)
        self.add(make_statement(self.root, self.trust.id, Coordinator(self.coordinator.public)))
        self.add(make_statement(self.root, self.trust.id, ServerKey(1, box_public(self.server))))
        self.people = [self.newcomer() for _ in range(size)]
        for place in range(size) if enrolled is None else enrolled:
            self.enrol(self.people[place])
        roles = {p.id: Role.GUARDIAN if i == guardian else Role.MEMBER for i, p in enumerate(self.people)}
        self.first_charter = self.charter(0, NO_HASH, 0, roles)
        self.add(self.first_charter)

    def newcomer(self) -> Someone:
        """Keys of a person whom the programme does not know yet."""
        return Someone(new_identity(self.rand(16), 1, self.rand), self.rand(8))

    def add(self, statement: bytes) -> Accepted:
        """Accept and remember a statement."""
        accepted = self.trust.add(statement)
        self.log.append(statement)
        return accepted

    def replayed(self, until: int | None = None) -> Programme:
        """A fresh computer that was shown the log up to `until`."""
        fresh = Programme(self.trust.id, self.root.public)
        for statement in self.log[:until]:
            fresh.add(statement)
        return fresh

    # -------------------------------------------------------------- people
    def invite(self, someone: Someone, version: int) -> bytes:
        """Announce an invitation; its slip code."""
        code = self.rand(10)
        someone.codes[version] = code
        key = Signer.of(slipcode.invite_seed(code)).public
        self.add(make_statement(self.coordinator, self.trust.id, Invitation(key, someone.id, version)))
        return code

    def certificate(self, code: bytes, me: Identity, version: int, box: bytes = b"") -> bytes:
        """A certificate for `me` that the invitation's key signs, invited or not."""
        content = Certificate(me.member, version, me.signer.public, box or box_public(me.boxes[version]))
        return make_statement(Signer.of(slipcode.invite_seed(code)), self.trust.id, content)

    def enrol(self, someone: Someone, version: int = 1) -> None:
        """Invite and certify; from version 2 on with new keys, the old boxes kept."""
        if version > 1:
            boxes = {**someone.me.boxes, version: self.rand(32)}
            someone.me = identity_of(someone.id, self.rand(32), boxes)
        self.add(self.certificate(self.invite(someone, version), someone.me, version))

    # -------------------------------------------------------------- circles
    def charter(
        self, seq: int, prev: bytes, epoch: int, roles: Mapping[bytes, Role], cuts: Cuts | None = None
    ) -> bytes:
        """A charter of the circle, signed by the coordinator, not accepted yet."""
        content = Charter(self.circle, seq, prev, epoch, roles, cuts or {})
        return make_statement(self.coordinator, self.trust.id, content)

    def change(self, roles: Mapping[bytes, Role], cuts: Cuts | None = None) -> bytes:
        """The next charter, with a new epoch, accepted."""
        head = self.head
        statement = self.charter(head.seq + 1, head.hash, head.epoch + 1, roles, cuts)
        self.add(statement)
        return statement

    @property
    def head(self) -> Charter:
        """The circle's charter in force."""
        head = self.trust.head(self.circle)
        assert head is not None
        return head

    def roles(self, *people: Someone) -> dict[bytes, Role]:
        """Ordinary members."""
        return {someone.id: Role.MEMBER for someone in people}

    # -------------------------------------------------------------- keys and parcels
    def announce(self, place: int, key: bytes = b"", circle: bytes = b"") -> bytes:
        """The sender key of somebody, announced."""
        someone = self.people[place]
        rand: Rand = (lambda size: key) if key else self.rand
        return make_sender_key(self.trust, circle or self.circle, someone.me, someone.writer, rand)[0]

    def open(self, announced: bytes, place: int, extras: Iterable[bytes] = ()) -> SenderKey:
        """The announced key as somebody opens it."""
        return open_sender_key(self.trust, announced, self.people[place].me, extras)

    def stream(self, place: int = 0, lane: Lane = Lane.WORDS) -> Stream:
        """A new key's stream."""
        someone = self.people[place]
        key = make_sender_key(self.trust, self.circle, someone.me, someone.writer, self.rand)[1]
        return stream_of(self.trust, key, lane)

    def parcels(self, stream: Stream, place: int = 0, count: int = 3) -> list[bytes]:
        """The first parcels of a stream, chained."""
        sealed: list[bytes] = []
        prev = NO_HASH
        for n in range(1, count + 1):
            sealed.append(self.seal(stream, place, Place(n, prev), b"op %d" % n))
            prev = parcel_hash(sealed[-1])
        return sealed

    def seal(self, stream: Stream, place: int, at: Place, operations: bytes) -> bytes:
        """One parcel, signed by somebody, rightly or not."""
        return seal_parcel(stream, self.people[place].me.signer, at, operations, rand=self.rand)

    # -------------------------------------------------------------- the line
    def ends(self, place: int = 0) -> LinkEnds:
        """The link between somebody and the server."""
        me = self.people[place].me
        return LinkEnds(self.trust.id, me.member, me.box_public, box_public(self.server))


def other_lane(stream: Stream, lane: Lane) -> Stream:
    """The same key in another lane."""
    return replace(stream, lane=lane)
