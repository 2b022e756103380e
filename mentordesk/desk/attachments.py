# SPDX-License-Identifier: Apache-2.0
"""Files on messages: attach and detach, fetch, pause and go on, read, save, open; what the week cost."""
from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from mentordesk.base.clock import Randomness
from mentordesk.base.errors import (
    Bug,
    FileDamaged,
    FileDangerous,
    FileNotHere,
    FileTooLarge,
    FileTrouble,
    FileUnreadable,
    NotFound,
    Refused,
    Waiting,
)
from mentordesk.base.files import FileOps
from mentordesk.crypto.filechunks import chunk_hash, open_file, seal_file
from mentordesk.crypto.primitives import KEY_SIZE
from mentordesk.domain.files import MAX_FILE, FileId, FileInfo, Usage, safe_name
from mentordesk.domain.filetypes import HEAD, FileKind, is_dangerous, kind_of, suffix_of
from mentordesk.domain.ids import CircleId, ThreadId
from mentordesk.storage import attachments
from mentordesk.storage.attachments import NewFile, Wanted
from mentordesk.storage.reads import attachments as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.shelf import Shelf
from mentordesk.storage.store import Runner, Tx

_AT_ONCE = 16  # chunks sealed in one turn of the store, so that words are not kept waiting
_COPY_SIZE = 8  # random bytes in the name of a copy's folder


class Usages(Protocol):
    """Who knows what the week cost."""

    def usage(self) -> Usage:
        """What the last seven days cost."""
        ...


class Attachments:
    """Reads are direct and checked; writes return futures. Every change is told as FileChanged."""

    def __init__(self, runner: Runner, reader: Reader, rand: Randomness, line: Usages) -> None:
        self._runner = runner
        self._reader = reader
        self._rand = rand
        self._line = line

    # ------------------------------------------------------------------ the draft
    def attach(
        self, circle: CircleId, thread: ThreadId, source: Path | bytes, name: str, type: str = ""
    ) -> Future[FileId]:
        """Put a file into the thread's draft; it leaves with the message.

        FileTooLarge, FileUnreadable, TooManyFiles, DiskFull: nothing changed. Of more than SMALL bytes only
        the message goes by itself, the file when `go_on` says so.
        """
        try:
            data = _content(source)
        except FileTrouble as trouble:
            failed: Future[FileId] = Future()
            failed.set_exception(trouble)
            return failed
        key, danger = self._rand.bytes(KEY_SIZE), is_dangerous(safe_name(name), data[:HEAD])
        new = NewFile(circle, thread, name, type, len(data), key, b"", danger)
        return _Sealing(self._runner, self._reader.shelf, new, data).begin()

    def detach(self, file: FileId) -> Future[None]:
        """Take a file out of its draft; NotFound once it was sent."""
        return self._runner.submit(lambda tx: attachments.detach(tx, file))

    def of_draft(self, thread: ThreadId) -> list[FileInfo]:
        """The files of a thread's draft, as they were attached."""
        return reads.of_draft(self._reader, thread)

    # ------------------------------------------------------------------ moving
    def info(self, file: FileId) -> FileInfo | None:
        """How a file stands now; None when there is none of that name."""
        return reads.info(self._reader, file)

    def fetch(self, file: FileId) -> Future[None]:
        """Somebody wants a file: it comes with the line."""
        return self._runner.submit(lambda tx: attachments.want(tx, file, Wanted.YES))

    def pause(self, file: FileId) -> Future[None]:
        """Let a file wait until `go_on`; what has moved stays."""
        return self._runner.submit(lambda tx: attachments.want(tx, file, Wanted.PAUSED))

    def go_on(self, file: FileId) -> Future[None]:
        """Let a file move again; where the week's budget holds it, the budget is lifted for seven days."""
        over = self._line.usage().over

        def work(tx: Tx) -> None:
            attachments.want(tx, file, Wanted.YES)
            if over:
                attachments.lift_budget(tx)

        return self._runner.submit(work)

    def lift_budget(self) -> Future[None]:
        """Files go on for seven days although the week's budget is used up."""
        return self._runner.submit(attachments.lift_budget)

    def usage(self) -> Usage:
        """What the last seven days cost."""
        return self._line.usage()

    # ------------------------------------------------------------------ content
    def read(self, file: FileId) -> bytes:
        """The whole file, every chunk checked. FileNotHere, NotFound; FileDamaged: it is fetched again."""
        return self.loader(file)()

    def loader(self, file: FileId) -> Callable[[], bytes]:
        """What `read` does, to be called in any thread. NotFound at once."""
        sealed = reads.sealed(self._reader, file)
        if sealed is None:
            raise NotFound("file")

        def load() -> bytes:
            try:
                return open_file(sealed.key, sealed.size, sealed.chunks, self._chunk)
            except Refused as refused:
                self._runner.submit(lambda tx: attachments.recount(tx, file, self._reader.shelf))
                raise (FileNotHere if isinstance(refused, Waiting) else FileDamaged) from None

        return load

    def export(self, file: FileId, path: Path) -> Path:
        """Save a file under this path, or under its own name in this folder; where it is then."""
        target = path / self._known(file).name if path.is_dir() else path
        self._files.write_atomic(target, self.read(file))
        return target

    def open_copy(self, file: FileId, folder: Path) -> Path:
        """A readable copy for the system's viewer, in a folder of its own under `folder`.

        PDF alone, by its content; its suffix says so to the system too. FileDangerous: anything else.
        `clear_copies` removes all copies.
        """
        info, data = self._known(file), self.read(file)
        if info.dangerous or kind_of(info.name, data[:HEAD]) is not FileKind.PDF:
            raise FileDangerous
        name = info.name if suffix_of(info.name) == "pdf" else f"{info.name}.pdf"
        place = folder / self._rand.bytes(_COPY_SIZE).hex()
        self._files.make_folder(place)
        self._files.write_atomic(place / name, data)
        return place / name

    @property
    def _files(self) -> FileOps:
        return self._reader.shelf.files

    def _known(self, file: FileId) -> FileInfo:
        info = self.info(file)
        if info is None:
            raise NotFound("file")
        return info

    def _chunk(self, hash16: bytes) -> bytes:
        chunk = self._reader.shelf.get(hash16)
        if chunk is None:
            raise Waiting("file_chunk")
        return chunk


