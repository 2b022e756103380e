# SPDX-License-Identifier: Apache-2.0
"""A fellow member with a programme of his own, and perhaps the server's help: nobody else's words suffer."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.crypto.parcel import Place, parcel_hash, seal_parcel, stream_of
from mentordesk.crypto.senderkeys import make_sender_key
from mentordesk.domain.ids import Lane
from mentordesk.domain.registers import MAX_RANK, THREAD_TOPIC
from mentordesk.storage import outbox
from mentordesk.wire.body import encode
from mentordesk.wire.operations import Message, set_register
from tests.helpers.hand import arrival, keys_of
from tests.helpers.world import THREAD, World

AMINA, GRACE, OKOTH = range(3)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amina, Grace and Okoth; Grace is the one to fear."""
    world = World(tmp_path, 3)
    for client in world.clients:
        client.say(f"I am {client.place}")
        client.sync()
    world.settle()
    yield world
    world.close()


class Squatter:
    """Grace with a key of her own under Amina's writer, as no honest server would take it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._me = world.identity(GRACE)
        victim = world.clients[AMINA].writer
        made = make_sender_key(world.office.trust, world.circle, self._me, victim, world.rand.bytes)
        self.announced, self._key = made
        world.log.append(world.circle, Lane.CONTROL, self.announced)
        for client in world.clients:
            client.receive(keys_of(world))

    def seal(self, place: Place, body: bytes) -> bytes:
        """A parcel where Amina's should be."""
        stream = stream_of(self.world.office.trust, self._key, Lane.WORDS)
        return seal_parcel(stream, self._me.signer, place, body, rand=self.world.rand.bytes)


def text(number: int) -> bytes:
    """The body of a parcel with one message."""
    return encode([Message(number.to_bytes(8, "big"), THREAD, 5, 0, 1_779_000_000, f"squat {number}")])


def test_a_squatter_hides_no_predecessor(world: World) -> None:
    amina, _, okoth = world.clients
    squatter = Squatter(world)
    n, prev = amina.rows(
        "SELECT n, hash FROM entries WHERE own = 1 AND lane = 1 AND circle = ? ORDER BY n DESC", world.circle
    )[0]
    junk = [squatter.seal(Place(n + 1, prev), text(number)) for number in range(300)]
    okoth.receive([arrival(world, one, 0) for one in junk])
    for said in ("one", "two", "three"):
        amina.say(said)
        amina.seal()
    amina.push()
    words = world.words(hints=False)[-3:]
    okoth.receive(words[::-1])
    assert [one for one in okoth.texts() if one in ("one", "two", "three")] == ["one", "two", "three"]


def test_a_squatter_moves_nobodys_numbers(world: World) -> None:
    amina, _, okoth = world.clients
    squatter = Squatter(world)
    far = squatter.seal(Place((1 << 42) - 1, parcel_hash(b"")), text(1))
    amina.receive([arrival(world, far, 0)])
    amina.say("still numbered by me")
    amina.sync()
    okoth.sync()
    assert "still numbered by me" in okoth.texts()


def test_a_rank_beyond_reach_spoils_no_later_edit(world: World) -> None:
    amina, grace, okoth = world.clients
    highest = set_register((b"grace op", THREAD_TOPIC.number, THREAD, MAX_RANK, 1), ("For ever mine",))
    grace.do(lambda tx: outbox.add(tx, world.circle, Lane.WORDS, highest))
    grace.sync()
    amina.sync()
    amina.say("beside an edit")
    amina.do(lambda tx: outbox.edit(tx, world.circle, THREAD_TOPIC, THREAD, ("Ours again",)))
    amina.sync()
    okoth.sync()
    assert "beside an edit" in okoth.texts()
    topic = "SELECT topic FROM threads WHERE thread = ?"
    assert okoth.rows(topic, THREAD) == amina.rows(topic, THREAD) == [("Ours again",)]


def test_junk_under_anothers_key_hides_no_hint(world: World) -> None:
    amina, _, okoth = world.clients
    kid, n = amina.rows("SELECT kid, n FROM entries WHERE own = 1 AND lane = 1 ORDER BY n DESC")[0]
    for said in ("one", "two"):
        amina.say(said)
        amina.seal()
    amina.push()
    second = world.words(hints=True)[-1]
    junk = [b"\x11" + kid + bytes([n + 1]) + world.rand.bytes(110) for _ in range(300)]
    okoth.receive([arrival(world, one, 0) for one in junk])
    okoth.receive([second])
    assert "two" in okoth.texts()
