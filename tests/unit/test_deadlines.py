# SPDX-License-Identifier: Apache-2.0
"""Deadlines reserve time for reading and for mending."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mentordesk.domain.deadlines import Proposal, Step, Why, propose

MONDAY, TUESDAY, THURSDAY, FRIDAY = 0, 1, 3, 4
TODAY = date(2026, 5, 4)  # a Monday

weekdays = st.lists(st.integers(0, 6), max_size=7).map(tuple)
todays = st.dates(date(1971, 1, 1), date(2100, 1, 1))


def test_send_by_tuesday_so_that_grace_can_read_by_friday_and_you_can_fix_on_monday() -> None:
    found = propose(date(2026, 5, 19), TODAY, (MONDAY, TUESDAY), (FRIDAY,))
    assert found == Proposal(date(2026, 5, 12), date(2026, 5, 15), date(2026, 5, 18), True, Why.FITS)


def test_where_no_days_are_known_any_day_will_do() -> None:
    found = propose(TODAY + timedelta(10), TODAY)
    assert (found.fix_on, found.read_by, found.send_by) == tuple(TODAY + timedelta(n) for n in (9, 8, 6))
    assert found.feasible


def test_less_time_than_is_good_is_said() -> None:
    found = propose(TODAY + timedelta(3), TODAY)
    assert found.why is Why.TIGHT
    assert found.feasible


def test_a_day_that_is_not_usual_is_asked_of_the_writer_first() -> None:
    found = propose(date(2026, 5, 8), date(2026, 5, 6), (TUESDAY,), (THURSDAY,))
    assert (found.why, found.feasible, found.unusual) == (Why.UNUSUAL, False, (Step.SEND, Step.FIX))
    assert found.read_by == date(2026, 5, 7)


def test_handing_in_today_is_too_near() -> None:
    found = propose(TODAY, TODAY)
    assert found == Proposal(TODAY, TODAY, TODAY, False, Why.TOO_NEAR)


def test_a_day_that_is_over_is_said_to_be() -> None:
    found = propose(TODAY - timedelta(1), TODAY)
    assert (found.why, found.feasible, found.send_by) == (Why.PAST, False, TODAY)


@given(todays, st.integers(0, 60), weekdays, weekdays)
def test_days_stand_in_order_and_never_in_the_past(
    today: date, ahead: int, owner: tuple[int, ...], reviewer: tuple[int, ...]
) -> None:
    hand_in = today + timedelta(ahead)
    found = propose(hand_in, today, owner, reviewer)
    assert today <= found.send_by <= found.read_by <= found.fix_on <= hand_in


@given(todays, st.integers(0, 60), weekdays, weekdays)
def test_what_is_feasible_asks_nobody_for_another_day(
    today: date, ahead: int, owner: tuple[int, ...], reviewer: tuple[int, ...]
) -> None:
    found = propose(today + timedelta(ahead), today, owner, reviewer)
    usual = {
        Step.SEND: not owner or found.send_by.weekday() in owner,
        Step.READ: not reviewer or found.read_by.weekday() in reviewer,
        Step.FIX: not owner or found.fix_on.weekday() in owner,
    }
    assert found.unusual == tuple(step for step, holds in usual.items() if not holds)
    assert not (found.feasible and found.unusual)


@given(todays, weekdays, weekdays)
def test_four_weeks_are_always_enough(
    today: date, owner: tuple[int, ...], reviewer: tuple[int, ...]
) -> None:
    found = propose(today + timedelta(28), today, owner, reviewer)
    assert found.why is Why.FITS
    assert found.read_by - found.send_by >= timedelta(2)


@given(todays, st.integers(1, 60), weekdays, weekdays)
def test_one_day_is_enough_if_people_connect_when_asked(
    today: date, ahead: int, owner: tuple[int, ...], reviewer: tuple[int, ...]
) -> None:
    found = propose(today + timedelta(ahead), today, owner, reviewer)
    assert found.why not in (Why.TOO_NEAR, Why.PAST)
    assert found.send_by < found.fix_on
