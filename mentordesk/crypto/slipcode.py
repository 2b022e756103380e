# SPDX-License-Identifier: Apache-2.0
"""Slip codes: 80 random bits as 18 characters that a person can type, and what follows from them."""
from __future__ import annotations

import os
import unicodedata

from mentordesk.base.errors import SlipInvalid
from mentordesk.crypto.primitives import H, Rand, sized

CODE_SIZE = 10
SECOND_SIZE = 16
LETTERS = 18
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_PRIME = 1021  # the check is the code modulo this, in the last two characters


def new_code(rand: Rand = os.urandom) -> bytes:
    """A random code, 10 bytes."""
    return sized(rand(CODE_SIZE), CODE_SIZE)


def write(code: bytes) -> str:
    """The code as it stands on the slip: three groups of six characters."""
    number = int.from_bytes(sized(code, CODE_SIZE), "big")
    number = number << 10 | number % _PRIME
    text = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(LETTERS)))
    return "-".join(text[start : start + 6] for start in (0, 6, 12))


def letters(text: str) -> str:
    """What was typed without spaces and dashes, in capitals; digits of any script and width as 0–9."""
    return "".join(
        _plain(char) for char in text if not char.isspace() and unicodedata.category(char) not in ("Pd", "Cf")
    )


def _plain(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    capital = unicodedata.normalize("NFKC", char).upper()
    return capital if len(capital) == 1 else "?"


def parse(text: str) -> bytes:
    """The 10-byte code of a typed slip.

    SlipInvalid names the suspicious letters, from 1: the first that no slip contains, or all of which one
    corrected would make the check right; none when the length is wrong or no single letter can be blamed.
    """
    typed = letters(text)
    for place, letter in enumerate(typed, 1):
        if letter not in _VALUE:
            raise SlipInvalid(place if place <= LETTERS else 0)
    if len(typed) != LETTERS:
        raise SlipInvalid(0)
    number = _number(typed)
    if not _checks(number):
        doubtful = suspects(text)
        raise SlipInvalid(next(iter(doubtful), 0), doubtful)
    return (number >> 10).to_bytes(CODE_SIZE, "big")


def suspects(text: str) -> tuple[int, ...]:
    """Letters, from 1, each of which alone, changed, repairs a mistyped slip; none if right or hopeless."""
    typed = letters(text)
    if len(typed) != LETTERS or any(letter not in _VALUE for letter in typed) or _checks(_number(typed)):
        return ()
    number = _number(typed)
    return tuple(place for place in range(1, LETTERS + 1) if _repairable(number, 5 * (LETTERS - place)))


def _repairable(number: int, shift: int) -> bool:
    without = number & ~(31 << shift)
    return any(_checks(without | value << shift) for value in range(32))


def _number(typed: str) -> int:
    number = 0
    for letter in typed:
        number = number << 5 | _VALUE[letter]
    return number


def _checks(number: int) -> bool:
    return (number >> 10) % _PRIME == number & 1023


def second_secret(code: bytes) -> bytes:
    """What a computer remembers, 16 bytes: gives R with the passphrase, but no key of the invitation."""
    return H("md1 second", sized(code, CODE_SIZE), SECOND_SIZE)


def invite_id(code: bytes) -> bytes:
    """Where the server keeps the invitation, 8 bytes."""
    return H("md1 invite id", sized(code, CODE_SIZE), 8)


def invite_key(code: bytes) -> bytes:
    """Key of the sealed invitation, 32 bytes."""
    return H("md1 invite key", sized(code, CODE_SIZE))


def invite_seed(code: bytes) -> bytes:
    """Signing seed of the certificate that the invitation names, 32 bytes."""
    return H("md1 invite sign", sized(code, CODE_SIZE))
