# SPDX-License-Identifier: Apache-2.0
"""What was written at the same time somewhere else and does not stand: kept, and shown until decided."""
from __future__ import annotations

from dataclasses import dataclass

from mentordesk.domain.ids import MemberId, OperationId


@dataclass(frozen=True, slots=True)
class Version:
    """Another value of a draft or a topic."""

    op: OperationId
    text: str
    time: int  # unix seconds, when it was written
    author: MemberId
    author_name: str
    mine: bool
    elsewhere: bool = False  # written on another computer of mine
    computer: str = ""  # what that one is called; "" = not known
