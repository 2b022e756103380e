# SPDX-License-Identifier: Apache-2.0
"""The way in: the people of this computer, and newcomers with a slip."""
from __future__ import annotations

import json
import logging
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mentordesk.base.clock import Randomness, SystemClock, SystemRandomness
from mentordesk.base.errors import DatabaseDamaged, DiskTrouble, StickTrouble
from mentordesk.base.files import FileOps, SystemFiles
from mentordesk.crypto import slipcode
from mentordesk.crypto.passphrase import Derived
from mentordesk.desk.carriers import TRAY
from mentordesk.desk.connection import STALL, Announcer, Connection, Dial, Dialler, Publish, Surroundings
from mentordesk.storage import me as meta
from mentordesk.storage.files import ProfileInfo, Profiles
from mentordesk.storage.profile import Newcomer, Profile, Tools, create_profile, open_profile
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.recovery import Recovered
from mentordesk.storage.store import Runner, Store, StoreRunner
from mentordesk.sync.carriers.tray import Tray
from mentordesk.sync.enrolment import Enrolled, Enrolment, Slip, look_up_slip
from mentordesk.sync.line import parse_address

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SlipInfo:
    """A slip that its server knows; `used`: it asks for the passphrase chosen before, not for a new one."""

    programme_name: str
    person_name: str
    used: bool
    addresses: tuple[str, ...]  # the one that answered first
    slip: Slip = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open profile, ready to be a desk; `close` ends the store and the database, after the connection."""

    folder: Path
    runner: Runner
    reader: Reader  # of the thread that reads for the window
    connection: Connection
    rand: Randomness
    close: Callable[[], None]
    recovered: Recovered | None  # what was found damaged, and what was done
    broken_off: int  # unix seconds at which the session before began if it never ended; 0 = it did


class Entrance:
    """Everything that happens before somebody is signed in; slow, so not on the window's thread.

    `home` holds the profiles; `publish` gets the events of the profile opened; `dialling` connects to one
    of several addresses; `make_runner` is where the store runs.
    """

    def __init__(
        self,
        home: Path,
        publish: Publish,
        tools: Tools | None = None,
        dialling: Callable[[Sequence[str]], Dial] | None = None,
        make_runner: Callable[[Store], Runner] = StoreRunner,
    ) -> None:
        self._tools = tools or Tools(
            SystemFiles(), SystemClock(), SystemRandomness(), host=platform.node()
        )
        self._home = home
        self._profiles = Profiles(home, self._tools.files)
        self._publish = publish
        self._dialling = dialling or (lambda addresses: Dialler(addresses, home, self._tools.clock))
        self._make_runner = make_runner
        self._attempt: tuple[bytes, str, Enrolment, Derived] | None = None

    def people(self) -> tuple[ProfileInfo, ...]:
        """The people of this computer."""
        return self._profiles.list()

    def open(self, folder: Path | str, passphrase: str) -> Opened:
        """Sign in; WrongPassphrase, NotEnoughMemory, ProfileUnknown or a DiskTrouble say why not."""
        return self._open(Path(folder), passphrase, self._tools)

    def look_up_slip(self, server: str, code: str) -> SlipInfo:
        """Ask the server what a typed slip is; AddressInvalid, SlipTrouble or LineTrouble say why not."""
        slipcode.parse(code)
        typed = parse_address(server).base
        connection = self._dialling([typed])(STALL)
        try:
            slip = look_up_slip(connection, code)
        finally:
            connection.close()
        letter = slip.letter
        addresses = tuple(dict.fromkeys((typed, *letter.addresses)))
        return SlipInfo(letter.programme_name, letter.person_name, slip.used, addresses, slip)

    def enrol(self, info: SlipInfo, passphrase: str) -> Opened:
        """Make this computer the person's, new or not, and sign in. May be tried again after any trouble.

        Nothing is written before everything is known.
        """
        known = self._known(info)
        if known is not None:
            return self.open(known, passphrase)
        enrolment, derived = self._enrolment(info, passphrase)
        connection = self._dialling(info.addresses)(STALL)
        try:
            enrolled = enrolment.run(connection)
        finally:
            connection.close()
        folder = create_profile(self._profiles, _newcomer(info, enrolled), derived, self._tools)
        self._attempt = None
        return self._open(folder, passphrase, replace(self._tools, derive=lambda *_: derived))

    def _known(self, info: SlipInfo) -> Path | None:
        """The folder of this member's profile where there is one already."""
        for person in self._profiles.list():
            try:
                header = self._profiles.header(person.folder)
            except DatabaseDamaged:
                continue
            if header.member == info.slip.letter.member:
                return person.folder
        return None

    def _enrolment(self, info: SlipInfo, passphrase: str) -> tuple[Enrolment, Derived]:
        """The attempt under way, so that keys once made are offered again after a lost reply."""
        code = info.slip.code
        if self._attempt is not None and self._attempt[:2] == (code, passphrase):
            return self._attempt[2], self._attempt[3]
        derived = self._tools.derive(passphrase, slipcode.second_secret(code))
        enrolment = Enrolment(info.slip, derived, self._tools.rand)
        self._attempt = code, passphrase, enrolment, derived
        return enrolment, derived

    def _open(self, folder: Path, passphrase: str, tools: Tools) -> Opened:
        announcer = Announcer(self._publish)
        profile = open_profile(self._profiles, folder, passphrase, tools, announcer)
        runner: Runner | None = None
        try:
            addresses = json.loads(meta.get_meta(profile.store.conn, meta.ADDRESSES, b"[]"))
            reader = profile.reader()
            runner = self._make_runner(profile.store)
            tray = _tray_of(self._home, profile, addresses, self._tools.files)
            around = Surroundings(self._tools.clock, self._tools.rand, announcer)
            connection = Connection(runner, reader, self._dialling(addresses), around, tray)
            connection.carriers.settle()
        except BaseException:
            _close(runner, profile)
            raise
        rand, end = self._tools.rand, _ending(runner, profile)
        return Opened(
            folder, runner, reader, connection, rand, end, profile.recovered, profile.broken_off
        )


def _tray_of(home: Path, profile: Profile, addresses: Sequence[str], files: FileOps) -> Tray:
    """The tray of this computer, which hears where envelopes of this programme go."""
    tray = Tray(home / TRAY, profile.store.me.programme, files)
    try:
        tray.tell_server(addresses, profile.store.me.server_box)
    except (DiskTrouble, StickTrouble, OSError) as error:
        log.info("tray not told: %s", type(error).__name__)
    return tray


def _ending(runner: Runner, profile: Profile) -> Callable[[], None]:
    return lambda: _close(runner, profile)


def _close(runner: Runner | None, profile: Profile) -> None:
    if runner is not None:
        runner.close()
    profile.close()


def _newcomer(info: SlipInfo, enrolled: Enrolled) -> Newcomer:
    letter = enrolled.letter
    return Newcomer(
        identity=enrolled.identity,
        second=enrolled.second,
        keybag=enrolled.keybag,
        programme=letter.programme,
        root=letter.root,
        server_box=letter.server_box,
        programme_name=letter.programme_name,
        name=letter.person_name,
        addresses=info.addresses,
        people=letter.people,
        auth=enrolled.auth,
        certificate=enrolled.certificate,
    )
