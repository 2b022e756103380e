# SPDX-License-Identifier: Apache-2.0
"""A chunk of a file on its way: the heads of the one request and the one reply that move it, or a part of it.

    request  envelope: 2 | member8 | nonce8 | verb | circle16 | hash16 | varint size | varint offset
             | get: varint most | varint 0; after it, of a put, the chunk's bytes from `offset`
    reply    envelope, bound to the request: varint flags | time4 | varint stored | varint size | varint 0;
             after it, of a get, the chunk's bytes from `offset`

The bytes after an envelope are not under its authenticator: a chunk is believed by its hash once it is whole.
A body that breaks off counts as far as it came. A put without bytes asks how many have come so far.
"""
from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader, varint
from mentordesk.crypto.envelope import TAG_SIZE, Label, open_envelope, seal_envelope
from mentordesk.crypto.filechunks import CHUNK, NAME_SIZE
from mentordesk.domain.ids import MEMBER_SIZE
from mentordesk.wire.exchange import WireCode

VERSION = 2  # the kind byte with which such a request begins; an older server answers that it is too old
MAX_HEAD = 128  # bytes of a request's head, its length and its authenticator


class Verb(IntEnum):
    """What is asked."""

    PUT = 1
    GET = 2


class FileFlag(IntFlag):
    """What a reply says besides numbers."""

    FORBIDDEN = 1  # not a member of that circle, or a guardian without an opening
    QUOTA = 2  # this member has put as much as one may
    FULL = 4  # the server's disk takes nothing now
    WRONG = 8  # what had come is not what the hash names, and was thrown away


NO_FLAGS = FileFlag(0)
_KNOWN = int(FileFlag.FORBIDDEN | FileFlag.QUOTA | FileFlag.FULL | FileFlag.WRONG)


@dataclass(frozen=True, slots=True)
class ChunkRequest:
    """Put or get a chunk of `size` sealed bytes from `offset` on; `most` bytes of it are wanted by a get."""

    member8: bytes
    nonce: bytes  # 8 random bytes
    verb: Verb
    circle: bytes
    hash16: bytes
    size: int
    offset: int
    most: int = 0


@dataclass(frozen=True, slots=True)
class ChunkReply:
    """`stored` bytes of it are at the server: all of them once it is whole, checked and durable.

    `size` of a get: of the whole chunk, 0 = it is not there.
    """

    time: int  # unix seconds at the server
    stored: int
    size: int = 0
    flags: FileFlag = NO_FLAGS


def encode_request(request: ChunkRequest) -> bytes:
    """The part of the head before the envelope's (empty) list."""
    out = bytes((VERSION,)) + request.member8 + request.nonce + bytes((request.verb,))
    out += request.circle + request.hash16 + varint(request.size) + varint(request.offset)
    return out + varint(request.most) if request.verb is Verb.GET else out


def decode_request(reader: Reader) -> ChunkRequest:
    """Inverse of encode_request; Refused(NEWER): a later format."""
    if reader.number(1) != VERSION:
        raise Refused(WireCode.NEWER)
    member8, nonce, verb = reader.take(8), reader.take(8), reader.number(1)
    if verb not in (Verb.PUT, Verb.GET):
        raise Refused(WireCode.NEWER)
    circle, name = reader.take(MEMBER_SIZE), reader.take(NAME_SIZE)
    size, offset = reader.varint(), reader.varint()
    most = reader.varint() if verb == Verb.GET else 0
    if not 0 < size <= CHUNK or offset > size or most > CHUNK:
        raise Refused(WireCode.FORM)
    return ChunkRequest(member8, nonce, Verb(verb), circle, name, size, offset, most)


def encode_reply(reply: ChunkReply) -> bytes:
    """The part of the head before the envelope's (empty) list."""
    return (
        varint(reply.flags) + reply.time.to_bytes(4, "big") + varint(reply.stored) + varint(reply.size)
    )


def decode_reply(reader: Reader) -> ChunkReply:
    """Inverse of encode_reply; Refused(NEWER): a later format."""
    bits, time = reader.varint(), reader.number(4)
    if bits & ~_KNOWN:
        raise Refused(WireCode.NEWER)
    stored, size = reader.varint(), reader.varint()
    if stored > CHUNK or size > CHUNK:
        raise Refused(WireCode.COUNT)
    return ChunkReply(time, stored, size, FileFlag(bits))


def seal_request(link: bytes, request: ChunkRequest, data: bytes = b"") -> tuple[bytes, bytes]:
    """(body, tag) under the member's link; `data` are a put's bytes from its offset."""
    sealed, tag = seal_envelope(link, Label.REQUEST, b"", encode_request(request), ())
    return sealed + data, tag


def head_size(body: bytes) -> int:
    """Bytes of the envelope with which a body begins, as far as it has come; 0 = that is not known yet."""
    reader = Reader(body[:MAX_HEAD])
    try:
        return reader.varint() + reader.at + TAG_SIZE
    except Refused:
        return 0


def is_chunk_request(body: bytes) -> bool:
    """Whether a body asks for or brings a chunk, by its first bytes; nobody vouches for it yet."""
    return len(body) > 2 and 0 < body[0] < MAX_HEAD and body[1] == VERSION


def seal_reply(link: bytes, tag: bytes, reply: ChunkReply, data: bytes = b"") -> bytes:
    """The answer to the request with this tag; `data` are a get's bytes from its offset."""
    return seal_envelope(link, Label.REPLY, tag, encode_reply(reply), ())[0] + data


def open_reply(link: bytes, tag: bytes, body: bytes) -> tuple[ChunkReply, bytes]:
    """The authentic reply, and the bytes after it as far as they came; Refused when it is none."""
    envelope = open_envelope(lambda head: link, Label.REPLY, tag, body, decode_reply)
    return envelope.part, body[head_size(body) :]
