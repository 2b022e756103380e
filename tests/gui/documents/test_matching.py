# SPDX-License-Identifier: Apache-2.0
"""Words are found where they stand, in every script, counted as the editor counts."""

from hypothesis import given
from hypothesis import strategies as st

from mentordesk.ui.document.matching import How, find_all

SEEN = How()


def test_case_counts_only_where_it_is_asked_for() -> None:
    assert find_all("River, river, RIVER", "river", SEEN) == [(0, 5), (7, 12), (14, 19)]
    assert find_all("River, river, RIVER", "river", How(case=True)) == [(7, 12)]


def test_whole_words_are_not_parts_of_longer_ones() -> None:
    assert find_all("art, party, art's 'art'", "art", How(whole=True)) == [(0, 3), (12, 15), (19, 22)]


def test_whole_words_end_after_their_vowel_signs() -> None:
    assert find_all("की किताब", "क", How(whole=True)) == []
    assert find_all("की किताब", "की", How(whole=True)) == [(0, 2)]


def test_accents_count_unless_they_are_folded() -> None:
    text = "résumé, resume, re\u0301sume\u0301"
    assert find_all(text, "resume", SEEN) == [(8, 14)]
    assert find_all(text, "resume", How(fold=True)) == [(0, 6), (8, 14), (16, 24)]
    assert find_all("مُدَرِّس أمل", "مدرس", How(fold=True)) == [(0, 8)]
    assert find_all("مُدَرِّس أمل", "امل", How(fold=True)) == [(9, 12)]


def test_places_are_counted_as_the_editor_counts() -> None:
    assert find_all("😀 a 😀 a", "a", SEEN) == [(3, 4), (8, 9)]
    assert find_all("😀😀", "😀", SEEN) == [(0, 2), (2, 4)]


def test_signs_of_patterns_are_letters_like_others() -> None:
    assert find_all("a.c (abc) [a.c]", "a.c", SEEN) == [(0, 3), (11, 14)]


def test_nothing_is_found_for_nothing_and_across_lines() -> None:
    assert find_all("a\nb", "", SEEN) == []
    assert find_all("a\nb", "a\nb", SEEN) == []
    assert find_all("", "a", How(fold=True)) == []
    assert find_all("a", "\u0301", How(fold=True)) == []


WORDS = st.text(st.sampled_from("aAéßİ\u0301😀ك٣ .\n"), max_size=30)


@given(WORDS, st.text(st.sampled_from("aAéß😀ك ."), min_size=1, max_size=3))
def test_what_is_found_is_what_was_sought(text: str, sought: str) -> None:
    units = text.encode("utf-16-le")
    for start, end in find_all(text, sought, How(case=True)):
        assert units[start * 2 : end * 2].decode("utf-16-le") == sought
