# SPDX-License-Identifier: Apache-2.0
"""What a version of the program knows of operations: what it does not, it keeps and merges later."""
from __future__ import annotations

from dataclasses import dataclass

from mentordesk.domain.registers import REGISTERS
from mentordesk.wire.operations import KINDS, Operation, Set, Unknown

FORMATS = 3  # raised when this program learns a kind of operation, parcel or statement


@dataclass(frozen=True, slots=True)
class Known:
    """Kinds of operations and numbers of registers; `formats` rises with every version that knows more."""

    formats: int = FORMATS
    kinds: frozenset[int] = KINDS
    registers: frozenset[int] = frozenset(REGISTERS)

    def knows(self, op: Operation | Unknown) -> bool:
        """Whether an operation can be merged."""
        if isinstance(op, Unknown):
            return False
        if isinstance(op, Set) and op.register not in self.registers:
            return False
        return op.__struct_config__.tag in self.kinds


NEWEST = Known()
