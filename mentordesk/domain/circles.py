# SPDX-License-Identifier: Apache-2.0
"""Circles and the people in them, as pages show them."""
from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from mentordesk.domain.ids import CircleId, MemberId, Role

MAX_NAME = 80  # letters that a name may take on a page
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # what reads backwards and on


def shown_name(name: str) -> str:
    """A name as it may stand in a line, whatever its owner's computer sent.

    One line of at most MAX_NAME letters, without control characters or such as turn the direction of what
    follows.
    """
    plain = "".join(c if not c.isspace() else " " for c in name if c.isspace() or _is_plain(c))
    line = " ".join(plain.split())
    return line if len(line) <= MAX_NAME else f"{line[: MAX_NAME - 1].rstrip()}…"


def _is_plain(letter: str) -> bool:
    return letter not in _TURNS and unicodedata.category(letter) not in {"Cc", "Cs"}


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
