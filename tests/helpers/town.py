# SPDX-License-Identifier: Apache-2.0
"""A programme with its office, the server's door and a line to it, all in one thread."""
from __future__ import annotations

import shutil
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.crypto.passphrase import Derived, derive
from mentordesk.domain.ids import CircleId, MemberId, Role
from mentordesk.server.accounts import Accounts, load_programme
from mentordesk.server.admin import Office, create_programme
from mentordesk.server.db import FILE_NAME, Database
from mentordesk.server.door import Door
from mentordesk.server.office import Book
from tests.helpers.line import Line

ADDRESS = "http://desk.school.example"


def quick(passphrase: str, second: bytes) -> Derived:
    """The key derivation without its price."""
    return derive(passphrase, second, ops=1, mem=8192)


class Town:
    """A server folder with an office; `line` leads to its door. Close it at the end.

    `book`: of an office whose folder stands there already.
    """

    def __init__(
        self, folder: Path, seed: int | str = 1, name: str = "Mentors of Kisumu", book: Book | None = None
    ) -> None:
        self.clock = ManualClock()
        self.rand = SeededRandomness(f"town {seed}")
        self.office: Office = (
            Office(Database(folder), deepcopy(book), self.rand, self.clock)
            if book
            else create_programme(folder, name, [ADDRESS], self.rand, self.clock)
        )
        self._folder = folder
        self.codes: dict[MemberId, str] = {}
        self._db = Database(folder)
        self.door = Door(self._db, self.clock, self.rand)
        self.line = Line(self.door.handle, self.clock)

    def people(self, *names: str) -> list[MemberId]:
        """New people, without slips."""
        return [self.office.add_person(name) for name in names]

    def circle(self, members: Sequence[MemberId]) -> CircleId:
        """A circle of a mentee and mentors."""
        roles = [Role.MENTEE, *(Role.MENTOR for _ in members[1:])]
        return self.office.make_circle(list(zip(members, roles, strict=True)), "Circle")

    def slip(self, member: MemberId) -> str:
        """A slip's code."""
        self.codes[member] = self.office.slip(member)
        return self.codes[member]

    def link(self, member8: bytes) -> bytes:
        """The key of the link with an enrolled member, as the server has it."""
        account = Accounts(self._db, load_programme(self._db)).account(member8)
        assert account is not None
        return account.link

    def stored(self) -> bytes:
        """Every byte of the server's folder."""
        return b"".join(path.read_bytes() for path in sorted(self._folder.iterdir()))

    @property
    def database(self) -> Database:
        """What the server holds."""
        return self._db

    def entries(self) -> int:
        """How many entries the server's log has."""
        return int(self._db.all("SELECT count(*) FROM log")[0][0])

    def backup(self, target: Path) -> None:
        """A copy of what the server holds now."""
        self._db.run("VACUUM INTO ?", str(target))

    def restore(self, source: Path) -> None:
        """The server's process ends and starts again with that copy; the office is closed for good."""
        self.close()
        for name in (FILE_NAME + "-wal", FILE_NAME + "-shm"):
            (self._folder / name).unlink(missing_ok=True)
        shutil.copy(source, self._folder / FILE_NAME)
        self._db = Database(self._folder)
        self.door = Door(self._db, self.clock, self.rand)
        self.line.handle = self.door.handle

    def close(self) -> None:
        """Let go of the databases."""
        self.office.close()
        self._db.close()
