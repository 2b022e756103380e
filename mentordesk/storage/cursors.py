# SPDX-License-Identifier: Apache-2.0
"""What this computer holds of each lane: short lists of intervals with the sum of what stands in them."""
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from mentordesk.domain.ids import CircleId, Lane
from mentordesk.storage.schema import CircleKind
from mentordesk.storage.store import Tx
from mentordesk.wire.exchange import MAX_INTERVALS, SUM_MODULUS, Interval, LaneCursor


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


def forget(tx: Tx, circle: CircleId, lane: int) -> None:
    """Hold no position of this lane any more (its server counts differently); every parcel of it is kept.

    Own parcels are named again until they are found inside the cursor anew; states shown stay as they are.
    """
    tx.conn.exec_driver_sql("DELETE FROM cursors WHERE circle = ? AND lane = ?", (circle, lane))
    tx.conn.exec_driver_sql(
        "UPDATE entries SET covered = 0, seq = 0 WHERE circle = ? AND lane = ? AND seq > 0", (circle, lane)
    )
