# SPDX-License-Identifier: Apache-2.0
"""The week's bytes beside the limit, and Go on where the limit holds files back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mentordesk.domain.connection import SyncStatus
from mentordesk.domain.files import Usage
from mentordesk.ui.parts import Label
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.links import LINK_PADDING, Link
from mentordesk.ui.widgets.progress import ProgressLine
from mentordesk.ui.words import Words


class DataMeter(QWidget):
    """A line of words, a bar where there is a limit, and what the limit means once it is reached."""

    go_on_asked = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._moved = Label(theme, "", tone="text2").wrap()
        self._used = Label(theme, "", tone="text2").wrap()
        self._bar = ProgressLine(theme)
        self._limit = Label(theme).wrap()
        self._go_on = Link(theme, words.files.go_on_this_week())
        self._go_on.clicked.connect(self.go_on_asked)
        link = QHBoxLayout()
        link.setContentsMargins(0, 0, 0, 0)
        link.addSpacing(-LINK_PADDING)
        link.addWidget(self._go_on)
        link.addStretch(1)
        pile = self._pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.setSpacing(4)
        for part in (self._moved, self._bar, self._used, self._limit):
            pile.addWidget(part)
        pile.addLayout(link)

    def show_usage(self, status: SyncStatus, usage: Usage) -> None:
        """What the last seven days cost."""
        words = self._words.files
        self._moved.setText(self._words.line.traffic(status))
        self._used.setText(words.used(usage))
        self._bar.setVisible(usage.budget > 0)
        self._bar.show_part(usage.week_bytes, usage.budget)
        self._bar.setAccessibleName(words.used(usage))
        self._limit.setText(words.limit(usage))
        self._limit.setVisible(bool(self._limit.text()))
        self._go_on.setVisible(usage.over)
        self._pile.activate()  # at once: who shows it asks for its height before the next turn of the loop
        self.updateGeometry()
