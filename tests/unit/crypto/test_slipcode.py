# SPDX-License-Identifier: Apache-2.0
"""Slips: what people type wrongly is caught, and the letter to look at is named."""
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentordesk.base.errors import SlipInvalid
from mentordesk.crypto import slipcode
from tests.helpers.programme import chance

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = chance(1)(10)
TYPED = slipcode.write(CODE).replace("-", "")
codes = st.binary(min_size=10, max_size=10)


def position_of(text: str) -> int:
    with pytest.raises(SlipInvalid) as caught:
        slipcode.parse(text)
    return caught.value.position


@given(codes)
def test_a_slip_comes_back_however_it_is_typed(code: bytes) -> None:
    text = slipcode.write(code)
    confused = text.replace("0", "O").replace("1", "l")
    for typed in (text, text.lower(), text.replace("-", ""), f" {text.replace('-', ' – ')}\n", confused):
        assert slipcode.parse(typed) == code


def test_digits_of_other_keyboards_are_digits() -> None:
    text = slipcode.write(bytes(10))
    assert slipcode.parse(text.replace("0", "٠")) == bytes(10)
    assert slipcode.parse(text.replace("0", "０")) == bytes(10)


@settings(max_examples=15)  # each of them with all its 558 wrong letters
@given(codes)
def test_every_wrong_letter_is_caught_and_suspected(code: bytes) -> None:
    typed = slipcode.write(code).replace("-", "")
    for place, right in enumerate(typed):
        for wrong in set(ALPHABET) - {right}:
            mistyped = typed[:place] + wrong + typed[place + 1 :]
            assert place + 1 in slipcode.suspects(mistyped)


@given(codes)
def test_every_swap_of_neighbours_is_caught(code: bytes) -> None:
    typed = slipcode.write(code).replace("-", "")
    for place in range(17):
        if typed[place] != typed[place + 1]:
            position_of(typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :])


def test_the_first_suspicious_letter_is_named() -> None:
    wrong = "A" if TYPED[3] != "A" else "B"
    mistyped = TYPED[:3] + wrong + TYPED[4:]
    assert position_of(mistyped) == slipcode.suspects(mistyped)[0]
    assert 4 in slipcode.suspects(mistyped)


@pytest.mark.parametrize("place", range(18))
@pytest.mark.parametrize("letter", ["U", "!", "Ж", "ß", "é"])
def test_an_impossible_letter_is_named(place: int, letter: str) -> None:
    assert position_of(TYPED[:place] + letter + TYPED[place + 1 :]) == place + 1


@pytest.mark.parametrize("text", ["", "  - ", TYPED[:17], TYPED + "0", TYPED + "U"])
def test_a_wrong_length_blames_no_letter(text: str) -> None:
    assert position_of(text) == 0
    assert slipcode.suspects(text) == ()


def test_a_right_slip_has_no_suspects() -> None:
    assert slipcode.suspects(TYPED) == ()


@given(st.text(max_size=40))
def test_anything_typed_is_a_code_or_invalid(text: str) -> None:
    try:
        code = slipcode.parse(text)
    except SlipInvalid as invalid:
        assert 0 <= invalid.position <= 18
        slipcode.suspects(text)
    else:
        assert slipcode.parse(slipcode.write(code)) == code


@given(codes)
def test_what_a_computer_remembers_gives_no_secret_of_the_invitation(code: bytes) -> None:
    remembered = slipcode.second_secret(code)
    assert len(remembered) == 16
    secrets = (slipcode.invite_id, slipcode.invite_key, slipcode.invite_seed)
    of_the_code = {secret(code) for secret in secrets}
    reachable = {secret(remembered[:10]) for secret in secrets} | {remembered, remembered[:8]}
    assert not of_the_code & reachable
