# SPDX-License-Identifier: Apache-2.0
"""Versions: states one can look at again, compare, and bring back as a new edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import loro

from mentordesk.base.errors import Refused
from mentordesk.base.utf16 import units
from mentordesk.crypto.primitives import H
from mentordesk.domain.texts import PLAIN, Block, Paragraph, Run, Style, Version
from mentordesk.richtext.changes import Step, steps_of_diff
from mentordesk.richtext.codes import TextCode
from mentordesk.richtext.core import Core
from mentordesk.richtext.editing import dress, insert, set_block
from mentordesk.richtext.guard import guarded
from mentordesk.richtext.mirror import Mirror
from mentordesk.richtext.records import NAMES, VERSIONS, Made, number
from mentordesk.richtext.standing import Standings, State

NEW, OLD = ("new",), ("old",)
MAX_NAME = 200  # letters of a version's name


class Versions:
    """Versions of one document."""

    def __init__(self, core: Core, standings: Standings) -> None:
        self._core = core
        self._standings = standings

    def add(self, name: str, occasion: str, now: int) -> str:
        """Remember the state as it is now."""
        core = self._core
        one = core.records.make(VERSIONS, occasion, now, _seal(core.mirror))
        if name:
            core.records.put(NAMES, one, name[:MAX_NAME])
        return one

    def rename(self, one: str, name: str) -> None:
        """Give a version a name; Refused(UNKNOWN)."""
        self._made(one)
        self._core.records.put(NAMES, one, name[:MAX_NAME])

    def _made(self, one: str) -> Made:
        made = self._core.records.things(VERSIONS).get(one)
        if made is None:
            raise Refused(TextCode.UNKNOWN)
        return made

    def versions(self) -> tuple[Version, ...]:
        """Oldest first."""
        found = []
        for made in self._core.records.things(VERSIONS).values():
            if len(made.parts) < 2 or made.author is None:
                continue
            occasion, time = made.parts[:2]
            if isinstance(occasion, str):
                found.append(Version(made.id, self._name(made), occasion, made.author, number(time)))
        return tuple(sorted(found, key=lambda version: (version.time, version.id)))

    def _name(self, made: Made) -> str:
        entry = self._core.records.entries(NAMES).get(made.id)
        author = None if entry is None else self._core.records.author_of(entry.peer)
        known = entry is not None and author in (made.author, self._core.records.owner)
        return entry.value if known and entry is not None and isinstance(entry.value, str) else ""

    def _state(self, one: str) -> State:
        made = self._made(one)
        state = self._standings.state(made.peer, made.counter)
        if state is None:
            raise Refused(TextCode.MISSING)
        if made.parts[2:3] != (_seal(state.mirror),):
            raise Refused(TextCode.NOT_AS_KEPT)
        return state

    def at(self, one: str) -> tuple[Paragraph, ...]:
        """The paragraphs of a version; Refused(UNKNOWN, MISSING)."""
        return paragraphs(self._state(one).mirror)

    def compare(self, before: str, after: str) -> tuple[Paragraph, ...]:
        """What came and went from one version to another, or to now where `after` is empty.

        Suggestions that are open in a version count as not made in it.
        """
        core = self._core
        core.commit()
        old = self._state(before)
        new = self._state(after).mirror if after else core.mirror
        left, right = self._made(before), self._made(after) if after else None
        with guarded(TextCode.BROKEN):
            start = loro.Frontiers.from_id(loro.ID(left.peer, left.counter))
            end = (
                loro.Frontiers.from_id(loro.ID(right.peer, right.counter))
                if right
                else core.doc.oplog_frontiers
            )
            steps = steps_of_diff(core.doc.diff(start, end))
        return _paragraphs(_compared(_letters(old.mirror), _letters(new), steps))

    def restore(self, one: str) -> None:
        """Bring a version's text back by a new edit; open suggestions in it count as not made."""
        core = self._core
        state = self._state(one)
        made = self._made(one)
        core.commit()
        with guarded(TextCode.BROKEN):
            then = loro.Frontiers.from_id(loro.ID(made.peer, made.counter))
            steps = steps_of_diff(core.doc.diff(core.doc.oplog_frontiers, then))
        _apply(core, state.mirror, steps)


def _seal(mirror: Mirror) -> bytes:
    """What tells a version's text from any other: a cloned run may have written two under one number."""
    return H("md1 version", mirror.text().encode("utf-8", "replace"), 8)


Lettered = tuple[str, Style, Block]


def _letters(mirror: Mirror) -> list[Lettered]:
    """Every letter with its style and its paragraph's block."""
    found: list[Lettered] = []
    for row in mirror.rows():
        for piece in mirror.pieces(row):
            found.extend((letter, piece.style, row.block) for letter in piece.text)
    return found


def _compared(old: Sequence[Lettered], new: Sequence[Lettered], steps: Sequence[Step]) -> Iterator[Lettered]:
    before = after = 0
    for gone, come, same in _hunks(steps, len(old) + len(new)):
        left, right = _written(old[before : before + gone]), _written(new[after : after + come])
        head, tail = _equal_ends(left, right)
        yield from (_as(letter) for letter in right[:head])
        yield from (_as(letter, deleted=OLD) for letter in left[head : len(left) - tail])
        yield from (_as(letter, inserted=NEW) for letter in right[head : len(right) - tail])
        yield from (_as(letter) for letter in right[len(right) - tail :])
        before, after = before + gone, after + come
        for was, now in zip(old[before : before + same], new[after : after + same], strict=False):
            if not now[1].inserted:
                yield _as(now, inserted=NEW if was[1].inserted else ())
            elif not was[1].inserted:
                yield _as(was, deleted=OLD)
        before, after = before + same, after + same


