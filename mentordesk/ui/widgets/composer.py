# SPDX-License-Identifier: Apache-2.0
"""Where a message is written: grows with its text, says when it was saved, keeps it until told to clear."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from mentordesk.base.errors import TooLarge
from mentordesk.domain.messages import MAX_MESSAGE_BYTES, clean
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import PRIMARY_HEIGHT
from mentordesk.ui.widgets.attachlist import Attached, AttachList
from mentordesk.ui.widgets.links import LINK_PADDING, Link
from mentordesk.ui.widgets.messageedit import MessageEdit, bytes_of
from mentordesk.ui.widgets.notice import Notice
from mentordesk.ui.words import Words

PAUSE_MS = 600
LONGEST_UNSAVED_MS = 1_500


class Composer(QWidget):
    """Text, Send, and below them "Saved 10:42" and the size.

    `send_asked` carries the text as typed; the text stays until `clear_text`. `paused` comes at most 1.5 s
    after a change, with the text and the caret (UTF-16 position). What is too long for one message is
    never asked to be sent: a notice says how long it is, and the text stays.
    """

    send_asked = Signal(str)
    paused = Signal(str, int)
    save_asked = Signal()
    notice_acted = Signal(str)
    add_file_asked = Signal()
    files_offered = Signal(object)  # paths dropped or pasted
    picture_offered = Signal(object)  # a QImage pasted
    take_off_asked = Signal(object)  # FileId

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._allowed = True
        self._notice_passes = False  # with the next change of the text
        self.edit = MessageEdit(self)
        self.edit.setAccessibleName(words.your_message())
        self._notice = Notice(theme, self)
        self._send = QPushButton(words.send(), self)
        self._send.setProperty("kind", "primary")
        self._send.setAutoDefault(True)
        self._send.setMinimumHeight(PRIMARY_HEIGHT)
        self.attached = AttachList(theme, words, self)
        self._add = Link(theme, words.files.add(), parent=self)
        self._files = self._coming = 0
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
        grid.addWidget(self.attached, 1, 0)
        grid.addWidget(self._notice, 2, 0)
        grid.addWidget(self._send, 0, 1, 3, 1, Qt.AlignmentFlag.AlignBottom)
        line = QHBoxLayout()
        line.addSpacing(-LINK_PADDING)
        line.addWidget(self._add)
        line.addSpacing(8)
        line.addWidget(self._saved)
        line.addStretch(1)
        line.addWidget(self._size)
        grid.addLayout(line, 3, 0)
        QWidget.setTabOrder(self.edit, self._send)
        QWidget.setTabOrder(self._send, self._add)

    def _connect_signals(self) -> None:
        self.edit.textChanged.connect(self._changed)
        self.edit.send_asked.connect(self.ask_to_send)
        self.edit.save_asked.connect(self.save_asked)
        self.edit.refused.connect(self._too_much_pasted)
        self.edit.files_offered.connect(self.files_offered)
        self.edit.picture_offered.connect(self.picture_offered)
        self._add.clicked.connect(self.add_file_asked)
        self.attached.take_off_asked.connect(self.take_off_asked)
        self._send.clicked.connect(self.ask_to_send)
        self._notice.acted.connect(self.notice_acted)
        self._pause.timeout.connect(self._tell_pause)
        self._longest.timeout.connect(self._tell_pause)
        self._theme.changed.connect(self._restyle)

    # What pages call

    def text(self) -> str:
        """The text as typed."""
        return self.edit.text()

    def caret(self) -> int:
        """UTF-16 position of the caret."""
        return self.edit.textCursor().position()

    def set_text(self, text: str, caret: int | None = None) -> None:
        """Put a draft in, the caret where it was (at the end without one); asks for no saving."""
        self.edit.put(text)
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

    def ask_to_send(self) -> None:
        """As the button does: `send_asked`, or a notice that says why not."""
        if not self._send.isEnabled():
            return
        size = bytes_of(clean(self.text()))
        if size > MAX_MESSAGE_BYTES:
            self._say_in_passing(self._words.trouble(TooLarge(size, MAX_MESSAGE_BYTES)))
        else:
            self.send_asked.emit(self.text())

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
        self._notice_passes = False
        self._notice.tell(words, tone, actions)

    def clear_notice(self) -> None:
        """Take the sentence away."""
        self._notice_passes = False
        self._notice.clear()

    def set_send_allowed(self, allowed: bool) -> None:
        """False while a message is being stored, or where nobody may write."""
        self._allowed = allowed
        self._show_size()

    def show_files(self, files: Sequence[Attached], coming: int = 0) -> None:
        """The draft's files, and how many more are being added: until these are there nothing is sent."""
        self._files = len(files)
        self._coming = coming
        self.attached.show_files(files, coming)
        for before, link in pairwise([self._add, *self.attached.links()]):
            QWidget.setTabOrder(before, link)
        self._show_size()

    def set_placeholder(self, words: str) -> None:
        """What stands in the empty field."""
        self.edit.set_hint(words)

    # Inside

    def _changed(self) -> None:
        self._show_size()
        if self._notice_passes:
            self.clear_notice()
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def _tell_pause(self) -> None:
        self._stop_timers()
        self.paused.emit(self.text(), self.caret())

    def _stop_timers(self) -> None:
        self._pause.stop()
        self._longest.stop()

    def _too_much_pasted(self, size: int) -> None:
        self._say_in_passing(self._words.too_much_pasted(size, MAX_MESSAGE_BYTES))

    def _say_in_passing(self, words: str) -> None:
        """A notice until the text is another."""
        self.show_notice(words)
        self._notice_passes = True

    def _show_size(self) -> None:
        text = self.text()
        size = bytes_of(text)
        something = bool(text.strip()) or self._files > 0
        self._send.setEnabled(self._allowed and something and not self._coming)
        self._size.setText(self._words.message_size(size, MAX_MESSAGE_BYTES) if text else "")

    def _restyle(self) -> None:
        self.edit.setFont(self._theme.font("body"))
        self.edit.fit()
        for label in (self._saved, self._size):
            label.setForegroundRole(QPalette.ColorRole.Shadow)
            label.setFont(self._theme.font())
