# SPDX-License-Identifier: Apache-2.0
"""Languages: what there is, what the system asks for, how direction follows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentordesk.base.paths import resource
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.ui import i18n
from mentordesk.ui.i18n import PSEUDO, Translation, best_of, languages
from mentordesk.ui.words import Words

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture
def translation(qapp: QApplication) -> Iterator[Translation]:
    made = Translation(qapp)
    yield made
    made.use("en", right_to_left=False)
    made.end()
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


def test_an_update_may_write_over_the_file_in_use(
    qapp: QApplication, words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that Qt has mapped would take the window with it when it is cut short."""
    source = tmp_path / "mentordesk_en.qm"
    shutil.copy(resource("translations", "mentordesk_en.qm"), source)
    monkeypatch.setattr(i18n, "resource", lambda *parts: tmp_path / parts[-1])
    translation = Translation(qapp)
    translation.use("en")
    assert all(str(source) not in line for line in _mapped())
    source.write_bytes(b"")
    assert words.line.chip(SyncStatus(LineState.OFFLINE, waiting=3)) == "Offline, 3 waiting"
    translation.use("en", right_to_left=False)
    translation.end()
    translation.deleteLater()


def _mapped() -> list[str]:
    maps = Path("/proc/self/maps")
    return maps.read_text().splitlines() if maps.exists() else []
