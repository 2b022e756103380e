# SPDX-License-Identifier: Apache-2.0
"""The list of messages: stays where one reads, follows the end, works by keyboard, can be heard."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mentordesk.domain.messages import Delivery
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import LIGHT, Look, Scheme
from mentordesk.ui.thread.model import ThreadModel
from mentordesk.ui.widgets.messagedelegate import initial_of, paint_bar
from mentordesk.ui.widgets.messageview import MessageView
from mentordesk.ui.words import Words
from tests.helpers.messages import ListSource, conversation, message

Open = Callable[[ListSource], MessageView]


@pytest.fixture
def open_view(qtbot: QtBot, theme: Theme, words: Words) -> Open:
    """Shows a source in a view of 700 × 400."""

    def show(source: ListSource) -> MessageView:
        view = MessageView(theme, words)
        qtbot.addWidget(view)
        view.setModel(ThreadModel(source, words))
        view.resize(700, 400)
        with qtbot.waitExposed(view):
            view.show()
        view.activateWindow()
        view.setFocus()
        return view

    return show


def tops(view: MessageView) -> dict[bytes, int]:
    """Message id → top of its row, for rows in sight."""
    model = view.model()
    assert isinstance(model, ThreadModel)
    found = {}
    for y in range(0, view.viewport().height(), 5):
        index = view.indexAt(QPoint(300, y))
        shown = model.find(index.row())
        if shown is not None:
            found[shown.id] = view.visualRect(index).top()
    return found


def refresh(view: MessageView) -> None:
    model = view.model()
    assert isinstance(model, ThreadModel)
    model.refresh()


def test_opens_at_the_newest(open_view: Open) -> None:
    source = ListSource(conversation(5_000))
    view = open_view(source)
    assert source.messages[-1].id in tops(view)
    assert view.is_at_end
    assert source.reads < 12, "only pages near the end were read"


def test_follows_new_messages_at_the_end(open_view: Open) -> None:
    source = ListSource(conversation(100))
    view = open_view(source)
    source.messages.append(message(500))
    refresh(view)
    assert message(500).id in tops(view)


def test_stays_where_one_reads_when_messages_come(qtbot: QtBot, open_view: Open) -> None:
    source = ListSource(conversation(300))
    view = open_view(source)
    view.show_row(100)
    before = tops(view)
    source.messages += [message(500), message(501)]
    with qtbot.waitSignal(view.more_below) as told:
        refresh(view)
    assert told.args == [2]
    assert tops(view) == before


@pytest.mark.parametrize(("place", "count"), [(0, 1), (95, 1), (0, 3_000)])
def test_stays_where_one_reads_when_older_messages_come(open_view: Open, place: int, count: int) -> None:
    source = ListSource(conversation(300))
    view = open_view(source)
    view.show_row(100)
    before = tops(view)
    time = source.messages[place].time
    source.messages[place:place] = [replace(message(9_000 + n), time=time) for n in range(count)]
    refresh(view)
    after = tops(view)
    anchor = min(before, key=lambda known: before[known])
    assert after[anchor] == before[anchor]


def test_scrolling_up_moves_rows_by_what_was_asked(open_view: Open) -> None:
    view = open_view(ListSource(conversation(500)))
    bar = view.verticalScrollBar()
    for _ in range(60):
        before = tops(view)
        bar.setValue(bar.value() - 37)
        after = tops(view)
        assert {after[known] - before[known] for known in before.keys() & after.keys()} <= {37}


def test_keeps_the_place_in_another_width_and_text_size(open_view: Open, theme: Theme) -> None:
    view = open_view(ListSource(conversation(300)))
    view.show_row(100)
    top = min(tops(view), key=lambda known: tops(view)[known])
    view.resize(420, 400)
    assert top in tops(view)
    theme.set_look(Look(Scheme.LIGHT, text_percent=200))
    assert top in tops(view)


def test_arrows_visit_rows_and_home_and_end_go_far(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(ListSource(conversation(200)))
    last = view.currentIndex().row()
    assert last == 199, "the newest has the focus first"
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    assert view.verticalScrollBar().value() == 0
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.is_at_end


def test_arrows_read_through_a_long_message(qtbot: QtBot, open_view: Open) -> None:
    long = message(1, "A long story. " * 400)
    view = open_view(ListSource([message(0), long, message(2)]))
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    steps = 0
    while view.currentIndex().row() == 1:
        qtbot.keyClick(view, Qt.Key.Key_Down)
        steps += 1
        assert steps < 50
    assert steps >= view.visualRect(view.model().index(1, 0)).height() // 400


def test_page_keys_turn_pages(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(ListSource(conversation(200)))
    before = view.verticalScrollBar().value()
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert before - view.verticalScrollBar().value() > 200
    assert view.visualRect(view.currentIndex()).top() >= 0


def test_take_back_by_key_and_by_mouse(qtbot: QtBot, open_view: Open) -> None:
    mine = replace(message(2, mine=True), can_take_back=True)
    view = open_view(ListSource([message(1), mine]))
    with qtbot.waitSignal(view.take_back_asked) as by_key:
        qtbot.keyClick(view, Qt.Key.Key_Space)
    assert by_key.args == [mine.id]
    row = view.visualRect(view.model().index(1, 0))
    link = view.itemDelegate().link_rect(view.model().index(1, 0), row, False)
    with qtbot.waitSignal(view.take_back_asked) as by_mouse:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=link.center())
    assert by_mouse.args == [mine.id]


def test_what_has_left_cannot_be_taken_back(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(ListSource([replace(message(2, mine=True), delivery=Delivery.AT_THE_SERVER)]))
    with qtbot.assertNotEmitted(view.take_back_asked):
        qtbot.keyClick(view, Qt.Key.Key_Space)


def test_copy_takes_the_text(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(ListSource([message(1, "شكرا Grace")]))
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "شكرا Grace"


def test_what_stood_on_the_screen_is_told_once(qtbot: QtBot, open_view: Open) -> None:
    rows = [replace(row, fresh=not row.mine) for row in conversation(200)]
    view = open_view(ListSource(rows))
    shown = set(tops(view))
    with qtbot.waitSignal(view.rows_seen) as told:
        view.viewport().update()
    assert told.args is not None
    fresh = {row.id for row in rows if row.fresh}
    assert shown & fresh <= set(told.args[0]) <= fresh & {row.id for row in rows[-12:]}
    view.viewport().update()
    with qtbot.assertNotEmitted(view.rows_seen, wait=1_200):
        view.scroll_to_end()


def test_a_screen_reader_finds_rows_and_hears_them_whole(open_view: Open) -> None:
    view = open_view(ListSource([message(1, "Hello"), message(2, "Hi", mine=True)]))
    face = QAccessible.queryAccessibleInterface(view)
    assert face.role() == QAccessible.Role.List
    assert face.text(QAccessible.Text.Name) == "Messages"
    row = face.child(1)
    assert row.role() == QAccessible.Role.ListItem
    assert row.text(QAccessible.Text.Name).startswith("You, 10:59\nHi\nOn this computer.")
    assert row.rect().height() == view.visualRect(view.model().index(1, 0)).height()


def ink(image: QImage, colour: str) -> list[int]:
    """The columns in which a colour is found."""
    wanted = QColor(colour)
    rows = range(image.height())
    return [x for x in range(image.width()) if any(image.pixelColor(x, y) == wanted for y in rows)]


def test_rows_are_mirrored_in_a_right_to_left_window(qapp: QApplication, open_view: Open) -> None:
    view = open_view(ListSource([replace(message(1, mine=True), delivery=Delivery.READ)]))
    view.clearFocus()
    half = view.viewport().width() / 2
    assert max(ink(view.viewport().grab().toImage(), LIGHT.accent)) < half, "the bar leads"
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert min(ink(view.viewport().grab().toImage(), LIGHT.accent)) > half


def lowest_ink(view: MessageView, top: int, high: int) -> int:
    """The last row with text-coloured ink among so many below `top`, beside the round mark."""
    image = view.viewport().grab().toImage()
    text = range(84, 140)
    rows = [y for y in range(top, top + high) if any(image.pixelColor(x, y).lightness() < 90 for x in text)]
    return max(rows)


def test_names_in_any_script_stand_on_the_same_line(open_view: Open, theme: Theme) -> None:
    theme.set_look(Look(Scheme.LIGHT, text_percent=200))
    names = ("HHH", "ااا")
    view = open_view(ListSource([replace(message(n, "."), author_name=name) for n, name in enumerate(names)]))
    view.resize(700, 700)
    view.clearFocus()
    high = theme.font("interface", bold=True).pixelSize() * 5 // 3
    tops = [view.visualRect(view.model().index(row, 0)).bottom() for row in (0, 1)]
    heads = [view.itemDelegate().parts(view.model().index(row, 0), 640, False) for row in (0, 1)]
    bottoms = []
    for parts, bottom in zip(heads, tops, strict=True):
        top = bottom + 1 - parts.height + parts.head.top()
        bottoms.append(lowest_ink(view, top, high) - top)
    assert abs(bottoms[0] - bottoms[1]) <= 1


def bar_rows(delivery: Delivery) -> list[bool]:
    """Whether each line of a 4 × 96 bar is inked."""
    image = QImage(4, 96, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_bar(painter, QRect(0, 0, 4, 96), delivery, LIGHT)
    painter.end()
    return [any(image.pixelColor(x, y).alpha() > 128 for x in range(4)) for y in range(96)]


def test_the_bar_says_by_its_shape_how_far_a_message_came() -> None:
    dotted = bar_rows(Delivery.ON_THIS_COMPUTER)
    half = bar_rows(Delivery.LEFT_THIS_COMPUTER)
    full = bar_rows(Delivery.AT_THE_SERVER)
    assert all(full[1:-1])
    assert all(half[1:47])
    assert not all(half[48:])
    assert sum(dotted[n] != dotted[n + 1] for n in range(95)) > 5
    assert bar_rows(Delivery.READ) == full


@pytest.mark.parametrize(
    ("name", "letter"), [("grace", "G"), ("सुनीता", "सु"), ("يوسف", "ي"), ("  é", "É"), ("", "")]
)
def test_initials_are_whole_letters(name: str, letter: str) -> None:
    assert initial_of(name) == letter


def test_the_scroll_bar_has_no_handle_where_all_is_in_sight(open_view: Open) -> None:
    assert not open_view(ListSource([message(1)])).verticalScrollBar().isEnabled()
    assert open_view(ListSource(conversation(50))).verticalScrollBar().isEnabled()


def test_what_came_while_one_was_elsewhere_is_read_on_coming_back(qtbot: QtBot, open_view: Open) -> None:
    source = ListSource([message(1)])
    view = open_view(source)
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.activateWindow()
    qtbot.waitUntil(lambda: not view.isActiveWindow())
    source.messages.append(replace(message(2), fresh=True))
    with qtbot.assertNotEmitted(view.rows_seen, wait=1_200):
        refresh(view)
    with qtbot.waitSignal(view.rows_seen) as told:
        view.activateWindow()
    assert told.args == [(message(2).id,)]


def test_what_is_new_is_shown_with_all_that_follows_where_it_fits(open_view: Open) -> None:
    view = open_view(ListSource([message(n) for n in range(50)]))
    high = view.visualRect(view.model().index(49, 0)).height()
    fitting = (view.viewport().height() - 12) // high
    view.show_row(50 - fitting)
    assert view.is_at_end
    assert view.visualRect(view.model().index(50 - fitting, 0)).top() >= 0
    view.show_row(50 - fitting - 1)
    assert not view.is_at_end
    top = view.visualRect(view.model().index(50 - fitting - 1, 0)).top()
    assert 0 < top <= view.viewport().height() // 5


def test_what_was_shown_is_shown_again_when_the_view_gets_its_height(open_view: Open) -> None:
    view = open_view(ListSource([message(n) for n in range(50)]))
    view.resize(700, 90)
    view.show_row(46)
    assert not view.is_at_end
    view.resize(700, 400)
    QApplication.processEvents()
    assert view.is_at_end
    view.resize(700, 90)
    QApplication.processEvents()
    assert view.visualRect(view.model().index(46, 0)).top() >= 0
    view.stay()
    view.verticalScrollBar().setValue(0)
    view.resize(700, 300)
    QApplication.processEvents()
    assert view.verticalScrollBar().value() == 0
