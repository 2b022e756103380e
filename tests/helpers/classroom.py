# SPDX-License-Identifier: Apache-2.0
"""A class on a few school computers without a line, each pupil with a mentor, and the server far away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.base.errors import ServerUnreachable
from mentordesk.base.files import SystemFiles
from mentordesk.commands.embedded import Embedded, Newcomer
from mentordesk.desk.connection import Dial
from mentordesk.desk.desk import Desk, open_desk
from mentordesk.desk.profiles import Entrance, Opened
from mentordesk.domain.ids import Role
from mentordesk.domain.messages import Message
from mentordesk.storage.keyslots import Derive
from mentordesk.storage.profile import Tools
from mentordesk.storage.store import InlineRunner
from mentordesk.sync.line import Connection, Meter, Received
from tests.helpers.town import quick

PASSPHRASE = "mango river seven lamps"
TOPIC = "Hello"
Dialling = Callable[[Sequence[str]], Dial]


@dataclass(frozen=True, slots=True)
class Pupil:
    """One pupil and the computer at which they sit."""

    name: str
    home: Path

    @property
    def mentor(self) -> str:
        """Who answers."""
        return f"Mentor of {self.name}"


class Classroom:
    """`pupils` names on `computers` homes in turn, all enrolled and in sync; nobody is signed in.

    `url` is where the server will be; it is not running, its folder is `data`. `derive_keys`: what a
    passphrase costs, nearly nothing unless said.
    """

    def __init__(
        self, folder: Path, pupils: Sequence[str], computers: int, url: str, derive_keys: Derive = quick
    ) -> None:
        self.data = folder / "server"
        self.homes = [folder / f"pc {number}" for number in range(1, computers + 1)]
        self.pupils = [Pupil(name, self.homes[at % computers]) for at, name in enumerate(pupils)]
        self._far = folder / "mentors"
        self._derive = derive_keys
        embedded = Embedded(self.data, "Mentors of Kisumu", url, SystemClock())
        for pupil in self.pupils:
            self._enrol(embedded, pupil, url)
        embedded.close()

    def _enrol(self, embedded: Embedded, pupil: Pupil, url: str) -> None:
        both = {
            pupil.name: Newcomer(pupil.name, Role.MENTEE),
            pupil.mentor: Newcomer(pupil.mentor, Role.MENTOR),
        }
        slips = embedded.invite(both)
        desks = []
        for name, home in ((pupil.name, pupil.home), (pupil.mentor, self._far)):
            entrance = self._entrance(home, lambda addresses: embedded.dial)
            desks.append(_sit(entrance.enrol(entrance.look_up_slip(url, slips[name]), PASSPHRASE)))
        for desk in (*desks, *desks):
            desk.connection.bring_up_to_date(lambda seconds: None, 60)
        for desk in desks:
            desk.close()

    def sign_in(self, pupil: Pupil, dialling: Dialling | None = None) -> Desk:
        """A pupil's desk; without `dialling` there is no line. Close it to sign out."""
        return self._at(pupil.home, pupil.name, dialling or no_line)

    def mentor(self, pupil: Pupil, dialling: Dialling) -> Desk:
        """The desk of a pupil's mentor, who has a line."""
        return self._at(self._far, pupil.mentor, dialling)

    def _at(self, home: Path, name: str, dialling: Dialling) -> Desk:
        entrance = self._entrance(home, dialling)
        (folder,) = (one.folder for one in entrance.people() if one.name == name)
        return _sit(entrance.open(folder, PASSPHRASE))

    def _entrance(self, home: Path, dialling: Dialling) -> Entrance:
        tools = Tools(SystemFiles(), SystemClock(), SystemRandomness(), self._derive)
        return Entrance(home, lambda event: None, tools, dialling, InlineRunner)

    def write(self, pupil: Pupil, text: str) -> None:
        """Sign in without a line, write a first message, sign out."""
        desk = self.sign_in(pupil)
        try:
            desk.threads.start(desk.people.circles()[0].circle, TOPIC, text).result()
        finally:
            desk.close()


def messages(desk: Desk) -> list[Message]:
    """Everything in the only circle."""
    found: list[Message] = []
    for thread in desk.threads.list(desk.people.circles()[0].circle):
        page = desk.threads.page(thread.thread)
        found += page.rows(0, page.count())
    return found


class _NoLine:
    def post(self, body: bytes, meter: Meter) -> Received:
        """Nobody answers."""
        raise ServerUnreachable

    def close(self) -> None:
        """Nothing is open."""


def no_line(addresses: Sequence[str]) -> Dial:
    """Dials into nowhere."""

    def dial(timeout: float) -> Connection:
        return _NoLine()

    return dial


def _sit(opened: Opened) -> Desk:
    return open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)
