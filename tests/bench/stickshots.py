# SPDX-License-Identifier: Apache-2.0
"""Pictures of sticks: choosing one, what moves, what was done, and what is on the way."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentordesk.domain.carriers import Place as Drive
    from mentordesk.ui.stick.page import StickPage
    from tests.helpers.window import Sitting


def stick_pages(sitting: Sitting) -> dict[str, Callable[[], object]]:
    """By name; each shows its page. Three days pass, and what waited leaves."""
    from mentordesk.base.errors import StickFull
    from mentordesk.domain.carriers import Put, Taken

    return {
        "stick-none": lambda: _stick(sitting).choice.set_drives(()),
        "stick-choose": lambda: _stick(sitting).choice.set_drives(_drives()),
        "stick-take": lambda: _stick(sitting, take=True).choice.set_drives(_drives()),
        "stick-moving": lambda: _stick_moves(sitting),
        "stick-put": lambda: _stick(sitting)._was_put(Put(4, 1, 9_000)),
        "stick-taken": lambda: _stick(sitting, take=True)._was_taken(Taken(3, 1, 30, 1, 1, 2)),
        "stick-full": lambda: _stick(sitting)._failed(StickFull(48_000, 10_000)),
        "today-hint": lambda: _days_later(sitting),
        "today-on-stick": lambda: _leave(sitting),
        "thread-on-stick": lambda: _essay(sitting),
        "status-carrying": lambda: _carrying(sitting),
    }


def _days_later(sitting: Sitting) -> None:
    """No line has come meanwhile."""
    from mentordesk.ui.places import TodayPlace

    sitting.term.clock.advance(3 * 86_400)
    sitting.frame.go(TodayPlace())


def _stick(sitting: Sitting, take: bool = False) -> StickPage:
    from mentordesk.ui.places import StickPlace, TodayPlace
    from mentordesk.ui.stick.page import StickPage

    sitting.frame.banner.withdraw("told")
    sitting.frame.panel.hide()
    sitting.frame.go(TodayPlace())
    sitting.frame.go(StickPlace(take))
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, StickPage)
    page.leave()  # the sticks of the machine that takes the pictures are not shown
    return page


def _drives() -> tuple[Drive, ...]:
    from mentordesk.domain.carriers import Place as Drive

    return (
        Drive(Path("school"), "SCHOOL-STICK", 3_800_000_000),
        Drive(Path("old"), "يوسف", 240_000),
    )


def _stick_moves(sitting: Sitting) -> None:
    page = _stick(sitting)
    page.moving.begin(page._said.working(False, "SCHOOL-STICK"))
    page.moving.show_part(12, 30)
    page._show(page.moving)


def _leave(sitting: Sitting) -> None:
    """What waited has left on a stick two days ago."""
    now = sitting.term.clock.now()
    left = "UPDATE messages SET state = 2, state_time = ? WHERE state = 1"
    sitting.desk.threads._runner.call(lambda tx: tx.conn.exec_driver_sql(left, (now - 2 * 86_400,)))
    sitting.frame.page().refresh()


def _essay(sitting: Sitting) -> None:
    from mentordesk.ui.places import ThreadPlace
    from tests.helpers.term import WITH_GRACE

    threads = sitting.desk.threads.list(WITH_GRACE)
    essay = next(thread for thread in threads if thread.topic == "Scholarship essay")
    sitting.frame.go(ThreadPlace(WITH_GRACE, essay.thread))


def _carrying(sitting: Sitting) -> None:
    from dataclasses import replace

    from mentordesk.ui.places import TodayPlace

    sitting.frame.go(TodayPlace())
    sitting.frame.open_panel()
    status = replace(sitting.desk.connection.status(), carrying=3, waiting=0)
    chip = sitting.frame.header.chip
    chip.set_status(status)
    chip._take_next()
    sitting.frame.panel.refresh(status)
