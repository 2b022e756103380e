# SPDX-License-Identifier: Apache-2.0
"""Going and coming back."""

from mentordesk.ui.places import (
    CirclePlace,
    Journey,
    NewThreadPlace,
    SearchPlace,
    SettingsPlace,
    ThreadPlace,
    TodayPlace,
    circle_of,
)

CIRCLE = b"c" * 16
THREAD = ThreadPlace(CIRCLE, b"thread-1")


def test_back_leads_where_one_came_from_and_stops_at_the_first() -> None:
    journey = Journey(TodayPlace())
    journey.go(CirclePlace(CIRCLE))
    journey.go(THREAD)
    assert [journey.back(), journey.back(), journey.back()] == [
        CirclePlace(CIRCLE),
        TodayPlace(),
        TodayPlace(),
    ]


def test_a_search_typed_on_is_one_step() -> None:
    journey = Journey(TodayPlace())
    for words in ("p", "pu", "pump"):
        journey.go(SearchPlace(words))
    assert journey.back() == TodayPlace()


def test_going_where_one_has_been_does_not_lengthen_the_way() -> None:
    journey = Journey(TodayPlace())
    for _ in range(3):
        journey.go(SettingsPlace())
        journey.go(CirclePlace(CIRCLE))
    assert [journey.back(), journey.back()] == [SettingsPlace(), TodayPlace()]


def test_a_draft_that_became_a_thread_is_not_on_the_way_back() -> None:
    journey = Journey(CirclePlace(CIRCLE))
    journey.go(NewThreadPlace(CIRCLE))
    journey.replace(THREAD)
    assert (journey.here, journey.back()) == (THREAD, CirclePlace(CIRCLE))


def test_places_know_their_circle() -> None:
    assert circle_of(THREAD) == CIRCLE
    assert circle_of(TodayPlace()) == b""
