# SPDX-License-Identifier: Apache-2.0
"""Where cards stand beside a text: at the height of their words, pushed down where they would overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


class Places:
    """Tops of cards in pixels from the text's own top.

    `wanted` are the heights of their words, not falling; `pinned` is the card that stands exactly there,
    −1 = none: those before it are pushed up then, where they would reach into it.
    """

    def __init__(self, wanted: Sequence[int], heights: Sequence[int], gap: int, pinned: int = -1) -> None:
        self.wanted = tuple(wanted)
        self.heights = tuple(heights)
        self.pinned = pinned
        offset, offsets = 0, []
        for height in heights:
            offsets.append(offset)
            offset += height + gap
        free = [want - before for want, before in zip(wanted, offsets, strict=True)]
        if 0 <= pinned < len(free):
            free = _settled(free, pinned)
        most: list[int] = []
        for one in free:
            most.append(max(one, most[-1]) if most else one)
        self.tops = tuple(one + before for one, before in zip(most, offsets, strict=True))

    @property
    def extent(self) -> tuple[int, int]:
        """From the first card's top to the last one's bottom; (0, 0) without cards."""
        if not self.tops:
            return 0, 0
        return self.tops[0], self.tops[-1] + self.heights[-1]

    def in_sight(self, top: int, bottom: int) -> range:
        """The cards that reach between two heights."""
        first = max(0, bisect_right(self.tops, top) - 1)
        last = bisect_right(self.tops, bottom)
        while first < last and self.tops[first] + self.heights[first] <= top:
            first += 1
        return range(first, last)

    def at(self, y: int) -> int:
        """The card at a height; −1 between cards."""
        row = bisect_right(self.tops, y) - 1
        return row if row >= 0 and y < self.tops[row] + self.heights[row] else -1

    def shift(self, scroll: int, most: int, view: int) -> int:
        """How far the cards are moved up when the text is scrolled by `scroll` of `most` in a view so high.

        As far as the text while the cards have room. Where there are more cards than text, faster, so that
        those beside the words in sight are in sight too. A pinned card moves exactly with the text.
        """
        if not self.tops or most <= 0 or self.pinned >= 0:
            return scroll
        here = scroll + view * min(max(scroll, 0), most) // most  # this height of the text is looked at
        anchors = dict(zip(self.wanted, self.tops, strict=True)) | {0: min(0, self.tops[0])}
        anchors[max(most + view, self.wanted[-1])] = max(most + view, self.extent[1])
        return scroll + _between(sorted(anchors.items()), here) - here


def _settled(free: list[int], pinned: int) -> list[int]:
    """Nobody before the pinned one lower than it, nobody after it higher."""
    pin = free[pinned]
    return [min(one, pin) if row < pinned else max(one, pin) for row, one in enumerate(free)]


def _between(anchors: Sequence[tuple[int, int]], here: int) -> int:
    """On the line through points that do not fall; the first and last go on as they are."""
    for (low, low_y), (high, high_y) in pairwise(anchors):
        if low <= here <= high and high > low:
            return low_y + (high_y - low_y) * (here - low) // (high - low)
    return here + (anchors[-1][1] - anchors[-1][0] if here > anchors[-1][0] else 0)


@dataclass(frozen=True, slots=True)
class Badge:
    """Cards whose words stand so near each other that one mark is enough for them."""

    top: int
    rows: range


def badges_of(wanted: Sequence[int], height: int, gap: int) -> tuple[Badge, ...]:
    """Marks of one height beside the text: one for all cards that begin where the last one still stands."""
    found: list[Badge] = []
    for row, want in enumerate(wanted):
        if found and want < found[-1].top + height + gap:
            found[-1] = Badge(found[-1].top, range(found[-1].rows.start, row + 1))
        else:
            found.append(Badge(want, range(row, row + 1)))
    return tuple(found)
