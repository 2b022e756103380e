# SPDX-License-Identifier: Apache-2.0
"""A document's text from the disk into memory: whatever came, it opens, and says what it could not take."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mentordesk.base.clock import Randomness
from mentordesk.base.errors import Refused
from mentordesk.domain.documents import DIRECT, DocumentId, DocumentSummary
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Comment, Paragraph, Written
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.peers import peer_id
from mentordesk.richtext.updates import Piece
from mentordesk.storage import me as meta
from mentordesk.storage import texts
from mentordesk.storage.reads import texts as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.reads.texts import Opened, TextRow
from mentordesk.storage.schema import Guard
from mentordesk.storage.store import Runner, Tx
from mentordesk.storage.texts import NewText, Typist

log = logging.getLogger(__name__)

RUN_SIZE = 4
_COPY = 1  # the peer of a text that is only looked at


@dataclass(frozen=True, slots=True)
class Means:
    """What documents are worked with."""

    runner: Runner
    reader: Reader
    rand: Randomness
    now: Callable[[], int]  # unix seconds, as the server's replies corrected them
    nudge: Callable[[], None]  # there is something to send


@dataclass(slots=True)
class Loaded:
    """A text in memory, and where on the disk it ends."""

    text: TextDocument
    upto: int  # texts.rowid of the last change that is in it
    rebuild: int
    missing: bool  # a change waits for a part that is not here
    aside: int  # changes that nothing can be done with
    blank: bool = False  # nothing has come yet: the text stands for one that will
    direct: tuple[MemberId, ...] = ()  # reviewers who changed words themselves; a version is kept from before


def new_typist(means: Means) -> Typist:
    """Who types from now on: never the same twice."""
    return Typist(means.rand.bytes(RUN_SIZE), meta.get_meta(means.reader.conn, meta.WRITER))


def first_text(
    means: Means, paragraphs: Sequence[Paragraph], imported: Written | None = None
) -> tuple[Typist, tuple[NewText, ...], int]:
    """The text of a new document, as it is saved, and its words.

    Comments of an imported one become mine, with the name of whoever made them.
    """
    typist = new_typist(means)
    peer = peer_of(means, typist)
    text = TextDocument.create(peer)
    text.set_authors({peer: means.reader.me}, means.reader.me, means.reader.me)
    if paragraphs:
        text.insert_written(0, paragraphs)
    if imported is not None:
        for one in imported.comments:
            _take_comment(text, one, imported.names, means.now())
        text.add_version("", "imported", means.now())
    return typist, as_new(text.own(0)), text.words


def _take_comment(text: TextDocument, one: Comment, names: Mapping[MemberId, str], now: int) -> None:
    if not 0 <= one.start <= one.end < text.length:
        return
    made = text.comment(one.start, one.end, _said(names.get(one.author, ""), one.text), one.time or now)
    for reply in one.replies:
        text.reply(made, _said(names.get(reply.author, ""), reply.text), reply.time or now)


def _said(name: str, words: str) -> str:
    return f"{name}: {words}" if name else words


def as_new(pieces: Sequence[Piece]) -> tuple[NewText, ...]:
    """Changes as the storage takes them."""
    return tuple(NewText(piece.start, piece.end, piece.data) for piece in pieces)


def peer_of(means: Means, typist: Typist) -> int:
    """What the text calls this typist."""
    return peer_id(means.reader.me, typist.writer, typist.run)


def load(means: Means, summary: DocumentSummary, peer: int) -> Loaded:
    """Everything that is here of a document's text; what is damaged is set aside, not asked about.

    What was never taken in before is marked first, so that bytes which end the program are known
    when it starts again.
    """
    document = summary.id
    aside = means.runner.call(lambda tx: texts.begin(tx, document))
    opened = _opened(means, summary)
    if any(row.guard is Guard.SUSPECT for row in opened.rows):
        aside += _try_alone(means, opened)
        opened = _opened(means, summary)
    loaded = _load(means, summary, peer, opened)
    if loaded is None and opened.cache:
        means.runner.call(lambda tx: texts.keep_cache(tx, document, b"", 0))
        opened = _opened(means, summary)
        loaded = _load(means, summary, peer, opened)
    if loaded is None:
        aside += _set_bad_aside(means, opened.rows)
        loaded = _load(means, summary, peer, _opened(means, summary))
    if loaded is None:
        log.warning("document cannot be read")
        loaded = Loaded(TextDocument.create(peer), 0, 0, missing=True, aside=aside, blank=True)
    loaded.aside = aside
    return loaded


def _opened(means: Means, summary: DocumentSummary) -> Opened:
    """In the same order everywhere: the owner's text first, which nobody else's is to keep out."""
    opened = reads.opened(means.reader, summary.id)
    return replace(opened, rows=tuple(sorted(opened.rows, key=lambda row: row.author != summary.owner)))


def _load(means: Means, summary: DocumentSummary, peer: int, opened: Opened) -> Loaded | None:
    """None where something in it is no text."""
    data = [row.data for row in opened.rows]
    new = [row for row in opened.rows if row.guard is not Guard.TRUSTED]
    direct: tuple[MemberId, ...] = ()
    try:
        mark(means, opened.rows)
        text = TextDocument.load(peer, data, opened.cache)
        if text.missing and (late := reads.late(means.reader, summary.id)):
            text = _with_late(text, late) or TextDocument.load(peer, data, opened.cache)
        if new:
            text.check()
            text, direct = _with_version(means, summary, peer, opened, text)
    except Refused as refused:
        log.warning("document not taken: %s", refused.code)
        return None
    trust(means, opened.rows)
    if text.length == 0:
        return Loaded(TextDocument.create(peer), 0, opened.rebuild, missing=True, aside=0, blank=True)
    return Loaded(text, opened.upto, opened.rebuild, text.missing, aside=0, direct=direct)


def _with_version(
    means: Means, summary: DocumentSummary, peer: int, opened: Opened, text: TextDocument
) -> tuple[TextDocument, tuple[MemberId, ...]]:
    """The text; where reviewers changed its plain words, with a version from before, and who they are.

    Only for its owner, and only where all that she knew is here without what is new.
    """
    mine, others = _by_right(summary, opened.rows, Guard.TRUSTED)
    if not others or summary.owner != means.reader.me:
        return text, ()
    base = TextDocument.load(peer, [row.data for row in mine], opened.cache)
    for one in (base, text):
        one.set_authors(authors_of(means, summary.id, peer), means.reader.me, summary.owner)
    if base.missing or base.length == 0 or base.plain() == text.plain():
        return text, ()
    base.add_version("", DIRECT, means.now())
    base.take([row.data for row in others])
    return base, tuple(dict.fromkeys(row.author for row in others))


def _by_right(
    summary: DocumentSummary, rows: Sequence[TextRow], known: Guard | None = None
) -> tuple[list[TextRow], list[TextRow]]:
    """Texts of those who may change words, or that are `known` already, and the others."""
    writers = (summary.owner, *summary.editors)
    mine: list[TextRow] = []
    others: list[TextRow] = []
    for row in rows:
        (mine if row.author in writers or row.guard is known else others).append(row)
    return mine, others


def try_out(
    means: Means, summary: DocumentSummary, text: TextDocument, rows: Sequence[TextRow]
) -> tuple[MemberId, ...]:
    """Take news into a copy first: Refused where that cannot be kept. Who changed plain words unasked."""
    mine, others = _by_right(summary, rows)
    copy = TextDocument.load(_COPY, [row.data for row in mine], text.snapshot())
    copy.set_authors(authors_of(means, summary.id, _COPY), means.reader.me, summary.owner)
    before = () if copy.missing else copy.plain()
    copy.take([row.data for row in others])
    copy.check()
    if not before or summary.owner != means.reader.me or copy.plain() == before:
        return ()
    return tuple(dict.fromkeys(row.author for row in others))


def _with_late(text: TextDocument, late: Sequence[TextRow]) -> TextDocument | None:
    """What somebody wrote after being removed counts only as far as an accepted change leans on it.

    None where something is missing all the same; what cannot be read of it keeps nobody from the rest.
    """
    for row in late:
        try:
            text.take([row.data])
        except Refused as refused:
            log.warning("late change not taken: %s", refused.code)
            if refused.code == TextCode.BROKEN:
                return None
        if not text.missing:
            return text
    return None


def mark(means: Means, rows: Sequence[TextRow]) -> None:
    """Before they are taken in: what is new is marked, durably; nothing is written for the rest."""
    new = tuple(row.rowid for row in rows if row.guard is Guard.NEW)
    if new:
        means.runner.call(lambda tx: texts.trying(tx, new))


def trust(means: Means, rows: Sequence[TextRow]) -> None:
    """They were taken in, and the program lives."""
    new = tuple(row.rowid for row in rows if row.guard in (Guard.NEW, Guard.TRYING))
    if new:
        means.runner.submit(lambda tx: texts.trusted(tx, new))


def _try_alone(means: Means, opened: Opened) -> int:
    """The program died while these and others were taken in: which one was it? How many are refused.

    Each is tried on top of all that can be trusted, for alone it may wait for what it breaks on.
    """
    good = [row.data for row in opened.rows if row.guard is Guard.TRUSTED]
    text = TextDocument.load(_COPY, good, opened.cache)
    refused = 0
    for row in sorted(opened.rows, key=lambda row: row.rowid):
        if row.guard is not Guard.SUSPECT:
            continue
        _note(means, texts.trying, row)
        try:
            text.take([row.data])
            good.append(row.data)
            _note(means, texts.trusted, row)
        except Refused:
            _note(means, texts.refuse, row)
            text = TextDocument.load(_COPY, good, opened.cache)
            refused += 1
    return refused


def _note(means: Means, what: Callable[[Tx, tuple[int, ...]], None], row: TextRow) -> None:
    means.runner.call(lambda tx: what(tx, (row.rowid,)))


def _set_bad_aside(means: Means, rows: Sequence[TextRow]) -> int:
    """Set aside each change with which those before it cannot be read; how many."""
    bad: list[int] = []
    _sift([], rows, bad)
    means.runner.call(lambda tx: texts.refuse(tx, bad))
    return len(bad)


def _sift(good: list[bytes], rows: Sequence[TextRow], bad: list[int]) -> list[bytes]:
    """`good` and those of `rows` that can be read with it; the others are noted in `bad`."""
    data = [*good, *(row.data for row in rows)]
    try:
        TextDocument.load(_COPY, data).check()
        return data
    except Refused:
        if len(rows) == 1:
            bad.append(rows[0].rowid)
            return good
    half = len(rows) // 2
    return _sift(_sift(good, rows[:half], bad), rows[half:], bad) if rows else good


def authors_of(means: Means, document: DocumentId, peer: int) -> dict[int, MemberId]:
    """Who wrote under each peer."""
    return {**reads.authors(means.reader, document), peer: means.reader.me}
