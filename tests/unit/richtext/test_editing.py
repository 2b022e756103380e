# SPDX-License-Identifier: Apache-2.0
"""Direct edits in UTF-16 units: scripts and emoji stay whole, blocks stay with their paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.base.errors import Bug, Refused
from mentordesk.domain.texts import PLAIN, Block, BlockKind, Paragraph, Run, Style
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.document import TextDocument
from tests.unit.richtext.pairs import AMINA, bytes_of, essay, find, opened, reviewers, swap
from tests.unit.richtext.replicas import units16

FAMILY, FLAG = "👩‍👩‍👧", "🇰🇪"
HEADING, BULLET = Block(BlockKind.HEADING1), Block(BlockKind.BULLET, 1)


def lines(document: TextDocument) -> list[tuple[str, Block]]:
    return [(paragraph.text, paragraph.block) for paragraph in document.paragraphs()]


def test_positions_are_utf16_units_in_every_script() -> None:
    document = essay(f"{FAMILY} हिन्दी مرحبا 大切 {FLAG}!")
    assert document.length == units16(document.text())
    start, end = find(document, "مرحبا")
    assert document.text(start, end) == "مرحبا"
    document.delete(start, end)
    document.insert(start, "सलाम")
    assert document.text() == f"{FAMILY} हिन्दी सलाम 大切 {FLAG}!\n"


def test_a_range_that_ends_inside_an_emoji_takes_all_of_it() -> None:
    document = essay("a😀b😀c")
    document.delete(2, 3)
    assert document.text() == "ab😀c\n"
    document.insert(3, "x")
    assert document.text() == "abx😀c\n"
    document.restyle(4, 6, bold=True)
    assert document.runs(0, document.length)[1] == ("😀c", Style(bold=True))


def test_an_emoji_cut_in_half_by_two_people_is_whole_or_gone() -> None:
    amina = essay(f"a{FAMILY}b😀c")
    grace, _ = reviewers(amina)
    amina.delete(2, 5)
    grace.delete(0, 3)
    grace.delete(*find(grace, "😀"))
    amina.insert(find(amina, "😀")[0], "x")
    swap(amina, grace)
    assert amina.text() == grace.text()
    assert amina.text().encode("utf-16-le").decode("utf-16-le") == amina.text()
    assert "x" in amina.text()
    assert "😀" not in amina.text()


def test_what_has_no_place_in_a_text_is_replaced_unit_by_unit() -> None:
    document = essay("a\r\u2028\u2029\0\ud83d\ufffcb")
    assert document.text() == "a \n\n\ufffd\ufffd\ufffdb\n"


def test_what_others_wrote_there_is_shown_harmlessly() -> None:
    amina = essay("ab")
    other = opened(11, bytes_of(amina))
    other._core.text.insert(1, "\r\u2029\0")
    amina.take(bytes_of(other))
    assert amina.text() == "a  \ufffdb\n"
    assert lines(amina) == [("a  \ufffdb", Block())]
    assert amina.length == 6


def test_the_last_line_end_is_never_deleted() -> None:
    document = essay("One\ntwo")
    document.delete(0, document.length)
    assert document.text() == "\n"
    document.delete(0, 1)
    assert document.text() == "\n"
    document.check()


def test_a_text_from_which_somebody_took_the_last_line_end_is_not_kept() -> None:
    amina = essay("One")
    other = opened(11, bytes_of(amina))
    other._core.text.delete(3, 1)
    amina.take(bytes_of(other))
    with pytest.raises(Refused) as refused:
        amina.check()
    assert refused.value.code == TextCode.DAMAGED


def test_plain_is_what_reviewers_cannot_change() -> None:
    amina = essay("One and two.")
    before = amina.plain()
    grace, _ = reviewers(amina)
    grace.suggest_replace(*find(grace, "and"), "\nor")
    amina.take(bytes_of(grace))
    assert amina.plain() == before
    grace.restyle(0, 3, bold=True)
    amina.take(bytes_of(grace))
    assert amina.plain() != before


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 99), (99, 99)])
def test_a_range_outside_is_a_bug(start: int, end: int) -> None:
    document = essay("One")
    with pytest.raises(Bug):
        document.delete(start, end)
    with pytest.raises(Bug):
        document.runs(start, end)


def test_a_split_paragraph_keeps_its_block_on_both_sides() -> None:
    document = essay("One two")
    document.set_block(7, BULLET)
    document.insert(4, "\n")
    assert lines(document) == [("One ", BULLET), ("two", BULLET)]


def test_joined_paragraphs_keep_the_first_ones_block_unless_it_was_empty() -> None:
    document = essay("Title\nbody")
    document.set_block(5, HEADING)
    document.delete(5, 6)
    assert lines(document) == [("Titlebody", HEADING)]
    document = essay("\nbody")
    document.set_block(0, HEADING)
    document.delete(0, 1)
    assert lines(document) == [("body", Block())]


def test_two_people_split_and_join_the_same_paragraph() -> None:
    amina = essay("One two\nthree")
    amina.set_block(7, BULLET)
    grace, _ = reviewers(amina)
    amina.insert(4, "\n")
    grace.delete(7, 8)
    swap(amina, grace)
    assert lines(amina) == lines(grace) == [("One ", BULLET), ("twothree", BULLET)]


def test_letters_typed_behind_bold_are_as_told() -> None:
    document = essay("One two")
    document.restyle(0, 3, bold=True, link="https://example.org")
    document.insert(3, "x")
    document.insert(4, "y", Style(italic=True))
    document.insert(3, "z", None)
    bold = Style(bold=True)
    assert document.runs(0, 6) == [
        ("One", Style(bold=True, link="https://example.org")),
        ("z", bold),
        ("x", PLAIN),
        ("y", Style(italic=True)),
    ]
    document.restyle(0, 8, bold=False, link="")
    assert document.runs(0, 5) == [("Onezx", PLAIN)]


def test_pasted_paragraphs_bring_their_blocks_and_styles() -> None:
    written = [
        Paragraph((Run("Title"),), HEADING),
        Paragraph((Run("one "), Run("bold", Style(bold=True, inserted=("x",)))), BULLET),
        Paragraph((Run("last\r\nline"),), BULLET),
    ]
    document = TextDocument.create(1)
    document.set_authors({1: AMINA}, AMINA, AMINA)
    end = document.insert_written(0, written)
    assert end == document.length - 1
    assert lines(document) == [("Title", HEADING), ("one bold", BULLET), ("last  line", BULLET)]
    assert document.runs(10, 14) == [("bold", Style(bold=True))]
    document = essay("Before after")
    assert document.insert_written(7, written[:2]) == 21
    assert lines(document) == [("Before Title", Block()), ("one boldafter", Block())]
    document = essay("Before after")
    assert document.insert_written(7, written[1:2]) == 15
    assert lines(document) == [("Before one boldafter", Block())]


def test_words_are_counted_in_every_script_without_what_is_only_suggested() -> None:
    document = essay("The well's three-legged stool — 3 days.\nहिन्दी में\nمرحبا بكم\n大切")
    assert document.words == 6 + 2 + 2 + 2
    grace, _ = reviewers(document)
    grace.suggest_insert(3, " deep old")
    assert grace.words == document.words


def test_nobody_is_told_of_what_the_editor_does_itself() -> None:
    document = essay("One")
    told: list[object] = []
    document.on_change = told.append
    with document.quiet():
        document.insert(3, " two")
        document.suggest_delete(0, 3)
    assert told == []
    document.insert(0, "x")
    assert len(told) == 1


@given(st.text(max_size=40), st.text(max_size=10), st.data())
def test_any_text_can_be_written_and_cut_anywhere(text: str, more: str, data: st.DataObject) -> None:
    document = essay(text)
    start = data.draw(st.integers(0, document.length))
    end = data.draw(st.integers(start, document.length))
    before = document.text()
    document.delete(start, end)
    assert document.text().endswith("\n")
    assert document.length == units16(document.text())
    if document.text() != before:
        document.undo()
    assert document.text() == before
    document.insert(start, more)
    assert document.length == units16(document.text()) == units16(before) + units16(more)
    assert sum(units16(text) for text, _ in document.runs(0, document.length)) == document.length
