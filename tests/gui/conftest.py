# SPDX-License-Identifier: Apache-2.0
"""What tests of the window share: the theme, the words, a clock that stands still."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentordesk.base.clock import ManualClock
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import Look, Scheme
from mentordesk.ui.words import Words
from tests.helpers.messages import UTC, WEDNESDAY


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme at 100 %; whatever a test chooses is undone."""
    theme = Theme(qapp, Look(Scheme.LIGHT))
    yield theme
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    theme.deleteLater()


@pytest.fixture
def clock() -> ManualClock:
    """Wednesday 20 May 2026, 11:00 UTC."""
    return ManualClock(WEDNESDAY)


@pytest.fixture
def words(clock: ManualClock) -> Words:
    """English, in UTC."""
    return Words(clock, UTC)
