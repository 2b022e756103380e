# SPDX-License-Identifier: Apache-2.0
"""What reviewers said, made ready for any format: remarks on places, and notes at the end for the rest."""
from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mentordesk.domain.formats import ExportWords
from mentordesk.domain.ids import MemberId
from mentordesk.domain.texts import Answer, Comment, Reply, Standing, Style, Suggestion, Written

_SETTLED = (Answer.ACCEPTED, Answer.REFUSED)


@dataclass(frozen=True, slots=True)
class Remark:
    """Words about the letters from `start` to `end` (UTF-16 units)."""

    author: str
    text: str
    time: int  # unix seconds, 0 where nobody knows
    start: int
    end: int
    done: bool = False
    replies: tuple[tuple[str, str, int], ...] = ()  # author, text, time


@dataclass(frozen=True, slots=True)
class Notes:
    """A section at the end: a heading and its lines."""

    heading: str
    lines: tuple[str, ...]


class Review:
    """The suggestions and comments of a document, as an exported file shows them."""

    def __init__(self, written: Written, words: ExportWords) -> None:
        self._words = words
        self._names: Mapping[MemberId, str] = written.names
        self._suggestions = {suggestion.id: suggestion for suggestion in written.suggestions}
        self._comments = written.comments
        self._works = written.works
        self._shown = _shown(written, self)

    def author_of(self, name: str) -> str:
        """Who made the suggestion of this id; empty for one that is only a mark (compared versions)."""
        suggestion = self._suggestions.get(name)
        return self._names.get(suggestion.author, "") if suggestion else ""

    def time_of(self, name: str) -> int:
        """When that suggestion was given back, in unix seconds; 0 where nobody knows."""
        suggestion = self._suggestions.get(name)
        return suggestion.time if suggestion else 0

    def mark(self, names: tuple[str, ...]) -> str | None:
        """The one open suggestion of these that letters can show, or None. Settled ones are plain text."""
        for name in names:
            if name not in self._suggestions or self._suggestions[name].answer not in _SETTLED:
                return name
        return None

    def remarks(self) -> list[Remark]:
        """Everything said about places that are there, in the order of the text."""
        found = [*self._comment_remarks(), *self._suggestion_remarks()]
        return sorted(found, key=lambda remark: (remark.start, remark.end))

    def notes(self) -> list[Notes]:
        """What has no place: what works first, and what was said about places that are gone."""
        names = self._names
        works = tuple(f"{names.get(member, '')}: {text}" for member, text in self._works if text.strip())
        gone = tuple(self._gone())
        sections = (Notes(self._words.works, works), Notes(self._words.gone, gone))
        return [section for section in sections if section.lines]

    def _comment_remarks(self) -> Iterator[Remark]:
        for comment in self._comments:
            if comment.start >= 0 and comment.standing is not Standing.GONE:
                text = self._with_answer(comment.text, comment)
                done = comment.answer is Answer.DONE
                yield self._remark(comment.author, text, comment.time, comment, done)

    def _suggestion_remarks(self) -> Iterator[Remark]:
        """A suggestion's reason, and the suggestion itself where its marks are below another one's."""
        for suggestion in self._suggestions.values():
            if suggestion.answer in _SETTLED or not _stands(suggestion):
                continue
            text = self._with_answer(suggestion.reason, suggestion)
            if suggestion.id not in self._shown:
                text = "\n".join(filter(None, (self._offer(suggestion), text)))
            if text or suggestion.replies:
                yield self._remark(suggestion.author, text, suggestion.time, suggestion, False)

    def _remark(
        self, author: MemberId, text: str, time: int, place: Comment | Suggestion, done: bool
    ) -> Remark:
        return Remark(
            self._names.get(author, ""), text, time, place.start, place.end, done,
            tuple(self._reply(reply) for reply in place.replies),
        )

    def _reply(self, reply: Reply) -> tuple[str, str, int]:
        return self._names.get(reply.author, ""), reply.text, reply.time

    def _with_answer(self, text: str, place: Comment | Suggestion) -> str:
        words = {Answer.NOT_YET: self._words.not_yet, Answer.UNCLEAR: self._words.unclear}
        first = self._words.important if place.important else ""
        last = words.get(place.answer, "")
        last = ": ".join(filter(None, (last, place.answer_words)))
        return "\n".join(filter(None, (first, text, last)))

    def _offer(self, suggestion: Suggestion) -> str:
        words = self._words
        form = words.adds if not suggestion.removes else words.replaces
        form = form if suggestion.adds else words.removes
        return filled(form, removes=suggestion.removes, adds=suggestion.adds)

    def _gone(self) -> Iterator[str]:
        for suggestion in self._suggestions.values():
            if suggestion.answer not in _SETTLED and not _stands(suggestion):
                said = self._with_answer(suggestion.reason, suggestion)
                yield self._told(suggestion.author, "\n".join(filter(None, (self._offer(suggestion), said))),
                                 suggestion.replies)
        for comment in self._comments:
            if comment.start < 0 or comment.standing is Standing.GONE:
                about = filled(self._words.about, quote=comment.quote)
                said = self._with_answer(comment.text, comment)
                yield self._told(comment.author, f"{about}\n{said}", comment.replies)

    def _told(self, author: MemberId, text: str, replies: tuple[Reply, ...]) -> str:
        answers = [f"{name}: {words}" for name, words, _ in map(self._reply, replies)]
        return "\n".join([f"{self._names.get(author, '')}: {text}", *answers])


def stamp(time: int) -> str:
    """Unix seconds as files write them."""
    moment = datetime.datetime.fromtimestamp(max(0, min(time, 253_402_300_799)), datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def time_of(text: str | None) -> int:
    """What `stamp` wrote, or another program, in unix seconds; 0 when it is no time."""
    try:
        moment = datetime.datetime.fromisoformat(text or "")
    except (ValueError, OverflowError):
        return 0
    return max(0, int(moment.replace(tzinfo=moment.tzinfo or datetime.UTC).timestamp()))


def filled(form: str, **values: str) -> str:
    """The form with its names in braces replaced; other braces, and those in the values, stay."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), form)


def _stands(place: Suggestion) -> bool:
    return place.start >= 0 and place.standing is not Standing.GONE


def _shown(written: Written, review: Review) -> frozenset[str | None]:
    """The suggestions that have letters of their own to be seen in."""
    styles: list[Style] = [run.style for paragraph in written.paragraphs for run in paragraph.runs]
    styles += [paragraph.end for paragraph in written.paragraphs]
    return frozenset(review.mark(names) for style in styles for names in (style.inserted, style.deleted))
