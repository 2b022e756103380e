# SPDX-License-Identifier: Apache-2.0
"""Everything that waits."""

from __future__ import annotations

from mentordesk.domain.today import Today
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.reads.today import today


class TodayDesk:
    """The first page's contents."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def get(self) -> Today:
        """What waits now."""
        return today(self._reader)
