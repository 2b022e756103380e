# SPDX-License-Identifier: Apache-2.0
"""What a member is given: cursors compared with the log, then control, words, documents inside a budget."""
from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from mentordesk.crypto.envelope import NAME_SIZE
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.trust import Programme
from mentordesk.domain.ids import Lane as LaneName
from mentordesk.domain.ids import Role
from mentordesk.server.accounts import Account, Slot
from mentordesk.server.log import Entry, Lane, Log, seq_of
from mentordesk.wire.exchange import (
    MAX_INTERVALS,
    MAX_NAMES,
    Cursors,
    Hint,
    Interval,
    LaneCursor,
    Names,
    Run,
    ShortCursors,
    digest_of,
)

CONTROL_BYTES = 256 * 1024  # of control entries in one reply, whatever the budget
MAX_BUDGET = 512 * 1024
_NOTHING: Mapping[int, int] = MappingProxyType({})
_PIECE = 64  # entries that are read at once to be named
_BASE = 4  # slots every member has: the programme's control and the private circle's three lanes


@dataclass(frozen=True, slots=True)
class View:
    """A slot as the member holds it; `index` is its number on the wire."""

    index: int
    slot: Slot
    held: tuple[Interval, ...]
    lane: Lane | None  # None = nothing was ever appended


@dataclass(slots=True)
class Comparison:
    """A member's cursors beside the log; `views` leave out what has to be read anew first (`repair`).

    `agreed`: by slot, up to which entry both hold the same where they do not all the way.
    """

    views: list[View] = field(default_factory=list)
    new_circles: tuple[bytes, ...] = ()
    repair: list[int] = field(default_factory=list)
    agreed: dict[int, int] = field(default_factory=dict)
    long_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Entries first … last of a view that the member lacks and may have."""

    view: View
    lane: Lane
    first: int
    last: int


@dataclass(slots=True)
class Chosen:
    """The blobs of a reply; `more` when others had to stay."""

    blobs: list[bytes] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    more: bool = False
    left: int = 0  # bytes of words and documents that had to stay
    read: int = 0  # bytes of entries that were read to be given or named


def compare(log: Log, account: Account, cursors: Cursors, repairs: bool = False) -> Comparison:
    """Lay a request's cursors beside the log; `repairs`: the client understands what `agreed` says."""
    if isinstance(cursors, ShortCursors):
        return _compare_short(log, account, cursors)
    found = _compare_long(log, account, cursors.lanes)
    if not repairs:
        found.views = [view for view in found.views if view.index not in found.agreed]
        found.repair, found.agreed = list(found.agreed), {}
    return found


def _compare_short(log: Log, account: Account, cursors: ShortCursors) -> Comparison:
    count = len(cursors.heads)
    heads = cursors.heads or (0,) * _BASE
    if len(heads) < _BASE or (len(heads) - 1) % 3 or len(heads) > len(account.slots):
        return Comparison(long_wanted=True)
    found = Comparison(new_circles=tuple(slot.circle for slot in account.slots[len(heads) :: 3]))
    parts = []
    for index, head in enumerate(heads):
        slot = account.slots[index]
        lane = log.lane(slot.circle, slot.lane)
        total = log.total_at(lane, head) if lane else (None if head else 0)
        if total is None:
            return Comparison(long_wanted=True)
        parts.append((slot.circle, slot.lane, head, total))
        found.views.append(View(index, slot, (Interval(0, head, total),) if head else (), lane))
    if cursors.digest != digest_of(parts[:count]):
        return Comparison(long_wanted=True)
    _add_new(log, account.slots[len(heads) :], len(heads), found)
    return found


def _compare_long(log: Log, account: Account, lanes: Sequence[LaneCursor]) -> Comparison:
    known = {(slot.circle, slot.lane): slot for slot in account.slots}
    named = {cursor.circle for cursor in lanes}
    new = [slot for slot in account.slots[_BASE:] if slot.circle not in named]
    found = Comparison(new_circles=_to_be_told(account, lanes))
    for index, cursor in enumerate(lanes):
        slot = known.pop((cursor.circle, cursor.lane), None)
        if slot is None:
            continue
        lane = log.lane(slot.circle, slot.lane)
        agreed = _agreed(log, lane, cursor.intervals)
        if len(agreed) < len(cursor.intervals):
            found.agreed[index] = agreed[-1].head if agreed else 0
        found.views.append(View(index, slot, agreed, lane))
    _add_new(log, new, len(lanes), found)
    return found


