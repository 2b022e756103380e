# SPDX-License-Identifier: Apache-2.0
"""Choosing a passphrase: four words are offered, one's own may be typed."""

from __future__ import annotations

from PySide6.QtCore import Signal

from mentordesk.desk.passphrases import MIN_LETTERS, is_long_enough, suggest
from mentordesk.ui.parts import Column, Label, button, heading, row
from mentordesk.ui.services import Services
from mentordesk.ui.signin.secret import SecretField
from mentordesk.ui.signin.trouble import TroubleBox
from mentordesk.ui.theme.tokens import COLUMN_NARROW
from mentordesk.ui.words import isolated


class ChoosePage(Column):
    """Says whose slip it is and asks for the passphrase of this person."""

    chosen = Signal(str)  # passphrase
    back = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__(services.theme, COLUMN_NARROW)
        theme = services.theme
        self._rand = services.rand
        self._title = heading(theme)
        self._told = Label(theme, "", tone="text2").wrap()
        self._offered = Label(theme, "", "title", tone="accent", bold=True).wrap()
        self._offered.setAccessibleName(self.tr("Four words for you"))
        self._passphrase = SecretField(self.tr("Passphrase"))
        self._hint = Label(theme, "", tone="text2").wrap()
        self._trouble = TroubleBox(theme)
        self._go = button(self.tr("Open my desk"), self._submit, "primary")
        self._use = button(self.tr("Use these words"), self._take_offered)
        self._others = button(self.tr("Others"), self._offer)
        self._offer_row = row(self._use, self._others, None)
        self._lay_out()
        self._passphrase.changed.connect(self._changed)
        self._passphrase.entered.connect(self._submit)
        self._is_new = True

    def _lay_out(self) -> None:
        self.body.addStretch(1)
        self.body.addWidget(self._title)
        self.body.addWidget(self._told)
        self.body.addSpacing(12)
        self.body.addWidget(self._offered)
        self.body.addLayout(self._offer_row)
        self.body.addSpacing(12)
        self.body.addWidget(self._passphrase)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._trouble)
        self.body.addSpacing(8)
        self.body.addLayout(row(self._go, None, button(self.tr("Back"), self.back.emit, "flat")))
        self.body.addStretch(4)

    def begin(self, name: str, programme: str, is_new: bool) -> None:
        """Ask this person; `is_new` is False when the slip was used: then there is a passphrase."""
        self._is_new = is_new
        self._title.setText(self.tr("Hello {name}").format(name=isolated(name)))
        for widget in (self._offered, self._use, self._others):
            widget.setVisible(is_new)
        self._passphrase.clear()
        if is_new:
            told = self.tr("{programme}. Choose a passphrase. Only you know it: nobody can look it up.")
            self._offer()
        else:
            told = self.tr("{programme}. Type the passphrase you have, to work on this computer too.")
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

    def _changed(self) -> None:
        text = self._passphrase.text()
        self._trouble.clear()
        enough = is_long_enough(text) if self._is_new else bool(text)
        self._go.setEnabled(enough)
        if not self._is_new:
            self._hint.clear()
        elif enough:
            self._hint.setText(self.tr("Keep it in your head or on paper at home. You need it each time."))
        else:
            least = self.tr("At least {count} letters. A few words are easy to keep.")
            self._hint.setText(least.format(count=MIN_LETTERS))

    def _submit(self) -> None:
        if self._go.isEnabled():
            self.chosen.emit(self._passphrase.text())
