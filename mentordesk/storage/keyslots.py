# SPDX-License-Identifier: Apache-2.0
"""The header of a profile: which keys open its database."""

from __future__ import annotations

from collections.abc import Callable

from mentordesk.base.clock import Randomness
from mentordesk.base.errors import DatabaseDamaged, Refused, WrongPassphrase
from mentordesk.crypto.identity import Identity
from mentordesk.crypto.keybag import open_keybag
from mentordesk.crypto.localheader import (
    LocalHeader,
    Slot,
    open_slot,
    pack_header,
    seal_slot,
    slot_version,
    unpack_header,
)
from mentordesk.crypto.passphrase import Derived, derive

Derive = Callable[[str, bytes], Derived]  # passphrase, second → the keys that follow


def make_header(
    identity: Identity, second: bytes, derived: Derived, database_key: bytes, keybag: bytes, rand: Randomness
) -> LocalHeader:
    """A header whose database key opens by the passphrase and by the keybag."""
    by_keybag = seal_slot(
        Slot.KEYBAG, identity.box, identity.member, database_key, identity.version, rand.bytes
    )
    by_passphrase = seal_slot(
        Slot.PASSPHRASE, derived.local, identity.member, database_key, rand=rand.bytes
    )  # fmt: skip
    return LocalHeader(identity.member, second, (by_keybag, by_passphrase), keybag)


def unlock(header: LocalHeader, passphrase: str, derive_keys: Derive = derive) -> bytes:
    """The database key.

    Tries the passphrase's own slot, then the keybag (whose passphrase may be newer). WrongPassphrase when
    neither opens, NotEnoughMemory when the derivation could not run.
    """
    derived = derive_keys(passphrase, header.second)
    for attempt in (_by_passphrase, _by_keybag):
        try:
            return attempt(header, derived)
        except Refused:
            continue
    raise WrongPassphrase


def _by_passphrase(header: LocalHeader, derived: Derived) -> bytes:
    return open_slot(_slot(header, Slot.PASSPHRASE), derived.local, header.member)


def _by_keybag(header: LocalHeader, derived: Derived) -> bytes:
    slot = _slot(header, Slot.KEYBAG)
    boxes = open_keybag(derived.wrap, header.keybag, header.member).identity.boxes
    return open_slot(slot, boxes.get(slot_version(slot), b""), header.member)


def _slot(header: LocalHeader, kind: Slot) -> bytes:
    slot = header.slot(kind)
    if slot is None:
        raise Refused("slot")
    return slot


def read_header(data: bytes) -> LocalHeader:
    """The header in a profile's file; DatabaseDamaged when it is none."""
    try:
        return unpack_header(data)
    except Refused as refused:
        raise DatabaseDamaged from refused


def write_header(header: LocalHeader) -> bytes:
    """Its bytes in the file."""
    return pack_header(header)
