# SPDX-License-Identifier: Apache-2.0
"""The banner under the header: what concerns the whole window, one at a time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.notice import Notice

_WEIGHT = {"err": 3, "warn": 2, "info": 1, "ok": 0}
_CLOSE = "close"


@dataclass(frozen=True, slots=True)
class BannerText:
    """What a banner says. `tone` is info, ok, warn or err; `action`, `close`: words of links, "" = none."""

    key: str
    words: str
    tone: str = "info"
    action: str = ""
    close: str = ""


class Banner(Notice):
    """Shows the weightiest of the banners told, the newest of equals; the others wait behind it."""

    asked = Signal(str)  # BannerText.key whose action was chosen
    closed = Signal(str)  # BannerText.key

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._waiting: dict[str, BannerText] = {}
        self._shown: BannerText | None = None
        self.acted.connect(self._chosen)

    @property
    def shown(self) -> BannerText | None:
        """The banner on the screen."""
        return self._shown

    def say(self, text: BannerText) -> None:
        """Show or replace the banner of that key."""
        self._waiting.pop(text.key, None)
        self._waiting[text.key] = text
        self._show_first()

    def withdraw(self, key: str) -> None:
        """Take a banner away, shown or waiting."""
        self._waiting.pop(key, None)
        self._show_first()

    def _show_first(self) -> None:
        newest_first = reversed(self._waiting.values())
        first = max(newest_first, key=lambda text: _WEIGHT[text.tone], default=None)
        if first == self._shown:
            return
        self._shown = first
        if first is None:
            self.clear()
            return
        actions = [("act", first.action), (_CLOSE, first.close)]
        self.tell(first.words, first.tone, [(key, words) for key, words in actions if words])
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _chosen(self, what: str) -> None:
        if self._shown is None:
            return
        key = self._shown.key
        if what == _CLOSE:
            self.withdraw(key)
            self.closed.emit(key)
        else:
            self.asked.emit(key)
