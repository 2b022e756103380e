# SPDX-License-Identifier: Apache-2.0
"""What reviewers gave back and when, and what they say works."""

from __future__ import annotations

import base64
from collections import defaultdict

from mentordesk.base.errors import Refused
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import MAX_IMPORTANT
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.core import Core
from mentordesk.richtext.records import (
    COMMENTS,
    IMPORTANT,
    RETURNS,
    SUGGESTIONS,
    WORKS,
    Made,
    Past,
    check_said,
    number,
)


class Rounds:
    """Returns and "what works first" of one document."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._stamp = -1
        self._by_author: defaultdict[MemberId | int, list[tuple[Made, Past]]] = defaultdict(list)

    def give_back(self, round: int, now: int) -> None:
        """I return what I wrote up to here."""
        self._core.records.make(RETURNS, round, now)

    def state_of(self, made: Made) -> Made | None:
        """The author's latest return that holds `made`; None: not returned."""
        return next((back for back, past in reversed(self._returns(made)) if past.holds(made.letter)), None)

    def first_of(self, made: Made) -> Made | None:
        """The return with which its author gave `made` back; later ones hold it too."""
        return next((back for back, past in self._returns(made) if past.holds(made.letter)), None)

    def _returns(self, made: Made) -> list[tuple[Made, Past]]:
        """The author's returns, oldest first; everywhere in the same order."""
        records = self._core.records
        if self._stamp != records.stamps[RETURNS]:
            self._stamp = records.stamps[RETURNS]
            self._by_author.clear()
            for back in records.things(RETURNS).values():
                self._by_author[back.author or back.peer].append((back, records.past(back)))
            for backs in self._by_author.values():
                backs.sort(key=lambda item: (item[1].size, item[0].id))
        return self._by_author.get(made.author or made.peer, [])

    def returned(self, made: Made) -> bool:
        """Whether the author gave it back."""
        return self.state_of(made) is not None

    def set_works(self, text: str) -> None:
        """What I say works, for the round that I am in; Refused(SIZE)."""
        check_said(text)
        records = self._core.records
        key = base64.urlsafe_b64encode(records.me).decode()[:8]
        records.put(WORKS, key, [self._count(records.me), text])

    def works(self) -> dict[MemberId, str]:
        """What each reviewer said last; gone once they returned a later round without a word."""
        records = self._core.records
        said: dict[MemberId, str] = {}
        for entry in records.entries(WORKS).values():
            author, value = records.author_of(entry.peer), entry.value
            if author is None or not isinstance(value, list) or len(value) < 2:
                continue
            text = value[1]
            if isinstance(text, str) and text and self._count(author) - number(value[0]) <= 1:
                said[author] = text
        return said

    def _count(self, member: MemberId) -> int:
        return sum(back.author == member for back in self._core.records.things(RETURNS).values())

    def set_important(self, made: Made, important: bool) -> None:
        """Mark one of my things most important, or no more; Refused(IMPORTANT) for a fourth in this round."""
        records = self._core.records
        if not important:
            records.drop(IMPORTANT, made.id)
            return
        state = self.state_of(made)
        same = 0
        for name in (SUGGESTIONS, COMMENTS):
            for other in records.things(name).values():
                if other.id != made.id and other.author == records.me and self.important(other):
                    same += self.state_of(other) == state
        if same >= MAX_IMPORTANT:
            raise Refused(TextCode.IMPORTANT)
        if not self.important(made):
            records.put(IMPORTANT, made.id, True)

    def important(self, made: Made) -> bool:
        """Whether its author marked it most important."""
        return self._core.records.by(IMPORTANT, made.id, made.author) is True
