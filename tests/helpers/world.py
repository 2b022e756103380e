# SPDX-License-Identifier: Apache-2.0
"""People with their computers and one shared log, in one thread, without a server: for tests of merging."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.crypto.identity import Identity, private_circle
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.domain.events import Event
from mentordesk.domain.ids import CircleId, Lane, MessageId, ThreadId
from mentordesk.storage import control, cursors, me, outbox, parcels, writes
from mentordesk.storage.engine import open_database
from mentordesk.storage.migrations.chain import migrate
from mentordesk.storage.parcels import Applied, Arrival, Settled
from mentordesk.storage.store import InlineRunner, Store, Tx
from mentordesk.sync import sealing
from mentordesk.wire.exchange import LaneCursor, sum_of
from tests.helpers import programme

T = TypeVar("T")
KEY = bytes(range(32))
THREAD = b"thread 1"
_NAMES = ("Amina", "Grace", "Okoth", "Brian", "Chausiku", "Daudi")


@dataclass(slots=True)
class Entry:
    """One blob of a log, with the hash that its author's chain has before it."""

    data: bytes
    hash: bytes
    prev: bytes = b""


@dataclass(slots=True)
class Log:
    """What a server keeps: numbered blobs per (circle, lane)."""

    lanes: dict[tuple[CircleId, int], list[Entry]] = field(default_factory=dict)

    def append(self, circle: CircleId, lane: int, data: bytes, prev: bytes = b"") -> int:
        """Keep a blob once; its number."""
        entries = self.lanes.setdefault((circle, lane), [])
        hash32 = parcel_hash(data)
        known = [entry.hash for entry in entries]
        if hash32 not in known:
            entries.append(Entry(data, hash32, prev))
            return len(entries)
        return known.index(hash32) + 1

    def arrivals(
        self, circle: CircleId, lanes: Iterable[int] = tuple(Lane), hints: bool = True
    ) -> list[Arrival]:
        """Everything in a circle's lanes, in the order of the log."""
        return [
            Arrival(circle, lane, seq, entry.data, (entry.prev,) if hints and entry.prev else ())
            for lane in lanes
            for seq, entry in enumerate(self.lanes.get((circle, lane), ()), 1)
        ]

    def cursor(self, circle: CircleId, lane: int) -> tuple[int, int]:
        """(head, sum) of a lane."""
        entries = self.lanes.get((circle, lane), ())
        return len(entries), sum_of(entry.hash for entry in entries)


class Client:
    """One profile of one person on one computer."""

    def __init__(self, world: World, place: int, folder: Path, writer: bytes) -> None:
        self.world = world
        self.place = place
        self.folder = folder
        self.events: list[Event] = []
        conn = open_database(folder / "desk.db", KEY)
        conn.exec_driver_sql("PRAGMA synchronous = OFF")
        if migrate(conn) == 0:
            self._fill(conn, writer)
        self.store = Store(conn, world.clock, world.rand, self.events.append, control.replay)
        self.runner = InlineRunner(self.store)

    def _fill(self, conn: Any, writer: bytes) -> None:
        someone = self.world.office.people[self.place]
        trust = self.world.office.trust
        values = {
            me.IDENTITY: me.pack_identity(someone.me), me.WRITER: writer, me.PROGRAMME: trust.id,
            me.ROOT: trust.root, me.SERVER_BOX: bytes(32), me.MY_NAME: b"",
        }  # fmt: skip
        for key, value in values.items():
            me.put_meta(conn, key, value)

    # ------------------------------------------------------------------ steps
    def do(self, work: Any, *args: Any) -> Any:
        """One transaction: work(tx, *args)."""
        return self.runner.call(lambda tx: work(tx, *args))

    @property
    def member(self) -> bytes:
        """Whose computer it is."""
        return self.world.office.people[self.place].id

    @property
    def private(self) -> CircleId:
        """My private circle."""
        return private_circle(self.member)

    @property
    def writer(self) -> bytes:
        """The writer in use."""
        return self.store.me.writer

    def join(self) -> None:
        """Give every circle its slots, as the server names them."""
        for circle in (self.world.office.trust.id, self.private, self.world.circle):
            self.do(control.join_circle, circle)

    def say(self, text: str, thread: ThreadId = THREAD) -> MessageId:
        """Write a message, beginning the thread where there is none."""

        def work(tx: Tx) -> MessageId:
            known = tx.conn.exec_driver_sql("SELECT 1 FROM threads WHERE thread = ?", (thread,)).first()
            if known is None:
                return writes.start_thread(tx, self.world.circle, "Topic", text, thread)[1]
            return writes.send_message(tx, self.world.circle, thread, text)

        return bytes(self.do(work))

    def seal(self) -> int:
        """Outbox to parcels, what is due to be told included."""

        def work(tx: Tx) -> int:
            outbox.flush_drafts(tx)
            outbox.flush_seen(tx)
            return sealing.seal(tx)

        return int(self.do(work))

    def push(self, acknowledge: bool = True) -> None:
        """Bring everything of mine into the log; `acknowledge` = the reply arrives."""
        waiting = self.do(parcels.outgoing, 1 << 30)
        placed = {
            row.hash: (row.circle, row.lane, row.prev)
            for row in self.rows("SELECT hash, circle, lane, prev FROM entries WHERE own = 1")
        }
        named = []
        for one in waiting:
            circle, lane, prev = placed[one.hash]
            named.append((one.hash, self.world.log.append(circle, lane, one.data, prev)))
        if acknowledge:
            self.do(parcels.settle, Settled(named))

    def receive(self, arrivals: Sequence[Arrival]) -> Applied:
        """Take one group, and all that it set free."""
        applied = first = self.do(parcels.apply, arrivals)
        while applied.more:
            applied = self.do(parcels.work)
        return first  # type: ignore[no-any-return]

    def pull(self) -> None:
        """Take whatever the log has, control first."""
        for circle in (self.world.office.trust.id, self.private, self.world.circle):
            for lane in Lane:
                fresh = [a for a in self.world.log.arrivals(circle, (lane,)) if not self.covers(a)]
                if fresh:
                    self.receive(fresh)

    def sync(self) -> None:
        """Seal, push, pull."""
        self.seal()
        self.push()
        self.pull()

    # ------------------------------------------------------------------ looking
    def covers(self, arrival: Arrival) -> bool:
        """Whether my cursor covers that number."""
        return cursors.covers(self.do(cursors.of_lane, arrival.circle, arrival.lane), arrival.seq)

    def rows(self, sql: str, *values: object) -> list[Any]:
        """What a query finds."""
        return list(self.store.conn.exec_driver_sql(sql, values))

    def count(self, sql: str, *values: object) -> int:
        """The number that a query finds."""
        return int(self.rows(sql, *values)[0][0])

    def texts(self, thread: ThreadId = THREAD) -> list[str]:
        """A thread as its page shows it."""
        found = self.rows(
            "SELECT text FROM messages WHERE thread = ? ORDER BY base, author, rank, id", thread
        )
        return [row.text for row in found]

    def state(self, message: MessageId) -> int:
        """How far a message of mine has come."""
        return self.count("SELECT state FROM messages WHERE id = ?", message)

    def states(self) -> dict[int, int]:
        """How many parcels are in each state."""
        found = self.rows("SELECT state, count(*) AS many FROM entries WHERE kind <> 2 GROUP BY state")
        return {row.state: row.many for row in found}

    def lanes(self) -> list[LaneCursor]:
        """My cursors."""
        return list(self.do(cursors.lanes))

    def picture(self) -> dict[str, Any]:
        """What must be equal on every computer."""
        circle = self.world.circle
        messages = self.rows(
            """SELECT thread, id, author, base, rank, time, text, gone FROM messages WHERE circle = ?
            ORDER BY thread, base, author, rank, id""",
            circle,
        )
        values = self.rows(
            """SELECT register, entity, rank, time, op, author, value FROM fields WHERE circle = ?
            ORDER BY register, entity""",
            circle,
        )
        counts = self.rows(
            "SELECT thread, topic, count, max_rank, last_id, last_words FROM threads ORDER BY thread"
        )
        return {"messages": messages, "fields": values, "threads": counts}

    def close(self) -> None:
        """Let go of the database."""
        self.store.conn.close()


