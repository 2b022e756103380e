# SPDX-License-Identifier: Apache-2.0
"""Token buckets: a burst, then a steady rate."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.clock import ManualClock
from mentordesk.server.limits import Buckets, Rate


def test_a_burst_passes_and_the_next_is_told_how_long_to_wait() -> None:
    clock = ManualClock()
    buckets = Buckets(Rate(0.5, 3), clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2]
    clock.advance(2)
    assert [buckets.take("a"), buckets.take("a")] == [0, 2]


def test_each_key_has_its_own_bucket() -> None:
    buckets = Buckets(Rate(0.5, 1), ManualClock())
    assert [buckets.take("a"), buckets.take("a"), buckets.take("b")] == [0, 2, 0]


def test_no_rate_is_no_limit() -> None:
    buckets = Buckets(Rate(0, 0), ManualClock())
    assert {buckets.take("a") for _ in range(1000)} == {0}


@given(st.lists(st.floats(0, 3), max_size=60))
def test_nobody_gets_more_than_the_burst_and_the_rate(pauses: list[float]) -> None:
    clock = ManualClock()
    buckets, passed = Buckets(Rate(1, 5), clock), 0
    for pause in pauses:
        clock.advance(pause)
        passed += buckets.take("a") == 0
    assert passed <= 5 + sum(pauses) + 0.001


def test_asking_when_told_to_wait_costs_nothing() -> None:
    clock = ManualClock()
    buckets = Buckets(Rate(0.1, 1), clock)
    assert buckets.take("a") == 0
    waits = []
    for _ in range(5):
        waits.append(buckets.take("a"))
        clock.advance(2)
    assert waits == [10, 8, 6, 4, 2]
    assert buckets.take("a") == 0
