# SPDX-License-Identifier: Apache-2.0
"""What this computer holds of each lane: short lists of intervals with the sum of what stands in them."""
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from mentordesk.domain.ids import CircleId, Lane
from mentordesk.storage.schema import CircleKind
from mentordesk.storage.store import Tx
from mentordesk.wire.exchange import MAX_INTERVALS, SUM_MODULUS, Interval, LaneCursor, sum_of

_LADDERS = 8  # intervals of a lane that are split: more are as good as a ladder


def covers(intervals: Sequence[Interval], seq: int) -> bool:
    """Whether entry `seq` stands inside one of the ascending `intervals`."""
    at = bisect_left(intervals, seq, key=lambda part: part.head)
    return at < len(intervals) and intervals[at].low < seq


def joined(intervals: Sequence[Interval], held: Mapping[int, bytes]) -> tuple[Interval, ...]:
    """`intervals` with the entries seq → hash32 added once each; those that meet become one."""
    fresh = [_unit(seq, hash32) for seq, hash32 in held.items() if seq > 0 and not covers(intervals, seq)]
    out: list[Interval] = []
    for part in sorted([*intervals, *fresh], key=lambda part: part.low):
        if out and out[-1].head == part.low:
            out[-1] = Interval(out[-1].low, part.head, (out[-1].sum + part.sum) % SUM_MODULUS)
        else:
            out.append(part)
    return tuple(out)


def as_many_as_fit(intervals: Sequence[Interval], held: Mapping[int, bytes]) -> dict[int, bytes]:
    """The lowest of the entries, so many that the intervals stay well below MAX_INTERVALS."""
    fit = dict(sorted(held.items()))
    while fit and len(joined(intervals, fit)) > MAX_INTERVALS // 2:
        fit = dict(list(fit.items())[: len(fit) // 2])
    return fit


def _unit(seq: int, hash32: bytes) -> Interval:
    return Interval(seq - 1, seq, int.from_bytes(hash32[:8], "big"))


def slots(tx: Tx) -> list[tuple[CircleId, Lane]]:
    """The (circle, lane) of each slot, in the order of cursors on the wire."""
    out: list[tuple[CircleId, Lane]] = []
    for circle, kind in tx.conn.exec_driver_sql(
        "SELECT circle, kind FROM circles WHERE position >= 0 ORDER BY kind, position"
    ):
        lanes = (Lane.CONTROL,) if kind == CircleKind.PROGRAMME else tuple(Lane)
        out += [(circle, lane) for lane in lanes]
    return out


def lanes(tx: Tx) -> list[LaneCursor]:
    """The cursor of every lane, in slot order; a lane of which nothing is held has no intervals."""
    held: dict[tuple[CircleId, int], list[Interval]] = {}
    rows = tx.conn.exec_driver_sql(
        "SELECT circle, lane, low, head, sum FROM cursors ORDER BY circle, lane, low"
    )
    for circle, lane, low, head, total in rows:
        held.setdefault((circle, lane), []).append(Interval(low, head, int.from_bytes(total, "big")))
    return [LaneCursor(circle, lane, tuple(held.get((circle, lane), ()))) for circle, lane in slots(tx)]


def of_lane(tx: Tx, circle: CircleId, lane: int) -> tuple[Interval, ...]:
    """What is held of one lane."""
    rows = tx.conn.exec_driver_sql(
        "SELECT low, head, sum FROM cursors WHERE circle = ? AND lane = ? ORDER BY low", (circle, lane)
    )
    return tuple(Interval(low, head, int.from_bytes(total, "big")) for low, head, total in rows)


def add(tx: Tx, circle: CircleId, lane: int, held: Mapping[int, bytes]) -> set[int]:
    """Note that entries of a lane are held, seq → hash32; the numbers that were free.

    0 (not known) and what was noted before change nothing.
    """
    before = of_lane(tx, circle, lane)
    free = {seq for seq in held if seq > 0 and not covers(before, seq)}
    after = joined(before, held)
    if len(after) > MAX_INTERVALS:
        forget(tx, circle, lane)
        return set()
    for part in set(before) - set(after):
        tx.conn.exec_driver_sql(
            "DELETE FROM cursors WHERE circle = ? AND lane = ? AND low = ?", (circle, lane, part.low)
        )
    for part in set(after) - set(before):
        tx.conn.exec_driver_sql(
            "INSERT INTO cursors (circle, lane, low, head, sum) VALUES (?,?,?,?,?)",
            (circle, lane, part.low, part.head, part.sum.to_bytes(8, "big")),
        )
    return free


def forget(tx: Tx, circle: CircleId, lane: int, kept: Sequence[Interval] = ()) -> None:
    """Hold no position of this lane above those `kept` (its server counts differently); all parcels stay.

    Own parcels are named again until they are found inside the cursor anew; states shown stay as they are.
    """
    tx.conn.exec_driver_sql("DELETE FROM cursors WHERE circle = ? AND lane = ?", (circle, lane))
    for part in joined(kept, {}):
        tx.conn.exec_driver_sql(
            "INSERT INTO cursors (circle, lane, low, head, sum) VALUES (?,?,?,?,?)",
            (circle, lane, part.low, part.head, part.sum.to_bytes(8, "big")),
        )
    low = max((part.head for part in kept), default=0)
    tx.conn.exec_driver_sql(
        "UPDATE entries SET covered = 0, seq = 0 WHERE circle = ? AND lane = ? AND seq > ?",
        (circle, lane, low),
    )


def ladder(tx: Tx, lane: LaneCursor) -> LaneCursor:
    """The same cursor with its intervals split at (head - 1, head - 3, head - 7 …), each piece with its sum.

    From them a server that holds something else sees how far both agree. What stands in several lanes has a
    row in one of them: in control lanes an interval may stay in larger pieces.
    """
    if len(lane.intervals) > _LADDERS:
        return lane
    rows = tx.conn.exec_driver_sql(
        "SELECT seq, hash FROM entries WHERE circle = ? AND lane = ? AND seq > 0", (lane.circle, lane.lane)
    )
    hashes = {row[0]: row[1] for row in rows}
    parts = [piece for part in lane.intervals for piece in rungs(part, hashes)]
    return LaneCursor(lane.circle, lane.lane, tuple(parts))


def rungs(part: Interval, hashes: Mapping[int, bytes]) -> Iterator[Interval]:
    """The pieces of one interval, ascending, as far as the hashes (by number) are known."""
    pieces: list[Interval] = []
    head, left, step = part.head, part.sum, 1
    while head - step > part.low and all(seq in hashes for seq in range(head - step + 1, head + 1)):
        total = sum_of(hashes[seq] for seq in range(head - step + 1, head + 1))
        pieces.append(Interval(head - step, head, total))
        head, left, step = head - step, (left - total) % SUM_MODULUS, step * 2
    yield Interval(part.low, head, left)
    yield from reversed(pieces)
