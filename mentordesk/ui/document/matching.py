# SPDX-License-Identifier: Apache-2.0
"""Where words stand in a text: in small or large letters, with accents or without, as whole words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mentordesk.base.utf16 import in_units

Span = tuple[int, int]  # UTF-16 units


@dataclass(frozen=True, slots=True)
class How:
    """How exactly the letters must agree."""

    case: bool = False  # large and small letters differ
    whole: bool = False  # not inside of longer words
    fold: bool = False  # é is found as e


def find_all(text: str, sought: str, how: How) -> list[Span]:
    """All places of `sought`, from the start, none over another. Line ends are letters like others."""
    pattern = _pattern(text, sought, how)
    if pattern is None:
        return []
    plain = _bases(text) if how.fold else text
    found = [match.span() for match in pattern.finditer(plain)]
    if how.whole:
        found = [span for span in found if _stands_alone(text, *span)]
    return in_units(text, found)


def is_part_of_word(letter: str) -> bool:
    """Letters, digits and the marks on them."""
    return unicodedata.category(letter)[0] in "LNM" or letter == "_"


def _pattern(text: str, sought: str, how: How) -> re.Pattern[str] | None:
    if not sought or not sought.isprintable():
        return None
    flags = re.NOFLAG if how.case else re.IGNORECASE
    if not how.fold:
        return re.compile(re.escape(sought), flags)
    bare = "".join(c for c in unicodedata.normalize("NFD", sought) if not unicodedata.combining(c))
    marks = "".join(sorted(c for c in set(text) if unicodedata.combining(c)))
    between = f"[{re.escape(marks)}]*" if marks else ""
    return re.compile("".join(re.escape(c) + between for c in bare), flags) if bare else None


def _bases(text: str) -> str:
    """Each letter without its accent; as many letters as before."""
    table = {}
    for letter in set(text):
        base = unicodedata.normalize("NFD", letter)[0]
        if base != letter and not unicodedata.combining(base):
            table[ord(letter)] = base
    return text.translate(table)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start == 0 or not (is_part_of_word(text[start]) and is_part_of_word(text[start - 1]))
    after = end == len(text) or not (is_part_of_word(text[end - 1]) and is_part_of_word(text[end]))
    return before and after
