# SPDX-License-Identifier: Apache-2.0
"""From the hand-in date back: send by, read by, fix on, on the days on which people usually connect."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = 7  # days: a usual weekday comes within them
MEND = 1  # days between mending and handing in
READING = 2  # days that a reviewer has for reading
_DAY = timedelta(days=1)


class Step(StrEnum):
    """One of the three days of a proposal."""

    SEND = "send"
    READ = "read"
    FIX = "fix"


class Why(StrEnum):
    """What is to be said about a proposal."""

    FITS = ""  # everybody on usual days, with time to read and to mend
    TIGHT = "tight"  # everybody on usual days, with less time than is good
    UNUSUAL = "unusual"  # only if somebody connects on another day than usual
    TOO_NEAR = "too near"  # nobody can read and nobody mend before it
    PAST = "past"  # the hand-in date is over


@dataclass(frozen=True, slots=True)
class Proposal:
    """Three days: send_by ≤ read_by ≤ fix_on ≤ hand-in, none before today (all today where it is past).

    `feasible` = it can be kept if people connect as they usually do. `unusual` = the steps that fall on a
    day on which that person does not usually connect.
    """

    send_by: date
    read_by: date
    fix_on: date
    feasible: bool
    why: Why
    unusual: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Days between fixing and hand-in, reading and fixing, sending and reading."""

    mend: int
    fix: int
    read: int


_TIGHT = (_Gaps(1, 1, 1), _Gaps(0, 1, 1), _Gaps(0, 1, 0), _Gaps(0, 0, 1))
_MOVED: tuple[tuple[Step, ...], ...] = (
    (Step.SEND,),
    (Step.FIX,),
    (Step.SEND, Step.FIX),
    (Step.READ,),
    (Step.SEND, Step.READ),
    (Step.READ, Step.FIX),
    (Step.SEND, Step.READ, Step.FIX),
)  # the writer is asked for another day before the reviewer is


@dataclass(frozen=True, slots=True)
class _Days:
    """On which weekdays each step may fall."""

    owner: frozenset[int]
    reviewer: frozenset[int]

    def last(self, step: Step, before: date) -> date:
        """The last usual day of this step's person that is not after `before`."""
        usual = self.reviewer if step is Step.READ else self.owner
        days = (before - n * _DAY for n in range(WEEK))
        return next(day for day in days if day.weekday() in usual)

    def unusual(self, send: date, read: date, fix: date) -> tuple[Step, ...]:
        """Those of the three days that are not usual."""
        days = {Step.SEND: send, Step.READ: read, Step.FIX: fix}
        return tuple(step for step, day in days.items() if self.last(step, day) != day)


def propose(
    hand_in: date,
    today: date,
    owner_days: tuple[int, ...] = (),
    reviewer_days: tuple[int, ...] = (),
) -> Proposal:
    """The latest days that work, from both people's usual weekdays (0 = Monday; empty = not known: any day).

    Where the hand-in date is too near, the best that is left, and `why`.
    """
    if hand_in < today:
        return Proposal(today, today, today, False, Why.PAST)
    days = _Days(_usual(owner_days), _usual(reviewer_days))
    for why, gaps, moved in _ways():
        found = _back(hand_in, days, gaps, moved)
        if found is not None and found[0] >= today:
            feasible = why in (Why.FITS, Why.TIGHT)
            return Proposal(*found, feasible, why, days.unusual(*found))
    return Proposal(today, today, hand_in, False, Why.TOO_NEAR, days.unusual(today, today, hand_in))


def _ways() -> Iterator[tuple[Why, _Gaps, tuple[Step, ...]]]:
    """From the most comfortable way to the least."""
    yield Why.FITS, _Gaps(MEND, 1, READING), ()
    for gaps in _TIGHT:
        yield Why.TIGHT, gaps, ()
    for moved in _MOVED:
        for gaps in _TIGHT:
            yield Why.UNUSUAL, gaps, moved


def _back(
    hand_in: date, days: _Days, gaps: _Gaps, moved: tuple[Step, ...]
) -> tuple[date, date, date] | None:
    """Step by step from the hand-in date; None before the beginning of time."""
    found: list[date] = []
    before = hand_in
    for step, gap in ((Step.FIX, gaps.mend), (Step.READ, gaps.fix), (Step.SEND, gaps.read)):
        if before.toordinal() <= gap + WEEK:
            return None
        before -= gap * _DAY
        before = before if step in moved else days.last(step, before)
        found.append(before)
    fix, read, send = found
    return send, read, fix


def _usual(weekdays: tuple[int, ...]) -> frozenset[int]:
    known = frozenset(day for day in weekdays if 0 <= day < WEEK)
    return known or frozenset(range(WEEK))
