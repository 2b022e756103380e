# SPDX-License-Identifier: Apache-2.0
"""A person in front of the window: reads what it shows, presses keys and buttons, waits."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from mentordesk.app import App
from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
from mentordesk.desk.desk import Desk
from mentordesk.ui.frame.frame import Frame
from mentordesk.ui.rows import Row, RowsView
from mentordesk.ui.thread.page import ThreadPage
from mentordesk.ui.widgets.composer import Composer
from mentordesk.ui.widgets.links import Link
from tests.helpers.window import pass_time

CTRL = Qt.KeyboardModifier.ControlModifier
Kind = TypeVar("Kind", bound=QWidget)
_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


class Screen:
    """One run of the programme, put together as app.py does it."""

    def __init__(self, home: Path, qt: QApplication, person: str = "", left: int = 0) -> None:
        self.app = App(find_places(home), Policy(), home, person, (left, 0))
        self.window = self.app.make_window(qt)
        self.window.show()
        self.window.activateWindow()
        self.app.after_first_paint()
        QApplication.processEvents()

    def close(self) -> None:
        """Leave, and let everything end."""
        self.window.close()
        self.app.close_down()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # ------------------------------------------------------------ looking
    @property
    def frame(self) -> Frame:
        """The open desk."""
        assert self.window.frame is not None
        return self.window.frame

    @property
    def desk(self) -> Desk:
        """What stands behind the window."""
        assert self.app.desk is not None
        return self.app.desk

    @property
    def composer(self) -> Composer:
        """Where a message is written."""
        page = self.frame.page()
        assert isinstance(page, ThreadPage)
        return page.composer

    def words(self) -> str:
        """Every plain word that can be read now, line by line."""
        lines = [label.text() for label in self._visible(QLabel)]
        lines += [field.text() for field in self._visible(QLineEdit)]
        for rows in self._visible(RowsView):
            lines += [f"{row.title} {row.words} {row.trailing} {row.action}" for row in rows.rows.rows]
        return "\n".join(lines).translate(_ISOLATES)

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of the list of this name; none when it is not there."""
        lists = (rows for rows in self._visible(RowsView) if rows.accessibleName() == name)
        return next((rows.rows.rows for rows in lists), ())

    def last_message(self) -> str:
        """The newest message of the thread shown, as a screen reader says it."""
        page = self.frame.page()
        assert isinstance(page, ThreadPage)
        model = page.view.model()
        row = model.index(model.rowCount() - 1, 0)
        return str(row.data(Qt.ItemDataRole.AccessibleTextRole)).translate(_ISOLATES)

    def messages(self) -> str:
        """All messages of the thread shown, as a screen reader says them."""
        page = self.frame.page()
        assert isinstance(page, ThreadPage)
        model = page.view.model()
        indexes = (model.index(row, 0) for row in range(model.rowCount()))
        said = (str(index.data(Qt.ItemDataRole.AccessibleTextRole)) for index in indexes)
        return "\n".join(said).translate(_ISOLATES)

    def wait(self, until: Callable[[], bool], milliseconds: int) -> None:
        """Let time pass until it is so; a failure after so long."""
        deadline = QDeadlineTimer(milliseconds)
        while not until():
            assert not deadline.hasExpired(), self.words()
            pass_time()

    def _visible(self, kind: type[Kind]) -> Iterator[Kind]:
        return (widget for widget in self.window.findChildren(kind) if widget.isVisible())

    # ------------------------------------------------------------ doing
    def type(self, text: str) -> None:
        """Press keys one after the other, of any script, wherever the focus is."""
        for letter in text:
            focus = QApplication.focusWidget()
            assert focus is not None
            key, letter = (Qt.Key.Key_Return, "\r") if letter == "\n" else (Qt.Key.Key_unknown, letter)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(focus, event)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key wherever the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier)

    def press(self, words: str) -> None:
        """Press a button."""
        next(found for found in self._visible(QPushButton) if found.text() == words).click()

    def follow(self, words: str) -> None:
        """Press a link."""
        next(found for found in self._visible(Link) if found.text() == words).click()

    def choose(self, name: str, title: str) -> None:
        """Go to a row of a list with the arrow keys and press Enter."""
        rows = next(found for found in self._visible(RowsView) if found.accessibleName() == name)
        rows.setFocus()
        titles = [row.title.translate(_ISOLATES) for row in rows.rows.rows]
        place = next(number for number, shown in enumerate(titles) if title in shown)
        self.key(Qt.Key.Key_Home)
        for _ in range(place):
            self.key(Qt.Key.Key_Down)
        self.key(Qt.Key.Key_Return)

    def sign_in(self, name: str, passphrase: str, milliseconds: int) -> None:
        """Pick a name, type the passphrase, wait for the page."""
        self.choose("People of this computer", name)
        self.type(passphrase)
        self.key(Qt.Key.Key_Return)
        self.wait(lambda: self.window.frame is not None, milliseconds)
