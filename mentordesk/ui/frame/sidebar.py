# SPDX-License-Identifier: Apache-2.0
"""The left column: Today and the circles, with what waits in each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from mentordesk.domain.circles import CircleSummary
from mentordesk.ui.circlewords import CircleWords, partners
from mentordesk.ui.parts import Label
from mentordesk.ui.places import CirclePlace, DocumentPlace, DocumentsPlace, Place, TodayPlace, circle_of
from mentordesk.ui.rows import Row, RowsView
from mentordesk.ui.services import Services
from mentordesk.ui.widgets.letters import initial_of

WIDE, NARROW, FOLDED = 232, 200, 56
FOLD_UP_TO = 1366  # as wide a window; there a document needs the room of the names


class LeftColumn(QWidget):
    """Says where one can go, and where somebody waits. Folded it shows pictures, the words as tool tips."""

    chosen = Signal(object)  # Place
    turned = Signal()  # folded or unfolded by hand

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._names = CircleWords(services.words)
        self.list = RowsView(services.theme, self.tr("Today and circles"))
        self.list.setBackgroundRole(self.backgroundRole())
        self.list.viewport().setAutoFillBackground(False)
        none = self.tr("Your circles appear here when your programme has made them.")
        self._empty = Label(services.theme, none, tone="text2").wrap()
        self._empty.setContentsMargins(12, 12, 12, 12)
        self._theme = services.theme
        self._foldable = False
        self._unfolded = False  # by hand, where it would be folded
        self._circles = False
        self.turner = QToolButton()
        self.turner.setProperty("kind", "flat")
        self.turner.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.turner.clicked.connect(self.turn)
        self.turner.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._empty)
        layout.addWidget(self.turner, 0, Qt.AlignmentFlag.AlignHCenter)
        self.list.opened.connect(self.chosen)
        services.theme.changed.connect(self._show_turner)

    @property
    def folded(self) -> bool:
        """Whether only pictures are shown."""
        return self._foldable and not self._unfolded

    def fit(self, width: int, wide: bool, document: bool) -> None:
        """Take its part of a window that is so wide; beside a document the least that will do."""
        scaled = self._theme.scaled
        foldable = document and width <= scaled(FOLD_UP_TO)
        if foldable != self._foldable:
            self._foldable = foldable
            self._show_folding()
        unfolded = min(scaled(WIDE if wide else NARROW), max(NARROW, width // 4))
        self.setFixedWidth(scaled(FOLDED) if self.folded else unfolded)

    def turn(self) -> None:
        """Fold or unfold it by hand; nothing happens where there is room for both."""
        if self._foldable:
            self._unfolded = not self._unfolded
            self._show_folding()
            self.turned.emit()

    def _show_folding(self) -> None:
        self.turner.setVisible(self._foldable)
        self.list.set_narrow(self.folded)
        self._empty.setVisible(not self._circles and not self.folded)
        self._show_turner()

    def _show_turner(self) -> None:
        words = self.tr("Show the names (F9)") if self.folded else self.tr("Show pictures only (F9)")
        self.turner.setToolTip(words)
        self.turner.setAccessibleName(words)
        self.turner.setIcon(self._theme.icons.icon("forward" if self.folded else "back", "text"))

    def set_circles(self, circles: Sequence[CircleSummary]) -> None:
        """Show Today, my own documents and these circles."""
        rows = [
            Row(TodayPlace(), self.tr("Today"), icon="today"),
            Row(DocumentsPlace(), self.tr("My documents"), icon="draft"),
        ]
        self.list.set_rows([*rows, *(self._row(circle) for circle in circles)])
        self._circles = bool(circles)
        self._empty.setVisible(not circles and not self.folded)

    def show_place(self, place: Place) -> None:
        """Mark where one is; the search and the settings are nowhere here."""
        circle = circle_of(place)
        if circle:
            self.list.choose(CirclePlace(circle))
        elif isinstance(place, DocumentPlace | DocumentsPlace):
            self.list.choose(DocumentsPlace())
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
