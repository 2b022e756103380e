# SPDX-License-Identifier: Apache-2.0
"""The reviewer: typing suggests; reasons, marks, comments; nothing has gone until it is given back."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from mentordesk.ui.document.marginfield import Field
from tests.gui.review.bench import Desk, Essay, asked, plain
from tests.gui.review.conftest import Seat
from tests.gui.review.test_margin_owner import labels, press
from tests.helpers.term import GRACE

Key, Held = Qt.Key, Qt.KeyboardModifier


def box(desk: Desk) -> QCheckBox:
    """*Most important* on the card that is open."""
    return next(one for one in desk.margin.panel.findChildren(QCheckBox) if one.isVisible())


def test_typing_in_the_text_makes_a_card(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(Essay(), GRACE, asked(returned=False))
    at = desk.paper.text.text().index("water engineering")
    desk.editor.select(at, at)
    qtbot.keyClicks(desk.editor, "clean ")
    desk.settle()
    assert desk.spoken() == ["You suggest: add 'clean'. Fits. Not given back yet."]
    assert desk.margin.current is not None


def test_a_reason_is_kept_when_the_field_is_left(seat: Seat, qtbot: QtBot) -> None:
    essay = Essay()
    essay.suggest("quick", "slow")
    desk = seat(essay, GRACE)
    desk.go_to("slow")
    desk.margin.enter()
    field = QApplication.focusWidget()
    assert isinstance(field, Field)
    qtbot.keyClicks(field, "A well is not quick")
    qtbot.keyClick(field, Key.Key_Tab)
    desk.settle()
    assert desk.paper.text.suggestions()[0].reason == "A well is not quick"


def test_enter_in_the_reason_keeps_it_and_leads_back_into_the_text(seat: Seat, qtbot: QtBot) -> None:
    essay = Essay()
    essay.suggest("quick", "slow")
    desk = seat(essay, GRACE)
    desk.go_to("slow")
    desk.margin.enter()
    qtbot.keyClicks(QApplication.focusWidget(), "Because")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    desk.settle()
    assert desk.editor.hasFocus()
    assert desk.paper.text.suggestions()[0].reason == "Because"


def test_a_reason_just_written_is_kept_when_the_next_card_is_gone_to(seat: Seat, qtbot: QtBot) -> None:
    essay = Essay()
    essay.suggest("quick", "slow")
    essay.suggest("cold", "icy")
    desk = seat(essay, GRACE)
    desk.go_to("slow")
    desk.margin.enter()
    qtbot.keyClicks(QApplication.focusWidget(), "It is not quick")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Down, Held.AltModifier)
    desk.settle()
    assert desk.margin.current.adds == "icy"
    assert [one.reason for one in desk.paper.text.suggestions()] == ["It is not quick", ""]


def test_one_press_marks_what_a_reason_was_just_written_for(seat: Seat, qtbot: QtBot) -> None:
    essay = Essay()
    essay.suggest("quick", "slow")
    desk = seat(essay, GRACE)
    desk.go_to("slow")
    desk.margin.enter()
    qtbot.keyClicks(QApplication.focusWidget(), "It is not quick")
    qtbot.mouseClick(box(desk), Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    desk.settle()
    (one,) = desk.paper.text.suggestions()
    assert (one.reason, one.important) == ("It is not quick", True)


def test_three_can_be_most_important_and_a_fourth_is_refused_kindly(seat: Seat) -> None:
    essay = Essay()
    for old, new in (("quick", "slow"), ("cold", "icy"), ("truck", "lorry"), ("teacher", "tutor")):
        essay.suggest(old, new)
    desk = seat(essay, GRACE)
    for new in ("slow", "icy", "lorry", "tutor"):
        desk.go_to(new)
        box(desk).click()
        desk.settle()
    marked = [one.adds for one in desk.paper.text.suggestions() if one.important]
    assert marked == ["slow", "icy", "lorry"]
    assert desk.told[-1][0].startswith("Three are marked already.")
    assert not box(desk).isChecked(), "the box shows what is true"


def test_the_mark_keeps_the_focus_so_that_one_may_think_again(seat: Seat, qtbot: QtBot) -> None:
    essay = Essay()
    essay.suggest("quick", "slow")
    desk = seat(essay, GRACE)
    desk.go_to("slow")
    for wanted in (True, False):
        box(desk).setFocus()
        qtbot.keyClick(box(desk), Key.Key_Space)
        desk.settle()
        assert box(desk).isChecked() is wanted
        assert box(desk).hasFocus()


def test_a_suggestion_is_taken_back_and_that_can_be_undone(seat: Seat) -> None:
    essay = Essay()
    essay.suggest("quick", "slow")
    desk = seat(essay, GRACE)
    desk.go_to("slow")
    press(desk, "Take back")
    assert desk.paper.text.suggestions() == ()
    assert desk.told[-1] == ("Taken back.", "Undo")
    desk.undo_told()
    assert [one.adds for one in desk.paper.text.suggestions()] == ["slow"]


def test_a_comment_on_marked_words_by_keys(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(Essay(), GRACE)
    at = desk.paper.text.text().index("my sister")
    desk.editor.select(at, at + len("my sister"))
    assert desk.keys.comment.shortcut() == QKeySequence("Ctrl+Alt+M")
    desk.keys.comment.trigger()
    note = desk.margin.sheets.note
    assert note is not None
    assert desk.rect().contains(note.geometry())
    field = QApplication.focusWidget()
    assert isinstance(field, Field)
    qtbot.keyClicks(field, "What is her name?")
    qtbot.keyClick(field, Key.Key_Return)
    desk.settle()
    assert desk.spoken() == ["You say to 'my sister': What is her name? Fits. Not given back yet."]
    assert desk.editor.hasFocus()


def test_without_a_selection_the_word_at_the_caret_is_commented(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(Essay(), GRACE)
    at = desk.paper.text.text().index("village") + 3
    desk.editor.select(at, at)
    desk.margin.comment()
    note = desk.margin.sheets.note
    assert note is not None
    assert note.accessibleName() == "Comment on 'village'"
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert desk.margin.sheets.note is None
    assert desk.paper.text.comments() == ()
    assert desk.editor.hasFocus()


def test_where_there_is_no_word_it_says_to_mark_some(seat: Seat) -> None:
    desk = seat(Essay("", "One"), GRACE)
    desk.editor.select(0, 0)
    desk.margin.comment()
    assert desk.told == [("Mark the words first that you want to comment on.", "")]


def test_my_own_comment_can_be_written_again(seat: Seat, qtbot: QtBot) -> None:
    essay = Essay()
    essay.comment("cold", "How cold?")
    desk = seat(essay, GRACE)
    desk.go_to("How cold?")
    desk.margin.enter()
    qtbot.keyClicks(QApplication.focusWidget(), " Tell me")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    desk.settle()
    assert desk.paper.text.comments()[0].text == "How cold? Tell me"


def test_the_reviewer_decides_nothing(seat: Seat, qtbot: QtBot) -> None:
    essay = Essay()
    essay.suggest("quick", "slow")
    essay.give_back()
    desk = seat(essay, GRACE)
    desk.go_to("slow")
    assert not {"Accept", "Refuse"} & set(labels(desk))
    qtbot.keyClick(desk.editor, Key.Key_Y, Held.ControlModifier | Held.ShiftModifier)
    desk.settle()
    assert "quick" in desk.paper.text.text()


def test_the_bar_says_whose_turn_it_is_and_that_nothing_has_gone(seat: Seat) -> None:
    essay = Essay()
    desk = seat(essay, GRACE, asked(returned=False))
    assert plain(desk.bar._main.text()) == "You are suggesting. Amina Achieng decides."
    assert plain(desk.bar._quiet.text()) == "Nothing yet · Give it back by Fri 15"
    assert not desk.bar._give.isEnabled()
    essay.suggest("quick", "slow")
    essay.comment("cold", "How cold?")
    desk.settle()
    said = plain(desk.bar._quiet.text())
    counts, by, kept = said.split(" · ")
    assert (counts, by) == ("1 suggestions, 1 comments", "Give it back by Fri 15")
    assert kept.startswith("Nothing of this has gone to Amina")
    assert desk.bar._give.isEnabled()


def test_giving_back_gives_everything_at_once_and_says_so(seat: Seat, qtbot: QtBot) -> None:
    essay = Essay()
    essay.suggest("quick", "slow")
    desk = seat(essay, GRACE, asked(returned=False))
    qtbot.keyClicks(desk.bar.works, "The walk is alive.")
    desk.bar._give.setFocus()
    desk.bar._give.click()
    assert desk.editor.hasFocus()
    desk.settle()
    assert desk.told[-1][0] == "Given back: 1 suggestions. It goes to Amina Achieng when it connects."
    assert all(one.returned for one in desk.paper.text.suggestions())
    assert desk.paper.text.works()[GRACE] == "The walk is alive."
    assert desk.paper.review.mine().total == 0


def test_what_works_first_is_kept_when_the_field_is_left(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(Essay(), GRACE)
    desk.bar.works.setFocus()
    qtbot.keyClicks(desk.bar.works, "I could see it")
    qtbot.keyClick(desk.bar.works, Key.Key_Escape)
    assert desk.editor.hasFocus()
    assert desk.paper.review.works == "I could see it"


def test_what_works_alone_can_be_given_back(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(Essay(), GRACE)
    qtbot.keyClicks(desk.bar.works, "All of it")
    assert desk.bar._give.isEnabled() or not desk.bar.keep_works()
    assert desk.bar._give.isEnabled()


def test_an_empty_margin_says_how_to_begin(seat: Seat) -> None:
    desk = seat(Essay(), GRACE)
    assert desk.margin.empty.words() == (
        "Type in the text to suggest something. Mark some words to comment on them."
    )
    assert desk.margin.empty.findChildren(QPushButton)[0].isHidden()
