# SPDX-License-Identifier: Apache-2.0
"""Where sticks are looked for, and files that others may have put there."""
from __future__ import annotations

import os
from pathlib import Path

from mentordesk.base.files import SystemFiles
from mentordesk.desk.carriers import mounted_under


def test_a_folder_is_no_drive(tmp_path: Path) -> None:
    (tmp_path / "amina" / "letters").mkdir(parents=True)
    assert list(mounted_under(tmp_path)) == []
    assert list(mounted_under(tmp_path / "nothing")) == []


def test_what_is_mounted_is_found() -> None:
    found = list(mounted_under(Path("/"), 1))
    assert all(os.path.ismount(path) for path in found)
    assert (Path("/proc") in found) == os.path.ismount("/proc")


def test_only_a_regular_file_of_a_fitting_size_is_read(tmp_path: Path) -> None:
    files = SystemFiles()
    plain = tmp_path / "plain"
    plain.write_bytes(b"12345")
    assert files.read_plain(plain, 5) == b"12345"
    assert files.read_plain(plain, 4) is None
    assert files.read_plain(tmp_path, 5) is None
    assert files.read_plain(tmp_path / "nothing", 5) is None
    (tmp_path / "link").symlink_to(plain)
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        assert files.read_plain(tmp_path / name, 5) is None
    if Path("/dev/zero").exists():
        assert files.read_plain(Path("/dev/zero"), 5) is None
