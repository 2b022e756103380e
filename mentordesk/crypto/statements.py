# SPDX-License-Identifier: Apache-2.0
"""Clear signed statements: who is who, who is in which circle. Shape and signature only; trust.py judges.

    "MDS1" | type1 | programme16 | issuer's public key32 | body | signature64

    C coordinator   key32
    S server        version4 box key32
    I invitation    key32 member16 version4            (the one certificate version that the key may sign)
    M certificate   member16 version4 signing key32 box key32
    R charter       circle16 seq4 prev32 epoch4 policy1 n1 (member16 role1)·n n1 (writer8 lane1 n4 hash32)·n
    O opening       circle16 prev32 lane1 from4 to4 reason1
"""
from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader
from mentordesk.crypto.codes import StatementCode
from mentordesk.crypto.primitives import KEY_SIZE, SIGNATURE_SIZE, H, Signer, sized, verify
from mentordesk.domain.ids import MEMBER_SIZE, CircleId, MemberId, Role, WriterId

_MAGIC = b"MDS1"
_HEAD = 53
_LABEL = "md1 statement"


def _no_cuts() -> Mapping[tuple[WriterId, int], CutOff]:
    return MappingProxyType({})


class StatementType(StrEnum):
    """The letter after the magic."""

    COORDINATOR = "C"
    SERVER = "S"
    INVITATION = "I"
    CERTIFICATE = "M"
    CHARTER = "R"
    OPENING = "O"


@dataclass(frozen=True, slots=True)
class Coordinator:
    """The root names a coordinator."""

    key: bytes


@dataclass(frozen=True, slots=True)
class ServerKey:
    """The root names the server's box key; a higher version replaces it."""

    version: int
    box: bytes


@dataclass(frozen=True, slots=True)
class Invitation:
    """A coordinator names the key that may sign one certificate version of one member."""

    key: bytes
    member: MemberId
    version: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A member's public keys, signed by the invitation's key; `hash` is the statement's."""

    member: MemberId
    version: int
    signer: bytes
    box: bytes
    hash: bytes = b""


@dataclass(frozen=True, slots=True)
class CutOff:
    """The last parcel of a writer in a lane that an ending epoch still covers."""

    n: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Charter:
    """Who is in a circle; roles in the charter's order, cuts by (writer, lane), `hash` the statement's."""

    circle: CircleId
    seq: int
    prev: bytes
    epoch: int
    roles: Mapping[MemberId, Role]
    cuts: Mapping[tuple[WriterId, int], CutOff] = field(default_factory=_no_cuts)
    policy: int = 0
    hash: bytes = b""

    @property
    def members(self) -> tuple[MemberId, ...]:
        """Members in the order of the charter, which is that of the seals in a sender key."""
        return tuple(self.roles)


@dataclass(frozen=True, slots=True)
class Opening:
    """A guardian opens a range of a circle's lane; `first` and `last` are seq, `reason` is a code."""

    circle: CircleId
    prev: bytes
    lane: int
    first: int
    last: int
    reason: int
    hash: bytes = b""


Content: TypeAlias = Coordinator | ServerKey | Invitation | Certificate | Charter | Opening


@dataclass(frozen=True, slots=True)
class Statement:
    """A parsed statement; its signature is checked by check_statement."""

    issuer: bytes
    hash: bytes
    content: Content
    data: bytes


def make_statement(signer: Signer, programme: bytes, content: Content) -> bytes:
    """The signed bytes of `content` (its `hash` is ignored)."""
    letter, body = _write(content)
    message = _MAGIC + letter.encode() + sized(programme, 16) + signer.public + body
    return message + signer.sign(_LABEL, message)


def statement_hash(data: bytes) -> bytes:
    """What charters and openings name their predecessor by, 32 bytes."""
    return H("md1 hash", data)


def parse_statement(data: bytes, programme: bytes) -> Statement:
    """Shape of a statement of this programme; its signature is not looked at."""
    if len(data) < _HEAD + SIGNATURE_SIZE or data[:4] != _MAGIC:
        raise Refused(StatementCode.HEADER)
    parse = _PARSERS.get(data[4:5])
    if parse is None:
        raise Refused(StatementCode.UNKNOWN)
    if data[5:21] != programme:
        raise Refused(StatementCode.PROGRAMME)
    reader = Reader(data[_HEAD:-SIGNATURE_SIZE])
    hash32 = statement_hash(data)
    content = parse(reader, hash32)
    reader.end()
    return Statement(data[21:_HEAD], hash32, content, data)


