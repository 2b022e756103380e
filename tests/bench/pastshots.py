# SPDX-License-Identifier: Apache-2.0
"""Pictures of what concurrent work leaves behind: taken back, late, written twice, not here yet."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mentordesk.ui.places import Place
    from tests.helpers.window import Sitting


def past_pages(sitting: Sitting) -> dict[str, Callable[[], object]]:
    """Name of a picture → what is shown on it."""
    from mentordesk.ui.places import CirclePlace, SearchPlace, TodayPlace
    from tests.helpers import past
    from tests.helpers.term import WITH_GRACE

    name = _thread(sitting)
    here, there = "Dear Grace, I have one more question", "Dear Grace, about the exam on Friday"
    return {
        "past-late": lambda: _happen(sitting, past.come_late, name),
        "past-today": lambda: _go(sitting, TodayPlace()),
        "past-draft": lambda: _happen(sitting, past.draft_from_pc3, name, there),
        "past-twice": lambda: _happen(sitting, past.draft_from_pc3, name, there + ", please", here),
        "past-both": lambda: _see_both(sitting),
        "past-taken-back": lambda: _taken_back(sitting),
        "past-coming": lambda: _happen(sitting, past.older_coming, 34_000),
        "past-coming-circle": lambda: _go(sitting, CirclePlace(WITH_GRACE)),
        "past-coming-search": lambda: _go(sitting, SearchPlace("pump")),
    }


def _thread(sitting: Sitting) -> bytes:
    from tests.helpers.term import WITH_GRACE

    return next(t.thread for t in sitting.desk.threads.list(WITH_GRACE) if t.topic.startswith("Exams"))


def _happen(sitting: Sitting, what: Callable[..., Any], *arguments: object) -> None:
    from mentordesk.domain.events import ThreadChanged
    from mentordesk.ui.places import ThreadPlace, TodayPlace
    from tests.helpers.term import WITH_GRACE

    name = _thread(sitting)

    def work(tx: Any) -> None:
        what(tx, *arguments)
        tx.announce(ThreadChanged(WITH_GRACE, name))

    sitting.frame.go(TodayPlace())
    sitting.desk.threads._runner.call(work)
    _go(sitting, ThreadPlace(WITH_GRACE, name))


def _go(sitting: Sitting, place: Place) -> None:
    sitting.frame.go(place)
    sitting.settle()


def _see_both(sitting: Sitting) -> None:
    """The dialog as a part of the window, so that one picture holds both."""
    from PySide6.QtCore import Qt

    twice = sitting.frame.page().twice  # type: ignore[attr-defined]
    twice._act("draft")
    dialog = twice.dialog
    assert dialog is not None
    dialog.setParent(sitting.window, Qt.WindowType.Widget)
    dialog.setAutoFillBackground(True)
    dialog.move(sitting.window.rect().center() - dialog.rect().center())
    dialog.show()


def _taken_back(sitting: Sitting) -> None:
    from mentordesk.ui.thread.both import BothTexts
    from tests.helpers import past
    from tests.helpers.window import pass_time

    for dialog in sitting.window.findChildren(BothTexts):
        dialog.reject()
    _happen(sitting, past.taken_back_by_grace, _thread(sitting))
    if not sitting.desk.threads.late():
        _happen(sitting, past.come_late, _thread(sitting))
    late = sitting.desk.threads.late()
    sitting.frame.late._backs.retract(late[0].id)
    sitting.settle()
    pass_time(300)  # state words fade
