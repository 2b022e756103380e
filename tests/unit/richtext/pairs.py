# SPDX-License-Identifier: Apache-2.0
"""Amina, who owns the document, and her reviewers Grace and Kofi."""

from __future__ import annotations

from mentordesk.richtext.document import TextDocument

AMINA, GRACE, KOFI = b"A" * 16, b"G" * 16, b"K" * 16
MEMBERS = {1: AMINA, 2: GRACE, 3: KOFI, 11: AMINA, 12: GRACE}


def bytes_of(document: TextDocument, since: int = 0) -> list[bytes]:
    """What the document's own peer wrote."""
    return [piece.data for piece in document.own(since)]


def opened(peer: int, updates: list[bytes], cache: bytes = b"") -> TextDocument:
    """A copy on that peer's computer."""
    document = TextDocument.load(peer, updates, cache)
    document.set_authors(MEMBERS, MEMBERS[peer], AMINA)
    return document


def essay(text: str) -> TextDocument:
    """Amina's document."""
    document = TextDocument.create(1)
    document.set_authors(MEMBERS, AMINA, AMINA)
    document.insert(0, text)
    document.break_group()
    return document


def reviewers(document: TextDocument) -> tuple[TextDocument, TextDocument]:
    """Grace's and Kofi's copies."""
    updates = bytes_of(document)
    return opened(2, updates), opened(3, updates)


def swap(*documents: TextDocument) -> None:
    """Everybody gets what everybody has."""
    for source in documents:
        for target in documents:
            if source is not target:
                target.take(bytes_of(source))


def find(document: TextDocument, words: str) -> tuple[int, int]:
    """Where `words` stand, in UTF-16 units."""
    before = document.text()[: document.text().index(words)]
    start = len(before.encode("utf-16-le")) // 2
    return start, start + len(words.encode("utf-16-le")) // 2
