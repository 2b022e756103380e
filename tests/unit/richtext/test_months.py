# SPDX-License-Identifier: Apache-2.0
"""A document of three months: a new peer for every sitting, versions and rounds of review between."""

from __future__ import annotations

from random import Random

from mentordesk.domain.texts import Answer, Standing
from mentordesk.richtext.document import TextDocument
from tests.unit.richtext.pairs import AMINA, GRACE

SITTINGS = 90


class Months:
    """The shared pile of updates, and who wrote with which peer."""

    def __init__(self) -> None:
        self.random = Random(5)
        self.peers = {1: AMINA}
        first = TextDocument.create(1)
        self.pile = [piece.data for piece in first.own(0)]
        self.caches: dict[bytes, tuple[bytes, int]] = {}

    def sit_down(self, day: int, member: bytes, keeps_cache: bool = True) -> None:
        """Open, write for a while, save, close."""
        peer = self.random.getrandbits(63) + 2
        self.peers[peer] = member
        cache, known = self.caches.get(member, (b"", 0)) if keeps_cache else (b"", 0)
        document = TextDocument.load(peer, self.pile[known:], cache)
        document.set_authors(self.peers, member, AMINA)
        if member == AMINA:
            self.write(document, day)
        else:
            self.review(document, day)
        self.pile += [piece.data for piece in document.own(0)]
        self.caches[member] = document.snapshot(), len(self.pile)

    def write(self, document: TextDocument, day: int) -> None:
        answered = [one.id for one in document.suggestions() if one.standing != Standing.GONE]
        document.answer(answered[::2], Answer.ACCEPTED)
        document.answer(answered[1::2], Answer.REFUSED)
        for _ in range(6):
            at = self.random.randrange(document.length)
            document.insert(at, f"On day {day} we walked. ")
            document.delete(at // 2, min(at // 2 + 9, document.length))
            document.break_group()
        document.undo()
        document.add_version("", "day", day)

    def review(self, document: TextDocument, day: int) -> None:
        for _ in range(5):
            at = self.random.randrange(document.length)
            document.suggest_replace(at, min(at + 6, document.length), "better")
        document.comment(0, min(9, document.length), f"On day {day}?", day)
        document.give_back(day, day)


def test_three_months_open_the_same_from_the_cache_and_from_the_beginning() -> None:
    months = Months()
    for day in range(1, SITTINGS + 1):
        months.sit_down(day, GRACE if day % 3 == 0 else AMINA, keeps_cache=day % 7 > 0)
    whole = TextDocument.load(3, months.random.sample(months.pile, len(months.pile)))
    cached = TextDocument.load(4, months.pile, months.caches[AMINA][0])
    for document in (whole, cached):
        document.set_authors(months.peers, AMINA, AMINA)
        assert not document.missing
    assert whole.paragraphs() == cached.paragraphs()
    assert whole.suggestions() == cached.suggestions()
    assert whole.comments() == cached.comments()
    assert len(whole.comments()) == SITTINGS // 3
    versions = whole.versions()
    assert [version.time for version in versions] == [day for day in range(1, SITTINGS + 1) if day % 3]
    assert whole.at_version(versions[0].id) == cached.at_version(versions[0].id)
    assert {whole.author_at(at) for at in range(whole.length)} == {AMINA, GRACE}
    assert whole.own(0) == [], "reading writes nothing"


def test_a_peers_number_stays_its_own_after_loading() -> None:
    months = Months()
    months.sit_down(1, AMINA)
    months.sit_down(2, GRACE)
    document = TextDocument.load(77, months.pile)
    document.set_authors(months.peers, GRACE, AMINA)
    assert document.own_end == 0
    document.suggest_insert(0, "x")
    assert {piece.peer for piece in document.own(0)} == {77}
