# SPDX-License-Identifier: Apache-2.0
"""How many words a document has, or how many of them are selected."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer

from mentordesk.ui.document.editor import Editor
from mentordesk.ui.document.pagewords import PageWords
from mentordesk.ui.parts import Label

COUNT_MS = 150  # after the selection, before its words are counted


class WordCount(QObject):
    """Says it in `label`: by itself when the selection is another one, otherwise when it is asked."""

    def __init__(self, editor: Editor, said: PageWords, label: Label) -> None:
        super().__init__(editor)
        self._editor, self._said, self._label = editor, said, label
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._pause = QTimer(self, interval=COUNT_MS, singleShot=True)
        self._pause.timeout.connect(self.show)
        editor.selectionChanged.connect(self._pause.start)

    def show(self) -> None:
        """Count now."""
        text, (start, end) = self._editor.text_document, self._editor.selection()
        if text is None:
            self._label.setText("")
            return
        widest = self._said.selected(text.words, text.words)  # so that nothing moves while one selects
        self._label.setMinimumWidth(self._label.fontMetrics().horizontalAdvance(widest))
        if start < end <= text.length:
            self._label.setText(self._said.selected(text.words_in(start, end), text.words))
        else:
            self._label.setText(self._said.length(text.words))
