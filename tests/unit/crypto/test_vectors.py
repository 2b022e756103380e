# SPDX-License-Identifier: Apache-2.0
"""Frozen vectors: the code makes and accepts exactly these bytes; changing one changes the format."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentordesk.crypto import slipcode
from mentordesk.crypto.envelope import Label, member_link, open_by_hand, open_envelope, server_link
from mentordesk.crypto.invitation import open_invitation
from mentordesk.crypto.keybag import check_keybag, open_keybag
from mentordesk.crypto.localheader import Slot, open_slot, unpack_header
from mentordesk.crypto.parcel import open_parcel, parcel_hash, read_header, stream_of
from mentordesk.crypto.senderkeys import open_sender_key
from mentordesk.crypto.trust import Programme
from mentordesk.domain.ids import NO_HASH, Lane
from tests.unit.crypto.vector_maker import DICTIONARY, LETTER, OPERATIONS, Made, make_all

FROZEN = Path(__file__).parents[2] / "vectors" / "formats.json"


@pytest.fixture(scope="module")
def made() -> Made:
    return make_all()


@pytest.fixture(scope="module")
def frozen() -> dict[str, bytes]:
    return {name: bytes.fromhex(text) for name, text in json.loads(FROZEN.read_text()).items()}


def test_the_same_inputs_make_the_frozen_bytes(made: Made, frozen: dict[str, bytes]) -> None:
    assert made.vectors.keys() == frozen.keys()
    assert [name for name in frozen if made.vectors[name] != frozen[name]] == []


def test_a_frozen_slip_gives_its_secrets(frozen: dict[str, bytes]) -> None:
    code = slipcode.parse(frozen["slip.text"].decode())
    assert code == frozen["slip.code"]
    assert slipcode.second_secret(code) == frozen["slip.second"]
    assert open_invitation(code, frozen["invitation"]) == LETTER


def test_frozen_statements_are_accepted(made: Made, frozen: dict[str, bytes]) -> None:
    trust = Programme(made.world.trust.id, made.world.root.public)
    statements = [data for name, data in frozen.items() if name.startswith("statement.")]
    for statement in statements:
        assert trust.add(statement).fresh
    assert trust.head(made.world.circle) == made.world.head


def test_a_frozen_keybag_and_header_open(made: Made, frozen: dict[str, bytes]) -> None:
    me = made.world.people[0].me
    header = unpack_header(frozen["header"])
    assert header.member == me.member
    assert header.keybag == frozen["keybag"]
    assert check_keybag(header.keybag, me.signer.public, me.member, 3) == 3
    bag = open_keybag(frozen["derived.wrap"], header.keybag, me.member)
    assert bag.root == made.world.root.public
    for kind, key in ((Slot.KEYBAG, bag.identity.box), (Slot.PASSPHRASE, frozen["derived.local"])):
        slot = header.slot(kind)
        assert slot is not None
        assert open_slot(slot, key, me.member) == frozen["database_key"]


def test_a_frozen_sender_key_and_its_parcels_open(made: Made, frozen: dict[str, bytes]) -> None:
    world = made.world
    for place, extras in ((1, ()), (2, (frozen["extra_seal"],))):
        key = open_sender_key(made.then, frozen["sender_key"], world.people[place].me, extras)
        assert key.kid == read_header(frozen["parcel.1"]).kid
    stream = stream_of(world.trust, key, Lane.WORDS)
    prev = NO_HASH
    for number, operations in enumerate(OPERATIONS, 1):
        data = frozen[f"parcel.{number}"]
        assert open_parcel(stream, data, [prev], DICTIONARY).operations == operations
        prev = parcel_hash(data)


def test_frozen_envelopes_open_online_and_by_hand(made: Made, frozen: dict[str, bytes]) -> None:
    world = made.world
    ends = world.ends()
    key = member_link(world.people[0].me.box, ends)
    assert key == server_link(world.server, ends) == frozen["link"]
    inside = open_by_hand(world.server, frozen["by_hand"])
    assert inside == frozen["request"]
    request = open_envelope(lambda head: key, Label.REQUEST, b"", inside, lambda reader: reader.take(4))
    assert (request.part, request.blobs) == (b"part", (frozen["parcel.1"], frozen["parcel.2"]))
    data = frozen["reply"]
    reply = open_envelope(lambda head: key, Label.REPLY, request.tag, data, lambda reader: reader.take(4))
    assert (reply.blobs, len(reply.named)) == ((), 1)
