# SPDX-License-Identifier: Apache-2.0
"""Where cards stand: beside their words, never over each other, all of them to be reached."""

from hypothesis import given
from hypothesis import strategies as st

from mentordesk.ui.document.marginplaces import Places, badges_of

GAP = 8
HEIGHTS = st.integers(20, 200)
CARDS = st.lists(st.tuples(st.integers(0, 3_000), HEIGHTS), min_size=1, max_size=40).map(
    lambda cards: (sorted(want for want, _ in cards), [height for _, height in cards])
)


def test_a_card_stands_at_the_height_of_its_words() -> None:
    assert Places([10, 300], [50, 50], GAP).tops == (10, 300)


def test_a_card_that_would_overlap_is_pushed_down() -> None:
    assert Places([10, 20, 500], [50, 50, 50], GAP).tops == (10, 68, 500)


def test_the_pinned_card_stands_exactly_and_pushes_those_before_it_up() -> None:
    assert Places([10, 20, 30], [50, 50, 50], GAP, pinned=1).tops == (-38, 20, 78)


@given(CARDS, st.integers(-1, 39))
def test_no_card_lies_over_another(cards: tuple[list[int], list[int]], pinned: int) -> None:
    wanted, heights = cards
    pinned = min(pinned, len(wanted) - 1)
    places = Places(wanted, heights, GAP, pinned)
    ends = zip(places.tops, heights, strict=True)
    assert all(
        top + height + GAP <= below for (top, height), below in zip(ends, places.tops[1:], strict=False)
    )
    if pinned >= 0:
        assert places.tops[pinned] == wanted[pinned]


@given(CARDS)
def test_cards_with_room_around_stand_at_their_words(cards: tuple[list[int], list[int]]) -> None:
    wanted, heights = cards
    apart = [want + 250 * place for place, want in enumerate(wanted)]
    assert Places(apart, heights, GAP).tops == tuple(apart)


@given(CARDS, st.integers(1, 2_000), st.integers(250, 900))
def test_scrolling_through_the_text_shows_every_card(
    cards: tuple[list[int], list[int]], beyond: int, view: int
) -> None:
    wanted, heights = cards
    places = Places(wanted, heights, GAP)
    most = max(wanted[-1] - view, 0) + beyond
    seen: set[int] = set()
    for scroll in range(most + 1):
        shift = places.shift(scroll, most, view)
        seen |= {
            row for row in places.in_sight(shift, shift + view) if places.tops[row] + heights[row] / 2 > shift
        }
    steps = places.extent[1] / (most + 1)  # pixels that cards may move at one step of the text
    assert seen == set(range(len(wanted))) or steps > view / 4


@given(CARDS, st.integers(200, 900))
def test_at_the_end_of_the_text_the_last_card_is_in_sight(
    cards: tuple[list[int], list[int]], view: int
) -> None:
    wanted, heights = cards
    most = max(1, wanted[-1] + 40 - view)
    places = Places(wanted, heights, GAP)
    bottom = places.extent[1] - places.shift(most, most, view)
    assert bottom <= view + 1


@given(CARDS, st.integers(0, 3_000), st.integers(1, 900))
def test_what_is_in_sight_is_exactly_what_reaches_into_the_view(
    cards: tuple[list[int], list[int]], top: int, view: int
) -> None:
    wanted, heights = cards
    places = Places(wanted, heights, GAP)
    seen = set(places.in_sight(top, top + view))
    for row, (start, height) in enumerate(zip(places.tops, heights, strict=True)):
        assert (row in seen) == (start + height > top and start <= top + view)


def test_a_press_between_cards_meets_none() -> None:
    places = Places([10, 100], [50, 50], GAP)
    assert [places.at(y) for y in (5, 10, 59, 61, 100, 149, 150)] == [-1, 0, 0, -1, 1, 1, -1]


def test_marks_that_would_overlap_become_one_with_a_count() -> None:
    badges = badges_of([0, 10, 20, 100], 24, 4)
    assert [(badge.top, list(badge.rows)) for badge in badges] == [(0, [0, 1, 2]), (100, [3])]
