# SPDX-License-Identifier: Apache-2.0
"""The real window of one person in this process: the App of `mentordesk window`, signed in by a bench."""
from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from mentordesk.app import App
from mentordesk.base.paths import find_places
from mentordesk.base.policy import machine_policy
from mentordesk.desk.profiles import Entrance, Opened
from mentordesk.ui.theme.theme import STYLE_CHOSEN

PATIENCE = 300.0


class Seated:
    """The window; `sign_in` puts the desk of the only person of `home` into it."""

    def __init__(self, home: Path) -> None:
        sys.excepthook = _give_up  # what fails inside an event would only be printed
        self.qt = QApplication([*sys.argv[:1], "-style", "fusion"])
        self.qt.setProperty(STYLE_CHOSEN, True)
        self.app = App(find_places(home), machine_policy(), home)
        self.window = self.app.make_window(self.qt)
        self.window.show()
        self.run(0.2)
        self.app.after_first_paint()

    def run(self, seconds: float) -> None:
        """Let the window live."""
        until = time.perf_counter() + seconds
        self.run_until(lambda: time.perf_counter() >= until)

    def run_until(self, done: Callable[[], bool]) -> None:
        """Let the window live until then."""
        late = time.perf_counter() + PATIENCE
        while not done():
            if time.perf_counter() > late:
                raise SystemExit("the window waited in vain")
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    def prepare(self) -> Entrance:
        """What happens while somebody types a passphrase."""
        entrance: Entrance = self.wait_for(self.app.entrance_now)
        return entrance

    def sign_in(self, passphrase: str) -> None:
        """As the sign-in page does it; the first page is painted at the end."""
        entrance = self.prepare()
        (person,) = entrance.people()
        self.enter(self.wait_for(lambda: entrance.open(person.folder, passphrase)))

    def enter(self, opened: Opened) -> None:
        """Put the desk into the window and paint it."""
        self.app.enter(opened)
        self.paint()

    def paint(self) -> None:
        """Everything that is to be seen is laid out and painted."""
        self.qt.processEvents()
        self.window.repaint()

    def wait_for(self, work: Callable[[], Any]) -> Any:
        """What slow work in the background gives, as the sign-in page waits for it."""
        came: list[Any] = []
        self.app.services.bridge.then(self.app.services.background.submit(work), came.append)
        self.run_until(lambda: bool(came))
        return came[0]

    def close(self) -> None:
        """As when the window closes."""
        self.window.close()
        self.app.close_down()


def _give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    traceback.print_exception(kind, error, trace)
    os._exit(1)


def tell(report: dict[str, Any]) -> None:
    """Say what was measured."""
    print(json.dumps(report, indent=1))
