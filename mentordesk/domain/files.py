# SPDX-License-Identifier: Apache-2.0
"""Files on messages: their shapes, limits, and names that are safe on every disk."""
from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from mentordesk.domain.ids import CircleId, MessageId, ThreadId

FileId: TypeAlias = bytes  # 8 bytes, this computer's own name for a file on a message or draft

MAX_FILE = 20 << 20  # bytes of one file
MAX_FILES = 10  # on one message
SMALL = 1_000_000  # bytes; more is neither fetched nor sent without asking
MAX_NAME = 120  # characters
MAX_TYPE = 80
_MAX_NAME_BYTES = 200  # disks take 255, and something may be put before or after
_BAD = frozenset('/\\:*?"<>|')
_JOINERS = frozenset("\u200c\u200d")  # belong to the spelling of some languages
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)


class FileState(Enum):
    """Where the bytes of a file are on their way. `FileInfo.here` says whether it can be read now."""

    HERE = "here"  # nothing is left to move
    NOT_FETCHED = "not_fetched"  # at the server, perhaps; comes when asked for
    WAITING = "waiting"  # moves as soon as there is a line
    MOVING = "moving"
    PAUSED = "paused"
    OVER_BUDGET = "over_budget"  # the week's bytes are used up
    NO_ROOM = "no_room"  # the server takes no files just now; asked again hours later
    QUOTA = "quota"  # its author has put as much at the server as one may; asked again hours later
    GONE = "gone"  # cannot be had any more


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A file on a message or in a draft."""

    id: FileId
    name: str  # safe to show and to save under
    type: str  # MIME, as its author's computer named it; "" = not known
    size: int  # bytes
    state: FileState
    moved: int  # bytes of `size` that have moved so far: to this computer, or of my own to the server
    mine: bool
    dangerous: bool  # never opened by the programme
    here: bool  # all bytes are on this computer
    circle: CircleId
    thread: ThreadId
    message: MessageId  # b"" = in a draft


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes on the line in the last seven days, all together and of files alone; all count in `budget`."""

    week_bytes: int
    week_file_bytes: int
    budget: int  # bytes; 0 = none
    lifted: bool  # somebody said that files go on all the same, for seven days

    @property
    def over(self) -> bool:
        """Whether files wait because of the budget."""
        return 0 < self.budget <= self.week_bytes and not self.lifted


def safe_name(name: str) -> str:
    """A file's name without whatever could lead elsewhere, hide its end, or mean a device; never empty."""
    normal = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    kept = "".join("_" if char in _BAD else char for char in normal if _shows(char))
    stem, dot, suffix = " ".join(kept.split()).strip(". ").rpartition(".")
    if not stem:
        stem, dot, suffix = suffix, "", ""
    if len(suffix) > 20:
        stem, dot, suffix = f"{stem}.{suffix}", "", ""
    if stem.split(".")[0].strip().lower() in _DEVICES:
        stem = "_" + stem
    return (_shortened(stem, dot + suffix) or "file") + dot + suffix


def _shows(char: str) -> bool:
    """Not a control, not a mark that turns or hides the writing around it."""
    hidden = unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}
    return not hidden or char in _JOINERS or char.isspace()


def _shortened(stem: str, end: str) -> str:
    stem = stem[: MAX_NAME - len(end)]
    while len((stem + end).encode()) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ")


def safe_type(kind: str) -> str:
    """A MIME type in printable ASCII, or nothing."""
    return kind if kind.isascii() and kind.isprintable() and len(kind) <= MAX_TYPE else ""
