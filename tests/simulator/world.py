# SPDX-License-Identifier: Apache-2.0
"""The world of one schedule: computers, a server, the line between them, and what is under way."""
from __future__ import annotations

import copy
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from mentordesk.base.files import SystemFiles
from mentordesk.domain.connection import LineState
from mentordesk.domain.ids import CircleId, MemberId
from mentordesk.server.office import Book
from mentordesk.sync.carriers.courier import Delivery
from mentordesk.sync.carriers.folder import Stick
from mentordesk.sync.line import LineBroken, Meter, Received, RequestTooLarge
from tests.helpers.town import Town
from tests.simulator.computer import Computer, Disk, Wire, disk_of, put_disk
from tests.simulator.faults import GOOD, Fault
from tests.simulator.host import Host
from tests.simulator.ledger import Broken, Ledger

SERVER = "server"
STICKS = 2
SEATS = {"amina-1": "lab", "bob-1": "lab", "grace-1": "home", "amina-2": "library"}
FAST = Path("/dev/shm")
HEAD_UP, HEAD_DOWN = 71, 39  # bytes of HTTP around a request and a reply
BYTES_PER_SECOND, ROUND_TRIP = 2500, 1.2
MOST_TURNS = 80  # exchanges in one series before it is called endless


@dataclass(slots=True)
class Ground:
    """What stands before each schedule: Amina at two computers, Grace, Bob; Omar has a slip."""

    folder: Path
    disk: Disk
    book: Book
    ids: dict[str, MemberId]
    circle: CircleId
    slips: dict[str, str]
    ledger: Ledger

    @classmethod
    def make(cls) -> Ground:
        """A fresh folder in memory, if the system has such; `remove` it at the end."""
        folder = Path(mkdtemp(prefix="mentordesk-", dir=FAST if FAST.is_dir() else None))
        town = Town(folder / SERVER)
        names = ("Amina", "Grace", "Bob", "Omar")
        ids = dict(zip((name.lower() for name in names), town.people(*names), strict=True))
        circle = town.circle(list(ids.values()))
        slips = {name: town.slip(member) for name, member in ids.items()}
        ground = cls(folder, {}, town.office.book, ids, circle, slips, Ledger({"0"}, {"0"}))
        town.close()
        world = World(ground, -1)  # no schedule has this chance
        for place, room in SEATS.items():
            world.enrol(place, room)
        for _ in range(3):
            world.everybody_exchanges()
        first = world.sit(world.computers[0]).desk.threads
        first.start(circle, "Essay", "0").result()
        for _ in range(3):
            world.everybody_exchanges()
        world.close()
        ground.ledger = world.ledger
        ground.disk = disk_of(folder)
        return ground

    def remove(self) -> None:
        """Nothing remains."""
        shutil.rmtree(self.folder)


