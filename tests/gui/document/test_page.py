# SPDX-License-Identifier: Apache-2.0
"""A document's page at a real desk: saved at every pause, gone on with where one stopped."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from mentordesk.base.errors import DiskFull
from mentordesk.domain.documents import DocumentId, Place
from mentordesk.domain.texts import BlockKind, Paragraph, Run
from mentordesk.storage.store import InlineRunner
from mentordesk.ui.document.page import DocumentPage
from mentordesk.ui.document.renaming import RenameDialog
from mentordesk.ui.places import DocumentPlace, TodayPlace
from mentordesk.ui.theme.theme import Theme
from tests.helpers.term import GRACE, NOW, WITH_GRACE, make_term
from tests.helpers.window import Sitting, labels, sit_down

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL = Held.ControlModifier
LONG = tuple(Paragraph((Run(f"paragraph {number} of a long essay about water"),)) for number in range(60))


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    sitting = sit_down(tmp_path, theme)
    yield sitting
    sitting.close()


def new(sitting: Sitting, paragraphs: tuple[Paragraph, ...] = (), title: str = "Water") -> DocumentId:
    made = sitting.desk.documents.new(WITH_GRACE, title, paragraphs)
    sitting.settle()
    return made.result()


def show(sitting: Sitting, document: DocumentId) -> DocumentPage:
    sitting.frame.go(DocumentPlace(WITH_GRACE, document))
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, DocumentPage)
    return page


def text_on_disk(sitting: Sitting, document: DocumentId) -> str:
    opened = sitting.desk.documents.open(document)
    words = opened.text.text().removesuffix("\n")
    opened.close()
    return words


def test_typing_is_saved_at_a_pause(sitting: Sitting, qtbot: QtBot) -> None:
    document = new(sitting)
    page = show(sitting, document)
    assert page.editor.hasFocus()
    QTest.keyClicks(page.editor, "Every morning I walk")
    assert text_on_disk(sitting, document) == ""
    qtbot.waitUntil(lambda: "Saved 10:42" in labels(page), timeout=3_000)
    assert text_on_disk(sitting, document) == "Every morning I walk"
    assert "4 words" in labels(page)


def test_typing_on_and_on_is_saved_meanwhile(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    QTest.keyClicks(page.editor, "a")
    page._pause.start()  # the next key came before the pause was over
    assert page._longest.isActive()
    assert page._longest.interval() <= 1_500


def test_leaving_saves_and_coming_back_goes_on_there(sitting: Sitting) -> None:
    document = new(sitting, LONG)
    page = show(sitting, document)
    at = page.editor.text_document.text().index("paragraph 40")  # type: ignore[union-attr]
    page.editor.select(at, at)
    page.editor.scroll_to(at)
    QTest.keyClicks(page.editor, "Here ")
    sitting.frame.go(TodayPlace())
    sitting.settle()
    page = show(sitting, document)
    assert page.editor.caret() == at + 5
    assert page.editor.first_in_sight() == at
    assert "You stopped here. Saved 10:42" in labels(page)


def test_a_document_opens_with_the_space_above_its_first_line(sitting: Sitting) -> None:
    document = new(sitting, LONG)
    page = show(sitting, document)
    assert page.editor.verticalScrollBar().maximum() > 0
    assert page.editor.verticalScrollBar().value() == 0


def test_who_put_a_document_away_is_not_told_of_somebody(sitting: Sitting) -> None:
    document = new(sitting)
    sitting.desk.documents.put_away(document)
    sitting.settle()
    show(sitting, document)
    assert "You have put this away. You can read it." in labels(sitting.frame)


def test_what_came_and_cannot_be_used_and_what_has_not_come_is_said(sitting: Sitting) -> None:
    page = show(sitting, new(sitting, LONG[:2]))
    assert page.writing is not None
    said = []
    for aside, missing in ((0, False), (0, True), (12, True)):
        page.writing._loaded.aside, page.writing._loaded.missing = aside, missing
        page.refresh()
        said.append(page.bar.mode.text())
    assert said == [
        "",
        "A part of what others wrote has not come yet.",
        "12 changes that came cannot be used in this document. They are kept aside; the text is as it was.",
    ]
    assert not page.editor.isReadOnly()


def test_a_sentence_stands_beside_the_state_where_it_has_room(sitting: Sitting) -> None:
    page = show(sitting, new(sitting, LONG[:2]))
    alone, edge = page.bar.height(), page.bar.more.geometry().right()
    page.bar.show_mode("Amina lets you write in this.")
    sitting.settle()
    assert page.bar.height() == alone
    assert page.bar.mode.width() > page.bar.mode.fontMetrics().horizontalAdvance(page.bar.mode.text())
    page.bar.show_mode("Amina lets you write in this. " * 5)
    sitting.settle()
    assert page.bar.height() > alone
    assert page.bar.mode.width() > page.bar.width() * 0.9
    assert page.bar.more.geometry().right() == edge == page.bar.contentsRect().right() - 12


def test_the_caret_is_not_left_below_the_bar_of_the_review(sitting: Sitting) -> None:
    document = new(sitting, LONG)
    page = show(sitting, document)
    assert page.writing is not None
    editor = page.editor
    editor.select(0, 0)
    shown = editor.cursorForPosition(editor.viewport().rect().bottomLeft()).position() - 1
    sitting.desk.documents.keep_place(document, Place(shown, 0)).result()
    today = sitting.services.clock.now() // 86_400
    fix, read = (date(1970, 1, 1) + timedelta(days=today + days) for days in (9, 5))
    page.writing.review.ask([GRACE], fix, read)
    sitting.frame.go(TodayPlace())
    sitting.desk.documents.keep_place(document, Place(shown, 0)).result()
    page = show(sitting, document)
    QTest.qWait(0)
    assert page.review.isVisible()
    assert editor.place_rect(shown).bottom() < editor.viewport().height()
    assert editor.verticalScrollBar().value() > 0


def test_ctrl_h_opens_find_and_replace_on_every_system(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    for where in (page.editor, page.finder.field):
        page.finder.close_bar()
        page.finder.open(False)
        where.setFocus()
        QTest.keyClick(where, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        assert page.finder.other.isVisible(), where


def test_find_and_replace_can_be_reached_by_mouse(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    page.bar.more.menu().aboutToShow.emit()
    offered = {action.text(): action for action in page.bar.more.menu().actions()}
    offered["Find and replace…"].trigger()
    assert page.finder.other.isVisible()


def test_selecting_words_moves_nothing_at_any_width(sitting: Sitting) -> None:
    page = show(sitting, new(sitting, LONG))
    for width in range(880, 1200, 16):
        sitting.window.resize(width, 690)
        heights = []
        for end in (0, 9):
            page.editor.select(0, end)
            page.length.show()
            sitting.settle()
            heights.append(page.bar.height())
        assert heights[0] == heights[1], width


def test_closing_the_window_keeps_the_last_letter(sitting: Sitting) -> None:
    document = new(sitting)
    page = show(sitting, document)
    QTest.keyClicks(page.editor, "in the middle of a sen")
    sitting.frame.end()
    assert text_on_disk(sitting, document) == "in the middle of a sen"


def test_what_is_being_composed_is_kept_when_one_leaves(sitting: Sitting) -> None:
    from PySide6.QtGui import QInputMethodEvent

    document = new(sitting)
    page = show(sitting, document)
    QTest.keyClicks(page.editor, "a")
    QApplication.sendEvent(page.editor, QInputMethodEvent("ni", []))
    sitting.frame.go(TodayPlace())
    assert text_on_disk(sitting, document) == "a"
    assert not page.editor.is_composing()


def test_after_a_crash_the_document_is_open_again(theme: Theme, tmp_path: Path) -> None:
    term = make_term(tmp_path)
    first = Sitting(term, theme)
    document = new(first)
    page = show(first, document)
    QTest.keyClicks(page.editor, "Every morning")
    QTest.keyClick(page.editor, Key.Key_Left)
    page.save()
    first.settle()
    with pytest.MonkeyPatch.context() as power:
        power.setattr(first.frame, "end", lambda returning=False: None)  # nothing is done any more
        page.editor.edited.disconnect()
        first.close()
    second = Sitting(term, theme, broken_off=NOW)
    page = second.frame.page()
    assert isinstance(page, DocumentPage)
    assert page.editor.binding.units(0, 13) == "Every morning"
    assert page.editor.caret() == 12
    assert "You stopped here. Saved 10:42" in labels(page)
    second.close()


def test_a_save_that_fails_is_said_and_tried_again(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    writing = page.writing
    assert writing is not None
    QTest.keyClicks(page.editor, "a")
    means = writing._saving._means
    writing._saving._means = replace(means, runner=FullDisk())
    page.save()
    sitting.settle()
    assert any(text.startswith("Not saved yet. ") and "full" in text for text in labels(page))
    assert page._again.isActive()
    writing._saving._means = means
    page.save()
    sitting.settle()
    assert "Saved 10:42" in labels(page)


class FullDisk(InlineRunner):
    """Nothing can be written."""

    def __init__(self) -> None:
        """Without a store."""

    def submit(self, work: object) -> Future[object]:
        failed: Future[object] = Future()
        failed.set_exception(DiskFull())
        return failed


def test_ctrl_s_says_that_it_is_saved_already(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    QTest.keyClicks(page.editor, "a")
    QTest.keyClick(page.editor, Key.Key_S, CTRL)
    sitting.settle()
    assert text_on_disk(sitting, page.place.document) == "a"  # type: ignore[union-attr]
    QTest.keyClick(page.editor, Key.Key_S, CTRL)
    assert "Already saved, 10:42" in labels(page)


def test_f2_asks_for_another_title(sitting: Sitting) -> None:
    document = new(sitting)
    page = show(sitting, document)
    QTest.keyClick(page.editor, Key.Key_F2)
    dialog = page.findChild(RenameDialog)
    assert dialog is not None
    assert dialog.title.text() == "Water"
    QTest.keyClicks(dialog.title, "Clean water")
    QTest.keyClick(dialog.title, Key.Key_Return)
    sitting.settle()
    summary = sitting.desk.documents.summary(document)
    assert summary is not None
    assert summary.title == "Clean water"
    assert sitting.frame.page().title() == "Clean water"


@pytest.mark.parametrize("width", [1366, 1024, 800])
def test_nothing_above_the_text_is_cut(sitting: Sitting, width: int) -> None:
    page = show(sitting, new(sitting))
    sitting.window.resize(width, 690)
    page.bar.status.setText("You stopped here. Saved 10:42")
    page.bar.length.setText("1,161 words")
    sitting.settle()
    status = page.bar.status
    assert status.width() >= status.fontMetrics().horizontalAdvance(status.text())
    assert page.bar.length.width() >= page.bar.length.sizeHint().width()
    assert page.bar.geometry().right() <= page.width()
    tools = [tool for tool in page.toolbar.findChildren(QToolButton) if tool.isVisible()]
    assert all(tool.width() >= tool.minimumSizeHint().width() for tool in tools)


def test_f6_goes_through_all_parts_of_the_page(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    seen = []
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_F6)
        focused = QApplication.focusWidget()
        seen.append(
            next(
                (part for part in (page.bar, page.editor) if part.isAncestorOf(focused)),
                focused,
            )
        )
    assert page.bar in seen
    assert page.editor in seen


def test_every_tool_has_a_name_and_is_reached_by_keys(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    tools = page.toolbar.findChildren(QToolButton)
    assert all(tool.accessibleName() for tool in tools)
    assert all(tool.focusPolicy() & Qt.FocusPolicy.TabFocus for tool in tools)


@pytest.mark.parametrize(
    ("key", "held", "kind"),
    [
        (Key.Key_1, CTRL | Held.AltModifier, BlockKind.HEADING1),
        (Key.Key_3, CTRL | Held.AltModifier, BlockKind.HEADING3),
        (Key.Key_8, CTRL | Held.ShiftModifier, BlockKind.BULLET),
        (Key.Key_7, CTRL | Held.ShiftModifier, BlockKind.NUMBER),
        (Key.Key_9, CTRL | Held.ShiftModifier, BlockKind.QUOTE),
    ],
)
def test_kinds_of_paragraphs_have_keys(
    sitting: Sitting, key: Qt.Key, held: Qt.KeyboardModifier, kind: BlockKind
) -> None:
    page = show(sitting, new(sitting))
    QTest.keyClick(page.editor, key, held)
    assert page.writing is not None
    assert page.writing.text.paragraphs()[0].block.kind is kind
    assert page.tools.kinds[kind].isChecked()


def test_ctrl_b_and_the_button_say_what_is_typed_next(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    QTest.keyClick(page.editor, Key.Key_B, CTRL)
    assert page.tools.bold.isChecked()
    QTest.keyClicks(page.editor, "b")
    assert page.writing is not None
    assert page.writing.text.runs(0, 1)[0][1].bold


def test_undo_is_offered_where_there_is_something_to_undo(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    assert (page.tools.undo.isEnabled(), page.tools.redo.isEnabled()) == (False, False)
    QTest.keyClicks(page.editor, "a")
    assert (page.tools.undo.isEnabled(), page.tools.redo.isEnabled()) == (True, False)
    page.tools.undo.trigger()
    assert (page.tools.undo.isEnabled(), page.tools.redo.isEnabled()) == (False, True)
    assert page.editor.document().isEmpty()


def test_the_letter_of_alt_graph_is_typed_and_makes_no_heading(sitting: Sitting) -> None:
    page = show(sitting, new(sitting))
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_2, CTRL | Held.AltModifier, "²")
    event.ignore()
    QApplication.sendEvent(page.editor, event)
    assert event.isAccepted()  # the field takes the key before any shortcut does


def test_a_document_that_is_not_here_says_so(sitting: Sitting) -> None:
    page = show(sitting, b"\7" * 8)
    assert page.writing is None
    assert page.editor.isReadOnly()
    assert page.bar.mode.text()
    QTest.keyClicks(page.editor, "nothing happens")


def test_a_place_behind_the_end_is_the_end(sitting: Sitting) -> None:
    document = new(sitting, LONG[:2])
    sitting.desk.documents.keep_place(document, Place(9_999, 9_999)).result()
    page = show(sitting, document)
    assert page.editor.caret() == page.editor.binding.length - 1


def test_the_menu_of_a_place_does_what_keys_do(sitting: Sitting) -> None:
    from mentordesk.ui.document.editormenu import EditorMenu

    page = show(sitting, new(sitting))
    QTest.keyClicks(page.editor, "one")
    menu = EditorMenu(page.editor, [])
    offered = {action.text(): action for action in menu.actions() if action.text()}
    assert list(offered) == ["Undo", "Redo", "Cut", "Copy", "Paste", "Choose everything"]
    assert offered["Undo"].isEnabled()
    assert not offered["Redo"].isEnabled()
    offered["Undo"].trigger()
    assert page.editor.binding.units(0, page.editor.binding.length) == "\n"
    menu.deleteLater()
