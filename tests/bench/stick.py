# SPDX-License-Identifier: Apache-2.0
"""Thirty envelopes of thirty pupils: through one pupil's line from the tray, and by a courier's stick; JSON.

Server, relay and courier are processes of their own; the line is the test line "2G" without its cuts. Bytes
and connections are what the relay saw, HTTP's headers included.

    python -m tests.bench.stick [PUPILS]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mentordesk.base.clock import SystemClock
from mentordesk.commands.embedded import ServerProcess
from mentordesk.desk.connection import Dialler
from mentordesk.domain.messages import Delivery
from tests.bench.children import ROOT, environment
from tests.bench.household import free_port
from tests.bench.weekline import Relay
from tests.helpers.classroom import Classroom, messages

PUPILS, COMPUTERS = 30, 10
UP_KBPS, DOWN_KBPS, RTT_MS = 20, 40, 700
LETTER = (
    "Good morning! My name is {name} and I am in form three. Our teacher says that you know all about pumps. "
    "I want to become an engineer, and I would like to ask you how you began. What did you read at my age?"
)


def main() -> None:
    """Both ways, one after the other."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PUPILS
    names = [f"Pupil {number}" for number in range(1, count + 1)]
    line = {"up_kbps": UP_KBPS, "down_kbps": DOWN_KBPS, "rtt_ms": RTT_MS}
    report: dict[str, Any] = {**line, "pupils": count}
    with tempfile.TemporaryDirectory() as name:
        report["tray"] = from_the_tray(Path(name), names)
    with tempfile.TemporaryDirectory() as name:
        report["courier"] = by_courier(Path(name), names)
    print(json.dumps(report, indent=1))


@contextmanager
def _line(room: Classroom, folder: Path, port: int) -> Iterator[Relay]:
    server = ServerProcess(room.data)
    try:
        relay = Relay(folder, server.address, port, (UP_KBPS, DOWN_KBPS, RTT_MS))
        try:
            yield relay
        finally:
            relay.stop()
    finally:
        server.stop()


def from_the_tray(folder: Path, names: list[str]) -> dict[str, Any]:
    """All at one computer write and sign out; then another one there has a line."""
    port = free_port()
    room = Classroom(folder, [*names, "Brian"], 1, f"http://127.0.0.1:{port}")
    *writers, brian = room.pupils
    for pupil in writers:
        room.write(pupil, LETTER.format(name=pupil.name))
    with _line(room, folder, port) as relay:
        desk = room.sign_in(brian, lambda addresses: Dialler(addresses, brian.home, SystemClock()))
        began = time.monotonic()
        status = desk.connection.bring_up_to_date(time.sleep, 600)
        seconds = round(time.monotonic() - began, 1)
        counts = relay.counts()
        desk.close()
    return {**counts, "seconds": seconds, "carried": status.carried, "at_the_server": arrived(room)}


def by_courier(folder: Path, names: list[str]) -> dict[str, Any]:
    """A stick goes round the computers, to a connected one twice, and round again."""
    port = free_port()
    room = Classroom(folder, names, COMPUTERS, f"http://127.0.0.1:{port}")
    for pupil in room.pupils:
        room.write(pupil, LETTER.format(name=pupil.name))
    stick = folder / "stick"
    stick.mkdir()
    said = [courier("collect", stick, home) for home in room.homes][-1:]
    with _line(room, folder, port) as relay:
        began = time.monotonic()
        said.append(courier("deliver", stick, folder / "laptop"))
        seconds = round(time.monotonic() - began, 1)
        counts = relay.counts()
        relay.zero()
        said.append(courier("deliver", stick, folder / "laptop"))
        again = relay.counts()
    said += [courier("return", stick, home) for home in room.homes][-1:]
    return {**counts, "seconds": seconds, "said": said, "again": again, "at_the_server": arrived(room)}


def courier(verb: str, stick: Path, home: Path) -> str:
    """`mentordesk courier`, in a process of its own; what it says."""
    whole = [sys.executable, "-P", "-m", "mentordesk", "courier", verb, str(stick), "--home", str(home)]
    done = subprocess.run(whole, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    return done.stdout.strip()


def arrived(room: Classroom) -> int:
    """Pupils whose message stands at the server, as their own computer tells them without a line."""
    count = 0
    for pupil in room.pupils:
        desk = room.sign_in(pupil)
        count += any(one.mine and one.delivery >= Delivery.AT_THE_SERVER for one in messages(desk))
        desk.close()
    return count


if __name__ == "__main__":
    main()
