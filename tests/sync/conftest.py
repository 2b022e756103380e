# SPDX-License-Identifier: Apache-2.0
"""A programme with two people in one circle, made once and copied for each test."""
from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mentordesk.domain.ids import MemberId
from mentordesk.server.office import Book
from tests.helpers.hands import Computer
from tests.helpers.person import Person
from tests.helpers.town import Town

Pair = tuple[Person, Person]
SERVER, PEOPLE = "server", ("amina", "grace")


@dataclass(frozen=True)
class Settled:
    """Amina and Grace, enrolled, in one circle, up to date; everything closed."""

    folder: Path
    book: Book
    codes: dict[MemberId, str]


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """What every pair is a copy of."""
    folder = tmp_path_factory.mktemp("settled")
    town = Town(folder / SERVER)
    ids = town.people("Amina Odhiambo", "Grace")
    town.circle(ids)
    both = [Person(folder / name, town.line, town.clock, seed) for seed, name in enumerate(PEOPLE, 1)]
    for person, member in zip(both, ids, strict=True):
        person.enrol(town.slip(member))
    for person in (*both, *both):
        person.sync()
    for person in both:
        person.close()
    town.close()
    return Settled(folder, town.office.book, town.codes)


@pytest.fixture
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """A programme with a server; the pair's, where there is one."""
    if "pair" in request.fixturenames:
        settled: Settled = request.getfixturevalue("settled")
        shutil.copytree(settled.folder, tmp_path, dirs_exist_ok=True)
        town = Town(tmp_path / SERVER, "again", book=settled.book)
        town.codes = dict(settled.codes)
    else:
        town = Town(tmp_path / SERVER)
    yield town
    town.close()


@pytest.fixture
def pair(town: Town, tmp_path: Path) -> Iterator[Pair]:
    """Amina and Grace, enrolled, in one circle, up to date."""
    amina, grace = (Person(tmp_path / name, town.line, town.clock, f"{name} again") for name in PEOPLE)
    both = (amina, grace)
    try:
        for person in both:
            person.sign_in().sync()
        yield both
    finally:
        for person in both:
            person.close()


@pytest.fixture
def school(town: Town, tmp_path: Path) -> Iterator[Computer]:
    """Amina and Brian share a computer; there is no line."""
    ids = town.people("Amina", "Brian", "Grace")
    town.circle([ids[0], ids[2]])
    town.circle([ids[1], ids[2]])
    computer = Computer(town, tmp_path / "shared")
    for name, member in zip(("Amina", "Brian"), ids, strict=False):
        computer.newcomer(name, town.slip(member))
    far = Computer(town, tmp_path / "far")
    far.newcomer("Grace", town.slip(ids[2]))
    for name in ("Amina", "Brian"):
        computer.sit(name).sync()
        computer.people[name].close()
    assert computer.requests() == []
    town.line.up = False
    computer.people["Grace"] = far.people["Grace"]
    try:
        yield computer
    finally:
        computer.close()
