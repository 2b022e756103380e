# SPDX-License-Identifier: Apache-2.0
"""The Today page in one read."""

from __future__ import annotations

from mentordesk.domain.today import Today
from mentordesk.storage.reads.circles import circles, waiting_threads
from mentordesk.storage.reads.drafts import drafts
from mentordesk.storage.reads.messages import not_left
from mentordesk.storage.reads.reader import Reader

WAITING = 50  # threads; more than anybody answers in a day, and the page stays quick


def today(reader: Reader) -> Today:
    """Everything that waits."""
    return Today(drafts(reader), waiting_threads(reader, WAITING), not_left(reader), circles(reader))
