# SPDX-License-Identifier: Apache-2.0
"""A server and its clients that can be taken back to a moment: for tests that try thousands of ends.

Everything is the real thing but for the databases' transactions, which nest: a moment is a savepoint, and to
go back to it costs microseconds.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.base.files import SystemFiles
from mentordesk.domain.connection import LineState
from mentordesk.server.db import Database
from mentordesk.server.door import Door
from mentordesk.storage import control
from mentordesk.storage.engine import open_database
from mentordesk.storage.store import InlineRunner, Store, Tx
from mentordesk.sync.carriers.forward import Forwarder
from mentordesk.sync.carriers.mine import Mine
from mentordesk.sync.carriers.tray import Tray
from mentordesk.sync.engine import SyncEngine
from mentordesk.sync.line import LineBroken, Meter, Received

T = TypeVar("T")
_NESTED = {
    "BEGIN IMMEDIATE": "SAVEPOINT step",
    "COMMIT": "RELEASE step",
    "ROLLBACK": "ROLLBACK TO step",
}


class _Nested:
    """A client's connection whose transactions are savepoints."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self.connection = conn.connection
        self.close = conn.close

    def exec_driver_sql(self, sql: str, *values: Any) -> Any:
        """See sqlalchemy.Connection."""
        return self._conn.exec_driver_sql(_NESTED.get(sql, sql), *values)


class _NestedDatabase(Database):
    """A server's database whose transactions are savepoints."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See Database."""
        self.run("SAVEPOINT step")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK TO step")
            raise
        finally:
            self.run("RELEASE step")


@dataclass(slots=True)
class Line:
    """Carries bodies to the door; the next request or reply is cut where it says, once."""

    handle: Callable[[bytes], bytes]
    cut_up: int | None = None  # the server gets that many bytes of the request, and no reply comes
    cut_down: int | None = None  # that many bytes of the reply come
    requests: list[tuple[bytes, int]] = field(default_factory=list)  # whole, and how many bytes passed
    replies: list[tuple[bytes, int]] = field(default_factory=list)

    def post(self, body: bytes, meter: Meter) -> Received:
        """The answer, whole or cut."""
        up, down, self.cut_up, self.cut_down = self.cut_up, self.cut_down, None, None
        passed = len(body) if up is None else up
        meter.sent(passed)
        self.requests.append((body, passed))
        reply = self.handle(body[:passed])
        if up is not None:
            raise LineBroken(reason="cut")
        come = len(reply) if down is None else down
        meter.received(come)
        self.replies.append((reply, come))
        return Received(reply[:come], come == len(reply))

    def close(self) -> None:
        """Nothing to let go of."""


class Server:
    """A door over a prepared database."""

    def __init__(self, folder: Path, clock: ManualClock) -> None:
        self._db = _NestedDatabase(folder)
        self._clock = clock
        self._db.run("BEGIN")
        self._remember()

    def _remember(self) -> None:
        self._db.run("SAVEPOINT moment")
        self._door = Door(self._db, self._clock, SeededRandomness(1))
        self._entries = self.entries()

    def handle(self, body: bytes) -> bytes:
        """The door's answer."""
        return self._door.handle(body)[1]

    def entries(self) -> int:
        """How many blobs its log has."""
        row = self._db.one("SELECT count(*) FROM log")
        return int(row[0]) if row else 0

    def go_back(self) -> None:
        """To the moment that was kept last."""
        if self.entries() != self._entries:
            self._db.run("ROLLBACK TO moment")
            self._door = Door(self._db, self._clock, SeededRandomness(1))

    def keep(self) -> None:
        """This is the moment to go back to from now on."""
        self._db.run("RELEASE moment")
        self._remember()

    def close(self) -> None:
        """Let go of the database; nothing is kept."""
        self._db.run("ROLLBACK")
        self._db.close()


class Client:
    """A profile with its engine over a line to a server; its chance is the same each time it went back."""

    def __init__(self, database: Path, key: bytes, server: Server, clock: ManualClock) -> None:
        self._conn = open_database(database, key)
        self._tray = database.parent / "tray"
        self._server = server
        self._clock = clock
        self._seed = 0
        self._conn.exec_driver_sql("BEGIN")
        self._remember()

    def _remember(self) -> None:
        self._conn.exec_driver_sql("SAVEPOINT moment")
        nested = cast(Connection, _Nested(self._conn))
        rand = SeededRandomness(self._seed)
        self._store = Store(nested, self._clock, rand, lambda _: None, control.replay)
        self._runner = InlineRunner(self._store)
        self._start()

    def _start(self) -> None:
        rand = self._store.rand = SeededRandomness(self._seed)
        line = self.line = Line(self._server.handle)
        tray = Tray(self._tray, bytes(16), SystemFiles())
        forwarder = Forwarder(tray, Mine(self._runner, tray))
        self.engine = SyncEngine(self._runner, lambda: line, self._clock, rand, lambda _: None, forwarder)

    def step(self) -> LineState:
        """One exchange; how the line stands after it."""
        self.engine.connect_now()
        self.engine.step()
        return self.engine.status.state

    def sync(self) -> None:
        """Exchange until nothing is left."""
        for _ in range(50):
            if self.step() is LineState.UP_TO_DATE:
                return
        raise AssertionError("this never comes to an end")

    def do(self, work: Callable[[Tx], T]) -> T:
        """One transaction."""
        return self._runner.call(work)

    def texts(self) -> list[str]:
        """Every message in the order of the pages."""
        return list(self.rows("SELECT text FROM messages ORDER BY thread, base, author, rank, id"))

    def rows(self, sql: str) -> list[Any]:
        """The first column of what a query finds."""
        return list(self._conn.exec_driver_sql(sql).scalars())

    def go_back(self) -> None:
        """To the moment that was kept last."""
        self._conn.exec_driver_sql("ROLLBACK TO moment")
        self._start()

    def keep(self) -> None:
        """This is the moment to go back to from now on."""
        self._conn.exec_driver_sql("RELEASE moment")
        self._seed += 1
        self._remember()

    def close(self) -> None:
        """Let go of the database; nothing is kept."""
        self._conn.exec_driver_sql("ROLLBACK")
        self._conn.close()
