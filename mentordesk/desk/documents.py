# SPDX-License-Identifier: Apache-2.0
"""Everything one can do with documents but write in them; `open` gives the `Writing` for that."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from mentordesk.base.clock import Randomness
from mentordesk.base.errors import FileUnreadable, ImportTooLarge, Trouble
from mentordesk.base.files import FileOps, SystemFiles
from mentordesk.domain.deadlines import Proposal, propose
from mentordesk.domain.documents import DocumentId, DocumentSummary, Place, day_of
from mentordesk.domain.formats import MAX_FILE, ExportWords, Format, Imported
from mentordesk.domain.ids import CircleId, MemberId
from mentordesk.domain.texts import Paragraph, Written
from mentordesk.storage import documents, texts
from mentordesk.storage.reads import circles
from mentordesk.storage.reads import documents as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner, Tx

if TYPE_CHECKING:
    from mentordesk.desk.opening import Means
    from mentordesk.desk.writing import Writing

T = TypeVar("T")
log = logging.getLogger(__name__)

DAY = 86_400  # seconds


class Line(Protocol):
    """Who knows the time, and when to send."""

    def now(self) -> int:
        """Unix seconds, as the server's replies corrected them."""
        ...

    def nudge(self) -> None:
        """There is something to send."""
        ...


