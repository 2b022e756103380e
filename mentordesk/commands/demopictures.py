# SPDX-License-Identifier: Apache-2.0
"""Pictures of the demo's day: the real window around a desk, drawn offscreen."""
from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
from mentordesk.commands.demoterm import own_circle, thread_of
from mentordesk.ui.qt import load_qt

if TYPE_CHECKING:
    from mentordesk.desk.desk import Desk

SIZE = (1366, 690)  # what a school's screen leaves
_SETTLE = 1.4  # seconds: the sync chip shows a new state after one


class Pictures:
    """Takes PNG pictures into `folder`."""

    def __init__(self, folder: Path) -> None:
        if sys.platform == "linux" and not os.environ.get("DISPLAY"):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        load_qt()
        from PySide6.QtWidgets import QApplication

        self._folder = folder
        self._qt = QApplication([])
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, desk: Desk, topic: str) -> None:
        """The Today page of this desk, or one of its threads."""
        from mentordesk.app import App
        from mentordesk.ui.places import ThreadPlace

        app = App(find_places(self._folder / "home"), Policy(), self._folder / "home")
        window = app.make_window(self._qt)
        window.show()
        window.open_desk(desk)
        window.resize(*SIZE)
        thread = thread_of(desk, topic) if topic else None
        if thread is not None and window.frame is not None:
            window.frame.go(ThreadPlace(own_circle(desk), thread))
        until = time.monotonic() + _SETTLE
        while time.monotonic() < until:
            self._qt.processEvents()
            time.sleep(0.01)
        window.grab().save(str(self._folder / f"{name}.png"))
        window.close()
        app.close_down()
        self._qt.processEvents()
