# SPDX-License-Identifier: Apache-2.0
"""Row heights with fast sums behave like a plain list of numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.ui.widgets.heights import RowHeights

HEIGHT = st.integers(1, 500)


@given(st.integers(0, 60), HEIGHT, st.integers(0, 40), st.lists(st.tuples(st.integers(0, 99), HEIGHT)))
def test_sums_are_those_of_a_list(
    count: int, estimate: int, more: int, changes: list[tuple[int, int]]
) -> None:
    heights = RowHeights(count, estimate)
    plain = [estimate] * count
    for place, (row, height) in enumerate(changes):
        if place == len(changes) // 2:
            heights.append(more)
            plain += [estimate] * more
        if row < len(plain):
            heights.set(row, height)
            plain[row] = height
    assert [heights.height(row) for row in range(heights.count)] == plain
    assert [heights.top(row) for row in range(len(plain) + 1)] == [
        sum(plain[:row]) for row in range(len(plain) + 1)
    ]
    assert heights.total == sum(plain)


@given(st.lists(HEIGHT, min_size=1, max_size=60), st.integers(-10, 20_000))
def test_the_row_at_a_place_covers_it(plain: list[int], y: int) -> None:
    heights = RowHeights(len(plain), 1)
    for row, height in enumerate(plain):
        heights.set(row, height)
    row = heights.row_at(y)
    inside = min(max(y, 0), heights.total - 1)
    assert heights.top(row) <= inside < heights.top(row) + heights.height(row)


def test_no_rows_cover_nothing() -> None:
    assert RowHeights().row_at(5) == -1


def test_a_row_without_height_is_refused() -> None:
    with pytest.raises(ValueError):
        RowHeights(1, 10).set(0, 0)