def clear_copies(folder: Path) -> bool:
    """Remove every readable copy, at lock, sign-out and start; whether none is left."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def _content(source: Path | bytes) -> bytes:
    """What is to be attached, no more than may be."""
    if isinstance(source, bytes):
        data = source
    else:
        try:
            if not source.is_file():
                raise FileUnreadable
            with source.open("rb") as reader:
                data = reader.read(MAX_FILE + 1)
                size = max(len(data), source.stat().st_size)
        except OSError as error:
            raise FileUnreadable from error
        if size > MAX_FILE:
            raise FileTooLarge(size=size, limit=MAX_FILE)
    if len(data) > MAX_FILE:
        raise FileTooLarge(size=len(data), limit=MAX_FILE)
    return data


class _Sealing:
    """Seals a file in several turns of the store, then puts it into the draft."""

    def __init__(self, runner: Runner, shelf: Shelf, new: NewFile, data: bytes) -> None:
        self._runner = runner
        self._shelf = shelf
        self._new = new
        self._chunks = seal_file(new.key, data)
        self._names = bytearray()
        self._done: Future[FileId] = Future()

    def begin(self) -> Future[FileId]:
        """Go through it; the future is set at the end."""
        self._turn()
        return self._done

    def _turn(self) -> None:
        self._runner.submit(self._work).add_done_callback(self._next)

    def _work(self, tx: Tx) -> FileId:
        """Keep a few chunks; the file's id once it is in the draft, b"" before."""
        for _ in range(_AT_ONCE):
            chunk = next(self._chunks, None)
            if chunk is None:
                return attachments.attach(tx, replace(self._new, chunks=bytes(self._names)))
            name = chunk_hash(chunk)
            self._shelf.put(name, chunk)
            self._names += name
        return b""

    def _next(self, turn: Future[FileId]) -> None:
        error = turn.exception()
        if error is not None:
            self._done.set_exception(error)
        elif turn.result():
            self._done.set_result(turn.result())
        else:
            try:
                self._turn()
            except Bug as closed:  # whoever sits here leaves meanwhile
                self._done.set_exception(closed)
