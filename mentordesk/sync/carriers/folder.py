# SPDX-License-Identifier: Apache-2.0
"""Envelope files in folders that anybody may have written to: found by content, read and written with care.

Links are not followed, whatever is no regular file is passed over, and nothing is looked at for ever.
"""
from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mentordesk.base.errors import (
    DiskFull,
    NotAFolder,
    ReadOnlyFolder,
    Refused,
    StickFull,
    StickGone,
    StickReadOnly,
)
from mentordesk.base.files import FileOps
from mentordesk.sync.carriers.form import MAX_FILE, Carried, FormCode, Kind, decode, encode, hash16

OUR_FOLDER = "MentorDesk"
UP, DOWN = "up", "down"
SUFFIX = ".mdt"
MOST_ENTRIES = 20_000  # names looked at in one go
_DEPTH = 3  # folders below ours: programme, up or down, and one that somebody made
KEPT = 366 * 86_400  # seconds; a reply that nobody fetched for so long goes, its owner asks anew
PART = ".part"  # what is half written is called so
_REPARSE = 0x400  # Windows: a link or a junction
_SLACK = 64 * 1024  # bytes that a file system needs besides


@dataclass(frozen=True, slots=True)
class Seen:
    """An envelope file that is whole."""

    path: Path
    kind: Kind
    programme8: bytes
    name: bytes
    size: int  # bytes of its envelope
    digest: bytes  # hash16 of its envelope
    written: int  # unix seconds, by the clock of whoever wrote it; 0 = not known


@dataclass(slots=True)
class Look:
    """What stands in a folder."""

    seen: list[Seen] = field(default_factory=list)
    damaged: int = 0
    newer: int = 0
    leftovers: list[Path] = field(default_factory=list)  # half-written files of ours

    def requests(self, programme8: bytes) -> dict[bytes, Seen]:
        """A programme's requests by name, in the order of names."""
        found = [one for one in self._of(programme8) if one.kind is Kind.REQUEST]
        return {one.name: one for one in sorted(found, key=lambda one: (one.name, one.path))}

    def replies(self, programme8: bytes) -> list[Seen]:
        """A programme's replies, one file of each."""
        found = {one.digest + one.name: one for one in self._of(programme8) if one.kind is Kind.REPLY}
        return sorted(found.values(), key=lambda one: (one.name, one.digest))

    def old_replies(self, programme8: bytes, now: int) -> list[Seen]:
        """A programme's replies that nobody has fetched for a year; `now` in unix seconds."""
        replies = (one for one in self._of(programme8) if one.kind is Kind.REPLY)
        return [one for one in replies if one.written and now - one.written > KEPT]

    def answered(self, programme8: bytes) -> set[bytes]:
        """Names of the requests that have a reply here."""
        return {one.name for one in self.replies(programme8)}

    def programmes(self) -> set[bytes]:
        """Whose envelopes stand here."""
        return {one.programme8 for one in self.seen}

    def strangers(self, programme8: bytes) -> int:
        """Envelopes of other programmes."""
        return sum(one.programme8 != programme8 for one in self.seen)

    def _of(self, programme8: bytes) -> Iterator[Seen]:
        return (one for one in self.seen if one.programme8 == programme8)


class Shelf:
    """A folder with one folder for each programme, and in it up/ (requests) and down/ (replies)."""

    def __init__(self, path: Path, files: FileOps) -> None:
        self.path = path
        self.files = files

    def look(self) -> Look:
        """Everything below the folder; nothing where there is none."""
        found = Look()
        for folder, depth in self._places():
            for path in _plain_files(folder, depth):
                self._look_at(path, found)
        return found

    def _places(self) -> list[tuple[Path, int]]:
        """Where to look, and how deep."""
        return [(self.path, _DEPTH)]

    def _look_at(self, path: Path, found: Look) -> None:
        file = self.read_plain(path, MAX_FILE)
        if file is None:
            return
        half = path.name.endswith(PART)
        try:
            carried = decode(file)
        except Refused as why:
            found.damaged += not half and (why.code == FormCode.DAMAGED or _was_ours(path, file))
            found.newer += why.code == FormCode.NEWER
            if half and why.code == FormCode.DAMAGED:
                found.leftovers.append(path)
            return
        data, about = carried.data, _about(path)
        written = max(0, int(about.st_mtime)) if about is not None else 0
        found.seen.append(
            Seen(path, carried.kind, carried.programme8, carried.name, len(data), hash16(data), written)
        )

    def read(self, seen: Seen) -> Carried | None:
        """The envelope, if the file is still what it was."""
        file = self.read_plain(seen.path, MAX_FILE)
        try:
            carried = decode(file) if file is not None else None
        except Refused:
            return None
        return carried if carried is not None and hash16(carried.data) == seen.digest else None

    def read_plain(self, path: Path, most: int) -> bytes | None:
        """Like FileOps.read_plain; nothing can be had of a file that the disk cannot read: b""."""
        try:
            return self.files.read_plain(path, most)
        except OSError:
            if not self._is_there():
                raise
            return b""

    def _is_there(self) -> bool:
        """Whether it is one file that cannot be read, not all of them."""
        return bool(self.files.names(self.path))

    def folder(self, programme8: bytes) -> Path:
        """Where a programme's envelopes go."""
        return self.path / programme8.hex()

    def put(self, carried: Carried, by: str = "") -> Path:
        """Write an envelope, whole or not at all; `by` goes into a request's file name."""
        side = UP if carried.kind is Kind.REQUEST else DOWN
        end = by if carried.kind is Kind.REQUEST else hash16(carried.data)[:4].hex()
        folder = self.folder(carried.programme8) / side
        self.make(folder)
        path = _free(folder, carried.name.hex() + (f"-{end}" if end else ""))
        self.files.write_atomic(path, encode(carried))
        return path

    def make(self, folder: Path) -> None:
        """Make a folder below this one; NotAFolder where a link or a file stands in its way."""
        inner = folder.relative_to(self.path)
        for part in (*reversed(inner.parents), inner):
            whole = self.path / part
            about = _about(whole)
            if about is None:
                self.files.make_folder(whole)
            elif not _is_folder(about):
                raise NotAFolder

    def tidy(self, look: Look) -> None:
        """Remove what was left half written."""
        for path in look.leftovers:
            self.files.remove(path)


