# SPDX-License-Identifier: Apache-2.0
"""Envelopes: authenticated between one member and the server online; the same, sealed, by hand.

    online:   varint(length of head) | head: part, varint count, (varint length, hash16)·count | tag16 | blobs
    by hand:  "MDB1" | sealed box of the above

What `part` holds is the wire's business. Each blob counts once its hash matches the authenticated head, so a
body cut anywhere keeps what arrived whole, and a probe is a head without its blobs.
"""
from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader, prefixed, varint
from mentordesk.crypto.codes import EnvelopeCode
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.primitives import H, Rand, dh, same, seal, seal_open, sized
from mentordesk.domain.ids import MEMBER_SIZE, MemberId

TAG_SIZE = 16
NAME_SIZE = 16  # a blob is named by the first bytes of its hash
_HAND_MAGIC = b"MDB1"

Part = TypeVar("Part")


class Label(StrEnum):
    """What an envelope is; a request never passes for a reply."""

    REQUEST = "md1 request"
    REPLY = "md1 reply"
    HAND_REPLY = "md1 hand reply"  # not bound to a request


@dataclass(frozen=True, slots=True)
class Named:
    """A blob as the head names it: length in bytes and hash16."""

    size: int
    hash16: bytes


@dataclass(frozen=True, slots=True)
class Envelope(Generic[Part]):
    """An authentic envelope: `named` is the whole list, `blobs` the first of them that arrived whole."""

    part: Part
    named: tuple[Named, ...]
    blobs: tuple[bytes, ...]
    tag: bytes


@dataclass(frozen=True, slots=True)
class LinkEnds:
    """The public side of a link: who speaks with which server in which programme."""

    programme: bytes
    member: MemberId
    member_box: bytes
    server_box: bytes


def member_link(secret: bytes, ends: LinkEnds) -> bytes:
    """The 32-byte key of the link, from the member's secret box key."""
    return _link(dh(secret, ends.server_box), ends)


def server_link(secret: bytes, ends: LinkEnds) -> bytes:
    """The 32-byte key of the link, from the server's secret box key."""
    return _link(dh(secret, ends.member_box), ends)


def _link(shared: bytes, ends: LinkEnds) -> bytes:
    who = sized(ends.programme, 16) + sized(ends.member, MEMBER_SIZE)
    return H("md1 link", who + ends.member_box + ends.server_box, key=shared)


def name_of(blob: bytes) -> Named:
    """How a head names this blob."""
    return Named(len(blob), parcel_hash(blob)[:NAME_SIZE])


def seal_envelope(
    key: bytes, label: Label, bind: bytes, part: bytes, blobs: Sequence[bytes], probe: bool = False
) -> tuple[bytes, bytes]:
    """(bytes, tag). `bind` is authenticated, not sent (a reply: its request's tag); a probe has no blobs."""
    named = [name_of(blob) for blob in blobs]
    head = part + varint(len(named)) + b"".join(varint(name.size) + name.hash16 for name in named)
    tag = _tag(key, label, bind, head)
    return prefixed(head) + tag + (b"" if probe else b"".join(blobs)), tag


def open_envelope(
    key_of: Callable[[bytes], bytes],
    label: Label,
    bind: bytes,
    data: bytes,
    read_part: Callable[[Reader], Part],
) -> Envelope[Part]:
    """Check the head and take the blobs that arrived whole; a bad head refuses all.

    `key_of` finds the key from the unauthenticated head and may raise Refused; `read_part` reads the head up
    to the list of blobs and runs only when the head is authentic.
    """
    reader = Reader(data)
    head, tag = reader.prefixed(), reader.take(TAG_SIZE)
    if not same(_tag(key_of(head), label, bind, head), tag):
        raise Refused(EnvelopeCode.AUTHENTICATOR)
    inner = Reader(head)
    part = read_part(inner)
    named = tuple(Named(inner.varint(), inner.take(NAME_SIZE)) for _ in range(inner.varint()))
    inner.end()
    return Envelope(part, named, _whole(named, reader), tag)


def _whole(named: Sequence[Named], reader: Reader) -> tuple[bytes, ...]:
    blobs: list[bytes] = []
    for name in named:
        blob = reader.data[reader.at : reader.at + name.size]
        if name_of(blob) != name:
            break
        reader.at += name.size
        blobs.append(blob)
    return tuple(blobs)


def _tag(key: bytes, label: Label, bind: bytes, head: bytes) -> bytes:
    return H(label, bind + head, TAG_SIZE, key=sized(key, 32))


def seal_by_hand(recipient: bytes, envelope: bytes, rand: Rand = os.urandom) -> bytes:
    """An envelope for a stick or a tray, 52 bytes longer; only the owner of the box key can read it."""
    return _HAND_MAGIC + seal(recipient, envelope, rand)


def open_by_hand(secret: bytes, data: bytes) -> bytes:
    """Inverse of seal_by_hand; what is inside still has to pass open_envelope."""
    if data[:4] != _HAND_MAGIC:
        raise Refused(EnvelopeCode.HAND)
    return seal_open(secret, data[4:])
