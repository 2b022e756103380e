# SPDX-License-Identifier: Apache-2.0
"""TextDocument: one text with its suggestions, comments and versions. Positions are UTF-16 units.

The text always ends with the line end of its last paragraph, which no edit takes out. A range outside the
text is a Bug. Everything raises Refused(TextCode.BROKEN) once the engine failed: drop it and load it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from mentordesk.base.errors import Refused
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import (
    PLAIN,
    Answer,
    Block,
    Comment,
    CommentId,
    Paragraph,
    Style,
    Suggestion,
    SuggestionId,
    Version,
    VersionId,
)
from mentordesk.richtext import editing
from mentordesk.richtext.answers import Answers
from mentordesk.richtext.changes import Change
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.comments import Comments
from mentordesk.richtext.core import SYSTEM, Core
from mentordesk.richtext.engine import new_doc
from mentordesk.richtext.guard import guarded, guards
from mentordesk.richtext.reading import Reading
from mentordesk.richtext.records import DECISIONS, SAYS, check_said
from mentordesk.richtext.reviewing import Edited, Reviewing, any_of, mine
from mentordesk.richtext.rounds import Rounds
from mentordesk.richtext.standing import Standings
from mentordesk.richtext.updates import Piece, inspect, pieces
from mentordesk.richtext.versions import Versions


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of updates: whether anything changed, and whether something waits for a part not here."""

    changed: bool
    missing: bool


