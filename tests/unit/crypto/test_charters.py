# SPDX-License-Identifier: Apache-2.0
"""Charters form a chain; ghosts are refused; of a fork the removals add up; epochs end with cut-offs."""
from __future__ import annotations

import pytest

from mentordesk.crypto.charters import Standing
from mentordesk.crypto.codes import ALARMS, StatementCode, TrustCode
from mentordesk.crypto.parcel import Stream, parcel_hash
from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Charter, CutOff, make_statement, statement_hash
from mentordesk.crypto.trust import Programme
from mentordesk.domain.ids import NO_HASH, Lane, Role
from tests.helpers.programme import World
from tests.helpers.refusals import refused, waits


def signed_by(world: World, signer: Signer, content: Charter) -> bytes:
    return make_statement(signer, world.trust.id, content)


# ---------------------------------------------------------------------- chain
def test_a_member_cannot_take_over_a_circle_with_a_charter_of_his_own() -> None:
    world = World(2)
    member = world.people[1]
    for seq, prev in ((0, NO_HASH), (1, world.head.hash)):
        with waits(TrustCode.UNKNOWN_COORDINATOR):
            world.trust.add(
                signed_by(world, member.me.signer, Charter(world.circle, seq, prev, 9, world.roles(member)))
            )
    assert len(world.trust.roles(world.circle)) == 2


def test_an_older_charter_shown_again_changes_nothing() -> None:
    world = World(3)
    world.change(world.roles(*world.people[:2]))
    assert not world.trust.add(world.first_charter).fresh
    assert len(world.trust.roles(world.circle)) == 2


def test_a_charter_follows_its_predecessor() -> None:
    world = World(3)
    first = world.head
    world.change(world.roles(*world.people[:2]))
    everybody = world.roles(*world.people)
    with refused(TrustCode.CHARTER_CHAIN):
        world.trust.add(world.charter(2, first.hash, 2, everybody))
    with refused(TrustCode.CHARTER_CHAIN):
        world.trust.add(world.charter(0, world.head.hash, 2, everybody))
    with waits(TrustCode.CHARTER_GAP):
        world.trust.add(world.charter(2, bytes([7]) * 32, 2, everybody))


def test_a_charter_that_comes_early_is_accepted_later() -> None:
    world = World(3)
    world.change(world.roles(*world.people[:2]))
    world.change(world.roles(world.people[0]))
    second, third = world.log[-2:]
    fresh = world.replayed(-2)
    with waits(TrustCode.CHARTER_GAP):
        fresh.add(third)
    fresh.add(second)
    fresh.add(third)
    assert fresh.chain(world.circle) == world.trust.chain(world.circle)


def test_another_circles_charter_is_no_predecessor() -> None:
    world = World(1)
    elsewhere = Charter(world.rand(16), 1, world.head.hash, 1, world.roles(*world.people))
    with waits(TrustCode.CHARTER_GAP):
        world.trust.add(signed_by(world, world.coordinator, elsewhere))


def test_the_epoch_rises_with_every_change_of_people_and_never_falls() -> None:
    world = World(3)
    world.change(world.roles(*world.people))
    head = world.head
    with refused(TrustCode.EPOCH):
        world.trust.add(world.charter(2, head.hash, 1, world.roles(*world.people[:2])))
    with refused(TrustCode.EPOCH):
        world.trust.add(world.charter(2, head.hash, 0, world.roles(*world.people)))
    same_people = {**world.roles(*world.people), world.people[0].id: Role.GUARDIAN}
    assert world.add(world.charter(2, head.hash, 1, same_people)).alarm is None


def test_nobody_is_named_twice() -> None:
    world = World(1)
    data = world.charter(1, world.head.hash, 1, world.roles(*world.people))
    body = data[53:-65]
    doubled = body[:57] + b"\2" + body[58:] + body[58:] + b"\0"
    message = data[:53] + doubled
    with refused(StatementCode.MEMBER_TWICE):
        world.trust.add(message + world.coordinator.sign("md1 statement", message))
    cut = bytes(8) + b"\1" + bytes(36)
    message = data[:53] + body + b"\2" + cut + cut
    with refused(StatementCode.CUT_TWICE):
        world.trust.add(message + world.coordinator.sign("md1 statement", message))


