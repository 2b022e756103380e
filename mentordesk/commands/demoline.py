# SPDX-License-Identifier: Apache-2.0
"""A line for the demo: a TCP relay that can be down, up, or cut in the middle, and that counts bytes."""
from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

CHUNK = 512  # bytes; small, so that a cut falls where it was asked for
ABORT = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset, as a lost line does


@dataclass(slots=True)
class Traffic:
    """Bytes that passed since the last look, both ways, and the connections that carried them."""

    up: int = 0
    down: int = 0
    connections: int = 0
    cuts: int = 0


class DemoLine:
    """Relays one local port to the server. Down at first; `come()` opens it, `go()` closes it."""

    def __init__(self) -> None:
        self._server = ("", 0)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self._listener: socket.socket | None = None
        self._lock = threading.Lock()
        self._live: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._cut_after: int | None = None
        self._traffic = Traffic()

    @property
    def address(self) -> str:
        """What a client is given as the server's address, also while the line is down."""
        return f"http://127.0.0.1:{self._port}"

    def lead_to(self, server: tuple[str, int]) -> None:
        """Where the line ends: host and port."""
        self._server = server

    def come(self, cut_after: int | None = None) -> None:
        """The line is there; `cut_after` bytes (both ways together) later it is lost, once."""
        self._cut_after = cut_after
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._start(self._accept, self._listener)

    def go(self) -> None:
        """The line is gone, and with it every open connection."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):  # somebody else knocked first
                socket.create_connection(("127.0.0.1", self._port), 5).close()  # wakes who accepts
            self._threads[0].join()  # nobody comes in any more
            listener.close()
        with self._lock:
            live = list(self._live)
        for one in live:
            self._drop(one)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def take_traffic(self) -> Traffic:
        """What passed since the last call."""
        with self._lock:
            taken, self._traffic = self._traffic, Traffic()
        return taken

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            client, _ = listener.accept()
            if listener is not self._listener:
                client.close()
                return
            try:
                server = socket.create_connection(self._server)
            except OSError:
                client.close()
                continue
            with self._lock:
                self._live |= {client, server}
                self._traffic.connections += 1
            self._start(self._pump, client, server, True)
            self._start(self._pump, server, client, False)

    def _pump(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        try:
            while data := source.recv(CHUNK):
                if not self._pass_on(data, target, up):
                    break
            else:
                target.shutdown(socket.SHUT_WR)
                return
        except OSError:
            pass
        self._drop(source)
        self._drop(target)

    def _pass_on(self, data: bytes, target: socket.socket, up: bool) -> bool:
        """False: the line was cut while these bytes passed."""
        with self._lock:
            room = self._cut_after
            whole = room is None or len(data) < room
            sent = data if whole else data[:room]
            if room is not None:
                self._cut_after = room - len(data) if whole else None
            if up:
                self._traffic.up += len(sent)
            else:
                self._traffic.down += len(sent)
            self._traffic.cuts += not whole
        target.sendall(sent)
        return whole

    def _drop(self, one: socket.socket) -> None:
        with self._lock:
            self._live.discard(one)
        with suppress(OSError):  # already gone
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
            one.shutdown(socket.SHUT_RD)  # wakes a reader; the close then resets
        one.close()
