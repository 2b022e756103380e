# SPDX-License-Identifier: Apache-2.0
"""A message that went is taken back: only by its author, in any order, and nothing of it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mentordesk.base.errors import NotFound
from mentordesk.crypto.statements import CutOff
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.events import ThreadChanged
from mentordesk.domain.ids import NO_HASH, Lane
from mentordesk.domain.messages import Message, ThreadSummary
from mentordesk.storage import figures, outbox, parcels, writes
from mentordesk.storage.known import NEWEST
from mentordesk.storage.merge import MergeNote
from mentordesk.storage.reads import circles
from mentordesk.storage.reads.messages import ThreadPage, not_left
from mentordesk.storage.search.query import search
from mentordesk.wire.body import encode
from mentordesk.wire.operations import Retract
from tests.helpers.hand import Hand, arrival, keys_of
from tests.helpers.looking import reader_of
from tests.helpers.world import THREAD, Client, World
from tests.sync.test_epochs import end_epoch

IDLE = SyncStatus(LineState.OFFLINE)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amina, Grace and Okoth in one circle, nothing left to tell."""
    world = World(tmp_path, 3)
    world.settle(2)
    yield world
    world.close()


def shown(client: Client) -> list[Message]:
    """The thread as its page has it."""
    page = ThreadPage(reader_of(client), THREAD)
    return page.rows(0, page.count())


def texts(client: Client) -> list[str]:
    """What it says."""
    return [message.text for message in shown(client)]


def summary(client: Client) -> ThreadSummary:
    """The thread's row."""
    found = circles.thread(reader_of(client), THREAD)
    assert found is not None
    return found


def take_back(client: Client, message: bytes) -> None:
    """Take back, and let the moment for an undo pass."""
    client.do(writes.retract, message)
    client.do(writes.let_go, message)


def found(client: Client, words: str) -> int:
    """How many messages a search finds."""
    return len(search(reader_of(client), words))


def test_it_is_gone_everywhere_and_its_place_stays(world: World) -> None:
    amina, grace, _ = world.clients
    amina.say("first")
    message = amina.say("a sentence too much")
    world.settle()
    assert found(grace, "sentence") == 1
    take_back(amina, message)
    world.settle()
    for client in world.clients:
        assert texts(client) == ["first", ""]
        assert shown(client)[1].gone > 0
        assert found(client, "sentence") == 0
        assert summary(client).last_words == "first"
        assert summary(client).count == 2
    world.settle(1)
    assert all(client.count("SELECT count(*) FROM outbox") == 0 for client in world.clients)


def test_whichever_comes_first(world: World) -> None:
    amina = world.clients[0]
    message = amina.say("never mind")
    amina.sync()
    take_back(amina, message)
    amina.sync()
    blobs = [*keys_of(world), *world.words()]
    for order in (blobs, [*keys_of(world), *reversed(world.words())]):
        reader = world.computer(1, joined=False)
        reader.join()
        reader.receive(world.log.arrivals(world.office.trust.id, (Lane.CONTROL,)))
        for blob in order:
            reader.receive([blob])
        assert texts(reader) == [""]
        assert summary(reader).fresh == 0
        assert summary(reader).taken_back
        assert found(reader, "mind") == 0


def test_nobody_takes_back_what_another_wrote(world: World) -> None:
    amina, grace, okoth = world.clients
    message = amina.say("this stands")
    world.settle()
    hand = Hand(world, 1)
    forged = hand.seal(1, NO_HASH, encode([Retract(b"forged 1", message, 5)]))
    okoth.receive(keys_of(world))
    okoth.receive([replace(arrival(world, forged, 99), seq=0)])
    assert okoth.count("SELECT count(*) FROM retracts") == 1
    assert texts(okoth) == ["this stands"]
    with pytest.raises(NotFound):
        grace.do(writes.retract, message)


def test_for_a_moment_it_can_be_undone_without_a_trace(world: World) -> None:
    amina, grace, _ = world.clients
    message = amina.say("after all")
    world.settle()
    before = len(world.words())
    amina.do(writes.retract, message)
    assert texts(amina) == [""]
    amina.sync()
    amina.do(writes.undo_retract, message)
    assert texts(amina) == ["after all"]
    assert found(amina, "after") == 1
    world.settle()
    assert len(world.words()) == before
    assert texts(grace) == ["after all"]


