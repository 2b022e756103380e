# SPDX-License-Identifier: Apache-2.0
"""Documents in a schedule: people write, share and read; afterwards everybody has the same texts."""
from __future__ import annotations

from collections.abc import Sequence

from mentordesk.base.errors import NotFound
from mentordesk.domain.ids import CircleId
from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.peers import peer_id
from mentordesk.storage import document_rows, documents, texts
from mentordesk.storage.reads import texts as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Tx
from mentordesk.storage.texts import NewText, Typist
from tests.simulator.computer import Computer
from tests.simulator.world import World

_DOCUMENTS = "SELECT DISTINCT document FROM documents ORDER BY document"
Texts = dict[bytes, tuple[CircleId, str]]  # by document: where it is, what it says


def essay(world: World, computer: Computer, b: int, x: int) -> None:
    """Somebody writes in a document, or begins one; now and then an exchange seals between two pauses."""
    circles = [one.circle for one in computer.desk.people.circles()]
    known = [row[0] for row in computer.rows(_DOCUMENTS)]
    if computer.is_old or not circles:
        return
    if not known or b % 5 == 4:
        where = None if x % 3 == 0 else circles[b % len(circles)]
        known = [_do(computer, lambda tx: documents.create(tx, where, f"Essay {x}"))]
    pen = _Pen(computer, known[b % len(known)])
    for pause in range(b % 3 + 1):
        pen.write(world, x + pause)
        if x % 4 == pause:
            computer.engine.connect_now()
            computer.engine.step()


def share(world: World, computer: Computer, b: int, x: int) -> None:
    """A private document goes into a circle."""
    circles = [one.circle for one in computer.desk.people.circles()]
    private = [row[0] for row in computer.rows(_DOCUMENTS) if _is_private(computer, row[0])]
    if private and circles and not computer.is_old:
        place = circles[b % len(circles)]
        _do(computer, lambda tx: documents.share(tx, private[b % len(private)], place))


def read_essays(world: World, computer: Computer, b: int, x: int) -> None:
    """Every document is on the screen."""
    for row in computer.rows(_DOCUMENTS):
        _do(computer, lambda tx, one=row[0]: texts.mark_read(tx, one))


def _is_private(computer: Computer, document: bytes) -> bool:
    def look(tx: Tx) -> bool:
        return document_rows.home(tx.conn, document, tx.me.private) == tx.me.private

    return bool(_do(computer, look))


def _do(computer: Computer, work: object) -> bytes:
    return computer.opened.runner.submit(work).result()  # type: ignore[arg-type]


class _Pen:
    """One document while it is open."""

    def __init__(self, computer: Computer, document: bytes) -> None:
        self._computer, self._document = computer, document
        runner = computer.opened.runner
        self._typist = runner.call(lambda tx: Typist(tx.rand.bytes(4), tx.me.writer))
        self._peer = peer_id(computer.desk.me, self._typist.writer, self._typist.run)
        found = load(computer.opened.reader, document, self._peer)
        self._text = found or TextDocument.create(self._peer)
        self._since = 0

    def write(self, world: World, x: int) -> None:
        """One mark somewhere, and a pause."""
        world.serial += 1
        mark, marks, me = f"<{world.serial}>", world.ledger.marks, self._computer.desk.me
        marks.places[mark] = (self._peer.to_bytes(8, "big"), self._text.own_end)
        marks.author[mark] = me
        self._text.insert(_between(self._text.text(), x), mark + "-" * (0, 0, 40, 2500)[x % 4])
        try:
            self._save()
        except NotFound:  # it went while nobody looked
            return
        if me not in world.removed:
            marks.must.add(mark)

    def _save(self) -> None:
        while True:
            pieces = [NewText(one.start, one.end, one.data) for one in self._text.own(self._since)]
            saving = self._computer.opened.runner.submit(
                lambda tx: texts.append(tx, self._document, self._typist, pieces)  # noqa: B023  done at once
            )
            done = saving.result()
            self._since = done.since
            if done.done:
                return


def _between(text: str, x: int) -> int:
    """A position that tears no mark apart."""
    ends = [0, *(at + 1 for at, letter in enumerate(text) if letter == ">")]
    return ends[x % len(ends)]


def load(reader: Reader, document: bytes, peer: int = 1) -> TextDocument | None:
    """A document as somebody opens it, with what accepted texts need of late ones; None before any came."""
    data = [row.data for row in reads.opened(reader, document).rows]
    text = TextDocument.load(peer, data)
    late = [row.data for row in reads.late(reader, document)]
    while text.missing and late:
        data.append(late.pop(0))
        text = TextDocument.load(peer, data)
    return text if text.length else None


def all_texts(computer: Computer) -> Texts:
    """Every document of this computer."""
    reader = computer.opened.reader
    found: Texts = {}
    for row in computer.rows(_DOCUMENTS):
        text, place = load(reader, row[0]), reads.home(reader, row[0])
        assert place is not None
        found[row[0]] = (place, text.text() if text else "")
    return found


def of_circles(found: Texts, circles: Sequence[CircleId] | set[CircleId]) -> Texts:
    """Those in these circles."""
    return {document: one for document, one in found.items() if one[0] in circles}


def marks_of(found: Texts) -> list[str]:
    """Every mark that is shown, as often as it is."""
    pieces = "".join(text for _, text in found.values()).split("<")[1:]
    return [f"<{piece.partition('>')[0]}>" for piece in pieces]
