# SPDX-License-Identifier: Apache-2.0
"""`./dev simulate`: many schedules; the first failing ones are shrunk, told, and can be played again."""
from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.simulator import mistakes
from tests.simulator.shrink import Verdict, attempt, shrink
from tests.simulator.steps import DOINGS, Step, schedule
from tests.simulator.world import Ground


@dataclass(slots=True)
class Report:
    """What all schedules of a run come to."""

    schedules: int = 0
    steps: int = 0
    acknowledged: int = 0
    failures: dict[int, str] = field(default_factory=dict)  # by seed
    count: Counter[str] = field(default_factory=Counter)

    def add(self, seed: int, steps: Sequence[Step], verdict: Verdict) -> None:
        """One more schedule."""
        self.schedules += 1
        self.steps += len(steps)
        self.acknowledged += verdict.acknowledged
        self.count += verdict.count
        if verdict.why:
            self.failures[seed] = verdict.why

    def figures(self, seconds: float) -> dict[str, Any]:
        """As it is printed."""
        kinds = Counter(why.split(":")[0] for why in self.failures.values())
        healed = max(1, self.schedules - len(self.failures))
        return {
            "seeds": self.schedules,
            "failed": len(self.failures),
            "lost": kinds["lost"],
            "doubled": kinds["doubled"],
            "failures": {str(seed): why for seed, why in self.failures.items()},
            "steps": self.steps,
            "messages_acknowledged": self.acknowledged,
            "exchanges_to_heal": round(self.count["requests to heal"] / healed, 1),
            "rounds_to_heal": round(self.count["rounds to heal"] / healed, 2),
            "virtual_seconds_to_heal": round(self.count["seconds to heal"] / healed, 1),
            "happened": {name: self.count[name] for name in sorted(self.count) if name not in _HEALING},
            "wall_seconds": round(seconds, 1),
        }


_HEALING = {"requests to heal", "rounds to heal", "seconds to heal"}


def main(argv: Sequence[str]) -> int:
    """1 when a promise was broken."""
    options = _options(argv)
    if options.mistakes:
        return _search(options.seeds, options.seed)
    script = json.loads(options.script.read_text()) if options.script else None
    first = script["seed"] if script else options.seed
    began, report, ground = time.monotonic(), Report(), Ground.make()
    try:
        for seed in range(first, first + (1 if script else options.seeds)):
            steps = [Step(*one) for one in script["steps"]] if script else schedule(seed)
            verdict = attempt(ground, seed, steps)
            report.add(seed, steps, verdict)
            if verdict.why:
                print(f"seed {seed}: {verdict.why}", flush=True)
                if len(report.failures) <= options.shrink and not script:
                    _tell(ground, seed, steps, verdict)
            if len(report.failures) >= options.stop:
                break
    finally:
        ground.remove()
    text = json.dumps(report.figures(time.monotonic() - began), indent=1)
    if options.json:
        options.json.write_text(text + "\n")
    print(text)
    return 1 if report.failures else 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("./dev simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many schedules")
    parser.add_argument("--seed", type=int, default=0, help="the first one's seed")
    parser.add_argument("--json", type=Path, help="keep the report in this file")
    parser.add_argument("--script", type=Path, help="play a script again")
    parser.add_argument("--mistakes", action="store_true", help="plant known mistakes; each must be seen")
    parser.add_argument("--shrink", type=int, default=1, help="how many failing ones are made small")
    parser.add_argument("--stop", type=int, default=20, help="end after so many failing ones")
    return parser.parse_args(argv)


def _search(seeds: int, first: int) -> int:
    """1 when one of the planted mistakes is not seen."""
    unseen = 0
    for mistake, code, said in mistakes.search(seeds, first):
        unseen += code != 1
        print(f"=== {mistake.name}: {'seen' if code == 1 else 'NOT SEEN'}", flush=True)
        print(said.partition("{\n")[0], flush=True)
    return 1 if unseen else 0


def _tell(ground: Ground, seed: int, steps: Sequence[Step], verdict: Verdict) -> None:
    """The small script of a failure, and how to play it again."""
    small = shrink(steps, lambda less: attempt(ground, seed, less).kind == verdict.kind)
    path = Path(f"simulate-{seed}.json")
    lines = ",\n".join(f"  {json.dumps(list(step))}" for step in small)
    path.write_text(f'{{"seed": {seed}, "steps": [\n{lines}\n]}}\n')
    print(attempt(ground, seed, small).why)
    print(f"{path.read_text()}play it again: ./dev simulate --script {path}")
    for step in small:
        print(f"  {step.name} {step.a} {step.b} {step.x}  {(DOINGS[step.name].__doc__ or '').strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
