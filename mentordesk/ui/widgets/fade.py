# SPDX-License-Identifier: Apache-2.0
"""Words that change fade from the old ones to the new; nothing else moves."""

from __future__ import annotations

import sys

from PySide6.QtCore import QAbstractAnimation, Qt, QVariantAnimation, Signal
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from mentordesk.ui.theme.tokens import FADE_MS


def wants_motion(widget: QWidget) -> bool:
    """False where the system's settings ask for no animations."""
    if sys.platform == "win32":  # elsewhere Qt leaves this flag off even where motion is on
        return QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return bool(widget.style().styleHint(hint, None, widget))


class Fade(QVariantAnimation):
    """`share` of the new words runs from 0 to 1; it is 1 at rest."""

    moved = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.setDuration(FADE_MS)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.valueChanged.connect(self.moved)
        self.finished.connect(self.moved)

    @property
    def is_running(self) -> bool:
        """True while both the old and the new words are to be painted."""
        return self.state() != QAbstractAnimation.State.Stopped

    @property
    def share(self) -> float:
        """How much of the new words is to be seen."""
        return float(self.currentValue()) if self.is_running else 1.0

    def begin(self) -> None:
        """Fade from now on; at once, where the system wants no motion or nobody looks."""
        self.stop()
        if self._widget.isVisible() and wants_motion(self._widget):
            self.start()
        self.moved.emit()
