# SPDX-License-Identifier: Apache-2.0
"""Rate limits: token buckets by address and by member, held in memory."""
from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from mentordesk.base.clock import Clock

_MAX_BUCKETS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then `per_second`; per_second 0 = no limit."""

    per_second: float
    burst: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What one address and one member may ask; a whole school often stands behind one address."""

    address: Rate = Rate(100, 1000)
    member: Rate = Rate(20, 240)
    slips: Rate = Rate(1, 60)  # requests without a member, per address
    keybag: Rate = Rate(1 / 30, 10)  # attempts for one member's keybag, from wherever
    hand: Rate = Rate(1, 120)  # one member's requests by hand: whoever repeats them shuts nobody out online
    stored: int = 500_000_000  # bytes of files that one member may put
    spare: int = 256 << 20  # bytes of the disk that files leave to words


_NONE = Rate(0, 0)
NO_LIMITS = Limits(_NONE, _NONE, _NONE, _NONE, _NONE, spare=0)


class Buckets:
    """One bucket per key; the least recently used are dropped, which only ever forgives."""

    def __init__(self, rate: Rate, clock: Clock) -> None:
        self._rate = rate
        self._clock = clock
        self._levels: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable) -> int:
        """Take one token: 0 when there was one, else the seconds until there is."""
        if not self._rate.per_second:
            return 0
        now = self._clock.monotonic()
        level, then = self._levels.get(key, (self._rate.burst, now))
        level = min(self._rate.burst, level + (now - then) * self._rate.per_second)
        wait = 0 if level >= 1 else math.ceil((1 - level) / self._rate.per_second)
        self._levels[key] = (level if wait else level - 1, now)
        self._levels.move_to_end(key)
        if len(self._levels) > _MAX_BUCKETS:
            self._levels.popitem(last=False)
        return wait

    def owe(self, key: Hashable, tokens: float) -> None:
        """What was asked for turned out to be more work than a token pays for."""
        if self._rate.per_second and key in self._levels:
            level, then = self._levels[key]
            self._levels[key] = (level - tokens, then)


class Room:
    """Bytes of large requests that are held in memory at once, in all and of one address."""

    def __init__(self, whole: int = 32 << 20, share: int = 8 << 20) -> None:
        self._free = whole
        self._share = share
        self._taken: dict[Hashable, int] = {}

    def take(self, key: Hashable, size: int) -> bool:
        """Whether there is room for `size` bytes more; what is taken must be given back."""
        taken = self._taken.get(key, 0) + size
        if size > self._free or taken > self._share:
            return False
        self._free -= size
        self._taken[key] = taken
        return True

    def give(self, key: Hashable, size: int) -> None:
        """Bytes that are not held any more."""
        self._free += size
        self._taken[key] -= size
        if not self._taken[key]:
            del self._taken[key]
