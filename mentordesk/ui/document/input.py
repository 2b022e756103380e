# SPDX-License-Identifier: Apache-2.0
"""What keys mean in a document, and which letters a deleting key reaches; nothing is changed here."""

from __future__ import annotations

import sys
import unicodedata
from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from mentordesk.base.utf16 import units

_Key = Qt.Key
_Standard = QKeySequence.StandardKey
_Modifier = Qt.KeyboardModifier
_Move = QTextCursor.MoveOperation
_KEEP = QTextCursor.MoveMode.KeepAnchor
_HELD = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier
_ALT_GRAPH = _Modifier.ControlModifier | _Modifier.AltModifier
_WRITE = (_Modifier.NoModifier, *((_Modifier.AltModifier,) if sys.platform == "darwin" else ()))
_JOINER, _PICTURE_SELECTOR = "\u200d", "\ufe0f"
_FIRST_PICTURE = "\U0001f000"


class Deed(Enum):
    """What a key asks for."""

    TYPE = auto()
    UNDO = auto()
    REDO = auto()
    CUT = auto()
    PASTE = auto()
    BACK = auto()  # the letter before the caret
    BACK_WORD = auto()
    AHEAD = auto()  # the letter after it
    AHEAD_WORD = auto()
    AHEAD_LINE = auto()
    LINE = auto()  # the whole paragraph
    ENTER = auto()
    SPLIT = auto()  # Enter that keeps the kind of the paragraph
    IN = auto()
    OUT = auto()
    FIND = auto()
    REPLACE = auto()
    SAVE = auto()


_STANDARD: tuple[tuple[QKeySequence.StandardKey, Deed], ...] = (
    (_Standard.Undo, Deed.UNDO),
    (_Standard.Redo, Deed.REDO),
    (_Standard.Cut, Deed.CUT),
    (_Standard.Paste, Deed.PASTE),
    (_Standard.DeleteStartOfWord, Deed.BACK_WORD),
    (_Standard.DeleteEndOfWord, Deed.AHEAD_WORD),
    (_Standard.DeleteEndOfLine, Deed.AHEAD_LINE),
    (_Standard.DeleteCompleteLine, Deed.LINE),
    (_Standard.Delete, Deed.AHEAD),
    (_Standard.InsertLineSeparator, Deed.SPLIT),
    (_Standard.InsertParagraphSeparator, Deed.ENTER),
    (_Standard.Find, Deed.FIND),
    (_Standard.Save, Deed.SAVE),
)
_PLAIN_KEYS = {
    _Key.Key_Backspace.value: Deed.BACK,
    _Key.Key_Tab.value: Deed.IN,
    _Key.Key_Backtab.value: Deed.OUT,
}
_READS_ONLY = frozenset({Deed.FIND, Deed.SAVE})
_MOVES: tuple[QKeySequence.StandardKey, ...] = (
    _Standard.Copy,
    _Standard.SelectAll,
    _Standard.Deselect,
    _Standard.MoveToNextChar,
    _Standard.MoveToPreviousChar,
    _Standard.MoveToNextWord,
    _Standard.MoveToPreviousWord,
    _Standard.MoveToNextLine,
    _Standard.MoveToPreviousLine,
    _Standard.MoveToNextPage,
    _Standard.MoveToPreviousPage,
    _Standard.MoveToStartOfLine,
    _Standard.MoveToEndOfLine,
    _Standard.MoveToStartOfBlock,
    _Standard.MoveToEndOfBlock,
    _Standard.MoveToStartOfDocument,
    _Standard.MoveToEndOfDocument,
    _Standard.SelectNextChar,
    _Standard.SelectPreviousChar,
    _Standard.SelectNextWord,
    _Standard.SelectPreviousWord,
    _Standard.SelectNextLine,
    _Standard.SelectPreviousLine,
    _Standard.SelectNextPage,
    _Standard.SelectPreviousPage,
    _Standard.SelectStartOfLine,
    _Standard.SelectEndOfLine,
    _Standard.SelectStartOfBlock,
    _Standard.SelectEndOfBlock,
    _Standard.SelectStartOfDocument,
    _Standard.SelectEndOfDocument,
)
"""Keys that only move, select or copy: Qt does these itself."""


