# SPDX-License-Identifier: Apache-2.0
"""Scrolling over estimated rows: nothing jumps, nothing overlaps, the end is the end."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mentordesk.ui.widgets.rowscroll import END_SPACE, RowScroll

VIEW = 300
ROWS = st.lists(st.integers(20, 700), min_size=1, max_size=120)


def scroll_over(true_heights: list[int], estimate: int = 90) -> RowScroll:
    scroll = RowScroll(lambda row: true_heights[row])
    scroll.view_height = VIEW
    scroll.reset(len(true_heights), estimate)
    scroll.to_end()
    return scroll


def seen(scroll: RowScroll) -> dict[int, int]:
    return dict(scroll.in_sight())


@given(ROWS)
def test_opens_with_the_last_line_in_sight(heights: list[int]) -> None:
    scroll = scroll_over(heights)
    last = len(heights) - 1
    bottom = seen(scroll)[last] + heights[last]
    assert scroll.at_end
    assert bottom == min(VIEW - END_SPACE, sum(heights))


@given(ROWS, st.lists(st.integers(-400, 400), max_size=12))
def test_rows_move_by_just_what_was_asked(heights: list[int], moves: list[int]) -> None:
    scroll = scroll_over(heights)
    for move in moves:
        before = seen(scroll)
        scroll.move_by(move)
        after = seen(scroll)
        shifts = {before[row] - after[row] for row in before.keys() & after.keys()}
        assert len(shifts) <= 1, "rows in sight kept their distance"
        assert all(abs(shift) <= abs(move) and shift * move >= 0 for shift in shifts)
        at_border = scroll.at_end or (scroll.row, scroll.offset) == (0, 0)
        assert at_border or shifts <= {move}


@given(ROWS, st.integers(0, 20_000))
def test_rows_in_sight_follow_each_other_without_gaps(heights: list[int], position: int) -> None:
    scroll = scroll_over(heights)
    scroll.move_to(position)
    rows = list(scroll.in_sight())
    assert rows[0][1] <= 0 < rows[0][1] + heights[rows[0][0]]
    for (row, top), (below, next_top) in itertools.pairwise(rows):
        assert (below, next_top) == (row + 1, top + heights[row])
    bottom = rows[-1][1] + heights[rows[-1][0]]
    assert bottom >= VIEW - END_SPACE or sum(heights) < VIEW


@given(ROWS, st.data())
def test_a_row_to_be_shown_is_in_sight(heights: list[int], data: st.DataObject) -> None:
    scroll = scroll_over(heights)
    row = data.draw(st.integers(0, len(heights) - 1))
    scroll.reveal(row)
    top = seen(scroll)[row]
    whole = top >= 0 and top + heights[row] <= VIEW
    assert whole or heights[row] > VIEW - END_SPACE


@given(ROWS, st.integers(1, 30), st.integers(0, 5_000))
def test_rows_that_come_in_below_move_nothing(heights: list[int], more: int, position: int) -> None:
    true = list(heights)
    scroll = scroll_over(true)
    scroll.move_to(position)
    before = seen(scroll)
    was_at_end = scroll.at_end
    true += [50] * more
    scroll.append(more)
    scroll.settle()
    if not was_at_end:
        assert before.items() <= seen(scroll).items()


def test_only_rows_in_sight_are_measured() -> None:
    measured: list[int] = []

    def measure(row: int) -> int:
        measured.append(row)
        return 100

    scroll = RowScroll(measure)
    scroll.view_height = VIEW
    scroll.reset(5_000, 90)
    scroll.to_end()
    assert len(set(measured)) <= 6
    assert len(measured) == len(set(measured)), "each of them once"


def test_an_empty_list_is_at_its_end() -> None:
    scroll = RowScroll(lambda _row: 1)
    scroll.view_height = VIEW
    scroll.to_end()
    assert scroll.at_end
    assert list(scroll.in_sight()) == []
