# SPDX-License-Identifier: Apache-2.0
"""What the desktop is asked to show when somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from mentordesk.domain.events import MessagesArrived
from mentordesk.ui.places import ThreadPlace, TodayPlace
from mentordesk.ui.theme.theme import Theme
from tests.helpers.term import TEAM, WITH_GRACE, say
from tests.helpers.window import Sitting, sit_down

CANARY = "Zanzibarquokka"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a desktop with a place for notices would have shown."""
    said: list[str] = []
    for able in ("isSystemTrayAvailable", "supportsMessages"):
        monkeypatch.setattr(QSystemTrayIcon, able, staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda icon: None)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda icon, *words: said.append(f"{words[:2]}"))
    return said


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path, shown: list[str]) -> Iterator[Sitting]:
    """Amina, who looks at another window."""
    sitting = sit_down(tmp_path, theme)
    elsewhere = QWidget()
    elsewhere.show()
    elsewhere.activateWindow()
    sitting.settle()
    yield sitting
    elsewhere.close()
    sitting.close()


def receive(sitting: Sitting, circle: bytes, author: str) -> bytes:
    """Somebody's message comes; its thread."""
    message = sitting.desk.threads._runner.call(lambda tx: say(tx, circle, author, CANARY, f"{CANARY}!"))
    thread = next(one.thread for one in sitting.desk.threads.list(circle) if one.topic == CANARY)
    sitting.services.bridge.publish(MessagesArrived(circle, thread, (message,)))
    sitting.settle()
    return thread


def test_a_message_that_arrives_is_told_without_its_words(sitting: Sitting, shown: list[str]) -> None:
    receive(sitting, WITH_GRACE, "grace")
    assert len(shown) == 1
    assert "A message from" in shown[0]
    assert "Grace" in shown[0]
    assert CANARY not in shown[0]


def test_nothing_is_told_of_what_one_sees_arrive(sitting: Sitting, shown: list[str]) -> None:
    sitting.window.activateWindow()
    sitting.settle()
    receive(sitting, WITH_GRACE, "grace")
    assert shown == []


def test_a_desktop_without_a_place_for_notices_marks_its_task_bar(
    sitting: Sitting, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", lambda window, *milliseconds: marked.append(window))
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    receive(sitting, WITH_GRACE, "grace")
    assert (shown, marked) == ([], [sitting.window])


@pytest.mark.qt_log_ignore("does not support raise", extend=True)  # the offscreen platform
def test_a_click_leads_to_the_thread(sitting: Sitting) -> None:
    thread = receive(sitting, TEAM, "baraka")
    assert sitting.frame.place == TodayPlace()
    icon = sitting.frame.notices.findChild(QSystemTrayIcon)
    assert icon is not None
    icon.messageClicked.emit()
    sitting.settle()
    assert sitting.frame.place == ThreadPlace(TEAM, thread)
    assert QApplication.activeWindow() is sitting.window