def _to_be_told(account: Account, lanes: Iterable[LaneCursor]) -> tuple[bytes, ...]:
    """The circles that the member lacks; all, led by the private one, where theirs are in disorder."""
    circles = [slot.circle for slot in account.slots[_BASE::3]]
    theirs = list(dict.fromkeys(cursor.circle for cursor in lanes))[2:]
    if theirs == circles[: len(theirs)]:
        return tuple(circles[len(theirs) :])
    return account.slots[1].circle, *circles


def _add_new(log: Log, slots: Sequence[Slot], start: int, found: Comparison) -> None:
    for index, slot in enumerate(slots, start):
        found.views.append(View(index, slot, (), log.lane(slot.circle, slot.lane)))


def _agreed(log: Log, lane: Lane | None, intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """The first of the intervals, as far as they say what the log says."""
    if lane is None or len(intervals) > MAX_INTERVALS:
        return ()
    for at, part in enumerate(intervals):
        low, high = log.total_at(lane, part.low), log.total_at(lane, part.head)
        if low is None or high is None or (high - low) & ((1 << 64) - 1) != part.sum:
            return intervals[:at]
    return intervals


def gaps(trust: Programme, account: Account, views: Iterable[View]) -> list[Gap]:
    """What the member lacks and may have, in slot order."""
    found = []
    for view in views:
        lane = view.lane
        if lane is None or _is_whole(view.held, lane.head):
            continue
        for low, high in _allowed(trust, account, view.slot, lane.head):
            found += [Gap(view, lane, first, last) for first, last in _missing(view.held, low, high)]
    return found


def _is_whole(held: tuple[Interval, ...], head: int) -> bool:
    if not held:
        return head == 0
    return len(held) == 1 and held[0].low == 0 and held[0].head == head


def _allowed(trust: Programme, account: Account, slot: Slot, head: int) -> list[tuple[int, int]]:
    if slot.lane == LaneName.CONTROL:
        return [(1, min(head, slot.left_at) if slot.left_at else head)]
    if slot.left_at:
        return []
    if trust.roles(slot.circle).get(account.member) is not Role.GUARDIAN:
        return [(1, head)]
    openings = (one for one in trust.openings(slot.circle) if one.lane == slot.lane)
    return _united((max(1, one.first), min(head, one.last)) for one in openings)


def _united(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if united and first <= united[-1][1] + 1:
            united[-1] = (united[-1][0], max(last, united[-1][1]))
        else:
            united.append((first, last))
    return united


def _missing(held: Iterable[Interval], first: int, last: int) -> Iterator[tuple[int, int]]:
    for part in held:
        if first <= min(part.low, last):
            yield first, min(part.low, last)
        first = max(first, part.head + 1)
    if first <= last:
        yield first, last


def without(found: Iterable[Gap], rows: set[int]) -> list[Gap]:
    """The gaps without the rows that the member has just named."""
    return [part for gap in found for part in _split(gap, rows)] if rows else list(found)


def _split(gap: Gap, rows: set[int]) -> Iterator[Gap]:
    first = gap.first
    low, high = gap.lane.id_of(gap.first), gap.lane.id_of(gap.last)
    for row in sorted(row for row in rows if low <= row <= high):
        if first < seq_of(row):
            yield Gap(gap.view, gap.lane, first, seq_of(row) - 1)
        first = seq_of(row) + 1
    if first <= gap.last:
        yield Gap(gap.view, gap.lane, first, gap.last)


# ---------------------------------------------------------------- choosing


def choose(
    log: Log, open_gaps: Sequence[Gap], budget: int, named: set[int], agreed: Mapping[int, int] = _NOTHING
) -> Chosen:
    """Fill a reply: control first, then words newest first, then documents; `budget` in bytes.

    What lies above what both agree about (by slot) goes by name: the member may well hold it. Without a
    budget nothing goes.
    """
    if not budget or not open_gaps:
        return Chosen(more=bool(open_gaps))
    disputed = [gap for gap in open_gaps if gap.first > agreed.get(gap.view.index, gap.last)]
    chosen = _by_bytes(log, [gap for gap in open_gaps if gap not in disputed], budget, named)
    chosen.more |= _name(log, disputed, chosen)
    return chosen


def _by_bytes(log: Log, open_gaps: Sequence[Gap], budget: int, named: set[int]) -> Chosen:
    by_lane: dict[int, list[Gap]] = {name: [] for name in LaneName}
    for gap in open_gaps:
        by_lane[gap.view.slot.lane].append(gap)
    control, _, more = _oldest_first(log, by_lane[LaneName.CONTROL], CONTROL_BYTES)
    left = min(budget, MAX_BUDGET)
    words, left, more_words = _newest_first(log, by_lane[LaneName.WORDS], left)
    texts: list[Gap] = []
    more_texts = bool(by_lane[LaneName.DOCUMENTS])
    if more_texts and not more_words:
        texts, _, more_texts = _oldest_first(log, by_lane[LaneName.DOCUMENTS], left, bool(words))
    chosen = Chosen(more=more or more_words or more_texts)
    if more_words or more_texts:
        open_parts = [*by_lane[LaneName.WORDS], *by_lane[LaneName.DOCUMENTS]]
        chosen.left = _volume(log, open_parts) - _volume(log, [*words, *texts])
    _fill(log, [*control, *words, *texts], named, chosen)
    return chosen


def _volume(log: Log, parts: Iterable[Gap]) -> int:
    return sum(log.volume(part.lane, part.first, part.last) for part in parts)


def _name(log: Log, disputed: Iterable[Gap], chosen: Chosen) -> bool:
    """Give the first MAX_NAMES entries of these gaps by name; whether there are more."""
    runs: list[Run] = []
    hashes: list[bytes] = []
    more = False
    for gap in disputed:
        last = min(gap.last, gap.first + MAX_NAMES - len(hashes) - 1)
        if last >= gap.first:
            runs.append(Run(gap.view.index, gap.first, last - gap.first + 1))
        for first in range(gap.first, last + 1, _PIECE):
            entries = log.entries(gap.lane, first, min(last, first + _PIECE - 1))
            hashes += [parcel_hash(one.data)[:NAME_SIZE] for one in entries]
            chosen.read += sum(len(one.data) for one in entries)
        more = more or last < gap.last
    chosen.names = Names(tuple(runs), tuple(hashes))
    return more


def _oldest_first(
    log: Log, open_gaps: Sequence[Gap], budget: int, strict: bool = False
) -> tuple[list[Gap], int, bool]:
    """One entry goes even where it is over the budget, unless `strict`."""
    taken: list[Gap] = []
    for gap in open_gaps:
        last = gap.first - 1
        for size in reversed(list(log.sizes(gap.lane, gap.first, gap.last))):
            if size.size > budget and (strict or taken or last >= gap.first):
                break
            budget -= size.size
            last = size.seq
        if last >= gap.first:
            taken.append(Gap(gap.view, gap.lane, gap.first, last))
        if last < gap.last:
            return taken, budget, True
    return taken, budget, False


def _newest_first(log: Log, open_gaps: Sequence[Gap], budget: int) -> tuple[list[Gap], int, bool]:
    lowest = [gap.last + 1 for gap in open_gaps]
    streams = (_newest(log, at, gap) for at, gap in enumerate(open_gaps))
    more = False
    for _, at, seq, size in heapq.merge(*streams):
        if size > budget and any(low <= gap.last for low, gap in zip(lowest, open_gaps, strict=True)):
            more = True
            break
        budget -= size
        lowest[at] = seq
    pairs = zip(lowest, open_gaps, strict=True)
    return [Gap(gap.view, gap.lane, low, gap.last) for low, gap in pairs if low <= gap.last], budget, more


def _newest(log: Log, at: int, gap: Gap) -> Iterator[tuple[int, int, int, int]]:
    newest = 0  # arrival times of a lane never rise towards its beginning, whatever the clock did
    for size in log.sizes(gap.lane, gap.first, gap.last):
        newest = max(newest, -size.arrived)
        yield newest, at, size.seq, size.size


def _fill(log: Log, parts: Sequence[Gap], named: set[int], chosen: Chosen) -> None:
    known = set(named)
    for part in parts:
        chosen.runs.append(Run(part.view.index, part.first, part.last - part.first + 1))
        for entry in log.entries(part.lane, part.first, part.last):
            _add_hints(log, part.view, entry, known, chosen)
            chosen.blobs.append(entry.data)
            chosen.read += len(entry.data)
            known.add(part.lane.id_of(entry.seq))


def _add_hints(log: Log, view: View, entry: Entry, known: set[int], chosen: Chosen) -> None:
    chain, n = entry.place
    if n < 2:
        return
    before = log.at_place((chain, n - 1))
    told = log.hints(view.lane.id_of(entry.seq)) if view.lane else []
    here = {log.hash_of(row) for row in before} if told else set()
    chosen.hints += [Hint(len(chosen.blobs), prev) for prev in told if prev not in here]
    for row in before:
        covered = any(part.low < seq_of(row) <= part.head for part in view.held)
        if row not in known and not covered:
            chosen.hints.append(Hint(len(chosen.blobs), log.hash_of(row)))
