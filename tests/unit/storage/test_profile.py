# SPDX-License-Identifier: Apache-2.0
"""Signing in and out: the folder, its lock, its keys, its backups."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from mentordesk.base.clock import ManualClock
from mentordesk.base.errors import (
    AlreadyOpen,
    DatabaseTooNew,
    DiskFull,
    NotEnoughMemory,
    ProfileUnknown,
    ReadOnlyFolder,
    WrongPassphrase,
)
from mentordesk.base.files import SystemFiles
from mentordesk.crypto.localheader import Slot, seal_slot
from mentordesk.crypto.passphrase import Derived
from mentordesk.domain.messages import Draft
from mentordesk.domain.registers import THREAD_TOPIC
from mentordesk.storage import rows, writes
from mentordesk.storage.engine import open_database
from mentordesk.storage.files import ProfileLock
from mentordesk.storage.keyslots import unlock
from mentordesk.storage.me import LAST_CONTACT, get_meta, get_number, put_number
from mentordesk.storage.profile import Profile
from mentordesk.storage.reads.drafts import drafts
from mentordesk.storage.schema import CircleKind
from mentordesk.storage.store import Tx
from tests.helpers.profiles import CIRCLE, GRACE, ME, PASSPHRASE, THREAD, Desk, join, quick_derive

CANARY = "canary of the mine"
DAY = 86_400


def write_draft(profile: Profile, text: str = CANARY) -> None:
    draft = Draft(CIRCLE, THREAD, f"topic {CANARY}", text, new_thread=True)
    profile.store.transact(lambda tx: writes.save_draft(tx, draft))


def texts(profile: Profile) -> list[str]:
    return [draft.text for draft in drafts(profile.reader())]


def all_bytes(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


class Failing(SystemFiles):
    """A disk that takes nothing more from some moment on."""

    def __init__(self) -> None:
        self.error: OSError | None = None
        super().__init__(self._fail)

    def _fail(self, step: str, path: Path) -> None:
        if self.error is not None and step != "read":
            raise self.error


# ---------------------------------------------------------------- making and listing
def test_a_new_profile_is_listed_with_what_the_sign_in_page_shows(desk: Desk, folder: Path) -> None:
    (info,) = desk.profiles.list()
    assert (info.folder, info.name, info.programme) == (folder, "Amina", "Bridges")
    assert info.addresses == ("https://example.org",)
    assert info.created == desk.clock.now()


def test_people_are_listed_by_name(desk: Desk) -> None:
    for name in ("Zawadi", "amina", "Baraka"):
        desk.create(name)
    assert [info.name for info in desk.profiles.list()] == ["amina", "Baraka", "Zawadi"]


def test_a_broken_off_enrolment_is_not_listed(tmp_path: Path) -> None:
    def fail_at_the_header(step: str, path: Path) -> None:
        if step == "rename" and path.name == "header":
            raise OSError(errno.ENOSPC, "full")

    desk = Desk(tmp_path, SystemFiles(fail_at_the_header))
    with pytest.raises(DiskFull):
        desk.create()
    assert desk.profiles.list() == ()


def test_a_new_profile_knows_its_two_own_logs(profile: Profile) -> None:
    found = profile.store.conn.exec_driver_sql(
        "SELECT circle, kind, position FROM circles ORDER BY position"
    ).all()
    me = profile.store.me
    assert found[:2] == [(me.programme, CircleKind.PROGRAMME, 0), (me.private, CircleKind.PRIVATE, 1)]
    assert me.member == ME
    assert len(me.writer) == 8


def test_unknown_folders_are_unknown(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ProfileUnknown):
        desk.open(tmp_path / "profiles" / "none")


def test_a_torn_card_still_lists_the_person(desk: Desk, folder: Path) -> None:
    (folder / "person.json").write_text("{")
    assert [info.folder for info in desk.profiles.list()] == [folder]


# ---------------------------------------------------------------- keys
def test_the_wrong_passphrase_opens_nothing(desk: Desk, folder: Path) -> None:
    with pytest.raises(WrongPassphrase):
        desk.open(folder, "amber fox river eight")
    with desk.session(folder) as profile:
        assert texts(profile) == []


def test_too_little_memory_is_not_a_wrong_passphrase(desk: Desk, folder: Path) -> None:
    def starve(passphrase: str, second: bytes) -> Derived:
        raise NotEnoughMemory

    with pytest.raises(NotEnoughMemory):
        unlock(desk.profiles.header(folder), PASSPHRASE, starve)


def test_a_slot_with_another_passphrase_opens_beside_the_keybag(desk: Desk, folder: Path) -> None:
    header = desk.profiles.header(folder)
    key = unlock(header, PASSPHRASE, quick_derive)
    other = quick_derive("another four words here", header.second)
    slot = seal_slot(Slot.PASSPHRASE, other.local, header.member, key, rand=desk.rand.bytes)
    kept = (old for old in header.slots if old[0] != Slot.PASSPHRASE)
    elsewhere = replace(header, slots=(*kept, slot))
    assert unlock(elsewhere, "another four words here", quick_derive) == key
    assert unlock(elsewhere, PASSPHRASE, quick_derive) == key, "by the keybag, whose passphrase this still is"


def test_nothing_readable_stands_in_the_folder(desk: Desk, folder: Path) -> None:
    with desk.session(folder) as profile:
        profile.store.transact(join)
        write_draft(profile)
        profile.store.transact(lambda tx: writes.start_thread(tx, CIRCLE, CANARY, CANARY))
        assert CANARY.encode() not in all_bytes(folder)
    data = all_bytes(folder)
    assert b"Amina" in data, "the sign-in page's card is readable, and only it"
    for secret in (CANARY, "canary", "Grace", PASSPHRASE, "seed", "boxes"):
        assert secret.encode() not in data


# ---------------------------------------------------------------- one at a time
def test_a_second_start_is_told(desk: Desk, folder: Path) -> None:
    with desk.session(folder) as profile:
        write_draft(profile)
        with pytest.raises(AlreadyOpen):
            desk.open(folder)
        assert texts(profile) == [CANARY]
    with desk.session(folder) as profile:
        assert texts(profile) == [CANARY]


def test_the_lock_of_another_process_counts_and_goes_with_it(desk: Desk, folder: Path) -> None:
    script = (
        "import sys, pathlib; from mentordesk.storage.files import ProfileFolder, ProfileLock;"
        "lock = ProfileLock(ProfileFolder(pathlib.Path(sys.argv[1])));"
        "print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyOpen):
            desk.open(folder)
        other.kill()
    with desk.session(folder) as profile:
        assert texts(profile) == []


def test_a_failed_sign_in_lets_go_of_the_lock(desk: Desk, folder: Path) -> None:
    key = unlock(desk.profiles.header(folder), PASSPHRASE, quick_derive)
    conn = open_database(folder / "desk.db", key)
    conn.exec_driver_sql("PRAGMA user_version = 99")
    conn.close()
    for _ in range(2):
        with pytest.raises(DatabaseTooNew):
            desk.open(folder)
    assert not (folder / "damaged").exists()
    ProfileLock(desk.profiles.folder(folder)).release()


# ---------------------------------------------------------------- writers
def test_the_writer_stays_while_the_folder_stays(desk: Desk, folder: Path) -> None:
    writers = set()
    for _ in range(3):
        with desk.session(folder) as profile:
            writers.add(profile.store.me.writer)
    assert len(writers) == 1


def test_a_copied_folder_gets_a_writer_of_its_own(desk: Desk, folder: Path) -> None:
    with desk.session(folder) as profile:
        original = profile.store.me.writer
        write_draft(profile)
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    with desk.session(copy) as profile:
        assert profile.store.me.writer != original
        assert texts(profile) == [CANARY]
    with desk.session(folder) as profile:
        assert profile.store.me.writer == original


def test_a_database_put_back_from_a_backup_gets_a_new_writer(desk: Desk, folder: Path) -> None:
    with desk.session(folder) as profile:
        original = profile.store.me.writer
        write_draft(profile)
    shutil.copyfile(folder / "backup" / "desk-1.db", folder / "desk.db")
    with desk.session(folder) as profile:
        assert profile.recovered is None
        assert profile.store.me.writer != original
        assert texts(profile) == [CANARY]


# ---------------------------------------------------------------- ends
def test_a_draft_is_durable_before_the_save_returns(desk: Desk, folder: Path, tmp_path: Path) -> None:
    """What a kill -9 leaves: the files as they are this very moment."""
    profile = desk.open(folder)
    write_draft(profile)
    copy = folder.with_name("killed")
    shutil.copytree(folder, copy)
    profile.close()
    with desk.session(copy) as again:
        assert texts(again) == [CANARY]
        assert again.recovered is None


def test_a_kill_inside_a_transaction_leaves_what_was_before(desk: Desk, folder: Path) -> None:
    with desk.session(folder) as profile:
        write_draft(profile, "whole")
        copy = folder.with_name("killed")

        def work_and_die(tx: object) -> None:
            profile.store.conn.exec_driver_sql("UPDATE drafts SET text = 'half'")
            shutil.copytree(folder, copy)

        profile.store.transact(work_and_die)
    with desk.session(copy) as again:
        assert texts(again) == ["whole"]


def test_the_end_is_clean_only_after_close(desk: Desk, folder: Path) -> None:
    with desk.session(folder) as profile:
        assert get_number(profile.store.conn, "opened_clean") == 0
    key = unlock(desk.profiles.header(folder), PASSPHRASE, quick_derive)
    conn = open_database(folder / "desk.db", key)
    assert get_number(conn, "opened_clean") == 1
    conn.close()
    assert not (folder / "desk.db-wal").exists()


def test_a_session_that_never_ended_is_known_by_its_beginning(desk: Desk, folder: Path) -> None:
    assert isinstance(desk.clock, ManualClock)
    with desk.session(folder) as profile:
        assert profile.broken_off == 0
        began = desk.clock.now()
        copy = folder.with_name("copy")
        shutil.copytree(folder, copy)
    desk.clock.advance(60)
    with desk.session(copy) as again:
        assert again.broken_off == began
    with desk.session(copy) as later:
        assert later.broken_off == 0


def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    """Nobody can be kept from writing as root, so the lock's place is taken by a folder."""
    desk = Desk(tmp_path)
    folder = desk.create()
    (folder / "lock").mkdir()
    with pytest.raises(ReadOnlyFolder):
        desk.open(folder)


