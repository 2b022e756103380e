# SPDX-License-Identifier: Apache-2.0
"""Font families that together reach Latin, Arabic, Devanagari and Chinese, Japanese, Korean."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase

_FAMILIES: dict[str, tuple[str, ...]] = {
    "linux": (
        "Noto Sans",
        "Noto Sans Arabic",
        "Noto Naskh Arabic",
        "Noto Sans Devanagari",
        "Noto Sans Ethiopic",
        "Noto Sans Bengali",
        "Noto Sans CJK SC",
        "Noto Sans CJK JP",
        "Noto Sans CJK KR",
        "DejaVu Sans",
    ),
    "win32": (
        "Segoe UI",
        "Nirmala UI",
        "Ebrima",
        "Microsoft YaHei UI",
        "Yu Gothic UI",
        "Malgun Gothic",
        "Segoe UI Emoji",
    ),
    "darwin": (
        "Helvetica Neue",
        "Geeza Pro",
        "Kohinoor Devanagari",
        "Kefa",
        "PingFang SC",
        "Hiragino Sans",
        "Apple SD Gothic Neo",
    ),
}
_GENERIC = {"", "sans", "sans serif", "sans-serif"}


def families(platform: str = sys.platform) -> list[str]:
    """The system's own family first, if it names one, then families for the other scripts."""
    own = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    rest = list(_FAMILIES.get(platform, _FAMILIES["linux"]))
    if own.lower() in _GENERIC or own in rest:
        return rest
    return [own, *rest]


def font_of(names: list[str], pixels: int, bold: bool = False) -> QFont:
    """A font of that height in device-independent pixels, weight 400 or 600."""
    font = QFont()
    font.setFamilies(names)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def hush_font_search() -> None:
    """Silence Qt's warning for each family that lacks a script: the next family in the list has it."""
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
