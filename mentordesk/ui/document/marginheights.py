# SPDX-License-Identifier: Apache-2.0
"""How high the words of cards stand, measured from the editor."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from mentordesk.ui.document.cards import Card, Kind

if TYPE_CHECKING:
    from mentordesk.ui.document.editor import Editor


def heights_of(editor: Editor, beside: QWidget, cards: Sequence[Card]) -> tuple[int, ...]:
    """For each card how far below the text's top its words begin, as seen from `beside`; never falling.

    What works first stands at the top; what has no place, below the end.
    """
    above = _above(editor, beside)
    moved = editor.verticalScrollBar().value() + above
    end = round(editor.document().size().height()) + above

    def wanted(card: Card) -> int:
        if card.kind is Kind.WORKS:
            return 0
        if not card.placed:
            return end
        place: QRect = editor.place_rect(card.start)
        return place.top() + moved

    return tuple(accumulate((wanted(card) for card in cards), max))


def _above(editor: Editor, beside: QWidget) -> int:
    """How much lower the text begins than the cards do."""
    origin, window = QPoint(0, 0), beside.window()
    return editor.viewport().mapTo(window, origin).y() - beside.mapTo(window, origin).y()
