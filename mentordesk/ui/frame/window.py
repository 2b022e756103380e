# SPDX-License-Identifier: Apache-2.0
"""The main window: the sign-in pages, then one person's desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from mentordesk.ui.services import Services
from mentordesk.ui.signin.known import KnownPerson
from mentordesk.ui.signin.page import SignIn

if TYPE_CHECKING:
    from mentordesk.desk.desk import Desk
    from mentordesk.ui.frame.actions import Actions
    from mentordesk.ui.frame.frame import Frame

FIRST_SIZE = (1100, 680)  # fits above the task bar of a 1366×768 screen
LEAST_SIZE = (720, 520)


class MainWindow(QMainWindow):
    """Shows who may sign in; `open_desk` puts a desk in place of that."""

    leaving = Signal(str)  # the process ends: "close", "lock" or "sign_out"

    def __init__(self, services: Services, people: Sequence[KnownPerson], chosen: str = "") -> None:
        super().__init__()
        self._services = services
        self._frame: Frame | None = None
        self._actions: Actions | None = None
        self._how = "close"
        self.setWindowTitle("MentorDesk")
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*FIRST_SIZE)
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self.sign_in = SignIn(services, people, chosen)
        self._pages.addWidget(self.sign_in)
        self.sign_in.begin()

    @property
    def frame(self) -> Frame | None:
        """The desk's frame, once somebody has signed in."""
        return self._frame

    def prepare_desk(self) -> None:
        """Import what a desk shows, while the person types."""
        import mentordesk.ui.frame.actions
        import mentordesk.ui.frame.frame
        import mentordesk.ui.frame.idle  # noqa: F401

    def open_desk(self, desk: Desk, broken_off: int = 0) -> None:
        """Show this person's desk; the sign-in page and what was typed there go.

        `broken_off`: when the session before began (unix seconds) if it never ended.
        """
        from mentordesk.ui.frame.frame import Frame  # nobody needs it before the first window

        self._frame = Frame(self._services, desk, self)
        self._make_actions(self._frame)
        self._pages.addWidget(self._frame)
        self._pages.setCurrentWidget(self._frame)
        self._pages.removeWidget(self.sign_in)
        self.sign_in.deleteLater()
        self._restore_place(desk)
        self._frame.begin(broken_off)
        self._lock_when_idle()

    def say_recovered(self, code: str, facts: Mapping[str, int]) -> None:
        """What was found damaged at the start, and what was done."""
        if self._frame is not None:
            self._frame.teller.say(self._services.words.troubles.sentence(code, facts))

    def network_changed(self) -> None:
        """The system has another network, or none."""
        if self._frame is not None:
            self._frame.desk.connection.line_up()

    def lock(self) -> None:
        """Leave, and begin again at the sign-in page in a new process, one's own name chosen."""
        self._how = "lock"
        self.close()

    def sign_out(self) -> None:
        """Leave, and begin again at the sign-in page in a new process, nobody chosen."""
        self._how = "sign_out"
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._frame is not None:
            self._keep_place(self._frame.desk)
            self._frame.end(returning=self._how == "lock")
        self.leaving.emit(self._how)
        super().closeEvent(event)

    def _make_actions(self, frame: Frame) -> None:
        from mentordesk.ui.frame.actions import Actions, Deeds
        from mentordesk.ui.places import SettingsPlace, StickPlace, TodayPlace

        deeds = Deeds(
            today=lambda: frame.go(TodayPlace()),
            circle=frame.go_to_circle,
            search=frame.go_to_search,
            new_thread=frame.new_thread,
            new_document=frame.new_document,
            fold_left=frame.left.turn,
            send=frame.send,
            add_file=lambda: _add_file(frame),
            save=frame.save,
            next_region=frame.next_region,
            last_region=lambda: frame.next_region(-1),
            back=frame.back,
            settings=lambda: frame.go(SettingsPlace()),
            lock=self.lock,
            sign_out=self.sign_out,
            quit=self._close,
            keys=self._show_keys,
            connect=frame.desk.connection.connect_now,
            put_on_stick=lambda: frame.go(StickPlace()),
            take_from_stick=lambda: frame.go(StickPlace(take=True)),
        )
        self._actions = Actions(deeds, self)
        self._actions.fill(self.menuBar())
        frame.circles_changed.connect(self._actions.name_circles)
        frame.header.set_menu(self._actions.under_name())

    def _lock_when_idle(self) -> None:
        from mentordesk.ui.frame.idle import IdleLock

        minutes = self._services.policy.lock_after_minutes
        if minutes:
            self.winId()  # makes the handle where the window was not shown yet
            IdleLock(self.windowHandle(), minutes).idle.connect(self.lock)

    def _close(self) -> None:
        self.close()

    def _show_keys(self) -> None:
        from mentordesk.ui.frame.keys import KeysPage

        if self._actions is not None and self._frame is not None:
            actions = [*self._actions.with_keys(), *self._frame.page().key_actions()]
            KeysPage(self._services.theme, actions, self).open()

    def _restore_place(self, desk: Desk) -> None:
        kept = desk.settings.window_place()
        if kept:
            from PySide6.QtCore import QByteArray

            self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode())))

    def _keep_place(self, desk: Desk) -> None:
        place = bytes(self.saveGeometry().toBase64().data()).decode()
        if place != desk.settings.window_place():
            desk.settings.keep_window_place(place)


def _add_file(frame: Frame) -> None:
    """Where one writes; elsewhere there is nothing to add it to."""
    from mentordesk.ui.thread.page import ThreadPage

    page = frame.page()
    if isinstance(page, ThreadPage):
        page.composer.add_file_asked.emit()
