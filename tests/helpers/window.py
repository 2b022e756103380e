# SPDX-License-Identifier: Apache-2.0
"""A real window around a real desk, in one thread, with the clock standing still."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.base.options import Settings
from mentordesk.base.policy import Policy
from mentordesk.desk.desk import Desk
from mentordesk.desk.profiles import Entrance
from mentordesk.ui.background import AtOnce
from mentordesk.ui.bridge import Bridge
from mentordesk.ui.frame.frame import Frame
from mentordesk.ui.frame.window import MainWindow
from mentordesk.ui.services import Services
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.words import Words
from tests.helpers.term import Term, make_term

NAIROBI = timezone(timedelta(hours=3))


def no_entrance() -> Entrance:
    """For windows in which nobody signs in."""
    raise AssertionError("nobody signs in here")


def make_services(
    theme: Theme,
    clock: ManualClock,
    entrance: Callable[[], Entrance] = no_entrance,
    policy: Policy | None = None,
    copies: Path | None = None,
) -> Services:
    """What app.py makes, for one thread."""
    kept: list[Settings] = []
    return Services(
        theme=theme,
        bridge=Bridge(),
        background=AtOnce(),
        clock=clock,
        rand=SeededRandomness("window"),
        policy=policy or Policy(),
        entrance=entrance,
        make_words=lambda: Words(clock, NAIROBI),
        keep_settings=kept.append,
        copies=copies or Path(tempfile.gettempdir()) / "mentordesk-copies",
    )


class Sitting:
    """Amina at her desk, in a window of a size."""

    def __init__(
        self,
        term: Term,
        theme: Theme,
        size: tuple[int, int] = (1366, 690),
        broken_off: int = 0,
        policy: Policy | None = None,
    ) -> None:
        self.term = term
        self.services = make_services(theme, term.clock, policy=policy, copies=term.home / "opened")
        self.desk: Desk = term.desk(self.services.bridge.publish)
        self.window = MainWindow(self.services, [])
        self.window.resize(*size)
        self.window.open_desk(self.desk, broken_off)
        self.window.show()
        self.settle()

    @property
    def frame(self) -> Frame:
        """The desk's frame."""
        assert self.window.frame is not None
        return self.window.frame

    def settle(self) -> None:
        """Let everything under way arrive and be painted."""
        for _ in range(4):
            QApplication.processEvents()
            self.services.bridge.deliver()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def close(self) -> None:
        """Leave as the window does."""
        self.window.close()
        self.services.bridge.close()
        self.desk.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def pass_time(milliseconds: int = 10) -> None:
    """Let the window live for so long, and other threads with it, as QTest.qWait does not."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def sit_down(home: Path, theme: Theme, full: bool = True, size: tuple[int, int] = (1366, 690)) -> Sitting:
    """A new profile and a window around it."""
    return Sitting(make_term(home, full), theme, size)


def labels(page: QWidget) -> list[str]:
    """All plain words that a page shows now."""
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in page.findChildren(QLabel) if label.isVisible() and label.text()]
