# SPDX-License-Identifier: Apache-2.0
"""Up to three people on five computers do anything in any order: all end with the same, and show it."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.richtext.replicas import Person, act, check, everybody


def exchange(people: list[Person], sent: list[bytes], random: Random) -> None:
    """Everybody gets everything: shuffled, and some of it twice."""
    for person in people:
        sent += person.new_updates()
    for person in people:
        pile = sent + random.sample(sent, len(sent) // 3)
        random.shuffle(pile)
        person.document.take(pile)
    for person in people:  # the owner may have settled something late
        sent += person.new_updates()
    for person in people:
        person.document.take(sent)


def run(seed: int, count: int, rounds: int, deeds: int) -> list[Person]:
    """A whole story."""
    random = Random(seed)
    people = everybody(count)
    people[0].document.insert(
        0, "The well is far. We walk each day.\nMy sister 👩‍👩‍👧 helps. हिन्दी مرحبا\nThe end."
    )
    sent: list[bytes] = []
    for _ in range(rounds):
        exchange(people, sent, random)
        for _ in range(deeds):
            person = random.choice(people)
            act(person, random)
            check(person)
    exchange(people, sent, random)
    return people


@given(st.integers(0, 2**32), st.integers(2, 5))
@settings(max_examples=25)
def test_everybody_ends_with_the_same(seed: int, count: int) -> None:
    people = run(seed, count, rounds=3, deeds=10)
    first = people[0].document
    for person in people:
        check(person)
        assert not person.document.missing
        assert person.document.paragraphs() == first.paragraphs()
        assert person.document.suggestions() == first.suggestions()
        assert person.document.comments() == first.comments()
        assert person.document.versions() == first.versions()
