# SPDX-License-Identifier: Apache-2.0
"""Whose database this is: keys, writer and programme, kept in the table meta."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mentordesk.base.errors import DatabaseDamaged
from mentordesk.base.reader import Reader, prefixed
from mentordesk.crypto.identity import Identity, identity_of, private_circle
from mentordesk.crypto.primitives import Signer
from mentordesk.domain.ids import CircleId, MemberId, WriterId

WRITER_SIZE = 8

IDENTITY, WRITER, PROGRAMME, ROOT = "identity", "writer", "programme", "root"
SERVER_BOX, ADDRESSES, PROGRAMME_NAME, MY_NAME = "server_box", "addresses", "programme_name", "my_name"
CLOCK_OFFSET, LAST_CONTACT, OPENED_CLEAN = "clock_offset", "last_contact", "opened_clean"
STILL_TO_COME = "still_to_come"  # bytes at the server, as it said last
ENROLMENT = "enrolment"  # what I enrolled with, to be said again
OLD_SERVER = "old_server"  # until when the server is taken for one of version 1, by this computer's clock
FINGERPRINT, BACKUP_DAY, OPENED_AT = "fingerprint", "backup_day", "opened_at"
HOST, BEGAN = "host", "began"  # this computer's own name; when the profile was made here

KEPT = (IDENTITY, PROGRAMME, ROOT, SERVER_BOX, ADDRESSES, PROGRAMME_NAME, MY_NAME, ENROLMENT)
"""What survives the loss of the database, sealed beside it (storage/files.py)."""


@dataclass(frozen=True, slots=True, repr=False)
class Me:
    """The member signed in, with the secret keys of the profile."""

    keys: Identity
    writer: WriterId
    programme: bytes  # 16 bytes
    root: bytes  # the programme's root key, pinned
    server_box: bytes  # the server's box key as enrolment named it; newer ones stand in the programme log

    @property
    def member(self) -> MemberId:
        """16 bytes."""
        return self.keys.member

    @property
    def signer(self) -> Signer:
        """Signs parcels and statements."""
        return self.keys.signer

    @property
    def boxes(self) -> Mapping[int, bytes]:
        """Box keys by certificate version."""
        return self.keys.boxes

    @property
    def private(self) -> CircleId:
        """My private circle."""
        return private_circle(self.keys.member)

    def with_writer(self, writer: WriterId) -> Me:
        """The same member under another writer."""
        return replace(self, writer=writer)


def get_meta(conn: Connection, key: str, default: bytes = b"") -> bytes:
    """One value of the table meta."""
    value = conn.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).scalar()
    return default if value is None else bytes(value)


def put_meta(conn: Connection, key: str, value: bytes) -> None:
    """Set one value of the table meta."""
    conn.exec_driver_sql("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def get_number(conn: Connection, key: str) -> int:
    """A whole number kept in meta; 0 when there is none."""
    return int(get_meta(conn, key, b"0"))


def put_number(conn: Connection, key: str, value: int) -> None:
    """Keep a whole number in meta."""
    put_meta(conn, key, str(value).encode())


def pack_identity(keys: Identity) -> bytes:
    """Keys as they stand in meta: JSON of hexadecimal."""
    boxes = {str(version): box.hex() for version, box in keys.boxes.items()}
    return json.dumps({"member": keys.member.hex(), "seed": keys.signer.seed.hex(), "boxes": boxes}).encode()


def unpack_identity(data: bytes) -> Identity:
    """Inverse of pack_identity; DatabaseDamaged when it is none."""
    try:
        found = json.loads(data)
        boxes = {int(version): bytes.fromhex(box) for version, box in found["boxes"].items()}
        return identity_of(bytes.fromhex(found["member"]), bytes.fromhex(found["seed"]), boxes)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatabaseDamaged from error


@dataclass(frozen=True, slots=True, repr=False)
class Enrolment:
    """What I enrolled with, to be said again to a server that has lost it."""

    certificate: bytes  # the statement; empty where these keys came from a keybag: it comes with the log
    auth: bytes  # the public key that asks for the keybag, 32 bytes
    keybag: bytes


def pack_enrolment(enrolment: Enrolment) -> bytes:
    """As it stands in meta."""
    return enrolment.auth + prefixed(enrolment.certificate) + prefixed(enrolment.keybag)


def unpack_enrolment(data: bytes) -> Enrolment | None:
    """Inverse of pack_enrolment; None where nothing was kept, by a programme before this one."""
    if not data:
        return None
    reader = Reader(data)
    auth = reader.take(32)
    return Enrolment(reader.prefixed(), auth, reader.prefixed())


def read_me(conn: Connection) -> Me:
    """Whose database this is; DatabaseDamaged when it does not say."""
    keys = unpack_identity(get_meta(conn, IDENTITY))
    writer = get_meta(conn, WRITER)
    if len(writer) != WRITER_SIZE:
        raise DatabaseDamaged
    return Me(keys, writer, get_meta(conn, PROGRAMME), get_meta(conn, ROOT), get_meta(conn, SERVER_BOX))
