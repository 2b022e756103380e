# SPDX-License-Identifier: Apache-2.0
"""Operations per second on one core: sealed, sent, merged; prints JSON.

    python -m tests.bench.operations [OPERATIONS] [--profile seal|send|merge]

One person's messages go to the server's door and to the other, all in one thread, without sockets; the door's
own time is left out. `all` is what one operation costs the two clients together, from outbox to page.
"""
from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mentordesk.sync.exchange import seal_waiting
from tests.bench.household import write_many
from tests.helpers.bulk import text_of
from tests.helpers.person import Person
from tests.helpers.town import Town

OPERATIONS = 10_000
SOME = 500  # messages written in one transaction


class Stopwatch:
    """Seconds of steps by name, of the wall and without the door's."""

    def __init__(self, profiled: str) -> None:
        self.seconds: dict[str, float] = {}
        self.door = 0.0
        self._profiled = profiled
        self.profile = cProfile.Profile()

    def time(self, name: str, step: Callable[[], object]) -> None:
        """Run a step."""
        door, began = self.door, time.perf_counter()
        if name == self._profiled:
            self.profile.runcall(step)
        else:
            step()
        self.seconds[name] = time.perf_counter() - began - (self.door - door)

    def answering(self, handle: Callable[[bytes], tuple[int, bytes]]) -> Callable[[bytes], tuple[int, bytes]]:
        """The door, its time noted."""

        def timed(body: bytes) -> tuple[int, bytes]:
            began = time.perf_counter()
            try:
                return handle(body)
            finally:
                self.door += time.perf_counter() - began

        return timed


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("operations", type=int, nargs="?", default=OPERATIONS)
    parser.add_argument("--profile", default="")
    args = parser.parse_args()
    watch = Stopwatch(args.profile)
    with tempfile.TemporaryDirectory() as folder:
        _run(Path(folder), args.operations, watch)
    rates = {name: round(args.operations / seconds) for name, seconds in watch.seconds.items()}
    moved = sum(watch.seconds[name] for name in ("seal", "send", "merge"))
    report = {"operations": args.operations, **rates, "all": round(args.operations / moved)}
    print(json.dumps(report, indent=1))
    if args.profile:
        pstats.Stats(watch.profile).sort_stats("tottime").print_stats(45)


def _run(folder: Path, operations: int, watch: Stopwatch) -> None:
    town = Town(folder / "server")
    amina, grace = town.people("Amina", "Grace")
    town.circle([amina, grace])
    town.line.handle = watch.answering(town.line.handle)
    people = [
        Person(folder / name, town.line, town.clock, seed).enrol(town.slip(member))
        for seed, (name, member) in enumerate((("amina", amina), ("grace", grace)))
    ]
    writer, reader = people
    for one in (*people, *people):
        one.sync()
    writer.desk.threads.start(writer.circle(), "Everything", "Here it comes.").result()
    for one in (*people, *people):
        one.sync()
    circle = writer.circle()
    thread = writer.desk.threads.list(circle)[0].thread
    watch.time("write", lambda: _write(writer, circle, thread, operations))
    watch.time("seal", lambda: _seal(writer))
    watch.time("send", writer.sync)
    watch.time("merge", reader.sync)
    assert len(reader.messages()) == operations + 1
    for one in people:
        one.close()
    town.close()


def _write(person: Person, circle: bytes, thread: bytes, operations: int) -> None:
    for first in range(0, operations, SOME):
        texts = [text_of(number) for number in range(first, min(first + SOME, operations))]
        person.opened.runner.call(lambda tx, texts=texts: write_many(tx, circle, thread, texts))


def _seal(person: Person) -> None:
    while person.desk.connection.status().waiting and _outbox(person):
        person.opened.runner.call(seal_waiting)


def _outbox(person: Person) -> int:
    return int(person.opened.reader.number("SELECT count(*) FROM outbox"))


if __name__ == "__main__":
    main()
