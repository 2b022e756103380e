# SPDX-License-Identifier: Apache-2.0
"""The one fold of text for index and query: what reads the same becomes equal.

Accents and Arabic or Hebrew points go, capitals become small, variants of Arabic letters one letter, digits
of any script European ones, and letters of scripts without spaces stand alone. Vowel signs of Indic scripts
stay: without them words change.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = {
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ہ": "ه", "ە": "ه", "ک": "ك", "ڪ": "ك", "ـ": "",
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe",
}  # fmt: skip
_SPACELESS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # Han radicals
    (0x3005, 0x3007),
    (0x3041, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_ASCII_WORD = re.compile(r"[0-9A-Za-z]+")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c")
_KEPT_CLASSES = frozenset({0, 8, 9, 84, 91, 103, 107, 118, 122, 129, 130, 132})  # vowel signs, viramas, kana


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """What one character becomes: usually one, sometimes none or several."""
    plain = unicodedata.normalize("NFKC", character).casefold()
    if len(plain) == 1 and _stands_alone(plain):
        return f" {plain} "
    return "".join(map(_fold_part, unicodedata.normalize("NFKD", plain)))


def _fold_part(part: str) -> str:
    if part in _INVISIBLE or unicodedata.combining(part) not in _KEPT_CLASSES:
        return ""
    if unicodedata.category(part) == "Nd":
        return str(unicodedata.decimal(part))
    part = _LETTERS.get(part, part)
    return f" {part} " if part and _stands_alone(part) else part


def _stands_alone(part: str) -> bool:
    code = ord(part[0])
    if code < _SPACELESS[0][0] or unicodedata.category(part[0])[0] != "L":
        return False
    return any(low <= code <= high for low, high in _SPACELESS)


def fold(text: str) -> str:
    """The folded text, words still in their order."""
    if text.isascii():
        return text.lower()
    return "".join(map(fold_character, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=4096)
def is_word_character(character: str) -> bool:
    """Whether the index takes a folded character as part of a word: letters, digits, their signs."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category in {"Co", "Mn", "Mc"}


def words(folded: str) -> list[tuple[str, int, int]]:
    """The words of folded text as the index cuts them: (word, start, end)."""
    if folded.isascii():
        return [(match[0], match.start(), match.end()) for match in _ASCII_WORD.finditer(folded)]
    found: list[tuple[str, int, int]] = []
    start = -1
    for at, character in enumerate(folded):
        inside = is_word_character(character)
        if inside and start < 0:
            start = at
        elif not inside and start >= 0:
            found.append((folded[start:at], start, at))
            start = -1
    if start >= 0:
        found.append((folded[start:], start, len(folded)))
    return found