def deed_of(event: QKeyEvent) -> Deed | None:
    """What the key asks for; None when it types or only moves."""
    for standard, deed in _STANDARD:
        if event.matches(standard):
            return deed
    if asks_to_replace(event):
        return Deed.REPLACE
    plain = event.modifiers() & ~(_Modifier.ShiftModifier | _Modifier.KeypadModifier)
    return _PLAIN_KEYS.get(event.key()) if plain == _Modifier.NoModifier else None


def asks_to_replace(event: QKeyEvent) -> bool:
    """Whether the key opens find and replace. Some systems have none of their own: Ctrl+H is it anywhere."""
    ours = event.key() == _Key.Key_H and event.modifiers() == _Modifier.ControlModifier
    return ours or event.matches(_Standard.Replace)


def is_reading(deed: Deed) -> bool:
    """Whether it can be done where nothing may be changed."""
    return deed in _READS_ONLY


def is_move(event: QKeyEvent) -> bool:
    """Whether the key only moves, selects or copies."""
    return any(event.matches(standard) for standard in _MOVES)


def typed(event: QKeyEvent) -> str:
    """The letters a key types; "" for a key that types none, or that is a shortcut."""
    text = event.text()
    held = event.modifiers() & _HELD
    is_shortcut = held not in _WRITE and not with_alt_graph(event)
    if not text or is_shortcut:
        return ""
    return text if all(_is_letter(letter) for letter in text) else ""


def with_alt_graph(event: QKeyEvent) -> bool:
    """Whether the key types a letter although it looks like Ctrl+Alt and a key.

    Some systems send Ctrl and Alt for AltGr. What AltGr types is never a letter or digit of ASCII:
    such a one is a shortcut.
    """
    text = event.text()
    both = event.modifiers() & _HELD == _ALT_GRAPH
    return both and bool(text) and _is_letter(text[0]) and not (text.isascii() and text.isalnum())


def reach(deed: Deed, cursor: QTextCursor) -> tuple[int, int]:
    """From where to where a deleting key goes; the selection, where there is one."""
    if cursor.hasSelection():
        return cursor.selectionStart(), cursor.selectionEnd()
    at, probe = cursor.position(), QTextCursor(cursor)
    match deed:
        case Deed.BACK:
            return _whole(cursor, at - _letters_back(cursor), -1), at
        case Deed.BACK_WORD:
            probe.movePosition(_Move.PreviousWord, _KEEP)
        case Deed.AHEAD:
            probe.movePosition(_Move.NextCharacter, _KEEP)
        case Deed.AHEAD_WORD:
            probe.movePosition(_Move.NextWord, _KEEP)
        case Deed.AHEAD_LINE:
            at_end = probe.atBlockEnd()
            probe.movePosition(_Move.NextCharacter if at_end else _Move.EndOfBlock, _KEEP)
        case Deed.LINE:
            probe.movePosition(_Move.StartOfBlock)
            probe.movePosition(_Move.EndOfBlock, _KEEP)
    return _whole(cursor, probe.selectionStart(), -1), _whole(cursor, probe.selectionEnd(), 1)


def _whole(cursor: QTextCursor, place: int, step: int) -> int:
    """The place, or the one beside it: Qt sometimes stops inside a letter of two units."""
    inside = "\udc00" <= cursor.document().characterAt(place) <= "\udfff"
    return place + step if inside else place


def _letters_back(cursor: QTextCursor) -> int:
    """Units that Backspace takes: one code point, so that a vowel sign can be typed again; pictures whole."""
    at = cursor.position()
    if at == 0:
        return 0
    probe = QTextCursor(cursor)
    probe.movePosition(_Move.PreviousCharacter, _KEEP)
    cluster = probe.selectedText()
    if len(cluster) > 1 and not _is_picture(cluster):
        return units(cluster[-1])
    return at - probe.selectionStart()


def _is_picture(cluster: str) -> bool:
    """An emoji of several parts: skin, hair, family, flag."""
    return cluster[0] >= _FIRST_PICTURE or _JOINER in cluster[1:-1] or _PICTURE_SELECTOR in cluster


def _is_letter(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category not in {"Cc", "Cs", "Zl", "Zp"}
