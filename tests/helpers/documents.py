# SPDX-License-Identifier: Apache-2.0
"""Documents in tests: somebody writes, somebody reviews, a computer is switched off."""

from __future__ import annotations

from mentordesk.desk.writing import Writing
from mentordesk.domain.documents import DocumentId
from mentordesk.domain.texts import Paragraph, Run
from tests.helpers.person import Person

ESSAY = tuple(f"Paragraph {n} says what I saw on the way to school on day {n}." for n in range(1, 7))


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    """Plain paragraphs."""
    return tuple(Paragraph((Run(text),)) for text in texts)


def essay(person: Person, title: str = "My essay", private: bool = False) -> DocumentId:
    """Six paragraphs, in the person's only circle."""
    circle = None if private else person.circle()
    return person.desk.documents.new(circle, title, paragraphs(*ESSAY)).result()


def words(writing: Writing) -> str:
    """All letters of a document."""
    return writing.text.text()


def find(writing: Writing, needle: str) -> int:
    """Where it stands; the texts of these tests have no letters beyond the first plane."""
    return words(writing).index(needle)


def type_in(writing: Writing, before: str, text: str) -> None:
    """The owner types something before some words."""
    writing.text.insert(find(writing, before), text)


def suggest(writing: Writing, old: str, new: str) -> str:
    """A reviewer suggests other words; the suggestion's id."""
    at = find(writing, old)
    return writing.text.suggest_replace(at, at + len(old), new).id


def comment(writing: Writing, on: str, text: str) -> str:
    """A reviewer remarks on some words; the comment's id."""
    at = find(writing, on)
    return writing.text.comment(at, at + len(on), text, writing.now())


def kept(writing: Writing) -> Writing:
    """Save, as at a pause."""
    saving = writing.save()
    if saving is not None:
        saving.result()
    writing.poll()
    return writing
