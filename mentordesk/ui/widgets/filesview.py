# SPDX-License-Identifier: Apache-2.0
"""Message rows whose files can be fetched, opened and saved, by mouse, by keys and by menu."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from mentordesk.domain.files import FileId, FileInfo
from mentordesk.domain.messages import Message
from mentordesk.ui.filedeeds import deeds_of
from mentordesk.ui.filewords import Deed
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.filerows import Pictures, Question
from mentordesk.ui.widgets.lazyrows import Index
from mentordesk.ui.widgets.messagedelegate import FileHit
from mentordesk.ui.widgets.textrows import TextRows
from mentordesk.ui.words import Words

_DO = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class FilesView(TextRows):
    """Down goes from a message to its files, Enter or Space does what the file's first link says.

    A question (`ask`) stands in the file's row until it is answered, or something else is asked.
    """

    file_asked = Signal(object, object)  # FileInfo, Deed

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        self._pressed_file: tuple[FileId, Deed] | None = None
        super().__init__(theme, words, parent)
        self._file_words = words.files

    # What pages call

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        """Show a thread; what was asked in another one is not asked any more."""
        self._delegate.files.questions = {}
        self._delegate.files.current = b""
        super().setModel(model)

    def set_pictures(self, pictures: Pictures) -> None:
        """Where pictures for rows come from; None from it = not decoded yet, `pictures_came` afterwards."""
        self._delegate.files.pictures = pictures

    def pictures_came(self) -> None:
        """Paint pictures that are decoded now."""
        self.viewport().update()

    def ask(self, file: FileInfo, question: Question) -> None:
        """Ask before something is done with a file; `file_asked` brings the answer."""
        self._delegate.files.questions = {file.id: question}
        self._delegate.files.current = file.id
        self._lay_out_again()
        self._reveal_file(file.id)
        answers = [self._file_words.deed(deed, file) for deed in question.deeds[:1]]
        self._say(" ".join([question.words, *answers]))

    # Which file

    def current_file(self) -> FileInfo | None:
        """The file that keys speak of; None: they speak of the message."""
        files = self._files_here()
        return next((file for file in files if file.id == self._delegate.files.current), None)

    def _files_here(self) -> tuple[FileInfo, ...]:
        message = self._current_message()
        return message.files if message else ()

    def _visit_file(self, file: FileInfo | None) -> None:
        self._delegate.files.current = file.id if file else b""
        self.viewport().update()
        if file is not None:
            self._reveal_file(file.id)
            self._say(self._file_words.spoken(file, self._deeds(file)))

    def step_file(self, direction: int) -> bool:
        """Visit the next file of the message; False when there is none, or there is text to read before."""
        files = self._files_here()
        current = self.current_file()
        place = (files.index(current) if current else -1) + direction
        if not files or (current is None and direction < 0) or place >= len(files):
            return False
        file = files[place] if place >= 0 else None
        if file is not None and self._file_rect(file.id).top() >= self.viewport().height():
            return False
        self._visit_file(file)
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """A message that is nothing but files is visited at its first file."""
        before = self._current_id
        super().currentChanged(current, previous)
        message = self._current_message()
        if message is not None and message.id != before:
            alone = message.files[0] if message.files and not message.text else None
            self._delegate.files.current = alone.id if alone else b""

    def _file_rect(self, file: FileId) -> QRect:
        index = self.currentIndex()
        return self._delegate.file_rect(index, self.visualRect(index), self.isRightToLeft(), file)

    def _reveal_file(self, file: FileId) -> None:
        """Scroll as little as the file needs."""
        rect = self._file_rect(file)
        below = rect.bottom() + 1 - self.viewport().height()
        if rect.height() and (rect.top() < 0 or below > 0):
            self._scroll.move_by(rect.top() if rect.top() < 0 else min(below, rect.top()))
            self._settled()

    # Deeds

    def _deeds(self, file: FileInfo) -> tuple[Deed, ...]:
        question = self._delegate.files.questions.get(file.id)
        return question.deeds if question else deeds_of(file)

    def _do(self, file: FileInfo, deed: Deed) -> None:
        if self._delegate.files.questions:
            self._delegate.files.questions = {}
            self._lay_out_again()
        if deed is not Deed.LEAVE:
            self.file_asked.emit(file, deed)

    def add_file_deeds(self, menu: QMenu, message: Message) -> None:
        """What can be done with each file of a message, as lines of its menu."""
        for file in message.files:
            menu.addSeparator()
            for deed in deeds_of(file):
                action = menu.addAction(self._file_words.deed_in_menu(deed, file).replace("&", "&&"))
                action.triggered.connect(lambda _=False, file=file, deed=deed: self._do(file, deed))

    def take_key(self, event: QKeyEvent) -> bool:
        """Enter and Space on a file, Esc on a question; text keys otherwise."""
        file = self.current_file()
        marks = self._marked is not None and self._marked.entered
        if file is not None and not marks and event.key() in _DO:
            deeds = self._deeds(file)
            if deeds:
                self._do(file, deeds[0])
            return True
        if file is not None and event.key() == Qt.Key.Key_Escape and self._delegate.files.questions:
            self._do(file, Deed.LEAVE)
            return True
        return super().take_key(event)

    def event(self, event: QEvent) -> bool:
        """Claim Esc for a question before it is somebody's shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            asked = bool(self._delegate.files.questions)
            if asked and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    # Mouse

    def _file_at(self, point: QPoint) -> FileHit | None:
        index = self.indexAt(point)
        if self._thread is None or not index.isValid():
            return None
        return self._delegate.file_at(index, self.visualRect(index), self.isRightToLeft(), point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a file visits it."""
        super().mousePressEvent(event)
        hit = self._file_at(event.position().toPoint())
        self._delegate.files.current = hit.file.id if hit else b""
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_file = (hit.file.id, hit.deed) if hit and hit.deed and left else None
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer becomes a hand over what can be pressed."""
        super().mouseMoveEvent(event)
        hit = self._file_at(event.position().toPoint()) if self._drag is None else None
        if hit is not None:
            shape = Qt.CursorShape.PointingHandCursor if hit.deed else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressed and released on the same link."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed_file = self._pressed_file, None
        hit = self._file_at(event.position().toPoint())
        if hit is not None and hit.deed is not None and pressed == (hit.file.id, hit.deed):
            self._do(hit.file, hit.deed)
