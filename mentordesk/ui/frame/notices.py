# SPDX-License-Identifier: Apache-2.0
"""Desktop notices: somebody wrote. Never what was written where a computer is shared."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from mentordesk.domain.events import Event, MessagesArrived
from mentordesk.ui.context import Context
from mentordesk.ui.names import calling
from mentordesk.ui.places import Place, ThreadPlace
from mentordesk.ui.times import isolated

SHOWN_MS = 8_000


class Notices(QObject):
    """Speaks only while the window is not the active one; a click on the notice opens the thread."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._place: Place | None = None
        self._icon: QSystemTrayIcon | None = None

    def news(self, events: tuple[Event, ...]) -> None:
        """Tell of messages that came while the person looked elsewhere."""
        arrived = [event for event in events if isinstance(event, MessagesArrived)]
        if arrived and not self._window.isActiveWindow():
            QApplication.alert(self._window)  # marks the task bar, also where a desktop shows no notices
            self._tell(arrived)

    def words(self, arrived: list[MessagesArrived]) -> str:
        """A message from Grace; 3 new messages when there are several."""
        count = sum(len(event.messages) for event in arrived)
        summary = self._context.desk.threads.summary(arrived[-1].thread)
        if count == 1 and summary is not None and summary.last_author != self._context.desk.me:
            circle = self._context.circle(summary.circle)
            called = calling(circle.people if circle else ())
            name = called.get(summary.last_author, summary.last_author_name)
            return self.tr("A message from {name}").format(name=isolated(name))
        return self.tr("%n new messages", "", count)

    def close(self) -> None:
        """Take the icon away."""
        if self._icon is not None:
            self._icon.hide()

    def _tell(self, arrived: list[MessagesArrived]) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return
        if self._icon is None:
            self._icon = QSystemTrayIcon(self._window.windowIcon(), self)
            self._icon.messageClicked.connect(self._open)
            self._icon.activated.connect(self._raise)
        self._place = ThreadPlace(arrived[-1].circle, arrived[-1].thread)
        self._icon.show()
        self._icon.showMessage("MentorDesk", self.words(arrived), self._window.windowIcon(), SHOWN_MS)

    def _raise(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()

    def _open(self) -> None:
        self._raise()
        if self._place is not None:
            self._context.go(self._place)
