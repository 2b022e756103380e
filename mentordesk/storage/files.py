# SPDX-License-Identifier: Apache-2.0
"""The folder of a profile: header, database, what the sign-in page shows, backups, and the lock."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sys
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import IO

from mentordesk.base.errors import AlreadyOpen, DiskFull, ProfileUnknown, ReadOnlyFolder
from mentordesk.base.files import FileOps
from mentordesk.crypto.localheader import LocalHeader
from mentordesk.storage.keyslots import read_header, write_header
from mentordesk.storage.people import HEADER, PERSON, list_people
from mentordesk.storage.people import ProfileInfo as ProfileInfo

FOLDER_NAME_SIZE = 8  # random bytes
JOURNALS = ("-wal", "-shm")


class ProfileFolder:
    """Names of the files of one profile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = path / "desk.db"
        self.header = path / HEADER
        self.person = path / PERSON
        self.kept = path / "kept"  # what survives the loss of the database, sealed under its key
        self.lock = path / "lock"
        self.chunks = path / "files"  # sealed chunks of the files on messages
        self.damaged = path / "damaged"
        self.backups = (path / "backup" / "desk-1.db", path / "backup" / "desk-2.db")  # newest first

    def database_files(self) -> tuple[Path, ...]:
        """The database and the files that SQLite puts beside it."""
        return (self.database, *(self.database.with_name(self.database.name + end) for end in JOURNALS))


class Profiles:
    """All profiles of this computer, under `home`/profiles."""

    def __init__(self, home: Path, files: FileOps) -> None:
        self.root = home / "profiles"
        self._files = files

    def list(self) -> tuple[ProfileInfo, ...]:
        """The people of this computer by name; folders of a broken-off enrolment are left out."""
        return list_people(self.root, self._files)

    def folder(self, path: Path) -> ProfileFolder:
        """A profile's folder; ProfileUnknown when there is none."""
        folder = ProfileFolder(path)
        if not self._files.exists(folder.header):
            raise ProfileUnknown
        return folder

    def header(self, path: Path) -> LocalHeader:
        """A profile's header; ProfileUnknown when there is none, DatabaseDamaged when it is unreadable."""
        return read_header(self._files.read(self.folder(path).header))

    def new_folder(self, name: bytes) -> ProfileFolder:
        """An empty folder under a random name; not listed before `finish`."""
        folder = ProfileFolder(self.root / name.hex())
        self._files.make_folder(folder.path)
        return folder

    def finish(self, folder: ProfileFolder, info: ProfileInfo, header: LocalHeader) -> None:
        """Make a new profile visible; the header comes last, so that a broken-off one never is."""
        self.describe(folder, info)
        self._files.write_atomic(folder.header, write_header(header))

    def describe(self, folder: ProfileFolder, info: ProfileInfo) -> None:
        """Write what the sign-in page shows."""
        shown = asdict(info)
        del shown["folder"]
        self._files.write_atomic(folder.person, json.dumps(shown, indent=1).encode() + b"\n")


class ProfileLock:
    """Held while a profile is open; the system lets go of it when the programme dies."""

    def __init__(self, folder: ProfileFolder) -> None:
        """AlreadyOpen when another MentorDesk holds it, ReadOnlyFolder when it cannot be taken at all."""
        try:
            self._file: IO[bytes] = folder.lock.open("ab")
        except OSError as error:
            raise (DiskFull if error.errno == errno.ENOSPC else ReadOnlyFolder) from error
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise AlreadyOpen from error

    def release(self) -> None:
        """Let others in."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt
    import winreg

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _machine() -> str:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return hex(uuid.getnode())

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _machine() -> str:
        for path in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
            try:
                return path.read_text().strip()
            except OSError:
                continue
        return hex(uuid.getnode())


def fingerprint(folder: ProfileFolder) -> bytes:
    """16 bytes that change when the folder is copied or moved, or comes to another machine.

    A change detector only: never an identity, never sent anywhere.
    """
    real = folder.path.resolve()
    parts = (_machine(), os.fspath(real), str(real.stat().st_ino))
    return hashlib.blake2b("\0".join(parts).encode(errors="surrogateescape"), digest_size=16).digest()


def move_aside(folder: ProfileFolder, files: FileOps) -> int:
    """Put a damaged database and its journals into damaged/, numbered; the number. Nothing is deleted."""
    files.make_folder(folder.damaged)
    taken = {name.split("-", 1)[0] for name in files.names(folder.damaged)}
    number = next(n for n in range(1, len(taken) + 2) if str(n) not in taken)
    moved = [path for path in folder.database_files() if files.exists(path)]
    for path in reversed(moved):  # the database last: a broken-off move is found and gone on with
        files.rename(path, folder.damaged / f"{number}-{path.name}")
    return number
