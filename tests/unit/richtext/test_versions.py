# SPDX-License-Identifier: Apache-2.0
"""Versions: looked at, compared, brought back; everything else stays as it is."""

from __future__ import annotations

import pytest

from mentordesk.base.errors import Refused
from mentordesk.domain.texts import Answer, Block, BlockKind, Paragraph, Style
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.records import VERSIONS
from mentordesk.richtext.versions import MAX_NAME
from tests.unit.richtext.pairs import AMINA, GRACE, bytes_of, essay, find, opened, reviewers, swap

NEW, OLD = Style(inserted=("new",)), Style(deleted=("old",))


def plain(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """Paragraphs with [new] and {old} letters."""
    signs = {("new",): "[]", ("old",): "{}"}
    made = []
    for paragraph in paragraphs:
        pieces = [*((run.text, run.style) for run in paragraph.runs), ("/", paragraph.end)]
        text = ""
        for letters, style in pieces:
            sign = signs.get(style.inserted or style.deleted, "")
            text += f"{sign[:1]}{letters}{sign[1:]}"
        made.append(text)
    return made


def test_versions_have_names_occasions_and_authors() -> None:
    amina = essay("One.")
    first = amina.add_version("", "asked", 5)
    second = amina.add_version("Final", "", 9)
    amina.rename_version(first, "Draft")
    found = amina.versions()
    assert [(one.id, one.name, one.occasion, one.author, one.time) for one in found] == [
        (first, "Draft", "asked", AMINA, 5),
        (second, "Final", "", AMINA, 9),
    ]
    grace, _ = reviewers(amina)
    grace._core.records.put("nam", first, "Mine")
    amina.take(bytes_of(grace))
    assert amina.versions()[0].name == ""
    with pytest.raises(Refused, match=TextCode.UNKNOWN):
        amina.rename_version("nobody", "x")


def test_a_version_is_looked_at_without_touching_the_document() -> None:
    amina = essay("One.\nTwo.")
    amina.set_block(4, Block(BlockKind.HEADING1))
    first = amina.add_version("", "", 5)
    before = amina.paragraphs()
    amina.delete(0, 5)
    amina.insert(4, " Three.")
    now = amina.text()
    assert amina.at_version(first) == before
    assert amina.text() == now
    amina.insert(0, "x")
    assert amina.text() == "x" + now


def test_two_versions_are_compared_letter_by_letter() -> None:
    amina = essay("The well is far.\nWe walk.")
    first = amina.add_version("", "", 5)
    amina.delete(*find(amina, "far"))
    amina.insert(find(amina, "is ")[1], "near")
    amina.insert(find(amina, "We")[0], "So\n")
    second = amina.add_version("", "", 6)
    amina.insert(0, "Hm. ")
    assert plain(amina.compare(first, second)) == ["The well is {far}[near]./", "[So][/]", "We walk./"]
    assert plain(amina.compare(second)) == ["[Hm. ]The well is near./", "So/", "We walk./"]
    assert plain(amina.compare(second, second)) == ["The well is near./", "So/", "We walk./"]
    assert plain(amina.compare(second, first)) == ["The well is {near}[far]./", "{So}{/}", "We walk./"]


def test_open_suggestions_are_no_part_of_a_version() -> None:
    amina = essay("The well is far.")
    grace, _ = reviewers(amina)
    one = grace.suggest_replace(12, 15, "near").id
    amina.take(bytes_of(grace))
    first = amina.add_version("", "", 5)
    amina.answer([one], Answer.ACCEPTED)
    assert plain(amina.compare(first)) == ["The well is {far}[near]./"]
    amina.restore(first)
    assert amina.text() == "The well is far.\n"
    grace.take(bytes_of(amina))
    grace.suggest_insert(15, " away")
    amina.take(bytes_of(grace))
    amina.delete(0, 4)
    amina.restore(first)
    assert amina.text() == "The well is far away.\n"
    assert [found.adds for found in amina.suggestions()] == [" away", "near"]
    assert plain(amina.compare(first)) == ["The well is far./"]


def test_restoring_is_a_new_edit_that_keeps_comments_versions_and_answers() -> None:
    amina = essay("Title\nThe well is far. 😀 We walk each day.")
    amina.set_block(5, Block(BlockKind.HEADING1))
    amina.restyle(*find(amina, "far"), bold=True)
    first = amina.add_version("First", "", 5)
    before = amina.paragraphs()
    grace, _ = reviewers(amina)
    note = grace.comment(*find(grace, "walk"), "How?", 6)
    amina.take(bytes_of(grace))
    amina.restyle(*find(amina, "far"), bold=False)
    amina.delete(0, 10)
    amina.insert(0, "New 😀\nstart ")
    amina.insert(find(amina, "walk")[1], " far")
    amina.answer([note], Answer.DONE)
    second = amina.add_version("Second", "", 7)
    amina.restore(first)
    assert amina.paragraphs() == before
    assert [version.id for version in amina.versions()] == [first, second]
    assert amina.comments()[0].answer == Answer.DONE
    assert amina.text(*find(amina, "walk")) == amina.text(amina.comments()[0].start, amina.comments()[0].end)
    grace.take(bytes_of(amina))
    assert grace.paragraphs() == before
    assert amina.undo()
    assert amina.text().startswith("New 😀\nstart ")
    amina.restore(second)
    assert amina.text().startswith("New 😀\nstart ")


def test_a_version_that_leans_on_what_is_not_here_says_so() -> None:
    amina = essay("One.")
    grace, _ = reviewers(amina)
    start = grace.own_end
    grace.suggest_insert(0, "x")
    middle = grace.own_end
    grace.add_version("", "returned", 5)
    kofi = opened(3, bytes_of(amina))
    assert kofi.take(bytes_of(grace, middle)).missing
    assert kofi.missing
    assert kofi.versions() == ()
    taken = kofi.take(bytes_of(grace, start))
    assert (taken.changed, taken.missing) == (True, False)
    assert kofi.versions()[0].author == GRACE
    swap(amina, kofi)


def test_a_versions_name_has_an_end() -> None:
    amina = essay("One.")
    one = amina.add_version("n" * 100_000, "", 5)
    assert amina.versions()[0].name == "n" * MAX_NAME
    amina.rename_version(one, "m" * 100_000)
    assert amina.versions()[0].name == "m" * MAX_NAME


def test_a_version_whose_text_is_another_than_the_one_kept_is_not_shown() -> None:
    amina = essay("One.")
    with amina._core.edit():
        false = amina._core.records.make(VERSIONS, "asked", 5, b"otherone")
    assert [one.id for one in amina.versions()] == [false]
    for look in (amina.at_version, amina.compare, amina.restore):
        with pytest.raises(Refused) as refused:
            look(false)
        assert refused.value.code == TextCode.NOT_AS_KEPT
    assert amina.text() == "One.\n"
