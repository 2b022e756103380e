# SPDX-License-Identifier: Apache-2.0
"""A document between its owner's desk and her reviewers', through a real server."""

from __future__ import annotations

from datetime import date

from mentordesk.desk.writing import Writing
from mentordesk.domain.documents import DocumentId, Mode, ReadingOnly, SaveCode
from mentordesk.domain.messages import Delivery
from mentordesk.domain.texts import Answer, Standing
from mentordesk.domain.today import Deed
from tests.helpers.documents import ESSAY, comment, essay, find, kept, suggest, type_in, words
from tests.helpers.person import Person
from tests.sync.conftest import Pair

DAYS = ("day 1", "day 2", "day 3", "day 4", "day 5", "day 6")


def test_what_is_written_comes_to_the_reviewer(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    (row,) = amina.desk.documents.list(amina.circle())
    assert (row.title, row.mode, row.delivery) == ("My essay", Mode.OWNER, Delivery.ON_THIS_COMPUTER)
    amina.sync()
    grace.sync()
    (row,) = grace.desk.documents.list(grace.circle())
    assert (row.title, row.mode, row.owner_name) == ("My essay", Mode.REVIEWER, "Amina Odhiambo")
    assert row.fresh
    writing = grace.desk.documents.open(document)
    assert words(writing) == "\n".join((*ESSAY, ""))
    seen = writing.seen()
    assert seen is not None
    seen.result()
    writing.close()
    grace.sync()
    amina.sync()
    (row,) = amina.desk.documents.list(amina.circle())
    assert row.delivery is Delivery.READ
    assert [one.member for one in row.read_by] == [grace.desk.me]


def test_news_come_into_an_open_document(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    reading = grace.desk.documents.open(document)
    writing = amina.desk.documents.open(document)
    type_in(writing, "Paragraph 3", "And then? ")
    kept(writing)
    assert not writing.take_news(), "one's own words are no news"
    amina.sync()
    grace.sync()
    assert reading.take_news()
    assert "And then? Paragraph 3" in words(reading)
    assert not reading.take_news()


def test_a_page_typed_in_many_pauses_leaves_as_one_change(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    writing = amina.desk.documents.open(document)
    for n in range(20):
        type_in(writing, "Paragraph 2", f"word{n} ")
        kept(writing)
    rows = "SELECT count(*) FROM outbox WHERE lane = 2"
    assert amina.opened.runner.call(lambda tx: tx.conn.exec_driver_sql(rows).scalar_one()) == 1
    amina.sync()
    type_in(writing, "Paragraph 2", "after ")
    kept(writing)
    amina.sync()
    grace.sync()
    there = grace.desk.documents.open(document)
    assert words(there) == words(writing)
    assert "word0 word1" in words(there)


def test_walk_2_grace_reviews_on_a_train(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    writing = amina.desk.documents.open(document)
    asked = writing.review.ask([grace.desk.me], date(2026, 5, 19), date(2026, 5, 15), "Is the end too long?")
    assert asked is not None
    assert asked.round == 1
    amina.sync()
    grace.sync()
    (task,) = grace.desk.today.get().tasks
    assert (task.deed, task.by, task.name) == (Deed.READ, date(2026, 5, 15), "Amina Odhiambo")

    _reviewed_until_the_battery_dies(grace, document)
    _all_is_held(grace, document)

    amina.sync()
    assert writing.text.suggestions() == ()
    type_in(writing, "what I saw on the way to school on day 2", "to you ")
    writing.text.delete(find(writing, "Paragraph 5"), find(writing, "Paragraph 6"))
    kept(writing)

    _given_back(grace, document)
    amina.sync()
    assert writing.take_news()
    assert _standings(writing, "morning") == ["fits", "changed", "fits", "fits", "gone", "fits"]
    assert _standings(writing, "Part") == ["fits", "changed", "fits", "fits", "gone", "fits"]
    (task,) = amina.desk.today.get().tasks
    assert (task.deed, task.name, task.left) == (Deed.ANSWER, "Grace", 18)
    assert writing.text.works() == {grace.desk.me: "Your first sentence made me want to read on."}

    _answer(writing)
    tally = writing.review.tally(grace.desk.me)
    assert (tally.accepted, tally.refused, tally.questions, tally.total) == (7, 2, 1, 18)
    kept(writing)
    assert writing.text.author_at(find(writing, "morning 0")) == grace.desk.me
    writing.close()
    amina.sync()
    grace.sync()
    (task,) = grace.desk.today.get().tasks
    answered = task.answered
    assert (task.deed, task.left) == (Deed.QUESTION, 1)
    assert answered is not None
    assert (answered.accepted, answered.refused, answered.open) == (7, 2, 3)


def _reviewed_until_the_battery_dies(grace: Person, document: DocumentId) -> None:
    """12 suggestions and 6 comments, three of them most important; nothing is closed."""
    review = grace.desk.documents.open(document)
    assert review.mode is Mode.REVIEWER
    review.text.set_works("Your first sentence made me want to read on.")
    made = [suggest(review, one, f"morning {n}") for n, one in enumerate(DAYS)]
    made += [suggest(review, f"Paragraph {n} says", f"Part {n} tells") for n in range(1, 7)]
    made += [comment(review, "what I saw on the way to school", f"Which way? {n}") for n in range(6)]
    for one in made[:3]:
        review.text.set_important(one, True)
    kept(review)


def _all_is_held(grace: Person, document: DocumentId) -> None:
    again = grace.desk.documents.open(document)
    assert (again.review.mine().total, again.review.mine().important) == (18, 3)
    assert again.summary.held == 18
    assert grace.desk.today.get().tasks[0].deed is Deed.GIVE_BACK
    grace.sync()
    assert grace.desk.connection.status().waiting == 0, "what is held does not count"
    again.close()


def _given_back(grace: Person, document: DocumentId) -> None:
    back = grace.desk.documents.open(document)
    returned = back.review.give_back()
    assert (returned.suggestions, returned.comments, returned.important) == (12, 6, 3)
    assert back.summary.held == 0
    back.close()
    grace.sync()


def _standings(writing: Writing, begin: str) -> list[Standing]:
    found = [one for one in writing.text.suggestions() if one.adds.startswith(begin)]
    return [one.standing for one in sorted(found, key=lambda one: one.adds)]


def _answer(writing: Writing) -> None:
    """She accepts 7, refuses 2, and does not understand a comment."""
    fitting = [one.id for one in writing.text.suggestions() if one.standing is Standing.FITS]
    writing.text.answer(fitting[:7], Answer.ACCEPTED)
    rest = [one.id for one in writing.text.suggestions() if one.answer is Answer.OPEN]
    writing.text.answer(rest[:2], Answer.REFUSED, "I like it so.")
    writing.text.answer([writing.text.comments()[0].id], Answer.UNCLEAR)


def test_nothing_of_a_review_leaves_before_it_is_given_back(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    review = grace.desk.documents.open(document)
    suggest(review, "day 4", "morning 4")
    review.close()
    grace.sync()
    amina.sync()
    writing = amina.desk.documents.open(document)
    assert writing.text.suggestions() == ()
    assert not writing.summary.review


def test_a_reviewer_who_may_write_now_sends_what_was_held_too(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    review = grace.desk.documents.open(document)
    suggest(review, "day 4", "morning 4")
    kept(review)
    amina.desk.documents.set_editors(document, [grace.desk.me]).result()
    amina.sync()
    grace.sync()
    review.take_news()
    assert review.mode is Mode.COAUTHOR
    type_in(review, "Paragraph 1", "Look: ")
    kept(review)
    grace.sync()
    amina.sync()
    writing = amina.desk.documents.open(document)
    assert words(writing).startswith("Look: ")
    assert not writing.missing


def test_put_away_while_the_other_writes_loses_nothing(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    amina.sync()
    grace.sync()
    review = grace.desk.documents.open(document)
    amina.desk.documents.put_away(document).result()
    amina.sync()
    suggest(review, "day 4", "morning 4")
    grace.sync()
    review.take_news()
    assert (review.mode, review.reading_only) == (Mode.READER, ReadingOnly.AWAY)
    kept(review)
    review.review.give_back()
    review.close()
    grace.sync()
    amina.sync()
    (row,) = amina.desk.documents.list(amina.circle())
    assert row.away
    assert row.fresh
    amina.desk.documents.bring_back(document).result()
    writing = amina.desk.documents.open(document)
    assert writing.mode is Mode.OWNER
    assert len(writing.text.suggestions()) == 1


def test_a_private_document_comes_into_the_circle_with_its_history(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina, private=True)
    writing = amina.desk.documents.open(document)
    version = writing.version("First try")
    type_in(writing, "Paragraph 1", "Now: ")
    kept(writing)
    amina.sync()
    grace.sync()
    assert grace.desk.documents.list(grace.circle()) == ()
    assert [row.private for row in amina.desk.documents.private()] == [True]
    amina.desk.documents.share(document, amina.circle()).result()
    type_in(writing, "Paragraph 1", "then ")
    kept(writing)
    assert amina.desk.documents.private() == ()
    amina.sync()
    grace.sync()
    there = grace.desk.documents.open(document)
    assert words(there) == words(writing)
    assert version in [one.id for one in there.text.versions()]


def test_two_windows_of_one_person_end_alike(pair: Pair) -> None:
    amina, _ = pair
    document = essay(amina)
    one, two = amina.desk.documents.open(document), amina.desk.documents.open(document)
    type_in(one, "Paragraph 1", "One. ")
    type_in(two, "Paragraph 6", "Two. ")
    kept(one)
    kept(two)
    assert one.take_news()
    assert two.take_news()
    assert words(one) == words(two)
    assert "One. Paragraph 1" in words(one)
    assert "Two. Paragraph 6" in words(one)


def test_saved_is_said_after_the_commit(pair: Pair) -> None:
    amina, _ = pair
    writing = amina.desk.documents.open(essay(amina))
    before = writing.save_state.code
    assert before is SaveCode.NOTHING
    assert writing.save() is None
    type_in(writing, "Paragraph 1", "One. ")
    assert writing.unsaved
    kept(writing)
    assert writing.save_state.code is SaveCode.SAVED
    assert not writing.unsaved


def test_today_goes_on_with_what_was_written_and_says_what_has_not_left(pair: Pair) -> None:
    amina, grace = pair
    document = essay(amina)
    today = amina.desk.today.get()
    assert [one.id for one in today.writing] == [document]
    assert [one.id for one in today.not_left_documents] == [document]
    amina.sync()
    grace.sync()
    assert amina.desk.today.get().not_left_documents == ()
    assert grace.desk.today.get().writing == ()
    review = grace.desk.documents.open(document)
    suggest(review, "day 1", "morning 1")
    review.close()
    assert grace.desk.today.get().not_left_documents == (), "what is held may stay"
    assert [one.id for one in grace.desk.today.get().writing] == [document]
    back = grace.desk.documents.open(document)
    back.review.give_back()
    back.close()
    assert grace.desk.today.get().writing == (), "nothing is left to write"
