# SPDX-License-Identifier: Apache-2.0
"""A charter ends an epoch: what it cuts off is held back, also afterwards; its author seals it again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.crypto.statements import Charter, CutOff, make_statement
from mentordesk.domain.events import Alarm
from mentordesk.domain.ids import Lane
from mentordesk.domain.messages import Delivery
from mentordesk.domain.registers import THREAD_TOPIC
from mentordesk.storage import outbox, parcels
from mentordesk.storage.entries import EntryCode
from mentordesk.storage.parcels import Arrival, Settled
from mentordesk.wire.exchange import Push
from tests.helpers.hand import keys_of
from tests.helpers.world import THREAD, Client, World

LATE = "SELECT count(*) FROM entries WHERE state = 2 AND code = ?"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Three people in one circle; Brian is going to leave it."""
    world = World(tmp_path, 3)
    world.settle(2)
    yield world
    world.close()


def written(client: Client, *texts: str) -> list[CutOff]:
    """A parcel for each text; the places of all."""
    for text in texts:
        client.say(text)
        client.seal()
    rows = client.rows(
        "SELECT n, hash FROM entries WHERE own = 1 AND circle = ? AND lane = 1 ORDER BY n",
        client.world.circle,
    )
    return [CutOff(row.n, row.hash) for row in rows]


def end_epoch(world: World, people: int, cuts: dict[tuple[bytes, int], CutOff]) -> None:
    """The next charter, with the first `people` members."""
    world.office.change(world.office.roles(*world.office.people[:people]), cuts)
    world.publish()


def test_what_a_removed_member_wrote_beyond_the_cut_off_goes_again_whatever_the_order(world: World) -> None:
    amina, _, brian = world.clients
    amina.say("before")
    amina.sync()
    brian.pull()
    places = written(brian, "in time", "late")
    brian.do(lambda tx: outbox.edit(tx, world.circle, THREAD_TOPIC, THREAD, ("late title",)))
    brian.seal()
    brian.push()
    amina.pull()
    assert amina.texts() == ["before", "in time", "late"]
    end = {(brian.writer, int(Lane.WORDS)): places[0], (amina.writer, int(Lane.WORDS)): written(amina)[-1]}
    end_epoch(world, 2, end)
    amina.pull()
    assert amina.texts() == ["before", "in time"]
    assert amina.count(LATE, EntryCode.LATE) == 2
    assert amina.rows("SELECT topic FROM threads WHERE thread = ?", THREAD)[0].topic == "Topic"

    groups = [keys_of(world), world.words()]
    for order in itertools.permutations(groups):
        reader = world.computer(1, joined=False)
        reader.join()
        reader.receive(world.log.arrivals(world.office.trust.id, (Lane.CONTROL,)))
        for group in order:
            reader.receive(group)
        assert reader.picture() == amina.picture()


def test_words_that_crossed_the_end_of_an_epoch_are_sealed_again_and_stand_once(world: World) -> None:
    amina, grace, _ = world.clients
    places = written(amina, "in time", "crossed", "not even sent")
    amina.push()
    grace.pull()
    writer = amina.writer
    end_epoch(world, 2, {(writer, int(Lane.WORDS)): places[0]})
    grace.pull()
    assert grace.texts() == ["in time"]
    amina.pull()
    assert amina.texts() == ["in time", "crossed", "not even sent"]
    for _ in range(3):
        for client in (amina, grace):
            client.sync()
    assert grace.texts() == ["in time", "crossed", "not even sent"]
    assert grace.picture() == amina.picture()
    assert amina.count("SELECT min(state) FROM messages") >= Delivery.AT_THE_SERVER


def test_what_never_left_is_sealed_under_a_new_writer_too(world: World) -> None:
    amina, grace, _ = world.clients
    written(amina, "waits for a line")
    writer = amina.writer
    end_epoch(world, 2, {})
    amina.pull()
    assert amina.writer != writer
    for _ in range(2):
        for client in (amina, grace):
            client.sync()
    assert grace.texts() == amina.texts() == ["waits for a line"]


def test_who_left_keeps_what_was_written(world: World) -> None:
    brian = world.clients[2]
    written(brian, "my own words")
    end_epoch(world, 2, {})
    brian.pull()
    assert brian.texts() == ["my own words"]
    told = brian.say("after the end")
    assert brian.seal() == 0
    assert brian.state(told) == Delivery.ON_THIS_COMPUTER


def test_words_refused_for_want_of_membership_go_after_a_charter_that_names_me(world: World) -> None:
    amina = world.clients[0]
    written(amina, "one")
    *_, parcel = amina.do(parcels.outgoing, 1 << 20)
    amina.do(parcels.settle, Settled(refused=[(parcel.hash, Push.NOT_A_MEMBER)]))
    assert Alarm("not_a_member") in amina.events
    assert parcel not in amina.do(parcels.outgoing, 1 << 20)
    assert amina.texts() == ["one"]
    head = world.office.head
    again = Charter(world.circle, head.seq + 1, head.hash, head.epoch, head.roles)
    data = make_statement(world.office.coordinator, world.office.trust.id, again)
    amina.receive([Arrival(world.circle, Lane.CONTROL, 0, data)])
    assert parcel in amina.do(parcels.outgoing, 1 << 20)


@pytest.mark.parametrize("code", [Push.TOO_LARGE, Push.MALFORMED])
def test_words_that_the_server_never_takes_are_told(world: World, code: Push) -> None:
    amina = world.clients[0]
    written(amina, "one")
    *_, parcel = amina.do(parcels.outgoing, 1 << 20)
    amina.do(parcels.settle, Settled(refused=[(parcel.hash, code)]))
    assert Alarm("not_taken") in amina.events
    assert amina.texts() == ["one"]


def test_of_two_edits_that_are_sealed_again_the_later_one_stands_everywhere(world: World) -> None:
    amina, grace, _ = world.clients
    for title in ("first title", "second title"):
        amina.do(lambda tx, title=title: outbox.edit(tx, world.circle, THREAD_TOPIC, THREAD, (title,)))
        amina.seal()
    end_epoch(world, 2, {})
    amina.pull()
    amina.sync()
    grace.pull()
    for one in (amina, grace):
        assert one.rows("SELECT topic FROM threads WHERE thread = ?", THREAD)[0].topic == "second title"


def test_what_is_sealed_again_leans_on_nothing_that_a_lost_server_had(world: World) -> None:
    amina, _, _ = world.clients
    amina.say("acknowledged, and then the server went back")
    amina.sync()
    writer = amina.writer
    end_epoch(world, 2, {})
    amina.pull()
    assert amina.writer != writer
