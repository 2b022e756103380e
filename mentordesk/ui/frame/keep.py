# SPDX-License-Identifier: Apache-2.0
"""Keep in mind: the others' local time and usual days, beside a thread or as one line above the composer."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mentordesk.domain.circles import CircleSummary, Person
from mentordesk.ui.circlewords import partners
from mentordesk.ui.names import calling
from mentordesk.ui.parts import Label, LineLabel, section
from mentordesk.ui.services import Services
from mentordesk.ui.times import isolated

WIDTH = 256
_MINUTE_MS = 60_000
_SHOWN = 6


class KeepPanel(QFrame):
    """One short block per person."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._circle: CircleSummary | None = None
        services.theme.changed.connect(self._rescale)
        self._rescale()
        self.setAccessibleName(self.tr("Keep in mind"))
        self._blocks = [_PersonBlock(services) for _ in range(_SHOWN)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(section(services.theme, self.tr("Keep in mind")))
        for block in self._blocks:
            layout.addWidget(block)
        self._readers = Label(services.theme, "", tone="text2").wrap()
        layout.addWidget(self._readers)
        layout.addStretch(1)
        self._clock = QTimer(self, interval=_MINUTE_MS)
        self._clock.timeout.connect(self._refresh)
        self._clock.start()

    def set_circle(self, circle: CircleSummary | None) -> None:
        """Show the people of this circle."""
        self._circle = circle
        self._refresh()

    def _rescale(self) -> None:
        self.setFixedWidth(self._services.theme.scaled(WIDTH))

    def _refresh(self) -> None:
        people = partners(self._circle) if self._circle else ()
        for place, block in enumerate(self._blocks):
            block.show_person(people[place] if place < len(people) else None)
        readers = self._services.words.who_can_read(self._circle.people) if self._circle else ""
        self._readers.setText(readers)


class _PersonBlock(QWidget):
    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._name = Label(services.theme, bold=True).wrap()
        self._there = Label(services.theme, "", tone="text2").wrap()
        self._days = Label(services.theme, "", tone="text2").wrap()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for label in (self._name, self._there, self._days):
            layout.addWidget(label)

    def show_person(self, person: Person | None) -> None:
        self.setVisible(person is not None)
        if person is None:
            return
        words = self._services.words
        there = words.times.elsewhere(self._services.clock.now(), person.zone)
        self._name.setText(person.name)
        self._there.setText(self.tr("It is {time} there now").format(time=there))
        self._there.setVisible(bool(there))
        days = words.usual_days(person) if person.enrolled else self.tr("has not started yet")
        self._days.setText(days[:1].upper() + days[1:])
        self._days.setVisible(bool(days))


class KeepLine(LineLabel):
    """The same in one line, for narrow windows."""

    def __init__(self, services: Services) -> None:
        super().__init__(services.theme, tone="text2")
        self._services = services
        self._wanted = True

    def set_wanted(self, wanted: bool) -> None:
        """False where the panel says it."""
        self._wanted = wanted
        self.setHidden(not (wanted and self.text()))

    def set_circle(self, circle: CircleSummary | None) -> None:
        """Show the first of the others; hidden when nothing is known."""
        people = partners(circle) if circle else ()
        parts = []
        if people:
            words, now = self._services.words, self._services.clock.now()
            there = words.times.elsewhere(now, people[0].zone)
            if there:
                name = isolated(calling(people)[people[0].member])
                parts.append(self.tr("It is {time} for {name}").format(time=there, name=name))
            parts.append(words.usual_days(people[0]))
        self.setText(" · ".join(part for part in parts if part))
        self.set_wanted(self._wanted)
