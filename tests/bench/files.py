# SPDX-License-Identifier: Apache-2.0
"""A file of 2 MB over a line that is cut every 20 s: what it costs beyond its own bytes, each way; JSON.

A line of 20 kbit/s up and 40 kbit/s down carries 50,000 bytes up, or 100,000 down, in 20 s. Here it is SPEED
times faster, and cut after as many bytes; nobody waits for the line to come back, which costs no
bytes. What the relay saw both ways is counted, with HTTP's headers, the exchanges between and the message.
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

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.commands.embedded import desk_entrance, open_at
from mentordesk.desk.connection import Dialler
from mentordesk.desk.desk import Desk
from mentordesk.domain.files import FileInfo
from mentordesk.domain.ids import CircleId, ThreadId
from tests.bench.children import environment
from tests.bench.household import AMINA, GRACE, PASSPHRASE, free_port, make_household, thread_of

SIZE = 2_000_000
SPEED = 50
KBPS_UP, KBPS_DOWN, RTT_MS = 20, 40, 700
CUT_UP, CUT_DOWN = 50_000, 100_000  # bytes in 20 s
_RELAY = Path(__file__).parent / "given" / "slowlink.py"
_PATIENCE = 300.0  # seconds


@contextmanager
def _relay(folder: Path, server: tuple[str, int], cut: int) -> Iterator[tuple[str, Path]]:
    """slowlink, cut after so many bytes of each connection; (address, file with its figures)."""
    port, stats = free_port(), folder / f"line-{cut}.json"
    rates = {"--kbps-up": KBPS_UP * SPEED, "--kbps-down": KBPS_DOWN * SPEED, "--rtt-ms": RTT_MS / SPEED}
    words = ["--listen", f"127.0.0.1:{port}", "--to", f"{server[0]}:{server[1]}", "--stats", str(stats)]
    words += ["--cut-after-bytes", str(cut), "--cut-mode", "each"]
    words += [word for name, value in rates.items() for word in (name, str(value))]
    whole = [sys.executable, str(_RELAY), *words]
    process = subprocess.Popen(
        whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    )
    try:
        until = time.monotonic() + 10
        while not stats.exists() and time.monotonic() < until:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", stats
    finally:
        process.terminate()
        process.wait()


def _desk(home: Path, url: str) -> Desk:
    clock = SystemClock()
    entrance = desk_entrance(home, clock, lambda addresses: Dialler([url], home, clock))
    return open_at(entrance, entrance.people()[0].folder, PASSPHRASE)


def _move(desk: Desk, stats: Path) -> dict[str, Any]:
    """Move what is to be moved; what that cost."""
    began, until = time.monotonic(), time.monotonic() + _PATIENCE

    def back_at_once(seconds: float) -> None:
        time.sleep(min(seconds, 0.005))
        desk.connection.line_up()

    desk.connection.bring_up_to_date(back_at_once, _PATIENCE)
    for file in _files(desk):
        desk.attachments.go_on(file.id).result()
    while time.monotonic() < until and any(_is_under_way(file) for file in _files(desk)):
        desk.connection.bring_files(back_at_once, _PATIENCE)
    time.sleep(0.6)  # the relay writes four times a second
    line = json.loads(stats.read_text())
    extra = (line["up"] + line["down"] - SIZE) * 100 / SIZE
    seconds = round(time.monotonic() - began, 1)
    names = ("up", "down", "cuts", "conns")
    return {**{name: line[name] for name in names}, "extra_percent": round(extra, 2), "seconds": seconds}


def _files(desk: Desk) -> list[FileInfo]:
    _, thread = thread_of(desk)
    page = desk.threads.page(thread)
    return [file for message in page.rows(0, page.count()) for file in message.files]


def _is_under_way(file: FileInfo) -> bool:
    return file.moved < file.size


def _send(desk: Desk, content: bytes) -> None:
    place: tuple[CircleId, ThreadId] = thread_of(desk)
    desk.attachments.attach(*place, content, "essay.bin").result()
    desk.threads.send(*place, "Here it is.").result()


def main() -> None:
    """One person sends the file, the other fetches it."""
    content = SystemRandomness().bytes(SIZE)
    with tempfile.TemporaryDirectory() as name:
        house = make_household(Path(name))
        server = house.serve()
        try:
            with _relay(house.folder, server.address, CUT_UP) as (url, stats):
                amina = _desk(house.home(AMINA), url)
                _send(amina, content)
                sent = _move(amina, stats)
                amina.close()
            with _relay(house.folder, server.address, CUT_DOWN) as (url, stats):
                grace = _desk(house.home(GRACE), url)
                fetched = _move(grace, stats)
                (file,) = _files(grace)
                same = file.here and grace.attachments.read(file.id) == content
                grace.close()
        finally:
            server.stop()
    report = {"size": SIZE, "speed": SPEED, "sent": sent, "fetched": fetched, "same": same}
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
