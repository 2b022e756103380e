# SPDX-License-Identifier: Apache-2.0
"""Sealed envelopes by tray and by stick: from one profile through other hands to the server and back."""
from __future__ import annotations

from pathlib import Path

from mentordesk.domain.messages import Delivery
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair


def quiet(done: int, total: int) -> None:
    """Nobody watches."""


def say(person: Person, text: str) -> None:
    """A message about the essay."""
    circle = person.circle()
    threads = person.desk.threads.list(circle)
    if threads:
        person.desk.threads.send(circle, threads[0].thread, text).result()
    else:
        person.desk.threads.start(circle, "Essay", text).result()


def state(person: Person, text: str) -> Delivery:
    """How far a message has come."""
    return next(one.delivery for one in person.messages() if one.text == text)


def test_a_stick_brings_a_message_to_the_server_and_the_receipt_back(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    town.line.up = False
    say(amina, "by stick")
    stick = tmp_path / "stick"
    stick.mkdir()
    put = amina.desk.carriers.put(stick, quiet).result()
    assert (put.envelopes, put.mine, put.already_there) == (1, 1, 0)
    assert amina.desk.carriers.put(stick, quiet).result().already_there == 1
    town.line.up = True
    taken = grace.desk.carriers.take(stick, quiet).result()
    assert taken.requests == 1
    status = grace.sync()
    assert (status.carried, status.carrying) == (1, 0)
    assert grace.texts() == []
    grace.sync()
    assert grace.texts() == ["by stick"]
    town.line.up = False
    assert grace.desk.carriers.put(stick, quiet).result().envelopes >= 0
    amina.desk.carriers.settle()
    assert state(amina, "by stick") is Delivery.LEFT_THIS_COMPUTER
    back = amina.desk.carriers.take(stick, quiet).result()
    assert (back.replies, back.mine) == (1, 1)
    assert state(amina, "by stick") is Delivery.AT_THE_SERVER
