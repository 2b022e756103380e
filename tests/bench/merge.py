# SPDX-License-Identifier: Apache-2.0
"""10,000 messages arrive while the window is open: the longest gap between ticks of its thread; prints JSON.

The window, its bridge, the store thread, the sync thread and the server are the real ones. A timer that
wants to tick every 2 ms runs in the window's thread; a gap is the time from one tick to the next. Where other
work keeps the machine busy, the system (schedstat) says for how long one of our threads was ready and got no
core; `longest_own_ms` is without that, but never less than what the window's thread ran itself. `longest_ms`
is by the clock.

    python -m tests.bench.merge [MESSAGES] [--place thread|circle|today …] [--one]   --one: a parcel each
"""
from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from mentordesk.desk.desk import Desk
from mentordesk.domain.ids import ThreadId
from tests.bench.children import report_of
from tests.bench.household import AMINA, GRACE, PASSPHRASE, Household, make_household, thread_of, write_many
from tests.helpers.bulk import text_of

MESSAGES = 10_000
HELD = 20_000  # messages that Amina has before
TICK = 2  # milliseconds
PLACES = ("thread", "circle", "today")
SOME = 500  # messages written in one transaction


def main() -> None:
    """Make both people, let one write, measure the other's window."""
    args = _parser().parse_args()
    if args.seated:
        _receive(Household(args.seated, args.port), args.messages, args.place[0])
        return
    with tempfile.TemporaryDirectory() as folder:
        house = make_household(Path(folder) / "made", HELD)
        _write(house, args.messages, 1 if args.one else SOME)
        found = {place: _one(house, args.messages, place) for place in args.place}
    from tests.bench.seated import tell

    names = ("longest_own_ms", "longest_ms")
    longest = {name: max(report["arriving"][name] for report in found.values()) for name in names}
    tell({"messages": args.messages, "one_each": args.one, **longest, "places": found})


def _one(house: Household, messages: int, place: str) -> dict[str, Any]:
    """Play it once on a copy, in a process of its own."""
    copy = house.folder.with_name(place)
    shutil.copytree(house.folder, copy)
    asked = ["--place", place, "--seated", str(copy), "--port", str(house.port)]
    return report_of("tests.bench.merge", str(messages), *asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("messages", type=int, nargs="?", default=MESSAGES)
    parser.add_argument("--place", nargs="+", choices=PLACES, default=list(PLACES))
    parser.add_argument("--one", action="store_true")
    parser.add_argument("--seated", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    return parser


def _write(house: Household, messages: int, together: int) -> None:
    """Grace's messages, all at the server; `together` in one seal."""
    from mentordesk.base.clock import SystemClock
    from mentordesk.commands.embedded import desk_entrance
    from mentordesk.desk.desk import open_desk
    from mentordesk.sync.exchange import seal_waiting

    server = house.serve()
    entrance = desk_entrance(house.home(GRACE), SystemClock())
    opened = entrance.open(entrance.people()[0].folder, PASSPHRASE)
    desk = open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)
    try:
        circle, thread = thread_of(desk)
        for first in range(0, messages, together):
            texts = [text_of(number) for number in range(first, min(first + together, messages))]
            opened.runner.call(partial(write_many, circle=circle, thread=thread, texts=texts))
            opened.runner.call(seal_waiting)
        status = desk.connection.bring_up_to_date(time.sleep, 60)
        if status.waiting:
            raise SystemExit(f"not sent: {status}")
    finally:
        desk.close()
        server.stop()


class Cores:
    """What the system says of this process's threads; nothing where it does not say."""

    def __init__(self) -> None:
        threads = sorted(threading.enumerate(), key=lambda one: one is not threading.main_thread())
        names = [Path(f"/proc/self/task/{thread.native_id}/schedstat") for thread in threads]
        self._files = [name.open("rb", buffering=0) for name in names if name.exists()]
        self._before = self._read()

    def _read(self) -> list[list[float]]:
        """Per thread, the window's first: seconds that it ran, seconds that it was ready without a core."""
        told = [os.pread(file.fileno(), 96, 0).split()[:2] for file in self._files]
        return [[int(part) / 1e9 for part in one] for one in told]

    def own(self, gap: float) -> float:
        """Of a gap that ends now, the part that is not other processes' doing."""
        before, self._before = self._before, self._read()
        spent = [
            (new[0] - old[0], new[1] - old[1]) for new, old in zip(self._before, before, strict=True)
        ] or [(gap, 0.0)]
        return min(gap, max(gap - max(waited for _, waited in spent), spent[0][0]))


class Ticks:
    """Notes the gaps between the ticks of a timer in the window's thread."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._cores = Cores()
        self._gaps: list[tuple[float, float]] = []  # by the clock, and our own part
        self._last = time.perf_counter()
        self._timer = QTimer(interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def stop(self) -> dict[str, float]:
        """The gaps in milliseconds: the longest, the 99th of a hundred, how many were over 50."""
        self._timer.stop()
        clock = sorted(gap * 1000 for gap, _ in self._gaps)
        own = sorted(part * 1000 for _, part in self._gaps)
        return {
            "longest_own_ms": round(own[-1], 1),
            "longest_ms": round(clock[-1], 1),
            "p99_ms": round(clock[int(len(clock) * 0.99)], 1),
            "own_over_50": sum(gap > 50 for gap in own),
            "over_50": sum(gap > 50 for gap in clock),
            "ticks": len(clock),
        }

    def _tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append((now - self._last, self._cores.own(now - self._last)))
        self._last = now


def _receive(house: Household, messages: int, place: str) -> None:
    from mentordesk.ui.qt import load_qt

    load_qt()
    from tests.bench.seated import Seated, tell

    seated = Seated(house.home(AMINA))
    seated.sign_in(PASSPHRASE)
    desk, frame = seated.app.desk, seated.window.frame
    assert desk is not None
    assert frame is not None
    circle, thread = thread_of(desk)
    _go(frame, place, circle, thread)
    seated.run(1.0)
    quiet = Ticks()
    seated.run(2.0)
    at_rest = quiet.stop()
    server = house.serve()
    busy = Ticks()
    began = time.perf_counter()
    desk.connection.connect_now()
    while not _is_here(desk, thread, messages):
        seated.run(0.2)
    seconds = time.perf_counter() - began
    seated.run(1.0)
    arriving = busy.stop()
    seated.close()
    server.stop()
    rate = {"seconds": round(seconds, 2), "messages_per_second": round(messages / seconds)}
    tell({**rate, "at_rest": at_rest, "arriving": arriving})


def _is_here(desk: Desk, thread: ThreadId, messages: int) -> bool:
    summary = desk.threads.summary(thread)
    return summary is not None and summary.count > messages


def _go(frame, place, circle, thread) -> None:  # type: ignore[no-untyped-def]
    from mentordesk.ui.places import CirclePlace, ThreadPlace, TodayPlace

    places = {
        "thread": lambda: ThreadPlace(circle, thread),
        "circle": lambda: CirclePlace(circle),
        "today": TodayPlace,
    }
    frame.go(places[place]())


if __name__ == "__main__":
    main()
