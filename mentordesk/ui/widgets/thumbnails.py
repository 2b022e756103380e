# SPDX-License-Identifier: Apache-2.0
"""Pictures in rows: decoded elsewhere, the newest wish first, a bounded number kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeAlias

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap

from mentordesk.domain.files import FileId, FileInfo
from mentordesk.ui.bridge import Bridge
from mentordesk.ui.images import decoded

KEPT_BYTES = 24_000_000
MOST_WAITING = 12  # more have been scrolled by
_DOT = 4  # bytes

Key: TypeAlias = tuple[FileId, int, int]
"""A file and the dots of its room."""
Loader = Callable[[FileInfo], Callable[[], bytes] | None]
"""How to read a file in any thread; None when it is gone."""


class Worker(Protocol):
    """Another thread."""

    def submit(self, work: Callable[[], QImage]) -> Future[QImage]:
        """Do `work` there."""
        ...


class Thumbnails(QObject):
    """`picture` answers at once: what is decoded, or None and `came` later. One is decoded at a time."""

    came = Signal()

    def __init__(self, loader: Loader, worker: Worker, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._worker = worker
        self._bridge = bridge
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self._waiting: OrderedDict[Key, FileInfo] = OrderedDict()
        self._busy = False
        self.ratio = 1.0  # dots a pixel

    def picture(self, file: FileInfo, room: QSize) -> QPixmap | None:
        """A picture that fits the room (in pixels); a null one when it cannot be decoded."""
        key = (file.id, round(room.width() * self.ratio), round(room.height() * self.ratio))
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        self._waiting[key] = file
        self._waiting.move_to_end(key)
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        self._next()
        return None

    def try_again(self, file: FileId) -> None:
        """A file is not as it was: what could not be decoded may be now."""
        for key in [key for key, pixmap in self._kept.items() if key[0] == file and pixmap.isNull()]:
            del self._kept[key]

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        key, file = self._waiting.popitem()
        load = self._loader(file)
        if load is None:
            self._failed(key)
            return
        self._busy = True
        work = self._worker.submit(lambda: decoded(load(), QSize(key[1], key[2])))
        self._bridge.then(work, lambda image: self._decoded(key, image), lambda _: self._failed(key))

    def _failed(self, key: Key) -> None:
        self._decoded(key, QImage())

    def _decoded(self, key: Key, image: QImage) -> None:
        self._busy = False
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.ratio)
        self._waiting.pop(key, None)
        self._kept[key] = pixmap
        self._bytes += _size(pixmap)
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1])
        self.came.emit()
        self._next()


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * _DOT
