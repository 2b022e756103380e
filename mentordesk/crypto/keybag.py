# SPDX-License-Identifier: Apache-2.0
"""The keybag: what a new computer needs beside slip and passphrase; the server keeps it and cannot open it.

    "MDKB" 1 | version4 | member16 | AEAD(seed32 root32 n1 (certificate version4 box32)·n) | signature64
"""
from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader
from mentordesk.crypto.codes import KeybagCode
from mentordesk.crypto.identity import Identity, identity_of
from mentordesk.crypto.primitives import (
    KEY_SIZE,
    SIGNATURE_SIZE,
    Rand,
    Signer,
    aead_open,
    aead_seal,
    sized,
    verify,
)
from mentordesk.domain.ids import MEMBER_SIZE, MemberId

_MAGIC = b"MDKB\1"
_HEAD = len(_MAGIC) + 4 + MEMBER_SIZE
_SMALLEST = 200
_LABEL = "md1 keybag"


@dataclass(frozen=True, slots=True, repr=False)
class Keybag:
    """An opened keybag."""

    version: int
    identity: Identity
    root: bytes  # the programme's root key, pinned


def seal_keybag(wrap: bytes, bag: Keybag, rand: Rand = os.urandom) -> bytes:
    """Seal under `wrap` (Derived.wrap), signed by the member's own key."""
    identity = bag.identity
    head = _MAGIC + struct.pack(">I", bag.version) + identity.member
    plain = identity.signer.seed + sized(bag.root, KEY_SIZE) + _pack_boxes(identity.boxes)
    blob = head + aead_seal(wrap, plain, head, rand)
    return blob + identity.signer.sign(_LABEL, blob)


def check_keybag(blob: bytes, signer: bytes, member: MemberId, seen: int) -> int:
    """Its version, for server and computer alike, without the passphrase.

    `signer` is the public key in the member's certificate, `seen` the highest version accepted so far.
    """
    version = _version(blob, member)
    verify(signer, _LABEL, blob[:-SIGNATURE_SIZE], blob[-SIGNATURE_SIZE:])
    if version < seen:
        raise Refused(KeybagCode.ROLLBACK)
    return version


def open_keybag(wrap: bytes, blob: bytes, member: MemberId) -> Keybag:
    """Open with `wrap`; code keybag_locked means a wrong passphrase or slip (or an altered blob).

    The caller still compares the identity with the member's certificate.
    """
    version = _version(blob, member)
    plain = aead_open(wrap, blob[_HEAD:-SIGNATURE_SIZE], blob[:_HEAD], KeybagCode.LOCKED)
    reader = Reader(plain)
    seed, root = reader.take(KEY_SIZE), reader.take(KEY_SIZE)
    boxes = {reader.number(4): reader.take(KEY_SIZE) for _ in range(reader.number(1))}
    reader.end()
    if not boxes or 0 in boxes:
        raise Refused(KeybagCode.CONTENT)
    verify(Signer.of(seed).public, _LABEL, blob[:-SIGNATURE_SIZE], blob[-SIGNATURE_SIZE:])
    return Keybag(version, identity_of(member, seed, boxes), root)


def _version(blob: bytes, member: MemberId) -> int:
    if len(blob) < _SMALLEST or blob[:5] != _MAGIC:
        raise Refused(KeybagCode.HEADER)
    if blob[9:_HEAD] != member:
        raise Refused(KeybagCode.MEMBER)
    return int.from_bytes(blob[5:9], "big")


def _pack_boxes(boxes: Mapping[int, bytes]) -> bytes:
    numbered = (struct.pack(">I", version) + box for version, box in sorted(boxes.items()))
    return bytes([len(boxes)]) + b"".join(numbered)
