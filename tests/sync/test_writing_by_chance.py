# SPDX-License-Identifier: Apache-2.0
"""Owner and reviewer at random, with kills between any two steps: what was saved is there, alike."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from mentordesk.desk.writing import Writing
from mentordesk.domain.documents import DocumentId
from mentordesk.domain.texts import Answer
from tests.helpers.documents import essay, kept, words
from tests.helpers.person import Person
from tests.sync.conftest import Pair

STEPS = 60
LETTERS = "abcdefghijklméñمرحباनमस्ते😀🇰🇪"


class Player:
    """One person with one document; a kill forgets everything that was not saved."""

    def __init__(self, person: Person, document: DocumentId, chance: Random) -> None:
        self.person = person
        self.document = document
        self.chance = chance
        self.writing: Writing = person.desk.documents.open(document)
        self.made: list[str] = []  # since the last save
        self.safe: list[str] = []

    def word(self) -> str:
        """Something to be found again."""
        some = "".join(self.chance.choice(LETTERS) for _ in range(self.chance.randrange(1, 6)))
        return f"<{len(self.made) + len(self.safe)}{some}{self.chance.randrange(10**6)}>"

    def somewhere(self) -> int:
        """A place between two words."""
        text = words(self.writing)
        spaces = [at for at, letter in enumerate(text) if letter == " "]
        return len(text[: self.chance.choice(spaces)].encode("utf-16-le")) // 2

    def pause(self) -> None:
        """Save."""
        kept(self.writing)
        self._saved()

    def _saved(self) -> None:
        self.safe += self.made
        self.made = []

    def die(self) -> None:
        """The battery is empty; the next start opens the document again."""
        self.made = []
        self.person.desk.documents._forget(self.writing)  # a killed programme keeps nothing
        self.writing = self.person.desk.documents.open(self.document)

    def leave(self) -> None:
        """Close and open again."""
        self.writing.close()
        self._saved()
        self.writing = self.person.desk.documents.open(self.document)

    def rest(self) -> None:
        """A few minutes pass."""
        self.writing.idle()

    def connect(self) -> None:
        """An exchange, and its news."""
        self.person.sync()
        self.writing.take_news()

    def deeds(self) -> list[Callable[[], None]]:
        """What may happen next."""
        return [self.act, self.act, self.act, self.pause, self.connect, self.leave, self.rest, self.die]

    def act(self) -> None:
        """Write."""


class Owner(Player):
    """Types; accepts and refuses."""

    def act(self) -> None:
        """Type a word, or answer something."""
        waiting = [one.id for one in self.writing.text.suggestions() if one.answer is Answer.OPEN]
        if waiting and self.chance.random() < 0.3:
            answer = self.chance.choice((Answer.ACCEPTED, Answer.REFUSED))
            self.writing.text.answer([self.chance.choice(waiting)], answer)
            return
        word = self.word()
        self.writing.text.insert(self.somewhere(), word)
        self.made.append(word)


class Reviewer(Player):
    """Remarks on places; gives back at any time."""

    def act(self) -> None:
        """Remark on a place, or suggest to add a word there."""
        at = self.somewhere()
        if self.chance.random() < 0.5:
            self.writing.text.suggest_insert(at, self.word())
            return
        self.made.append(self.writing.text.comment(at, at + 1, self.word(), self.writing.now()))

    def give_back(self) -> None:
        """Return what there is."""
        self.writing.review.give_back()
        self._saved()

    def deeds(self) -> list[Callable[[], None]]:
        """What may happen next."""
        return [*super().deeds(), self.give_back]


@pytest.mark.parametrize("seed", range(6))
def test_what_was_saved_is_there_at_the_end_and_alike(pair: Pair, seed: int) -> None:
    amina, grace = pair
    chance = Random(seed)
    document = essay(amina)
    amina.sync()
    grace.sync()
    owner, reviewer = Owner(amina, document, chance), Reviewer(grace, document, chance)
    for _ in range(STEPS):
        chance.choice(chance.choice((owner, reviewer)).deeds())()
    owner.pause()
    reviewer.give_back()
    for player in (reviewer, owner, reviewer, owner, reviewer):
        player.connect()
        player.pause()
    _check(owner, reviewer)


def _check(owner: Owner, reviewer: Reviewer) -> None:
    mine, theirs = owner.writing, reviewer.writing
    assert words(mine) == words(theirs)
    assert mine.text.paragraphs() == theirs.text.paragraphs()
    plain = words(mine)
    assert [word for word in owner.safe if word not in plain] == []
    assert {one.id for one in mine.text.comments()} >= set(reviewer.safe)
    for player in (owner, reviewer):
        again = player.person.desk.documents.open(player.document)
        assert words(again) == plain, "what the disk has is what is open"
        assert not again.missing
