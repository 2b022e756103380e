# SPDX-License-Identifier: Apache-2.0
"""The state of the line, as the sync chip and its panel show it."""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class LineState(Enum):
    """One row of the sync chip each; the engine's table of transitions is in sync/engine.py."""

    UP_TO_DATE = "up_to_date"
    OFFLINE = "offline"  # no line; ordinary, not an alarm
    WORKING = "working"  # an exchange is under way
    WAITING_TO_RETRY = "waiting_to_retry"  # the line exists, the exchange failed
    PORTAL = "portal"  # something else than the server answered
    SIGN_IN_AGAIN = "sign_in_again"
    UPDATE_NEEDED = "update_needed"
    TROUBLE = "trouble"  # SyncStatus.code says what


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the chip and the panel say."""

    state: LineState
    waiting: int = 0  # things that have not left this computer
    waiting_bytes: int = 0
    files_up: int = 0  # files of sent messages of mine that the server has not got whole
    done_bytes: int = 0  # of the exchange under way
    total_bytes: int = 0
    last_contact: int = 0  # unix seconds; 0 = never
    code: str = ""  # trouble code, '' = none
    week_up: int = 0  # bytes this week
    week_down: int = 0
    week_requests: int = 0
    requests: int = 0  # of the last exchange
    seconds: float = 0.0
    last_up: int = 0
    last_down: int = 0
    carrying: int = 0  # envelopes of others in this computer's tray
    carried: int = 0  # of the last series of exchanges
    week_carried: int = 0  # bytes both ways for others' envelopes, besides the others
