# SPDX-License-Identifier: Apache-2.0
"""Making, opening and closing a profile: lock, header, database, recovery, store, backup."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from mentordesk.base.clock import Clock, Randomness
from mentordesk.base.errors import DiskTrouble
from mentordesk.base.files import FileOps
from mentordesk.crypto.identity import Identity, private_circle
from mentordesk.crypto.passphrase import Derived, derive
from mentordesk.domain.ids import MemberId
from mentordesk.storage import attachments, control, parcels, recovery, salvage, writes
from mentordesk.storage import me as meta
from mentordesk.storage.engine import as_trouble
from mentordesk.storage.files import FOLDER_NAME_SIZE, ProfileInfo, ProfileLock, Profiles, fingerprint
from mentordesk.storage.keyslots import Derive, make_header, unlock
from mentordesk.storage.known import NEWEST, Known
from mentordesk.storage.reads.reader import Reader, open_reader
from mentordesk.storage.recovery import Place, Recovered
from mentordesk.storage.schema import CircleKind
from mentordesk.storage.shelf import Shelf
from mentordesk.storage.store import Publish, Store

_log = logging.getLogger(__name__)
KEY_SIZE = 32
HISTORY_DAYS = 90


@dataclass(frozen=True, slots=True)
class Tools:
    """What a profile needs of the world."""

    files: FileOps
    clock: Clock
    rand: Randomness
    derive: Derive = derive
    known: Known = NEWEST
    host: str = ""  # what the computer calls itself


@dataclass(frozen=True, slots=True, repr=False)
class Newcomer:
    """What enrolment has found out about the owner of a new profile."""

    identity: Identity
    second: bytes
    keybag: bytes
    programme: bytes
    root: bytes
    server_box: bytes
    programme_name: str
    name: str
    addresses: tuple[str, ...]
    people: tuple[tuple[MemberId, str], ...] = ()  # known from the slip
    auth: bytes = b""  # the public key that asks for the keybag
    certificate: bytes = b""  # where it was made now


class Profile:
    """An open profile: the store to write with, readers, and an orderly end."""

    def __init__(
        self, place: Place, lock: ProfileLock, store: Store, recovered: Recovered | None, broken_off: int
    ) -> None:
        self.store = store
        self.recovered = recovered  # what was found damaged, and what was done
        self.broken_off = broken_off  # when the session before began if it never ended; 0 = it did
        self.folder = place.folder.path
        self.shelf = Shelf(place.folder.chunks, place.files)
        self._place = place
        self._lock = lock
        self._readers: list[Reader] = []

    def reader(self) -> Reader:
        """A new read-only view for one thread; closed with the profile."""
        reader = open_reader(self._place.folder.database, self._place.key, self.shelf)
        self._readers.append(reader)
        return reader

    def close(self) -> None:
        """Back up when due, mark the end as clean, let go of the files; after the runner has ended."""
        damaged = self.store.damaged or any(reader.damaged for reader in self._readers)
        for reader in self._readers:
            reader.close()
        try:
            if not damaged:
                self._end_clean()
        except DiskTrouble as trouble:
            _log.info("no clean end: %s", trouble)  # the next start checks everything
        finally:
            self.store.conn.close()
            self._lock.release()

    def _end_clean(self) -> None:
        conn = self.store.conn
        recovery.write_kept(self._place, conn)
        if self.recovered is None:  # what a damaged database named may still be asked for
            self.shelf.keep_only(attachments.held(conn))
        if self.store.changed:
            try:
                recovery.back_up(self._place, conn)
            except DiskTrouble as trouble:
                _log.info("no backup: %s", trouble)
        with as_trouble():
            meta.put_number(conn, meta.OPENED_CLEAN, 1)
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def create_profile(profiles: Profiles, newcomer: Newcomer, derived: Derived, tools: Tools) -> Path:
    """Make the folder of a newly enrolled person; listed only once everything in it is written."""
    folder = profiles.new_folder(tools.rand.bytes(FOLDER_NAME_SIZE))
    key = tools.rand.bytes(KEY_SIZE)
    place = Place(folder, key, tools.files, tools.clock, tools.rand)
    began = {meta.BEGAN: str(tools.clock.now()).encode()}
    conn = recovery.new_database(place, _first_values(newcomer) | began)
    try:
        with as_trouble():
            _first_rows(conn, newcomer)
            meta.put_number(conn, meta.OPENED_CLEAN, 1)
        recovery.write_kept(place, conn)
    finally:
        conn.close()
    info = ProfileInfo(
        folder.path, newcomer.name, newcomer.programme_name, newcomer.addresses, tools.clock.now()
    )  # fmt: skip
    header = make_header(
        newcomer.identity, newcomer.second, derived, key, newcomer.keybag, tools.rand
    )  # fmt: skip
    profiles.finish(folder, info, header)
    return folder.path


def _first_values(newcomer: Newcomer) -> dict[str, bytes]:
    return {
        meta.IDENTITY: meta.pack_identity(newcomer.identity),
        meta.PROGRAMME: newcomer.programme,
        meta.ROOT: newcomer.root,
        meta.SERVER_BOX: newcomer.server_box,
        meta.ADDRESSES: json.dumps(newcomer.addresses).encode(),
        meta.PROGRAMME_NAME: newcomer.programme_name.encode(),
        meta.MY_NAME: newcomer.name.encode(),
        meta.ENROLMENT: _enrolment(newcomer),
    }


def _enrolment(newcomer: Newcomer) -> bytes:
    if not newcomer.auth:
        return b""
    return meta.pack_enrolment(meta.Enrolment(newcomer.certificate, newcomer.auth, newcomer.keybag))


def _first_rows(conn: Connection, newcomer: Newcomer) -> None:
    """The people named by the slip."""
    for member, name in newcomer.people:
        conn.exec_driver_sql("INSERT OR REPLACE INTO contacts (member, name) VALUES (?, ?)", (member, name))


def _own_circles(conn: Connection) -> None:
    """The two logs that every profile has, in their slots."""
    me = meta.read_me(conn)
    for position, (circle, kind) in enumerate(
        ((me.programme, CircleKind.PROGRAMME), (private_circle(me.member), CircleKind.PRIVATE))
    ):
        conn.exec_driver_sql(
            "INSERT OR IGNORE INTO circles (circle, kind, position) VALUES (?, ?, ?)",
            (circle, int(kind), position),
        )


def open_profile(profiles: Profiles, path: Path, passphrase: str, tools: Tools, publish: Publish) -> Profile:
    """Sign in.

    WrongPassphrase or NotEnoughMemory from the passphrase; ProfileUnknown, AlreadyOpen, ReadOnlyFolder,
    DiskFull, DatabaseTooNew from the disk. A damaged database is replaced, see `Profile.recovered`.
    """
    key = unlock(profiles.header(path), passphrase, tools.derive)
    return open_with_key(profiles, path, key, tools, publish)


def open_with_key(profiles: Profiles, path: Path, key: bytes, tools: Tools, publish: Publish) -> Profile:
    """Sign in where the database key is known already."""
    folder = profiles.folder(path)
    lock = ProfileLock(folder)
    try:
        place = Place(folder, key, tools.files, tools.clock, tools.rand)
        conn, recovered = recovery.open_checked(place)
        try:
            broken_off = _begin_session(place, conn)
            store = Store(conn, tools.clock, tools.rand, publish, control.replay, tools.known)
            if parcels.was_older(store):
                store.transact(parcels.after_upgrade)
            writes.be_at(store, tools.host)
            if recovered is not None:
                recovered = _put_back(place, store, recovered)
        except BaseException:
            conn.close()
            raise
    except BaseException:
        lock.release()
        raise
    return Profile(place, lock, store, recovered, broken_off)


def _put_back(place: Place, store: Store, recovered: Recovered) -> Recovered:
    """Add to the new database what never left the damaged one; facts: saved = messages and drafts."""
    name = f"{recovered.facts['number']}-{place.folder.database.name}"
    saved = salvage.read_damaged(place.folder.damaged / name, place.key)
    count = store.transact(lambda tx: salvage.put_back(tx, saved)) if len(saved) else 0
    return replace(recovered, facts={**recovered.facts, "saved": count})


def _begin_session(place: Place, conn: Connection) -> int:
    """Not clean until closed; a new writer where the folder was copied; old losers forgotten.

    Unix seconds of the beginning of the session before if that one never ended, else 0.
    """
    here = fingerprint(place.folder)
    with as_trouble():
        conn.exec_driver_sql("BEGIN IMMEDIATE")
        now = place.clock.now() + meta.get_number(conn, meta.CLOCK_OFFSET)
        _own_circles(conn)
        known = meta.get_meta(conn, meta.FINGERPRINT)
        if known and known != here:
            meta.put_meta(conn, meta.WRITER, place.rand.bytes(meta.WRITER_SIZE))
        meta.put_meta(conn, meta.FINGERPRINT, here)
        broken_off = 0 if meta.get_number(conn, meta.OPENED_CLEAN) else meta.get_number(conn, meta.OPENED_AT)
        meta.put_number(conn, meta.OPENED_CLEAN, 0)
        meta.put_number(conn, meta.OPENED_AT, now)
        # The earlier of the server's time and this clock's: either may have jumped.
        contact = min(meta.get_number(conn, meta.LAST_CONTACT), place.clock.now())
        forgotten = contact - HISTORY_DAYS * recovery.DAY
        conn.exec_driver_sql("DELETE FROM history WHERE kept_at < ?", (forgotten,))
        conn.exec_driver_sql("COMMIT")
    return broken_off
