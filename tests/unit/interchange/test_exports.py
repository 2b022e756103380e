# SPDX-License-Identifier: Apache-2.0
"""What exported files say: suggestions, comments, notes, and nothing that leads outside."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from mentordesk.domain.formats import ExportWords, Format
from mentordesk.domain.texts import (
    PLAIN,
    Answer,
    Comment,
    Paragraph,
    Reply,
    Run,
    Standing,
    Style,
    Suggestion,
    Written,
)
from mentordesk.interchange.formats import read, write
from mentordesk.interchange.package import Package, attribute, local
from mentordesk.interchange.remarks import Review
from tests.helpers.written import AMINA, BARAKA, GRACE, NAMES, essay, said

WORDS = ExportWords()


def exported(kind: Format, written: Written) -> str:
    return write(kind, written).decode()


def with_marks(*runs: Run, suggestions: tuple[Suggestion, ...]) -> Written:
    return Written("", (Paragraph(runs),), suggestions, (), NAMES)


def test_markdown_of_the_essay() -> None:
    assert exported(Format.MARKDOWN, essay()) == f"""\
# My two schools

I {{--am--}}{{++was++}}{{>>Grace Wanjiku: Most important Past tense<<}} born in \
**Kisumu**{{>>Grace Wanjiku: Where is it? Tell more. / {NAMES[BARAKA]}: By the lake<<}}, \
see [*the page*](<https://example.org/a?b=1&c=(2)#d>).

- first
  - deeper
1. one
2. two

> Wise words

أنا من كيسومو **جدا**

Split{{++¶++}}

&#32;here.

Join{{--¶--}}

ed 😀.

{{--Old--}}{{--¶--}}

End.

<!-- notes -->

## What works first

- Grace Wanjiku: Your beginning is strong.

## About words that are no longer there

- Grace Wanjiku: Suggestion: “found words” instead of “lost words”
- {NAMES[BARAKA]}: About “old words” They were good
"""


def test_plain_text_of_the_essay_is_the_text_without_what_is_only_suggested() -> None:
    assert exported(Format.TEXT, essay()).splitlines()[:12] == [
        "My two schools", "I am born in Kisumu, see the page.", "- first", "    - deeper", "1. one", "2. two",
        "> Wise words", "أنا من كيسومو جدا", "Split here.", "Join", "ed 😀.", "Old",
    ]


def test_a_page_stands_alone() -> None:
    page = exported(Format.HTML, essay())
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|img|link|iframe|object|base)\b|\bsrc=|@import|url\(|\son\w+=", page)
    assert set(re.findall(r'href="([^#"][^"]*)"', page)) == {"https://example.org/a?b=1&amp;c=(2)#d"}
    assert '<del title="Grace Wanjiku" data-author="Grace Wanjiku">am</del>' in page
    for words in ("Past tense", "Where is it?<br>Tell more.", "By the lake", "found words", "2026-05-12"):
        assert words in page


def test_what_people_write_is_never_markup() -> None:
    evil = '<script>alert(1)</script>&amp;"\'{++ **x** [a](b) <!-- -->'
    names = {GRACE: evil}
    comment = Comment("c", GRACE, 0, 3, "", evil, 1, replies=(Reply(GRACE, evil, 1),))
    mark = Suggestion("s", GRACE, 0, 3, "", evil, reason=evil)
    runs = (Run(evil, Style(inserted=("s",), link="https://x.org/\"><script>")), Run(evil))
    written = Written(evil, (Paragraph(runs),), (mark,), (comment,), names, ((GRACE, evil),))
    assert "<script" not in exported(Format.HTML, written)
    for kind in (Format.HTML, Format.MARKDOWN):
        again = read(f"a.{kind}", write(kind, written), marked=True).written
        assert [found.text for found in again.paragraphs] == [evil + evil]


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT, Format.HTML, Format.MARKDOWN])
def test_signs_that_xml_does_not_know_do_not_break_a_file(kind: Format) -> None:
    odd = "a\x00\x07\x0b\ufffe\ud83d!"
    comment = Comment("c", GRACE, 0, 1, "", odd, 1)
    written = Written(odd, (Paragraph((Run(odd),)),), (), (comment,), {GRACE: odd}, ((GRACE, odd),))
    assert [found.text for found in read(f"a.{kind}", write(kind, written)).written.paragraphs] == ["a", "!"]


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT, Format.HTML, Format.MARKDOWN, Format.TEXT])
def test_a_document_without_anything_can_be_written(kind: Format) -> None:
    for written in (Written("", ()), Written("", (Paragraph(),))):
        again = read(f"a.{kind}", write(kind, written)).written
        assert [found.text for found in again.paragraphs] == [""]


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT, Format.HTML, Format.MARKDOWN])
def test_links_that_are_not_of_the_web_do_not_go_out(kind: Format) -> None:
    written = Written("", (Paragraph((Run("x", Style(link="javascript:alert(1)")),)),))
    data = write(kind, written)
    assert b"javascript" not in data
    if kind in (Format.DOCX, Format.ODT):
        package = Package(data)
        assert all(b"javascript" not in package.read(name) for name in package.names())


# Suggestions


@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.REFUSED])
def test_a_settled_suggestion_is_plain_text(answer: Answer) -> None:
    mark = Suggestion("s", GRACE, 0, 1, "x", "", answer=answer, reason="why")
    written = with_marks(Run("x", Style(deleted=("s",))), suggestions=(mark,))
    again = read("a.docx", write(Format.DOCX, written), marked=True).written
    assert (again.suggestions, again.comments) == ((), ())
    assert again.paragraphs[0].text == "x"


def test_a_suggestion_below_another_one_is_told_in_a_comment() -> None:
    both = (Suggestion("s", GRACE, 0, 1, "x", ""), Suggestion("t", BARAKA, 0, 1, "x", "", reason="Too short"))
    written = with_marks(Run("x", Style(deleted=("s", "t"))), Run("y"), suggestions=both)
    again = read("a.docx", write(Format.DOCX, written), marked=True).written
    shown = [(again.names[found.author], found.removes) for found in again.suggestions]
    assert shown == [(NAMES[GRACE], "x")]
    assert said(again) == [(0, 1, NAMES[BARAKA], "Suggestion: take out “x”\nToo short", 0, False, ())]


def test_marks_of_compared_versions_need_no_suggestion() -> None:
    written = with_marks(
        Run("old", Style(deleted=("old",))), Run("new", Style(inserted=("new",))), suggestions=()
    )
    again = read("a.docx", write(Format.DOCX, written), marked=True).written
    assert [(found.removes, found.adds) for found in again.suggestions] == [("old", "new")]


def test_tracked_changes_carry_author_and_time() -> None:
    body = Package(write(Format.DOCX, essay())).xml("word/document.xml")
    marks = [mark for mark in body.iter() if local(mark) in ("ins", "del")]
    assert [(local(mark), attribute(mark, "author"), attribute(mark, "date")) for mark in marks] == [
        ("del", "Grace Wanjiku", "2026-05-12T10:00:00Z"), ("ins", "Grace Wanjiku", "2026-05-12T10:00:00Z"),
        ("ins", NAMES[BARAKA], None), ("del", NAMES[BARAKA], None),
        ("del", "Grace Wanjiku", None), ("del", "Grace Wanjiku", None),
    ]
    identities = [attribute(mark, "id") for mark in marks]
    assert len(set(identities)) == len(identities)


def test_paragraphs_from_right_to_left_say_so() -> None:
    body = Package(write(Format.DOCX, essay())).xml("word/document.xml")
    turned = [paragraph for paragraph in body.iter() if local(paragraph) == "p"
              and any(local(part) == "bidi" for part in paragraph.iter())]
    assert ["".join(part.text or "" for part in found.iter() if local(part) == "t") for found in turned] == [
        "أنا من كيسومو جدا", f"{NAMES[BARAKA]}: About “old words”They were good",
    ]


@pytest.mark.parametrize("kind", [Format.DOCX, Format.ODT])
def test_files_say_nothing_of_who_when_and_which_language(kind: Format) -> None:
    package = Package(write(kind, replace(essay(), comments=(), suggestions=(), works=())))
    parts = [package.read(name) for name in package.names() if name.endswith(".xml")]
    assert not any(re.search(rb"<w:lang |fo:language|python-docx|dcterms:created|creation-date", part)
                   for part in parts)


# Remarks and notes


def test_answers_and_importance_stand_in_the_comment() -> None:
    comment = Comment("c", GRACE, 0, 1, "", "Cut this", 1, important=True, answer=Answer.NOT_YET,
                      answer_words="after class")
    review = Review(Written("", (Paragraph((Run("xyz"),)),), (), (comment,), NAMES), WORDS)
    assert [remark.text for remark in review.remarks()] == ["Most important\nCut this\nNot yet: after class"]


def test_what_has_no_place_stands_in_the_notes() -> None:
    gone = Comment("c", GRACE, -1, -1, "these words", "Nice {quote}", 1, Standing.GONE,
                   replies=(Reply(AMINA, "Thanks", 2),))
    written = Written("", (Paragraph(),), (), (gone,), NAMES, ((GRACE, "All of it"), (BARAKA, "  ")))
    notes = [(section.heading, section.lines) for section in Review(written, WORDS).notes()]
    assert notes == [
        ("What works first", ("Grace Wanjiku: All of it",)),
        ("About words that are no longer there",
         ("Grace Wanjiku: About “these words”\nNice {quote}\nAmina & <Co>: Thanks",)),
    ]


def test_export_words_are_the_callers() -> None:
    french = replace(WORDS, works="Ce qui marche", replaces="« {adds} » au lieu de « {removes} »")
    page = write(Format.HTML, essay(), french).decode()
    assert "Ce qui marche" in page
    assert "« found words » au lieu de « lost words »" in page


def test_comments_that_overlap_keep_their_places() -> None:
    comments = tuple(
        Comment(f"c{number}", GRACE, start, end, "", f"{start}-{end}", 1)
        for number, (start, end) in enumerate([(0, 6), (2, 4), (2, 8), (4, 4), (6, 9), (0, 9)])
    )
    written = Written("", (Paragraph((Run("abc"), Run("def", Style(bold=True)), Run("ghi", PLAIN))),), (),
                      comments, NAMES)
    for kind in (Format.DOCX, Format.ODT):
        assert said(read(f"a.{kind}", write(kind, written)).written) == said(written)
