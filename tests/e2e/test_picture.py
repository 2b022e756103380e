# SPDX-License-Identifier: Apache-2.0
"""A photograph from one window to another over a real server: small, without its place, sealed everywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mentordesk.desk.desk import Desk
from mentordesk.domain.files import FileInfo, FileState
from mentordesk.ui.filewords import Deed
from mentordesk.ui.images import MOST_BYTES
from mentordesk.ui.places import NewThreadPlace, ThreadPlace
from mentordesk.ui.widgets.pictureview import PictureView
from tests.e2e.running import PATIENCE_MS, Run
from tests.e2e.village import Village
from tests.helpers.papers import lake, picture_file


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    village = Village(tmp_path)
    yield village
    village.close()


def only_file(desk: Desk) -> FileInfo | None:
    """The first file of the first thread, once it is known."""
    for circle in desk.people.circles():
        for thread in desk.threads.list(circle.circle):
            found = desk.threads.page(thread.thread).rows(0, 1)
            if found and found[0].files:
                return found[0].files[0]
    return None


def is_here(desk: Desk) -> bool:
    file = only_file(desk)
    return file is not None and file.here and file.state is FileState.HERE


def test_a_photograph_goes_from_one_window_to_another(
    village: Village, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    photograph = tmp_path / "lake.jpg"
    photograph.write_bytes(picture_file(lake(2_400, 1_800), "bmp"))
    enrolled = Run(village.homes["Grace"], qapp)
    enrolled.enrol(village, "Grace", qtbot)
    enrolled.close()
    run = Run(village.homes["Amina"], qapp)
    run.enrol(village, "Amina", qtbot)
    frame, desk = run.window.frame, run.app.desk
    assert frame is not None
    assert desk is not None
    qtbot.waitUntil(lambda: bool(desk.people.circles()), timeout=PATIENCE_MS)
    frame.go(NewThreadPlace(desk.people.circles()[0].circle))
    page = frame.page()
    page.composer.files_offered.emit([photograph])
    qtbot.waitUntil(lambda: bool(page.composer.attached.links()), timeout=PATIENCE_MS)
    page.composer.ask_to_send()
    qtbot.waitUntil(lambda: isinstance(frame.place, ThreadPlace))
    qtbot.waitUntil(lambda: is_here(desk), timeout=PATIENCE_MS)
    run.close()

    run = Run(village.homes["Grace"], qapp)
    run.sign_in(qtbot)
    frame, desk = run.window.frame, run.app.desk
    assert frame is not None
    assert desk is not None
    qtbot.waitUntil(lambda: is_here(desk), timeout=PATIENCE_MS)
    file = only_file(desk)
    assert file is not None
    assert 0 < file.size <= MOST_BYTES
    frame.go(ThreadPlace(file.circle, file.thread))
    page = frame.page()
    page.view._make_current(0)
    page._files.do(file, Deed.OPEN)
    shown = run.window.findChild(PictureView)
    qtbot.waitUntil(lambda: not shown._image.isNull(), timeout=PATIENCE_MS)
    assert shown._image.width() == 1_600
    content = desk.attachments.read(file.id)
    run.close()

    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path != photograph]
    assert len(kept) > 10
    middle = content[len(content) // 2 :][:64]
    assert [path.name for path in kept if middle in path.read_bytes()] == []
