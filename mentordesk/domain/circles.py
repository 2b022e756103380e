# SPDX-License-Identifier: Apache-2.0
"""Circles and the people in them, as pages show them."""
from __future__ import annotations

from dataclasses import dataclass

from mentordesk.domain.ids import CircleId, MemberId, Role


@dataclass(frozen=True, slots=True)
class Person:
    """One member of a circle."""

    member: MemberId
    name: str
    role: Role
    me: bool = False
    zone: str = ""  # IANA name of the person's time zone; empty = not known yet
    enrolled: bool = True  # False: has a slip, but never opened MentorDesk
    weekdays: tuple[int, ...] = ()  # days on which messages usually come, 0 = Monday
    last_contact: int = 0  # unix seconds of the newest sign of this person; 0 = none yet


@dataclass(frozen=True, slots=True)
class CircleSummary:
    """A row of the left column."""

    circle: CircleId
    people: tuple[Person, ...]  # the others first, then me
    waiting: int  # threads in which somebody waits for my answer
    fresh: int  # messages I have not read
    last_words: str = ""
    last_time: int = 0

    @property
    def others(self) -> tuple[Person, ...]:
        """Everybody but me."""
        return tuple(person for person in self.people if not person.me)
