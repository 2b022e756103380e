# SPDX-License-Identifier: Apache-2.0
"""Sender keys: the same key for everybody in the charter, announced by nobody but its author."""
from __future__ import annotations

import struct
from collections.abc import Mapping
from contextlib import suppress

import nacl.bindings as sodium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.crypto.codes import SealCode, SenderKeyCode, TrustCode
from mentordesk.crypto.identity import private_circle
from mentordesk.crypto.primitives import seal_det
from mentordesk.crypto.senderkeys import (
    check_sender_key,
    commitment,
    extra_seal,
    make_sender_key,
    missing_seals,
    open_sender_key,
    parse_extra_seal,
)
from mentordesk.crypto.statements import Charter
from mentordesk.domain.ids import Role
from tests.helpers.programme import World, chance
from tests.helpers.refusals import flips, refused, waits

KEY, OTHER_KEY = chance(8)(32), chance(9)(32)
NO_SEAL = bytes(84)


def version(number: int) -> bytes:
    return struct.pack(">I", number)


def box_of(world: World, place: int) -> bytes:
    certificate = world.trust.certificate(world.people[place].id)
    assert certificate is not None
    return certificate.box


def forged(
    world: World, place: int, seals: Mapping[int, bytes] | None = None, charter: Charter | None = None
) -> bytes:
    """An announcement of KEY as a dishonest author may write it: any seal for anybody, any charter."""
    author, under = world.people[place], charter or world.head
    bound = commitment(world.trust.id, under.hash, (author.id, author.writer), KEY)
    message = b"MDK1" + author.id + version(author.me.version) + author.writer + under.hash + bound
    message += bytes([len(under.members)])
    for at, member in enumerate(under.members):
        certificate = world.trust.certificate(member)
        assert certificate is not None
        honest = version(certificate.version) + seal_det(certificate.box, KEY)
        message += (seals or {}).get(at, honest)
    return message + author.me.signer.sign("md1 sender key", world.trust.id + message)


# ---------------------------------------------------------------------- honest keys
@pytest.mark.parametrize(("size", "length"), [(2, 329), (3, 413), (5, 581)])
def test_every_member_opens_the_same_key(size: int, length: int) -> None:
    world = World(size, guardian=size - 1)
    author = world.people[0]
    data, mine = make_sender_key(world.trust, world.circle, author.me, author.writer, world.rand)
    assert len(data) == length
    for place in range(size):
        assert world.open(data, place) == mine
    assert missing_seals(world.trust, mine, data) == ()


def test_stock_libsodium_opens_a_seal() -> None:
    world = World(2)
    data = world.announce(0, KEY)
    me = world.people[1].me
    assert sodium.crypto_box_seal_open(data[-64 - 80 : -64], me.box_public, me.box) == KEY


def test_the_server_learns_who_announces_and_nothing_else() -> None:
    world = World(2)
    data = world.announce(0, KEY)
    said, charter = check_sender_key(world.trust, data)
    assert (said.author, said.kid, charter) == (world.people[0].id, world.open(data, 1).kid, world.head)
    assert KEY not in data


def test_a_key_for_a_private_circle_opens_for_its_member_alone() -> None:
    world = World(2)
    circle = private_circle(world.people[0].id)
    key = world.open(world.announce(0, circle=circle), 0)
    assert (key.circle, key.epoch) == (circle, 1)
    with refused(SenderKeyCode.NOT_MEMBER):
        world.open(forged(world, 1, charter=world.trust.head(circle)), 1)


def test_a_key_is_made_only_for_a_known_circle_with_a_known_certificate() -> None:
    world = World(2, enrolled=[0])
    known, unknown = world.people
    with waits(TrustCode.UNKNOWN_CHARTER):
        make_sender_key(world.trust, bytes(16), known.me, known.writer)
    with waits(TrustCode.UNKNOWN_CERTIFICATE):
        make_sender_key(world.trust, world.circle, unknown.me, unknown.writer)


# ---------------------------------------------------------------------- guardians are not evaded
def test_a_seal_that_does_not_hold_the_key_is_seen_by_all_others() -> None:
    world = World(3, guardian=2)
    theirs = box_of(world, 2)
    for bad in (
        world.rand(80),
        seal_det(theirs, OTHER_KEY),
        seal_det(box_of(world, 1), KEY),
        sodium.crypto_box_seal(KEY, theirs),
    ):
        with refused(SenderKeyCode.UNEVEN):
            world.open(forged(world, 0, {2: version(1) + bad}), 1)


def test_the_guardian_sees_that_a_seal_holds_another_key() -> None:
    world = World(3, guardian=2)
    with waits(SenderKeyCode.NO_SEAL):
        world.open(forged(world, 0, {2: version(1) + seal_det(box_of(world, 2), OTHER_KEY)}), 2)


def test_a_seal_for_a_certificate_that_nobody_knows_waits() -> None:
    world = World(3, guardian=2)
    with waits(TrustCode.UNKNOWN_CERTIFICATE):
        world.open(forged(world, 0, {2: version(7) + seal_det(box_of(world, 2), KEY)}), 1)


