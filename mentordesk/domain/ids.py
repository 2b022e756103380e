# SPDX-License-Identifier: Apache-2.0
"""Identifiers: plain bytes with a length, and the numbers of lanes and roles."""
from __future__ import annotations

from enum import IntEnum
from typing import TypeAlias

MemberId: TypeAlias = bytes  # 16 bytes
CircleId: TypeAlias = bytes  # 16 bytes; the programme's own log uses the programme id
ThreadId: TypeAlias = bytes  # 8 bytes
MessageId: TypeAlias = bytes  # 8 bytes: the id of the operation that wrote the message
OperationId: TypeAlias = bytes  # 8 bytes, random
WriterId: TypeAlias = bytes  # 8 bytes, random

MEMBER_SIZE = 16
OPERATION_SIZE = 8
NO_HASH = bytes(32)


class Lane(IntEnum):
    """The three logs of a circle."""

    CONTROL = 0
    WORDS = 1
    DOCUMENTS = 2


class Role(IntEnum):
    """What a member is in a circle; the numbers stand in charters."""

    MEMBER = 1
    GUARDIAN = 2
    MENTEE = 3
    MENTOR = 4
    COORDINATOR = 5
