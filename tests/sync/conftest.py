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
