# SPDX-License-Identifier: Apache-2.0
"""Amina's essay in the demo: written, reviewed and answered through the desk, as the windows do it."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from mentordesk.base.utf16 import units
from mentordesk.desk.desk import Desk
from mentordesk.desk.writing import Writing
from mentordesk.domain.documents import DocumentId, DocumentSummary
from mentordesk.domain.ids import CircleId
from mentordesk.domain.texts import Answer, Block, BlockKind, Comment, Paragraph, Run, Suggestion

Event = dict[str, Any]


class Essay:
    """One document of a circle; each call opens it at somebody's desk and closes it."""

    def __init__(self, circle: CircleId, title: str) -> None:
        self._circle = circle
        self._title = title

    def play(self, event: Event, desk: Desk) -> None:
        """One event of the term, by the person at this desk."""
        match event["kind"]:
            case "write":
                self.write(desk, event["paragraphs"])
            case "change":
                self.change(desk, event["replace"])
            case "ask":
                self.ask(desk, event)
            case "review":
                self.review(desk, event)
                self.give_back(desk)
            case _:
                self.answer(desk, event)

    def find(self, desk: Desk) -> DocumentSummary | None:
        """The document as this desk has it; None before it has come."""
        listed = desk.documents.list(self._circle)
        return next((one for one in listed if one.title == self._title), None)

    @contextmanager
    def open(self, desk: Desk) -> Iterator[Writing]:
        """Somebody reads and writes in it."""
        writing = desk.documents.open(self.id(desk))
        seen = writing.seen()
        if seen is not None:
            seen.result()
        try:
            yield writing
        finally:
            writing.close()

    def id(self, desk: Desk) -> DocumentId:
        """What it is called among documents."""
        found = self.find(desk)
        assert found is not None
        return found.id

    # ------------------------------------------------------------------ the owner
    def write(self, desk: Desk, paragraphs: Sequence[Sequence[str]]) -> None:
        """Begin it, or write on at its end: [kind, text] each."""
        made = tuple(Paragraph((Run(text),), Block(BlockKind(kind))) for kind, text in paragraphs)
        if self.find(desk) is None:
            desk.documents.new(self._circle, self._title, made).result()
            return
        with self.open(desk) as writing:
            end = writing.text.length - 1
            writing.text.insert(end, "\n")
            writing.text.insert_written(end + 1, made)

    def change(self, desk: Desk, pairs: Sequence[Sequence[str]]) -> None:
        """Other words in place of some: as a hand does it, what stays is left alone."""
        with self.open(desk) as writing:
            for old, new in pairs:
                start, end = place_of(writing, old)
                beside = zip(old, new, strict=False)
                same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], beside))
                start += units(old[:same])
                writing.text.delete(start, end)
                writing.text.insert(start, new[same:])

    def ask(self, desk: Desk, event: Event) -> None:
        """Ask everybody else of the circle to read it; days are counted from the day of asking."""
        (here,) = (one for one in desk.people.circles() if one.circle == self._circle)
        with self.open(desk) as writing:
            today = date.fromtimestamp(writing.now())
            hand_in, read_by = (today + timedelta(event[name]) for name in ("hand_in", "read_by"))
            writing.review.ask([one.member for one in here.others], hand_in, read_by, event["note"])

    def answer(self, desk: Desk, event: Event) -> None:
        """Accept, refuse with a reason, say done and not yet; a version where all is answered."""
        with self.open(desk) as writing:
            for adds in event.get("accept", ()):
                writing.text.answer([_suggestion(writing, adds).id], Answer.ACCEPTED)
            for adds, words in event.get("refuse", ()):
                writing.text.answer([_suggestion(writing, adds).id], Answer.REFUSED, words)
            for name, answer in (
                ("done", Answer.DONE),
                ("not_yet", Answer.NOT_YET),
                ("unclear", Answer.UNCLEAR),
            ):
                for begins in event.get(name, ()):
                    writing.text.answer([_comment(writing, begins).id], answer)
            if "version" in event:
                writing.review.new_version(event["version"])

    # ------------------------------------------------------------------ the reviewer
    def review(self, desk: Desk, event: Event) -> None:
        """What works first, suggestions, comments; nothing of it has gone."""
        with self.open(desk) as writing:
            writing.review.set_works(event["works"])
            for old, new, reason, important in event["suggest"]:
                made = writing.text.suggest_replace(*place_of(writing, old), new)
                if reason:
                    writing.text.set_reason(made.id, reason)
                writing.text.set_important(made.id, important)
            for words, text, important in event["comment"]:
                remark = writing.text.comment(*place_of(writing, words), text, writing.now())
                writing.text.set_important(remark, important)

    def give_back(self, desk: Desk) -> None:
        """Everything goes with the next exchange."""
        with self.open(desk) as writing:
            writing.review.give_back()


def place_of(writing: Writing, words: str) -> tuple[int, int]:
    """Where these words stand, in UTF-16 units."""
    text = writing.text.text()
    start = units(text[: text.index(words)])
    return start, start + units(words)


def _suggestion(writing: Writing, adds: str) -> Suggestion:
    return next(one for one in writing.text.suggestions() if one.adds == adds)


def _comment(writing: Writing, begins: str) -> Comment:
    return next(one for one in writing.text.comments() if one.text.startswith(begins))
