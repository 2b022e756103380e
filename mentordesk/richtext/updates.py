# SPDX-License-Identifier: Apache-2.0
"""Updates as bytes: whose changes they hold, and my own in pieces."""

from __future__ import annotations

from dataclasses import dataclass

import loro

from mentordesk.base.errors import Refused
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.guard import guarded
from mentordesk.richtext.shape import Span, spans_of

MAX_UPDATE = 4_000_000  # bytes; the wire allows 60,000, a cache or an import may be larger
MAX_SPANS = 1_000
PIECE = 6_000  # bytes of one update, raw


@dataclass(frozen=True, slots=True)
class Piece:
    """An update with the changes [start, end) of `peer` and nothing else."""

    peer: int
    start: int
    end: int
    data: bytes


def inspect(data: bytes) -> tuple[Span, ...]:
    """Whose changes an update holds, sorted by peer; Refused(SHAPE, SIZE) for what is no update.

    Never hands anything to the engine and takes no more room than `data` has.
    """
    if len(data) > MAX_UPDATE:
        raise Refused(TextCode.SIZE)
    spans = spans_of(data)
    if not 0 < len(spans) <= MAX_SPANS:
        raise Refused(TextCode.SHAPE)
    return spans


def pieces(doc: loro.LoroDoc, peer: int, start: int, end: int, limit: int = PIECE) -> list[Piece]:
    """Changes [start, end) of `peer` as updates of at most `limit` bytes, except for what cannot be cut."""
    if start >= end:
        return []
    with guarded(TextCode.BROKEN):
        span = loro.IdSpan(peer, loro.CounterSpan(start, end))
        data = bytes(doc.export(loro.ExportMode.UpdatesInRange([span])))
    if len(data) <= limit or end - start == 1:
        return [Piece(peer, start, end, data)]
    middle = (start + end) // 2
    return pieces(doc, peer, start, middle, limit) + pieces(doc, peer, middle, end, limit)
