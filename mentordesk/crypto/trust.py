# SPDX-License-Identifier: Apache-2.0
"""What the pinned root reaches: coordinators, server, invitations, certificates, charters, openings.

`Programme` is rebuilt at each start from the stored statements, in the order in which they were accepted,
with `verified=True`. Accepting is idempotent and, except for contradictions signed by one key, independent of
order: what leans on something unknown raises Waiting and is tried again.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from mentordesk.base.errors import Refused, Waiting
from mentordesk.crypto.charters import Charters, Standing
from mentordesk.crypto.codes import TrustCode
from mentordesk.crypto.identity import private_circle
from mentordesk.crypto.primitives import dh, sized
from mentordesk.crypto.statements import (
    Certificate,
    Charter,
    Coordinator,
    Invitation,
    Opening,
    ServerKey,
    Statement,
    check_statement,
    parse_statement,
)
from mentordesk.domain.ids import NO_HASH, CircleId, MemberId, Role, WriterId

_PROBE = bytes([8]) * 32  # any secret key shows whether a public one is of low order


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one statement: `fresh` unless held already; `alarm` is for people to see."""

    statement: Statement
    fresh: bool
    alarm: TrustCode | None = None


class Programme:
    """The acceptance state of one programme, for client and server alike. Not thread-safe."""

    def __init__(self, programme: bytes, root: bytes) -> None:
        self.id = sized(programme, 16)
        self.root = sized(root, 32)
        self.server = ServerKey(0, b"")
        self._coordinators: set[bytes] = set()
        self._invitations: dict[bytes, Invitation] = {}
        self._certificates: dict[tuple[MemberId, int], Certificate] = {}
        self._newest: dict[MemberId, int] = {}
        self._by_signer: dict[bytes, set[MemberId]] = {}  # nobody proves that a key is his alone
        self._private: dict[CircleId, MemberId] = {}
        self._private_charters: dict[bytes, Charter] = {}
        self._circles: dict[CircleId, Charters] = {}
        self._circle_of: dict[bytes, CircleId] = {}  # by charter hash
        self._openings: dict[CircleId, dict[bytes, Opening]] = {}  # by hash, in the order of the chain
        self._held: set[bytes] = set()
        self._judges: Mapping[type, Callable[[bytes, Any], TrustCode | None]] = MappingProxyType(
            {
                Coordinator: self._add_coordinator,
                ServerKey: self._add_server,
                Invitation: self._add_invitation,
                Certificate: self._add_certificate,
                Charter: self._add_charter,
                Opening: self._add_opening,
            }
        )

    # ------------------------------------------------------------------ accepting
    def add(self, data: bytes, verified: bool = False) -> Accepted:
        """Accept one statement. Raises Refused for ever, Waiting for now; nothing else, whatever the bytes.

        `verified` skips the signature of a statement that this computer checked before it stored it.
        """
        statement = parse_statement(data, self.id)
        if statement.hash in self._held:
            return Accepted(statement, fresh=False)
        if not verified:
            check_statement(statement)
            _check_box_key(statement)
        alarm = self._judges[type(statement.content)](statement.issuer, statement.content)
        self._held.add(statement.hash)
        return Accepted(statement, fresh=True, alarm=alarm)

    def _add_coordinator(self, issuer: bytes, content: Coordinator) -> None:
        if issuer != self.root:
            raise Refused(TrustCode.NOT_ROOT)
        self._coordinators.add(content.key)

    def _add_server(self, issuer: bytes, content: ServerKey) -> None:
        if issuer != self.root:
            raise Refused(TrustCode.NOT_ROOT)
        held = self.server
        if content.version < held.version or (content.version == held.version and content != held):
            raise Refused(TrustCode.SERVER_ROLLBACK)
        self.server = content

    def _add_invitation(self, issuer: bytes, content: Invitation) -> None:
        self._check_coordinator(issuer)
        if self._invitations.get(content.key, content) != content:
            raise Refused(TrustCode.INVITATION_CONFLICT)
        self._invitations[content.key] = content

    def _add_certificate(self, issuer: bytes, content: Certificate) -> None:
        invitation = self._invitations.get(issuer)
        if invitation is None:
            raise Waiting(TrustCode.UNKNOWN_INVITATION)
        if (invitation.member, invitation.version) != (content.member, content.version):
            raise Refused(TrustCode.NOT_INVITED)
        if (content.member, content.version) in self._certificates:
            raise Refused(TrustCode.CERTIFICATE_CONFLICT)
        self._certificates[content.member, content.version] = content
        self._newest[content.member] = max(content.version, self._newest.get(content.member, 0))
        self._by_signer.setdefault(content.signer, set()).add(content.member)
        self._open_private_circle(content)

    def _open_private_circle(self, content: Certificate) -> None:
        """The certificate stands for a charter: its version is the epoch, its hash the charter's."""
        circle, version = private_circle(content.member), content.version
        roles = MappingProxyType({content.member: Role.MEMBER})
        charter = Charter(circle, version, NO_HASH, version, roles, hash=content.hash)
        self._private_charters[content.hash] = charter
        self._private[circle] = content.member
        self._circles.pop(circle, None)  # a coordinator's charter for it, signed before the member was known

    def _add_charter(self, issuer: bytes, content: Charter) -> TrustCode | None:
        self._check_coordinator(issuer)
        if content.circle in self._private or content.circle == self.id:
            raise Refused(TrustCode.PRIVATE_CIRCLE)
        circle = self._circles.get(content.circle) or Charters(content.circle)
        forked = circle.add(content)
        self._circles[content.circle] = circle
        self._circle_of[content.hash] = content.circle
        return TrustCode.CHARTER_FORK if forked else None

    def _add_opening(self, issuer: bytes, content: Opening) -> None:
        circle = self._circles.get(content.circle)
        if circle is None:
            raise Waiting(TrustCode.UNKNOWN_CHARTER)
        members = self._by_signer.get(issuer)
        if members is None:
            raise Waiting(TrustCode.UNKNOWN_CERTIFICATE)
        if not circle.ever_guardian(members):
            raise Refused(TrustCode.NOT_GUARDIAN)
        chain = self._openings.setdefault(content.circle, {})
        if content.prev != next(reversed(chain), NO_HASH):
            known = content.prev == NO_HASH or content.prev in chain
            raise Refused(TrustCode.OPENING_CHAIN) if known else Waiting(TrustCode.OPENING_GAP)
        chain[content.hash] = content

    def _check_coordinator(self, issuer: bytes) -> None:
        if issuer not in self._coordinators:
            raise Waiting(TrustCode.UNKNOWN_COORDINATOR)

    # ------------------------------------------------------------------ asking
    def is_coordinator(self, key: bytes) -> bool:
        """Whether the root names this public key as a coordinator's."""
        return key in self._coordinators

    def invitation(self, key: bytes) -> Invitation | None:
        """What the invitation's public key may sign."""
        return self._invitations.get(key)

    def certificate(self, member: MemberId, version: int = 0) -> Certificate | None:
        """A member's certificate: the newest, or a given version."""
        return self._certificates.get((member, version or self._newest.get(member, 0)))

    def newest_version(self, member: MemberId) -> int:
        """The version of the newest certificate; 0 = none."""
        return self._newest.get(member, 0)

    def charter(self, hash32: bytes) -> Charter | None:
        """An accepted charter by hash, on the chain or not; a private circle's by its certificate's hash."""
        private = self._private_charters.get(hash32)
        circle = self._circles.get(self._circle_of.get(hash32, b""))
        return private or (circle.find(hash32) if circle else None)

    def head(self, circle: CircleId) -> Charter | None:
        """The charter in force."""
        if member := self._private.get(circle):
            return self._private_charters[self._certificates[member, self._newest[member]].hash]
        charters = self._circles.get(circle)
        return charters.head if charters else None

    def roles(self, circle: CircleId) -> Mapping[MemberId, Role]:
        """Members in force with their roles; under an unresolved fork those that all its charters name."""
        if charters := self._circles.get(circle):
            return charters.roles
        head = self.head(circle)
        return head.roles if head else MappingProxyType({})

    def circles(self) -> tuple[CircleId, ...]:
        """Every circle with a charter, private ones not included."""
        return tuple(self._circles)

    def circles_of(self, member: MemberId) -> tuple[CircleId, ...]:
        """Circles with a charter in which `member` is in force."""
        return tuple(circle for circle, charters in self._circles.items() if member in charters.roles)

    def chain(self, circle: CircleId) -> tuple[Charter, ...]:
        """The charters from the first to the head; empty for private circles."""
        charters = self._circles.get(circle)
        return charters.chain if charters else ()

    def fork(self, circle: CircleId) -> tuple[Charter, ...]:
        """The rival charters of an unresolved fork; empty when there is none."""
        charters = self._circles.get(circle)
        return charters.fork if charters else ()

    def openings(self, circle: CircleId) -> tuple[Opening, ...]:
        """The openings of a circle, first to last."""
        return tuple(self._openings.get(circle, {}).values())

    def check_seen(self, circle: CircleId, seq: int, hash32: bytes) -> None:
        """Before sealing: Waiting if a charter that this member saw on another computer is missing here."""
        known, head = self.charter(hash32), self.head(circle)
        if known is not None and known.circle == circle:
            return
        behind = head is None or head.seq < seq
        raise Waiting(TrustCode.CIRCLE_BEHIND if behind else TrustCode.CIRCLE_CONTRADICTED)

    def standing(
        self, charter: bytes, author: MemberId, place: tuple[WriterId, int], at: tuple[int, bytes]
    ) -> Standing:
        """How parcel `at` = (n, hash) of `place` = (writer, lane) stands; `charter` is its sender key's."""
        known = self.charter(charter)
        if known is None:
            raise Waiting(TrustCode.UNKNOWN_CHARTER)
        charters = self._circles.get(known.circle)
        return charters.standing(known, author, place, at) if charters else Standing.CURRENT


def _check_box_key(statement: Statement) -> None:
    """A low-order box key would stop everybody who seals to it."""
    if isinstance(statement.content, Certificate | ServerKey):
        dh(_PROBE, statement.content.box)
