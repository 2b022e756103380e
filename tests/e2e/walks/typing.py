# SPDX-License-Identifier: Apache-2.0
"""Somebody who types a message into the real window, in a process of its own that may be killed."""
from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.e2e.sessions import PASSPHRASE, Say
from tests.e2e.walks.screen import CTRL, Screen

PATIENCE_MS = 30_000
_BETWEEN_WORDS = 40  # milliseconds


def answer(say: Say, home: Path, name: str, closing: str, words: Sequence[str]) -> None:
    """Sign in, answer who waits: the closing words first, then the others before them, one by one."""
    qt = QApplication(sys.argv[:1])
    screen = Screen(home, qt)
    screen.sign_in(name, PASSPHRASE, PATIENCE_MS)
    screen.wait(lambda: bool(screen.rows("Waiting for you")), PATIENCE_MS)
    screen.key(Qt.Key.Key_Return)
    screen.type(closing)
    screen.key(Qt.Key.Key_Home, CTRL)
    for number, word in enumerate(words, 1):
        screen.type(f"{word} ")
        say("typed", number, time.monotonic())
        QTest.qWait(_BETWEEN_WORDS)
    screen.close()
