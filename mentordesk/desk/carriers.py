# SPDX-License-Identifier: Apache-2.0
"""Sealed envelopes that leave by stick or with the next person's line, as a desk offers it."""
from __future__ import annotations

import logging
import os
import string
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

from mentordesk.base.clock import Clock
from mentordesk.base.errors import DiskTrouble, StickGone, StickTrouble
from mentordesk.base.files import FileOps
from mentordesk.domain.carriers import Place, Put, Taken, TrayStatus
from mentordesk.storage.store import Runner
from mentordesk.sync.carriers.courier import collect, take_replies, take_requests
from mentordesk.sync.carriers.folder import Stick
from mentordesk.sync.carriers.forward import Forwarder
from mentordesk.sync.carriers.mine import Mine
from mentordesk.sync.carriers.tray import Tray

Progress = Callable[[int, int], None]  # (done, of), on the copying thread; a Trouble that it raises stops it

TRAY = "tray"
_DRIVE_REMOVABLE = 2  # Windows' GetDriveType

log = logging.getLogger(__name__)


class Carriers:
    """One person's way to the tray of this computer and to sticks.

    `seal` makes parcels of everything that waits; `connected` says whether the line does the same anyway.
    """

    def __init__(self, runner: Runner, tray: Tray, clock: Clock, seal: Callable[[], None]) -> None:
        self._runner = runner
        self._tray = tray
        self._files: FileOps = tray.files
        self._clock = clock
        self._seal = seal
        self._mine = Mine(runner, tray)
        self._ended = False
        self.connected: Callable[[], bool] = lambda: False
        self.wake: Callable[[], None] = lambda: None  # there is something for the line
        self.forwarder = Forwarder(tray, self._mine)

    def put(self, folder: Path, progress: Progress) -> Future[Put]:
        """Seal what is mine and copy this computer's whole tray to a stick; all of it stays here as well."""
        return self._runner.beside(lambda: self._put(Stick(folder, self._files), self._until_end(progress)))

    def take(self, folder: Path, progress: Progress) -> Future[Taken]:
        """Take replies from a stick, mine applied at once, and others' envelopes for this computer's line."""
        return self._runner.beside(lambda: self._take(Stick(folder, self._files), self._until_end(progress)))

    def looks_like_stick(self) -> list[Place]:
        """Removable drives that are there now."""
        return list(_places(_drives(), self._files))

    def waiting(self) -> TrayStatus:
        """What stands in the tray; reads files, so not on the window's thread."""
        requests = self._tray.look().requests(self._tray.programme8)
        mine = len(self._mine.names() & set(requests))
        return TrayStatus(mine, len(requests) - mine, sum(one.size for one in requests.values()))

    def settle(self) -> None:
        """At sign-in: apply what has come for me. What the disk does not give is tried at the next one."""
        try:
            self._mine.take_replies()
            self.forwarder.count()
        except (DiskTrouble, StickTrouble, OSError) as error:
            log.info("replies not taken: %s", type(error).__name__)

    def put_up(self) -> None:
        """At sign-out: what is sealed and unsent goes into the tray; it stays in the profile as well."""
        try:
            self._mine.put_up(asking=False)
        except (DiskTrouble, StickTrouble, OSError) as error:
            log.info("tray not filled: %s", type(error).__name__)

    def stop(self) -> None:
        """Whoever sits here leaves: end after the file under way."""
        self._ended = True

    def _until_end(self, progress: Progress) -> Progress:
        def tell(done: int, total: int) -> None:
            progress(done, total)
            if self._ended:
                raise StickGone

        return tell

    def _put(self, stick: Stick, progress: Progress) -> Put:
        stick.look()  # what is no stick is said before anything is sealed
        self._seal()
        self._mine.put_up(asking=not self.connected())
        collected = collect(self._tray, stick, self._clock.now(), progress)
        mine = self._mine.names()
        self._mine.take_replies()
        return Put(
            collected.envelopes, len(collected.fresh & mine), collected.size, collected.already_there,
            collected.replies,
        )  # fmt: skip

    def _take(self, stick: Stick, progress: Progress) -> Taken:
        found = take_replies(self._tray, stick, progress)
        mine = self._mine.take_replies()
        requests = take_requests(self._tray, stick, self._clock.now(), progress)
        self.forwarder.count()
        if requests:
            self.wake()
        return Taken(len(found.replies), mine, requests, found.damaged, found.newer, found.strangers)


def _places(drives: Iterator[Path], files: FileOps) -> Iterator[Place]:
    for path in drives:
        try:
            yield Place(path, path.name or str(path), files.free_bytes(path))
        except OSError:
            continue  # an empty card reader


def _drives() -> Iterator[Path]:
    """Where sticks appear on this system."""
    if sys.platform == "win32":
        import ctypes

        for letter in string.ascii_uppercase:
            if ctypes.windll.kernel32.GetDriveTypeW(f"{letter}:\\") == _DRIVE_REMOVABLE:
                yield Path(f"{letter}:\\")
        return
    roots = ("/Volumes",) if sys.platform == "darwin" else ("/media", "/run/media", "/mnt")
    for root in roots:
        yield from mounted_under(Path(root))


def mounted_under(root: Path, depth: int = 2) -> Iterator[Path]:
    """Mount points up to `depth` folders below."""
    try:
        names = sorted(entry.name for entry in os.scandir(root) if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    for name in names:
        path = root / name
        if os.path.ismount(path):
            yield path
        elif depth > 1:
            yield from mounted_under(path, depth - 1)
