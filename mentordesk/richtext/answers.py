# SPDX-License-Identifier: Apache-2.0
"""The owner's answers: registers, and for accept and refuse the text itself, letter by letter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mentordesk.base.errors import Refused
from mentordesk.base.utf16 import units
from mentordesk.domain.texts import Answer
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.core import SYSTEM, Core
from mentordesk.richtext.editing import delete
from mentordesk.richtext.engine import Letter
from mentordesk.richtext.marks import DELETED, INSERTED
from mentordesk.richtext.mirror import Span
from mentordesk.richtext.records import ANSWERS, COMMENTS, DECISIONS, RESTORED, SUGGESTIONS, check_said


@dataclass(frozen=True, slots=True)
class _Act:
    """What becomes of a letter: it goes, or loses marks."""

    gone: bool
    keys: tuple[str, ...] = ()


class Answers:
    """What the owner says; anybody else is refused."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def answer(self, ids: Sequence[str], answer: Answer, words: str) -> None:
        """One answer to several; what is decided already keeps its answer. Refused(NOT_OWNER, UNKNOWN)."""
        records = self._core.records
        check_said(words)
        if records.me != records.owner:
            raise Refused(TextCode.NOT_OWNER)
        suggestions, comments = records.things(SUGGESTIONS), records.things(COMMENTS)
        if any(one not in suggestions and one not in comments for one in ids):
            raise Refused(TextCode.UNKNOWN)
        open_ones = [one for one in ids if not (one in suggestions and records.decided(one))]
        if answer in DECISIONS:
            self._resolve([one for one in open_ones if one in suggestions], answer == Answer.ACCEPTED)
        for one in ids:
            if one in open_ones or (records.answer_to(one) == (answer, records.answer_to(one)[1]) and words):
                heard = len(records.replies_of(one, (suggestions.get(one) or comments[one]).author))
                records.put(ANSWERS, one, [answer.value, words, heard] if heard else [answer.value, words])
        records.decided_more()

    def _resolve(self, ids: Collection[str], accept: bool) -> None:
        """Apply to the text, from its end to its start."""
        for start, end, act in reversed(self._acts(frozenset(ids), accept)):
            if act.gone:
                delete(self._core, start, end)
            else:
                for key in act.keys:
                    self._core.mark(start, end, key, None)

    def _acts(self, ids: frozenset[str], accept: bool | None) -> list[tuple[int, int, _Act]]:
        mirror = self._core.mirror
        work: list[tuple[int, int, _Act]] = []
        for row, begin in zip(mirror.rows(), mirror.starts(), strict=False):
            at = begin
            for span in row.spans if row.marked else ():
                held = ids.intersection(span.marks.inserted) or ids.intersection(span.marks.deleted)
                for index, letter in enumerate(span.text):
                    size = units(letter)
                    act = self._act(span, span.letters[index], ids, accept) if held else None
                    if act and work and work[-1][1] == at and work[-1][2] == act:
                        work[-1] = work[-1][0], at + size, act
                    elif act:
                        work.append((at, at + size, act))
                    at += size
        return work

    def _act(self, span: Span, letter: Letter, ids: frozenset[str], accept: bool | None) -> _Act:
        """`accept` None: only what no suggestion of `ids` holds loses its marks."""
        lens = self._core.lens
        inserted = [one for one in span.marks.inserted if one in ids]
        deleted = [one for one in span.marks.deleted if one in ids]
        if accept is None:
            inserted = [one for one in inserted if not lens.adds(one, letter)]
            deleted = [one for one in deleted if not lens.removes(one, letter)]
        elif (accept and any(lens.removes(one, letter) for one in deleted)) or (
            not accept and any(lens.adds(one, letter) for one in inserted)
        ):
            return _Act(True)
        return _Act(
            False, tuple(INSERTED + one for one in inserted) + tuple(DELETED + one for one in deleted)
        )

    def settle(self) -> None:
        """Letters came in late with a decided suggestion's marks: they go where it was refused.

        Where it was accepted they only lose the marks: the owner agreed to nothing that was not there.
        """
        records = self._core.records
        if records.me != records.owner or not records.me:
            return
        held = {
            one
            for row in self._core.mirror.rows()
            if row.marked
            for span in row.spans
            for one in (*span.marks.inserted, *span.marks.deleted)
        }
        late = {one: records.answer_to(one)[0] for one in held}
        self.clean([one for one, said in late.items() if said == Answer.ACCEPTED])
        refused = [one for one, said in late.items() if said == Answer.REFUSED]
        if refused:
            with self._core.lens.reopened():
                self._resolve(refused, accept=False)

    def undone(self, before: Collection[str], first: int) -> None:
        """After an undo that took decisions back: letters written anew since `first` count as the old."""
        records = self._core.records
        again = (records.counter(), self._core.peer)
        written = {
            one
            for row in self._core.mirror.rows()
            for span in (row.spans if row.marked else ())
            if any(peer == again[1] and first <= counter < again[0] for peer, counter in span.letters)
            for one in (*span.marks.inserted, *span.marks.deleted)
        }
        for one in sorted(written.intersection(before)):
            if not records.decided(one):
                with self._core.edit(SYSTEM):
                    records.put(RESTORED, f"{one}/{first}", [first, again[0]])
        records.changed()

    def clean(self, ids: Collection[str]) -> None:
        """Take marks of `ids` off letters that they do not hold: an undo is not to bring them back."""
        records = self._core.records
        acts = self._acts(frozenset(ids), None) if ids and records.me == records.owner else []
        for start, end, act in reversed(acts):
            for key in act.keys:
                self._core.mark(start, end, key, None)

    def all_decided(self) -> frozenset[str]:
        """Ids of what is accepted or refused."""
        records = self._core.records
        return frozenset(one for one in records.entries(ANSWERS) if records.decided(one))