def test_a_guardian_who_was_left_out_is_added_by_any_holder_with_equal_bytes() -> None:
    world = World(3, guardian=2)
    guardian = world.people[2]
    data = forged(world, 0, {2: NO_SEAL})
    key = world.open(data, 1)
    assert missing_seals(world.trust, key, data) == (guardian.id,)
    extra = extra_seal(world.trust, key, guardian.id)
    assert extra == extra_seal(world.trust, world.open(data, 0), guardian.id)
    assert len(extra) == 109
    with waits(SenderKeyCode.NO_SEAL):
        world.open(data, 2)
    junk = b"X" + key.kid + guardian.id + version(1) + world.rand(80)
    assert world.open(data, 2, [junk, b"", junk[:-1], extra]) == key
    assert missing_seals(world.trust, key, data, [junk]) == (guardian.id,)
    assert missing_seals(world.trust, key, data, [junk, extra]) == ()


def test_a_new_guardian_reads_the_new_epoch_and_not_the_old_one() -> None:
    world = World(3)
    old = world.announce(0)
    key = world.open(old, 1)
    guardian = world.newcomer()
    world.people.append(guardian)
    world.enrol(guardian)
    world.change({**world.roles(*world.people[:3]), guardian.id: Role.GUARDIAN})
    assert missing_seals(world.trust, key, old) == ()
    with waits(SenderKeyCode.NO_SEAL):
        world.open(old, 3)
    assert world.open(world.announce(0), 3).epoch == 1


# ---------------------------------------------------------------------- authors
def test_nobody_announces_anothers_key_as_his_own() -> None:
    world = World(3)
    amina, grace = world.open(world.announce(0, KEY), 2), world.open(world.announce(1, KEY), 2)
    private = world.open(world.announce(0, KEY, private_circle(world.people[0].id)), 0)
    assert len({amina.kid, grace.kid, private.kid}) == 3


def test_the_commitment_differs_by_programme_charter_author_and_writer() -> None:
    bound = [
        (bytes(16), bytes(32), (bytes(16), bytes(8))),
        (b"p" * 16, bytes(32), (bytes(16), bytes(8))),
        (bytes(16), b"c" * 32, (bytes(16), bytes(8))),
        (bytes(16), bytes(32), (b"a" * 16, bytes(8))),
        (bytes(16), bytes(32), (bytes(16), b"w" * 8)),
    ]
    assert len({commitment(*what, KEY) for what in bound}) == 5


def test_an_outsider_announces_nothing() -> None:
    world = World(3)
    world.change(world.roles(*world.people[:2]))
    with refused(SenderKeyCode.NOT_MEMBER):
        world.open(forged(world, 2), 0)


def test_an_announcement_is_signed_by_the_named_certificate() -> None:
    world = World(3)
    data = world.announce(0)
    stolen = data[:-64] + world.people[1].me.signer.sign("md1 sender key", world.trust.id + data[:-64])
    with refused(SealCode.SIGNATURE):
        world.open(stolen, 2)


def test_every_flipped_bit_is_refused() -> None:
    world = World(2)
    data = world.announce(0)
    for changed in flips(data):
        with pytest.raises(Refused):
            world.open(changed, 1)


def test_a_cut_announcement_and_one_with_another_count_are_refused() -> None:
    world = World(2)
    data = world.announce(0)
    for size in range(0, len(data), 7):
        with refused():
            world.open(data[:size], 1)
    fewer = data[:96] + b"\1" + data[97 : 97 + 84]
    resigned = fewer + world.people[0].me.signer.sign("md1 sender key", world.trust.id + fewer)
    with refused(SenderKeyCode.HEADER):
        world.open(resigned, 1)


# ---------------------------------------------------------------------- new certificates
def test_after_a_forgotten_passphrase_a_seal_for_the_new_certificate_opens_the_old_key() -> None:
    world = World(2)
    data = world.announce(0)
    key = world.open(data, 0)
    returned = world.people[1]
    world.enrol(returned, 2)
    assert missing_seals(world.trust, key, data) == (returned.id,)
    extra = extra_seal(world.trust, key, returned.id)
    without_old_box = World(2).newcomer().me
    fresh = type(returned.me)(returned.id, without_old_box.signer, {2: returned.me.box})
    with waits(SenderKeyCode.NO_SEAL):
        open_sender_key(world.trust, data, fresh)
    assert open_sender_key(world.trust, data, fresh, [extra]) == key


def test_while_a_fork_is_open_new_keys_go_to_those_whom_all_charters_name() -> None:
    world = World(3)
    first = world.head
    world.change(world.roles(*world.people[:2]))
    world.add(world.charter(1, first.hash, 1, world.roles(*world.people[1:])))
    data = world.announce(1)
    key = world.open(data, 1)
    assert missing_seals(world.trust, key, data) == ()
    removed = next(place for place in (0, 2) if world.people[place].id in world.head.roles)
    with waits(SenderKeyCode.NO_SEAL):
        world.open(data, removed)


def test_a_seal_for_somebody_unknown_waits() -> None:
    world = World(2)
    with waits(TrustCode.UNKNOWN_CERTIFICATE):
        extra_seal(world.trust, world.open(world.announce(0), 0), bytes(16))


# ---------------------------------------------------------------------- junk
WORLD = World(2)


@given(st.binary(max_size=500))
def test_junk_is_only_ever_refused(junk: bytes) -> None:
    data = WORLD.announce(0, KEY)
    for attempt in (junk, b"MDK1" + junk, data[:60] + junk, data + junk[:1] * len(junk)):
        if attempt != data:
            with pytest.raises(Refused):
                WORLD.open(attempt, 1)
    with suppress(Refused):
        parse_extra_seal(b"X" + junk)
    assert WORLD.open(data, 1, [junk, b"X" + junk]).key == KEY
