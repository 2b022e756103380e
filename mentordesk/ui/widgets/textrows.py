# SPDX-License-Identifier: Apache-2.0
"""Message rows whose text can be marked and copied, by mouse and by keys."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QClipboard,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from mentordesk.domain.messages import Message
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.lazyrows import STEP, Index, LazyRows
from mentordesk.ui.widgets.marked import Drag, Marked, Unit
from mentordesk.ui.widgets.textflow import TextFlow
from mentordesk.ui.widgets.textsteps import VERTICAL, Step, step_of, stepped, stepped_down, word_at
from mentordesk.ui.words import Words

_DRAG_SCROLL_MS = 40
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TextRows(LazyRows):
    """Marks text in one message at a time.

    Mouse: drag, two presses for a word, three for all of it, Shift to extend. Keys: Enter goes into the
    current message, arrows move there, Shift marks, Esc leaves. The marks belong to the message's id and
    survive what comes in around it.
    """

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        self._marked: Marked | None = None
        self._drag: Drag | None = None
        self._pointer = QPoint()
        self._pressed_twice = (0, QPoint())  # when (ms) and where
        super().__init__(theme, words, parent)
        self._drag_timer = QTimer(self, interval=_DRAG_SCROLL_MS)
        self._drag_timer.timeout.connect(self._drag_on)

    # What pages call

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        """Show a thread, from its end, with nothing marked."""
        self._mark(None)
        super().setModel(model)

    def marked_text(self) -> str:
        """What is marked; "" when nothing is."""
        marked = self._marked
        part = self._text_of(self._row_of(marked.message)) if marked and not marked.is_empty else None
        return part[0].text(*marked.span) if marked and part else ""

    def copy(self) -> None:
        """Put what is marked, otherwise the whole current message, on the clipboard."""
        message = self._current_message()
        text = self.marked_text() or (message.text if message else "")
        if text:
            QGuiApplication.clipboard().setText(text)

    def select_all(self, row: int) -> None:
        """Mark the whole text of a row's message."""
        message = self._thread.find(row) if self._thread else None
        part = self._text_of(row)
        if message is not None and part is not None:
            self._make_current(row, scroll=False)
            entered = self._marked is not None and self._marked.entered
            self._mark(Marked(message.id, 0, part[0].length, entered))

    # Marks

    def _mark(self, marked: Marked | None) -> None:
        if marked != self._marked:
            self._marked = self._delegate.marked = marked
            self.viewport().update()

    def _has_marks(self) -> bool:
        return self._marked is not None and (self._marked.entered or not self._marked.is_empty)

    def _current_message(self) -> Message | None:
        return self._thread.find(self.currentIndex().row()) if self._thread else None

    def _row_of(self, message: bytes) -> int:
        """The row of a message, sought in sight first."""
        if self._thread is None:
            return -1
        for row, _ in self._scroll.in_sight():
            found = self._thread.find(row)
            if found is not None and found.id == message:
                return row
        return self._thread.row_of(message)

    def _text_of(self, row: int) -> tuple[TextFlow, QRect] | None:
        """The text of a row and its place in the viewport."""
        if self._thread is None or not 0 <= row < self._scroll.heights.count:
            return None
        index = self._thread.index(row)
        return self._delegate.text_part(index, self.visualRect(index), self.isRightToLeft())

    def _is_over_text(self, point: QPoint) -> bool:
        part = self._text_of(self.indexAt(point).row())
        return part is not None and part[1].contains(point)

    def reset(self) -> None:
        """Other rows: marks go only with their message."""
        super().reset()
        if self._marked is not None and self._row_of(self._marked.message) < 0:
            self._mark(None)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if self._marked is not None and self._current_id not in (b"", self._marked.message):
            self._mark(None)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press visits the row without moving it; over text it begins to mark."""
        point = event.position().toPoint()
        row = self.indexAt(point).row()
        self._make_current(row, scroll=False)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        message = self._thread.find(row) if self._thread else None
        part = self._text_of(row)
        if message is None or part is None or not part[1].contains(point):
            self._mark(None)
            return
        self._press(event, row, message, part[0])

    def _press(self, event: QMouseEvent, row: int, message: Message, flow: TextFlow) -> None:
        when, where = self._pressed_twice
        self._pressed_twice = (0, QPoint())
        self._pointer = event.position().toPoint()
        soon = when and event.timestamp() - when < QApplication.doubleClickInterval()
        near = (self._pointer - where).manhattanLength() < QApplication.startDragDistance()
        position = self._position_at(row, on_letter=False)
        if soon and near:
            self._drag = Drag(row, Unit.ALL, (0, flow.length))
        elif (
            event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            and self._marked is not None
            and self._marked.message == message.id
        ):
            self._drag = Drag(row, Unit.LETTERS, (self._marked.anchor, self._marked.anchor))
        else:
            self._drag = Drag(row, Unit.LETTERS, (position, position))
        self._drag_to_pointer()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two presses take a word; a third soon after takes all."""
        point = event.position().toPoint()
        row = self.indexAt(point).row()
        part = self._text_of(row)
        if event.button() != Qt.MouseButton.LeftButton or part is None or not part[1].contains(point):
            return
        self._make_current(row, scroll=False)
        self._pressed_twice = (event.timestamp(), point)
        self._pointer = point
        self._drag = Drag(row, Unit.WORDS, word_at(part[0], self._position_at(row, on_letter=True)))
        self._drag_to_pointer()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag on; otherwise show by the pointer that there is text."""
        self._pointer = event.position().toPoint()
        if self._drag is None:
            over = self._is_over_text(self._pointer)
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)
            return
        self._drag_to_pointer()
        outside = not 0 <= self._pointer.y() < self.viewport().height()
        if outside and not self._drag_timer.isActive():
            self._drag_timer.start()
        elif not outside:
            self._drag_timer.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag ends; where the platform pastes with the middle button, it can now."""
        self._drag_timer.stop()
        if self._drag is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._drag = None
        clipboard = QGuiApplication.clipboard()
        if clipboard.supportsSelection() and self.marked_text():
            clipboard.setText(self.marked_text(), QClipboard.Mode.Selection)

    def _position_at(self, row: int, on_letter: bool) -> int:
        """The position in a row's text nearest to the pointer."""
        part = self._text_of(row)
        if part is None:
            return 0
        spot = self._pointer - part[1].topLeft()
        return part[0].position_at(spot.x(), spot.y(), on_letter)

    def _drag_to_pointer(self) -> None:
        drag = self._drag
        message = self._thread.find(drag.row) if drag and self._thread else None
        part = self._text_of(drag.row) if drag else None
        if drag is None or message is None or part is None:
            return
        here = drag.origin
        if drag.unit is Unit.LETTERS:
            here = (self._position_at(drag.row, on_letter=False),) * 2
        elif drag.unit is Unit.WORDS:
            here = word_at(part[0], self._position_at(drag.row, on_letter=True))
        self._mark(Marked(message.id, *drag.ends(here)))

    def _drag_on(self) -> None:
        """Scroll towards a pointer outside, as long as the message goes on there."""
        part = self._text_of(self._drag.row) if self._drag else None
        if part is None:
            self._drag_timer.stop()
            return
        up, down = self._pointer.y() < 0, self._pointer.y() >= self.viewport().height()
        if (up and part[1].top() < 0) or (down and part[1].bottom() >= self.viewport().height()):
            self._scroll.move_by(-STEP if up else STEP)
            self._settled()
            self._drag_to_pointer()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Claim Esc, Copy and Select all before they are somebody's shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            leaves = event.key() == Qt.Key.Key_Escape and self._has_marks()
            if leaves or any(event.matches(key) for key in (_STANDARD.Copy, _STANDARD.SelectAll)):
                event.accept()
                return True
        return super().event(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key asks of the text; False when it asks nothing of it."""
        if event.matches(_STANDARD.Copy):
            self.copy()
        elif event.matches(_STANDARD.SelectAll):
            self.select_all(self.currentIndex().row())
        elif event.key() in _ENTER:
            self._enter()
        elif event.key() == Qt.Key.Key_Escape and self._has_marks():
            self._mark(None)
        else:
            return self._take_step(event)
        return True

    def _enter(self) -> None:
        """Put the caret where the last press was, otherwise where the message can first be seen."""
        message, part = self._current_message(), self._text_of(self.currentIndex().row())
        if message is None or part is None:
            return
        if self._marked is not None and self._marked.message == message.id:
            self._mark(replace(self._marked, entered=True))
            return
        start = part[0].position_at(0, max(0, -part[1].top())) if part[1].top() < 0 else 0
        self._mark(Marked(message.id, start, start, entered=True))
        self._show_caret()

    def _take_step(self, event: QKeyEvent) -> bool:
        step = step_of(event)
        marked = self._marked
        if step is None or marked is None or not self._has_marks():
            return False
        if not marked.entered and not step[1]:
            return False
        part = self._text_of(self._row_of(marked.message))
        if part is not None:
            self._move(part[0], marked, *step)
        return True

    def _move(self, flow: TextFlow, marked: Marked, step: Step, selects: bool) -> None:
        column = -1
        if step in VERTICAL:
            column = marked.column if marked.column >= 0 else flow.caret(marked.caret).left()
            pages = step in (Step.PAGE_UP, Step.PAGE_DOWN)
            far = max(self.viewport().height() - 2 * STEP, STEP) if pages else STEP
            caret = stepped_down(flow, marked.caret, column, VERTICAL[step] * far)
        else:
            caret = stepped(flow, marked.caret, step)
        self._mark(Marked(marked.message, marked.anchor if selects else caret, caret, True, column))
        self._show_caret()
        self._say(flow.text(*sorted((marked.caret, caret))))

    def _show_caret(self) -> None:
        """Scroll as little as the caret needs."""
        marked = self._marked
        part = self._text_of(self._row_of(marked.message)) if marked else None
        if marked is None or part is None:
            return
        caret = part[0].caret(marked.caret).translated(part[1].topLeft())
        below = caret.bottom() + STEP // 2 - self.viewport().height()
        above = caret.top() - STEP // 2
        if above < 0 or below > 0:
            self._scroll.move_by(above if above < 0 else below)
            self._settled()

    def _say(self, words: str) -> None:
        """Let a screen reader say what the caret passed."""
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


_STANDARD = QKeySequence.StandardKey
