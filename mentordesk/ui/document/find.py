# SPDX-License-Identifier: Apache-2.0
"""The find bar: words in the text, one after the other; others in their place, each or all at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from mentordesk.ui.document.editor import Editor
from mentordesk.ui.document.formats import as_typed
from mentordesk.ui.document.input import asks_to_replace
from mentordesk.ui.document.matching import How, Span, find_all
from mentordesk.ui.parts import Label, button, keeps_escape, row
from mentordesk.ui.theme.theme import Theme

if TYPE_CHECKING:
    from mentordesk.richtext.document import TextDocument

TYPING_MS = 120
REST_MS = 200  # after a key in the text
MAX_TAKEN = 200  # letters of a selection that are looked for
_FIELD = 220
_MARKS = "find"
_Standard = QKeySequence.StandardKey
_Widget = Qt.ShortcutContext.WidgetWithChildrenShortcut


class FindBar(QWidget):
    """Hidden until it is opened; Esc puts the focus back into the text."""

    closed = Signal()

    def __init__(self, theme: Theme, editor: Editor, now: Callable[[], int]) -> None:
        super().__init__()
        self._theme = theme
        self._editor = editor
        self._now = now  # unix seconds
        self._found: list[Span] = []
        self._pause = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._later = QTimer(self, interval=REST_MS, singleShot=True)
        self.field = self._field(self.tr("Find"))
        self.other = self._field(self.tr("Put in its place"))
        self.count = Label(theme, "", tone="text2")
        self._case = self._option(self.tr("Large and small letters differ"))
        self._whole = self._option(self.tr("Whole words only"))
        self._fold = self._option(self.tr("Find é also as e"))
        self._replace = button(self.tr("Replace"), self.replace)
        self._replace_all = button(self.tr("Replace all"), self.replace_all)
        self._lay_out()
        self._connect_signals()
        self.setAccessibleName(self.tr("Find in this document"))
        self.hide()

    def _lay_out(self) -> None:
        options = QToolButton()
        options.setProperty("kind", "flat")
        options.setText(self.tr("How"))
        options.setAccessibleName(self.tr("How to find"))
        options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        options.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(options)
        menu.addActions([self._case, self._whole, self._fold])
        options.setMenu(menu)
        finding = row(
            button(self.tr("Next"), self.next),
            button(self.tr("Previous"), self.previous),
            options,
            self.count,
            None,
            button(self.tr("Close"), self.close_bar, "flat"),
        )
        self._replacing = QWidget()
        replacing = QHBoxLayout(self._replacing)
        replacing.setContentsMargins(0, 0, 0, 0)
        replacing.setSpacing(8)
        for part in (self._replace, self._replace_all):
            replacing.addWidget(part)
        replacing.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 4, 12, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.field, 0, 0)
        grid.addLayout(finding, 0, 1)
        grid.addWidget(self.other, 1, 0)
        grid.addWidget(self._replacing, 1, 1)
        grid.setColumnStretch(1, 1)

    def _connect_signals(self) -> None:
        self.field.textChanged.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(self._typed)
        self._editor.edited.connect(self._later.start)
        self._later.timeout.connect(self._again)
        self._editor.laid_out.connect(self._mark)
        self._theme.changed.connect(self._resize)
        for keys, do in (
            (_Standard.FindNext, self.next),
            (_Standard.FindPrevious, self.previous),
        ):
            QShortcut(keys, self._editor, do, context=_Widget)
            QShortcut(keys, self, do, context=_Widget)

    # What pages call

    def listen_on(self, page: QWidget) -> None:
        """Open by key wherever the focus is in a page, and close by Esc."""
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        asked, pressed = QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress
        if event.type() not in (asked, pressed) or not isinstance(event, QKeyEvent) or not self._wants(event):
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == pressed and event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.type() == pressed:
            self.open(asks_to_replace(event))
        return True

    def _wants(self, event: QKeyEvent) -> bool:
        finds = event.matches(_Standard.Find) or asks_to_replace(event)
        return finds or (event.key() == Qt.Key.Key_Escape and self.isVisible())

    def open(self, replace: bool = False) -> None:
        """Show the bar with what is selected; `replace` shows the second field too."""
        can = replace and not self._editor.isReadOnly()
        self.other.setVisible(can)
        self._replacing.setVisible(can)
        self.show()
        selected = self._editor.textCursor().selectedText()
        if selected and len(selected) <= MAX_TAKEN and selected.isprintable():
            self.field.setText(selected)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._again()

    def close_bar(self) -> None:
        """Back into the text."""
        self.hide()
        self._pause.stop()
        self._found = []
        self._editor.set_marks(_MARKS, [])
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def next(self) -> None:
        """Select the next place, round from the end to the start."""
        self._search()
        _, caret = self._editor.selection()
        self._go(bisect_left(self._found, (caret, 0)))

    def previous(self) -> None:
        """Select the place before."""
        self._search()
        start, _ = self._editor.selection()
        self._go(bisect_left(self._found, (start, 0)) - 1)

    def replace(self) -> None:
        """Put the other words in the place that is selected and go on; select one first where none is."""
        self._search()
        here = self._editor.selection()
        if here in self._found and self._replaceable([here]):
            self._editor.put_in(*here, self.other.text())
        self.next()

    def replace_all(self) -> None:
        """All at once, and one undo for all of it. While suggesting, each becomes a suggestion."""
        self._search()
        places, words = self._replaceable(self._found), self.other.text()
        if not places or self._editor.isReadOnly():
            return
        suggesting = self._editor.suggesting

        def work(text: TextDocument) -> None:
            if not suggesting:  # what was there may be wanted again
                text.add_version("", "replaced", self._now())
            with text.group():
                for start, end in reversed(places):
                    _put(text, start, end, words, suggesting)

        self._editor.run(work)
        self._search()
        self._mark()
        self.count.setText(self.tr("Replaced: %n", "", len(places)))

    # Finding

    def _typed(self) -> None:
        """As the words grow, the same place stays selected if it still fits."""
        self._search()
        start, _ = self._editor.selection()
        if self._found:
            self._go(bisect_left(self._found, (start, 0)))
        else:
            self._tell()
            self._mark()

    def _again(self) -> None:
        """The text is another one."""
        if self.isVisible():
            self._search()
            self._tell()
            self._mark()

    def _search(self) -> None:
        self._pause.stop()
        text = self._editor.text_document
        how = How(self._case.isChecked(), self._whole.isChecked(), self._fold.isChecked())
        self._found = find_all(text.text(), self.field.text(), how) if text is not None else []
        for part in (self._replace, self._replace_all):
            part.setEnabled(bool(self._found))

    def _go(self, place: int) -> None:
        if self._found:
            self._editor.select(*self._found[place % len(self._found)])
        self._tell()
        self._mark()

    def _tell(self) -> None:
        """3 of 12."""
        here, local = self._editor.selection(), QLocale()
        if not self.field.text():
            words = ""
        elif not self._found:
            words = self.tr("Not found")
        elif here in self._found:
            number = local.toString(self._found.index(here) + 1)
            words = self.tr("{number} of {count}").format(
                number=number, count=local.toString(len(self._found))
            )
        else:
            words = self.tr("Found: %n", "", len(self._found))
        self.count.setText(words)

    def _mark(self) -> None:
        """Colour what is in sight; the rest when it comes there."""
        if not self.isVisible():
            return
        editor = self._editor
        last = editor.cursorForPosition(QPoint(editor.viewport().width(), editor.viewport().height()))
        first = bisect_left(self._found, (editor.first_in_sight() - MAX_TAKEN, 0))
        shown = self._found[first : bisect_right(self._found, (last.position() + MAX_TAKEN, 0))]
        here = editor.selection()
        kinds = ("current" if span == here else "hit" for span in shown)
        editor.set_marks(_MARKS, [(*span, kind) for span, kind in zip(shown, kinds, strict=True)])

    def _replaceable(self, places: list[Span]) -> list[Span]:
        """Without those that are suggested to be taken out already."""
        text = self._editor.text_document
        if text is None:
            return []
        return [span for span in places if not any(style.deleted for _, style in text.runs(*span))]

    # Parts

    def event(self, event: QEvent) -> bool:
        # Esc leaves the bar, not the page.
        return keeps_escape(event) or bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _on_button(self):
            self._entered(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _entered(self, shift: bool) -> None:
        if self.other.hasFocus():
            self.replace()
        elif shift:
            self.previous()
        else:
            self.next()

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.setMaxLength(MAX_TAKEN)
        field.setFixedWidth(self._theme.scaled(_FIELD))
        return field

    def _resize(self) -> None:
        for field in (self.field, self.other):
            field.setFixedWidth(self._theme.scaled(_FIELD))

    def _option(self, words: str) -> QAction:
        made = QAction(words, self, checkable=True)
        made.toggled.connect(lambda _: self._again())
        return made


def _put(text: TextDocument, start: int, end: int, words: str, suggesting: bool) -> None:
    if suggesting and words:
        text.suggest_replace(start, end, words)
    elif suggesting:
        text.suggest_delete(start, end)
    else:
        style = as_typed(text.runs(start, end)[0][1])
        text.delete(start, end)
        if words:
            text.insert(start, words, style)


def _on_button(bar: QWidget) -> bool:
    focused = bar.focusWidget()
    return isinstance(focused, QPushButton | QToolButton) and focused.hasFocus()
