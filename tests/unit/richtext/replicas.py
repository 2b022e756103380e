# SPDX-License-Identifier: Apache-2.0
"""People at their computers with one document, and an editor beside each that only hears of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random

from mentordesk.base.errors import Refused
from mentordesk.domain.texts import Answer, Block, BlockKind, Paragraph, Run, Style
from mentordesk.richtext.changes import Change, Insert, Keep
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.document import TextDocument

AMINA, GRACE, KOFI = b"A" * 16, b"G" * 16, b"K" * 16
MEMBERS = {1: AMINA, 2: GRACE, 3: KOFI, 4: AMINA, 5: GRACE}
WORDS = ("water", "é", "👩‍👩‍👧 ", "हिन्दी ", "مرحبا ", "大切", ". ", "\n", "x", "🇰🇪", "The end. ")


def units16(text: str) -> int:
    """UTF-16 units, counted the slow way."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


Cell = tuple[bytes, Style, Block | None]  # one UTF-16 unit, its style, and for a line end its block


def cells(document: TextDocument, start: int, end: int) -> list[Cell]:
    """What the document says of [start, end)."""
    found: list[Cell] = []
    for text, style in document.runs(start, end):
        for letter in text:
            raw = letter.encode("utf-16-le")
            block = document.block_at(start + len(found)) if letter == "\n" else None
            found += [(raw[place : place + 2], style, block) for place in range(0, len(raw), 2)]
    return found


class Shown:
    """What an editor shows that did what it was told and nothing else."""

    def __init__(self, document: TextDocument) -> None:
        self.document = document
        self.cells = cells(document, 0, document.length)
        document.on_change = self.told

    def told(self, changes: list[Change]) -> None:
        """Follow one list of changes."""
        at = 0
        again: list[tuple[int, int]] = []
        for change in changes:
            if isinstance(change, Keep):
                if change.restyled:
                    again.append((at, at + change.n))
                at += change.n
            elif isinstance(change, Insert):
                raw = change.text.encode("utf-16-le")
                parts = [raw[place : place + 2] for place in range(0, len(raw), 2)]
                self.cells[at:at] = [(part, change.style, change.block) for part in parts]
                at += len(parts)
            else:
                del self.cells[at : at + change.n]
        for start, end in again:
            self.cells[start:end] = cells(self.document, start, end)

    @property
    def text(self) -> str:
        """The letters."""
        return b"".join(cell[0] for cell in self.cells).decode("utf-16-le")


class Person:
    """One run of one member with the document."""

    def __init__(self, peer: int, document: TextDocument) -> None:
        self.peer = peer
        self.document = document
        document.set_authors(MEMBERS, MEMBERS[peer], AMINA)
        self.shown = Shown(document)
        self.sent = 0

    def new_updates(self) -> list[bytes]:
        """What was written since the last time."""
        pieces = self.document.own(self.sent)
        self.sent = self.document.own_end
        return [piece.data for piece in pieces]


def everybody(count: int) -> list[Person]:
    """The owner and `count` - 1 others with an empty document."""
    first = Person(1, TextDocument.create(1))
    start = first.new_updates()
    return [first, *(Person(peer, TextDocument.load(peer, start)) for peer in (2, 3, 5, 4)[: count - 1])]


def check(person: Person) -> None:
    """What must hold for every open document at any time."""
    document = person.document
    text = document.text()
    assert text.endswith("\n")
    assert document.length == units16(text)
    assert person.shown.text == text
    assert person.shown.cells == cells(document, 0, document.length)
    assert "".join(run for run, _ in document.runs(0, document.length)) == text
    fresh = TextDocument.load(99, [], document.snapshot())
    fresh.set_authors(MEMBERS, document._core.records.me, AMINA)
    assert document.paragraphs() == fresh.paragraphs()
    assert document.suggestions() == fresh.suggestions()
    assert document.comments() == fresh.comments()


