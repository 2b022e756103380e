# SPDX-License-Identifier: Apache-2.0
"""The rows of `entries`: every parcel and control blob that this computer holds, whatever became of it.

An entry that waits with an empty code is *ready*: it is to be tried (again) now. The mark stands in the
database, so that work which one transaction leaves over is found by the next, also after a crash.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from mentordesk.domain.ids import NO_HASH, CircleId, MemberId, WriterId
from mentordesk.storage.schema import EntryKind, EntryState
from mentordesk.storage.store import Tx

READY = ""  # the code of an entry that waits to be tried
MAX_CANDIDATES = 256  # predecessors tried for one parcel, and as many hints: more only where somebody lies

_COLUMNS = "hash, circle, lane, seq, kind, writer, n, kid, prev, own, covered, state, code, data, arrived"
_HASH = len(NO_HASH)
_ASIDE = "own = 1 AND state = 2 AND code IN ('not_taken', 'not_a_member')"


class EntryCode(StrEnum):
    """What is noted beside entries, besides READY and the codes of crypto and MergeNote."""

    UNKNOWN_KEY = "unknown_sender_key"  # waits
    WRONG_LANE = "wrong_lane"
    LATE = "late"  # beyond the cut-offs of its epoch: held back, never shown
    NEWER = "newer_version"
    NOT_A_MEMBER = "not_a_member"  # mine, not taken by the server until a charter names me again
    NOT_TAKEN = "not_taken"  # mine, never taken by the server
    SEALED_AGAIN = "sealed_again"  # mine, its operations went into another parcel


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is known of a blob when it is first held."""

    hash: bytes
    circle: CircleId
    lane: int
    kind: EntryKind
    data: bytes
    seq: int = 0  # the number under which its lane's cursor counts it; 0 = it does not
    writer: WriterId = b""
    n: int = 0
    kid: bytes = b""
    prev: bytes = b""  # the predecessor's hash; while it waits, all hints joined
    own: bool = False
    state: EntryState = EntryState.WAITING


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the numbers n = 1, 2, 3… of a writer's parcels count."""

    circle: CircleId
    lane: int
    writer: WriterId


def keep(tx: Tx, new: NewEntry) -> int:
    """Insert an entry that is not held yet; its row's id. A number (seq) means that the cursor covers it."""
    row = (
        new.hash, new.circle, new.lane, new.seq, int(new.kind), new.writer, new.n, new.kid, new.prev,
        int(new.own), int(new.seq > 0), int(new.state), READY, new.data, tx.clock.now(),
    )  # fmt: skip
    marks = ",".join("?" * len(row))
    made = tx.conn.exec_driver_sql(f"INSERT INTO entries ({_COLUMNS}) VALUES ({marks}) RETURNING id", row)
    return int(made.scalar_one())


def find(tx: Tx, hash32: bytes) -> Row[Any] | None:
    """The entry with this hash: everything but its data."""
    return tx.conn.exec_driver_sql(
        """SELECT id, circle, lane, seq, kind, own, state, code, prev, writer, n, kid
        FROM entries WHERE hash = ?""",
        (hash32,),
    ).first()


def find_named(tx: Tx, hash16: bytes) -> Row[Any] | None:
    """The entry whose hash begins so: id, hash, circle, lane, seq."""
    return tx.conn.exec_driver_sql(
        "SELECT id, hash, circle, lane, seq FROM entries WHERE hash BETWEEN ? AND ?",
        (hash16 + bytes(16), hash16 + b"\xff" * 16),
    ).first()


def ready(tx: Tx, kind: EntryKind, limit: int) -> list[Row[Any]]:
    """Up to `limit` entries to be tried now, oldest first."""
    rows = tx.conn.exec_driver_sql(
        """SELECT id, hash, circle, lane, seq, writer, n, kid, prev, own, data FROM entries
        WHERE state = 1 AND code = '' AND kind = ? ORDER BY id LIMIT ?""",
        (int(kind), limit),
    )
    return list(rows)


def settle(tx: Tx, entry: int, state: EntryState, code: str = "") -> None:
    """Note what became of an entry."""
    tx.conn.exec_driver_sql("UPDATE entries SET state = ?, code = ? WHERE id = ?", (int(state), code, entry))


def accept(tx: Tx, entry: int, writer: WriterId, prev: bytes, own: bool) -> None:
    """Note whose an opened parcel is, and the predecessor that its signature proves."""
    tx.conn.exec_driver_sql(
        "UPDATE entries SET writer = ?, prev = ?, own = max(own, ?) WHERE id = ?",
        (writer, prev, int(own), entry),
    )


