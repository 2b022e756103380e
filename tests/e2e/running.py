# SPDX-License-Identifier: Apache-2.0
"""One run of the whole programme in this process, worked as a person would."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mentordesk.app import App
from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
from tests.e2e.village import Village
from tests.helpers.window import labels

CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 30_000
PASSPHRASE = "amber fox river seven"


class Run:
    """One run of the programme, as far as its window stands."""

    def __init__(self, home: Path, qapp: QApplication, person: str = "") -> None:
        self.app = App(find_places(home), Policy(), home, person)
        self.window = self.app.make_window(qapp)
        self.window.show()
        self.window.activateWindow()
        self.app.after_first_paint()
        QApplication.processEvents()

    def field(self, name: str) -> QLineEdit:
        fields = self.window.findChildren(QLineEdit)
        return next(field for field in fields if field.isVisible() and field.accessibleName() == name)

    def press(self, words: str) -> None:
        buttons = self.window.findChildren(QPushButton)
        next(found for found in buttons if found.isVisible() and found.text() == words).click()

    def says(self, words: str) -> bool:
        return any(words in text for text in labels(self.window))

    def close(self) -> None:
        self.window.close()
        self.app.close_down()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def enrol(self, village: Village, who: str, qtbot: QtBot) -> None:
        """From the slip to the open desk."""
        assert self.says("Start with your slip")
        self.field("Server").setText(village.relay.url)
        QGuiApplication.clipboard().setText(village.slips[who])
        QTest.keyClick(self.field("Code, part 1 of 3"), Qt.Key.Key_V, CTRL)
        self.press("Next")
        qtbot.waitUntil(lambda: self.says("Hello"), timeout=PATIENCE_MS)
        for field in ("Passphrase", "Type it once more"):
            self.field(field).setText(PASSPHRASE)
        self.press("Open my desk")
        assert self.says("Opening your desk…")
        qtbot.waitUntil(lambda: self.window.frame is not None, timeout=PATIENCE_MS)

    def sign_in(self, qtbot: QtBot) -> None:
        """By the passphrase, the only person of this computer."""
        self.field("Passphrase").setText(PASSPHRASE)
        self.press("Sign in")
        qtbot.waitUntil(lambda: self.window.frame is not None, timeout=PATIENCE_MS)
