# SPDX-License-Identifier: Apache-2.0
"""Colour tokens, sizes and densities of the window: plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scheme(StrEnum):
    """Which colours the person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How much air rows have."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One table of colours as #RRGGBB; the names are the words of the look."""

    window: str
    base: str
    raised: str
    sunken: str
    border: str
    border_strong: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_fg: str
    accent_soft: str
    accent_on_soft: str
    selection: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    err: str
    err_soft: str
    info: str
    info_soft: str
    insert: str
    delete: str

    @property
    def focus(self) -> str:
        """Colour of the focus ring."""
        return self.accent

    @property
    def is_dark(self) -> bool:
        """True when text is lighter than the paper."""
        return luminance(self.text) > luminance(self.base)


LIGHT = Tokens(
    window="#F7F4EE",
    base="#FFFDF9",
    raised="#FFFDF9",
    sunken="#EDE8DF",
    border="#DDD6CA",
    border_strong="#7B7468",
    text="#22262E",
    text2="#4E5560",
    text3="#5E646D",
    accent="#1F6F78",
    accent_fg="#FFFFFF",
    accent_soft="#DDEFF0",
    accent_on_soft="#134E55",
    selection="#D8E9E8",
    ok="#1E6B3C",
    ok_soft="#DFF1E5",
    warn="#7A4B00",
    warn_soft="#FBEBCF",
    err="#A8261C",
    err_soft="#FBE3E0",
    info="#1B5A94",
    info_soft="#DEEBF7",
    insert="#17548C",
    delete="#9C2F1F",
)

DARK = Tokens(
    window="#171613",
    base="#1E1C19",
    raised="#262420",
    sunken="#12110F",
    border="#3A362F",
    border_strong="#948D80",
    text="#EDE9E1",
    text2="#BFB9AD",
    text3="#ACA69A",
    accent="#5CC0C9",
    accent_fg="#06282C",
    accent_soft="#173A3E",
    accent_on_soft="#A9E3E8",
    selection="#1A3C40",
    ok="#6CCB8B",
    ok_soft="#173324",
    warn="#E3B05A",
    warn_soft="#382A12",
    err="#F28B82",
    err_soft="#3F1E1B",
    info="#7DB7EC",
    info_soft="#182F45",
    insert="#86B8EA",
    delete="#F0937F",
)

ROW_HEIGHT = {Density.COMFORTABLE: 64, Density.COMPACT: 48}
PRIMARY_HEIGHT = 36
CHIP_HEIGHT = 28
HEADER_HEIGHT = 48
RADIUS = 6
FOCUS_RING = 2
ICON_SMALL, ICON, ICON_LARGE = 14, 18, 20
COLUMN_NARROW, COLUMN = 400, 640
LINE_HEIGHT = 1.45
FADE_MS = 120

TEXT_PERCENT_MIN, TEXT_PERCENT_MAX = 100, 200
FONT_PX = {"interface": 13, "section": 14, "title": 16, "body": 15, "initial": 14}
"""Pixel size of each kind of text at 100 %."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a person chose: colours, density, text size in per cent (100–200)."""

    scheme: Scheme = Scheme.SYSTEM
    density: Density = Density.COMFORTABLE
    text_percent: int = 100

    def __post_init__(self) -> None:
        if not TEXT_PERCENT_MIN <= self.text_percent <= TEXT_PERCENT_MAX:
            raise ValueError(f"text size {self.text_percent} % is outside 100–200")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2) of #RRGGBB, 0 to 1."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2) of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
