# SPDX-License-Identifier: Apache-2.0
"""Lists of documents: what stands in them, how one begins, names, shares and puts away a document."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from mentordesk.domain.documents import DocumentId
from mentordesk.domain.texts import Paragraph, Run
from mentordesk.ui.circle import documents as listed
from mentordesk.ui.circle.documents import DocumentsPage
from mentordesk.ui.document.page import DocumentPage
from mentordesk.ui.document.sharing import ShareDialog, WritersDialog
from mentordesk.ui.places import CirclePlace, DocumentPlace, DocumentsPlace
from mentordesk.ui.theme.theme import Theme
from tests.helpers.window import Sitting, labels, sit_down

TEXT = (Paragraph((Run("I was born by the lake"),)),)


class Shelf:
    """Amina before a list of documents."""

    def __init__(self, home: Path, theme: Theme) -> None:
        self.sitting: Sitting = sit_down(home, theme)
        self.frame = self.sitting.frame
        self.desk = self.sitting.desk
        self.circle = self.desk.people.circles()[0].circle

    def new(self, title: str, shared: bool = True) -> DocumentId:
        document = self.desk.documents.new(self.circle if shared else None, title, TEXT).result()
        self.sitting.settle()
        return document

    def look(self, circle: bytes | None = None) -> DocumentsPage:
        self.frame.go(DocumentsPlace(self.circle if circle is None else circle))
        self.sitting.settle()
        page = self.frame.page()
        assert isinstance(page, DocumentsPage)
        return page

    def titles(self, page: DocumentsPage) -> list[str]:
        return [row.title for row in page.list.rows.rows]

    def press(self, page: DocumentsPage, words: str) -> None:
        document = page.list.chosen()
        summary = next(one for one in page._documents if one.id == document)
        next(one for one in page.actions_for(summary) if one.text() == words).trigger()
        self.sitting.settle()


@pytest.fixture
def shelf(tmp_path: Path, theme: Theme) -> Iterator[Shelf]:
    made = Shelf(tmp_path, theme)
    yield made
    made.sitting.close()


def pressed(page: DocumentsPage, words: str) -> None:
    next(one for one in page.findChildren(QPushButton) if one.text() == words).click()


def test_an_empty_list_says_what_to_do_first(shelf: Shelf) -> None:
    page = shelf.look(b"")
    assert "Write your first document. Only you can read it until you share it." in labels(page)
    assert page.title() == "My documents"
    assert not page.tabs.isVisible()


def test_the_title_is_asked_in_place_and_the_document_opens(shelf: Shelf) -> None:
    page = shelf.look(b"")
    pressed(page, "New document")
    primary = [one for one in page.findChildren(QPushButton) if one.property("kind") == "primary"]
    assert [one.text() for one in primary if one.isVisible()] == ["Start writing"]
    QTest.keyClicks(page.naming.field, "My diary")
    QTest.keyClick(page.naming.field, Qt.Key.Key_Return)
    shelf.sitting.settle()
    (made,) = shelf.desk.documents.private()
    assert (made.title, shelf.frame.place) == ("My diary", DocumentPlace(b"", made.id))


def test_escape_begins_nothing(shelf: Shelf) -> None:
    page = shelf.look()
    page.begin_new()
    QTest.keyClick(page.naming.field, Qt.Key.Key_Escape)
    assert not page.naming.isVisible()
    assert page._empty.button.isVisible()
    assert shelf.desk.documents.list(shelf.circle) == ()


def test_beside_a_title_that_is_asked_nothing_else_is_first(shelf: Shelf) -> None:
    shelf.new("Essay")
    page = shelf.look()
    pressed(page, "New document")
    assert (page.naming.field.hasFocus(), page.new.isEnabled()) == (True, False)
    QTest.keyClick(page.naming.field, Qt.Key.Key_Escape)
    assert page.new.isEnabled()


def test_a_key_begins_a_document_where_one_is(shelf: Shelf) -> None:
    shelf.frame.go(CirclePlace(shelf.circle))
    shelf.frame.new_document()
    page = shelf.frame.page()
    assert shelf.frame.place == DocumentsPlace(shelf.circle)
    assert isinstance(page, DocumentsPage)
    assert page.naming.isVisible()


def test_a_row_says_how_long_it_is_how_far_it_came_and_who_may_read_it(shelf: Shelf) -> None:
    shelf.new("Essay")
    shelf.new("Diary", shared=False)
    (row,) = shelf.look().list.rows.rows
    assert (row.title, row.words) == ("Essay", "6 words · On this computer")
    (row,) = shelf.look(b"").list.rows.rows
    assert (row.title, row.words) == ("Diary", "Only you can read this")


def test_enter_opens_and_back_returns_to_the_list(shelf: Shelf) -> None:
    document = shelf.new("Essay")
    page = shelf.look()
    page.list.choose(document)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert shelf.frame.place == DocumentPlace(shelf.circle, document)
    shelf.frame.back()
    assert shelf.frame.place == DocumentsPlace(shelf.circle)


def test_f2_gives_another_title(shelf: Shelf) -> None:
    page = shelf.look()
    page.list.choose(shelf.new("Essay"))
    shelf.sitting.settle()
    page.list.choose(page._documents[0].id)
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_F2)
    assert page.naming.field.text() == "Essay"
    page.naming.field.setText("My essay")
    QTest.keyClick(page.naming.field, Qt.Key.Key_Return)
    shelf.sitting.settle()
    assert shelf.titles(page) == ["My essay"]


def test_what_is_put_away_goes_from_the_list_and_comes_back(shelf: Shelf) -> None:
    shelf.new("Old"), shelf.new("Kept")
    page = shelf.look()
    page.list.choose(next(one.id for one in page._documents if one.title == "Old"))
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    shelf.sitting.settle()
    assert (shelf.titles(page), page._away.text()) == (["Kept"], "Put away: 1")
    page._away.click()
    assert [(row.title, row.words) for row in page.list.rows.rows] == [("Old", "Put away")]
    page.list.choose(page._documents[0].id)
    pressed(page, "Bring back")
    shelf.sitting.settle()
    assert sorted(shelf.titles(page)) == ["Kept", "Old"]
    assert not page._away.isVisible()


def test_putting_away_can_be_undone_at_once(shelf: Shelf) -> None:
    shelf.new("Old")
    page = shelf.look()
    page.list.choose(page._documents[0].id)
    shelf.press(page, "Put away")
    assert shelf.titles(page) == []
    shelf.frame.banner.asked.emit("told")
    shelf.sitting.settle()
    assert shelf.titles(page) == ["Old"]


def test_sharing_says_who_will_read_and_the_document_goes_there(shelf: Shelf) -> None:
    document = shelf.new("Diary", shared=False)
    page = shelf.look(b"")
    page.list.choose(document)
    shelf.press(page, "Share…")
    dialog = page.findChild(ShareDialog)
    assert dialog is not None
    said = next(words for words in labels(dialog) if "can read all of it" in words)
    plain = said.replace("\u2068", "").replace("\u2069", "")
    assert plain == "Grace, Ms Okoth (guardian) and you can read all of it, also how it was written."
    dialog.accept()
    shelf.sitting.settle()
    assert shelf.desk.documents.private() == ()
    assert [one.title for one in shelf.desk.documents.list(shelf.circle)] == ["Diary"]
    (told,) = [words for words in labels(shelf.frame) if "can read" in words and "Diary" in words]
    assert told.endswith("when it has left this computer.")


def test_an_open_document_that_is_shared_stays_open(shelf: Shelf) -> None:
    document = shelf.new("Diary", shared=False)
    shelf.frame.go(DocumentPlace(b"", document))
    page = shelf.frame.page()
    assert isinstance(page, DocumentPage)
    QTest.keyClicks(page.editor, "New: ")
    page._offer_more()
    next(one for one in page.bar.more.menu().actions() if one.text() == "Share…").trigger()
    dialog = page.findChild(ShareDialog)
    assert dialog is not None
    dialog.accept()
    shelf.sitting.settle()
    assert shelf.frame.place == DocumentPlace(shelf.circle, document)
    assert page.editor.toPlainText() == "New: I was born by the lake"


def test_a_member_may_be_let_write(shelf: Shelf) -> None:
    page = shelf.look()
    document = shelf.new("Essay")
    page.list.choose(document)
    shelf.press(page, "Who may write in it…")
    dialog = page.findChild(WritersDialog)
    assert dialog is not None
    grace = next(iter(dialog.boxes))
    dialog.boxes[grace].setChecked(True)
    dialog.accept()
    shelf.sitting.settle()
    summary = shelf.desk.documents.summary(document)
    assert summary is not None
    assert summary.editors == (grace,)


def test_a_long_list_is_read_in_parts(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "SHOWN", 2)
    for number in range(5):
        shelf.new(f"Essay {number}")
    page = shelf.look()
    assert (len(shelf.titles(page)), page._older.text()) == (2, "Show older documents: 3")
    page._older.click()
    page._older.click()
    assert (len(shelf.titles(page)), page._older.isVisible()) == (5, False)


def test_the_tabs_lead_from_threads_to_documents_and_back(shelf: Shelf) -> None:
    page = shelf.look()
    page.tabs.threads.click()
    assert shelf.frame.place == CirclePlace(shelf.circle)
    shelf.frame.page().tabs.documents.click()
    assert shelf.frame.place == DocumentsPlace(shelf.circle)


def test_a_screen_reader_hears_each_row_whole(shelf: Shelf) -> None:
    shelf.new("Essay")
    model: QAbstractItemModel = shelf.look().list.rows
    said = model.data(model.index(0, 0, QModelIndex()), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Essay, 6 words · On this computer, ")


def test_after_a_lock_one_is_back_in_the_document(shelf: Shelf) -> None:
    document = shelf.new("Essay", shared=False)
    shelf.frame.go(DocumentPlace(b"", document))
    shelf.frame.end(returning=True)
    shelf.frame.begin()
    assert shelf.frame.place == DocumentPlace(b"", document)


@pytest.mark.parametrize("shared", [True, False])
def test_the_left_column_folds_beside_a_document(shelf: Shelf, shared: bool) -> None:
    document = shelf.new("Essay", shared)
    left = shelf.frame.left
    shelf.look()
    assert (left.width() > 100, left.turner.isVisible()) == (True, False)
    shelf.frame.go(DocumentPlace(shelf.circle if shared else b"", document))
    assert left.width() == 56
    tips = [left.list.rows.index(row).data(Qt.ItemDataRole.ToolTipRole) for row in range(2)]
    assert tips == ["Today", "My documents"]
    left.turn()
    assert left.width() >= 200
    left.turner.click()
    assert left.width() == 56
    shelf.look()
    assert left.width() >= 200
    shelf.sitting.window.resize(1500, 690)
    shelf.frame.go(DocumentPlace(shelf.circle if shared else b"", document))
    shelf.sitting.settle()
    assert left.width() == 232


def test_escape_leaves_the_line_and_not_the_page(shelf: Shelf) -> None:
    shelf.frame.go(CirclePlace(shelf.circle))
    page = shelf.look()
    page.begin_new()
    QTest.keyClick(page.naming.field, Qt.Key.Key_Escape)
    assert (page.naming.isVisible(), shelf.frame.place) == (False, DocumentsPlace(shelf.circle))
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    assert shelf.frame.place == CirclePlace(shelf.circle)


def test_finding_works_wherever_the_focus_is_and_escape_ends_it_first(shelf: Shelf) -> None:
    document = shelf.new("Essay")
    shelf.frame.go(DocumentPlace(shelf.circle, document))
    page = shelf.frame.page()
    assert isinstance(page, DocumentPage)
    control = Qt.KeyboardModifier.ControlModifier
    page.toolbar.kind.setFocus()
    for place in (page.toolbar.kind, page.editor):
        QTest.keyClick(place, Qt.Key.Key_F, control)
        assert page.finder.isVisible()
        QTest.keyClick(page.editor, Qt.Key.Key_Escape)
        assert (page.finder.isVisible(), shelf.frame.place) == (False, DocumentPlace(shelf.circle, document))
    QTest.keyClick(page.editor, Qt.Key.Key_H, control)
    assert page.finder.other.isVisible()
    QTest.keyClick(page.finder.field, Qt.Key.Key_Escape)
    assert not page.finder.isVisible()


def test_before_words_are_replaced_everywhere_the_text_is_kept_as_a_version(shelf: Shelf) -> None:
    shelf.frame.go(DocumentPlace(shelf.circle, shelf.new("Essay")))
    page = shelf.frame.page()
    assert isinstance(page, DocumentPage)
    page.finder.open(replace=True)
    page.finder.field.setText("lake")
    page.finder.other.setText("sea")
    page.finder.replace_all()
    text = page.editor.text_document
    assert text is not None
    (kept,) = [one for one in text.versions() if one.occasion == "replaced"]
    assert [part.text for part in text.at_version(kept.id)] == ["I was born by the lake"]
    assert page.editor.toPlainText() == "I was born by the sea"
    page.editor.undo_own()
    assert page.editor.toPlainText() == "I was born by the lake"