def act(person: Person, random: Random) -> None:
    """Do one random thing that this person may do."""
    document = person.document
    length = document.length
    start = random.randrange(length)
    end = min(length, start + random.randrange(1, 8))
    deeds: list[Callable[[], object]] = [
        lambda: document.comment(start, end, "why?", 5),
        lambda: document.undo(),
        lambda: document.redo(),
        lambda: document.break_group(),
        lambda: _some(document, random, document.withdraw),
        lambda: _some(document, random, lambda one: document.reply(one, "well", 6)),
        lambda: _some(document, random, lambda one: document.set_important(one, True)),
        lambda: document.add_version("", "day", 8),
    ]
    word = random.choice(WORDS)
    direct: list[Callable[[], object]] = [
        lambda: document.insert(start, word),
        lambda: document.insert(start, word, Style(bold=True)),
        lambda: document.delete(start, end),
        lambda: document.restyle(start, end, italic=random.random() < 0.6),
        lambda: _block(document, start, random),
        lambda: document.insert_written(start, _paragraphs(random)),
        lambda: _restore(document, random),
    ]
    suggest: list[Callable[[], object]] = [
        lambda: document.suggest_insert(start, word),
        lambda: _type(person, start),
        lambda: document.suggest_delete(start, end),
        lambda: document.suggest_replace(start, end, word),
    ]
    answers: list[Callable[[], object]] = [
        lambda: _some(document, random, lambda one: document.answer([one], Answer.ACCEPTED)),
        lambda: _some(document, random, lambda one: document.answer([one], Answer.REFUSED, "no")),
        lambda: _some(document, random, lambda one: document.answer([one], Answer.UNCLEAR)),
        lambda: document.answer([one.id for one in document.suggestions()], Answer.ACCEPTED),
    ]
    owner = MEMBERS[person.peer] == AMINA
    deeds += 2 * direct + 2 * answers if owner else 4 * suggest + [lambda: document.give_back(1, 7)]
    _try(random.choice(deeds))


def _try(deed: Callable[[], object]) -> None:
    try:
        deed()
    except Refused as refused:
        assert refused.code in (TextCode.NOT_YOURS, TextCode.DECIDED, TextCode.IMPORTANT), refused.code


def _some(document: TextDocument, random: Random, deed: Callable[[str], object]) -> None:
    ids = [one.id for one in document.suggestions()] + [one.id for one in document.comments()]
    if ids:
        deed(random.choice(sorted(ids)))


def _restore(document: TextDocument, random: Random) -> None:
    versions = document.versions()
    if versions:
        one = random.choice(versions).id
        wanted = "".join(_kept(document.at_version(one)))
        document.restore(one)
        assert "".join(_kept(document.paragraphs())) == wanted
        assert not any(style.inserted or style.deleted for _, style in _runs(document.compare(one)))


def _runs(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, Style]]:
    for paragraph in paragraphs:
        yield from ((run.text, run.style) for run in paragraph.runs)
        yield "\n", paragraph.end


def _kept(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Letters that are not only suggested."""
    return (text for text, style in _runs(paragraphs) if not style.inserted)


def _type(person: Person, start: int) -> None:
    for letter in "typed":
        with person.document.quiet():
            start = person.document.suggest_insert(start, letter).caret
    person.shown = Shown(person.document)


def _block(document: TextDocument, start: int, random: Random) -> None:
    ends = [
        units16(document.text()[:place]) for place, letter in enumerate(document.text()) if letter == "\n"
    ]
    at = min(end for end in ends if end >= start)
    document.set_block(at, Block(random.choice(list(BlockKind)), random.randrange(3)))


def _paragraphs(random: Random) -> list[Paragraph]:
    kinds = [random.choice(list(BlockKind)) for _ in range(random.randrange(1, 4))]
    return [
        Paragraph((Run("one "), Run("two", Style(bold=True, link="https://x"))), Block(kind))
        for kind in kinds
    ]