def test_a_role_that_does_not_exist_is_refused() -> None:
    world = World(1)
    body = world.charter(1, world.head.hash, 1, world.roles(*world.people))[:-64]
    message = body[:-2] + b"\x09" + body[-1:]
    with refused(StatementCode.ROLE):
        world.trust.add(message + world.coordinator.sign("md1 statement", message))


def test_a_fresh_computer_that_is_shown_an_old_charter_knows_that_one_is_missing() -> None:
    world = World(3)
    world.change(world.roles(*world.people[:2]))
    seen = (world.head.seq, world.head.hash)
    fresh = world.replayed(-1)
    with waits(TrustCode.CIRCLE_BEHIND):
        fresh.check_seen(world.circle, *seen)
    with waits(TrustCode.CIRCLE_BEHIND):
        Programme(world.trust.id, world.root.public).check_seen(world.circle, *seen)
    world.trust.check_seen(world.circle, *seen)
    with waits(TrustCode.CIRCLE_CONTRADICTED):
        world.trust.check_seen(world.circle, 1, bytes(32))
    assert TrustCode.CIRCLE_CONTRADICTED in ALARMS


# ---------------------------------------------------------------------- forks
def forked(world: World) -> tuple[Charter, Charter]:
    """Two charters with number 1: one removes the last person, the other the first."""
    first = world.head
    world.change(world.roles(*world.people[:-1]))
    accepted = world.add(world.charter(1, first.hash, 1, world.roles(*world.people[1:])))
    assert accepted.alarm is TrustCode.CHARTER_FORK
    assert accepted.alarm in ALARMS
    one, other = world.trust.fork(world.circle)
    return one, other


def test_the_removals_of_a_fork_add_up_in_any_order() -> None:
    world = World(4)
    forked(world)
    assert set(world.trust.roles(world.circle)) == {person.id for person in world.people[1:-1]}
    turned = world.replayed(-2)
    turned.add(world.log[-1])
    turned.add(world.log[-2])
    assert turned.head(world.circle) == world.trust.head(world.circle)
    assert turned.roles(world.circle) == world.trust.roles(world.circle)


@pytest.mark.parametrize("place", [0, 1])
def test_the_next_charter_on_either_side_ends_the_fork(place: int) -> None:
    world = World(4)
    parent = forked(world)[place]
    world.add(world.charter(2, parent.hash, 2, world.roles(*world.people)))
    assert world.trust.fork(world.circle) == ()
    assert len(world.trust.roles(world.circle)) == 4
    assert [charter.seq for charter in world.trust.chain(world.circle)] == [0, 1, 2]
    assert world.trust.chain(world.circle)[1] == parent


def test_a_late_rival_of_an_old_charter_alarms_and_moves_nothing() -> None:
    world = World(3)
    first = world.head
    world.change(world.roles(*world.people[:2]))
    world.change(world.roles(world.people[0]))
    head = world.head
    rival = world.add(world.charter(1, first.hash, 1, world.roles(*world.people)))
    assert rival.alarm is TrustCode.CHARTER_FORK
    assert world.head == head
    assert world.trust.charter(rival.statement.hash) is not None
    assert tuple(world.trust.roles(world.circle)) == (world.people[0].id,)


# ---------------------------------------------------------------------- standing
def standing(world: World, stream: Stream, n: int, hash32: bytes) -> Standing:
    key = stream.key
    return world.trust.standing(key.charter, key.author, (key.writer, stream.lane), (n, hash32))


