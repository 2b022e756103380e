# SPDX-License-Identifier: Apache-2.0
"""A soft box with a sentence and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import ICON, RADIUS
from mentordesk.ui.widgets.links import Link

_ICONS = {"info": "info", "warn": "warn", "err": "warn", "ok": "check-circle"}
_PAD, _GAP = 8, 8
_LEAST_TEXT = 220  # narrower than this at 100 %, the links stand below the words


class Notice(QWidget):
    """One sentence in the soft colour of its tone (info, ok, warn, err) with links; hidden while empty.

    It fixes its own height for the width it is given: layouts that mix wrapped text with other rows
    share out the height wrongly.
    """

    acted = Signal(str)  # key of the link

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = "info"
        self._links: list[Link] = []
        self._icon = QLabel(self)
        self._words = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
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
            QWidget.setTabOrder(self._links[-1] if self._links else self._words, link)
            link.show()
            self._links.append(link)
        self._restyle()
        self.show()

    def clear(self) -> None:
        """Hide."""
        self.hide()
        self._words.clear()
        self._drop_links()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(_LEAST_TEXT), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._theme.tokens, f"{self._tone}_soft")))
        painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)
        painter.end()

    def _arrange(self) -> None:
        """Icon and words, the links beside them or, where it is narrow, below."""
        icon = self._theme.scaled(ICON)
        left = _PAD + icon + _GAP
        room = self._likely_width() - left - _PAD
        linked = sum(link.sizeHint().width() for link in self._links) + (_GAP if self._links else 0)
        line = max((link.sizeHint().height() for link in self._links), default=0)
        below = bool(linked) and room - linked < self._theme.scaled(_LEAST_TEXT)
        wide = max(room if below else room - linked, 40)
        tall = max(self._words.heightForWidth(wide), icon)
        middle = tall if below else max(tall, line)
        height = _PAD + middle + (line if below else 0) + (_GAP // 2 if below else _PAD)
        self._place(self._icon, QRect(_PAD, _PAD + (middle - icon) // 2, icon, icon))
        self._place(self._words, QRect(left, _PAD + (middle - tall) // 2, wide, tall))
        along = left - 6 if below else left + wide + _GAP
        for link in self._links:
            size = link.sizeHint()
            top = _PAD + middle if below else _PAD + (middle - size.height()) // 2
            self._place(link, QRect(along, top, size.width(), size.height()))
            along += size.width()
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _likely_width(self) -> int:
        """The width; before a layout has given one, what the parent has: a guess too narrow is high, and a
        high row makes the window grow for good."""
        parent = self.parentWidget()
        if self.isVisible() or parent is None:
            return self.width()
        return max(self.width(), parent.width())

    def _place(self, widget: QWidget, rect: QRect) -> None:
        whole = QRect(0, 0, self.width(), self.height())
        widget.setGeometry(QStyle.visualRect(self.layoutDirection(), whole, rect))

    def _drop_links(self) -> None:
        for link in self._links:
            link.hide()
            link.deleteLater()
        self._links.clear()

    def _restyle(self) -> None:
        ratio = self.devicePixelRatioF()
        size = self._theme.scaled(ICON)
        self._icon.setPixmap(self._theme.icons.pixmap(_ICONS[self._tone], size, self._tone, ratio))
        palette = QPalette(self._words.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(self._theme.tokens.text))
        self._words.setPalette(palette)
        self._words.setFont(self._theme.font())
        self._arrange()
        self.update()
