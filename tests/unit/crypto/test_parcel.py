# SPDX-License-Identifier: Apache-2.0
"""Parcels: nobody alters, forges, moves or hides one; what is held up waits for its predecessor."""
from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.crypto.codes import ParcelCode, SealCode
from mentordesk.crypto.identity import peer_id
from mentordesk.crypto.parcel import (
    MAX_OPERATIONS,
    MAX_PARCEL,
    Place,
    check_proof,
    open_parcel,
    pack,
    parcel_hash,
    read_header,
    seal_body,
    seal_parcel,
)
from mentordesk.domain.ids import NO_HASH, Lane
from tests.helpers.programme import World, chance, other_lane
from tests.helpers.refusals import flips, refused, waits

WORLD = World()
STREAM = WORLD.stream()
FIRST, SECOND, THIRD = WORLD.parcels(STREAM)
SIGNER = WORLD.people[0].me.signer
AT = Place(1, NO_HASH)


def test_a_parcel_opens_after_its_predecessor() -> None:
    assert open_parcel(STREAM, FIRST, [NO_HASH]).operations == b"op 1"
    second = open_parcel(STREAM, SECOND, [parcel_hash(FIRST)])
    assert (second.n, second.prev, second.operations) == (2, parcel_hash(FIRST), b"op 2")


@given(st.binary(max_size=2000), st.binary(max_size=500), st.integers(1, 1 << 40), st.sampled_from(Lane))
def test_any_operations_come_back(operations: bytes, zdict: bytes, n: int, lane: Lane) -> None:
    stream = other_lane(STREAM, lane)
    data = seal_parcel(stream, SIGNER, Place(n, NO_HASH), operations, zdict, chance(n))
    opened = open_parcel(stream, data, [NO_HASH], zdict)
    assert (opened.n, opened.operations) == (n, operations)
    header = read_header(data)
    assert (header.lane, header.kid, header.n) == (lane, STREAM.key.kid, n)


def test_every_flipped_bit_is_refused_for_ever() -> None:
    for changed in flips(FIRST):
        with refused():
            open_parcel(STREAM, changed, [NO_HASH])


def test_a_cut_parcel_is_refused() -> None:
    for size in range(len(FIRST)):
        with refused():
            open_parcel(STREAM, FIRST[:size], [NO_HASH])


def test_a_parcel_belongs_to_one_lane() -> None:
    documents = other_lane(STREAM, Lane.DOCUMENTS)
    with refused(ParcelCode.HEADER):
        open_parcel(documents, FIRST, [NO_HASH])
    relabelled = bytes([FIRST[0] & 0xF8 | Lane.DOCUMENTS]) + FIRST[1:]
    with refused(ParcelCode.LOCKED):
        open_parcel(documents, relabelled, [NO_HASH])


def test_a_parcel_belongs_to_one_key_circle_and_author() -> None:
    theirs = WORLD.stream(1)
    with refused(ParcelCode.HEADER):
        open_parcel(theirs, FIRST, [NO_HASH])
    relabelled = FIRST[:1] + theirs.key.kid + FIRST[9:]
    with refused(ParcelCode.LOCKED):
        open_parcel(theirs, relabelled, [NO_HASH])
    for moved in (replace(STREAM.key, circle=bytes(16)), replace(STREAM.key, author=WORLD.people[1].id)):
        with refused(ParcelCode.LOCKED):
            open_parcel(replace(STREAM, key=moved), FIRST, [NO_HASH])
    with refused(ParcelCode.LOCKED):
        open_parcel(replace(STREAM, programme=bytes(16)), FIRST, [NO_HASH])


def test_a_parcel_keeps_its_number() -> None:
    assert SECOND[9] == 2
    with refused(ParcelCode.LOCKED):
        open_parcel(STREAM, SECOND[:9] + b"\1" + SECOND[10:], [NO_HASH])


def test_a_fellow_member_who_knows_the_key_cannot_write_as_another() -> None:
    forged = WORLD.seal(STREAM, 1, AT, b"forged")
    with waits(ParcelCode.PREDECESSOR):
        open_parcel(STREAM, forged, [NO_HASH])


def test_a_wrong_hint_of_a_carrier_hides_no_parcel() -> None:
    with waits(ParcelCode.PREDECESSOR):
        open_parcel(STREAM, THIRD, [bytes(32)])
    with waits(ParcelCode.PREDECESSOR):
        open_parcel(STREAM, THIRD, [])
    assert open_parcel(STREAM, THIRD, [bytes(32), parcel_hash(SECOND)]).n == 3


def test_after_a_fork_the_follower_finds_its_own_predecessor() -> None:
    clone = WORLD.seal(STREAM, 0, Place(2, parcel_hash(FIRST)), b"clone")
    known = [parcel_hash(SECOND), parcel_hash(clone)]
    for candidates in (known, known[::-1]):
        assert open_parcel(STREAM, THIRD, candidates).prev == parcel_hash(SECOND)


