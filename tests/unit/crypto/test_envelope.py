# SPDX-License-Identifier: Apache-2.0
"""Envelopes: no reflection, no crossed or stale reply, no speaking for another; what arrived whole counts."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.base.reader import ReadCode, Reader
from mentordesk.crypto.codes import EnvelopeCode, SealCode, SenderKeyCode
from mentordesk.crypto.envelope import (
    Envelope,
    Label,
    LinkEnds,
    member_link,
    name_of,
    open_by_hand,
    open_envelope,
    seal_by_hand,
    seal_envelope,
    server_link,
)
from mentordesk.crypto.identity import identity_of
from mentordesk.crypto.primitives import box_public
from tests.helpers.programme import World, chance
from tests.helpers.refusals import flips, refused

PART = 16  # what the wire puts in front of the list, here: member8 nonce8


def read_part(reader: Reader) -> bytes:
    return reader.take(PART)


def ask(
    world: World, blobs: tuple[bytes, ...] = (), place: int = 0, probe: bool = False
) -> tuple[bytes, bytes]:
    """(body, tag) of a request."""
    me = world.people[place].me
    part = me.member[:8] + world.rand(8)
    return seal_envelope(member_link(me.box, world.ends(place)), Label.REQUEST, b"", part, blobs, probe)


def key_at_server(world: World) -> Callable[[bytes], bytes]:
    def key_of(head: bytes) -> bytes:
        for place, person in enumerate(world.people):
            if head[:8] == person.id[:8]:
                return server_link(world.server, world.ends(place))
        raise Refused("unknown_member")

    return key_of


def hear(world: World, body: bytes) -> Envelope[bytes]:
    """A request as the server opens it."""
    return open_envelope(key_at_server(world), Label.REQUEST, b"", body, read_part)


def answer(world: World, tag: bytes, blobs: tuple[bytes, ...] = (), place: int = 0) -> bytes:
    """A reply bound to a request."""
    key = server_link(world.server, world.ends(place))
    return seal_envelope(key, Label.REPLY, tag, bytes(PART), blobs)[0]


def read(world: World, tag: bytes, body: bytes, place: int = 0) -> Envelope[bytes]:
    """A reply as the member opens it."""
    key = member_link(world.people[place].me.box, world.ends(place))
    return open_envelope(lambda head: key, Label.REPLY, tag, body, read_part)


WORLD = World(3)
PARCELS = tuple(WORLD.parcels(WORLD.stream()))


# ---------------------------------------------------------------------- both ways
def test_a_request_and_its_reply_arrive() -> None:
    body, tag = ask(WORLD, PARCELS)
    heard = hear(WORLD, body)
    assert (heard.blobs, heard.named, heard.tag) == (PARCELS, tuple(map(name_of, PARCELS)), tag)
    assert heard.part[:8] == WORLD.people[0].id[:8]
    assert read(WORLD, tag, answer(WORLD, tag, PARCELS)).blobs == PARCELS


@given(st.lists(st.binary(max_size=200), max_size=200), st.binary(max_size=64))
def test_any_blobs_arrive(blobs: list[bytes], bind: bytes) -> None:
    key = bytes(32)
    body, tag = seal_envelope(key, Label.REPLY, bind, bytes(PART), blobs)
    opened = open_envelope(lambda head: key, Label.REPLY, bind, body, read_part)
    assert (opened.blobs, opened.tag) == (tuple(blobs), tag)


def test_reflected_crossed_and_stale_replies_are_refused() -> None:
    first, first_tag = ask(WORLD)
    second_tag = ask(WORLD)[1]
    assert first_tag != second_tag
    replies = answer(WORLD, first_tag), answer(WORLD, second_tag)
    assert read(WORLD, first_tag, replies[0]).blobs == ()
    wrong = [(first_tag, first), (first_tag, replies[1]), (second_tag, replies[0]), (b"", replies[0])]
    for tag, body in wrong:
        with refused(EnvelopeCode.AUTHENTICATOR):
            read(WORLD, tag, body)
    with refused("unknown_member"):
        hear(WORLD, replies[0])


def test_a_reply_by_hand_is_no_reply_online() -> None:
    key = server_link(WORLD.server, WORLD.ends())
    body, _ = seal_envelope(key, Label.HAND_REPLY, b"", bytes(PART), [])
    with refused(EnvelopeCode.AUTHENTICATOR):
        read(WORLD, b"", body)


def test_wherever_a_body_is_cut_the_whole_parcels_before_the_cut_count() -> None:
    body, _ = ask(WORLD, PARCELS)
    start = len(body) - sum(map(len, PARCELS))
    counts = set()
    for cut in range(len(body) + 1):
        if cut < start:
            with refused():
                hear(WORLD, body[:cut])
        else:
            heard = hear(WORLD, body[:cut])
            assert heard.blobs == PARCELS[: len(heard.blobs)]
            assert heard.named == tuple(map(name_of, PARCELS))
            counts.add(len(heard.blobs))
    assert counts == {0, 1, 2, 3}


def test_a_probe_names_its_blobs_without_carrying_them() -> None:
    body, _ = ask(WORLD, PARCELS, probe=True)
    heard = hear(WORLD, body)
    assert (heard.blobs, heard.named) == ((), tuple(map(name_of, PARCELS)))


def test_every_flipped_bit_of_a_head_is_refused_and_an_altered_parcel_ends_the_list() -> None:
    body, tag = ask(WORLD, PARCELS)
    reply = answer(WORLD, tag, PARCELS)
    start = len(body) - sum(map(len, PARCELS))
    for changed in flips(body[:start]):
        with refused():
            hear(WORLD, changed + body[start:])
    for changed in flips(body[start:]):
        blobs = hear(WORLD, body[:start] + changed).blobs
        assert len(blobs) < 3
        assert blobs == PARCELS[: len(blobs)]
    for changed in flips(reply[: len(reply) - sum(map(len, PARCELS))]):
        with refused():
            read(WORLD, tag, changed)


def test_a_replayed_request_says_the_same_again() -> None:
    body, _ = ask(WORLD, PARCELS)
    assert hear(WORLD, body) == hear(WORLD, body)


def test_a_head_with_more_than_its_list_is_refused() -> None:
    key = bytes(32)
    body, _ = seal_envelope(key, Label.REPLY, b"", bytes(PART) + b"\0", [])  # the list ends one byte early
    with refused(ReadCode.TRAILING):
        open_envelope(lambda head: key, Label.REPLY, b"", body, read_part)


# ---------------------------------------------------------------------- who speaks
def test_a_member_cannot_speak_as_another() -> None:
    body, _ = ask(WORLD)
    with refused(EnvelopeCode.AUTHENTICATOR):
        hear(WORLD, body[:1] + WORLD.people[1].id[:8] + body[9:])


def test_two_members_with_one_box_key_have_two_links() -> None:
    world = World(2)
    one, other = world.people
    other.me = identity_of(other.id, other.me.signer.seed, {1: one.me.box})
    assert member_link(one.me.box, world.ends(0)) != member_link(other.me.box, world.ends(1))


def test_the_link_is_one_key_for_both_and_another_for_every_other_programme_and_server() -> None:
    ends, box = WORLD.ends(), WORLD.people[0].me.box
    key = member_link(box, ends)
    assert key == server_link(WORLD.server, ends)
    elsewhere = LinkEnds(bytes(16), ends.member, ends.member_box, ends.server_box)
    other_server = LinkEnds(ends.programme, ends.member, ends.member_box, box_public(chance(7)(32)))
    assert len({key, member_link(box, elsewhere), member_link(box, other_server)}) == 3


def test_a_low_order_server_key_makes_no_link() -> None:
    ends = WORLD.ends()
    with refused(SealCode.LOW_ORDER):
        member_link(WORLD.people[0].me.box, LinkEnds(ends.programme, ends.member, ends.member_box, bytes(32)))


def test_a_thief_of_the_servers_key_forges_no_statement_and_no_sender_key() -> None:
    world = World(2)
    body, _ = ask(world, (world.first_charter,))
    altered = world.first_charter[:60] + b"?" + world.first_charter[61:]
    with refused(SealCode.SIGNATURE):
        world.trust.add(altered)
    with pytest.raises(Refused) as caught:
        world.open(body, 1)
    assert caught.value.code == SenderKeyCode.HEADER


# ---------------------------------------------------------------------- by hand
def test_by_hand_nobody_but_the_server_reads_or_alters_an_envelope() -> None:
    body, _ = ask(WORLD, PARCELS)
    blob = seal_by_hand(box_public(WORLD.server), body, chance(5))
    assert len(blob) == len(body) + 52
    assert WORLD.people[0].id[:8] not in blob
    assert hear(WORLD, open_by_hand(WORLD.server, blob)).blobs == PARCELS
    for changed in flips(blob):
        with refused(SealCode.SEAL, EnvelopeCode.HAND):
            open_by_hand(WORLD.server, changed)
    with refused(SealCode.SEAL):
        open_by_hand(WORLD.people[0].me.box, blob)


def test_by_hand_a_forged_envelope_fails_inside() -> None:
    part = WORLD.people[0].id[:8] + bytes(8)
    forged, _ = seal_envelope(chance(6)(32), Label.REQUEST, b"", part, PARCELS)
    blob = seal_by_hand(box_public(WORLD.server), forged)
    with refused(EnvelopeCode.AUTHENTICATOR):
        hear(WORLD, open_by_hand(WORLD.server, blob))


def test_by_hand_the_same_envelope_many_times_brings_each_parcel_once() -> None:
    body, _ = ask(WORLD, PARCELS)
    blobs = [seal_by_hand(box_public(WORLD.server), body) for _ in range(3)]
    brought = {parcel for blob in blobs for parcel in hear(WORLD, open_by_hand(WORLD.server, blob)).blobs}
    assert brought == set(PARCELS)
    assert len(set(blobs)) == 3


# ---------------------------------------------------------------------- junk
@given(st.binary(max_size=300))
def test_junk_is_only_ever_refused(junk: bytes) -> None:
    for attempt in (
        lambda: hear(WORLD, junk),
        lambda: hear(WORLD, bytes([len(junk) % 128]) + WORLD.people[0].id[:8] + junk),
        lambda: read(WORLD, b"", junk),
        lambda: open_by_hand(WORLD.server, junk),
        lambda: open_by_hand(WORLD.server, b"MDB1" + junk),
    ):
        with pytest.raises(Refused):
            attempt()


@given(st.binary(max_size=300))
def test_a_head_of_junk_with_a_good_tag_is_only_ever_refused_or_read(junk: bytes) -> None:
    key = bytes(32)
    body, _ = seal_envelope(key, Label.REPLY, b"", junk, [])
    try:
        opened = open_envelope(lambda head: key, Label.REPLY, b"", body, read_part)
    except Refused:
        return
    assert opened.part == junk[:PART]
