# SPDX-License-Identifier: Apache-2.0
"""One schedule tried from beginning to end; a failing one made as small as it goes."""
from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.simulator import judge
from tests.simulator.ledger import Broken
from tests.simulator.steps import Step, play
from tests.simulator.world import Ground, World

_FULL = "DiskFull"


@dataclass(slots=True)
class Verdict:
    """What became of a schedule; `why` is empty when every promise held."""

    why: str = ""
    count: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0

    @property
    def kind(self) -> str:
        """Which promise was broken: what is said before the colon."""
        return self.why.split(":")[0]


class _Errors(logging.Handler):
    """Errors that the programme notes about itself; a full disk of the server is none."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if _FULL not in record.getMessage():
            error = record.exc_info[1] if record.exc_info else ""
            self.found.append(f"{record.name}: {record.getMessage()} {error}")


def attempt(ground: Ground, seed: int, steps: Sequence[Step]) -> Verdict:
    """Play, heal, judge."""
    logger, errors = logging.getLogger("mentordesk"), _Errors()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(errors)
    world = World(ground, seed)
    verdict = Verdict(count=world.count)
    try:
        _run(world, steps)
        if errors.found:
            raise Broken(f"log: {errors.found[0]}")
    except Broken as broken:
        verdict.why = str(broken)
    except Exception as error:  # a failure like any other: shrunk and told
        verdict.why = f"{type(error).__name__}: {error} {errors.found[:1]}"
    finally:
        world.close()
        logger.removeHandler(errors)
        logger.propagate = propagate
    verdict.acknowledged = len(world.ledger.acknowledged)
    return verdict


def _run(world: World, steps: Sequence[Step]) -> None:
    for step in steps:
        play(world, step)
    judge.heal(world)
    judge.judge(world)


def shrink(steps: Sequence[Step], fails: Callable[[Sequence[Step]], bool]) -> list[Step]:
    """The fewest steps and lowest numbers found with which it still `fails`."""
    left = list(steps)
    size = max(1, len(left) // 2)
    while size:
        at = 0
        while at < len(left):
            less = left[:at] + left[at + size :]
            if fails(less):
                left = less
            else:
                at += size
        size //= 2
    for at in range(len(left)):
        left[at] = _lower(left, at, fails)
    return left


def _lower(steps: list[Step], at: int, fails: Callable[[Sequence[Step]], bool]) -> Step:
    best = steps[at]
    for part in range(3):
        for value in (0, 1, 2):
            numbers = [best.a, best.b, best.x]
            numbers[part] = value
            lower = Step(best.name, *numbers)
            if lower < best and fails([*steps[:at], lower, *steps[at + 1 :]]):
                best = lower
                break
    return best
