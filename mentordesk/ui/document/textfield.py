# SPDX-License-Identifier: Apache-2.0
"""The field that shows the text of an open document: caret, places, marks, news; no keys yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from mentordesk.domain.documents import Mode
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Style
from mentordesk.ui.document.binding import Binding, moved
from mentordesk.ui.document.edits import Edits
from mentordesk.ui.document.formats import Formats, Reviewers
from mentordesk.ui.document.listmarks import paint_marks
from mentordesk.ui.document.marks import Marks
from mentordesk.ui.theme.theme import Theme

if TYPE_CHECKING:
    from mentordesk.richtext.changes import Change
    from mentordesk.richtext.document import TextDocument

MARGIN = 40  # pixels of paper around the text at 100 %


class Opened(Protocol):
    """What the editor asks of an open document: a Writing has it."""

    text: TextDocument
    me: MemberId
    on_reload: Callable[[], None] | None

    @property
    def mode(self) -> Mode:
        """What the person may do."""

    def take_news(self) -> bool:
        """Read into `text` what came; whether there was anything."""

    def recover(self) -> None:
        """The text broke: read it again from the disk; `on_reload` is called."""


class TextField(QTextEdit):
    """Positions are UTF-16 units, as everywhere around documents."""

    edited = Signal()  # by the person here
    caret_moved = Signal()  # or the selection
    laid_out = Signal()  # places in the text are elsewhere on the screen
    look_changed = Signal()  # what typing would look like here is something else

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._writing: Opened | None = None
        self.suggesting = False
        self._reviewers = Reviewers()
        self.formats = Formats(theme, self._reviewers.number)
        self.binding = Binding(self.document(), self.formats, self.isRightToLeft())
        self.edits = Edits(self.binding)
        self.marks = Marks(self, theme)
        # what the mouse is told of letters
        self.tip_of: Callable[[int, Style], str] = lambda at, style: style.link
        self.strays = 0  # changes that Qt made on its own
        self._news_waits = False
        self._placing = 0  # the caret is being put somewhere by us
        self._undoing = False
        self._pending: Style | None = None  # the style in which the next letter is typed
        self._stray = QTimer(self, singleShot=True, interval=0)
        self._places = QTimer(self, singleShot=True, interval=0)
        self.setProperty("kind", "paper")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().contentsChange.connect(self._note_stray)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._places.start())
        self.verticalScrollBar().valueChanged.connect(lambda _: self.laid_out.emit())
        self.cursorPositionChanged.connect(self._caret_went)
        self.selectionChanged.connect(self._caret_went)
        self._stray.timeout.connect(self._adopt)
        self._places.timeout.connect(self.laid_out)
        theme.changed.connect(self._restyle)
        self._resize_paper()

    # Showing a document

    @property
    def text_document(self) -> TextDocument | None:
        """The document shown; None before one is attached."""
        return self._writing.text if self._writing is not None else None

    def attach(self, writing: Opened | None) -> None:
        """Show another document; None shows none. Its mode says what typing does."""
        self.finish()
        if self._writing is not None:
            self._writing.text.on_change = self._writing.on_reload = None
        self._writing = writing
        self.marks.clear()
        self._take_mode()
        if writing is None:
            self.document().clear()
            self.look_changed.emit()
            return
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
            self._lay_out_all()
            self._put_cursor(caret, caret)
        self.verticalScrollBar().setValue(top)
        self._after_change()

    def follow_mode(self) -> None:
        """What the person may do here may be something else now."""
        self._take_mode()
        self.look_changed.emit()

    def _take_mode(self) -> None:
        mode = self._writing.mode if self._writing is not None else Mode.READER
        self.setReadOnly(mode is Mode.READER)
        if self.isReadOnly():  # the caret still goes where keys send it
            flag = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
        self.suggesting = self.edits.suggesting = mode is Mode.REVIEWER

    def run(self, action: Callable[[TextDocument], object]) -> None:
        """Let a command change the text: caret and scroll stay, what changed is shown."""
        text = self.text_document
        if text is None:
            return
        self.finish()
        text.break_group()
        action(text)
        text.break_group()
        self._make_sure()
        self.edited.emit()

    def import_news(self) -> bool:
        """Take in what others wrote; False when nothing was new, or while something is being composed."""
        if self._writing is None:
            return False
        if self.is_composing():
            self._news_waits = True
            return False
        self._news_waits = False
        self._settle()
        came = self._writing.take_news()
        self.follow_mode()
        if came:
            self._make_sure()
        return came

    def is_composing(self) -> bool:
        """Whether an input method holds letters that are not in the text yet."""
        return False

    def finish(self) -> None:
        """Put into the text whatever is not in it yet."""
        self._settle()

    # Places

    def caret(self) -> int:
        """Where the caret stands."""
        return self.textCursor().position()

    def selection(self) -> tuple[int, int]:
        """Start and end of what is selected; equal where nothing is."""
        cursor = self.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    def select(self, start: int, end: int) -> None:
        """Put anchor and caret, and bring the caret into sight."""
        self.finish()
        with self._placed():
            self._put_cursor(start, end)
        self._caret_went()

    def place_rect(self, position: int) -> QRect:
        """Where a position is, in the viewport's coordinates; also when it is out of sight."""
        return self.cursorRect(self.binding.cursor_at(position))

    def first_in_sight(self) -> int:
        """The position at the top of the viewport."""
        return self.cursorForPosition(QPoint(0, 0)).position()

    def scroll_to(self, position: int) -> None:
        """Bring a position to the top of the viewport; the first line keeps the space above it."""
        self._lay_out_all()
        bar = self.verticalScrollBar()
        top, first = self.place_rect(position).top(), self.place_rect(0).top()
        bar.setValue(bar.value() + top if top > first else 0)

    def set_marks(self, name: str, places: Sequence[tuple[int, int, str]]) -> None:
        """Colour places without touching the text; `name` says whose they are, its next call replaces them.

        Kinds: "hit", "current", "wrong" (spelling), "active" (the suggestion or comment at hand), "comment".
        """
        self.marks.set(name, places)

    # What changes

    def _follow(self, changes: Sequence[Change]) -> None:
        """The text changed otherwise than by a key here: caret, selection and what is in sight stay."""
        self._count_reviewers()
        anchor, caret = self.textCursor().anchor(), self.caret()  # Qt's own cursors move on their own
        self._lay_out_all()
        seen = caret if self._is_in_sight(caret) else self.first_in_sight()
        top = self.place_rect(seen).top()
        with self._placed():
            moves = self.binding.apply(changes)
            self._lay_out_all()
            if self._undoing and moves:
                end = moves[-1].position + moves[-1].added
                self._put_cursor(end, end)
            else:
                self._put_cursor(moved(anchor, moves), moved(caret, moves))
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.place_rect(moved(seen, moves)).top() - top)
        self._after_change()

    def _lay_out_all(self) -> None:
        """Qt lays a long text out bit by bit; before that is done places are not where they will be."""
        self.document().idealWidth()
        layout = self.document().documentLayout()
        size = layout.documentSize()
        wanted = max(0, round(size.height()) - self.viewport().height())
        if self.verticalScrollBar().maximum() != wanted:  # what was finished in between told nobody
            layout.documentSizeChanged.emit(size)

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
                caret = self.edits.put(start, end, words.replace("\n", " "))
                self._put_cursor(caret, caret)
        self._after_change()
        self.edited.emit()

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
        cursor = self.binding.cursor_at(anchor)
        cursor.setPosition(self.binding.cursor_at(position).position(), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

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
        if self._writing is not None:
            self._reviewers.count(self._writing.text.suggestions(), self._writing.me)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.cursorForPosition(event.pos()).position()
            QToolTip.showText(event.globalPos(), self.tip_of(at, self._style_at(at)), self.viewport())
            return True
        return super().viewportEvent(event)

    def _style_under(self, spot: QPoint) -> Style:
        return self._style_at(self.cursorForPosition(spot).position())

    def _style_at(self, at: int) -> Style:
        text = self.text_document
        if text is None or at >= text.length:
            return Style()
        return text.runs(at, at + 1)[0][1]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_marks(self, self._theme, event.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._places.start()
