# SPDX-License-Identifier: Apache-2.0
"""The header: title, search, sync chip, and the menu under one's own name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from mentordesk.ui.parts import LineLabel
from mentordesk.ui.services import Services
from mentordesk.ui.theme.tokens import HEADER_HEIGHT, ICON
from mentordesk.ui.widgets.chip import SyncChip

SEARCH_WIDTH = 240
TYPING_MS = 150
_GAP = 12
_TITLE_LEAST, _NAME_MOST, _PICTURE = 60, 160, 48
_LETTERS_LEAST = 6  # of a name; fewer say less than the picture alone


class SearchField(QLineEdit):
    """Searches while one types."""

    searched = Signal(str)
    left = Signal()  # Esc
    down = Signal()  # to the results

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setPlaceholderText(self.tr("Search messages"))
        self.setAccessibleName(self.tr("Search messages"))
        self.setClearButtonEnabled(True)
        self.addAction(services.theme.icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(self._pause.start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.clear()
                self._pause.stop()
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._pause.stop()
                self._search()
            case Qt.Key.Key_Down:
                self.down.emit()
            case _:
                super().keyPressEvent(event)

    def _search(self) -> None:
        self.searched.emit(self.text().strip())


class Header(QWidget):
    """48 high; what does not fit is the title's loss, then the name's."""

    def __init__(self, services: Services, name: str) -> None:
        super().__init__()
        theme = self._theme = services.theme
        self._name = name
        self.title = LineLabel(theme, "title", bold=True)
        self.search = SearchField(services)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.search.setMinimumWidth(SEARCH_WIDTH * 2 // 3)
        self.chip = SyncChip(theme, services.words)
        self.person = QToolButton()
        self.person.setProperty("kind", "flat")
        self.person.setIcon(theme.icons.icon("person"))
        self.person.setToolTip(name)
        self.person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.person.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.person.setAccessibleName(self.tr("{name}: settings, lock, sign out").format(name=name))
        self.setMinimumHeight(HEADER_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(_GAP)
        layout.addWidget(self.title, 3)
        layout.addWidget(self.search, 2)
        layout.addWidget(self.chip)
        layout.addWidget(self.person)
        theme.changed.connect(self._fit_name)
        self._fit_name()

    def set_menu(self, actions: list[QAction]) -> None:
        """What is offered under the name."""
        menu = QMenu(self.person)
        menu.addActions(actions)
        self.person.setMenu(menu)

    def set_title(self, title: str) -> None:
        """Name the page."""
        self.title.setText(title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_name()

    def _fit_name(self) -> None:
        """The name as far as there is room for it, or its picture alone."""
        taken = self.search.minimumWidth() + self.chip.sizeHint().width() + 4 * _GAP + 2 * 16
        room = self.width() - taken - self._theme.scaled(_TITLE_LEAST) - self._theme.scaled(_PICTURE)
        metrics = QFontMetrics(self._theme.font())
        room = min(room, self._theme.scaled(_NAME_MOST))
        beside = room >= metrics.averageCharWidth() * _LETTERS_LEAST
        size = self._theme.scaled(ICON)
        self.person.setIconSize(QSize(size, size))
        styles = Qt.ToolButtonStyle
        self.person.setToolButtonStyle(
            styles.ToolButtonTextBesideIcon if beside else styles.ToolButtonIconOnly
        )
        self.person.setText(metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, max(room, 0)))
