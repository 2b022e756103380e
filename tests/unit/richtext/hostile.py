# SPDX-License-Identifier: Apache-2.0
"""Updates that somebody altered: with a right checksum, so that only the engine's own care is left.

`python -m tests.unit.richtext.hostile FIRST LAST` takes altered updates in and prints how each ended, for a
parent that has limited this process' memory.
"""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

from mentordesk.base.errors import Refused
from tests.unit.richtext.pairs import bytes_of, essay, opened, reviewers

_P = (2654435761, 2246822519, 3266489917, 668265263, 374761393)
_MASK = 0xFFFFFFFF
_SEED = int.from_bytes(b"LORO", "little")
HEAD = 20  # magic, padding and checksum; what follows is summed


def _turn(value: int, bits: int) -> int:
    return ((value << bits) | (value >> (32 - bits))) & _MASK


def checksum(data: bytes) -> int:
    """xxHash32 of what follows the checksum."""
    at, size = 0, len(data)
    value = (_SEED + _P[4]) & _MASK
    if size >= 16:
        lanes = [(_SEED + _P[0] + _P[1]) & _MASK, (_SEED + _P[1]) & _MASK, _SEED, (_SEED - _P[0]) & _MASK]
        while at <= size - 16:
            for lane in range(4):
                word = int.from_bytes(data[at : at + 4], "little")
                lanes[lane] = _turn((lanes[lane] + word * _P[1]) & _MASK, 13) * _P[0] & _MASK
                at += 4
        value = sum(_turn(lane, bits) for lane, bits in zip(lanes, (1, 7, 12, 18), strict=True)) & _MASK
    value = (value + size) & _MASK
    while at + 4 <= size:
        value = (
            _turn((value + int.from_bytes(data[at : at + 4], "little") * _P[2]) & _MASK, 17) * _P[3] & _MASK
        )
        at += 4
    for byte in data[at:]:
        value = _turn((value + byte * _P[4]) & _MASK, 11) * _P[0] & _MASK
    value = (value ^ value >> 15) * _P[1] & _MASK
    value = (value ^ value >> 13) * _P[2] & _MASK
    return value ^ value >> 16


def sealed(body: bytes) -> bytes:
    """An update whose checksum is right."""
    return b"loro" + bytes(12) + checksum(body).to_bytes(4, "little") + body


def story() -> tuple[list[bytes], bytes]:
    """Amina's updates, and one of Grace's to alter."""
    amina = essay("The well is far. We walk.")
    grace, _ = reviewers(amina)
    grace.suggest_replace(4, 8, "spring")
    grace.comment(1, 3, "hi", 5)
    grace.give_back(1, 2)
    return bytes_of(amina), bytes_of(grace)[0]


def altered(update: bytes, seed: int) -> bytes:
    """The update with one to four changes inside, and a right checksum."""
    random, body = Random(seed), bytearray(update[HEAD:])
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        at, kind = random.randrange(2, len(body)), random.randrange(5)
        if kind == 0:
            body[at] = random.randrange(256)
        elif kind == 1:
            body[at] = 0xFF
        elif kind == 2:
            del body[at : at + random.randrange(1, 5)]
        elif kind == 3:
            body[at:at] = bytes(random.choice((0xFF, 0x80, 0)) for _ in range(random.randrange(1, 9)))
        else:
            body[at : at + 5] = b"\xff\xff\xff\xff\x0f"
    return sealed(bytes(body))


def main(first: int, last: int) -> None:
    """Take altered updates in, one document each."""
    base, update = story()
    ends: Counter[str] = Counter()
    for seed in range(first, last):
        document = opened(1, base)
        try:
            document.take([altered(update, seed)])
            document.paragraphs()
            document.suggestions()
            document.comments()
            ends["taken"] += 1
        except Refused as refused:
            ends[refused.code] += 1
    sys.stdout.write(" ".join(f"{code}={count}" for code, count in sorted(ends.items())))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
