# SPDX-License-Identifier: Apache-2.0
"""Layout of message text: direction, line height, and a cache that stays small."""

import pytest

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.textflow import FlowCache, TextFlow, reads_right_to_left

LONG = "We met at the well and talked about the essay until the sun went down. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Hello شكرا", False), ("شكرا Hello", True), ("12:30 (شكرا)", True), ("हिन्दी", False), ("שלום", True)],
)
def test_the_first_strong_letter_decides(text: str, expected: bool) -> None:
    assert reads_right_to_left(text, otherwise=not expected) is expected


@pytest.mark.parametrize("window", [True, False])
def test_numbers_follow_the_window(window: bool) -> None:
    assert reads_right_to_left("12:30 …", otherwise=window) is window


def test_a_paragraph_of_numbers_follows_the_one_above(theme: Theme) -> None:
    flow = TextFlow("12\nشكرا\n\n12:30\nHello\n3", theme.font("body"), 400)
    assert [one.right_to_left for one in flow.paragraphs] == [False, True, True, True, False, False]


def test_lines_are_at_least_1_45_apart(theme: Theme) -> None:
    one = TextFlow("a", theme.font("body"), 500).height
    two = TextFlow("a\nb", theme.font("body"), 500).height
    assert two - one >= 15 * 1.45


@pytest.mark.parametrize("text", ["شكرا", "हिन्दी", "a"])
def test_tall_scripts_get_the_room_they_need(theme: Theme, text: str) -> None:
    assert TextFlow(f"{text}\n{text}", theme.font("body"), 500).height >= 44


def test_long_text_breaks_and_long_words_too(theme: Theme) -> None:
    assert TextFlow(LONG * 4, theme.font("body"), 400).line_count > 4
    assert TextFlow("x" * 500, theme.font("body"), 400).line_count > 4


def test_an_empty_paragraph_keeps_its_line(theme: Theme) -> None:
    assert TextFlow("a\n\nb", theme.font("body"), 400).line_count == 3


def test_a_layout_is_made_once_and_the_cache_is_bounded(theme: Theme) -> None:
    cache = FlowCache(limit=3)
    font = theme.font("body")
    first = cache.flow((b"1", 0, 300, font.key(), False), LONG, font)
    assert cache.flow((b"1", 0, 300, font.key(), False), LONG, font) is first
    assert cache.flow((b"1", 1, 300, font.key(), False), LONG, font) is not first
    for number in range(9):
        cache.flow((b"%d" % number, 0, 200, font.key(), False), LONG, font)
    assert len(cache) == 3
