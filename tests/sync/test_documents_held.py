# SPDX-License-Identifier: Apache-2.0
"""Text that waits for Return, while everything around it changes: it goes whole, once, and not before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.storage import documents, epochs
from tests.helpers.documents import essay as new_essay
from tests.helpers.documents import kept, suggest
from tests.helpers.hands import Computer, quiet, stick_at
from tests.helpers.pens import Pen, essay, read
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.helpers.world import World
from tests.sync.conftest import Pair
from tests.sync.test_documents_rules import chains, end_epoch

BEGUN = "I want to be a nurse."
HELD = "SELECT count(*) FROM outbox WHERE held = 1"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Three people in one circle; Brian is going to leave it."""
    world = World(tmp_path, 3)
    world.settle(2)
    yield world
    world.close()


@pytest.fixture
def mine(world: World) -> Pen:
    """Amina's essay, known to all."""
    pen = essay(world.clients[0], world.circle)
    pen.write(BEGUN)
    world.settle(2)
    return pen


@pytest.fixture
def hers(world: World, mine: Pen) -> Pen:
    """What Grace holds."""
    pen = Pen(world.clients[1], mine.document, held=True)
    pen.write("Well. ")
    world.settle(2)
    assert mine.again() == BEGUN
    return pen


def returned(world: World, pen: Pen) -> None:
    """Given back: it is there, once, and nothing waits."""
    amina, grace, _ = world.clients
    assert grace.count(HELD) > 0
    grace.do(documents.give_back, pen.document, 0, (1, 0, 0, 0))
    world.settle(3)
    assert read(amina, pen.document) == read(grace, pen.document) == pen.text.text()[:-1]
    assert grace.count("SELECT count(*) FROM outbox") == 0


def test_it_outlives_the_end_of_an_epoch(world: World, mine: Pen, hers: Pen) -> None:
    end_epoch(world, chains(world))
    world.settle(3)
    assert mine.again() == BEGUN
    hers.write("Oh. ")
    returned(world, hers)


def test_it_outlives_a_cut_off_beyond_which_something_of_mine_goes_again(world: World, mine: Pen) -> None:
    grace, cuts = world.clients[1], chains(world)
    pen = Pen(grace, mine.document)
    pen.write("Gone before. ")
    grace.seal()
    grace.push(acknowledge=False)
    pen.held = True
    pen.write("Well. ")
    end_epoch(world, cuts)
    world.settle(3)
    assert mine.again() == "Gone before. " + BEGUN
    returned(world, pen)


@pytest.mark.parametrize("when", ["before", "between"])
def test_it_outlives_a_new_writer(world: World, mine: Pen, hers: Pen, when: str) -> None:
    grace = world.clients[1]
    grace.do(lambda tx: tx.mint_writer())
    if when == "between":
        hers.write("Oh. ")
        other = Pen(grace, mine.document, held=True)
        other.write("Later. ")
        hers.text.take([one.data for one in other.text.own(0)])
    returned(world, hers)


def test_it_outlives_that_another_part_is_sealed_again(world: World, mine: Pen) -> None:
    grace = world.clients[1]
    pen = Pen(grace, mine.document)
    pen.write("Before. ")
    grace.seal()
    grace.push(acknowledge=False)
    pen.held = True
    pen.write("Well. ")
    (row,) = grace.rows("SELECT * FROM entries WHERE lane = 2 AND own = 1 AND covered = 0")
    grace.do(epochs.unseal, row)
    world.settle(3)
    assert mine.again() == "Before. " + BEGUN
    pen.write("Oh. ")
    returned(world, pen)


def test_it_outlives_a_server_that_was_set_back(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, grace = pair
    document = new_essay(amina)
    amina.sync()
    grace.sync()
    town.backup(tmp_path / "backup")
    mine = amina.desk.documents.open(document)
    mine.text.insert(0, "Lost? ")
    kept(mine)
    amina.sync()
    grace.sync()
    review = grace.desk.documents.open(document)
    suggest(review, "day 4", "morning 4")
    kept(review)
    town.restore(tmp_path / "backup")
    for person in (grace, amina, grace, amina):
        person.sync()
    mine.take_news()
    assert mine.text.suggestions() == ()
    assert grace.opened.reader.number(HELD) > 0
    review.review.give_back()
    for person in (grace, amina):
        person.sync()
    mine.take_news()
    assert len(mine.text.suggestions()) == 1
    assert mine.text.text() == review.text.text()


def test_it_stays_off_the_stick_until_it_is_given_back(town: Town, tmp_path: Path) -> None:
    ids = town.people("Amina", "Grace")
    town.circle(ids)
    computer = Computer(town, tmp_path / "far")
    for name, member in zip(("Amina", "Grace"), ids, strict=True):
        computer.newcomer(name, town.slip(member))
    amina = computer.sit("Amina")
    amina.sync()
    document = new_essay(amina)
    amina.sync()
    amina.close()
    grace = computer.sit("Grace")
    grace.sync()
    review = grace.desk.documents.open(document)
    suggest(review, "day 4", "morning 4")
    kept(review)
    town.line.up = False
    _carried(grace, computer, town, tmp_path / "one")
    assert grace.opened.reader.number(HELD) > 0
    assert _suggestions(computer, town, grace, document) == 0
    grace = computer.sit("Grace")
    grace.desk.documents.open(document).review.give_back()
    _carried(grace, computer, town, tmp_path / "two")
    assert _suggestions(computer, town, grace, document) == 1


def _carried(person: Person, computer: Computer, town: Town, folder: Path) -> None:
    """What waits goes by stick to the server."""
    stick = stick_at(folder)
    person.desk.carriers.put(stick.top, quiet).result()
    for seen in stick.look().requests(computer.tray.programme8).values():
        request = stick.read(seen)
        assert request is not None
        town.door.handle(request.data)


def _suggestions(computer: Computer, town: Town, person: Person, document: bytes) -> int:
    """What Amina has of it, over the line."""
    person.close()
    town.line.up = True
    amina = computer.sit("Amina")
    amina.sync()
    count = len(amina.desk.documents.open(document).text.suggestions())
    amina.close()
    town.line.up = False
    return count
