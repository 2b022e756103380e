# SPDX-License-Identifier: Apache-2.0
"""A document in a list says who waits for whom, in words."""

from dataclasses import replace
from datetime import date

import pytest

from mentordesk.domain.documents import Answered, DocumentSummary, Mode, ReadBy, ReadingOnly, Returned, Review
from mentordesk.domain.messages import Delivery
from mentordesk.ui.circle.documentwords import DocumentWords
from mentordesk.ui.words import Words

AMINA, GRACE, BARAKA = b"a" * 16, b"g" * 16, b"b" * 16
CALLED = {GRACE: "Grace", BARAKA: "Baraka", AMINA: "Amina"}
FRIDAY = date(2026, 5, 15)
MINE = DocumentSummary(b"d" * 8, b"c" * 16, AMINA, "Amina", "Essay", Mode.OWNER, words=900)
HERS = replace(MINE, mode=Mode.REVIEWER)
ASKED = Review(1, (GRACE,), None, FRIDAY, 0)
BACK = replace(ASKED, returned=(Returned(GRACE, 1, 12, 6, 3, 0),))
OF_GRACE = Answered(GRACE, 1, 9, 3, 6, 0, 0, 0)  # all 18


def said(words: Words, document: DocumentSummary, me: bytes) -> str:
    state = DocumentWords(words, me).state(document, CALLED)
    return state.replace("\u2068", "").replace("\u2069", "")


def test_where_one_other_reads_the_computer_is_theirs_by_name(words: Words) -> None:
    there = replace(MINE, delivery=Delivery.ON_THEIR_COMPUTER)
    state = DocumentWords(words, AMINA).delivery(there, {GRACE: "Grace", AMINA: "Amina"})
    assert state.replace("\u2068", "").replace("\u2069", "") == "On Grace's computer"


@pytest.mark.parametrize(
    ("document", "words_said"),
    [
        (MINE, "900 words"),
        (replace(MINE, private=True), "Only you can read this"),
        (replace(MINE, delivery=Delivery.AT_THE_SERVER), "900 words · At the server"),
        (replace(MINE, delivery=Delivery.ON_THEIR_COMPUTER), "900 words · On their computer"),
        (
            replace(MINE, delivery=Delivery.READ, read_by=(ReadBy(GRACE, 1_779_000_000),)),
            "900 words · Grace has read it",
        ),
        (replace(MINE, review=ASKED), "Grace is asked to read it by Fri 15 May"),
        (replace(MINE, review=replace(ASKED, read_by=None)), "Grace is asked to read it"),
        (replace(MINE, review=BACK), "Grace gave it back: 12 suggestions, 6 comments"),
        (
            replace(MINE, review=replace(BACK, returned=(Returned(GRACE, 1, 0, 0, 0, 0),))),
            "Everything is answered",
        ),
        (replace(MINE, review=replace(BACK, answered=(OF_GRACE,))), "Everything is answered"),
        (
            replace(MINE, review=replace(BACK, answered=(replace(OF_GRACE, done=3, open=3),))),
            "Grace gave it back: 12 suggestions, 6 comments",
        ),
        (replace(MINE, away=True, mode=Mode.READER, reading_only=ReadingOnly.AWAY), "Put away"),
        (replace(MINE, missing=True, review=ASKED), "A part of it is still to come"),
        (
            replace(MINE, fresh=True, changed_by=BARAKA, changed_by_name="Baraka Juma"),
            "Baraka changed it",
        ),
    ],
)
def test_the_owner_reads(words: Words, document: DocumentSummary, words_said: str) -> None:
    assert said(words, document, AMINA) == words_said


@pytest.mark.parametrize(
    ("document", "words_said"),
    [
        (HERS, "Amina wrote it"),
        (replace(HERS, review=ASKED), "You are asked to read it by Fri 15 May"),
        (replace(HERS, review=ASKED, held=18), "18 things to give back"),
        (replace(HERS, review=BACK), "You gave it back"),
        (replace(HERS, review=replace(BACK, answered=(OF_GRACE,))), "Amina took 15 and left 3"),
        (
            replace(HERS, review=replace(BACK, answered=(replace(OF_GRACE, done=4, questions=2),))),
            "Amina asks about 2 things",
        ),
        (replace(HERS, fresh=True, changed_by=AMINA), "Amina changed it"),
    ],
)
def test_a_reviewer_reads(words: Words, document: DocumentSummary, words_said: str) -> None:
    assert said(words, document, GRACE) == words_said
