# SPDX-License-Identifier: Apache-2.0
"""The states of the line as one table: what every signal means in every state."""
from __future__ import annotations

from enum import Enum

from mentordesk.base.errors import (
    Bug,
    NotOurServer,
    ServerUnreachable,
    SignInAgain,
    SlowDown,
    Trouble,
    UpdateNeeded,
)
from mentordesk.domain.connection import LineState
from mentordesk.sync.line import LineBroken


class Signal(Enum):
    """What happens to the engine. The first four come from outside and only hasten the next exchange."""

    NUDGE = "nudge"  # perhaps something to send
    NEWS = "news"  # something at the server
    LINE_UP = "line_up"  # the system says that there is a network again
    CONNECT_NOW = "connect_now"  # a person asks for it
    STARTED = "started"
    PROGRESSED = "progressed"
    MORE = "more"  # an exchange went well and another is needed
    DONE = "done"  # an exchange went well and nothing is left
    UNREACHABLE = "unreachable"
    BROKEN = "broken"
    PORTAL = "portal"
    UNKNOWN_MEMBER = "unknown_member"
    UPDATE_NEEDED = "update_needed"
    BUSY = "busy"
    TROUBLE = "trouble"


OUTSIDE = (Signal.NUDGE, Signal.NEWS, Signal.LINE_UP, Signal.CONNECT_NOW)
_ENDS = {
    Signal.DONE: LineState.UP_TO_DATE,
    Signal.UNREACHABLE: LineState.OFFLINE,
    Signal.BROKEN: LineState.WAITING_TO_RETRY,
    Signal.BUSY: LineState.WAITING_TO_RETRY,
    Signal.PORTAL: LineState.PORTAL,
    Signal.UNKNOWN_MEMBER: LineState.SIGN_IN_AGAIN,
    Signal.UPDATE_NEEDED: LineState.UPDATE_NEEDED,
    Signal.TROUBLE: LineState.TROUBLE,
}
_STAYS = {(state, signal): state for state in LineState for signal in OUTSIDE}
_STARTS = {(state, Signal.STARTED): LineState.WORKING for state in LineState}
_GOES_ON = {(LineState.WORKING, signal): LineState.WORKING for signal in (Signal.PROGRESSED, Signal.MORE)}

TRANSITIONS = {
    **_STAYS,
    **_STARTS,
    **_GOES_ON,
    **{(LineState.WORKING, signal): state for signal, state in _ENDS.items()},
}
IMPOSSIBLE = frozenset(
    (state, signal)
    for state in LineState
    for signal in (Signal.PROGRESSED, Signal.MORE, *_ENDS)
    if state is not LineState.WORKING
)

_SIGNALS: tuple[tuple[type[Trouble], Signal], ...] = (
    (LineBroken, Signal.BROKEN),
    (ServerUnreachable, Signal.UNREACHABLE),
    (NotOurServer, Signal.PORTAL),
    (SignInAgain, Signal.UNKNOWN_MEMBER),
    (UpdateNeeded, Signal.UPDATE_NEEDED),
    (SlowDown, Signal.BUSY),
)


def next_state(state: LineState, signal: Signal) -> LineState:
    """The state after `signal`; Bug when it cannot come in this state."""
    try:
        return TRANSITIONS[state, signal]
    except KeyError:
        raise Bug(f"{signal.name} while {state.name}") from None


def signal_of(trouble: Trouble) -> Signal:
    """What the trouble of an exchange means to the line."""
    return next((signal for kind, signal in _SIGNALS if isinstance(trouble, kind)), Signal.TROUBLE)
