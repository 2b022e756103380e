# SPDX-License-Identifier: Apache-2.0
"""Keys of the wrong length never reach libsodium; whatever was altered does not open."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.crypto.codes import SealCode
from mentordesk.crypto.primitives import (
    Signer,
    aead_open,
    aead_seal,
    box_public,
    dh,
    seal,
    seal_det,
    seal_open,
    verify,
)
from tests.helpers.programme import chance
from tests.helpers.refusals import flips, refused

KEY, OTHER = chance(1)(32), chance(2)(32)
LOW_ORDER = [
    bytes(32),
    b"\1" + bytes(31),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
]


def test_altered_ciphertext_key_or_binding_does_not_open() -> None:
    box = aead_seal(KEY, b"words", b"bound", chance(3))
    assert aead_open(KEY, box, b"bound") == b"words"
    for changed in [*flips(box), box[:-1], box[:20], b""]:
        with refused(SealCode.AEAD):
            aead_open(KEY, changed, b"bound")
    for key, bound in ((OTHER, b"bound"), (KEY, b"other"), (KEY[:31], b"bound")):
        with refused(SealCode.AEAD):
            aead_open(key, box, bound)


def test_a_signature_holds_for_one_key_label_and_message() -> None:
    signer = Signer.of(KEY)
    signature = signer.sign("label", b"message")
    verify(signer.public, "label", b"message", signature)
    cases = [
        (Signer.of(OTHER).public, "label", b"message", signature),
        (signer.public, "other", b"message", signature),
        (signer.public, "label", b"massage", signature),
        (signer.public[:31], "label", b"message", signature),
        (signer.public + b"\0", "label", b"message", signature),
        (signer.public, "label", b"message", signature[:63]),
        (signer.public, "label", b"message", b""),
        *((signer.public, "label", b"message", changed) for changed in flips(signature)),
    ]
    for case in cases:
        with refused(SealCode.SIGNATURE):
            verify(*case)


@pytest.mark.parametrize("public", LOW_ORDER)
def test_low_order_keys_are_refused(public: bytes) -> None:
    with refused(SealCode.LOW_ORDER):
        dh(KEY, public)
    with refused(SealCode.LOW_ORDER):
        seal_det(public, KEY)
    with refused(SealCode.LOW_ORDER):
        seal(public, b"words")


@pytest.mark.parametrize("size", [0, 31, 33])
def test_keys_of_another_length_are_refused(size: int) -> None:
    with refused(SealCode.KEY):
        dh(KEY, bytes(size))
    with pytest.raises(ValueError):
        dh(bytes(size), KEY)


def test_sealed_boxes_open_for_their_owner_only() -> None:
    for box in (seal_det(box_public(KEY), OTHER), seal(box_public(KEY), OTHER, chance(4))):
        assert len(box) == 80
        assert seal_open(KEY, box) == OTHER
        for changed in [*flips(box), box[:47], b""]:
            with refused(SealCode.SEAL):
                seal_open(KEY, changed)
        with refused(SealCode.SEAL):
            seal_open(OTHER, box)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_whoever_knows_the_key_makes_the_same_box(secret: bytes, key: bytes) -> None:
    public = box_public(secret)
    assert seal_det(public, key) == seal_det(public, key)
    assert seal_open(secret, seal_det(public, key)) == key


def test_secrets_do_not_show_when_printed() -> None:
    assert KEY.hex() not in repr(Signer.of(KEY))
    assert repr(KEY) not in repr(Signer.of(KEY))
