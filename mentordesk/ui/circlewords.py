# SPDX-License-Identifier: Apache-2.0
"""How circles are called and asked about: by the names of the others in them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mentordesk.domain.circles import CircleSummary, Person
from mentordesk.domain.ids import Role
from mentordesk.ui.names import calling
from mentordesk.ui.words import Words, isolated

_NAMED = 3  # people; more are called everybody


class CircleWords(QObject):
    """Sentences about one circle."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def name(self, circle: CircleSummary) -> str:
        """The others' names; a guardian's only where nobody else is in it."""
        names = [isolated(person.name) for person in partners(circle)]
        return self._words.names(names) or self.tr("Only you")

    def to(self, circle: CircleSummary) -> str:
        """Those one speaks to, as in "Write to Grace and Baraka"; "" where nobody else is."""
        people, called = partners(circle), calling(circle.people)
        if len(people) > _NAMED:
            return self.tr("everybody here")
        return self._words.names([isolated(called[person.member]) for person in people])

    def write_to(self, circle: CircleSummary) -> str:
        """What the composer and the first button invite to; "" where nobody else is."""
        to = self.to(circle)
        return self.tr("Write to {name}").format(name=to) if to else ""

    def first_question(self, circle: CircleSummary) -> str:
        """What to do in an empty circle or thread."""
        to = self.to(circle)
        if not to:
            return self.tr("Nobody else is in this circle yet.")
        return self.tr("Ask {name} one thing you want to know.").format(name=to)

    def about(self, person: Person, now: int) -> str:
        """mentor · 07:42 there · usually connects Tuesday"""
        parts = [self._words.role(person.role)]
        there = self._words.times.elsewhere(now, person.zone)
        if there:
            parts.append(self.tr("{time} there").format(time=there))
        if not person.enrolled:
            parts.append(self.tr("has not started yet"))
        else:
            parts.append(self._words.usual_days(person))
        return " · ".join(part for part in parts if part)


def partners(circle: CircleSummary) -> tuple[Person, ...]:
    """The others who write; guardians only where nobody else is there."""
    writing = tuple(person for person in circle.others if person.role is not Role.GUARDIAN)
    return writing or circle.others


def joined(*parts: str) -> str:
    """Names and topics side by side, each in its own direction."""
    return " · ".join(isolated(part) for part in parts if part)
