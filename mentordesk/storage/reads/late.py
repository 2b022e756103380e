# SPDX-License-Identifier: Apache-2.0
"""Which messages came late: their author had said something newer from another computer before.

A pure function of the log: a parcel of the same author by another writer stands before the message's own, and
the newest message in it was written later. Of each other writer the last parcel before is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentordesk.domain.ids import CircleId, Lane, MemberId, MessageId, WriterId
from mentordesk.domain.registers import COMPUTER
from mentordesk.storage.reads.reader import Reader
from mentordesk.wire.operations import register_values

RECENT = 1000  # newest messages among which late ones of mine are looked for
_WORDS = int(Lane.WORDS)
_SAID = "FROM entries WHERE circle = ? AND lane = ? AND writer = ? AND seq > 0 AND latest > 0 AND state = 0"


@dataclass(frozen=True, slots=True)
class Span:
    """From the number of a writer's first parcel with messages to the time of the newest in its last."""

    writer: WriterId
    first: int
    latest: int


def late(reader: Reader, found: Sequence[Any]) -> Mapping[MessageId, WriterId]:
    """The late ones of these messages and who wrote them; rows begin (id, circle, author, time, entry)."""
    asked = [row for row in found if row[4] and len(_spans(reader, row[1]).get(row[2], ())) > 1]
    if not asked:
        return {}
    places = _places(reader, [row[4] for row in asked])
    came: dict[MessageId, WriterId] = {}
    for message, circle, author, time, entry in (row[:5] for row in asked):
        writer, seq = places.get(entry, (b"", 0))
        others = [
            one.writer
            for one in _spans(reader, circle)[author]
            if one.writer != writer and one.first < seq and one.latest > time
        ]
        if any(_latest_before(reader, circle, other, seq) > time for other in others):
            came[message] = writer
    return came


def _places(reader: Reader, entries: Sequence[int]) -> dict[int, tuple[WriterId, int]]:
    marks = ",".join("?" * len(entries))
    rows = reader.rows(f"SELECT id, writer, seq FROM entries WHERE id IN ({marks})", tuple(entries))
    return {row[0]: (row[1], row[2]) for row in rows}


def _latest_before(reader: Reader, circle: CircleId, writer: WriterId, seq: int) -> int:
    return reader.number(
        f"SELECT latest {_SAID} AND seq < ? ORDER BY seq DESC LIMIT 1", (circle, _WORDS, writer, seq)
    )


def _spans(reader: Reader, circle: CircleId) -> Mapping[MemberId, Sequence[Span]]:
    return reader.keep(f"spans {circle.hex()}", lambda: _find_spans(reader, circle))


def _find_spans(reader: Reader, circle: CircleId) -> Mapping[MemberId, Sequence[Span]]:
    """Of authors who have several writers in this circle."""
    rows = reader.rows("SELECT DISTINCT author, writer FROM sender_keys WHERE circle = ?", (circle,))
    writers: dict[MemberId, list[WriterId]] = {}
    for author, writer in rows:
        writers.setdefault(author, []).append(writer)
    return {
        author: [span for writer in several if (span := _span(reader, circle, writer))]
        for author, several in writers.items()
        if len(several) > 1
    }


def _span(reader: Reader, circle: CircleId, writer: WriterId) -> Span | None:
    place = (circle, _WORDS, writer)
    first = reader.number(f"SELECT seq {_SAID} ORDER BY seq LIMIT 1", place)
    latest = reader.number(f"SELECT latest {_SAID} ORDER BY seq DESC LIMIT 1", place)
    return Span(writer, first, latest) if first else None


def to_ask_about(reader: Reader) -> Mapping[MessageId, WriterId]:
    """Late messages of mine, newest first, that stand still and about which nobody has decided here."""
    rows = reader.rows(
        """SELECT id, circle, author, time, entry FROM messages
        WHERE rowid > (SELECT coalesce(max(rowid), 0) FROM messages) - ? AND author = ? AND gone = 0
        AND id NOT IN (SELECT message FROM late_kept) ORDER BY rowid DESC""",
        (RECENT, reader.me),
    )
    return late(reader, rows)


def kept_late(reader: Reader, messages: Sequence[MessageId]) -> frozenset[MessageId]:
    """Those of these messages of which their author said here that they may stand."""
    marks = ",".join("?" * len(messages))
    rows = reader.rows(f"SELECT message FROM late_kept WHERE message IN ({marks})", tuple(messages))
    return frozenset(row[0] for row in rows)


def computers(reader: Reader) -> Mapping[WriterId, str]:
    """What my computers are called, by their writers."""
    return reader.keep("computers", lambda: _computers(reader))


def _computers(reader: Reader) -> Mapping[WriterId, str]:
    rows = reader.rows("SELECT entity, value FROM fields WHERE register = ?", (COMPUTER.number,))
    values = ((row[0], register_values(COMPUTER.number, row[1])) for row in rows)
    return {writer: value[0] for writer, value in values if value}
