# SPDX-License-Identifier: Apache-2.0
"""Circles, the people in them, and their threads, as rows of pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from mentordesk.domain.circles import CircleSummary, Person
from mentordesk.domain.ids import CircleId, MemberId, Role, ThreadId
from mentordesk.domain.messages import ThreadSummary
from mentordesk.storage.reads.reader import Namer, Reader
from mentordesk.storage.schema import CircleKind

RECENT = 400  # newest messages from which people's habits are read
FEW = 3  # messages before a weekday can be a habit
ALL = -1  # as a limit of rows
SHARE = 0.2  # of somebody's messages that makes a weekday usual

# A server may name circles that nobody signed a charter for.
_KNOWN = "EXISTS (SELECT 1 FROM members WHERE members.circle = circles.circle)"
_THREADS = """SELECT t.*, t.count AS total, d.thread IS NOT NULL AS has_draft,
    EXISTS (SELECT 1 FROM messages m WHERE m.id = t.last_id AND m.gone > 0) AS taken_back FROM threads t
    LEFT JOIN drafts d ON d.thread = t.thread AND d.text <> '' WHERE t.count > 0"""

_SIGNS = """SELECT circle, author, ("when" / 86400 + 3) % 7 AS weekday, count(*), max("when")
    FROM (SELECT circle, author, min(time, arrived) AS "when" FROM messages ORDER BY rowid DESC LIMIT ?)
    GROUP BY circle, author, weekday"""  # 1 January 1970 was a Thursday


@dataclass(slots=True)
class Signs:
    """What the newest messages tell about one person."""

    last: int = 0
    days: Counter[int] = field(default_factory=Counter)

    def weekdays(self) -> tuple[int, ...]:
        """Days on which messages usually come, 0 = Monday."""
        total = self.days.total()
        return tuple(sorted(day for day, n in self.days.items() if total >= FEW and n >= SHARE * total))


def circles(reader: Reader) -> tuple[CircleSummary, ...]:
    """All circles of which a charter is known, in the order in which I joined them."""
    sql = f"SELECT circle FROM circles WHERE kind = ? AND {_KNOWN} ORDER BY position"
    found = reader.rows(sql, (CircleKind.CIRCLE,))
    return tuple(_summary(reader, row[0]) for row in found)


def circle(reader: Reader, wanted: CircleId) -> CircleSummary | None:
    """One circle, if I am in it."""
    found = reader.first(
        f"SELECT 1 FROM circles WHERE circle = ? AND kind = ? AND {_KNOWN}", (wanted, CircleKind.CIRCLE)
    )
    return None if found is None else _summary(reader, wanted)


def _summary(reader: Reader, wanted: CircleId) -> CircleSummary:
    row = reader.first(
        """SELECT count(*) FILTER (WHERE waiting_since > 0 AND last_author <> ?), coalesce(sum(fresh), 0)
        FROM threads WHERE circle = ?""",
        (reader.me, wanted),
    )
    waiting, fresh = (row[0], row[1]) if row else (0, 0)
    last = reader.first(
        """SELECT last_words, last_time FROM threads WHERE circle = ? AND count > 0
        ORDER BY min(last_time, moved) DESC LIMIT 1""",
        (wanted,),
    )
    return CircleSummary(wanted, people(reader, wanted), waiting, fresh, *(last or ("", 0)))


def people(reader: Reader, wanted: CircleId) -> tuple[Person, ...]:
    """The members of a circle by name, me last."""
    rows = reader.rows("SELECT member, role FROM members WHERE circle = ?", (wanted,))
    found = [_person(reader, wanted, row[0], row[1]) for row in rows]
    return tuple(sorted(found, key=lambda person: (person.me, person.name.casefold(), person.member)))


def _person(reader: Reader, wanted: CircleId, member: MemberId, role: int) -> Person:
    card = reader.card(wanted, member)
    signs = reader.keep("signs", lambda: _signs(reader)).get((wanted, member), Signs())
    known = {kind.value for kind in Role}
    return Person(
        member=member,
        name=reader.names()(wanted, member),
        role=Role(role) if role in known else Role.MEMBER,
        me=member == reader.me,
        zone=card[1] if card else "",
        enrolled=card is not None or signs.last > 0 or member == reader.me,
        weekdays=signs.weekdays(),
        last_contact=signs.last,
    )


def _signs(reader: Reader) -> dict[tuple[CircleId, MemberId], Signs]:
    rows = reader.rows(_SIGNS, (RECENT,))
    found: dict[tuple[CircleId, MemberId], Signs] = {}
    for wanted, author, weekday, count, last in rows:
        signs = found.setdefault((wanted, author), Signs())
        signs.last = max(signs.last, last)
        signs.days[weekday] += count
    return found


def threads_of(reader: Reader, wanted: CircleId, limit: int = ALL) -> tuple[ThreadSummary, ...]:
    """A circle's threads, the one that moved last first."""
    newest = "ORDER BY min(t.last_time, t.moved) DESC, t.thread LIMIT ?"
    rows = reader.rows(f"{_THREADS} AND t.circle = ? {newest}", (wanted, limit))
    names = reader.names()
    return tuple(_to_thread(reader.me, names, row) for row in rows)


def count_threads(reader: Reader, wanted: CircleId) -> int:
    """How many threads a circle has."""
    return reader.number("SELECT count(*) FROM threads WHERE circle = ? AND count > 0", (wanted,))


def thread(reader: Reader, wanted: ThreadId) -> ThreadSummary | None:
    """One thread, if it has messages."""
    row = reader.first(f"{_THREADS} AND t.thread = ?", (wanted,))
    return None if row is None else _to_thread(reader.me, reader.names(), row)


def waiting_threads(reader: Reader, limit: int = ALL) -> tuple[ThreadSummary, ...]:
    """Threads in which somebody waits for my answer, the longest wait first."""
    longest = "ORDER BY t.waiting_since, t.thread LIMIT ?"
    rows = reader.rows(
        f"{_THREADS} AND t.waiting_since > 0 AND t.last_author <> ? {longest}", (reader.me, limit)
    )
    names = reader.names()
    return tuple(_to_thread(reader.me, names, row) for row in rows)


def _to_thread(me: MemberId, names: Namer, row: Any) -> ThreadSummary:
    return ThreadSummary(
        circle=row.circle,
        thread=row.thread,
        topic=row.topic,
        last_author=row.last_author,
        last_author_name=names(row.circle, row.last_author),
        last_words=row.last_words,
        last_time=row.last_time,
        fresh=row.fresh,
        count=row.total,
        my_turn=row.last_author != me,
        waiting_since=row.waiting_since,
        has_draft=bool(row.has_draft),
        taken_back=bool(row.taken_back),
    )
