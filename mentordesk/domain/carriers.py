# SPDX-License-Identifier: Apache-2.0
"""What carriers of sealed envelopes tell: the tray of this computer, sticks and folders, what was moved."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where something can be put: a removable drive."""

    path: Path
    name: str
    free: int  # bytes


@dataclass(frozen=True, slots=True)
class TrayStatus:
    """What waits in this computer's tray: envelopes of mine, envelopes of others, bytes of all."""

    mine: int = 0
    others: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Put:
    """What was put on a stick: envelopes written now, how many of them are mine, their bytes.

    `already_there`: envelopes that stood on it before; `replies`: answers to those that a stick brought.
    """

    envelopes: int = 0
    mine: int = 0
    bytes: int = 0
    already_there: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken from a stick; damaged files, those of a newer version and strangers are counted."""

    replies: int = 0
    mine: int = 0  # replies of those that were mine, applied already
    requests: int = 0  # envelopes of others, for this computer's line
    damaged: int = 0
    newer: int = 0
    strangers: int = 0
