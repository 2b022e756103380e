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


NO_LIMITS = Limits(Rate(0, 0), Rate(0, 0), Rate(0, 0), Rate(0, 0))


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
