# SPDX-License-Identifier: Apache-2.0
"""The test line "2G" between the village's relay and its server, lost once on the way."""
from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.relay import Trap, Way
from tests.e2e.village import Village
from tests.helpers.processes import ROOT

_LOST_ONCE = Trap(Way.DOWN, 2500)
SLOW = ("--kbps-up", "20", "--kbps-down", "40", "--rtt-ms", "700")


@contextmanager
def slow_line(village: Village, folder: Path, trap: Trap = _LOST_ONCE) -> Iterator[None]:
    """Lead the line through slowlink; where `trap` says so, it is lost once."""
    assert village.server is not None
    host, port = village.server.address
    here, stats = ("127.0.0.1", free_port()), folder / "line.json"
    ends = ["--listen", f"{here[0]}:{here[1]}", "--to", f"{host}:{port}", "--stats", str(stats)]
    words = [sys.executable, str(ROOT / "tests" / "bench" / "given" / "slowlink.py"), *ends, *SLOW]
    quiet = subprocess.DEVNULL  # it complains of what is cut
    process = subprocess.Popen(words, stdout=quiet, stderr=quiet)
    try:
        while not stats.exists():
            assert process.poll() is None
        village.relay.server = here
        village.relay.set_trap(trap)
        yield
    finally:
        if village.server is not None:  # nobody has closed the village meanwhile
            village.relay.server = village.server.address
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
