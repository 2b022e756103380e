# SPDX-License-Identifier: Apache-2.0
"""Writing in documents without a desk: a pen keeps one text in memory and saves as `Writing` does."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mentordesk.base.files import SystemFiles
from mentordesk.domain.documents import DocumentSummary
from mentordesk.domain.ids import CircleId
from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.peers import peer_id
from mentordesk.storage import document_rows, documents, texts
from mentordesk.storage.reads import documents as summaries
from mentordesk.storage.reads import texts as reads
from mentordesk.storage.reads.reader import Reader, open_reader
from mentordesk.storage.shelf import Shelf
from mentordesk.storage.texts import NewText, Typist
from tests.helpers.world import KEY, Client


@contextmanager
def look(client: Client) -> Iterator[Reader]:
    """What this client's pages would read."""
    shelf = Shelf(client.folder, SystemFiles())
    reader = open_reader(client.folder / "desk.db", KEY, shelf)
    yield reader
    reader.close()


class Pen:
    """One document, open at one client."""

    def __init__(self, client: Client, document: bytes, new: bool = False, held: bool = False) -> None:
        self.client, self.document, self.held = client, document, held
        self.typist = Typist(client.world.rand.bytes(4), client.writer)
        peer = peer_id(client.member, self.typist.writer, self.typist.run)
        self.text = TextDocument.create(peer) if new else TextDocument.load(peer, data_of(client, document))
        self.since = 0
        if new:
            self.save()

    def write(self, words: str, at: int = 0) -> None:
        """Type something and pause."""
        self.text.insert(at, words)
        self.save()

    def save(self) -> None:
        """As on every pause."""
        self.text.commit()
        for _ in range(2):
            pieces = [NewText(one.start, one.end, one.data) for one in self.text.own(self.since)]
            done = self.client.do(texts.append, self.document, self.typist, pieces, self.held)
            self.since = done.since
            if done.done:
                return
        raise AssertionError("sealed between two statements")

    def again(self) -> str:
        """What somebody who opens it now reads."""
        return read(self.client, self.document)


def data_of(client: Client, document: bytes) -> list[bytes]:
    """Every text that counts, in order."""
    with look(client) as reader:
        return [row.data for row in reads.opened(reader, document).rows]


def summary(client: Client, document: bytes) -> DocumentSummary:
    """Its row in a list."""
    with look(client) as reader:
        found = summaries.summary(reader, document)
        assert found is not None
        return found


def read(client: Client, document: bytes) -> str:
    """The document as this client has it, without the last line end."""
    data = data_of(client, document)
    return TextDocument.load(1, data).text()[:-1] if data else ""


def essay(client: Client, circle: CircleId | None, title: str = "Essay") -> Pen:
    """A new document, open; circle None = private."""
    document = client.do(documents.create, circle, title)
    assert document_rows.home(client.store.conn, document, client.private) == (circle or client.private)
    return Pen(client, document, new=True)
