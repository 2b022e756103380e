# SPDX-License-Identifier: Apache-2.0
"""Operations per second on one core: sealed, sent, merged; prints JSON.

    python -m tests.bench.operations [OPERATIONS] [--profile seal|send|merge]

One person's messages go to the server's door and to the other, all in one thread, without sockets; the door's
own time is left out. `all` is what one operation costs the two clients together, from outbox to page. Seconds
are the processor's, which other work on the machine does not stretch; `wall_all` is by the clock.
"""
from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mentordesk.sync.exchange import seal_waiting
from tests.bench.household import write_many
from tests.helpers.bulk import text_of
from tests.helpers.person import Person
from tests.helpers.town import Town

OPERATIONS = 10_000
SOME = 500  # messages written in one transaction


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, or what lies between two: seconds of the processor and of the clock."""

    cpu: float
    wall: float

    def since(self, other: Moment) -> Moment:
        """What lies between."""
        return Moment(self.cpu - other.cpu, self.wall - other.wall)


def now() -> Moment:
    """This moment."""
    return Moment(time.process_time(), time.perf_counter())


class Stopwatch:
    """Seconds of steps by name, without the door's: the processor's, and those of the clock."""

    def __init__(self, profiled: str) -> None:
        self.seconds: dict[str, float] = {}
        self.wall: dict[str, float] = {}
        self.door = Moment(0.0, 0.0)
        self._profiled = profiled
        self.profile = cProfile.Profile()

    def time(self, name: str, step: Callable[[], object]) -> None:
        """Run a step."""
        door, began = self.door, now()
        if name == self._profiled:
            self.profile.runcall(step)
        else:
            step()
        spent = now().since(began).since(self.door.since(door))
        self.seconds[name], self.wall[name] = spent.cpu, spent.wall

    def answering(self, handle: Callable[[bytes], tuple[int, bytes]]) -> Callable[[bytes], tuple[int, bytes]]:
        """The door, its time noted."""

        def timed(body: bytes) -> tuple[int, bytes]:
            began = now()
            try:
                return handle(body)
            finally:
                spent = now().since(began)
                self.door = Moment(self.door.cpu + spent.cpu, self.door.wall + spent.wall)

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
    steps = ("seal", "send", "merge")
    rates["all"] = round(args.operations / sum(watch.seconds[name] for name in steps))
    rates["wall_all"] = round(args.operations / sum(watch.wall[name] for name in steps))
    report = {"operations": args.operations, **rates}
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
        person.opened.runner.call(partial(write_many, circle=circle, thread=thread, texts=texts))


def _seal(person: Person) -> None:
    while person.desk.connection.status().waiting and _outbox(person):
        person.opened.runner.call(seal_waiting)


def _outbox(person: Person) -> int:
    return int(person.opened.reader.number("SELECT count(*) FROM outbox"))


if __name__ == "__main__":
    main()
