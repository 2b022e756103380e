# SPDX-License-Identifier: Apache-2.0
"""The one Theme object: puts style, colours and fonts on the application and says when they changed."""

from __future__ import annotations

import gc
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from mentordesk.base.paths import resource
from mentordesk.ui.theme.fonts import families, font_of, hush_font_search
from mentordesk.ui.theme.palette import palette_of, tokens_of
from mentordesk.ui.theme.tokens import DARK, FONT_PX, LIGHT, ROW_HEIGHT, Look, Scheme, Tokens

if TYPE_CHECKING:
    from mentordesk.ui.theme.icons import Icons


STYLE_CHOSEN = "style_chosen"
"""Property of an application started with `-style fusion`, which is 9 ms cheaper than setting it."""


class Theme(QObject):
    """Colours, fonts, row heights and icons as the person and the system want them.

    `changed` comes after the application has the new palette and font; painted widgets
    read `tokens` and `font()` again then.
    """

    changed = Signal()

    def __init__(self, app: QApplication, look: Look | None = None) -> None:
        super().__init__(app)
        self._app = app
        # Both are held: a temporary wrapper of the hints takes its object with it.
        self._hints = QGuiApplication.styleHints()
        self._access = self._hints.accessibility()
        self._look = look or Look()
        self._families = families()
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._tokens = LIGHT
        folder = resource()
        self._sheet = folder.joinpath("style.qss").read_text("utf-8")
        QDir.setSearchPaths("marks", [str(folder.joinpath("marks"))])
        hush_font_search()
        if not app.property(STYLE_CHOSEN):
            app.setStyle("Fusion")
        self._apply()
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self._access.contrastPreferenceChanged.connect(self._system_changed)

    @cached_property
    def icons(self) -> Icons:
        """All icons in these colours; the first window shows none."""
        from mentordesk.ui.theme.icons import Icons

        return Icons(lambda name: str(getattr(self._tokens, name)))

    @property
    def tokens(self) -> Tokens:
        """The colours to paint with now."""
        return self._tokens

    @property
    def look(self) -> Look:
        """What the person chose."""
        return self._look

    @property
    def is_high_contrast(self) -> bool:
        """True when the system asks for high contrast; its own palette is used then."""
        return bool(self._access.contrastPreference() == Qt.ContrastPreference.HighContrast)

    @property
    def row_height(self) -> int:
        """Least height of a list row in pixels; rows grow with their font."""
        return ROW_HEIGHT[self._look.density]

    def set_look(self, look: Look) -> None:
        """Take another choice of colours, density or text size."""
        if look != self._look:
            self._look = look
            self._apply()
            self.changed.emit()

    def font(self, kind: str = "interface", bold: bool = False) -> QFont:
        """Font of a kind in `tokens.FONT_PX`, at the chosen text size; the caller's own to change."""
        key = (kind, bold)
        if key not in self._fonts:
            self._fonts[key] = font_of(self._families, self.scaled(FONT_PX[kind]), bold)
        return QFont(self._fonts[key])

    def scaled(self, pixels: int) -> int:
        """A length that grows with the text size."""
        return round(pixels * self._look.text_percent / 100)

    def _system_changed(self) -> None:
        before = self._tokens
        self._apply()
        if self._tokens != before:
            self.changed.emit()

    def _apply(self) -> None:
        self._fonts.clear()
        if self.is_high_contrast:
            self._app.setPalette(QPalette())
            self._tokens = tokens_of(self._app.palette())
        else:
            self._tokens = DARK if self._wants_dark() else LIGHT
            self._app.setPalette(palette_of(self._tokens))
        self._app.setFont(self.font())
        self._put_sheet()

    def _wants_dark(self) -> bool:
        if self._look.scheme is Scheme.SYSTEM:
            return bool(self._hints.colorScheme() == Qt.ColorScheme.Dark)
        return self._look.scheme is Scheme.DARK

    def _put_sheet(self) -> None:
        wanted = "" if self.is_high_contrast else self._sheet
        if self._app.styleSheet() != wanted:
            self._app.setStyleSheet(wanted)
            return
        # Rules keep the colours they were first resolved with; polishing again is cheaper than a new sheet.
        collecting = gc.isenabled()
        gc.disable()  # collecting a window in the middle would delete widgets that are still in the list
        try:
            for widget in self._app.allWidgets():
                style = widget.style()
                style.unpolish(widget)
                style.polish(widget)
                widget.update()
        finally:
            if collecting:
                gc.enable()
