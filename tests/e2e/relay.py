# SPDX-License-Identifier: Apache-2.0
"""A line for tests: a TCP relay that keeps every byte and lets something happen at an exact one."""
from __future__ import annotations

import enum
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

_CHUNK = 4096
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset, as a lost line does


class Way(enum.Enum):
    """Which way bytes go."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Trap:
    """Once `after` bytes have passed on this way, `spring` runs and every open connection is lost.

    With a `mark` they are counted from the first chunk in which these bytes stand.
    """

    way: Way
    after: int
    spring: Callable[[], object] = lambda: None
    mark: bytes = b""


class Relay:
    """Relays a port of this computer to `server`, which may be exchanged while it runs."""

    def __init__(self, server: tuple[str, int]) -> None:
        self.server = server
        self.passed: dict[Way, bytearray] = {way: bytearray() for way in Way}
        self.sprung = threading.Event()  # the last trap has done what it does
        self._trap: Trap | None = None
        self._room = 0
        self._marked = False  # what the trap counts from has passed
        self._lock = threading.Lock()
        self._live: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = socket.create_server(("127.0.0.1", 0))
        self._port = int(self._listener.getsockname()[1])
        self._start(self._accept, self._listener)

    @property
    def url(self) -> str:
        """What clients are given as the server's address."""
        return f"http://127.0.0.1:{self._port}"

    def set_trap(self, trap: Trap | None) -> None:
        """Let something happen once, counted from now; None takes an unused trap away."""
        with self._lock:
            self._trap = trap
            self._room = trap.after if trap else 0
            self._marked = trap is not None and not trap.mark
            self.sprung.clear()

    def forget(self) -> None:
        """Start the record again."""
        with self._lock:
            for way in Way:
                self.passed[way].clear()

    def plug(self) -> None:
        """Put the cable in again."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._start(self._accept, self._listener)

    def unplug(self) -> None:
        """Take the cable out: every connection is lost and no other is made."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self._lose_all()

    def close(self) -> None:
        """End, and with it every open connection."""
        self.unplug()
        for thread in self._threads:
            thread.join()

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self.server)
            except OSError:
                _lose(client)
                continue
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._live |= {client, server}
            self._start(self._pump, client, server, Way.UP)
            self._start(self._pump, server, client, Way.DOWN)

    def _pump(self, source: socket.socket, target: socket.socket, way: Way) -> None:
        try:
            while data := source.recv(_CHUNK):
                if not self._pass_on(data, target, way):
                    return
        except OSError:
            pass
        with self._lock:
            self._live -= {source, target}
        _lose(source)
        _lose(target)

    def _pass_on(self, data: bytes, target: socket.socket, way: Way) -> bool:
        """False: the trap sprang while these bytes passed."""
        with self._lock:
            trap = self._trap if self._trap and self._trap.way is way else None
            if trap is not None and not self._marked:
                self._marked = trap.mark in data
                self._room += data.find(trap.mark) if self._marked else 0
                trap = trap if self._marked else None
            if trap is not None and len(data) >= self._room:
                data, self._trap = data[: self._room], None
            else:
                self._room -= len(data) if trap else 0
                trap = None
            self.passed[way] += data
        target.sendall(data)
        if trap is None:
            return True
        trap.spring()
        self._lose_all()
        self.sprung.set()
        return False

    def _lose_all(self) -> None:
        with self._lock:
            live, self._live = self._live, set()
        for end in live:
            _lose(end)


def _lose(end: socket.socket) -> None:
    with suppress(OSError):  # already gone
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        end.shutdown(socket.SHUT_RD)  # wakes a reader; the close then resets
    end.close()
