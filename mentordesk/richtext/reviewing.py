# SPDX-License-Identifier: Apache-2.0
"""Suggestions as they are written: marks on letters and one small entry each, joined while one types on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mentordesk.base.errors import Refused
from mentordesk.base.utf16 import units
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.core import Core
from mentordesk.richtext.editing import block_under, clear
from mentordesk.richtext.engine import NOBODY
from mentordesk.richtext.marks import BLOCK, DELETED, INSERTED, block_of, block_value
from mentordesk.richtext.mirror import Span
from mentordesk.richtext.places import letters_of
from mentordesk.richtext.records import COMMENTS, IMPORTANT, SAYS, SUGGESTIONS, Made
from mentordesk.richtext.rounds import Rounds

Range: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edited:
    """What a suggestion became: its id (empty: nothing was left to suggest), and where it stands now.

    `caret` is the place after it; for a deletion `start`, which is right for Backspace: Delete takes `end`.
    """

    id: str
    caret: int
    start: int
    end: int


class Reviewing:
    """My suggestions in one document."""

    def __init__(self, core: Core, rounds: Rounds) -> None:
        self._core = core
        self._rounds = rounds
        self._closed: frozenset[str] = frozenset()

    def close(self) -> None:
        """Text of others came in: what I suggest now stands by itself."""
        self._closed = frozenset(self._core.records.things(SUGGESTIONS))

    def insert(self, at: int, text: str, into: str = "") -> Edited:
        """Suggest letters; they join my open suggestion beside them, or `into`."""
        core = self._core
        at = core.place(at)
        if not text:
            return Edited(into, at, at, at)
        one = into or self._beside(at) or core.records.make(SUGGESTIONS)
        end = at + core.insert(at, text)
        for start, stop, letters, marks in core.marks_at(at, end):
            clear(core, start, stop, marks, one)
            if one not in marks.inserted:
                core.mark(start, stop, INSERTED + one, True)
            if "\n" in letters:
                self._set_blocks(start, letters)
        return Edited(one, end, at, end)

    def _set_blocks(self, start: int, letters: str) -> None:
        core, at = self._core, start
        for part in letters.split("\n")[:-1]:
            at += units(part)
            block = block_under(core, at + 1)
            if block_of(None) != block:
                core.mark(at, at + 1, BLOCK, block_value(block))
            at += 1

    def delete(self, start: int, end: int) -> Edited:
        """Suggest that letters go; my own suggested ones go at once."""
        core = self._core
        start, end = core.span(start, end)
        mine, others, touched = self._sort(start, end)
        one = (self._around(start, end, others) or core.records.make(SUGGESTIONS)) if others else ""
        gone = 0
        work = [(*part, False) for part in mine] + [(*part, True) for part in others]
        for begin, stop, stays in sorted(work, reverse=True):
            if stays:
                core.mark(begin, stop, DELETED + one, True)
            else:
                core.delete(begin, stop)
                gone += stop - begin
        if mine:
            self._drop_empty(touched)
        return Edited(one, start, start, end - gone)

    def replace(self, start: int, end: int, text: str) -> Edited:
        """Suggest other letters in place of [start, end)."""
        taken = self.delete(start, end)
        return self.insert(taken.end, text, taken.id)

    def _sort(self, start: int, end: int) -> tuple[list[Range], list[Range], set[str]]:
        """What of [start, end) I wrote for open suggestions, what is to be marked, and those suggestions."""
        touched: set[str] = set()
        mine: list[Range] = []
        others: list[Range] = []
        lens = self._core.lens
        for at, size, span, index in self._letters(start, end):
            letter = span.letters[index] if span.letters else NOBODY
            own = {one for one in span.marks.inserted if lens.adds(one, letter) and self._open(one)}
            touched |= own
            if own:
                _extend(mine, at, size)
            elif not any(lens.removes(one, letter) and self._mine(one) for one in span.marks.deleted):
                _extend(others, at, size)
        return mine, others, touched

    def _letters(self, start: int, end: int) -> list[tuple[int, int, Span, int]]:
        """Each letter of [start, end): place, units, span, index in the span."""
        mirror = self._core.mirror
        rows, starts = mirror.rows(), mirror.starts()
        found = []
        for index in range(mirror.row_at(start), len(rows)):
            at = starts[index]
            if at >= end:
                break
            for span in rows[index].spans:
                for number, letter in enumerate(span.text):
                    size = units(letter)
                    if start <= at < end:
                        found.append((at, size, span, number))
                    at += size
        return found

    def _mine(self, one: str) -> bool:
        made = self._core.records.things(SUGGESTIONS).get(one)
        return made is not None and made.author == self._core.records.me

    def _open(self, one: str) -> bool:
        """Whether I may still change that suggestion without a word to anybody."""
        made = self._core.records.things(SUGGESTIONS).get(one)
        records = self._core.records
        if made is None or made.author != records.me or records.decided(one):
            return False
        return not self._rounds.returned(made)

    def _beside(self, at: int) -> str:
        """My open suggestion that ends or starts at `at`."""
        before, behind = self._core.beside(at, at)
        marks = [found[3] for found in [*before, *behind]]
        names = [one for held in marks for one in held.inserted]
        names += [one for held in marks for one in held.deleted]
        return next((one for one in names if one not in self._closed and self._open(one)), "")

    def _around(self, start: int, end: int, ranges: list[Range]) -> str:
        """My open suggestion at or in [start, end) that was made when all letters of `ranges` were there."""
        core = self._core
        before, behind = core.beside(start, end)
        letters = None
        for _, _, _, marks in [*before, *core.marks_at(start, end), *behind]:
            for one in (*marks.deleted, *marks.inserted):
                if one in self._closed or not self._open(one):
                    continue
                letters = letters_of(core.text, ranges) if letters is None else letters
                past = core.records.past(core.records.things(SUGGESTIONS)[one])
                if all(map(past.holds, letters)):
                    return one
        return ""

    def _drop_empty(self, touched: set[str]) -> None:
        """Suggestions without letters leave no entry behind."""
        held = {one for row in self._core.mirror.rows() if row.marked for one in self._held(row.spans)}
        for one in sorted(touched - held):
            forget(self._core, SUGGESTIONS, one)

    @staticmethod
    def _held(spans: tuple[Span, ...]) -> set[str]:
        return {one for span in spans for one in (*span.marks.inserted, *span.marks.deleted)}

    def withdraw(self, one: str) -> None:
        """Take my suggestion back: its letters go, what it would take out stays."""
        core = self._core
        made = mine(core, one)
        if core.records.decided(one):
            raise Refused(TextCode.DECIDED)
        if made.id in core.records.things(COMMENTS):
            forget(core, COMMENTS, one)
            return
        rows, starts = core.mirror.rows(), core.mirror.starts()
        work: list[tuple[int, int, str]] = []
        for row, begin in zip(rows, starts, strict=False):
            if row.marked:
                for piece in core.mirror.pieces(row):
                    kind = (
                        "ins" if one in piece.style.inserted else "del" if one in piece.style.deleted else ""
                    )
                    if kind:
                        work.append((begin + piece.start, begin + piece.end, kind))
        for start, end, kind in reversed(work):
            if kind == "ins":
                core.delete(start, min(end, core.length - 1))
            else:
                core.mark(start, end, DELETED + one, None)
        forget(core, SUGGESTIONS, one)


def _extend(ranges: list[Range], at: int, size: int) -> None:
    if ranges and ranges[-1][1] == at:
        ranges[-1] = ranges[-1][0], at + size
    else:
        ranges.append((at, at + size))


def mine(core: Core, one: str) -> Made:
    """My suggestion or comment of that id; Refused(UNKNOWN, NOT_YOURS)."""
    made = any_of(core, one)
    if made.author != core.records.me:
        raise Refused(TextCode.NOT_YOURS)
    return made


def any_of(core: Core, one: str) -> Made:
    """The suggestion or comment of that id; Refused(UNKNOWN)."""
    made = core.records.things(SUGGESTIONS).get(one) or core.records.things(COMMENTS).get(one)
    if made is None:
        raise Refused(TextCode.UNKNOWN)
    return made


def forget(core: Core, name: str, one: str) -> None:
    """Take an entry out, and what I said with it."""
    core.records.drop(name, one)
    for other in (SAYS, IMPORTANT):
        core.records.drop(other, one)
