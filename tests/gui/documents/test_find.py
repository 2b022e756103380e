# SPDX-License-Identifier: Apache-2.0
"""The find bar goes from place to place and puts other words there, as an edit or as a suggestion."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mentordesk.domain.documents import Mode
from mentordesk.domain.texts import Style
from mentordesk.ui.document.find import REST_MS, FindBar
from mentordesk.ui.theme.theme import Theme
from tests.gui.documents.paper import Paper
from tests.helpers.window import pass_time

TEXT = "The boat is old.\nA boat, a Boat and 😀 boats."
Desk = Callable[..., tuple[FindBar, Paper]]


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Desk:
    """An editor with a find bar; text and mode may be others."""

    def make(words: str = TEXT, mode: Mode = Mode.OWNER) -> tuple[FindBar, Paper]:
        paper = Paper(theme, words, mode)
        bar = FindBar(theme, paper.editor, lambda: 1)
        for widget in (paper.editor, bar):
            qtbot.addWidget(widget)
        paper.editor.show()
        return bar, paper

    return make


def look_for(bar: FindBar, words: str, replace: str | None = None) -> None:
    bar.open(replace is not None)
    bar.field.setText(words)
    bar.other.setText(replace or "")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)


def press(bar: FindBar, name: str) -> None:
    next(one for one in bar.findChildren(QPushButton) if one.text() == name).click()


def test_enter_goes_on_and_round_and_the_count_says_where(desk: Desk) -> None:
    bar, paper = desk()
    look_for(bar, "boat")
    seen = []
    for _ in range(5):
        seen.append((paper.editor.selection(), bar.count.text()))
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert seen == [
        ((4, 8), "1 of 4"), ((19, 23), "2 of 4"), ((27, 31), "3 of 4"), ((39, 43), "4 of 4"),
        ((4, 8), "1 of 4"),
    ]  # fmt: skip


def test_shift_enter_goes_back(desk: Desk) -> None:
    bar, paper = desk()
    look_for(bar, "boat")
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert paper.editor.selection() == (39, 43)


def test_what_is_selected_is_what_is_looked_for(desk: Desk) -> None:
    bar, paper = desk()
    paper.editor.select(12, 15)
    bar.open()
    assert (bar.field.text(), bar.count.text()) == ("old", "1 of 1")


def test_words_that_are_not_there_are_said_to_be_missing(desk: Desk) -> None:
    bar, _ = desk()
    look_for(bar, "ship")
    assert bar.count.text() == "Not found"


def test_escape_closes_takes_the_marks_away_and_goes_back_to_the_text(desk: Desk) -> None:
    bar, paper = desk()
    look_for(bar, "boat")
    assert len(paper.editor.extraSelections()) == 4
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert paper.editor.extraSelections() == []


def test_replacing_goes_on_to_the_next_place(desk: Desk) -> None:
    bar, paper = desk()
    look_for(bar, "boat", "ship")
    press(bar, "Replace")
    assert paper.letters == "The ship is old.\nA boat, a Boat and 😀 boats."
    assert paper.editor.selection() == (19, 23)


def test_replacing_all_is_one_undo_and_keeps_how_letters_look(desk: Desk) -> None:
    bar, paper = desk()
    paper.editor.run(lambda text: text.restyle(4, 8, bold=True))
    look_for(bar, "boat", "lorry")
    press(bar, "Replace all")
    assert paper.letters == "The lorry is old.\nA lorry, a lorry and 😀 lorrys."
    assert paper.text.runs(4, 9) == [("lorry", Style(bold=True))]
    assert bar.count.text() == "Replaced: 4"
    paper.editor.undo_own()
    assert paper.letters == TEXT


def test_replacing_with_nothing_takes_the_words_out(desk: Desk) -> None:
    bar, paper = desk()
    look_for(bar, "boat", "")
    press(bar, "Replace all")
    assert paper.letters == "The  is old.\nA , a  and 😀 s."


def test_a_reviewer_replaces_by_suggestions_and_only_once(desk: Desk) -> None:
    bar, paper = desk(mode=Mode.REVIEWER)
    look_for(bar, "boat", "ship")
    press(bar, "Replace all")
    assert [(one.removes, one.adds) for one in paper.text.suggestions()] == [
        ("boat", "ship"), ("boat", "ship"), ("Boat", "ship"), ("boat", "ship"),
    ]  # fmt: skip
    letters = paper.letters
    press(bar, "Replace all")
    assert (len(paper.text.suggestions()), paper.letters) == (4, letters)


def test_who_may_only_read_is_offered_no_replacing(desk: Desk) -> None:
    bar, paper = desk(mode=Mode.READER)
    bar.open(replace=True)
    assert not bar.other.isVisible()
    bar.replace_all()
    assert paper.letters == TEXT


def test_what_is_typed_meanwhile_is_found(desk: Desk) -> None:
    bar, paper = desk()
    look_for(bar, "boat")
    paper.editor.select(0, 0)
    QTest.keyClicks(paper.editor, "boat ")
    pass_time(2 * REST_MS)
    assert bar.count.text() == "Found: 5"


def test_only_what_is_in_sight_is_coloured(desk: Desk) -> None:
    bar, paper = desk("boat\n" * 2_000)
    look_for(bar, "boat")
    assert bar.count.text() == f"1 of {QLocale().toString(2_000)}"
    assert len(paper.editor.extraSelections()) < 200
