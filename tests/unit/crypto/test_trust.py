# SPDX-License-Identifier: Apache-2.0
"""Nothing counts but what the pinned root reaches; contradictions alarm; what comes too early waits."""
from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.base.reader import ReadCode
from mentordesk.crypto import slipcode
from mentordesk.crypto.codes import SealCode, StatementCode, TrustCode
from mentordesk.crypto.identity import identity_of, private_circle
from mentordesk.crypto.primitives import Signer, box_public
from mentordesk.crypto.statements import (
    Charter,
    Content,
    Coordinator,
    CutOff,
    Invitation,
    Opening,
    ServerKey,
    Statement,
    make_statement,
    parse_statement,
    statement_hash,
)
from mentordesk.crypto.trust import Programme
from mentordesk.domain.ids import NO_HASH, Lane, Role
from tests.helpers.programme import World
from tests.helpers.refusals import flips, refused, waits
from tests.unit.crypto.test_primitives import LOW_ORDER


def signed(world: World, signer: Signer, content: Content) -> bytes:
    return make_statement(signer, world.trust.id, content)


# ---------------------------------------------------------------------- shape
def test_statements_read_back_as_they_were_made() -> None:
    world = World(2, guardian=1)
    member = world.people[0].id
    opening = Opening(world.circle, NO_HASH, Lane.WORDS, 3, 9, 2)
    cuts = {(bytes(8), 1): CutOff(7, bytes(32)), (bytes(8), 2): CutOff(0, bytes(32))}
    roles = {member: Role.MENTEE, bytes(16): Role.MENTOR}
    charter = Charter(world.circle, 4, bytes(32), 9, roles, cuts, policy=3)
    keys = (Coordinator(bytes(32)), ServerKey(7, bytes(32)), Invitation(bytes(32), member, 2))
    for content in (*keys, opening, charter):
        data = signed(world, world.root, content)
        read = parse_statement(data, world.trust.id)
        expected = replace(content, hash=read.hash) if isinstance(content, Opening | Charter) else content
        assert read == Statement(world.root.public, statement_hash(data), expected, data)
    assert charter.members == (member, bytes(16))


def test_every_flipped_bit_of_every_kind_of_statement_is_refused_for_ever() -> None:
    world = World(2, guardian=1)
    world.add(signed(world, world.people[1].me.signer, Opening(world.circle, NO_HASH, 1, 0, 9, 1)))
    for count, statement in enumerate(world.log):
        before = world.replayed(count)
        for changed in flips(statement):
            with refused():
                before.add(changed)
        assert before.add(statement).fresh


@pytest.mark.parametrize("size", [0, 4, 5, 21, 52, 116])
def test_a_cut_statement_is_refused(size: int) -> None:
    world = World(1)
    with refused(StatementCode.HEADER):
        world.trust.add(world.first_charter[:size])


def test_statements_of_another_programme_or_type_are_refused() -> None:
    world = World(1)
    with refused(StatementCode.PROGRAMME):
        world.trust.add(make_statement(world.root, bytes(16), Coordinator(bytes(32))))
    with refused(StatementCode.UNKNOWN):
        world.trust.add(b"MDS1Z" + world.first_charter[5:])


def body_of(world: World, signer: Signer, letter: bytes, body: bytes) -> bytes:
    message = b"MDS1" + letter + world.trust.id + signer.public + body
    return message + signer.sign("md1 statement", message)


@pytest.mark.parametrize("letter", [b"C", b"S", b"I", b"M", b"R", b"O"])
def test_trailing_bytes_under_a_good_signature_are_refused(letter: bytes) -> None:
    world = World(1, guardian=0)
    world.add(signed(world, world.people[0].me.signer, Opening(world.circle, NO_HASH, 1, 0, 9, 1)))
    body = next(data[53:-64] for data in world.log if data[4:5] == letter)
    with refused(ReadCode.TRAILING):
        world.trust.add(body_of(world, world.root, letter, body + b"\0"))
    with refused(ReadCode.SHORT):
        world.trust.add(body_of(world, world.root, letter, body[:-1]))


@given(st.sampled_from([b"C", b"S", b"I", b"M", b"R", b"O", b"Z"]), st.binary(max_size=200))
def test_junk_is_only_ever_refused_signed_or_not(letter: bytes, junk: bytes) -> None:
    for signer in (WORLD.root, WORLD.coordinator, WORLD.people[0].me.signer):
        for data in (junk, b"MDS1" + letter + junk, body_of(WORLD, signer, letter, junk)):
            fresh = WORLD.replayed()
            with suppress(Refused):
                fresh.add(data)
            with suppress(Refused):
                fresh.add(data, verified=True)


WORLD = World(2)


# ---------------------------------------------------------------------- root, coordinators, server
def test_only_the_root_names_coordinators_and_servers() -> None:
    world = World(1)
    for content in (Coordinator(bytes(32)), ServerKey(2, box_public(bytes(32)))):
        with refused(TrustCode.NOT_ROOT):
            world.trust.add(signed(world, world.coordinator, content))


