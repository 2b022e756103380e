# SPDX-License-Identifier: Apache-2.0
"""One story through the whole adapter: written, reviewed, given back, answered."""

from __future__ import annotations

from mentordesk.domain.texts import Answer, Standing
from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.updates import inspect

AMINA, GRACE = b"A" * 16, b"G" * 16
AUTHORS = {1: AMINA, 2: GRACE}


def test_an_essay_is_written_reviewed_and_answered() -> None:
    amina = TextDocument.create(1)
    amina.set_authors(AUTHORS, AMINA, AMINA)
    amina.insert(0, "The well was far. We walked each day.\nMy sister helped me.")
    grace = TextDocument.load(2, [piece.data for piece in amina.own(0)])
    grace.set_authors(AUTHORS, GRACE, AMINA)

    one = grace.suggest_replace(13, 16, "three hours away")
    for index, letter in enumerate(" by foot"):
        assert grace.suggest_insert(one.caret + index, letter).id == one.id
    at = grace.text().index("My sister")
    two = grace.suggest_delete(at, at + 20)
    note = grace.comment(0, 8, "Which well?", 1000)
    grace.give_back(1, 1001)
    updates = [piece.data for piece in grace.own(0)]
    assert inspect(updates[0])[0].peer == 2

    assert amina.take(updates).changed
    first, second = amina.suggestions()
    assert (first.removes, first.adds, first.standing) == ("far", "three hours away by foot", Standing.FITS)
    assert (second.id, second.removes, second.returned) == (two.id, "My sister helped me.", True)
    amina.answer([one.id], Answer.ACCEPTED)
    amina.answer([two.id], Answer.REFUSED, "I want to keep her.")
    amina.answer([note], Answer.DONE)
    assert (
        amina.text() == "The well was three hours away by foot. We walked each day.\nMy sister helped me.\n"
    )
    assert amina.author_at(13) == GRACE
    assert grace.take([piece.data for piece in amina.own(0)]).changed
    assert grace.text() == amina.text()
    assert grace.suggestions() == amina.suggestions()
    assert grace.comments() == amina.comments()
    assert grace.suggestions()[-1].answer_words == "I want to keep her."
