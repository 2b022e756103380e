# SPDX-License-Identifier: Apache-2.0
"""Outbox to parcels, sender keys, and what the server says about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mentordesk.crypto.codes import TrustCode
from mentordesk.crypto.parcel import MAX_PARCEL, parcel_hash, read_header
from mentordesk.crypto.statements import Charter, CutOff, make_statement
from mentordesk.domain.events import Alarm, CirclesChanged, ThreadChanged
from mentordesk.domain.ids import NO_HASH, Lane, Role
from mentordesk.domain.messages import Delivery
from mentordesk.domain.registers import CHARTER_HEAD, PERSON_CARD
from mentordesk.storage import control, cursors, keys, me, outbox, parcels, writes
from mentordesk.storage.entries import EntryCode
from mentordesk.storage.parcels import Settled
from mentordesk.sync import sealing
from mentordesk.wire.exchange import Push
from tests.helpers.world import THREAD, Client, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Amina and Grace in one circle, with a computer each; Amina's charter note is told already."""
    world = World(tmp_path)
    world.settle(2)
    yield world
    world.close()


def parcels_of(client: Client) -> list[Any]:
    """My parcels in the circle's words, oldest first."""
    return client.rows(
        """SELECT id, hash, n, prev, data, kid, writer FROM entries
        WHERE own = 1 AND circle = ? AND lane = 1 ORDER BY n""",
        client.world.circle,
    )


# ---------------------------------------------------------------- packing


def test_sealing_chains_parcels_and_empties_the_outbox(world: World) -> None:
    amina = world.clients[0]
    one = amina.say("one")
    amina.seal()
    two = amina.say("two")
    amina.seal()
    first, second = parcels_of(amina)
    assert (first.n, first.prev, second.n, second.prev) == (1, NO_HASH, 2, first.hash)
    assert amina.count("SELECT count(*) FROM outbox") == 0
    assert amina.count("SELECT entry FROM messages WHERE id = ?", one) == first.id
    assert amina.count("SELECT entry FROM messages WHERE id = ?", two) == second.id
    assert amina.state(two) == Delivery.ON_THIS_COMPUTER


def test_nothing_to_seal_makes_nothing(world: World) -> None:
    amina = world.clients[0]
    amina.say("one")
    amina.seal()
    held = amina.count("SELECT count(*) FROM entries")
    assert amina.seal() == 0
    assert amina.count("SELECT count(*) FROM entries") == held


def test_many_operations_fill_parcels_to_the_aim_and_no_further(world: World) -> None:
    amina, grace = world.clients
    texts = [f"{number} " + world.rand.bytes(30).hex() for number in range(400)]
    for text in texts:
        amina.say(text)
    assert amina.seal() == len(parcels_of(amina))
    sizes = [len(row.data) for row in parcels_of(amina)]
    assert max(sizes) <= sealing.AIM + 130
    assert min(sizes[:-1]) > sealing.AIM * 3 // 4
    amina.push()
    grace.pull()
    assert grace.texts() == texts


def test_a_body_is_packed_only_where_that_is_shorter(world: World) -> None:
    amina, grace = world.clients
    grace.say("Asante sana, that helps a lot!")
    for number in range(20):
        grace.say(f"one more, {number}")
    grace.sync()
    amina.sync()
    amina.seal()  # random ids of twenty-one messages, and nothing else
    packed = [read_header(one.data).packed for one in (*parcels_of(grace), *parcels_of(amina))]
    assert packed == [True, False]


def test_the_largest_message_fits_a_parcel(world: World) -> None:
    amina, grace = world.clients
    text = world.rand.bytes(16 * 1024).hex()
    amina.say(text)
    amina.sync()
    assert max(len(row.data) for row in parcels_of(amina)) < MAX_PARCEL
    grace.pull()
    assert grace.texts() == [text]


def test_an_outbox_that_is_too_long_for_one_transaction_is_sealed_in_several(world: World) -> None:
    amina = world.clients[0]
    for number in range(6):
        amina.say(f"{number} " + world.rand.bytes(3000).hex())
    assert amina.do(sealing.seal, 2) == 2
    assert amina.do(sealing.seal, 2) == 2
    assert amina.count("SELECT count(*) FROM outbox") > 0
    while amina.seal():
        pass
    assert [row.n for row in parcels_of(amina)] == list(range(1, len(parcels_of(amina)) + 1))


