# SPDX-License-Identifier: Apache-2.0
"""Suggestions while they are made: joined, taken back, limited; the text of others is never touched."""

from __future__ import annotations

import pytest

from mentordesk.base.errors import Refused
from mentordesk.domain.texts import Answer, Block, BlockKind
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.document import TextDocument
from tests.unit.richtext.pairs import KOFI, bytes_of, essay, find, opened, reviewers, swap


def typed(document: TextDocument, at: int, text: str) -> int:
    """Type letter by letter in review mode; where the caret is then."""
    for letter in text:
        at = document.suggest_insert(at, letter).caret
    return at


def test_typing_letter_by_letter_is_one_suggestion_of_few_bytes() -> None:
    grace, _ = reviewers(essay("The well is far."))
    typed(grace, 15, " away, three hours on foot every day")
    (one,) = grace.suggestions()
    assert one.adds == " away, three hours on foot every day"
    assert sum(map(len, bytes_of(grace))) < 260
    assert grace.text() == "The well is far away, three hours on foot every day.\n"


def test_going_backwards_is_one_suggestion_and_typing_there_joins_it() -> None:
    grace, _ = reviewers(essay("The well is far."))
    at = 15
    while at > 12:
        at = grace.suggest_delete(at - 1, at).start
    typed(grace, at, "near")
    (one,) = grace.suggestions()
    assert (one.removes, one.adds) == ("far", "near")


def test_text_of_others_that_comes_in_ends_the_joining() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    at = typed(grace, 15, " away")
    amina.insert(0, "Listen. ")
    grace.take(bytes_of(amina))
    typed(grace, at + 8, " from us")
    assert [one.adds for one in grace.suggestions()] == [" away", " from us"]


def test_my_own_suggested_letters_are_deleted_for_real_and_nothing_is_left() -> None:
    grace, _ = reviewers(essay("The well is far."))
    end = typed(grace, 15, " away")
    edited = grace.suggest_delete(12, end)
    assert grace.text() == "The well is far.\n"
    assert (edited.start, edited.end) == (12, 15)
    (one,) = grace.suggestions()
    assert (one.removes, one.adds) == ("far", "")
    grace, _ = reviewers(essay("The well is far."))
    end = typed(grace, 15, " away")
    assert grace.suggest_delete(15, end).id == ""
    assert grace.suggestions() == ()


def test_another_ones_suggestion_is_not_joined_and_does_not_grow() -> None:
    amina = essay("The well is far.")
    grace, kofi = reviewers(amina)
    typed(grace, 15, " away")
    swap(amina, grace, kofi)
    typed(kofi, 20, ", sadly")
    first, second = kofi.suggestions()
    assert (first.adds, second.adds, second.author) == (" away", ", sadly", KOFI)
    swap(amina, grace, kofi)
    amina.answer([first.id], Answer.REFUSED)
    assert amina.text() == "The well is far, sadly.\n"


def test_what_was_given_back_is_not_joined_any_more() -> None:
    grace, _ = reviewers(essay("The well is far."))
    at = typed(grace, 15, " away")
    grace.give_back(1, 5)
    typed(grace, at, "!")
    assert [(one.adds, one.returned) for one in grace.suggestions()] == [(" away", True), ("!", False)]


def test_withdrawing_leaves_the_text_as_it_was() -> None:
    amina = essay("The well is far.")
    grace, kofi = reviewers(amina)
    one = grace.suggest_replace(12, 15, "near")
    grace.set_reason(one.id, "It is.")
    with pytest.raises(Refused, match=TextCode.UNKNOWN):
        kofi.withdraw(one.id)
    swap(amina, grace, kofi)
    with pytest.raises(Refused, match=TextCode.NOT_YOURS):
        kofi.withdraw(one.id)
    assert amina.suggestions()[0].reason == "It is."
    grace.withdraw(one.id)
    swap(amina, grace, kofi)
    assert [document.text() for document in (amina, grace, kofi)] == ["The well is far.\n"] * 3
    assert amina.suggestions() == ()
    assert amina.runs(0, amina.length) == grace.runs(0, grace.length)
    assert not any(style.deleted or style.inserted for _, style in amina.runs(0, amina.length))


