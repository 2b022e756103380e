# SPDX-License-Identifier: Apache-2.0
"""The first window against an empty window of Qt's, process against process in turn; prints JSON.

    python -m tests.bench.window [ROUNDS]

`wall` counts from the start of a process to its window; `cpu` is the processor's time until then, which other
work on the machine stretches less. Ratios are of medians.
"""
from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.children import Start, start_of
from tests.bench.household import AMINA, make_household

ROUNDS = 15
MESSAGES = 100_000
EMPTY = "tests.bench.emptywindow"
OURS = "tests.bench.firstwindow"


def main() -> None:
    """Measure in turn: empty, a computer without people, one with a profile of 100,000 messages."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        house = make_household(Path(folder) / "house", MESSAGES)
        kinds = {
            "empty": (EMPTY,),
            "new_computer": (OURS, str(Path(folder) / "new")),
            "with_messages": (OURS, str(house.home(AMINA))),
        }
        for words in kinds.values():
            start_of(*words)  # byte code and files are warm then
        starts: dict[str, list[Start]] = {name: [] for name in kinds}
        for _ in range(rounds):
            for name, words in kinds.items():
                starts[name].append(start_of(*words))
    times = {name: _medians(found) for name, found in starts.items()}
    ratios = {
        name: {way: round(times[name][way] / times["empty"][way], 2) for way in ("wall", "cpu")}
        for name in ("new_computer", "with_messages")
    }
    print(json.dumps({"rounds": rounds, "messages": MESSAGES, "ms": times, "ratio": ratios}, indent=1))


def _medians(starts: list[Start]) -> dict[str, float]:
    return {
        "wall": round(statistics.median(start.wall for start in starts) * 1000, 1),
        "cpu": round(statistics.median(start.cpu for start in starts) * 1000, 1),
    }


if __name__ == "__main__":
    main()
