# SPDX-License-Identifier: Apache-2.0
"""A person at a computer, over a town's line, without threads: the whole client below the window."""
from __future__ import annotations

from pathlib import Path

from mentordesk.base.clock import Clock, SeededRandomness
from mentordesk.base.files import SystemFiles
from mentordesk.desk.desk import Desk, open_desk
from mentordesk.desk.profiles import Entrance, Opened
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.events import Event
from mentordesk.domain.ids import CircleId
from mentordesk.domain.messages import Message
from mentordesk.storage.keyslots import Derive
from mentordesk.storage.profile import Tools
from mentordesk.storage.store import InlineRunner
from mentordesk.sync.engine import SyncEngine
from tests.helpers.line import Line
from tests.helpers.town import ADDRESS, quick

PASSPHRASE = "mango river seven lamps"


class Person:
    """One profile on one computer; `enrol` or `sign_in` first, `close` at the end."""

    def __init__(self, home: Path, line: Line, clock: Clock, seed: int | str = 1) -> None:
        self.line = line
        self.events: list[Event] = []
        self.derive: Derive = quick
        rand = SeededRandomness(f"person {seed}")
        tools = Tools(SystemFiles(), clock, rand, lambda *secrets: self.derive(*secrets))
        self.entrance = Entrance(
            home, self.events.append, tools, lambda addresses: lambda timeout: line.connect(), InlineRunner
        )
        self._opened: Opened | None = None
        self._desk: Desk | None = None

    @property
    def opened(self) -> Opened:
        """The profile while somebody is signed in."""
        assert self._opened is not None
        return self._opened

    @property
    def desk(self) -> Desk:
        """The desk while somebody is signed in."""
        assert self._desk is not None
        return self._desk

    @property
    def engine(self) -> SyncEngine:
        """The engine of the desk's line."""
        return self.opened.connection.engine

    def enrol(self, code: str, passphrase: str = PASSPHRASE) -> Person:
        """Sit down with a slip."""
        info = self.entrance.look_up_slip(ADDRESS, code)
        return self._sit(self.entrance.enrol(info, passphrase))

    def sign_in(self, passphrase: str = PASSPHRASE) -> Person:
        """Sit down again at a computer with one profile."""
        (info,) = self.entrance.people()
        return self._sit(self.entrance.open(info.folder, passphrase))

    def _sit(self, opened: Opened) -> Person:
        self._opened = opened
        self._desk = open_desk(
            opened.runner, opened.reader, opened.connection, opened.rand, opened.close
        )
        return self

    def sync(self) -> SyncStatus:
        """Exchange until nothing is left; fails the test unless that worked."""
        self.engine.connect_now()
        for _ in range(200):
            self.engine.step()
            if self.engine.status.state is LineState.UP_TO_DATE:
                break
        status = self.desk.connection.status()
        assert status.state is LineState.UP_TO_DATE, status
        return status

    def try_once(self) -> SyncStatus:
        """One exchange, however it ends."""
        self.engine.connect_now()
        self.engine.step()
        return self.desk.connection.status()

    def circle(self) -> CircleId:
        """The only circle."""
        (circle,) = self.desk.people.circles()
        return circle.circle

    def messages(self) -> list[Message]:
        """Everything in all threads, thread by thread in the order of the page."""
        found: list[Message] = []
        for thread in sorted(self.desk.threads.list(self.circle()), key=lambda one: one.thread):
            page = self.desk.threads.page(thread.thread)
            found += page.rows(0, page.count())
        return found

    def texts(self) -> list[str]:
        """What they say."""
        return [message.text for message in self.messages()]

    def close(self) -> None:
        """Sign out, if anybody is signed in."""
        if self._desk is not None:
            self._desk.close()
        self._desk = self._opened = None
