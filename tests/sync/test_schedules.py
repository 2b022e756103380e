# SPDX-License-Identifier: Apache-2.0
"""Whatever happens to people, computers, lines and the server, in any order: afterwards all hold the same.

The seed of a failure plays the same schedule again.
"""
from __future__ import annotations

from pathlib import Path

import pytest

from mentordesk.domain.messages import Delivery
from tests.helpers.person import Person
from tests.helpers.schedule import Ground, Schedule, messages

STEPS = 14


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Where every schedule begins."""
    return Ground.make(tmp_path_factory.mktemp("ground"))


@pytest.mark.parametrize("seed", range(30))  # tests.simulator plays many more
def test_any_schedule_ends_with_equal_computers(ground: Ground, tmp_path: Path, seed: int) -> None:
    check(ground, tmp_path, seed, STEPS)


def check(ground: Ground, folder: Path, seed: int, steps: int) -> None:
    """Play one schedule, heal, compare."""
    schedule = Schedule(ground, folder, seed)
    try:
        schedule.play(steps)
        schedule.heal()
        people = [computer.person for computer in schedule.computers]
        assert_equal(people)
        assert_nothing_lost(people[0], schedule)
        assert_silent(people)
    finally:
        schedule.close()


def assert_equal(people: list[Person]) -> None:
    """The same messages in the same order under the same topics; one's computers agree on what is read."""
    pages = [[(one.thread, one.id, one.author, one.text) for one in messages(person)] for person in people]
    topics = [
        sorted((one.thread, one.topic) for circle in person.desk.people.circles()
               for one in person.desk.threads.list(circle.circle))
        for person in people
    ]  # fmt: skip
    fresh = {person.desk.me: [one.id for one in messages(person) if one.fresh] for person in people}
    for person, page, topic in zip(people, pages, topics, strict=True):
        assert page == pages[0]
        assert topic == topics[0]
        assert [one.id for one in messages(person) if one.fresh] == fresh[person.desk.me]
        mine = [one for one in messages(person) if one.mine]
        assert all(one.delivery >= Delivery.ON_THEIR_COMPUTER for one in mine)


def assert_nothing_lost(person: Person, schedule: Schedule) -> None:
    """Each message once; none missing but what an older disk took along."""
    texts = [one.text for one in messages(person)]
    assert len(texts) == len(set(texts))
    assert schedule.must <= set(texts) <= schedule.may


def assert_silent(people: list[Person]) -> None:
    """Nobody has anything left to say, and asking costs one request."""
    for person in people:
        assert person.sync().requests == 1
        status = person.desk.connection.status()
        assert (status.waiting, status.waiting_bytes) == (0, 0)
