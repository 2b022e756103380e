# SPDX-License-Identifier: Apache-2.0
"""The sync chip: one width, one row per state, no flicker."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import LIGHT
from mentordesk.ui.widgets.chip import ICONS, SyncChip
from mentordesk.ui.words import Words


@pytest.fixture
def chip(qtbot: QtBot, theme: Theme, words: Words) -> SyncChip:
    made = SyncChip(theme, words)
    qtbot.addWidget(made)
    return made


def ground(chip: SyncChip) -> str:
    return chip.grab().toImage().pixelColor(chip.width() // 2, 4).name().upper()


def test_is_28_high_and_as_wide_as_its_longest_words(chip: SyncChip) -> None:
    size = chip.size()
    assert size.height() == 28
    chip.set_status(SyncStatus(LineState.WORKING, done_bytes=3_000, total_bytes=12_000))
    assert (chip.text(), chip.size()) == ("Sending 3 of 12 KB", size)


@pytest.mark.parametrize("state", list(LineState))
def test_each_state_has_an_icon_words_and_a_sentence(chip: SyncChip, state: LineState, theme: Theme) -> None:
    chip.set_status(SyncStatus(state))
    assert ICONS[state] in theme.icons.names()
    assert chip.accessibleName() == chip.text() != ""
    assert chip.toolTip() == chip.accessibleDescription() != ""


def test_offline_is_no_alarm(chip: SyncChip) -> None:
    chip.set_status(SyncStatus(LineState.OFFLINE, waiting=3))
    assert ground(chip) == LIGHT.sunken


def test_warns_when_the_person_must_act(chip: SyncChip) -> None:
    chip.set_status(SyncStatus(LineState.SIGN_IN_AGAIN))
    assert ground(chip) == LIGHT.warn_soft


def test_a_flood_shows_the_first_and_then_the_last(qtbot: QtBot, chip: SyncChip) -> None:
    chip.set_status(SyncStatus(LineState.WORKING))
    chip.set_status(SyncStatus(LineState.UP_TO_DATE))
    chip.set_status(SyncStatus(LineState.OFFLINE, waiting=2))
    assert chip.text() == "Connecting…"
    qtbot.waitUntil(lambda: chip.text() == "Offline, 2 waiting")


def test_opens_by_key(qtbot: QtBot, chip: SyncChip) -> None:
    with qtbot.waitSignal(chip.clicked):
        qtbot.keyClick(chip, Qt.Key.Key_Space)
