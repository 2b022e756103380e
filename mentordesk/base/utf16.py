# SPDX-License-Identifier: Apache-2.0
"""Lengths and places in UTF-16 units, as Qt and the texts of documents count them."""
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

LAST_NARROW = "\uffff"  # letters behind it take two units


def units(text: str) -> int:
    """UTF-16 units of `text`."""
    return len(text) if text.isascii() else len(text) + sum(letter > LAST_NARROW for letter in text)


def in_units(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of letters of `text` as spans of UTF-16 units."""
    if not spans or text.isascii():
        return list(spans)
    wide = [place for place, letter in enumerate(text) if letter > LAST_NARROW]
    return [(start + bisect_left(wide, start), end + bisect_left(wide, end)) for start, end in spans]
