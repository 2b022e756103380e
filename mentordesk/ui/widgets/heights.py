# SPDX-License-Identifier: Apache-2.0
"""Heights of many rows: estimated until measured, with sums in O(log n)."""

from __future__ import annotations


class RowHeights:
    """A Fenwick tree over row heights in pixels; rows never measured count as `estimate`."""

    def __init__(self, count: int = 0, estimate: int = 1) -> None:
        self.reset(count, estimate)

    def reset(self, count: int, estimate: int) -> None:
        """Forget all measurements."""
        self.estimate = estimate
        self._heights: list[int] = [estimate] * count
        self._tree: list[int] = [0] * (count + 1)
        for place in range(1, count + 1):
            self._tree[place] += estimate
            above = place + (place & -place)
            if above <= count:
                self._tree[above] += self._tree[place]

    def append(self, count: int) -> None:
        """Add unmeasured rows at the end."""
        for _ in range(count):
            place = len(self._tree)
            low = place - (place & -place)
            total, child = self.estimate, place - 1
            while child > low:
                total += self._tree[child]
                child -= child & -child
            self._tree.append(total)
            self._heights.append(self.estimate)

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self._heights)

    @property
    def total(self) -> int:
        """Height of all rows together."""
        return self.top(self.count)

    def height(self, row: int) -> int:
        """Measured height, or the estimate."""
        return self._heights[row]

    def set(self, row: int, height: int) -> None:
        """Take a measured height (> 0)."""
        if height <= 0:
            raise ValueError("a row has a height")
        change = height - self._heights[row]
        if not change:
            return
        self._heights[row] = height
        place = row + 1
        while place < len(self._tree):
            self._tree[place] += change
            place += place & -place

    def top(self, row: int) -> int:
        """Sum of the heights of all rows before `row`."""
        total, place = 0, row
        while place > 0:
            total += self._tree[place]
            place -= place & -place
        return total

    def row_at(self, y: int) -> int:
        """The row that covers y; the first or last row outside of all, -1 when there are none."""
        if not self._heights:
            return -1
        place, left = 0, max(y, 0)
        step = 1 << len(self._heights).bit_length()
        while step:
            there = place + step
            if there < len(self._tree) and self._tree[there] <= left:
                place, left = there, left - self._tree[there]
            step >>= 1
        return min(place, self.count - 1)
