# SPDX-License-Identifier: Apache-2.0
"""`./dev bench`: runs the benches, each in processes of its own, and prints one JSON object.

    ./dev bench [--only NAME …] [--out FILE]

`figures` has each figure with its target and whether it is met; `reports` what each bench said.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.children import BenchFailed, report_of


@dataclass(frozen=True, slots=True)
class Figure:
    """What must be reached: a value in a bench's report, at most or at least the target."""

    name: str
    path: str  # names from the report's top, joined by dots
    unit: str
    target: float
    at_least: bool = False

    def read(self, report: Mapping[str, Any]) -> dict[str, Any]:
        """The figure as it is reported."""
        value: Any = report
        for name in self.path.split("."):
            value = None if value is None else value.get(name)
        met = value is not None and (value >= self.target if self.at_least else value <= self.target)
        sign = "≥" if self.at_least else "≤"
        target = f"{sign} {self.target:g}"
        return {"name": self.name, "value": value, "unit": self.unit, "target": target, "met": met}


_EMPTY = "× an empty Qt window"
BENCHES: dict[str, tuple[Figure, ...]] = {
    "window": (
        Figure("first window, new computer", "ratio.new_computer.cpu", _EMPTY, 1.6),
        Figure("first window, 100,000 messages", "ratio.with_messages.cpu", _EMPTY, 1.6),
        Figure("first window, 100,000 messages, wall", "ratio.with_messages.wall", _EMPTY, 1.6),
    ),
    "unlock": (Figure("key to first page", "least_ms", "ms", 150),),
    "memory": (
        Figure("idle with 100,000 messages, over an empty window, PSS", "over_mb.pss", "MB", 60),
        Figure("idle with 100,000 messages, over an empty window, RSS", "over_mb.rss", "MB", 60),
    ),
    "storage": (
        Figure("page of 50, anywhere in 100,000", "measures.page_anywhere.median_ms", "ms", 1),
        Figure("page of 50, the next one", "measures.page_next.median_ms", "ms", 1),
        Figure("search, whole word", "measures.search_word.median_ms", "ms", 5),
        Figure("search, beginning of a word", "measures.search_prefix.median_ms", "ms", 5),
    ),
    "scroll": (Figure("frame of a 5,000-row thread, p99", "worst_p99_ms", "ms", 16),),
    "merge": (Figure("longest freeze while 10,000 messages arrive", "longest_own_ms", "ms", 50),),
    "operations": (Figure("seal, send and merge", "all", "operations/s", 5000, at_least=True),),
    "server": (
        Figure("durable exchanges, 64 connections", "exchanges_per_second", "/s", 3000, at_least=True),
        Figure("server's memory", "rss_mb", "MB", 50),
    ),
    "files": (
        Figure("2 MB sent over a line cut every 20 s, extra bytes both ways", "sent.extra_percent", "%", 2),
        Figure("2 MB fetched over such a line, extra bytes both ways", "fetched.extra_percent", "%", 2),
        Figure("2 MB arrived as they were", "same", "", 1, at_least=True),
    ),
    "weekline": (
        Figure("the week's messages, sender up", "week.up", "B", 3900),
        Figure("the week's messages, sender down", "week.down", "B", 2400),
        Figure("the week's messages, turns", "week.turns", "turns", 3),
        Figure("the week's messages, seconds", "week.seconds", "s", 9),
        Figure("the week's documents, sender up beyond that", "documents.up", "B", 4100),
        Figure("the week's documents, sender down beyond that", "documents.down", "B", 1200),
        Figure("the week with documents, turns", "documents.week.turns", "turns", 3),
        Figure("the week's documents are as recorded", "documents.as_recorded", "", 1, at_least=True),
        Figure("the week converged", "converged", "", 1, at_least=True),
        Figure("idle exchange, warm", "idle.bytes", "B", 260),
        Figure("one 160-character message, warm", "one_message.bytes", "B", 500),
    ),
    "document": (
        Figure("a key in 100 KB, p95, also with 500 suggestions", "worst_p95_ms", "ms", 5),
        Figure("20,000 words opened again", "opening.open_ms", "ms", 300),
        Figure("20,000 words that have just come, opened", "first_opening.open_ms", "ms", 300),
    ),
    "traces": (
        Figure("recorded sessions end as recorded", "equal", "", 1, at_least=True),
        Figure("seph-blog1 with its history", "seph-blog1.history_ratio", "× its text", 8),
        Figure("friendsforever with its history", "friendsforever.history_ratio", "× its text", 5),
    ),
    "stick": (
        Figure("30 envelopes from one tray, connections", "tray.conns", "", 1),
        Figure("30 envelopes from one tray, at the server", "tray.at_the_server", "", 30, at_least=True),
        Figure("30 envelopes on a stick, connections", "courier.conns", "", 1),
        Figure("30 envelopes on a stick, at the server", "courier.at_the_server", "", 30, at_least=True),
    ),
}


def main() -> int:
    """Run what was asked for; 0 when every figure is met."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure, and hold it against the targets.")
    parser.add_argument("--only", nargs="+", choices=sorted(BENCHES), default=list(BENCHES), metavar="NAME")
    parser.add_argument("--out", type=Path, help="write the JSON here as well")
    args = parser.parse_args()
    reports: dict[str, Any] = {}
    figures: list[dict[str, Any]] = []
    for name in args.only:
        try:
            reports[name] = report_of(f"tests.bench.{name}")
        except BenchFailed as failed:
            reports[name] = {"failed": str(failed)}
        for figure in BENCHES[name]:
            figures.append({"bench": name, **figure.read(reports[name])})
            print(_line(figures[-1]), file=sys.stderr, flush=True)
    met = all(figure["met"] for figure in figures)
    whole = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": _machine(), "met": met}
    text = json.dumps({**whole, "figures": figures, "reports": reports}, indent=1, ensure_ascii=False)
    print(text)
    if args.out:
        args.out.write_text(text + "\n", encoding="utf-8")
    return 0 if met else 1


def _line(figure: Mapping[str, Any]) -> str:
    sign = "ok  " if figure["met"] else "MISS"
    return f"{sign} {figure['name']}: {figure['value']} {figure['unit']} ({figure['target']})"


def _machine() -> str:
    names = [line.split(":")[1].strip() for line in _cpu_lines() if line.startswith("model name")]
    name = names[0] if names else platform.processor()
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def _cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


if __name__ == "__main__":
    sys.exit(main())
