# SPDX-License-Identifier: Apache-2.0
"""What letters tell: the direction in which a text reads, the first letter of a name."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QTextBoundaryFinder

_STRONG = {"L": False, "R": True, "AL": True}
_ISOLATES = {"LRI", "RLI", "FSI"}


def reads_right_to_left(text: str, otherwise: bool) -> bool:
    """Direction of a paragraph by its first strong letter; `otherwise` where it has none (numbers, dots).

    Isolated names do not count, as in Unicode's rule P2.
    """
    depth = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and kind in _STRONG:
            return _STRONG[kind]
    return otherwise


def without_accents(text: str) -> str:
    """Letters as one would type them in a hurry: small, and without what stands above or below."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def initial_of(name: str) -> str:
    """The first letter of a name as people see it, vowel signs included; "" for an empty name."""
    trimmed = name.strip()
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, trimmed)
    end = finder.toNextBoundary()
    first = trimmed.encode("utf-16-le")[: max(end, 0) * 2].decode("utf-16-le", "ignore")
    return first.upper()
