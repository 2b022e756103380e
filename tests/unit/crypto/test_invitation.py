# SPDX-License-Identifier: Apache-2.0
"""Invitations open with their slip's code and with no other."""
from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.base.reader import ReadCode
from mentordesk.crypto.blobs import BlobKind, blob_kind
from mentordesk.crypto.codes import InvitationCode
from mentordesk.crypto.invitation import InvitationLetter, open_invitation, seal_invitation
from mentordesk.crypto.primitives import aead_open, aead_seal
from mentordesk.crypto.slipcode import invite_id, invite_key, second_secret
from tests.helpers.programme import World, chance
from tests.helpers.refusals import flips, refused

CODE, OTHER = chance(1)(10), chance(2)(10)
ids = st.binary(min_size=16, max_size=16)
keys = st.binary(min_size=32, max_size=32)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
letters = st.builds(
    InvitationLetter,
    programme=ids,
    root=keys,
    server_box=keys,
    member=ids,
    version=st.integers(1, (1 << 32) - 1),
    programme_name=texts,
    person_name=texts,
    addresses=st.lists(texts, max_size=3).map(tuple),
    people=st.lists(st.tuples(ids, texts), max_size=6).map(tuple),
)
LETTER = InvitationLetter(
    bytes(16), bytes(32), bytes(32), bytes(16), 1, "Kisumu", "Amina", ("https://a",), ((bytes(16), "Grace"),)
)


@given(letters)
def test_a_letter_comes_back(letter: InvitationLetter) -> None:
    assert open_invitation(CODE, seal_invitation(CODE, letter)) == letter


def test_neither_another_slip_nor_what_a_computer_remembers_opens_it() -> None:
    sealed = seal_invitation(CODE, LETTER)
    for code in (OTHER, second_secret(CODE)[:10]):
        with refused(InvitationCode.LOCKED):
            open_invitation(code, sealed)
    assert b"Amina" not in sealed


def test_every_flipped_bit_and_every_cut_is_refused() -> None:
    sealed = seal_invitation(CODE, LETTER)
    for changed in (*flips(sealed), *(sealed[:size] for size in range(len(sealed)))):
        with refused(InvitationCode.HEADER, InvitationCode.LOCKED):
            open_invitation(CODE, changed)


@pytest.mark.parametrize("plain", [b"", b"\2", b"\1" + bytes(103), b"\1" + bytes(104)])
def test_a_letter_of_another_format_or_length_or_for_no_certificate_is_refused(plain: bytes) -> None:
    with refused(InvitationCode.CONTENT, ReadCode.SHORT):
        open_invitation(CODE, b"MDI1" + aead_seal(invite_key(CODE), plain, b"MDI1" + invite_id(CODE)))


def test_a_letter_with_more_than_its_fields_is_refused() -> None:
    bound = b"MDI1" + invite_id(CODE)
    plain = aead_open(invite_key(CODE), seal_invitation(CODE, LETTER)[4:], bound)
    with refused(ReadCode.TRAILING):
        open_invitation(CODE, b"MDI1" + aead_seal(invite_key(CODE), plain + b"\0", bound))


@given(st.binary(max_size=300))
def test_junk_is_only_ever_refused(junk: bytes) -> None:
    bound = b"MDI1" + invite_id(CODE)
    for data in (junk, b"MDI1" + junk, b"MDI1" + aead_seal(invite_key(CODE), b"\1" + junk, bound)):
        with suppress(Refused):
            open_invitation(CODE, data)


def test_the_blobs_of_a_log_are_told_apart() -> None:
    world = World(2)
    stream = world.stream()
    assert blob_kind(world.first_charter) is BlobKind.STATEMENT
    assert blob_kind(world.announce(0)) is BlobKind.SENDER_KEY
    assert blob_kind(b"X" + bytes(108)) is BlobKind.EXTRA_SEAL
    assert blob_kind(world.parcels(stream, count=1)[0]) is BlobKind.PARCEL
    for unknown in (b"", b"\x20", b"MD", b"MDZ1"):
        assert blob_kind(unknown) is BlobKind.UNKNOWN
