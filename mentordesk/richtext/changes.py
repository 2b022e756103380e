# SPDX-License-Identifier: Apache-2.0
"""What the editor must do to show what the text became: keep, insert, remove, in UTF-16 units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import loro

from mentordesk.base.utf16 import units
from mentordesk.domain.texts import PLAIN, Block, Style
from mentordesk.richtext.marks import BODY, shown


@dataclass(frozen=True, slots=True)
class Keep:
    """The next `n` units stay; `restyled`: their styles or blocks are to be read again."""

    n: int
    restyled: bool = False


@dataclass(frozen=True, slots=True)
class Insert:
    """Letters of one style come in; `block` is that of the line end when `text` is one, else None."""

    text: str
    style: Style = PLAIN
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """The next `n` units go."""

    n: int


Change: TypeAlias = Keep | Insert | Remove
Step: TypeAlias = tuple[str, int, str, bool]  # kind, code points, text, restyled
Runs: TypeAlias = Callable[[int, int], Iterator[Insert]]


def steps_of(event: loro.DiffEvent) -> tuple[list[Step], set[str]]:
    """The text's part of an event and the names of changed maps, copied out of the engine's objects."""
    steps = [step for part in event.events for step in _steps(part.target, part.diff)]
    targets = [part.target for part in event.events]
    return steps, {target.name for target in targets if isinstance(target, loro.ContainerID.Root)}


def steps_of_diff(batch: loro.DiffBatch) -> list[Step]:
    """The text's part of a difference between two states."""
    return [step for target, diff in batch.get_diff() for step in _steps(target, diff)]


def _steps(target: loro.ContainerID, diff: loro.Diff) -> Iterator[Step]:
    if (
        not isinstance(diff, loro.Diff.Text)
        or not isinstance(target, loro.ContainerID.Root)
        or target.name != BODY
    ):
        return
    deltas: list[Any] = diff.diff
    for delta in deltas:
        if isinstance(delta, loro.TextDelta.Retain):
            yield "keep", delta.retain, "", bool(delta.attributes)
        elif isinstance(delta, loro.TextDelta.Insert):
            yield "insert", len(delta.insert), shown(delta.insert), False
        else:
            yield "remove", delta.delete, "", False


def changes_of(steps: Sequence[Step], old: str, runs: Runs) -> list[Change]:
    """Steps in code points of `old`, in UTF-16 units; what comes in is read from the text as it is now."""
    changes: list[Change] = []
    before = now = 0
    for kind, count, text, restyled in steps:
        if kind == "insert":
            size = units(text)
            changes.extend(runs(now, now + size))
            now += size
            continue
        size = units(old[before : before + count])
        before += count
        if kind == "keep":
            changes.append(Keep(size, restyled))
            now += size
        else:
            changes.append(Remove(size))
    return changes


def composed(first: Sequence[Step], second: Sequence[Step]) -> list[Step]:
    """One list of steps that does what `first` and then `second` do."""
    made: list[Step] = []
    left = list(reversed(first))
    for kind, count, text, restyled in second:
        if kind == "insert":
            made.append((kind, count, text, restyled))
            continue
        while count:
            while left and left[-1][0] == "remove":
                made.append(left.pop())
            before = left.pop() if left else ("keep", count, "", False)
            size = min(count, before[1])
            if size < before[1]:
                left.append((before[0], before[1] - size, before[2][size:], before[3]))
            count -= size
            if kind == "keep":
                made.append((before[0], size, before[2][:size], before[3] or restyled))
            elif before[0] == "keep":
                made.append(("remove", size, "", False))
    return made + left[::-1]


def merged(events: Sequence[Sequence[Step]]) -> list[Step]:
    """Several lists of steps, one after the other, as one."""
    lists = [list(event) for event in events]
    while len(lists) > 1:  # neighbours first: a thousand small lists are not gone through a thousand times
        pairs = zip(lists[::2], lists[1::2], strict=False)
        lists = [composed(*pair) for pair in pairs] + lists[len(lists) & ~1 :]
    return lists[0] if lists else []


def restyled(changes: Sequence[Change], ranges: Sequence[tuple[int, int]], length: int) -> list[Change]:
    """`changes` that also say that `ranges` of the text as it is now (`length` units) are to be read anew."""
    made: list[Change] = []
    now, rest = 0, list(ranges)
    for change in [*changes, Keep(length)]:  # what no change names is kept
        if not isinstance(change, Keep):
            made.append(change)
            now += units(change.text) if isinstance(change, Insert) else 0
            continue
        end = min(now + change.n, length)
        while now < end:
            while rest and rest[0][1] <= now:
                rest.pop(0)
            inside = bool(rest) and rest[0][0] <= now
            edge = end if not rest else min(end, rest[0][1] if inside else rest[0][0])
            made.append(Keep(edge - now, change.restyled or inside))
            now = edge
    return made
