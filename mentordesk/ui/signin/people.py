# SPDX-License-Identifier: Apache-2.0
"""Who is writing today: the people of this computer and the passphrase."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from mentordesk.ui.parts import Column, Label, button, heading, row
from mentordesk.ui.rows import Row, RowsView
from mentordesk.ui.services import Services
from mentordesk.ui.signin.known import KnownPerson
from mentordesk.ui.signin.secret import SecretField
from mentordesk.ui.signin.trouble import TroubleBox
from mentordesk.ui.theme.tokens import COLUMN_NARROW
from mentordesk.ui.widgets.letters import initial_of, without_accents

ROW = 48
FILTER_FROM = 7  # people; fewer are seen at a glance


class PeoplePage(Column):
    """Names, a passphrase field below the chosen one, and the way to a slip.

    `chosen` is the folder of the person to begin with.
    """

    sign_in = Signal(str, str)  # folder, passphrase
    slip = Signal()

    def __init__(self, services: Services, people: Sequence[KnownPerson], chosen: str = "") -> None:
        super().__init__(services.theme, COLUMN_NARROW)
        theme = services.theme
        self._people = tuple(sorted(people, key=lambda person: person.name.casefold()))
        self._filter = self._make_filter() if len(people) >= FILTER_FROM else None
        self._names = RowsView(theme, self.tr("People of this computer"), fits=True, height=ROW)
        self._names.most_rows = FILTER_FROM - 1
        self._passphrase = SecretField(self.tr("Passphrase"))
        self._asked = Label(theme, self.tr("Your passphrase"), bold=True)
        self._trouble = TroubleBox(theme)
        self._go = button(self.tr("Sign in"), self._submit, "primary")
        self._foot = Label(theme, "", tone="text2").wrap()
        self._lay_out(theme_heading=heading(theme, self.tr("Who is writing today?")))
        self._connect_signals()
        self._show_names()
        alone = people[0].folder if len(people) == 1 else None
        self._names.choose(chosen if chosen in {person.folder for person in people} else alone)
        self._chosen()

    def _make_filter(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(self.tr("Type your name"))
        field.setAccessibleName(self.tr("Find your name"))
        field.setClearButtonEnabled(True)
        return field

    def _lay_out(self, theme_heading: QWidget) -> None:
        self.body.addStretch(1)
        self.body.addWidget(theme_heading)
        self.body.addSpacing(8)
        if self._filter is not None:
            self.body.addWidget(self._filter)
        self.body.addWidget(self._names)
        self.body.addSpacing(12)
        self.body.addWidget(self._asked)
        self.body.addWidget(self._passphrase)
        self.body.addWidget(self._trouble)
        self.body.addSpacing(4)
        slip = button(self.tr("I have a slip"), self.slip.emit, "flat")
        self.body.addLayout(row(self._go, None, slip))
        self.body.addStretch(4)
        self.body.addWidget(self._foot)

    def _connect_signals(self) -> None:
        if self._filter is not None:
            self._filter.textChanged.connect(self._show_names)
            self._filter.returnPressed.connect(self._go_on)
        self._names.opened.connect(self._pick)
        self._names.selectionModel().selectionChanged.connect(self._chosen)
        self._passphrase.entered.connect(self._submit)

    def set_foot(self, *lines: str) -> None:
        """The quiet lines at the foot."""
        self._foot.setText("\n".join(line for line in lines if line))

    def show_trouble(self, words: str) -> None:
        """Say what went wrong; the passphrase can be typed again."""
        self._trouble.clear()
        if words:
            self._trouble.tell(words)
            self._passphrase.select()

    def begin(self) -> None:
        """Put the focus where typing starts."""
        self._passphrase.clear()
        self.show_trouble("")
        if self._names.picked() is not None:
            self._passphrase.take_focus()
        else:
            (self._filter or self._names).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_names(self) -> None:
        wanted = without_accents(self._filter.text().strip()) if self._filter is not None else ""
        shown = [person for person in self._people if wanted in without_accents(person.name)]
        several = len({person.programme for person in self._people}) > 1
        self._names.set_rows([_row(person, several) for person in shown])
        if wanted and len(shown) == 1:
            self._names.choose(shown[0].folder)
        self._chosen()

    def _pick(self, folder: Hashable) -> None:
        """A click or Enter on a name."""
        self._names.choose(folder)
        self._passphrase.take_focus()

    def _go_on(self) -> None:
        """Enter below one's typed name: to the passphrase, or to the names where there are several."""
        if self._names.picked() is not None:
            self._passphrase.take_focus()
        else:
            self._names.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> None:
        somebody = self._names.picked() is not None
        for widget in (self._asked, self._passphrase, self._go):
            widget.setVisible(somebody)
        self.show_trouble("")

    def _submit(self) -> None:
        folder = self._names.picked()
        if isinstance(folder, str) and self._passphrase.text():
            self.sign_in.emit(folder, self._passphrase.text())


def _row(person: KnownPerson, several: bool) -> Row:
    """A name; with the programme where there are several."""
    programme = person.programme if several else ""
    return Row(person.folder, person.name, trailing=programme, initial=initial_of(person.name))
