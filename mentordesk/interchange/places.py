# SPDX-License-Identifier: Apache-2.0
"""Places in a document: UTF-16 units from its start, found again in its paragraphs; what begins there."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TypeAlias

from mentordesk.base.utf16 import units
from mentordesk.domain.texts import Paragraph, Run
from mentordesk.interchange.remarks import Remark

Event: TypeAlias = tuple[int, int, int]  # place, whether a range opens there, number of the remark


class Ruler:
    """Finds the letters between two places."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._texts = [paragraph.text + "\n" for paragraph in paragraphs]
        self.starts = [0, *accumulate(units(text) for text in self._texts)]

    def between(self, start: int, end: int) -> str:
        """The letters from `start` up to `end`, line ends included."""
        parts = []
        row = max(0, bisect_right(self.starts, start) - 1)
        while row < len(self._texts) and self.starts[row] < end:
            at = self.starts[row]
            parts.append(cut(self._texts[row], max(0, start - at), end - at))
            row += 1
        return "".join(parts)


def cut(text: str, start: int, end: int) -> str:
    """The letters between two places; a letter of two units that is cut in half goes with the later part."""
    if text.isascii() or len(text) == units(text):
        return text[start:end]
    data = text.encode("utf-16-le", "surrogatepass")
    start, end = (_snapped(data, place) for place in (start, end))
    return data[start * 2 : end * 2].decode("utf-16-le", "replace")


def _snapped(data: bytes, place: int) -> int:
    inside = 0 < place * 2 < len(data) and 0xDC <= data[place * 2 + 1] <= 0xDF
    return place - 1 if inside else place


def split_runs(paragraph: Paragraph, at: int, cuts: Sequence[int]) -> Iterator[tuple[int, Run]]:
    """The runs of a paragraph that starts at `at`, each with its place, cut where one of the places falls.

    `cuts` are sorted, units from the document's start.
    """
    for run in paragraph.runs:
        after = at + units(run.text)
        here = [place for place in cuts[bisect_right(cuts, at) :] if place < after] if cuts else []
        edges = [at, *here, after]
        for start, end in pairwise(edges):
            text = cut(run.text, start - edges[0], end - edges[0])
            if text:
                yield start, Run(text, run.style)
        at = after


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
