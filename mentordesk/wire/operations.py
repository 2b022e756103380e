# SPDX-License-Identifier: Apache-2.0
"""The operations inside a parcel: one MessagePack array of arrays [kind, id, …]."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta, Raw, Struct

from mentordesk.base.errors import Refused
from mentordesk.domain.ids import OPERATION_SIZE
from mentordesk.domain.messages import MAX_MESSAGE_BYTES
from mentordesk.domain.registers import MAX_RANK, REGISTERS

MAX_OPERATIONS = 4096  # of one parcel
MAX_ENTITY = 32  # bytes
_MAX_TIME = 1 << 42

_Id: TypeAlias = Annotated[bytes, Meta(min_length=OPERATION_SIZE, max_length=OPERATION_SIZE)]
_Rank: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_RANK)]
_Time: TypeAlias = Annotated[int, Meta(ge=0, le=_MAX_TIME)]


class OperationCode(StrEnum):
    """Why a parcel's content is refused."""

    SHAPE = "operation_shape"
    COUNT = "too_many_operations"
    TEXT = "message_too_long"
    IDS = "message_ids"
    VALUE = "register_value"


class Message(Struct, array_like=True, tag=1, frozen=True):
    """A message; its id is the operation's."""

    id: _Id
    thread: _Id
    rank: _Rank
    base: _Rank
    time: _Time
    text: str


class Set(Struct, array_like=True, tag=2, frozen=True):
    """A new value of a register; `value` is MessagePack, see `values`."""

    id: _Id
    register: Annotated[int, Meta(ge=1, le=65535)]
    entity: Annotated[bytes, Meta(max_length=MAX_ENTITY)]
    rank: _Rank
    time: _Time
    value: Raw


class Seen(Struct, array_like=True, tag=3, frozen=True):
    """Messages that arrived at, and that were read by, the parcel's author: 8-byte ids joined."""

    id: _Id
    delivered: bytes
    read: bytes


@dataclass(frozen=True, slots=True)
class Unknown:
    """An operation of a newer version: kept as it is, tried again after an upgrade."""

    kind: int
    id: bytes
    raw: bytes


Operation: TypeAlias = Message | Set | Seen

_MALFORMED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_KINDS = frozenset({1, 2, 3})
_DECODER = msgspec.msgpack.Decoder(list[Message | Set | Seen])
_ONE = msgspec.msgpack.Decoder(Message | Set | Seen)
_RAWS = msgspec.msgpack.Decoder(list[Raw])
_ANY = msgspec.msgpack.Decoder(list[Any])
_SHAPES = {
    number: msgspec.msgpack.Decoder(tuple.__class_getitem__(register.shape))
    for number, register in REGISTERS.items()
}


def encode(operations: Sequence[Operation]) -> bytes:
    """The body of one parcel."""
    return msgspec.msgpack.encode(operations)


def encode_one(operation: Operation) -> bytes:
    """One operation, as it waits in the outbox."""
    return msgspec.msgpack.encode(operation)


def join(parts: Sequence[bytes]) -> bytes:
    """The body of one parcel from operations already encoded one by one."""
    return _array_header(len(parts)) + b"".join(parts)


def decode(body: bytes) -> tuple[Operation | Unknown, ...]:
    """What a parcel holds; Refused when anything in it is not what this version knows it to be."""
    try:
        operations: list[Operation | Unknown] = list(_DECODER.decode(body))
    except _MALFORMED:
        operations = _decode_mixed(body)
    if len(operations) > MAX_OPERATIONS:
        raise Refused(OperationCode.COUNT)
    for operation in operations:
        _check(operation)
    return tuple(operations)


def decode_one(data: bytes) -> Operation:
    """Inverse of encode_one."""
    try:
        operation: Operation = _ONE.decode(data)
    except _MALFORMED:
        raise Refused(OperationCode.SHAPE) from None
    _check(operation)
    return operation


def set_register(head: tuple[bytes, int, bytes, int, int], values: Iterable[object]) -> Set:
    """A Set from (id, register, entity, rank, time) and the value's parts in the register's order."""
    return Set(*head, Raw(msgspec.msgpack.encode(tuple(values))))


def values(operation: Set) -> tuple[Any, ...] | None:
    """The parts of a Set's value by the register's shape; None for a register of a newer version."""
    return register_values(operation.register, bytes(operation.value))


def register_values(register: int, value: bytes) -> tuple[Any, ...] | None:
    """The same from the register's number and the stored MessagePack value."""
    decoder = _SHAPES.get(register)
    if decoder is None:
        return None
    try:
        return tuple(decoder.decode(value))
    except _MALFORMED:
        raise Refused(OperationCode.VALUE) from None


def split_ids(joined: bytes) -> list[bytes]:
    """The 8-byte ids of a Seen's field."""
    return [joined[at : at + OPERATION_SIZE] for at in range(0, len(joined), OPERATION_SIZE)]


def _decode_mixed(body: bytes) -> list[Operation | Unknown]:
    try:
        return [_decode_or_keep(bytes(raw)) for raw in _RAWS.decode(body)]
    except _MALFORMED:
        raise Refused(OperationCode.SHAPE) from None


def _decode_or_keep(raw: bytes) -> Operation | Unknown:
    parts = _ANY.decode(raw)
    kind, name = (parts[0], parts[1]) if len(parts) > 1 else (0, b"")
    if type(kind) is not int or kind < 1 or kind in _KINDS:
        return decode_one(raw)
    if type(name) is not bytes or len(name) != OPERATION_SIZE:
        raise Refused(OperationCode.SHAPE)
    return Unknown(kind, name, raw)


def _check(operation: Operation | Unknown) -> None:
    if isinstance(operation, Message):
        if len(operation.text) * 4 > MAX_MESSAGE_BYTES and len(operation.text.encode()) > MAX_MESSAGE_BYTES:
            raise Refused(OperationCode.TEXT)
    elif isinstance(operation, Seen):
        if len(operation.delivered) % OPERATION_SIZE or len(operation.read) % OPERATION_SIZE:
            raise Refused(OperationCode.IDS)
    elif isinstance(operation, Set):
        values(operation)


def _array_header(count: int) -> bytes:
    if count < 16:
        return bytes((0x90 | count,))
    if count < 1 << 16:
        return b"\xdc" + count.to_bytes(2, "big")
    return b"\xdd" + count.to_bytes(4, "big")
