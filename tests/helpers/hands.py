# SPDX-License-Identifier: Apache-2.0
"""People at shared computers, and what lies in trays and on sticks."""
from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

from mentordesk.base.clock import SeededRandomness
from mentordesk.base.files import SystemFiles
from mentordesk.crypto.envelope import Label, open_by_hand, open_envelope
from mentordesk.domain.messages import Delivery
from mentordesk.server.accounts import Accounts, load_programme
from mentordesk.server.hand import HandReply
from mentordesk.sync.carriers.folder import Stick
from mentordesk.sync.carriers.form import Carried, Kind
from mentordesk.sync.carriers.tray import Tray, trays
from mentordesk.wire.exchange import ReplyHead, decode_request_head
from tests.helpers.person import PASSPHRASE, Person
from tests.helpers.town import Town


def quiet(done: int, total: int) -> None:
    """Nobody watches."""


class Computer:
    """A computer with a home folder; whoever sits there is a Person."""

    def __init__(self, town: Town, home: Path) -> None:
        self.town = town
        self.home = home
        self.people: dict[str, Person] = {}

    def newcomer(self, name: str, slip: str) -> None:
        """Somebody comes with a slip, and goes again."""
        person = Person(self.home, self.town.line, self.town.clock, f"{self.home.name} {name}")
        person.enrol(slip)
        person.sync()
        person.close()
        self.people[name] = person

    def sit(self, name: str) -> Person:
        """Sign in."""
        person = self.people[name]
        (folder,) = (one.folder for one in person.entrance.people() if one.name == name)
        return person._sit(person.entrance.open(folder, PASSPHRASE))

    @property
    def tray(self) -> Tray:
        """Its only tray."""
        (tray,) = trays(self.home / "tray", SystemFiles())
        return tray

    def requests(self) -> list[Carried]:
        """Envelopes in the tray, by name."""
        tray = self.tray
        found = tray.look().requests(tray.programme8).values()
        return [carried for one in found if (carried := tray.read(one)) is not None]

    def replies(self) -> list[Carried]:
        """Replies in the tray."""
        tray = self.tray
        found = tray.look().replies(tray.programme8)
        return [carried for one in found if (carried := tray.read(one)) is not None]

    def close(self) -> None:
        """Everybody leaves."""
        for person in self.people.values():
            person.close()


def say(person: Person, text: str) -> None:
    """A message about the essay."""
    circle = person.circle()
    threads = person.desk.threads.list(circle)
    if threads:
        person.desk.threads.send(circle, threads[0].thread, text).result()
    else:
        person.desk.threads.start(circle, "Essay", text).result()


def states(person: Person) -> list[Delivery]:
    """How far each message of mine has come, in order."""
    return [one.delivery for one in person.messages() if one.mine]


def write(computer: Computer, name: str, *texts: str) -> None:
    """Sign in, write, sign out, whatever the line does."""
    person = computer.sit(name)
    for text in texts:
        say(person, text)
    person.close()


def look(computer: Computer, name: str) -> list[Delivery]:
    """Sign in without a line, see how far everything has come, sign out."""
    up, computer.town.line.up = computer.town.line.up, False
    person = computer.sit(name)
    found = states(person)
    person.close()
    computer.town.line.up = up
    return found


def answer(town: Town, requests: Sequence[Carried]) -> list[bytes]:
    """What the server says to each."""
    return [town.door.handle(one.data)[1] for one in requests]


def lie(town: Town, request: Carried, head: ReplyHead, blobs: Sequence[bytes] = ()) -> Carried:
    """A reply with the true key, which says whatever one likes."""
    db = town.database
    programme = load_programme(db)
    inner = open_by_hand(programme.box, request.data)
    said = open_envelope(lambda part: town.link(part[1:9]), Label.REQUEST, b"", inner, decode_request_head)
    account = Accounts(db, programme).account(said.part.member8)
    assert account is not None
    sealed = HandReply(account.link, account.box, said.tag, town.rand.bytes).seal(head, blobs)
    return Carried(Kind.REPLY, request.programme8, request.name, sealed)


def long(number: int, size: int = 3000) -> str:
    """A text that no packing makes shorter, as many bytes as a parcel takes."""
    return base64.b64encode(SeededRandomness(f"text {number}").bytes(size * 3 // 4)).decode()


def stick_at(folder: Path) -> Stick:
    """A stick in that folder."""
    folder.mkdir(exist_ok=True)
    return Stick(folder, SystemFiles())
