# SPDX-License-Identifier: Apache-2.0
"""What the engine's own annotations leave out: its text in UTF-16 units, code points and letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import loro

from mentordesk.richtext.marks import styles

Text: TypeAlias = Any  # loro.LoroText, whose annotations are incomplete
Letter: TypeAlias = tuple[int, int]  # who wrote it (peer) and its number there; a letter never changes it
NOBODY: Letter = (0, -1)

_UTF16, _POINTS = loro.PositionType.Utf16, loro.PositionType.Unicode


def new_doc(peer: int = 0) -> loro.LoroDoc:
    """An empty document of the engine with our marks declared."""
    doc: loro.LoroDoc = loro.LoroDoc()  # type: ignore[no-untyped-call]
    if peer:
        doc.peer_id = peer
    doc.config_text_style(styles())
    doc.config_default_text_style(loro.ExpandType.Null)  # an undo beside marks of a newer version needs some
    return doc


def to_points(text: Text, position: int) -> int:
    """Code points before a UTF-16 position; inside of a character: before it."""
    return int(text.convert_pos(position, _UTF16, _POINTS))


def to_units(text: Text, point: int) -> int:
    """UTF-16 units before a place in code points."""
    return int(text.convert_pos(point, _POINTS, _UTF16))


def runs(text: Text, start: int, end: int) -> Iterator[tuple[str, Mapping[str, object] | None]]:
    """Letters and attributes in [start, end), UTF-16."""
    if end > start:
        for delta in text.slice_delta(start, end, _UTF16):
            yield delta.insert, delta.attributes


def letter_at(text: Text, point: int) -> Letter:
    """Which letter stands at a place in code points."""
    cursor = text.get_cursor(point, loro.Side.Middle)
    found = cursor.id if cursor is not None else None
    return (found.peer, found.counter) if found is not None else NOBODY
