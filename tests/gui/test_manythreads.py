# SPDX-License-Identifier: Apache-2.0
"""A circle with very many threads shows the newest and offers the older ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mentordesk.storage.store import Tx
from mentordesk.ui.circle.page import CirclePage
from mentordesk.ui.places import CirclePlace
from mentordesk.ui.theme.theme import Theme
from tests.helpers.term import TEAM, WITH_GRACE, make_term, say
from tests.helpers.window import Sitting

MANY = 150


@pytest.fixture
def page(theme: Theme, tmp_path: Path) -> Iterator[CirclePage]:
    term = make_term(tmp_path, full=False)
    opened = term.opened(lambda event: None)
    opened.runner.call(_say_much)
    opened.reader.close()
    opened.close()
    sitting = Sitting(term, theme)
    sitting.frame.go(CirclePlace(WITH_GRACE))
    sitting.settle()
    shown = sitting.frame.page()
    assert isinstance(shown, CirclePage)
    yield shown
    sitting.close()


def _say_much(tx: Tx) -> None:
    for number in range(MANY):
        say(tx, WITH_GRACE, "grace", f"Thread {number}", "Have you seen it?")


def test_the_newest_threads_are_shown_and_the_others_counted(page: CirclePage) -> None:
    assert page._threads.rows.rowCount() == 60
    assert (page._older.text(), page._older.isVisible()) == ("Show older threads: 90", True)


def test_older_threads_come_at_a_click_until_there_are_no_more(page: CirclePage, qtbot: QtBot) -> None:
    counts = []
    while page._older.isVisible():
        qtbot.mouseClick(page._older, Qt.MouseButton.LeftButton)
        counts.append(page._threads.rows.rowCount())
    assert counts == [120, MANY]


def test_another_circle_begins_with_its_newest_again(page: CirclePage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page._older, Qt.MouseButton.LeftButton)
    page.show_place(CirclePlace(TEAM))
    page.show_place(CirclePlace(WITH_GRACE))
    assert page._threads.rows.rowCount() == 60
