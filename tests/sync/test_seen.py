# SPDX-License-Identifier: Apache-2.0
"""Delivered and read, told once and only on evidence; drafts that follow to another computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mentordesk.domain.events import DraftChanged, ThreadChanged
from mentordesk.domain.ids import NO_HASH, Lane
from mentordesk.domain.messages import Delivery, Draft
from mentordesk.domain.registers import DRAFT, PERSON_CARD, THREAD_TOPIC
from mentordesk.storage import merge, outbox, parcels, writes
from mentordesk.wire.body import encode
from mentordesk.wire.operations import Message, Seen, decode_one, register_values, set_register
from tests.helpers.hand import Hand, arrival
from tests.helpers.world import THREAD, Client, World

OTHER = b"thread 2"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amina and Grace in one circle, with a computer each, nothing left to tell."""
    world = World(tmp_path)
    world.settle(2)
    yield world
    world.close()


def read(client: Client, *messages: bytes) -> None:
    """These were on the screen."""
    client.do(writes.mark_read, messages)


def seen_waiting(client: Client) -> list[Seen]:
    """The Seen operations in the outbox."""
    found = [decode_one(row.data) for row in client.rows("SELECT data FROM outbox ORDER BY seq")]
    return [op for op in found if isinstance(op, Seen)]


def fresh(client: Client) -> int:
    """How many messages I have not read."""
    return client.count("SELECT count(*) FROM messages WHERE fresh = 1")


def without_words(world: World, place: int) -> Client:
    """Another computer that has fetched control lanes only."""
    client = world.computer(place, joined=False)
    client.join()
    for circle in (world.office.trust.id, world.circle):
        client.receive(world.log.arrivals(circle, (Lane.CONTROL,)))
    return client


# ---------------------------------------------------------------- delivered, read


def test_a_message_goes_from_this_computer_to_read_each_step_on_evidence(world: World) -> None:
    amina, grace = world.clients
    told = amina.say("Habari")
    assert amina.state(told) == Delivery.ON_THIS_COMPUTER
    amina.sync()
    assert amina.state(told) == Delivery.AT_THE_SERVER
    grace.pull()
    amina.sync()
    assert amina.state(told) == Delivery.AT_THE_SERVER  # it is there, but she has not told so
    grace.sync()
    amina.events.clear()
    amina.sync()
    assert amina.state(told) == Delivery.ON_THEIR_COMPUTER
    assert ThreadChanged(world.circle, THREAD, (told,)) in amina.events
    read(grace, told)
    grace.sync()
    amina.sync()
    assert amina.state(told) == Delivery.READ


def test_one_operation_tells_all_that_is_new_and_the_next_none_of_it(world: World) -> None:
    amina, grace = world.clients
    told = [amina.say(f"{number}") for number in range(5)]
    amina.sync()
    grace.pull()
    read(grace, told[0])
    assert grace.do(outbox.flush_seen) == 1
    (seen,) = seen_waiting(grace)
    assert seen.read == told[0]
    assert sorted(seen.delivered[at : at + 8] for at in range(0, len(seen.delivered), 8)) == sorted(told[1:])
    grace.sync()
    assert grace.do(outbox.flush_seen) == 0
    read(grace, told[0], told[1])
    assert grace.do(outbox.flush_seen) == 1
    (seen,) = seen_waiting(grace)
    assert (seen.delivered, seen.read) == (b"", told[1])


def test_what_was_told_is_not_told_again_even_if_it_is_due_again(world: World) -> None:
    amina, grace = world.clients
    told = amina.say("Habari")
    amina.sync()
    grace.sync()
    grace.sync()
    grace.store.conn.exec_driver_sql("INSERT INTO seen_due VALUES (?, 1, ?)", (told, world.circle))
    assert grace.do(outbox.flush_seen) == 0


def test_telling_is_not_told(world: World) -> None:
    amina, grace = world.clients
    amina.say("Habari")
    amina.sync()
    grace.sync()
    grace.sync()
    amina.pull()
    assert amina.do(outbox.flush_seen) == 0
    assert grace.do(outbox.flush_seen) == 0


def test_ten_thousand_messages_are_told_in_parcels_of_the_right_size(world: World) -> None:
    amina, grace = world.clients
    amina.do(_write_many, world.circle, 1500)
    while amina.seal():
        pass
    amina.push()
    grace.pull()
    assert grace.do(outbox.flush_seen) == 4
    grace.seal()
    sizes = grace.rows("SELECT length(data) AS size FROM entries WHERE own = 1 AND circle = ?", world.circle)
    assert max(row.size for row in sizes) < 4400
    grace.push()
    amina.pull()
    assert (
        amina.count("SELECT count(*) FROM messages WHERE state = ?", int(Delivery.ON_THEIR_COMPUTER)) == 1500
    )


