# SPDX-License-Identifier: Apache-2.0
"""The owner's answers go letter by letter: what the reviewer did not see or write is never touched."""

from __future__ import annotations

import pytest

from mentordesk.base.errors import Refused
from mentordesk.domain.texts import PLAIN, Answer, Block, BlockKind, Standing
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.document import TextDocument
from tests.unit.richtext.pairs import (
    AMINA,
    GRACE,
    KOFI,
    MEMBERS,
    bytes_of,
    essay,
    find,
    opened,
    reviewers,
    swap,
)


def unmarked(document: TextDocument) -> bool:
    """Whether no suggestion is left in the engine's text."""
    found = document._core.marks_at(0, document.length)
    return not any(marks.inserted or marks.deleted for _, _, _, marks in found)


def test_what_the_owner_typed_inside_a_suggested_deletion_survives() -> None:
    amina = essay("The well is very far away.")
    grace, _ = reviewers(amina)
    one = grace.suggest_delete(*find(grace, "very far ")).id
    amina.insert(find(amina, "far")[0], "and always ")
    swap(amina, grace)
    assert amina.text() == "The well is very and always far away.\n"
    assert amina.suggestions()[0].removes == "very far "
    start, end = find(amina, "and always ")
    assert not any(style.deleted for _, style in amina.runs(start, end))
    amina.answer([one], Answer.ACCEPTED)
    assert amina.text() == "The well is and always away.\n"
    assert unmarked(amina)


def test_what_the_owner_typed_inside_a_suggested_insertion_survives() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    one = grace.suggest_insert(15, " from us").id
    amina.take(bytes_of(grace))
    amina.insert(find(amina, "from")[0], "away ")
    assert not any(style.inserted for _, style in amina.runs(*find(amina, "away ")))
    amina.answer([one], Answer.REFUSED)
    assert amina.text() == "The well is faraway .\n"
    assert unmarked(amina)


def test_two_reviewers_overlap_and_one_is_accepted() -> None:
    for order in ((Answer.ACCEPTED, Answer.REFUSED), (Answer.REFUSED, Answer.ACCEPTED)):
        amina = essay("one two three four")
        grace, kofi = reviewers(amina)
        first = grace.suggest_delete(4, 14).id  # "two three "
        second = kofi.suggest_replace(8, 18, "3").id  # "three four"
        swap(amina, grace, kofi)
        amina.answer([first], order[0])
        amina.answer([second], order[1])
        swap(amina, grace, kofi)
        wanted = "one four\n" if order[0] == Answer.ACCEPTED else "one two 3\n"
        assert [document.text() for document in (amina, grace, kofi)] == [wanted] * 3
        assert unmarked(kofi)


def test_a_deletion_inside_another_ones_insertion() -> None:
    for answer, wanted in ((Answer.ACCEPTED, "The well is far.\n"), (Answer.REFUSED, "The well is far.\n")):
        amina = essay("The well is far.")
        grace, kofi = reviewers(amina)
        first = grace.suggest_insert(15, " away").id
        swap(amina, grace, kofi)
        second = kofi.suggest_delete(15, 20).id
        swap(amina, grace, kofi)
        amina.answer([second if answer == Answer.ACCEPTED else first], answer)
        assert amina.text() == wanted
        swap(amina, grace, kofi)
        assert kofi.text() == grace.text() == wanted


def test_authorship_of_accepted_text_is_kept() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    one = grace.suggest_insert(15, " away").id
    swap(amina, grace)
    amina.answer([one], Answer.ACCEPTED)
    swap(amina, grace)
    assert [grace.author_at(place) for place in (14, 15, 19, 20)] == [AMINA, GRACE, GRACE, AMINA]
    assert unmarked(grace)
    assert grace.suggestions()[0].answer == Answer.ACCEPTED
    assert grace.suggestions()[0].adds == " away"


def test_decisions_of_others_count_as_nothing_and_cannot_be_made() -> None:
    amina = essay("The well is far.")
    grace, kofi = reviewers(amina)
    one = grace.suggest_delete(12, 15).id
    swap(amina, grace, kofi)
    with pytest.raises(Refused, match=TextCode.NOT_OWNER):
        kofi.answer([one], Answer.REFUSED)
    liar = opened(3, bytes_of(amina) + bytes_of(grace))
    liar.set_authors(MEMBERS, KOFI, KOFI)
    liar._core.records.put("ans", one, [Answer.REFUSED.value, "no"])
    amina.take(bytes_of(liar))
    assert amina.suggestions()[0].answer == Answer.OPEN
    amina.answer([one], Answer.ACCEPTED, "Thank you.")
    assert (amina.suggestions()[0].answer, amina.suggestions()[0].answer_words) == (
        Answer.ACCEPTED,
        "Thank you.",
    )
    assert amina.text() == "The well is .\n"


