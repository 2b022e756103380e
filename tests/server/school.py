# SPDX-License-Identifier: Apache-2.0
"""A server folder with an office and a door, and members who speak by hand."""
from __future__ import annotations

from pathlib import Path

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.domain.ids import CircleId, Role
from mentordesk.server.admin import Office, create_programme
from mentordesk.server.db import Database
from mentordesk.server.door import Door
from mentordesk.server.limits import NO_LIMITS, Limits
from tests.helpers.caller import Caller

ADDRESS = "http://desk.school.example"


class School:
    """Close it at the end."""

    def __init__(self, folder: Path, limits: Limits = NO_LIMITS) -> None:
        self.folder = folder
        self.clock = ManualClock()
        self.rand = SeededRandomness("school")
        self.limits = limits
        self.office: Office = create_programme(folder, "Mentors of Kisumu", [ADDRESS], self.rand, self.clock)
        self.restart()

    def restart(self) -> None:
        """The server's process ends and another one begins."""
        if hasattr(self, "db"):
            self.db.close()
        self.db = Database(self.folder)
        self.door = Door(self.db, self.clock, self.rand, self.limits)

    def post(self, body: bytes) -> bytes:
        """One request through the door."""
        return self.door.handle(body)[1]

    def pair(self, *roles: Role) -> tuple[CircleId, list[Caller]]:
        """A circle of enrolled members in these roles, a mentee and a mentor if none are given."""
        wanted = roles or (Role.MENTEE, Role.MENTOR)
        people = [self.office.add_person(f"Person {number}") for number, _ in enumerate(wanted)]
        circle = self.office.make_circle(list(zip(people, wanted, strict=True)), "Circle")
        callers = [self.newcomer(person) for person in people]
        for caller in callers:
            caller.enrol()
        for caller in callers:
            caller.ask()
        return circle, callers

    def newcomer(self, person: bytes) -> Caller:
        """Somebody with a slip, not enrolled yet."""
        return Caller(self.office.slip(person), self.post, self.rand)

    def writers(self, *roles: Role) -> tuple[CircleId, list[Caller]]:
        """The same with sender keys announced and known to all."""
        circle, callers = self.pair(*roles)
        for caller in callers:
            caller.ask([caller.sender_key(circle)])
        for caller in callers:
            caller.ask()
        return circle, callers

    def close(self) -> None:
        """Let go of the database."""
        self.office.close()
        self.db.close()