@guards
class TextDocument(Reading):
    """One open document; see the module for what holds everywhere."""

    def __init__(self, core: Core, missing: bool = False) -> None:
        super().__init__(core)
        self._rounds = Rounds(core)
        self._reviewing = Reviewing(core, self._rounds)
        self._answers = Answers(core)
        self._standings = Standings(core, self._rounds)
        self._comments = Comments(core, self._rounds)
        self._versions = Versions(core, self._standings)
        self.missing = missing

    @classmethod
    def create(cls, peer: int) -> TextDocument:
        """A new text: one empty paragraph."""
        doc = new_doc(peer)
        with guarded(TextCode.BROKEN):
            doc.get_text("body").insert(0, "\n")
            doc.commit()
        return cls(Core(doc))

    @classmethod
    def load(cls, peer: int, updates: Sequence[bytes], cache: bytes = b"") -> TextDocument:
        """From updates in any order, on top of a cache; Refused(DAMAGED, CACHE, BROKEN)."""
        doc = new_doc(peer)
        missing = False
        if cache:
            with guarded(TextCode.CACHE):
                doc.import_(cache)
        for update in updates:
            inspect(update)
        if updates:
            with guarded(TextCode.DAMAGED):
                status = doc.import_batch(list(updates))
                missing = status.pending is not None and not status.pending.is_empty
        return cls(Core(doc), missing)

    def set_authors(self, authors: Mapping[int, MemberId], me: MemberId, owner: MemberId) -> None:
        """Whose peers are whose; before suggestions and comments are asked for, and when peers come."""
        with self._core.telling():
            self._core.records.set_authors(authors, me, owner)
            self._standings.forget()

    @property
    def on_change(self) -> Callable[[list[Change]], None] | None:
        """Told what to show after every change that was not made inside `quiet()`."""
        return self._core.on_change

    @on_change.setter
    def on_change(self, told: Callable[[list[Change]], None] | None) -> None:
        self._core.on_change = told

    def quiet(self) -> AbstractContextManager[None]:
        """What is edited inside is shown by the caller itself."""
        return self._core.quiet()

    # direct edits

    def insert(self, at: int, text: str, style: Style | None = PLAIN) -> None:
        """Write letters of `style` (None: as those before). A line end takes its paragraph's block."""
        with self._core.edit():
            editing.insert(self._core, at, text, style)

    def delete(self, start: int, end: int) -> None:
        """Take [start, end) out, never the last line end. Joined paragraphs keep the first one's block."""
        with self._core.edit():
            editing.delete(self._core, start, end)

    def restyle(
        self,
        start: int,
        end: int,
        *,
        bold: bool | None = None,
        italic: bool | None = None,
        link: str | None = None,
    ) -> None:
        """Set what is not None; an empty link takes it off."""
        with self._core.edit():
            editing.restyle(self._core, start, end, bold, italic, link)

    def set_block(self, newline: int, block: Block) -> None:
        """What the paragraph is whose line end stands at `newline`."""
        with self._core.edit():
            editing.set_block(self._core, newline, block)

    def insert_written(self, at: int, paragraphs: Sequence[Paragraph], suggestion: bool = False) -> int:
        """Paste or import; where it ends. As a suggestion the letters come without styles and blocks."""
        with self._core.edit():
            if suggestion:
                return self._reviewing.insert(at, "\n".join(one.text for one in paragraphs)).caret
            return editing.insert_paragraphs(self._core, at, paragraphs)

    # suggestions by me

    def suggest_insert(self, at: int, text: str) -> Edited:
        """Suggest letters at `at`."""
        with self._core.edit():
            return self._reviewing.insert(at, text)

    def suggest_delete(self, start: int, end: int) -> Edited:
        """Suggest that [start, end) goes; my own open suggested letters go at once."""
        with self._core.edit():
            return self._reviewing.delete(start, end)

    def suggest_replace(self, start: int, end: int, text: str) -> Edited:
        """Suggest other letters in place of [start, end)."""
        with self._core.edit():
            return self._reviewing.replace(start, end, text)

    def set_reason(self, one: SuggestionId, text: str) -> None:
        """Why I suggest it; Refused(UNKNOWN, NOT_YOURS), as the next two."""
        check_said(text)
        with self._core.edit():
            self._core.records.put(SAYS, mine(self._core, one).id, text)

    def set_important(self, one: str, important: bool) -> None:
        """One of my three most important; Refused(IMPORTANT) for a fourth."""
        with self._core.edit():
            self._rounds.set_important(mine(self._core, one), important)

    def withdraw(self, one: str) -> None:
        """Take my suggestion or comment back; Refused(DECIDED) once it was accepted or refused."""
        with self.group(), self._core.edit():
            self._reviewing.withdraw(one)

    # comments

    def comment(self, start: int, end: int, text: str, now: int) -> CommentId:
        """Remark on [start, end)."""
        with self._core.edit():
            return self._comments.comment(start, end, text, now)

    def edit_comment(self, one: CommentId, text: str) -> None:
        """Say something else; mine only."""
        self.set_reason(one, text)

    def reply(self, one: str, text: str, now: int) -> None:
        """Say something below a comment or suggestion."""
        with self._core.edit():
            self._comments.reply(one, text, now)

    # the owner

    def answer(self, ids: Sequence[str], answer: Answer, words: str = "") -> None:
        """Answer suggestions and comments, as one step of undo. Refused(NOT_OWNER, UNKNOWN).

        Accept and refuse change the text; what is decided already keeps its answer.
        """
        with self._core.telling():
            with self._core.edit(SYSTEM):
                self._answers.clean(ids if answer in DECISIONS else ())
            with self.group(), self._core.edit():
                self._answers.answer(ids, answer, words)

    # lists

    def suggestions(self) -> tuple[Suggestion, ...]:
        """All, in text order; those without a place behind the others."""
        return self._standings.suggestions()

    def comments(self) -> tuple[Comment, ...]:
        """All, in text order; those without a place behind the others."""
        return self._comments.comments()

    def original_of(self, one: SuggestionId) -> tuple[str, str]:
        """The sentence as the reviewer saw it, and as it is now (empty: gone)."""
        return self._standings.original_of(any_of(self._core, one))

    # rounds

    def set_works(self, text: str) -> None:
        """What works, first of all."""
        with self._core.edit():
            self._rounds.set_works(text)

    def works(self) -> dict[MemberId, str]:
        """What works, by reviewer."""
        return self._rounds.works()

    def give_back(self, number: int, now: int) -> None:
        """I return what I suggested and remarked, in round `number`."""
        with self._core.edit(SYSTEM):
            self._rounds.give_back(number, now)

    # versions

    def add_version(self, name: str, occasion: str, now: int) -> VersionId:
        """Remember the text as it is now."""
        with self._core.edit(SYSTEM):
            return self._versions.add(name, occasion, now)

    def rename_version(self, one: VersionId, name: str) -> None:
        """Name a version; Refused(UNKNOWN), as the next three."""
        with self._core.edit(SYSTEM):
            self._versions.rename(one, name)

    def versions(self) -> tuple[Version, ...]:
        """All, oldest first."""
        return self._versions.versions()

    def at_version(self, one: VersionId) -> tuple[Paragraph, ...]:
        """The text of a version; Refused(MISSING) where a part of it is not here."""
        return self._versions.at(one)

    def compare(self, before: VersionId, after: VersionId = "") -> tuple[Paragraph, ...]:
        """From one version to another, or to now: styles say inserted=("new",) and deleted=("old",)."""
        return self._versions.compare(before, after)

    def restore(self, one: VersionId) -> None:
        """Bring a version's text back as a new edit."""
        with self.group(), self._core.edit():
            self._versions.restore(one)

    # undo

    @property
    def can_undo(self) -> bool:
        """Whether something of mine can be undone."""
        return self._core.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether something of mine can be done again."""
        return self._core.can_redo

    def undo(self) -> bool:
        """Undo my last group of edits; False when there is none."""
        return self._turn(again=False)

    def redo(self) -> bool:
        """Do again what I undid last."""
        return self._turn(again=True)

    def _turn(self, again: bool) -> bool:
        before, first = self._answers.all_decided(), self._core.records.counter()
        with self._core.telling():
            done = self._core.undo(again)
            self._answers.undone(before, first)
        return done

    @contextmanager
    def group(self) -> Iterator[None]:
        """What is edited inside is undone at once."""
        self.break_group()
        yield
        self.break_group()

    def break_group(self) -> None:
        """What is edited from here is undone by itself: a pause, a caret that moved."""
        self._core.end_group()

    # exchange

    @property
    def own_end(self) -> int:
        """The number behind my last change: `own(own_end)` is empty."""
        self._core.commit()
        return self._core.records.counter()

    def own(self, since: int) -> list[Piece]:
        """My changes from number `since` on, as updates of at most 6 KB where they can be cut."""
        self._core.commit()
        return pieces(self._core.doc, self._core.peer, since, self.own_end)

    def take(self, updates: Sequence[bytes]) -> Taken:
        """Take updates of others in, any order, any number of times; Refused(DAMAGED, BROKEN)."""
        core, before = self._core, self._core.doc.oplog_vv
        with core.telling():
            try:
                self.missing = core.take(updates)
            finally:
                changed = bool(core.doc.oplog_vv != before)
                if changed:
                    self._reviewing.close()
                    with core.edit(SYSTEM):
                        self._answers.settle()
        return Taken(changed, self.missing)

    def check(self) -> None:
        """Refused(DAMAGED) where what was taken in leaves no text that can be kept, or no last line end.

        The engine takes in some updates that it cannot read again; nobody's program of ours writes them.
        """
        again = type(self).load(1, (), self.snapshot())
        text = "".join(letters for letters, _ in again.runs(0, again.length))
        whole = text == self.text() and text.endswith("\n")
        if not whole and self._core.doc.len_ops:
            raise Refused(TextCode.DAMAGED)

    def snapshot(self) -> bytes:
        """Everything as one blob for `load(cache=…)`."""
        return self._core.snapshot()
