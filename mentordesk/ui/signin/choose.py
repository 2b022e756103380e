# SPDX-License-Identifier: Apache-2.0
"""Choosing a passphrase: four words are offered, one's own may be typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mentordesk.desk.passphrases import MIN_LETTERS, is_long_enough, suggest
from mentordesk.ui.names import first_name
from mentordesk.ui.parts import Column, Label, button, heading, row
from mentordesk.ui.services import Services
from mentordesk.ui.signin.secret import SecretField
from mentordesk.ui.signin.trouble import TroubleBox
from mentordesk.ui.theme.tokens import COLUMN_NARROW
from mentordesk.ui.words import isolated


class ChoosePage(Column):
    """Says whose slip it is and asks for the passphrase of this person.

    A new one that is typed unseen is asked for twice: nobody could ever find out what was mistyped.
    """

    chosen = Signal(str)  # passphrase
    back = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__(services.theme, COLUMN_NARROW)
        theme = services.theme
        self._rand = services.rand
        self._title = heading(theme)
        self._told = Label(theme, "", tone="text2").wrap()
        self._four = Label(theme, self.tr("Four words for you"), bold=True)
        self._offered = Label(theme, "", "title", tone="accent", bold=True).wrap()
        self._offered.setAccessibleName(self._four.text())
        self._use = button(self.tr("Use these words"), self._take_offered)
        self._others = button(self.tr("Other words"), self._offer)
        self._offer_row = row(self._use, self._others, None)
        self._asked = Label(theme, self.tr("Your passphrase"), bold=True)
        self._passphrase = SecretField(self.tr("Passphrase"))
        self._hint = Label(theme, "", tone="text2").wrap()
        self._once_more = Label(theme, self.tr("Type it once more"), bold=True)
        self._again = SecretField(self._once_more.text())
        self._trouble = TroubleBox(theme)
        self._go = button(self.tr("Open my desk"), self._submit, "primary")
        self._lay_out()
        self._connect_signals()
        self._is_new = True

    def _lay_out(self) -> None:
        self.body.addStretch(1)
        self.body.addWidget(self._title)
        self.body.addWidget(self._told)
        self.body.addSpacing(12)
        self.body.addWidget(self._four)
        self.body.addWidget(self._offered)
        self.body.addLayout(self._offer_row)
        self.body.addSpacing(12)
        asked: tuple[QWidget, ...] = (self._asked, self._passphrase, self._hint)
        for widget in (*asked, self._once_more, self._again, self._trouble):
            self.body.addWidget(widget)
        self.body.addSpacing(8)
        self.body.addLayout(row(self._go, None, button(self.tr("Back"), self.back.emit, "flat")))
        self.body.addStretch(4)

    def _connect_signals(self) -> None:
        self._passphrase.changed.connect(self._changed)
        self._passphrase.revealed.connect(self._changed)
        self._passphrase.entered.connect(self._go_on)
        self._again.changed.connect(self._changed)
        self._again.entered.connect(self._submit)

    def begin(self, name: str, programme: str, is_new: bool) -> None:
        """Ask this person; `is_new` is False when the slip was used: then there is a passphrase."""
        self._is_new = is_new
        self._title.setText(self.tr("Hello {name}").format(name=isolated(first_name(name))))
        for widget in (self._four, self._offered, self._use, self._others):
            widget.setVisible(is_new)
        self._passphrase.clear()
        self._again.clear()
        if is_new:
            told = self.tr(
                "This is your desk at {programme}. Choose a passphrase: a few words that only you know. "
                "Nobody can look them up for you."
            )
            self._offer()
        else:
            told = self.tr(
                "This is your desk at {programme}. Type the passphrase you have, "
                "to work on this computer too."
            )
        self._told.setText(told.format(programme=isolated(programme)))
        self._changed()
        self._passphrase.take_focus()

    def show_trouble(self, words: str) -> None:
        """Say what is wrong; the passphrase can be typed again."""
        self._passphrase.select()
        self._trouble.tell(words)

    def _offer(self) -> None:
        self._offered.setText(suggest(self._rand))

    def _take_offered(self) -> None:
        self._passphrase.set_text(self._offered.text(), shown=True)
        self._passphrase.take_focus()

    def _is_enough(self) -> bool:
        text = self._passphrase.text()
        return is_long_enough(text) if self._is_new else bool(text)

    def _wants_again(self) -> bool:
        return self._is_new and self._is_enough() and not self._passphrase.is_shown

    def _changed(self) -> None:
        self._trouble.clear()
        again = self._wants_again()
        self._once_more.setVisible(again)
        self._again.setVisible(again)
        same = not again or self._again.text() == self._passphrase.text()
        self._go.setEnabled(self._is_enough() and same)
        self._hint.setText(self._advice())
        self._hint.setVisible(self._is_new)

    def _advice(self) -> str:
        if self._is_enough():
            return self.tr("Keep it in your head or on paper at home. You need it each time.")
        least = self.tr("At least {count} letters. A few words are easy to keep.")
        return least.format(count=MIN_LETTERS)

    def _go_on(self) -> None:
        """Enter in the first field: to the second where there is one."""
        if self._wants_again() and not self._go.isEnabled():
            self._again.take_focus()
        else:
            self._submit()

    def _submit(self) -> None:
        if self._go.isEnabled():
            self.chosen.emit(self._passphrase.text())
