# SPDX-License-Identifier: Apache-2.0
"""Locks the window after some minutes without a key or a click, where the computer's policy says so."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

_SIGNS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}
_MINUTE_MS = 60_000


class IdleLock(QObject):
    """Watches the window's own events, which are few; the application's would pass here by thousands."""

    idle = Signal()

    def __init__(self, window: QWindow, minutes: int) -> None:
        super().__init__(window)
        self._timer = QTimer(self, interval=minutes * _MINUTE_MS, singleShot=True)
        self._timer.timeout.connect(self.idle)
        self._timer.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self._timer.start()
        return False
