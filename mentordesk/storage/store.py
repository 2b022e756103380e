# SPDX-License-Identifier: Apache-2.0
"""The one writer of a profile's database, and its two runners: a thread of its own, or none."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

from mentordesk.base.clock import Clock, Randomness
from mentordesk.base.errors import AlreadyOpen, Bug, DatabaseDamaged
from mentordesk.crypto.trust import Programme
from mentordesk.domain.events import Event
from mentordesk.domain.ids import CircleId, MessageId, ThreadId, WriterId
from mentordesk.storage import me as meta
from mentordesk.storage.engine import as_trouble
from mentordesk.storage.known import NEWEST, Known
from mentordesk.storage.me import Me

T = TypeVar("T")
Publish = Callable[[Event], None]
PATIENCE = 5.0  # seconds: a stick may hang


@dataclass(slots=True)
class Touched:
    """What one transaction did to a thread."""

    circle: CircleId
    messages: list[MessageId] = field(default_factory=list)
    arrived: list[MessageId] = field(default_factory=list)


class Tx:
    """One transaction under way. Never kept after `transact` has returned."""

    def __init__(self, store: Store) -> None:
        self.conn: Connection = store.conn
        self.clock: Clock = store.clock
        self.rand: Randomness = store.rand
        self.me: Me = store.me
        self.known: Known = store.known
        self.events: list[Event] = []
        self.touched: dict[ThreadId, Touched] = {}
        self._offset: int | None = None
        self._store = store

    @property
    def trust(self) -> Programme:
        """What the control lanes prove; replayed once per session, again after a rollback."""
        return self._store.trust_of(self)

    def announce(self, event: Event) -> None:
        """Publish after the commit; the same event only once."""
        if event not in self.events:
            self.events.append(event)

    def now(self) -> int:
        """Unix seconds, corrected by what the server's replies taught about this computer's clock.

        Never before 1970, though a clock may be set back after an offset was learned: formats have no sign.
        """
        return max(0, self.clock.now() + self.offset())

    def offset(self) -> int:
        """Seconds to add to this computer's clock."""
        if self._offset is None:
            self._offset = meta.get_number(self.conn, meta.CLOCK_OFFSET)
        return self._offset

    def learn_offset(self, seconds: int) -> None:
        """Keep what the server's time said about this computer's clock."""
        self._offset = seconds
        meta.put_number(self.conn, meta.CLOCK_OFFSET, seconds)

    def touch(
        self, circle: CircleId, thread: ThreadId, message: MessageId = b"", arrived: bool = False
    ) -> None:
        """A message of a thread came, went or changed: the summary is made anew before the commit.

        Announces ThreadChanged, and MessagesArrived for what `arrived` from somebody else.
        """
        touched = self.touched.setdefault(thread, Touched(circle))
        if message:
            touched.messages.append(message)
        if message and arrived:
            touched.arrived.append(message)

    def mint_writer(self) -> WriterId:
        """A new writer for this installation, from this transaction on."""
        writer = self.rand.bytes(meta.WRITER_SIZE)
        meta.put_meta(self.conn, meta.WRITER, writer)
        self.me = self.me.with_writer(writer)
        return writer


class Store:
    """The owner of the writing connection; one step at a time, no threads of its own."""

    def __init__(
        self,
        conn: Connection,
        clock: Clock,
        rand: Randomness,
        publish: Publish,
        replay: Callable[[Tx], Programme],
        known: Known = NEWEST,
    ) -> None:
        self.conn = conn
        self.clock = clock
        self.rand = rand
        self.publish = publish
        self.me = meta.read_me(conn)
        self.known = known
        self.damaged = False  # found during the session: the next start checks everything
        self._replay = replay
        self._trust: Programme | None = None
        self._rows_before = self._rows_written()

    @property
    def changed(self) -> bool:
        """Whether this session wrote anything: then a backup is worth while."""
        return self._rows_written() != self._rows_before

    def trust_of(self, tx: Tx) -> Programme:
        """See Tx.trust."""
        if self._trust is None:
            self._trust = self._replay(tx)
        return self._trust

    def transact(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one transaction, then publish its events; nothing remains of it when it raises.

        DiskFull, ReadOnlyFolder, DatabaseDamaged or AlreadyOpen when the disk says no.
        """
        from mentordesk.storage import rows  # rows needs Tx

        tx = Tx(self)
        try:
            with as_trouble():
                self.conn.exec_driver_sql("BEGIN IMMEDIATE")
                result = work(tx)
                rows.settle(tx)
            with as_trouble(committing=True):
                self.conn.exec_driver_sql("COMMIT")
        except BaseException as error:
            self._undo(error)
            raise
        self.me = tx.me
        for event in tx.events:
            self.publish(event)
        return result

    def _undo(self, error: BaseException) -> None:
        self.damaged = self.damaged or isinstance(error, DatabaseDamaged)
        if not isinstance(error, AlreadyOpen):
            self._trust = None  # it may have learned what is undone now
        if self._in_transaction():
            with as_trouble():
                self.conn.exec_driver_sql("ROLLBACK")

    def _in_transaction(self) -> bool:
        return bool(self._raw().in_transaction)

    def _rows_written(self) -> int:
        return int(self._raw().total_changes)

    def _raw(self) -> Any:
        return self.conn.connection.dbapi_connection


class Runner(Protocol):
    """Where a Store's transactions run."""

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """Start a transaction; its result or exception comes in the future."""
        ...

    def call(self, work: Callable[[Tx], T]) -> T:
        """Run a transaction and wait for it."""
        ...

    def beside(self, work: Callable[[], T]) -> Future[T]:
        """Start something long that calls transactions now and then: files, not rows."""
        ...

    def close(self) -> None:
        """Finish what was submitted; nothing is taken afterwards."""
        ...


class InlineRunner:
    """Runs everything at once, on the caller's thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """A future that is done already."""
        future: Future[T] = Future()
        _run(self._store, work, future)
        return future

    def call(self, work: Callable[[Tx], T]) -> T:
        """Run a transaction."""
        return self._store.transact(work)

    def beside(self, work: Callable[[], T]) -> Future[T]:
        """A future that is done already."""
        future: Future[T] = Future()
        _fill(work, future)
        return future

    def close(self) -> None:
        """Nothing is under way."""


class StoreRunner:
    """The store thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._beside: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._work, name="store")
        self._thread.start()

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """Queue a transaction."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise Bug("store runner is closed")
            self._jobs.put(lambda: _run(self._store, work, future))
        return future

    def call(self, work: Callable[[Tx], T]) -> T:
        """Queue a transaction and wait for it; never from the store thread itself."""
        return self.submit(work).result()

    def beside(self, work: Callable[[], T]) -> Future[T]:
        """A thread of its own."""
        future: Future[T] = Future()
        thread = threading.Thread(target=_fill, args=(work, future), name="beside", daemon=True)
        self._beside = [one for one in self._beside if one.is_alive()] + [thread]
        thread.start()
        return future

    def close(self) -> None:
        """Let the queue run empty and join the thread; what runs beside it has PATIENCE seconds to end."""
        for thread in self._beside:
            thread.join(PATIENCE)
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


def _run(store: Store, work: Callable[[Tx], T], future: Future[T]) -> None:
    _fill(lambda: store.transact(work), future)


def _fill(work: Callable[[], T], future: Future[T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)