class Stick(Shelf):
    """A stick or any folder: ours is MentorDesk/ in it. Every call raises a StickTrouble and no other."""

    def __init__(self, folder: Path, files: FileOps) -> None:
        self.top = Path(os.path.realpath(folder))  # what a person chose may be a link, nothing below it
        own = self.top.name.lower() == OUR_FOLDER.lower()
        super().__init__(self.top if own else self.top / OUR_FOLDER, files)

    def look(self) -> Look:
        """What stands in our folder, and envelope files beside it."""
        with self._trouble():
            if not self.top.is_dir():
                raise NotAFolder
            return super().look()

    def _places(self) -> list[tuple[Path, int]]:
        """Our folder, and what somebody put beside it."""
        return [(self.path, _DEPTH), *([(self.top, 0)] if self.path != self.top else [])]

    def read_plain(self, path: Path, most: int) -> bytes | None:
        """See Shelf."""
        with self._trouble():
            return super().read_plain(path, most)

    def _is_there(self) -> bool:
        """Whether the stick is in: its own folder can be read."""
        return bool(self.files.names(self.top))

    def put(self, carried: Carried, by: str = "") -> Path:
        """See Shelf."""
        with self._trouble(len(carried.data)):
            return super().put(carried, by)

    def remove(self, path: Path) -> None:
        """Delete a file that has done what it should; a stick that cannot be written keeps it."""
        with contextlib.suppress(StickReadOnly), self._trouble():
            self.files.remove(path)

    def write(self, path: Path, data: bytes) -> None:
        """Write a small file of ours below the stick's folder."""
        with self._trouble(len(data)):
            self.make(path.parent)
            self.files.write_atomic(path, data)

    def need(self, size: int, count: int) -> None:
        """StickFull unless `count` files of `size` bytes together have room."""
        with self._trouble():
            free = self.files.free_bytes(self.top)
        if count and size + count * 4096 + _SLACK > free:
            raise StickFull(size + count * 4096 + _SLACK, free)

    @contextlib.contextmanager
    def _trouble(self, size: int = 0) -> Iterator[None]:
        """What the disk says, said of the stick."""
        try:
            yield
        except DiskFull:
            raise StickFull(size, self._free()) from None
        except ReadOnlyFolder:
            raise StickReadOnly from None
        except OSError as error:
            raise StickGone from error

    def _free(self) -> int:
        try:
            return self.files.free_bytes(self.top)
        except OSError:
            return 0


def _was_ours(path: Path, file: bytes) -> bool:
    """Whether a file that is none of ours by content was one by name: cut to nothing, or to zeros."""
    return path.suffix == SUFFIX and not file.strip(b"\0")


def _free(folder: Path, stem: str) -> Path:
    """A name that no folder has taken; a file of that name is a damaged one of ours and is replaced."""
    names = (f"{stem}{SUFFIX}", *(f"{stem}-{number}{SUFFIX}" for number in range(2, 10)))
    for name in names:
        about = _about(folder / name)
        if about is None or not stat.S_ISDIR(about.st_mode):
            return folder / name
    raise NotAFolder


def _plain_files(folder: Path, depth: int) -> Iterator[Path]:
    """Regular files of a folder and of those up to `depth` below it, in order of names."""
    left = MOST_ENTRIES
    waiting = [(folder, depth)]
    while waiting:
        at, below = waiting.pop(0)
        about = _about(at)
        if about is None or not _is_folder(about):
            continue
        names = _names(at, left)
        left -= len(names)
        for name in names:
            path = at / name
            found = _about(path)
            if found is not None and _is_folder(found) and below:
                waiting.append((path, below - 1))
            elif found is not None and stat.S_ISREG(found.st_mode):
                yield path


def _names(folder: Path, most: int) -> list[str]:
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(names) >= most:
                    break
                names.append(entry.name)
    except PermissionError:
        return []
    return sorted(names)


def _about(path: Path) -> os.stat_result | None:
    """The file's, not its target's; None when there is none."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        return None


def _is_folder(about: os.stat_result) -> bool:
    """A folder itself, no link or junction to one."""
    return stat.S_ISDIR(about.st_mode) and not getattr(about, "st_file_attributes", 0) & _REPARSE
