# SPDX-License-Identifier: Apache-2.0
"""A new comment: which words it is about, the sheet it is written on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mentordesk.ui.context import Context
from mentordesk.ui.document.margindeeds import Deeds
from mentordesk.ui.document.marginsheets import Sheets

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing
    from mentordesk.ui.document.editor import Editor

ACTIVE = "active"  # the words at hand, as the editor's marks call them


class Commenter(QObject):
    """`open` lets a comment be written on what is marked, or on the word at the caret."""

    written = Signal(int, str)  # where it begins, what it says
    left = Signal()  # nothing was written

    def __init__(self, context: Context, editor: Editor, sheets: Sheets, deeds: Deeds) -> None:
        super().__init__(editor)
        self._context, self._editor, self._sheets, self._deeds = context, editor, sheets, deeds
        sheets.commented.connect(self._write)
        sheets.left.connect(self._leave)

    def open(self, writing: Writing, folded: bool) -> None:
        """Show the sheet; where there are no words to comment on, that is said instead."""
        start, end = self._passage()
        if start == end:
            self._context.tell(self.tr("Mark the words first that you want to comment on."))
            return
        self._sheets.open_note(start, end, writing.text.text(start, end), folded)
        self._editor.set_marks(ACTIVE, [(start, end, ACTIVE)])

    def _passage(self) -> tuple[int, int]:
        start, end = self._editor.selection()
        if start < end:
            return start, end
        cursor = self._editor.textCursor()
        cursor.select(cursor.SelectionType.WordUnderCursor)
        return cursor.selectionStart(), cursor.selectionEnd()

    def _write(self, start: int, end: int, words: str) -> None:
        if self._deeds.comment(start, end, words):
            self._sheets.close_note()
            self.written.emit(start, words)

    def _leave(self) -> None:
        self._sheets.close_note()
        self.left.emit()
