# SPDX-License-Identifier: Apache-2.0
"""Circles and the people in them."""

from __future__ import annotations

from concurrent.futures import Future

from mentordesk.domain.circles import CircleSummary
from mentordesk.domain.ids import CircleId
from mentordesk.storage import writes
from mentordesk.storage.reads import circles as reads
from mentordesk.storage.reads.drafts import settings
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner


class People:
    """Who is in which circle."""

    def __init__(self, runner: Runner, reader: Reader) -> None:
        self._runner = runner
        self._reader = reader

    def circles(self) -> tuple[CircleSummary, ...]:
        """All my circles, in the order in which I joined them."""
        return reads.circles(self._reader)

    def circle(self, circle: CircleId) -> CircleSummary | None:
        """One circle; None when I am not in it."""
        return reads.circle(self._reader, circle)

    def my_zone(self) -> str:
        """The time zone (IANA name) my circles were told; "" = none yet."""
        return settings(self._reader).get(writes.ZONE, "")

    def set_card(self, name: str, zone: str) -> Future[None]:
        """My name and time zone (IANA name) as my circles see them."""
        return self._runner.submit(lambda tx: writes.set_card(tx, name, zone))
