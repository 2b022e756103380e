# SPDX-License-Identifier: Apache-2.0
"""How long to wait after a failure, and how much to put into one exchange on this line."""
from __future__ import annotations

from mentordesk.base.clock import Randomness
from mentordesk.domain.connection import LineState

SHORTEST = 2.0  # seconds
LONGEST = 300.0
AIM = 10.0  # seconds of line time of one exchange
FIRST = 24 * 1024  # bytes: AIM at 20 kbit/s
SMALLEST = 2 * 1024
LARGEST = 256 * 1024
_HOPELESS = 2  # failures at the smallest size
_CEILINGS = {LineState.PORTAL: 60.0}  # somebody is perhaps logging in
_PATIENT = frozenset({LineState.SIGN_IN_AGAIN, LineState.UPDATE_NEEDED})  # nothing here changes by itself


class Backoff:
    """Doubling pauses, 2 seconds to 5 minutes, half of each by chance: a school must not knock as one."""

    def __init__(self, rand: Randomness) -> None:
        self._rand = rand
        self._failures = 0

    def reset(self) -> None:
        """Something went well."""
        self._failures = 0

    def next(self, state: LineState) -> float:
        """Seconds until the next try, after one more failure that led to `state`."""
        self._failures = min(self._failures + 1, 16)
        whole = min(SHORTEST * 2**self._failures, _CEILINGS.get(state, LONGEST))
        return self.jitter(LONGEST if state in _PATIENT else whole)

    def jitter(self, seconds: float) -> float:
        """Between half of it and all of it."""
        return seconds * (1 + int.from_bytes(self._rand.bytes(2), "big") / 65535) / 2


class Pace:
    """Bytes of blobs that fit into AIM seconds of this line, one way."""

    def __init__(self) -> None:
        self.limit = FIRST
        self._in_vain = 0  # times that even the smallest was too much

    @property
    def small(self) -> bool:
        """Whether this line hardly carries anything whole: then new parcels are to be small."""
        return self._in_vain >= _HOPELESS

    def took(self, moved: int, seconds: float) -> None:
        """An exchange moved so many bytes this way; only one that filled the limit says anything about it."""
        if moved * 2 < self.limit:
            return
        fits = moved * AIM / max(seconds, 0.01)
        self.limit = _within(int(min(max(fits, self.limit / 4), self.limit * 4)))
        if self.limit > 2 * SMALLEST:
            self._in_vain = 0

    def halve(self) -> None:
        """It was too much for the line."""
        self._in_vain += self.limit == SMALLEST
        self.limit = _within(self.limit // 2)


def _within(size: int) -> int:
    return min(max(size, SMALLEST), LARGEST)
