# SPDX-License-Identifier: Apache-2.0
"""One person's desk: everything that can be done, by subject. Writes return futures, reads are direct."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from mentordesk.base.clock import Randomness
from mentordesk.desk.attachments import Attachments
from mentordesk.desk.carriers import Carriers
from mentordesk.desk.computers import Computers
from mentordesk.desk.documents import Documents
from mentordesk.desk.drafts import Drafts
from mentordesk.desk.history import History
from mentordesk.desk.missing import Missing
from mentordesk.desk.people import People
from mentordesk.desk.search import Search
from mentordesk.desk.settings import DeskSettings
from mentordesk.desk.spelling import Spelling
from mentordesk.desk.threads import Threads
from mentordesk.desk.today import TodayDesk
from mentordesk.domain.connection import SyncStatus
from mentordesk.domain.files import Usage
from mentordesk.storage import me
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner


class Line(Protocol):
    """The line to the server, as a desk offers it."""

    carriers: Carriers

    def now(self) -> int:
        """Unix seconds, as the server's replies corrected this computer's clock."""
        ...

    def nudge(self) -> None:
        """There is something to send."""
        ...

    def status(self) -> SyncStatus:
        """How it stands."""
        ...

    def usage(self) -> Usage:
        """What the last seven days cost."""
        ...

    def connect_now(self) -> None:
        """A person asks for an exchange."""
        ...

    def line_up(self) -> None:
        """The system says that there is a network again."""
        ...

    def start(self) -> None:
        """Begin to exchange whenever there is a line."""
        ...

    def stop(self) -> None:
        """End all of it; what is under way is broken off and loses nothing."""
        ...

    def bring_up_to_date(self, pause: Callable[[float], object], patience: float) -> SyncStatus:
        """Exchange on the caller's thread until nothing is left; where no threads were started."""
        ...

    def bring_files(self, pause: Callable[[float], object], patience: float) -> None:
        """Move files on the caller's thread until none is to be moved."""
        ...


class Desk:
    """Reads belong to the thread that calls them; only one may."""

    def __init__(
        self, runner: Runner, reader: Reader, connection: Line, rand: Randomness, close: Callable[[], None]
    ) -> None:
        self._reader = reader
        self._close = close
        self.me = reader.me
        self.connection = connection
        self.carriers = connection.carriers
        self.people = People(runner, reader)
        self.threads = Threads(runner, reader)
        self.drafts = Drafts(runner, reader, rand)
        self.documents = Documents(runner, reader, rand, connection)
        self.history = History(runner, reader)
        self.computers = Computers(runner, reader)
        self.missing = Missing(reader)
        self.attachments = Attachments(runner, reader, rand, connection)
        self.today = TodayDesk(reader)
        self.search = Search(reader)
        self.settings = DeskSettings(runner, reader)
        self.spelling = Spelling(runner, reader)

    @property
    def my_name(self) -> str:
        """What I am called."""
        return me.get_meta(self._reader.conn, me.MY_NAME).decode()

    @property
    def programme_name(self) -> str:
        """The programme that I am in."""
        return me.get_meta(self._reader.conn, me.PROGRAMME_NAME).decode()

    def still(self) -> AbstractContextManager[None]:
        """Let every read inside see one moment, however much arrives meanwhile."""
        return self._reader.still()

    def close(self) -> None:
        """End in order: open documents, the line, then (by `close`) the store thread and the database."""
        self.documents.close_all()
        self.connection.stop()
        self._reader.close()
        self._close()


def open_desk(
    runner: Runner, reader: Reader, connection: Line, rand: Randomness, close: Callable[[], None]
) -> Desk:
    """A desk over an open profile; `close` ends the runner and the database."""
    return Desk(runner, reader, connection, rand, close)
