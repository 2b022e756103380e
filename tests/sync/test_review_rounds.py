# SPDX-License-Identifier: Apache-2.0
"""Rounds of review between desks: who asks, what is counted, days, several reviewers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mentordesk.base.errors import BadArgument
from mentordesk.desk.writing import Writing
from mentordesk.domain.texts import Answer
from mentordesk.domain.today import Deed
from tests.helpers.documents import comment, essay, kept, suggest
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair


def test_only_the_owner_asks_and_never_herself(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    writing, reading = amina.desk.documents.open(document), grace.desk.documents.open(document)
    for asking, whom in ((writing, []), (writing, [amina.desk.me]), (reading, [amina.desk.me])):
        with pytest.raises(BadArgument):
            asking.review.ask(whom, None, None)


def test_what_is_asked_can_be_asked_otherwise_and_taken_back(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    writing = amina.desk.documents.open(document)
    writing.review.ask([grace.desk.me], date(2026, 6, 1), None)
    asked = writing.review.ask([grace.desk.me], date(2026, 6, 2), date(2026, 5, 30), "The end, please.")
    assert asked is not None
    assert (asked.round, asked.hand_in, asked.note) == (1, date(2026, 6, 2), "The end, please.")
    writing.review.withdraw_ask()
    amina.sync()
    grace.sync()
    assert grace.desk.today.get().tasks == ()


def test_what_is_given_back_twice_in_a_round_is_counted_together(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.desk.documents.open(document).review.ask([grace.desk.me], None, None)
    amina.sync()
    grace.sync()
    review = grace.desk.documents.open(document)
    suggest(review, "day 1", "morning 1")
    assert review.review.give_back().suggestions == 1
    comment(review, "day 2", "Which?")
    returned = review.review.give_back()
    assert (returned.suggestions, returned.comments) == (1, 1)
    assert review.review.mine().total == 0
    review.close()
    grace.sync()
    amina.sync()
    (task,) = amina.desk.today.get().tasks
    assert task.left == 2


def test_days_are_proposed_from_what_is_known(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    today, hand_in = date(2026, 5, 1), date(2026, 5, 20)
    found = amina.desk.documents.propose_dates(document, [grace.desk.me], hand_in, today)
    assert found.feasible
    assert today <= found.send_by <= found.read_by <= found.fix_on < hand_in
    writing = amina.desk.documents.open(document)
    writing.review.ask([grace.desk.me], hand_in, found.read_by)
    fix_on = amina.desk.documents.fix_on(document)
    assert fix_on is not None
    assert found.read_by <= fix_on <= hand_in


def test_a_review_that_nobody_asked_for_is_told_too(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    review = grace.desk.documents.open(document)
    suggest(review, "day 1", "morning 1")
    review.review.give_back()
    review.close()
    grace.sync()
    amina.sync()
    (task,) = amina.desk.today.get().tasks
    assert (task.deed, task.left) == (Deed.ANSWER, 1)
    writing = amina.desk.documents.open(document)
    assert writing.review.tally(grace.desk.me).open == 1
    writing.text.answer([writing.text.suggestions()[0].id], Answer.REFUSED)
    kept(writing)
    assert amina.desk.today.get().tasks == ()
    assert writing.review.review is not None
    assert writing.review.review.reviewers == ()


def test_a_round_after_the_first_counts_its_own_marks(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    writing = amina.desk.documents.open(document)
    assert _round(writing, amina, grace, "day 1") == 1
    writing.text.answer([writing.text.suggestions()[0].id], Answer.ACCEPTED)
    assert writing.review.all_answered()
    writing.review.new_version("Second")
    assert _round(writing, amina, grace, "day 2") == 2
    assert writing.review.tally(grace.desk.me).total == 1
    assert not writing.review.all_answered()
    assert sorted(one.occasion for one in writing.text.versions()) == [
        "answered", "asked", "asked", "returned", "returned",
    ]  # fmt: skip


def _round(writing: Writing, amina: Person, grace: Person, old: str) -> int:
    """Asked for, reviewed, returned; its number."""
    asked = writing.review.ask([grace.desk.me], None, None)
    amina.sync()
    grace.sync()
    review = grace.desk.documents.open(writing.document)
    suggest(review, old, "another day")
    review.review.give_back()
    review.close()
    grace.sync()
    amina.sync()
    writing.take_news()
    return asked.round if asked is not None else 0


def test_each_of_several_reviewers_returns_alone(town: Town, tmp_path: Path) -> None:
    ids = town.people("Amina", "Grace", "Ms Okoth")
    town.circle(ids)
    amina, grace, okoth = (Person(tmp_path / str(n), town.line, town.clock, n) for n in range(3))
    everybody = (amina, grace, okoth)
    try:
        for person, member in zip(everybody, ids, strict=True):
            person.enrol(town.slip(member))
        for person in (*everybody, *everybody):
            person.sync()
        _two_returns(amina, grace, okoth)
    finally:
        for person in everybody:
            person.close()


def _two_returns(amina: Person, grace: Person, okoth: Person) -> None:
    writing = amina.desk.documents.open(essay(amina))
    writing.review.ask([grace.desk.me, okoth.desk.me], None, None)
    amina.sync()
    for person, old in ((grace, "day 1"), (okoth, "day 2")):
        person.sync()
        review = person.desk.documents.open(writing.document)
        assert len(review.text.suggestions()) == (0 if person is grace else 1)
        suggest(review, old, "another day")
        review.review.give_back()
        review.close()
        person.sync()
    amina.sync()
    writing.take_news()
    assert {task.name for task in amina.desk.today.get().tasks} == {"Grace", "Ms Okoth"}
    first = next(one for one in writing.text.suggestions() if one.author == grace.desk.me)
    writing.text.answer([first.id], Answer.ACCEPTED)
    kept(writing)
    (task,) = amina.desk.today.get().tasks
    assert task.name == "Ms Okoth"
    writing.close()
    amina.sync()
    for person, accepted in ((grace, 1), (okoth, 0)):
        person.sync()
        summary = person.desk.documents.summary(writing.document)
        assert summary is not None
        assert summary.review is not None
        answered = summary.review.answer_to(person.desk.me)
        assert (answered.accepted if answered else 0) == accepted
