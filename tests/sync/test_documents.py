# SPDX-License-Identifier: Apache-2.0
"""Documents between computers: whatever comes in whatever order, everybody has the same text once."""
from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.domain.documents import Answered, Mode
from mentordesk.domain.events import DocumentChanged
from mentordesk.domain.ids import Lane
from mentordesk.domain.messages import Delivery
from mentordesk.storage import documents, texts
from mentordesk.storage.documents import Asked
from tests.helpers.pens import Pen, essay, read, summary
from tests.helpers.world import World

TEXTS = "SELECT count(*) FROM texts WHERE document = ?"
BOTH = (Lane.WORDS, Lane.DOCUMENTS)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amina and Grace in one circle."""
    world = World(tmp_path, 2)
    world.settle(2)
    yield world
    world.close()


def both_write(world: World) -> tuple[bytes, str]:
    """Amina begins, both go on without a line; the document and what must be read everywhere."""
    amina, grace = world.clients
    mine = essay(amina, world.circle)
    mine.write("I want to be a nurse.")
    amina.sync()
    grace.sync()
    hers = Pen(grace, mine.document)
    hers.write(" And I will.", at=21)
    mine.write("Habari! ")
    for client in (amina, grace):
        client.seal()
        client.push()
    return mine.document, "Habari! I want to be a nurse. And I will."


def test_what_both_wrote_without_a_line_is_one_text(world: World) -> None:
    amina, grace = world.clients
    document, whole = both_write(world)
    world.settle(2)
    assert read(amina, document) == read(grace, document) == whole
    assert summary(grace, document).title == "Essay"


def test_every_order_leads_to_the_same_text_also_before_the_card_and_twice(world: World) -> None:
    document, whole = both_write(world)
    everything = world.log.arrivals(world.circle, BOTH)
    assert len([one for one in everything if one.lane == Lane.DOCUMENTS]) == 3
    for number, order in enumerate(itertools.permutations(everything)):
        if number % 17 == 0:
            late = world.computer(1)
            for one in (*order, *order[:2]):
                late.receive([one])
            assert read(late, document) == whole
            assert late.count(TEXTS, document) == 3


def test_pauses_of_one_sitting_are_one_text_until_it_is_sealed(world: World) -> None:
    amina, grace = world.clients
    mine = essay(amina, world.circle)
    for word in ("three ", "two ", "one "):
        mine.write(word)
    assert amina.count(TEXTS, mine.document) == 1
    assert amina.count("SELECT count(*) FROM outbox WHERE lane = 2") == 1
    amina.seal()
    mine.write("zero ")
    assert amina.count(TEXTS, mine.document) == 2
    amina.sync()
    grace.sync()
    assert read(grace, mine.document) == mine.again() == "zero one two three "


def test_text_goes_behind_words(world: World) -> None:
    amina = world.clients[0]
    mine = essay(amina, world.circle)
    amina.sync()
    before = amina.count("SELECT max(id) FROM entries")
    mine.write("long before")
    amina.say("just now")
    amina.seal()
    lanes = amina.rows("SELECT lane FROM entries WHERE id > ? AND kind = 1 ORDER BY id", before)
    assert [row.lane for row in lanes] == [Lane.WORDS, Lane.DOCUMENTS]


def test_a_review_is_held_until_it_is_given_back(world: World) -> None:
    amina, grace = world.clients
    mine = essay(amina, world.circle)
    mine.write("I want to be a nurse.")
    amina.do(documents.ask, mine.document, Asked(1, (grace.member,), 20_600, 20_597, "Please"))
    world.settle(1)
    hers = Pen(grace, mine.document, held=True)
    hers.write("Well ")
    grace.sync()
    amina.sync()
    assert mine.again() == "I want to be a nurse."
    assert summary(grace, mine.document).delivery is Delivery.READ  # nothing of hers is on its way
    grace.do(documents.give_back, mine.document, 1, (1, 0, 0, 0))
    grace.sync()
    amina.sync()
    assert mine.again() == "Well I want to be a nurse."
    review = summary(amina, mine.document).review
    assert review is not None
    assert (review.note, review.waiting_for) == ("Please", ())
    assert [one.suggestions for one in review.returned] == [1]
    answered = Answered(grace.member, 1, 1, 0, 0, 0, 0, 0)
    assert amina.do(documents.tell_answers, mine.document, answered)
    assert not amina.do(documents.tell_answers, mine.document, answered)
    world.settle(1)
    review = summary(grace, mine.document).review
    assert review is not None
    assert [one.accepted for one in review.answered] == [1]


def test_a_private_document_goes_into_a_circle_with_all_of_its_history(world: World) -> None:
    amina, grace = world.clients
    other = world.computer(0)
    mine = essay(amina, None)
    mine.write("Begun at home. ")
    amina.sync()
    other.pull()
    there = Pen(other, mine.document)
    there.write("From the other PC. ")
    mine.write("Later. ")
    assert summary(amina, mine.document).private
    amina.do(documents.share, mine.document, world.circle)
    assert not summary(amina, mine.document).private
    world.settle(3)
    whole = read(amina, mine.document)
    assert read(grace, mine.document) == read(other, mine.document) == whole
    assert all(part in whole for part in ("Begun", "From the other", "Later"))
    mine.write("And on. ")
    there.write("There too. ")
    world.settle(3)
    assert read(grace, mine.document) == read(other, mine.document) == read(amina, mine.document)
    assert "And on" in read(grace, mine.document)
    assert "There too" in read(grace, mine.document)
    for client in (amina, grace, other):
        assert client.count("SELECT count(*) FROM texts WHERE circle = ?", world.circle) == grace.count(
            TEXTS, mine.document
        )
        assert client.count("SELECT coalesce(max(rebuild), 0) FROM documents") == 0


IN_CIRCLE = "SELECT count(*) FROM texts WHERE circle = ? AND document = ?"


@pytest.mark.parametrize("leaves", [False, True])
def test_what_another_computer_wrote_before_it_knew_goes_after_the_document(
    world: World, leaves: bool
) -> None:
    """Either it learns of the sharing and brings it, or what it left is brought by whoever shared."""
    amina, grace = world.clients
    other = world.computer(0)
    mine = essay(amina, None)
    mine.write("Shared. ")
    amina.sync()
    other.pull()
    Pen(other, mine.document).write("Not known. ")
    if leaves:
        other.seal()
        other.push()
    amina.do(documents.share, mine.document, world.circle)
    amina.sync()
    if not leaves:
        other.pull()
        assert other.count("SELECT count(*) FROM outbox WHERE lane = 2 AND circle <> ?", world.circle) == 0
        other.sync()
    amina.sync()
    grace.pull()
    assert read(grace, mine.document) == "Not known. Shared. "
    assert grace.count(IN_CIRCLE, world.circle, mine.document) == 2
    assert amina.count("SELECT max(rebuild) FROM documents") == 0


def test_delivery_comes_as_far_as_the_newest_text_has(world: World) -> None:
    amina, grace = world.clients
    mine = essay(amina, world.circle)
    mine.write("one ")
    assert summary(amina, mine.document).delivery is Delivery.ON_THIS_COMPUTER
    amina.sync()
    assert summary(amina, mine.document).delivery is Delivery.AT_THE_SERVER
    mine.write("two ")
    assert summary(amina, mine.document).delivery is Delivery.ON_THIS_COMPUTER
    amina.sync()
    grace.pull()
    assert summary(grace, mine.document).fresh
    grace.seal()
    seen = grace.rows("SELECT message FROM receipts WHERE member = ?", grace.member)
    assert len(seen) == 1  # the newest text stands for those before it
    grace.push()
    amina.pull()
    assert summary(amina, mine.document).delivery is Delivery.ON_THEIR_COMPUTER
    grace.do(texts.mark_read, mine.document)
    assert not summary(grace, mine.document).fresh
    grace.sync()
    amina.sync()
    assert summary(amina, mine.document).delivery is Delivery.READ
    assert [one.member for one in summary(amina, mine.document).read_by] == [grace.member]


def test_it_falls_silent(world: World) -> None:
    both_write(world)
    world.settle(4)
    lengths = {place: len(entries) for place, entries in world.log.lanes.items()}
    world.settle(2)
    assert {place: len(entries) for place, entries in world.log.lanes.items()} == lengths


def test_what_comes_for_a_document_that_was_put_away_is_kept_and_told(world: World) -> None:
    amina, grace = world.clients
    mine = essay(amina, world.circle)
    mine.write("I want to be a nurse.")
    world.settle(1)
    hers = Pen(grace, mine.document)
    hers.write("Well ")
    amina.do(documents.set_away, mine.document, True)
    amina.events.clear()
    world.settle(2)
    found = summary(amina, mine.document)
    assert found.away
    assert found.fresh
    assert DocumentChanged(world.circle, mine.document) in amina.events
    assert summary(grace, mine.document).away
    assert mine.again().startswith("Well")


def modes(world: World, document: bytes) -> list[Mode]:
    return [summary(client, document).mode for client in world.clients]


def test_the_owner_names_who_writes_directly(world: World) -> None:
    amina, grace = world.clients
    mine = essay(amina, world.circle)
    mine.write("ours")
    world.settle(1)
    assert modes(world, mine.document) == [Mode.OWNER, Mode.REVIEWER]
    amina.do(documents.set_editors, mine.document, (grace.member,))
    world.settle(1)
    assert modes(world, mine.document) == [Mode.OWNER, Mode.COAUTHOR]

