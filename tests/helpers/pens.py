# SPDX-License-Identifier: Apache-2.0
"""Writing in documents without a desk: a pen keeps one text in memory and saves as `Writing` does."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from mentordesk.base.files import SystemFiles
from mentordesk.crypto.identity import private_circle
from mentordesk.domain.documents import DocumentSummary
from mentordesk.domain.ids import CircleId
from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.peers import peer_id
from mentordesk.storage import document_rows, documents, me, texts
from mentordesk.storage.reads import documents as summaries
from mentordesk.storage.reads import texts as reads
from mentordesk.storage.reads.reader import Reader, open_reader
from mentordesk.storage.shelf import Shelf
from mentordesk.storage.texts import NewText, Typist
from tests.helpers.person import Person
from tests.helpers.world import KEY, Client


class Hand(Protocol):
    """Whoever can write: a `Client`, or a `Seated` person."""

    def do(self, work: Any, *args: Any) -> Any:
        """One transaction: work(tx, *args)."""

    @property
    def member(self) -> bytes:
        """Whose computer it is."""

    @property
    def private(self) -> CircleId:
        """My private circle."""

    @property
    def writer(self) -> bytes:
        """The writer in use."""


@dataclass(frozen=True)
class Seated:
    """A person at a computer, seen from below the desk."""

    person: Person

    def do(self, work: Any, *args: Any) -> Any:
        """One transaction: work(tx, *args)."""
        return self.person.opened.runner.call(lambda tx: work(tx, *args))

    @property
    def member(self) -> bytes:
        """Whose computer it is."""
        return self.person.opened.reader.me

    @property
    def private(self) -> CircleId:
        """My private circle."""
        return private_circle(self.member)

    @property
    def writer(self) -> bytes:
        """The writer in use."""
        return self.person.opened.reader.value(me.WRITER)


@contextmanager
def look(hand: Hand) -> Iterator[Reader]:
    """What this hand's pages would read."""
    if isinstance(hand, Seated):
        yield hand.person.opened.reader
        return
    assert isinstance(hand, Client)
    reader = open_reader(hand.folder / "desk.db", KEY, Shelf(hand.folder, SystemFiles()))
    yield reader
    reader.close()


class Pen:
    """One document, open at one client."""

    def __init__(self, hand: Hand, document: bytes, new: bool = False, held: bool = False) -> None:
        self.hand, self.document, self.held = hand, document, held
        self.typist = Typist(hand.do(lambda tx: tx.rand.bytes(4)), hand.writer)
        peer = peer_id(hand.member, self.typist.writer, self.typist.run)
        self.text = TextDocument.create(peer) if new else TextDocument.load(peer, data_of(hand, document))
        self.since = 0
        if new:
            self.save()

    def write(self, words: str, at: int = 0) -> None:
        """Type something and pause."""
        self.text.insert(at, words)
        self.save()

    def save(self) -> None:
        """As on every pause."""
        for _ in range(2):
            pieces = [NewText(one.start, one.end, one.data) for one in self.text.own(self.since)]
            done = self.hand.do(texts.append, self.document, self.typist, pieces, self.held)
            self.since = done.since
            if done.done:
                return
        raise AssertionError("sealed between two statements")

    def again(self) -> str:
        """What somebody who opens it now reads."""
        return read(self.hand, self.document)


def data_of(hand: Hand, document: bytes) -> list[bytes]:
    """Every text that counts, in order."""
    with look(hand) as reader:
        return [row.data for row in reads.opened(reader, document).rows]


def summary(hand: Hand, document: bytes) -> DocumentSummary:
    """Its row in a list."""
    with look(hand) as reader:
        found = summaries.summary(reader, document)
        assert found is not None
        return found


def read(hand: Hand, document: bytes) -> str:
    """The document as this client has it, without the last line end."""
    data = data_of(hand, document)
    return TextDocument.load(1, data).text()[:-1] if data else ""


def essay(hand: Hand, circle: CircleId | None, title: str = "Essay") -> Pen:
    """A new document, open; circle None = private."""
    document = hand.do(documents.create, circle, title)
    assert hand.do(lambda tx: document_rows.home(tx.conn, document, hand.private)) == (circle or hand.private)
    return Pen(hand, document, new=True)
