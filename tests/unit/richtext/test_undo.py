# SPDX-License-Identifier: Apache-2.0
"""Undo takes back my own edits only, one group at a time, wherever others wrote meanwhile."""

from __future__ import annotations

from mentordesk.domain.texts import Answer
from tests.unit.richtext.pairs import bytes_of, essay, find, opened, reviewers, swap


def test_what_others_wrote_stays() -> None:
    amina = essay("The well is far.")
    friend = opened(11, bytes_of(amina))
    amina.insert(15, " away")
    friend.insert(0, "Listen: ")
    amina.take(bytes_of(friend))
    friend.insert(8, "now, ")
    amina.take(bytes_of(friend))
    assert amina.text() == "Listen: now, The well is far away.\n"
    assert amina.undo()
    assert amina.text() == "Listen: now, The well is far.\n"
    assert amina.redo()
    assert amina.text() == "Listen: now, The well is far away.\n"
    assert not opened(12, bytes_of(amina) + bytes_of(friend)).can_undo


def test_a_group_is_what_was_typed_between_two_breaks() -> None:
    amina = essay("")
    for word in ("one ", "two "):
        for letter in word:
            amina.insert(amina.length - 1, letter)
        amina.break_group()
    with amina.group():
        amina.insert(0, "a")
        amina.delete(1, 4)
    assert amina.text() == "a two \n"
    amina.undo()
    assert amina.text() == "one two \n"
    amina.undo()
    assert amina.text() == "one \n"
    amina.redo()
    assert amina.text() == "one two \n"
    amina.undo()
    amina.insert(0, "x")
    assert not amina.can_redo


def test_the_first_line_end_and_versions_and_returns_cannot_be_undone() -> None:
    amina = essay("One")
    amina.add_version("First", "", 5)
    amina.give_back(1, 6)
    assert amina.undo()
    assert amina.text() == "\n"
    assert not amina.can_undo
    assert not amina.undo()
    assert amina.text() == "\n"
    assert [version.name for version in amina.versions()] == ["First"]


def test_a_reviewer_undoes_suggestions_and_withdrawals() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    one = grace.suggest_replace(12, 15, "near").id
    grace.break_group()
    grace.undo()
    assert grace.suggestions() == ()
    assert grace.text() == "The well is far.\n"
    grace.redo()
    (found,) = grace.suggestions()
    assert (found.id, found.removes, found.adds) == (one, "far", "near")
    grace.break_group()
    grace.withdraw(one)
    grace.undo()
    swap(amina, grace)
    (found,) = amina.suggestions()
    assert (found.removes, found.adds) == ("far", "near")
    amina.answer([one], Answer.ACCEPTED)
    assert amina.text() == "The well is near.\n"


def test_undo_after_everything_around_was_deleted_harms_nothing() -> None:
    amina = essay("The well is far.")
    friend = opened(11, bytes_of(amina))
    amina.insert(find(amina, "far")[0], "very ")
    friend.delete(0, friend.length)
    amina.take(bytes_of(friend))
    assert amina.undo()
    friend.take(bytes_of(amina))
    assert friend.text() == amina.text() == "\n"