def test_an_unsealed_edit_is_replaced_and_a_sealed_one_is_not(world: World) -> None:
    amina, grace = world.clients
    for topic in ("a", "b", "c"):
        amina.do(
            lambda tx, topic=topic: outbox.edit(tx, world.circle, PERSON_CARD, amina.member, (topic, ""))
        )
    assert amina.count("SELECT count(*) FROM outbox") == 1
    amina.sync()
    amina.do(lambda tx: outbox.edit(tx, world.circle, PERSON_CARD, amina.member, ("d", "")))
    amina.sync()
    grace.events.clear()
    grace.pull()
    assert CirclesChanged() in grace.events
    assert grace.picture()["fields"] == amina.picture()["fields"]
    assert grace.count("SELECT rank FROM fields WHERE register = ?", PERSON_CARD.number) == 4


def test_parcels_go_verbatim_until_they_are_acknowledged(world: World) -> None:
    amina = world.clients[0]
    amina.say("one")
    amina.seal()
    first = amina.do(parcels.outgoing, 1 << 20)
    assert first == amina.do(parcels.outgoing, 1 << 20)
    amina.push()
    assert amina.do(parcels.outgoing, 1 << 20) == []


def test_control_goes_first_and_a_small_limit_still_moves_one(world: World) -> None:
    amina = world.clients[0]
    amina.say("one")
    amina.seal()
    (one,) = amina.do(parcels.outgoing, 1)
    assert one.data.startswith(b"MDK1")


def test_my_card_is_published_once_in_each_circle(world: World) -> None:
    amina, grace = world.clients
    amina.do(lambda tx: me.put_meta(tx.conn, me.MY_NAME, b"Amina"))
    amina.seal()
    amina.seal()
    amina.sync()
    grace.pull()
    cards = "SELECT count(*) FROM fields WHERE register = ? AND entity = ?"
    assert grace.count(cards, PERSON_CARD.number, amina.member) == 1
    assert len(parcels_of(amina)) == 1


# ---------------------------------------------------------------- keys


def test_one_key_for_a_circle_epoch_and_writer_made_when_needed(world: World) -> None:
    amina = world.clients[0]
    made = "SELECT count(*) FROM sender_keys WHERE mine = 1 AND circle = ?"
    assert amina.count(made, world.circle) == 0
    amina.say("one")
    amina.seal()
    amina.say("two")
    amina.seal()
    assert amina.count(made, world.circle) == 1
    amina.do(lambda tx: tx.mint_writer())
    amina.say("three")
    amina.seal()
    assert amina.count(made, world.circle) == 2
    assert [row.n for row in parcels_of(amina)] == [1, 1, 2]


def test_a_new_epoch_takes_a_new_key_for_what_is_not_sealed(world: World) -> None:
    amina, grace = world.clients
    amina.say("old")
    amina.sync()
    grace.sync()
    (sealed,) = parcels_of(amina)
    newcomer = world.office.newcomer()
    world.office.people.append(newcomer)
    world.office.enrol(newcomer)
    cuts = {(amina.writer, Lane.WORDS): CutOff(sealed.n, sealed.hash)}
    world.office.change(world.office.roles(*world.office.people), cuts)
    world.publish()
    amina.say("new")
    amina.pull()
    amina.sync()
    assert len({row.kid for row in parcels_of(amina)}) == 2
    third = world.computer(2)
    third.pull()
    assert third.texts() == ["new"]  # what was sealed before this member came stays closed
    grace.sync()
    assert grace.texts() == ["old", "new"]
    assert grace.count("SELECT count(*) FROM members WHERE circle = ?", world.circle) == 3


def test_parcels_beyond_the_cut_off_are_held_back_until_a_charter_says_otherwise(world: World) -> None:
    amina, grace = world.clients
    for text in ("in time", "late"):
        amina.say(text)
        amina.seal()
    amina.push()
    first = parcels_of(amina)[0]
    arrivals = world.words()
    cuts = {(amina.writer, Lane.WORDS): CutOff(first.n, first.hash)}
    world.office.change(world.office.roles(*world.office.people), cuts)
    world.publish()
    grace.receive(world.log.arrivals(world.circle, (Lane.CONTROL,)))
    grace.receive(arrivals)
    assert grace.texts() == ["in time"]
    assert grace.count("SELECT count(*) FROM entries WHERE state = 2 AND code = ?", EntryCode.LATE) == 1


def test_members_who_enrol_later_get_seals_from_whoever_holds_the_key(tmp_path: Path) -> None:
    world = World(tmp_path, 3, enrolled=(0, 1))
    amina, grace = world.clients
    amina.say("before Okoth came")
    amina.sync()
    grace.pull()
    okoth = world.enrol(2)
    assert okoth.texts() == []
    amina.pull()
    grace.pull()
    seals = [
        {one.data for one in client.do(parcels.outgoing, 1 << 20) if one.data[:1] == b"X"}
        for client in (amina, grace)
    ]
    assert len(seals[0]) == 1
    assert seals[0] <= seals[1]  # the same bytes, whoever makes them
    grace.push()
    okoth.pull()
    okoth.pull()
    assert okoth.texts() == ["before Okoth came"]
    amina.push()
    lane = world.log.arrivals(world.circle, (Lane.CONTROL,))
    assert len({one.data for one in lane}) == len(lane)
    world.close()


