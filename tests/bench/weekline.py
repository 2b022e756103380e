# SPDX-License-Identifier: Apache-2.0
"""The recorded week over a line of 20 kbit/s and 600 ms, and what an idle exchange costs; JSON.

It is played twice: its messages alone, and with its documents; the difference is what the documents cost.

Server, relay and players are processes of their own. Bytes and turns are what the relay saw, HTTP's headers
included; a connection's set-up is a turn more and stands in `conns`.

    python -m tests.bench.weekline [WEEK.json]
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mentordesk.base.clock import SystemClock
from mentordesk.commands.embedded import ServerProcess, desk_entrance, open_at
from mentordesk.desk.connection import Dialler
from mentordesk.desk.desk import Desk
from tests.bench.children import environment, report_of
from tests.bench.weekdocuments import courses

GIVEN = Path(__file__).parent / "given"
KBPS, RTT_MS = 20, 600
_SHORT = "Asante sana! I finished the second part yesterday. Could you read it before Friday and tell me"
SHORT = (_SHORT + " whether the beginning is clearer now than it was last week? Thank you.")[:160]


class Relay:
    """slowlink in a process of its own; `line` is kbit/s up, kbit/s down, ms there and back."""

    def __init__(
        self,
        folder: Path,
        server: tuple[str, int],
        port: int,
        line: tuple[int, int, int] = (KBPS, KBPS, RTT_MS),
    ) -> None:
        up, down, there_and_back = line
        self._stats = folder / "line.json"
        words = ["--listen", f"127.0.0.1:{port}", "--to", f"{server[0]}:{server[1]}"]
        words += ["--stats", str(self._stats)]
        words += ["--kbps-up", str(up), "--kbps-down", str(down), "--rtt-ms", str(there_and_back)]
        whole = [sys.executable, str(GIVEN / "slowlink.py"), *words]
        self._process = subprocess.Popen(
            whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
        )
        self.url = f"http://127.0.0.1:{port}"
        self._until(self._stats.exists)

    def zero(self) -> None:
        """Count from now on."""
        self._process.send_signal(signal.SIGUSR2)
        self._until(lambda: self._read()["up"] == 0)

    def counts(self) -> dict[str, Any]:
        """What has passed since `zero`."""
        time.sleep(0.6)  # the relay writes four times a second
        found = self._read()
        return {name: found[name] for name in ("up", "down", "turns", "conns")}

    def _read(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self._stats.read_text())
        return read

    def _until(self, done: Any) -> None:
        until = time.monotonic() + 10
        while not done():
            if time.monotonic() > until:
                raise SystemExit("the relay does not answer")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


@contextmanager
def _line(folder: Path) -> Iterator[Relay]:
    from tests.bench.household import free_port

    server = ServerProcess(folder / "server")
    try:
        relay = Relay(folder, server.address, free_port())
        try:
            yield relay
        finally:
            relay.stop()
    finally:
        server.stop()


def main() -> None:
    """Play the week, then one message and one idle exchange."""
    week = Path(sys.argv[1]) if len(sys.argv) > 1 else GIVEN / "school_week.json"
    with tempfile.TemporaryDirectory() as name:
        messages = Path(name) / "messages.json"
        operations = json.loads(week.read_text(encoding="utf-8"))
        alone = [one for one in operations if not one["kind"].startswith("doc")]
        messages.write_text(json.dumps(alone), encoding="utf-8")
        report = _measure(Path(name) / "one", messages, warm=True)
        whole = _measure(Path(name) / "two", week, warm=False)
    more = {way: whole["week"][way] - report["week"][way] for way in ("up", "down", "turns")}
    report["converged"] &= whole["converged"]
    report["documents"] = {**more, "as_recorded": whole["documents"], "week": whole["week"]}
    print(json.dumps(report, indent=1))


def _measure(folder: Path, week: Path, warm: bool) -> dict[str, Any]:
    """Play a week; `warm`: then one message and one idle exchange."""
    home = folder / "home"
    folder.mkdir()
    data = ("--home", str(home))
    people = _play("prepare", *data, "--data", str(folder / "server"), str(week))["people"]
    for who in people:
        _play("write", *data, "--as", who, str(week))
    with _line(folder) as relay:
        played = _exchange(relay, data, people)
        shown = [_play("show", *data, "--as", who) for who in people]
        costs = _warm(relay, home, people[0]) if warm else {}
    texts = [[(one["author"], one["text"]) for one in seen["messages"]] for seen in shown]
    documents = [{one["title"]: one["text"] for one in seen["documents"]} for seen in shown]
    operations = json.loads(week.read_text(encoding="utf-8"))
    wanted = {course.title: course.texts[-1] for course in courses(operations)}
    return {
        "kbps": KBPS, "rtt_ms": RTT_MS, "week": played, "converged": all(one == texts[0] for one in texts),
        "messages": len(texts[0]), "documents": all(one == wanted for one in documents), **costs,
    }  # fmt: skip


def _play(*words: str) -> dict[str, Any]:
    return report_of("tests.bench.week", *words)


def _exchange(relay: Relay, data: tuple[str, ...], people: list[str]) -> dict[str, Any]:
    """Everybody exchanges, the first once more for the answers. The figures are the first one's own."""
    steps: list[dict[str, Any]] = []
    for who in (*people, people[0]):
        relay.zero()
        began = time.monotonic()
        done = _play("sync", *data, "--as", who, "--server", relay.url)
        wall = round(time.monotonic() - began, 2)
        steps.append({"who": who, **relay.counts(), "seconds": done["seconds"], "process_seconds": wall})
    names = ("up", "down", "turns", "conns", "seconds")
    own = [step for step in steps if step["who"] == people[0]]
    return {name: round(sum(step[name] for step in own), 2) for name in names} | {"steps": steps}


def _warm(relay: Relay, home: Path, who: str) -> dict[str, Any]:
    """On a connection that stands: an exchange with nothing, then one message of 160 characters."""
    clock = SystemClock()
    passphrase = (home / "week.secret").read_text()
    entrance = desk_entrance(home / who, clock, lambda addresses: Dialler([relay.url], home, clock))
    desk = open_at(entrance, entrance.people()[0].folder, passphrase)
    try:
        _sync(desk)
        relay.zero()
        _sync(desk)
        idle = relay.counts()
        circle = desk.people.circles()[0].circle
        desk.threads.send(circle, desk.threads.list(circle)[0].thread, SHORT).result()
        relay.zero()
        began = time.monotonic()
        _sync(desk)
        message = {**relay.counts(), "seconds": round(time.monotonic() - began, 2)}
    finally:
        desk.close()
    return {"idle": _with_sum(idle), "one_message": _with_sum(message)}


def _sync(desk: Desk) -> None:
    desk.connection.bring_up_to_date(time.sleep, 60)


def _with_sum(counts: dict[str, Any]) -> dict[str, Any]:
    return {**counts, "bytes": counts["up"] + counts["down"]}


if __name__ == "__main__":
    main()
