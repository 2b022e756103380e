# SPDX-License-Identifier: Apache-2.0
"""The messages of a thread, with keys and mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from mentordesk.domain.messages import Message
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.thread.model import STATE_ROLE
from mentordesk.ui.widgets.fade import Fade
from mentordesk.ui.widgets.filesview import FilesView
from mentordesk.ui.widgets.lazyrows import STEP, Index
from mentordesk.ui.words import Words

SEEN_AFTER_MS = 1_000


class MessageView(FilesView):
    """Messages to read, visit, copy and take back.

    Scrolling, visiting, clicking and marking mark nothing as read by themselves: `rows_seen` gives the
    ids of new messages that stood on the screen of an active window for a second.
    """

    take_back_asked = Signal(object)  # message id
    rows_seen = Signal(object)  # tuple of message ids

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        self._told: set[bytes] = set()
        self._seen_timer: QTimer | None = None
        self._pressed_link = b""
        super().__init__(theme, words, parent)
        self._words = words
        self._fade = Fade(self)
        self._fade.moved.connect(self._fade_on)
        self._seen_timer = QTimer(self, singleShot=True, interval=SEEN_AFTER_MS)
        self._seen_timer.timeout.connect(self._tell_seen)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        """Show a thread, from its end."""
        self._told.clear()
        self._delegate.states.clear()
        super().setModel(model)

    def _settled(self) -> None:
        super()._settled()
        if self._seen_timer is not None:
            self._seen_timer.start()

    def changeEvent(self, event: QEvent) -> None:
        """Somebody comes back to the window: what stands on the screen is looked at from now on."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._seen_timer is not None:
            self._seen_timer.start()

    # State words

    def dataChanged(self, top: Index, bottom: Index, roles: Sequence[int] = ()) -> None:  # noqa: N802
        """Words that were on the screen and are others now fade."""
        super().dataChanged(top, bottom, roles)
        former = {}
        for row, _ in self._scroll.in_sight():
            message = self._thread.find(row) if self._thread else None
            before = self._delegate.states.get(message.id, "") if message else ""
            if message and before and before != self._state_of(row):
                former[message.id] = before
        if former:
            self._delegate.former = former
            self._fade.begin()

    def _state_of(self, row: int) -> str:
        return str(self._thread.index(row).data(STATE_ROLE)) if self._thread else ""

    def _fade_on(self) -> None:
        self._delegate.share = self._fade.share
        if not self._fade.is_running:
            self._delegate.former = {}
        for row, _ in self._scroll.in_sight():
            index = self.model().index(row, 0)
            self.viewport().update(
                self._delegate.state_rect(index, self.visualRect(index), self.isRightToLeft())
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """The state words painted are those that a change fades from."""
        self._delegate.states.clear()
        super().paintEvent(event)

    # Keys and mouse

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The newest row in sight is the first to visit; Qt would take the oldest of all."""
        if self._thread is not None and not self.currentIndex().isValid():
            self._make_current(max((row for row, _ in self._scroll.in_sight()), default=-1))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows visit rows, their files, and read through long ones; Enter goes in, Space takes back."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if self.take_key(event):
            return
        message = self._current_message()
        if key in steps:
            if not self.step_file(steps[key]):
                self._step(steps[key])
        elif key in pages:
            self._page(pages[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_far(to_end=key == Qt.Key.Key_End)
        elif message and key == Qt.Key.Key_Space:
            self._take_back(message)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the link is nothing else."""
        message = self._link_at(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_link = message.id if message is not None and left else b""
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer becomes a hand over the link."""
        super().mouseMoveEvent(event)
        if self._drag is None and self._link_at(event.position().toPoint()) is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressed and released on the same link takes back."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed_link = self._pressed_link, b""
        message = self._link_at(event.position().toPoint())
        if message is not None and message.id == pressed and event.button() == Qt.MouseButton.LeftButton:
            self._take_back(message)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the message under the pointer, or with the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        row = self.indexAt(event.pos()).row() if by_mouse else self.currentIndex().row()
        if self._thread is None or self._thread.find(row) is None:
            return
        self._make_current(row, scroll=False)
        where = event.globalPos()
        if not by_mouse:
            where = self.viewport().mapToGlobal(self._beside(row))
        self.menu_for(row).popup(where)

    def menu_for(self, row: int) -> QMenu:
        """Copy, Select all and, where it applies, Take back; the menu goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = _with_keys(self._words.copy(), QKeySequence.StandardKey.Copy)
        menu.addAction(copy).triggered.connect(self.copy)
        everything = _with_keys(self._words.select_all(), QKeySequence.StandardKey.SelectAll)
        menu.addAction(everything).triggered.connect(lambda: self.select_all(row))
        message = self._thread.find(row) if self._thread else None
        if message is not None:
            self.add_file_deeds(menu, message)
        if message is not None and (message.can_take_back or message.can_retract):
            menu.addSeparator()
            back: QAction = menu.addAction(self._words.take_back())
            back.triggered.connect(lambda: self.take_back_asked.emit(message.id))
        return menu

    def _beside(self, row: int) -> QPoint:
        """Where a menu opened by keys belongs: at the text, as far as it is in sight."""
        part = self._text_of(row)
        shown = self.viewport().rect()
        return (part[1] if part else shown).intersected(shown).center()

    def _take_back(self, message: Message) -> None:
        if message.can_take_back or message.ask:
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

    def _go_far(self, to_end: bool) -> None:
        """To the first line of all, or to the last."""
        self._visit(self._scroll.heights.count - 1 if to_end else 0)
        if to_end:
            self._scroll.to_end()
        else:
            self._scroll.to_row(0)
        self._settled()

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


def _with_keys(words: str, key: QKeySequence.StandardKey) -> str:
    """A menu's line with the platform's keys at its end."""
    keys = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{words}\t{keys}" if keys else words
