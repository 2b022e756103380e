# SPDX-License-Identifier: Apache-2.0
"""Finding messages."""

from __future__ import annotations

from mentordesk.domain.messages import SearchHit
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.search.query import search


class Search:
    """Messages by their words, in any script."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def find(self, words: str, limit: int = 20, offset: int = 0) -> tuple[SearchHit, ...]:
        """Messages that hold every word or one that begins with it, newest first; none for no words."""
        return tuple(search(self._reader, words, limit, offset))