class World:
    """Everything there is while a schedule is played; `close` at the end."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self.ground, self.seed = ground, seed
        if ground.disk:
            _reset(ground)
        self.count: Counter[str] = Counter()
        self.ledger = copy.deepcopy(ground.ledger)
        self.host = Host(ground.folder / SERVER, ground.book, seed)
        self.computers: list[Computer] = []
        self.removed: set[MemberId] = set()
        self.circles = [ground.circle]
        self.mail: list[bytes] = []  # every request that was ever sent
        self.older: dict[Path, Disk] = {}  # what a stick held at an earlier time
        self.serial = 0
        self.seconds = 0.0
        self._fault = GOOD
        if ground.disk:
            for name, room in SEATS.items():
                self.computer(name, room)

    # ------------------------------------------------------------------ computers
    def computer(self, name: str, room: str = "") -> Computer:
        """A computer, or a place at one, that is there from now on."""
        home = self.ground.folder / (room or name)
        made = Computer(name, home, self.carry, f"{self.seed} {name} {len(self.computers)}")
        self.computers.append(made)
        return made

    def enrol(self, name: str, room: str = "") -> None:
        """Somebody sits down at a new computer."""
        made = self.computer(name, room)
        self.leave_room(made)
        made.enrol(self.ground.slips[made.who])

    def sit(self, computer: Computer) -> Computer:
        """Sign in, unless one is; whoever sits in the same room leaves."""
        if not computer.is_open:
            self.leave_room(computer)
            computer.sit()
            self.note(computer)  # replies may have lain in the tray
        return computer

    def leave_room(self, computer: Computer) -> None:
        """The others of a room sign out."""
        for other in self.computers:
            if other is not computer and other.home == computer.home:
                other.leave()

    def me(self, computer: Computer) -> MemberId:
        """Whose computer this is."""
        return self.ground.ids[computer.who]

    def live(self) -> list[Computer]:
        """The computers of those who have not been removed."""
        return [one for one in self.computers if self.me(one) not in self.removed]

    def in_turn(self) -> list[Computer]:
        """Everybody, those first who sit there already."""
        return sorted(self.computers, key=lambda one: not one.is_open)

    def everybody_exchanges(self) -> list[int]:
        """A round; the requests that each needed."""
        return [self.exchange_until_quiet(computer) for computer in self.computers]

    def exchange_until_quiet(self, computer: Computer) -> int:
        """One series; how many requests it took."""
        engine = self.sit(computer).engine
        engine.connect_now()
        for _ in range(MOST_TURNS):
            engine.step()
            if engine.status.state is LineState.UP_TO_DATE:
                self.note(computer)
                return engine.status.requests
        raise Broken(f"line: not up to date but {engine.status.state.name} {engine.status.code}")

    @contextmanager
    def on_line_with(self, fault: Fault) -> Iterator[None]:
        """Each exchange inside has this fault."""
        self._fault = fault
        try:
            yield
        finally:
            self._fault = GOOD

    # ------------------------------------------------------------------ sticks
    def stick(self, number: int) -> Path:
        """One of the sticks that go round."""
        folder = self.ground.folder / f"stick-{number % STICKS}"
        folder.mkdir(exist_ok=True)
        return folder

    def deliver(self, stick: Path, fault: Fault) -> None:
        """A courier brings a stick's envelopes to the server, and the replies onto the stick."""
        with self.on_line_with(fault):
            wire = Wire(lambda body, meter: self.carry(self.computers[0], body, meter))
            Delivery(Stick(stick, SystemFiles()), wire, self.passes).run(self.ground.book.programme[:8])

    def stands_on_stick(self, computer: Computer) -> None:
        """What those of this room have sealed may have left it."""
        room = {self.me(one) for one in self.computers if one.home == computer.home}
        self.ledger.left |= {text for text, author in self.ledger.author.items() if author in room}

    # ------------------------------------------------------------------ the line
    def carry(self, computer: Computer, body: bytes, meter: Meter) -> Received:
        """One exchange, as the line is at this moment."""
        fault = self._fault
        meter.expect(len(body))
        self.mail.append(body)
        up = fault.up(body)
        meter.sent(HEAD_UP + len(up))
        self.passes(ROUND_TRIP + len(up) / BYTES_PER_SECOND)
        if fault.answer:
            return Received(fault.answer, True)
        reply = self.hear(up) if up else None
        if fault.twice:
            reply = self.hear(up)
        if reply is None or len(up) < len(body):
            raise LineBroken(reason="cut" if up else "stall")
        down = fault.down(reply)
        meter.received(HEAD_DOWN + len(down))
        self.passes(len(down) / BYTES_PER_SECOND)
        return Received(down, len(down) == len(reply))

    def hear(self, body: bytes) -> bytes | None:
        """A request, or what came of it, arrives; None when the server died of it."""
        self.count["requests"] += 1
        answered = self.host.handle(body)
        self.ledger.look_at_server(self.host)
        if answered is None:
            self.count["server burnt"] += 1
            return None
        if answered[0] == 413:
            raise RequestTooLarge(reason="too_large")
        return answered[1]

    def passes(self, seconds: float) -> None:
        """Time goes by everywhere."""
        self.seconds += seconds
        for clock in (self.host.clock, *(one.clock for one in self.computers)):
            clock.advance(seconds)

    # ------------------------------------------------------------------ bookkeeping
    def note(self, computer: Computer) -> None:
        """Look at what a computer says now, if anybody sits there."""
        if computer.is_open:
            self.ledger.look_at(computer)

    def something_was_lost(self) -> None:
        """A disk is at an earlier time: only what is somewhere still can be asked for."""
        held: set[str] = set()
        marks: set[str] = set()
        live = self.live()
        for computer in (one for one in self.in_turn() if one in live):
            held |= {text for (text,) in self.sit(computer).rows("SELECT text FROM messages")}
            marks |= self.ledger.marks.look_at(computer)
            self.note(computer)
        self.ledger.only_these_remain(held, self.host.hashes())
        self.ledger.marks.only_these_remain(marks, self.host.hashes())

    def close(self) -> None:
        """Let go of everything."""
        for computer in self.computers:
            if computer.is_open:
                try:
                    computer.leave()
                except Exception:  # in the middle of something

                    computer.go_back({})
        self.host.stop()


def _reset(ground: Ground) -> None:
    for path in ground.folder.iterdir():
        if not any(path in one.parents for one in ground.disk):
            shutil.rmtree(path)
    put_disk(ground.folder, ground.disk)
