# SPDX-License-Identifier: Apache-2.0
"""Sticks and folders as they come: renamed, cut, full, read-only, pulled out, with anything beside."""
from __future__ import annotations

import errno
import os
import re
import socket
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from mentordesk.base.errors import NotAFolder, StickFull, StickGone, StickReadOnly, StickTrouble
from mentordesk.base.files import SystemFiles
from mentordesk.sync.carriers.folder import Look, Stick
from mentordesk.sync.carriers.form import MAX_FILE, Carried, Kind, encode, request_of
from tests.helpers.files import failing_at

PROGRAMME = bytes(range(16))
P8 = PROGRAMME[:8]
REQUEST = request_of(PROGRAMME, b"a sealed request " * 30)
REPLY = Carried(Kind.REPLY, P8, REQUEST.name, b"a sealed reply " * 30)


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    """A folder with one request and one reply."""
    folder = tmp_path / "stick"
    folder.mkdir()
    stick = Stick(folder, SystemFiles())
    for carried in (REQUEST, REPLY):
        stick.put(carried, "0badcafe" if carried is REQUEST else "")
    return stick


def names(look: Look) -> tuple[list[bytes], list[bytes]]:
    """Names of requests and replies."""
    return list(look.requests(P8)), [one.name for one in look.replies(P8)]


BOTH = ([REQUEST.name], [REQUEST.name])


def files_of(stick: Stick) -> list[Path]:
    """Every file on the stick."""
    return sorted(path for path in stick.top.rglob("*") if path.is_file() and not path.is_symlink())


def test_names_fit_the_oldest_sticks(stick: Stick) -> None:
    for path in stick.path.rglob("*"):
        assert re.fullmatch(r"[0-9a-f]+(-[0-9a-f]+)*(\.mdt)?|up|down", path.name)
        assert len(path.name) < 64
    assert {path.name.lower() for path in files_of(stick)} == {path.name for path in files_of(stick)}


@pytest.mark.parametrize(
    "rename",
    [
        lambda path: path.with_name(path.name + ".infected"),
        lambda path: path.with_suffix(".vir"),
        lambda path: path.with_name(f"FILE{path.stat().st_size}.CHK"),
        lambda path: path.parents[2] / path.name,
        lambda path: path.parents[3] / path.name.upper(),
    ],
)
def test_a_file_is_found_whatever_it_is_called(stick: Stick, rename: Callable[[Path], Path]) -> None:
    for path in files_of(stick):
        path.rename(rename(path))
    assert names(stick.look()) == BOTH


def test_a_copy_under_another_name_counts_once(stick: Stick) -> None:
    for path in files_of(stick):
        path.with_name("Copy of " + path.name).write_bytes(path.read_bytes())
    assert names(stick.look()) == BOTH


def test_a_file_cut_at_any_byte_is_counted_and_put_again(stick: Stick) -> None:
    path = next(one for one in files_of(stick) if one.parent.name == "up")
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        look = stick.look()
        assert names(look) == ([], [REQUEST.name])
        assert look.damaged == (end == 0 or end >= 4)
    stick.put(REQUEST, "0badcafe")
    assert names(stick.look()) == BOTH
    assert stick.look().damaged == 0


def test_a_file_of_zeros_is_a_damaged_one(stick: Stick) -> None:
    path = files_of(stick)[0]
    path.write_bytes(bytes(path.stat().st_size))
    assert stick.look().damaged == 1


