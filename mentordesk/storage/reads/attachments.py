# SPDX-License-Identifier: Apache-2.0
"""Files on messages and in drafts, as pages show them."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentordesk.crypto.filechunks import PLAIN
from mentordesk.domain.files import SMALL, FileId, FileInfo, FileState
from mentordesk.domain.ids import MessageId, ThreadId
from mentordesk.storage.attachments import FRESH, Wanted
from mentordesk.storage.reads.reader import Reader

_COLUMNS = """a.id, a.circle, a.thread, a.message, a.author, a.name, a.type, a.size, a.danger, a.wanted,
    a.got, a.sent, a.count, coalesce(m.thread, a.thread) AS shown_in, coalesce(m.time, 0) AS time"""
_FROM = """FROM attachments a LEFT JOIN messages m
    ON m.id = a.message AND m.circle = a.circle AND m.author = a.author"""
_PART = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is needed to put a file together."""

    name: str
    size: int
    key: bytes
    chunks: bytes
    dangerous: bool


def of_messages(reader: Reader, messages: Sequence[MessageId]) -> Mapping[MessageId, tuple[FileInfo, ...]]:
    """The files of messages, as their own authors attached them; none of a message that was taken back."""
    found: dict[MessageId, list[FileInfo]] = {}
    for at in range(0, len(messages), _PART):
        part = tuple(messages[at : at + _PART])
        marks = ",".join("?" * len(part))
        rows = reader.rows(
            f"SELECT {_COLUMNS} {_FROM} WHERE a.message IN ({marks}) AND m.gone = 0 ORDER BY a.op", part
        )
        for row in rows:
            found.setdefault(row.message, []).append(_to_info(reader, row))
    return {message: tuple(files) for message, files in found.items()}


def of_draft(reader: Reader, thread: ThreadId) -> list[FileInfo]:
    """The files of a thread's draft, in the order in which they were attached."""
    rows = reader.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE a.thread = ? AND a.message = x'' ORDER BY a.position", (thread,)
    )
    return [_to_info(reader, row) for row in rows]


def info(reader: Reader, file: FileId) -> FileInfo | None:
    """One file, if it is known."""
    row = reader.first(f"SELECT {_COLUMNS} {_FROM} WHERE a.id = ?", (file,))
    return None if row is None else _to_info(reader, row)


def sealed(reader: Reader, file: FileId) -> Sealed | None:
    """How a file is sealed."""
    row = reader.first("SELECT name, size, key, chunks, danger FROM attachments WHERE id = ?", (file,))
    return None if row is None else Sealed(row[0], row[1], row[2], row[3], bool(row[4]))


def _to_info(reader: Reader, row: Any) -> FileInfo:
    mine = row.author == reader.me
    up = 0 <= row.sent < row.count and bool(row.message)
    done = row.sent if up else row.got
    moving = reader.moving.file == row.id
    bytes_moved = reader.moving.bytes if moving else 0
    return FileInfo(
        id=row.id,
        name=row.name,
        type=row.type,
        size=row.size,
        state=_state(reader, row, up),
        moved=min(row.size, done * PLAIN + bytes_moved),
        mine=mine,
        dangerous=bool(row.danger),
        here=row.got == row.count,
        circle=row.circle,
        thread=row.shown_in,
        message=row.message,
    )


def _state(reader: Reader, row: Any, up: bool) -> FileState:
    if not row.message or (not up and row.got == row.count):
        return FileState.HERE
    if up and row.got < row.count:
        return FileState.GONE
    if row.wanted == Wanted.PAUSED:
        return FileState.PAUSED
    by_itself = not up and row.size <= SMALL and row.author != reader.me
    if row.wanted == Wanted.NOT_ASKED and not (by_itself and row.time >= reader.moving.now - FRESH):
        return FileState.NOT_FETCHED
    if reader.moving.over_budget:
        return FileState.OVER_BUDGET
    if reader.moving.file == row.id:
        return FileState.MOVING
    return reader.moving.refused.get(row.id, FileState.WAITING) if up else FileState.WAITING
