# SPDX-License-Identifier: Apache-2.0
"""A session that is killed -9 by itself at the n-th touch of its database in one stage of the work."""
from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

from mentordesk.desk.desk import Desk
from mentordesk.domain.messages import Draft
from tests.e2e import sessions
from tests.e2e.sessions import Say, Seat, circle_of, messages, signed_in, sync, talk, tell

DRAFT_THREAD = b"draft  0"
_FOLDERS = ("storage", "sync")


@dataclass(frozen=True)
class KillPoint:
    """The `touch`-th touch of the database, counted from 1, in a stage: create, write, seal or apply."""

    stage: str
    touch: int


class Touches:
    """Counts touches by stage; a touch is the moment before a statement or just after a commit."""

    def __init__(self, kill: KillPoint | None) -> None:
        self.counts: Counter[str] = Counter()
        self._kill = kill
        self._last = ""
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "after_cursor_execute", self._after)

    def _before(self, conn: object, cursor: object, statement: str, *others: Any) -> None:
        del conn, cursor, others
        if statement != "COMMIT":
            self._last = _stage()
        self._touch()

    def _after(self, conn: object, cursor: object, statement: str, *others: Any) -> None:
        del conn, cursor, others
        if statement == "COMMIT":
            self._touch()

    def _touch(self) -> None:
        if not self._last:
            return
        self.counts[self._last] += 1
        if self._kill == KillPoint(self._last, self.counts[self._last]):
            os.kill(os.getpid(), signal.SIGKILL)


def _stage() -> str:
    """What the programme is at, by the functions that are under way; sealing may write a card on its way."""
    under_way = set(_functions())
    if ("sealing.py", "seal") in under_way:
        return "seal"
    if ("profile.py", "create_profile") in under_way:
        return "create"
    if under_way & {("parcels.py", name) for name in ("apply", "work", "settle")}:
        return "apply"
    return "write" if any(file == "writes.py" for file, _ in under_way) else ""


def _functions() -> Iterator[tuple[str, str]]:
    frame = sys._getframe()
    while frame is not None:
        code = frame.f_code
        folder, _, file = code.co_filename.rpartition(os.sep)
        if folder.endswith(_FOLDERS):
            yield file, code.co_name
        frame = frame.f_back  # type: ignore[assignment]


def enrol(say: Say, seat: Seat, server: str, slip: str, kill: KillPoint | None = None) -> None:
    """Sit down with a slip, killed on the way if `kill` says so; say who is known here at the end."""
    touches = Touches(kill)
    sessions.enrol(seat, server, slip)
    say("people", tuple(person.name for person in seat.entrance().people()))
    say("counts", dict(touches.counts))


def look(say: Say, seat: Seat, kill: KillPoint) -> None:
    """Fetch and read what is new, killed on the way."""
    Touches(kill)
    sessions.look(say, seat)


def day(say: Say, seat: Seat, texts: Sequence[str], draft: str, kill: KillPoint | None) -> None:
    """Read what is new, write, keep a draft, exchange; killed on the way if `kill` says so."""
    touches = Touches(kill)
    with signed_in(seat) as desk:
        kept = desk.drafts.get(DRAFT_THREAD)
        say("kept draft", kept.text if kept else "")
        _read(desk)
        _write(say, desk, texts, draft)
        sync(say, desk, seat)
        tell(say, desk)
    say("counts", dict(touches.counts))


def _read(desk: Desk) -> None:
    fresh = [one.id for one in messages(desk) if one.fresh]
    desk.threads.mark_read(fresh).result()


def _write(say: Say, desk: Desk, texts: Sequence[str], draft: str) -> None:
    say("drafting", draft)
    desk.drafts.save(Draft(circle_of(desk), DRAFT_THREAD, "Later", draft, new_thread=True)).result()
    say("drafted", draft)
    for text in texts:
        say("writing", text)
        talk(desk, "Essay", text)
        say("written", text)
