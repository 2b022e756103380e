# SPDX-License-Identifier: Apache-2.0
"""A soft box with a sentence and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import ICON, RADIUS
from mentordesk.ui.widgets.links import Link

_ICONS = {"info": "info", "warn": "warn", "err": "warn", "ok": "check-circle"}


class Notice(QWidget):
    """One sentence in the soft colour of its tone (info, ok, warn, err) with links; hidden while empty."""

    acted = Signal(str)  # key of the link

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = "info"
        self._links: list[Link] = []
        self._icon = QLabel()
        self._words = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words, 1)
        theme.changed.connect(self._restyle)
        self.hide()

    @property
    def words(self) -> str:
        """The sentence shown; "" when hidden."""
        return self._words.text() if not self.isHidden() else ""

    def tell(self, words: str, tone: str = "info", actions: Sequence[tuple[str, str]] = ()) -> None:
        """Show a sentence and links, each a (key, words)."""
        self._tone = tone
        self._words.setText(words)
        self.setAccessibleName(words)
        self._drop_links()
        for key, label in actions:
            link = Link(self._theme, label, "text", self)
            link.clicked.connect(lambda _=False, key=key: self.acted.emit(key))
            self._row.addWidget(link)
            QWidget.setTabOrder(self._links[-1] if self._links else self._words, link)
            self._links.append(link)
        self._restyle()
        self.show()

    def clear(self) -> None:
        """Hide."""
        self.hide()
        self._words.clear()
        self._drop_links()

    def _drop_links(self) -> None:
        for link in self._links:
            self._row.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._links.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._theme.tokens, f"{self._tone}_soft")))
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        painter.end()

    def _restyle(self) -> None:
        ratio = self.devicePixelRatioF()
        size = self._theme.scaled(ICON)
        self._icon.setPixmap(self._theme.icons.pixmap(_ICONS[self._tone], size, self._tone, ratio))
        palette = QPalette(self._words.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(self._theme.tokens.text))
        self._words.setPalette(palette)
        self._words.setFont(self._theme.font())
        self.update()
