# SPDX-License-Identifier: Apache-2.0
"""The field a document is written and reviewed in: what is typed goes into the text before Qt shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from mentordesk.base.errors import Trouble
from mentordesk.domain.texts import LISTS
from mentordesk.ui.document.editormenu import open_menu
from mentordesk.ui.document.edits import part_of
from mentordesk.ui.document.input import Deed, deed_of, is_move, is_reading, reach, typed, with_alt_graph
from mentordesk.ui.document.paste import can_paste, to_mime, to_paragraphs
from mentordesk.ui.document.shaping import ShapingField
from mentordesk.ui.document.textfield import MARGIN as MARGIN
from mentordesk.ui.theme.theme import Theme

if TYPE_CHECKING:
    from mentordesk.richtext.document import TextDocument


class Editor(ShapingField):
    """Keys, paste, cut, drops and what an input method commits are done to the document, then shown.

    Nothing that Qt does itself changes the text. Only what is being composed is Qt's; news waits until
    it is done.
    """

    find_asked = Signal(bool)  # True: and replace
    save_asked = Signal()
    link_asked = Signal()  # to be opened: the caret stands in it
    refused = Signal(object)  # the Trouble of a paste

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.menu_makers: list[Callable[[int], list[QAction]]] = []  # actions for a place, on top
        self._composing = False
        self.setAcceptRichText(True)

    # Keys

    def uncover_caret(self, covered: int) -> None:
        """Scroll to the caret's line if what came above the text, so many pixels, hides it; once laid out."""
        below = self.place_rect(self.caret()).bottom() + 1 - self.viewport().height()
        if 0 < below <= covered:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + below)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = deed_of(event) in (Deed.FIND, Deed.REPLACE, Deed.SAVE)
            if own or (with_alt_graph(event) and not self.isReadOnly()):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._settle()
        deed = deed_of(event)
        if self._writing is None or is_move(event):
            super().keyPressEvent(event)
        elif deed is not None and (is_reading(deed) or not self.isReadOnly()):
            event.setAccepted(self._act(deed))
        elif (words := typed(event)) and not self.isReadOnly():
            self._type(words)
        elif self.isReadOnly():
            super().keyPressEvent(event)  # arrows scroll, space turns the page
        else:
            event.ignore()

    def _act(self, deed: Deed) -> bool:
        start, end = self.selection()
        match deed:
            case Deed.UNDO:
                self.undo_own()
            case Deed.REDO:
                self.redo_own()
            case Deed.CUT:
                self.cut()
            case Deed.PASTE:
                self.paste()
            case Deed.ENTER | Deed.SPLIT:
                self._do(lambda: self.edits.enter(start, end, keep_kind=deed is Deed.SPLIT))
            case Deed.IN | Deed.OUT:
                return self._tab(1 if deed is Deed.IN else -1)
            case Deed.FIND | Deed.REPLACE:
                self.find_asked.emit(deed is Deed.REPLACE)
            case Deed.SAVE:
                self.save_asked.emit()
            case _:
                self._delete(deed)
        return True

    def _delete(self, deed: Deed) -> None:
        cursor = self.textCursor()
        start, end = reach(deed, cursor)
        if cursor.hasSelection():
            self._do(lambda: self.edits.remove(start, end))
        elif deed is Deed.BACK:
            self._do(lambda: self.edits.back(start, end), deed)
        else:
            forward = deed in (Deed.AHEAD, Deed.AHEAD_WORD, Deed.AHEAD_LINE)
            self._do(lambda: self.edits.remove(start, end, forward=forward), deed)

    def _type(self, words: str) -> None:
        start, end = self.selection()
        style = self._pending

        def typing() -> int:
            caret = self.edits.put(start, end, words, style)
            return self.edits.begin_as_typed(caret) if words == " " else caret

        self._do(typing, Deed.TYPE)

    def _tab(self, step: int) -> bool:
        """In lists paragraphs move in or out; elsewhere Tab is a letter and Shift+Tab leaves the text."""
        start, end = self.selection()
        kinds = {self.edits.block_at(start).kind, self.edits.block_at(end).kind}
        if kinds & set(LISTS) or (step < 0 and self.edits.block_at(start).indent):
            self.indent(step)
        elif step < 0:
            return bool(QWidget.focusNextPrevChild(self, False))
        else:
            self._type("\t")
        return True

    def undo_own(self) -> None:
        """Take the last own edit back; those of others stay."""
        self._undo_or_redo(lambda text: text.undo())

    def redo_own(self) -> None:
        """Do again what was undone."""
        self._undo_or_redo(lambda text: text.redo())

    def _undo_or_redo(self, step: Callable[[TextDocument], bool]) -> None:
        text = self.text_document
        if text is None or self.isReadOnly():
            return
        self.finish()
        self._undoing = True
        try:
            done = step(text)
        finally:
            self._undoing = False
        self._last = None
        if done:
            self._make_sure()
            self.edited.emit()

    # Clipboard, drops, the mouse

    def cut(self) -> None:
        """Into the clipboard and out of the text."""
        start, end = self.selection()
        if start < end and not self.isReadOnly():
            QGuiApplication.clipboard().setMimeData(self.createMimeDataFromSelection())
            self._do(lambda: self.edits.remove(start, end))

    def paste(self) -> None:
        """From the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None:
            self.insertFromMimeData(mime)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return can_paste(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self._put_mime(source, *self.selection())

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        text = self.text_document
        return to_mime(part_of(text, *self.selection())) if text is not None else QMimeData()

    def dropEvent(self, event: QDropEvent) -> None:
        """Dropped text comes in by the document; dragged within it, it goes from where it was."""
        super().dragLeaveEvent(QDragLeaveEvent())  # Qt takes its mark of the place away
        self.finish()
        text, mime = self.text_document, event.mimeData()
        if text is None or self.isReadOnly() or not can_paste(mime):
            event.ignore()
            return
        to = self.cursorForPosition(event.position().toPoint()).position()
        start, end = self.selection()
        inside = event.source() in (self, self.viewport()) and start < end
        if inside and event.dropAction() == Qt.DropAction.MoveAction:
            part = part_of(text, start, end)
            self._do(lambda: self.edits.move(start, end, to, part))
        else:
            self._put_mime(mime, to, to)
        event.setDropAction(Qt.DropAction.CopyAction)  # whoever dragged has nothing to take away
        event.accept()

    def _put_mime(self, source: QMimeData, start: int, end: int) -> None:
        if self.isReadOnly() or self._writing is None:
            return
        try:
            paragraphs = to_paragraphs(source)
        except Trouble as trouble:
            self.refused.emit(trouble)
            return
        if paragraphs:
            self._do(lambda: self.edits.paste(start, end, paragraphs))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ctrl and a click ask to open a link."""
        super().mouseReleaseEvent(event)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if (
            held
            and self._style_under(event.position().toPoint()).link
            and not self.textCursor().hasSelection()
        ):
            self.link_asked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a place: what is known about it on top, then undo and the clipboard."""
        at = self.caret()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            at = self.cursorForPosition(event.pos()).position()
            start, end = self.selection()
            if not start <= at <= end:
                self.select(at, at)
        extra = [action for make in self.menu_makers for action in make(at)]
        spot = event.globalPos()
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            spot = self.viewport().mapToGlobal(self.place_rect(at).bottomLeft())
        open_menu(self, extra, spot)

    # Input methods

    def is_composing(self) -> bool:
        return self._composing

    def finish(self) -> None:
        """Put into the text whatever is not in it yet: what is composed is kept as it stands."""
        if self._composing:
            QGuiApplication.inputMethod().commit()
        if self._composing:  # the platform had nothing to commit
            super().inputMethodEvent(QInputMethodEvent())
            self._composing = False
        super().finish()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What is composed is Qt's until it is committed; then it is typed like anything else."""
        self._settle()
        if self._writing is not None and not self.isReadOnly():
            self._commit(event)
            super().inputMethodEvent(QInputMethodEvent(event.preeditString(), event.attributes()))
            self._composing = bool(event.preeditString())
        event.accept()
        if not self._composing and self._news_waits:
            self.import_news()

    def _commit(self, event: QInputMethodEvent) -> None:
        words = "".join(letter for letter in event.commitString() if letter >= " ")
        begins = bool(event.preeditString()) and not self._composing
        start, end = self.selection()
        if event.replacementLength():
            start = max(self.caret() + event.replacementStart(), 0)
            end = min(start + event.replacementLength(), self.binding.length - 1)
        if words or event.replacementLength() or (begins and start < end):
            super().inputMethodEvent(QInputMethodEvent())
            self._composing = False
            style = self._pending
            if words:
                self._do(lambda: self.edits.put(start, end, words, style), Deed.TYPE)
            elif start < end:  # what is composed stands behind what it replaces
                self._do(lambda: self.edits.remove(start, end, forward=True), Deed.TYPE)