def test_answers_that_decide_nothing_may_change_and_words_may_follow() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    one, note = grace.suggest_delete(12, 15).id, grace.comment(0, 8, "Which?", 5)
    amina.take(bytes_of(grace))
    amina.answer([one, note], Answer.UNCLEAR, "Why?")
    assert {amina.suggestions()[0].answer, amina.comments()[0].answer} == {Answer.UNCLEAR}
    amina.answer([note], Answer.DONE)
    amina.answer([one], Answer.ACCEPTED)
    amina.answer([one], Answer.REFUSED, "Too late")
    assert amina.suggestions()[0].answer == Answer.ACCEPTED
    amina.answer([one], Answer.ACCEPTED, "Yes!")
    assert amina.suggestions()[0].answer_words == "Yes!"
    with pytest.raises(Refused, match=TextCode.UNKNOWN):
        amina.answer(["nobody"], Answer.DONE)


def test_all_at_once_is_undone_at_once_and_can_be_decided_again() -> None:
    amina = essay("one two three four five")
    grace, kofi = reviewers(amina)
    ids = [
        grace.suggest_replace(4, 7, "2").id,
        kofi.suggest_insert(0, "zero ").id,
        kofi.suggest_delete(8, 14).id,
    ]
    swap(amina, grace, kofi)
    before = amina.runs(0, amina.length)
    ids = [one.id for one in amina.suggestions()]
    amina.answer(ids, Answer.ACCEPTED)
    accepted = amina.text()
    assert amina.undo()
    assert amina.runs(0, amina.length) == before
    assert [one.answer for one in amina.suggestions()] == [Answer.OPEN] * 3
    assert [one.standing for one in amina.suggestions()] == [Standing.FITS] * 3
    amina.answer(ids, Answer.ACCEPTED)
    assert amina.text() == accepted
    assert amina.undo()
    amina.answer(ids, Answer.REFUSED)
    assert amina.text() == "one two three four five\n"
    assert amina.undo()
    assert amina.runs(0, amina.length) == before
    amina.answer(ids, Answer.REFUSED)
    assert amina.text() == "one two three four five\n"
    swap(amina, grace, kofi)
    assert grace.suggestions() == kofi.suggestions() == amina.suggestions()
    assert unmarked(amina)


def test_an_undone_accept_still_spares_what_the_owner_typed() -> None:
    amina = essay("The well is very far away.")
    grace, _ = reviewers(amina)
    one = grace.suggest_delete(*find(grace, "very far ")).id
    amina.insert(find(amina, "far")[0], "so ")
    swap(amina, grace)
    amina.answer([one], Answer.ACCEPTED)
    assert amina.undo()
    assert amina.suggestions()[0].removes == "very far "
    amina.answer([one], Answer.ACCEPTED)
    assert amina.text() == "The well is so away.\n"
    assert amina.undo()
    assert amina.redo()
    assert amina.text() == "The well is so away.\n"
    assert amina.suggestions()[0].answer == Answer.ACCEPTED


def test_letters_that_arrive_after_the_decision_follow_it() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    one = grace.suggest_insert(15, " away").id
    laptop = opened(12, bytes_of(amina) + bytes_of(grace))
    laptop.suggest_insert(20, " from us")
    amina.take(bytes_of(grace))
    amina.answer([one], Answer.REFUSED)
    assert amina.text() == "The well is far.\n"
    amina.take(bytes_of(laptop))
    assert amina.text() == "The well is far.\n"
    swap(amina, grace, laptop)
    assert laptop.text() == grace.text() == "The well is far.\n"


def test_what_was_accepted_does_not_grow_afterwards() -> None:
    """The owner agreed to the letters that were there, to no more of them."""
    amina = essay("The well is very far from here.")
    grace, _ = reviewers(amina)
    one = grace.suggest_delete(*find(grace, "very ")).id
    amina.take(bytes_of(grace))
    amina.answer([one], Answer.ACCEPTED)
    grace._core.mark(0, 20, f"del:{one}", True)
    amina.take(bytes_of(grace))
    assert amina.text() == "The well is far from here.\n"
    assert amina.runs(0, amina.length) == [("The well is far from here.\n", PLAIN)]


def test_an_accepted_join_keeps_the_first_paragraphs_block() -> None:
    amina = essay("Title\nbody")
    amina.set_block(5, Block(BlockKind.HEADING1))
    grace, _ = reviewers(amina)
    one = grace.suggest_delete(5, 6).id
    amina.take(bytes_of(grace))
    amina.answer([one], Answer.ACCEPTED)
    (paragraph,) = amina.paragraphs()
    assert (paragraph.text, paragraph.block.kind) == ("Titlebody", BlockKind.HEADING1)
