# SPDX-License-Identifier: Apache-2.0
"""Words to offer as a passphrase."""

from collections import Counter

from mentordesk.base.clock import SeededRandomness
from mentordesk.desk.passphrases import is_long_enough, suggest, word_list


def test_there_are_enough_short_plain_words_and_none_twice() -> None:
    words = word_list()
    assert len(words) >= 1_000
    assert len(set(words)) == len(words)
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in words)


def test_four_words_are_offered_and_are_long_enough() -> None:
    rand = SeededRandomness("words")
    offered = [suggest(rand) for _ in range(200)]
    assert {len(words.split()) for words in offered} == {4}
    assert len(set(offered)) == 200
    assert all(is_long_enough(words) for words in offered)


def test_every_word_is_as_likely() -> None:
    rand = SeededRandomness("even")
    drawn = Counter(word for _ in range(20_000) for word in suggest(rand).split())
    expected = 80_000 / len(word_list())
    assert len(drawn) == len(word_list())
    assert max(drawn.values()) < 2 * expected


def test_a_short_word_is_not_a_passphrase() -> None:
    assert not is_long_enough("secret")
    assert not is_long_enough("    a b c   ")
    assert is_long_enough("my cow is brown")
