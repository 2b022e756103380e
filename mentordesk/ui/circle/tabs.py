# SPDX-License-Identifier: Apache-2.0
"""Threads and documents of a circle, one beside the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from mentordesk.domain.ids import CircleId
from mentordesk.ui.context import Context
from mentordesk.ui.places import CirclePlace, DocumentsPlace, Place


class CircleTabs(QWidget):
    """Two buttons, the one of this page pressed; arrows go from one to the other."""

    def __init__(self, context: Context, here: type[CirclePlace] | type[DocumentsPlace]) -> None:
        super().__init__()
        self._context = context
        self._circle: CircleId = b""
        self._here = here
        self.threads = self._tab(self.tr("Threads"), CirclePlace)
        self.documents = self._tab(self.tr("Documents"), DocumentsPlace)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.threads)
        layout.addWidget(self.documents)
        layout.addStretch(1)
        context.services.theme.changed.connect(self._restyle)
        self._restyle()

    def set_circle(self, circle: CircleId) -> None:
        """Of which circle they are."""
        self._circle = circle

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            other = self.documents if self.threads.hasFocus() else self.threads
            other.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _tab(self, name: str, kind: type[CirclePlace] | type[DocumentsPlace]) -> QToolButton:
        made = QToolButton()
        made.setText(name)
        made.setProperty("kind", "flat")
        made.setCheckable(True)
        made.setChecked(kind is self._here)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(lambda: self._press(made, kind))
        return made

    def _press(self, tab: QToolButton, kind: type[CirclePlace] | type[DocumentsPlace]) -> None:
        tab.setChecked(kind is self._here)
        if kind is not self._here:
            place: Place = kind(self._circle)
            self._context.go(place)

    def _restyle(self) -> None:
        for tab in (self.threads, self.documents):
            tab.setFont(self._context.services.theme.font("section", bold=True))
