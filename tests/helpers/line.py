# SPDX-License-Identifier: Apache-2.0
"""A line without sockets: a server's `handle` behind a Connection, with faults put into chosen exchanges."""
from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from mentordesk.base.clock import ManualClock
from mentordesk.base.errors import LineTrouble, ServerUnreachable
from mentordesk.sync.line import LineBroken, Meter, Received, RequestTooLarge

Handle = Callable[[bytes], tuple[int, bytes]]

HEAD_UP, HEAD_DOWN = 71, 39  # bytes of HTTP around a request and a reply
PAGE = b"<!doctype html><title>Wi-Fi</title><form action=/login>"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one exchange; bytes are counted from the start of a body."""

    cut_up: int | None = None  # the server gets the request's first bytes, no reply comes
    cut_down: int | None = None  # the reply breaks off there
    drop: bool = False  # the request is lost
    twice: bool = False  # the request arrives twice, the second reply comes back
    late: bool = False  # the request arrives after the next one; no reply comes
    answer: bytes | None = None  # somebody else answers
    altered: int | None = None  # one bit of that byte of the reply is another
    trouble: LineTrouble | None = None  # the connection fails so


class Line:
    """Carries bodies to `handle`; counts what passes; faults are used up one per exchange."""

    def __init__(self, handle: Handle, clock: ManualClock | None = None, seconds: float = 0.0) -> None:
        self.handle = handle
        self._clock = clock
        self.seconds = seconds  # that each exchange takes
        self._held: list[bytes] = []
        self.faults: deque[Fault] = deque()
        self.up = True
        self.requests: list[bytes] = []
        self.replies: list[bytes] = []
        self.heard: list[bytes] = []  # bodies as the server got them
        self.delivered: list[bytes] = []  # replies as they came through

    def connect(self) -> LineConnection:
        """A connection over this line."""
        return LineConnection(self)

    def carry(self, body: bytes, meter: Meter) -> Received:
        """One exchange under the next fault."""
        if not self.up:
            raise ServerUnreachable(reason="refused")
        if self._clock is not None:
            self._clock.advance(self.seconds)
        fault = self.faults.popleft() if self.faults else Fault()
        if fault.trouble is not None:
            raise fault.trouble
        meter.expect(len(body))
        meter.sent(HEAD_UP + len(body) if fault.cut_up is None else fault.cut_up)
        self.requests.append(body)
        reply = self._deliver(body, fault)
        self.replies.append(reply)
        if fault.altered is not None:
            reply = _flip(reply, fault.altered)
        cut = reply if fault.cut_down is None else reply[: fault.cut_down]
        meter.received(HEAD_DOWN + len(cut))
        self.delivered.append(cut)
        return Received(cut, len(cut) == len(reply))

    def _deliver(self, body: bytes, fault: Fault) -> bytes:
        if fault.answer is not None:
            return fault.answer
        if fault.drop:
            raise LineBroken(reason="stall")
        if fault.late:
            self._held.append(body)
            raise LineBroken(reason="stall")
        if fault.cut_up is not None:
            self._hear(body[: fault.cut_up])
            raise LineBroken(reason="cut")
        if fault.twice:
            self._hear(body)
        reply = self._hear(body)
        late, self._held = self._held, []
        for held in late:
            self._hear(held)
        return reply

    def _hear(self, body: bytes) -> bytes:
        self.heard.append(body)
        status, reply = self.handle(body)
        if status == 413:
            raise RequestTooLarge(reason="too_large")
        return reply


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if at < len(data) else data


class LineConnection:
    """A Connection over a Line."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.closed = False

    def post(self, body: bytes, meter: Meter) -> Received:
        """The answer, whole or cut."""
        if self.closed:
            raise ServerUnreachable(reason="closed")
        return self._line.carry(body, meter)

    def close(self) -> None:
        """Later posts fail."""
        self.closed = True
