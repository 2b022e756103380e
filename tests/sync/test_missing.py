# SPDX-License-Identifier: Apache-2.0
"""What has not come yet is told as it is: bytes that the server still has, numbers that nobody brought."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.crypto.parcel import read_header
from mentordesk.domain.ids import NO_HASH
from mentordesk.storage.reads.missing import Coming, coming, gaps
from tests.helpers.hand import Hand, arrival, body, keys_of, written
from tests.helpers.looking import reader_of
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.helpers.world import Client, World
from tests.sync.conftest import Pair

LETTERS = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 20_000))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amina and Grace in one circle, with a computer each."""
    world = World(tmp_path)
    yield world
    world.close()


def missing(client: Client) -> int:
    """What this computer says of the circle."""
    return gaps(reader_of(client), client.world.circle)


def test_older_words_are_announced_until_they_have_come(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, _ = pair
    circle = amina.circle()
    thread, _ = amina.desk.threads.start(circle, "Essay", "first").result()
    for number in range(160):
        amina.desk.threads.send(circle, thread, LETTERS[number * 120 : number * 120 + 300]).result()
        amina.try_once()
    amina.sync()
    town.line.seconds = 10
    fresh = Person(tmp_path / "fresh", town.line, town.clock, 11).enrol(town.codes[amina.desk.me])
    told: list[Coming] = []
    for _ in range(12):
        fresh.engine.step()
        told.append(coming(fresh.opened.reader))
    sizes = [one.bytes for one in told if one.bytes]
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)
    assert all(one.circles == {circle} for one in told if one.bytes)
    sql = "SELECT sum(length(data)) FROM entries WHERE lane = 1 AND circle = ?"
    arrived = fresh.opened.reader.number(sql, (circle,))
    assert sizes[0] < arrived < sizes[0] + 40_000
    fresh.sync()
    assert (coming(fresh.opened.reader), gaps(fresh.opened.reader, circle)) == (Coming(), 0)
    fresh.close()


def test_numbers_that_are_missing_are_counted_until_they_come(world: World) -> None:
    arrivals = written(world, 6)
    grace = world.clients[1]
    hinted = world.words()
    grace.receive([*keys_of(world), arrivals[0], hinted[3]])
    assert missing(grace) == 2
    grace.receive([arrivals[5]])
    assert missing(grace) == 3, "the sixth waits for the fifth"
    grace.receive([arrivals[4], arrivals[1]])
    assert missing(grace) == 1
    grace.receive([arrivals[2]])
    assert missing(grace) == 0
    assert len(grace.texts()) == 6


def test_a_number_that_somebody_wrote_on_junk_is_no_gap(world: World) -> None:
    hand, grace = Hand(world, 0), world.clients[1]
    first, far = hand.seal(1, NO_HASH, body("one")), hand.seal(1 << 30, bytes(32), body("far"))
    altered = far[:-1] + bytes([far[-1] ^ 1])
    grace.receive([*keys_of(world), arrival(world, first, 1), arrival(world, altered, 2)])
    assert missing(grace) == 0
    forged = hand.seal(1 << 30, NO_HASH, body("forged"), signer=1)
    grace.receive([arrival(world, forged, 3)])
    assert missing(grace) == 1, "it waits like one whose predecessor is missing, and counts as one"


def test_who_has_taken_everything_misses_nothing(world: World) -> None:
    for client in world.clients:
        client.say(f"I am {client.place}")
    world.settle()
    assert [missing(client) for client in world.clients] == [0, 0]


def test_what_comes_after_a_look_may_miss_something_too(world: World) -> None:
    first, grace = written(world, 3), world.clients[1]
    grace.receive([*keys_of(world), *first])
    reader, circle = reader_of(grace), world.circle
    assert gaps(reader, circle) == 0
    later = written(world, 3)
    grace.receive([world.words()[5]])
    assert gaps(reader, circle) == 2
    grace.receive([later[4]])
    assert gaps(reader, circle) == 2, "the fifth is here, and waits for the fourth"
    grace.receive([later[3]])
    assert gaps(reader, circle) == 0


def test_the_same_number_of_two_writers_is_missing_twice(world: World) -> None:
    for place in (0, 1):
        written(world, 2, place)
    last = [one for one in world.words(hints=False) if read_header(one.data).n == 2]
    assert len(last) == 2
    amina = world.clients[0]
    amina.do(lambda tx: tx.conn.exec_driver_sql("DELETE FROM entries WHERE kind = 1"))
    amina.receive([*keys_of(world), *last])
    assert missing(amina) == 2
