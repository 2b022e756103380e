# SPDX-License-Identifier: Apache-2.0
"""The log: per lane the entries 1, 2, 3 … as they came, with running sums; appended in batches."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from mentordesk.crypto.parcel import parcel_hash
from mentordesk.domain.ids import MemberId
from mentordesk.server.db import Database
from mentordesk.wire.exchange import SUM_MODULUS

SEQ_BITS = 32
_SEQ_MASK = (1 << SEQ_BITS) - 1
_RECENT = 64  # running sums kept in memory per lane
MAX_FORKS = 8  # parcels looked at where several stand at one place; more only harm their author
_MAX_CACHED = 20_000  # lanes and chains
_PAGE = 512
_HALF = 1 << 63

_INSERT = "INSERT INTO log (id, name, total, chain, n, arrived, data) VALUES (?, ?, ?, ?, ?, ?, ?)"
_BY_NAME = "SELECT id, data FROM log WHERE name = ? ORDER BY id"
_BY_PLACE = (
    "SELECT id FROM log WHERE chain = ? AND n = ? AND chain > 0"
    f" ORDER BY id IN (SELECT id FROM reseeded), id LIMIT {MAX_FORKS}"  # what its author brought comes first
)
_BROUGHT = "SELECT id FROM log WHERE chain = ? AND n = ? AND chain > 0 AND id IN (SELECT id FROM reseeded)"
_IS_BROUGHT = "SELECT 1 FROM log JOIN reseeded ON reseeded.id = log.id WHERE name = ? LIMIT 1"
_LAST = "SELECT id, total FROM log WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1"
_TOTAL = "SELECT total FROM log WHERE id = ?"
_DATA = "SELECT data FROM log WHERE id = ?"
_SIZES = "SELECT id, length(data), arrived FROM log WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?"
_VOLUME = "SELECT total(length(data)) FROM log WHERE id BETWEEN ? AND ?"
_HINTS = f"SELECT prev FROM hints WHERE id = ? LIMIT {MAX_FORKS}"
_ENTRIES = "SELECT id, chain, n, data FROM log WHERE id BETWEEN ? AND ? ORDER BY id"
_CHAIN = "SELECT number FROM chains WHERE lane = ? AND writer = ?"

Place: TypeAlias = tuple[int, int]  # (chain, n); (0, 0) for control blobs
NOWHERE: Place = (0, 0)


@dataclass(slots=True)
class Lane:
    """A lane's end, held in memory: `head` entries, their sum `total`, and the sums at the last few."""

    number: int
    head: int
    total: int
    recent: dict[int, int] = field(default_factory=dict)

    def id_of(self, seq: int) -> int:
        """The row of an entry."""
        return self.number << SEQ_BITS | seq


@dataclass(frozen=True, slots=True)
class Size:
    """An entry without its bytes."""

    seq: int
    size: int
    arrived: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its bytes."""

    seq: int
    place: Place
    data: bytes


def seq_of(row: int) -> int:
    """The number of a row's entry in its lane."""
    return row & _SEQ_MASK


def _signed(value: int) -> int:
    """SQLite's integers are signed."""
    return value - SUM_MODULUS if value >= _HALF else value


def _name(hashed: bytes) -> int:
    return int.from_bytes(hashed[:8], "big", signed=True)


