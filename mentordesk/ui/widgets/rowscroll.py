# SPDX-License-Identifier: Apache-2.0
"""Where a long list stands: an anchor row and an offset, so that corrected heights never make it jump."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mentordesk.ui.widgets.heights import RowHeights

END_SPACE = 12
"""Free pixels below the last row."""


class RowScroll:
    """Scroll position over rows that are measured only when they come into sight; no Qt in it.

    `measure(row)` gives the exact height in pixels. `row` and `offset` name the row at the top edge of
    the view and how many of its pixels are above that edge.
    """

    def __init__(self, measure: Callable[[int], int]) -> None:
        self._measure = measure
        self._checked: set[int] = set()
        self.heights = RowHeights()
        self.view_height = 0
        self.row = 0
        self.offset = 0
        self.at_end = True
        self._shown: tuple[int, int] | None = None  # of `show`, until somebody scrolls

    def reset(self, count: int, estimate: int) -> None:
        """Other rows, or another font: forget all heights; the anchor stays where it can."""
        self.heights.reset(count, estimate)
        self._checked.clear()
        self._shown = None

    def again(self) -> None:
        """Heights may have changed, the view's own too: stay at the row, at the end, or at what was shown."""
        self._checked.clear()
        if self._shown is not None:
            self.show(*self._shown)
        elif self.at_end:
            self.to_end()
        else:
            self.settle()

    def append(self, count: int) -> None:
        """Rows were added at the end."""
        self.heights.append(count)

    @property
    def position(self) -> int:
        """Pixels above the view, estimated rows included."""
        return self.heights.top(self.row) + self.offset

    @property
    def extent(self) -> int:
        """Pixels of everything."""
        return self.heights.total + END_SPACE

    def place(self, row: int) -> int:
        """Top of a row, relative to the view."""
        return self.heights.top(row) - self.position

    def height(self, row: int) -> int:
        """The exact height of a row; measures it when nobody has."""
        if row not in self._checked:
            self.heights.set(row, self._measure(row))
            self._checked.add(row)
        return self.heights.height(row)

    def in_sight(self) -> Iterator[tuple[int, int]]:
        """(row, top relative to the view) of each row in sight, downwards."""
        top = -self.offset
        for row in range(self.row, self.heights.count):
            if top >= self.view_height:
                return
            yield row, top
            top += self.height(row)

    def move_by(self, pixels: int) -> None:
        """Scroll by so many true pixels; rows passed are measured."""
        self._shown = None
        self.offset += pixels
        self.settle()

    def move_to(self, position: int) -> None:
        """Scroll to an estimated position, as a dragged scroll bar asks."""
        self._shown = None
        if self.heights.count:
            self.row = self.heights.row_at(position)
            # The row may turn out lower than estimated: stay inside of it.
            self.offset = min(position - self.heights.top(self.row), self.height(self.row) - 1)
        self.settle()

    def to_end(self) -> None:
        """Show the end."""
        self._shown = None
        if self.heights.count:
            self.row = self.heights.count - 1
            self.offset = self.height(self.row)
        self.settle()

    def to_row(self, row: int, top: int = 0) -> None:
        """Put the top of a row `top` pixels below the upper edge, as far as there are rows."""
        self._shown = None
        self.row, self.offset = row, -top
        self.settle()

    def show(self, row: int, before: int) -> None:
        """Show a row with all that follows, where that fits; else below some of the pixels `before` it.

        Until somebody scrolls, `again` shows it anew: a view often gets its height only afterwards.
        """
        self.to_end()
        if dict(self.in_sight()).get(row, -1) < 0:
            self.to_row(row, min(self.view_height // 5, before))
        self._shown = row, before

    def stay(self) -> None:
        """What was shown has been seen: from now on the end stays at the end, anything else where it is."""
        self._shown = None

    def reveal(self, row: int) -> None:
        """Scroll as little as possible to show a row; of one higher than the view, its nearer end."""
        height = self.height(row)
        place = dict(self.in_sight()).get(row)
        if place is None:
            # Only the side is known for sure: rows between may never have been measured.
            place = -height if row < self.row else self.view_height
        if height > self.view_height:
            if place >= self.view_height:
                self.to_row(row)
            elif place + height <= 0:
                self.to_row(row, self.view_height - height)
        elif place < 0:
            self.to_row(row)
        elif place + height > self.view_height:
            if row == self.heights.count - 1:
                self.to_end()
            else:
                self.to_row(row, self.view_height - height)

    def settle(self) -> None:
        """Make the anchor true: measure what is in sight, stay inside the list, notice its end."""
        if not self.heights.count:
            self.row = self.offset = 0
            self.at_end = True
            return
        self.row = min(max(self.row, 0), self.heights.count - 1)
        self._normalise()
        below = self.height(self.row) - self.offset
        last = self.row
        while below < self.view_height and last < self.heights.count - 1:
            last += 1
            below += self.height(last)
        self.at_end = last == self.heights.count - 1 and below + END_SPACE <= self.view_height
        if self.at_end:
            self._fill_from_end()

    def _normalise(self) -> None:
        while self.offset < 0 and self.row > 0:
            self.row -= 1
            self.offset += self.height(self.row)
        self.offset = max(self.offset, 0)
        while self.row < self.heights.count - 1 and self.offset >= self.height(self.row):
            self.offset -= self.height(self.row)
            self.row += 1

    def _fill_from_end(self) -> None:
        wanted = self.view_height - END_SPACE
        row = self.heights.count - 1
        above = self.height(row)
        while above < wanted and row > 0:
            row -= 1
            above += self.height(row)
        self.row, self.offset = row, max(0, above - wanted)
