# SPDX-License-Identifier: Apache-2.0
"""Clocks that are held by hand and randomness that can be replayed."""

from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.clock import ManualClock, SeededRandomness, SystemClock, SystemRandomness


def test_a_wrong_wall_clock_does_not_move_the_steady_one() -> None:
    clock = ManualClock(now=1_779_000_000)
    clock.advance(10)
    clock.set_wall(0)
    assert (clock.now(), clock.monotonic()) == (0, 10.0)
    clock.advance(2.5)
    assert (clock.now(), clock.monotonic()) == (2, 12.5)


def test_the_system_clock_counts_in_seconds_and_never_backwards() -> None:
    clock = SystemClock()
    first = clock.monotonic()
    assert isinstance(clock.now(), int)
    assert clock.monotonic() >= first


@given(st.integers(), st.lists(st.integers(0, 200), max_size=8))
def test_a_seed_gives_one_stream_however_it_is_cut(seed: int, cuts: list[int]) -> None:
    source = SeededRandomness(seed)
    taken = b"".join(source.bytes(count) for count in cuts)
    assert taken == SeededRandomness(seed).bytes(sum(cuts))


def test_seeds_differ_and_the_system_is_not_seeded() -> None:
    assert SeededRandomness(1).bytes(16) != SeededRandomness(2).bytes(16)
    assert SystemRandomness().bytes(16) != SystemRandomness().bytes(16)
