# SPDX-License-Identifier: Apache-2.0
"""What the window tells in its banner: lines that go by themselves, troubles, alarms."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from mentordesk.base.errors import Trouble
from mentordesk.ui.widgets.banner import Banner, BannerText
from mentordesk.ui.words import Words

TOLD_MS = 8_000
_TOLD = "told"


class Teller(QObject):
    """Speaks through one banner."""

    def __init__(self, banner: Banner, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._banner = banner
        self._words = words
        self._undo: Callable[[], None] | None = None
        self._told = QTimer(self, interval=TOLD_MS, singleShot=True)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._told.timeout.connect(self._untell)
        self._banner.asked.connect(self._asked)

    def tell(self, words: str, action: str = "", do: Callable[[], None] | None = None) -> None:
        """A line that goes by itself, with a button when something can be undone."""
        self._undo = do
        self._banner.say(BannerText(_TOLD, words, "info", action, self.tr("Close")))
        self._told.start()

    def say(self, words: str) -> None:
        """Something that stays until it is closed."""
        self._banner.say(BannerText("said", words, "info", close=self.tr("Close")))

    def show_trouble(self, trouble: Trouble) -> None:
        """A write did not work and nobody else says so."""
        words = self._words.trouble(trouble)
        self._banner.say(BannerText(trouble.code, words, "err", close=self.tr("Close")))

    def alarm(self, code: str) -> None:
        """Something that must not happen did."""
        self._banner.say(BannerText("alarm", self._words.trouble_code(code), "err"))

    def _untell(self) -> None:
        self._banner.withdraw(_TOLD)

    def _asked(self, key: str) -> None:
        self._banner.withdraw(key)
        if key == _TOLD and self._undo is not None:
            self._undo()
