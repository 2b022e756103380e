# SPDX-License-Identifier: Apache-2.0
"""File operations behind one protocol: whole or not at all, and faults can be put between the steps."""

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from mentordesk.base.errors import DiskFull, ReadOnlyFolder

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})  # a disk that has no such thing for folders
_PLAIN = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # as far as this system has them
    _PLAIN |= getattr(os, _flag, 0)
_NO_PLAIN = frozenset(  # a link, a folder, a socket, gone meanwhile, somebody else's
    {errno.ELOOP, errno.EMLINK, errno.EISDIR, errno.ENXIO, errno.ENOENT, errno.EACCES, errno.EPERM}
)


class FileOps(Protocol):
    """What the programme does to files; raises DiskFull, ReadOnlyFolder, or OSError for the unexpected."""

    def read(self, path: Path) -> bytes:
        """The whole file; FileNotFoundError when there is none."""
        ...

    def read_plain(self, path: Path, most: int) -> bytes | None:
        """A file that others may have put there: None unless it is a regular one of up to `most` bytes."""
        ...

    def write_atomic(self, path: Path, data: bytes) -> None:
        """Replace the file by `data`: after a crash either the old or the new bytes are there. Mode 0600."""
        ...

    def exists(self, path: Path) -> bool:
        """Whether a file or folder is there."""
        ...

    def size(self, path: Path) -> int:
        """Bytes in the file; 0 when there is none."""
        ...

    def names(self, folder: Path) -> list[str]:
        """Sorted names in a folder; none when it does not exist. Half-written temporaries are left out."""
        ...

    def make_folder(self, folder: Path) -> None:
        """Make the folder and its parents, readable by this user only."""
        ...

    def rename(self, source: Path, target: Path) -> None:
        """Move a file over another one on the same disk, durably."""
        ...

    def copy(self, source: Path, target: Path) -> None:
        """Copy a file as `write_atomic` does, without holding it in memory."""
        ...

    def remove(self, path: Path) -> None:
        """Delete a file; nothing happens when there is none."""
        ...

    def free_bytes(self, folder: Path) -> int:
        """Room left on the folder's disk."""
        ...


class SystemFiles:
    """The real disk; `before(step, path)` runs ahead of each step; what it raises is what the disk did."""

    TEMPORARY = ".part"

    def __init__(self, before: Callable[[str, Path], None] | None = None) -> None:
        self._before = before or _nothing

    def read(self, path: Path) -> bytes:
        """The whole file; FileNotFoundError when there is none."""
        self._before("read", path)
        return path.read_bytes()

    def read_plain(self, path: Path, most: int) -> bytes | None:
        """A regular file of up to `most` bytes; a link is not followed, a pipe or device not waited for."""
        self._before("read", path)
        try:
            descriptor = os.open(path, _PLAIN)
        except OSError as error:
            if error.errno in _NO_PLAIN:
                return None
            raise
        try:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or about.st_size > most:
                return None
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read(most + 1)
        finally:
            os.close(descriptor)
        return data if len(data) <= most else None

    def write_atomic(self, path: Path, data: bytes) -> None:
        """Temporary name, write, fsync, rename, fsync of the folder."""

        def fill(descriptor: int) -> None:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]

        self._replace_with(path, fill)

    def exists(self, path: Path) -> bool:
        """Whether a file or folder is there."""
        return path.exists()

    def size(self, path: Path) -> int:
        """Bytes in the file; 0 when there is none."""
        try:
            return path.stat().st_size
        except FileNotFoundError:
            return 0

    def names(self, folder: Path) -> list[str]:
        """Sorted names in a folder, without half-written temporaries."""
        try:
            found = os.listdir(folder)
        except FileNotFoundError:
            return []
        return sorted(name for name in found if not name.endswith(self.TEMPORARY))

    def make_folder(self, folder: Path) -> None:
        """Make the folder and its parents, mode 0700."""
        with _as_trouble():
            self._before("make_folder", folder)
            missing = [part for part in (folder, *folder.parents) if not part.exists()]
            for part in reversed(missing):
                part.mkdir(mode=0o700, exist_ok=True)

    def rename(self, source: Path, target: Path) -> None:
        """Move a file over another one, durably."""
        with _as_trouble():
            self._before("rename", target)
            os.replace(source, target)
            self._sync_folder(target.parent)

    def copy(self, source: Path, target: Path) -> None:
        """Copy a file; the target is whole or as it was."""

        def fill(descriptor: int) -> None:
            with source.open("rb") as reader, os.fdopen(os.dup(descriptor), "wb") as writer:
                shutil.copyfileobj(reader, writer, 1 << 20)

        self._replace_with(target, fill)

    def remove(self, path: Path) -> None:
        """Delete a file; nothing happens when there is none."""
        with _as_trouble():
            self._before("remove", path)
            path.unlink(missing_ok=True)

    def free_bytes(self, folder: Path) -> int:
        """Room left on the folder's disk."""
        return shutil.disk_usage(folder).free

    def _replace_with(self, path: Path, fill: Callable[[int], None]) -> None:
        temporary = path.with_name(f"{path.name}.{os.urandom(4).hex()}{self.TEMPORARY}")
        with _as_trouble():
            try:
                self._write_whole(temporary, fill)
                self._before("rename", path)
                os.replace(temporary, path)
            except OSError:
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)
                raise
            self._sync_folder(path.parent)

    def _write_whole(self, temporary: Path, fill: Callable[[int], None]) -> None:
        self._before("write", temporary)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(temporary, flags, 0o600)
        try:
            fill(descriptor)
            self._before("fsync", temporary)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _sync_folder(self, folder: Path) -> None:
        try:
            self._before("sync_folder", folder)
            _sync_folder(folder)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no handle to a folder; its rename is journalled
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _nothing(step: str, path: Path) -> None:
    """The disk as it is."""


@contextlib.contextmanager
def _as_trouble() -> Iterator[None]:
    """Turn what a disk commonly says into what a person can be told."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        if error.errno in _READ_ONLY:
            raise ReadOnlyFolder from error
        raise
