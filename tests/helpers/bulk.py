# SPDX-License-Identifier: Apache-2.0
"""A profile with very many messages, made quickly: rows and words as the store writes them, in bulk.

python -m tests.helpers.bulk HOME 100000 [MESSAGES_OF_THE_LONG_THREAD]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentordesk.domain.ids import CircleId, MemberId, ThreadId
from mentordesk.domain.messages import Delivery
from mentordesk.storage import rows
from mentordesk.storage.profile import Profile
from mentordesk.storage.search.fold import fold
from mentordesk.storage.store import Tx
from tests.helpers.profiles import CIRCLE, GRACE, THREAD, Desk, join

SENTENCES = (
    "Dear Grace, I wrote the second part of my essay about water yesterday evening.",
    "Mwalimu amesema tutapata mtihani wa hisabati Ijumaa, nitasoma kila siku.",
    "Bonjour Amina, ton résumé est déjà très clair ; garde seulement une idée par phrase.",
    "شُكْرًا على رسالتك، سأقرأ النص غدًا وأرسل لك ملاحظاتي.",
    "मैंने विज्ञान की किताब का तीसरा अध्याय पढ़ लिया है।",
    "¿Puedes leer mi carta de motivación antes del viernes, por favor?",
    "The form asks for two goals: one for this term and one for the coming year.",
    "Take your time, and tell me which of the questions felt hardest.",
)
NAMES = ("Achieng", "Wanjiru", "Otieno", "Njeri", "Kamau", "Mumbi", "Baraka", "Zawadi", "Imani", "Neema")
FIRST = 1_760_000_000  # the first message, unix seconds
_MESSAGE = """INSERT INTO messages
    (rowid, id, circle, thread, base, author, rank, time, text, state, state_time, entry, fresh, arrived)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,1,0,?)"""


@dataclass(frozen=True, slots=True)
class Room:
    """The circle that gets the messages, and who writes in it besides oneself."""

    circle: CircleId = CIRCLE
    other: MemberId = GRACE


AMINAS = Room()


def text_of(number: int) -> str:
    """Message `number`: believable words, a name and a number of its own."""
    one, two = SENTENCES[number % 8], SENTENCES[number // 8 % 8]
    return f"{one} {two} {NAMES[number * 7 % 10]} {number}"


def thread_of(number: int) -> ThreadId:
    """The thread with this number."""
    return THREAD if number == 0 else b"bulk" + number.to_bytes(4, "big")


def fill(tx: Tx, count: int, longest: int | None = None, room: Room = AMINAS) -> None:
    """Write `count` messages: `longest` of them (all when not given) into THREAD, the rest 40 to a thread."""
    longest = count if longest is None else min(longest, count)
    me = tx.me.member
    last = tx.conn.exec_driver_sql("SELECT coalesce(max(rowid), 0) FROM messages").scalar_one()
    made = [(last + 1 + row[0], *row[1:]) for row in _rows(count, longest, me, room)]
    tx.conn.exec_driver_sql(_MESSAGE, made)
    words = [(last + 1 + number, fold(text_of(number))) for number in range(count)]
    tx.conn.exec_driver_sql("INSERT INTO message_fts (rowid, words) VALUES (?, ?)", words)
    _summarise(tx, me)


def _rows(count: int, longest: int, me: MemberId, room: Room) -> Iterator[tuple[Any, ...]]:
    for number in range(count):
        place = number if number < longest else (number - longest) % 40
        thread = thread_of(0 if number < longest else 1 + (number - longest) // 40)
        author = me if place % 2 == 0 else room.other
        time = FIRST + number * 300
        yield (
            number, number.to_bytes(8, "big"), room.circle, thread, place, author, place + 1, time,
            text_of(number), int(Delivery.READ), time, time,
        )  # fmt: skip


def _summarise(tx: Tx, me: bytes) -> None:
    tx.conn.exec_driver_sql(
        """INSERT OR IGNORE INTO threads (thread, circle, topic, count, max_rank, base, moved, version)
        SELECT thread, circle, 'Topic ' || hex(thread), count(*), max(rank), max(base), max(arrived), 1
        FROM messages GROUP BY thread"""
    )
    tx.conn.exec_driver_sql(
        """UPDATE threads SET my_base = m.base, my_rank = m.rank, my_id = m.id FROM
        (SELECT thread, max(base) AS base, rank, id FROM messages WHERE author = ? GROUP BY thread) AS m
        WHERE m.thread = threads.thread""",
        (me,),
    )
    for (thread,) in tx.conn.exec_driver_sql("SELECT thread FROM threads").fetchall():
        rows.refresh_thread(tx, thread)


def make_profile(home: Path, count: int, longest: int | None = None) -> Path:
    """A closed profile of Amina's with `count` messages; its folder. Its passphrase is PASSPHRASE."""
    desk = Desk(home)
    folder = desk.create()
    with desk.session(folder) as profile:
        fill_profile(profile, count, longest)
    return folder


def fill_profile(profile: Profile, count: int, longest: int | None = None) -> None:
    """Write the messages into an open profile."""
    profile.store.transact(join)
    profile.store.transact(lambda tx: fill(tx, count, longest))


def main() -> None:
    """Make a profile and say where it is."""
    home, count, *longest = sys.argv[1:]
    folder = make_profile(Path(home), int(count), *(int(number) for number in longest))
    sys.stdout.write(json.dumps({"folder": str(folder), "messages": int(count)}) + "\n")


if __name__ == "__main__":
    main()
