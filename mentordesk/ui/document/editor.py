# SPDX-License-Identifier: Apache-2.0
"""The field a document is written and reviewed in: what is typed goes into the text before Qt shows it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from mentordesk.base.errors import Refused, Trouble
from mentordesk.domain.documents import Mode
from mentordesk.domain.texts import BlockKind, Style
from mentordesk.ui.document.binding import Binding, moved
from mentordesk.ui.document.edits import Edits, part_of
from mentordesk.ui.document.formats import Formats
from mentordesk.ui.document.input import Deed, deed_of, is_move, is_reading, reach, typed, with_alt_graph
from mentordesk.ui.document.listmarks import paint_marks
from mentordesk.ui.document.marks import Marks
from mentordesk.ui.document.paste import can_paste, to_mime, to_paragraphs
from mentordesk.ui.theme.theme import Theme

if TYPE_CHECKING:
    from mentordesk.richtext.changes import Change
    from mentordesk.richtext.document import TextDocument

MARGIN = 40  # pixels of paper around the text at 100 %
log = logging.getLogger(__name__)

_Keep = QTextCursor.MoveMode.KeepAnchor


class Opened(Protocol):
    """What the editor asks of an open document: a Writing has it."""

    text: TextDocument
    on_reload: Callable[[], None] | None

    @property
    def mode(self) -> Mode:
        """What the person may do."""

    def take_news(self) -> bool:
        """Read into `text` what came; whether there was anything."""

    def recover(self) -> None:
        """The text broke: read it again from the disk; `on_reload` is called."""


class Editor(QTextEdit):
    """Shows the text of a Writing. Positions are UTF-16 units, as everywhere around documents.

    Nothing that Qt does itself changes the text: keys, paste, cut, drops and what an input method
    commits are done to the document first. Only what is being composed is Qt's; news waits until
    it is done.
    """

    edited = Signal()  # by the person here
    caret_moved = Signal()  # or the selection
    laid_out = Signal()  # places in the text are elsewhere on the screen
    look_changed = Signal()  # what typing would look like here is something else
    find_asked = Signal(bool)  # True: and replace
    save_asked = Signal()
    link_asked = Signal()  # to be opened: the caret stands in it
    refused = Signal(object)  # the Trouble of a paste

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._writing: Opened | None = None
        self.suggesting = False
        self.formats = Formats(theme, self._reviewer)
        self.binding = Binding(self.document(), self.formats, self.isRightToLeft())
        self.edits = Edits(self.binding)
        self.marks = Marks(self, theme)
        self.menu_makers: list[Callable[[int], list[QAction]]] = []  # actions for a place, on top
        self.author_of: Callable[[str], str] = lambda _: ""  # who made a suggestion, in words
        self.strays = 0  # changes that Qt made on its own
        self._composing = False
        self._news_waits = False
        self._placing = 0  # the caret is being put somewhere by us
        self._undoing = False
        self._pending: Style | None = None  # the style in which the next letter is typed
        self._reviewers: dict[str, int] = {}
        self._stray = QTimer(self, singleShot=True, interval=0)
        self._places = QTimer(self, singleShot=True, interval=0)
        self.setProperty("kind", "paper")
        self.setAcceptRichText(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._connect_signals()
        self._resize_paper()

    def _connect_signals(self) -> None:
        self.document().contentsChange.connect(self._note_stray)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._places.start())
        self.verticalScrollBar().valueChanged.connect(lambda _: self.laid_out.emit())
        self.cursorPositionChanged.connect(self._caret_went)
        self.selectionChanged.connect(self._caret_went)
        self._stray.timeout.connect(self._adopt)
        self._places.timeout.connect(self.laid_out)
        self._theme.changed.connect(self._restyle)

    # What pages call

    @property
    def text_document(self) -> TextDocument | None:
        """The document shown; None before one is attached."""
        return self._writing.text if self._writing is not None else None

    def attach(self, writing: Opened | None) -> None:
        """Show another document; None shows none. Its mode says what typing does."""
        self._leave_composing()
        if self._writing is not None:
            self._writing.text.on_change = self._writing.on_reload = None
        self._writing = writing
        self._pending = None
        self.marks.clear()
        if writing is None:
            self.setReadOnly(True)
            return
        self.follow_mode()
        self._count_reviewers()
        writing.on_reload = self._show
        self._show()
        self.select(0, 0)

    def _show(self) -> None:
        """Draw all of the text: it was opened, or is another object now."""
        assert self._writing is not None
        self._writing.text.on_change = self._follow
        caret, top = self.caret(), self.verticalScrollBar().value()
        with self._placed():
            self.binding.show(self._writing.text)
            self._put_cursor(caret, caret)
        self.verticalScrollBar().setValue(top)
        self._after_change()

    def follow_mode(self) -> None:
        """What the person may do here is something else now."""
        if self._writing is not None:
            mode = self._writing.mode
            self.setReadOnly(mode is Mode.READER)
            self.suggesting = self.edits.suggesting = mode is Mode.REVIEWER
            self.look_changed.emit()

    def caret(self) -> int:
        """Where the caret stands."""
        return self.textCursor().position()

    def selection(self) -> tuple[int, int]:
        """Start and end of what is selected; equal where nothing is."""
        cursor = self.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    def select(self, start: int, end: int) -> None:
        """Put anchor and caret, and bring the caret into sight."""
        with self._placed():
            self._put_cursor(start, end)
        self._caret_went()

    def place_rect(self, position: int) -> QRect:
        """Where a position is, in the viewport's coordinates; also when it is out of sight."""
        return self.cursorRect(self._cursor_at(position))

    def first_in_sight(self) -> int:
        """The position at the top of the viewport."""
        return self.cursorForPosition(QPoint(0, 0)).position()

    def scroll_to(self, position: int) -> None:
        """Bring a position to the top of the viewport."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.place_rect(position).top())

    def finish(self) -> None:
        """Put into the text whatever is not in it yet: before it is closed."""
        self._leave_composing()
        self._settle()

    def run(self, action: Callable[[TextDocument], None]) -> None:
        """Let a command change the text: caret and scroll stay, what changed is shown."""
        text = self.text_document
        if text is None:
            return
        self.finish()
        text.break_group()
        action(text)
        text.commit()
        text.break_group()
        self._make_sure()
        self.edited.emit()

    def import_news(self) -> bool:
        """Take in what others wrote; False when nothing was new, or while something is being composed."""
        if self._writing is None:
            return False
        if self._composing:
            self._news_waits = True
            return False
        self._news_waits = False
        self._settle()
        came = self._writing.take_news()
        self.follow_mode()
        if came:
            self._count_reviewers()
            self._make_sure()
        return came

    def set_marks(self, name: str, places: Sequence[tuple[int, int, str]]) -> None:
        """Colour places without touching the text; `name` says whose they are, its next call replaces them.

        Kinds: "hit", "current", "wrong" (spelling), "active" (the suggestion or comment at hand), "comment".
        """
        self.marks.set(name, places)

    # What typing looks like

    def look(self) -> Style:
        """The style in which the next letter would be typed, or of the whole selection."""
        start, end = self.selection()
        if start < end:
            return Style(
                bold=self.edits.all_are(start, end, "bold"), italic=self.edits.all_are(start, end, "italic")
            )
        return self._pending or self.edits.style_at(start)

    def can_format(self) -> bool:
        """Whether letters and paragraphs can be given another look: suggestions have none."""
        return self._writing is not None and not self.isReadOnly() and not self.suggesting

    def toggle(self, look: str) -> None:
        """Bold or italic: of the selection, or of what is typed next."""
        if not self.can_format():
            return
        self._settle()
        start, end = self.selection()
        on = not getattr(self.look(), look)
        if start < end:
            self._do(lambda: self._kept(start, end, lambda: self.edits.emphasise(start, end, look, on)))
        else:
            style = self.look()
            self._pending = replace(style, bold=on) if look == "bold" else replace(style, italic=on)
        self.look_changed.emit()

    def set_kind(self, kind: BlockKind) -> None:
        """Make the paragraphs of the selection of a kind; plain, when they are already."""
        if self.can_format():
            start, end = self.selection()
            self._do(lambda: self._kept(start, end, lambda: self.edits.set_kind(start, end, kind)))
            self.look_changed.emit()

    def indent(self, step: int) -> None:
        """Move the paragraphs of the selection in or out."""
        if self.can_format():
            start, end = self.selection()
            self._do(lambda: self._kept(start, end, lambda: self.edits.indent(start, end, step)))
            self.look_changed.emit()

    def link(self, start: int, end: int, address: str) -> None:
        """Let letters lead somewhere; "" takes the link off."""
        if self.can_format():
            self._do(lambda: self._kept(start, end, lambda: self.edits.link(start, end, address)))

    def put_in(self, start: int, end: int, words: str) -> None:
        """Put letters in the place of others as if they were typed: a spelling, a replacement."""
        if not self.isReadOnly():
            self._do(lambda: self.edits.put(start, end, words))

    # Keys

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
            case Deed.UNDO | Deed.REDO:
                self.undo_own() if deed is Deed.UNDO else self.redo_own()
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
            self._do(lambda: self.edits.back(start, end))
        else:
            forward = deed in (Deed.AHEAD, Deed.AHEAD_WORD, Deed.AHEAD_LINE)
            self._do(lambda: self.edits.remove(start, end, forward=forward))

    def _type(self, words: str) -> None:
        start, end = self.selection()
        style = self._pending

        def typing() -> int:
            caret = self.edits.put(start, end, words, style)
            return self.edits.begin_as_typed(caret) if words == " " else caret

        self._do(typing)

    def _tab(self, step: int) -> bool:
        """In lists paragraphs move in or out; elsewhere Tab is a letter and Shift+Tab leaves the text."""
        start, end = self.selection()
        kinds = {self.edits.block_at(start).kind, self.edits.block_at(end).kind}
        if kinds & {BlockKind.BULLET, BlockKind.NUMBER} or (step < 0 and self.edits.block_at(start).indent):
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
        if done:
            self._make_sure()
            self.edited.emit()

    # Clipboard and drops

    def cut(self) -> None:
        """Into the clipboard and out of the text."""
        start, end = self.selection()
        if start < end and not self.isReadOnly():
            QGuiApplication.clipboard().setMimeData(self.createMimeDataFromSelection())
            self._do(lambda: self.edits.remove(start, end))

    def paste(self) -> None:
        """From the clipboard."""
        if not self.isReadOnly():
            mime = QGuiApplication.clipboard().mimeData()
            if mime is not None:
                self.insertFromMimeData(mime)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return can_paste(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        start, end = self.selection()
        self._put_mime(source, start, end)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        text = self.text_document
        return to_mime(part_of(text, *self.selection())) if text is not None else QMimeData()

    def dropEvent(self, event: QDropEvent) -> None:
        """Dropped text comes in by the document; dragged within it, it goes from where it was."""
        super().dragLeaveEvent(QDragLeaveEvent())  # Qt takes its mark of the place away
        self._settle()
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
        try:
            paragraphs = to_paragraphs(source)
        except Trouble as trouble:
            self.refused.emit(trouble)
            return
        if paragraphs and not self.isReadOnly():
            self._do(lambda: self.edits.paste(start, end, paragraphs))

    # Input methods

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What is composed is Qt's until it is committed; then it is typed like anything else."""
        self._settle()
        if self._writing is not None and not self.isReadOnly():
            self._commit(event)
        super().inputMethodEvent(QInputMethodEvent(event.preeditString(), event.attributes()))
        event.accept()
        self._composing = bool(event.preeditString())
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
            if words or start < end:
                style = self._pending
                self._do(lambda: self.edits.put(start, end, words, style))

    def _leave_composing(self) -> None:
        """End what is being composed, keeping it, before something else changes the text."""
        if self._composing:
            QGuiApplication.inputMethod().commit()
        if self._composing:  # the platform had nothing to commit
            super().inputMethodEvent(QInputMethodEvent())
            self._composing = False

    # What changes

    def _do(self, deed: Callable[[], int]) -> None:
        """A deed of the person here: done to the document, shown, the caret where it says."""
        self._settle()
        try:
            with self._placed():
                caret = deed()
                if caret >= 0:
                    self._put_cursor(caret, caret)
        except Refused:  # the engine failed; what was saved is whole
            log.warning("a text broke and is read again")
            if self._writing is not None:
                self._writing.recover()
            return
        self._after_change()
        self.edited.emit()

    def _kept(self, start: int, end: int, deed: Callable[[], None]) -> int:
        """A deed that keeps the selection."""
        cursor = self.textCursor()
        deed()
        self._put_cursor(cursor.anchor(), cursor.position())
        return -1

    def _follow(self, changes: Sequence[Change]) -> None:
        """The text changed otherwise than by a key here: caret, selection and what is in sight stay."""
        cursor = self.textCursor()
        seen = cursor.position() if self._is_in_sight(cursor.position()) else self.first_in_sight()
        top = self.place_rect(seen).top()
        with self._placed():
            moves = self.binding.apply(changes)
            if self._undoing and moves:
                end = moves[-1].position + moves[-1].added
                self._put_cursor(end, end)
            else:
                self._put_cursor(moved(cursor.anchor(), moves), moved(cursor.position(), moves))
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.place_rect(moved(seen, moves)).top() - top)
        self._after_change()

    def _after_change(self) -> None:
        self._pending = None
        self._places.start()
        self.caret_moved.emit()
        self.look_changed.emit()

    def _note_stray(self) -> None:
        if not self.binding.is_writing and self._writing is not None:
            self._stray.start()

    def _settle(self) -> None:
        if self._stray.isActive():
            self._stray.stop()
            self._adopt()

    def _adopt(self) -> None:
        """Qt changed letters on its own, as for a screen reader that dictates: take that over as typed."""
        if self._writing is None or self.binding.is_true():
            return
        self.strays += 1
        start, end, words = self.binding.difference()
        with self._placed():
            self.binding.mend()
        if not self.isReadOnly():
            self._do(lambda: self.edits.put(start, end, words.replace("\n", " ")))

    def _make_sure(self) -> None:
        """Never show what is not there, whatever a command did."""
        if not self.binding.is_true():
            self.strays += 1
            with self._placed():
                self.binding.mend()

    # The caret

    def _caret_went(self) -> None:
        if self._placing or self.binding.is_writing:
            return
        text = self.text_document
        if text is not None:
            text.break_group()
        self._pending = None
        self.caret_moved.emit()
        self.look_changed.emit()

    @contextmanager
    def _placed(self) -> Iterator[None]:
        """The caret goes where we put it; nobody else moved it."""
        self._placing += 1
        try:
            yield
        finally:
            self._placing -= 1

    def _put_cursor(self, anchor: int, position: int) -> None:
        cursor = self._cursor_at(anchor)
        cursor.setPosition(self._cursor_at(position).position(), _Keep)
        self.setTextCursor(cursor)

    def _cursor_at(self, position: int) -> QTextCursor:
        """A cursor there, or before a letter of two units that the position would cut."""
        shown = self.document()
        position = min(max(position, 0), shown.characterCount() - 1)
        if "\udc00" <= shown.characterAt(position) <= "\udfff":
            position -= 1
        cursor = QTextCursor(shown)
        cursor.setPosition(position)
        return cursor

    def _is_in_sight(self, position: int) -> bool:
        return self.viewport().rect().intersects(self.place_rect(position))

    # Looks

    def _restyle(self) -> None:
        self.formats.forget()
        self._resize_paper()
        if self._writing is not None:
            with self._placed():
                self.binding.redress()
        self.marks.restyle()
        self._places.start()

    def _resize_paper(self) -> None:
        self.setFont(self._theme.font("body"))
        self.document().setDocumentMargin(self._theme.scaled(MARGIN))

    def _count_reviewers(self) -> None:
        """Which suggestion is whose, for the kind of line below it."""
        text = self.text_document
        order: dict[bytes, int] = {}
        self._reviewers = {
            one.id: order.setdefault(one.author, len(order)) for one in (text.suggestions() if text else ())
        }

    def _reviewer(self, suggestion: str) -> int:
        return self._reviewers.get(suggestion, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_marks(self, self._theme, event.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._places.start()
