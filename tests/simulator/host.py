# SPDX-License-Identifier: Apache-2.0
"""The server's computer: its process, its disk, its backup, and the office that works on it."""
from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.base.errors import SlipRefused
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Charter, CutOff
from mentordesk.domain.ids import CircleId, Lane, MemberId, Role
from mentordesk.server.accounts import load_programme
from mentordesk.server.admin import Office, open_programme
from mentordesk.server.db import Database
from mentordesk.server.door import Door
from mentordesk.server.log import Log
from mentordesk.server.office import Book
from mentordesk.server.statements import Statements
from tests.simulator.computer import ROOM, Disk, Fuse, ServerCrash, disk_of, put_disk

_TIPS = """SELECT lanes.lane, chains.writer, log.n, log.data, max(log.n) FROM log
    JOIN chains ON chains.number = log.chain JOIN lanes ON lanes.number = chains.lane
    WHERE lanes.circle = ? GROUP BY log.chain"""


class Host:
    """Begins with `start`."""

    def __init__(self, folder: Path, book: Book, seed: int) -> None:
        self.clock = ManualClock()
        self.fuse = Fuse(ServerCrash)
        self.book = copy.deepcopy(book)
        self.backup: Disk | None = None
        self.full = False
        self._folder = folder
        self._rand = SeededRandomness(f"server {seed}")
        self.start()

    def start(self) -> None:
        """The process begins."""
        self.fuse.renew()
        self.db = Database(self._folder, self.fuse.tick)
        self.door = Door(self.db, self.clock, self._rand)
        if self.full:
            self.fill(0)

    def stop(self) -> None:
        """The process ends, whatever it is doing."""
        self.fuse.renew()
        self.db.close()

    def handle(self, body: bytes) -> tuple[int, bytes] | None:
        """A request, whole or the beginning of one; None when the process died of it (and began again)."""
        try:
            return self.door.handle(body)
        except ServerCrash:
            self.restart()
            return None

    def restart(self) -> None:
        """End and begin."""
        self.stop()
        self.start()

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Look into the database from outside."""
        self.fuse.watched = False
        try:
            return self.db.all(sql, *values)
        finally:
            self.fuse.watched = True

    def back_up(self) -> None:
        """The folder is copied while the process rests."""
        self.stop()
        self.backup = disk_of(self._folder)
        self.start()

    def restore(self) -> None:
        """The copy comes back."""
        if self.backup is not None:
            self.stop()
            put_disk(self._folder, self.backup)
            self.start()

    def fill(self, pages: int) -> None:
        """The disk takes only so many pages more."""
        self.full = True
        count = self.db.all("SELECT page_count FROM pragma_page_count")[0][0]
        self.db.all(f"PRAGMA max_page_count = {count + pages}")

    def empty(self) -> None:
        """There is room again."""
        self.full = False
        self.db.all(f"PRAGMA max_page_count = {ROOM}")

    # ------------------------------------------------------------------ the office
    @contextmanager
    def _office(self) -> Iterator[Office]:
        office = open_programme(self._folder, self.book, self._rand, self.clock)
        try:
            yield office
        finally:
            office.close()

    def new_circle(self, members: list[MemberId]) -> CircleId:
        """Another circle."""
        roles = [Role.MENTEE, *(Role.MENTOR for _ in members[1:])]
        with self._office() as office:
            return office.make_circle(list(zip(members, roles, strict=True)), "Circle")

    def renew_slips(self, members: Iterable[MemberId]) -> None:
        """Slips that nobody is known to have used may be used again."""
        with self._office() as office:
            for member in members:
                with contextlib.suppress(SlipRefused):
                    office.renew_slip(member)

    def statements(self) -> Statements:
        """What the programme's signed statements prove, as the database has them now."""
        programme = load_programme(self.db)
        found = Statements(self.db, Log(self.db), programme.id, programme.root)
        found.refresh()
        return found

    def remove(self, circle: CircleId, member: MemberId) -> dict[tuple[bytes, int], CutOff] | None:
        """A new charter without the member, cut off behind what the server holds; None: was not in it."""
        trust = self.statements().trust
        head = trust.head(circle)
        if head is None or member not in trust.roles(circle):
            return None
        roles = MappingProxyType({one: role for one, role in head.roles.items() if one != member})
        cuts = {
            (writer, lane): CutOff(n, parcel_hash(data))
            for lane, writer, n, data, _ in self.db.all(_TIPS, circle) if lane != Lane.CONTROL
        }  # fmt: skip
        charter = Charter(circle, head.seq + 1, head.hash, head.epoch + 1, roles, MappingProxyType(cuts))
        with self._office() as office:
            office.announce(Signer.of(self.book.coordinator), charter)
        return cuts

    def members(self, circle: CircleId) -> set[MemberId]:
        """Who is in a circle now."""
        return set(self.statements().trust.roles(circle))

    def add_control(self, circle: CircleId, blob: bytes) -> None:
        """A newer server has taken something that this version does not know."""
        log = Log(self.db)
        with self.db.transaction():
            log.append(log.open_lane(circle, Lane.CONTROL), blob, parcel_hash(blob), self.clock.now())
            log.flush()
        self.restart()

    def blobs(self, known: set[int]) -> list[tuple[int, bytes]]:
        """Rows of the log that are not in `known`."""
        rows = {row for (row,) in self.rows("SELECT id FROM log")}
        fresh = sorted(rows - known)
        return [(row, self.rows("SELECT data FROM log WHERE id = ?", row)[0][0]) for row in fresh]

    def hashes(self) -> set[bytes]:
        """The hashes of everything in the log."""
        return {parcel_hash(data) for (data,) in self.rows("SELECT data FROM log")}
