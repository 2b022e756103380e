# SPDX-License-Identifier: Apache-2.0
"""State words fade when they change, nothing moves, and only where the system wants motion."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.messages import Delivery
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.thread.model import ThreadModel
from mentordesk.ui.widgets.chip import SyncChip
from mentordesk.ui.widgets.fade import Fade
from mentordesk.ui.widgets.messageview import MessageView
from mentordesk.ui.words import Words
from tests.helpers.messages import ListSource, message

SHORT_OF_HALF = 48  # ms of 120


class Shown:
    """A view of one message of mine whose state can be changed."""

    def __init__(self, qtbot: QtBot, theme: Theme, words: Words) -> None:
        self.source = ListSource([message(0, mine=True), message(1, mine=True)])
        self.model = ThreadModel(self.source, words)
        self.view = MessageView(theme, words)
        qtbot.addWidget(self.view)
        self.view.setModel(self.model)
        self.view.resize(500, 300)
        with qtbot.waitExposed(self.view):
            self.view.show()

    def reaches(self, delivery: Delivery) -> None:
        self.source.change(0, delivery=delivery)
        self.model.refresh()

    def fade(self) -> Fade:
        return self.view._fade

    def state_words(self) -> QImage:
        index = self.model.index(0)
        rect = self.view.itemDelegate().state_rect(index, self.view.visualRect(index), False)
        return self.view.viewport().grab(QRect(rect)).toImage()


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, words: Words) -> Shown:
    return Shown(qtbot, theme, words)


def darkest(image: QImage) -> int:
    return min(
        image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(image.height())
    )


def test_the_old_words_go_while_the_new_ones_come(shown: Shown) -> None:
    before = shown.state_words()
    shown.reaches(Delivery.AT_THE_SERVER)
    fade = shown.fade()
    assert (fade.is_running, fade.duration()) == (True, 120)
    fade.setCurrentTime(SHORT_OF_HALF)
    between = shown.state_words()
    fade.setCurrentTime(fade.duration())
    after = shown.state_words()
    assert len({darkest(before), darkest(after)}) == 1
    assert darkest(between) > darkest(before), "both are paler than either alone"
    assert between not in (before, after)
    assert not fade.is_running


def test_other_rows_and_what_only_scrolls_do_not_fade(shown: Shown) -> None:
    shown.view.grab()
    shown.model.refresh()
    shown.view.scroll_to_end()
    assert not shown.fade().is_running
    shown.reaches(Delivery.READ)
    assert set(shown.view.itemDelegate().former) == {shown.source.messages[0].id}


def test_nothing_slides(shown: Shown) -> None:
    index = shown.model.index(1)
    shown.state_words()
    shown.reaches(Delivery.AT_THE_SERVER)
    assert shown.fade().is_running
    place = shown.view.visualRect(index)
    shown.fade().setCurrentTime(SHORT_OF_HALF)
    assert shown.view.visualRect(index) == place


def test_no_motion_where_the_system_wants_none(shown: Shown) -> None:
    shown.view.setStyleSheet("* { widget-animation-duration: 0 }")
    before = shown.state_words()
    shown.reaches(Delivery.AT_THE_SERVER)
    assert not shown.fade().is_running
    assert shown.state_words() != before
    assert shown.view.itemDelegate().former == {}


def test_the_chip_fades_between_states_and_not_between_figures(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    chip = SyncChip(theme, words)
    qtbot.addWidget(chip)
    with qtbot.waitExposed(chip):
        chip.show()
    fade = chip._fade
    chip.set_status(SyncStatus(LineState.OFFLINE, waiting=1))
    assert not fade.is_running
    chip.set_status(SyncStatus(LineState.WORKING))
    chip._timer.stop()
    chip._take_next()
    assert fade.is_running
