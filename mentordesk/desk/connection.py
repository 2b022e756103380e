# SPDX-License-Identifier: Apache-2.0
"""The line to the server as a desk offers it: how it stands, connect now, start, stop."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mentordesk.base.clock import Clock, Randomness
from mentordesk.base.errors import CertificateNotTrusted, DiskTrouble, NotOurServer, ServerUnreachable
from mentordesk.desk.carriers import Carriers
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.events import Event, FileChanged, SettingChanged, SyncChanged, ThreadChanged
from mentordesk.domain.files import Usage
from mentordesk.storage import attachments, figures, outbox
from mentordesk.storage.me import CLOCK_OFFSET, get_number
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner, Tx
from mentordesk.sync.carriers.tray import Tray
from mentordesk.sync.engine import SyncEngine
from mentordesk.sync.exchange import seal_waiting
from mentordesk.sync.files import FileMover
from mentordesk.sync.line import Connection as Wire
from mentordesk.sync.line import LineBroken, Meter, Received, parse_address
from mentordesk.sync.runner import SyncThread, WaitThread
from mentordesk.sync.waiting import SECONDS, Listener

Publish = Callable[[Event], None]
Dial = Callable[[float], Wire]  # seconds without a byte → a connection to the server

STALL = 30.0
_AT_AN_END = frozenset(
    {LineState.UP_TO_DATE, LineState.SIGN_IN_AGAIN, LineState.UPDATE_NEEDED, LineState.TROUBLE}
)
_AUTHORITY = "authority.pem"


class Announcer:
    """Hands each event to everybody who listens, on the thread where it happened."""

    def __init__(self, first: Publish) -> None:
        self._listeners = [first]

    def listen(self, listener: Publish) -> None:
        """Hear everything from now on."""
        self._listeners.append(listener)

    def __call__(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is passed in from outside."""

    clock: Clock
    rand: Randomness
    announcer: Announcer