def test_three_are_most_important_in_a_round_suggestions_and_comments_together() -> None:
    grace, _ = reviewers(essay("The well is far. We walk each day."))
    ids = [grace.suggest_insert(place, "x").id for place in (1, 5, 9)] + [grace.comment(20, 24, "Who?", 5)]
    for one in (ids[0], ids[1], ids[3]):
        grace.set_important(one, True)
    with pytest.raises(Refused, match=TextCode.IMPORTANT):
        grace.set_important(ids[2], True)
    grace.set_important(ids[0], False)
    grace.set_important(ids[2], True)
    grace.give_back(1, 5)
    grace.set_important(grace.comment(0, 3, "New round", 6), True)
    assert sum(one.important for one in (*grace.suggestions(), *grace.comments())) == 4


def test_a_suggested_split_and_a_suggested_join() -> None:
    amina = essay("One two.\nThree.")
    amina.set_block(8, Block(BlockKind.QUOTE))
    grace, _ = reviewers(amina)
    split = grace.suggest_insert(4, "\n").id
    join = grace.suggest_delete(9, 10).id
    assert [row.text for row in grace.paragraphs()] == ["One ", "two.", "Three."]
    assert [row.block.kind for row in grace.paragraphs()] == [
        BlockKind.QUOTE,
        BlockKind.QUOTE,
        BlockKind.BODY,
    ]
    assert grace.paragraphs()[0].end.inserted == (split,)
    assert grace.paragraphs()[1].end.deleted == (join,)
    amina.take(bytes_of(grace))
    amina.answer([split], Answer.REFUSED)
    amina.answer([join], Answer.ACCEPTED)
    assert [(row.text, row.block.kind) for row in amina.paragraphs()] == [("One two.Three.", BlockKind.QUOTE)]
    other = essay("One two.\nThree.")
    other.set_block(8, Block(BlockKind.QUOTE))
    other.take(bytes_of(grace))
    other.answer([split], Answer.ACCEPTED)
    other.answer([join], Answer.REFUSED)
    assert [row.text for row in other.paragraphs()] == ["One ", "two.", "Three."]
    assert not any(style.deleted or style.inserted for _, style in other.runs(0, other.length))


def test_typing_in_bold_and_beside_a_link_keeps_bold_only() -> None:
    amina = essay("The well is far.")
    amina.restyle(4, 8, bold=True, link="https://example.org/well")
    grace, _ = reviewers(amina)
    grace.suggest_insert(8, "s")
    text, style = grace.runs(8, 9)[0]
    assert (text, style.bold, style.link) == ("s", True, "")


def test_the_last_line_end_stays_whatever_is_suggested() -> None:
    grace, _ = reviewers(essay("Far."))
    grace.suggest_delete(0, grace.length)
    (one,) = grace.suggestions()
    assert one.removes == "Far."
    grace.suggest_insert(grace.length, "!")
    assert grace.text() == "Far.!\n"


def test_a_reviewers_second_computer_goes_on_with_what_is_open() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    grace.suggest_insert(15, " away")
    laptop = opened(12, bytes_of(amina) + bytes_of(grace))
    laptop.suggest_insert(20, " from us")
    (one,) = laptop.suggestions()
    assert one.adds == " away from us"
    swap(amina, grace, laptop)
    amina.answer([one.id], Answer.REFUSED)
    assert amina.text() == "The well is far.\n"
    assert find(amina, "far") == (12, 15)


def test_a_remark_too_long_for_any_exchange_is_refused_and_nothing_of_it_stays() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    one = grace.suggest_delete(0, 4).id
    before = grace.own_end
    for say in (
        lambda words: grace.comment(0, 3, words, 5),
        lambda words: grace.reply(one, words, 5),
        lambda words: grace.set_reason(one, words),
        grace.set_works,
    ):
        with pytest.raises(Refused) as refused:
            say("ü" * 30_000)
        assert refused.value.code == TextCode.SIZE
    assert grace.own_end == before
