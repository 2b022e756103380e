# SPDX-License-Identifier: Apache-2.0
"""Updates as bytes: whose changes they hold, without taking them in."""

from __future__ import annotations

from dataclasses import dataclass

import loro

from mentordesk.base.errors import Refused
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.guard import guarded

MAX_UPDATE = 4_000_000  # bytes; the wire allows 60,000, a cache or an import may be larger
MAX_SPANS = 1_000
PIECE = 6_000  # bytes of one update, raw


@dataclass(frozen=True, slots=True)
class Span:
    """Changes [start, end) of one peer."""

    peer: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """An update with the changes [start, end) of `peer` and nothing else."""

    peer: int
    start: int
    end: int
    data: bytes


def inspect(data: bytes) -> tuple[Span, ...]:
    """Whose changes an update says it holds, sorted by peer; Refused(SHAPE, SIZE) for what is no update.

    Reads the header alone; what stands behind it is checked by taking it in.
    """
    if len(data) > MAX_UPDATE:
        raise Refused(TextCode.SIZE)
    with guarded(TextCode.SHAPE):
        meta = loro.LoroDoc.decode_import_blob_meta(data, True)
        if meta.mode != loro.EncodedBlobMode.Updates:
            raise Refused(TextCode.SHAPE)
        starts = meta.partial_start_vv.to_spans().inner()
        ends = meta.partial_end_vv.to_spans().inner()
    if not 0 < len(ends) <= MAX_SPANS or any(peer not in ends for peer in starts):
        raise Refused(TextCode.SHAPE)
    spans = [Span(peer, starts.get(peer, (0, 0))[1], end) for peer, (_, end) in sorted(ends.items())]
    if any(not 0 <= span.start < span.end < 2**31 for span in spans):
        raise Refused(TextCode.SHAPE)
    return tuple(spans)


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
