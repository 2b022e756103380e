# SPDX-License-Identifier: Apache-2.0
"""The owner and what came back: each card once, answers, keys, questions, changed and vanished places."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from mentordesk.domain.documents import Mode
from mentordesk.domain.texts import Answer
from mentordesk.ui.document.both import SeeBoth
from mentordesk.ui.document.cards import Card, Kind, Show
from mentordesk.ui.document.margincard import Deed
from mentordesk.ui.document.marginfield import Field
from mentordesk.ui.document.marginpaint import PieceFlow
from mentordesk.ui.document.reviewwords import ReviewWords
from mentordesk.ui.theme.theme import Theme
from tests.gui.review.bench import BARAKA, Desk, Essay, asked, plain, reviewed
from tests.gui.review.conftest import Seat
from tests.helpers.term import GRACE, ME

Key, Held = Qt.Key, Qt.KeyboardModifier


def press(desk: Desk, label: str) -> None:
    """Press a button of the card that is open."""
    buttons = [one for one in desk.margin.panel.findChildren(QPushButton) if one.isVisible()]
    found = [one for one in buttons if plain(one.text()) == label]
    assert found, [one.text() for one in buttons]
    found[0].click()
    desk.settle()


def labels(desk: Desk) -> list[str]:
    """The buttons of the card that is open."""
    buttons = desk.margin.panel.findChildren(QPushButton)
    return [plain(one.text()) for one in buttons if one.isVisible()]


def dialog() -> SeeBoth:
    """The passage as it was and is, just opened."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, SeeBoth) and w.isVisible())


def test_every_suggestion_and_comment_shows_once_and_says_how_it_stands(seat: Seat) -> None:
    desk = seat(reviewed(), review=asked())
    said = desk.spoken()
    assert said[0] == "Grace says what works first: The walk to the well is alive: I could see it"
    assert said[1] == (
        "Grace suggests: take out 'quick', add 'slow'. Why: A well is not quick. Fits. Not answered."
    )
    assert said[2] == (
        "Grace suggests: take out 'sister and me', add 'sister and I'. The text has changed. Not answered."
    )
    assert said[3] == "Grace suggests: add 'clean'. Most important. Fits. Not answered."
    assert said[4] == (
        "Grace suggests: take out 'truck', add 'lorry'. The place is no longer there. Not answered."
    )
    assert said[6] == "Grace says to 'One day': This ending is strong. Say when. Fits. Not answered."
    assert "The place is no longer there." in said[7]
    assert len(said) == 8


def test_what_has_no_place_any_more_stands_at_the_end(seat: Seat) -> None:
    desk = seat(reviewed())
    placed = [card.placed for card in desk.margin.cards[1:]]
    assert placed == sorted(placed, reverse=True)
    assert [card.quote for card in desk.margin.cards[1:] if not card.placed] == ["dry months"]


def test_accepting_puts_the_words_in_and_goes_to_the_next_card(seat: Seat) -> None:
    desk = seat(reviewed())
    desk.go_to("slow")
    assert desk.margin.current is not None
    press(desk, "Accept")
    assert desk.paper.text.text().startswith("The slow well")
    assert desk.answer_of("slow") is Answer.ACCEPTED
    assert desk.margin.current.removes == "sister and me"


