# SPDX-License-Identifier: Apache-2.0
"""The demo's line goes and comes by what is typed, on any system that can read lines."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from time import sleep

import pytest

from mentordesk.commands.demo import _mind_line
from mentordesk.commands.demoline import DemoLine

PATIENCE = 1000  # looks


def is_there(line: DemoLine) -> bool:
    """Whether somebody answers at the line's end."""
    host, port = line.address.removeprefix("http://").split(":")
    try:
        socket.create_connection((host, int(port)), 5).close()
    except OSError:
        return False
    return True


def test_each_line_typed_cuts_the_line_or_brings_it_back(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[bool] = []
    window = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    assert window.stdin is not None

    def comes_to(wanted: bool) -> bool:
        return any(is_there(line) is wanted or sleep(0.01) for _ in range(PATIENCE))

    def typed() -> Iterator[str]:
        for wanted in (False, True, False):
            yield "\n"
            seen.append(comes_to(wanted))
        assert window.stdin is not None
        window.stdin.close()

    line = DemoLine()
    with socket.create_server(("127.0.0.1", 0)) as server, closing(window.stdin):
        line.lead_to(server.getsockname()[:2])
        line.come()
        _mind_line(line, [window], typed())
    assert window.wait() == 0
    assert seen == [True, True, True]
    cut, there = "The line is cut.", "The line is there."
    assert capsys.readouterr().out.splitlines() == [cut, there, cut]
