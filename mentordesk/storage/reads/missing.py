# SPDX-License-Identifier: Apache-2.0
"""What has not come yet: bytes that the server still has for me, and parcels that nobody has brought."""

from __future__ import annotations

from dataclasses import dataclass

from mentordesk.domain.ids import CircleId, Lane, Role, WriterId
from mentordesk.storage import me
from mentordesk.storage.reads.reader import Reader

_WORDS = int(Lane.WORDS)


@dataclass(frozen=True, slots=True)
class Coming:
    """Bytes of words and documents still at the server, as it said last; circles whose words are not whole.

    Nothing is coming: no bytes and no circles.
    """

    bytes: int = 0
    circles: frozenset[CircleId] = frozenset()


def coming(reader: Reader) -> Coming:
    """What the next exchanges will bring, as far as the last one told."""
    return reader.keep("coming", lambda: _coming(reader))


def _coming(reader: Reader) -> Coming:
    left = int(reader.value(me.STILL_TO_COME) or b"0")
    if not left:
        return Coming()
    rows = reader.rows(
        """SELECT circles.circle FROM circles LEFT JOIN cursors
        ON cursors.circle = circles.circle AND cursors.lane = ? WHERE kind = 2 AND position >= 0
        GROUP BY circles.circle HAVING count(low) <> 1 OR max(low) > 0""",
        (_WORDS,),
    )
    return Coming(left, frozenset(row[0] for row in rows))


def gaps(reader: Reader, circle: CircleId) -> int:
    """Parcels of a circle's words that are known of and not held, or not verified for want of one before.

    Whoever is only shown openings sees no gaps. While bytes are still coming, they may close some.
    """
    return reader.keep_while(f"gaps {circle.hex()}", _mark(reader), lambda: _gaps(reader, circle))


def _mark(reader: Reader) -> tuple[int, int]:
    """What changes with every entry that comes or finds what it waited for."""
    newest = reader.number("SELECT max(id) FROM entries")
    return newest, reader.number("SELECT count(*) FROM entries INDEXED BY entries_waiting WHERE state = 1")


def _gaps(reader: Reader, circle: CircleId) -> int:
    guarded = reader.number(
        "SELECT count(*) FROM members WHERE circle = ? AND member = ? AND role = ?",
        (circle, reader.me, int(Role.GUARDIAN)),
    )
    if guarded:
        return 0
    whole = reader.keep_while(f"whole {circle.hex()}", 0, dict[WriterId, int])
    holes = sum(_missing(reader, circle, writer, whole[writer]) for writer in _holed(reader, circle, whole))
    return holes + _waiting(reader, circle)


def _holed(reader: Reader, circle: CircleId, whole: dict[WriterId, int]) -> list[WriterId]:
    """Writers of whom a number is missing; `whole` learns up to which number each of all is there.

    By an index alone, and each number once in a session: a circle may hold a hundred thousand.
    """
    tops = reader.rows(
        """SELECT writer, (SELECT max(n) FROM entries e
            WHERE e.circle = k.circle AND e.lane = ? AND e.writer = k.writer)
        FROM (SELECT DISTINCT circle, writer FROM sender_keys WHERE circle = ?) k""",
        (_WORDS, circle),
    )
    for writer, top in tops:
        low = whole.setdefault(writer, 0)
        if top is not None and low < top:
            whole[writer] = _whole_to(reader, (circle, _WORDS, writer), low, top)
    return [writer for writer, top in tops if top is not None and whole[writer] < top]


def _whole_to(reader: Reader, chain: tuple[CircleId, int, WriterId], low: int, top: int) -> int:
    """The last of the numbers after `low` that stand there without a break, at most `top`."""
    there = "FROM entries WHERE circle = ? AND lane = ? AND writer = ?"
    if reader.number(f"SELECT count(DISTINCT n) {there} AND n > ?", (*chain, low)) == top - low:
        return top
    last = reader.first(
        f"""SELECT n {there} AND n > ? AND NOT EXISTS (SELECT 1 FROM entries f
            WHERE f.circle = entries.circle AND f.lane = entries.lane AND f.writer = entries.writer
            AND f.n = entries.n + 1) ORDER BY n LIMIT 1""",
        (*chain, low),
    )
    first = reader.number(f"SELECT min(n) {there} AND n > ?", (*chain, low))
    return int(last[0]) if last is not None and first == low + 1 else low


def _missing(reader: Reader, circle: CircleId, writer: WriterId, low: int) -> int:
    """Numbers missing after `low`. Only what is verified tells of numbers before it: anybody can write a
    number on bytes."""
    return max(0, reader.number(
        """SELECT max(n) - ? - count(DISTINCT n) FROM entries WHERE circle = ? AND lane = ? AND writer = ?
        AND n > ? AND kind = 1 AND (state = 0 OR own = 1 OR code = 'late')""",
        (low, circle, _WORDS, writer, low),
    ))  # fmt: skip


def _waiting(reader: Reader, circle: CircleId) -> int:
    """Parcels beyond all that is verified of their writer which wait for one before."""
    return reader.number(
        """SELECT count(DISTINCT w.writer || w.n) FROM entries w INDEXED BY entries_waiting
        WHERE w.state = 1 AND w.circle = ? AND w.lane = ? AND w.kind = 1 AND w.code = 'parcel_predecessor'
        AND w.n > (SELECT coalesce(max(n), 0) FROM entries e WHERE e.circle = w.circle AND e.lane = w.lane
            AND e.writer = w.writer AND e.state = 0)""",
        (circle, _WORDS),
    )
