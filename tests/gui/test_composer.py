# SPDX-License-Identifier: Apache-2.0
"""The composer keeps what is written, grows with it, and can be used by keyboard alone."""

import gc
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QAccessible, QFontMetrics, QGuiApplication, QImage, QTextFormat
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mentordesk.domain.messages import MAX_MESSAGE_BYTES
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import Look, Scheme
from mentordesk.ui.widgets.composer import Composer
from mentordesk.ui.widgets.messageedit import MOST_KEPT
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


@pytest.mark.parametrize("hint", ["Write to Grace", "Write to يوسف حداد", "मेरी बहन को लिखें"])
def test_the_hint_is_painted_whole_in_any_script(composer: Composer, hint: str) -> None:
    composer.set_placeholder(hint)
    edit = composer.edit
    image = edit.viewport().grab().toImage()
    paper = image.pixelColor(image.width() - 1, image.height() - 1)
    across = range(12, image.width() - 1)  # beside the caret
    inked = [y for y in range(image.height()) if any(image.pixelColor(x, y) != paper for x in across)]
    assert len(inked) >= QFontMetrics(edit.font()).tightBoundingRect(hint).height() - 1
    composer.set_text("x")
    image = edit.viewport().grab().toImage()
    assert all(image.pixelColor(x, y) == paper for y in inked for x in range(30, image.width() - 1))


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


def test_leaves_the_messages_room_where_text_is_large(qtbot: QtBot, theme: Theme, words: Words) -> None:
    theme.set_look(Look(Scheme.LIGHT, text_percent=200))
    window = QWidget()
    qtbot.addWidget(window)
    pile = QVBoxLayout(window)
    pile.addStretch(1)
    made = Composer(theme, words)
    pile.addWidget(made)
    window.resize(700, 690)
    with qtbot.waitExposed(window):
        window.show()
    made.set_text("\n".join("x" * 40))
    assert 90 < made.edit.height() < 690 / 3.5
    theme.set_look(Look(Scheme.LIGHT))
    assert made.edit.height() > 6 * 15 * 1.45


def test_grows_with_the_text_size(composer: Composer, theme: Theme) -> None:
    before = composer.edit.height()
    theme.set_look(Look(Scheme.LIGHT, text_percent=200))
    assert composer.edit.height() > before * 1.5


def sides(composer: Composer) -> list[str]:
    """At which side each paragraph begins, as laid out."""
    document = composer.edit.document()
    layout = document.documentLayout()
    found = []
    for number in range(document.blockCount()):
        block = document.findBlockByNumber(number)
        layout.blockBoundingRect(block)
        line = block.layout().lineAt(0)
        start = line.cursorToX(0)
        x = start[0] if isinstance(start, tuple) else start
        found.append("right" if x > layout.documentSize().width() / 2 else "left")
    return found


def test_each_paragraph_aligns_as_it_reads(composer: Composer) -> None:
    composer.set_text("شكرا Grace\nThank you شكرا\n12:30\nأراك غدا\n12:30")
    assert sides(composer) == ["right", "left", "left", "right", "right"]


def test_a_paragraph_turns_while_it_is_written(qtbot: QtBot, composer: Composer) -> None:
    composer.edit.insertPlainText("1. ")
    assert sides(composer) == ["left"]
    composer.edit.insertPlainText("شكرا")
    assert sides(composer) == ["right"]
    qtbot.keyClick(composer.edit, Qt.Key.Key_Return)
    assert sides(composer) == ["right", "right"], "the next one begins on the same side"
    qtbot.keyClicks(composer.edit, "Thank you")
    assert sides(composer) == ["right", "left"]


def test_an_empty_field_begins_where_the_window_does(composer: Composer) -> None:
    composer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert sides(composer) == ["right"]
    composer.edit.insertPlainText("Hello")
    assert sides(composer) == ["left"]


def test_a_turn_is_undone_with_the_words_that_made_it(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.edit, "one ")
    composer.edit.selectAll()
    composer.edit.insertPlainText("شكرا")
    assert (composer.text(), sides(composer)) == ("شكرا", ["right"])
    composer.edit.undo()
    assert (composer.text(), sides(composer)) == ("one ", ["left"])


def test_a_draft_put_in_cannot_be_undone_away(composer: Composer) -> None:
    composer.set_text("From yesterday\nشكرا")
    composer.edit.undo()
    assert composer.text() == "From yesterday\nشكرا"


@pytest.mark.parametrize("percent", [100, 200])
def test_lines_are_1_45_apart(composer: Composer, theme: Theme, percent: int) -> None:
    theme.set_look(Look(Scheme.LIGHT, text_percent=percent))
    composer.set_text("one\ntwo\nthree")
    composer.edit.insertPlainText("\nfour")
    layout, document = composer.edit.document().documentLayout(), composer.edit.document()
    tops = [layout.blockBoundingRect(document.findBlockByNumber(n)).top() for n in range(4)]
    apart = [below - above for above, below in pairwise(tops)]
    assert min(apart) >= theme.font("body").pixelSize() * 1.45
    assert max(apart) - min(apart) < 1


def test_another_text_size_asks_for_no_saving(qtbot: QtBot, composer: Composer, theme: Theme) -> None:
    composer.set_text("شكرا")
    with qtbot.assertNotEmitted(composer.paused):
        theme.set_look(Look(Scheme.LIGHT, text_percent=150))
        composer.flush()


