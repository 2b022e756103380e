# SPDX-License-Identifier: Apache-2.0
"""The texts of a document in the order that is the same everywhere, and what came since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mentordesk.crypto.identity import private_circle
from mentordesk.domain.documents import DocumentId
from mentordesk.domain.ids import CircleId, MemberId
from mentordesk.storage import document_rows
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.schema import Guard

_ROW = "rowid, author, data, guard"
_ORDER = "ORDER BY peer, start, name"
_OF = "circle = ? AND document = ?"
_UNTRIED = f"guard NOT IN ({int(Guard.TRUSTED)}, {int(Guard.ASIDE)})"


@dataclass(frozen=True, slots=True)
class TextRow:
    """One change of a document's text."""

    rowid: int
    author: MemberId
    data: bytes
    guard: Guard


@dataclass(frozen=True, slots=True)
class Opened:
    """All of a document's text: the cache (empty = none) and what it does not hold, in canonical order."""

    cache: bytes
    upto: int  # texts.rowid of the newest row that is in either
    rows: tuple[TextRow, ...]
    rebuild: int  # rises when the text is to be made anew from `opened`


@dataclass(frozen=True, slots=True)
class News:
    """What came since; `again`: the text is to be made anew from `opened`."""

    rows: tuple[TextRow, ...]
    upto: int
    again: bool


def home(reader: Reader, document: DocumentId) -> CircleId | None:
    """The circle in which a document is written now; None = it is not here."""
    with reader.watched():
        return document_rows.home(reader.conn, document, private_circle(reader.me))


def opened(reader: Reader, document: DocumentId) -> Opened:
    """What a document is made of; nothing of one that is not here."""
    with reader.still():
        circle = home(reader, document) or b""
        kept = reader.first(
            "SELECT snapshot, upto FROM text_cache WHERE document = ? AND length(snapshot) > 0", (document,)
        )
        cache, upto = (bytes(kept[0]), kept[1]) if kept else (b"", 0)
        found = reader.rows(
            f"""SELECT {_ROW} FROM texts WHERE {_OF} AND late = 0 AND guard <> ?
            AND (rowid > ? OR {_UNTRIED}) {_ORDER}""",
            (circle, document, int(Guard.ASIDE), upto),
        )
        newest = max(upto, _newest(reader, circle, document))
        return Opened(cache, newest, _rows(found), _rebuild(reader, circle, document))


def news(reader: Reader, document: DocumentId, upto: int, rebuild: int, run: bytes = b"") -> News:
    """What came after texts.rowid `upto`, but what was typed in `run`."""
    with reader.still():
        circle = home(reader, document) or b""
        found = reader.rows(
            f"""SELECT {_ROW} FROM texts WHERE {_OF} AND late = 0 AND guard <> ? AND rowid > ?
            AND NOT (author = ? AND run = ?) {_ORDER}""",
            (circle, document, int(Guard.ASIDE), upto, reader.me, run),
        )
        again = _rebuild(reader, circle, document) != rebuild
        return News(_rows(found), max(upto, _newest(reader, circle, document)), again)


def late(reader: Reader, document: DocumentId) -> tuple[TextRow, ...]:
    """What members wrote after they were removed: only for what an accepted text depends on."""
    circle = home(reader, document) or b""
    found = reader.rows(
        f"SELECT {_ROW} FROM texts WHERE {_OF} AND late = 1 AND guard <> ? {_ORDER}",
        (circle, document, int(Guard.ASIDE)),
    )
    return _rows(found)


def authors(reader: Reader, document: DocumentId) -> dict[int, MemberId]:
    """Who wrote under each peer."""
    circle = home(reader, document) or b""
    found = reader.rows(f"SELECT DISTINCT peer, author FROM texts WHERE {_OF}", (circle, document))
    return {int.from_bytes(peer, "big"): author for peer, author in found}


def _newest(reader: Reader, circle: CircleId, document: DocumentId) -> int:
    return reader.number(f"SELECT max(rowid) FROM texts WHERE {_OF}", (circle, document))


def _rebuild(reader: Reader, circle: CircleId, document: DocumentId) -> int:
    return reader.number(f"SELECT rebuild FROM documents WHERE {_OF}", (circle, document))


def _rows(found: Sequence[Any]) -> tuple[TextRow, ...]:
    return tuple(TextRow(row.rowid, row.author, row.data, Guard(row.guard)) for row in found)
