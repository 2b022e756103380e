# SPDX-License-Identifier: Apache-2.0
"""What the styles and lists of a .docx file mean: headings, quotes, lists, bold, italic."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mentordesk.domain.texts import HEADINGS, Block, BlockKind
from mentordesk.interchange.docx_xml import INDENT
from mentordesk.interchange.package import attribute, local

_MAX_CHAIN = 20
_QUOTES = ("quote", "intense quote", "block text", "quotations")
_NAMED_HEADING = re.compile(r"heading ?(\d)")
_NAMED_LIST = re.compile(r"list (bullet|number)(?: (\d))?")
_BODY_LEVEL = 9
_OFF = ("0", "false", "off", "none")
_NO_NUMBER = ("bullet", "none")


def child(element: Any, name: str) -> Any:
    """The first child of that name, whatever its namespace, or None."""
    if element is not None:
        for candidate in element:
            if local(candidate) == name:
                return candidate
    return None


def value(element: Any, name: str) -> str | None:
    """The `val` of the first child of that name."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")


def number(text: str | None, otherwise: int) -> int:
    """A whole number as files write it."""
    try:
        return max(-(10**6), min(10**6, int(float(text)))) if text else otherwise
    except (ValueError, OverflowError):
        return otherwise


def switch(properties: Any, name: str) -> bool | None:
    """Bold or italic: on, off, or not said."""
    found = child(properties, name)
    return None if found is None else (attribute(found, "val") or "1").lower() not in _OFF


class Styles:
    """Named styles, each leaning on another."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default = ""
        for style in root if root is not None else ():
            name = attribute(style, "styleId")
            if local(style) == "style" and name:
                self._styles.setdefault(name, style)
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true"):
                    self._default = name

    def chain(self, name: str | None) -> Iterator[Any]:
        """The style of this id, then those it is based on."""
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(name or self._default)
            if style is None:
                return
            yield style
            name = value(style, "basedOn")
            if not name:
                return

    def names(self, name: str | None) -> list[str]:
        """The names in the chain, in small letters."""
        chain = self.chain(name)
        return [(value(style, "name") or attribute(style, "styleId") or "").lower() for style in chain]

    def switched(self, name: str | None, switch_name: str) -> bool | None:
        """Whether the style says bold ("b") or italic ("i")."""
        for style in self.chain(name):
            said = switch(child(style, "rPr"), switch_name)
            if said is not None:
                return said
        return None


class Blocks:
    """What a paragraph is, from its own properties, its style and the lists of the file."""

    def __init__(self, styles: Styles, numbering: Any) -> None:
        self._styles = styles
        self._kinds: dict[str, Any] = {}
        self._lists: dict[str, str] = {}
        for entry in numbering if numbering is not None else ():
            if local(entry) == "abstractNum":
                self._kinds[attribute(entry, "abstractNumId") or ""] = entry
            elif local(entry) == "num":
                self._lists[attribute(entry, "numId") or ""] = value(entry, "abstractNumId") or ""

    def block(self, properties: Any) -> Block:
        """The block of a paragraph with these properties (its `pPr`, or None)."""
        style = value(properties, "pStyle")
        names = self._styles.names(style)
        heading = self._heading(properties, style, names)
        if heading is not None:
            return Block(heading, self._indent(properties, 0))
        listed = self._listed(properties, style, names)
        if listed is not None:
            return listed
        if any(name in _QUOTES for name in names):
            return Block(BlockKind.QUOTE, max(0, self._indent(properties, 1) - 1))
        return Block(BlockKind.BODY, self._indent(properties, 0))

    def _heading(self, properties: Any, style: str | None, names: list[str]) -> BlockKind | None:
        for name in names:
            named = _NAMED_HEADING.fullmatch(name)
            if named:
                return HEADINGS[min(max(int(named[1]), 1), 3) - 1]
            if name in ("title", "subtitle"):
                return HEADINGS[name == "subtitle"]
        for source in (properties, *(child(found, "pPr") for found in self._styles.chain(style))):
            level = number(value(source, "outlineLvl"), -1)
            if level >= 0:
                return HEADINGS[min(level, 2)] if level < _BODY_LEVEL else None
        return None

    def _listed(self, properties: Any, style: str | None, names: list[str]) -> Block | None:
        for source in (properties, *(child(found, "pPr") for found in self._styles.chain(style))):
            numbering = child(source, "numPr")
            if numbering is not None:
                name, level = value(numbering, "numId"), number(value(numbering, "ilvl"), 0)
                kind = self._kind_of(name or "", level)
                return Block(kind, self._depth(names, level)) if kind and name != "0" else None
        for name in names:
            named = _NAMED_LIST.fullmatch(name)
            if named:
                return Block(BlockKind.BULLET if named[1] == "bullet" else BlockKind.NUMBER,
                             self._depth(names, 0))
        return None

    def _depth(self, names: list[str], level: int) -> int:
        named = next((found for found in map(_NAMED_LIST.fullmatch, names) if found), None)
        return level or (max(0, int(named[2]) - 1) if named and named[2] else 0)

    def _kind_of(self, name: str, level: int) -> BlockKind | None:
        kind = self._kinds.get(self._lists.get(name, ""))
        if kind is None:
            return BlockKind.BULLET if name else None
        for entry in kind:
            if local(entry) == "lvl" and number(attribute(entry, "ilvl"), -1) == level:
                bullet = (value(entry, "numFmt") or "decimal").lower() in _NO_NUMBER
                return BlockKind.BULLET if bullet else BlockKind.NUMBER
        return BlockKind.NUMBER

    def _indent(self, properties: Any, otherwise: int) -> int:
        place = child(properties, "ind")
        if place is None:
            return otherwise
        left = attribute(place, "left") or attribute(place, "start")
        return otherwise if left is None else max(0, round(number(left, 0) / INDENT))