def cover(tx: Tx, entry: int, seq: int) -> None:
    """Note an entry's number at the server: it stands inside the cursor now, also if it was set aside."""
    tx.conn.exec_driver_sql(
        f"""UPDATE entries SET seq = ?, covered = 1, offer = 0, state = iif({_ASIDE}, 0, state),
        code = iif({_ASIDE}, '', code) WHERE id = ?""",
        (seq, entry),
    )


def set_aside(tx: Tx, entry: int, code: EntryCode) -> None:
    """The server does not take an entry of mine: it is not named for a while."""
    tx.conn.exec_driver_sql(
        "UPDATE entries SET state = 2, code = ?, covered = 0 WHERE id = ?", (str(code), entry)
    )


def aside(tx: Tx) -> list[Row[Any]]:
    """What was set aside."""
    rows = tx.conn.exec_driver_sql(
        f"SELECT id, circle FROM entries WHERE covered = 0 AND {_ASIDE}"
    )
    return list(rows)


def drop(tx: Tx, entry: int) -> None:
    """Take out an entry that was not accepted where it was said to stand; the caller keeps it elsewhere."""
    tx.conn.exec_driver_sql("DELETE FROM entries WHERE id = ?", (entry,))


def joined_hints(prevs: Sequence[bytes]) -> bytes:
    """Hashes one after the other, each once, the newest MAX_CANDIDATES of them."""
    return b"".join(list(dict.fromkeys(prevs))[-MAX_CANDIDATES:])


def add_hints(tx: Tx, entry: int, had: bytes, prevs: Sequence[bytes]) -> None:
    """Give a waiting parcel more hashes that may stand before it; it is ready if one of them is new."""
    known = split_hashes(had)
    if set(prevs) - set(known):
        tx.conn.exec_driver_sql(
            "UPDATE entries SET prev = ?, code = '' WHERE id = ?", (joined_hints([*known, *prevs]), entry)
        )


def candidates(tx: Tx, chain: Chain, author: MemberId, n: int) -> list[bytes]:
    """The hashes known for (writer, n-1): all held there, forks included, and what came or was proved with n.

    Whether those before are accepted does not matter: only the author's signature makes one of them fit. What
    others put at these numbers is left out and hints are counted apart, the newest first: a liar's thousand
    would hide the right one.
    """
    if n == 1:
        return [NO_HASH]
    rows = tx.conn.exec_driver_sql(
        """SELECT e.n, e.hash, e.prev FROM entries e JOIN sender_keys k ON k.kid = e.kid
        WHERE e.circle = ? AND e.lane = ? AND e.writer = ? AND e.n IN (?, ?) AND k.author = ?
        ORDER BY e.state, e.id""",
        (chain.circle, chain.lane, chain.writer, n - 1, n, author),
    ).all()
    held = [row.hash for row in rows if row.n < n]
    told = [prev for row in rows if row.n == n for prev in reversed(split_hashes(row.prev))]
    return list(dict.fromkeys(held[:MAX_CANDIDATES] + told[:MAX_CANDIDATES]))


def last(tx: Tx, chain: Chain) -> tuple[int, bytes]:
    """Number and hash of my last parcel in a chain of mine; (0, NO_HASH) before the first.

    Anybody can send bytes that name my key and any number: only what I sealed counts.
    """
    row = tx.conn.exec_driver_sql(
        """SELECT n, hash FROM entries WHERE circle = ? AND lane = ? AND writer = ? AND own = 1
        ORDER BY n DESC, id DESC LIMIT 1""",
        (chain.circle, chain.lane, chain.writer),
    ).first()
    return (row.n, row.hash) if row else (0, NO_HASH)


def wake_chain(tx: Tx, chain: Chain, n: int, entry: int) -> None:
    """Parcel n of a chain (row `entry`) has become known: what leans on it or shares its place is ready."""
    tx.conn.exec_driver_sql(
        """UPDATE entries SET code = '' WHERE circle = ? AND lane = ? AND writer = ? AND n IN (?, ?)
        AND state = 1 AND id <> ?""",
        (chain.circle, chain.lane, chain.writer, n, n + 1, entry),
    )


def wake_control(tx: Tx) -> None:
    """More is known about who is who: everything in control lanes that waits is ready."""
    tx.conn.exec_driver_sql("UPDATE entries SET code = '' WHERE state = 1 AND kind = 2 AND code <> ''")


def split_hashes(joined: bytes) -> list[bytes]:
    """Hashes that stand one after the other."""
    return [joined[at : at + _HASH] for at in range(0, len(joined), _HASH)]
