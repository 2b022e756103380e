# SPDX-License-Identifier: Apache-2.0
"""What Today asks to be done with documents, and what is counted in a review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mentordesk.domain.documents import (
    Answered,
    DocumentSummary,
    Mode,
    Returned,
    Review,
    day_number,
    day_of,
    tally,
)
from mentordesk.domain.ids import MemberId
from mentordesk.domain.messages import Delivery
from mentordesk.domain.texts import Answer, Comment, Suggestion
from mentordesk.domain.today import Deed, tasks

AMINA, GRACE, OKOTH = b"a" * 16, b"g" * 16, b"o" * 16
NAMES = {AMINA: "Amina", GRACE: "Grace", OKOTH: "Ms Okoth"}
ASKED = Review(2, (GRACE, OKOTH), date(2026, 5, 19), date(2026, 5, 15), at=100)
BACK = Returned(GRACE, 2, suggestions=12, comments=6, important=3, at=200)
ESSAY = DocumentSummary(b"document", b"c" * 16, AMINA, "Amina", "Essay", Mode.OWNER, review=ASKED)
FOR_GRACE = replace(ESSAY, mode=Mode.REVIEWER)


def name(document: DocumentSummary, member: MemberId) -> str:
    """What people are called here."""
    return NAMES[member]


def deeds(document: DocumentSummary, me: MemberId) -> list[Deed]:
    """What is to be done with one document."""
    return [task.deed for task in tasks([document], me, name)]


def test_who_is_asked_is_to_read_by_the_day() -> None:
    (task,) = tasks([FOR_GRACE], GRACE, name)
    assert (task.deed, task.name, task.by) == (Deed.READ, "Amina", date(2026, 5, 15))


def test_what_was_written_and_not_returned_is_to_be_given_back_instead() -> None:
    (task,) = tasks([replace(FOR_GRACE, held=18)], GRACE, name)
    assert (task.deed, task.left) == (Deed.GIVE_BACK, 18)


def test_what_is_held_can_be_given_back_where_nobody_asked_or_it_was_put_away() -> None:
    assert deeds(replace(FOR_GRACE, held=1, review=None), GRACE) == [Deed.GIVE_BACK]
    assert deeds(replace(FOR_GRACE, held=1, away=True), GRACE) == [Deed.GIVE_BACK]


def test_after_the_return_the_reviewer_has_nothing_to_do_and_the_owner_has() -> None:
    review = replace(ASKED, returned=(BACK,))
    assert deeds(replace(FOR_GRACE, review=review), GRACE) == []
    (task,) = tasks([replace(ESSAY, review=review)], AMINA, name)
    assert (task.deed, task.name, task.left, task.returned) == (Deed.ANSWER, "Grace", 18, BACK)


def test_the_question_comes_first() -> None:
    asks = Answered(GRACE, 2, accepted=7, refused=2, done=0, open=3, questions=1, at=300)
    review = replace(ASKED, returned=(BACK,), answered=(asks,))
    other = replace(FOR_GRACE, id=b"other   ", held=5)
    found = tasks([FOR_GRACE, other, replace(FOR_GRACE, review=review)], GRACE, name)
    assert [task.deed for task in found] == [Deed.QUESTION, Deed.GIVE_BACK, Deed.READ]
    assert found[0].left == 1
    assert review.left(GRACE) == 8


def test_each_reply_that_the_owner_has_not_heard_answers_a_question() -> None:
    asks = Answered(GRACE, 2, accepted=7, refused=2, done=0, open=3, questions=2, at=300, heard=1)
    for replies, questions, left in ((0, 2, 7), (1, 2, 7), (2, 1, 8), (3, 0, 9), (9, 0, 9)):
        review = replace(ASKED, returned=(replace(BACK, replies=replies),), answered=(asks,))
        assert (review.questions(GRACE), review.left(GRACE)) == (questions, left)
        assert deeds(replace(FOR_GRACE, review=review), GRACE) == [Deed.QUESTION] * bool(questions)


def test_a_question_that_was_replied_to_is_open() -> None:
    note = Comment("a", GRACE, 0, 1, "a", "b", 0, answer=Answer.UNCLEAR)
    found = tally((), (note, replace(note, replied=True)))
    assert (found.total, found.answered, found.open, found.questions) == (2, 1, 1, 1)


def test_what_is_on_this_computer_only_is_to_be_sent_for_those_who_wait() -> None:
    here = replace(ESSAY, delivery=Delivery.ON_THIS_COMPUTER)
    (task,) = tasks([here], AMINA, name)
    assert (task.deed, task.name) == (Deed.SEND, "Grace")
    assert deeds(replace(here, review=None), AMINA) == []
    assert deeds(replace(here, away=True), AMINA) == []


def test_whoever_writes_directly_is_not_asked_to_read() -> None:
    assert deeds(replace(FOR_GRACE, mode=Mode.COAUTHOR), GRACE) == []


def test_marks_are_counted_by_their_answers() -> None:
    suggestions = [Suggestion(str(n), GRACE, 0, 1, "a", "b", answer=one) for n, one in enumerate(Answer)]
    comments = [Comment(str(n), GRACE, 0, 1, "a", "b", 0, answer=one) for n, one in enumerate(Answer)]
    found = tally(tuple(suggestions), tuple(comments))
    assert (found.total, found.open, found.answered, found.questions, found.done) == (12, 2, 10, 2, 2)


@given(st.dates(date(1970, 1, 2), date.max))
def test_days_survive_as_numbers(day: date) -> None:
    assert day_of(day_number(day)) == day


@given(st.integers())
def test_any_number_is_a_day_or_none(number: int) -> None:
    day = day_of(number)
    assert day is None or day_number(day) == number
