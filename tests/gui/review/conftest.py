# SPDX-License-Identifier: Apache-2.0
"""A desk to review at: `seat(essay, member)` shows an essay as that person has it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from mentordesk.domain.documents import Review
from mentordesk.domain.ids import MemberId
from mentordesk.ui.theme.theme import Theme
from tests.gui.review.bench import Desk, Essay
from tests.helpers.term import ME
from tests.helpers.window import Sitting, sit_down

Seat = Callable[..., Desk]


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    sitting = sit_down(tmp_path, theme)
    yield sitting
    sitting.close()


@pytest.fixture
def seat(sitting: Sitting, theme: Theme) -> Iterator[Seat]:
    desks: list[Desk] = []

    def sit(
        essay: Essay,
        member: MemberId = ME,
        review: Review | None = None,
        size: tuple[int, int] = (900, 620),
    ) -> Desk:
        sitting.window.hide()
        desks.append(Desk(sitting, theme, essay.paper(member).with_review(review), size))
        return desks[-1]

    yield sit
    for desk in desks:
        desk.editor.attach(None)
        desk.close()
        desk.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
