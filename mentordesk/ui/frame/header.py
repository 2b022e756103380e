# SPDX-License-Identifier: Apache-2.0
"""The header: title, search, sync chip, and the menu under one's own name."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from mentordesk.ui.parts import Label
from mentordesk.ui.services import Services
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import HEADER_HEIGHT
from mentordesk.ui.widgets.chip import SyncChip
from mentordesk.ui.widgets.letters import reads_right_to_left

SEARCH_WIDTH = 240
TYPING_MS = 150


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


class Title(Label):
    """One line that ends in dots where there is no room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "title", bold=True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        right_to_left = self.isRightToLeft()
        reads = reads_right_to_left(self.text(), right_to_left)
        left, right = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        painter.setLayoutDirection(right if reads else left)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment()) | int(Qt.TextFlag.TextSingleLine), shown)


class Header(QWidget):
    """48 high; what does not fit is the title's loss."""

    def __init__(self, services: Services, name: str) -> None:
        super().__init__()
        theme = services.theme
        self.title = Title(theme)
        self.search = SearchField(services)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.search.setMinimumWidth(SEARCH_WIDTH * 2 // 3)
        self.chip = SyncChip(theme, services.words)
        self.person = QToolButton()
        self.person.setText(name)
        self.person.setProperty("kind", "flat")
        self.person.setIcon(theme.icons.icon("person"))
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.person.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.person.setAccessibleName(self.tr("{name}: settings, lock, sign out").format(name=name))
        self.setMinimumHeight(HEADER_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(12)
        layout.addWidget(self.title, 3)
        layout.addWidget(self.search, 2)
        layout.addWidget(self.chip)
        layout.addWidget(self.person)

    def set_menu(self, actions: list[QAction]) -> None:
        """What is offered under the name."""
        menu = QMenu(self.person)
        menu.addActions(actions)
        self.person.setMenu(menu)

    def set_title(self, title: str) -> None:
        """Name the page."""
        self.title.setText(title)
        self.title.setToolTip(title)
