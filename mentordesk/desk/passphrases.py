# SPDX-License-Identifier: Apache-2.0
"""Passphrases to offer: a few plain words drawn by chance."""

from __future__ import annotations

from functools import cache
from importlib import resources

from mentordesk.base.clock import Randomness

WORDS_OFFERED = 4
MIN_LETTERS = 12  # of a passphrase somebody makes up; with the slip's own secret behind it


def suggest(rand: Randomness, count: int = WORDS_OFFERED) -> str:
    """`count` words with spaces between them, each drawn evenly; about 10 bits a word."""
    words = word_list()
    return " ".join(words[_below(len(words), rand)] for _ in range(count))


def is_long_enough(passphrase: str) -> bool:
    """Whether it may be used: letters counted without the spaces around and between words."""
    return len("".join(passphrase.split())) >= MIN_LETTERS


@cache
def word_list() -> tuple[str, ...]:
    """All words, short and plain."""
    text = resources.files("mentordesk").joinpath("resources/words.txt").read_text("utf-8")
    return tuple(text.split())


def _below(limit: int, rand: Randomness) -> int:
    """A number from 0 to limit − 1, every one as likely; limit ≤ 65,536."""
    even = 65536 - 65536 % limit
    while (drawn := int.from_bytes(rand.bytes(2), "big")) >= even:
        pass
    return drawn % limit
