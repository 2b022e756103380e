# SPDX-License-Identifier: Apache-2.0
"""Composition root of the window: makes every part, joins them, and ends them in order."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QTimeZone
from PySide6.QtWidgets import QApplication

from mentordesk.base.clock import Clock, SystemClock, SystemRandomness
from mentordesk.base.errors import DiskTrouble
from mentordesk.base.files import SystemFiles
from mentordesk.base.paths import Places
from mentordesk.base.policy import Policy
from mentordesk.storage.people import list_people
from mentordesk.ui.background import Background
from mentordesk.ui.bridge import Bridge
from mentordesk.ui.frame.window import MainWindow
from mentordesk.ui.i18n import SYSTEM, Translation
from mentordesk.ui.services import Services
from mentordesk.ui.signin.known import KnownPerson
from mentordesk.ui.theme.theme import STYLE_CHOSEN, Theme
from mentordesk.ui.theme.tokens import Look

if TYPE_CHECKING:
    import logging

    from mentordesk.base.options import Settings
    from mentordesk.desk.desk import Desk
    from mentordesk.desk.profiles import Entrance, Opened
    from mentordesk.domain.events import Event
    from mentordesk.ui.words import Words

TITLE = "MentorDesk"
COPIES = "opened"  # folder of readable copies, as long as somebody is signed in
SWITCH = 0.0005  # seconds for which a busy thread may keep the window waiting; Python's own 5 ms add up


class App:
    """One run of the window.

    `home`: as it was asked for; `person`: the profile folder to begin with; `left`: things that the person
    before left to be sent, and files that only go with that person.
    """

    def __init__(
        self,
        places: Places,
        policy: Policy,
        home: Path | None = None,
        person: str = "",
        left: tuple[int, int] = (0, 0),
    ) -> None:
        self._places = places
        self._home = home
        self._policy = policy
        self._person = person
        self._left = left
        self._files = SystemFiles()
        self._entrance: Entrance | None = None
        self._opened: Opened | None = None
        self.next_process: list[str] = []  # the process that takes over
        self.desk: Desk | None = None
        self._log: logging.Handler | None = None
        self._follows = False  # the system says when there is a network
        self._line_look = Background()

    def run(self, shown: Callable[[], None] | None = None) -> int:
        """Show the window until it closes; the process's exit code. Locking does not return.

        `shown` is called once the window stands.
        """
        qt = QApplication([*sys.argv[:1], "-style", "fusion"])
        qt.setProperty(STYLE_CHOSEN, True)
        window = self.make_window(qt)
        window.show()
        if shown is not None:
            QTimer.singleShot(0, shown)
        QTimer.singleShot(0, self.after_first_paint)
        code = qt.exec()
        self.close_down()
        self._stop_log()
        if self.next_process:
            os.execv(self.next_process[0], self.next_process)
        return code

    def _stop_log(self) -> None:
        from mentordesk.base.logs import stop_logging

        stop_logging(self._log)

    def make_window(self, qt: QApplication) -> MainWindow:
        """Everything that the first window needs, and nothing else."""
        qt.setApplicationName(TITLE)
        qt.setDesktopFileName("mentordesk")
        look, language = self._first_look()
        self._translation = Translation(qt)
        self._translation.use(language)
        clock = SystemClock()
        self.services = Services(
            theme=Theme(qt, look),
            bridge=Bridge(qt),
            background=Background(),
            clock=clock,
            rand=SystemRandomness(),
            policy=self._policy,
            entrance=self.entrance_now,
            make_words=lambda: _words(clock),
            keep_settings=self._keep_settings,
            copies=self._places.data / COPIES,
        )
        self._people = list_people(self._places.profiles, self._files)
        known = [
            KnownPerson(str(one.folder), one.name, one.programme, next(iter(one.addresses), ""))
            for one in self._people
        ]
        self.window = MainWindow(self.services, known, self._person)
        self.window.sign_in.set_left_safe(*self._left)
        self._connect_signals()
        return self.window

    def _first_look(self) -> tuple[Look, str]:
        """Colours and language of the sign-in page; on most computers nobody has set them."""
        if not self._files.exists(self._places.settings_file):
            return Look(), SYSTEM
        from mentordesk.base.options import LANGUAGE, load_settings
        from mentordesk.ui.look import look_of

        settings = load_settings(self._files, self._places.settings_file)
        return look_of(settings), settings.get(LANGUAGE)

    def _connect_signals(self) -> None:
        self.window.sign_in.opened.connect(self.enter)
        self.window.leaving.connect(self._leave)

    def after_first_paint(self) -> None:
        """Begin the log, import what is heavy while the person types, look whether there is a line."""
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(SWITCH)
        from mentordesk.base.logs import install_hooks, start_logging

        self._show_icon()
        install_hooks()
        self._log = start_logging(self._places.log_file)
        self.services.background.submit(self._clear_copies)
        loading = self.services.background.submit(self.entrance_now)
        self.services.bridge.then(loading, lambda _: self.window.prepare_desk())
        addresses = [address for person in self._people for address in person.addresses]
        if addresses:
            from mentordesk.desk.reach import is_reachable

            looking = self._line_look.submit(lambda: is_reachable(addresses))
            self.services.bridge.then(looking, self.window.sign_in.set_line)

    def _clear_copies(self) -> None:
        """What viewers were shown; after a crash it is still there at the next start."""
        from mentordesk.desk.attachments import clear_copies

        clear_copies(self.services.copies)

    def _show_icon(self) -> None:
        """Drawing it takes longer than the first window may wait."""
        from mentordesk.ui.theme.icons import app_icon

        self.window.setWindowIcon(app_icon())

    def entrance_now(self) -> Entrance:
        """The way in; the first call imports what is heavy."""
        if self._entrance is None:
            from mentordesk.desk.profiles import Entrance

            self._entrance = Entrance(self._places.data, publish=self.services.bridge.publish)
        return self._entrance

    def enter(self, opened: Opened) -> None:
        """Put the desk of whoever signed in into the window."""
        from mentordesk.desk.desk import open_desk

        self._opened = opened
        self.desk = open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)
        self.window.open_desk(self.desk, opened.broken_off)
        if opened.recovered is not None:
            self.window.say_recovered(opened.recovered.code, opened.recovered.facts)
        self.services.bridge.listen(self._heard)
        QTimer.singleShot(0, self._start_line)  # the page is painted before

    def _start_line(self) -> None:
        if self.desk is not None:
            self._tell_zone(self.desk)
            self.desk.connection.start()

    def _tell_zone(self, desk: Desk) -> None:
        """My circles see my local time: tell them when this computer's zone is another than they know."""
        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "ignore")
        if zone and zone != desk.people.my_zone():
            self.services.bridge.then(desk.people.set_card(desk.my_name, zone), lambda _: None)

    def _heard(self, events: tuple[Event, ...]) -> None:
        """Events; once the line is missed, the system is asked to say when there is one again."""
        from mentordesk.domain.connection import LineState
        from mentordesk.domain.events import SyncChanged

        steady = (LineState.UP_TO_DATE, LineState.WORKING)
        states = [event.status.state for event in events if isinstance(event, SyncChanged)]
        if not self._follows and any(state not in steady for state in states):
            self._follows = True
            self._follow_network()

    def _follow_network(self) -> None:
        """Try at once when the system says that there is a network again.

        What asks the system takes 7 MB on Linux; a desk with a steady line does without.
        """
        from PySide6.QtNetwork import QNetworkInformation

        if QNetworkInformation.loadDefaultBackend():
            self._network = QNetworkInformation.instance()
            self._network.reachabilityChanged.connect(self.window.network_changed)

    def _leave(self, how: str) -> None:
        """The window closes: for good, or back to the sign-in page."""
        if how != "close" and self._opened is not None:
            status = self._opened.connection.status()
            person = str(self._opened.folder) if how == "lock" else ""
            self.next_process = self.arguments(person, status.waiting, status.files_up)
        QApplication.quit()

    def close_down(self) -> None:
        """End everything in order: events, line, store, then Qt."""
        self.services.bridge.close()
        if self.desk is not None:
            self.desk.close()
            self.desk = None
            self._clear_copies()
        self.services.background.close()
        self._line_look.close()
        self._translation.end()

    def _keep_settings(self, settings: Settings) -> None:
        """The look of the next sign-in page; not where many people share it."""
        if self._policy.shared_account:
            return
        import logging

        from mentordesk.base.options import save_settings

        try:
            save_settings(self._files, self._places.settings_file, settings)
        except DiskTrouble:
            logging.getLogger(__name__).warning("settings not kept")

    def arguments(self, person: str, left: int, files: int = 0) -> list[str]:
        """The same programme again, at the sign-in page: plain text must not stay in memory."""
        frozen = getattr(sys, "frozen", False)
        start = [sys.executable] if frozen else [sys.executable, "-P", "-m", "mentordesk"]
        home = ["--home", str(self._home)] if self._home else []
        chosen = ["--person", person] if person else []
        going_up = ["--left-files", str(files)] if files else []
        return [*start, "window", *home, *chosen, *going_up, "--left", str(left)]


def _words(clock: Clock) -> Words:
    from mentordesk.ui.words import Words  # nobody needs it before the first window

    return Words(clock)
