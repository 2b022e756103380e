# SPDX-License-Identifier: Apache-2.0
"""The main window: the sign-in pages, then one person's desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from mentordesk.ui.services import Services
from mentordesk.ui.signin.page import SignIn
from mentordesk.ui.signin.people import KnownPerson

if TYPE_CHECKING:
    from mentordesk.desk.desk import Desk
    from mentordesk.ui.frame.frame import Frame

FIRST_SIZE = (1100, 680)  # fits above the task bar of a 1366×768 screen
LEAST_SIZE = (640, 480)


class MainWindow(QMainWindow):
    """Shows who may sign in; `open_desk` puts a desk in place of that."""

    leaving = Signal(bool)  # the window ends the process; True = back to the sign-in page

    def __init__(self, services: Services, people: Sequence[KnownPerson], chosen: str = "") -> None:
        super().__init__()
        self._services = services
        self._frame: Frame | None = None
        self.setWindowTitle("MentorDesk")
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*FIRST_SIZE)
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self.sign_in = SignIn(services, people, chosen)
        self._pages.addWidget(self.sign_in)
        self._connect_signals()

    def _connect_signals(self) -> None:
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.sign_in)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.sign_in.go_back)

    @property
    def frame(self) -> Frame | None:
        """The desk's frame, once somebody has signed in."""
        return self._frame

    def open_desk(self, desk: Desk) -> None:
        """Show this person's desk; the sign-in page and what was typed there go."""
        from mentordesk.ui.frame.frame import Frame  # nobody needs it before the first window

        self._frame = Frame(self._services, desk, self)
        self._pages.addWidget(self._frame)
        self._pages.setCurrentWidget(self._frame)
        self._pages.removeWidget(self.sign_in)
        self.sign_in.deleteLater()
        self._restore_place(desk)
        self._frame.begin()

    def lock(self) -> None:
        """Leave, and begin again at the sign-in page in a new process."""
        self._leave(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave(False)
        super().closeEvent(event)

    def _leave(self, again: bool) -> None:
        if self._frame is not None:
            self._keep_place(self._frame.desk)
            self._frame.end()
        self.leaving.emit(again)

    def _restore_place(self, desk: Desk) -> None:
        kept = desk.settings.window_place()
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode())))

    def _keep_place(self, desk: Desk) -> None:
        place = bytes(self.saveGeometry().toBase64().data()).decode()
        if place != desk.settings.window_place():
            desk.settings.keep_window_place(place)
