# SPDX-License-Identifier: Apache-2.0
"""Schedules of chance: people, computers and a server in one thread, and everything that happens to them."""
from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.domain.connection import LineState
from mentordesk.domain.messages import Message
from mentordesk.server.db import FILE_NAME, Database
from mentordesk.server.door import Door
from mentordesk.server.log import Log
from tests.helpers.line import Fault, Line
from tests.helpers.person import Person
from tests.helpers.town import Town

START = 1_779_000_000
WALLS = (0, 86_400, START - 7_000, START + 90_000, 4_039_372_800)
SERVER = "server"
LETTERS = [chr(code) for code in range(0x4E00, 0x9FA0)]


class Crash(Exception):
    """The power goes."""


@dataclass(slots=True)
class Ground:
    """A server and computers as they stand before each schedule, on disk."""

    folder: Path
    slips: dict[str, str]  # by name, of those who have not enrolled

    @classmethod
    def make(cls, folder: Path) -> Ground:
        """Amina at two computers and Grace, who know each other; Omar has a slip."""
        town = Town(folder / SERVER)
        ids = dict(zip(("amina", "grace", "omar"), town.people("Amina", "Grace", "Omar"), strict=True))
        town.circle(list(ids.values()))
        slips = {name: town.slip(member) for name, member in ids.items()}
        people = [
            Person(folder / name, town.line, town.clock, seed).enrol(slips[name.split("-")[0]])
            for seed, name in enumerate(("amina-1", "amina-2", "grace"))
        ]
        for person in people * 2:
            person.sync()
        people[0].desk.threads.start(people[0].circle(), "Essay", "0").result()
        for person in people * 3:
            person.sync()
        for person in people:
            person.close()
        town.close()
        return cls(folder, slips)


@dataclass(slots=True)
class Computer:
    """One computer: who sits there, its clock, and what its disk held at an earlier time."""

    person: Person
    clock: ManualClock
    home: Path
    earlier: dict[Path, bytes] | None = None

    def disk(self) -> dict[Path, bytes]:
        """Every file as it is now."""
        return {path: path.read_bytes() for path in self.home.rglob("*") if path.is_file()}

    def put_back(self, disk: dict[Path, bytes]) -> None:
        """The files of another time, in the same folders; whoever sat here sits down again."""
        with contextlib.suppress(Crash):
            self.person.close()
        for path in self.home.rglob("*"):
            if path.is_file() and path not in disk:
                path.unlink()
        for path, data in disk.items():
            path.write_bytes(data)
        self.person.sign_in()


