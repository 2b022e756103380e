# SPDX-License-Identifier: Apache-2.0
"""Chunks of files: put and got by the members of a circle, kept as files, named in the database once whole.

`chunks/ab/<hash16>` holds a whole chunk, `chunks/part/<member8>/<hash16>` what has come of one. A chunk
counts once its hash fits and it is durable; what had come until then is a beginning to be gone on with.
"""
from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mentordesk.base.clock import Clock
from mentordesk.base.errors import Refused
from mentordesk.crypto.envelope import Label, open_envelope
from mentordesk.crypto.filechunks import chunk_hash
from mentordesk.domain.ids import Lane, MemberId, Role
from mentordesk.server.accounts import Accounts
from mentordesk.server.db import Database
from mentordesk.server.limits import Limits
from mentordesk.server.statements import Statements
from mentordesk.wire.exchange import MAX_MISSING
from mentordesk.wire.files import (
    NO_FLAGS,
    ChunkReply,
    ChunkRequest,
    FileFlag,
    Verb,
    decode_request,
    head_size,
    seal_reply,
)

DAY = 86_400
KEPT = 30 * DAY  # seconds that a beginning waits to be gone on with
MISSED = 365 * DAY  # seconds that somebody is told of a chunk that was lost
BEGINNINGS = 32  # of one member; the oldest makes room
UNKNOWN_MEMBER = "unknown_member"
_CLEANED_AT_ONCE = 32  # files looked at with one request

_LOST = frozenset({errno.ENOENT, errno.EIO})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ROW = "SELECT size FROM chunks WHERE hash = ? AND circle = ?"
_PUT = "SELECT total(size) FROM chunks WHERE member = ?"
_ADD = "INSERT OR IGNORE INTO chunks (hash, circle, size, member, time) VALUES (?, ?, ?, ?, ?)"
_DROP = "DELETE FROM chunks WHERE hash = ?"
_LOSE = "INSERT OR REPLACE INTO lost SELECT hash, circle, member, ? FROM chunks WHERE hash = ?"
_FOUND = "DELETE FROM lost WHERE hash = ? AND circle = ?"
# From another place with each request, so that those that nobody can bring do not stand before the others.
_MISSING = "SELECT hash, circle FROM lost WHERE member = ? AND time > ? ORDER BY hash < ?, hash LIMIT ?"


class Landing:
    """Where the bytes of one put go while they come; any thread, each write is on the disk's way at once."""

    def __init__(self, path: Path, at: int, size: int) -> None:
        self._path = path
        self._at = at
        self._size = size

    def write(self, data: bytes) -> None:
        """The next bytes of the body; what does not join on to what is there is let go."""
        data = data[: max(0, self._size - self._at)]
        if not data:
            return
        flags = os.O_RDWR | getattr(os, "O_BINARY", 0) | (0 if self._at else os.O_CREAT)
        try:
            descriptor = os.open(self._path, flags, 0o600)
        except OSError:
            return
        try:
            if self._at <= os.fstat(descriptor).st_size:
                os.lseek(descriptor, self._at, os.SEEK_SET)
                self._at += os.write(descriptor, data)
        except OSError:
            self._size = 0  # a full disk: the reply says how far it came
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply; with `landing`, it is about what there was before the bytes that may still come."""

    body: bytes
    landing: Landing | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An authentic request; `data` is what has come of a put's bytes."""

    member: MemberId
    link: bytes
    tag: bytes
    request: ChunkRequest
    data: bytes
    now: int