def test_a_disk_that_fills_up_keeps_everything_said_so_far(tmp_path: Path) -> None:
    files = Failing()
    desk = Desk(tmp_path, files)
    folder = desk.create()
    profile = desk.open(folder)
    write_draft(profile)
    conn = profile.store.conn
    conn.exec_driver_sql(f"PRAGMA max_page_count = {conn.exec_driver_sql('PRAGMA page_count').scalar_one()}")
    with pytest.raises(DiskFull):
        write_draft(profile, "far too long " * 50_000)
    assert texts(profile) == [CANARY]
    files.error = OSError(errno.ENOSPC, "full")
    profile.close()
    files.error = None
    with desk.session(folder) as again:
        assert texts(again) == [CANARY]
        assert again.recovered is None


def test_a_server_whose_clock_is_wrong_lets_nothing_be_forgotten(desk: Desk, folder: Path) -> None:
    with desk.session(folder) as profile:
        profile.store.transact(lambda tx: disagree(tx, "Essay"))
        put_number(profile.store.conn, LAST_CONTACT, 4_039_372_800)  # 2098
    with desk.session(folder) as profile:
        assert profile.store.conn.exec_driver_sql("SELECT count(*) FROM history").scalar_one() == 1


def test_what_lost_is_forgotten_after_ninety_days(desk: Desk, folder: Path) -> None:
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    begin = clock.now()

    def lost(day: int, topic: str = "") -> list[str]:
        clock.set_wall(begin + day * DAY)
        with desk.session(folder) as profile:
            put_number(profile.store.conn, LAST_CONTACT, begin + day * DAY)
            if topic:
                profile.store.transact(lambda tx: disagree(tx, topic))
            kept = profile.store.conn.exec_driver_sql("SELECT value FROM history ORDER BY kept_at").scalars()
            return [msgspec.msgpack.decode(value)[0] for value in kept]

    assert lost(0, "Essay") == ["Essay"]
    assert lost(30, "Exams") == ["Essay", "Exams"]
    assert lost(90) == ["Essay", "Exams"]
    assert lost(91) == ["Essay", "Exams"]  # this clock may be wrong, and no server has said so yet
    assert lost(91) == ["Exams"]
    assert lost(121) == ["Exams"]
    assert lost(121) == []


