# SPDX-License-Identifier: Apache-2.0
"""Rich text as it crosses borders: paragraphs of runs, suggestions, comments; no editor, no CRDT."""
from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from mentordesk.domain.ids import MemberId

SuggestionId: TypeAlias = str  # 6 letters of base64url, random
CommentId: TypeAlias = str
VersionId: TypeAlias = str

MAX_INDENT = 6
MAX_LINK = 2_000  # letters of an address
LINK_SCHEMES = ("http", "https", "mailto")
MAX_IMPORTANT = 3  # "most important" of one reviewer in one round
MAX_LETTERS = 600_000  # of one document: about 100,000 words


class BlockKind(StrEnum):
    """What a paragraph is; the values stand in documents."""

    BODY = ""
    HEADING1 = "h1"
    HEADING2 = "h2"
    HEADING3 = "h3"
    BULLET = "bullet"
    NUMBER = "number"
    QUOTE = "quote"


HEADINGS = (BlockKind.HEADING1, BlockKind.HEADING2, BlockKind.HEADING3)
LISTS = (BlockKind.BULLET, BlockKind.NUMBER)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph's kind and indent (0…MAX_INDENT)."""

    kind: BlockKind = BlockKind.BODY
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Style:
    """How letters look and which suggestions hold them; `link` is an address or empty."""

    bold: bool = False
    italic: bool = False
    link: str = ""
    inserted: tuple[SuggestionId, ...] = ()  # suggested to be added
    deleted: tuple[SuggestionId, ...] = ()  # suggested to be taken out


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style, without a line end."""

    text: str
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `end` is the style of its line end: a suggested split or join stands there."""

    runs: tuple[Run, ...] = ()
    block: Block = Block()
    end: Style = PLAIN

    @property
    def text(self) -> str:
        """The letters alone."""
        return "".join(run.text for run in self.runs)


class Standing(StrEnum):
    """Whether a suggestion or comment still meets the words it was made for."""

    FITS = "fits"
    CHANGED = "changed"  # the text has changed: see both
    GONE = "gone"  # the place is no longer there


class Answer(StrEnum):
    """What the owner says to a suggestion (accepted, refused) or a comment (done, not yet), or to both."""

    OPEN = ""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"
    NOT_YET = "not yet"
    UNCLEAR = "unclear"  # "I don't understand"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggested change. Places are UTF-16 units; start = end = -1 where the place is gone."""

    id: SuggestionId
    author: MemberId
    start: int
    end: int
    removes: str  # the words to be taken out
    adds: str  # the words to be added
    standing: Standing = Standing.FITS
    important: bool = False
    reason: str = ""  # the reviewer's
    answer: Answer = Answer.OPEN
    answer_words: str = ""  # the owner's
    returned: bool = False  # False: the reviewer has not given it back yet
    round: int = 0  # of review with which it was given back
    replies: tuple[Reply, ...] = ()
    time: int = 0  # when it was given back, in unix seconds; 0: not yet, or nobody knows
    replied: bool = False  # it was unclear, and its author has said more since: the owner's turn


@dataclass(frozen=True, slots=True)
class Reply:
    """One remark below a comment or suggestion."""

    author: MemberId
    text: str
    time: int  # unix seconds


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on words. Places as in Suggestion; `quote` is what it was written about."""

    id: CommentId
    author: MemberId
    start: int
    end: int
    quote: str
    text: str
    time: int  # unix seconds
    standing: Standing = Standing.FITS
    important: bool = False
    answer: Answer = Answer.OPEN
    answer_words: str = ""
    returned: bool = False
    round: int = 0
    replies: tuple[Reply, ...] = ()
    replied: bool = False  # as in Suggestion


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a document one can look at again."""

    id: VersionId
    name: str  # empty: made by itself, `occasion` says why
    occasion: str  # asked, returned, answered, restored, day, imported, replaced, direct; or empty
    author: MemberId
    time: int  # unix seconds


@dataclass(frozen=True, slots=True)
class Written:
    """A whole document outside of the editor: what is imported, exported, printed or compared."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    suggestions: tuple[Suggestion, ...] = ()
    comments: tuple[Comment, ...] = ()
    names: dict[MemberId, str] = field(default_factory=dict)  # of everybody who is named in it
    works: tuple[tuple[MemberId, str], ...] = ()  # "what works first", by reviewer