class Documents:
    """Lists and summaries are read directly, writes return futures. Changes are told as DocumentChanged."""

    def __init__(self, runner: Runner, reader: Reader, rand: Randomness, line: Line) -> None:
        self._runner = runner
        self._reader = reader
        self._rand = rand
        self._line = line
        self._files: FileOps = SystemFiles()
        self._opened: dict[DocumentId, list[Writing]] = {}

    # ------------------------------------------------------------------ what there is
    def list(
        self, circle: CircleId, limit: int = -1, away: bool | None = None
    ) -> tuple[DocumentSummary, ...]:
        """A circle's documents, the one that changed last first, up to `limit` (−1 = all of them).

        What is put away stands at the end; with `away` it stands alone, or is left out.
        """
        return reads.in_circle(self._reader, circle, limit, away)

    def private(self, limit: int = -1, away: bool | None = None) -> tuple[DocumentSummary, ...]:
        """My documents that nobody shares, in the same order."""
        return reads.private(self._reader, limit, away)

    def count(self, circle: CircleId | None) -> tuple[int, int]:
        """How many a circle has (None: nobody shares), and how many of those are put away."""
        return reads.count(self._reader, circle)

    def newest(self, limit: int = 3) -> tuple[DocumentSummary, ...]:
        """Those in which I wrote last."""
        return reads.newest(self._reader, limit)

    def summary(self, document: DocumentId) -> DocumentSummary | None:
        """One document; None when it is not here."""
        return reads.summary(self._reader, document)

    def place(self, document: DocumentId) -> Place:
        """Where I was in it when I left."""
        return reads.place(self._reader, document)

    def keep_place(self, document: DocumentId, place: Place) -> Future[None]:
        """Remember where I am."""
        return self._runner.submit(lambda tx: texts.keep_place(tx, document, place.caret, place.top))

    # ------------------------------------------------------------------ begin, name, put away
    def new(
        self, circle: CircleId | None, title: str, paragraphs: Sequence[Paragraph] = ()
    ) -> Future[DocumentId]:
        """Begin a document of mine in a circle, or a private one (None); with text where there is some."""
        return self._make(circle, title, paragraphs, None)

    def _make(
        self, circle: CircleId | None, title: str, paragraphs: Sequence[Paragraph], imported: Written | None
    ) -> Future[DocumentId]:
        from mentordesk.desk.opening import first_text

        typist, pieces, words = first_text(self._means(), paragraphs, imported)

        def make(tx: Tx) -> DocumentId:
            document = documents.create(tx, circle, title)
            texts.append(tx, document, typist, pieces)
            texts.keep_counts(tx, document, texts.Counted(words))
            return document

        return self._told(self._runner.submit(make))

    def rename(self, document: DocumentId, title: str) -> Future[None]:
        """Give a document of mine another title."""
        return self._change(document, lambda tx: documents.rename(tx, document, title))

    def put_away(self, document: DocumentId) -> Future[None]:
        """A document of mine is only read from now on; nothing of it is thrown away."""
        return self._change(document, lambda tx: documents.set_away(tx, document, away=True))

    def bring_back(self, document: DocumentId) -> Future[None]:
        """Undo `put_away`."""
        return self._change(document, lambda tx: documents.set_away(tx, document, away=False))

    def share(self, document: DocumentId, circle: CircleId) -> Future[None]:
        """Bring a private document of mine into a circle, with all that was ever written in it."""
        return self._change(document, lambda tx: documents.share(tx, document, circle))

    def set_editors(self, document: DocumentId, members: Sequence[MemberId]) -> Future[None]:
        """Name those who write in a document of mine as I do; () = nobody."""
        chosen = tuple(members)
        return self._change(document, lambda tx: documents.set_editors(tx, document, chosen))

    def mark_read(self, document: DocumentId) -> Future[int]:
        """What came was on my screen; how much of it was new."""
        return self._runner.submit(lambda tx: texts.mark_read(tx, document))

    def _change(self, document: DocumentId, work: Callable[[Tx], None]) -> Future[None]:
        for writing in self._opened.get(document, ()):
            writing.save()  # goes first: both are done in order
        return self._told(self._runner.submit(work))

    def _told(self, job: Future[T]) -> Future[T]:
        job.add_done_callback(lambda done: None if done.exception() else self._line.nudge())
        return job

    # ------------------------------------------------------------------ open
    def open(self, document: DocumentId) -> Writing:
        """Open a document to read or to write in it; NotFound when it is not here.

        Where a writing could not be saved when it was closed, it is given again, with all that is in it.
        """
        from mentordesk.desk.writing import Writing

        for writing in self._opened.get(document, ()):
            if writing.closing:
                writing.closing = False
                return writing
        opened = Writing(self._means(), document, self._forget)
        self._opened.setdefault(document, []).append(opened)
        return opened

    def unsaved(self) -> tuple[DocumentId, ...]:
        """Documents of which something is in memory only."""
        return tuple(key for key, opened in self._opened.items() if any(one.unsaved for one in opened))

    def close_all(self) -> None:
        """Whoever sits here leaves: save everything that is open."""
        for writing in [one for opened in self._opened.values() for one in opened]:
            try:
                writing.close()
            except Trouble as trouble:
                log.warning("document not saved: %s", trouble.code)

    def _forget(self, writing: Writing) -> None:
        left = [one for one in self._opened.get(writing.document, ()) if one is not writing]
        if left:
            self._opened[writing.document] = left
        else:
            self._opened.pop(writing.document, None)

    def _means(self) -> Means:
        from mentordesk.desk.opening import Means

        return Means(self._runner, self._reader, self._rand, self._line.now, self._line.nudge)

    # ------------------------------------------------------------------ days
    def propose_dates(
        self, document: DocumentId, reviewers: Sequence[MemberId], hand_in: date, today: date
    ) -> Proposal:
        """When to send, read and fix before a hand-in date, from everybody's usual days.

        Of several reviewers the one who needs it soonest counts.
        """
        days = self._usual_days(document)
        mine = days.get(self._reader.me, ())
        found = [propose(hand_in, today, mine, days.get(one, ())) for one in reviewers]
        soonest = min(found, key=lambda one: (one.send_by, one.read_by), default=None)
        return soonest or propose(hand_in, today, mine)

    def fix_on(self, document: DocumentId) -> date | None:
        """The day on which the owner can work on what reviewers say: "Amina can fix it Mon 18"."""
        summary = self.summary(document)
        if summary is None or summary.review is None or summary.review.hand_in is None:
            return None
        review, days = summary.review, self._usual_days(document)
        hand_in = review.hand_in or date.max
        asked = day_of(review.at // DAY) or date.min
        start = min(max(asked, review.read_by or asked), hand_in)
        reviewer = days.get(review.reviewers[0], ()) if review.reviewers else ()
        return propose(hand_in, start, days.get(summary.owner, ()), reviewer).fix_on

    def _usual_days(self, document: DocumentId) -> dict[MemberId, tuple[int, ...]]:
        home = reads.home(self._reader, document)
        circle = circles.circle(self._reader, home) if home else None
        return {person.member: person.weekdays for person in circle.people} if circle else {}

    # ------------------------------------------------------------------ in and out
    def read_file(self, path: Path) -> Imported:
        """The document in a file, and what of it stays behind; an ImportTrouble says why not. Any thread."""
        from mentordesk.interchange import formats

        try:
            if not path.is_file():
                raise FileUnreadable
            if path.stat().st_size > MAX_FILE:
                raise ImportTooLarge(size=path.stat().st_size, limit=MAX_FILE)
            with path.open("rb") as reader:
                data = reader.read(MAX_FILE + 1)
        except OSError as error:
            raise FileUnreadable from error
        return formats.read(path.name, data)

    def take_file(self, circle: CircleId | None, imported: Imported) -> Future[DocumentId]:
        """Make a document of mine of what `read_file` gave."""
        written = imported.written
        return self._make(circle, written.title, written.paragraphs, written)

    def written(self, document: DocumentId) -> Written:
        """A document as it is, to be exported or printed; NotFound when it is not here."""
        found = self._opened.get(document)
        if found:
            return found[0].written()
        writing = self.open(document)
        try:
            return writing.written()
        finally:
            writing.close()

    def export(self, written: Written, kind: Format, path: Path, words: ExportWords | None = None) -> None:
        """Write a file; a DiskTrouble says why not, and leaves what was there. Any thread."""
        from mentordesk.interchange import formats

        data = formats.write(kind, written, words or ExportWords())
        self._files.write_atomic(path, data)