def _write_many(tx: Any, circle: bytes, count: int) -> None:
    writes.start_thread(tx, circle, "Topic", "first", THREAD)
    for number in range(count - 1):
        writes.send_message(tx, circle, THREAD, f"message {number}")


def test_what_is_told_of_a_message_that_has_not_arrived_is_not_lost(world: World) -> None:
    amina, grace = world.clients
    told = amina.say("from my first computer")
    amina.sync()
    grace.pull()
    read(grace, told)
    grace.sync()
    again, words = without_words(world, 0), world.words()
    again.receive(words[1:])
    assert again.count("SELECT count(*) FROM messages") == 0
    again.receive(words[:1])
    assert again.state(told) == Delivery.READ


def test_a_seen_of_mine_on_another_computer_is_not_repeated_here(world: World) -> None:
    amina, grace = world.clients
    told = amina.say("Habari")
    amina.sync()
    grace.sync()
    second = world.computer(1)
    read(grace, told)
    grace.sync()
    grace.sync()
    second.pull()
    assert fresh(second) == 0
    assert second.do(outbox.flush_seen) == 0


def test_read_elsewhere_before_it_came_here_is_read(world: World) -> None:
    amina, grace = world.clients
    told = amina.say("Habari")
    amina.sync()
    grace.sync()
    read(grace, told)
    grace.sync()
    grace.sync()
    second, words = without_words(world, 1), world.words()
    second.receive(words[1:])
    assert second.texts() == []
    second.receive(words[:1])
    assert second.texts() == ["Habari"]
    assert fresh(second) == 0
    assert second.do(outbox.flush_seen) == 0


def test_my_own_seen_is_no_evidence_for_my_own_message(world: World) -> None:
    amina, _ = world.clients
    told = amina.say("Habari")
    amina.sync()
    op = Seen(b"8 bytes.", told, told)
    amina.do(lambda tx: outbox.add(tx, world.circle, Lane.WORDS, op))
    amina.sync()
    again = world.computer(0)
    assert again.state(told) == Delivery.AT_THE_SERVER
    another, words = without_words(world, 0), world.words()
    another.receive(words[1:])
    another.receive(words[:1])
    assert another.state(told) == Delivery.AT_THE_SERVER


def test_the_highest_evidence_of_any_member_counts(tmp_path: Path) -> None:
    world = World(tmp_path, 3)
    amina, grace, okoth = world.clients
    told = amina.say("to both")
    amina.sync()
    okoth.pull()
    read(okoth, told)
    okoth.sync()
    grace.sync()
    grace.sync()
    amina.pull()
    assert amina.state(told) == Delivery.READ
    world.close()


# ---------------------------------------------------------------- fields


def test_nobody_writes_anothers_card_or_into_anothers_private_fields(world: World) -> None:
    amina, grace = world.clients
    amina.do(lambda tx: outbox.edit(tx, world.circle, PERSON_CARD, grace.member, ("Not Grace", "")))
    amina.do(
        lambda tx: outbox.edit(tx, world.circle, DRAFT, THREAD, (world.circle, "", "put into her mouth"))
    )
    amina.sync()
    grace.pull()
    assert grace.count("SELECT count(*) FROM fields WHERE circle = ?", world.circle) == 0
    assert grace.count("SELECT count(*) FROM drafts") == 0
    assert grace.count("SELECT count(*) FROM entries WHERE code = 'forbidden_operations'") == 1


def test_a_concurrent_title_loses_but_is_kept(world: World) -> None:
    amina, grace = world.clients
    amina.say("Habari")
    world.settle()
    for client, topic in ((amina, "hers"), (grace, "his")):
        client.do(lambda tx, topic=topic: outbox.edit(tx, world.circle, THREAD_TOPIC, THREAD, (topic,)))
    world.settle()
    assert amina.picture() == grace.picture()
    for client in world.clients:
        kept = client.rows(
            "SELECT value FROM history WHERE register = 1 UNION SELECT value FROM fields WHERE register = 1"
        )
        topics = {(register_values(THREAD_TOPIC.number, row.value) or ("",))[0] for row in kept}
        assert {"hers", "his"} <= topics


