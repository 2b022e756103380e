# SPDX-License-Identifier: Apache-2.0
"""Which letters a suggestion holds: by who wrote them and when, not by how far its marks reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from mentordesk.domain.ids import MemberId
from mentordesk.richtext.engine import Letter
from mentordesk.richtext.records import SUGGESTIONS, Made, Past, Records


@dataclass(frozen=True, slots=True)
class Holder:
    """An open suggestion as it meets letters."""

    made: Made
    past: Past
    authors: Mapping[int, MemberId]
    restored: tuple[tuple[int, int, int], ...]  # (peer, first, end): written anew when a decision was undone

    def adds(self, letter: Letter) -> bool:
        """Whether `letter` is the reviewer's own, written for this suggestion."""
        peer, author = letter[0], self.made.author
        mine = peer == self.made.peer or (author is not None and self.authors.get(peer) == author)
        return (mine and not self.past.holds(letter)) or self._again(letter)

    def removes(self, letter: Letter) -> bool:
        """Whether `letter` is one that the reviewer saw when suggesting."""
        return self.past.holds(letter) or self._again(letter)

    def _again(self, letter: Letter) -> bool:
        return any(letter[0] == peer and first <= letter[1] < end for peer, first, end in self.restored)


class Lens:
    """What the records say about letters."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._holders: dict[str, Holder | None] = {}
        self._version = -1
        self._reopened = False

    @property
    def generation(self) -> int:
        """Grows when a suggestion may hold other letters than before though no mark changed."""
        return self._records.generation

    @contextmanager
    def reopened(self) -> Iterator[None]:
        """Decided suggestions hold letters as open ones do: to apply a decision to letters that came late."""
        self._reopened, self._version = True, -1
        try:
            yield
        finally:
            self._reopened, self._version = False, -1

    def holder(self, one: str) -> Holder | None:
        """The open suggestion of that id."""
        if self._version != self._records.version:
            self._version = self._records.version
            self._holders.clear()
        if one not in self._holders:
            self._holders[one] = self._holder(one)
        return self._holders[one]

    def _holder(self, one: str) -> Holder | None:
        records = self._records
        made = records.things(SUGGESTIONS).get(one)
        if made is None or (records.decided(one) and not self._reopened):
            return None
        return Holder(made, records.past(made), records.authors, records.restored().get(one, ()))

    def adds(self, one: str, letter: Letter) -> bool:
        """Whether the suggestion is open and would add `letter`."""
        holder = self.holder(one)
        return holder is not None and holder.adds(letter)

    def removes(self, one: str, letter: Letter) -> bool:
        """Whether the suggestion is open and would take `letter` out."""
        holder = self.holder(one)
        return holder is not None and holder.removes(letter)
