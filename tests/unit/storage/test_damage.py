# SPDX-License-Identifier: Apache-2.0
"""A damaged database: nothing is deleted, the newest whole copy goes on, what never left is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentordesk.base.clock import ManualClock
from mentordesk.base.errors import DatabaseDamaged
from mentordesk.domain.messages import Delivery, Draft
from mentordesk.storage import rows, writes
from mentordesk.storage.profile import Profile
from mentordesk.storage.reads.circles import circles, threads_of
from mentordesk.storage.reads.drafts import drafts
from mentordesk.storage.reads.messages import ThreadPage, not_left
from mentordesk.storage.recovery import DAY, RecoveredCode
from tests.helpers.profiles import CIRCLE, GRACE, ME, THREAD, Desk, join, receive

PAGE = 4096


def write_draft(profile: Profile, text: str) -> None:
    profile.store.transact(
        lambda tx: writes.save_draft(tx, Draft(CIRCLE, THREAD, "Essay", text, new_thread=True))
    )


def texts(profile: Profile) -> list[str]:
    return [draft.text for draft in drafts(profile.reader())]


def session(desk: Desk, folder: Path, text: str) -> bytes:
    """Open, write one draft, close; the writer."""
    with desk.session(folder) as profile:
        profile.store.transact(join)
        write_draft(profile, text)
        return profile.store.me.writer


def killed(desk: Desk, folder: Path, text: str) -> None:
    """A session that ends without an end: the clean mark is not set."""
    with desk.session(folder) as profile:
        write_draft(profile, text)
        profile.store.damaged = True  # the same as no orderly end


def flip(path: Path, *places: int) -> None:
    data = bytearray(path.read_bytes())
    for place in places:
        data[place] ^= 0x10
    path.write_bytes(data)


def zero(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 2 * PAGE + 77])


def first_page(path: Path) -> None:
    flip(path, 20)


def other_file(path: Path) -> None:
    path.write_bytes(b"this is not a database" * 1000)


DAMAGES = [zero, cut, first_page, other_file, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_newest_backup_goes_on_with_a_new_writer(desk: Desk, folder: Path, damage: object) -> None:
    writer = session(desk, folder, "in the backup")
    bad = damage(folder / "desk.db")  # type: ignore[operator]
    assert bad is None
    with desk.session(folder) as profile:
        assert profile.recovered is not None
        assert profile.recovered.code is RecoveredCode.FROM_BACKUP
        assert profile.recovered.facts["day"] == desk.clock.now() // DAY
        assert texts(profile) == ["in the backup"]
        assert profile.store.me.writer != writer
        assert profile.store.me.member == ME
        renewed = profile.store.me.writer
    with desk.session(folder) as profile:
        assert profile.recovered is None
        assert profile.store.me.writer == renewed


def test_what_was_damaged_is_kept_byte_for_byte(desk: Desk, folder: Path) -> None:
    session(desk, folder, "text")
    for number in (1, 2, 3):
        first_page(folder / "desk.db")
        damaged = (folder / "desk.db").read_bytes()
        with desk.session(folder) as profile:
            assert profile.recovered is not None
            assert profile.recovered.facts["number"] == number
        assert (folder / "damaged" / f"{number}-desk.db").read_bytes() == damaged


def test_a_damaged_backup_is_passed_over_and_kept(desk: Desk, folder: Path) -> None:
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    session(desk, folder, "older")
    clock.advance(DAY)
    session(desk, folder, "newer")
    first_page(folder / "desk.db")
    flip(folder / "backup" / "desk-1.db", 3 * PAGE + 100, 5 * PAGE + 100)
    with desk.session(folder) as profile:
        assert profile.recovered is not None
        assert profile.recovered.code is RecoveredCode.FROM_BACKUP
        assert texts(profile) == ["older"]
    assert len(list((folder / "damaged").glob("*-desk.db"))) == 2


def test_without_any_backup_the_same_person_starts_empty(desk: Desk, folder: Path) -> None:
    with desk.session(folder) as profile:
        before = profile.store.me
    first_page(folder / "desk.db")
    for backup in (folder / "backup").glob("*"):
        backup.unlink()
    with desk.session(folder) as profile:
        assert profile.recovered is not None
        assert profile.recovered.code is RecoveredCode.EMPTY
        after = profile.store.me
        assert after.keys == before.keys
        assert (after.programme, after.root, after.server_box) == (
            before.programme,
            before.root,
            before.server_box,
        )
        assert after.writer != before.writer
        assert circles(profile.reader()) == ()
        assert profile.store.conn.exec_driver_sql("SELECT count(*) FROM circles").scalar_one() == 2


def test_without_backup_and_keys_it_says_so_and_deletes_nothing(desk: Desk, folder: Path) -> None:
    first_page(folder / "desk.db")
    damaged = (folder / "desk.db").read_bytes()
    (folder / "kept").unlink()
    for _ in range(2):
        with pytest.raises(DatabaseDamaged):
            desk.open(folder)
    assert (folder / "damaged" / "1-desk.db").read_bytes() == damaged
    assert not (folder / "desk.db").exists()


def test_after_an_unclean_end_every_page_is_looked_at(desk: Desk, folder: Path) -> None:
    """The flipped page is one that opening does not read."""
    session(desk, folder, "in the backup")
    killed(desk, folder, "after the backup")
    path = folder / "desk.db"
    last = path.stat().st_size - PAGE + 9
    flip(path, last)
    with desk.session(folder) as profile:
        assert profile.recovered is not None


def test_after_a_clean_end_and_no_damage_nothing_is_recovered(desk: Desk, folder: Path) -> None:
    session(desk, folder, "text")
    killed(desk, folder, "newer text")
    with desk.session(folder) as profile:
        assert profile.recovered is None
        assert texts(profile) == ["newer text"]
    assert not (folder / "damaged").exists()


def test_damage_met_while_reading_is_mended_at_the_next_start(desk: Desk, folder: Path) -> None:
    session(desk, folder, "in the backup")
    with desk.session(folder) as profile:
        for number in range(600):
            profile.store.transact(lambda tx, n=number: receive(tx, "words " * 50, rank=n + 1, base=n))  # type: ignore[misc]
    path = folder / "desk.db"
    flip(
        path,
        *(page * PAGE + 300 for page in range(path.stat().st_size // PAGE // 2, path.stat().st_size // PAGE)),
    )
    with desk.session(folder) as profile:
        assert profile.recovered is None, "a clean end was trusted"
        reader = profile.reader()
        with pytest.raises(DatabaseDamaged):
            ThreadPage(reader, THREAD).rows(0, 300)
    with desk.session(folder) as profile:
        assert profile.recovered is not None
        assert texts(profile) == ["in the backup"]


def some_work(profile: Profile) -> dict[str, bytes]:
    """After the backup: a message in the outbox, one sealed, one acknowledged, and a draft."""
    store = profile.store
    thread, queued = store.transact(lambda tx: writes.start_thread(tx, CIRCLE, "Essay", "in the outbox"))
    sealed, acknowledged = b"sealed--", b"at-srver"

    def seal(tx: object) -> None:
        conn = store.conn
        for number, (name, covered, state) in enumerate(
            ((sealed, 0, Delivery.ON_THIS_COMPUTER), (acknowledged, 1, Delivery.AT_THE_SERVER)), start=1
        ):
            entry = conn.exec_driver_sql(
                """INSERT INTO entries (hash, circle, lane, kind, writer, n, kid, own, covered, data, arrived)
                VALUES (?, ?, 1, 1, ?, ?, x'01', 1, ?, ?, 0) RETURNING id""",
                (name * 4, CIRCLE, store.me.writer, number, covered, b"parcel of " + name),
            ).scalar_one()
            new = rows.NewMessage(name, CIRCLE, thread, ME, number + 1, 0, 1000, name.decode(), entry)
            rows.insert_message(tx, new, state)  # type: ignore[arg-type]

    store.transact(seal)
    write_draft(profile, "half a sentence")
    return {"thread": thread, "queued": queued, "sealed": sealed}


def test_what_never_left_is_taken_out_of_the_damaged_file(desk: Desk, folder: Path) -> None:
    session(desk, folder, "older draft")
    with desk.session(folder) as profile:
        desk.clock.advance(60)  # type: ignore[attr-defined]
        work = some_work(profile)
        profile.store.damaged = True
    path = folder / "desk.db"
    flip(path, path.stat().st_size - PAGE + 300)
    with desk.session(folder) as profile:
        assert profile.recovered is not None
        assert profile.recovered.facts["saved"] == 3
        reader = profile.reader()
        assert [message.text for message in not_left(reader)] == ["in the outbox", "sealed--"]
        assert [message.can_take_back for message in not_left(reader)] == [True, False]
        assert texts(profile) == ["half a sentence"]
        assert [row.topic for row in threads_of(reader, CIRCLE)] == ["Essay"]
        conn = profile.store.conn
        assert conn.exec_driver_sql("SELECT data FROM entries").scalars().all() == [b"parcel of sealed--"]
        queued = conn.exec_driver_sql("SELECT id FROM outbox WHERE register = 0").scalars().all()
        assert queued == [work["queued"]]


@settings(max_examples=20)
@given(st.data())
def test_no_damage_stops_a_start_or_loses_the_backup(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any bytes flipped or cut anywhere, after a kill."""
    desk = Desk(tmp_path_factory.mktemp("home"))
    folder = desk.create()
    session(desk, folder, "in the backup")
    killed(desk, folder, "after the backup")
    path = folder / "desk.db"
    size = path.stat().st_size
    if data.draw(st.booleans()):
        path.write_bytes(path.read_bytes()[: data.draw(st.integers(0, size - 1))])
    else:
        flip(path, *data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=4, unique=True)))
    with desk.session(folder) as profile:
        assert texts(profile)[0] in {"in the backup", "after the backup"}
        assert profile.store.me.member == ME
        profile.store.transact(lambda tx: receive(tx, "and on it goes"))
        assert [person.member for person in circles(profile.reader())[0].people] == [GRACE, ME]