def test_parcels_beyond_the_cut_off_of_an_ended_epoch_are_late_for_every_writer() -> None:
    world = World(3)
    stream = world.stream()
    hashes = [parcel_hash(parcel) for parcel in world.parcels(stream)]
    assert standing(world, stream, 9, bytes(32)) is Standing.CURRENT
    guardian = world.newcomer()
    world.people.append(guardian)
    world.enrol(guardian)
    roles = {**world.roles(*world.people[:3]), guardian.id: Role.GUARDIAN}
    world.change(roles, {(stream.key.writer, Lane.WORDS): CutOff(2, hashes[1])})
    expected = {(1, hashes[0]): "before", (2, hashes[1]): "before"}
    expected |= {(2, bytes(32)): "late", (3, hashes[2]): "late"}
    assert {at: standing(world, stream, *at) for at in expected} == expected


def test_a_removed_member_writes_on_and_is_late() -> None:
    world = World(3, guardian=2)
    stream = world.stream(1)
    hashes = [parcel_hash(parcel) for parcel in world.parcels(stream, 1, 4)]
    cuts = {(stream.key.writer, int(Lane.WORDS)): CutOff(2, hashes[1])}
    world.change({world.people[0].id: Role.MEMBER, world.people[2].id: Role.GUARDIAN}, cuts)
    found = [standing(world, stream, n, hashes[n - 1]) for n in (1, 2, 3, 4)]
    assert found == ["before", "before", "late", "late"]


def test_a_writer_or_lane_that_no_cut_off_names_has_none() -> None:
    world = World(3)
    stream = world.stream()
    key = stream.key
    world.change(world.roles(*world.people[:2]), {(key.writer, int(Lane.WORDS)): CutOff(2, bytes(32))})
    for place in ((bytes(8), Lane.WORDS), (key.writer, Lane.DOCUMENTS)):
        assert world.trust.standing(key.charter, key.author, place, (1, bytes(32))) is Standing.LATE


def test_the_first_charter_that_ends_an_epoch_decides() -> None:
    world = World(3)
    stream = world.stream()
    place = (stream.key.writer, int(Lane.WORDS))
    world.change(world.roles(*world.people[:2]), {place: CutOff(1, bytes(32))})
    world.change(world.roles(*world.people), {place: CutOff(9, bytes(32))})
    assert standing(world, stream, 2, bytes(32)) is Standing.LATE


@pytest.mark.parametrize("cuts", [(9, 1), (1, 9)])
def test_while_a_fork_is_open_both_cut_offs_hold_and_the_next_charter_decides(cuts: tuple[int, int]) -> None:
    world = World(4)
    stream = world.stream(1)
    first, place = world.head, (stream.key.writer, int(Lane.WORDS))
    for people, last in zip((world.people[1:], world.people[:3]), cuts, strict=True):
        cut = {place: CutOff(last, bytes(32))}
        world.add(world.charter(1, first.hash, 1, world.roles(*people), cut))
    assert standing(world, stream, 5, bytes(32)) is Standing.LATE
    parent = next(charter for charter in world.trust.fork(world.circle) if charter.cuts[place].n == 9)
    world.add(world.charter(2, parent.hash, 2, world.roles(*world.people)))
    assert standing(world, stream, 5, bytes(32)) is Standing.BEFORE


def test_a_key_of_an_abandoned_branch_ends_with_the_branch() -> None:
    world = World(3)
    first = world.head
    world.add(world.charter(1, first.hash, 7, world.roles(*world.people)))
    stream = world.stream(0)
    rival = world.charter(1, first.hash, 1, world.roles(*world.people[1:]))
    world.add(rival)
    assert standing(world, stream, 1, bytes(32)) is Standing.LATE
    world.add(world.charter(2, statement_hash(rival), 2, world.roles(*world.people)))
    assert standing(world, stream, 1, bytes(32)) is Standing.LATE


def test_the_standing_under_an_unknown_charter_waits() -> None:
    world = World(1)
    with waits(TrustCode.UNKNOWN_CHARTER):
        world.trust.standing(bytes(32), world.people[0].id, (bytes(8), 1), (1, bytes(32)))
