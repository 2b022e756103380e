# SPDX-License-Identifier: Apache-2.0
"""What must hold: the field shows the document after each step; at the end everybody has the same."""
from __future__ import annotations

from collections.abc import Iterator

from mentordesk.domain.texts import BlockKind, Style
from mentordesk.richtext.document import TextDocument
from mentordesk.ui.document.formats import line_of, style_of
from tests.helpers.shown import shown_letters, shown_lines
from tests.simulator.editors.people import Person, Room


class Broken(Exception):
    """A promise was broken; the words say which and where."""


def judge_field(person: Person) -> None:
    """Letters, formats and paragraphs that Qt shows are the document's."""
    text, editor = person.text, person.editor
    if person.editor.strays:
        raise Broken(f"stray: {person.name}'s field had to be mended")
    if person.composing:
        return  # what is composed stands in Qt alone
    _same("text", person, text.text(), editor.binding.units(0, editor.binding.length))
    _same("letters", person, list(_letters(text)), list(_flat(shown_letters(editor.document()))))
    _same("lines", person, list(_lines(text)), shown_lines(editor.document()))
    _judge_looks(person)
    place = editor.caret()
    if not 0 <= place < text.length or _halves(text, place):
        raise Broken(f"caret: {person.name}'s stands at {place} of {text.length}")


def _judge_looks(person: Person) -> None:
    """Each letter and paragraph has exactly the format of what it means."""
    editor = person.editor
    block = editor.document().firstBlock()
    while block.isValid():
        kind = line_of(block.blockFormat()).block.kind
        level = {BlockKind.HEADING1: 1, BlockKind.HEADING2: 2, BlockKind.HEADING3: 3}.get(kind, 0)
        if block.blockFormat().headingLevel() != level:
            raise Broken(f"look: a paragraph of {person.name} is no {kind.value or 'plain one'}")
        pieces = block.begin()
        while not pieces.atEnd():
            shown = pieces.fragment().charFormat()
            if shown != editor.formats.letters(style_of(shown), kind):
                raise Broken(f"look: {pieces.fragment().text()!a} of {person.name} looks otherwise")
            pieces += 1
        block = block.next()


def _letters(text: TextDocument) -> Iterator[tuple[str, Style]]:
    return _flat(text.runs(0, text.length))


def _flat(runs: Iterator[tuple[str, Style]] | list[tuple[str, Style]]) -> Iterator[tuple[str, Style]]:
    return ((letter, style) for words, style in runs for letter in words if letter not in "\n\u2029")


def _lines(text: TextDocument) -> Iterator[object]:
    return ((paragraph.block, paragraph.end) for paragraph in text.paragraphs())


def _halves(text: TextDocument, place: int) -> bool:
    raw = text.text().encode("utf-16-le")[2 * place : 2 * place + 2]
    return 0xDC <= raw[1] < 0xE0


def _same(what: str, person: Person, wanted: object, found: object) -> None:
    if wanted != found:
        shown, there = _short(found, wanted), _short(wanted, found)
        raise Broken(f"{what}: {person.name}'s field shows {shown} for {there}")


def _short(one: object, other: object) -> str:
    """The part of a list or text in which it differs from another."""
    assert isinstance(one, str | list)
    assert isinstance(other, str | list)
    differ = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    first = next(differ, min(len(one), len(other)))
    return f"{len(one)} long, from {first}: {one[first : first + 2]!a}"


def settle(room: Room) -> None:
    """Everything composed is committed, everything saved, everything delivered."""
    for person in room.people:
        person.editor.select(0, 0)
        if person.composing:
            raise Broken("harness: somebody still composes")
    for _ in range(2):
        for person in room.people:
            person.save()
        for person in room.people:
            pieces, person.inbox = person.inbox, []
            person.receive(pieces)
            judge_field(person)


def judge_room(room: Room) -> None:
    """Everybody has the same document, and so has whoever reads it anew."""
    owner = room.people[0]
    wanted = facts(owner.text)
    for person in room.people[1:]:
        _agree(f"replica of {person.name}", wanted, facts(person.text))
    for person in room.people:
        anew = TextDocument.load(7, list(reversed(person.log)))
        anew.set_authors(room.authors, person.member, owner.member)
        _agree(f"what {person.name} reads anew", wanted, facts(anew))


def _agree(who: str, wanted: dict[str, object], found: dict[str, object]) -> None:
    for name, value in wanted.items():
        if found[name] != value:
            other = ascii(found[name])[:300]
            raise Broken(f"replica: {name} of {who} differs: {other} for {ascii(value)[:300]}")


def facts(text: TextDocument) -> dict[str, object]:
    """Everything about a document that all must agree on."""
    return {
        "text": text.text(),
        "runs": text.runs(0, text.length),
        "lines": list(_lines(text)),
        "suggestions": text.suggestions(),
        "comments": text.comments(),
        "works": dict(text.works()),
        "versions": text.versions(),
        "authors": [text.author_at(place) for place in range(text.length)],
        "words": text.words,
    }