def test_after_that_moment_it_leaves_by_itself(world: World) -> None:
    amina, grace, _ = world.clients
    message = amina.say("too much")
    world.settle()
    amina.do(writes.retract, message)
    world.clock.advance(outbox.UNDO_SECONDS + 1)
    world.settle()
    assert texts(grace) == [""]
    with pytest.raises(NotFound):
        amina.do(writes.undo_retract, message)


def test_a_clock_set_back_holds_nothing_for_ever(world: World) -> None:
    amina, grace, _ = world.clients
    message = amina.say("too much")
    world.settle()
    amina.do(writes.retract, message)
    world.clock.set_wall(1_000_000)
    world.settle()
    assert texts(grace) == [""]


def test_who_waits_for_whom_follows(world: World) -> None:
    amina, grace, _ = world.clients
    amina.say("a question")
    world.settle()
    answer = grace.say("an answer")
    world.settle()
    assert summary(grace).waiting_since == 0
    assert summary(amina).fresh == 1
    take_back(grace, answer)
    world.settle()
    assert summary(grace).waiting_since > 0
    assert summary(grace).my_turn
    assert summary(amina).fresh == 0
    assert summary(amina).waiting_since == 0


def test_what_never_left_is_still_a_draft_again(world: World) -> None:
    amina = world.clients[0]
    message = amina.say("not yet")
    with pytest.raises(NotFound):
        amina.do(writes.retract, message)
    assert amina.do(writes.take_back, message) == "not yet"


def test_what_is_on_its_way_is_taken_back_and_waits_no_more(world: World) -> None:
    amina = world.clients[0]
    message = amina.say("sealed")
    amina.seal()
    assert [one.text for one in not_left(reader_of(amina))] == ["sealed"]
    take_back(amina, message)
    assert not_left(reader_of(amina)) == ()


def test_until_the_server_knows_it_waits(world: World) -> None:
    amina = world.clients[0]
    message = amina.say("sent")
    world.settle()
    assert figures.fill(amina.store.conn, IDLE, 0).waiting == 0
    take_back(amina, message)
    assert figures.fill(amina.store.conn, IDLE, 0).waiting == 1
    assert shown(amina)[0].gone_waits
    amina.seal()
    assert shown(amina)[0].gone_waits
    amina.events.clear()
    amina.sync()
    assert not shown(amina)[0].gone_waits
    assert any(isinstance(event, ThreadChanged) for event in amina.events)
    assert figures.fill(amina.store.conn, IDLE, 0).waiting == 0


def test_what_was_taken_back_beyond_a_cut_off_stands_until_it_is_said_again(world: World) -> None:
    grace, okoth = world.clients[1:]
    message = okoth.say("written in time")
    world.settle()
    take_back(okoth, message)
    okoth.sync()
    grace.pull()
    assert texts(grace) == [""]
    (place,) = okoth.rows(
        "SELECT n, hash FROM entries WHERE own = 1 AND circle = ? AND lane = 1 ORDER BY n LIMIT 1",
        world.circle,
    )
    key = okoth.rows("SELECT writer, epoch FROM sender_keys WHERE mine = 1 AND circle = ?", world.circle)[0]
    cut = CutOff(place.n, place.hash)
    end_epoch(world, 3, {(key.writer, int(Lane.WORDS)): cut})
    grace.pull()
    assert grace.count("SELECT count(*) FROM retracts") == 0
    world.settle()
    for client in world.clients:
        assert texts(client) == [""]
        assert client.count("SELECT count(*) FROM retracts") == 1


def test_an_older_version_keeps_it_and_takes_it_back_after_an_upgrade(world: World) -> None:
    amina, grace, _ = world.clients
    old = replace(NEWEST, formats=1, kinds=NEWEST.kinds - {6})
    grace.store.known = old
    message = amina.say("for a while")
    amina.sync()
    take_back(amina, message)
    world.settle()
    assert texts(grace) == ["for a while"]
    assert grace.count("SELECT count(*) FROM entries WHERE code = ?", MergeNote.UNKNOWN) == 1
    grace.store.known = NEWEST
    grace.do(parcels.after_upgrade)
    grace.receive([])
    assert texts(grace) == [""]
