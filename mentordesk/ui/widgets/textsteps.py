# SPDX-License-Identifier: Apache-2.0
"""Steps of a caret through a laid-out text, as text fields make them: letters, words, lines, all."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextLayout

from mentordesk.base.utf16 import units
from mentordesk.ui.widgets.textflow import Paragraph, TextFlow

_Key = QKeySequence.StandardKey
_WORDS = QTextLayout.CursorMode.SkipWords
_LETTERS = QTextLayout.CursorMode.SkipCharacters


class Step(Enum):
    """How far a key moves the caret; left and right as they are seen in a paragraph."""

    LEFT = auto()
    RIGHT = auto()
    WORD_LEFT = auto()
    WORD_RIGHT = auto()
    UP = auto()
    DOWN = auto()
    PAGE_UP = auto()
    PAGE_DOWN = auto()
    LINE_START = auto()
    LINE_END = auto()
    START = auto()
    END = auto()


VERTICAL = {Step.UP: -1, Step.DOWN: 1, Step.PAGE_UP: -1, Step.PAGE_DOWN: 1}
"""The steps that keep to a column, and which way they go."""

_KEYS: tuple[tuple[Step, QKeySequence.StandardKey, QKeySequence.StandardKey], ...] = (
    (Step.LEFT, _Key.MoveToPreviousChar, _Key.SelectPreviousChar),
    (Step.RIGHT, _Key.MoveToNextChar, _Key.SelectNextChar),
    (Step.WORD_LEFT, _Key.MoveToPreviousWord, _Key.SelectPreviousWord),
    (Step.WORD_RIGHT, _Key.MoveToNextWord, _Key.SelectNextWord),
    (Step.UP, _Key.MoveToPreviousLine, _Key.SelectPreviousLine),
    (Step.DOWN, _Key.MoveToNextLine, _Key.SelectNextLine),
    (Step.PAGE_UP, _Key.MoveToPreviousPage, _Key.SelectPreviousPage),
    (Step.PAGE_DOWN, _Key.MoveToNextPage, _Key.SelectNextPage),
    (Step.LINE_START, _Key.MoveToStartOfLine, _Key.SelectStartOfLine),
    (Step.LINE_END, _Key.MoveToEndOfLine, _Key.SelectEndOfLine),
    (Step.START, _Key.MoveToStartOfDocument, _Key.SelectStartOfDocument),
    (Step.END, _Key.MoveToEndOfDocument, _Key.SelectEndOfDocument),
)


def step_of(event: QKeyEvent) -> tuple[Step, bool] | None:
    """The step that a key asks for by the platform's habits, and whether it selects; None for other keys."""
    for step, moves, selects in _KEYS:
        if event.matches(moves):
            return step, False
        if event.matches(selects):
            return step, True
    return None


def stepped(flow: TextFlow, position: int, step: Step) -> int:
    """The position one step on; at an edge of the text it stays. For steps in VERTICAL see `stepped_down`."""
    if step is Step.START:
        return 0
    if step is Step.END:
        return flow.length
    paragraph = flow.paragraphs[flow.place_of(position)]
    if step in (Step.LINE_START, Step.LINE_END):
        return _line_edge(paragraph, position, step)
    mode = _WORDS if step in (Step.WORD_LEFT, Step.WORD_RIGHT) else _LETTERS
    forwards = (step in (Step.RIGHT, Step.WORD_RIGHT)) is not paragraph.right_to_left
    inside = position - paragraph.start
    if forwards:
        if position == paragraph.end:
            return min(position + 1, flow.length)
        return paragraph.start + paragraph.layout.nextCursorPosition(inside, mode)
    if position == paragraph.start:
        return max(position - 1, 0)
    return paragraph.start + paragraph.layout.previousCursorPosition(inside, mode)


def stepped_down(flow: TextFlow, position: int, column: int, distance: int) -> int:
    """The position in another line: at least one line, about `distance` pixels down (or up, below 0)."""
    caret = flow.caret(position)
    y = caret.center().y() + distance
    there = flow.position_at(column, y)
    if flow.caret(there).top() == caret.top() and 0 <= y < flow.height:
        # Tall lines are further apart than the distance.
        y = caret.bottom() + caret.height() // 2 if distance > 0 else caret.top() - caret.height() // 2
        there = flow.position_at(column, y)
    return there


def _line_edge(paragraph: Paragraph, position: int, step: Step) -> int:
    line = paragraph.line_at(position)
    if step is Step.LINE_START:
        return paragraph.start + line.textStart()
    last = line.textStart() + line.textLength()
    if line.lineNumber() < paragraph.layout.lineCount() - 1:
        last = paragraph.layout.previousCursorPosition(last)
    return paragraph.start + last


def word_at(flow: TextFlow, position: int) -> tuple[int, int]:
    """Start and end of the word, or of the gap between words, at a letter's position."""
    paragraph = flow.paragraphs[flow.place_of(position)]
    text = paragraph.layout.text()
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(min(position - paragraph.start, max(0, units(text) - 1)))
    start = finder.position() if finder.isAtBoundary() else finder.toPreviousBoundary()
    finder.setPosition(start)
    end = finder.toNextBoundary()
    return paragraph.start + max(start, 0), paragraph.start + max(end, start, 0)
