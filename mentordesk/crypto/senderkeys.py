# SPDX-License-Identifier: Apache-2.0
"""Sender keys: one random key per circle, epoch and writer, in sealed boxes that every member recomputes.

    "MDK1" | author16 | version4 | writer8 | charter32 | commitment32 | n1 | (version4 seal80)·n | signature64
    "X" | kid8 | member16 | version4 | seal80                  a supplementary seal, the same whoever makes it

Seals stand in the order of the charter's members; version 0 and zeros where there is none.
"""
from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mentordesk.base.errors import Refused, Waiting
from mentordesk.base.reader import Reader
from mentordesk.crypto.codes import SenderKeyCode, TrustCode
from mentordesk.crypto.identity import Identity
from mentordesk.crypto.primitives import (
    KEY_SIZE,
    SEAL_SIZE,
    SIGNATURE_SIZE,
    H,
    Rand,
    same,
    seal_det,
    seal_open,
    sized,
    verify,
)
from mentordesk.crypto.statements import Certificate, Charter
from mentordesk.crypto.trust import Programme
from mentordesk.domain.ids import MEMBER_SIZE, CircleId, MemberId, WriterId

_MAGIC = b"MDK1"
_LABEL = "md1 sender key"
_EXTRA_SIZE = 1 + 8 + MEMBER_SIZE + 4 + SEAL_SIZE
_NO_SEAL = bytes(4 + SEAL_SIZE)


@dataclass(frozen=True, slots=True, repr=False)
class SenderKey:
    """An accepted sender key; every field can be stored. `key` may be empty to check authorship alone."""

    circle: CircleId
    author: MemberId
    version: int  # of the author's certificate
    writer: WriterId
    epoch: int
    charter: bytes
    commitment: bytes
    key: bytes

    @property
    def kid(self) -> bytes:
        """What parcels name it by, 8 bytes."""
        return self.commitment[:8]


@dataclass(frozen=True, slots=True)
class Seal:
    """The key, sealed for one certificate of one member; version 0 = nothing sealed."""

    member: MemberId
    version: int
    box: bytes


@dataclass(frozen=True, slots=True)
class Announcement:
    """A sender key as everybody can read it, server included."""

    author: MemberId
    version: int
    writer: WriterId
    charter: bytes
    commitment: bytes
    boxes: tuple[tuple[int, bytes], ...]
    data: bytes

    @property
    def kid(self) -> bytes:
        """What parcels name it by, 8 bytes."""
        return self.commitment[:8]


def commitment(programme: bytes, charter: bytes, who: tuple[MemberId, WriterId], key: bytes) -> bytes:
    """Binds the key to programme, charter hash, author, writer: nobody announces another's key as his own."""
    return H("md1 commit", programme + charter + who[0] + who[1], key=key)


# ---------------------------------------------------------------------- making
def make_sender_key(
    programme: Programme, circle: CircleId, me: Identity, writer: WriterId, rand: Rand = os.urandom
) -> tuple[bytes, SenderKey]:
    """(announcement, new key) for the circle's head. Waiting if circle or own certificate is unknown."""
    charter = programme.head(circle)
    certificate = programme.certificate(me.member, me.version)
    if charter is None:
        raise Waiting(TrustCode.UNKNOWN_CHARTER)
    if certificate is None or certificate.signer != me.signer.public:
        raise Waiting(TrustCode.UNKNOWN_CERTIFICATE)
    key = sized(rand(KEY_SIZE), KEY_SIZE)
    bound = commitment(programme.id, charter.hash, (me.member, sized(writer, 8)), key)
    message = _MAGIC + me.member + struct.pack(">I", me.version) + writer + charter.hash + bound
    message += bytes([len(charter.roles)])
    in_force = programme.roles(circle)
    for member in charter.roles:
        named = programme.certificate(member) if member in in_force else None
        message += struct.pack(">I", named.version) + seal_det(named.box, key) if named else _NO_SEAL
    data = message + me.signer.sign(_LABEL, programme.id + message)
    return data, SenderKey(circle, me.member, me.version, writer, charter.epoch, charter.hash, bound, key)


def extra_seal(programme: Programme, key: SenderKey, member: MemberId) -> bytes:
    """A supplementary seal for a member's newest certificate, 109 bytes; needs no signature."""
    named = programme.certificate(member)
    if named is None:
        raise Waiting(TrustCode.UNKNOWN_CERTIFICATE)
    return b"X" + key.kid + member + struct.pack(">I", named.version) + seal_det(named.box, key.key)


