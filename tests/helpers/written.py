# SPDX-License-Identifier: Apache-2.0
"""Documents to write in other formats: made by chance or by hand, and what is compared of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from hypothesis import strategies as st

from mentordesk.base.utf16 import units
from mentordesk.domain.texts import (
    MAX_INDENT,
    PLAIN,
    Answer,
    Block,
    BlockKind,
    Comment,
    Paragraph,
    Reply,
    Run,
    Standing,
    Style,
    Suggestion,
    Written,
)
from mentordesk.interchange.building import suggestions_in
from mentordesk.interchange.clean import cleaned
from mentordesk.interchange.places import Ruler

GRACE, BARAKA, AMINA = b"g" * 16, b"b" * 16, b"a" * 16
NAMES = {GRACE: "Grace Wanjiku", BARAKA: "بركة جمعة", AMINA: "Amina & <Co>"}
LINK = "https://example.org/a?b=1&c=(2)#d"
MARKS = {"grace1": GRACE, "grace2": GRACE, "baraka": BARAKA}

_LETTERS = st.text(
    st.one_of(
        st.sampled_from("abc Éñłß 12.9) *_`~#+-={}[]<>&|\\!:;'\"/@¶"),
        st.sampled_from("مرحبا हिन्दी שלום 漢字 😀👩‍🏫 \u00a0\u200f\u2014" + "\t"),
        st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")),
    ),
    min_size=1,
    max_size=12,
).filter(lambda text: cleaned(text) == text)

_MARK = st.sampled_from([(), (), (), ("grace1",), ("grace2",), ("baraka",)])


def styles(marked: bool) -> st.SearchStrategy[Style]:
    """Bold, italic, links, and with `marked` what is suggested."""
    mark = _MARK if marked else st.just(())
    link = st.sampled_from(["", "", LINK, "mailto:amina@example.org"])
    return st.builds(Style, st.booleans(), st.booleans(), link, mark, mark)


def paragraphs(marked: bool) -> st.SearchStrategy[Paragraph]:
    """Paragraphs of every kind."""
    runs = st.lists(st.builds(Run, _LETTERS, styles(marked)), max_size=4).map(tuple)
    block = st.builds(Block, st.sampled_from(BlockKind), st.integers(0, MAX_INDENT))
    mark = _MARK if marked else st.just(())
    return st.builds(Paragraph, runs, block, st.builds(lambda a, b: Style(inserted=a, deleted=b), mark, mark))


@st.composite
def documents(draw: st.DrawFn, marked: bool = True) -> Written:
    """Documents with suggestions (when `marked`) and comments. The last line end is never suggested."""
    found = draw(st.lists(paragraphs(marked), min_size=1, max_size=6))
    found[-1] = replace(found[-1], end=PLAIN)
    places = sorted(set(_borders(found)))
    comments = []
    for number in range(draw(st.integers(0, 3))):
        start, end = sorted((draw(st.sampled_from(places)), draw(st.sampled_from(places))))
        comments.append(_comment(draw, number, start, end))
    suggestions = suggestions_in(found, MARKS)
    return Written("Essay", tuple(found), suggestions, tuple(comments), NAMES)


def _comment(draw: st.DrawFn, number: int, start: int, end: int) -> Comment:
    author = st.sampled_from(list(NAMES))
    words = st.sampled_from(["Why?", "Two\nlines", "عمل جيد", "*stars* {++ & <b>", " spaces  inside "])
    replies = draw(st.lists(st.builds(Reply, author, words, st.integers(1, 2**31)), max_size=2))
    return Comment(
        f"c{number}", draw(author), start, end, "", draw(words), draw(st.integers(1, 2**31)),
        answer=draw(st.sampled_from([Answer.OPEN, Answer.DONE])), replies=tuple(replies),
    )


def _borders(found: list[Paragraph]) -> Iterator[int]:
    """Places between letters."""
    at = 0
    for paragraph in found:
        for letter in paragraph.text:
            yield at
            at += units(letter)
        yield at
        at += 1


Line: TypeAlias = tuple[BlockKind, int, list[tuple[str, bool, bool, str, str, str]], str, str]


def lines(written: Written) -> list[Line]:
    """What must be the same after a way there and back: suggestions by the names of their authors."""
    authors = {suggestion.id: written.names.get(suggestion.author, "") for suggestion in written.suggestions}

    def by(marks: tuple[str, ...]) -> str:
        return f"by {authors[marks[0]]}" if marks else ""

    found = []
    for paragraph in written.paragraphs:
        runs = [
            (run.text, run.style.bold, run.style.italic, run.style.link,
             by(run.style.inserted), by(run.style.deleted))
            for run in paragraph.runs
        ]
        groups = groupby(runs, lambda run: run[1:])
        joined = [("".join(run[0] for run in group), *key) for key, group in groups]
        block, end = paragraph.block, paragraph.end
        found.append((block.kind, block.indent, joined, by(end.inserted), by(end.deleted)))
    return found


def said(written: Written) -> list[tuple[object, ...]]:
    """Comments: who, what, when, about where, answered how."""
    names, ruler = written.names, Ruler(written.paragraphs)

    def end(comment: Comment) -> int:
        """Words that end with line ends come back without the last of them."""
        words = ruler.between(comment.start, comment.end)
        return comment.end - (len(words) - len(words.rstrip("\n")))

    return sorted(
        (comment.start, end(comment), names[comment.author], comment.text, comment.time,
         comment.answer is Answer.DONE,
         tuple((names[reply.author], reply.text, reply.time) for reply in comment.replies))
        for comment in written.comments
    )


def _p(*runs: Run | str, kind: BlockKind = BlockKind.BODY, indent: int = 0, end: Style = PLAIN) -> Paragraph:
    letters = tuple(Run(run) if isinstance(run, str) else run for run in runs)
    return Paragraph(letters, Block(kind, indent), end)


def essay() -> Written:
    """A reviewed essay that has one of everything."""
    came, went = Style(inserted=("s1",)), Style(deleted=("s1",))
    found = (
        _p("My two schools", kind=BlockKind.HEADING1),
        _p("I ", Run("am", went), Run("was", came), " born in ", Run("Kisumu", Style(bold=True)),
           ", see ", Run("the page", Style(italic=True, link=LINK)), "."),
        _p("first", kind=BlockKind.BULLET), _p("deeper", kind=BlockKind.BULLET, indent=1),
        _p("one", kind=BlockKind.NUMBER), _p("two", kind=BlockKind.NUMBER),
        _p("Wise words", kind=BlockKind.QUOTE),
        _p("أنا من كيسومو ", Run("جدا", Style(bold=True))),
        _p("Split", end=Style(inserted=("s2",))), _p(" here."),
        _p("Join", end=Style(deleted=("s3",))), _p("ed 😀."),
        _p(Run("Old", Style(deleted=("s4",))), end=Style(deleted=("s4",))), _p("End."),
    )
    authors = {"s1": GRACE, "s2": BARAKA, "s3": BARAKA, "s4": GRACE}
    suggestions = {made.id: made for made in suggestions_in(found, authors)}
    suggestions["s1"] = replace(suggestions["s1"], reason="Past tense", important=True, time=1_778_580_000)
    gone = Suggestion("s9", GRACE, -1, -1, "lost words", "found words", Standing.GONE)
    kisumu = "".join(p.text + "\n" for p in found).index("Kisumu")
    comments = (
        Comment("c1", GRACE, kisumu, kisumu + 6, "Kisumu", "Where is it?\nTell more.", 1_778_580_000,
                replies=(Reply(BARAKA, "By the lake", 1_778_583_600),)),
        Comment("c2", BARAKA, -1, -1, "old words", "They were good", 1_778_580_000, Standing.GONE),
    )
    works = ((GRACE, "Your beginning is strong."),)
    return Written("My two schools", found, (*suggestions.values(), gone), comments, NAMES, works)
