# SPDX-License-Identifier: Apache-2.0
"""What `./dev bench` makes of a bench's report."""

from importlib.util import find_spec
from typing import Any

import pytest

from tests.bench.__main__ import BENCHES, Figure

MOST = Figure("frame", "frames.p99", "ms", 16)
LEAST = Figure("exchanges", "rate", "/s", 3000, at_least=True)


@pytest.mark.parametrize(
    ("figure", "report", "met"),
    [
        (MOST, {"frames": {"p99": 16}}, True),
        (MOST, {"frames": {"p99": 16.1}}, False),
        (LEAST, {"rate": 3000}, True),
        (LEAST, {"rate": 2999}, False),
        (LEAST, {"rate": True}, False),
    ],
)
def test_a_figure_is_held_against_its_target(figure: Figure, report: dict[str, Any], met: bool) -> None:
    assert figure.read(report)["met"] is met


@pytest.mark.parametrize("report", [{"failed": "exit code 1"}, {"frames": {}}, {"frames": None}])
def test_a_figure_that_nobody_measured_is_not_met(report: dict[str, Any]) -> None:
    read = MOST.read(report)
    assert (read["value"], read["met"]) == (None, False)


def test_every_bench_is_there_and_every_figure_says_what_it_is() -> None:
    assert [name for name in BENCHES if find_spec(f"tests.bench.{name}") is None] == []
    names = [figure.name for figures in BENCHES.values() for figure in figures]
    assert len(names) == len(set(names))
