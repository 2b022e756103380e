# SPDX-License-Identifier: Apache-2.0
"""What the styles of an .odt file mean: bold, italic, quotes, headings, lists, indents."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from mentordesk.domain.texts import BlockKind, Style
from mentordesk.interchange.package import attribute, local

_MAX_CHAIN = 20
_HEADING = re.compile(r"heading (\d+)|title|subtitle")
_QUOTES = ("quotations", "quote", "intense quote", "block text")
_LENGTH = re.compile(r"(-?[\d.]+)(cm|mm|in|pt)")
_IN_CM = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
_STEP = 1.25  # centimetres of one indent


class Looks:
    """The styles of the file, those of its text before those that were named."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self._styles: dict[str, Any] = {}
        self._lists: dict[str, Any] = {}
        for root in roots:
            for style in root.iter():
                kind, name = local(style), attribute(style, "name") if len(style.attrib) else None
                if kind == "style" and name:
                    self._styles[name] = style
                elif kind == "list-style" and name:
                    self._lists[name] = style

    def names(self, name: str) -> list[str]:
        """The style's name, then those of the styles it is based on."""
        return [attribute(style, "name") or "" for style in self._chain(name)]

    def _chain(self, name: str) -> Iterator[Any]:
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = attribute(style, "parent-style-name") or ""

    def letters(self, name: str, style: Style) -> Style:
        """The style with what the named one says about bold and italic."""
        weight = self._said(name, "text-properties", "font-weight")
        slant = self._said(name, "text-properties", "font-style")
        bold = style.bold if weight is None else weight in ("bold", "600", "700", "800", "900")
        italic = style.italic if slant is None else slant in ("italic", "oblique")
        return replace(style, bold=bold, italic=italic)

    def _said(self, name: str, part: str, what: str) -> str | None:
        for style in self._chain(name):
            for entry in style:
                said = attribute(entry, what) if local(entry) == part else None
                if said is not None:
                    return said
        return None

    def heading(self, name: str) -> int:
        """1 to 3 for a paragraph that looks like a heading, else 0."""
        for style in self._readable(name):
            found = _HEADING.fullmatch(style)
            if found:
                return min(max(int(found[1]), 1), 3) if found[1] else 1 + (style == "subtitle")
        return 0

    def is_quote(self, name: str) -> bool:
        """Whether the style is that of a quote."""
        return any(style in _QUOTES for style in self._readable(name))

    def _readable(self, name: str) -> list[str]:
        names = [attribute(style, "display-name") or attribute(style, "name") for style in self._chain(name)]
        return [(shown or "").replace("_20_", " ").lower() for shown in names]

    def indent(self, name: str) -> int:
        """Steps from the margin."""
        edge = "margin-right" if self._is_from_right(name) else "margin-left"
        return max(0, round(_centimetres(self._said(name, "paragraph-properties", edge)) / _STEP))

    def _is_from_right(self, name: str) -> bool:
        return (self._said(name, "paragraph-properties", "writing-mode") or "").startswith("rl")

    def list_kind(self, name: str, level: int) -> BlockKind:
        """Whether the lists of that style have numbers at that level (from 1)."""
        for entry in self._lists.get(name, ()):
            if whole(attribute(entry, "level"), 0) == level:
                numbered = local(entry) == "list-level-style-number" and attribute(entry, "num-format")
                return BlockKind.NUMBER if numbered else BlockKind.BULLET
        return BlockKind.BULLET


def whole(text: str | None, otherwise: int) -> int:
    """A whole number as files write it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _centimetres(length: str | None) -> float:
    found = _LENGTH.fullmatch(length or "")
    try:
        return float(found[1]) * _IN_CM[found[2]] if found else 0.0
    except ValueError:
        return 0.0