def _written(letters: Sequence[Lettered]) -> list[Lettered]:
    """Without what is only suggested."""
    return [letter for letter in letters if not letter[1].inserted]


def _equal_ends(left: Sequence[Lettered], right: Sequence[Lettered]) -> tuple[int, int]:
    """How many letters, in whole words, are equal at both ends: the same to the reader when brought back."""
    one, other = ([letter for letter, _, _ in side] for side in (left, right))
    if one == other:
        return len(one), 0
    limit = min(len(one), len(other))
    head = tail = 0
    while head < limit and one[head] == other[head]:
        head += 1
    while head and not one[head - 1].isspace():
        head -= 1
    while tail < limit - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    while tail and not one[-tail].isspace():
        tail -= 1
    return head, tail


def _as(letter: Lettered, inserted: tuple[str, ...] = (), deleted: tuple[str, ...] = ()) -> Lettered:
    text, style, block = letter
    return text, Style(style.bold, style.italic, style.link, inserted, deleted), block


def _paragraphs(letters: Iterator[Lettered]) -> tuple[Paragraph, ...]:
    made: list[Paragraph] = []
    runs: list[Run] = []
    for (style, block), group in groupby(letters, key=lambda letter: letter[1:]):
        text = "".join(letter[0] for letter in group)
        *whole, rest = text.split("\n")
        for part in whole:
            runs += [Run(part, style)] if part else []
            made.append(Paragraph(tuple(runs), block, style))
            runs = []
        runs += [Run(rest, style)] if rest else []
    if runs:
        made.append(Paragraph(tuple(runs)))
    return tuple(made)


def paragraphs(mirror: Mirror) -> tuple[Paragraph, ...]:
    """The whole text as it is shown."""
    made = []
    for row in mirror.rows():
        pieces = mirror.pieces(row)
        runs = [Run(text, piece.style) for piece in pieces if (text := piece.text.rstrip("\n"))]
        made.append(Paragraph(tuple(runs), row.block, pieces[-1].style))
    return tuple(made)


def _apply(core: Core, target: Mirror, steps: Sequence[Step]) -> None:
    """Make the text what `target` shows; its open suggestions are not brought back, those of now stay."""
    at = 0
    for deed, group in groupby(
        _deeds(_letters(core.mirror), _letters(target), steps), key=lambda one: one[0]
    ):
        text = "".join(letter for _, letter in group)
        if deed == "insert":
            at = insert(core, at, text, PLAIN)
        elif deed == "remove":
            core.delete(at, min(at + units(text), core.length - 1))
        else:
            at += units(text)
    _dress_all(core, target)


def _deeds(
    now: Sequence[Lettered], then: Sequence[Lettered], steps: Sequence[Step]
) -> Iterator[tuple[str, str]]:
    """What happens letter by letter: keep, remove, insert."""
    before = after = 0
    for gone, come, same in _hunks(steps, len(now) + len(then)):
        yield from _hunk(now[before : before + gone], then[after : after + come])
        before, after = before + gone, after + come
        pairs = zip(now[before : before + same], then[after : after + same], strict=False)
        for (letter, style, _), (_, old, _) in pairs:
            yield "remove" if old.inserted and not style.inserted else "keep", letter
        before, after = before + same, after + same


def _hunks(steps: Sequence[Step], rest: int) -> Iterator[tuple[int, int, int]]:
    """How many letters go, how many come, and how many stay behind them."""
    gone = come = 0
    for kind, count, _, _ in [*steps, ("keep", rest, "", False)]:
        if kind == "keep":
            yield gone, come, count
            gone = come = 0
        gone += count if kind == "remove" else 0
        come += count if kind == "insert" else 0


def _hunk(gone: Sequence[Lettered], come: Sequence[Lettered]) -> Iterator[tuple[str, str]]:
    old, new = _written(gone), _written(come)
    head, tail = _equal_ends(old, new)
    added = [("insert", letter) for letter, _, _ in new[head : len(new) - tail]]
    index = 0
    for letter, style, _ in gone:
        if index == head and not style.inserted:
            yield from added
        inner = head <= index < len(old) - tail and not style.inserted
        yield "remove" if inner else "keep", letter
        index += not style.inserted
    if head == len(old):
        yield from added


def _dress_all(core: Core, target: Mirror) -> None:
    """Styles and blocks as in `target`, wherever its letters and the text's are the same."""
    wanted = [letter for letter in _letters(target) if not letter[1].inserted]
    now, at, index = _letters(core.mirror), 0, 0
    for letter, style, block in now:
        size = units(letter)
        if not style.inserted and index < len(wanted) and wanted[index][0] == letter:
            _, goal, kind = wanted[index]
            dress(core, at, at + size, style, goal)
            if letter == "\n" and block != kind:
                set_block(core, at, kind)
            index += 1
        at += size
