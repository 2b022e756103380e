# SPDX-License-Identifier: Apache-2.0
"""One open document without a window: it saves what is written, and takes in what comes.

Main thread only. Where the text itself cannot go on, it is read anew from the disk.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from mentordesk.base.errors import DiskTrouble, NotFound, Refused, Trouble
from mentordesk.desk import opening
from mentordesk.desk.opening import Loaded, Means
from mentordesk.desk.reviewing import Reviewing
from mentordesk.desk.saving import Beside, Saving
from mentordesk.domain.documents import (
    DIRECT,
    WRITERS,
    DocumentId,
    DocumentSummary,
    Mode,
    Place,
    ReadingOnly,
    SaveCode,
    Saved,
    SaveState,
)
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Comment, Suggestion, VersionId, Written
from mentordesk.richtext.document import TextDocument
from mentordesk.storage import texts
from mentordesk.storage.reads import documents as reads
from mentordesk.storage.reads import texts as text_reads
from mentordesk.storage.store import Tx
from mentordesk.storage.texts import Counted

T = TypeVar("T")
log = logging.getLogger(__name__)

DAY = 86_400  # seconds
LAST_WORDS = 120  # characters before the caret that Today shows


class Writing:
    """Opened by `Documents.open`; `close` at the end. Where closing fails, nothing is lost: try again."""

    def __init__(self, means: Means, document: DocumentId, closed: Callable[[Writing], None]) -> None:
        summary = reads.summary(means.reader, document)
        if summary is None:
            raise NotFound("document")
        self.document = document
        self.me: MemberId = means.reader.me
        self.summary: DocumentSummary = summary
        self.place: Place = reads.place(means.reader, document)
        self.on_reload: Callable[[], None] | None = None  # `text` is another object now: draw all of it
        self.closing = False  # it could not be saved when it was closed
        self._closed = closed
        self._means = means
        self._saving: Saving
        self._held = False  # something was held since it was opened
        self.review = Reviewing(self, means)
        self._start(summary)

    # ------------------------------------------------------------------ who and what
    @property
    def owner(self) -> MemberId:
        """Who decides."""
        return self.summary.owner

    @property
    def reading_only(self) -> ReadingOnly:
        """Why nothing can be written now."""
        if self.summary.reading_only in (ReadingOnly.AWAY, ReadingOnly.CLOSED):
            return self.summary.reading_only
        if self._loaded.blank and self._loaded.aside:
            return ReadingOnly.DAMAGED
        if self._loaded.blank or (self._loaded.missing and not self._loaded.aside and not self._mine):
            return ReadingOnly.INCOMPLETE
        return ReadingOnly.NOT

    @property
    def mode(self) -> Mode:
        """What I may do now."""
        return Mode.READER if self.reading_only is not ReadingOnly.NOT else self.summary.mode

    @property
    def missing(self) -> bool:
        """A part of what others wrote has not come yet."""
        return self._loaded.missing

    @property
    def set_aside(self) -> int:
        """Changes that came and cannot be read."""
        return self._loaded.aside

    @property
    def changed_directly(self) -> tuple[MemberId, ...]:
        """Reviewers who changed words of mine without suggesting it; a version is kept from before."""
        return self._loaded.direct

    def names(self, member: MemberId) -> str:
        """What to call somebody here."""
        return self._means.reader.names()(self.summary.circle, member)

    def now(self) -> int:
        """Unix seconds, for comments and versions."""
        return self._means.now()

    def written(self) -> Written:
        """The document as it is, to be exported or printed."""
        suggestions, comments, works = self.text.suggestions(), self.text.comments(), self.text.works()
        marks: list[Suggestion | Comment] = [*suggestions, *comments]
        people = {self.owner, *(one.author for one in marks), *works}
        people |= {reply.author for one in marks for reply in one.replies}
        return Written(
            title=self.summary.title,
            paragraphs=self.text.paragraphs(),
            suggestions=suggestions,
            comments=comments,
            names={member: self.names(member) for member in people},
            works=tuple(works.items()),
        )

    @property
    def _mine(self) -> bool:
        return self.summary.owner == self.me

    # ------------------------------------------------------------------ saving
    @property
    def unsaved(self) -> bool:
        """Something is in memory only."""
        return self._saving.unsaved

    @property
    def save_state(self) -> SaveState:
        """What became of the last save, as `poll` found it."""
        return self._saving.state

    @property
    def saving(self) -> Future[Saved] | None:
        """The save under way; `poll` may have begun one for what was typed meanwhile."""
        return self._saving.under_way

    def save(self, place: Place | None = None) -> Future[Saved] | None:
        """Keep what was written since the last time, on every pause; None when that is nothing.

        `place` = where I am. While a save is under way its future is given again; `poll` goes on.
        """
        self.place = place or self.place
        if self._loaded.blank:
            return None
        try:
            return self._saving.save()
        except Refused as refused:
            log.error("document broke: %s", refused.code)
            self.recover()
            return None

    def poll(self) -> SaveState:
        """Take in how the last save ended; a save that failed is tried again by the next `save`."""
        return self._saving.poll()

    def do(self, work: Callable[[Tx], T]) -> T:
        """Save, and do something else in the same transaction; a DiskTrouble leaves both undone."""
        result = self._saving.do(work)
        self.refresh()
        self._nudged = self._saving.end
        self._means.nudge()
        return result

    def _beside(self) -> Beside:
        """What is kept with the text: where I am, figures, what the others are told.

        What is not held sends what was held before: it leans on it.
        """
        holds, leave, tell = self.review.holding(), self._leaving(), self.review.telling()
        self._held |= holds or self.summary.held > 0

        def also(tx: Tx) -> None:
            leave(tx)
            tell(tx)

        return Beside(holds, self._held and not holds, also)

    def _leaving(self) -> Callable[[Tx], None]:
        """A transaction's work: place and figures."""
        document, here, counted = self.document, self.place, self._counted()

        def leave(tx: Tx) -> None:
            texts.keep_place(tx, document, here.caret, here.top)
            texts.keep_counts(tx, document, counted)

        return leave

    def _counted(self) -> Counted:
        """Words, where I stopped, what waits for Return, whether something is missing or set aside."""
        caret = max(0, min(self.place.caret, self.text.length - 1))
        last = self.text.text(max(0, caret - LAST_WORDS), caret).replace("\n", " ").strip()
        held, loaded = self.review.mine().total, self._loaded
        return Counted(self.text.words, last, held, loaded.missing, loaded.aside > 0)

    # ------------------------------------------------------------------ news
    def take_news(self) -> bool:
        """Read what came since into the text; False when it has not changed. Not while letters are composed.

        What is damaged is set aside; where the text cannot take something in, it is read anew from the disk.
        """
        self.refresh()
        news = self._news()
        try:
            return self._take(news)
        except DiskTrouble as trouble:  # they stay where they are
            log.warning("news not taken: %s", trouble.code)
            return False

    def _take(self, news: text_reads.News) -> bool:
        if news.again or self._loaded.blank or (news.rows and self._loaded.missing):
            return self._again_from_disk()
        if not news.rows:
            self._upto = news.upto
            return False
        self._saving.finish()
        self.save()
        opening.mark(self._means, news.rows)
        self._set_authors()
        try:
            if direct := opening.try_out(self._means, self.summary, self.text, news.rows):
                self.text.add_version("", DIRECT, self.now())
                self._loaded.direct += direct
            taken = self.text.take([row.data for row in news.rows])
        except Refused as refused:
            log.warning("news not taken: %s", refused.code)
            return self._again_from_disk()
        opening.trust(self._means, news.rows)
        self._upto, self._loaded.missing = news.upto, taken.missing
        if taken.missing and text_reads.late(self._means.reader, self.document):
            return self._again_from_disk()
        return taken.changed

    def _news(self) -> text_reads.News:
        return text_reads.news(self._means.reader, self.document, self._upto, self._loaded.rebuild, self._run)

    def refresh(self) -> None:
        """Read title, review and what I may do again."""
        self.summary = reads.summary(self._means.reader, self.document) or self.summary

    def seen(self) -> Future[int] | None:
        """What is there now was on my screen."""
        if not self.summary.fresh:
            return None
        return self._means.runner.submit(lambda tx: texts.mark_read(tx, self.document))

    def recover(self) -> None:
        """The text cannot be used any more (Refused with TextCode.BROKEN): read it anew from the disk.

        What was typed since the last pause is saved first if that still works.
        """
        try:
            self._again_from_disk()
        except Refused:
            self._start(self.summary)
            if self.on_reload is not None:
                self.on_reload()

    def _again_from_disk(self) -> bool:
        """Save, then read all of it: a text that other computers rebuilt, or one that broke here."""
        if self.unsaved and not self._loaded.blank:
            self.do(lambda tx: None)
        self._start(self.summary)
        if self.on_reload is not None:
            self.on_reload()
        return True

    def _start(self, summary: DocumentSummary) -> None:
        """Load the text under a new run."""
        means = self._means
        typist = opening.new_typist(means)
        self._run = typist.run
        self._peer = opening.peer_of(means, typist)
        self._loaded: Loaded = opening.load(means, summary, self._peer)
        self.text: TextDocument = self._loaded.text
        self._upto = self._loaded.upto
        self._nudged = 0
        self._saving = Saving(means, self.document, self.text, typist, self._beside)
        self._set_authors()
        self._keep_yesterday(summary)

    def _set_authors(self) -> None:
        authors = opening.authors_of(self._means, self.document, self._peer)
        self.text.set_authors(authors, self.me, self.owner)

    def _keep_yesterday(self, summary: DocumentSummary) -> None:
        """A version of what an earlier day left; it goes nowhere unless something is written today."""
        if self.changed_directly:
            self.save()
        if self.changed_directly or self.mode not in WRITERS or not summary.changed or not self.text.words:
            return
        newest = max((version.time for version in self.text.versions()), default=0)
        if summary.changed // DAY < self.now() // DAY and newest < summary.changed:
            self.text.add_version("", "day", summary.changed)
            self._saving.rest()

    # ------------------------------------------------------------------ versions, the end
    def version(self, name: str) -> VersionId:
        """Keep this state under a name; saved with the next pause."""
        return self.text.add_version(name, "", self.now())

    def idle(self) -> None:
        """Keep a snapshot, so that the next opening is quick, and let go what waits; every few minutes."""
        saved = self._saving.finish().code is not SaveCode.FAILED
        whole = not self._loaded.blank and not self._loaded.missing  # what waits is in no snapshot
        if saved and whole and self._upto and self.text.own_end == self._saving.end:
            snapshot, upto, document = self.text.snapshot(), self._upto, self.document
            self._means.runner.submit(lambda tx: texts.keep_cache(tx, document, snapshot, upto))
        if self._saving.end != self._nudged:
            self._nudged = self._saving.end
            self._means.nudge()

    def close(self, place: Place | None = None) -> None:
        """Save and let go. A Trouble: nothing is lost, `Documents.open` gives this writing again."""
        self.place = place or self.place
        self._saving.finish()
        if self.unsaved and not self._loaded.blank:
            self._save_at_the_end()
        else:
            self._means.runner.submit(self._beside().also if self.mode is Mode.OWNER else self._leaving())
        self.idle()
        self._closed(self)

    def _save_at_the_end(self) -> None:
        try:
            self.do(lambda tx: None)
        except Refused as refused:
            log.error("document broke: %s", refused.code)
            self.recover()
        except Trouble as trouble:
            self._saving.failed(trouble)
            self.closing = True
            raise
