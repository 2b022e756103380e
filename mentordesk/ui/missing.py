# SPDX-License-Identifier: Apache-2.0
"""At the top of what is not whole yet: what is still coming, what nobody has brought."""

from __future__ import annotations

from PySide6.QtCore import Signal

from mentordesk.domain.connection import LineState
from mentordesk.domain.events import Event, SyncChanged
from mentordesk.domain.ids import CircleId
from mentordesk.ui.context import Context
from mentordesk.ui.parts import Label


class MissingLine(Label):
    """Hidden where nothing is missing; `told` says each time whether something is."""

    told = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__(context.services.theme, "", tone="text2")
        self._context = context
        self.wrap()
        self.hide()

    def look(self, circle: CircleId) -> None:
        """Say what of this circle is missing now; b"" = of none."""
        missing = self._context.desk.missing
        coming = missing.bytes_for(circle)
        self._say(coming, 0 if coming else missing.gaps(circle))

    def follow(self, circle: CircleId, events: tuple[Event, ...]) -> None:
        """The line moved: while it works only the bytes go down, at its end everything is looked at."""
        states = [event.status.state for event in events if isinstance(event, SyncChanged)]
        if not states:
            return
        coming = self._context.desk.missing.bytes_for(circle)
        if states[-1] is not LineState.WORKING:
            self.look(circle)
        elif coming:
            self._say(coming, 0)

    def _say(self, coming: int, gaps: int) -> None:
        words = self._context.services.words.past.missing(coming, gaps)
        if words != self.text():
            self.setText(words)
        self.setVisible(bool(words))
        self.told.emit(bool(words))
