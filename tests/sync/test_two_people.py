# SPDX-License-Identifier: Apache-2.0
"""Two people, their server and the line between them, in one thread."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.domain.messages import Delivery
from tests.helpers.person import Person
from tests.helpers.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A programme with a server."""
    town = Town(tmp_path / "server")
    yield town
    town.close()


@pytest.fixture
def pair(town: Town, tmp_path: Path) -> Iterator[tuple[Person, Person]]:
    """Amina and Grace, enrolled, in one circle, up to date."""
    ids = town.people("Amina Odhiambo", "Grace")
    town.circle(ids)
    amina = Person(tmp_path / "amina", town.line, town.clock, 1).enrol(town.slip(ids[0]))
    grace = Person(tmp_path / "grace", town.line, town.clock, 2).enrol(town.slip(ids[1]))
    for person in (amina, grace, amina, grace):
        person.sync()
    yield amina, grace
    amina.close()
    grace.close()


def test_message_goes_there_and_comes_back_read(pair: tuple[Person, Person]) -> None:
    amina, grace = pair
    thread, sent = amina.desk.threads.start(amina.circle(), "Essay", "Habari! My essay is ready.").result()
    assert amina.messages()[0].delivery is Delivery.ON_THIS_COMPUTER
    amina.sync()
    assert amina.messages()[0].delivery is Delivery.AT_THE_SERVER

    grace.sync()
    assert grace.texts() == ["Habari! My essay is ready."]
    assert grace.messages()[0].author_name == "Amina Odhiambo"
    amina.sync()
    assert amina.messages()[0].delivery is Delivery.ON_THEIR_COMPUTER

    grace.desk.threads.mark_read([sent]).result()
    grace.desk.threads.send(grace.circle(), thread, "Read it. Well done!").result()
    grace.sync()
    amina.sync()
    assert amina.messages()[0].delivery is Delivery.READ
    assert amina.texts() == grace.texts() == ["Habari! My essay is ready.", "Read it. Well done!"]
