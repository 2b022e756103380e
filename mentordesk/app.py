# SPDX-License-Identifier: Apache-2.0
"""Composition root of the window: makes every part, joins them, and ends them in order."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.base.errors import DiskTrouble
from mentordesk.base.files import SystemFiles
from mentordesk.base.logs import install_hooks, start_logging, stop_logging
from mentordesk.base.options import LANGUAGE, Settings, load_settings, save_settings
from mentordesk.base.paths import Places
from mentordesk.base.policy import Policy
from mentordesk.storage.people import list_people
from mentordesk.ui.background import Background
from mentordesk.ui.bridge import Bridge
from mentordesk.ui.frame.window import MainWindow
from mentordesk.ui.i18n import Translation
from mentordesk.ui.look import look_of
from mentordesk.ui.services import Services
from mentordesk.ui.signin.people import KnownPerson
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.words import Words

if TYPE_CHECKING:
    from mentordesk.desk.desk import Desk
    from mentordesk.desk.profiles import Entrance, Opened

TITLE = "MentorDesk"


class App:
    """One run of the window: `home` as it was asked for, `person` the profile folder to begin with."""

    def __init__(self, places: Places, policy: Policy, home: Path | None = None, person: str = "") -> None:
        self._places = places
        self._home = home
        self._policy = policy
        self._person = person
        self._files = SystemFiles()
        self._entrance: Entrance | None = None
        self._opened: Opened | None = None
        self._next: list[str] = []  # the process that takes over
        self.desk: Desk | None = None

    def run(self) -> int:
        """Show the window until it closes; the process's exit code. Locking does not return."""
        log = start_logging(self._places.log_file)
        install_hooks()
        qt = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(qt, QApplication)
        window = self.make_window(qt)
        window.show()
        QTimer.singleShot(0, self._warm_up)
        code = qt.exec()
        self.close_down()
        stop_logging(log)
        if self._next:
            os.execv(self._next[0], self._next)
        return code

    def make_window(self, qt: QApplication) -> MainWindow:
        """Everything that the first window needs, and nothing else."""
        qt.setApplicationName(TITLE)
        qt.setDesktopFileName("mentordesk")
        settings = load_settings(self._files, self._places.settings_file)
        self._translation = Translation(qt)
        self._translation.use(settings.get(LANGUAGE))
        clock = SystemClock()
        self.services = Services(
            theme=Theme(qt, look_of(settings)),
            words=Words(clock),
            bridge=Bridge(qt),
            background=Background(),
            clock=clock,
            rand=SystemRandomness(),
            policy=self._policy,
            entrance=self._entrance_now,
            keep_settings=self._keep_settings,
        )
        self.window = MainWindow(self.services, self._people(), self._person)
        self._connect_signals()
        return self.window

    def _connect_signals(self) -> None:
        self.window.sign_in.opened.connect(self._enter)
        self.window.leaving.connect(self._leave)

    def _people(self) -> list[KnownPerson]:
        found = list_people(self._places.profiles, self._files)
        return [KnownPerson(str(person.folder), person.name, person.programme) for person in found]

    def _warm_up(self) -> None:
        """Import what is heavy while the person types."""
        self.services.background.submit(self._entrance_now)

    def _entrance_now(self) -> Entrance:
        if self._entrance is None:
            from mentordesk.desk.profiles import Entrance

            self._entrance = Entrance(self._places.data, publish=self.services.bridge.publish)
        return self._entrance

    def _enter(self, opened: Opened) -> None:
        from mentordesk.desk.desk import open_desk

        self._opened = opened
        self.desk = open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)
        self.window.open_desk(self.desk)
        self.desk.connection.start()

    def _leave(self, how: str) -> None:
        """The window closes: for good, or back to the sign-in page."""
        if how != "close" and self._opened is not None:
            person = str(self._opened.folder) if how == "lock" else ""
            self._next = self._next_process(person)
        QApplication.quit()

    def close_down(self) -> None:
        """End everything in order: events, line, store, then Qt."""
        self.services.bridge.close()
        if self.desk is not None:
            self.desk.close()
            self.desk = None
        self.services.background.close()

    def _keep_settings(self, settings: Settings) -> None:
        """The look of the next sign-in page; not where many people share it."""
        if self._policy.shared_account:
            return
        try:
            save_settings(self._files, self._places.settings_file, settings)
        except DiskTrouble:
            logging.getLogger(__name__).warning("settings not kept")

    def _next_process(self, person: str) -> list[str]:
        """The same programme again, at the sign-in page: plain text must not stay in memory."""
        frozen = getattr(sys, "frozen", False)
        start = [sys.executable] if frozen else [sys.executable, "-P", "-m", "mentordesk"]
        home = ["--home", str(self._home)] if self._home else []
        return [*start, "window", *home, *(["--person", person] if person else [])]
