# SPDX-License-Identifier: Apache-2.0
"""R: the keys that follow from passphrase and slip; nothing that they depend on comes from the server."""
from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import nacl.exceptions
from nacl.pwhash import argon2id

from mentordesk.base.errors import NotEnoughMemory
from mentordesk.crypto.primitives import H, sized
from mentordesk.crypto.slipcode import SECOND_SIZE

PASSES = 3
MEMORY = 64 << 20


@dataclass(frozen=True, slots=True, repr=False)
class Derived:
    """The three parts of R, 32 bytes each."""

    auth: bytes  # Ed25519 seed; the server holds the public half
    wrap: bytes  # key of the keybag
    local: bytes  # key of slot 1 in the local header


def normal(passphrase: str) -> str:
    """One spelling for what looks alike: composed characters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def derive(passphrase: str, second: bytes, ops: int = PASSES, mem: int = MEMORY) -> Derived:
    """R from both secrets. `ops` and `mem` (bytes) differ only in tests.

    NotEnoughMemory when the memory cannot be had, which says nothing about the passphrase.
    """
    salt = H("md1 salt", sized(second, SECOND_SIZE), 16)
    words = normal(passphrase).encode(errors="surrogatepass")
    try:
        stretched = argon2id.kdf(64, words, salt, opslimit=ops, memlimit=mem)
    except (nacl.exceptions.RuntimeError, MemoryError):
        raise NotEnoughMemory from None
    both = H("md1 R", stretched, 64, key=second)
    return Derived(*(H(f"md1 {part}", b"", key=both) for part in ("auth", "wrap", "local")))