def test_the_servers_key_is_replaced_and_never_rolled_back() -> None:
    world = World(1)
    first = world.log[1]
    second = ServerKey(2, box_public(world.rand(32)))
    world.add(signed(world, world.root, second))
    assert world.trust.server == second
    with refused(TrustCode.SERVER_ROLLBACK):
        world.trust.add(signed(world, world.root, ServerKey(2, box_public(world.rand(32)))))
    with refused(TrustCode.SERVER_ROLLBACK):
        world.trust.add(signed(world, world.root, ServerKey(1, box_public(world.rand(32)))))
    assert not world.trust.add(first).fresh
    assert world.trust.server == second


def test_what_an_unknown_coordinator_signs_waits_for_the_root() -> None:
    world = World(1)
    second = Signer.of(world.rand(32))
    charter = signed(world, second, Charter(world.rand(16), 0, NO_HASH, 0, world.roles(*world.people)))
    with waits(TrustCode.UNKNOWN_COORDINATOR):
        world.trust.add(charter)
    world.add(signed(world, world.root, Coordinator(second.public)))
    assert world.trust.is_coordinator(second.public)
    assert world.trust.add(charter).fresh


# ---------------------------------------------------------------------- invitations, certificates
def test_a_second_certificate_for_one_version_is_an_alarm() -> None:
    world = World(2)
    someone = world.people[1]
    thief = identity_of(someone.id, world.rand(32), {1: world.rand(32)})
    with refused(TrustCode.CERTIFICATE_CONFLICT):
        world.trust.add(world.certificate(someone.codes[1], thief, 1))
    certificate = world.trust.certificate(someone.id)
    assert certificate is not None
    assert certificate.signer == someone.me.signer.public


def test_an_old_invitation_cannot_sign_the_next_version() -> None:
    world = World(2)
    someone = world.people[1]
    thief = identity_of(someone.id, world.rand(32), {1: world.rand(32), 2: world.rand(32)})
    with refused(TrustCode.NOT_INVITED):
        world.trust.add(world.certificate(someone.codes[1], thief, 2))
    world.enrol(someone, 2)
    assert world.trust.newest_version(someone.id) == 2
    with refused(TrustCode.CERTIFICATE_CONFLICT):
        world.trust.add(world.certificate(someone.codes[1], thief, 1))


def test_a_certificate_waits_for_its_invitation() -> None:
    world = World(1)
    someone = world.newcomer()
    world.enrol(someone)
    invitation, certificate = world.log[-2:]
    fresh = world.replayed(-2)
    with waits(TrustCode.UNKNOWN_INVITATION):
        fresh.add(certificate)
    fresh.add(invitation)
    assert fresh.add(certificate).fresh
    assert fresh.certificate(someone.id, 1) == world.trust.certificate(someone.id)


def test_an_invitation_names_one_member_and_version_for_good() -> None:
    world = World(1)
    someone = world.newcomer()
    key = Signer.of(slipcode.invite_seed(world.invite(someone, 1))).public
    with refused(TrustCode.INVITATION_CONFLICT):
        world.trust.add(signed(world, world.coordinator, Invitation(key, someone.id, 2)))
    assert world.trust.invitation(key) == Invitation(key, someone.id, 1)


@pytest.mark.parametrize("box", LOW_ORDER)
def test_a_low_order_box_key_never_gets_into_a_certificate(box: bytes) -> None:
    world = World(1)
    someone = world.newcomer()
    with refused(SealCode.LOW_ORDER):
        world.trust.add(world.certificate(world.invite(someone, 1), someone.me, 1, box))
    with refused(SealCode.LOW_ORDER):
        world.trust.add(signed(world, world.root, ServerKey(2, box)))


def test_version_zero_stands_for_no_seal_and_is_refused() -> None:
    world = World(1)
    with refused(StatementCode.VERSION):
        world.trust.add(signed(world, world.coordinator, Invitation(bytes(32), world.people[0].id, 0)))


# ---------------------------------------------------------------------- private circles
def test_the_private_circle_follows_from_the_member() -> None:
    world = World(2)
    someone = world.people[0]
    circle = private_circle(someone.id)
    head = world.trust.head(circle)
    assert head is not None
    assert (head.members, head.epoch, tuple(world.trust.roles(circle))) == ((someone.id,), 1, (someone.id,))
    world.trust.check_seen(circle, 1, head.hash)
    world.enrol(someone, 2)
    newer = world.trust.head(circle)
    assert newer is not None
    assert newer.epoch == 2
    assert world.trust.charter(head.hash) == head


