# SPDX-License-Identifier: Apache-2.0
"""The body of a parcel: its operations, laid out so that they pack small.

    varint size | apart | MessagePack array of lean operations

`apart` holds what is random and cannot be packed: each operation's id, and after a Seen's id the message ids
that it names. A lean operation leaves its id out. Messages and sets say their time, and messages thread, rank
and base, by what changed since the one before in the same parcel:

    message [1, thread or nil = the same, rank +, base +, time +, text]
    set     [2, register, entity, rank, time +, value]
    seen    [3, number delivered, number read]
    others  [kind, whatever follows the id]

Others say everything as it is: whoever does not know a kind must still find the operations beside it.
Packing is raw deflate with the preset dictionary; `apart` is stored in it as it is.
"""
from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Raw, Struct

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader, prefixed
from mentordesk.domain.ids import OPERATION_SIZE
from mentordesk.wire.compress import DICTIONARY
from mentordesk.wire.operations import (
    MALFORMED,
    MAX_OPERATIONS,
    Message,
    Operation,
    OperationCode,
    Seen,
    Set,
    Unknown,
    checked,
    decode_one,
    encode_one,
)

_LEAN_KINDS = frozenset({1, 2, 3})
_MOST_STORED = 0xFFFF  # bytes of one stored block


class _Message(Struct, array_like=True, tag=1, frozen=True):
    thread: bytes | None
    rank: int
    base: int
    time: int
    text: str


class _Set(Struct, array_like=True, tag=2, frozen=True):
    register: int
    entity: bytes
    rank: int
    time: int
    value: Raw


class _Seen(Struct, array_like=True, tag=3, frozen=True):
    delivered: int
    read: int


_Lean = _Message | _Set | _Seen
_LEAN = msgspec.msgpack.Decoder(list[_Message | _Set | _Seen])
_ONE = msgspec.msgpack.Decoder(_Message | _Set | _Seen)
_RAWS = msgspec.msgpack.Decoder(list[Raw])
_ANY = msgspec.msgpack.Decoder(list[Any])


@dataclass(slots=True)
class _Before:
    """What the next operation of a parcel is told against."""

    thread: bytes = b""
    rank: int = 0
    base: int = 0
    time: int = 0


# ---------------------------------------------------------------- writing


def encode(operations: Iterable[Operation | Unknown]) -> bytes:
    """The body of one parcel, not packed."""
    before, apart = _Before(), bytearray()
    lean: list[object] = []
    for operation in operations:
        apart += operation.id
        if isinstance(operation, Message):
            lean.append(_lean_message(operation, before))
        elif isinstance(operation, Set):
            lean.append(_lean_set(operation, before))
        elif isinstance(operation, Seen):
            apart += operation.delivered + operation.read
            counts = (len(part) // OPERATION_SIZE for part in (operation.delivered, operation.read))
            lean.append(_Seen(*counts))
        else:
            kind, _, *rest = _ANY.decode(encode_one(operation))
            lean.append([kind, *rest])
    return prefixed(bytes(apart)) + msgspec.msgpack.encode(lean)


def join(parts: Iterable[bytes]) -> bytes:
    """The same from operations as they wait in the outbox."""
    return encode(decode_one(part) for part in parts)


def _lean_message(operation: Message, before: _Before) -> _Message:
    thread = None if operation.thread == before.thread else operation.thread
    lean = _Message(
        thread,
        operation.rank - before.rank,
        operation.base - before.base,
        operation.time - before.time,
        operation.text,
    )
    before.thread, before.rank, before.base = operation.thread, operation.rank, operation.base
    before.time = operation.time
    return lean


def _lean_set(operation: Set, before: _Before) -> _Set:
    since, before.time = before.time, operation.time
    return _Set(
        operation.register, operation.entity, operation.rank, operation.time - since, operation.value
    )


def pack(body: bytes) -> bytes:
    """The shorter of two ways to deflate a body: all of it, or `apart` stored and the rest deflated."""
    return min(_deflate(body, b""), _deflate_rest(body), key=len)


def _deflate_rest(body: bytes) -> bytes:
    reader = Reader(body)
    reader.prefixed()
    stored = body[: reader.at]
    if len(stored) > _MOST_STORED:
        return _deflate(body, b"")
    size = len(stored).to_bytes(2, "little")
    turned = bytes(byte ^ 255 for byte in size)
    return b"\0" + size + turned + stored + _deflate(body[reader.at :], stored)


def _deflate(data: bytes, after: bytes) -> bytes:
    """Raw deflate of what follows `after` in the same stream."""
    known = DICTIONARY + after
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, known)
    return deflate.compress(data) + deflate.flush()


# ---------------------------------------------------------------- reading


def decode(body: bytes) -> tuple[Operation | Unknown, ...]:
    """What a parcel holds; Refused when anything in it is not what this version knows it to be."""
    reader = Reader(body)
    apart, rest = Reader(reader.prefixed()), reader.rest()
    try:
        lean: Sequence[_Lean | Unknown] = _LEAN.decode(rest)
    except MALFORMED:
        lean = _decode_mixed(rest)
    if len(lean) > MAX_OPERATIONS:
        raise Refused(OperationCode.COUNT)
    before = _Before()
    found = tuple(_whole(one, apart, before) for one in lean)
    apart.end()
    return found


def _decode_mixed(rest: bytes) -> list[_Lean | Unknown]:
    """With kinds among them that this version does not know."""
    try:
        return [_decode_or_keep(raw) for raw in _RAWS.decode(rest)]
    except MALFORMED:
        raise Refused(OperationCode.SHAPE) from None


def _decode_or_keep(raw: Raw) -> _Lean | Unknown:
    parts = _ANY.decode(raw)
    kind = parts[0] if parts else 0
    if type(kind) is not int or kind < 1 or kind in _LEAN_KINDS:
        lean: _Lean = _ONE.decode(raw)
        return lean
    return Unknown(kind, b"", bytes(raw))


def _whole(lean: _Lean | Unknown, apart: Reader, before: _Before) -> Operation | Unknown:
    """An operation as everything but the wire knows it."""
    name = apart.take(OPERATION_SIZE)
    if isinstance(lean, _Message):
        return checked(_whole_message(name, lean, before))
    if isinstance(lean, _Set):
        before.time += lean.time
        return checked(Set(name, lean.register, lean.entity, lean.rank, before.time, lean.value))
    if isinstance(lean, _Seen):
        return Seen(name, _ids(apart, lean.delivered), _ids(apart, lean.read))
    kind, *rest = _ANY.decode(lean.raw)
    return decode_one(msgspec.msgpack.encode([kind, name, *rest]))


def _whole_message(name: bytes, lean: _Message, before: _Before) -> Message:
    if lean.thread is not None:
        before.thread = lean.thread
    before.rank += lean.rank
    before.base += lean.base
    before.time += lean.time
    return Message(name, before.thread, before.rank, before.base, before.time, lean.text)


def _ids(apart: Reader, count: int) -> bytes:
    if count < 0:
        raise Refused(OperationCode.IDS)
    return apart.take(count * OPERATION_SIZE)
