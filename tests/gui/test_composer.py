# SPDX-License-Identifier: Apache-2.0
"""The composer keeps what is written, grows with it, and can be used by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mentordesk.domain.messages import MAX_MESSAGE_BYTES
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import Look, Scheme
from mentordesk.ui.widgets.composer import Composer
from mentordesk.ui.words import Words
from tests.helpers.messages import WEDNESDAY

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def composer(qtbot: QtBot, theme: Theme, words: Words) -> Composer:
    made = Composer(theme, words)
    qtbot.addWidget(made)
    made.resize(600, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def button(composer: Composer) -> QPushButton:
    found = composer.findChild(QPushButton)
    assert isinstance(found, QPushButton)
    return found


def test_ctrl_enter_sends_and_the_text_stays(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.edit, "Hello Grace")
    with qtbot.waitSignal(composer.send_asked) as sent:
        qtbot.keyClick(composer.edit, Qt.Key.Key_Return, CTRL)
    assert sent.args == ["Hello Grace"]
    assert composer.text() == "Hello Grace"


def test_enter_alone_writes_a_line(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.edit, "a")
    with qtbot.assertNotEmitted(composer.send_asked):
        qtbot.keyClick(composer.edit, Qt.Key.Key_Return)
    assert composer.text() == "a\n"


def test_send_can_be_reached_by_tab(qtbot: QtBot, composer: Composer) -> None:
    composer.set_text("Hello")
    composer.activateWindow()
    composer.setFocus()
    assert composer.edit.hasFocus()
    qtbot.keyClick(composer.edit, Qt.Key.Key_Tab)
    assert button(composer).hasFocus()
    assert composer.text() == "Hello"


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_there_is_nothing_to_send_in_blank_text(qtbot: QtBot, composer: Composer, text: str) -> None:
    composer.set_text(text)
    assert not button(composer).isEnabled()
    with qtbot.assertNotEmitted(composer.send_asked):
        qtbot.keyClick(composer.edit, Qt.Key.Key_Return, CTRL)


def test_writing_is_told_at_a_pause_with_the_caret(qtbot: QtBot, composer: Composer) -> None:
    with qtbot.waitSignal(composer.paused) as told:
        composer.edit.insertPlainText("é😀b")
        qtbot.keyClick(composer.edit, Qt.Key.Key_Left)
    assert told.args == ["é😀b", 3]


def test_writing_without_a_pause_is_told_too(qtbot: QtBot, composer: Composer) -> None:
    composer._pause.setInterval(60_000)
    with qtbot.waitSignal(composer.paused, timeout=4_000):
        qtbot.keyClicks(composer.edit, "no pause here")


def test_a_draft_put_in_is_not_told_again(qtbot: QtBot, composer: Composer) -> None:
    composer.set_text("From yesterday", 4)
    assert composer.caret() == 4
    with qtbot.assertNotEmitted(composer.paused):
        composer.flush()


def test_leaving_tells_what_is_unsaved_at_once(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.edit, "half a sen")
    with qtbot.waitSignal(composer.paused, timeout=0):
        composer.flush()


def test_grows_from_two_lines_to_six(composer: Composer) -> None:
    heights = []
    for lines in (1, 2, 3, 6, 7, 40):
        composer.set_text("\n".join("x" * lines))
        heights.append(composer.edit.height())
    one, two, three, six, seven, forty = heights
    assert one == two < three < six == seven == forty


@pytest.mark.parametrize("letter", ["x", "ع", "हि"])
def test_six_lines_of_any_script_need_no_scrolling(qtbot: QtBot, composer: Composer, letter: str) -> None:
    composer.set_text("\n".join([letter] * 6))
    qtbot.waitUntil(lambda: not composer.edit.verticalScrollBar().isVisible())


def test_grows_with_the_text_size(composer: Composer, theme: Theme) -> None:
    before = composer.edit.height()
    theme.set_look(Look(Scheme.LIGHT, text_percent=200))
    assert composer.edit.height() > before * 1.5


def test_text_aligns_as_it_reads(composer: Composer) -> None:
    option = composer.edit.document().defaultTextOption
    composer.set_text("شكرا Grace")
    assert option().alignment() == Qt.AlignmentFlag.AlignRight
    composer.set_text("Thank you شكرا")
    assert option().alignment() == Qt.AlignmentFlag.AlignLeft
    assert option().textDirection() == Qt.LayoutDirection.LayoutDirectionAuto


def shown_words(composer: Composer) -> str:
    return composer._saved.text() + "|" + composer._size.text()


def test_says_when_it_was_saved_and_how_much_it_is(composer: Composer) -> None:
    composer.set_text("x" * 1_400)
    composer.show_saved(WEDNESDAY)
    assert shown_words(composer) == "Saved 11:00|1 KB"
    composer.clear_text()
    assert (composer.text(), shown_words(composer)) == ("", "|")


def test_a_megabyte_is_kept_and_said_to_be_too_long(composer: Composer) -> None:
    text = "word " * 200_000
    composer.set_text(text)
    assert composer.text() == text
    assert shown_words(composer) == f"|1.0 MB, too long: {round(MAX_MESSAGE_BYTES / 1000)} KB fit"


def test_ctrl_s_asks_whether_it_is_saved(qtbot: QtBot, composer: Composer) -> None:
    with qtbot.waitSignal(composer.save_asked):
        qtbot.keyClick(composer.edit, Qt.Key.Key_S, CTRL)


def test_a_notice_offers_what_to_do(qtbot: QtBot, composer: Composer) -> None:
    composer.show_notice("This looks like a phone number.", "warn", [("out", "Take it out")])
    link = composer._notice._links[0]
    with qtbot.waitSignal(composer.notice_acted) as acted:
        qtbot.keyClick(link, Qt.Key.Key_Space)
    assert acted.args == ["out"]
    composer.clear_notice()
    assert composer._notice.words == ""


def test_taking_out_can_be_undone(composer: Composer) -> None:
    composer.set_text("Call 0712 now")
    composer.take_out(5, 10)
    assert composer.text() == "Call now"
    composer.edit.undo()
    assert composer.text() == "Call 0712 now"


def test_the_field_has_a_name_for_screen_readers(composer: Composer) -> None:
    face = QAccessible.queryAccessibleInterface(composer.edit)
    assert face.text(QAccessible.Text.Name) == "Your message"
