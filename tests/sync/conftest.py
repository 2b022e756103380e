# SPDX-License-Identifier: Apache-2.0
"""A programme with two people in one circle."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.hands import Computer
from tests.helpers.person import Person
from tests.helpers.town import Town

Pair = tuple[Person, Person]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A programme with a server."""
    town = Town(tmp_path / "server")
    yield town
    town.close()


@pytest.fixture
def pair(town: Town, tmp_path: Path) -> Iterator[Pair]:
    """Amina and Grace, enrolled, in one circle, up to date."""
    ids = town.people("Amina Odhiambo", "Grace")
    town.circle(ids)
    amina = Person(tmp_path / "amina", town.line, town.clock, 1)
    grace = Person(tmp_path / "grace", town.line, town.clock, 2)
    both = (amina, grace)
    try:
        for person, member in zip(both, ids, strict=True):
            person.enrol(town.slip(member))
        for person in (*both, *both):
            person.sync()
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
