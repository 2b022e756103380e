# SPDX-License-Identifier: Apache-2.0
"""The keys of a review: from card to card, answers, a comment, into the card."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mentordesk.ui.document.margin import ReviewMargin
from mentordesk.ui.document.margincard import Deed


class ReviewKeys(QObject):
    """Actions of a document's page; they work wherever the focus is in it."""

    def __init__(self, margin: ReviewMargin, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.next = self._make(self.tr("Next suggestion or comment"), "Alt+Down")
        self.last = self._make(self.tr("Suggestion or comment before"), "Alt+Up")
        self.enter = self._make(self.tr("Into the card"), "Alt+Return", "Alt+Enter")
        self.accept = self._make(self.tr("Accept, or say that it is done"), "Ctrl+Shift+Y")
        self.refuse = self._make(self.tr("Refuse, or say not yet"), "Ctrl+Shift+N")
        self.comment = self._make(self.tr("Comment on this"), "Ctrl+Alt+M")
        self.next.triggered.connect(lambda: margin.step(forward=True))
        self.last.triggered.connect(lambda: margin.step(forward=False))
        self.enter.triggered.connect(margin.enter)
        self.accept.triggered.connect(lambda: margin.decide(Deed.ACCEPT))
        self.refuse.triggered.connect(lambda: margin.decide(Deed.REFUSE))
        self.comment.triggered.connect(margin.comment)

    def actions(self) -> list[QAction]:
        """All of them, for the page of keys."""
        return [self.next, self.last, self.enter, self.accept, self.refuse, self.comment]

    def _make(self, text: str, *keys: str) -> QAction:
        action = QAction(text, self._page)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._page.addAction(action)
        return action
