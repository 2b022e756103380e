# SPDX-License-Identifier: Apache-2.0
"""The long-poll: a request that the server answers when there is news; its own connection, steppable."""
from __future__ import annotations

from collections.abc import Callable

from mentordesk.base.clock import Clock, Randomness
from mentordesk.base.errors import ServerUnreachable, SlowDown, Trouble
from mentordesk.domain.connection import LineState
from mentordesk.storage import cursors, traffic
from mentordesk.storage.store import Runner
from mentordesk.sync.exchange import Request, build_wait, open_reply
from mentordesk.sync.line import Connection, LineBroken, Meter
from mentordesk.sync.pace import Backoff
from mentordesk.sync.states import next_state, signal_of
from mentordesk.wire.exchange import MAX_WAIT, ReplyFlag

SECONDS = MAX_WAIT - 20  # the server's own limit, less the way there
SOON = 20.0  # seconds; an answer without news that comes sooner has not waited
_ASKS_FOR_MORE = (
    ReplyFlag.MORE | ReplyFlag.LONG_WANTED | ReplyFlag.REPAIR | ReplyFlag.AGREED | ReplyFlag.NEW_CIRCLES
)
LOOK = 1.0  # seconds between looks at an engine that is busy or offline


class Listener:
    """Waits at the server for one profile; `news` is called when there is something to fetch.

    `ready` says whether the engine rests, up to date: while it does not, nothing is asked.
    """

    def __init__(
        self,
        runner: Runner,
        connect: Callable[[], Connection],
        clock: Clock,
        rand: Randomness,
        ready: Callable[[], bool],
        news: Callable[[], None],
    ) -> None:
        self._runner = runner
        self._connect = connect
        self._clock = clock
        self._ready = ready
        self._news = news
        self._backoff = Backoff(rand)
        self._connection: Connection | None = None
        self._closed = False
        self._told: Request | None = None

    def step(self) -> float:
        """One long-poll, if the engine rests; the seconds until the next."""
        if not self._ready():
            return LOOK
        try:
            return self._listen()
        except Trouble as trouble:
            self._drop()
            if isinstance(trouble, ServerUnreachable) and not isinstance(trouble, LineBroken):
                self._news()  # the line has gone: the engine is to find out, or it says "up to date" for long
            pause = self._backoff.next(next_state(LineState.WORKING, signal_of(trouble)))
            return max(pause, float(trouble.seconds)) if isinstance(trouble, SlowDown) else pause

    def close(self) -> None:
        """Break the poll under way, from any thread; later ones fail."""
        self._closed = True
        connection = self._connection
        if connection is not None:
            connection.close()

    def _listen(self) -> float:
        request = self._runner.call(lambda tx: build_wait(tx, SECONDS))
        if self._connection is None:
            self._connection = self._connect()
        if self._closed:
            return LOOK
        meter, began = Meter(), self._clock.monotonic()
        try:
            reply = open_reply(request, self._connection.post(request.body, meter))
        finally:
            self._runner.call(lambda tx: traffic.add(tx, meter.up, meter.down))
        if reply.part.flags & _ASKS_FOR_MORE:
            return 0.0 if self._moved_on(request) else self._tell(request)
        if self._clock.monotonic() - began < SOON:  # to ask at once would never end
            return self._backoff.next(LineState.WAITING_TO_RETRY)
        self._backoff.reset()
        return 0.0

    def _tell(self, request: Request) -> float:
        told, self._told = self._told, request
        self._news()
        if told is not None and told.slots == request.slots:  # what was told before has brought nothing
            return self._backoff.next(LineState.WAITING_TO_RETRY)
        return LOOK

    def _moved_on(self, request: Request) -> bool:
        """Whether the engine has been at the server since: then the news may be its own."""
        return tuple(self._runner.call(cursors.lanes)) != request.slots

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
