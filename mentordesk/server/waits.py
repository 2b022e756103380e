# SPDX-License-Identifier: Apache-2.0
"""Long-polls: who waits for news of which circles; all inside the event loop's thread."""
from __future__ import annotations

import asyncio
from collections.abc import Iterable

from mentordesk.domain.ids import MemberId
from mentordesk.server.door import Watch

MAX_WAITING = 4000  # beyond, a request that would wait is answered at once
MAX_OF_MEMBER = 16  # computers of one member; beyond, the one that waits longest is answered


class Wait:
    """One waiting request; `news` is set when it is worth asking again."""

    __slots__ = ("circles", "member", "news", "until")

    def __init__(self, watch: Watch, now: float) -> None:
        self.member = watch.member
        self.circles = watch.circles
        self.until = now + watch.seconds  # event loop's time
        self.news = asyncio.Event()

    def release(self) -> None:
        """Answer it now."""
        self.until = 0.0
        self.news.set()


class Waits:
    """Every waiting request by circle."""

    def __init__(self) -> None:
        self._by_circle: dict[bytes, set[Wait]] = {}
        self._by_member: dict[MemberId, list[Wait]] = {}
        self._count = 0
        self._closed = False

    def __len__(self) -> int:
        return self._count

    def open(self, watch: Watch, now: float) -> Wait:
        """Begin to wait; close it in any case."""
        wait = Wait(watch, now)
        self._count += 1
        if self._closed or self._count > MAX_WAITING:
            wait.release()
        own = self._by_member.setdefault(wait.member, [])
        if len(own) >= MAX_OF_MEMBER:
            own[-MAX_OF_MEMBER].release()
        own.append(wait)
        for circle in wait.circles:
            self._by_circle.setdefault(circle, set()).add(wait)
        return wait

    def close(self, wait: Wait) -> None:
        """No longer waiting."""
        self._count -= 1
        own = self._by_member[wait.member]
        own.remove(wait)
        if not own:
            del self._by_member[wait.member]
        for circle in wait.circles:
            others = self._by_circle[circle]
            others.discard(wait)
            if not others:
                del self._by_circle[circle]

    def wake(self, circles: Iterable[bytes]) -> None:
        """Something was appended in these circles."""
        for circle in circles:
            for wait in self._by_circle.get(circle, ()):
                wait.news.set()

    def wake_all(self) -> None:
        """Anything may have changed."""
        self.wake(list(self._by_circle))

    def release(self) -> None:
        """Answer everybody now, and whoever comes later at once: the server is going down."""
        self._closed = True
        for waits in self._by_circle.values():
            for wait in waits:
                wait.release()
