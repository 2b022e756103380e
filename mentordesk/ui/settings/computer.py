# SPDX-License-Identifier: Apache-2.0
"""What this computer is called on one's other computers."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mentordesk.domain.computers import MAX_COMPUTER_NAME
from mentordesk.ui.context import Context
from mentordesk.ui.parts import Label, section

_WIDTH = 320


class ComputerName(QWidget):
    """A field; what is typed counts when it is left. Empty: as the computer calls itself."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        theme = context.services.theme
        self._context = context
        self.field = QLineEdit()
        self.field.setMaxLength(MAX_COMPUTER_NAME)
        self.field.setMaximumWidth(theme.scaled(_WIDTH))
        self.field.setAccessibleName(self.tr("Name of this computer"))
        pile = QVBoxLayout(self)
        pile.setContentsMargins(0, 12, 0, 0)
        pile.addWidget(section(theme, self.tr("This computer")))
        pile.addWidget(Label(theme, self.tr("Name of this computer")))
        pile.addWidget(self.field)
        told = self.tr("Only you see it, on your other computers, beside what you wrote here.")
        pile.addWidget(Label(theme, told, tone="text2").wrap())
        self.field.editingFinished.connect(self._rename)

    def refresh(self) -> None:
        """Show the name as it is, unless somebody is typing."""
        if not self.field.hasFocus():
            self.field.setText(self._context.desk.computers.name())

    def _rename(self) -> None:
        name = self.field.text().strip()
        if name != self._context.desk.computers.name():
            renamed = self._context.desk.computers.rename(name)
            self._context.services.bridge.then(renamed, lambda _: self._show())

    def _show(self) -> None:
        self.field.setText(self._context.desk.computers.name())
