# SPDX-License-Identifier: Apache-2.0
"""The log: per lane the entries 1, 2, 3 … as they came, with running sums; appended in batches."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mentordesk.server.db import Database
from mentordesk.wire.exchange import SUM_MODULUS

SEQ_BITS = 32
_SEQ_MASK = (1 << SEQ_BITS) - 1
_RECENT = 64  # running sums kept in memory per lane
_MAX_CACHED_LANES = 20_000
_PAGE = 512
_HALF = 1 << 63

_INSERT = "INSERT INTO log (id, hash, total, place, arrived, data) VALUES (?, ?, ?, ?, ?, ?)"
_BY_HASH = "SELECT id FROM log WHERE hash BETWEEN ? AND ? ORDER BY id LIMIT 1"
_BY_PLACE = "SELECT id, hash FROM log WHERE place = ? ORDER BY id"
_LAST = "SELECT id, total FROM log WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1"
_TOTAL = "SELECT total FROM log WHERE id = ?"
_SIZES = "SELECT id, length(data), arrived FROM log WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?"
_ENTRIES = "SELECT id, place, data FROM log WHERE id BETWEEN ? AND ? ORDER BY id"


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
    """An entry; `place` is empty for control blobs."""

    seq: int
    place: bytes
    data: bytes


def seq_of(row: int) -> int:
    """The number of a row's entry in its lane."""
    return row & _SEQ_MASK


def place_of(lane: Lane, writer: bytes, n: int) -> bytes:
    """What parcel n of a writer in a lane is found by."""
    return lane.number.to_bytes(4, "big") + writer + n.to_bytes(6, "big")


def place_before(place: bytes) -> bytes | None:
    """The place of parcel n - 1; None for the first and for control blobs."""
    if len(place) != 18 or (n := int.from_bytes(place[12:], "big")) < 2:
        return None
    return place[:12] + (n - 1).to_bytes(6, "big")


class Log:
    """Every lane of the programme. Appends are staged; `flush` writes them in the caller's transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lanes: dict[tuple[bytes, int], Lane] = {}
        self._staged: list[tuple[int, bytes, int, bytes | None, int, bytes]] = []
        self._staged_hashes: dict[bytes, int] = {}
        self._staged_places: dict[bytes, list[tuple[int, bytes]]] = {}

    def forget(self) -> None:
        """Drop what is only in memory: after a rollback, or when another process has written."""
        self._lanes.clear()
        self._clear_staged()

    def lane(self, circle: bytes, lane: int) -> Lane | None:
        """The lane, if anything was ever appended to it."""
        return self._lanes.get((circle, lane)) or self._load(circle, lane)

    def open_lane(self, circle: bytes, lane: int) -> Lane:
        """The lane, made if need be; inside a transaction."""
        known = self.lane(circle, lane)
        if known is None:
            number = self._db.run("INSERT INTO lanes (circle, lane) VALUES (?, ?)", circle, lane)
            known = self._lanes[circle, lane] = Lane(number, 0, 0)
        return known

    def _load(self, circle: bytes, lane: int) -> Lane | None:
        row = self._db.one("SELECT number FROM lanes WHERE circle = ? AND lane = ?", circle, lane)
        if row is None:
            return None
        if len(self._lanes) >= _MAX_CACHED_LANES and not self._staged:
            self._lanes.clear()
        first = row[0] << SEQ_BITS
        last = self._db.one(_LAST, first, first | _SEQ_MASK)
        known = Lane(row[0], last[0] & _SEQ_MASK, last[1] % SUM_MODULUS) if last else Lane(row[0], 0, 0)
        self._lanes[circle, lane] = known
        return known

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
        staged = self._staged_hashes.get(hash16)
        if staged is not None:
            return staged
        row = self._db.one(_BY_HASH, hash16 + bytes(16), hash16 + b"\xff" * 16)
        return int(row[0]) if row else 0

    def holds(self, lane: Lane, hash32: bytes) -> bool:
        """Whether this very lane has a blob."""
        self.flush()
        sql = "SELECT 1 FROM log WHERE hash = ? AND id BETWEEN ? AND ?"
        return self._db.one(sql, hash32, lane.id_of(0), lane.id_of(_SEQ_MASK)) is not None

    def at_place(self, place: bytes) -> list[tuple[int, bytes]]:
        """(row, hash) of each parcel at a place: more than one after a fork."""
        return self._db.all(_BY_PLACE, place) + self._staged_places.get(place, [])

    def append(self, lane: Lane, data: bytes, hash32: bytes, now: int, place: bytes | None = None) -> int:
        """Stage one entry; its number. The caller has looked whether it is there already."""
        lane.recent[lane.head] = lane.total
        if len(lane.recent) > _RECENT:
            del lane.recent[next(iter(lane.recent))]  # the oldest
        lane.head += 1
        lane.total = (lane.total + int.from_bytes(hash32[:8], "big")) % SUM_MODULUS
        signed = lane.total - SUM_MODULUS if lane.total >= _HALF else lane.total
        row = lane.id_of(lane.head)
        self._staged.append((row, hash32, signed, place, now, data))
        self._staged_hashes[hash32[:16]] = row
        if place is not None:
            self._staged_places.setdefault(place, []).append((row, hash32))
        return lane.head

    def flush(self) -> None:
        """Write what is staged, one statement for all."""
        if self._staged:
            self._db.run_many(_INSERT, self._staged)
            self._clear_staged()

    def _clear_staged(self) -> None:
        self._staged.clear()
        self._staged_hashes.clear()
        self._staged_places.clear()

    def sizes(self, lane: Lane, first: int, last: int) -> Iterator[Size]:
        """The entries first … last, newest first, without their bytes."""
        while first <= last:
            rows = self._db.all(_SIZES, lane.id_of(first), lane.id_of(last), _PAGE)
            for row, size, arrived in rows:
                yield Size(row & _SEQ_MASK, size, arrived)
            if len(rows) < _PAGE:
                return
            last = (rows[-1][0] & _SEQ_MASK) - 1

    def entries(self, lane: Lane, first: int, last: int) -> list[Entry]:
        """The entries first … last in order."""
        rows = self._db.all(_ENTRIES, lane.id_of(first), lane.id_of(last))
        return [Entry(row & _SEQ_MASK, place or b"", data) for row, place, data in rows]
