# SPDX-License-Identifier: Apache-2.0
"""The engine: when to exchange, how much, what to do after a failure; one step at a time, without threads."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import Any

from mentordesk.base.clock import Clock, Randomness
from mentordesk.base.errors import (
    DiskTrouble,
    ServerUnreachable,
    SignInAgain,
    SlowDown,
    Trouble,
)
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.events import Event, SyncChanged
from mentordesk.domain.files import FileId
from mentordesk.storage import figures
from mentordesk.storage.store import Runner
from mentordesk.sync.carriers.folder import Seen
from mentordesk.sync.carriers.forward import Forwarder
from mentordesk.sync.exchange import Ask, Exchange, Outcome
from mentordesk.sync.files import FileMover
from mentordesk.sync.line import Connection, LineBroken, Meter, RequestTooLarge
from mentordesk.sync.pace import Backoff, Pace
from mentordesk.sync.states import Signal, next_state, signal_of

IDLE = 300.0  # seconds between exchanges when nothing asks for one; the wait thread asks earlier
_IMPATIENT = 10.0  # seconds that a pause may still last once somebody pressed Send
_SHOWN_EVERY = 0.25  # seconds between two reports of progress
_MOST_SETBACKS = 8  # in one series of exchanges: a server that goes on and on is left alone for a while
_TOO_MUCH = frozenset({"stall", "too_large"})


class _Enrol(Enum):
    """Whether this connection has said again what I enrolled with."""

    NOT_YET = 0
    NOW = 1
    SAID = 2


class SyncEngine:
    """Brings one profile and its server together.

    `connect` makes a connection when there is none; `publish` gets SyncChanged. `step` runs on one thread;
    `nudge`, `news`, `line_up`, `connect_now`, `status` and `close` may be called from any.
    """

    def __init__(
        self,
        runner: Runner,
        connect: Callable[[], Connection],
        clock: Clock,
        rand: Randomness,
        publish: Callable[[Event], None],
        forwarder: Forwarder,
    ) -> None:
        self._runner = runner
        self._forwarder = forwarder
        self._other: Seen | None = None  # somebody else's envelope, whose turn it is
        self._exchange = Exchange(runner)
        self.files: FileMover | None = None  # moves files while nothing else is to be done
        self._files_due = clock.monotonic()
        self._connect = connect
        self._connection: Connection | None = None
        self._clock = clock
        self._publish = publish
        self._backoff = Backoff(rand)
        self._up, self._down = Pace(), Pace()
        self._due = clock.monotonic()
        self._hurry = False  # an exchange is wanted at once
        self._work = False  # there may be something to send
        self._closed = False
        self._probe_limit = 0  # bytes that the failed request carried; 0 = the last one went well
        self._long = False
        self._recounting = False  # a lane is counted anew: most of ours is there and need not be sent
        self._enrol = _Enrol.NOT_YET
        self._setbacks = 0  # replies of this series with which the server took something back
        self._meter = Meter()
        self._shown = 0.0
        self._began = 0.0
        self._status = SyncStatus(LineState.OFFLINE)

    # ------------------------------------------------------------------ from any thread
    @property
    def status(self) -> SyncStatus:
        """What the chip and its panel say."""
        return self._status

    def nudge(self) -> None:
        """There may be something to send; a pause after a failure is kept in part."""
        self._work = True

    def news(self) -> None:
        """There is something at the server."""
        self._hurry = True

    def line_up(self) -> None:
        """The system says that there is a network again."""
        self._backoff.reset()
        self._hurry = True

    def connect_now(self) -> None:
        """A person asks for an exchange."""
        self.line_up()
        self.file_changed()

    def file_changed(self, file: FileId = b"") -> None:
        """This file, or any, may be wanted now."""
        if self.files is not None:
            self.files.ask_again(file)
        self._files_due = self._clock.monotonic()

    @property
    def files_rest(self) -> bool:
        """Whether no file is to be moved now."""
        return self.files is None or self._files_due > self._clock.monotonic()

    def close(self) -> None:
        """Break what is under way; the engine is not stepped any more."""
        self._closed = True
        connection = self._connection
        if connection is not None:
            connection.close()

    # ------------------------------------------------------------------ on the engine's thread
    def step(self) -> float:
        """At most one exchange; the seconds until the next step is worth while."""
        self._look_for_work()
        if self._pause() > 0:
            return self._move_files()
        self._hurry = False
        self._begin()
        other, self._other = self._other, None
        try:
            if other is not None and not self._exchange.something_to_send():
                self._forward(other)
                return self._pause()
            outcome = self._turn()
            goes_on = self._goes_on(outcome)
        except Trouble as trouble:
            self._failed(trouble)
        else:
            self._went_well(outcome, goes_on)
        return self._until_next()

    def _move_files(self) -> float:
        """A chunk of a file, while everything else is done and nothing waits."""
        if self.files is None or self._until_next() > 0:
            return self._until_next()
        try:
            self._files_due = self._clock.monotonic() + self.files.turn(self._connected)
        except Trouble as trouble:
            # A chunk alone is not shown as work, but its trouble is that of an exchange.
            self._status = replace(self._status, state=next_state(self._status.state, Signal.STARTED))
            self._pause_after(trouble)
        return self._until_next()

    def _connected(self) -> Connection:
        if self._closed:
            raise ServerUnreachable(reason="closed")
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _until_next(self) -> float:
        """Seconds until an exchange or a chunk is due."""
        if self.files is None or self._status.state is not LineState.UP_TO_DATE:
            return self._pause()
        return min(self._pause(), max(0.0, self._files_due - self._clock.monotonic()))

    def _look_for_work(self) -> None:
        """A nudge hastens the next exchange if it would carry something."""
        if not self._work:
            return
        self._work = False
        if self._status.state is not LineState.UP_TO_DATE:
            self._due = min(self._due, self._clock.monotonic() + _IMPATIENT)
            return
        try:
            self._hurry = self._hurry or self._exchange.something_to_send()
        except DiskTrouble:
            self._hurry = True  # the exchange will say what is wrong

    def _pause(self) -> float:
        return 0.0 if self._hurry else max(0.0, self._due - self._clock.monotonic())

    def _begin(self) -> None:
        """A new series of exchanges, or the next of the series under way."""
        if self._status.state is not LineState.WORKING:
            self._status = replace(self._status, requests=0, seconds=0.0, last_up=0, last_down=0)
            self._setbacks = 0
            self._other = None
            self._forwarder.begin()
        self._meter = Meter(self._moving)
        self._began = self._clock.monotonic()
        self._show(Signal.STARTED, code="", done_bytes=0, total_bytes=0)

    def _turn(self) -> Outcome:
        if self._connection is None:
            self._exchange.begin()
            self._connection = self._connect()
        if self._closed:
            raise ServerUnreachable(reason="closed")
        first = self._status.requests == 0
        ask = Ask(
            limit=self._probe_limit or self._up.limit,
            budget=self._down.limit,
            probe=self._probe_limit > 0 or self._recounting,
            long=self._long,
            small=self._up.small,
            drafts=first,
            enrol=self._enrol is _Enrol.NOW,
        )
        try:
            return self._exchange.turn(self._connection, ask, self._meter)
        finally:
            self._account()

    def _account(self) -> None:
        seconds = self._clock.monotonic() - self._began
        self._status = replace(
            self._status,
            requests=self._status.requests + 1,
            seconds=self._status.seconds + seconds,
            last_up=self._status.last_up + self._meter.up,
            last_down=self._status.last_down + self._meter.down,
        )

    def _goes_on(self, outcome: Outcome) -> bool:
        """Whether another exchange follows at once: what brings nothing is not repeated."""
        return outcome.moved and (outcome.more or self._exchange.something_to_send())

    def _went_well(self, outcome: Outcome, goes_on: bool) -> None:
        seconds = self._clock.monotonic() - self._began
        self._up.took(self._meter.up, seconds)
        self._down.took(self._meter.down, seconds)
        self._setbacks += outcome.setback
        in_vain = self._probe_limit > 0 and outcome.named > 0 and not outcome.held
        if in_vain:
            self._up.halve()  # nothing of the request before had arrived whole
        elif not outcome.setback:
            self._backoff.reset()
        self._probe_limit = 0
        self._long = outcome.long_wanted
        self._enrol = _Enrol.SAID if self._enrol is _Enrol.NOW else self._enrol
        self._recounting = outcome.recounting if outcome.repaired else self._recounting and outcome.more
        if outcome.missing and self.files is not None:
            self.files.bring_again(outcome.missing)
        if outcome.cut:  # all that we sent is accounted for in the head
            self._pause_after(LineBroken(reason="cut"))
            return
        if goes_on and self._setbacks > _MOST_SETBACKS:
            self._pause_after(SlowDown(0))
        elif goes_on:
            self._due = self._clock.monotonic()
            self._show(Signal.MORE)
        else:
            self._forwarder.look()
            self._rest()

    def _rest(self) -> None:
        """Nothing of one's own is left: others' envelopes, as many as a series takes, then rest."""
        self._other = self._forwarder.next()
        if self._other is not None:
            self._due = self._clock.monotonic()
            self._show(Signal.MORE)
        else:
            self._files_due = self._clock.monotonic()
            self._due = self._files_due + self._backoff.jitter(IDLE)
            self._show(Signal.DONE)

    def _forward(self, other: Seen) -> None:
        """One envelope of somebody else; what the server says about it says nothing about us."""
        try:
            self._forwarder.carry(other, self._connected(), self._meter)
        except Trouble as trouble:
            self._pause_after(trouble)
        else:
            self._rest()

    def _failed(self, trouble: Trouble) -> None:
        """No authentic reply: some of what was sent may have arrived, so the next exchange only names it."""
        if self._may_enrol(trouble):
            self._due = self._clock.monotonic()
            self._show(Signal.MORE)
            return
        sent = max(self._probe_limit, self._up.limit) if self._meter.up else self._probe_limit
        if trouble.facts.get("reason") in _TOO_MUCH:
            self._up.halve()
            self._down.halve()
        self._probe_limit = self._up.limit if isinstance(trouble, RequestTooLarge) else sent
        self._pause_after(trouble)

    def _may_enrol(self, trouble: Trouble) -> bool:
        """A server that does not know me may have been set back: once per connection it is told again."""
        unknown = isinstance(trouble, SignInAgain) and trouble.facts.get("reason") == "unknown_member"
        again = unknown and self._enrol is _Enrol.NOT_YET
        self._enrol = _Enrol.NOW if again else _Enrol.SAID if unknown else self._enrol
        return again

    def _pause_after(self, trouble: Trouble) -> None:
        self._drop_connection()
        signal = signal_of(trouble)
        pause = self._backoff.next(next_state(LineState.WORKING, signal))
        if isinstance(trouble, SlowDown):
            pause = max(pause, float(trouble.seconds))
        self._due = self._clock.monotonic() + pause
        self._show(signal, code=trouble.code)

    def _drop_connection(self) -> None:
        self._enrol = _Enrol.NOT_YET
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _moving(self) -> None:
        """Bytes moved; shown a few times a second."""
        now = self._clock.monotonic()
        if now - self._shown >= _SHOWN_EVERY:
            self._shown = now
            done = self._meter.up + self._meter.down
            self._show(Signal.PROGRESSED, done_bytes=done, total_bytes=max(done, self._meter.expected))

    def _show(self, signal: Signal, **changes: Any) -> None:
        state = next_state(self._status.state, signal)
        tray = self._forwarder
        status = replace(
            self._status, state=state, carrying=tray.waiting, carried=tray.carried, **changes
        )
        if signal is not Signal.PROGRESSED:
            status = self._with_figures(status)
        self._status = status
        self._publish(SyncChanged(status))

    def _with_figures(self, status: SyncStatus) -> SyncStatus:
        try:
            return self._runner.call(lambda tx: figures.fill(tx.conn, status, tx.clock.now()))
        except DiskTrouble as trouble:  # the figures are a comfort, the state is not
            return status if status.code else replace(status, code=trouble.code)