def test_hostile_files_are_passed_over_and_nothing_outside_is_read(stick: Stick, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    other = request_of(PROGRAMME, b"not on the stick")
    (outside / "file.mdt").write_bytes(encode(other))
    up = stick.folder(P8) / "up"
    (up / "link.mdt").symlink_to(outside / "file.mdt")
    (stick.path / "linked").symlink_to(outside)
    (stick.path / "loop").symlink_to(stick.path)
    (up / "folder.mdt").mkdir()
    os.mkfifo(up / "pipe.mdt")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(up)  # such a name may not be long
        listening.bind("socket.mdt")
        os.chdir(here)
    with (up / "huge.mdt").open("wb") as file:
        file.write(b"MDT1")
        file.truncate(1 << 34)
    deep = stick.path
    for _ in range(60):
        deep = deep / "d"
        deep.mkdir()
    (deep / "deep.mdt").write_bytes(encode(other))
    (up / "autorun.inf").write_bytes(b"[autorun]")
    (up / "newer.mdt").write_bytes(b"MDT2" + bytes(100))
    (up / "programme.mdt").write_bytes(encode(request_of(b"another programme", b"x")))
    look = stick.look()
    assert names(look) == BOTH
    assert (look.damaged, look.newer, look.strangers(P8)) == (0, 1, 1)


def test_a_request_that_claims_another_name_is_damaged(stick: Stick) -> None:
    false = Carried(Kind.REQUEST, P8, b"a name for itself"[:16], b"content")
    (stick.path / "false.mdt").write_bytes(encode(false))
    look = stick.look()
    assert names(look) == BOTH
    assert look.damaged == 1


def test_nothing_is_written_through_a_link(stick: Stick, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    other = tmp_path / "other"
    other.mkdir()
    (other / "MentorDesk").symlink_to(outside)
    linked = Stick(other, SystemFiles())
    with pytest.raises(NotAFolder):
        linked.put(REQUEST)
    assert list(outside.iterdir()) == []
    (outside / "in.mdt").write_bytes(encode(REQUEST))
    assert names(linked.look()) == ([], [])


def test_a_link_or_a_folder_in_a_files_place_is_not_followed(stick: Stick, tmp_path: Path) -> None:
    path = next(one for one in files_of(stick) if one.parent.name == "up")
    path.unlink()
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    path.symlink_to(victim)
    stick.put(REQUEST, "0badcafe")
    assert victim.read_bytes() == b"mine"
    path.unlink()
    path.mkdir()
    stick.put(REQUEST, "0badcafe")
    assert names(stick.look()) == BOTH


def test_our_own_folder_may_be_named_itself(stick: Stick) -> None:
    assert names(Stick(stick.path, SystemFiles()).look()) == BOTH


PULLED = (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.EINVAL)
UNSYNCED = ("sync_folder", errno.EINVAL)  # some disks have no such thing for folders
CUTS = [cut for cut in product(("write", "fsync", "rename", "sync_folder"), PULLED) if cut != UNSYNCED]


@pytest.mark.parametrize(("step", "number"), CUTS)
def test_a_stick_pulled_out_while_writing(stick: Stick, step: str, number: int) -> None:
    pulled = Stick(stick.top, failing_at(step, number))
    fresh = request_of(PROGRAMME, b"another one")
    with pytest.raises(StickGone):
        pulled.put(fresh)
    requests, _ = names(stick.look())
    assert set(requests) >= {REQUEST.name}
    assert stick.look().damaged == 0
    stick.put(fresh)
    assert set(names(stick.look())[0]) == {REQUEST.name, fresh.name}


def test_a_stick_pulled_out_while_reading(stick: Stick) -> None:
    seen = stick.look().seen[0]
    for folder in ("not to be read", "empty"):
        pulled = Stick(stick.top, BadSectors("", folder))
        with pytest.raises(StickGone):
            pulled.look()
        with pytest.raises(StickGone):
            pulled.read(seen)


class BadSectors(SystemFiles):
    """A stick of whose files some cannot be read; `folder`: how its folders look."""

    def __init__(self, part: str, folder: str = "as they are") -> None:
        super().__init__(self._fail)
        self._part = part
        self._folder = folder

    def _fail(self, step: str, path: Path) -> None:
        if step == "read" and self._part in str(path):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def names(self, folder: Path) -> list[str]:
        if self._folder == "not to be read":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return [] if self._folder == "empty" else super().names(folder)


def test_a_file_with_a_bad_sector_is_a_damaged_one_and_the_stick_goes_on(stick: Stick) -> None:
    bad = Stick(stick.top, BadSectors("/up/"))
    (stick.top / "holiday.jpg").write_bytes(b"not ours")
    look = bad.look()
    assert (names(look), look.damaged) == (([], [REQUEST.name]), 1)
    assert bad.read(stick.look().requests(P8)[REQUEST.name]) is None
    bad.put(REQUEST, "0badcafe")
    assert names(stick.look()) == BOTH


def test_somebody_elses_file_with_a_bad_sector_counts_as_nothing(stick: Stick) -> None:
    (stick.top / "holiday.jpg").write_bytes(b"not ours")
    look = Stick(stick.top, BadSectors("holiday")).look()
    assert (names(look), look.damaged) == (BOTH, 0)


def test_replies_older_than_a_year_are_told_apart(stick: Stick) -> None:
    now = 1_779_000_000
    (reply,) = stick.look().replies(P8)
    (request,) = stick.look().requests(P8).values()
    for days, old in ((0, 0), (366, 0), (367, 1), (-400, 0)):
        for one in (reply, request):
            os.utime(one.path, (now - days * 86_400,) * 2)
        look = stick.look()
        assert [one.path for one in look.old_replies(P8, now)] == [reply.path] * old
        assert look.old_replies(b"another1", now) == []


@pytest.mark.parametrize(
    ("number", "trouble"),
    [(errno.ENOSPC, StickFull), (errno.EDQUOT, StickFull), (errno.EROFS, StickReadOnly)],
)
def test_full_and_read_only_are_said(stick: Stick, number: int, trouble: type[StickTrouble]) -> None:
    with pytest.raises(trouble):
        Stick(stick.top, failing_at("write", number)).put(request_of(PROGRAMME, b"another"))
    assert names(stick.look()) == BOTH


def test_too_little_room_is_known_before(stick: Stick) -> None:
    with pytest.raises(StickFull) as caught:
        stick.need(1 << 60, 3)
    assert caught.value.needed > caught.value.free


def test_a_read_only_stick_can_be_read_and_keeps_its_files(stick: Stick) -> None:
    read_only = Stick(stick.top, failing_at("remove", errno.EROFS))
    seen = read_only.look().replies(P8)[0]
    assert read_only.read(seen) == REPLY
    read_only.remove(seen.path)
    assert names(stick.look()) == BOTH


def test_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file", tmp_path / "nothing"):
        with pytest.raises(NotAFolder):
            Stick(path, SystemFiles()).look()


def test_what_was_left_half_written_goes_and_what_is_whole_in_it_counts(stick: Stick) -> None:
    up = stick.folder(P8) / "up"
    fresh = request_of(PROGRAMME, b"another one")
    (up / "x.mdt.00000000.part").write_bytes(encode(fresh)[:-1])
    (up / "y.mdt.00000000.part").write_bytes(encode(REQUEST))
    look = stick.look()
    assert (look.damaged, names(look)) == (0, BOTH)
    stick.tidy(look)
    assert not (up / "x.mdt.00000000.part").exists()


def test_a_file_at_the_limit_is_read_and_one_above_is_not(stick: Stick) -> None:
    head = len(encode(request_of(PROGRAMME, b"x" * (MAX_FILE - 1000)))) - (MAX_FILE - 1000)
    large = request_of(PROGRAMME, b"x" * (MAX_FILE - head))
    stick.put(large)
    assert large.name in names(stick.look())[0]
    stick.put(request_of(PROGRAMME, b"x" * (MAX_FILE - head + 1)))
    assert len(names(stick.look())[0]) == 2
