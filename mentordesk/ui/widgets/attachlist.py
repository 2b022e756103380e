# SPDX-License-Identifier: Apache-2.0
"""The files that go with the message being written: name, size, Take off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mentordesk.domain.files import FileInfo
from mentordesk.ui.filedeeds import is_picture
from mentordesk.ui.parts import Label, LineLabel, row
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import ICON
from mentordesk.ui.widgets.links import Link
from mentordesk.ui.words import Words

ROWS_SHOWN, WINDOW_SHARE = 3, 6  # with more one scrolls: the messages above keep their room


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in the draft; `before`: its bytes before it was made smaller; `note`: what else to say."""

    file: FileInfo
    before: int = 0
    note: str = ""


class AttachList(QScrollArea):
    """Hidden while there is nothing; takes the height of its first rows."""

    take_off_asked = Signal(object)  # FileId

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words.files
        self._rows: list[_Row] = []
        self._shown: tuple[tuple[Attached, ...], int] = ((), 0)
        self._grew = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._inner = QWidget()
        self._pile = QVBoxLayout(self._inner)
        self._pile.setContentsMargins(0, 0, 0, 0)
        self._pile.setSpacing(2)
        self._coming = Label(theme, self._words.making_small(), tone="text2")
        self._pile.addWidget(self._coming)
        self.setWidget(self._inner)
        self.verticalScrollBar().rangeChanged.connect(self._follow)
        theme.changed.connect(self._fit)
        self.hide()

    def show_files(self, files: Sequence[Attached], coming: int = 0) -> None:
        """Show these, and that `coming` more are being added."""
        if (tuple(files), coming) == self._shown:
            return
        self._grew = len(files) + coming > len(self._shown[0])
        self._shown = tuple(files), coming
        focused = next((place for place, one in enumerate(self._rows) if one.link.hasFocus()), -1)
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self._rows = [self._row(one) for one in files]
        self._coming.setVisible(coming > 0)
        self.setAccessibleName(self._words.attached(len(files)))
        self.setVisible(bool(files) or coming > 0)
        self._fit()
        if focused >= 0 and self._rows:
            self._rows[min(focused, len(self._rows) - 1)].link.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, attached: Attached) -> _Row:
        made = _Row(self._theme, self._words.take_off(), attached)
        file = attached.file
        made.told.setText(self._words.size(file.size, attached.before))
        made.link.setAccessibleName(self._words.take_off_it(file.name))
        made.link.setAccessibleDescription(made.told.text())
        made.link.clicked.connect(lambda _=False, file=file.id: self.take_off_asked.emit(file))
        self._pile.insertWidget(self._pile.count() - 1, made)
        made.show()
        return made

    def links(self) -> list[Link]:
        """Take off, one per file."""
        return [one.link for one in self._rows]

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        there: list[QWidget] = [*self._rows]
        if not self._coming.isHidden():
            there.append(self._coming)
        most = self.window().height() // WINDOW_SHARE
        height = 0
        for widget in there[:ROWS_SHOWN]:
            tall = widget.heightForWidth(self.width()) if widget.hasHeightForWidth() else 0
            more = (tall or widget.sizeHint().height()) + (self._pile.spacing() if height else 0)
            if height and height + more > most:
                break
            height += more
        if self.height() != height:
            self.setFixedHeight(height)

    def _follow(self, low: int, high: int) -> None:
        if self._grew:  # what was added last is what somebody looks for
            self.verticalScrollBar().setValue(high)


class _Row(QWidget):
    """One file."""

    def __init__(self, theme: Theme, take_off: str, attached: Attached) -> None:
        super().__init__()
        self._theme = theme
        self._file = attached.file
        self._icon = QLabel()
        self.name = LineLabel(theme, bold=True)
        self.name.setText(attached.file.name)
        self.told = Label(theme, "", tone="text2")
        self.link = Link(theme, take_off)
        across = row(self._icon, self.name, self.told, self.link)
        across.setStretch(1, 1)
        pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.setSpacing(0)
        pile.addLayout(across)
        if attached.note:
            pile.addWidget(Label(theme, attached.note, tone="text2").wrap())
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        name = "warn" if self._file.dangerous else "picture" if is_picture(self._file) else "file"
        size = self._theme.scaled(ICON)
        self._icon.setPixmap(self._theme.icons.pixmap(name, size, "text2", self.devicePixelRatioF()))
