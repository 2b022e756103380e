# SPDX-License-Identifier: Apache-2.0
"""Files are whole or as they were, whatever the disk does and wherever the power goes."""

import errno
import os
import stat
from pathlib import Path

import pytest

from mentordesk.base.errors import DiskFull, ReadOnlyFolder, Trouble
from mentordesk.base.files import SystemFiles
from tests.helpers.files import PowerCut, failing_at, recording, stopping_at

OLD, NEW = b"old" * 100, b"new" * 1000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "header"
    SystemFiles().write_atomic(path, OLD)
    return path


def test_what_is_written_is_read(path: Path) -> None:
    SystemFiles().write_atomic(path, NEW)
    assert SystemFiles().read(path) == NEW
    assert SystemFiles().names(path.parent) == ["header"]


def test_a_write_takes_the_steps_that_survive_a_power_cut(path: Path) -> None:
    steps: list[str] = []
    recording(steps).write_atomic(path, NEW)
    assert steps == ["write", "fsync", "rename", "sync_folder"]


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_disk_that_syncs_no_folders_is_written_all_the_same(path: Path, code: int) -> None:
    disk = failing_at("sync_folder", code)
    disk.write_atomic(path, NEW)
    disk.rename(path, path.with_name("other"))
    assert disk.read(path.with_name("other")) == NEW


@pytest.mark.parametrize("count", range(4))
def test_a_power_cut_leaves_the_old_bytes_or_the_new(path: Path, count: int) -> None:
    with pytest.raises(PowerCut):
        stopping_at(count).write_atomic(path, NEW)
    assert SystemFiles().read(path) == (NEW if count == 3 else OLD)
    assert SystemFiles().names(path.parent) == ["header"]


@pytest.mark.parametrize("step", ["write", "fsync", "rename"])
@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, ReadOnlyFolder),
        (errno.EACCES, ReadOnlyFolder),
    ],
)
def test_a_failing_disk_is_told_and_leaves_the_old_file(
    path: Path, step: str, code: int, trouble: type[Trouble]
) -> None:
    with pytest.raises(trouble):
        failing_at(step, code).write_atomic(path, NEW)
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["header"]


def test_an_error_nobody_expects_stays_itself(path: Path) -> None:
    with pytest.raises(OSError, match="Input/output") as caught:
        failing_at("write", errno.EIO).write_atomic(path, NEW)
    assert caught.value.errno == errno.EIO


def test_a_copy_is_whole_or_absent(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup"
    with pytest.raises(DiskFull):
        failing_at("fsync").copy(path, copy)
    assert not copy.exists()
    SystemFiles().copy(path, copy)
    assert copy.read_bytes() == OLD


def test_a_rename_replaces_durably(path: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    recording(steps).rename(path, tmp_path / "moved")
    assert steps == ["rename", "sync_folder"]
    assert not SystemFiles().exists(path)


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    SystemFiles().remove(tmp_path / "nothing")
    assert (SystemFiles().size(tmp_path / "nothing"), SystemFiles().names(tmp_path / "none")) == (0, [])


def test_only_the_user_can_read_what_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    SystemFiles().make_folder(folder)
    SystemFiles().write_atomic(folder / "key", NEW)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder.parent, folder, folder / "key")]
    assert modes == [0o700, 0o700, 0o600]
