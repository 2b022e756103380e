# SPDX-License-Identifier: Apache-2.0
"""The handful of primitives under every format: hash, AEAD, signature, key agreement, sealed box.

libsodium's bindings do not check every length; here each key is measured before it reaches C.
"""
from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import nacl.bindings as sodium
import nacl.exceptions

from mentordesk.base.errors import Refused
from mentordesk.crypto.codes import SealCode

Rand: TypeAlias = Callable[[int], bytes]  # n → n random bytes; os.urandom outside tests

KEY_SIZE = 32
NONCE_SIZE = 24
SIGNATURE_SIZE = 64
SEAL_SIZE = 80  # a sealed box of one key
AEAD_SIZE = NONCE_SIZE + 16


def H(label: str, data: bytes, size: int = 32, key: bytes = b"") -> bytes:  # noqa: N802
    """BLAKE2b of `size` bytes, keyed and personalised: hash, KDF, MAC and commitment."""
    person = label.encode().ljust(16, b"\0")
    return hashlib.blake2b(data, digest_size=size, key=key, person=person).digest()


def same(one: bytes, other: bytes) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(one, other)


def sized(data: bytes, size: int) -> bytes:
    """`data` itself; ValueError unless it has `size` bytes (a mistake of the caller, never of a sender)."""
    if len(data) != size:
        raise ValueError(f"{size} bytes wanted, not {len(data)}")
    return data


def aead_seal(key: bytes, plain: bytes, bound: bytes, rand: Rand = os.urandom) -> bytes:
    """A random 24-byte nonce and the XChaCha20-Poly1305 ciphertext; `bound` is authenticated, not sent."""
    nonce, key = sized(rand(NONCE_SIZE), NONCE_SIZE), sized(key, KEY_SIZE)
    return nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, bound, nonce, key)


def aead_open(key: bytes, box: bytes, bound: bytes, code: str = SealCode.AEAD) -> bytes:
    """Inverse of aead_seal; one code for every cause."""
    if len(key) != KEY_SIZE or len(box) < AEAD_SIZE:
        raise Refused(code)
    nonce, sealed = box[:NONCE_SIZE], box[NONCE_SIZE:]
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, bound, nonce, key)
    except nacl.exceptions.CryptoError:
        raise Refused(code) from None


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """An Ed25519 key, expanded once; `seed` is what is stored."""

    seed: bytes
    public: bytes
    expanded: bytes

    @classmethod
    def of(cls, seed: bytes) -> Signer:
        """From the 32-byte seed."""
        public, expanded = sodium.crypto_sign_seed_keypair(sized(seed, KEY_SIZE))
        return cls(seed, public, expanded)

    def sign(self, label: str, data: bytes) -> bytes:
        """64-byte signature over a labelled hash of `data`."""
        return sodium.crypto_sign(H(label, data, 64), self.expanded)[:SIGNATURE_SIZE]


def verify(public: bytes, label: str, data: bytes, signature: bytes) -> None:
    """Refuse unless `signature` is `public`'s under `label`."""
    if len(public) != KEY_SIZE or len(signature) != SIGNATURE_SIZE:
        raise Refused(SealCode.SIGNATURE)
    try:
        sodium.crypto_sign_open(signature + H(label, data, 64), public)
    except nacl.exceptions.BadSignatureError:
        raise Refused(SealCode.SIGNATURE) from None


def box_public(secret: bytes) -> bytes:
    """X25519 public key of a 32-byte secret key."""
    return sodium.crypto_scalarmult_base(sized(secret, KEY_SIZE))


def dh(secret: bytes, public: bytes) -> bytes:
    """X25519; a low-order public key is refused."""
    if len(public) != KEY_SIZE:
        raise Refused(SealCode.KEY)
    try:
        return sodium.crypto_scalarmult(sized(secret, KEY_SIZE), public)
    except nacl.exceptions.RuntimeError:
        raise Refused(SealCode.LOW_ORDER) from None


def _seal(public: bytes, plain: bytes, seed: bytes) -> bytes:
    """crypto_box_seal with the ephemeral key from `seed`; any libsodium opens it."""
    ephemeral, secret = sodium.crypto_box_seed_keypair(seed)
    dh(secret, public)
    nonce = hashlib.blake2b(ephemeral + public, digest_size=NONCE_SIZE).digest()
    return ephemeral + sodium.crypto_box_easy(plain, nonce, public, secret)


def seal_det(public: bytes, key: bytes) -> bytes:
    """Sealed box of a 32-byte key, 80 bytes, ephemeral key made from `key`: who knows it can recompute."""
    return _seal(public, sized(key, KEY_SIZE), H("md1 detseal", public, key=key))


def seal(public: bytes, plain: bytes, rand: Rand = os.urandom) -> bytes:
    """Ordinary sealed box, 48 bytes longer than `plain`."""
    return _seal(public, plain, sized(rand(KEY_SIZE), KEY_SIZE))


def seal_open(secret: bytes, box: bytes) -> bytes:
    """Inverse of seal and seal_det."""
    if len(box) < 48:
        raise Refused(SealCode.SEAL)
    try:
        return sodium.crypto_box_seal_open(box, box_public(secret), secret)
    except nacl.exceptions.CryptoError:
        raise Refused(SealCode.SEAL) from None
