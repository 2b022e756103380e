# SPDX-License-Identifier: Apache-2.0
"""A running server: door, intake, application and uvicorn put together; started, told its port, stopped."""
from __future__ import annotations

import importlib.util
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.base.errors import Occupied
from mentordesk.base.files import SystemFiles
from mentordesk.server.asgi import Exchange, make_app
from mentordesk.server.db import Database
from mentordesk.server.deadlines import Deadlines, timed_protocol
from mentordesk.server.door import Door
from mentordesk.server.limits import Limits

_BACKLOG = 1024
_KEEP_ALIVE = 75  # seconds of silence between two requests
_GRACE = 10  # seconds for replies under way when the server stops


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen; port 0 = any free one. TLS where both files are given."""

    host: str = "127.0.0.1"
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """How to serve."""

    data: Path
    listen: Listen = field(default_factory=Listen)
    port_file: Path | None = None
    limits: Limits = field(default_factory=Limits)
    deadlines: Deadlines = field(default_factory=Deadlines)


class Service:
    """One server in this process. `run` blocks; `start` and `stop` are for a server beside something else."""

    def __init__(self, options: ServiceOptions, ready: Callable[[], None] | None = None) -> None:
        """`ready` is called once requests are taken."""
        self._tell = ready
        clock = SystemClock()
        self._options = options
        self._db = Database(options.data)
        try:
            door = Door(self._db, clock, SystemRandomness(), options.limits)
            self._exchange = Exchange(door, clock, options.limits)
            self._socket = _bind(options.listen)
        except BaseException:
            self._db.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self._ready = threading.Event()
        self._server = _Server(self._config(), self._exchange, self._announce)
        self._thread = threading.Thread(target=self.run, name="server")

    def run(self) -> None:
        """Serve until stopped or told to end by a signal."""
        _hold_signals(True)
        try:
            self._server.run(sockets=[self._socket])
        finally:
            _hold_signals(False)
            self._ready.set()
            self._db.close()

    def start(self) -> None:
        """Serve in a thread; returns when requests are taken."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Answer waiting polls, finish the batch, end."""
        self._server.should_exit = True
        self._thread.join()

    def _announce(self) -> None:
        if self._options.port_file is not None:
            SystemFiles().write_atomic(self._options.port_file, f"{self.port}\n".encode())
        self._ready.set()
        _hold_signals(False)
        if self._tell is not None:
            self._tell()

    def _config(self) -> uvicorn.Config:
        listen = self._options.listen
        return uvicorn.Config(
            make_app(self._exchange),
            http=timed_protocol(self._options.deadlines),
            loop="uvloop" if importlib.util.find_spec("uvloop") else "asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            backlog=_BACKLOG,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=_GRACE,
            ssl_certfile=listen.certificate,
            ssl_keyfile=listen.key,
        )


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, exchange: Exchange, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._exchange = exchange
        self._announce = announce

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn does, but a signal that ended the server is not raised again: it did what it should."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._exchange.start()
        await super().startup(sockets)
        self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._exchange.waits.release()
        await super().shutdown(sockets)
        self._exchange.stop()


def _hold_signals(hold: bool) -> None:
    """A signal to end that comes while the server starts waits until somebody listens to it."""
    if hasattr(signal, "pthread_sigmask") and threading.current_thread() is threading.main_thread():
        how = signal.SIG_BLOCK if hold else signal.SIG_UNBLOCK
        signal.pthread_sigmask(how, {signal.SIGINT, signal.SIGTERM})


def _bind(listen: Listen) -> socket.socket:
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((listen.host, listen.port))
        bound.listen(_BACKLOG)  # who comes before the server is up waits a moment
    except OSError:
        bound.close()
        raise Occupied(f"{listen.host}:{listen.port}") from None
    return bound
