# SPDX-License-Identifier: Apache-2.0
"""What the demo needs of Qt: an application without a screen, pictures, two windows side by side."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

SIZE = (1366, 690)  # what a school's screen leaves
_SETTLE = 1.4  # seconds: the sync chip shows a new state after one


def application() -> QApplication:
    """The application, without a screen where there is none."""
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication([])


def picture(window: QWidget, file: Path) -> None:
    """A PNG of the window once it has come to rest."""
    window.resize(*SIZE)
    until = time.monotonic() + _SETTLE
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)
    window.grab().save(str(file))


def fill_half(window: QWidget, trailing: bool) -> None:
    """Put the window on one half of its screen."""
    room = window.screen().availableGeometry()
    half = QRect(room.left(), room.top(), room.width() // 2, room.height())
    if trailing:
        half.moveRight(room.right())
    window.setGeometry(half)