# ---------------------------------------------------------------------- reading
def parse_sender_key(data: bytes) -> Announcement:
    """Shape of an announcement; nothing is checked against anything."""
    if data[:4] != _MAGIC or len(data) <= SIGNATURE_SIZE:
        raise Refused(SenderKeyCode.HEADER)
    reader = Reader(data[:-SIGNATURE_SIZE])
    reader.take(4)
    author, version, writer = reader.take(MEMBER_SIZE), reader.number(4), reader.take(8)
    charter, bound = reader.take(32), reader.take(32)
    boxes = tuple((reader.number(4), reader.take(SEAL_SIZE)) for _ in range(reader.number(1)))
    reader.end()
    return Announcement(author, version, writer, charter, bound, boxes, data)


def parse_extra_seal(data: bytes) -> tuple[bytes, Seal]:
    """(kid, seal) of a supplementary seal."""
    if len(data) != _EXTRA_SIZE or data[:1] != b"X":
        raise Refused(SenderKeyCode.EXTRA)
    return data[1:9], Seal(data[9:25], int.from_bytes(data[25:29], "big"), data[29:])


def check_sender_key(programme: Programme, data: bytes) -> tuple[Announcement, Charter]:
    """Who announces a key for which circle: all that can be checked without opening it."""
    said = parse_sender_key(data)
    charter = programme.charter(said.charter)
    if charter is None:
        raise Waiting(TrustCode.UNKNOWN_CHARTER)
    certificate = programme.certificate(said.author, said.version) if said.version else None
    if certificate is None:
        raise Waiting(TrustCode.UNKNOWN_CERTIFICATE)
    if said.author not in charter.roles:
        raise Refused(SenderKeyCode.NOT_MEMBER)
    if len(said.boxes) != len(charter.roles):
        raise Refused(SenderKeyCode.HEADER)
    message, signature = data[:-SIGNATURE_SIZE], data[-SIGNATURE_SIZE:]
    verify(certificate.signer, _LABEL, programme.id + message, signature)
    return said, charter


def open_sender_key(
    programme: Programme, data: bytes, me: Identity, extras: Iterable[bytes] = ()
) -> SenderKey:
    """Accept an author's key: authorship, a seal for me (its own or an extra), commitment, all other seals.

    Waiting: unknown charter or certificate, or no seal for me yet. Refused: anything else, for ever.
    """
    said, charter = check_sender_key(programme, data)
    seals = _seals(said, charter)
    known = [_known(programme, seal) for seal in seals]
    key = _find_key(programme, said, me, [*seals, *_matching(said, extras)])
    if any(seal_det(named.box, key) != seal.box for named, seal in zip(known, seals, strict=True)):
        raise Refused(SenderKeyCode.UNEVEN)
    who = (charter.circle, said.author, said.version, said.writer)
    return SenderKey(*who, charter.epoch, charter.hash, said.commitment, key)


def missing_seals(
    programme: Programme, key: SenderKey, data: bytes, extras: Iterable[bytes] = ()
) -> tuple[MemberId, ...]:
    """Members in force whose newest certificate has no valid seal, neither in `data` nor among the extras."""
    said, charter = check_sender_key(programme, data)
    have = {(seal.member, seal.version) for seal in _seals(said, charter)}
    even = (seal for seal in _matching(said, extras) if _is_even(programme, key, seal))
    have |= {(seal.member, seal.version) for seal in even}
    in_force = programme.roles(charter.circle)
    newest = {member: programme.newest_version(member) for member in charter.roles if member in in_force}
    return tuple(member for member, version in newest.items() if version and (member, version) not in have)


def _seals(said: Announcement, charter: Charter) -> list[Seal]:
    named = zip(charter.roles, said.boxes, strict=True)
    return [Seal(member, version, box) for member, (version, box) in named if version]


def _known(programme: Programme, seal: Seal) -> Certificate:
    named = programme.certificate(seal.member, seal.version)
    if named is None:
        raise Waiting(TrustCode.UNKNOWN_CERTIFICATE)
    return named


def _matching(said: Announcement, extras: Iterable[bytes]) -> Iterator[Seal]:
    """Extra seals that name this key; junk among them is passed over."""
    for extra in extras:
        try:
            kid, seal = parse_extra_seal(extra)
        except Refused:
            continue
        if kid == said.kid:
            yield seal


def _find_key(programme: Programme, said: Announcement, me: Identity, seals: Iterable[Seal]) -> bytes:
    """The committed key from any seal for me: junk that comes first must not hide a good one."""
    for seal in seals:
        box = me.boxes.get(seal.version)
        if seal.member != me.member or box is None:
            continue
        try:
            key = seal_open(box, seal.box)
        except Refused:
            continue
        bound = commitment(programme.id, said.charter, (said.author, said.writer), key)
        if len(key) == KEY_SIZE and same(bound, said.commitment):
            return key
    raise Waiting(SenderKeyCode.NO_SEAL)


def _is_even(programme: Programme, key: SenderKey, seal: Seal) -> bool:
    named = programme.certificate(seal.member, seal.version) if seal.version else None
    return named is not None and seal_det(named.box, key.key) == seal.box