def test_a_copied_operation_id_gives_every_computer_the_same_title(world: World) -> None:
    hands = [Hand(world, 0), Hand(world, 1)]
    head = (b"8 bytes.", THREAD_TOPIC.number, THREAD, 1, 5)
    both = [
        arrival(world, hand.seal(1, NO_HASH, encode([set_register(head, (topic,))])), seq)
        for seq, (hand, topic) in enumerate(zip(hands, ("hers", "his"), strict=True), 1)
    ]
    topics = set()
    for order in (both, both[::-1]):
        reader = without_words(world, 0)
        reader.receive(order)
        topics.add(reader.rows("SELECT topic FROM threads WHERE thread = ?", THREAD)[0].topic)
    assert len(topics) == 1


def test_a_time_beyond_all_calendars_is_shown_as_their_last_second(world: World) -> None:
    hand = Hand(world, 0)
    far = Message(b"8 bytes.", THREAD, 1, 0, 1 << 42, "from the far future")
    reader = without_words(world, 1)
    reader.receive([arrival(world, hand.seal(1, NO_HASH, encode([far])), 1)])
    assert reader.count("SELECT time FROM messages") == merge.LAST_SECOND


# ---------------------------------------------------------------- drafts


def save(client: Client, text: str, thread: bytes = THREAD) -> None:
    """A pause in typing."""
    client.do(writes.save_draft, Draft(client.world.circle, thread, "", text, caret=len(text)))


def drafts(client: Client) -> dict[bytes, str]:
    """Texts by thread."""
    return {row.thread: row.text for row in client.rows("SELECT thread, text FROM drafts")}


@pytest.fixture
def pair(world: World) -> tuple[Client, Client]:
    """Two computers of Amina."""
    world.clients[0].say("Habari")
    world.settle()
    second = world.computer(0)
    world.settle()
    return world.clients[0], second


def test_a_draft_follows_to_another_computer_and_goes_when_it_is_sent(
    pair: tuple[Client, Client],
) -> None:
    here, there = pair
    save(here, "Dear Gr")
    save(here, "Dear Grace")
    here.sync()
    there.sync()
    assert drafts(there) == {THREAD: "Dear Grace"}
    assert DraftChanged(here.world.circle, THREAD) in there.events
    there.say("Dear Grace, I am done")
    there.sync()
    here.sync()
    assert "Dear Grace" not in drafts(here).values()
    assert here.count("SELECT count(*) FROM drafts WHERE text <> ''") == 0


def test_pauses_cost_one_operation_and_a_draft_sent_meanwhile_none(pair: tuple[Client, Client]) -> None:
    here, _ = pair
    for text in ("a", "ab", "abc"):
        save(here, text)
    assert here.do(outbox.flush_drafts) == 1
    assert here.do(outbox.flush_drafts) == 0
    here.sync()
    save(here, "a new one", OTHER)
    here.do(writes.discard_draft, OTHER)
    assert here.do(outbox.flush_drafts) == 0


def test_flushing_leaves_what_is_being_written_as_it_is(pair: tuple[Client, Client]) -> None:
    here, _ = pair
    save(here, "Dear Grace")
    here.events.clear()
    here.do(outbox.flush_drafts)
    (row,) = here.rows("SELECT text, caret, dirty FROM drafts WHERE thread = ?", THREAD)
    assert tuple(row) == ("Dear Grace", 10, 0)
    assert here.events == []


def test_a_draft_written_on_two_computers_keeps_both(pair: tuple[Client, Client]) -> None:
    here, there = pair
    save(here, "written here")
    save(there, "written there")
    there.sync()
    here.pull()
    assert drafts(here) == {THREAD: "written here"}
    kept = here.rows("SELECT value FROM history WHERE register = ?", DRAFT.number)
    assert [(register_values(DRAFT.number, row.value) or ("",))[-1] for row in kept] == ["written there"]
    here.sync()
    there.sync()
    assert drafts(there) == drafts(here) == {THREAD: "written here"}


def test_a_discarded_draft_goes_everywhere(pair: tuple[Client, Client]) -> None:
    here, there = pair
    save(here, "never mind")
    here.sync()
    there.sync()
    there.do(writes.discard_draft, THREAD)
    there.sync()
    here.sync()
    assert here.count("SELECT count(*) FROM drafts WHERE text <> ''") == 0
    assert there.do(outbox.flush_drafts) == here.do(outbox.flush_drafts) == 0


def test_drafts_stand_in_the_private_circle_only(pair: tuple[Client, Client]) -> None:
    here, _ = pair
    grace = here.world.clients[1]
    save(here, "for my eyes")
    here.sync()
    grace.pull()
    assert drafts(grace) == {}
    parcels_there = here.world.log.arrivals(here.private, (Lane.WORDS,))
    grace.do(parcels.apply, parcels_there)
    assert drafts(grace) == {}
