# SPDX-License-Identifier: Apache-2.0
"""The left column: Today and the circles, with what waits in each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentordesk.domain.circles import CircleSummary
from mentordesk.ui.circlewords import CircleWords, partners
from mentordesk.ui.parts import Label
from mentordesk.ui.places import CirclePlace, Place, TodayPlace, circle_of
from mentordesk.ui.rows import Row, RowsView
from mentordesk.ui.services import Services
from mentordesk.ui.widgets.letters import initial_of

WIDE, NARROW = 232, 200


class LeftColumn(QWidget):
    """Says where one can go, and where somebody waits."""

    chosen = Signal(object)  # Place

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._names = CircleWords(services.words)
        self.list = RowsView(services.theme, self.tr("Today and circles"))
        self.list.setBackgroundRole(self.backgroundRole())
        self.list.viewport().setAutoFillBackground(False)
        none = self.tr("Your circles appear here when your programme has made them.")
        self._empty = Label(services.theme, none, tone="text2").wrap()
        self._empty.setContentsMargins(12, 12, 12, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._empty)
        layout.insertWidget(0, self.list, 1)
        self.list.opened.connect(self.chosen)

    def set_circles(self, circles: Sequence[CircleSummary]) -> None:
        """Show Today and these circles."""
        rows = [Row(TodayPlace(), self.tr("Today"), icon="today")]
        self.list.set_rows([*rows, *(self._row(circle) for circle in circles)])
        self._empty.setVisible(not circles)

    def show_place(self, place: Place) -> None:
        """Mark where one is; the search and the settings are nowhere here."""
        circle = circle_of(place)
        if circle:
            self.list.choose(CirclePlace(circle))
        else:
            self.list.choose(place if isinstance(place, TodayPlace) else None)

    def _row(self, circle: CircleSummary) -> Row:
        name = self._names.name(circle)
        people = partners(circle)
        waiting = self.tr("%n waiting for you", "", circle.waiting) if circle.waiting else ""
        return Row(
            CirclePlace(circle.circle),
            name,
            circle.last_words or self.tr("No messages yet"),
            badge=QLocale().toString(circle.waiting) if circle.waiting else "",
            initial=initial_of(people[0].name) if people else "",
            strong=circle.fresh > 0,
            spoken=", ".join(part for part in (name, waiting, circle.last_words) if part),
        )
