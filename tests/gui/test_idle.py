# SPDX-License-Identifier: Apache-2.0
"""A window that nobody touches locks where the computer's policy says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mentordesk.base.policy import Policy
from mentordesk.ui.frame.idle import IdleLock
from mentordesk.ui.theme.theme import Theme
from tests.helpers.term import make_term
from tests.helpers.window import Sitting

MINUTE_MS = 60_000


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Sitting]:
    """Amina at a computer with a policy."""
    sitting = Sitting(make_term(tmp_path), theme, policy=request.param)
    yield sitting
    sitting.close()


def timer_of(sitting: Sitting) -> QTimer | None:
    """What counts the minutes."""
    handle = sitting.window.windowHandle()
    assert handle is not None
    lock = handle.findChild(IdleLock)
    return lock.findChild(QTimer) if lock is not None else None


@pytest.mark.parametrize("sitting", [Policy(idle_lock_minutes=7)], indirect=True)
def test_after_the_minutes_of_the_policy_the_window_locks(sitting: Sitting, qtbot: QtBot) -> None:
    timer = timer_of(sitting)
    assert timer is not None
    assert timer.interval() == 7 * MINUTE_MS
    left: list[str] = []
    sitting.window.leaving.connect(left.append)
    timer.setInterval(0)  # the minutes are over; a timer that does not run stays so
    qtbot.waitUntil(lambda: not sitting.window.isVisible())
    assert left == ["lock"]


@pytest.mark.parametrize("sitting", [Policy(shared_account=True)], indirect=True)
def test_a_key_and_a_click_begin_the_minutes_anew(sitting: Sitting, qtbot: QtBot) -> None:
    timer = timer_of(sitting)
    assert timer is not None
    assert timer.interval() == 10 * MINUTE_MS
    handle = sitting.window.windowHandle()
    timer.stop()
    QTest.keyClick(handle, "a")
    assert timer.isActive()
    timer.stop()
    QTest.mouseMove(handle)
    assert timer.isActive()


NOT_ASKED_FOR = (Policy(), Policy(shared_account=True, idle_lock_minutes=0))


@pytest.mark.parametrize("sitting", NOT_ASKED_FOR, indirect=True)
def test_nothing_locks_where_nobody_says_so(sitting: Sitting) -> None:
    assert timer_of(sitting) is None
