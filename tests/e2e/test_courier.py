# SPDX-License-Identifier: Apache-2.0
"""A stick goes round a school without a line: real files, the real command, a real server."""
from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.commands.demoline import DemoLine
from mentordesk.commands.embedded import ServerProcess
from mentordesk.domain.ids import Role
from mentordesk.domain.messages import Delivery
from mentordesk.server.admin import create_programme
from tests.e2e import sessions
from tests.e2e.canaries import files_under
from tests.e2e.sessions import PATIENCE, Seat, signed_in
from tests.helpers.processes import run_python

NAMES = (
    "Amina", "Brian", "Chausiku", "Daudi", "Esther", "Farouk", "Gathoni", "Hamisi", "Imani", "Juma", "Kendi",
    "Leila",
)  # fmt: skip
COMPUTERS = 3
WORDS = "Msomaji wa kwanza"


def courier(*words: object) -> str:
    """What the command says; it must end well."""
    done = run_python("-m", "mentordesk", "courier", *map(str, words))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass
class School:
    """Pupils at shared computers, their mentor elsewhere, a server, a line that is mostly down."""

    folder: Path
    line: DemoLine = field(default_factory=DemoLine)
    slips: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        data = self.folder / "server"
        office = create_programme(
            data, "Mentors of Kisumu", [self.line.address], SystemRandomness(), SystemClock()
        )
        mentor = office.add_person("Grace")
        self.slips["Grace"] = office.slip(mentor)
        for name in NAMES:
            pupil = office.add_person(name)
            office.make_circle([(pupil, Role.MENTEE), (mentor, Role.MENTOR)])
            self.slips[name] = office.slip(pupil)
        office.close()
        self.server = ServerProcess(data, ["--no-limits"])
        self.line.lead_to(self.server.address)

    @property
    def homes(self) -> list[Path]:
        """The shared computers."""
        return [self.folder / f"computer {number}" for number in range(1, COMPUTERS + 1)]

    def seat(self, name: str) -> Seat:
        """Where somebody sits."""
        home = self.folder / "far away" if name == "Grace" else self.homes[NAMES.index(name) % COMPUTERS]
        return Seat(home, name=name)

    def enrol(self) -> None:
        """Everybody comes in while there is a line."""
        self.line.come()
        for name, slip in self.slips.items():
            sessions.enrol(self.seat(name), self.line.address, slip)
        self.line.go()

    def write(self) -> None:
        """Each pupil signs in, writes a first message, signs out."""
        for name in NAMES:
            with signed_in(self.seat(name)) as desk:
                (circle,) = desk.people.circles()
                desk.threads.start(circle.circle, "First", f"{WORDS} {name}").result()

    def states(self) -> set[Delivery]:
        """How far the pupils' messages have come, as they see it when they sign in."""
        found = set()
        for name in NAMES:
            with signed_in(self.seat(name)) as desk:
                found |= {one.delivery for one in sessions.messages(desk)}
        return found

    def close(self) -> None:
        """The end of the day."""
        self.server.stop()


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """Twelve pupils at three computers, each with a message that has not left."""
    school = School(tmp_path)
    try:
        school.enrol()
        school.write()
        yield school
    finally:
        school.close()


def collect_everywhere(school: School, stick: Path) -> list[str]:
    """The stick goes round the computers."""
    return [courier("collect", stick, "--home", home) for home in school.homes]


def test_one_stick_carries_a_class(school: School, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert collect_everywhere(school, stick) == ["4 envelopes of 4 people collected."] * 3
    again = "0 envelopes collected; 4 were there already."
    assert collect_everywhere(school, stick) == [again] * 3
    assert school.states() == {Delivery.LEFT_THIS_COMPUTER}

    school.line.come()
    school.line.take_traffic()
    said = courier("deliver", stick, "--home", tmp_path / "laptop")
    moved = school.line.take_traffic()
    assert said.startswith("12 envelopes of 12 people delivered (")
    assert moved.connections == 1
    assert moved.up + moved.down < 12 * 2048
    assert courier("deliver", stick, "--home", tmp_path / "laptop") == "0 envelopes delivered."
    school.line.go()

    for home in school.homes:
        assert courier("return", stick, "--home", home) == "4 replies brought back."
        assert courier("return", stick, "--home", home) == "0 replies brought back."
    assert school.states() == {Delivery.AT_THE_SERVER}
    assert collect_everywhere(school, stick) == ["0 envelopes collected."] * 3

    school.line.come()
    with signed_in(school.seat("Grace")) as desk:
        desk.connection.bring_up_to_date(school.seat("Grace").clock.pause, PATIENCE)
        circles = [circle.circle for circle in desk.people.circles()]
        texts = [one.last_words for circle in circles for one in desk.threads.list(circle)]
    school.line.go()
    assert sorted(texts) == sorted(f"{WORDS} {name}" for name in NAMES)


def test_a_lost_stick_tells_nothing_and_loses_nothing(school: School, tmp_path: Path) -> None:
    lost, stick = tmp_path / "lost", tmp_path / "stick"
    for folder in (lost, stick):
        folder.mkdir()
    collect_everywhere(school, lost)
    found = files_under(lost)
    found |= {name: data for home in school.homes for name, data in files_under(home / "tray").items()}
    assert len(found) > len(NAMES)
    assert [name for name, data in found.items() if WORDS.encode() in data] == []
    names = (*NAMES, "Grace", "Kisumu", "First")
    assert [name for name, data in found.items() if any(word.encode() in data for word in names)] == []
    everywhere = files_under(school.folder)
    assert any("server.db" in name for name in everywhere)
    assert [name for name, data in everywhere.items() if WORDS.encode() in data] == []
    shutil.rmtree(lost)

    assert collect_everywhere(school, stick) == ["4 envelopes of 4 people collected."] * 3
    school.line.come()
    assert courier("deliver", stick, "--server", school.line.address).startswith("12 envelopes of 12 people")
    school.line.go()
    for home in school.homes:
        courier("return", stick, "--home", home)
    assert school.states() == {Delivery.AT_THE_SERVER}
