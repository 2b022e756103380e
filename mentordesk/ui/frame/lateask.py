# SPDX-License-Identifier: Apache-2.0
"""A message of one's own went late, from another computer: once, its author is asked whether it may stand."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mentordesk.domain.events import Event, ThreadChanged
from mentordesk.domain.messages import Message
from mentordesk.ui.context import Context
from mentordesk.ui.thread.takeback import TakeBack
from mentordesk.ui.widgets.banner import Banner, BannerText

_KEY = "late"


class LateAsk(QObject):
    """One banner at a time, the newest message first."""

    def __init__(self, context: Context, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._banner = banner
        self._backs = TakeBack(context, self)
        self._asked: Message | None = None
        banner.asked.connect(self._take_back)
        banner.closed.connect(self._keep)

    def news(self, events: tuple[Event, ...]) -> None:
        """Look whether something came late."""
        if any(isinstance(event, ThreadChanged) for event in events):
            self.look()

    def look(self) -> None:
        """Ask about the newest of those about which nobody has decided."""
        found = next(iter(self._context.desk.threads.late()), None)
        if found is None:
            self._banner.withdraw(_KEY)
        elif self._asked is None or self._asked.id != found.id:
            words = self._context.services.words
            said = words.past.late_asked(found)
            self._banner.say(BannerText(_KEY, said, "info", words.take_back(), words.past.keep()))
        self._asked = found

    def _take_back(self, key: str) -> None:
        if key == _KEY and self._asked is not None:
            message, self._asked = self._asked, None
            self._backs.retract(message.id)

    def _keep(self, key: str) -> None:
        if key == _KEY and self._asked is not None:
            message, self._asked = self._asked, None
            kept = self._context.desk.threads.keep_late(message.id)
            self._context.services.bridge.then(kept, lambda _: None)
