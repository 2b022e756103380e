# SPDX-License-Identifier: Apache-2.0
"""Builds resources/dictionary.txt, the preset dictionary of parcels: `python -m tools.make_dictionary`.

What stands nearer to the end is cheaper to point at: languages in a fixed order, in each the commonest
phrases last, then the frames of operations. A change of the dictionary is a change of format.
"""
from __future__ import annotations

from pathlib import Path

import msgspec

from mentordesk.wire.body import encode
from mentordesk.wire.operations import Message, Seen, set_register

LANGUAGES = ("hi", "ar", "pt", "es", "fr", "sw", "en")
LIMIT = 32 * 1024 - 262  # as far as deflate can look back
_HERE = Path(__file__).parent
TEXTS = _HERE / "dictionary"
TARGET = _HERE.parent / "mentordesk" / "resources" / "dictionary.txt"
_TIME = 0x6A000000  # the first byte changes every 194 days


def texts() -> bytes:
    """The dictionary's texts; the same for the same files."""
    return b"".join((TEXTS / f"{language}.txt").read_bytes().replace(b"\n", b" ") for language in LANGUAGES)


def frames() -> bytes:
    """The bytes around what is random or written in a parcel's operations."""
    name = bytes(8)
    seen = encode([Seen(name, name, b"")])
    card = encode([set_register((name, 2, bytes(16), 1, _TIME), ("", "Africa/Nairobi"))])
    draft = encode([set_register((name, 3, name, 1, _TIME), (bytes(16), "", ""))])
    topic = encode([set_register((name, 1, name, 1, _TIME), ("",))])
    first = encode([Message(name, name, 2, 1, _TIME, "x" * 40)]).rstrip(b"x")
    more = b"".join(msgspec.msgpack.encode([1, None, 1, 0, since, "x" * 200]) for since in (60, 600))
    parts = (card, draft, seen, topic, more.replace(b"x", b""), first)
    return b"".join(part.replace(name, b"") for part in parts)


def main() -> None:
    """Write the texts; say what the frames must be in wire/compress.py."""
    size = len(texts()) + len(frames())
    if size > LIMIT:
        raise ValueError(f"{size} bytes; deflate sees {LIMIT}")
    TARGET.write_bytes(texts())
    print(f"{TARGET.name}: {len(texts())} bytes; frames: {frames().hex()}")


if __name__ == "__main__":
    main()
