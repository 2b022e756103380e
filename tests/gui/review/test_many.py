# SPDX-License-Identifier: Apache-2.0
"""Five hundred suggestions: only what is in sight is painted, nothing is a widget, positions stay right."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from mentordesk.domain.texts import Answer
from mentordesk.ui.document.cards import MOST, Card, Show
from mentordesk.ui.document.marginpaint import CardPainter
from tests.gui.review.bench import Desk, Essay, asked
from tests.gui.review.conftest import Seat
from tests.helpers.term import GRACE

FRUIT = ("apple", "pear", "plum")
COUNT = 170


def orchard() -> Essay:
    """510 suggestions in 170 lines."""
    lines = [f"Line {n} has words like apple{n} and pear{n} and plum{n} to be changed." for n in range(COUNT)]
    essay = Essay(*lines)
    for n in range(COUNT):
        for fruit in FRUIT:
            essay.suggest(f"{fruit}{n} ", f"{fruit.upper()}{n} ")
    essay.give_back()
    return essay


def test_only_the_cards_in_sight_are_painted(seat: Seat) -> None:
    desk = seat(orchard(), review=asked())
    painted: list[Card] = []

    class Counting(CardPainter):
        def paint(self, painter, rect, card, mirrored, current):  # type: ignore[no-untyped-def]
            painted.append(card)
            super().paint(painter, rect, card, mirrored, current)

    desk.margin.list._painter = Counting(desk.context.services.theme, desk.margin.words)
    desk.margin.lay_out()
    desk.margin.list.viewport().repaint()
    assert len(desk.margin.cards) == 3 * COUNT
    assert 5 <= len(painted) <= 15
    assert desk.margin.list.viewport().findChildren(QWidget, options=Qt.FindDirectChildrenOnly) == [
        desk.margin.panel
    ]


def test_halfway_through_the_text_the_cards_of_its_words_are_beside_it(seat: Seat) -> None:
    desk = seat(orchard(), review=asked())
    bar = desk.editor.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()
    first = desk.editor.first_in_sight()
    last = desk.editor.cursorForPosition(QPoint(0, desk.editor.viewport().height())).position()
    listed = desk.margin.list
    height = listed.viewport().height()
    shown = [row for row in range(len(desk.margin.cards)) if 0 <= listed.place(row).center().y() < height]
    beside = [row for row in shown if first <= desk.margin.cards[row].start <= last]
    assert len(beside) == len(shown) > 4


def test_from_the_first_to_the_last_by_scrolling(seat: Seat) -> None:
    desk = seat(orchard(), review=asked())
    bar, listed = desk.editor.verticalScrollBar(), desk.margin.list
    height = listed.viewport().height()
    assert listed.place(0).top() >= 0
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    assert 0 <= listed.place(len(desk.margin.cards) - 1).bottom() <= height


def test_any_card_gone_to_stands_beside_its_words(seat: Seat) -> None:
    desk = seat(orchard(), review=asked())
    for row in (0, 250, 400, 20):
        desk.margin.list.picked.emit(row)
        desk.settle()
        card = desk.margin.current
        assert card is desk.margin.cards[row]
        text = desk.editor.viewport().mapTo(desk, desk.editor.place_rect(card.start).topLeft())
        assert abs(desk.margin.panel.mapTo(desk, QPoint(0, 0)).y() - text.y()) <= 1
        assert 0 <= text.y() <= desk.height()


def test_of_far_too_many_the_first_are_shown_and_that_is_said(seat: Seat) -> None:
    words = [f"w{n}" for n in range(MOST + 5)]
    essay = Essay(*[" ".join(words[n : n + 40]) for n in range(0, len(words), 40)])
    text = essay.of[GRACE]
    at = 0
    for word in words:
        text.suggest_insert(at, "+")
        at += len(word) + 2
    essay.give_back()
    desk = seat(essay, review=asked())
    assert len(desk.margin.cards) == MOST
    assert "Only the first 2000 are shown." in desk.bar._quiet.text()
    desk.margin.deeds.answer_all(desk.margin.cards[:100], Answer.REFUSED)
    desk.settle()
    desk.margin.show_cards(Show.OPEN)
    assert desk.margin.cards[-1].start == max(card.start for card in desk.margin.cards)
    assert len(desk.margin.cards) == MOST + 5 - 100
    assert "Only the first" not in desk.bar._quiet.text()


def wheel(desk: Desk, up: int) -> None:
    """Turn the wheel over the margin."""
    spot = QPointF(50, 50)
    event = QWheelEvent(
        spot,
        desk.margin.list.viewport().mapToGlobal(spot),
        QPoint(),
        QPoint(0, up),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(desk.margin.list.viewport(), event)
    QApplication.processEvents()


def test_the_wheel_over_the_margin_scrolls_the_text(seat: Seat) -> None:
    desk = seat(orchard(), review=asked())
    wheel(desk, -240)
    assert desk.editor.verticalScrollBar().value() > 0


def test_where_the_text_is_short_the_wheel_moves_the_cards_alone(seat: Seat) -> None:
    essay = Essay("one two three four five six seven eight nine ten eleven twelve")
    for word in "one two three four five six seven eight nine ten eleven twelve".split():
        essay.suggest(word, word.upper())
    essay.give_back()
    desk = seat(essay, review=asked())
    listed = desk.margin.list
    last = len(desk.margin.cards) - 1
    assert listed.place(last).top() > listed.viewport().height()
    for _ in range(20):
        wheel(desk, -240)
    assert 0 <= listed.place(last).bottom() <= listed.viewport().height()
    for _ in range(20):
        wheel(desk, 240)
    assert listed.place(0).top() >= 0
