# SPDX-License-Identifier: Apache-2.0
"""Where a sign-in page says what went wrong; costs nothing while all goes well."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentordesk.ui.theme.theme import Theme

if TYPE_CHECKING:
    from mentordesk.ui.widgets.notice import Notice


class TroubleBox(QWidget):
    """Hidden until `tell`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._told = False
        self.hide()

    @cached_property
    def _notice(self) -> Notice:
        from mentordesk.ui.widgets.notice import Notice

        notice = Notice(self._theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(notice)
        return notice

    def tell(self, words: str) -> None:
        """Say this."""
        self._told = True
        self._notice.tell(words, "warn")
        self.show()

    def clear(self) -> None:
        """Say nothing any more."""
        if self._told:
            self._told = False
            self._notice.clear()
            self.hide()
