# SPDX-License-Identifier: Apache-2.0
"""Processes of their own for what is measured from outside: started, waited for, and looked at."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CODE = Path(tempfile.gettempdir()) / f"mentordesk-bench-code-{os.getuid()}"  # kept from run to run
_OURS = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPROFILEIMPORTTIME", "MENTORDESK_HOME")
_QUIET = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*.info=false"}


def environment() -> dict[str, str]:
    """Where children run: no display, no language of the machine, byte code kept as in an installation."""
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {"PYTHONPYCACHEPREFIX": str(CODE), **kept, **_QUIET, "LC_ALL": "C.UTF-8"}


class BenchFailed(Exception):
    """A child ended without its report."""


def report_of(module: str, *arguments: str) -> dict[str, Any]:
    """Run a module that prints one JSON object at its end; that object. BenchFailed when there is none."""
    whole = [sys.executable, "-P", "-m", module, *arguments]
    done = subprocess.run(whole, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, check=False)
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise BenchFailed(f"{module}: exit code {done.returncode}, no report") from error
    return found


@dataclass(frozen=True, slots=True)
class Start:
    """How a process came to its first line: seconds as on the wall, and of the processor."""

    wall: float
    cpu: float


def start_of(module: str, *arguments: str) -> Start:
    """From the start of a process to its first line, which tells its seconds of the processor."""
    whole = [sys.executable, "-P", "-m", module, *arguments]
    began = time.perf_counter()
    with subprocess.Popen(whole, cwd=ROOT, env=environment(), stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        wall = time.perf_counter() - began
        child.kill()
    if not line:
        raise BenchFailed(f"{module}: said nothing")
    return Start(wall, float(line))


@contextmanager
def resting(module: str, *arguments: str) -> Iterator[int]:
    """A process that has said its first line and lives on; its id. It is killed at the end."""
    whole = [sys.executable, "-P", "-m", module, *arguments]
    with subprocess.Popen(whole, cwd=ROOT, env=environment(), stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout is not None
            if not child.stdout.readline():
                raise BenchFailed(f"{module}: said nothing")
            yield child.pid
        finally:
            child.kill()


def memory_of(process: int) -> Mapping[str, float]:
    """A process's memory in MB: rss = resident, pss = shared pages in part, own = shared with nobody."""
    names = {"Rss": "rss", "Pss": "pss", "Private_Clean": "own", "Private_Dirty": "own"}
    found = dict.fromkeys(names.values(), 0.0)
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in names:
            found[names[name]] += int(rest.split()[0]) * 1024 / 1e6
    return {name: round(size, 1) for name, size in found.items()}
