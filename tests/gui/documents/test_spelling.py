# SPDX-License-Identifier: Apache-2.0
"""Misspelt words are marked while one pauses, never while one types; what is marked can be put right."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QTextCharFormat
from PySide6.QtTest import QTest

from mentordesk.base.options import SPELLING
from mentordesk.base.policy import Policy
from mentordesk.domain.documents import Mode
from mentordesk.ui.context import Context
from mentordesk.ui.document.spelling import Speller
from mentordesk.ui.places import Place, SettingsPlace
from mentordesk.ui.theme.theme import Theme
from tests.gui.documents.paper import Paper
from tests.helpers.term import make_term
from tests.helpers.window import Sitting

TEXT = "I was born in Kisumu, it is a beautifull town.\nMy shcool is near the lake."
DOCUMENT = b"d" * 8


class Writer:
    """Somebody who writes with a speller beside."""

    def __init__(self, home: Path, theme: Theme, policy: Policy | None = None) -> None:
        self.theme = theme
        self.sitting = Sitting(make_term(home, full=False), theme, policy=policy)
        self.speller: Speller | None = None
        self.went: list[Place] = []
        self.context = Context(
            self.sitting.services, self.sitting.desk, self.went.append, self.went.append, lambda *_: None
        )

    def write(self, words: str, mode: Mode = Mode.OWNER) -> None:
        self.leave()
        self.paper = Paper(self.theme, words, mode)
        self.editor = self.paper.editor
        self.speller = Speller(self.context, self.editor)
        self.editor.show()
        self.editor.select(self.paper.text.length - 1, self.paper.text.length - 1)
        self.speller.open(DOCUMENT)

    def pause(self) -> None:
        """As long as timers take, without waiting for them."""
        for _ in range(6):
            for timer in self.speller.findChildren(QTimer):
                if timer.isActive():
                    timer.stop()
                    timer.timeout.emit()
            self.sitting.settle()

    def marked(self) -> list[str]:
        wave = QTextCharFormat.UnderlineStyle.WaveUnderline
        shown = self.editor.extraSelections()
        return [one.cursor.selectedText() for one in shown if one.format.underlineStyle() == wave]

    def offered(self, word: str) -> list[QAction]:
        return self.speller.menu_actions(self.paper.letters.index(word) + 1)

    def press(self, word: str, words: str) -> None:
        action = next(one for one in self.offered(word) if words in one.text())
        action.trigger()
        self.pause()

    def leave(self) -> None:
        if self.speller is not None:
            self.speller.close()
            self.editor.deleteLater()

    def close(self) -> None:
        self.leave()
        self.sitting.close()


@pytest.fixture
def writer(tmp_path: Path, theme: Theme) -> Iterator[Writer]:
    made = Writer(tmp_path, theme)
    made.write(TEXT)
    yield made
    made.close()


Made = Callable[[], None]


def test_words_that_are_not_known_are_marked_once_one_pauses(writer: Writer) -> None:
    assert writer.marked() == []
    writer.pause()
    assert writer.marked() == ["Kisumu", "beautifull", "shcool"]


def test_marks_change_nothing_in_the_text(writer: Writer) -> None:
    before = writer.paper.text.own_end
    writer.pause()
    assert (writer.paper.letters, writer.paper.text.own_end) == (TEXT, before)


def test_a_suggestion_takes_the_place_of_the_word(writer: Writer) -> None:
    writer.pause()
    writer.press("beautifull", "beautiful")
    assert "a beautiful town" in writer.paper.letters
    assert writer.marked() == ["Kisumu", "shcool"]


def test_a_reviewer_suggests_the_spelling(tmp_path: Path, theme: Theme) -> None:
    writer = Writer(tmp_path, theme)
    writer.write(TEXT, Mode.REVIEWER)
    writer.pause()
    writer.press("shcool", "school")
    assert [(one.removes, one.adds) for one in writer.paper.text.suggestions()] == [("shcool", "school")]
    assert writer.marked() == ["Kisumu", "beautifull"]
    writer.close()


def test_suggested_letters_do_not_join_the_word_beside_them(tmp_path: Path, theme: Theme) -> None:
    writer = Writer(tmp_path, theme)
    writer.write("Dear Madam of the schools beautifull near Kisumu.", Mode.REVIEWER)
    text = writer.paper.text

    def at(word: str) -> int:
        return text.text().index(word)

    text.suggest_insert(at(" of"), "Ms")  # two words
    text.suggest_delete(at("ls b") + 1, at("ls b") + 2)  # "school" is left
    text.suggest_replace(at("beautifull"), at("beautifull") + 10, "beatiful")
    writer.editor.import_news()
    writer.pause()
    assert writer.marked() == ["beatiful", "Kisumu"]
    writer.close()


def test_my_words_are_right_from_now_on(writer: Writer) -> None:
    writer.pause()
    writer.press("Kisumu", "Add")
    assert writer.marked() == ["beautifull", "shcool"]
    assert writer.sitting.desk.spelling.words() == ("Kisumu",)


def test_names_of_the_people_around_me_are_right(writer: Writer) -> None:
    writer.write("Grace Wanjiku and Ms Okoth came with Wanjikuu today")
    writer.pause()
    assert writer.marked() == ["Wanjikuu"]


def test_the_word_that_is_being_typed_is_let_be(writer: Writer) -> None:
    writer.pause()
    writer.editor.activateWindow()
    writer.editor.setFocus()
    QTest.keyClicks(writer.editor, " wrogn")
    writer.pause()
    assert "wrogn" not in writer.marked()
    QTest.keyClicks(writer.editor, " ")
    writer.pause()
    assert "wrogn" in writer.marked()


def test_nothing_is_looked_up_while_keys_come(writer: Writer) -> None:
    writer.pause()
    QTest.keyClicks(writer.editor, " wrogn so")
    writer.sitting.settle()
    assert "wrogn" not in writer.marked()


def test_a_text_in_a_language_without_dictionary_is_let_be_and_says_how_to_get_one(writer: Writer) -> None:
    writer.write("Nilizaliwa katika mji mdogo wa Kisumu na shule yangu ni ya wasichana. " * 3)
    writer.pause()
    assert writer.marked() == []
    (action,) = writer.offered("katika")
    assert action.text() == "No dictionary for this language here. Add one in the settings."
    action.trigger()
    assert writer.went == [SettingsPlace()]


def test_a_document_that_is_not_to_be_checked_is_not(writer: Writer) -> None:
    writer.pause()
    menu = writer.offered("near")[-1].menu()
    next(one for one in menu.actions() if one.text().startswith("Do not check")).trigger()
    writer.pause()
    assert writer.marked() == []
    english = next(one for one in writer.offered("near")[-1].menu().actions() if "English" in one.text())
    english.trigger()
    writer.pause()
    assert writer.marked() == ["Kisumu", "beautifull", "shcool"]


def test_the_setting_turns_marks_off(writer: Writer) -> None:
    writer.pause()
    writer.sitting.desk.settings.set(SPELLING, False).result()
    writer.speller.look_again()
    assert writer.marked() == []


def test_a_policy_turns_everything_off(tmp_path: Path, theme: Theme) -> None:
    writer = Writer(tmp_path, theme, Policy(spelling=False))
    writer.write(TEXT)
    writer.pause()
    assert (writer.marked(), writer.offered("shcool")) == ([], [])
    writer.close()


def test_only_what_is_in_sight_is_looked_up(writer: Writer) -> None:
    writer.write(TEXT + ("\nAnother linne of the text." * 2_000))
    writer.editor.select(0, 0)
    writer.pause()
    assert 3 < len(writer.marked()) < 60


def test_of_a_huge_paragraph_only_what_is_in_sight_is_looked_up(writer: Writer) -> None:
    writer.write("It is a beautifull 😀 town near the lake. " * 2_000)
    for place in (0, 40_000):
        writer.editor.select(place, place)
        writer.editor.scroll_to(place)
        writer.pause()
        assert 3 < len(writer.marked()) < 100
        assert set(writer.marked()) == {"beautifull"}