def test_a_coordinator_gets_nobody_into_a_private_circle_before_or_after_it_exists() -> None:
    world = World(1)
    someone = world.newcomer()
    circle = private_circle(someone.id)
    everybody = world.roles(someone, *world.people)
    ghost = signed(world, world.coordinator, Charter(circle, 0, NO_HASH, 9, everybody))
    world.add(ghost)
    world.enrol(someone)
    assert tuple(world.trust.roles(circle)) == (someone.id,)
    assert world.trust.charter(statement_hash(ghost)) is None
    assert circle not in world.trust.circles()
    late = signed(world, world.coordinator, Charter(circle, 0, NO_HASH, 8, world.roles(*world.people)))
    with refused(TrustCode.PRIVATE_CIRCLE):
        world.trust.add(late)


def test_the_programmes_own_log_has_no_charter() -> None:
    world = World(1)
    charter = Charter(world.trust.id, 0, NO_HASH, 0, world.roles(*world.people))
    with refused(TrustCode.PRIVATE_CIRCLE):
        world.trust.add(signed(world, world.coordinator, charter))


# ---------------------------------------------------------------------- openings
def opening(world: World, prev: bytes, span: tuple[int, int], place: int = 2) -> bytes:
    content = Opening(world.circle, prev, Lane.WORDS, *span, 3)
    return signed(world, world.people[place].me.signer, content)


def test_openings_are_a_guardians_and_form_a_chain() -> None:
    world = World(3, guardian=2)
    with refused(TrustCode.NOT_GUARDIAN):
        world.trust.add(opening(world, NO_HASH, (0, 9), place=1))
    first = opening(world, NO_HASH, (0, 9))
    world.add(first)
    second = opening(world, statement_hash(first), (10, 20))
    with refused(TrustCode.OPENING_CHAIN):
        world.trust.add(opening(world, NO_HASH, (10, 20)))
    world.add(second)
    assert [held.last for held in world.trust.openings(world.circle)] == [9, 20]


def test_a_replayed_opening_adds_nothing() -> None:
    world = World(3, guardian=2)
    first = opening(world, NO_HASH, (0, 9))
    world.add(first)
    assert not world.trust.add(first).fresh
    assert len(world.trust.openings(world.circle)) == 1


def test_a_deleted_opening_is_missed() -> None:
    world = World(3, guardian=2)
    first = opening(world, NO_HASH, (0, 9))
    world.add(first)
    world.add(opening(world, statement_hash(first), (10, 20)))
    with waits(TrustCode.OPENING_GAP):
        world.replayed(-2).add(world.log[-1])


def test_an_opening_has_a_range_and_a_known_guardian() -> None:
    world = World(3, guardian=2)
    with refused(StatementCode.RANGE):
        world.trust.add(opening(world, NO_HASH, (9, 8)))
    stranger = Opening(world.circle, NO_HASH, 1, 0, 9, 1)
    with waits(TrustCode.UNKNOWN_CERTIFICATE):
        world.trust.add(signed(world, world.coordinator, stranger))
    with waits(TrustCode.UNKNOWN_CHARTER):
        world.trust.add(signed(world, world.people[2].me.signer, replace(stranger, circle=bytes(16))))


def test_a_member_who_certifies_the_guardians_key_as_his_own_blocks_no_opening() -> None:
    world = World(3, guardian=2)
    copier = world.newcomer()
    guardian = world.people[2].me
    stolen = replace(copier.me, signer=replace(copier.me.signer, public=guardian.signer.public))
    world.add(world.certificate(world.invite(copier, 1), stolen, 1))
    assert world.add(opening(world, NO_HASH, (0, 9))).fresh


# ---------------------------------------------------------------------- replay
def test_accepting_is_idempotent() -> None:
    world = World(3, guardian=2)
    for statement in world.log:
        assert not world.trust.add(statement).fresh


def test_a_replay_without_signature_checks_ends_in_the_same_state() -> None:
    world = World(3, guardian=2)
    world.enrol(world.people[1], 2)
    world.change(world.roles(*world.people[:2]))
    fresh = Programme(world.trust.id, world.root.public)
    for statement in world.log:
        assert fresh.add(statement, verified=True).fresh
    assert fresh.head(world.circle) == world.trust.head(world.circle)
    assert fresh.certificate(world.people[1].id) == world.trust.certificate(world.people[1].id)
    assert fresh.server == world.trust.server


@given(st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_the_same_state(order: random.Random) -> None:
    world = World(3, guardian=2)
    world.enrol(world.people[1], 2)
    first = world.trust.head(world.circle)
    assert first is not None
    world.change(world.roles(*world.people[:2]))
    rival = world.charter(1, first.hash, 1, world.roles(*world.people[1:]))
    world.add(rival)
    shuffled = list(world.log)
    order.shuffle(shuffled)
    fresh = Programme(world.trust.id, world.root.public)
    for _ in range(len(shuffled)):
        for statement in shuffled:
            with suppress(Refused):
                fresh.add(statement)
    assert fresh.head(world.circle) == world.trust.head(world.circle)
    assert fresh.roles(world.circle) == world.trust.roles(world.circle)
    assert len(fresh.fork(world.circle)) == 2
    assert fresh.newest_version(world.people[1].id) == 2
