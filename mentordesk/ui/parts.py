# SPDX-License-Identifier: Apache-2.0
"""Small parts that every page is made of: labels that follow the theme, buttons, centred columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import COLUMN
from mentordesk.ui.widgets.letters import reads_right_to_left

_TONES = {
    "text": QPalette.ColorRole.WindowText,
    "text2": QPalette.ColorRole.Dark,
    "text3": QPalette.ColorRole.Shadow,
    "accent": QPalette.ColorRole.Link,
}


class Label(QLabel):
    """Text of one kind of `tokens.FONT_PX` and one tone; plain, so that no name can become markup."""

    def __init__(
        self, theme: Theme, text: str = "", kind: str = "interface", tone: str = "text", bold: bool = False
    ) -> None:
        super().__init__(text)
        self._theme, self._kind, self._bold = theme, kind, bold
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(_TONES[tone])
        self._restyle()
        self._align()
        theme.changed.connect(self._restyle)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def wrap(self) -> Label:
        """Break long text into lines; returns itself."""
        self.setWordWrap(True)
        return self

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._kind, self._bold))

    def _align(self) -> None:
        # At the window's leading edge, whatever direction the words have.
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)


class LineLabel(Label):
    """One line that ends in dots where there is no room; all of it as a tool tip."""

    def __init__(self, theme: Theme, kind: str = "interface", tone: str = "text", bold: bool = False) -> None:
        super().__init__(theme, "", kind, tone, bold)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        reads = reads_right_to_left(self.text(), self.isRightToLeft())
        left, right = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        painter.setLayoutDirection(right if reads else left)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment()) | int(Qt.TextFlag.TextSingleLine), shown)


def heading(theme: Theme, text: str = "") -> Label:
    """The title of a page."""
    return Label(theme, text, "title", bold=True).wrap()


def section(theme: Theme, text: str = "") -> Label:
    """The title of a part of a page."""
    return Label(theme, text, "section", bold=True).wrap()


def button(text: str, on_click: Callable[[], object], kind: str = "") -> QPushButton:
    """A button; `kind` is '' (outlined), 'primary' or 'flat'. Enter presses it where it has the focus."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    made.setAutoDefault(True)
    made.clicked.connect(lambda: on_click())
    return made


def row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets in the direction of reading; None is the stretch."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return layout


def keeps_escape(event: QEvent) -> bool:
    """Whether the window asked if Esc is wanted here, before it goes back with it: now it is."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.key() != Qt.Key.Key_Escape:
        return False
    event.accept()
    return True


class Column(QScrollArea):
    """A page of one centred column that scrolls when the window is low."""

    def __init__(self, theme: Theme, width: int = COLUMN, margin: int = 24) -> None:
        super().__init__()
        self._theme, self._width = theme, width
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QWidget()
        self._inner = QWidget()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(0, margin, 0, margin)
        self.body.setSpacing(8)
        across = QHBoxLayout(outer)
        across.setContentsMargins(margin, 0, margin, 0)
        across.addStretch(1)
        across.addWidget(self._inner, 1000)
        across.addStretch(1)
        self.setWidget(outer)
        theme.changed.connect(self._rescale)
        self._rescale()

    def _rescale(self) -> None:
        self._inner.setMaximumWidth(self._theme.scaled(self._width))


def line() -> QFrame:
    """A quiet line between parts."""
    made = QFrame()
    made.setFrameShape(QFrame.Shape.HLine)
    made.setFrameShadow(QFrame.Shadow.Plain)
    made.setForegroundRole(QPalette.ColorRole.Midlight)
    return made