class Log:
    """Every lane of the programme. Appends are staged; `flush` writes them in the caller's transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lanes: dict[tuple[bytes, int], Lane] = {}
        self._chains: dict[tuple[int, bytes], int] = {}
        self._staged: list[tuple[int, int, int, int, int, int, bytes]] = []
        self._staged_names: dict[bytes, int] = {}
        self._staged_places: dict[Place, list[int]] = {}
        self._staged_brought: dict[int, MemberId] = {}
        self._hinted: bool | None = None  # whether there are hints at all; None = not looked yet

    def forget(self) -> None:
        """Drop what is only in memory: after a rollback, or when another process has written."""
        self._lanes.clear()
        self._chains.clear()
        self._hinted = None
        self._clear_staged()

    # ------------------------------------------------------------ lanes
    def lane(self, circle: bytes, lane: int) -> Lane | None:
        """The lane, if anything was ever appended to it."""
        known = self._lanes.get((circle, lane)) or self._load(circle, lane)
        return known if known.number else None

    def open_lane(self, circle: bytes, lane: int) -> Lane:
        """The lane, made if need be; inside a transaction."""
        known = self.lane(circle, lane)
        if known is None:
            number = self._db.run("INSERT INTO lanes (circle, lane) VALUES (?, ?)", circle, lane)
            known = self._lanes[circle, lane] = Lane(number, 0, 0)
        return known

    def _load(self, circle: bytes, lane: int) -> Lane:
        """From the database; number 0 stands for a lane that does not exist yet."""
        if len(self._lanes) >= _MAX_CACHED and not self._staged:
            self._lanes.clear()
        row = self._db.one("SELECT number FROM lanes WHERE circle = ? AND lane = ?", circle, lane)
        known = Lane(row[0] if row else 0, 0, 0)
        last = self._db.one(_LAST, known.id_of(0), known.id_of(_SEQ_MASK)) if row else None
        if last is not None:
            known.head, known.total = seq_of(last[0]), last[1] % SUM_MODULUS
        self._lanes[circle, lane] = known
        return known

    def chain(self, lane: Lane, writer: bytes) -> int:
        """The number of a writer's chain in a lane, made if need be; inside a transaction."""
        known = self._chains.get((lane.number, writer))
        if known is None:
            row = self._db.one(_CHAIN, lane.number, writer)
            sql = "INSERT INTO chains (lane, writer) VALUES (?, ?)"
            known = int(row[0]) if row else self._db.run(sql, lane.number, writer)
            if len(self._chains) >= _MAX_CACHED:
                self._chains.clear()
            self._chains[lane.number, writer] = known
        return known

    # ------------------------------------------------------------ looking
    def total_at(self, lane: Lane, seq: int) -> int | None:
        """The sum of the entries 1 … seq; None beyond the head."""
        if seq == lane.head:
            return lane.total
        if seq == 0:
            return 0
        if seq > lane.head:
            return None
        known = lane.recent.get(seq)
        if known is None:
            self.flush()
            row = self._db.one(_TOTAL, lane.id_of(seq))
            known = row[0] % SUM_MODULUS if row else None
        return known

    def find(self, hash16: bytes) -> int:
        """The row of the entry with this name (in the oldest lane that has it); 0 = none."""
        staged = self._staged_names.get(hash16)
        if staged is not None:
            return staged
        rows = self._db.all(_BY_NAME, _name(hash16))
        return next((row for row, data in rows if parcel_hash(data)[:16] == hash16), 0)

    def holds(self, lane: Lane, hash32: bytes) -> bool:
        """Whether this very lane has a blob."""
        self.flush()
        rows = self._db.all(_BY_NAME, _name(hash32))
        return any(row >> SEQ_BITS == lane.number and parcel_hash(data) == hash32 for row, data in rows)

    def at_place(self, place: Place) -> list[int]:
        """The rows of the parcels at a place, the first few: more than one after a fork."""
        return [row for (row,) in self._db.all(_BY_PLACE, *place)] + self._staged_places.get(place, [])

    def is_forked(self, place: Place) -> bool:
        """Whether a place is taken by something that the writer's own author brought."""
        found = set(self.at_place(place))
        brought = {row for (row,) in self._db.all(_BROUGHT, *place)} if found else set()
        return bool(found - brought - self._staged_brought.keys())

    def hash_of(self, row: int) -> bytes:
        """The hash of an entry that is there, 32 bytes."""
        found = self._db.one(_DATA, row)
        return parcel_hash(found[0] if found else b"")

    # ------------------------------------------------------------ appending
    def append(self, lane: Lane, data: bytes, hash32: bytes, now: int, place: Place = NOWHERE) -> int:
        """Stage one entry; its row. The caller has looked whether it is there already."""
        lane.recent[lane.head] = lane.total
        if len(lane.recent) > _RECENT:
            del lane.recent[next(iter(lane.recent))]  # the oldest
        lane.head += 1
        lane.total = (lane.total + int.from_bytes(hash32[:8], "big")) % SUM_MODULUS
        row = lane.id_of(lane.head)
        self._staged.append((row, _name(hash32), _signed(lane.total), *place, now, data))
        self._staged_names[hash32[:16]] = row
        if place != NOWHERE:
            self._staged_places.setdefault(place, []).append(row)
        return row

    def brought(self, row: int, member: MemberId) -> None:
        """Note that a row just appended, or published again, came from somebody else than its author."""
        self._staged_brought[row] = member

    def was_brought(self, hash32: bytes) -> bool:
        """Whether a blob, in whichever lane, came from somebody else than its author."""
        self.flush()
        return self._db.one(_IS_BROUGHT, _name(hash32)) is not None

    def flush(self) -> None:
        """Write what is staged, one statement for all."""
        if self._staged_brought:
            sql = "INSERT OR IGNORE INTO reseeded (id, member) VALUES (?, ?)"
            self._db.run_many(sql, list(self._staged_brought.items()))
        if self._staged:
            self._db.run_many(_INSERT, self._staged)
        self._clear_staged()

    def keep_hint(self, row: int, prev: bytes) -> None:
        """Keep a hash that may stand before an entry, a few for each."""
        known = self.hints(row)
        if prev not in known and len(known) < MAX_FORKS:
            self._db.run("INSERT OR IGNORE INTO hints (id, prev) VALUES (?, ?)", row, prev)
            self._hinted = True

    def hints(self, row: int) -> list[bytes]:
        """The hashes that somebody said stand before an entry, 32 bytes each."""
        if self._hinted is None:
            self._hinted = self._db.one("SELECT 1 FROM hints LIMIT 1") is not None
        return [prev for (prev,) in self._db.all(_HINTS, row)] if self._hinted else []

    def _clear_staged(self) -> None:
        self._staged.clear()
        self._staged_names.clear()
        self._staged_places.clear()
        self._staged_brought.clear()

    # ------------------------------------------------------------ reading
    def volume(self, lane: Lane, first: int, last: int) -> int:
        """Bytes of the entries first … last."""
        row = self._db.one(_VOLUME, lane.id_of(first), lane.id_of(last))
        return int(row[0]) if row else 0

    def sizes(self, lane: Lane, first: int, last: int) -> Iterator[Size]:
        """The entries first … last, newest first, without their bytes."""
        while first <= last:
            rows = self._db.all(_SIZES, lane.id_of(first), lane.id_of(last), _PAGE)
            for row, size, arrived in rows:
                yield Size(seq_of(row), size, arrived)
            if len(rows) < _PAGE:
                return
            last = seq_of(rows[-1][0]) - 1

    def entries(self, lane: Lane, first: int, last: int) -> list[Entry]:
        """The entries first … last in order."""
        rows = self._db.all(_ENTRIES, lane.id_of(first), lane.id_of(last))
        return [Entry(seq_of(row), (chain, n), data) for row, chain, n, data in rows]
