# SPDX-License-Identifier: Apache-2.0
"""Taking back a message that went already, with a moment to undo it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from mentordesk.base.errors import Trouble
from mentordesk.domain.ids import MessageId
from mentordesk.ui.context import Context
from mentordesk.ui.frame.teller import TOLD_MS


class TakeBack(QObject):
    """While the line "Taken back." stands, nothing has left this computer."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._words = context.services.words.past
        self._message: MessageId = b""
        self._moment = QTimer(self, interval=TOLD_MS, singleShot=True)
        self._moment.timeout.connect(self._let_go)

    def retract(self, message: MessageId) -> None:
        """Take it back and say so."""
        done = self._context.desk.threads.retract(message)
        self._context.services.bridge.then(done, lambda _: self._done(message), self._too_late)

    def _done(self, message: MessageId) -> None:
        self._message = message
        words = self._words.taken_back_now()
        self._context.tell(words, self._words.undo(), lambda: self._undo(message))
        self._moment.start()

    def _undo(self, message: MessageId) -> None:
        self._moment.stop()
        undone = self._context.desk.threads.undo_retract(message)
        self._context.services.bridge.then(undone, lambda _: None, self._too_late)

    def _let_go(self) -> None:
        gone = self._context.desk.threads.let_go(self._message)
        self._context.services.bridge.then(gone, lambda _: None)

    def _too_late(self, trouble: Trouble) -> None:
        self._context.tell(self._words.too_late())
