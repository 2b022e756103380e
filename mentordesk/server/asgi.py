# SPDX-License-Identifier: Apache-2.0
"""The server as an ASGI application: /exchange and /health, limits on size and rate, long-polls."""
from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mentordesk.base.clock import Clock
from mentordesk.crypto.filechunks import CHUNK
from mentordesk.server.bodies import Begun, Coming, Underway
from mentordesk.server.door import Batch, Door, Outcome
from mentordesk.server.intake import Intake
from mentordesk.server.limits import Buckets, Limits, Room
from mentordesk.server.waits import Wait, Waits
from mentordesk.wire.answers import encode_busy
from mentordesk.wire.files import head_size

_MOST_LANDED = 2 * CHUNK  # bytes read of one body that brings a chunk
_Delivered: TypeAlias = tuple[Outcome, Wait | None]
_Promise: TypeAlias = "asyncio.Future[_Delivered]"


class Exchange:
    """POST /exchange: a binary body each way, nothing else."""

    def __init__(self, door: Door, clock: Clock, limits: Limits) -> None:
        self.waits = Waits()
        self._intake: Intake[_Promise] = Intake(door, clock, self._hand_over)
        self._addresses = Buckets(limits.address, clock)
        self._slips = Buckets(limits.slips, clock)
        self._room = Room()
        self._underway = Underway()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        client = scope.get("client")
        address = client[0] if client else ""
        coming = Coming(self._room, address)
        try:
            body = await coming.read(scope, receive, self._note)
            if body is None:
                await self._take_cut(address, coming)
            else:
                await self._exchange(address, body, receive, send)
        finally:
            self._underway.over(coming)
            coming.release()

    async def _exchange(
        self, address: str, body: bytes | Begun | Outcome, receive: Receive, send: Send
    ) -> None:
        if isinstance(body, Begun):
            await self._land(address, body.data, receive, send)
            return
        if isinstance(body, Outcome):
            await _reply(send, body, closing=True)
            return
        limits = self._slips if body[:1] == b"\0" else self._addresses
        seconds = limits.take(address)
        outcome = Outcome(503, encode_busy(seconds)) if seconds else await self._answer(body, receive)
        if outcome is not None:
            await _reply(send, outcome)

    # ------------------------------------------------------------ bodies that stay in pieces
    async def _take_cut(self, address: str, coming: Coming) -> None:
        """The line broke inside a body: the blobs that came whole count, though nobody hears the answer."""
        if coming.member8 and not self._addresses.take(address):
            _let_go(self.waits, await self._ask(coming.so_far()))

    def _note(self, coming: Coming) -> None:
        """What hangs on a dead line is taken before the same member asks what has arrived."""
        hanging = self._underway.note(coming)
        if hanging:
            promise: _Promise = asyncio.get_running_loop().create_future()
            promise.add_done_callback(lambda done: _let_go(self.waits, done.result()))
            self._intake.submit(promise, hanging)

    # ------------------------------------------------------------ life
    def start(self) -> None:
        """Begin to serve; inside the event loop."""
        self._loop = asyncio.get_running_loop()
        self._intake.start()

    def stop(self) -> None:
        """Finish what is in line."""
        self._intake.stop()

    # ------------------------------------------------------------ one request
    async def _answer(self, body: bytes, receive: Receive) -> Outcome | None:
        """The door's answer, after waiting where it was asked to; None when the client has gone."""
        outcome, wait = await self._ask(body)
        until = wait.until if wait else 0.0
        while wait is not None:
            wait.until = min(wait.until, until)
            try:
                there = await _wait(wait, receive)
            finally:
                self.waits.close(wait)
            if not there:
                return None
            over = asyncio.get_running_loop().time() >= wait.until
            outcome, wait = await self._ask(body)
            if over and wait is not None:
                self.waits.close(wait)
                wait = None
        return outcome

    async def _land(self, address: str, begun: bytes, receive: Receive, send: Send) -> None:
        """A chunk that is still coming: each piece is kept as it comes, for the line may break any moment."""
        pieces: asyncio.Queue[Message] = asyncio.Queue()
        taking = asyncio.ensure_future(_take_pieces(receive, pieces))
        head, data = begun[: head_size(begun)], begun[head_size(begun) :]
        seconds = self._addresses.take(address)
        try:
            outcome = Outcome(503, encode_busy(seconds)) if seconds else (await self._ask(head))[0]
            size, more = len(data), True
            while True:
                if outcome.landing is not None:
                    outcome.landing.write(data)
                if not more or size > _MOST_LANDED:
                    break
                message = await pieces.get()
                if message["type"] != "http.request":
                    return
                data, more = message.get("body", b""), message.get("more_body", False)
                size += len(data)
        finally:
            taking.cancel()
        if outcome.landing is not None:
            outcome = (await self._ask(head))[0]
        await _reply(send, outcome, closing=more)

    async def _ask(self, body: bytes) -> _Delivered:
        promise: _Promise = asyncio.get_running_loop().create_future()
        self._intake.submit(promise, body)
        return await promise

    # ------------------------------------------------------------ from the intake's thread
    def _hand_over(self, promises: Sequence[_Promise], batch: Batch) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._deliver, promises, batch)

    def _deliver(self, promises: Sequence[_Promise], batch: Batch) -> None:
        """Waits open here, before the next batch can be told of, so that no news falls between."""
        if batch.outside:
            self.waits.wake_all()
        elif batch.grown:
            self.waits.wake(batch.grown)
        now = asyncio.get_running_loop().time()
        for promise, outcome in zip(promises, batch.outcomes, strict=True):
            if not promise.done():
                wait = self.waits.open(outcome.watch, now) if outcome.watch else None
                promise.set_result((outcome, wait))


def _let_go(waits: Waits, delivered: _Delivered) -> None:
    """Nobody waits for this answer."""
    if delivered[1] is not None:
        waits.close(delivered[1])


async def _reply(send: Send, outcome: Outcome, closing: bool = False) -> None:
    headers = [(b"content-length", str(len(outcome.body)).encode())]
    if closing:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": outcome.status, "headers": headers})
    await send({"type": "http.response.body", "body": outcome.body})


async def _take_pieces(receive: Receive, pieces: asyncio.Queue[Message]) -> None:
    """Take at once what comes: bytes that the protocol still holds when a line breaks are gone."""
    size, more = 0, True
    while more and size <= _MOST_LANDED:
        message = await receive()
        pieces.put_nowait(message)
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)


async def _wait(wait: Wait, receive: Receive) -> bool:
    """Until there is news or the time is over; False when the client has gone."""
    left = wait.until - asyncio.get_running_loop().time()
    news = asyncio.ensure_future(wait.news.wait())
    gone = asyncio.ensure_future(receive())
    try:
        first = asyncio.FIRST_COMPLETED
        done, _ = await asyncio.wait({news, gone}, timeout=max(0.0, left), return_when=first)
    finally:
        news.cancel()
        gone.cancel()
    return gone not in done


def make_app(exchange: Exchange) -> ASGIApp:
    """Exactly two paths; what clients do all day goes straight past the framework's layers."""

    async def health(request: Request) -> Response:
        return JSONResponse({"ok": True, "waiting": len(exchange.waits)})

    routes = [Route("/exchange", exchange, methods=["POST"]), Route("/health", health, methods=["GET"])]
    framework = Starlette(routes=routes)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        straight = scope["type"] == "http" and scope["path"] == "/exchange" and scope["method"] == "POST"
        await (exchange if straight else framework)(scope, receive, send)

    return app
