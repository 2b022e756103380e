# SPDX-License-Identifier: Apache-2.0
"""The office's book: the programme's root and coordinator keys, names, circles; one file under a passphrase.

    "MDO1" | salt16 | AEAD under the passphrase's key, bound to what stands before, of JSON

It never lies in the server's folder: whoever has the server must not be able to invite.
"""
from __future__ import annotations

import os
from dataclasses import dataclass, field

import msgspec

from mentordesk.base.errors import DatabaseDamaged, Refused, WrongPassphrase
from mentordesk.crypto.passphrase import MEMORY, PASSES, derive
from mentordesk.crypto.primitives import Rand, aead_open, aead_seal
from mentordesk.crypto.slipcode import SECOND_SIZE
from mentordesk.domain.ids import CircleId, MemberId

_MAGIC = b"MDO1"
_HEAD = len(_MAGIC) + SECOND_SIZE
_LOCKED = "office_locked"


@dataclass(slots=True)
class Person:
    """Somebody of the programme, enrolled or not."""

    member: MemberId
    name: str


@dataclass(slots=True)
class CircleRecord:
    """A circle by the name that the office gives it; the members stand in its charter."""

    circle: CircleId
    name: str


@dataclass(slots=True)
class Book:
    """Everything that the office knows and nobody else; the seeds are 32 bytes each."""

    programme: bytes
    root: bytes
    coordinator: bytes
    name: str
    addresses: list[str]
    people: list[Person] = field(default_factory=list)
    circles: list[CircleRecord] = field(default_factory=list)

    def person(self, member: MemberId) -> Person | None:
        """The person with this id."""
        return next((person for person in self.people if person.member == member), None)

    def find(self, text: str) -> list[Person]:
        """Those whose name is `text`, whatever the case, or whose id begins so."""
        wanted = " ".join(text.split()).casefold()
        named = [person for person in self.people if person.name.casefold() == wanted]
        return named or [one for one in self.people if wanted and one.member.hex().startswith(wanted)]


@dataclass(frozen=True, slots=True)
class Cost:
    """What trying one passphrase costs; differs only in tests."""

    passes: int = PASSES
    memory: int = MEMORY  # bytes


_USUAL_COST = Cost()


def seal_book(book: Book, passphrase: str, rand: Rand = os.urandom, cost: Cost = _USUAL_COST) -> bytes:
    """The book's file."""
    head = _MAGIC + rand(SECOND_SIZE)
    return head + aead_seal(_key(passphrase, head, cost), msgspec.json.encode(book), head, rand)


def open_book(data: bytes, passphrase: str, cost: Cost = _USUAL_COST) -> Book:
    """Inverse of seal_book; WrongPassphrase, or DatabaseDamaged when it is no such file."""
    if data[: len(_MAGIC)] != _MAGIC or len(data) <= _HEAD:
        raise DatabaseDamaged
    head = data[:_HEAD]
    try:
        plain = aead_open(_key(passphrase, head, cost), data[_HEAD:], head, _LOCKED)
    except Refused:
        raise WrongPassphrase from None
    try:
        return msgspec.json.decode(plain, type=Book)
    except msgspec.DecodeError:
        raise DatabaseDamaged from None


def _key(passphrase: str, head: bytes, cost: Cost) -> bytes:
    return derive(passphrase, head[len(_MAGIC) :], cost.passes, cost.memory).wrap
