# SPDX-License-Identifier: Apache-2.0
"""What a reviewer does after a review was given back: it goes by itself, unless more is held."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mentordesk.desk.writing import Writing
from mentordesk.domain.texts import Answer
from mentordesk.domain.today import Deed
from tests.helpers.documents import comment, essay, kept, suggest
from tests.helpers.person import Person
from tests.sync.conftest import Pair

WAITING = "SELECT count(*) FROM outbox WHERE held = 1"


@dataclass(frozen=True)
class Given:
    """A suggestion and a comment of Grace's, given back; both desks have the document open."""

    amina: Person
    grace: Person
    writing: Writing
    review: Writing
    suggestion: str
    comment: str

    def exchange(self) -> None:
        """What Grace saved gets to Amina."""
        kept(self.review)
        self.grace.sync()
        self.amina.sync()
        self.writing.take_news()


@pytest.fixture
def given(pair: Pair) -> Given:
    amina, grace = pair
    writing = amina.desk.documents.open(essay(amina))
    writing.review.ask([grace.desk.me], None, None)
    amina.sync()
    grace.sync()
    review = grace.desk.documents.open(writing.document)
    made = suggest(review, "day 4", "morning 4"), comment(review, "Paragraph 1", "Why?")
    review.review.give_back()
    given = Given(amina, grace, writing, review, *made)
    given.exchange()
    return given


def test_a_reply_goes_without_another_return(given: Given) -> None:
    given.writing.text.answer([given.comment], Answer.UNCLEAR, "What do you mean?")
    kept(given.writing)
    given.amina.sync()
    given.grace.sync()
    given.review.take_news()
    given.review.text.reply(given.comment, "I mean the first words.", 5)
    given.exchange()
    (one,) = given.writing.text.comments()
    assert [reply.text for reply in one.replies] == ["I mean the first words."]


def test_a_reply_waits_for_what_is_held_beside_it(given: Given) -> None:
    suggest(given.review, "day 5", "morning 5")
    given.review.text.reply(given.comment, "And this.", 5)
    given.exchange()
    assert given.writing.text.comments()[0].replies == ()
    given.review.text.withdraw(next(one.id for one in given.review.text.suggestions() if not one.returned))
    given.exchange()
    assert len(given.writing.text.comments()[0].replies) == 1
    assert given.grace.opened.runner.call(lambda tx: tx.conn.exec_driver_sql(WAITING).scalar_one()) == 0


def test_what_was_taken_back_afterwards_waits_for_no_answer(given: Given) -> None:
    given.review.text.withdraw(given.suggestion)
    given.exchange()
    assert given.writing.text.suggestions() == ()
    (task,) = given.amina.desk.today.get().tasks
    assert (task.deed, task.left) == (Deed.ANSWER, 1)
    given.writing.text.answer([given.comment], Answer.DONE)
    kept(given.writing)
    assert given.amina.desk.today.get().tasks == ()


def test_a_second_return_counts_what_stands(given: Given) -> None:
    given.review.text.withdraw(given.suggestion)
    suggest(given.review, "day 5", "morning 5")
    suggest(given.review, "day 6", "morning 6")
    returned = given.review.review.give_back()
    assert (returned.suggestions, returned.comments) == (2, 1)


def _asks(given: Given, words: str) -> None:
    """Amina does not understand the comment, and says so."""
    given.writing.text.answer([given.comment], Answer.UNCLEAR, words)
    kept(given.writing)
    given.amina.sync()
    given.grace.sync()
    given.review.take_news()


def _replies(given: Given, words: str) -> None:
    """Grace replies; it comes to Amina, who does not look."""
    given.review.text.reply(given.comment, words, 5)
    kept(given.review)
    given.grace.sync()
    given.amina.sync()


def _waiting(given: Given) -> list[tuple[str, Deed, int]]:
    """What Today says at both desks."""
    return [
        (name, task.deed, task.left)
        for name, person in (("amina", given.amina), ("grace", given.grace))
        for task in person.desk.today.get().tasks
    ]


def test_a_question_that_was_replied_to_is_the_owners_turn(given: Given) -> None:
    _asks(given, "What do you mean?")
    assert _waiting(given) == [("amina", Deed.ANSWER, 1), ("grace", Deed.QUESTION, 1)]
    _replies(given, "The first words.")
    assert _waiting(given) == [("amina", Deed.ANSWER, 2)], "before Amina has opened it"
    given.writing.take_news()
    tally = given.writing.review.tally(given.grace.desk.me)
    assert (tally.answered, tally.open, tally.questions) == (0, 2, 0)
    assert given.writing.text.comments()[0].answer_words == "What do you mean?"
    given.writing.close()
    given.amina.sync()
    given.grace.sync()
    assert _waiting(given) == [("amina", Deed.ANSWER, 2)]


def test_one_may_ask_as_often_as_it_takes(given: Given) -> None:
    given.writing.text.answer([given.suggestion], Answer.REFUSED)
    for turn in range(3):
        _asks(given, f"And {turn}?")
        assert _waiting(given) == [("grace", Deed.QUESTION, 1)]
        _replies(given, f"I mean {turn}.")
        assert _waiting(given) == [("amina", Deed.ANSWER, 1)]
        given.writing.take_news()
        assert given.writing.text.comments()[0].replied
    given.writing.text.reply(given.comment, "Not yet, I fear.", 1)
    assert not given.writing.text.comments()[0].replied, "a reply of hers asks again, whatever its clock says"
    kept(given.writing)
    given.amina.sync()
    given.grace.sync()
    assert _waiting(given) == [("grace", Deed.QUESTION, 1)]


def test_a_reply_that_crosses_another_answer_is_not_lost(given: Given) -> None:
    _asks(given, "What do you mean?")
    given.writing.text.answer([given.suggestion], Answer.REFUSED)
    kept(given.writing)
    given.review.text.reply(given.comment, "The first words.", 5)
    kept(given.review)
    given.amina.sync()
    given.grace.sync()
    given.amina.sync()
    assert _waiting(given) == [("amina", Deed.ANSWER, 1)]
    given.writing.take_news()
    given.writing.text.answer([given.comment], Answer.DONE)
    given.writing.close()
    assert _waiting(given) == []
