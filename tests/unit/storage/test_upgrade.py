# SPDX-License-Identifier: Apache-2.0
"""A profile that the first version wrote opens in this one, with all that is in it, and goes on."""
from __future__ import annotations

from pathlib import Path

import pytest

from mentordesk.crypto.filechunks import chunk_hash, seal_file
from mentordesk.domain.messages import Delivery
from mentordesk.storage import attachments, writes
from mentordesk.storage.attachments import NewFile
from mentordesk.storage.engine import PAGE_SIZE, open_database
from mentordesk.storage.files import ProfileFolder
from mentordesk.storage.keyslots import unlock
from mentordesk.storage.profile import Profile
from mentordesk.storage.reads.circles import circles, threads_of
from mentordesk.storage.reads.drafts import drafts
from mentordesk.storage.reads.messages import ThreadPage, not_left
from mentordesk.storage.recovery import Place, RecoveredCode, write_kept
from tests.helpers.profiles import PASSPHRASE, Desk, quick_derive

STORED = Path(__file__).parents[2] / "db"


def key_of(desk: Desk, folder: Path) -> bytes:
    """The key of the database."""
    return unlock(desk.profiles.header(folder), PASSPHRASE, quick_derive)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A profile folder with the database of the first version."""
    desk = Desk(tmp_path)
    folder = desk.create()
    key = key_of(desk, folder)
    for end in ("", "-wal", "-shm"):
        (folder / f"desk.db{end}").unlink(missing_ok=True)
    conn = open_database(folder / "desk.db", key)
    for name in ("version1.sql", "profile1.sql"):
        for statement in (STORED / name).read_text().split(";\n"):
            if statement.strip():
                conn.exec_driver_sql(statement)
    write_kept(Place(ProfileFolder(folder), key, desk.files, desk.clock, desk.rand), conn)
    conn.close()
    return folder


def shown(profile: Profile) -> list[tuple[str, Delivery]]:
    """Every message with its state."""
    reader = profile.reader()
    (circle,) = circles(reader)
    return [
        (message.text, message.delivery)
        for thread in threads_of(reader, circle.circle)
        for message in ThreadPage(reader, thread.thread).rows(0, 10)
    ]


def test_everything_is_there(folder: Path, tmp_path: Path) -> None:
    with Desk(tmp_path).session(folder) as profile:
        assert profile.recovered is None
        assert shown(profile) == [
            ("My first draft, é ñ زرافة", Delivery.READ),
            ("Read it. Shorter, please.", Delivery.READ),
            ("Not sent yet", Delivery.ON_THIS_COMPUTER),
        ]
        reader = profile.reader()
        (draft,) = drafts(reader)
        assert (draft.topic, draft.text, draft.caret) == ("Later", "half a sent", 5)
        assert reader.number("SELECT count(*) FROM outbox") == 1
        latest = "SELECT count(*) FROM entries WHERE latest > 0"
        assert reader.number(latest) == 2


def test_it_goes_on_with_what_is_new(folder: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.session(folder) as profile:
        reader = profile.reader()
        (circle,) = circles(reader)
        (thread,) = threads_of(reader, circle.circle)
        (chunk,) = seal_file(bytes(32), b"content")
        profile.shelf.put(chunk_hash(chunk), chunk)
        new = NewFile(
            circle.circle, thread.thread, "essay.pdf", "", 7, bytes(32), chunk_hash(chunk), False
        )
        profile.store.transact(lambda tx: attachments.attach(tx, new))
        place = (circle.circle, thread.thread)
        profile.store.transact(lambda tx: writes.send_message(tx, *place, "With a file"))
    with desk.session(folder) as profile:
        assert shown(profile)[-1] == ("With a file", Delivery.ON_THIS_COMPUTER)
        assert profile.reader().number("SELECT count(*) FROM attachments") == 1


@pytest.mark.parametrize("clean", [False, True])
def test_what_never_left_a_damaged_one_is_saved(folder: Path, tmp_path: Path, clean: bool) -> None:
    desk = Desk(tmp_path)
    path = folder / "desk.db"
    conn = open_database(path, key_of(desk, folder))
    conn.exec_driver_sql("UPDATE meta SET value = ? WHERE key = 'opened_clean'", (str(int(clean)).encode(),))
    root = "SELECT rootpage FROM sqlite_master WHERE name = 'entries_chain'"
    page = int(conn.exec_driver_sql(root).scalar_one())
    conn.close()
    damaged = bytearray(path.read_bytes())
    damaged[page * PAGE_SIZE - 300] ^= 0x10
    path.write_bytes(damaged)
    with desk.session(folder) as profile:
        assert profile.recovered is not None
        assert (profile.recovered.code, profile.recovered.facts["saved"]) == (RecoveredCode.EMPTY, 2)
        reader = profile.reader()
        assert [message.text for message in not_left(reader)] == ["Not sent yet"]
        assert [draft.text for draft in drafts(reader)] == ["half a sent"]
        assert reader.number("SELECT count(*) FROM outbox WHERE register = 0") == 1
