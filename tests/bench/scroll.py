# SPDX-License-Identifier: Apache-2.0
"""Scroll a thread of 5,000 messages, some with files, in a real view; prints JSON with the time of a frame.

A frame is one wheel step, or one jump of the scroll bar: event, layout of new rows, painting.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from mentordesk.base.clock import ManualClock, SeededRandomness
from mentordesk.domain.files import FileInfo, FileState
from mentordesk.domain.messages import Delivery, Message
from mentordesk.ui.background import Background
from mentordesk.ui.bridge import Bridge
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.thread.model import ThreadModel
from mentordesk.ui.widgets.messageview import MessageView
from mentordesk.ui.widgets.thumbnails import Thumbnails
from mentordesk.ui.words import Words
from tests.helpers.papers import lake, picture_file

ROWS = 5_000
FILES_EVERY = 6  # every sixth message has files; of these every second a picture
WIDTH, HEIGHT = 878, 560
WORDS = (
    "I read your note about the introduction and I would open with the story of the well because it is yours "
    "شكرا جزيلا على الملاحظات सुझाव के लिए धन्यवाद mwalimu alisema kwamba nitaanza tena kesho asubuhi élève où ñ"
).split()


class MadeUpMessages:
    """A long thread, the same every time."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.pages = 0

    def count(self) -> int:
        return self._count

    def rows(self, first: int, count: int) -> Sequence[Message]:
        self.pages += 1
        return [self._message(row) for row in range(first, min(first + count, self._count))]

    def index_of(self, wanted: bytes) -> int | None:
        return int.from_bytes(wanted, "big")

    def _message(self, row: int) -> Message:
        noise = SeededRandomness(row).bytes(160)
        text = " ".join(WORDS[byte % len(WORDS)] for byte in noise[: 4 + noise[0] % 150])
        return Message(
            id=row.to_bytes(8, "big"),
            circle=bytes(16),
            thread=bytes(8),
            author=bytes(16),
            author_name="Grace Okafor",
            mine=row % 2 == 0,
            time=1_779_000_000 - (self._count - row) * 7_000,
            text=text.replace(" mwalimu", "\nmwalimu"),
            delivery=Delivery(1 + row % 5),
            files=_files_of(row),
        )


def _files_of(row: int) -> tuple[FileInfo, ...]:
    """A picture here and a document in some state, on some messages."""
    if row % FILES_EVERY:
        return ()
    states = list(FileState)
    state = states[row // FILES_EVERY % len(states)]
    names = [(f"evening {row}.jpg", "image/jpeg", FileState.HERE)] if row // FILES_EVERY % 2 else []
    names.append((f"worksheet {row}.pdf", "application/pdf", state))
    return tuple(
        FileInfo(
            id=bytes([at]) + row.to_bytes(7, "big"),
            name=name,
            type=kind,
            size=340_000,
            state=state,
            moved=120_000,
            mine=row % 2 == 0,
            dangerous=False,
            here=state is FileState.HERE,
            circle=bytes(16),
            thread=bytes(8),
            message=row.to_bytes(8, "big"),
        )
        for at, (name, kind, state) in enumerate(names)
    )


def wheel(view: MessageView, notches: float) -> None:
    """One wheel event on the view."""
    middle = QPointF(view.viewport().width() / 2, view.viewport().height() / 2)
    event = QWheelEvent(
        middle,
        view.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def frames(view: MessageView, app: QApplication, how: str, count: int) -> Iterator[float]:
    """Seconds of each frame."""
    bar = view.verticalScrollBar()
    for number in range(count):
        begun = time.perf_counter()
        if how == "jump":
            bar.setValue(bar.maximum() * ((number * 7919) % count) // count)
        else:
            wheel(view, 1 if how == "up" else -1)
        view.viewport().repaint()
        app.processEvents()
        yield time.perf_counter() - begun


def figures(seconds: list[float]) -> dict[str, float]:
    """Median, 99th percentile and worst, in milliseconds."""
    ordered = sorted(seconds)
    pick = {"p50": 0.50, "p99": 0.99}
    result = {name: round(ordered[int(len(ordered) * part)] * 1000, 2) for name, part in pick.items()}
    return result | {"max": round(ordered[-1] * 1000, 2), "frames": len(ordered)}


def main() -> int:
    """Measure, print, and say by the exit code whether p99 ≤ 16 ms."""
    app = QApplication(sys.argv)
    theme = Theme(app)
    words = Words(ManualClock())
    view = MessageView(theme, words)
    view.resize(WIDTH, HEIGHT)
    picture, bridge, background = picture_file(lake(1_600, 1_200)), Bridge(), Background()
    thumbnails = Thumbnails(lambda file: lambda: picture, background, bridge, view)
    thumbnails.came.connect(view.pictures_came)
    view.set_pictures(thumbnails.picture)
    source = MadeUpMessages(ROWS)
    begun = time.perf_counter()
    view.setModel(ThreadModel(source, words))
    view.show()
    app.processEvents()
    opened = time.perf_counter() - begun
    report: dict[str, object] = {"rows": ROWS, "open_ms": round(opened * 1000, 1)}
    for how in ("up", "down", "jump"):
        report[how] = figures(list(frames(view, app, how, 600)))
    bridge.close()
    background.close()
    report["worst_p99_ms"] = max(report[how]["p99"] for how in ("up", "down", "jump"))  # type: ignore[index]
    report["limit_ms"] = 16
    print(json.dumps(report, indent=1))
    return 0 if report["worst_p99_ms"] <= 16 else 1  # type: ignore[operator]


if __name__ == "__main__":
    sys.exit(main())
