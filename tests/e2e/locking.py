# SPDX-License-Identifier: Apache-2.0
"""A process of its own that signs in at the real window, shows a thread, and locks when it is told to.

It is told everything on its standard input, so that it knows no word which the profile does not hold.
"""
from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from mentordesk.app import App
from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
from mentordesk.ui.places import ThreadPlace
from tests.helpers.window import pass_time

PATIENCE_MS = 30_000


def main() -> int:
    """Lines on standard input: home folder, profile folder, passphrase; later one more to lock."""
    home, person, passphrase = (sys.stdin.readline().rstrip("\n") for _ in range(3))
    app = App(find_places(home), Policy(), Path(home), person)
    return app.run(lambda: _sit(app, passphrase))


def _sit(app: App, passphrase: str) -> None:
    """Sign in, open the first thread, say so, lock at the next line."""
    field = next(one for one in app.window.findChildren(QLineEdit) if one.accessibleName() == "Passphrase")
    field.setText(passphrase)
    QTest.keyClick(field, Qt.Key.Key_Return)
    _wait(lambda: app.window.frame is not None)
    frame = app.window.frame
    assert frame is not None
    circle = frame.desk.people.circles()[0].circle
    frame.go(ThreadPlace(circle, frame.desk.threads.list(circle)[0].thread))
    pass_time()
    app.window.grab()  # painted
    sys.stdout.write("open\n")
    sys.stdout.flush()
    sys.stdin.readline()
    app.window.lock()


def _wait(until: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(PATIENCE_MS)
    while not until():
        assert not deadline.hasExpired()
        pass_time()


if __name__ == "__main__":
    sys.exit(main())