class Schedule:
    """Plays steps drawn from `seed` on a copy of the ground; `heal` at the end."""

    def __init__(self, ground: Ground, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        shutil.copytree(ground.folder, folder, dirs_exist_ok=True)
        self._ground, self._folder, self._seed = ground, folder, seed
        self._backup = folder / "backup.db"
        self._clock = ManualClock()
        self._serve()
        self.line = Line(lambda body: self._door.handle(body), self._clock)
        self.computers = [self._computer(name) for name in ("amina-1", "amina-2", "grace")]
        for computer in self.computers:
            computer.person.sign_in()
        self._parcels: set[tuple[str, bytes]] = set()  # (text, hash16) of what a disk took along
        self.must = {"0"}  # what nobody may lose
        self.may = {"0"}  # what was pressed Send for, by somebody whose disk went back before it left
        self.story: list[str] = []

    def _serve(self) -> None:
        self._db = Database(self._folder / SERVER)
        self._door = Door(self._db, self._clock, SeededRandomness(f"server {self._seed}"))

    def _computer(self, name: str) -> Computer:
        clock, home = ManualClock(), self._folder / name
        place = len(getattr(self, "computers", ()))
        return Computer(Person(home, self.line, clock, f"{self._seed} {name} {place}"), clock, home)

    # ------------------------------------------------------------------ steps
    def play(self, steps: int) -> None:
        """That many things happen."""
        doings: list[tuple[Callable[[Computer], None], int]] = [
            (self.write, 6), (self.exchange, 9), (self.read, 2), (self.sit_down_again, 1), (self.crash, 4),
            (self.copy, 1), (self.set_clock, 1), (self.restart, 1), (self.answer, 2), (self.wait, 1),
            (self.remember, 1), (self.go_back, 1), (self.enrol, 1), (self.back_up, 1), (self.set_back, 1),
        ]  # fmt: skip
        for _ in range(steps):
            (doing,) = self.dice.choices([one for one, _ in doings], [weight for _, weight in doings])
            computer = self.dice.choice(self.computers)
            self.story.append(f"{doing.__name__} {computer.home.name}")
            doing(computer)

    def write(self, computer: Computer) -> None:
        """One message, sometimes in a new thread."""
        circles, threads = computer.person.desk.people.circles(), self._threads(computer)
        if not circles:
            return
        letters = self.dice.choices(LETTERS, k=self.dice.choice([0, 0, 500, 3000]))
        text = f"{len(self.may)} {''.join(letters)}".strip()
        self.may.add(text)
        if not threads or self.dice.random() < 0.2:
            computer.person.desk.threads.start(circles[0].circle, f"Thread {text}", text).result()
        else:
            computer.person.desk.threads.send(circles[0].circle, self.dice.choice(threads), text).result()
        self.must.add(text)

    def _threads(self, computer: Computer) -> list[bytes]:
        circles = computer.person.desk.people.circles()
        listed = (computer.person.desk.threads.list(one.circle) for one in circles)
        return [thread.thread for threads in listed for thread in threads]

    def read(self, computer: Computer) -> None:
        """Everything is on the screen."""
        fresh = tuple(one.id for one in messages(computer.person) if one.fresh)
        computer.person.desk.threads.mark_read(fresh).result()

    def answer(self, computer: Computer) -> None:
        """Exchange well, read, write, exchange."""
        self._try(computer)
        self.read(computer)
        self.write(computer)
        self._try(computer)

    def exchange(self, computer: Computer) -> None:
        """A few exchanges with what lines do."""
        for _ in range(self.dice.randrange(1, 4)):
            self.line.faults.append(self._fault())
            self._try(computer)
        self.line.faults.clear()

    def _fault(self) -> Fault:
        cut = self.dice.choice([self.dice.randrange(40), self.dice.randrange(400), self.dice.randrange(3000)])
        faults = [
            Fault(), Fault(cut_up=cut), Fault(cut_down=cut), Fault(drop=True), Fault(twice=True),
            Fault(late=True), Fault(cut_down=0), Fault(answer=b"<html>"), Fault(altered=cut),
        ]  # fmt: skip
        return self.dice.choice(faults)

    def _try(self, computer: Computer) -> None:
        computer.person.try_once()

    def crash(self, computer: Computer) -> None:
        """The power goes somewhere inside an exchange or a Send; whatever was on the disk is there again."""
        engine = computer.person.opened.runner.call(lambda tx: tx.conn.engine)
        doing = self.dice.choice([self._try, self._try, self.write])
        statements = self.dice.randrange(self.dice.choice([9, 40, 300]))
        with contextlib.suppress(Crash), _power_cut(engine, statements):
            doing(computer)
        computer.put_back(computer.disk())

    def sit_down_again(self, computer: Computer) -> None:
        """Sign out and in."""
        computer.person.close()
        computer.person.sign_in()

    def remember(self, computer: Computer) -> None:
        """A backup of the disk is made."""
        computer.person.close()
        computer.earlier = computer.disk()
        computer.person.sign_in()

    def go_back(self, computer: Computer) -> None:
        """The backup comes back: what was written since and never left is gone, as everybody would expect."""
        if computer.earlier is None:
            return
        before = {one.text for one in messages(computer.person)}
        self._parcels |= _parcels(computer.person)
        computer.put_back(computer.earlier)
        self._give_up(before)

    def _give_up(self, texts: set[str]) -> None:
        """These, which a disk has held, nobody can bring if no computer and not the server holds them now."""
        held = {one.text for computer in self.computers for one in messages(computer.person)}
        self.must -= texts - held - self._at_server()

    def _at_server(self) -> set[str]:
        return {text for text, name in self._parcels if Log(self._db).find(name)}

    def copy(self, computer: Computer) -> None:
        """The whole folder is copied to another computer, and both are used."""
        if len(self.computers) > 5:
            return
        computer.person.close()
        copy = self._computer(f"copy-{len(self.computers)}")
        shutil.copytree(computer.home, copy.home)
        computer.person.sign_in()
        copy.person.sign_in()
        self.computers.append(copy)

    def set_clock(self, computer: Computer) -> None:
        """A flat battery."""
        computer.clock.set_wall(self.dice.choice(WALLS))

    def wait(self, computer: Computer) -> None:
        """Some hours go by."""
        for clock in (self._clock, *(one.clock for one in self.computers)):
            clock.advance(self.dice.choice([1, 400, 90_000]))

    def restart(self, computer: Computer) -> None:
        """The server ends and begins again."""
        self._db.close()
        self._serve()

    def back_up(self, computer: Computer) -> None:
        """The server's folder is copied."""
        self._backup.unlink(missing_ok=True)
        self._db.run("VACUUM INTO ?", str(self._backup))

    def set_back(self, computer: Computer) -> None:
        """And comes back."""
        if not self._backup.exists():
            return
        before = self._at_server()
        self._db.close()
        for path in (self._folder / SERVER).glob(f"{FILE_NAME}*"):
            path.unlink()
        shutil.copy(self._backup, self._folder / SERVER / FILE_NAME)
        self._serve()
        self._give_up(before)

    def enrol(self, computer: Computer) -> None:
        """Omar comes, with what is left of the line."""
        home = self._folder / "omar"
        if home.exists():
            return
        omar = self._computer("omar")
        omar.person.enrol(self._ground.slips["omar"])
        self.computers.append(omar)

    # ------------------------------------------------------------------ the end
    def heal(self) -> None:
        """The line is good, the clocks are right, everybody exchanges until it is quiet."""
        self.line.faults.clear()
        for computer in self.computers:
            computer.clock.set_wall(START)
            computer.put_back(computer.disk())
        for _ in range(4):
            for computer in self.computers:
                self._sync(computer.person)

    def _sync(self, person: Person) -> None:
        person.engine.connect_now()
        for _ in range(60):
            person.engine.step()
            if person.engine.status.state is LineState.UP_TO_DATE:
                return
        raise AssertionError(person.engine.status)

    def close(self) -> None:
        """Let go of everything."""
        for computer in self.computers:
            with contextlib.suppress(Crash):
                computer.person.close()
        self._db.close()


@contextlib.contextmanager
def _power_cut(engine: Engine, left: int) -> Iterator[None]:
    """Crash before or after one of the statements to come."""

    def tick(*args: object) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            raise Crash

    event.listen(engine, "before_cursor_execute", tick)
    event.listen(engine, "after_cursor_execute", tick)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", tick)
        event.remove(engine, "after_cursor_execute", tick)


def _parcels(person: Person) -> set[tuple[str, bytes]]:
    """(text, hash16 of its parcel) of each message that has left the outbox."""
    sql = "SELECT text, substr(hash, 1, 16) FROM messages JOIN entries ON entries.id = messages.entry"
    return {(row[0], row[1]) for row in person.opened.reader.rows(sql)}


def messages(person: Person) -> list[Message]:
    """Everything in all threads, in the order of the pages."""
    found: list[Message] = []
    for circle in person.desk.people.circles():
        for thread in sorted(person.desk.threads.list(circle.circle), key=lambda one: one.thread):
            page = person.desk.threads.page(thread.thread)
            found += page.rows(0, page.count())
    return found
