# SPDX-License-Identifier: Apache-2.0
"""Profiles for tests: one person with one circle, quick key derivation, no server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mentordesk.base.clock import Clock, ManualClock, Randomness, SeededRandomness
from mentordesk.base.files import FileOps, SystemFiles
from mentordesk.crypto.identity import new_identity
from mentordesk.crypto.keybag import Keybag, seal_keybag
from mentordesk.crypto.passphrase import Derived, derive
from mentordesk.domain.events import Event
from mentordesk.domain.ids import Role
from mentordesk.storage import rows
from mentordesk.storage.files import Profiles
from mentordesk.storage.profile import Newcomer, Profile, Tools, create_profile, open_profile
from mentordesk.storage.schema import CircleKind
from mentordesk.storage.store import Tx

PASSPHRASE = "amber fox river seven"
CIRCLE = b"circle of amina "
ME, GRACE = b"amina nnnnnnnnnn", b"grace nnnnnnnnnn"
THREAD = b"thread-1"


def quick_derive(passphrase: str, second: bytes) -> Derived:
    """The derivation with the least memory that libsodium allows."""
    return derive(passphrase, second, ops=1, mem=8192)


@dataclass
class Desk:
    """A person's computer: a home folder with one profile, and what was announced."""

    home: Path
    files: FileOps = field(default_factory=SystemFiles)
    clock: Clock = field(default_factory=ManualClock)
    rand: Randomness = field(default_factory=lambda: SeededRandomness("desk"))
    events: list[Event] = field(default_factory=list)

    @property
    def profiles(self) -> Profiles:
        """The profiles under the home folder."""
        return Profiles(self.home, self.files)

    @property
    def tools(self) -> Tools:
        """Clock, randomness and files of this desk."""
        return Tools(self.files, self.clock, self.rand, quick_derive)

    def create(self, name: str = "Amina") -> Path:
        """Make Amina's profile, with Grace's name on the slip."""
        identity = new_identity(ME, 1, self.rand.bytes)
        second, root = bytes(16), bytes(32)
        derived = quick_derive(PASSPHRASE, second)
        keybag = seal_keybag(derived.wrap, Keybag(1, identity, root), self.rand.bytes)
        newcomer = Newcomer(
            identity, second, keybag, b"programme nnnnnn", root, bytes(32), "Bridges", name,
            ("https://example.org",), ((GRACE, "Grace"),),
        )  # fmt: skip
        return create_profile(self.profiles, newcomer, derived, self.tools)

    def open(self, folder: Path, passphrase: str = PASSPHRASE) -> Profile:
        """Sign in."""
        return open_profile(self.profiles, folder, passphrase, self.tools, self.events.append)

    @contextmanager
    def session(self, folder: Path) -> Iterator[Profile]:
        """Sign in, and out at the end."""
        profile = self.open(folder)
        try:
            yield profile
        finally:
            profile.close()


def join(tx: Tx) -> None:
    """Put Amina and Grace into one circle."""
    tx.conn.exec_driver_sql(
        "INSERT OR IGNORE INTO circles (circle, kind, position) VALUES (?, ?, 2)",
        (CIRCLE, int(CircleKind.CIRCLE)),
    )
    for member, role in ((tx.me.member, Role.MENTEE), (GRACE, Role.MENTOR)):
        tx.conn.exec_driver_sql("INSERT OR IGNORE INTO members VALUES (?, ?, ?)", (CIRCLE, member, int(role)))


def receive(tx: Tx, text: str, rank: int = 1, base: int = 0, thread: bytes = THREAD, time: int = 0) -> bytes:
    """A message of Grace's, as a merged parcel stores it; its id."""
    name = tx.rand.bytes(8)
    new = rows.NewMessage(name, CIRCLE, thread, GRACE, rank, base, time or tx.now(), text, entry=1)
    rows.insert_message(tx, new)
    return name
