# SPDX-License-Identifier: Apache-2.0
"""A field for a passphrase, with Show."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget


class SecretField(QWidget):
    """What is typed is hidden until Show is pressed; nothing is suggested or learned by input methods."""

    entered = Signal()
    changed = Signal()
    revealed = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._field = QLineEdit()
        self._field.setAccessibleName(name)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self._field.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoAutoUppercase)
        self._show = QPushButton(self.tr("Show"))
        self._show.setCheckable(True)
        self._show.setAutoDefault(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._field, 1)
        layout.addWidget(self._show)
        self.setFocusProxy(self._field)
        self._field.returnPressed.connect(self.entered)
        self._field.textChanged.connect(self.changed)
        self._show.toggled.connect(self._reveal)

    def text(self) -> str:
        """What was typed."""
        return self._field.text()

    @property
    def is_shown(self) -> bool:
        """Whether what is typed can be read."""
        return self._show.isChecked()

    def set_text(self, text: str, shown: bool = False) -> None:
        """Fill the field; `shown` makes it readable."""
        self._field.setText(text)
        self._show.setChecked(shown)

    def clear(self) -> None:
        """Forget what was typed, and hide again."""
        self._field.clear()
        self._show.setChecked(False)

    def select(self) -> None:
        """Ready to be typed over."""
        self.take_focus()
        self._field.selectAll()

    def take_focus(self) -> None:
        """Put the caret here."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._field.setEchoMode(mode)
        self._show.setText(self.tr("Hide") if shown else self.tr("Show"))
        self.revealed.emit(shown)
