# SPDX-License-Identifier: Apache-2.0
"""At the top of what is not whole yet: what is still coming, what nobody has brought."""

from __future__ import annotations

from mentordesk.domain.ids import CircleId
from mentordesk.ui.context import Context
from mentordesk.ui.parts import Label


class MissingLine(Label):
    """Hidden where nothing is missing."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.services.theme, "", tone="text2")
        self._context = context
        self.wrap()
        self.hide()

    def look(self, circle: CircleId) -> None:
        """Say what of this circle is missing now; b"" = of none."""
        missing = self._context.desk.missing
        words = self._context.services.words.past.missing(missing.bytes_for(circle), missing.gaps(circle))
        if words != self.text():
            self.setText(words)
        self.setVisible(bool(words))
