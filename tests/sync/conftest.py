# SPDX-License-Identifier: Apache-2.0
"""A programme with two people in one circle."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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
