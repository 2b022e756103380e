# SPDX-License-Identifier: Apache-2.0
"""The numbers of numbered paragraphs."""
from __future__ import annotations

from mentordesk.domain.texts import LISTS, MAX_INDENT, Block, BlockKind


class Counter:
    """Asked for each paragraph in order: a list ends at the first paragraph that is in none."""

    def __init__(self) -> None:
        self._counts = [0] * (MAX_INDENT + 1)

    def number(self, block: Block) -> int:
        """The number of a numbered paragraph, 0 for all others."""
        if block.kind not in LISTS:
            self._counts = [0] * (MAX_INDENT + 1)
            return 0
        level = min(block.indent, MAX_INDENT)
        self._counts[level + 1 :] = [0] * (MAX_INDENT - level)
        if block.kind is BlockKind.BULLET:
            return 0
        self._counts[level] += 1
        return self._counts[level]
