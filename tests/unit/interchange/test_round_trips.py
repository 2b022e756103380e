# SPDX-License-Identifier: Apache-2.0
"""What is written in a format comes back as it was, as far as the format carries it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentordesk.domain.formats import Format
from mentordesk.domain.texts import PLAIN, BlockKind, Paragraph, Run, Written
from mentordesk.interchange.formats import read, write
from tests.helpers.written import documents, essay, lines, said

LISTS = (BlockKind.BULLET, BlockKind.NUMBER)
WITH_AUTHORS = st.sampled_from([Format.DOCX, Format.ODT, Format.HTML])
WITH_COMMENTS = st.sampled_from([Format.DOCX, Format.ODT])


def back(kind: Format, written: Written, marked: bool = True) -> Written:
    return read(f"Essay.{kind}", write(kind, written), marked).written


@given(WITH_AUTHORS, documents())
def test_text_emphasis_lists_links_and_suggestions_come_back(kind: Format, written: Written) -> None:
    assert lines(back(kind, written)) == lines(written)


@given(WITH_COMMENTS, documents(marked=False))
def test_comments_come_back_with_their_places_and_replies(kind: Format, written: Written) -> None:
    assert said(back(kind, written)) == said(written)


@given(WITH_AUTHORS, documents())
def test_without_marks_all_suggestions_are_taken_as_accepted(kind: Format, written: Written) -> None:
    assert text(back(kind, written, marked=False)) == accepted(written)


def text(written: Written) -> str:
    return "".join(paragraph.text + "\n" for paragraph in written.paragraphs)


def accepted(written: Written) -> str:
    parts = []
    for paragraph in written.paragraphs:
        parts += [run.text for run in paragraph.runs if not run.style.deleted]
        parts += [] if paragraph.end.deleted else ["\n"]
    return "".join(parts)


@given(documents())
def test_markdown_keeps_everything_that_it_has_signs_for(written: Written) -> None:
    alone = replace(written, comments=())
    assert without_names(back(Format.MARKDOWN, alone)) == without_names(as_markdown_has_it(alone))


def as_markdown_has_it(written: Written) -> Written:
    """Markdown has no empty paragraphs, and indents only lists and quotes."""
    kept = []
    for paragraph in written.paragraphs:
        kind, end = paragraph.block.kind, paragraph.end
        if paragraph.runs or kind in LISTS or end.inserted or end.deleted:
            indent = paragraph.block.indent if kind in (*LISTS, BlockKind.QUOTE) else 0
            kept.append(replace(paragraph, block=replace(paragraph.block, indent=indent)))
    return replace(written, paragraphs=tuple(kept) or (Paragraph(),))


def without_names(written: Written) -> list[object]:
    nobody = dict.fromkeys(written.names, "")
    return list(lines(replace(written, names=nobody)))


@given(st.sampled_from([Format.DOCX, Format.ODT, Format.HTML, Format.MARKDOWN, Format.TEXT]), documents())
def test_the_same_document_gives_the_same_bytes(kind: Format, written: Written) -> None:
    assert write(kind, written) == write(kind, written)


@given(documents(marked=False))
def test_plain_text_keeps_its_lines(written: Written) -> None:
    bodies = [replace(paragraph, block=replace(paragraph.block, kind=BlockKind.BODY, indent=0))
              for paragraph in written.paragraphs]
    plain = replace(written, paragraphs=tuple(bodies), comments=())
    assert text(back(Format.TEXT, plain)) == text(plain)


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT, Format.HTML, Format.MARKDOWN])
def test_the_notes_at_the_end_do_not_come_back_as_text(kind: Format) -> None:
    found = read(f"Essay.{kind}", write(kind, essay()), marked=True)
    assert [line[2] for line in lines(found.written)][-1] == [("End.", False, False, "", "", "")]
    assert found.left_out == ("notes",)


def test_a_letter_of_two_units_is_not_cut_by_a_comments_edge() -> None:
    written = essay()
    half = replace(written.comments[0], start=1, end=2)
    cut = Written("", (Paragraph((Run("😀b", PLAIN),)),), (), (half,), written.names)
    assert back(Format.DOCX, cut).paragraphs[0].text == "😀b"
