# SPDX-License-Identifier: Apache-2.0
"""My computers: this one's name, and the other one on which work may still wait."""

from __future__ import annotations

import json

from mentordesk.domain.computers import OtherComputer
from mentordesk.domain.ids import Lane, WriterId
from mentordesk.storage import me
from mentordesk.storage.reads.drafts import settings
from mentordesk.storage.reads.late import computers
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.writes import COMPUTER_SETTING

TOLD = "computers_told"  # the setting with the names of which the reminder was put away
NEW_DAYS = 14  # after which nobody is reminded of the computer before
_DAY = 86_400


def name(reader: Reader) -> str:
    """What this computer is called; "" = it says nothing."""
    return settings(reader).get(COMPUTER_SETTING) or reader.value(me.HOST).decode()


def told(reader: Reader) -> frozenset[str]:
    """Computers of which the reminder was put away."""
    return frozenset(json.loads(settings(reader).get(TOLD, "[]")))


def other(reader: Reader, now: int) -> OtherComputer | None:
    """The computer used last before this one, while this one is new and nobody has put that away."""
    began = int(reader.value(me.BEGAN) or b"0")
    if not began or now - began > NEW_DAYS * _DAY:
        return None
    known: dict[str, int] = {}
    for writer, called in computers(reader).items():
        if writer != reader.value(me.WRITER) and called != name(reader):
            known[called] = max(known.get(called, 0), _latest(reader, writer))
    found = [OtherComputer(called, latest) for called, latest in known.items() if latest > 0]
    last = max(found, key=lambda one: one.latest, default=None)
    return None if last is None or last.name in told(reader) else last


def _latest(reader: Reader, writer: WriterId) -> int:
    """When the newest that came from a writer was written."""
    newest = reader.number("SELECT max(time) FROM fields WHERE writer = ?", (writer,))
    for row in reader.rows("SELECT DISTINCT circle FROM sender_keys WHERE writer = ?", (writer,)):
        said = reader.number(
            """SELECT latest FROM entries WHERE circle = ? AND lane = ? AND writer = ? AND seq > 0
            AND latest > 0 ORDER BY seq DESC LIMIT 1""",
            (row[0], int(Lane.WORDS), writer),
        )
        newest = max(newest, said)
    return newest
