# SPDX-License-Identifier: Apache-2.0
"""Paragraphs on the clipboard in a format of our own: what goes from text to text stays as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mentordesk.domain.texts import MAX_INDENT, Block, BlockKind, Paragraph, Run, Style

OWN_FORMAT = "application/x-mentordesk-paragraphs"
MAX_BYTES = 16_000_000
_EDGES = {"\r", "\n", "\u2028", "\u2029", "\0", "\ufdd0", "\ufdd1", "\ufffc"}


def to_bytes(paragraphs: Sequence[Paragraph]) -> bytes:
    """Letters, emphasis, links and kinds; without what is suggested to be taken out."""
    made = [[one.block.kind.value, one.block.indent, [_run(run) for run in _kept(one)]] for one in paragraphs]
    return json.dumps(made, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def from_bytes(data: bytes) -> tuple[Paragraph, ...]:
    """Inverse of to_bytes; () for anything else, for any program can put something there."""
    if len(data) > MAX_BYTES:
        return ()
    try:
        return tuple(_paragraph(*one) for one in json.loads(data))
    except (ValueError, TypeError, RecursionError):
        return ()


def _kept(paragraph: Paragraph) -> list[Run]:
    return [run for run in paragraph.runs if not run.style.deleted]


def _run(run: Run) -> list[object]:
    return [run.text, int(run.style.bold), int(run.style.italic), run.style.link]


def _paragraph(kind: str, indent: int, runs: list[list[object]]) -> Paragraph:
    block = Block(BlockKind(kind), min(max(int(indent), 0), MAX_INDENT))
    return Paragraph(tuple(_read(*run) for run in runs), block)


def _read(text: object, bold: object, italic: object, link: object) -> Run:
    if not isinstance(text, str) or not isinstance(link, str) or _EDGES & set(text):
        raise ValueError
    return Run(text, Style(bool(bold), bool(italic), link))
