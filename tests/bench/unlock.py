# SPDX-License-Identifier: Apache-2.0
"""From the key to the first page, painted, with 100,000 messages; without the key derivation; prints JSON.

    python -m tests.bench.unlock [ROUNDS]

Each round is a process of its own; as in life, what is heavy was imported while the passphrase was typed.
`least_ms` is the round that other work on the machine disturbed least, `cpu_ms` the processor's time.
"""
from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.base.files import SystemFiles
from mentordesk.crypto.passphrase import derive
from mentordesk.desk.connection import Publish
from mentordesk.desk.profiles import Entrance
from mentordesk.storage.files import Profiles
from mentordesk.storage.profile import Tools
from tests.bench.children import report_of
from tests.bench.household import AMINA, PASSPHRASE, make_household

ROUNDS = 7
MESSAGES = 100_000


def main() -> None:
    """Measure."""
    if sys.argv[1:2] == ["seated"]:
        _sit(Path(sys.argv[2]))
        return
    from tests.bench.seated import tell

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        house = make_household(Path(folder), MESSAGES)
        found = [report_of("tests.bench.unlock", "seated", str(house.home(AMINA))) for _ in range(rounds + 1)]
    medians = {name: round(statistics.median(one[name] for one in found[1:]), 1) for name in found[0]}
    least = round(min(one["total_ms"] for one in found), 1)
    tell({"messages": MESSAGES, "rounds": rounds, "least_ms": least, "medians": medians})


def _sit(home: Path) -> None:
    from mentordesk.ui.qt import load_qt

    load_qt()
    from tests.bench.seated import Seated, tell

    seated = Seated(home)
    seated.prepare()
    entrance = _without_derivation(home, seated.app.services.bridge.publish)
    (person,) = entrance.people()
    seated.run(0.3)
    began, worked = time.perf_counter(), time.process_time()
    opened = seated.wait_for(lambda: entrance.open(person.folder, PASSPHRASE))
    at_home = time.perf_counter()
    seated.enter(opened)
    painted, work = time.perf_counter(), time.process_time() - worked
    seated.close()
    seconds = {"total_ms": painted - began, "open_ms": at_home - began, "cpu_ms": work}
    tell({name: value * 1000 for name, value in seconds.items()})


def _without_derivation(home: Path, publish: Publish) -> Entrance:
    """The way in, the passphrase's keys derived already."""
    header = Profiles(home, SystemFiles()).header(Profiles(home, SystemFiles()).list()[0].folder)
    derived = derive(PASSPHRASE, header.second)
    tools = Tools(SystemFiles(), SystemClock(), SystemRandomness(), lambda *secrets: derived)
    return Entrance(home, publish, tools)


if __name__ == "__main__":
    main()
