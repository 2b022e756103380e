# SPDX-License-Identifier: Apache-2.0
"""The table of the line's states, and the pace."""
from __future__ import annotations

from itertools import pairwise, product

import pytest

from mentordesk.base.clock import SeededRandomness
from mentordesk.base.errors import (
    Bug,
    CertificateNotTrusted,
    DiskFull,
    NotOurServer,
    ServerUnreachable,
    SignInAgain,
    SlowDown,
    Trouble,
    UpdateNeeded,
)
from mentordesk.domain.connection import LineState
from mentordesk.sync.line import LineBroken, RequestTooLarge
from mentordesk.sync.pace import FIRST, LARGEST, LONGEST, SHORTEST, SMALLEST, Backoff, Pace
from mentordesk.sync.states import IMPOSSIBLE, OUTSIDE, TRANSITIONS, Signal, next_state, signal_of


def test_every_state_and_signal_is_listed_or_impossible() -> None:
    every = set(product(LineState, Signal))
    assert set(TRANSITIONS) | IMPOSSIBLE == every
    assert not set(TRANSITIONS) & IMPOSSIBLE


def test_only_an_exchange_under_way_can_end() -> None:
    for state, signal in IMPOSSIBLE:
        assert state is not LineState.WORKING
        with pytest.raises(Bug):
            next_state(state, signal)


def test_every_state_can_start_again() -> None:
    assert {next_state(state, Signal.STARTED) for state in LineState} == {LineState.WORKING}


def test_every_state_can_be_reached_from_an_exchange() -> None:
    assert {next_state(LineState.WORKING, signal) for signal in Signal} == set(LineState)


def test_what_comes_from_outside_changes_no_state() -> None:
    assert all(next_state(state, signal) is state for state in LineState for signal in OUTSIDE)


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (ServerUnreachable(reason="name"), LineState.OFFLINE),
        (LineBroken(reason="cut"), LineState.WAITING_TO_RETRY),
        (RequestTooLarge(reason="too_large"), LineState.WAITING_TO_RETRY),
        (SlowDown(9), LineState.WAITING_TO_RETRY),
        (NotOurServer(reason="page"), LineState.PORTAL),
        (SignInAgain(), LineState.SIGN_IN_AGAIN),
        (UpdateNeeded(), LineState.UPDATE_NEEDED),
        (CertificateNotTrusted(clock=""), LineState.TROUBLE),
        (DiskFull(), LineState.TROUBLE),
    ],
)
def test_troubles_lead_to_states(trouble: Trouble, state: LineState) -> None:
    assert next_state(LineState.WORKING, signal_of(trouble)) is state


def test_pauses_double_with_chance_between_two_seconds_and_five_minutes() -> None:
    backoff = Backoff(SeededRandomness(1))
    pauses = [backoff.next(LineState.OFFLINE) for _ in range(12)]
    assert all(SHORTEST <= pause <= LONGEST for pause in pauses)
    assert all(later > earlier for earlier, later in pairwise(pauses[:6]))
    assert pauses[0] <= 2 * SHORTEST
    backoff.reset()
    assert backoff.next(LineState.OFFLINE) <= 2 * SHORTEST


def test_two_computers_do_not_knock_together() -> None:
    one, other = Backoff(SeededRandomness(1)), Backoff(SeededRandomness(2))
    assert one.next(LineState.OFFLINE) != other.next(LineState.OFFLINE)


def test_what_does_not_change_by_itself_is_asked_rarely() -> None:
    assert Backoff(SeededRandomness(1)).next(LineState.UPDATE_NEEDED) >= LONGEST / 2
    portal = Backoff(SeededRandomness(1))
    assert max(portal.next(LineState.PORTAL) for _ in range(20)) <= 60


def test_pace_follows_a_full_line_and_ignores_a_trickle() -> None:
    pace = Pace()
    pace.took(200, 0.6)
    assert pace.limit == FIRST
    pace.took(FIRST, 20.0)
    assert pace.limit == FIRST // 2
    pace.took(FIRST // 2, 0.1)
    assert pace.limit == FIRST * 2


def test_pace_stays_within_its_bounds() -> None:
    pace = Pace()
    for _ in range(20):
        pace.halve()
    assert pace.limit == SMALLEST
    for _ in range(20):
        pace.took(pace.limit, 0.01)
    assert pace.limit == LARGEST
