# SPDX-License-Identifier: Apache-2.0
"""The two threads around the engine: one steps it, one holds the long-poll and pokes the other."""
from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from mentordesk.base.errors import Bug
from mentordesk.sync.engine import SyncEngine
from mentordesk.sync.waiting import LOOK, Listener

JOIN = 1.0  # seconds; a thread still asking for a name or a connection is left to find the store closed


class SyncThread:
    """Steps the engine whenever it wants to be stepped, and at once when poked."""

    def __init__(self, engine: SyncEngine) -> None:
        self.engine = engine
        self._wake = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def poke(self, how: Callable[[], None]) -> None:
        """Tell the engine something (`engine.nudge`, `news`, `connect_now`) and let it look at once."""
        how()
        self._wake.set()

    def stop(self) -> None:
        """Break what is under way and join."""
        self._ended = True
        self._wake.set()
        self.engine.close()
        if self._thread.is_alive():
            self._thread.join(JOIN)

    def _run(self) -> None:
        with _until(lambda: self._ended):
            while not self._ended:
                pause = self.engine.step()
                self._wake.wait(pause)
                self._wake.clear()


class WaitThread:
    """Listens for news at the server while the engine has nothing to do."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._wake = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wait", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """The engine rests now; a pause after a failure is kept."""
        self._wake.set()

    def stop(self) -> None:
        """Break the long-poll and join."""
        self._end.set()
        self._wake.set()
        self._listener.close()
        if self._thread.is_alive():
            self._thread.join(JOIN)

    def _run(self) -> None:
        with _until(self._end.is_set):
            while not self._end.is_set():
                pause = self._listener.step()
                (self._wake if pause <= LOOK else self._end).wait(pause)
                self._wake.clear()


@contextlib.contextmanager
def _until(ended: Callable[[], bool]) -> Iterator[None]:
    """A thread that was left behind at the end may find the store closed."""
    try:
        yield
    except Bug:
        if not ended():
            raise
