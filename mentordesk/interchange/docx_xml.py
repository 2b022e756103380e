# SPDX-License-Identifier: Apache-2.0
"""Elements of .docx files."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mentordesk.interchange.clean import SOFT_BREAK, cleaned

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
INDENT = 720  # twentieths of a point for each step


def add_text(element: Any, text: str, tag: str) -> None:
    """Letters as elements of that tag (`t`, `delText`), with others for tabs and line ends."""
    for kind, part in _parts(cleaned(text)):
        if kind:
            add(element, kind)
        else:
            child = add(element, tag)
            child.text = part
            child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """("", letters), ("tab", …) or ("br", …)."""
    start = 0
    for at, letter in enumerate(text):
        if letter in "\t" + SOFT_BREAK:
            if at > start:
                yield "", text[start:at]
            yield ("tab" if letter == "\t" else "br"), letter
            start = at + 1
    if start < len(text):
        yield "", text[start:]


def w(name: str) -> str:
    """The full name of an element or attribute of word processing."""
    return f"{{{SPACE}}}{name}"


def add(parent: Any, name: str, **attributes: str | int) -> Any:
    """A new last child with these attributes."""
    child = parent.makeelement(w(name))
    for key, value in attributes.items():
        child.set(w(key), str(value))
    parent.append(child)
    return child