def test_the_same_operation_sealed_twice_makes_two_parcels_with_equal_operations() -> None:
    sealed = [WORLD.seal(STREAM, 0, Place(5, NO_HASH), b"op with id") for _ in range(2)]
    assert len({parcel_hash(data) for data in sealed}) == 2
    assert {open_parcel(STREAM, data, [NO_HASH]).operations for data in sealed} == {b"op with id"}


# ---------------------------------------------------------------------- sizes
def test_a_body_that_inflates_too_far_is_cut() -> None:
    bomb = seal_body(STREAM, SIGNER, AT, (pack(bytes(60 << 20)), True))
    assert len(bomb) < MAX_PARCEL
    with refused(ParcelCode.INFLATED):
        open_parcel(STREAM, bomb, [NO_HASH])


def test_a_body_may_inflate_to_the_limit() -> None:
    full = seal_parcel(STREAM, SIGNER, AT, bytes(MAX_OPERATIONS))
    assert len(open_parcel(STREAM, full, [NO_HASH]).operations) == MAX_OPERATIONS


@pytest.mark.parametrize("body", [b"", b"\xff" * 20, pack(b"words" * 9)[:-1], pack(b"words") + b"more"])
def test_a_body_that_is_not_one_deflate_stream_is_refused(body: bytes) -> None:
    with refused(ParcelCode.CONTENT):
        open_parcel(STREAM, seal_body(STREAM, SIGNER, AT, (body, True)), [NO_HASH])


def test_a_parcel_too_long_is_neither_sealed_nor_opened() -> None:
    noise = chance(3)(MAX_PARCEL)
    for operations in (noise, bytes(MAX_OPERATIONS + 1)):
        with refused(ParcelCode.LENGTH):
            seal_parcel(STREAM, SIGNER, AT, operations)
    with refused(ParcelCode.LENGTH):
        open_parcel(STREAM, seal_body(STREAM, SIGNER, AT, (noise, False)), [NO_HASH])


@pytest.mark.parametrize(("n", "overhead"), [(1, 114), (127, 114), (128, 115), (20_000, 116)])
def test_what_a_parcel_costs_beside_its_operations(n: int, overhead: int) -> None:
    assert len(WORLD.seal(STREAM, 0, Place(n, NO_HASH), chance(n)(50))) == 50 + overhead


# ---------------------------------------------------------------------- proofs, peers, junk
def test_authorship_of_one_parcel_is_proved_without_the_key() -> None:
    proof = open_parcel(STREAM, SECOND, [parcel_hash(FIRST)]).proof
    blind = replace(STREAM, key=replace(STREAM.key, key=b""))
    check_proof(blind, proof)
    for change in ({"body": b"op 9"}, {"prev": NO_HASH}, {"head": FIRST[:10]}):
        false = replace(proof, **change)
        with refused(SealCode.SIGNATURE):
            check_proof(blind, false)


def test_the_key_id_names_the_author_so_that_the_server_lets_nobody_squat_a_number() -> None:
    author_of = {STREAM.key.kid: STREAM.key.author}
    squatter = WORLD.seal(STREAM, 1, Place(4, parcel_hash(THIRD)), b"junk")
    assert author_of[read_header(squatter).kid] != WORLD.people[1].id


@given(st.binary(min_size=4, max_size=4))
def test_crdt_peers_are_bound_to_their_author_in_any_order(run: bytes) -> None:
    amina, grace = WORLD.people[:2]
    assert peer_id(amina.id, amina.writer, run) != peer_id(grace.id, grace.writer, run)
    assert peer_id(amina.id, amina.writer, run) != peer_id(amina.id, grace.writer, run)
    assert 0 <= peer_id(amina.id, amina.writer, run) < 1 << 64


@given(st.binary(max_size=300))
def test_junk_is_only_ever_refused(junk: bytes) -> None:
    for data in (junk, FIRST[:10] + junk, FIRST[:1] + junk):
        with pytest.raises(Refused):
            open_parcel(STREAM, data, [NO_HASH])


@given(st.binary(max_size=200))
def test_junk_that_its_author_sealed_is_only_ever_refused(junk: bytes) -> None:
    data = seal_body(STREAM, SIGNER, AT, (junk, True), chance(1))
    try:
        open_parcel(STREAM, data, [NO_HASH], junk)
    except Refused as refusal:
        assert refusal.code in (ParcelCode.CONTENT, ParcelCode.INFLATED)


def test_what_no_parcel_can_be_is_a_mistake() -> None:
    no_lane = replace(STREAM, lane=8)
    for stream, place in ((STREAM, Place(0, NO_HASH)), (STREAM, Place(1, b"")), (no_lane, AT)):
        with pytest.raises(ValueError):
            seal_parcel(stream, SIGNER, place, b"")
