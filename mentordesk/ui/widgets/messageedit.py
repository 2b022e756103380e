# SPDX-License-Identifier: Apache-2.0
"""The field for one message: plain text of 2–6 lines 1.45 apart, each paragraph in its own direction."""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from mentordesk.domain.messages import KEPT_CONTROLS, MAX_MESSAGE_BYTES
from mentordesk.ui.widgets.letters import reads_right_to_left
from mentordesk.ui.widgets.textflow import pitch_of

LINES_LEAST, LINES_MOST = 2, 6
WINDOW_SHARE = 4  # at most a quarter of the window: large text must leave the messages some room
MOST_KEPT = 2 * MAX_MESSAGE_BYTES
"""Bytes of text that pasting may fill the field with: enough to shorten it here, and typing stays fluid."""

_FRAME = 14  # border and padding of the style sheet, above and below
_LINE_ENDS = {
    "\r\n": "\n",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0085": "\n",
    "\v": "\n",
    "\f": "\n",
}
_READ_FOR_DIRECTION = 1_000  # letters of a paragraph
_OBJECT = "\ufffc"  # stands where a picture was


def bytes_of(text: str) -> int:
    """Size of a text in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def plain(text: str) -> str:
    """Text from elsewhere as it may stand in a message: one kind of line end, no control characters."""
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    kept = (c for c in text if c in KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).replace(_OBJECT, "")


def files_in(source: QMimeData) -> list[Path]:
    """The files of this computer that somebody drags or has copied."""
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]


def _with_our_line_ends(raw: str) -> str:
    """Text as Qt keeps it, as it stands in a message."""
    return raw.replace("\u2029", "\n").replace("\u2028", "\n")


class MessageEdit(QTextEdit):
    """Takes plain text only, whatever is pasted or dropped.

    A paste that would leave more than MOST_KEPT bytes here is not taken: `refused` gives its size.
    """

    send_asked = Signal()
    save_asked = Signal()
    refused = Signal(int)  # bytes of a paste
    files_offered = Signal(object)  # paths dropped or pasted
    picture_offered = Signal(object)  # a QImage from the clipboard

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changed: tuple[int, int] | None = None  # positions between which text changed
        self._following = False
        self._hint = ""
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.document().contentsChange.connect(self._note_change)
        self.textChanged.connect(self._follow_text)
        self._follow_all()
        self.fit()

    def fit(self) -> None:
        """Take the height of the text, between the least and the most lines."""
        lines = self._first_lines()
        lines += [float(self._pitch())] * (LINES_LEAST - len(lines))
        margin = 2 * self.document().documentMargin() + _FRAME
        height = math.ceil(sum(lines) + margin)
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _pitch(self) -> int:
        return pitch_of(self.font())

    def _first_lines(self) -> list[float]:
        """Heights of the first lines as laid out; scripts differ."""
        lines: list[float] = []
        block, most = self.document().firstBlock(), self._most_lines()
        while block.isValid() and len(lines) < most:
            self.document().documentLayout().blockBoundingRect(block)  # lays the block out
            layout = block.layout()
            shown = range(min(layout.lineCount(), most))
            lines += [max(self._pitch(), layout.lineAt(line).height()) for line in shown]
            block = block.next()
        return lines[:most]

    def _most_lines(self) -> int:
        window = self.window()
        if window in (self, self.parentWidget()):
            return LINES_MOST  # nothing else needs room
        fitting = window.height() // WINDOW_SHARE // self._pitch()
        return min(max(fitting, LINES_LEAST), LINES_MOST)

    def set_hint(self, words: str) -> None:
        """What stands in the field while it is empty; Qt's own hint cuts scripts that hang below the line."""
        self._hint = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        composing = self.textCursor().block().layout().preeditAreaText()
        if not self._hint or composing or not self.document().isEmpty():
            return
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setPen(self.palette().placeholderText().color())
        right = reads_right_to_left(self._hint, self.isRightToLeft())
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute
        margin = round(self.document().documentMargin())
        room = self.viewport().rect().adjusted(margin, margin, -margin, 0)
        painter.drawText(room, int(flags) | int(Qt.TextFlag.TextWordWrap), self._hint)
        painter.end()

    # Text comes in

    def text(self) -> str:
        """The text as typed; Qt's own plain text would lose the spaces that keep words together."""
        return _with_our_line_ends(self.document().toRawText())

    def put(self, text: str) -> None:
        """Replace everything, as with a draft; cannot be undone."""
        self.setUndoRedoEnabled(False)
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)  # its paragraphs keep the format of the first
        self.setUndoRedoEnabled(True)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, and what is offered to whoever takes files."""
        return bool(files_in(source)) or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop: clean text that leaves the field fluid; files and pictures are offered."""
        paths = files_in(source)
        if paths:
            self.files_offered.emit(paths)
            return
        if not source.hasText():
            if source.hasImage():
                self.picture_offered.emit(source.imageData())
            return
        text = source.text()
        if len(text) <= MOST_KEPT:  # more is not even cleaned
            text = plain(text)
        chosen = self.textCursor().selectedText()
        size = bytes_of(text)
        if bytes_of(self.toPlainText()) - bytes_of(chosen) + size > MOST_KEPT:
            self.refused.emit(size)
            return
        self.textCursor().insertText(text)
        self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """What Copy takes: the words alone, without our colours and fonts."""
        data = QMimeData()
        data.setText(_with_our_line_ends(self.textCursor().selectedText()))
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter sends, Ctrl+S asks for saving, Enter makes a paragraph, the rest is writing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send_asked.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.textCursor().insertBlock()  # elsewhere a line break that no other programme knows
            self.ensureCursorVisible()
        elif event.matches(QKeySequence.StandardKey.Save):
            self.save_asked.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange):
            self._follow_all()
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    # Paragraphs

    def _note_change(self, position: int, _removed: int, added: int) -> None:
        start, end = self._changed or (position, position)
        self._changed = min(position, start), max(position + added, end)

    def _follow_text(self) -> None:
        """Give the paragraphs that changed their direction; it is undone together with what changed them."""
        if self._following or self._changed is None:
            return
        self._following = True
        self._follow(*self._changed)
        self._following = False
        self._changed = None

    def _follow_all(self) -> None:
        """Direction and line height of every paragraph; nothing that asks for saving."""
        undoable = self.document().isUndoAvailable()
        with QSignalBlocker(self):
            self.setUndoRedoEnabled(undoable)
            self._follow(0, self.document().characterCount())
            self.setUndoRedoEnabled(True)
        self._changed = None

    def _follow(self, start: int, end: int) -> None:
        """Set the format of paragraphs between two positions, and of those below that lean on them."""
        block = self.document().findBlock(start)
        before = block.previous()
        mirrored = _is_mirrored(before) if before.isValid() else self.isRightToLeft()
        forms = {way: self._format(way) for way in (False, True)}
        cursor = QTextCursor(self.document())
        cursor.joinPreviousEditBlock()
        while block.isValid():
            mirrored = reads_right_to_left(block.text()[:_READ_FOR_DIRECTION], mirrored)
            form = forms[mirrored]
            if block.blockFormat() != form:
                cursor.setPosition(block.position())
                cursor.setBlockFormat(form)
            elif block.position() > end:
                break
            block = block.next()
        cursor.endEditBlock()

    def _format(self, mirrored: bool) -> QTextBlockFormat:
        made = QTextBlockFormat()
        made.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        )
        made.setLineHeight(self._pitch(), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        return made


def _is_mirrored(block: QTextBlock) -> bool:
    return block.blockFormat().layoutDirection() is Qt.LayoutDirection.RightToLeft
