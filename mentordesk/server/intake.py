# SPDX-License-Identifier: Apache-2.0
"""Group commit: one thread before the door; while one batch commits, the next gathers. No timer."""
from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from mentordesk.base.clock import Clock
from mentordesk.server.door import LATER, Batch, Door, Outcome
from mentordesk.wire.answers import encode_busy

MAX_BATCH = 256
LOOK_OUTSIDE = 1.0  # seconds between looks for what other processes wrote

_log = logging.getLogger(__name__)
Ticket = TypeVar("Ticket")


class Intake(Generic[Ticket]):
    """Takes bodies from any thread; `deliver(tickets, batch)` is called in the intake's thread, in order."""

    def __init__(self, door: Door, clock: Clock, deliver: Callable[[Sequence[Ticket], Batch], None]) -> None:
        self._door = door
        self._clock = clock
        self._deliver = deliver
        self._waiting: list[tuple[Ticket, bytes]] = []
        self._news = threading.Condition()
        self._stopping = False
        self._looked = clock.monotonic()
        self._thread = threading.Thread(target=self._run, name="intake")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def submit(self, ticket: Ticket, body: bytes) -> None:
        """Put one request in line."""
        with self._news:
            self._waiting.append((ticket, body))
            self._news.notify()

    def stop(self) -> None:
        """Finish everything that is in line, then end the thread."""
        with self._news:
            self._stopping = True
            self._news.notify()
        self._thread.join()

    def _run(self) -> None:
        while (taken := self._next()) is not None:
            if taken:
                tickets, bodies = zip(*taken, strict=True)
                self._deliver(tickets, self._step(bodies))
            if self._clock.monotonic() - self._looked >= LOOK_OUTSIDE:
                self._look()

    def _step(self, bodies: Sequence[bytes]) -> Batch:
        """One batch; this thread must outlive whatever the disk does."""
        try:
            return self._door.step(bodies)
        except Exception as error:  # the edge: without this thread nobody would be answered any more
            _log.exception("cannot step %s", type(error).__name__)
            return Batch([Outcome(503, encode_busy(LATER))] * len(bodies))

    def _next(self) -> list[tuple[Ticket, bytes]] | None:
        with self._news:
            if not self._waiting and not self._stopping:
                self._news.wait(LOOK_OUTSIDE)
            if not self._waiting and self._stopping:
                return None
            taken, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
            return taken

    def _look(self) -> None:
        self._looked = self._clock.monotonic()
        try:
            if self._door.look_outside():
                self._deliver((), Batch([], outside=True))
        except Exception as error:  # the disk may be away for a moment; the next request tells its sender
            _log.exception("cannot look outside %s", type(error).__name__)
