# SPDX-License-Identifier: Apache-2.0
"""The menu of a place in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from mentordesk.ui.document.paste import can_paste

if TYPE_CHECKING:
    from mentordesk.ui.document.editor import Editor

_Standard = QKeySequence.StandardKey


class EditorMenu(QMenu):
    """Its actions do what the keys do; `extra` stands on top."""

    def __init__(self, editor: Editor, extra: Sequence[QAction]) -> None:
        super().__init__(editor)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in extra:
            self.addAction(action)
        if extra:
            self.addSeparator()
        text = editor.text_document
        writes = not editor.isReadOnly()
        undo, redo = (text.can_undo, text.can_redo) if text is not None else (False, False)
        chosen = editor.textCursor().hasSelection()
        mime = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
        full = mime is not None and can_paste(mime)
        self._put(self.tr("Undo"), editor.undo_own, _Standard.Undo, writes and undo)
        self._put(self.tr("Redo"), editor.redo_own, _Standard.Redo, writes and redo)
        self.addSeparator()
        self._put(self.tr("Cut"), editor.cut, _Standard.Cut, writes and chosen)
        self._put(self.tr("Copy"), editor.copy, _Standard.Copy, chosen)
        self._put(self.tr("Paste"), editor.paste, _Standard.Paste, writes and full)
        self.addSeparator()
        self._put(self.tr("Choose everything"), editor.selectAll, _Standard.SelectAll, text is not None)

    def _put(self, words: str, do: Callable[[], object], key: QKeySequence.StandardKey, can: bool) -> None:
        action = self.addAction(words)
        action.setShortcuts(QKeySequence.keyBindings(key)[:1])
        action.setEnabled(can)
        action.triggered.connect(lambda: do())


def open_menu(editor: Editor, extra: Sequence[QAction], spot: QPoint) -> EditorMenu:
    """Show it at a place of the screen."""
    menu = EditorMenu(editor, extra)
    menu.popup(spot)
    return menu
