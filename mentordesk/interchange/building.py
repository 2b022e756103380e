# SPDX-License-Identifier: Apache-2.0
"""A document as a reader puts it together, piece by piece, never larger than a document may be."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mentordesk.base.errors import ImportTooLong
from mentordesk.base.utf16 import units
from mentordesk.domain.formats import Imported, LeftOut
from mentordesk.domain.ids import MEMBER_SIZE, MemberId
from mentordesk.domain.texts import (
    HEADINGS,
    LISTS,
    MAX_INDENT,
    MAX_LETTERS,
    PLAIN,
    Answer,
    Block,
    BlockKind,
    Comment,
    Paragraph,
    Reply,
    Run,
    Style,
    Suggestion,
    Written,
)
from mentordesk.interchange.clean import SOFT_BREAK, cleaned
from mentordesk.interchange.places import Ruler

MAX_PARAGRAPHS = 20_000
MAX_REMARKS = 5_000
LONG_ROW = 200  # letters; a row of a table with more is not put on one line
BODY = Block()


@dataclass(frozen=True, slots=True)
class Change:
    """Who added or took out the letters that are being read."""

    author: str
    added: bool


@dataclass(slots=True)
class Remark:
    """A comment as it is read: its words may come after its place."""

    author: str = ""
    text: str = ""
    time: int = 0
    start: int = -1
    end: int = -1
    done: bool = False
    replies: list[tuple[str, str, int]] = field(default_factory=list)


class Builder:
    """Takes letters and paragraph ends in order. `marked` keeps tracked changes as suggestions,
    otherwise all are accepted: what was taken out never gets in.
    """

    def __init__(self, marked: bool = False) -> None:
        self._marked = marked
        self._paragraphs: list[Paragraph] = []
        self._runs: list[Run] = []
        self._made: dict[str, MemberId] = {}
        self._authors: dict[str, MemberId] = {}  # of suggestions, by their ids
        self._last: dict[str, tuple[int, str]] = {}
        self.remarks: list[Remark] = []
        self.left_out: set[LeftOut] = set()
        self.position = 0  # in UTF-16 units

    def text(self, text: str, style: Style = PLAIN, changes: Sequence[Change] = ()) -> None:
        """Letters of the paragraph that is being read."""
        text = cleaned(text)
        if not text or not self._stays(changes):
            return
        style = self._with_marks(style, changes, units(text))
        self.position += units(text)
        if self.position > MAX_LETTERS:
            raise ImportTooLong(limit=MAX_LETTERS)
        if self._runs and self._runs[-1].style == style:
            text = self._runs.pop().text + text
        self._runs.append(Run(text, style))

    def end(self, block: Block = BODY, changes: Sequence[Change] = ()) -> None:
        """The paragraph ends here, unless this end itself was taken out."""
        if not self._stays(changes):
            return
        style = self._with_marks(PLAIN, changes, 1)
        self.position += 1
        block = replace(block, indent=max(0, min(block.indent, MAX_INDENT)))
        self._paragraphs.extend(_without_breaks(self._runs, block, style))
        self._runs.clear()
        if len(self._paragraphs) > MAX_PARAGRAPHS or self.position > MAX_LETTERS:
            raise ImportTooLong(limit=MAX_LETTERS)

    @property
    def inside(self) -> bool:
        """Whether the paragraph that is being read has letters already."""
        return bool(self._runs)

    def _stays(self, changes: Sequence[Change]) -> bool:
        if changes and not self._marked:
            self.left_out.add(LeftOut.CHANGES)
        return self._marked or all(change.added for change in changes)

    def _with_marks(self, style: Style, changes: Sequence[Change], length: int) -> Style:
        if not changes or not self._marked:
            return style
        added = tuple(self._suggestion(change, length) for change in changes if change.added)
        removed = tuple(self._suggestion(change, length) for change in changes if not change.added)
        return replace(style, inserted=added, deleted=removed)

    def _suggestion(self, change: Change, length: int) -> str:
        """The suggestion of these letters: that of the letters before, when they are by the same person."""
        end, name = self._last.get(change.author, (-1, ""))
        if end != self.position:
            name = f"{len(self._authors):06d}"
            self._authors[name] = self.member(change.author)
        self._last[change.author] = (self.position + length, name)
        return name

    def member(self, name: str) -> MemberId:
        """An id for somebody who is only a name here; the same name gets the same id."""
        name = cleaned(name).replace(SOFT_BREAK, " ").strip()[:100]
        if name not in self._made:
            self._made[name] = (len(self._made) + 1).to_bytes(MEMBER_SIZE, "big")
        return self._made[name]

    def finish(self, title: str) -> Imported:
        """The whole document; it has a paragraph at least."""
        if self._runs or not self._paragraphs:
            self.end()
        paragraphs = tuple(self._paragraphs)
        suggestions = suggestions_in(paragraphs, self._authors) if self._marked else ()
        ruler = Ruler(paragraphs)
        comments = tuple(self._comment(number, remark, ruler) for number, remark in enumerate(self.remarks))
        written = Written(
            title,
            paragraphs,
            suggestions,
            tuple(sorted(comments, key=lambda comment: comment.start)),
            {member: name for name, member in self._made.items()},
        )
        return Imported(written, tuple(code for code in LeftOut if code in self.left_out))

    def _comment(self, number: int, remark: Remark, ruler: Ruler) -> Comment:
        start, end = remark.start, min(max(remark.start, remark.end), self.position)
        return Comment(
            f"c{number:05d}",
            self.member(remark.author),
            start,
            end if start >= 0 else -1,
            ruler.between(start, end) if start >= 0 else "",
            _lines(remark.text),
            remark.time,
            answer=Answer.DONE if remark.done else Answer.OPEN,
            returned=True,
            replies=tuple(Reply(self.member(who), _lines(text), time) for who, text, time in remark.replies),
        )


def _without_breaks(runs: Sequence[Run], block: Block, end: Style) -> Iterator[Paragraph]:
    """A document has no line ends within paragraphs: each makes a paragraph, in a heading a space."""
    if block.kind in HEADINGS:
        yield Paragraph(tuple(Run(run.text.replace(SOFT_BREAK, " "), run.style) for run in runs), block, end)
        return
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split(SOFT_BREAK)
        line += [Run(first, run.style)] if first else []
        for text in others:
            marks = Style(inserted=run.style.inserted, deleted=run.style.deleted)
            yield Paragraph(tuple(line), block, marks)
            line = [Run(text, run.style)] if text else []
            block = _below(block)
    yield Paragraph(tuple(line), block, end)


def _below(block: Block) -> Block:
    """What goes on in the item of a list is a paragraph below it."""
    if block.kind in LISTS:
        return Block(BlockKind.BODY, min(block.indent + 1, MAX_INDENT))
    return block


def _lines(text: str) -> str:
    return cleaned(text).replace(SOFT_BREAK, "\n")


def suggestions_in(
    paragraphs: Sequence[Paragraph], authors: dict[str, MemberId]
) -> tuple[Suggestion, ...]:
    """The suggestions whose marks stand in the text, in the order of the text."""
    places: dict[str, tuple[int, int]] = {}
    words: dict[str, tuple[list[str], list[str]]] = {}
    at = 0
    for paragraph in paragraphs:
        for run in (*paragraph.runs, Run("\n", paragraph.end)):
            after = at + units(run.text)
            for side, names in enumerate((run.style.deleted, run.style.inserted)):
                for name in names:
                    places[name] = (places.get(name, (at, 0))[0], after)
                    words.setdefault(name, ([], []))[side].append(run.text)
            at = after
    return tuple(
        Suggestion(name, authors.get(name, bytes(MEMBER_SIZE)), start, end,
                   "".join(words[name][0]), "".join(words[name][1]), returned=True)
        for name, (start, end) in places.items()
    )