def check_statement(statement: Statement) -> None:
    """Refuse unless the issuer signed it."""
    data = statement.data
    verify(statement.issuer, _LABEL, data[:-SIGNATURE_SIZE], data[-SIGNATURE_SIZE:])


def _coordinator(reader: Reader, hash32: bytes) -> Coordinator:
    return Coordinator(reader.take(KEY_SIZE))


def _server(reader: Reader, hash32: bytes) -> ServerKey:
    return ServerKey(_version(reader), reader.take(KEY_SIZE))


def _invitation(reader: Reader, hash32: bytes) -> Invitation:
    return Invitation(reader.take(KEY_SIZE), reader.take(MEMBER_SIZE), _version(reader))


def _certificate(reader: Reader, hash32: bytes) -> Certificate:
    member, version = reader.take(MEMBER_SIZE), _version(reader)
    return Certificate(member, version, reader.take(KEY_SIZE), reader.take(KEY_SIZE), hash32)


def _charter(reader: Reader, hash32: bytes) -> Charter:
    circle, seq, prev = reader.take(16), reader.number(4), reader.take(32)
    epoch, policy = reader.number(4), reader.number(1)
    count = reader.number(1)
    roles = {reader.take(MEMBER_SIZE): _role(reader) for _ in range(count)}
    if len(roles) != count:
        raise Refused(StatementCode.MEMBER_TWICE)
    count = reader.number(1)
    cuts = dict(_cut(reader) for _ in range(count))
    if len(cuts) != count:
        raise Refused(StatementCode.CUT_TWICE)
    return Charter(circle, seq, prev, epoch, MappingProxyType(roles), MappingProxyType(cuts), policy, hash32)


def _role(reader: Reader) -> Role:
    try:
        return Role(reader.number(1))
    except ValueError:
        raise Refused(StatementCode.ROLE) from None


def _cut(reader: Reader) -> tuple[tuple[WriterId, int], CutOff]:
    return (reader.take(8), reader.number(1)), CutOff(reader.number(4), reader.take(32))


def _opening(reader: Reader, hash32: bytes) -> Opening:
    circle, prev, lane = reader.take(16), reader.take(32), reader.number(1)
    first, last, reason = reader.number(4), reader.number(4), reader.number(1)
    if first > last:
        raise Refused(StatementCode.RANGE)
    return Opening(circle, prev, lane, first, last, reason, hash32)


def _version(reader: Reader) -> int:
    version = reader.number(4)
    if version == 0:  # stands for "no seal" in sender keys
        raise Refused(StatementCode.VERSION)
    return version


_PARSERS: Mapping[bytes, Callable[[Reader, bytes], Content]] = MappingProxyType(
    {b"C": _coordinator, b"S": _server, b"I": _invitation, b"M": _certificate, b"R": _charter, b"O": _opening}
)


def _write(content: Content) -> tuple[StatementType, bytes]:
    match content:
        case Coordinator():
            return StatementType.COORDINATOR, sized(content.key, KEY_SIZE)
        case ServerKey():
            return StatementType.SERVER, _number4(content.version) + sized(content.box, KEY_SIZE)
        case Invitation():
            named = sized(content.member, MEMBER_SIZE) + _number4(content.version)
            return StatementType.INVITATION, sized(content.key, KEY_SIZE) + named
        case Certificate():
            named = sized(content.member, MEMBER_SIZE) + _number4(content.version)
            keys = sized(content.signer, KEY_SIZE) + sized(content.box, KEY_SIZE)
            return StatementType.CERTIFICATE, named + keys
        case Charter():
            return StatementType.CHARTER, _write_charter(content)
        case Opening():
            chained = sized(content.circle, 16) + sized(content.prev, 32)
            span = struct.pack(">BIIB", content.lane, content.first, content.last, content.reason)
            return StatementType.OPENING, chained + span


def _write_charter(content: Charter) -> bytes:
    head = sized(content.circle, 16) + _number4(content.seq) + sized(content.prev, 32)
    parts = [head, struct.pack(">IBB", content.epoch, content.policy, len(content.roles))]
    parts += [sized(member, MEMBER_SIZE) + bytes([role]) for member, role in content.roles.items()]
    parts.append(bytes([len(content.cuts)]))
    for (writer, lane), cut in content.cuts.items():
        parts.append(sized(writer, 8) + struct.pack(">BI", lane, cut.n) + sized(cut.hash, 32))
    return b"".join(parts)


def _number4(value: int) -> bytes:
    return value.to_bytes(4, "big")
