# SPDX-License-Identifier: Apache-2.0
"""Text inside a message: marked by mouse and keys, copied, in any direction; nothing else happens by it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeySequence,
    QMouseEvent,
    QShortcut,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import LIGHT
from mentordesk.ui.thread.model import ThreadModel
from mentordesk.ui.widgets.messageview import MessageView
from mentordesk.ui.widgets.textflow import TextFlow
from mentordesk.ui.widgets.textsteps import VERTICAL, Step, stepped, stepped_down, word_at
from mentordesk.ui.words import Words
from tests.helpers.messages import ListSource, message

Key = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
TEXT = "The well is near the school"
MIXED = "Asante 😀 شكرا Grace"
ARABIC = "شكرا لك يا جريس"

Open = Callable[..., MessageView]


@pytest.fixture
def open_view(qtbot: QtBot, theme: Theme, words: Words) -> Open:
    """Shows messages with these texts, the last one current."""

    def show(*texts: str) -> MessageView:
        view = MessageView(theme, words)
        qtbot.addWidget(view)
        source = ListSource([message(n, text) for n, text in enumerate(texts)])
        view.setModel(ThreadModel(source, words, (), view))
        view.resize(700, 400)
        with qtbot.waitExposed(view):
            view.show()
        view.activateWindow()
        view.setFocus()
        return view

    return show


def flow_and_place(view: MessageView, row: int = 0) -> tuple[TextFlow, QRect]:
    index = view.model().index(row, 0)
    found = view.itemDelegate().text_part(index, view.visualRect(index), view.isRightToLeft())
    assert found is not None
    return found


def spot(view: MessageView, text: str, at: int = 0, row: int = 0) -> QPoint:
    """Where a caret would stand `at` letters into this text of a row."""
    flow, place = flow_and_place(view, row)
    whole = flow.text(0, flow.length)
    before = whole[: whole.index(text) + at]
    caret = flow.caret(len(before.encode("utf-16-le")) // 2)
    return caret.center() + place.topLeft()


def drag(view: MessageView, start: QPoint, end: QPoint, then: Qt.KeyboardModifier | None = None) -> None:
    port = view.viewport()
    QTest.mousePress(port, LEFT, then or Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(port, (start + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, LEFT, pos=end)


def press(view: MessageView, *keys: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(view, key, held)


def copied(view: MessageView) -> str:
    press(view, Key.Key_C, held=CTRL)
    return QGuiApplication.clipboard().text()


# ------------------------------------------------------------------ mouse


@pytest.mark.parametrize("backwards", [False, True])
def test_a_drag_marks_and_copy_takes_what_is_marked(open_view: Open, backwards: bool) -> None:
    view = open_view(TEXT)
    ends = [spot(view, "well"), spot(view, "near", 4)]
    drag(view, *(reversed(ends) if backwards else ends))
    assert view.marked_text() == "well is near"
    assert copied(view) == "well is near"


def test_a_press_without_a_drag_marks_nothing_and_copy_takes_the_message(open_view: Open) -> None:
    view = open_view(TEXT, "another")
    QTest.mouseClick(view.viewport(), LEFT, pos=spot(view, "well"))
    assert (view.marked_text(), copied(view)) == ("", TEXT)


def test_two_presses_take_a_word_and_three_take_all(open_view: Open) -> None:
    view = open_view(TEXT + "\n" + MIXED)
    port, inside = view.viewport(), spot(view, "school", 2)
    QTest.mouseDClick(port, LEFT, pos=inside)
    assert view.marked_text() == "school"
    QTest.mousePress(port, LEFT, pos=inside)
    assert view.marked_text() == f"{TEXT}\n{MIXED}"


def test_a_drag_after_two_presses_goes_on_by_words(open_view: Open) -> None:
    view = open_view(TEXT)
    there = QPointF(spot(view, "near", 1))
    twice = QEvent.Type.MouseButtonDblClick
    view.mouseDoubleClickEvent(QMouseEvent(twice, there, there, LEFT, LEFT, Qt.KeyboardModifier.NoModifier))
    QTest.mouseMove(view.viewport(), spot(view, "well", 2))
    assert view.marked_text() == "well is near"
    QTest.mouseMove(view.viewport(), spot(view, "school", 2))
    assert view.marked_text() == "near the school"


def test_a_third_press_far_away_begins_anew(open_view: Open) -> None:
    view = open_view(TEXT)
    QTest.mouseDClick(view.viewport(), LEFT, pos=spot(view, "near", 1))
    QTest.mousePress(view.viewport(), LEFT, pos=spot(view, "school", 1))
    assert view.marked_text() == ""


def test_shift_and_a_press_extend(open_view: Open) -> None:
    view = open_view(TEXT)
    QTest.mouseClick(view.viewport(), LEFT, pos=spot(view, "well"))
    QTest.mouseClick(view.viewport(), LEFT, SHIFT, spot(view, "near", 4))
    assert view.marked_text() == "well is near"


def test_a_drag_past_the_text_takes_it_to_its_end(open_view: Open) -> None:
    view = open_view(TEXT, "below")
    drag(view, spot(view, "near"), spot(view, "below", 2, row=1))
    assert view.marked_text() == "near the school"
    drag(view, spot(view, "near"), QPoint(300, -30))
    assert view.marked_text() == "The well is "


def test_only_one_message_is_marked_at_a_time(open_view: Open) -> None:
    view = open_view(TEXT, "another")
    QTest.mouseDClick(view.viewport(), LEFT, pos=spot(view, "well", 1))
    QTest.mouseDClick(view.viewport(), LEFT, pos=spot(view, "another", 1, row=1))
    assert view.marked_text() == "another"
    press(view, Key.Key_Up)
    assert (view.currentIndex().row(), view.marked_text()) == (0, "")


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize(
    ("text", "word"),
    [(ARABIC, "لك"), (MIXED, "شكرا"), (MIXED, "Grace"), (f"{TEXT}\n{ARABIC}", "جريس"), ("मेरी बहन", "बहन")],
)
def test_words_of_any_direction_are_hit(
    open_view: Open, direction: Qt.LayoutDirection, text: str, word: str
) -> None:
    view = open_view(text)
    view.setLayoutDirection(direction)
    start, end = spot(view, word), spot(view, word, len(word))
    middle = QPoint((start.x() + end.x()) // 2, start.y())
    QTest.mouseDClick(view.viewport(), LEFT, pos=middle)
    assert view.marked_text() == word


def test_a_drag_through_mixed_text_takes_whole_letters(open_view: Open) -> None:
    view = open_view(MIXED)
    drag(view, spot(view, "Asante"), spot(view, "Grace", 5))
    assert copied(view) == MIXED
    drag(view, spot(view, "😀"), spot(view, "😀", 1))
    assert copied(view) == "😀"


def test_a_drag_below_the_window_scrolls_a_long_message(qtbot: QtBot, open_view: Open) -> None:
    view = open_view("A long story. " * 400)
    press(view, Key.Key_Home)
    port = view.viewport()
    QTest.mousePress(port, LEFT, pos=spot(view, "A long"))
    QTest.mouseMove(port, QPoint(300, port.height() + 20))
    first = len(view.marked_text())
    qtbot.waitUntil(lambda: len(view.marked_text()) > first + 300)
    QTest.mouseRelease(port, LEFT, pos=QPoint(300, port.height() + 20))
    before = view.verticalScrollBar().value()
    QApplication.processEvents()
    assert view.verticalScrollBar().value() == before > 0


def test_a_press_moves_no_row(open_view: Open) -> None:
    view = open_view(*[TEXT * 5] * 30)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 31)
    top = view.indexAt(QPoint(300, 1))
    before = view.visualRect(top)
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(300, 1))
    assert view.currentIndex() == top
    assert view.visualRect(top) == before


def test_the_pointer_says_where_text_is(open_view: Open) -> None:
    view = open_view(TEXT)
    QTest.mouseMove(view.viewport(), spot(view, "well"))
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
    QTest.mouseMove(view.viewport(), flow_and_place(view)[1].topLeft() - QPoint(30, 8))
    assert view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


# ------------------------------------------------------------------ keys


def test_enter_goes_in_shift_marks_and_escape_leaves(open_view: Open) -> None:
    view = open_view("above", TEXT)
    press(view, Key.Key_Return)
    press(view, Key.Key_Right, held=CTRL)
    press(view, Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Right, held=SHIFT)
    assert copied(view) == "well"
    press(view, Key.Key_End, held=SHIFT)
    assert view.marked_text() == "well is near the school"
    press(view, Key.Key_Right)
    assert view.marked_text() == ""
    press(view, Key.Key_Up)
    assert view.currentIndex().row() == 1, "inside a message arrows move the caret"
    press(view, Key.Key_Escape, Key.Key_Up)
    assert view.currentIndex().row() == 0, "outside they visit messages"


def test_all_of_the_current_message_by_key(open_view: Open) -> None:
    view = open_view("above", MIXED)
    press(view, Key.Key_A, held=CTRL)
    assert view.marked_text() == MIXED


def test_shift_goes_on_from_what_the_mouse_marked(open_view: Open) -> None:
    view = open_view(TEXT)
    QTest.mouseDClick(view.viewport(), LEFT, pos=spot(view, "near", 1))
    press(view, Key.Key_Right, held=SHIFT | CTRL)
    assert view.marked_text() == "near "


def test_left_and_right_are_as_seen_in_a_right_to_left_message(open_view: Open) -> None:
    view = open_view(ARABIC)
    press(view, Key.Key_Return)
    press(view, *[Key.Key_Left] * 4, held=SHIFT)
    assert view.marked_text() == "شكرا"


def test_up_and_down_keep_their_column(open_view: Open) -> None:
    view = open_view("as long as this\nx\nas long as that")
    press(view, Key.Key_Return, *[Key.Key_Right] * 7)
    press(view, Key.Key_Down, Key.Key_Down, held=SHIFT)
    assert view.marked_text() == " as this\nx\nas long"


def test_the_caret_stays_in_sight(open_view: Open) -> None:
    view = open_view("\n".join(f"line {n}" for n in range(200)))
    press(view, Key.Key_Home, Key.Key_Return)
    press(view, Key.Key_End, held=CTRL)
    assert 0 < spot(view, "line 199", 8).y() < view.viewport().height()
    press(view, *[Key.Key_PageUp] * 3, held=SHIFT)
    assert 0 < spot(view, view.marked_text()).y() < view.viewport().height()


@pytest.mark.parametrize(("marked", "backs"), [(True, 0), (False, 1)])
def test_escape_goes_back_only_when_nothing_is_marked(open_view: Open, marked: bool, backs: int) -> None:
    view = open_view(TEXT)
    rung: list[int] = []
    shortcut = QShortcut(QKeySequence(Key.Key_Escape), view.window())
    shortcut.activated.connect(lambda: rung.append(1))
    if marked:
        press(view, Key.Key_Return)
    press(view, Key.Key_Escape)
    assert len(rung) == backs


# ------------------------------------------------------------------ what marking leaves alone


def test_marks_stay_with_their_message(open_view: Open) -> None:
    view = open_view(TEXT, "last")
    QTest.mouseDClick(view.viewport(), LEFT, pos=spot(view, "well", 1))
    model = view.model()
    assert isinstance(model, ThreadModel)
    source = model._source
    assert isinstance(source, ListSource)
    source.messages.insert(0, message(70, "older"))
    model.refresh()
    assert (view.marked_text(), view.currentIndex().row()) == ("well", 1)
    del source.messages[1]
    model.refresh()
    assert view.marked_text() == ""


def test_marking_reads_nothing(qtbot: QtBot, open_view: Open) -> None:
    view = open_view()
    model = view.model()
    assert isinstance(model, ThreadModel)
    source = model._source
    assert isinstance(source, ListSource)
    source.messages.append(replace(message(1, TEXT), fresh=True))
    model.refresh()
    view._seen_timer.stop()
    with qtbot.assertNotEmitted(view.rows_seen, wait=1_200):
        drag(view, spot(view, "well"), spot(view, "near"))
        QTest.mouseDClick(view.viewport(), LEFT, pos=spot(view, "well", 1))
        press(view, Key.Key_Return, Key.Key_End)
        press(view, Key.Key_A, held=CTRL)


def test_what_is_marked_is_seen(open_view: Open) -> None:
    view = open_view(TEXT)
    before = view.viewport().grab().toImage()
    QTest.mouseDClick(view.viewport(), LEFT, pos=spot(view, "school", 1))
    after = view.viewport().grab().toImage()
    box = QRect(spot(view, "school"), spot(view, "school", 6))
    across = range(box.left() + 2, box.right() - 2)
    assert {after.pixelColor(x, box.top() - 8).name().upper() for x in across} == {LIGHT.selection}
    outside = spot(view, "well", 2) - QPoint(0, 8)
    assert after.pixelColor(outside) == before.pixelColor(outside)


def menu_of(view: MessageView) -> list[str]:
    menu = view.findChild(QMenu)
    return [action.text().split("\t")[0] for action in menu.actions() if action.text()]


@pytest.mark.qt_log_ignore("does not support", extend=True)  # of the platform without a screen
@pytest.mark.parametrize(
    ("waits", "lines"), [(True, ["Copy", "Select all", "Take back"]), (False, ["Copy", "Select all"])]
)
def test_the_menu_offers_what_applies(qtbot: QtBot, open_view: Open, waits: bool, lines: list[str]) -> None:
    view = open_view(TEXT)
    model = view.model()
    assert isinstance(model, ThreadModel)
    source = model._source
    assert isinstance(source, ListSource)
    source.change(0, mine=True, can_take_back=waits)
    model.refresh()
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    assert menu_of(view) == lines
    menu = view.findChild(QMenu)
    menu.actions()[1].trigger()
    assert view.marked_text() == TEXT
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == TEXT
    if waits:
        with qtbot.waitSignal(view.take_back_asked):
            menu.actions()[-1].trigger()
    menu.close()


# ------------------------------------------------------------------ steps


TEXTS = st.text(st.sampled_from("ab \t\nشك🙂é́हि1."), max_size=40)


@pytest.fixture(scope="module")
def font(qapp: QApplication) -> QFont:
    """The messages' font."""
    return Theme(qapp).font("body")


@given(text=TEXTS, step=st.sampled_from(list(Step)))
def test_steps_stay_in_the_text_and_between_letters(font: QFont, text: str, step: Step) -> None:
    flow = TextFlow(text, font, 120)
    position = 0
    for _ in range(flow.length + 2):
        assert flow.text(0, position) + flow.text(position, flow.length) == text
        start, end = word_at(flow, position)
        assert 0 <= start <= position <= max(end, position) <= flow.length
        down = VERTICAL.get(step)
        position = stepped_down(flow, position, 30, down * 22) if down else stepped(flow, position, step)
        assert 0 <= position <= flow.length


@given(text=TEXTS)
def test_going_on_reaches_the_end_and_going_back_the_start(font: QFont, text: str) -> None:
    flow = TextFlow(text, font, 120)
    on, back = 0, flow.length
    for _ in range(flow.length):
        on = stepped(flow, on, Step.LEFT if _mirrored(flow, on) else Step.RIGHT)
        back = stepped(flow, back, Step.RIGHT if _mirrored(flow, back) else Step.LEFT)
    assert (on, back) == (flow.length, 0)


def _mirrored(flow: TextFlow, position: int) -> bool:
    return flow.paragraphs[flow.place_of(position)].right_to_left