class Connection:
    """One profile's line. Without `start` nothing is exchanged but by `bring_up_to_date`."""

    def __init__(
        self, runner: Runner, reader: Reader, dial: Dial, around: Surroundings, tray: Tray
    ) -> None:
        self._runner = runner
        self._reader = reader
        self._dial = dial
        self._around = around
        self.carriers = Carriers(runner, tray, around.clock, lambda: seal_all(runner))
        self.engine = SyncEngine(
            runner, lambda: dial(STALL), around.clock, around.rand, around.announcer, self.carriers.forwarder
        )
        self.engine.files = FileMover(runner, reader.shelf, reader.moving, around.clock, around.announcer)
        reader.moving.now, reader.moving.over_budget = around.clock.now(), self.usage().over
        self.carriers.connected = lambda: self.engine.status.state is LineState.UP_TO_DATE
        self.carriers.wake = lambda: self._poke(self.engine.news)
        self._sync: SyncThread | None = None
        self._wait: WaitThread | None = None
        around.announcer.listen(self._heard)

    def status(self) -> SyncStatus:
        """How it stands, with the figures of this moment; on the reader's thread."""
        status = self.engine.status
        try:
            with self._reader.watched():
                status = figures.fill(self._reader.conn, status, self._around.clock.now())
        except DiskTrouble as trouble:  # the figures are a comfort, the state is not
            status = status if status.code else replace(status, code=trouble.code)
        return replace(status, carrying=self.carriers.forwarder.waiting)

    def usage(self) -> Usage:
        """What the last seven days cost; on the reader's thread."""
        conn = self._reader.conn
        with self._reader.watched():
            return attachments.usage(conn, self._around.clock.now() + get_number(conn, CLOCK_OFFSET))

    def now(self) -> int:
        """Unix seconds, as the server's replies corrected this computer's clock; on the reader's thread."""
        with self._reader.watched():
            return max(0, self._around.clock.now() + get_number(self._reader.conn, CLOCK_OFFSET))

    def connect_now(self) -> None:
        """A person asks for an exchange."""
        self._poke(self.engine.connect_now)

    def nudge(self) -> None:
        """There is something to send."""
        self._poke(self.engine.nudge)

    def line_up(self) -> None:
        """The system says that there is a network again."""
        self._poke(self.engine.line_up)

    def start(self) -> None:
        """Begin to exchange whenever there is a line, and to listen for news."""
        if self._sync is not None:
            return
        listener = Listener(
            self._runner,
            lambda: self._dial(SECONDS + STALL),
            self._around.clock,
            self._around.rand,
            ready=lambda: self.engine.status.state is LineState.UP_TO_DATE,
            news=lambda: self._poke(self.engine.news),
        )
        self._sync, self._wait = SyncThread(self.engine), WaitThread(listener)
        self._sync.start()
        self._wait.start()

    def stop(self) -> None:
        """Break off what is under way, which loses nothing; seal what waits, drafts too, into the tray."""
        sync, self._sync = self._sync, None
        wait, self._wait = self._wait, None
        if wait is not None:
            wait.stop()
        if sync is not None:
            sync.stop()
        self.engine.close()
        self.carriers.stop()
        try:
            seal_all(self._runner)
        except DiskTrouble:
            return  # it waits in the outbox as well
        self.carriers.put_up()

    def bring_up_to_date(self, pause: Callable[[float], object], patience: float) -> SyncStatus:
        """Exchange on the caller's thread until nothing is left; where no threads were started.

        `pause` waits so many seconds; after `patience` seconds of pauses it is given up, and at once where
        waiting does not help. The status says how far it came.
        """
        self.engine.connect_now()
        while patience > 0:
            wait = self.engine.step()
            if self.engine.status.state in _AT_AN_END:
                break
            if wait:
                pause(min(wait, patience))
                patience -= wait
        return self.status()

    def bring_files(self, pause: Callable[[float], object], patience: float) -> None:
        """Move files on the caller's thread until none is to be moved; otherwise like `bring_up_to_date`."""
        self.engine.connect_now()
        while patience > 0:
            wait = self.engine.step()
            at_an_end = self.engine.status.state in _AT_AN_END
            if at_an_end and self.engine.files_rest:
                return
            if wait:
                pause(min(wait, patience))
                patience -= wait

    def _poke(self, how: Callable[[], None]) -> None:
        if self._sync is None:
            how()
        else:
            self._sync.poke(how)

    def _heard(self, event: Event) -> None:
        """A message was written, taken back or read here, or came with an exchange; or the engine rests."""
        if isinstance(event, ThreadChanged):
            self._poke(self.engine.nudge)
        if isinstance(event, SettingChanged):
            self._poke(self.engine.file_changed)
        if isinstance(event, FileChanged) and event.file != self._reader.moving.file:
            self._poke(lambda: self.engine.file_changed(event.file))
        wait = self._wait
        if isinstance(event, SyncChanged) and event.status.state is LineState.UP_TO_DATE and wait is not None:
            wait.wake()


def seal_all(runner: Runner) -> None:
    """Make parcels of everything that waits, drafts too, in as many transactions as it takes."""
    while runner.call(_seal_some):
        continue


def _seal_some(tx: Tx) -> int:
    outbox.flush_drafts(tx)
    outbox.let_go(tx)
    return seal_waiting(tx)


class Dialler:
    """Connections to a server that has several addresses: the one that answered last, or the next.

    A file authority.pem in `home` names the only certificate authority to trust.
    """

    def __init__(self, addresses: Sequence[str], home: Path, clock: Clock) -> None:
        self._addresses = tuple(addresses) or ("",)
        self._authority = home / _AUTHORITY
        self._clock = clock
        self._at = 0

    def __call__(self, timeout: float) -> Wire:
        """A connection that stalls after so many seconds; AddressInvalid when the address is none."""
        from mentordesk.sync.transport import HttpConnection  # heavy

        at = self._at
        address = parse_address(self._addresses[at % len(self._addresses)])
        verify = str(self._authority) if self._authority.exists() else True
        return _Trying(HttpConnection(address, verify, timeout, self._clock), lambda: self._failed(at))

    def _failed(self, at: int) -> None:
        if self._at == at:
            self._at += 1


class _Trying:
    """A connection that says when nobody of ours answers at its address."""

    def __init__(self, wire: Wire, failed: Callable[[], None]) -> None:
        self._wire = wire
        self._failed = failed

    def post(self, body: bytes, meter: Meter) -> Received:
        """See Connection.post."""
        try:
            return self._wire.post(body, meter)
        except LineBroken:
            raise
        except (ServerUnreachable, NotOurServer, CertificateNotTrusted):
            self._failed()
            raise

    def close(self) -> None:
        """See Connection.close."""
        self._wire.close()
