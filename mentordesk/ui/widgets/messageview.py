# SPDX-License-Identifier: Apache-2.0
"""The messages of a thread, with keys and mouse."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from mentordesk.domain.messages import Message
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.lazyrows import STEP, LazyRows
from mentordesk.ui.words import Words

SEEN_AFTER_MS = 1_000


class MessageView(LazyRows):
    """Messages to read, visit, copy and take back.

    Scrolling, visiting and clicking mark nothing as read by themselves: `rows_seen` gives the ids of
    new messages that stood on the screen of an active window for a second.
    """

    take_back_asked = Signal(object)  # message id
    rows_seen = Signal(object)  # tuple of message ids

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        self._told: set[bytes] = set()
        self._seen_timer: QTimer | None = None
        super().__init__(theme, words, parent)
        self._seen_timer = QTimer(self, singleShot=True, interval=SEEN_AFTER_MS)
        self._seen_timer.timeout.connect(self._tell_seen)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        """Show a thread, from its end."""
        self._told.clear()
        super().setModel(model)

    def _settled(self) -> None:
        super()._settled()
        if self._seen_timer is not None:
            self._seen_timer.start()

    # Keys and mouse

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The newest row in sight is the first to visit; Qt would take the oldest of all."""
        if self._thread is not None and not self.currentIndex().isValid():
            self._make_current(max((row for row, _ in self._scroll.in_sight()), default=-1))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows visit rows and read through long ones; Enter takes back; Ctrl+C copies; the rest goes on."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        message = self._current_message()
        if key in steps:
            self._step(steps[key])
        elif key in pages:
            self._page(pages[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._visit(0 if key == Qt.Key.Key_Home else self._scroll.heights.count - 1)
        elif message and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take_back(message)
        elif message and event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(message.text)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._link_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        message = self._link_at(event.position().toPoint())
        if message is not None and event.button() == Qt.MouseButton.LeftButton:
            self._take_back(message)

    def _current_message(self) -> Message | None:
        return self._thread.find(self.currentIndex().row()) if self._thread else None

    def _take_back(self, message: Message) -> None:
        if message.can_take_back:
            self.take_back_asked.emit(message.id)

    def _link_at(self, point: QPoint) -> Message | None:
        index = self.indexAt(point)
        if self._thread is None or not index.isValid():
            return None
        rect = self._delegate.link_rect(index, self.visualRect(index), self.isRightToLeft())
        return self._thread.find(index.row()) if rect.adjusted(-4, -4, 4, 4).contains(point) else None

    def _visit(self, row: int) -> None:
        if self._make_current(row) and self._thread is not None:
            self.scrollTo(self._thread.index(row))

    def _make_current(self, row: int) -> bool:
        if self._thread is None or not 0 <= row < self._thread.rowCount():
            return False
        self.selectionModel().setCurrentIndex(
            self._thread.index(row), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        return True

    def _step(self, direction: int) -> None:
        row = self.currentIndex().row()
        if row < 0 or row >= self._scroll.heights.count:
            self._visit(self._scroll.row)
            return
        top = self._scroll.place(row)
        hidden = top + self._scroll.height(row) - self._scroll.view_height if direction > 0 else -top
        beside = top < self._scroll.view_height and top + self._scroll.height(row) > 0
        if hidden > 0 and beside:
            self._scroll.move_by(direction * min(hidden, self._scroll.view_height * 3 // 4))
            self._settled()
        else:
            self._visit(row + direction)

    def _page(self, direction: int) -> None:
        self._scroll.move_by(direction * max(self._scroll.view_height - 2 * STEP, STEP))
        self._settled()
        rows = [row for row, _ in self._scroll.in_sight()]
        whole = rows[1:-1] or rows
        if whole:
            self._make_current(whole[-1] if direction > 0 else whole[0])

    def _tell_seen(self) -> None:
        if self._thread is None or not self.isVisible() or not self.isActiveWindow():
            return
        shown = (self._thread.find(row) for row, _ in self._scroll.in_sight())
        fresh = tuple(m.id for m in shown if m and m.fresh and m.id not in self._told)
        if fresh:
            self._told.update(fresh)
            self.rows_seen.emit(fresh)
