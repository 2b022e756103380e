# SPDX-License-Identifier: Apache-2.0
"""Places that stand out for a while: what is searched, misspelt words, the suggestion at hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from mentordesk.ui.theme.theme import Theme

_SOFT = {"hit": "warn_soft", "current": "accent_soft", "active": "selection", "comment": "info_soft"}
_WRONG = "wrong"


class Marks:
    """Kept by name; each is a range of UTF-16 positions and a kind. They move along with the text."""

    def __init__(self, editor: QTextEdit, theme: Theme) -> None:
        self._editor = editor
        self._theme = theme
        self._made: dict[str, list[tuple[QTextCursor, str]]] = {}

    def set(self, name: str, places: Sequence[tuple[int, int, str]]) -> None:
        """Replace all marks of that name."""
        if not places and not self._made.get(name):
            return
        self._made[name] = [(self._range(start, end), kind) for start, end, kind in places]
        self.restyle()

    def clear(self) -> None:
        """Another text is shown."""
        self._made.clear()
        self.restyle()

    def restyle(self) -> None:
        """Show them in the colours of now."""
        looks: dict[str, QTextCharFormat] = {}
        shown = []
        for ranges in self._made.values():
            for cursor, kind in ranges:
                if kind not in looks:
                    looks[kind] = self._look(kind)
                one = QTextEdit.ExtraSelection()
                one.cursor, one.format = cursor, looks[kind]
                shown.append(one)
        self._editor.setExtraSelections(shown)

    def _range(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._editor.document())
        last = self._editor.document().characterCount() - 1
        cursor.setPosition(min(max(start, 0), last))
        cursor.setPosition(min(max(end, 0), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _look(self, kind: str) -> QTextCharFormat:
        tokens, made = self._theme.tokens, QTextCharFormat()
        if kind == _WRONG:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            made.setUnderlineColor(QColor(tokens.err))
        else:
            made.setBackground(QColor(getattr(tokens, _SOFT.get(kind, "selection"))))
        return made
