# SPDX-License-Identifier: Apache-2.0
"""A file that carries one sealed envelope: known by its first bytes, whole by its length and hash.

    "MDT1" | kind 1 | programme 8 | name 16 | varint length | hash16 of the envelope | the envelope

`name` is the hash16 of a request's envelope, and in a reply that of the request which it answers. What the
file is called says nothing: names and suffixes change on the way.
"""
from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader, varint
from mentordesk.crypto.parcel import parcel_hash

MAX_FILE = 256 * 1024  # bytes
PROGRAMME_SIZE = 8
NAME_SIZE = 16
_MAGIC = b"MDT1"
_FAMILY = b"MDT"  # and a figure: another version


class Kind(IntEnum):
    """What stands in a file."""

    REQUEST = 1
    REPLY = 2


class FormCode(StrEnum):
    """Why a file is not taken."""

    FOREIGN = "not_an_envelope_file"  # nothing of ours
    NEWER = "newer_envelope_file"
    DAMAGED = "damaged_envelope_file"


@dataclass(frozen=True, slots=True)
class Carried:
    """A sealed envelope on its way by hand."""

    kind: Kind
    programme8: bytes
    name: bytes  # 16 bytes: of the request, in its reply as well
    data: bytes


def request_of(programme: bytes, data: bytes) -> Carried:
    """A request's envelope under its name."""
    return Carried(Kind.REQUEST, programme[:PROGRAMME_SIZE], hash16(data), data)


def hash16(data: bytes) -> bytes:
    """What an envelope is named by."""
    return parcel_hash(data)[:NAME_SIZE]


def encode(carried: Carried) -> bytes:
    """The file's bytes."""
    head = _MAGIC + bytes((carried.kind,)) + carried.programme8 + carried.name
    return head + varint(len(carried.data)) + hash16(carried.data) + carried.data


def decode(file: bytes) -> Carried:
    """Inverse of encode; Refused(FOREIGN, NEWER or DAMAGED). What follows the envelope is a scanner's or a
    copier's addition and is left out."""
    if file[:4] != _MAGIC:
        newer = file[:3] == _FAMILY and file[3:4].isdigit()
        raise Refused(FormCode.NEWER if newer else FormCode.FOREIGN)
    try:
        carried, expected = _parts(Reader(file[4:]))
    except (Refused, ValueError):
        raise Refused(FormCode.DAMAGED) from None
    whole = hash16(carried.data) == expected and (carried.kind is Kind.REPLY or carried.name == expected)
    if not whole:
        raise Refused(FormCode.DAMAGED)
    return carried


def _parts(reader: Reader) -> tuple[Carried, bytes]:
    kind, programme8, name = Kind(reader.number(1)), reader.take(PROGRAMME_SIZE), reader.take(NAME_SIZE)
    length = reader.varint()
    expected = reader.take(NAME_SIZE)
    return Carried(kind, programme8, name, reader.take(length)), expected
