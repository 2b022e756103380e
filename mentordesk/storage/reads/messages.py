# SPDX-License-Identifier: Apache-2.0
"""Messages: one by its id, and the paged view of a thread, fast at any place of it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mentordesk.domain.ids import MemberId, MessageId, ThreadId
from mentordesk.domain.messages import Delivery, Message, Reached
from mentordesk.storage.reads import attachments
from mentordesk.storage.reads.late import computers, kept_late, late
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.schema import SeenKind

COLUMNS = """m.id, m.circle, m.thread, m.author, m.time, iif(m.gone, '', m.text), m.state,
    m.state_time, m.entry, m.fresh, m.arrived, m.gone"""
HOP = 500  # rows stepped over at once; an index entry costs about 0.1 µs
MOST_ANCHORS = 4096
EARLIEST = 1_700_000_000  # no message is older than the programme
AHEAD = 3600  # seconds that a clock may be ahead before it is called wrong

_EVIDENCE = {int(SeenKind.DELIVERED): Delivery.ON_THEIR_COMPUTER, int(SeenKind.READ): Delivery.READ}

Key = tuple[int, bytes, int, bytes]  # base, author, rank, id: the order of a thread

_FORWARD = """SELECT base, author, rank, id FROM messages
    WHERE thread = ? AND (base, author, rank, id) > (?, ?, ?, ?)
    ORDER BY base, author, rank, id LIMIT 1 OFFSET ?"""
_BACKWARD = """SELECT base, author, rank, id FROM messages
    WHERE thread = ? AND (base, author, rank, id) < (?, ?, ?, ?)
    ORDER BY base DESC, author DESC, rank DESC, id DESC LIMIT 1 OFFSET ?"""
_PAGE = f"""SELECT {COLUMNS} FROM messages m
    WHERE m.thread = ? AND (m.base, m.author, m.rank, m.id) >= (?, ?, ?, ?)
    ORDER BY m.base, m.author, m.rank, m.id LIMIT ?"""
_BETWEEN = """SELECT count(*) FROM messages WHERE thread = ? AND (base, author, rank, id) >= (?, ?, ?, ?)
    AND (base, author, rank, id) < (?, ?, ?, ?)"""
_END: Key = (1 << 62, b"", 0, b"")
_START: Key = (-1, b"", 0, b"")


def to_messages(reader: Reader, found: Sequence[Any]) -> list[Message]:
    """Rows that begin with COLUMNS as pages show them."""
    me, name, reached = reader.me, reader.names(), _reached(reader, found)
    files = attachments.of_messages(reader, [row[0] for row in found])
    made = [
        replace(
            _to_message(row, me, name(row[1], row[3]), reached.get(row[0], ())), files=files.get(row[0], ())
        )
        for row in found
    ]
    return _with_late(reader, _with_untold(reader, made), {row[0]: row[8] for row in found})


def _with_untold(reader: Reader, made: list[Message]) -> list[Message]:
    """Those that I took back while the server does not know it say so."""
    gone = [one.id for one in made if one.gone and one.mine]
    if not gone:
        return made
    rows = reader.rows(
        f"""SELECT r.message FROM retracts r LEFT JOIN entries e ON e.id = r.entry
        WHERE r.message IN ({",".join("?" * len(gone))}) AND r.author = ? GROUP BY r.message
        HAVING max(coalesce(e.covered, 0)) = 0""",
        (*gone, reader.me),
    )
    untold = {row[0] for row in rows}
    return [replace(one, gone_waits=True) if one.id in untold else one for one in made]


def _with_late(reader: Reader, made: list[Message], entries: Mapping[MessageId, int]) -> list[Message]:
    """Those among them that came late say so, mine from which computer."""
    standing = [one for one in made if not one.gone]
    came = late(reader, [(one.id, one.circle, one.author, one.time, entries[one.id]) for one in standing])
    if not came:
        return made
    names, kept = computers(reader), kept_late(reader, tuple(came))
    return [
        replace(
            one, late=True, computer=names.get(came[one.id], ""), ask=one.mine and one.id not in kept
        )
        if one.id in came
        else one
        for one in made
    ]


def _reached(reader: Reader, found: Sequence[Any]) -> dict[MessageId, tuple[Reached, ...]]:
    """Who of the others holds or has read these messages of mine; the farthest that is known of each."""
    mine = [row[0] for row in found if row[3] == reader.me and row[6] >= Delivery.ON_THEIR_COMPUTER]
    farthest: dict[MessageId, dict[MemberId, Reached]] = {}
    for at in range(0, len(mine), HOP):
        part = mine[at : at + HOP]
        told = reader.rows(
            f"""SELECT message, member, kind, time FROM receipts
            WHERE message IN ({",".join("?" * len(part))}) AND member <> ? ORDER BY kind""",
            (*part, reader.me),
        )
        for message, member, kind, time in told:
            farthest.setdefault(message, {})[member] = Reached(member, _EVIDENCE[kind], time)
    return {message: tuple(members.values()) for message, members in farthest.items()}


def _to_message(row: Any, me: MemberId, author_name: str, reached: tuple[Reached, ...]) -> Message:
    message, circle, thread, author, time, text, state, state_time, entry, fresh, arrived, gone = row[:12]
    mine = author == me
    unsealed = mine and entry == 0 and state == Delivery.ON_THIS_COMPUTER
    return Message(
        id=message,
        circle=circle,
        thread=thread,
        author=author,
        author_name=author_name,
        mine=mine,
        time=time,
        text=text,
        delivery=Delivery(state),
        delivery_time=state_time,
        fresh=bool(fresh) and not gone,
        can_take_back=unsealed and not gone,
        can_retract=mine and not unsealed and not gone,
        gone=gone,
        clock_hint=time > arrived + AHEAD or time < EARLIEST,
        reached=reached,
    )


def message(reader: Reader, wanted: MessageId) -> Message | None:
    """One message, if it is here."""
    row = reader.first(f"SELECT {COLUMNS} FROM messages m WHERE m.id = ?", (wanted,))
    return None if row is None else to_messages(reader, [row])[0]


def not_left(reader: Reader, limit: int = 100) -> tuple[Message, ...]:
    """My messages that are not at the server yet, oldest first."""
    rows = reader.rows(
        f"""SELECT {COLUMNS} FROM messages m WHERE m.state < 3 AND m.author = ? AND m.gone = 0
        ORDER BY m.rowid LIMIT ?""",
        (reader.me, limit),
    )
    return tuple(to_messages(reader, rows))


class ThreadPage:
    """A thread as a list of rows, 0 = the oldest; each page takes two short index walks."""

    def __init__(self, reader: Reader, thread: ThreadId) -> None:
        self._reader = reader
        self._thread = thread
        self._seen = -1  # the database's version at the last look
        self._version = -1  # the thread's
        self._count = 0
        self._places: list[int] = []  # sorted; the anchors' rows
        self._keys: dict[int, Key] = {}

    def count(self) -> int:
        """Messages in the thread."""
        self._look()
        return self._count

    def rows(self, first: int, count: int) -> list[Message]:
        """`count` messages from row `first`; fewer at the end."""
        self._look()
        if count < 1 or not 0 <= first < self._count:
            return []
        key = self._key_at(first)
        if key is None:
            return []
        found = self._reader.rows(_PAGE, (self._thread, *key, count))
        return to_messages(self._reader, found)

    def index_of(self, wanted: MessageId) -> int | None:
        """The row of a message; None when it is not in this thread."""
        self._look()
        row = self._reader.first(
            "SELECT base, author, rank, id FROM messages WHERE id = ? AND thread = ?", (wanted, self._thread)
        )
        if row is None:
            return None
        key: Key = (row[0], row[1], row[2], row[3])
        below = [place for place in self._places if self._keys[place] <= key]
        place, start = (below[-1], self._keys[below[-1]]) if below else (0, _START)
        index = place + self._reader.number(_BETWEEN, (self._thread, *start, *key))
        self._remember(index, key)
        return index

    def _look(self) -> None:
        """Forget the anchors when the thread has changed."""
        seen = self._reader.version()
        if seen == self._seen:
            return
        row = self._reader.first("SELECT version, count FROM threads WHERE thread = ?", (self._thread,))
        version, count = (row[0], row[1]) if row else (0, 0)
        if version != self._version:
            self._places.clear()
            self._keys.clear()
        self._seen, self._version, self._count = seen, version, count

    def _key_at(self, index: int) -> Key | None:
        """The order key of a row, by hops from the nearest anchor or end."""
        place, key = self._nearest(index)
        while place != index:
            hop = min(HOP, abs(index - place))
            statement = _FORWARD if index > place else _BACKWARD
            row = self._reader.first(statement, (self._thread, *key, hop - 1))
            if row is None:
                return None  # the thread shrank this very moment
            place += hop if index > place else -hop
            key = (row[0], row[1], row[2], row[3])
            self._remember(place, key)
        return key

    def _nearest(self, index: int) -> tuple[int, Key]:
        at = bisect_left(self._places, index)
        around = [(place, self._keys[place]) for place in self._places[max(0, at - 1) : at + 1]]
        return min([(-1, _START), *around, (self._count, _END)], key=lambda anchor: abs(anchor[0] - index))

    def _remember(self, place: int, key: Key) -> None:
        if place in self._keys:
            return
        if len(self._keys) >= MOST_ANCHORS:
            self._places.clear()
            self._keys.clear()
        insort(self._places, place)
        self._keys[place] = key
