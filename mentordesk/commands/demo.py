# SPDX-License-Identifier: Apache-2.0
"""`mentordesk demo`: two people with a term of work, a server and a line, to look at or to play by itself."""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from queue import Empty, Queue

from mentordesk.commands.demoline import DemoLine
from mentordesk.commands.embedded import ServerProcess

_LINE_HELP = "Press Enter to cut the line or to bring it back. Close both windows to end."


def main(argv: Sequence[str]) -> int:
    """Show two windows, or play one day without (`--headless`); 0 when everything went as told."""
    options = _parser().parse_args(argv)
    if options.window:
        from mentordesk.commands.demowindow import show_window

        return show_window(options.window, options.home)
    headless = options.headless or not _has_display()
    if headless and not options.once:
        print("No display here: the day is played once, without windows.")
    with tempfile.TemporaryDirectory(prefix="mentordesk-demo-") as folder:
        return _play(Path(folder), options.out) if headless else _show(Path(folder))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mentordesk demo", description=__doc__)
    parser.add_argument("--headless", action="store_true", help="no windows: play one day")
    parser.add_argument("--once", action="store_true", help="end after that day")
    parser.add_argument("--out", type=Path, help="a folder for the pictures and report.json")
    parser.add_argument("--window", help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    return parser


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _play(root: Path, out: Path | None) -> int:
    """The day, played by itself."""
    from mentordesk.commands.demoday import Day, Step
    from mentordesk.commands.demopictures import Pictures
    from mentordesk.commands.demoterm import play_term

    def say(step: Step) -> None:
        word = "ok  " if step.ok else "FAIL"
        print(f"{word} {step.bytes:6,} B {step.seconds:6.2f} s  {step.step}", flush=True)

    began = time.monotonic()
    line = DemoLine()
    print("A programme, two people, a term of work … ", end="", flush=True)
    players = play_term(root, line.address)
    server = ServerProcess(root / "server")
    line.lead_to(server.address)
    print(f"ready in {time.monotonic() - began:.1f} s; the server runs as process {server.process.pid}")
    pictures = Pictures(root / "pictures" if out is None else out, root / "window")
    day = Day(players, line, say, pictures.take)
    try:
        day.play()
        report = day.report()
    finally:
        day.close()
        line.go()
        ended = server.stop()
    equal = len({json.dumps(counts) for counts in report["counts"].values()}) == 1
    ok = equal and ended == 0 and all(step.ok for step in day.steps)
    print(f"{'ok  ' if equal else 'FAIL'} both have the same: {report['counts']}")
    if out is not None:
        (out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
        print(f"Pictures and report.json are in {out}")
    return 0 if ok else 1


def _show(root: Path) -> int:
    """Two windows, two processes, until both are closed."""
    from mentordesk.commands.demoterm import PASSPHRASES, play_term

    line = DemoLine()
    print("One moment: a programme, two people, a term of work …", flush=True)
    players = play_term(root, line.address)
    server = ServerProcess(root / "server")
    line.lead_to(server.address)
    line.come()
    for player in players.values():
        print(f"{player.name}: passphrase “{PASSPHRASES[player.key]}”")
    words = [sys.executable, "-m", "mentordesk", "demo", "--window"]
    windows = [
        subprocess.Popen([*words, key, "--home", str(player.home)]) for key, player in players.items()
    ]
    print(_LINE_HELP, flush=True)
    _mind_line(line, windows, sys.stdin if sys.stdin.isatty() else ())
    line.go()
    return server.stop()


def _mind_line(
    line: DemoLine, windows: Sequence[subprocess.Popen[bytes]], typed: Iterable[str]
) -> None:
    """Each line typed cuts the line or brings it back, until both windows are closed."""
    keys: Queue[str] = Queue()

    def read() -> None:
        for one in typed:
            keys.put(one)

    # A thread, since not every system can wait for a terminal and for something else.
    threading.Thread(target=read, name="terminal", daemon=True).start()
    up = True
    while any(window.poll() is None for window in windows):
        try:
            keys.get(timeout=0.5)
        except Empty:
            continue
        up = not up
        if up:
            line.come()
        else:
            line.go()
        print("The line is there." if up else "The line is cut.", flush=True)
