# SPDX-License-Identifier: Apache-2.0
"""What is marked inside one message, by mouse or by keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Marked:
    """From `anchor` to `caret` in one message's text, in UTF-16 units; nothing when both are the same.

    `entered`: the keys move the caret, which is shown. `column` is the x that steps up and down keep to,
    -1 = the caret's own.
    """

    message: bytes
    anchor: int
    caret: int
    entered: bool = False
    column: int = -1

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    @property
    def is_empty(self) -> bool:
        """True when no text stands between."""
        return self.anchor == self.caret


class Unit(Enum):
    """What a drag takes up: after one press, two, three."""

    LETTERS = auto()
    WORDS = auto()
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Drag:
    """A drag under way in a row; it began at `origin`, a pair of positions."""

    row: int
    unit: Unit
    origin: tuple[int, int]

    def ends(self, here: tuple[int, int]) -> tuple[int, int]:
        """Anchor and caret when the pointer stands on the letter or word `here`."""
        if here[0] < self.origin[0]:
            return self.origin[1], here[0]
        return self.origin[0], max(here[1], self.origin[1])
