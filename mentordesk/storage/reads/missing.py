# SPDX-License-Identifier: Apache-2.0
"""What has not come yet: bytes that the server still has for me, and parcels that nobody has brought."""

from __future__ import annotations

from dataclasses import dataclass

from mentordesk.domain.ids import CircleId, Lane, Role
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
    doubtful = reader.keep(f"doubtful {circle.hex()}", lambda: _may_have_gaps(reader, circle))
    return reader.keep("gaps", lambda: _gaps(reader)).get(circle, 0) if doubtful else 0


def _may_have_gaps(reader: Reader, circle: CircleId) -> bool:
    """Whether a number is missing or a parcel waits: quickly, by indexes alone; nearly always not."""
    hole = reader.first(
        """SELECT writer FROM entries WHERE circle = ? AND lane = ? AND writer <> x''
        GROUP BY writer HAVING max(n) > count(DISTINCT n) LIMIT 1""",
        (circle, _WORDS),
    )
    if hole is not None:
        return True
    waiting = "SELECT 1 FROM entries INDEXED BY entries_waiting WHERE state = 1 AND circle = ? LIMIT 1"
    return reader.first(waiting, (circle,)) is not None


def _gaps(reader: Reader) -> dict[CircleId, int]:
    """By circle. Only what is verified tells of numbers before it: anybody can write a number on bytes."""
    guarded = {
        row[0]
        for row in reader.rows(
            "SELECT circle FROM members WHERE member = ? AND role = ?", (reader.me, int(Role.GUARDIAN))
        )
    }
    found: dict[CircleId, int] = {}
    for circle, missing in reader.rows(
        """SELECT circle, max(n) - count(DISTINCT n) FROM entries
        WHERE lane = ? AND kind = 1 AND writer <> x'' AND (state = 0 OR own = 1 OR code = 'late')
        GROUP BY circle, writer""",
        (_WORDS,),
    ):
        found[circle] = found.get(circle, 0) + missing
    for circle, waiting in reader.rows(
        """SELECT w.circle, count(DISTINCT w.n) FROM entries w
        WHERE w.state = 1 AND w.lane = ? AND w.kind = 1 AND w.code = 'parcel_predecessor'
        AND w.n > (SELECT coalesce(max(n), 0) FROM entries e WHERE e.circle = w.circle AND e.lane = w.lane
            AND e.writer = w.writer AND e.state = 0)
        GROUP BY w.circle""",
        (_WORDS,),
    ):
        found[circle] = found.get(circle, 0) + waiting
    return {circle: count for circle, count in found.items() if count > 0 and circle not in guarded}