def test_a_second_certificate_gets_no_seal_by_itself(tmp_path: Path) -> None:
    world = World(tmp_path, 2)
    amina = world.clients[0]
    amina.say("for the first certificate")
    amina.sync()
    world.office.enrol(world.office.people[1], 2)
    world.publish()
    amina.pull()
    assert [one for one in amina.do(parcels.outgoing, 1 << 20) if one.data[:1] == b"X"] == []
    world.close()


def test_a_new_computer_opens_its_owners_earlier_keys(world: World) -> None:
    amina = world.clients[0]
    amina.say("mine")
    amina.sync()
    again = world.computer(0)
    again.pull()
    mine = again.rows("SELECT writer FROM sender_keys WHERE mine = 1 AND circle = ?", world.circle)
    assert [row.writer for row in mine] == [amina.writer]
    assert again.texts() == ["mine"]


# ---------------------------------------------------------------- charters seen elsewhere


def test_nothing_is_sealed_for_a_circle_whose_newer_charter_another_computer_has_seen(world: World) -> None:
    amina = world.clients[0]
    second = world.computer(0)
    second.pull()
    world.office.change(world.office.roles(*world.office.people))
    head = world.office.head
    amina.do(lambda tx: outbox.edit(tx, amina.private, CHARTER_HEAD, world.circle, (head.seq, head.hash)))
    amina.say("not yet")
    assert amina.seal() == 1  # the note itself, in the private circle
    assert parcels_of(amina) == []
    assert amina.count("SELECT count(*) FROM outbox WHERE circle = ?", world.circle) == 2
    world.publish()
    amina.pull()
    amina.seal()
    assert len(parcels_of(amina)) == 1


def test_another_charter_seen_elsewhere_is_an_alarm_and_nothing_is_sealed(world: World) -> None:
    amina = world.clients[0]
    amina.do(lambda tx: outbox.edit(tx, amina.private, CHARTER_HEAD, world.circle, (0, b"\xff" * 32)))
    amina.say("no")
    amina.seal()
    assert Alarm(str(TrustCode.CIRCLE_CONTRADICTED)) in amina.events
    assert parcels_of(amina) == []


def test_each_accepted_charter_is_told_to_my_other_computers_once(world: World) -> None:
    amina = world.clients[0]
    noted = "SELECT count(*) FROM fields WHERE circle = ? AND register = ?"
    assert amina.count(noted, amina.private, CHARTER_HEAD.number) == 1
    again = world.computer(0)
    again.sync()
    sealed = "SELECT count(*) FROM entries WHERE own = 1 AND circle = ? AND writer = ?"
    assert again.count(sealed, amina.private, again.writer) == 0
    world.settle()
    heads = [
        client.rows(
            "SELECT value FROM fields WHERE circle = ? AND register = ?", amina.private, CHARTER_HEAD.number
        )
        for client in (amina, again)
    ]
    assert heads[0] == heads[1]


# ---------------------------------------------------------------- statements


def test_a_charter_fork_is_an_alarm_and_removals_add_up(tmp_path: Path) -> None:
    world = World(tmp_path, 3)
    amina = world.clients[0]
    head, people = world.office.head, world.office.people
    for left in (people[:2], [people[0], people[2]]):
        charter = Charter(world.circle, 1, head.hash, head.epoch + 1, {one.id: Role.MEMBER for one in left})
        data = make_statement(world.office.coordinator, world.office.trust.id, charter)
        amina.do(control.add, data, world.circle)
    assert Alarm(str(TrustCode.CHARTER_FORK)) in amina.events
    members = amina.rows("SELECT member FROM members WHERE circle = ?", world.circle)
    assert [row.member for row in members] == [people[0].id]
    world.close()


def test_two_certificates_of_one_version_are_an_alarm(world: World) -> None:
    amina = world.clients[0]
    someone = world.office.newcomer()
    code = world.office.invite(someone, 1)
    genuine = world.office.certificate(code, someone.me, 1)
    false = world.office.certificate(code, world.office.newcomer().me, 1)
    rival = world.office.certificate(code, someone.me, 1, box=world.office.people[0].me.box_public)
    for data in (world.office.log[-1], genuine, false, rival):
        amina.do(control.add, data)
    assert amina.events.count(Alarm(str(TrustCode.CERTIFICATE_CONFLICT))) == 1


def test_an_unknown_statement_is_kept_for_a_newer_version(world: World) -> None:
    amina = world.clients[0]
    trust = world.office.trust
    strange = b"MDS1Z" + trust.id + world.office.root.public + bytes(80)
    amina.do(control.add, strange, world.circle)
    assert amina.count("SELECT state FROM entries WHERE hash = ?", parcel_hash(strange)) == 3


