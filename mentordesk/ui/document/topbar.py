# SPDX-License-Identifier: Apache-2.0
"""Above a document: the tools, whether it is safe, how long it is, and what one may do with all of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QWidget

from mentordesk.ui.document.toolbar import Toolbar
from mentordesk.ui.parts import Label, LineLabel, button
from mentordesk.ui.theme.theme import Theme

_GAP = 12
_EDGES = (8, 4, 12, 4)
_MODE_EDGE = 9
_COLUMNS = 7


class TopBar(QWidget):
    """One row where all of it has room; in a narrow window, or with large letters, the words stand below."""

    ask_wanted = Signal()
    versions_wanted = Signal()

    def __init__(self, theme: Theme, toolbar: Toolbar, longest: str = "") -> None:
        """`longest` is what `status` usually says at most: the rows do not change while it changes."""
        super().__init__()
        self._longest = longest
        self._theme = theme
        self._toolbar = toolbar
        self._rows: tuple[bool, bool] | None = None  # `_arrange`d so
        self.status = LineLabel(theme, tone="text3")
        self.length = Label(theme, tone="text3")
        self.mode = Label(theme, tone="text2").wrap()
        self.mode.setContentsMargins(_MODE_EDGE, 0, _MODE_EDGE, 2)
        self.ask = button(self.tr("Ask to read"), self.ask_wanted.emit)
        self.versions = button(self.tr("Versions"), self.versions_wanted.emit)
        self.more = self._menu_button()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*_EDGES)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(2)
        self._arrange(below=False, beside=False)

    def show_mode(self, words: str) -> None:
        """A sentence beside the state where it has room, else below; or none."""
        self.mode.setText(words)
        self.mode.setVisible(bool(words))
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """One row, if nothing has to be cut for it."""
        needed, toolbar = self._needed()
        below = needed > self.width()
        said = self.mode.fontMetrics().horizontalAdvance(self.mode.text()) + 2 * _MODE_EDGE + 2 + _GAP
        beside = bool(self.mode.text()) and said + needed - (toolbar if below else 0) <= self.width()
        self._arrange(below, beside)

    def _needed(self) -> tuple[int, int]:
        """The width of one row without the sentence, and how much of it the tools take."""
        metrics = self.status.fontMetrics()
        words = max(metrics.horizontalAdvance(text) for text in (self.status.text(), self._longest)) + 2
        parts = [self._toolbar, self.length, *self._buttons()]
        widths = [max(part.sizeHint().width(), part.minimumWidth()) for part in parts if not part.isHidden()]
        toolbar = 0 if self._toolbar.isHidden() else widths[0]
        return sum(widths) + words + _GAP * (len(widths) + 1) + _EDGES[0] + _EDGES[2], toolbar

    def _buttons(self) -> Sequence[QWidget]:
        return (self.versions, self.ask, self.more)

    def _arrange(self, below: bool, beside: bool) -> None:
        if (below, beside) == self._rows:
            return
        self._rows = below, beside
        placed: list[QWidget] = [self._toolbar, self.status, self.length, *self._buttons(), self.mode]
        for widget in placed:
            self._grid.removeWidget(widget)
        row, column = (1, 0) if below else (0, 1)
        words = [self.mode, self.status] if beside else [self.status]
        along = (*words, self.length, *self._buttons())
        across = column + len(along)  # each column more would be a gap at the end
        self._grid.addWidget(self._toolbar, 0, 0, 1, across if below else 1)
        for number, widget in enumerate(along):
            self._grid.addWidget(widget, row, column + number, Qt.AlignmentFlag.AlignVCenter)
        for number in range(_COLUMNS):  # also those of another arrangement
            self._grid.setColumnStretch(number, 1 if number == column + beside else 0)
        if not beside:
            self._grid.addWidget(self.mode, 2, 0, 1, across)
        self.mode.setWordWrap(not beside)
        self.status.setContentsMargins(9 if below else 0, 0, 0, 0)

    def _menu_button(self) -> QToolButton:
        made = QToolButton()
        made.setIcon(self._theme.icons.icon("more", "text"))
        made.setAccessibleName(self.tr("More"))
        made.setToolTip(self.tr("More"))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setMenu(QMenu(made))
        return made
