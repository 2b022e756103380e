# SPDX-License-Identifier: Apache-2.0
"""Every synced field, declared once: entity, field, how two edits merge, where it lives."""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Merge(Enum):
    """How two values of one field become one."""

    LAST = "last"  # last writer by (rank, time, operation id); the loser is kept
    HIGHEST = "highest"  # the greater value wins


@dataclass(frozen=True, slots=True)
class Register:
    """One synced field. `shape` names the types of the value's parts, in order."""

    number: int  # on the wire; never reused
    entity: str
    field: str
    merge: Merge
    shape: tuple[type, ...]
    private: bool = False  # lives in the member's private circle


THREAD_TOPIC = Register(1, "thread", "topic", Merge.LAST, (str,))
PERSON_CARD = Register(2, "person", "card", Merge.LAST, (str, str))  # name, time zone
DRAFT = Register(3, "draft", "text", Merge.LAST, (bytes, str, str), private=True)  # circle, topic, text
CHARTER_HEAD = Register(4, "charter", "head", Merge.HIGHEST, (int, bytes), private=True)  # number, hash

COMPUTER = Register(5, "computer", "name", Merge.LAST, (str,), private=True)  # of a writer: what it is called

REGISTERS = {
    register.number: register for register in (THREAD_TOPIC, PERSON_CARD, DRAFT, CHARTER_HEAD, COMPUTER)
}

MAX_RANK = 1 << 31  # a higher rank is refused: nobody may win for ever
