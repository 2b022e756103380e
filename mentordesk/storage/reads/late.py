# SPDX-License-Identifier: Apache-2.0
"""Which messages came late: their author had said something newer from another computer before.

A pure function of the log: a parcel of the same author by another writer stands before the message's own, and
the newest message in it was written later. Of each other writer the last parcel before is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentordesk.domain.ids import CircleId, Lane, MemberId, MessageId, WriterId
from mentordesk.domain.registers import COMPUTER
from mentordesk.storage.reads.reader import Reader
from mentordesk.wire.operations import register_values

RECENT = 500  # newest messages among which late ones of mine are looked for
_WORDS = int(Lane.WORDS)
_MOST_OTHERS = 16  # writers of one author that are looked at for one message, those that began last
_AT_ONCE = 500  # look-ups in one statement
_SAID = "e.seq > 0 AND e.latest > 0 AND e.state = 0"


@dataclass(frozen=True, slots=True)
class Span:
    """From the number of a writer's first parcel with messages to the time of the newest in its last."""

    writer: WriterId
    first: int
    latest: int


def late(reader: Reader, found: Sequence[Any]) -> Mapping[MessageId, WriterId]:
    """The late ones of these messages and who wrote them; rows begin (id, circle, author, time, entry)."""
    spans = {circle: _spans(reader, circle) for circle in {row[1] for row in found}}
    asked = [row for row in found if row[4] and len(spans[row[1]].get(row[2], ())) > 1]
    if not asked:
        return {}
    places = _places(reader, [row[4] for row in asked])
    doubtful: list[_Doubt] = []
    for message, circle, author, time, entry in (row[:5] for row in asked):
        writer, seq = places.get(entry, (b"", 0))
        others = [
            (message, time, circle, other.writer, seq)
            for other in spans[circle][author]
            if other.writer != writer and other.first < seq and other.latest > time
        ]
        doubtful += others[-_MOST_OTHERS:]
    writers = {row[0]: places[row[4]][0] for row in asked if row[4] in places}
    return {message: writers[message] for message in _confirmed(reader, doubtful)}


_Doubt = tuple[MessageId, int, CircleId, WriterId, int]  # message, its time; whose parcel, before which


def _confirmed(reader: Reader, doubtful: Sequence[_Doubt]) -> Iterator[MessageId]:
    """Those before which the last parcel of the other writer holds something newer."""
    for at in range(0, len(doubtful), _AT_ONCE):
        part = doubtful[at : at + _AT_ONCE]
        rows = reader.rows(
            f"""WITH asked (message, time, circle, writer, seq) AS (VALUES {_marks(part)})
            SELECT message FROM asked WHERE time < (SELECT latest FROM entries AS e
                WHERE e.circle = asked.circle AND e.lane = {_WORDS} AND e.writer = asked.writer AND {_SAID}
                AND e.seq < asked.seq ORDER BY e.seq DESC LIMIT 1)""",
            tuple(value for doubt in part for value in doubt),
        )
        yield from (row[0] for row in rows)


def _marks(part: Sequence[_Doubt]) -> str:
    return ",".join(["(?,?,?,?,?)"] * len(part))


def _places(reader: Reader, entries: Sequence[int]) -> dict[int, tuple[WriterId, int]]:
    marks = ",".join("?" * len(entries))
    rows = reader.rows(f"SELECT id, writer, seq FROM entries WHERE id IN ({marks})", tuple(entries))
    return {row[0]: (row[1], row[2]) for row in rows}


def _spans(reader: Reader, circle: CircleId) -> Mapping[MemberId, Sequence[Span]]:
    return reader.keep(f"spans {circle.hex()}", lambda: _find_spans(reader, circle))


def _find_spans(reader: Reader, circle: CircleId) -> Mapping[MemberId, Sequence[Span]]:
    """By author, of all writers that have said something in this circle, in the order in which they began."""
    mine = f"e.circle = k.circle AND e.lane = {_WORDS} AND e.writer = k.writer AND {_SAID}"
    rows = reader.rows(
        f"""SELECT author, writer,
            (SELECT seq FROM entries AS e WHERE {mine} ORDER BY e.seq LIMIT 1),
            (SELECT latest FROM entries AS e WHERE {mine} ORDER BY e.seq DESC LIMIT 1)
        FROM (SELECT DISTINCT circle, author, writer FROM sender_keys WHERE circle = ?) AS k""",
        (circle,),
    )
    spans: dict[MemberId, list[Span]] = {}
    for author, writer, first, latest in rows:
        if first is not None:
            spans.setdefault(author, []).append(Span(writer, first, latest))
    for found in spans.values():
        found.sort(key=lambda span: span.first)
    return spans


def to_ask_about(reader: Reader) -> Mapping[MessageId, WriterId]:
    """Late messages of mine, newest first, that stand still and about which nobody has decided here."""
    places = reader.rows(
        "SELECT circle FROM sender_keys WHERE mine = 1 GROUP BY circle HAVING min(writer) < max(writer)"
    )
    if not places:
        return {}
    rows = reader.rows(
        f"""SELECT id, circle, author, time, entry FROM messages
        WHERE rowid > (SELECT coalesce(max(rowid), 0) FROM messages) - ? AND author = ? AND gone = 0
        AND entry > 0 AND circle IN ({",".join("?" * len(places))})
        AND id NOT IN (SELECT message FROM late_kept) ORDER BY rowid DESC""",
        (RECENT, reader.me, *(row[0] for row in places)),
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
