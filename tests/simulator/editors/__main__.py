# SPDX-License-Identifier: Apache-2.0
"""`./dev editors --seeds N`: random runs of two and three editors; failing ones are shrunk and told."""
from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # many windows, none to be seen

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mentordesk.ui.theme.theme import Theme
from tests.simulator.editors.attempt import attempt, kind_of
from tests.simulator.editors.doings import DOINGS, schedule
from tests.simulator.editors.people import make_theme
from tests.simulator.shrink import shrink
from tests.simulator.steps import Step


def main(argv: Sequence[str]) -> int:
    """1 when a promise was broken."""
    options = _options(argv)
    script = json.loads(options.script.read_text()) if options.script else None
    first = script["seed"] if script else options.seed
    qt = QApplication(sys.argv[:1])
    theme, began = make_theme(), time.monotonic()
    failures: dict[int, str] = {}
    steps_played = runs = 0
    for seed in range(first, first + (1 if script else options.seeds)):
        steps = [Step(*one) for one in script["steps"]] if script else schedule(seed, options.steps)
        why = attempt(theme, seed, steps)
        runs, steps_played = runs + 1, steps_played + len(steps)
        if why:
            failures[seed] = why
            print(f"seed {seed}: {why}", flush=True)
            if len(failures) <= options.shrink and not script:
                _tell(theme, seed, steps, why)
        if len(failures) >= options.stop:
            break
    report = {"seeds": runs, "failed": len(failures), "steps": steps_played,
              "failures": failures, "wall_seconds": round(time.monotonic() - began, 1)}  # fmt: skip
    text = json.dumps(report, indent=1)
    if options.json:
        options.json.write_text(text + "\n")
    print(text)
    QGuiApplication.clipboard().clear()  # at the end of the process nobody could let go of what is in it
    del qt
    return 1 if failures else 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("./dev editors", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many runs")
    parser.add_argument("--seed", type=int, default=0, help="the first one's seed")
    parser.add_argument("--steps", type=int, default=0, help="of each run; 0 = 30 to 90")
    parser.add_argument("--json", type=Path, help="keep the report in this file")
    parser.add_argument("--script", type=Path, help="play a script again")
    parser.add_argument("--shrink", type=int, default=1, help="how many failing ones are made small")
    parser.add_argument("--stop", type=int, default=20, help="end after so many failing ones")
    return parser.parse_args(argv)


def _tell(theme: Theme, seed: int, steps: Sequence[Step], why: str) -> None:
    """The small script of a failure, and how to play it again."""
    small = shrink(steps, lambda less: kind_of(attempt(theme, seed, less)) == kind_of(why))
    path = Path(f"editors-{seed}.json")
    lines = ",\n".join(f"  {json.dumps(list(step))}" for step in small)
    path.write_text(f'{{"seed": {seed}, "steps": [\n{lines}\n]}}\n')
    print(attempt(theme, seed, small))
    print(f"{path.read_text()}play it again: ./dev editors --script {path}")
    for step in small:
        print(f"  {step.name} {step.a} {step.b} {step.x}  {(DOINGS[step.name][0].__doc__ or '').strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
