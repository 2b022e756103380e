# SPDX-License-Identifier: Apache-2.0
"""Languages: what there is, what the system asks for, how direction follows."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentordesk.ui.i18n import PSEUDO, Translation, best_of, languages
from mentordesk.ui.words import Words

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture
def translation(qapp: QApplication) -> Iterator[Translation]:
    made = Translation(qapp)
    yield made
    made.use("en", right_to_left=False)
    made.deleteLater()


def test_english_is_there() -> None:
    assert languages()[0] == ("en", "English")


@pytest.mark.parametrize("wanted", [["en-GB"], ["en_US", "sw"], ["xx-YY", "EN"], ["xx"], []])
def test_the_first_language_we_have_is_taken(wanted: list[str]) -> None:
    assert best_of(wanted) == "en"


def test_every_sentence_can_be_translated(translation: Translation, words: Words) -> None:
    translation.use(PSEUDO)
    assert words.take_back() == "⟦Táké báck⟧"
    assert words.saved(1_779_274_800) == "⟦Sávéd 11:00⟧"
    translation.use("en")
    assert words.take_back() == "Take back"


def test_direction_can_be_forced(qapp: QApplication, translation: Translation) -> None:
    translation.use("en", right_to_left=True)
    assert qapp.layoutDirection() == RTL
    translation.use("en")
    assert qapp.layoutDirection() == LTR
