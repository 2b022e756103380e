# SPDX-License-Identifier: Apache-2.0
"""The one fold of text for index and query: what sounds or looks the same to a reader becomes equal.

Accents and Arabic vowel signs go, capitals become small, Arabic letter variants one letter, and characters of
scripts without spaces stand alone. Vowel signs of Indic scripts stay: without them words change.
"""
from __future__ import annotations

import unicodedata
from functools import lru_cache

_ARABIC = {
    "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ک": "ك", "ڪ": "ك", "ـ": "",
}  # fmt: skip
_SPACELESS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # Han radicals
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_JOINERS = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c")
_NUKTA = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c")


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """What one character becomes: usually one, sometimes none or several."""
    parts = unicodedata.normalize("NFKD", character)
    return "".join(_fold_part(part) for part in unicodedata.normalize("NFKD", parts.casefold()))


def _fold_part(part: str) -> str:
    if part in _JOINERS or part in _NUKTA or _is_accent(part):
        return ""
    part = _ARABIC.get(part, part)
    return f" {part} " if part and _stands_alone(part) else part


def _is_accent(part: str) -> bool:
    """Marks that readers leave out: Latin accents, Arabic and Hebrew points; not Indic vowel signs."""
    return unicodedata.combining(part) not in (0, 7, 9, 84, 91, 103, 107, 118, 122, 129, 130, 132)


def _stands_alone(part: str) -> bool:
    code = ord(part)
    if code < _SPACELESS[0][0] or unicodedata.category(part)[0] != "L":
        return False
    return any(low <= code <= high for low, high in _SPACELESS)


def fold(text: str) -> str:
    """The folded text, words still in their order."""
    if text.isascii():
        return text.lower()
    return "".join(map(fold_character, text))
