# SPDX-License-Identifier: Apache-2.0
"""Parcels: one sealed batch of one writer's operations for one lane.

    (1<<4 | packed<<3 | lane)1 | kid8 | varint(n) | nonce24 | AEAD(signature64 body)

The body is the operations, raw-deflated with a preset dictionary where that is shorter. The signature covers
the hash of the parcel before it (same writer and lane, n-1), which is not transmitted.
"""
from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from mentordesk.base.errors import Refused, Waiting
from mentordesk.base.reader import Reader, varint
from mentordesk.crypto.codes import ParcelCode, TrustCode
from mentordesk.crypto.primitives import SIGNATURE_SIZE, H, Rand, Signer, aead_open, aead_seal, sized, verify
from mentordesk.crypto.senderkeys import SenderKey
from mentordesk.crypto.trust import Programme

MAX_PARCEL = 64 << 10
MAX_OPERATIONS = 1 << 20  # what a body may inflate to
_LABEL = "md1 parcel"
_PACKED = 8


@dataclass(frozen=True, slots=True, repr=False)
class Stream:
    """The parcels of one sender key in one lane; `signer` is its author's public signing key."""

    programme: bytes
    key: SenderKey
    lane: int
    signer: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """The number of a parcel, from 1, and the hash of the one before it (NO_HASH before the first)."""

    n: int
    prev: bytes


@dataclass(frozen=True, slots=True)
class ParcelHeader:
    """What stands in clear; `size` is its length in bytes."""

    lane: int
    packed: bool
    kid: bytes
    n: int
    size: int


@dataclass(frozen=True, slots=True, repr=False)
class Proof:
    """Shows who wrote one parcel without its key: clear header, predecessor, signature, body as signed."""

    head: bytes
    prev: bytes
    signature: bytes
    body: bytes


@dataclass(frozen=True, slots=True, repr=False)
class OpenedParcel:
    """The content, and the predecessor that fitted."""

    n: int
    prev: bytes
    operations: bytes
    proof: Proof


def parcel_hash(data: bytes) -> bytes:
    """Identity of a parcel (and of any blob in a log), 32 bytes."""
    return H("md1 parcel hash", data)


def stream_of(programme: Programme, key: SenderKey, lane: int) -> Stream:
    """The stream of a known key; Waiting while its author's certificate is unknown."""
    author = programme.certificate(key.author, key.version)
    if author is None:
        raise Waiting(TrustCode.UNKNOWN_CERTIFICATE)
    return Stream(programme.id, key, lane, author.signer)


def read_header(data: bytes) -> ParcelHeader:
    """The clear header, as the server reads it; nothing is authenticated."""
    reader = Reader(data)
    first, kid, n = reader.number(1), reader.take(8), reader.varint()
    if first >> 4 != 1 or n < 1:
        raise Refused(ParcelCode.HEADER)
    return ParcelHeader(first & 7, bool(first & _PACKED), kid, n, reader.at)


def pack(operations: bytes, zdict: bytes = b"") -> bytes:
    """Raw deflate with the preset dictionary, as a body holds it."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, zdict)
    return deflate.compress(operations) + deflate.flush()


def seal_parcel(
    stream: Stream,
    signer: Signer,
    place: Place,
    operations: bytes,
    zdict: bytes = b"",
    rand: Rand = os.urandom,
) -> bytes:
    """Seal and sign; 113 bytes + varint(n) besides the packed operations.

    Refused when the operations exceed MAX_OPERATIONS or the parcel MAX_PARCEL.
    """
    if len(operations) > MAX_OPERATIONS:
        raise Refused(ParcelCode.LENGTH)
    packed = pack(operations, zdict)
    smaller = len(packed) < len(operations)
    data = seal_body(stream, signer, place, (packed if smaller else operations, smaller), rand)
    if len(data) > MAX_PARCEL:
        raise Refused(ParcelCode.LENGTH)
    return data


def seal_body(
    stream: Stream, signer: Signer, place: Place, body: tuple[bytes, bool], rand: Rand = os.urandom
) -> bytes:
    """Seal a body = (bytes, packed?) as it is, without limits; seal_parcel is what one wants."""
    if place.n < 1 or not 0 <= stream.lane <= 7:
        raise ValueError("no such place")
    content, packed = body
    first = 16 | (_PACKED if packed else 0) | stream.lane
    head = bytes([first]) + stream.key.kid + varint(place.n)
    bound = _bound(stream, head)
    signature = signer.sign(_LABEL, bound + sized(place.prev, 32) + content)
    return head + aead_seal(stream.key.key, signature + content, bound, rand)


def open_parcel(stream: Stream, data: bytes, candidates: Iterable[bytes], zdict: bytes = b"") -> OpenedParcel:
    """Open; `candidates` are the hashes known for n-1 (NO_HASH for the first), forks included.

    Waiting(parcel_predecessor): the key is right, but no candidate fits the signature; try again with every
    hash that becomes known. Anything else is refused for ever.
    """
    header = read_header(data)
    if header.lane != stream.lane or header.kid != stream.key.kid:
        raise Refused(ParcelCode.HEADER)
    if len(data) > MAX_PARCEL:
        raise Refused(ParcelCode.LENGTH)
    head = data[: header.size]
    plain = aead_open(stream.key.key, data[header.size :], _bound(stream, head), ParcelCode.LOCKED)
    signature, body = plain[:SIGNATURE_SIZE], plain[SIGNATURE_SIZE:]
    for prev in candidates:
        proof = Proof(head, prev, signature, body)
        if _is_authentic(stream, proof):
            return OpenedParcel(header.n, prev, _unpack(body, zdict) if header.packed else body, proof)
    raise Waiting(ParcelCode.PREDECESSOR)


def check_proof(stream: Stream, proof: Proof) -> None:
    """Refuse unless the stream's author signed exactly this parcel; the stream's key may be empty."""
    verify(stream.signer, _LABEL, _bound(stream, proof.head) + proof.prev + proof.body, proof.signature)


def _is_authentic(stream: Stream, proof: Proof) -> bool:
    try:
        check_proof(stream, proof)
    except Refused:
        return False
    return True


def _unpack(body: bytes, zdict: bytes) -> bytes:
    inflate = zlib.decompressobj(-15, zdict)
    try:
        operations = inflate.decompress(body, MAX_OPERATIONS)
    except zlib.error:
        raise Refused(ParcelCode.CONTENT) from None
    if inflate.unconsumed_tail:
        raise Refused(ParcelCode.INFLATED)
    if not inflate.eof or inflate.unused_data:
        raise Refused(ParcelCode.CONTENT)
    return operations


def _bound(stream: Stream, head: bytes) -> bytes:
    key = stream.key
    return stream.programme + key.circle + key.author + key.writer + key.commitment + head