def disagree(tx: Tx, topic: str) -> None:
    """Two computers name a thread, neither knowing of the other."""
    thread = topic.encode().ljust(8)
    for author, words in ((ME, topic), (GRACE, f"{topic}!")):
        name, value = words.encode().rjust(8), msgspec.msgpack.encode([words])
        rows.set_field(tx, CIRCLE, THREAD_TOPIC.number, thread, 1, 1, name, author, value)


# ---------------------------------------------------------------- backups
def backups(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "backup").glob("*")}


def use(desk: Desk, folder: Path, text: str) -> None:
    with desk.session(folder) as profile:
        write_draft(profile, text)


def test_backups_roll_once_a_day_when_something_changed(desk: Desk, folder: Path) -> None:
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    use(desk, folder, "first day")
    first = backups(folder)
    assert sorted(first) == ["desk-1.db"]
    use(desk, folder, "later that day")
    assert backups(folder) == first
    clock.advance(DAY)
    with desk.session(folder):
        pass
    assert backups(folder) == first, "nothing was written"
    use(desk, folder, "second day")
    second = backups(folder)
    assert second["desk-2.db"] == first["desk-1.db"] != second["desk-1.db"]
    clock.advance(DAY)
    use(desk, folder, "third day")
    assert backups(folder)["desk-2.db"] == second["desk-1.db"]
    assert sorted(backups(folder)) == ["desk-1.db", "desk-2.db"]


def test_a_backup_is_as_secret_as_the_database(desk: Desk, folder: Path) -> None:
    use(desk, folder, CANARY)
    data = backups(folder)["desk-1.db"]
    assert CANARY.encode() not in data
    assert not data.startswith(b"SQLite")
    key = unlock(desk.profiles.header(folder), PASSPHRASE, quick_derive)
    conn = open_database(folder / "backup" / "desk-1.db", key, read_only=True)
    assert conn.exec_driver_sql("SELECT text FROM drafts").scalar_one() == CANARY
    assert len(get_meta(conn, "identity")) > 0
    conn.close()


def test_a_failed_backup_keeps_nobody_from_leaving(tmp_path: Path) -> None:
    def no_backup(step: str, path: Path) -> None:
        if "backup" in path.parts or path.name == "backup":
            raise OSError(errno.ENOSPC, "full")

    desk = Desk(tmp_path, SystemFiles(no_backup))
    folder = desk.create()
    use(desk, folder, CANARY)
    assert backups(folder) == {}
    with desk.session(folder) as profile:
        assert texts(profile) == [CANARY]
        assert profile.recovered is None
