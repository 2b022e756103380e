# SPDX-License-Identifier: Apache-2.0
"""Keybags and the local header: no garbage, rollback or substitution; new passphrases open old computers."""
from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Refused
from mentordesk.crypto.codes import HeaderCode, KeybagCode, SealCode
from mentordesk.crypto.identity import Identity, identity_of, new_identity
from mentordesk.crypto.keybag import Keybag, check_keybag, open_keybag, seal_keybag
from mentordesk.crypto.localheader import (
    SLOT_SIZE,
    LocalHeader,
    Slot,
    open_slot,
    pack_header,
    seal_slot,
    slot_version,
    unpack_header,
)
from mentordesk.crypto.primitives import KEY_SIZE, aead_seal
from tests.helpers.programme import chance
from tests.helpers.refusals import flips, refused

RAND = chance(1)
ME, OTHER = new_identity(RAND(16), 1, RAND), new_identity(RAND(16), 1, RAND)
WRAP, NEW_WRAP, LOCAL, DATABASE, ROOT = (RAND(32) for _ in range(5))


def keybag(version: int, wrap: bytes = WRAP, me: Identity = ME) -> bytes:
    return seal_keybag(wrap, Keybag(version, me, ROOT), RAND)


GOOD = keybag(1)


# ---------------------------------------------------------------------- keybag
def test_a_keybag_gives_back_what_was_put_in() -> None:
    me = identity_of(ME.member, ME.signer.seed, {1: ME.box, 2: RAND(32)})
    opened = open_keybag(WRAP, keybag(7, me=me), me.member)
    assert (opened.version, opened.root) == (7, ROOT)
    assert (opened.identity.signer, dict(opened.identity.boxes)) == (me.signer, dict(me.boxes))
    assert opened.identity.box == me.boxes[2]


def test_every_flipped_bit_is_refused_with_and_without_the_passphrase() -> None:
    for changed in flips(keybag(1)):
        with refused():
            check_keybag(changed, ME.signer.public, ME.member, 1)
        with refused():
            open_keybag(WRAP, changed, ME.member)


def test_a_newer_keybag_is_believed_without_its_passphrase() -> None:
    assert check_keybag(keybag(2, NEW_WRAP), ME.signer.public, ME.member, 1) == 2


def test_garbage_with_a_high_version_locks_nobody_out() -> None:
    header = keybag(99)[:25]
    with refused(SealCode.SIGNATURE):
        check_keybag(header + RAND(205), ME.signer.public, ME.member, 1)


def test_a_keybag_of_another_member_is_refused_also_relabelled() -> None:
    theirs = keybag(99, me=OTHER)
    with refused(KeybagCode.MEMBER):
        check_keybag(theirs, ME.signer.public, ME.member, 1)
    with refused(SealCode.SIGNATURE):
        check_keybag(theirs[:9] + ME.member + theirs[25:], ME.signer.public, ME.member, 1)
    with refused(KeybagCode.MEMBER):
        open_keybag(WRAP, theirs, ME.member)


def test_an_older_keybag_is_a_rollback() -> None:
    with refused(KeybagCode.ROLLBACK):
        check_keybag(keybag(1), ME.signer.public, ME.member, 2)
    assert check_keybag(keybag(2), ME.signer.public, ME.member, 2) == 2


def test_a_wrong_passphrase_has_its_own_code() -> None:
    with refused(KeybagCode.LOCKED):
        open_keybag(NEW_WRAP, keybag(1), ME.member)


def test_a_keybag_must_be_signed_by_the_seed_inside_it() -> None:
    good = keybag(1)
    resigned = good[:-64] + OTHER.signer.sign("md1 keybag", good[:-64])
    with refused(SealCode.SIGNATURE):
        open_keybag(WRAP, resigned, ME.member)


@pytest.mark.parametrize("boxes", [b"\0", b"\1" + bytes(36)])
def test_a_keybag_without_a_box_key_or_for_no_certificate_is_refused(boxes: bytes) -> None:
    head = GOOD[:25]
    blob = head + aead_seal(WRAP, ME.signer.seed + ROOT + boxes, head, chance(3))
    with refused(KeybagCode.HEADER, KeybagCode.CONTENT):
        open_keybag(WRAP, blob + ME.signer.sign("md1 keybag", blob), ME.member)


