# SPDX-License-Identifier: Apache-2.0
"""The local header: who a profile belongs to, its database key in slots, and the newest keybag seen.

    "MDL1" | member16 | second16 | n1 | slot77·n | keybag            slot: kind1 version4 nonce24 AEAD(key32)

Everything in it can be read by the next user of the same system account.
"""
from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from enum import IntEnum

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader
from mentordesk.crypto.codes import HeaderCode
from mentordesk.crypto.primitives import AEAD_SIZE, KEY_SIZE, H, Rand, aead_open, aead_seal, sized
from mentordesk.crypto.slipcode import SECOND_SIZE
from mentordesk.domain.ids import MEMBER_SIZE, MemberId

_MAGIC = b"MDL1"
SLOT_SIZE = 5 + AEAD_SIZE + KEY_SIZE


class Slot(IntEnum):
    """Whose key wraps the database key."""

    KEYBAG = 0  # the box key of the certificate version named in the slot
    PASSPHRASE = 1  # Derived.local
    RECOVERY = 2  # the printed sheet
    KEYRING = 3  # the system's keyring


@dataclass(frozen=True, slots=True)
class LocalHeader:
    """The unpacked header; slots in the order in which they stand."""

    member: MemberId
    second: bytes
    slots: tuple[bytes, ...]
    keybag: bytes

    def slot(self, kind: Slot) -> bytes | None:
        """The slot of one kind, if there is one."""
        return next((slot for slot in self.slots if slot[0] == kind), None)


def seal_slot(
    kind: Slot, key: bytes, member: MemberId, database_key: bytes, version: int = 0, rand: Rand = os.urandom
) -> bytes:
    """Wrap the 32-byte database key, 77 bytes; `version` names the certificate for Slot.KEYBAG, else 0."""
    head = bytes([kind]) + struct.pack(">I", version)
    bound = _MAGIC + sized(member, MEMBER_SIZE) + head
    return head + aead_seal(_slot_key(head, key), sized(database_key, KEY_SIZE), bound, rand)


def open_slot(slot: bytes, key: bytes, member: MemberId) -> bytes:
    """The database key, 32 bytes; code slot_locked means a wrong key (or an altered slot)."""
    if len(slot) != SLOT_SIZE or len(key) != KEY_SIZE:
        raise Refused(HeaderCode.SLOT)
    head = slot[:5]
    return aead_open(_slot_key(head, key), slot[5:], _MAGIC + member + head, HeaderCode.LOCKED)


def slot_version(slot: bytes) -> int:
    """The certificate version whose box key opens a Slot.KEYBAG slot."""
    return int.from_bytes(sized(slot, SLOT_SIZE)[1:5], "big")


def pack_header(header: LocalHeader) -> bytes:
    """Bytes of the file."""
    for slot in header.slots:
        sized(slot, SLOT_SIZE)
    head = _MAGIC + sized(header.member, MEMBER_SIZE) + sized(header.second, SECOND_SIZE)
    return head + bytes([len(header.slots)]) + b"".join(header.slots) + header.keybag


def unpack_header(data: bytes) -> LocalHeader:
    """Inverse of pack_header; unknown kinds of slots (a newer version's) are kept, two of a kind refused."""
    reader = Reader(data)
    if reader.take(4) != _MAGIC:
        raise Refused(HeaderCode.HEADER)
    member, second = reader.take(MEMBER_SIZE), reader.take(SECOND_SIZE)
    slots = tuple(reader.take(SLOT_SIZE) for _ in range(reader.number(1)))
    if len({slot[0] for slot in slots}) != len(slots):
        raise Refused(HeaderCode.HEADER)
    keybag = reader.rest()
    if keybag and keybag[:5] != b"MDKB\1":
        raise Refused(HeaderCode.HEADER)
    return LocalHeader(member, second, slots, keybag)


def _slot_key(head: bytes, key: bytes) -> bytes:
    return H(f"md1 slot{head[0]}", head, key=sized(key, KEY_SIZE))
