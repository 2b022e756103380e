# SPDX-License-Identifier: Apache-2.0
"""Our own clipboard format: exact for our own text, careful with anybody else's bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.domain.texts import Block, BlockKind, Paragraph, Run, Style
from mentordesk.ui.document.ownclip import from_bytes, to_bytes

letters = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="￼﷐﷑"))
styles = st.builds(Style, st.booleans(), st.booleans(), st.sampled_from(("", "https://example.org/")))
blocks = st.builds(Block, st.sampled_from(BlockKind), st.integers(0, 6))
paragraphs = st.lists(
    st.builds(Paragraph, st.lists(st.builds(Run, letters, styles)).map(tuple), blocks), max_size=4
)


@given(paragraphs)
def test_what_goes_in_comes_out(made: list[Paragraph]) -> None:
    assert from_bytes(to_bytes(made)) == tuple(made)


def test_struck_letters_stay_behind() -> None:
    made = Paragraph((Run("stays"), Run("goes", Style(deleted=("abc",)))))
    assert from_bytes(to_bytes([made])) == (Paragraph((Run("stays"),)),)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"7",
        b'[["","0",[]]',
        json.dumps([["no kind", 0, []]]).encode(),
        json.dumps([["", 0, [["a\nb", 0, 0, ""]]]]).encode(),
        json.dumps([["", 0, [[7, 0, 0, ""]]]]).encode(),
        json.dumps([["", 0, [["a", 0, 0]]]]).encode(),
        json.dumps([["", {}, []]]).encode(),
        b"[" * 100_000,
        b" " * 16_000_001,
    ],
)
def test_anything_else_is_nothing(data: bytes) -> None:
    assert from_bytes(data) == ()
