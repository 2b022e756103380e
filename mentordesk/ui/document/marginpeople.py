# SPDX-License-Identifier: Apache-2.0
"""What people are called beside a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mentordesk.domain.ids import MemberId
from mentordesk.ui.context import Context
from mentordesk.ui.document.reviewwords import ReviewWords

if TYPE_CHECKING:
    from mentordesk.desk.writing import Writing


class People:
    """First names where they are clear; the whole name of somebody who has left the circle."""

    def __init__(self, context: Context, words: ReviewWords) -> None:
        self._context, self._words = context, words
        self._writing: Writing | None = None
        self._names: dict[MemberId, str] = {}

    def attach(self, writing: Writing | None) -> None:
        """Speak about the people of this document."""
        self._writing = writing
        self._names = dict(self._context.called(writing.summary.circle)) if writing is not None else {}

    def names(self, members: Iterable[MemberId]) -> Mapping[MemberId, str]:
        """Plain names, of these people among others."""
        for member in members:
            if self._writing is not None and member not in self._names:
                self._names[member] = self._writing.names(member)
        return self._names

    def called(self, member: MemberId) -> str:
        """A person in a sentence; me = you."""
        if self._writing is not None and member == self._writing.me:
            return self._context.services.words.you()
        return self._words.name(self.names([member]).get(member, ""))
