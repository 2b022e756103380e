# SPDX-License-Identifier: Apache-2.0
"""How circles are called and asked about: by the names of the others in them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from mentordesk.domain.circles import CircleSummary, Person
from mentordesk.domain.ids import Role
from mentordesk.ui.words import Words, isolated


class CircleWords(QObject):
    """Sentences about one circle."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def name(self, circle: CircleSummary) -> str:
        """The others' names; a guardian's only where nobody else is in it."""
        names = [isolated(person.name) for person in partners(circle)]
        return self._words.names(names) or self.tr("Only you")

    def first(self, circle: CircleSummary) -> str:
        """The name to speak to: the first of the others, isolated for a sentence."""
        people = partners(circle)
        return isolated(people[0].name) if people else ""

    def reader(self, circle: CircleSummary) -> str:
        """The one other person's name; "" when there are several."""
        people = circle.others
        return people[0].name if len(people) == 1 else ""

    def first_question(self, circle: CircleSummary) -> str:
        """What to do in an empty circle or thread."""
        name = self.first(circle)
        if not name:
            return self.tr("Nobody else is in this circle yet.")
        return self.tr("Ask {name} one thing you want to know.").format(name=name)

    def about(self, person: Person, now: int) -> str:
        """mentor · 07:42 there · usually connects Tuesday"""
        parts = [self._words.role(person.role)]
        there = self._words.times.in_zone(now, person.zone) if person.zone else ""
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


def first_name(name: str) -> str:
    """What to greet somebody by: the first word, unless that is a title or an initial."""
    first = name.split()[0] if name.split() else ""
    return first if len(first) > 3 and not first.endswith(".") else name
