# SPDX-License-Identifier: Apache-2.0
"""HTML in pieces: tags, comments and text, in one pass whose time grows with the length alone.

Clipboards come from anywhere. The standard parser takes minutes for some hundred kilobytes that were made
to keep it busy; this one never looks at a letter more than a few times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

MAX_TAG = 8_000  # letters of a tag of which attributes are read
_QUOTED = 4  # times that the sign which ends a tag may stand inside of quotation marks
_RAW = frozenset("script style textarea title xmp iframe noembed noframes noscript".split())
_NAME = re.compile(r"/?([a-zA-Z][^\s/>]{0,60})")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")


@dataclass(frozen=True, slots=True)
class Tag:
    """The start or the end of an element; attributes by their names in small letters."""

    name: str
    start: bool
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """Letters, with what stood for them put in."""

    letters: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment."""

    words: str


def pieces_of(html: str) -> Iterator[Tag | Text | Remark]:
    """Everything in the order in which it stands; what has no end goes to the end of all."""
    at, end = 0, len(html)
    while at < end:
        opened = html.find("<", at)
        if opened < 0:
            opened = end
        if opened > at:
            yield Text(unescape(html[at:opened]))
        if opened == end:
            return
        at = opened
        if html.startswith("<!--", at):
            closed = _found(html, "-->", at + 4)
            yield Remark(html[at + 4 : closed])
            at = closed + 3
        elif name := _NAME.match(html, at + 1):
            closed = _end_of_tag(html, at)
            tag = _tag(html[at:closed], name)
            yield tag
            at = closed + 1
            if tag.start and tag.name in _RAW:
                at = _end_of_raw(html, tag.name, at)
        elif html[at + 1 : at + 2] in ("!", "?", "/"):
            at = _found(html, ">", at + 2) + 1
        else:
            yield Text("<")
            at += 1


def _found(html: str, words: str, start: int) -> int:
    place = html.find(words, start)
    return place if place >= 0 else len(html)


def _end_of_tag(html: str, at: int) -> int:
    """The place of its last sign; one inside of quotation marks is none, where these are closed soon."""
    closed = _found(html, ">", at)
    ends, last = closed, at + MAX_TAG
    for _ in range(_QUOTED):
        open_marks = [mark for mark in ('"', "'") if html.count(mark, at, ends) % 2]
        close = html.find(open_marks[0], ends, last) if open_marks and ends < last else -1
        if close < 0:
            return ends if not open_marks else closed
        ends = html.find(">", close, last)
        if ends < 0:
            return closed
    return closed


def _end_of_raw(html: str, name: str, at: int) -> int:
    """Where the end tag of an element begins in which no tags are."""
    found = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(html, at)
    return found.start() if found else len(html)


def _tag(whole: str, name: re.Match[str]) -> Tag:
    start = not name[0].startswith("/")
    if not start or len(whole) > MAX_TAG:
        return Tag(name[1].lower(), start)
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(whole, len(name[0]) + 1):
        value = next((group for group in found.groups()[1:] if group is not None), "")
        attributes.setdefault(found[1].lower(), unescape(value))
    return Tag(name[1].lower(), start, attributes)
