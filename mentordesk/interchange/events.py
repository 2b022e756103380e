# SPDX-License-Identifier: Apache-2.0
"""Where the words of remarks begin and end, paragraph by paragraph."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeAlias

from mentordesk.interchange.remarks import Remark

Event: TypeAlias = tuple[int, int, int]  # place, whether a range opens there, number of the remark


def events_of(remarks: Sequence[Remark], starts: Sequence[int]) -> dict[int, list[Event]]:
    """For each paragraph that has any: (place, whether a range opens, number of the remark), in order."""
    events: dict[int, list[Event]] = {}
    last = max(0, len(starts) - 2)
    for number, remark in enumerate(remarks):
        first = min(bisect_right(starts, remark.start) - 1, last)
        end = max(remark.end, remark.start)
        row = max(first, min(bisect_right(starts, end - 1) - 1, last))
        events.setdefault(first, []).append((remark.start, 1, number))
        events.setdefault(row, []).append((end, 0, number))
    for found in events.values():
        found.sort(key=lambda event: (event[0], _closes_first(event, remarks), event[2]))
    return events


def _closes_first(event: tuple[int, int, int], remarks: Sequence[Remark]) -> int:
    """At one place old ranges close, then new ones open, then those that hold nothing close."""
    place, opens, number = event
    if opens:
        return 1
    return 2 if remarks[number].start == place else 0