# ---------------------------------------------------------------- the server's word


def test_acknowledged_messages_are_at_the_server_with_the_time_and_an_event(world: World) -> None:
    amina = world.clients[0]
    told = amina.say("one")
    amina.seal()
    amina.events.clear()
    world.clock.advance(100)
    amina.push()
    assert amina.state(told) == Delivery.AT_THE_SERVER
    assert amina.count("SELECT state_time FROM messages WHERE id = ?", told) == world.clock.now()
    assert ThreadChanged(world.circle, THREAD, (told,)) in amina.events


def test_not_held_is_no_evidence(world: World) -> None:
    amina = world.clients[0]
    told = amina.say("one")
    amina.seal()
    named = [(one.hash, 0) for one in amina.do(parcels.outgoing, 1 << 20)]
    amina.do(parcels.settle, Settled([*named, (bytes(32), 9)]))
    assert amina.state(told) == Delivery.ON_THIS_COMPUTER
    assert len(amina.do(parcels.outgoing, 1 << 20)) == len(named)


def test_a_missing_key_is_sent_again_with_the_parcel(world: World) -> None:
    amina = world.clients[0]
    amina.say("one")
    amina.seal()
    key, parcel = amina.do(parcels.outgoing, 1 << 20)
    amina.do(parcels.settle, Settled([(key.hash, 7)]))
    assert amina.do(parcels.outgoing, 1 << 20) == [parcel]
    amina.do(parcels.settle, Settled(refused=[(parcel.hash, Push.UNKNOWN_SENDER_KEY)]))
    assert amina.do(parcels.outgoing, 1 << 20) == [key, parcel]


def test_what_came_too_late_for_its_epoch_is_sealed_anew_and_stands_once(world: World) -> None:
    amina, grace = world.clients
    amina.say("before")
    amina.sync()
    first = parcels_of(amina)[0]
    amina.say("one")
    amina.seal()
    amina.say("two")
    amina.seal()
    late = [one.hash for one in amina.do(parcels.outgoing, 1 << 20)]
    cuts = {(amina.writer, Lane.WORDS): CutOff(first.n, first.hash)}
    world.office.change(world.office.roles(*world.office.people), cuts)
    world.publish()
    amina.do(parcels.settle, Settled(refused=[(hash32, Push.LATE) for hash32 in late]))
    assert amina.count("SELECT count(*) FROM outbox") == 0, "a server's word alone is not believed"
    amina.pull()
    assert amina.count("SELECT count(*) FROM outbox") == 2
    world.settle()
    assert grace.texts() == amina.texts() == ["before", "one", "two"]
    assert amina.count("SELECT min(state) FROM messages") >= Delivery.AT_THE_SERVER
    assert amina.picture() == grace.picture()


def test_what_the_server_never_takes_blocks_nothing_that_follows(world: World) -> None:
    amina, grace = world.clients
    for text in ("one", "two", "three"):
        amina.say(text)
        amina.seal()
    key, one, two, three = amina.do(parcels.outgoing, 1 << 20)
    before = amina.writer
    amina.do(parcels.settle, Settled(refused=[(two.hash, Push.MALFORMED)]))
    assert amina.writer != before
    left = amina.do(parcels.outgoing, 1 << 20)
    assert left == [key, one]
    world.settle()
    assert grace.texts() == ["one", "three"]
    assert amina.texts() == ["one", "two", "three"]  # still here, and still said to be here only
    assert three.hash not in {item.hash for item in amina.do(parcels.outgoing, 1 << 20)}


def test_repair_sends_everything_again_to_a_server_that_lost_it(world: World) -> None:
    amina, grace = world.clients
    told = amina.say("kept by its author")
    world.settle()
    state = amina.state(told)
    lane = world.log.lanes[world.circle, Lane.WORDS]
    lost = [entry for entry in lane if entry.data == parcels_of(amina)[0].data]
    lane.remove(lost[0])
    for client in world.clients:
        client.do(cursors.forget, world.circle, Lane.WORDS)
    world.settle()
    assert amina.state(told) == state
    assert {entry.hash for entry in world.log.lanes[world.circle, Lane.WORDS]} >= {lost[0].hash}
    assert amina.do(cursors.of_lane, world.circle, Lane.WORDS) == grace.do(
        cursors.of_lane, world.circle, Lane.WORDS
    )


def test_taking_back_is_possible_until_sealed(world: World) -> None:
    amina, grace = world.clients
    told = amina.say("too quick")
    amina.do(writes.take_back, told)
    amina.sync()
    grace.pull()
    assert grace.texts() == []
    assert amina.do(keys.find, bytes(8)) is None
