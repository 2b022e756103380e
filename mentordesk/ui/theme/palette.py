# SPDX-License-Identifier: Apache-2.0
"""Tokens to a QPalette, and a system palette back to tokens."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from mentordesk.ui.theme.tokens import Tokens

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup

_ROLES: dict[QPalette.ColorRole, str] = {
    _Role.Window: "window",
    _Role.WindowText: "text",
    _Role.Base: "base",
    _Role.AlternateBase: "sunken",
    _Role.Text: "text",
    _Role.Button: "raised",
    _Role.ButtonText: "text",
    _Role.BrightText: "accent_fg",
    _Role.Highlight: "selection",
    _Role.HighlightedText: "text",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.Accent: "accent",
    _Role.ToolTipBase: "raised",
    _Role.ToolTipText: "text",
    _Role.PlaceholderText: "text3",
    _Role.Light: "accent_soft",
    _Role.Midlight: "border",
    _Role.Mid: "border_strong",
    _Role.Dark: "text2",
    _Role.Shadow: "text3",
}
_FADED = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText)


def palette_of(tokens: Tokens) -> QPalette:
    """The palette that carries all colours of the style sheet and of Fusion."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(getattr(tokens, name)))
    for role in _FADED:
        palette.setColor(_Group.Disabled, role, QColor(tokens.text3))
    return palette


def tokens_of(palette: QPalette) -> Tokens:
    """Tokens for painting with a system's high-contrast palette: few colours, all of them the system's."""

    def name(role: QPalette.ColorRole) -> str:
        return palette.color(_Group.Active, role).name()

    text, base, window = name(_Role.WindowText), name(_Role.Base), name(_Role.Window)
    link, marked = name(_Role.Link), name(_Role.Highlight)
    return Tokens(
        window=window,
        base=base,
        raised=name(_Role.Button),
        sunken=window,
        border=text,
        border_strong=text,
        text=text,
        text2=text,
        text3=text,
        accent=link,
        accent_fg=base,
        accent_soft=base,
        accent_on_soft=text,
        selection=base if marked == text else window,
        ok=text,
        ok_soft=base,
        warn=text,
        warn_soft=base,
        err=text,
        err_soft=base,
        info=text,
        info_soft=base,
        insert=link,
        delete=text,
    )
