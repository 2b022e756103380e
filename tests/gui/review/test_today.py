# SPDX-License-Identifier: Apache-2.0
"""Documents on Today: what to answer, give back, read, go on with, and what has not left."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QObject

from mentordesk.domain.documents import DocumentSummary, Mode, Review
from mentordesk.domain.today import Deed, DocumentTask
from mentordesk.ui.places import DocumentPlace, TodayPlace
from mentordesk.ui.rows import Row
from mentordesk.ui.today.documentrows import DocumentRows
from tests.gui.review.bench import plain
from tests.helpers.documents import paragraphs
from tests.helpers.term import GRACE, ME, NOW, WITH_GRACE
from tests.helpers.window import Sitting

ESSAY = DocumentSummary(
    b"document",
    WITH_GRACE,
    GRACE,
    "Grace Wanjiku",
    "My essay",
    Mode.REVIEWER,
    review=Review(1, (ME,), date(2026, 5, 19), date(2026, 5, 15), NOW, note="Is the ending good?"),
)


@pytest.fixture
def rows(sitting: Sitting) -> DocumentRows:
    return DocumentRows(sitting.frame._context, QObject())


def task(deed: Deed, left: int = 0) -> DocumentTask:
    return DocumentTask(deed, ESSAY, GRACE, "Grace Wanjiku", since=NOW, left=left)


def shown(row: Row) -> tuple[str, str, str, str]:
    return plain(row.title), plain(row.words), plain(row.trailing), row.action


@pytest.mark.parametrize(
    ("deed", "left", "words", "trailing", "action"),
    [
        (Deed.QUESTION, 2, "Grace has 2 questions about what you gave back", "since 10:42", "Answer"),
        (Deed.GIVE_BACK, 18, "You have 18 things to give back to Grace", "by Fri 15", "Give back"),
        (Deed.READ, 0, "Grace asks you to read it: Is the ending good?", "by Fri 15", "Read"),
        (Deed.ANSWER, 12, "Grace gave it back: 12 to answer", "since 10:42", "Answer"),
    ],
)
def test_each_thing_to_do_is_a_sentence(
    rows: DocumentRows, deed: Deed, left: int, words: str, trailing: str, action: str
) -> None:
    (row,) = rows.waiting([task(deed, left)])
    assert shown(row) == ("Grace Wanjiku · My essay", words, trailing, action)
    assert row.key == DocumentPlace(WITH_GRACE, b"document")


def test_what_only_waits_for_a_line_is_not_waiting_for_me(rows: DocumentRows) -> None:
    assert rows.waiting([task(Deed.SEND)]) == []
    (row,) = rows.not_left([ESSAY], [task(Deed.SEND)])
    assert plain(row.words) == "Grace can read it when it has gone; hoped for by Fri 15."


def test_a_document_without_title_or_words_says_so(rows: DocumentRows) -> None:
    (row,) = rows.writing([replace(ESSAY, title="", changed=NOW)])
    assert shown(row) == ("Without a title", "Nothing written yet", "10:42", "Go on writing")


def test_a_private_document_opens_as_one(rows: DocumentRows) -> None:
    (row,) = rows.writing([replace(ESSAY, private=True)])
    assert row.key == DocumentPlace(b"", b"document")


def test_a_document_one_wrote_in_stands_on_today_and_opens(sitting: Sitting) -> None:
    desk = sitting.desk.documents
    made = desk.new(WITH_GRACE, "The well", paragraphs("The well is deep.")).result()
    writing = desk.open(made)
    writing.text.insert(0, "Look: ")
    writing.review.ask([GRACE], date(2026, 5, 26), date(2026, 5, 21))
    writing.close()
    sitting.frame.go(TodayPlace())
    sitting.settle()
    page = sitting.frame.page()
    assert "The well" in [plain(row.title) for row in page._go_on.list.rows.rows]
    here = {plain(row.title): plain(row.words) for row in page._not_left.list.rows.rows}
    assert here["The well"] == "Grace can read it when it has gone; hoped for by Thu 21 May."