# ---------------------------------------------------------------------- slots
def test_a_new_passphrase_opens_an_old_computer_after_a_rotation_and_nothing_else_does() -> None:
    slots = [
        seal_slot(Slot.KEYBAG, ME.box, ME.member, DATABASE, 1, RAND),
        seal_slot(Slot.PASSPHRASE, LOCAL, ME.member, DATABASE, rand=RAND),
    ]
    rotated = identity_of(ME.member, ME.signer.seed, {1: ME.box, 2: RAND(32)})
    boxes = open_keybag(NEW_WRAP, keybag(2, NEW_WRAP, rotated), ME.member).identity.boxes
    assert open_slot(slots[0], boxes[slot_version(slots[0])], ME.member) == DATABASE
    for slot, key, member in (
        (slots[0], boxes[2], ME.member),
        (slots[1], NEW_WRAP, ME.member),
        (slots[0], ME.box, OTHER.member),
        (b"\1" + slots[0][1:], ME.box, ME.member),
    ):
        with refused(HeaderCode.LOCKED):
            open_slot(slot, key, member)


def test_every_flipped_bit_of_a_slot_is_refused() -> None:
    slot = seal_slot(Slot.PASSPHRASE, LOCAL, ME.member, DATABASE, rand=RAND)
    assert len(slot) == SLOT_SIZE
    assert open_slot(slot, LOCAL, ME.member) == DATABASE
    for changed in flips(slot):
        with refused(HeaderCode.LOCKED):
            open_slot(changed, LOCAL, ME.member)
    for size in (0, SLOT_SIZE - 1, SLOT_SIZE + 1):
        with refused(HeaderCode.SLOT):
            open_slot(bytes(size), LOCAL, ME.member)


# ---------------------------------------------------------------------- header
def some_header(*kinds: Slot) -> LocalHeader:
    slots = tuple(seal_slot(kind, LOCAL, ME.member, DATABASE, rand=RAND) for kind in kinds)
    return LocalHeader(ME.member, RAND(16), slots, keybag(1))


@pytest.mark.parametrize("kinds", [(), (Slot.PASSPHRASE,), tuple(Slot)])
def test_a_header_comes_back(kinds: tuple[Slot, ...]) -> None:
    header = some_header(*kinds)
    assert unpack_header(pack_header(header)) == header
    assert [kind for kind in Slot if header.slot(kind)] == list(kinds)


def test_a_header_without_a_keybag_comes_back() -> None:
    header = replace(some_header(Slot.PASSPHRASE), keybag=b"")
    assert unpack_header(pack_header(header)) == header


def test_a_cut_header_is_refused_until_its_keybag_begins() -> None:
    data = pack_header(some_header(Slot.KEYBAG, Slot.PASSPHRASE))
    fixed = 4 + 16 + 16 + 1 + 2 * SLOT_SIZE
    for size in (*range(fixed), *range(fixed + 1, fixed + 5)):
        with refused():
            unpack_header(data[:size])


def test_two_slots_of_one_kind_are_refused() -> None:
    with refused(HeaderCode.HEADER):
        unpack_header(pack_header(some_header(Slot.PASSPHRASE, Slot.PASSPHRASE)))


@given(st.binary(max_size=400))
def test_junk_is_only_ever_refused(junk: bytes) -> None:
    for attempt in (
        lambda: unpack_header(b"MDL1" + junk),
        lambda: unpack_header(junk),
        lambda: open_slot(junk, bytes(KEY_SIZE), ME.member),
        lambda: check_keybag(GOOD[:25] + junk, ME.signer.public, ME.member, 0),
        lambda: open_keybag(WRAP, GOOD[:25] + junk, ME.member),
    ):
        with suppress(Refused):
            attempt()


@given(st.binary(max_size=400))
def test_junk_that_the_member_sealed_is_only_ever_refused(junk: bytes) -> None:
    head = GOOD[:25]
    blob = head + aead_seal(WRAP, junk, head, chance(2))
    with pytest.raises(Refused):
        open_keybag(WRAP, blob + ME.signer.sign("md1 keybag", blob), ME.member)