class Blobs:
    """One server's chunks. One thread answers; landings may be written by others meanwhile."""

    def __init__(
        self, db: Database, accounts: Accounts, statements: Statements, clock: Clock, limits: Limits
    ) -> None:
        self._db = db
        self._accounts = accounts
        self._statements = statements
        self._clock = clock
        self._limits = limits
        self._folder = db.path.parent / "chunks"
        self._cleaned = 0  # when cleaning began last
        self._cleaning: Iterator[None] = iter(())

    def open(self, body: bytes) -> Asked:
        """One request, its bytes as far as they have come; Refused when it is not a member's."""
        link = b""
        member: MemberId = b""

        def key_of(head: bytes) -> bytes:
            nonlocal link, member
            account = self._accounts.account(head[1:9])
            if account is None:
                raise Refused(UNKNOWN_MEMBER)
            link, member = account.link, account.member
            return link

        envelope = open_envelope(key_of, Label.REQUEST, b"", body, decode_request)
        data = body[head_size(body) :]
        return Asked(member, link, envelope.tag, envelope.part, data, self._clock.now())

    def answer(self, asked: Asked) -> Answered:
        """Do what is asked, as far as this member may."""
        self._clean(asked.now)
        data, landing = b"", None
        if not self._may(asked):
            reply = self._said(asked, 0, FileFlag.FORBIDDEN)
        elif asked.request.verb is Verb.GET:
            reply, data = self._get(asked)
        else:
            reply, landing = self._put(asked)
        return Answered(seal_reply(asked.link, asked.tag, reply, data), landing)

    def missing(self, member: MemberId, after: bytes) -> tuple[bytes, ...]:
        """Chunks that this member put and the disk lost, MAX_MISSING at most; those after `after` first."""
        rows = self._db.all(_MISSING, member, self._clock.now() - MISSED, after, MAX_MISSING)
        return tuple(hash16 for hash16, circle in rows if member in self._statements.trust.roles(circle))

    def _may(self, asked: Asked) -> bool:
        """Members of the circle; a guardian once the circle's words were opened."""
        circle, trust = asked.request.circle, self._statements.trust
        role = trust.roles(circle).get(asked.member)
        if role is Role.GUARDIAN:
            return any(one.lane == Lane.WORDS for one in trust.openings(circle))
        return role is not None

    # ------------------------------------------------------------ getting
    def _get(self, asked: Asked) -> tuple[ChunkReply, bytes]:
        request = asked.request
        row = self._db.one(_ROW, request.hash16, request.circle)
        if row is None:
            return self._said(asked, 0), b""
        try:
            chunk = self._path(request.hash16).read_bytes()
        except OSError as error:
            if error.errno not in _LOST:  # it is there, and will be had another time
                raise
            chunk = b""
        if chunk_hash(chunk) != request.hash16:
            self._drop(asked)
            return self._said(asked, 0), b""
        wanted = chunk[request.offset : request.offset + request.most]
        return ChunkReply(asked.now & 0xFFFFFFFF, len(chunk), len(chunk)), wanted

    # ------------------------------------------------------------ putting
    def _put(self, asked: Asked) -> tuple[ChunkReply, Landing | None]:
        request = asked.request
        row = self._db.one(_ROW, request.hash16, request.circle)
        if row is not None and _size(self._path(request.hash16)) == int(row[0]):
            return self._said(asked, int(row[0])), None
        if row is not None:
            self._drop(asked)
        if self._used(asked.member) + request.size > self._limits.stored:
            return self._said(asked, 0, FileFlag.QUOTA), None
        part = self._part(asked)
        if shutil.disk_usage(self._db.path.parent).free < request.size + self._limits.spare:
            return self._said(asked, _size(part), FileFlag.FULL), None
        try:
            self._make_room(part)
            landing = Landing(part, request.offset, request.size)
            landing.write(asked.data)
            if _size(part) >= request.size:
                return self._finish(asked, part), None
        except OSError as error:
            if error.errno not in _FULL:
                raise
            return self._said(asked, _size(part), FileFlag.FULL), None
        return self._said(asked, _size(part)), landing

    def _finish(self, asked: Asked, part: Path) -> ChunkReply:
        """All bytes have come: keep the chunk if it is what its name says."""
        request, chunk = asked.request, part.read_bytes()
        if len(chunk) != request.size or chunk_hash(chunk) != request.hash16:
            part.unlink(missing_ok=True)
            return self._said(asked, 0, FileFlag.WRONG)
        # The bytes that were checked: another connection may still write to the beginning.
        _write_durably(self._path(request.hash16), chunk)
        with self._db.transaction():
            self._db.run(_ADD, request.hash16, request.circle, request.size, asked.member, asked.now)
            self._db.run(_FOUND, request.hash16, request.circle)
        part.unlink(missing_ok=True)
        return self._said(asked, request.size)

    def _drop(self, asked: Asked) -> None:
        """The disk lost a chunk: whoever has it may bring it again, and who had put it is told."""
        with self._db.transaction():
            self._db.run(_LOSE, asked.now, asked.request.hash16)
            self._db.run(_DROP, asked.request.hash16)

    def _said(self, asked: Asked, stored: int, flags: FileFlag = NO_FLAGS) -> ChunkReply:
        return ChunkReply(asked.now & 0xFFFFFFFF, stored, 0, flags)

    def _used(self, member: MemberId) -> int:
        row = self._db.one(_PUT, member)
        return int(row[0]) if row else 0

    # ------------------------------------------------------------ the disk
    def _path(self, hash16: bytes) -> Path:
        return self._folder / hash16[:1].hex() / hash16.hex()

    def _part(self, asked: Asked) -> Path:
        return self._folder / "part" / asked.member[:8].hex() / asked.request.hash16.hex()

    def _make_room(self, part: Path) -> None:
        """The folder of a member's beginnings, with one fewer than there may be."""
        if part.exists():
            return
        part.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        others = sorted(part.parent.iterdir(), key=_age)
        for oldest in others[: max(0, len(others) - BEGINNINGS + 1)]:
            oldest.unlink(missing_ok=True)

    def _clean(self, now: int) -> None:
        """Once a day, a few files with each request, so that nobody waits for all of them."""
        if not 0 <= now - self._cleaned < DAY:
            self._cleaned = now
            self._cleaning = self._let_go(now)
        for _ in zip(range(_CLEANED_AT_ONCE), self._cleaning, strict=False):
            continue

    def _let_go(self, now: int) -> Iterator[None]:
        """Let go of beginnings that nobody goes on with, and of files that no row names."""
        for path in _files(self._folder / "part"):
            if now - _age(path) > KEPT:
                path.unlink(missing_ok=True)
            yield
        for folder in _folders(self._folder):
            for path in _files(folder) if folder.name != "part" else ():
                if now - _age(path) > DAY and not self._is_named(path):
                    path.unlink(missing_ok=True)
                yield

    def _is_named(self, path: Path) -> bool:
        try:
            name = bytes.fromhex(path.name)
        except ValueError:
            return False
        return self._db.one("SELECT 1 FROM chunks WHERE hash = ? LIMIT 1", name) is not None


def _write_durably(path: Path, data: bytes) -> None:
    """From here on a loss of power takes nothing away."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_name(path.name + ".new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    descriptor = os.open(new, flags, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(new, path)
    if os.name != "nt":
        for folder in (path.parent, path.parent.parent):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _size(path: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _age(path: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return int(path.stat().st_mtime)
    return 0


def _folders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.is_dir())


def _files(folder: Path) -> Iterator[Path]:
    """Every file below a folder."""
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
