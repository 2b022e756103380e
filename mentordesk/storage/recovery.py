# SPDX-License-Identifier: Apache-2.0
"""Backups, and what happens when the database is damaged: nothing is deleted, the newest whole copy goes on.

What was written after that copy and never left is taken out of the damaged file as far as it can be read
(storage/salvage.py); everything that the server holds is fetched again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from mentordesk.base.clock import Clock, Randomness
from mentordesk.base.errors import DatabaseDamaged, Refused
from mentordesk.base.files import FileOps
from mentordesk.crypto.primitives import H, aead_open, aead_seal
from mentordesk.storage import me as meta
from mentordesk.storage.engine import as_trouble, is_sound, open_database
from mentordesk.storage.files import ProfileFolder, move_aside
from mentordesk.storage.migrations.chain import migrate, version_of
from mentordesk.storage.schema import VERSION

DAY = 86_400
COPY = b"copy"  # the fingerprint of a backup: no folder's
_KEPT_LABEL = "md1 kept"


class RecoveredCode(StrEnum):
    """What became of a damaged database."""

    FROM_BACKUP = "restored_from_backup"
    EMPTY = "started_empty"


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found and done at opening; `facts`: number (of the files in damaged/), day (of the backup)."""

    code: RecoveredCode
    facts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A profile's folder, its key, and how to touch them."""

    folder: ProfileFolder
    key: bytes = field(repr=False)
    files: FileOps
    clock: Clock
    rand: Randomness


def open_checked(place: Place) -> tuple[Connection, Recovered | None]:
    """The database, whole and of the newest version; checked page by page after an unclean end.

    A damaged one is moved aside and replaced; DatabaseTooNew when a newer programme wrote it.
    """
    conn = None
    try:
        conn = _open_sound(place)
        migrate(conn)
        return conn, None
    except DatabaseDamaged:
        if conn is not None:
            conn.close()
    except BaseException:
        if conn is not None:
            conn.close()
        raise
    return _recover(place)


def _open_sound(place: Place) -> Connection:
    if not place.files.exists(place.folder.database):
        raise DatabaseDamaged
    conn = open_database(place.folder.database, place.key)
    try:
        _check(conn)
    except BaseException:
        conn.close()
        raise
    return conn


def _check(conn: Connection, whole: bool = False) -> None:
    """DatabaseDamaged unless the database says whose it is; all pages after an unclean end or an upgrade."""
    with as_trouble():
        version = version_of(conn)
        if version == 0:
            raise DatabaseDamaged
        meta.read_me(conn)
        clean = meta.get_number(conn, meta.OPENED_CLEAN) == 1 and version == VERSION
    if (whole or not clean) and not is_sound(conn):
        raise DatabaseDamaged


def _recover(place: Place) -> tuple[Connection, Recovered]:
    """Go on with a backup or empty; either has a new writer (a backup is marked as a copy)."""
    number = move_aside(place.folder, place.files)
    kept = _kept_if_any(place)
    for backup in place.folder.backups:
        conn = _restore(place, backup)
        if conn is not None:
            day = meta.get_number(conn, meta.BACKUP_DAY)
            recovered = Recovered(RecoveredCode.FROM_BACKUP, {"number": number, "day": day})
            break
    else:
        conn = new_database(place, kept or read_kept(place))
        recovered = Recovered(RecoveredCode.EMPTY, {"number": number})
    with as_trouble():
        _put_kept(conn, kept)
        meta.read_me(conn)
    return conn, recovered


def _kept_if_any(place: Place) -> dict[str, bytes]:
    try:
        return read_kept(place)
    except DatabaseDamaged:
        return {}


def _restore(place: Place, backup: Path) -> Connection | None:
    """The database made from a backup; None when there is none or it is damaged as well."""
    if not place.files.exists(backup):
        return None
    place.files.copy(backup, place.folder.database)
    try:
        conn = open_database(place.folder.database, place.key)
    except DatabaseDamaged:
        move_aside(place.folder, place.files)
        return None
    try:
        _check(conn, whole=True)
        migrate(conn)
    except DatabaseDamaged:
        conn.close()
        move_aside(place.folder, place.files)
        return None
    return conn


def new_database(place: Place, values: Mapping[str, bytes]) -> Connection:
    """An empty database with these values in meta and a writer of its own."""
    conn = open_database(place.folder.database, place.key)
    try:
        with as_trouble():
            migrate(conn)
            conn.exec_driver_sql("BEGIN IMMEDIATE")
            _put_kept(conn, values)
            meta.put_meta(conn, meta.WRITER, place.rand.bytes(meta.WRITER_SIZE))
            conn.exec_driver_sql("COMMIT")
    except BaseException:
        conn.close()
        raise
    return conn


def _put_kept(conn: Connection, values: Mapping[str, bytes]) -> None:
    for key, value in values.items():
        meta.put_meta(conn, key, value)


# ---------------------------------------------------------------- what survives the database
def write_kept(place: Place, conn: Connection) -> None:
    """Seal the values of meta that must outlive the database beside it, when they have changed."""
    with as_trouble():
        values = {key: meta.get_meta(conn, key) for key in meta.KEPT}
    with contextlib.suppress(DatabaseDamaged):
        if read_kept(place) == values:
            return
    plain = json.dumps({key: value.hex() for key, value in values.items()}, sort_keys=True).encode()
    sealed = aead_seal(_kept_key(place), plain, _KEPT_LABEL.encode(), place.rand.bytes)
    place.files.write_atomic(place.folder.kept, sealed)


def read_kept(place: Place) -> dict[str, bytes]:
    """The values sealed by write_kept; DatabaseDamaged when they are not to be had."""
    try:
        sealed = place.files.read(place.folder.kept)
        plain = json.loads(aead_open(_kept_key(place), sealed, _KEPT_LABEL.encode()))
        return {str(key): bytes.fromhex(value) for key, value in plain.items()}
    except (FileNotFoundError, Refused, ValueError) as error:
        raise DatabaseDamaged from error


def _kept_key(place: Place) -> bytes:
    return H(_KEPT_LABEL, b"", key=place.key)


# ---------------------------------------------------------------- backups
def back_up(place: Place, conn: Connection) -> bool:
    """Copy the database into backup/ and verify the copy, at most once a day; whether one was made."""
    today = place.clock.now() // DAY
    newest, older = place.folder.backups
    with as_trouble():
        if meta.get_number(conn, meta.BACKUP_DAY) == today and place.files.exists(newest):
            return False
    place.files.make_folder(newest.parent)
    fresh = newest.with_name("desk-new.db")
    place.files.remove(fresh)
    with as_trouble():
        conn.exec_driver_sql("VACUUM INTO ?", (str(fresh),))
    if not _finish_copy(fresh, place.key, today):
        place.files.remove(fresh)
        return False
    if place.files.exists(newest):
        place.files.rename(newest, older)
    place.files.rename(fresh, newest)
    with as_trouble():
        meta.put_number(conn, meta.BACKUP_DAY, today)
    return True


def _finish_copy(path: Path, key: bytes, today: int) -> bool:
    """Mark a copy as one, so that whoever opens it gets a new writer; whether every page of it is whole."""
    try:
        conn = open_database(path, key)
    except DatabaseDamaged:
        return False
    try:
        with as_trouble():
            meta.put_meta(conn, meta.FINGERPRINT, COPY)
            meta.put_number(conn, meta.BACKUP_DAY, today)
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return is_sound(conn)
    finally:
        conn.close()