class World:
    """A programme of `size` people in one circle; those `enrolled` have certificates and a computer each."""

    def __init__(
        self, folder: Path, size: int = 2, seed: int = 1, enrolled: Iterable[int] | None = None
    ) -> None:
        self.folder = folder
        self.clock = ManualClock()
        self.rand = SeededRandomness(f"world {seed}")
        self.office = programme.World(size, enrolled=enrolled, seed=seed)
        self.circle = self.office.circle
        self.log = Log()
        self.clients: list[Client] = []
        self._published = 0
        self.publish()
        certified = range(size) if enrolled is None else enrolled
        for place in certified:
            self.computer(place)

    def publish(self) -> None:
        """Put the office's new statements where the server would."""
        for data in self.office.log[self._published :]:
            for circle in self._homes(data):
                self.log.append(circle, Lane.CONTROL, data)
        self._published = len(self.office.log)

    def _homes(self, data: bytes) -> list[CircleId]:
        kind = data[4:5]
        if kind in (b"C", b"S"):
            return [self.office.trust.id]
        if kind == b"R":
            return [self.circle]
        owners = [someone.id for someone in self.office.people if someone.id in data]
        return [*(private_circle(owner) for owner in owners), self.circle]

    def computer(self, place: int, joined: bool = True) -> Client:
        """Another computer for a person; it knows what the control lanes say."""
        name = f"{_NAMES[place]} {len(self.clients)}"
        (self.folder / name).mkdir(parents=True)
        client = Client(self, place, self.folder / name, self.rand.bytes(8))
        self.clients.append(client)
        if joined:
            client.join()
            client.pull()
        return client

    def copy(self, client: Client, name: str) -> Client:
        """The same profile once more, as a clone or as a state to go back to."""
        client.store.conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(client.folder, self.folder / name)
        again = Client(self, client.place, self.folder / name, b"")
        self.clients.append(again)
        return again

    def enrol(self, place: int) -> Client:
        """Certify somebody who was only named so far; their first computer."""
        self.office.enrol(self.office.people[place])
        self.publish()
        return self.computer(place)

    def identity(self, place: int) -> Identity:
        """A person's keys."""
        return self.office.people[place].me

    def settle(self, rounds: int = 4) -> None:
        """Let everybody exchange until it is quiet."""
        for _ in range(rounds):
            for client in self.clients:
                client.sync()

    def words(self, hints: bool = True) -> list[Arrival]:
        """All words of the circle."""
        return self.log.arrivals(self.circle, (Lane.WORDS,), hints)

    def close(self) -> None:
        """Let go of everything."""
        for client in self.clients:
            client.close()


def without_numbers(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """The same blobs as a stick would bring them."""
    return [replace(arrival, seq=0) for arrival in arrivals]
