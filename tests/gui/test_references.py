# SPDX-License-Identifier: Apache-2.0
"""The Qt binding keeps the interpreter's own objects alive: some releases drop a reference at each call."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

NOISE = 20  # what the interpreter itself takes and gives back meanwhile


class Bell(QObject):
    rang = Signal(object)


def test_a_thousand_calls_leave_none_and_true_alone(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(1000):
        widget.parentWidget()
        widget.isEnabled()
        widget.setEnabled(True)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert _far(before, after) == []


def test_two_hundred_emits_leave_none_and_true_alone(qtbot: QtBot) -> None:
    heard: list[bool] = []
    bell = Bell()
    bell.rang.connect(lambda value: heard.append(value is None))
    heard += [False] * 200
    heard.clear()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(200):
        bell.rang.emit(None)
    count = len(heard)
    heard.clear()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert (count, _far(before, after)) == (200, [])


def _far(before: tuple[int, int], after: tuple[int, int]) -> list[int]:
    changes = [late - early for early, late in zip(before, after, strict=True)]
    return [change for change in changes if abs(change) > NOISE]
