# SPDX-License-Identifier: Apache-2.0
"""Where a message is written: grows with its text, says when it was saved, keeps it until told to clear."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QPalette, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from mentordesk.domain.messages import MAX_MESSAGE_BYTES
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import PRIMARY_HEIGHT
from mentordesk.ui.widgets.notice import Notice
from mentordesk.ui.widgets.textflow import reads_right_to_left
from mentordesk.ui.words import Words

LINES_LEAST, LINES_MOST = 2, 6
PAUSE_MS = 600
LONGEST_UNSAVED_MS = 1_500
_FRAME = 14  # border and padding of the style sheet, above and below


class MessageEdit(QPlainTextEdit):
    """Plain text of 2–6 lines; each paragraph reads in its own direction."""

    send_asked = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.textChanged.connect(self._follow_text)
        self._follow_text()
        self.fit()

    def fit(self) -> None:
        """Take the height of the text, between the least and the most lines."""
        lines = self._first_lines()
        usual = QFontMetricsF(self.font()).lineSpacing()
        lines += [usual] * (LINES_LEAST - len(lines))
        margin = 2 * self.document().documentMargin() + _FRAME
        self.setFixedHeight(math.ceil(sum(lines) + margin))

    def _first_lines(self) -> list[float]:
        """Heights of the first lines as laid out; scripts differ."""
        lines: list[float] = []
        block = self.document().firstBlock()
        while block.isValid() and len(lines) < LINES_MOST:
            self.blockBoundingRect(block)  # lays the block out
            layout = block.layout()
            lines += [layout.lineAt(line).height() for line in range(min(layout.lineCount(), LINES_MOST))]
            block = block.next()
        return lines[:LINES_MOST]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter sends, Ctrl+S asks for saving, the rest is writing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Save):
            self.save_asked.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._follow_text()
        elif event.type() == QEvent.Type.FontChange:
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _follow_text(self) -> None:
        """Order each paragraph by itself, and align all of them as the first words read."""
        mirrored = reads_right_to_left(self.document().firstBlock().text(), self.isRightToLeft())
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        auto = Qt.LayoutDirection.LayoutDirectionAuto
        if option.alignment() == side and option.textDirection() == auto:
            return
        option.setTextDirection(auto)
        option.setAlignment(side)
        self.document().setDefaultTextOption(option)


class Composer(QWidget):
    """Text, Send, and below them "Saved 10:42" and the size.

    `send_asked` carries the text as typed; the text stays until `clear_text`. `paused` comes at most 1.5 s
    after a change, with the text and the caret (UTF-16 position).
    """

    send_asked = Signal(str)
    paused = Signal(str, int)
    save_asked = Signal()
    notice_acted = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._allowed = True
        self.edit = MessageEdit(self)
        self.edit.setAccessibleName(words.your_message())
        self._notice = Notice(theme, self)
        self._send = QPushButton(words.send(), self)
        self._send.setProperty("kind", "primary")
        self._send.setAutoDefault(True)
        self._send.setMinimumHeight(PRIMARY_HEIGHT)
        self._saved = QLabel(self)
        self._size = QLabel(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_UNSAVED_MS)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self._connect_signals()
        self._restyle()
        self._show_size()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.edit, 0, 0)
        grid.addWidget(self._notice, 1, 0)
        grid.addWidget(self._send, 0, 1, 2, 1, Qt.AlignmentFlag.AlignBottom)
        line = QHBoxLayout()
        line.addWidget(self._saved)
        line.addStretch(1)
        line.addWidget(self._size)
        grid.addLayout(line, 2, 0)
        QWidget.setTabOrder(self.edit, self._send)

    def _connect_signals(self) -> None:
        self.edit.textChanged.connect(self._changed)
        self.edit.send_asked.connect(self._ask_to_send)
        self.edit.save_asked.connect(self.save_asked)
        self._send.clicked.connect(self._ask_to_send)
        self._notice.acted.connect(self.notice_acted)
        self._pause.timeout.connect(self._tell_pause)
        self._longest.timeout.connect(self._tell_pause)
        self._theme.changed.connect(self._restyle)

    # What pages call

    def text(self) -> str:
        """The text as typed."""
        return self.edit.toPlainText()

    def caret(self) -> int:
        """UTF-16 position of the caret."""
        return self.edit.textCursor().position()

    def set_text(self, text: str, caret: int | None = None) -> None:
        """Put a draft in, the caret where it was (at the end without one); asks for no saving."""
        self.edit.setPlainText(text)
        cursor = self.edit.textCursor()
        end = self.edit.document().characterCount() - 1
        cursor.setPosition(end if caret is None else min(max(caret, 0), end))
        self.edit.setTextCursor(cursor)
        self._stop_timers()

    def clear_text(self) -> None:
        """Empty the composer: the message is safe elsewhere now."""
        self.set_text("")
        self.show_saved(0)
        self.clear_notice()

    def take_out(self, start: int, end: int) -> None:
        """Remove the text between two UTF-16 positions; can be undone."""
        cursor = self.edit.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def flush(self) -> None:
        """Emit `paused` now if there is anything unsaved, as before leaving the page."""
        if self._longest.isActive():
            self._tell_pause()

    def show_saved(self, time: int) -> None:
        """Say when the draft was saved (unix seconds; 0 = nothing to say)."""
        self._saved.setText(self._words.saved(time))

    def show_status(self, words: str) -> None:
        """Say something else where "Saved 10:42" stands."""
        self._saved.setText(words)

    def show_notice(self, words: str, tone: str = "warn", actions: Sequence[tuple[str, str]] = ()) -> None:
        """A sentence below the text with links (key, words); `notice_acted` tells which was chosen."""
        self._notice.tell(words, tone, actions)

    def clear_notice(self) -> None:
        """Take the sentence away."""
        self._notice.clear()

    def set_send_allowed(self, allowed: bool) -> None:
        """False while a message is being stored, or where nobody may write."""
        self._allowed = allowed
        self._show_size()

    def set_placeholder(self, words: str) -> None:
        """What stands in the empty field."""
        self.edit.setPlaceholderText(words)

    # Inside

    def _changed(self) -> None:
        self._show_size()
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def _tell_pause(self) -> None:
        self._stop_timers()
        self.paused.emit(self.text(), self.caret())

    def _stop_timers(self) -> None:
        self._pause.stop()
        self._longest.stop()

    def _ask_to_send(self) -> None:
        if self._send.isEnabled():
            self.send_asked.emit(self.text())

    def _show_size(self) -> None:
        text = self.text()
        size = len(text.encode("utf-8", "surrogatepass"))
        self._send.setEnabled(self._allowed and bool(text.strip()))
        self._size.setText(self._words.message_size(size, MAX_MESSAGE_BYTES) if text else "")

    def _restyle(self) -> None:
        self.edit.setFont(self._theme.font("body"))
        self.edit.fit()
        for label in (self._saved, self._size):
            label.setForegroundRole(QPalette.ColorRole.Shadow)
            label.setFont(self._theme.font())
