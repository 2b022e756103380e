# SPDX-License-Identifier: Apache-2.0
"""One computer: whose it is, its clock, its disk, and how its power fails."""
from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.base.errors import ServerUnreachable
from mentordesk.base.files import SystemFiles
from mentordesk.desk.desk import Desk, open_desk
from mentordesk.desk.profiles import Entrance, Opened
from mentordesk.storage import me as meta
from mentordesk.storage.engine import open_database
from mentordesk.storage.files import ProfileFolder, Profiles, fingerprint
from mentordesk.storage.keyslots import unlock
from mentordesk.storage.known import NEWEST, Known
from mentordesk.storage.profile import Tools
from mentordesk.storage.store import InlineRunner, Tx
from mentordesk.sync.engine import SyncEngine
from mentordesk.sync.line import Meter, Received
from tests.helpers.town import ADDRESS, quick

PASSPHRASE = "mango river seven lamps"
ROOM = 1 << 30  # pages
Disk = dict[Path, bytes]


class Crash(Exception):
    """A computer's power goes. Whoever catches it to go on meets it again at the next statement."""


class ServerCrash(BaseException):
    """A server's power goes. Not an Exception: nobody may answer for it."""


class Fuse:
    """Burns after so many ticks; from then on nothing runs any more, until it is renewed."""

    def __init__(self, error: type[BaseException] = Crash) -> None:
        self._left: int | None = None
        self._error = error
        self.burnt = False
        self.watched = True  # or else: somebody only looks on

    def light(self, ticks: int) -> None:
        """Burn at the tick after so many."""
        self._left, self.burnt = ticks, False

    def renew(self) -> None:
        """Never burn, until lit."""
        self._left, self.burnt = None, False

    def tick(self, *args: object) -> None:
        """Something is about to happen, or has just happened."""
        if not self.watched or "ROLLBACK" in args:  # which is what the lost power comes to
            return
        if self._left is not None and not self.burnt:
            self._left -= 1
            self.burnt = self._left < 0
        if self.burnt:
            raise self._error


class Wire:
    """A Connection whose other end is a function."""

    def __init__(self, carry: Callable[[bytes, Meter], Received]) -> None:
        self._carry = carry
        self._closed = False

    def post(self, body: bytes, meter: Meter) -> Received:
        """See Connection.post."""
        if self._closed:
            raise ServerUnreachable(reason="closed")
        return self._carry(body, meter)

    def close(self) -> None:
        """Later posts fail."""
        self._closed = True


def _connection(tx: Tx) -> tuple[Engine, Any]:
    return tx.conn.engine, tx.conn.connection.dbapi_connection


def disk_of(folder: Path) -> Disk:
    """Every file as it is now."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put_disk(folder: Path, disk: Disk) -> None:
    """The files of another time, in the same folders."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in disk:
            path.unlink()
    for path, data in disk.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


class Computer:
    """`who` of those who sit in the room `home`; `carry` is its line. Closed until `sit`.

    Where several sit in one room only one of them may be signed in.
    """

    def __init__(
        self, name: str, home: Path, carry: Callable[[Computer, bytes, Meter], Received], seed: str
    ) -> None:
        self.name = name
        self.home = home
        self.who = name.split("-")[0]
        self.clock = ManualClock()
        self.fuse = Fuse()
        self.full = False
        self.earlier: Disk | None = None
        self.frozen = False  # goes back to `earlier` each morning
        self._carry = carry
        self._tools = Tools(SystemFiles(self._before), self.clock, SeededRandomness(seed), quick)
        self._opened: Opened | None = None
        self._raw: Any = None
        self._desk: Desk | None = None

    # ------------------------------------------------------------------ who sits there
    @property
    def opened(self) -> Opened:
        """The profile while somebody is signed in."""
        assert self._opened is not None
        return self._opened

    @property
    def desk(self) -> Desk:
        """The desk while somebody is signed in."""
        assert self._desk is not None
        return self._desk

    @property
    def engine(self) -> SyncEngine:
        """The engine of the desk's line."""
        return self.opened.connection.engine

    @property
    def is_open(self) -> bool:
        """Whether somebody is signed in."""
        return self._desk is not None

    def _entrance(self) -> Entrance:
        def dial(timeout: float) -> Wire:
            return Wire(lambda body, meter: self._carry(self, body, meter))

        return Entrance(self.home, lambda event: None, self._tools, lambda addresses: dial, InlineRunner)

    def enrol(self, code: str) -> Computer:
        """Sit down with a slip."""
        entrance = self._entrance()
        return self._sit(entrance.enrol(entrance.look_up_slip(ADDRESS, code), PASSPHRASE))

    def sit(self) -> Computer:
        """Sign in, unless somebody is."""
        if self._desk is None:
            self._sit(self._entrance().open(self._folder(), PASSPHRASE))
        return self

    def _folder(self) -> Path:
        people = self._entrance().people()
        return next(info.folder for info in people if info.name.lower() == self.who)

    def _sit(self, opened: Opened) -> Computer:
        assert opened.recovered is None, "a sound database was called damaged"
        self._opened = opened
        self._desk = open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)
        engine, self._raw = opened.runner.call(_connection)
        event.listen(engine, "before_cursor_execute", self.fuse.tick)
        event.listen(engine, "after_cursor_execute", self.fuse.tick)
        if self.full:
            self.fill(0)
        return self

    def leave(self) -> None:
        """Sign out, if anybody is signed in."""
        desk, self._desk, self._opened = self._desk, None, None
        if desk is not None:
            desk.close()

    def upgrade(self, known: Known = NEWEST) -> None:
        """Another version of the programme from the next sign-in on."""
        self.leave()
        self._tools = replace(self._tools, known=known)

    @property
    def is_old(self) -> bool:
        """Whether its programme knows less than the newest."""
        return self._tools.known != NEWEST

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Look into the database, past everything that would cost time."""
        return list(self._raw.execute(sql, values).fetchall())

    # ------------------------------------------------------------------ what happens to it
    def _before(self, step: str, path: Path) -> None:
        self.fuse.tick()
        if self.full and step == "write":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def die(self) -> None:
        """The power is gone; the disk stays as it is at this moment."""
        disk = disk_of(self.home)
        self._abandon()
        put_disk(self.home, disk)

    def go_back(self, disk: Disk) -> None:
        """The disk of another time."""
        self._abandon()
        put_disk(self.home, disk)

    def _abandon(self) -> None:
        """Let go of files and memory; what that writes is overwritten by the caller."""
        self.fuse.renew()
        with contextlib.suppress(Exception):
            self.leave()
        self._desk = self._opened = self._raw = None

    def fill(self, pages: int) -> None:
        """The disk takes only so many pages more."""
        self.full = True
        self._most_pages(f"(SELECT {pages} + page_count FROM pragma_page_count)")

    def empty(self) -> None:
        """There is room again."""
        self.full = False
        if self.is_open:
            self._most_pages(str(ROOM))

    def _most_pages(self, limit: str) -> None:
        count = self.rows(f"SELECT {limit}")[0][0]
        self.rows(f"PRAGMA max_page_count = {count}")

    def pass_for_original(self) -> None:
        """A copied folder that nothing tells from the one it was copied from, as on an imaged disk."""
        path = self._folder()
        header, folder = Profiles(self.home, self._tools.files).header(path), ProfileFolder(path)
        conn = open_database(folder.database, unlock(header, PASSPHRASE, quick))
        meta.put_meta(conn, meta.FINGERPRINT, fingerprint(folder))
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        conn.close()
