# SPDX-License-Identifier: Apache-2.0
"""The sealed invitation: what a slip's code opens, so that nothing but the slip has to be typed.

    "MDI1" | AEAD under invite_key(code), bound to invite_id(code), of:
    1 | programme16 | root32 | server box32 | member16 | version4 | programme name | person's name
      | varint n, address·n | varint n, (member16 name)·n            texts: varint length, UTF-8
"""
from __future__ import annotations

import os
import struct
from dataclasses import dataclass

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader, prefixed, varint
from mentordesk.crypto.codes import InvitationCode
from mentordesk.crypto.primitives import Rand, aead_open, aead_seal, sized
from mentordesk.crypto.slipcode import invite_id, invite_key
from mentordesk.domain.ids import MEMBER_SIZE, MemberId

_MAGIC = b"MDI1"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """The programme to pin at enrolment, and whom the slip is for; `people` are the circles' members."""

    programme: bytes
    root: bytes
    server_box: bytes
    member: MemberId
    version: int  # of the certificate that the code may sign
    programme_name: str
    person_name: str
    addresses: tuple[str, ...]
    people: tuple[tuple[MemberId, str], ...]


def seal_invitation(code: bytes, letter: InvitationLetter, rand: Rand = os.urandom) -> bytes:
    """Seal under the slip's code (10 bytes)."""
    return _MAGIC + aead_seal(invite_key(code), _write(letter), _MAGIC + invite_id(code), rand)


def open_invitation(code: bytes, data: bytes) -> InvitationLetter:
    """Inverse of seal_invitation; invitation_locked when it is another slip's."""
    if data[:4] != _MAGIC:
        raise Refused(InvitationCode.HEADER)
    plain = aead_open(invite_key(code), data[4:], _MAGIC + invite_id(code), InvitationCode.LOCKED)
    return _read(Reader(plain))


def _write(letter: InvitationLetter) -> bytes:
    parts = [bytes([_FORMAT]), sized(letter.programme, 16)]
    parts += [sized(letter.root, 32), sized(letter.server_box, 32)]
    parts += [sized(letter.member, MEMBER_SIZE), struct.pack(">I", letter.version)]
    parts += [_text(letter.programme_name), _text(letter.person_name), varint(len(letter.addresses))]
    parts += [_text(address) for address in letter.addresses]
    parts.append(varint(len(letter.people)))
    parts += [sized(member, MEMBER_SIZE) + _text(name) for member, name in letter.people]
    return b"".join(parts)


def _read(reader: Reader) -> InvitationLetter:
    if reader.number(1) != _FORMAT:
        raise Refused(InvitationCode.CONTENT)
    letter = InvitationLetter(
        programme=reader.take(16),
        root=reader.take(32),
        server_box=reader.take(32),
        member=reader.take(MEMBER_SIZE),
        version=reader.number(4),
        programme_name=reader.text(),
        person_name=reader.text(),
        addresses=tuple(reader.text() for _ in range(reader.varint())),
        people=tuple((reader.take(MEMBER_SIZE), reader.text()) for _ in range(reader.varint())),
    )
    reader.end()
    if letter.version == 0:
        raise Refused(InvitationCode.CONTENT)
    return letter


def _text(text: str) -> bytes:
    return prefixed(text.encode())
