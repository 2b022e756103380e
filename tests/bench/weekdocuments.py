# SPDX-License-Identifier: Apache-2.0
"""The documents of a recorded week, written through Writing as the window does.

A document's operations are one list in time, each made on what those before it gave, in code points. So a
person writes as far as it goes from what they have: the owner at once, a mentor when the document has come.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentordesk.base.utf16 import units
from mentordesk.desk.desk import Desk
from mentordesk.desk.writing import Writing
from mentordesk.domain.documents import MAX_TITLE_LENGTH, WRITERS, DocumentSummary, Mode
from mentordesk.domain.ids import CircleId, Role
from mentordesk.domain.messages import clean
from mentordesk.domain.texts import Answer, Paragraph, Run
from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.marks import written

KINDS = ("doc_new", "doc_edit")

Operation = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Course:
    """One document's operations, and its texts: texts[n] is what the first n + 1 operations give."""

    document: str
    title: str
    operations: tuple[Operation, ...]
    texts: tuple[str, ...]

    def reached(self, text: str) -> int:
        """How many operations this text has had; 0 when it is none of theirs."""
        return next((n for n in range(len(self.texts), 0, -1) if self.texts[n - 1] == text), 0)

    def of(self, who: str, first: int, end: int) -> int:
        """How many of operations[first:end] are somebody's."""
        return sum(operation["author"] == who for operation in self.operations[first:end])


def courses(operations: Sequence[Operation]) -> list[Course]:
    """All documents of a week; an operation that fits nowhere is left out."""
    found: dict[str, tuple[list[Operation], list[str]]] = {}
    for operation in operations:
        name = operation.get("doc", "")
        if operation["kind"] == "doc_new" and name not in found:
            found[name] = [operation], [written(operation.get("text", ""))]
        elif operation["kind"] == "doc_edit" and name in found:
            done, texts = found[name]
            start, end = operation["pos"], operation["pos"] + operation["del"]
            if 0 <= start <= end <= len(texts[-1]):
                done.append(operation)
                texts.append(texts[-1][:start] + written(operation["ins"]) + texts[-1][end:])
    return [
        Course(name, _title(done[0].get("title", "")), tuple(done), tuple(texts))
        for name, (done, texts) in found.items()
    ]


def _title(title: str) -> str:
    """As it is kept: one line."""
    return " ".join(clean(title).split())[:MAX_TITLE_LENGTH].rstrip()


class Plan:
    """What one person means to write, kept in a file: a mentor writes when the document has come."""

    def __init__(self, home: Path, who: str) -> None:
        self._path = home / f"{who}.documents.json"
        kept = json.loads(self._path.read_text(encoding="utf-8")) if self._path.exists() else {}
        self.operations: list[Operation] = kept.get("operations", [])
        self.suggesting: bool = kept.get("suggesting", False)

    def make(self, operations: Sequence[Operation], suggesting: bool) -> None:
        """Mean to write these."""
        self.operations = [one for one in operations if one["kind"] in KINDS]
        self.suggesting |= suggesting
        kept = {"operations": self.operations, "suggesting": self.suggesting}
        self._path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


@dataclass(slots=True)
class Done:
    """How many operations were written now, had been before, come later; suggestions that were accepted."""

    written: int = 0
    already: int = 0
    later: int = 0
    accepted: int = 0

    @property
    def something(self) -> bool:
        """There is something to send."""
        return bool(self.written or self.accepted)


class Author:
    """One person of the week at their desk. `at` is told each operation before it is written."""

    def __init__(
        self, desk: Desk, circle: CircleId, who: str, plan: Plan, at: Callable[[Operation], None]
    ) -> None:
        self._desk = desk
        self._circle = circle
        self._who = who
        self._plan = plan
        self._at = at

    def write(self) -> Done:
        """Everything that can be written now; the owner first accepts what is suggested."""
        done = Done()
        for course in courses(self._plan.operations):
            summary = self._find(course) or self._begin(course, done)
            if summary is None:
                done.later += course.of(self._who, 0, len(course.operations))
            else:
                self._go_on(summary, course, done)
        return done

    def _find(self, course: Course) -> DocumentSummary | None:
        listed = self._desk.documents.list(self._circle)
        return next((one for one in listed if one.title == course.title), None)

    def _begin(self, course: Course, done: Done) -> DocumentSummary | None:
        first = course.operations[0]
        if first["author"] != self._who:
            return None
        self._at(first)
        lines = course.texts[0].split("\n")
        paragraphs = tuple(Paragraph((Run(line),) if line else ()) for line in lines)
        self._desk.documents.new(self._circle, course.title, paragraphs).result()
        done.written += 1
        done.already -= 1  # counted below with those that are there
        return self._find(course)

    def _let_mentors_write(self, summary: DocumentSummary) -> None:
        (here,) = (one for one in self._desk.people.circles() if one.circle == self._circle)
        mentors = tuple(one.member for one in here.others if one.role is Role.MENTOR)
        if set(summary.editors) != set(mentors) and not self._plan.suggesting:
            self._desk.documents.set_editors(summary.id, mentors).result()

    def _go_on(self, summary: DocumentSummary, course: Course, done: Done) -> None:
        """Write from where the text stands up to the first operation of somebody else."""
        if summary.mode is Mode.OWNER:
            self._let_mentors_write(summary)
        writing = self._desk.documents.open(summary.id)
        try:
            done.accepted += accept(writing) if writing.mode is Mode.OWNER else 0
            reached = course.reached(planned(writing.text))
            done.already += course.of(self._who, 0, reached)
            suggesting = writing.mode is not Mode.OWNER and (
                self._plan.suggesting or writing.mode not in WRITERS
            )
            now = reached
            while reached and course.of(self._who, now, now + 1):
                self._at(course.operations[now])
                edit(writing.text, course.operations[now], suggesting)
                save(writing)
                now += 1
            done.written += now - reached
            done.later += course.of(self._who, now, len(course.operations))
            if suggesting and writing.review.mine().total:
                writing.review.give_back()
        finally:
            writing.close()


def save(writing: Writing) -> None:
    """As on a pause."""
    saving = writing.save()
    if saving is not None:
        saving.result()
        writing.poll()


def accept(writing: Writing) -> int:
    """Every suggestion that is open; how many."""
    waiting = [one.id for one in writing.text.suggestions() if one.answer is Answer.OPEN]
    if waiting:
        writing.text.answer(waiting, Answer.ACCEPTED)
        save(writing)
    return len(waiting)


def planned(text: TextDocument) -> str:
    """What the text is once every open suggestion is accepted, without its last line end."""
    return "".join(words for words, style in text.runs(0, text.length) if not style.deleted)[:-1]


def edit(text: TextDocument, operation: Operation, suggesting: bool) -> None:
    """One operation, at its place among the letters that are planned to stand."""
    at, removed, added = operation["pos"], operation["del"], operation["ins"]
    places = _places(text)
    start = places[at][0] if removed or not at else places[at - 1][1]
    end = places[at + removed - 1][1] if removed else start
    if suggesting and start < end and added:
        text.suggest_replace(start, end, added)
    elif suggesting and start < end:
        text.suggest_delete(start, end)
    elif suggesting:
        text.suggest_insert(start, added)
    else:
        text.delete(start, end)
        text.insert(start, added)


def _places(text: TextDocument) -> list[tuple[int, int]]:
    """Where each planned letter starts and ends, in UTF-16 units."""
    places, at = [], 0
    for words, style in text.runs(0, text.length):
        for letter in words:
            before, at = at, at + units(letter)
            if not style.deleted:
                places.append((before, at))
    return places
