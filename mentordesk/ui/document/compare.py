# SPDX-License-Identifier: Apache-2.0
"""A text to be looked at: a state of a document, or two of them compared, inline or beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QTextEdit, QVBoxLayout, QWidget

from mentordesk.domain.texts import PLAIN, Paragraph, Run, Style
from mentordesk.ui.document.binding import write_paragraphs
from mentordesk.ui.document.formats import Formats
from mentordesk.ui.document.listmarks import paint_marks
from mentordesk.ui.parts import Label
from mentordesk.ui.theme.theme import Theme

_WIDE = 620  # from here on two texts stand beside each other


class Way(StrEnum):
    """How a state is shown."""

    ALONE = "alone"
    INLINE = "inline"
    BESIDE = "beside"


class Sheet(QTextEdit):
    """Paragraphs as the editor shows them, to be read only."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._formats = Formats(theme)
        self._shown: tuple[Paragraph, ...] = ()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(theme.font("body"))
        self.setAccessibleName(name)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        theme.changed.connect(self._restyle)

    def show_paragraphs(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show these, from the top."""
        self._shown = tuple(paragraphs)
        write_paragraphs(self.document(), self._shown, self._formats, self.isRightToLeft())
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_marks(self, self._theme, event.rect())

    def _restyle(self) -> None:
        self._formats.forget()
        self.setFont(self._theme.font("body"))
        self.show_paragraphs(self._shown)


class Comparison(QWidget):
    """One state alone, two inline, or two beside each other that scroll together."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.old, self.new = Sheet(theme, ""), Sheet(theme, "")
        self._old_title, self._new_title = Label(theme, bold=True).wrap(), Label(theme, bold=True).wrap()
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.setSpacing(12)
        self._sides = [_side(self._old_title, self.old), _side(self._new_title, self.new)]
        for side in self._sides:
            self._pair.addWidget(side, 1)
        for one, other in ((self.old, self.new), (self.new, self.old)):
            one.verticalScrollBar().valueChanged.connect(lambda _, a=one, b=other: _scroll_along(a, b))

    def show_one(self, title: str, paragraphs: Sequence[Paragraph]) -> None:
        """One state, or what `compare` gave in one text: new words underlined, old ones struck."""
        self._sides[0].hide()
        self._new_title.setText(title)
        self.new.setAccessibleName(title)
        self.new.show_paragraphs(paragraphs)

    def show_beside(self, titles: tuple[str, str], compared: Sequence[Paragraph]) -> None:
        """What `compare` gave, as two texts: the old one with what went, the new one with what came."""
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._pair.setDirection(along if self.width() >= _WIDE else down)
        for title, label, sheet, old in zip(
            titles, (self._old_title, self._new_title), (self.old, self.new), (True, False), strict=True
        ):
            label.setText(title)
            sheet.setAccessibleName(title)
            sheet.show_paragraphs(one_side(compared, old))
        self._sides[0].show()


def one_side(compared: Sequence[Paragraph], old: bool) -> tuple[Paragraph, ...]:
    """The older or the newer text out of a comparison; what only it has keeps its mark."""
    found: list[Paragraph] = []
    open_runs: tuple[Run, ...] = ()
    for paragraph in compared:
        runs = open_runs + tuple(run for run in paragraph.runs if not _foreign(run.style, old))
        if _foreign(paragraph.end, old):
            open_runs = runs  # the other text ends a paragraph here, this one goes on
            continue
        found.append(replace(paragraph, runs=runs))
        open_runs = ()
    if open_runs:
        found.append(Paragraph(open_runs, end=PLAIN))
    return tuple(found)


def _foreign(style: Style, old: bool) -> bool:
    return bool(style.inserted) if old else bool(style.deleted)


def _side(title: Label, sheet: Sheet) -> QWidget:
    made = QWidget()
    pile = QVBoxLayout(made)
    pile.setContentsMargins(0, 0, 0, 0)
    pile.setSpacing(4)
    pile.addWidget(title)
    pile.addWidget(sheet, 1)
    return made


def _scroll_along(moved: Sheet, other: Sheet) -> None:
    """The other text to the same share of its way."""
    bar, there = moved.verticalScrollBar(), other.verticalScrollBar()
    if not other.isVisible() or not bar.maximum():
        return
    there.blockSignals(True)
    there.setValue(round(bar.value() * there.maximum() / bar.maximum()))
    there.blockSignals(False)
    other.viewport().update()
