# SPDX-License-Identifier: Apache-2.0
"""A document on paper: everything that stands in it, and what others said about it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from mentordesk.domain.formats import ExportWords
from mentordesk.domain.texts import (
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
from mentordesk.ui.printing import pages_of, paint_pages, pdf_of

GRACE, AMINA = b"g" * 16, b"a" * 16
NAMES = {GRACE: "Grace", AMINA: "Amina"}
TEXT = (
    Paragraph((Run("My village"),), Block(BlockKind.HEADING1)),
    Paragraph(
        (Run("I "), Run("was", Style(deleted=("s1",))), Run("am", Style(inserted=("s1",))), Run(" here 😀."))
    ),
)


def written(**more: object) -> Written:
    """A short essay."""
    return Written("My essay", TEXT, names=NAMES, **more)  # type: ignore[arg-type]


def lines_of(document: QTextDocument) -> list[str]:
    return [line.replace("\u2068", "").replace("\u2069", "") for line in document.toPlainText().split("\n")]


def block(document: QTextDocument, number: int) -> QTextBlock:
    return document.findBlockByNumber(number)


def test_a_page_has_the_title_and_the_text(qapp: QApplication) -> None:
    assert lines_of(pages_of(written(), ExportWords())) == ["My essay", "My village", "I wasam here 😀."]


def test_a_comment_has_a_number_where_it_belongs_and_stands_below_the_text(qapp: QApplication) -> None:
    end = len("My village\nI wasam here")
    comment = Comment("c", GRACE, end - 4, end, "here", "Where?", 0, important=True)
    asked = Comment("d", GRACE, end, end + 3, "😀", "Why?", 0, replies=(Reply(AMINA, "So", 0),))
    assert lines_of(pages_of(written(comments=(asked, comment)), ExportWords()))[2:] == [
        "I wasam here[1] 😀[2].",
        "Comments",
        "[1] Grace (Most important)",
        "About “here”",
        "Where?",
        "[2] Grace",
        "About “😀”",
        "Why?",
        "Amina: So",
    ]


def test_an_open_suggestion_is_told_with_its_reason_and_a_decided_one_is_not(qapp: QApplication) -> None:
    open_one = Suggestion("s1", GRACE, 13, 18, "was", "am", reason="It is now")
    done = Suggestion("s2", GRACE, 0, 2, "My", "", answer=Answer.REFUSED)
    told = lines_of(pages_of(written(suggestions=(open_one, done)), ExportWords()))
    assert told[2] == "I wasam[1] here 😀."
    assert told[4:] == ["[1] Grace", "Suggestion: “am” instead of “was”", "It is now"]


def test_spaces_around_words_are_not_told(qapp: QApplication) -> None:
    marks = (Suggestion("s", GRACE, 3, 8, " old", ""), Suggestion("t", GRACE, 8, 9, " ", ""))
    told = lines_of(pages_of(written(suggestions=marks), ExportWords()))
    assert [line for line in told if line.startswith("Suggestion")] == [
        "Suggestion: take out “old”",
        "Suggestion: take out “ ”",
    ]


def test_what_lost_its_place_is_told_with_its_words(qapp: QApplication) -> None:
    gone = Comment("c", GRACE, -1, -1, "the river", "Nice", 0, standing=Standing.GONE)
    told = lines_of(pages_of(written(comments=(gone,), works=((GRACE, "The start"),)), ExportWords()))
    assert told[3:] == [
        "What works first",
        "Grace: The start",
        "About words that are no longer there",
        "Grace",
        "About “the river”",
        "Nice",
    ]


def test_a_paragraph_end_that_is_suggested_is_shown_and_moves_no_number(qapp: QApplication) -> None:
    split = (
        Paragraph((Run("One"),), end=Style(inserted=("s",))),
        Paragraph((Run("two three"),)),
    )
    comment = Comment("c", GRACE, 4, 7, "two", "2?", 0)
    document = pages_of(Written("", split, comments=(comment,), names=NAMES), ExportWords())
    assert lines_of(document)[:2] == ["One¶", "two[1] three"]


def test_paragraphs_read_in_the_direction_of_their_own_letters(qapp: QApplication) -> None:
    texts = ["قرية صغيرة", "A village"]
    document = pages_of(Written("", tuple(Paragraph((Run(text),)) for text in texts)), ExportWords())
    assert block(document, 0).textDirection() is Qt.LayoutDirection.RightToLeft
    assert block(document, 1).textDirection() is Qt.LayoutDirection.LeftToRight


def test_numbers_go_on_below_a_deeper_list_and_begin_again_after_a_text(qapp: QApplication) -> None:
    number, bullet = BlockKind.NUMBER, BlockKind.BULLET
    kinds = [(number, 0), (bullet, 1), (number, 0), (BlockKind.BODY, 0), (number, 0)]
    texts = tuple(Paragraph((Run("x"),), Block(kind, indent)) for kind, indent in kinds)
    document = pages_of(Written("", texts), ExportWords())
    lists = [block(document, place).textList() for place in (0, 2, 4)]
    assert [one.itemNumber(block(document, place)) for one, place in zip(lists, (0, 2, 4), strict=True)] == [
        0,
        1,
        0,
    ]


def test_long_documents_have_as_many_pages_as_they_need(qapp: QApplication) -> None:
    short, long = (
        pdf_of(Written("T", TEXT * times), ExportWords()).count(b"/Type /Page\n") for times in (1, 60)
    )
    assert (short, long > 1) == (1, True)


def test_a_printer_gets_the_same_pages(qapp: QApplication, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    paint_pages(written(), ExportWords(), printer)
    assert (tmp_path / "printed.pdf").read_bytes().count(b"/Type /Page\n") == 1
