# SPDX-License-Identifier: Apache-2.0
"""Pictures for rows: one is decoded at a time, the newest wish first, and a bounded number is kept."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mentordesk.base.errors import FileNotHere
from mentordesk.domain.files import FileInfo, FileState
from mentordesk.ui.bridge import Bridge
from mentordesk.ui.widgets.thumbnails import KEPT_BYTES, MOST_WAITING, Thumbnails
from tests.helpers.papers import lake, picture_file

ROOM = QSize(284, 160)


class ByHand:
    """Work that is done when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], QImage], Future[QImage]]] = []

    def submit(self, work: Callable[[], QImage]) -> Future[QImage]:
        future: Future[QImage] = Future()
        self.waiting.append((work, future))
        return future

    def do(self) -> None:
        """One piece, as a thread would."""
        work, future = self.waiting.pop(0)
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)
        QApplication.processEvents()


class Desk:
    """Files that can be read, and what was read."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.gone: set[int] = set()
        self.content = picture_file(lake(800, 600))

    def loader(self, file: FileInfo) -> Callable[[], bytes]:
        number = int.from_bytes(file.id, "big")

        def load() -> bytes:
            self.read.append(number)
            if number in self.gone:
                raise FileNotHere
            return self.content

        return load


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def worker() -> ByHand:
    return ByHand()


@pytest.fixture
def thumbnails(qapp: QApplication, desk: Desk, worker: ByHand) -> Iterator[Thumbnails]:
    bridge = Bridge()
    yield Thumbnails(desk.loader, worker, bridge)
    bridge.close()


def file(number: int) -> FileInfo:
    name = number.to_bytes(8, "big")
    return FileInfo(name, "lake.jpg", "image/jpeg", 9, FileState.HERE, 9, False, False, True, b"", b"", b"")


def test_a_picture_comes_later_and_is_kept(
    qtbot: QtBot, thumbnails: Thumbnails, worker: ByHand, desk: Desk
) -> None:
    assert thumbnails.picture(file(1), ROOM) is None
    assert desk.read == [], "nothing is read in the window's thread"
    with qtbot.waitSignal(thumbnails.came):
        worker.do()
    found = thumbnails.picture(file(1), ROOM)
    assert found is not None
    assert (found.width(), found.height()) == (213, 160)
    assert thumbnails.picture(file(1), ROOM) is found
    assert desk.read == [1]


def test_another_room_is_another_picture(thumbnails: Thumbnails, worker: ByHand) -> None:
    thumbnails.picture(file(1), ROOM)
    worker.do()
    assert thumbnails.picture(file(1), QSize(60, 60)) is None


def test_a_dense_screen_gets_more_dots(thumbnails: Thumbnails, worker: ByHand) -> None:
    thumbnails.ratio = 2.0
    thumbnails.picture(file(1), ROOM)
    worker.do()
    found = thumbnails.picture(file(1), ROOM)
    assert found is not None
    assert (found.width(), found.deviceIndependentSize().height()) == (426, 160)


def test_what_was_scrolled_by_is_not_decoded(thumbnails: Thumbnails, worker: ByHand, desk: Desk) -> None:
    for number in range(50):
        thumbnails.picture(file(number), ROOM)
    while worker.waiting:
        worker.do()
    newest = list(range(49, 49 - MOST_WAITING, -1))
    assert desk.read == [0, *newest], "the first was under way, then the newest wish first"


def test_one_is_decoded_at_a_time(thumbnails: Thumbnails, worker: ByHand) -> None:
    for number in range(5):
        thumbnails.picture(file(number), ROOM)
    assert len(worker.waiting) == 1


def test_what_cannot_be_read_is_tried_again_only_when_it_changed(
    thumbnails: Thumbnails, worker: ByHand, desk: Desk
) -> None:
    desk.gone = {1}
    thumbnails.picture(file(1), ROOM)
    worker.do()
    found = thumbnails.picture(file(1), ROOM)
    assert found is not None
    assert found.isNull()
    assert worker.waiting == []
    desk.gone = set()
    thumbnails.try_again(file(1).id)
    assert thumbnails.picture(file(1), ROOM) is None
    worker.do()
    found = thumbnails.picture(file(1), ROOM)
    assert found is not None
    assert not found.isNull()


def test_the_pictures_kept_have_a_limit(thumbnails: Thumbnails, worker: ByHand) -> None:
    room = QSize(800, 600)
    count = KEPT_BYTES // (800 * 600 * 4) + 3
    for number in range(count):
        thumbnails.picture(file(number), room)
        worker.do()
    assert thumbnails.picture(file(count - 1), room) is not None
    assert thumbnails.picture(file(0), room) is None