def paste(composer: Composer, text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
    composer.edit.paste()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("bell\x07 null\x00 escape\x1b[31m", "bell null escape[31m"),
        ("tab\there \ufffc", "tab\there "),
        (" é 😀 شكرا \u200fx", " é 😀 شكرا \u200fx"),
        ("Vraiment\u00a0?", "Vraiment\u00a0?"),
    ],
)
def test_what_is_pasted_becomes_plain_text(composer: Composer, given: str, kept: str) -> None:
    paste(composer, given)
    assert composer.text() == kept


def test_a_paste_brings_no_looks_along(composer: Composer) -> None:
    paste(composer, "red", "<h1 style='color: red; font-size: 40px'>red <img src='x'></h1>")
    assert composer.text() == "red"
    cursor = composer.edit.textCursor()
    assert not cursor.charFormat().hasProperty(QTextFormat.Property.ForegroundBrush)
    assert not cursor.charFormat().hasProperty(QTextFormat.Property.FontPixelSize)
    assert composer.edit.document().blockCount() == 1


def test_what_is_not_text_is_not_offered_a_place(composer: Composer) -> None:
    data = QMimeData()
    data.setData("text/html", QByteArray(b"<h1>red</h1>"))
    assert not composer.edit.canInsertFromMimeData(data)
    composer.edit.insertFromMimeData(data)
    assert composer.text() == ""


def test_a_pasted_picture_is_offered_and_leaves_the_text_alone(qtbot: QtBot, composer: Composer) -> None:
    data = QMimeData()
    data.setImageData(QImage(8, 9, QImage.Format.Format_RGB32))
    assert composer.edit.canInsertFromMimeData(data)
    with qtbot.waitSignal(composer.picture_offered) as offered:
        composer.edit.insertFromMimeData(data)
    assert offered.args[0].height() == 9
    assert composer.text() == ""


def test_words_are_pasted_as_words_although_their_picture_lies_beside_them(composer: Composer) -> None:
    data = QMimeData()
    data.setText("three words here")
    data.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    composer.edit.insertFromMimeData(data)
    assert composer.text() == "three words here"


def test_pasted_and_dropped_files_are_offered(qtbot: QtBot, composer: Composer, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "essay.pdf")), QUrl("https://example.org/page")])
    with qtbot.waitSignal(composer.files_offered) as offered:
        composer.edit.insertFromMimeData(data)
    assert offered.args == [[tmp_path / "essay.pdf"]]
    assert composer.text() == ""


def test_copy_takes_the_words_alone(composer: Composer) -> None:
    composer.set_text("Vraiment\u00a0?\nشكرا")
    composer.edit.selectAll()
    composer.edit.copy()
    gc.collect()
    data = QGuiApplication.clipboard().mimeData()
    assert (data.text(), data.formats()) == ("Vraiment\u00a0?\nشكرا", ["text/plain"])


def test_shift_enter_is_a_line_end_like_any_other(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.edit, "a")
    qtbot.keyClick(composer.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.edit, "b")
    assert composer.text() == "a\nb"
    assert composer.edit.document().blockCount() == 2


MEGABYTE = "word " * 200_000


def test_a_megabyte_is_not_pasted_and_what_was_written_stays(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.edit, "Look: ")
    paste(composer, MEGABYTE)
    assert (composer.text(), composer.caret()) == ("Look: ", 6)
    assert composer._notice.words == (
        "That is 1.0 MB. One message takes up to 33 KB, so it was not put in. "
        "What you wrote is still here. Put in a part of it."
    )
    paste(composer, "a part of it")
    assert (composer.text(), composer._notice.words) == ("Look: a part of it", "")


def test_pastes_add_up_and_what_they_replace_does_not_count(composer: Composer) -> None:
    paste(composer, "x" * MOST_KEPT)
    assert len(composer.text()) == MOST_KEPT
    paste(composer, "y")
    assert (len(composer.text()), composer._notice.words != "") == (MOST_KEPT, True)
    composer.edit.selectAll()
    paste(composer, "y" * MOST_KEPT)
    assert set(composer.text()) == {"y"}


def test_too_long_a_text_is_not_asked_to_be_sent_and_stays(qtbot: QtBot, composer: Composer) -> None:
    text = "x" * (MAX_MESSAGE_BYTES + 1)
    composer.set_text(text)
    with qtbot.assertNotEmitted(composer.send_asked):
        qtbot.keyClick(composer.edit, Qt.Key.Key_Return, CTRL)
    assert composer.text() == text
    assert "33 KB" in composer._notice.words
    assert "too long for one message" in composer._notice.words
    composer.set_text(text[1:] + " \n")  # outer blanks are not sent
    with qtbot.waitSignal(composer.send_asked):
        qtbot.keyClick(composer.edit, Qt.Key.Key_Return, CTRL)
    assert composer._notice.words == ""


def shown_words(composer: Composer) -> str:
    return composer._saved.text() + "|" + composer._size.text()


def test_says_when_it_was_saved_and_how_much_it_is(composer: Composer) -> None:
    composer.set_text("x" * 1_400)
    composer.show_saved(WEDNESDAY)
    assert shown_words(composer) == "Saved 11:00|1 KB"
    composer.clear_text()
    assert (composer.text(), shown_words(composer)) == ("", "|")


def test_a_megabyte_is_kept_and_said_to_be_too_long(composer: Composer) -> None:
    composer.set_text(MEGABYTE)
    assert composer.text() == MEGABYTE
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


def test_the_field_has_a_name_for_screen_readers(composer: Composer) -> None:
    face = QAccessible.queryAccessibleInterface(composer.edit)
    assert face.text(QAccessible.Text.Name) == "Your message"
