# SPDX-License-Identifier: Apache-2.0
"""One banner at a time, the weightiest first; empty states and links."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import Look, Scheme
from mentordesk.ui.widgets.banner import Banner, BannerText
from mentordesk.ui.widgets.emptystate import EmptyState
from mentordesk.ui.widgets.links import Link
from mentordesk.ui.widgets.notice import Notice

UPDATE = BannerText("update", "There is a newer MentorDesk.", "info", "Update", "Later")
DISK = BannerText("disk", "This computer's disk is full.", "warn")


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme) -> Banner:
    made = Banner(theme)
    qtbot.addWidget(made)
    return made


def test_is_hidden_while_there_is_nothing_to_say(banner: Banner) -> None:
    assert banner.isHidden()


def test_the_weightier_stands_before_the_other(banner: Banner) -> None:
    banner.say(DISK)
    banner.say(UPDATE)
    assert banner.words == DISK.words
    banner.withdraw("disk")
    assert banner.words == UPDATE.words
    banner.withdraw("update")
    assert banner.isHidden()


def test_the_same_key_replaces(banner: Banner) -> None:
    banner.say(UPDATE)
    banner.say(BannerText("update", "Updated."))
    assert banner.words == "Updated."
    banner.withdraw("update")
    assert banner.isHidden()


def test_its_links_act_and_close(qtbot: QtBot, banner: Banner) -> None:
    banner.say(UPDATE)
    act, close = banner.findChildren(Link)
    with qtbot.waitSignal(banner.asked) as asked:
        qtbot.keyClick(act, Qt.Key.Key_Space)
    with qtbot.waitSignal(banner.closed) as closed:
        qtbot.keyClick(close, Qt.Key.Key_Space)
    assert (asked.args, closed.args) == (["update"], ["update"])
    assert banner.isHidden()


def test_an_empty_page_says_what_to_do_first(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyState(theme)
    qtbot.addWidget(empty)
    empty.tell("Nothing waits for you.", "Grace usually connects on Thursdays.", "Write to Grace")
    button = empty.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    assert button.text() == "Write to Grace"
    with qtbot.waitSignal(empty.acted):
        button.click()
    empty.tell("Nothing waits for you.")
    assert button.isHidden()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("width", [260, 400, 900])
@pytest.mark.parametrize("percent", [100, 200])
def test_words_and_links_fit_beside_or_below_each_other(
    banner: Banner, theme: Theme, percent: int, width: int, direction: Qt.LayoutDirection
) -> None:
    theme.set_look(Look(Scheme.LIGHT, text_percent=percent))
    banner.setLayoutDirection(direction)
    banner.say(
        BannerText("a", "You wrote on another computer as well. Both are kept.", "info", "See", "Close")
    )
    banner.resize(width, 10)
    words = next(label for label in banner.findChildren(QLabel) if label.text())
    boxes = [words.geometry(), *(link.geometry() for link in banner.findChildren(Link))]
    assert all(banner.rect().contains(box) for box in boxes)
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    assert words.height() >= words.heightForWidth(words.width())


def test_a_first_notice_does_not_make_its_window_higher(qtbot: QtBot, theme: Theme) -> None:
    theme.set_look(Look(Scheme.LIGHT, text_percent=200))
    window = QWidget()
    qtbot.addWidget(window)
    pile = QVBoxLayout(window)
    notice = Notice(theme, window)
    pile.addWidget(notice)
    pile.addStretch(1)
    window.resize(700, 300)
    with qtbot.waitExposed(window):
        window.show()
    notice.tell("A long sentence about what happened, and what one can do about it. " * 2)
    qtbot.waitUntil(lambda: notice.width() > 600)
    assert window.height() == 300
    assert notice.height() == notice.minimumHeight() > 80
