# SPDX-License-Identifier: Apache-2.0
"""Who reads a document and who writes in it: said in full before it becomes true."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QRadioButton, QVBoxLayout, QWidget

from mentordesk.domain.circles import CircleSummary
from mentordesk.domain.documents import DocumentSummary
from mentordesk.domain.ids import CircleId, MemberId
from mentordesk.ui.circle.documentwords import DocumentWords
from mentordesk.ui.circlewords import CircleWords
from mentordesk.ui.context import Context
from mentordesk.ui.parts import Column, Label, button, heading, row

_SIZE = QSize(480, 360)


class _Sheet(QDialog):
    """A title, a column that scrolls, and two buttons below."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.theme = context.services.theme
        self.column = Column(self.theme, width=_SIZE.width(), margin=4)
        self.finished.connect(self.deleteLater)

    def begin(self, title: str) -> None:
        """The title, in the dialog and above it."""
        self.setWindowTitle(title)
        self.column.body.addWidget(heading(self.theme, title))

    def build(self, yes: str, parent: QWidget) -> None:
        """Once the column is filled: the buttons, and a size that fits over `parent`."""
        self.column.body.addStretch(1)
        self.yes = button(yes, self.accept, "primary")
        pile = QVBoxLayout(self)
        pile.setContentsMargins(20, 12, 20, 16)
        pile.addWidget(self.column, 1)
        pile.addLayout(row(None, button(self.tr("Not now"), self.reject), self.yes))
        room = parent.window().size() - QSize(48, 48)
        self.resize(QSize(_SIZE * self.theme.scaled(100) / 100).boundedTo(room))


class ShareDialog(_Sheet):
    """In which circle a private document is shared; `chosen` carries it."""

    chosen = Signal(bytes)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.begin(self.tr("Who may read it?"))
        self._words = DocumentWords(context.services.words, context.desk.me)
        self._readers = Label(self.theme, "", tone="text2").wrap()
        self.choices: dict[CircleId, QRadioButton] = {}
        names = CircleWords(context.services.words)
        body = self.column.body
        circles = context.desk.people.circles()
        for circle in circles:
            self.choices[circle.circle] = self._choice(names.name(circle), circle)
            body.addWidget(self.choices[circle.circle])
        if not circles:
            body.addWidget(Label(self.theme, self.tr("You are in no circle yet.")).wrap())
        body.addWidget(self._readers)
        self.build(self.tr("Share it"), parent)
        self.yes.setEnabled(bool(circles))
        if circles:
            self.choices[circles[0].circle].setChecked(True)
        self.accepted.connect(self._tell)

    def _choice(self, name: str, circle: CircleSummary) -> QRadioButton:
        made = QRadioButton(name.replace("&", "&&"))
        made.toggled.connect(partial(self._show, circle))
        return made

    def _show(self, circle: CircleSummary, on: bool) -> None:
        if on:
            self._readers.setText(self._words.will_read(circle.people))

    def _tell(self) -> None:
        circle = next((circle for circle, choice in self.choices.items() if choice.isChecked()), b"")
        if circle:
            self.chosen.emit(circle)


class WritersDialog(_Sheet):
    """Who writes in a document as its owner does; `chosen` carries the members."""

    chosen = Signal(object)  # tuple[MemberId, ...]

    def __init__(self, context: Context, document: DocumentSummary, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.begin(self.tr("Who may write in it?"))
        words = DocumentWords(context.services.words, context.desk.me)
        circle = context.circle(document.circle)
        people = circle.others if circle is not None else ()
        called = context.called(document.circle)
        self.boxes: dict[MemberId, QCheckBox] = {}
        body = self.column.body
        told = self.tr("Whoever writes in it changes your text at once. All others make suggestions.")
        body.addWidget(Label(self.theme, told, tone="text2").wrap())
        for person in people:
            box = QCheckBox(words.writes_too(called.get(person.member, person.name)).replace("&", "&&"))
            box.setChecked(person.member in document.editors)
            self.boxes[person.member] = box
            body.addWidget(box)
        self.build(self.tr("Keep"), parent)
        self.accepted.connect(lambda: self.chosen.emit(self.picked()))

    def picked(self) -> tuple[MemberId, ...]:
        """Those who may."""
        return tuple(member for member, box in self.boxes.items() if box.isChecked())
