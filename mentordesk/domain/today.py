# SPDX-License-Identifier: Apache-2.0
"""What the Today page shows."""
from __future__ import annotations

from dataclasses import dataclass

from mentordesk.domain.circles import CircleSummary
from mentordesk.domain.messages import Draft, Message, ThreadSummary


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that waits, on one page."""

    go_on: tuple[Draft, ...]  # newest first
    waiting: tuple[ThreadSummary, ...]  # longest wait first
    not_left: tuple[Message, ...]  # oldest first
    circles: tuple[CircleSummary, ...]
