# SPDX-License-Identifier: Apache-2.0
"""Half-sent requests do not stay for ever: a timer per request until its last byte has come."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    _Base = H11Protocol
else:
    _Base = object


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds without a byte, and for a request in all."""

    quiet: float = 60.0
    whole: float = 600.0


class _Timed(_Base):
    """Mixed into one of uvicorn's protocols."""

    deadlines = Deadlines()
    _timer: asyncio.TimerHandle | None = None
    _begun = 0.0
    _last = 0.0

    def connection_made(self, transport: Any) -> None:
        """A connection on which nothing is ever said is a slow request too."""
        super().connection_made(transport)
        self._begin()

    def data_received(self, data: bytes) -> None:
        """Bytes of a request, or of the next one."""
        self._last = self.loop.time()
        if self._timer is None and not self._answering():
            self._begin()
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is left to wait for."""
        self._end()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The server ends: what is half sent is not waited for, what is being answered is."""
        if self._timer is not None:
            self.transport.abort()
        else:
            super().shutdown()

    def _answering(self) -> bool:
        cycle: Any = self.cycle  # None before the first request
        return cycle is not None and not cycle.response_complete

    def _begin(self) -> None:
        if self._timer is None:
            self._begun = self._last = self.loop.time()
            self._timer = self.loop.call_at(self._due(), self._check)

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _due(self) -> float:
        return min(self._last + self.deadlines.quiet, self._begun + self.deadlines.whole)

    def _check(self) -> None:
        self._timer = None
        if self.loop.time() < self._due():
            self._timer = self.loop.call_at(self._due(), self._check)
        elif not self.transport.is_closing():
            self.transport.abort()


class _TimedH11(_Timed, H11Protocol):
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if str(self.conn.their_state) not in ("IDLE", "SEND_BODY"):
            self._end()


def timed_protocol(deadlines: Deadlines) -> type[asyncio.Protocol]:
    """uvicorn's faster protocol where httptools is there, the pure one elsewhere, with these deadlines."""
    try:
        base = _timed_httptools()
    except ImportError:
        base = _TimedH11
    return type("TimedProtocol", (base,), {"deadlines": deadlines})


def _timed_httptools() -> type[asyncio.Protocol]:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    class TimedHttpTools(_Timed, HttpToolsProtocol):  # type: ignore[misc]  # _Timed is typed over the other one
        def on_message_begin(self) -> None:
            self._begin()
            super().on_message_begin()

        def on_message_complete(self) -> None:
            self._end()
            super().on_message_complete()

    return TimedHttpTools
