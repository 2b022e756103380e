# SPDX-License-Identifier: Apache-2.0
"""Fits, changed, gone: what became of the place that a reviewer meant."""

from __future__ import annotations

from mentordesk.domain.texts import Answer, Standing
from mentordesk.richtext.records import SUGGESTIONS
from mentordesk.richtext.standing import MAX_GONE_HELD
from tests.unit.richtext.pairs import GRACE, bytes_of, essay, find, reviewers, swap

FIVE = (
    "First paragraph stays.\nSecond one is here. It has two.\nThird is fine.\nFourth too.\n"
    "Fifth will go.\nSixth ends."
)


def test_on_the_train_untouched_changed_and_vanished_places() -> None:
    amina = essay(FIVE)
    grace, _ = reviewers(amina)
    fits = grace.suggest_replace(*find(grace, "stays"), "remains").id
    changed = grace.suggest_delete(*find(grace, "here")).id
    near = grace.suggest_replace(*find(grace, "two"), "three").id
    gone = grace.suggest_replace(*find(grace, "will go"), "goes").id
    added = grace.suggest_insert(find(grace, "Fifth")[1], " paragraph").id
    note = grace.comment(*find(grace, "Fifth"), "Why?", 5)
    other = grace.comment(*find(grace, "Second"), "Which?", 5)
    grace.give_back(1, 5)
    amina.insert(find(amina, "one is")[0], "paragraph, this ")
    start, end = find(amina, "Fifth will go.\n")
    amina.delete(start, end)
    swap(amina, grace)
    for document in (amina, grace):
        found = {one.id: one for one in document.suggestions()}
        assert found[fits].standing == Standing.FITS
        assert found[changed].standing == Standing.CHANGED
        assert found[near].standing == Standing.FITS, "the next sentence is not touched"
        assert found[gone].standing == Standing.GONE
        assert (found[gone].removes, found[gone].adds) == ("will go", "goes")
        assert found[added].standing == Standing.GONE
        notes = {one.id: one for one in document.comments()}
        assert (notes[note].standing, notes[note].start, notes[note].quote) == (Standing.GONE, -1, "Fifth")
        assert notes[other].standing == Standing.FITS
    then, now = amina.original_of(changed)
    assert then == "Second one is here."
    assert now == "Second paragraph, this one is here."


def test_other_open_suggestions_in_the_sentence_do_not_matter_and_decisions_are_applied() -> None:
    amina = essay("One two three four. Five six.")
    grace, kofi = reviewers(amina)
    first = grace.suggest_replace(4, 7, "2").id
    second = grace.suggest_insert(find(grace, "four")[0], "and ").id
    grace.give_back(1, 5)
    third = kofi.suggest_delete(0, 4).id
    kofi.give_back(1, 5)
    swap(amina, grace, kofi)
    assert {one.standing for one in amina.suggestions()} == {Standing.FITS}
    amina.answer([first], Answer.ACCEPTED)
    found = {one.id: one.standing for one in amina.suggestions()}
    assert found[second] == Standing.FITS, "the same reviewer saw the accepted change"
    assert found[third] == Standing.CHANGED, "the other one did not"
    amina.answer([second], Answer.REFUSED)
    assert {one.id: one.standing for one in amina.suggestions()}[third] == Standing.CHANGED


def test_before_it_is_given_back_a_suggestion_fits_or_is_gone() -> None:
    amina = essay("One two three.")
    grace, _ = reviewers(amina)
    one = grace.suggest_delete(4, 8).id
    grace.suggest_insert(13, "!")
    amina.delete(0, 10)
    grace.take(bytes_of(amina))
    found = {suggestion.id: suggestion for suggestion in grace.suggestions()}
    assert found[one].standing == Standing.GONE
    assert (found[one].removes, found[one].start) == ("two ", -1)
    assert {suggestion.standing for suggestion in grace.suggestions()} == {Standing.GONE, Standing.FITS}


def test_each_return_is_a_new_state_to_compare_with() -> None:
    amina = essay("One two three.")
    grace, _ = reviewers(amina)
    one = grace.suggest_delete(4, 8).id
    grace.give_back(1, 5)
    amina.insert(0, "Zero. Point. ")
    amina.insert(find(amina, "three")[0], "or ")
    swap(amina, grace)
    assert amina.suggestions()[0].standing == Standing.CHANGED
    grace.give_back(2, 9)
    amina.take(bytes_of(grace))
    (found,) = amina.suggestions()
    assert (found.id, found.standing, found.round, found.time) == (one, Standing.FITS, 1, 5)


def test_a_comment_whose_words_were_changed_says_so_and_keeps_the_quote() -> None:
    amina = essay("The well is far away.")
    grace, _ = reviewers(amina)
    grace.comment(*find(grace, "well is far"), "How far?", 7)
    amina.insert(find(amina, "is")[0], "near us ")
    swap(amina, grace)
    (note,) = amina.comments()
    assert (note.quote, note.standing, note.author, note.text) == (
        "well is far",
        Standing.CHANGED,
        GRACE,
        "How far?",
    )
    assert amina.text(note.start, note.end) == "well near us is far"


def test_what_works_is_said_for_the_round_that_one_is_in() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    grace.set_works("The start.")
    grace.give_back(1, 5)
    amina.take(bytes_of(grace))
    assert amina.works() == {GRACE: "The start."}
    grace.give_back(2, 9)
    amina.take(bytes_of(grace))
    assert amina.works() == {}
    grace.set_works("Now the end, too.")
    assert grace.works() == {GRACE: "Now the end, too."}


def test_replies_stand_in_order_under_comments_and_suggestions() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    note, one = grace.comment(4, 8, "Which well?", 5), grace.suggest_delete(12, 15).id
    amina.take(bytes_of(grace))
    amina.reply(note, "Ours.", 9)
    amina.reply(one, "But it is.", 8)
    grace.reply(note, "Say so!", 7)
    grace.edit_comment(note, "Which of them?")
    swap(amina, grace)
    for document in (amina, grace):
        assert [reply.text for reply in document.comments()[0].replies] == ["Say so!", "Ours."]
        assert document.comments()[0].text == "Which of them?"
        assert [reply.text for reply in document.suggestions()[0].replies] == ["But it is."]


def test_of_a_flood_of_suggestions_without_letters_some_are_listed() -> None:
    """Looking at the past for each of them would take minutes at every key."""
    amina = essay("One.")
    grace, _ = reviewers(amina)
    for _ in range(MAX_GONE_HELD + 50):
        grace._core.records.make(SUGGESTIONS)
    kept = grace.suggest_delete(0, 2).id
    swap(amina, grace)
    listed = amina.suggestions()
    assert len(listed) == MAX_GONE_HELD + 1
    assert listed[0].id == kept
    assert amina.suggestions() == grace.suggestions()
