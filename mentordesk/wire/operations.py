# SPDX-License-Identifier: Apache-2.0
"""Operations, each as a MessagePack array [kind, id, …]; body.py lays several of them into one parcel."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta, Raw, Struct

from mentordesk.base.errors import Refused
from mentordesk.crypto.filechunks import NAME_SIZE, chunk_count
from mentordesk.domain.files import MAX_FILE, MAX_NAME, MAX_TYPE
from mentordesk.domain.ids import OPERATION_SIZE
from mentordesk.domain.messages import MAX_MESSAGE_BYTES
from mentordesk.domain.registers import MAX_RANK, REGISTERS

MAX_OPERATIONS = 4096  # of one parcel
MAX_ENTITY = 32  # bytes
MAX_TIME = 1 << 42
MAX_REGISTER = 65535
MAX_TEXT_DATA = 60_000  # bytes of one change of a document
RUN_SIZE = 4

_Id: TypeAlias = Annotated[bytes, Meta(min_length=OPERATION_SIZE, max_length=OPERATION_SIZE)]
_Rank: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_RANK)]
_Time: TypeAlias = Annotated[int, Meta(ge=0, le=MAX_TIME)]


class OperationCode(StrEnum):
    """Why a parcel's content is refused."""

    SHAPE = "operation_shape"
    COUNT = "too_many_operations"
    TEXT = "message_too_long"
    IDS = "message_ids"
    VALUE = "register_value"
    CHUNKS = "file_chunks"


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
    register: Annotated[int, Meta(ge=1, le=MAX_REGISTER)]
    entity: Annotated[bytes, Meta(max_length=MAX_ENTITY)]
    rank: _Rank
    time: _Time
    value: Raw


class Seen(Struct, array_like=True, tag=3, frozen=True):
    """Messages that arrived at, and that were read by, the parcel's author: 8-byte ids joined."""

    id: _Id
    delivered: bytes
    read: bytes


class Attach(Struct, array_like=True, tag=5, frozen=True):
    """A file of a message, told by the message's author; it may come before the message itself.

    `chunks` joins the hash16 of each sealed chunk (crypto/filechunks.py), `size` is in bytes, `key` seals it.
    """

    id: _Id
    message: _Id
    name: Annotated[str, Meta(max_length=MAX_NAME)]
    mime: Annotated[str, Meta(max_length=MAX_TYPE)]
    size: Annotated[int, Meta(ge=0, le=MAX_FILE)]
    key: Annotated[bytes, Meta(min_length=32, max_length=32)]
    chunks: bytes


class Retract(Struct, array_like=True, tag=6, frozen=True):
    """A message that its author took back; it may come before the message itself."""

    id: _Id
    message: _Id
    time: _Time


class Text(Struct, array_like=True, tag=7, frozen=True):
    """A change of a document's text, in the documents lane only.

    `data` is an update of one CRDT peer: that of (author, writer, run), see richtext/peers.py. `writer` is
    where it was written; empty = the parcel's.
    """

    id: _Id
    document: _Id
    run: Annotated[bytes, Meta(min_length=RUN_SIZE, max_length=RUN_SIZE)]
    writer: bytes
    data: Annotated[bytes, Meta(min_length=1, max_length=MAX_TEXT_DATA)]


@dataclass(frozen=True, slots=True)
class Unknown:
    """An operation of a newer version: kept as it is, tried again after an upgrade."""

    kind: int
    id: bytes
    raw: bytes


Operation: TypeAlias = Message | Set | Seen | Attach | Retract | Text

MALFORMED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
KINDS = frozenset({1, 2, 3, 5, 6, 7})
_ONE = msgspec.msgpack.Decoder(Message | Set | Seen | Attach | Retract | Text)
_ANY = msgspec.msgpack.Decoder(list[Any])
_SHAPES = {
    number: msgspec.msgpack.Decoder(tuple.__class_getitem__(register.shape))
    for number, register in REGISTERS.items()
}


def encode_one(operation: Operation | Unknown) -> bytes:
    """One operation, as it waits in the outbox."""
    return operation.raw if isinstance(operation, Unknown) else msgspec.msgpack.encode(operation)


def decode_one(data: bytes) -> Operation | Unknown:
    """Inverse of encode_one; Refused when it is not what this version knows it to be."""
    try:
        operation: Operation = _ONE.decode(data)
    except MALFORMED:
        return _unknown(data)
    return checked(operation)


def _unknown(data: bytes) -> Unknown:
    try:
        parts = _ANY.decode(data)
    except MALFORMED:
        raise Refused(OperationCode.SHAPE) from None
    kind, name = (parts[0], parts[1]) if len(parts) > 1 else (0, b"")
    known = type(kind) is not int or kind < 1 or kind in KINDS
    if known or type(name) is not bytes or len(name) != OPERATION_SIZE:
        raise Refused(OperationCode.SHAPE)
    return Unknown(kind, name, data)


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
    except MALFORMED:
        raise Refused(OperationCode.VALUE) from None


def told_by(operation: Operation | Unknown, writer: bytes) -> Operation | Unknown:
    """An operation of a parcel as it is outside of it: a text says who wrote it."""
    if isinstance(operation, Text) and not operation.writer:
        return msgspec.structs.replace(operation, writer=writer)
    return operation


def untold(operation: Operation | Unknown, writer: bytes) -> Operation | Unknown:
    """Inverse of told_by for a parcel of this writer."""
    if isinstance(operation, Text) and operation.writer == writer:
        return msgspec.structs.replace(operation, writer=b"")
    return operation


def split_ids(joined: bytes) -> list[bytes]:
    """The 8-byte ids of a Seen's field."""
    return [joined[at : at + OPERATION_SIZE] for at in range(0, len(joined), OPERATION_SIZE)]


def checked(operation: Operation) -> Operation:
    """The operation itself; Refused when a field of it is out of bounds."""
    if isinstance(operation, Message):
        _check_message(operation)
    elif isinstance(operation, Seen):
        if len(operation.delivered) % OPERATION_SIZE or len(operation.read) % OPERATION_SIZE:
            raise Refused(OperationCode.IDS)
    elif isinstance(operation, Attach):
        if len(operation.chunks) != NAME_SIZE * chunk_count(operation.size):
            raise Refused(OperationCode.CHUNKS)
    elif isinstance(operation, Text):
        if len(operation.writer) not in (0, OPERATION_SIZE):
            raise Refused(OperationCode.SHAPE)
    elif isinstance(operation, Set):
        _check_set(operation)
    return operation


def _check_message(message: Message) -> None:
    bounded = 0 <= message.rank <= MAX_RANK and 0 <= message.base <= MAX_RANK
    if not bounded or not 0 <= message.time <= MAX_TIME or len(message.thread) != OPERATION_SIZE:
        raise Refused(OperationCode.SHAPE)
    if len(message.text) * 4 > MAX_MESSAGE_BYTES and len(message.text.encode()) > MAX_MESSAGE_BYTES:
        raise Refused(OperationCode.TEXT)


def _check_set(edit: Set) -> None:
    bounded = 0 <= edit.rank <= MAX_RANK and 0 <= edit.time <= MAX_TIME
    if not bounded or not 1 <= edit.register <= MAX_REGISTER or len(edit.entity) > MAX_ENTITY:
        raise Refused(OperationCode.SHAPE)
    values(edit)
