# SPDX-License-Identifier: Apache-2.0
"""The folder where a profile keeps the sealed chunks of files, and the beginnings of those coming."""
from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from mentordesk.base.files import FileOps
from mentordesk.crypto.filechunks import chunk_hash

COMING = ".coming"  # the beginning of a chunk
_ROOM = 64 << 20  # bytes of the disk that files leave to everything else


class Shelf:
    """Chunks by their hash16. All that lies here is sealed, and believed once its hash is looked at."""

    def __init__(self, folder: Path, files: FileOps) -> None:
        self.files = files
        self._folder = folder

    def get(self, hash16: bytes) -> bytes | None:
        """A chunk; None when it is not here or not what it was."""
        try:
            data = self.files.read(self._path(hash16))
        except OSError:
            return None
        return data if chunk_hash(data) == hash16 else None

    def put(self, hash16: bytes, data: bytes) -> None:
        """Keep a whole chunk, durably; DiskFull or ReadOnlyFolder when it cannot be."""
        self.files.make_folder(self._folder)
        self.files.write_atomic(self._path(hash16), data)
        self.files.remove(self._beginning(hash16))

    def beginning(self, hash16: bytes) -> bytes:
        """What has come of a chunk so far."""
        try:
            return self.files.read(self._beginning(hash16))
        except OSError:
            return b""

    def keep_beginning(self, hash16: bytes, data: bytes) -> None:
        """Keep what has come so far."""
        self.files.make_folder(self._folder)
        self.files.write_atomic(self._beginning(hash16), data)

    def forget(self, hash16: bytes) -> None:
        """Let go of a chunk and its beginning."""
        self.files.remove(self._path(hash16))
        self.files.remove(self._beginning(hash16))

    def keep_only(self, hashes: Collection[bytes]) -> int:
        """Let go of everything that nobody names any more; how much that was."""
        known = {hash16.hex() for hash16 in hashes}
        lost = [name for name in self.files.names(self._folder) if name.removesuffix(COMING) not in known]
        for name in lost:
            self.files.remove(self._folder / name)
        return len(lost)

    def has_room(self, size: int) -> bool:
        """Whether the disk takes so many bytes and leaves enough for words."""
        self.files.make_folder(self._folder)
        return self.files.free_bytes(self._folder) >= size + _ROOM

    def _path(self, hash16: bytes) -> Path:
        return self._folder / hash16.hex()

    def _beginning(self, hash16: bytes) -> Path:
        return self._folder / (hash16.hex() + COMING)
