# SPDX-License-Identifier: Apache-2.0
"""Whatever happens to people, computers, lines, sticks and the server: nothing is lost, nothing doubled.

`./dev simulate --seed K --seeds 1` plays the schedule of a failure again, small.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from tests.simulator.mistakes import MISTAKES, Mistake, planted, play
from tests.simulator.shrink import attempt, shrink
from tests.simulator.steps import Step, schedule
from tests.simulator.world import Ground

SEEDS = 200
TOGETHER = 20  # schedules in one test
LONGEST = 9  # steps; longer ones come with ./dev simulate

ONCE_FAILED: dict[str, tuple[int, tuple[Step, ...]]] = {
    "an edit is sealed again behind a later one": (
        711,
        (
            Step("remove", 0, 0, 0),
            Step("write", 0, 0, 0),
            Step("crash", 0, 7, 3470),
            Step("take_back", 1, 0, 0),
            Step("topic", 0, 0, 0),
        ),
    ),
    "a parcel leans on one that only the lost server had": (
        577,
        (
            Step("write", 2, 0, 0),
            Step("twice", 2, 0, 0),
            Step("server_backup", 0, 0, 0),
            Step("put", 3, 0, 1),
            Step("crash", 7, 2, 638),
            Step("altered", 3, 0, 3800),
            Step("server_restore", 0, 0, 0),
            Step("remove", 0, 0, 0),
        ),
    ),
    "a server has forgotten a circle, and refuses what is in it": (
        1122,
        (
            Step("server_backup", 0, 0, 0),
            Step("circle", 0, 0, 0),
            Step("twice", 2, 0, 0),
            Step("server_restore", 0, 0, 0),
        ),
    ),
    "a reply lies in the tray for somebody who never exchanges": (
        130,
        (
            Step("new_computer", 0, 1, 0),
            Step("crash", 1, 2, 2884),
            Step("read", 2, 0, 0),
            Step("answer", 0, 0, 0),
            Step("clone", 0, 0, 0),
            Step("old", 1, 0, 0),
            Step("crash", 0, 2, 3966),
        ),
    ),
}


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """Where every schedule begins."""
    ground = Ground.make()
    yield ground
    ground.remove()


@pytest.mark.parametrize("first", range(0, SEEDS, TOGETHER))
def test_any_schedule_ends_well(ground: Ground, first: int) -> None:
    for seed in range(first, first + TOGETHER):
        verdict = attempt(ground, seed, schedule(seed)[:LONGEST])
        assert verdict.why == "", f"./dev simulate --seed {seed} --seeds 1"


@pytest.mark.parametrize("name", ONCE_FAILED)
def test_what_once_failed_ends_well(ground: Ground, name: str) -> None:
    assert attempt(ground, *ONCE_FAILED[name]).why == ""


def test_the_same_seed_plays_the_same(ground: Ground) -> None:
    one, two = (attempt(ground, 3, schedule(3)) for _ in range(2))
    assert one.count == two.count
    assert one.acknowledged == two.acknowledged


def test_a_failing_schedule_becomes_small() -> None:
    steps = [Step("sync", 3, 5, 7), Step("write", 6, 2, 900), Step("clock", 1, 1, 1), Step("crash", 2, 4, 17)]

    def fails(less: Sequence[Step]) -> bool:
        names = [step.name for step in less]
        return names.count("write") == 1 and names[-1:] == ["crash"]

    assert shrink(steps, fails) == [Step("write", 0, 0, 0), Step("crash", 0, 0, 0)]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name.replace(" ", "-"))
def test_the_simulator_sees_a_planted_mistake(mistake: Mistake) -> None:
    with planted(mistake) as tree:
        code, said = play(tree, mistake.script)
    assert code == 1, said
    assert said.startswith("seed "), said


def test_without_a_mistake_the_same_schedules_end_well(ground: Ground) -> None:
    for mistake in MISTAKES:
        assert attempt(ground, 0, mistake.script).why == "", mistake.name