def test_refusing_can_say_why(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(reviewed())
    desk.go_to("slow")
    press(desk, "Refuse")
    assert desk.answer_of("slow") is Answer.OPEN, "first it may be said why"
    field = next(one for one in desk.margin.panel.findChildren(Field) if one.isVisible())
    assert field.hasFocus()
    qtbot.keyClicks(field, "It is my word")
    qtbot.keyClick(field, Key.Key_Return)
    desk.settle()
    suggestion = next(one for one in desk.paper.text.suggestions() if one.adds == "slow")
    assert (suggestion.answer, suggestion.answer_words) == (Answer.REFUSED, "It is my word")
    assert "Refused: It is my word." in plain(desk.margin.words.spoken(desk.margin.cards[-1]))


def test_esc_in_the_field_takes_nothing_back_and_leads_to_the_buttons(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(reviewed())
    desk.go_to("slow")
    press(desk, "Refuse")
    field = next(one for one in desk.margin.panel.findChildren(Field) if one.isVisible())
    qtbot.keyClick(field, Key.Key_Escape)
    desk.settle()
    assert desk.answer_of("slow") is Answer.OPEN
    assert labels(desk) == ["Accept", "Refuse", "I don't understand", "Reply"]


def test_a_comment_is_done_or_not_yet_or_not_understood(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(reviewed())
    desk.go_to("This ending is strong")
    assert labels(desk) == ["Done", "Not yet", "I don't understand", "Reply"]
    press(desk, "Not yet")
    assert desk.answer_of("This ending") is Answer.NOT_YET
    assert desk.margin.current is not None
    assert desk.margin.current.open, "not yet waits on"
    press(desk, "I don't understand")
    field = next(one for one in desk.margin.panel.findChildren(Field) if one.isVisible())
    qtbot.keyClicks(field, "When of what?")
    qtbot.keyClick(field, Key.Key_Return)
    desk.settle()
    assert desk.answer_of("This ending") is Answer.UNCLEAR


def test_a_reply_stands_below_the_card(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(reviewed())
    desk.go_to("This ending")
    press(desk, "Reply")
    field = next(one for one in desk.margin.panel.findChildren(Field) if one.isVisible())
    qtbot.keyClicks(field, "In 2031")
    qtbot.keyClick(field, Key.Key_Return)
    desk.settle()
    (reply,) = desk.margin.current.replies
    assert (reply.author, reply.text) == (ME, "In 2031")


def test_where_the_text_has_changed_both_passages_are_seen_before_an_answer(seat: Seat) -> None:
    desk = seat(reviewed())
    desk.go_to("sister and I")
    press(desk, "See both")
    both = dialog()
    texts = [field.toPlainText() for field in both.findChildren(QTextEdit)]
    assert "before the school begins" in texts[0]
    assert "when it is dark" in texts[1]
    accept = next(one for one in both.findChildren(QPushButton) if one.text() == "Accept anyway")
    accept.click()
    desk.settle()
    assert "my sister and I walk to it when it is dark" in desk.paper.text.text()


def test_the_key_for_accepting_shows_both_first_where_the_text_has_changed(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(reviewed())
    desk.go_to("sister and I")
    qtbot.keyClick(desk.editor, Key.Key_Y, Held.ControlModifier | Held.ShiftModifier)
    dialog().reject()
    desk.settle()
    assert desk.answer_of("sister and I") is Answer.OPEN


def test_the_whole_review_by_keys(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(reviewed())
    down = lambda: qtbot.keyClick(desk.editor, Key.Key_Down, Held.AltModifier)  # noqa: E731
    down()
    assert desk.margin.current.adds == "slow"
    assert desk.editor.hasFocus(), "the caret stays in the text"
    assert desk.editor.selection()[0] == desk.editor.selection()[1], "typing must replace nothing"
    qtbot.keyClick(desk.editor, Key.Key_Y, Held.ControlModifier | Held.ShiftModifier)
    desk.settle()
    assert desk.answer_of("slow") is Answer.ACCEPTED
    assert desk.margin.current.removes == "sister and me"
    down()
    assert desk.margin.current.adds == "clean "
    qtbot.keyClick(desk.editor, Key.Key_N, Held.ControlModifier | Held.ShiftModifier)
    desk.settle()
    assert desk.answer_of("clean") is Answer.REFUSED
    qtbot.keyClick(desk.editor, Key.Key_Up, Held.AltModifier)
    assert desk.margin.current.removes == "sister and me"


def test_into_the_card_and_back_into_the_text(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(reviewed())
    desk.go_to("slow")
    desk.editor.setFocus()
    qtbot.keyClick(desk.editor, Key.Key_Return, Held.AltModifier)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Accept"
    qtbot.keyClick(focus, Key.Key_Escape)
    assert desk.editor.hasFocus()


def test_from_the_list_enter_leads_into_the_card_and_esc_into_the_text(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(reviewed())
    desk.margin.list.setFocus()
    qtbot.keyClick(desk.margin.list, Key.Key_Down)
    assert desk.margin.current.adds == "slow"
    qtbot.keyClick(desk.margin.list, Key.Key_Return)
    assert desk.margin.panel.has_focus()
    desk.margin.list.setFocus()
    qtbot.keyClick(desk.margin.list, Key.Key_Escape)
    assert desk.editor.hasFocus()


def test_the_margin_is_a_list_of_full_sentences(seat: Seat) -> None:
    desk = seat(reviewed())
    access = QAccessible.queryAccessibleInterface(desk.margin.list)
    assert access.text(QAccessible.Text.Name) == "Suggestions and comments"
    assert access.role() == QAccessible.Role.List
    names = [plain(access.child(row).text(QAccessible.Text.Name)) for row in range(access.childCount())]
    assert names == desk.spoken()


def test_the_card_at_hand_stands_beside_its_words(seat: Seat) -> None:
    desk = seat(reviewed())
    for words in ("slow", "sister and I", "clean", "very very"):
        desk.go_to(words)
        card = desk.margin.current
        place = desk.editor.place_rect(card.start)
        text = desk.editor.viewport().mapTo(desk, place.topLeft())
        panel = desk.margin.panel.mapTo(desk, QPoint(0, 0))
        assert abs(panel.y() - text.y()) <= 1


def test_the_caret_in_a_suggestion_opens_its_card(seat: Seat) -> None:
    desk = seat(reviewed())
    at = desk.paper.text.text().index("clean")
    desk.editor.select(at + 2, at + 2)
    desk.settle()
    assert desk.margin.current.adds == "clean "
    desk.editor.select(0, 0)
    desk.settle()
    assert desk.margin.current is None


def test_only_the_card_at_hand_is_made_of_widgets(seat: Seat) -> None:
    desk = seat(reviewed())
    assert labels(desk) == []
    desk.go_to("slow")
    views = desk.margin.list.viewport().children()
    assert [child for child in views if child is desk.margin.panel] == views


def test_open_or_answered_ones_can_be_shown_alone(seat: Seat) -> None:
    desk = seat(reviewed())
    desk.go_to("slow")
    press(desk, "Accept")
    desk.margin.show_cards(Show.ANSWERED)
    assert [card.adds for card in desk.margin.cards if card.adds] == ["slow"]
    desk.margin.show_cards(Show.OPEN)
    assert "slow" not in [card.adds for card in desk.margin.cards]


def test_all_that_fit_are_accepted_at_once_and_the_changed_left_to_be_looked_at(seat: Seat) -> None:
    desk = seat(reviewed())
    before = desk.paper.text.text()
    desk.margin.deeds.answer_all(desk.margin.cards, Answer.ACCEPTED)
    desk.settle()
    said, button = desk.told[-1]
    assert said.startswith("3 suggestions accepted.")
    assert "look at them one by one" in said
    assert button == "Undo"
    answers = {one.adds: one.answer for one in desk.paper.text.suggestions()}
    assert answers["sister and I"] is Answer.OPEN
    desk.undo_told()
    assert desk.paper.text.text() == before
    assert {one.answer for one in desk.paper.text.suggestions()} == {Answer.OPEN}


def test_all_of_one_person_are_refused_at_once(seat: Seat) -> None:
    essay = Essay()
    essay.suggest("quick", "slow")
    essay.suggest("truck", "lorry", BARAKA)
    essay.give_back(GRACE, BARAKA)
    desk = seat(essay, review=asked())
    menu = desk.bar._more.menu()
    menu.aboutToShow.emit()
    action = next(
        one for one in menu.actions() if plain(one.text()).startswith("Refuse 1 suggestions by Bar")
    )
    action.trigger()
    desk.settle()
    assert desk.answer_of("lorry") is Answer.REFUSED
    assert desk.answer_of("slow") is Answer.OPEN


def test_the_folded_margin_counts_and_opens_a_card_over_the_text(seat: Seat, qtbot: QtBot) -> None:
    desk = seat(reviewed(), size=(760, 620))
    desk.margin.set_folded(True)
    desk.settle()
    assert desk.margin.width() == 32
    assert sum(len(badge.rows) for badge in desk.margin.list._badges) == len(desk.margin.cards)
    desk.margin.list.setFocus()
    qtbot.keyClick(desk.margin.list, Key.Key_Down)
    assert desk.margin.panel.isHidden()
    qtbot.keyClick(desk.margin.list, Key.Key_Return)
    panel = desk.margin.panel
    assert panel.isVisible()
    assert desk.rect().contains(panel.geometry())
    press(desk, "Accept")
    assert desk.answer_of("slow") is Answer.ACCEPTED
    qtbot.keyClick(desk.margin.list, Key.Key_Escape)
    assert desk.editor.hasFocus()
    assert panel.isHidden()


def test_unfolded_again_the_card_stands_in_the_margin(seat: Seat) -> None:
    desk = seat(reviewed())
    desk.margin.set_folded(True)
    desk.go_to("slow")
    desk.margin.enter()
    desk.margin.set_folded(False)
    desk.settle()
    assert desk.margin.panel.parentWidget() is desk.margin.list.viewport()
    assert desk.margin.panel.isVisible()


def test_what_is_being_typed_on_a_card_survives_news(seat: Seat, qtbot: QtBot) -> None:
    essay = reviewed()
    desk = seat(essay)
    desk.go_to("This ending")
    press(desk, "Reply")
    field = next(one for one in desk.margin.panel.findChildren(Field) if one.isVisible())
    qtbot.keyClicks(field, "In 20")
    essay.of[GRACE].reply(desk.margin.current.id, "I mean the year.", 5)
    essay.exchange()
    desk.settle()
    field = next(one for one in desk.margin.panel.findChildren(Field) if one.isVisible())
    assert field.text() == "In 20"
    assert field.hasFocus()
    assert len(desk.margin.current.replies) == 1


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_line_begins_at_the_words_and_ends_at_the_margin(seat: Seat, mirrored: bool) -> None:
    if mirrored:
        QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    desk = seat(reviewed())
    desk.go_to("slow")
    leader = desk.margin.sheets._leader
    words = desk.editor.place_rect(desk.margin.current.start)
    assert leader.isVisible()
    assert words.top() < leader.y() <= words.bottom()
    edge = leader.geometry().left() if mirrored else leader.geometry().right() + 1
    assert edge == (0 if mirrored else desk.editor.viewport().width())


def test_a_reader_answers_nothing(seat: Seat) -> None:
    essay = reviewed()
    desk = seat(essay)
    desk.paper.mode = Mode.READER
    desk.margin.refresh()
    desk.go_to("slow")
    assert labels(desk) == []
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_a_card_at_the_foot_of_the_window_is_shown_with_all_its_buttons(seat: Seat) -> None:
    essay = Essay(*[f"Line {n} of a long text." for n in range(12)])
    essay.comment("Line 11", "Which line?")
    essay.give_back()
    desk = seat(essay, size=(900, 420))
    desk.go_to("Which line?")
    panel, view = desk.margin.panel, desk.margin.list.viewport()
    assert panel.geometry().bottom() < view.height()
    assert panel.geometry().top() >= 0


def test_the_question_of_a_field_is_shown_whole(seat: Seat) -> None:
    desk = seat(reviewed())
    desk.go_to("slow")
    press(desk, "Refuse")
    said = [one.text() for one in desk.margin.panel.findChildren(QLabel) if one.isVisible()]
    assert "Why? You can leave this empty." in said


def test_words_whose_place_went_are_put_there_or_left_out(seat: Seat) -> None:
    desk = seat(reviewed())
    desk.go_to("lorry")
    card = desk.margin.current
    assert card is not None
    assert (card.removes, card.placed) == ("truck", True), "the letters it adds still stand in the text"
    assert labels(desk) == ["Put these words here", "Leave them out", "I don't understand", "Reply"]
    press(desk, "Leave them out")
    press(desk, "Leave them out")
    assert desk.answer_of("lorry") is Answer.REFUSED
    assert "lorry" not in desk.paper.text.text()


def test_what_has_no_place_cannot_be_accepted_by_key(seat: Seat) -> None:
    essay = Essay("The well is deep.", "We buy water from a truck.")
    essay.suggest("from a truck", "")
    start = essay.find("We buy", ME)
    essay.of[ME].delete(start, start + len("We buy water from a truck."))
    essay.give_back()
    desk = seat(essay)
    desk.margin.list.picked.emit(len(desk.margin.cards) - 1)
    desk.settle()
    assert labels(desk) == ["Refuse", "I don't understand", "Reply"]
    desk.margin.decide(Deed.ACCEPT)
    assert desk.told[-1][0] == "Its place is no longer there, so nothing can change."
    assert desk.margin.current is not None
    assert desk.margin.current.answer is Answer.OPEN


@pytest.mark.parametrize(
    ("removes", "adds", "said"),
    [
        (" for somebody", "", "Take out: for somebody"),
        ("", " very ", "Add: very"),
        (" ", "", "Take a space out"),
        ("", " ", "Put a space here"),
        ("\n", " ", "Join two paragraphs"),
        ("", "\n", "Begin a new paragraph here"),
        ("ends.\n", "ends. ", "ends. ¶ → ends."),
    ],
)
def test_a_change_is_shown_without_the_spaces_around_it(removes: str, adds: str, said: str) -> None:
    card = Card("c", Kind.SUGGESTION, GRACE, "Grace", False, removes=removes, adds=adds)
    assert "".join(text for text, _ in ReviewWords().change(card, mirrored=False)) == said


def test_what_the_owner_says_is_not_called_held(seat: Seat) -> None:
    desk = seat(Essay())
    text = desk.paper.text
    at = text.text().index("well")
    text.comment(at, at + 4, "Say where it is", 1)
    desk.settle()
    assert "Not given back yet" not in desk.spoken()[0]
    desk.margin.list.picked.emit(0)
    desk.settle()
    shown = [label.text() for label in desk.margin.panel.findChildren(QLabel) if label.isVisible()]
    assert desk.margin.words.held() not in shown


def test_lines_are_as_high_as_their_letters(theme: Theme) -> None:
    low = []
    for words in ("village", "قرية صغيرة جدا"):
        flow = PieceFlow([(words, "insert")], theme, 300, False, 2)
        image = QImage(320, 100, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        flow.paint(painter, QPointF(0, 0))
        painter.end()
        rows = [y for y in range(100) if any(image.pixel(x, y) != 0xFFFFFFFF for x in range(320))]
        low.append((rows[-1] < flow.height, len(rows) > 5))
    assert low == [(True, True), (True, True)]


def test_what_was_not_understood_waits_again_once_it_was_explained() -> None:
    card = Card("a", Kind.COMMENT, GRACE, "Grace", mine=False, answer=Answer.UNCLEAR)
    assert not card.open
    assert replace(card, replied=True).open
