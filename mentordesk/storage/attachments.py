# SPDX-License-Identifier: Apache-2.0
"""Files on messages as rows: attached to a draft, sent with it, merged from parcels, moved chunk by chunk.

The key of a file stands only here; its sealed chunks lie on the shelf (storage/shelf.py).
"""
from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection

from mentordesk.base.errors import NotFound, Refused, TooManyFiles
from mentordesk.base.options import DATA_BUDGET
from mentordesk.crypto.filechunks import chunk_count, open_chunk, split_hashes
from mentordesk.domain.events import DraftChanged, FileChanged, SettingChanged
from mentordesk.domain.files import MAX_FILES, SMALL, FileId, Usage, safe_name, safe_type
from mentordesk.domain.filetypes import HEAD, is_dangerous
from mentordesk.domain.ids import OPERATION_SIZE, CircleId, Lane, MemberId, MessageId, ThreadId
from mentordesk.storage import outbox, traffic
from mentordesk.storage.shelf import Shelf
from mentordesk.storage.store import Tx
from mentordesk.wire.operations import Attach

FRESH = 14 * 86_400  # seconds; small files of older messages come when asked for
_LIFTED = "data_budget_lifted"  # the setting that holds until when, unix seconds


class Wanted(IntEnum):
    """What somebody said about moving a file."""

    NOT_ASKED = 0
    YES = 1
    PAUSED = 2


@dataclass(frozen=True, slots=True)
class NewFile:
    """A sealed file on its way into a draft; its chunks are on the shelf."""

    circle: CircleId
    thread: ThreadId
    name: str
    type: str
    size: int
    key: bytes
    chunks: bytes
    danger: bool


# ---------------------------------------------------------------- drafts


def attach(tx: Tx, new: NewFile) -> FileId:
    """Put a file into a thread's draft; NotFound: no such circle, TooManyFiles: the draft has enough."""
    known = tx.conn.exec_driver_sql("SELECT 1 FROM circles WHERE circle = ?", (new.circle,)).first()
    if known is None:
        raise NotFound("circle")
    if len(_of_draft(tx, new.thread)) >= MAX_FILES:
        raise TooManyFiles(limit=MAX_FILES)
    file, count = tx.rand.bytes(OPERATION_SIZE), chunk_count(new.size)
    place = tx.conn.exec_driver_sql("SELECT coalesce(max(position), 0) + 1 FROM attachments").scalar_one()
    tx.conn.exec_driver_sql(
        """INSERT INTO attachments (id, op, circle, thread, message, author, name, type, size, key, chunks,
            count, danger, wanted, got, sent, position, added)
        VALUES (?, x'', ?, ?, x'', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)""",
        (
            file, new.circle, new.thread, tx.me.member, safe_name(new.name), safe_type(new.type), new.size,
            new.key, new.chunks, count, int(new.danger),
            int(Wanted.YES if new.size <= SMALL else Wanted.PAUSED), count, place, tx.now(),
        ),
    )  # fmt: skip
    tx.conn.exec_driver_sql(
        """INSERT OR IGNORE INTO drafts (thread, circle, saved_at, new_thread)
        VALUES (?, ?, ?, NOT EXISTS (SELECT 1 FROM threads WHERE thread = ? AND count > 0))""",
        (new.thread, new.circle, tx.now(), new.thread),
    )
    _tell_draft(tx, new.circle, new.thread, file)
    return file


def detach(tx: Tx, file: FileId) -> None:
    """Take a file out of its draft; NotFound once it was sent."""
    gone = tx.conn.exec_driver_sql(
        "DELETE FROM attachments WHERE id = ? AND message = x'' RETURNING circle, thread", (file,)
    ).first()
    if gone is None:
        raise NotFound("file")
    _tell_draft(tx, gone.circle, gone.thread, file)


def detach_all(tx: Tx, thread: ThreadId) -> int:
    """Empty a draft of its files; how many there were."""
    files = _of_draft(tx, thread)
    for file in files:
        detach(tx, file)
    return len(files)


def in_draft(tx: Tx, thread: ThreadId) -> bool:
    """Whether a draft has files."""
    return bool(_of_draft(tx, thread))


def send(tx: Tx, circle: CircleId, thread: ThreadId, message: MessageId) -> None:
    """The draft's files go with this message: queued before it, in ascending ids, which is their order."""
    files = _of_draft(tx, thread)
    names = sorted(tx.rand.bytes(OPERATION_SIZE) for _ in files)
    for file, op in zip(files, names, strict=True):
        row = tx.conn.exec_driver_sql(
            """UPDATE attachments SET op = ?, message = ?, circle = ? WHERE id = ?
            RETURNING name, type, size, key, chunks""",
            (op, message, circle, file),
        ).one()
        outbox.add(tx, circle, Lane.WORDS, Attach(op, message, *row))
        tx.announce(FileChanged(circle, thread, message, file))


def back_to_draft(tx: Tx, message: MessageId, thread: ThreadId) -> int:
    """A message of mine is taken back before it was sealed: its files are the draft's again; how many."""
    tx.conn.exec_driver_sql(
        "DELETE FROM outbox WHERE id IN (SELECT op FROM attachments WHERE message = ? AND author = ?)",
        (message, tx.me.member),
    )
    rows = tx.conn.exec_driver_sql(
        """UPDATE attachments SET op = x'', message = x'', thread = ?, sent = 0
        WHERE message = ? AND author = ? RETURNING id, circle""",
        (thread, message, tx.me.member),
    ).all()
    for row in rows:
        tx.announce(FileChanged(row.circle, thread, b"", row.id))
    return len(rows)


def _of_draft(tx: Tx, thread: ThreadId) -> Sequence[FileId]:
    found = tx.conn.exec_driver_sql(
        "SELECT id FROM attachments WHERE thread = ? AND message = x'' ORDER BY position", (thread,)
    )
    return [row[0] for row in found]


def _tell_draft(tx: Tx, circle: CircleId, thread: ThreadId, file: FileId) -> None:
    tx.announce(DraftChanged(circle, thread))
    tx.announce(FileChanged(circle, thread, b"", file))


# ---------------------------------------------------------------- merging


def merge(tx: Tx, circle: CircleId, author: MemberId, op: Attach) -> None:
    """Note a file of somebody's message, whichever of the two comes first; both must have one author."""
    if not _insert(tx, circle, author, op):
        if author == tx.me.member:  # it stands in a parcel: what waits in the outbox needs no other
            tx.conn.exec_driver_sql("DELETE FROM outbox WHERE id = ?", (op.id,))
        return
    tx.conn.exec_driver_sql(
        """DELETE FROM attachments WHERE id IN (SELECT id FROM attachments
            WHERE message = ? AND circle = ? AND author = ? ORDER BY op LIMIT -1 OFFSET ?)""",
        (op.message, circle, author, MAX_FILES),
    )
    _touch_message(tx, op.message, circle, author)


def bring_back(tx: Tx, circle: CircleId, op: Attach) -> None:
    """A file of mine whose row was lost: its chunks are here, and perhaps at the server."""
    if _insert(tx, circle, tx.me.member, op):
        tx.conn.exec_driver_sql(
            "UPDATE attachments SET got = count, sent = iif(count, -1, 0), wanted = 1 WHERE op = ?", (op.id,)
        )


def _insert(tx: Tx, circle: CircleId, author: MemberId, op: Attach) -> bool:
    """Whether this file was not known before."""
    taken = tx.conn.exec_driver_sql("SELECT 1 FROM attachments WHERE id = ?", (op.id,)).first()
    file = op.id if taken is None else tx.rand.bytes(OPERATION_SIZE)  # somebody copied the operation's id
    count, name = chunk_count(op.size), safe_name(op.name)
    row = tx.conn.exec_driver_sql(
        """INSERT INTO attachments (id, op, circle, thread, message, author, name, type, size, key, chunks,
            count, danger, got, sent, position, added)
        SELECT ?, ?, ?, x'', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, ?
        WHERE NOT EXISTS (SELECT 1 FROM attachments WHERE op = ? AND circle = ? AND author = ?)
        RETURNING id""",
        (
            file, op.id, circle, op.message, author, name, safe_type(op.mime), op.size, op.key,
            op.chunks, count, int(is_dangerous(name)), count, tx.now(), op.id, circle, author,
        ),
    ).first()  # fmt: skip
    return row is not None


def take_out(tx: Tx, circle: CircleId, op: bytes) -> None:
    """The operation of somebody else that brought a file does not count any more."""
    gone = tx.conn.exec_driver_sql(
        "DELETE FROM attachments WHERE op = ? AND circle = ? AND author <> ? RETURNING message, author",
        (op, circle, tx.me.member),
    ).all()
    for row in gone:
        _touch_message(tx, row.message, circle, row.author)


def _touch_message(tx: Tx, message: MessageId, circle: CircleId, author: MemberId) -> None:
    thread = tx.conn.exec_driver_sql(
        "SELECT thread FROM messages WHERE id = ? AND circle = ? AND author = ?", (message, circle, author)
    ).scalar()
    if thread is not None:
        tx.touch(circle, thread, message)


# ---------------------------------------------------------------- moving


def want(tx: Tx, file: FileId, wanted: Wanted) -> None:
    """Somebody asks for a file, lets it wait, or lets it go on; NotFound when there is no such file."""
    changed = tx.conn.exec_driver_sql("UPDATE attachments SET wanted = ? WHERE id = ?", (int(wanted), file))
    if not changed.rowcount:
        raise NotFound("file")
    tell(tx, file)


@dataclass(frozen=True, slots=True)
class Move:
    """The next chunk to move: `up` to the server or down from it."""

    file: FileId
    up: bool
    circle: CircleId
    hash16: bytes
    size: int  # of the whole file
    index: int
    thread: ThreadId
    message: MessageId
    checks: bool  # a file that was sent: is its last chunk still there?


_NEXT = """SELECT a.id, a.circle, a.size, a.chunks, a.count, a.got, a.sent, a.message,
    m.thread FROM attachments a
    JOIN messages m ON m.id = a.message AND m.circle = a.circle AND m.author = a.author
    WHERE (a.got < a.count OR a.sent < a.count) AND (a.wanted = 1
        OR (a.wanted = 0 AND a.size <= ? AND a.author <> ? AND m.time >= ?))
        AND (a.sent = a.count OR (a.got = a.count AND m.state >= 3)) AND m.gone = 0
    ORDER BY a.size > ?, a.added DESC, a.op"""


def moves(tx: Tx) -> list[Move]:
    """The next chunk of every file that is to be moved: small files first, newest first."""
    found = tx.conn.exec_driver_sql(_NEXT, (SMALL, tx.me.member, tx.now() - FRESH, SMALL))
    return [_move(row) for row in found]


def _move(row: Any) -> Move:
    up, checks = row.sent < row.count, row.sent < 0
    index = row.count - 1 if checks else row.sent if up else row.got
    name = split_hashes(row.chunks)[index]
    return Move(row.id, up, row.circle, name, row.size, index, row.thread, row.message, checks)


def moved(tx: Tx, move: Move, chunk: bytes = b"") -> None:
    """A chunk stands where it should; `chunk` = one that came: the first tells what the file is."""
    column = "sent" if move.up else "got"
    if chunk and move.index == 0:
        _look_at_head(tx, move.file, chunk)
    tx.conn.exec_driver_sql(
        f"UPDATE attachments SET {column} = max({column}, ?) WHERE id = ?", (move.index + 1, move.file)
    )
    tell(tx, move.file)


def recount(tx: Tx, file: FileId, shelf: Shelf) -> None:
    """See which chunks are here and as they were; what follows a missing one is fetched again."""
    row = tx.conn.exec_driver_sql("SELECT chunks, got FROM attachments WHERE id = ?", (file,)).one()
    names = split_hashes(row.chunks)
    whole = next((at for at, name in enumerate(names) if shelf.get(name) is None), len(names))
    if whole == row.got:
        return
    if whole < row.got:
        shelf.forget(names[whole])
    tx.conn.exec_driver_sql("UPDATE attachments SET got = ? WHERE id = ?", (whole, file))
    tell(tx, file)


def going_up(conn: Connection) -> int:
    """How many files of messages that were sent here the server has not got whole, as far as is known."""
    return int(
        conn.exec_driver_sql(
            """SELECT count(*) FROM attachments a
            JOIN messages m ON m.id = a.message AND m.circle = a.circle AND m.author = a.author
            WHERE a.sent < a.count AND a.sent >= 0 AND m.gone = 0"""
        ).scalar_one()
    )


def check_sent(tx: Tx) -> int:
    """The server was set back: ask it whether it still has my files; how many of them."""
    found = tx.conn.exec_driver_sql(
        "UPDATE attachments SET sent = -1 WHERE author = ? AND sent = count AND got = count AND count > 0",
        (tx.me.member,),
    )
    return int(found.rowcount)


def send_again(tx: Tx, file: FileId) -> None:
    """The server has lost a file of mine."""
    tx.conn.exec_driver_sql("UPDATE attachments SET sent = 0 WHERE id = ?", (file,))
    tell(tx, file)


def send_missing(tx: Tx, missing: Collection[bytes], shelf: Shelf) -> dict[FileId, int]:
    """The server has lost these chunks: my files with some that are here go up again from there on.

    By file, how many chunks it was thought to have.
    """
    rows = tx.conn.exec_driver_sql(
        "SELECT id, chunks, sent FROM attachments WHERE author = ? AND message <> x'' AND got = count",
        (tx.me.member,),
    ).all()
    found = {}
    for row in rows:
        names = split_hashes(row.chunks)
        first = next((at for at, name in enumerate(names) if name in missing and shelf.get(name)), None)
        if first is None:
            continue
        sent = 0 if row.sent < 0 else min(first, row.sent)  # below 0: what it has is not known anyway
        tx.conn.exec_driver_sql("UPDATE attachments SET sent = ? WHERE id = ?", (sent, row.id))
        tell(tx, row.id)
        found[row.id] = max(0, row.sent)
    return found


def _look_at_head(tx: Tx, file: FileId, chunk: bytes) -> None:
    """Its first bytes may say what its name did not."""
    row = tx.conn.exec_driver_sql("SELECT name, key FROM attachments WHERE id = ?", (file,)).one()
    with contextlib.suppress(Refused):  # told when it is read
        if is_dangerous(row.name, open_chunk(row.key, 0, chunk)[:HEAD]):
            tx.conn.exec_driver_sql("UPDATE attachments SET danger = 1 WHERE id = ?", (file,))


def tell(tx: Tx, file: FileId) -> None:
    """Announce that a file is not as it was."""
    row = tx.conn.exec_driver_sql(
        """SELECT a.circle, coalesce(m.thread, a.thread) AS thread, a.message FROM attachments a
        LEFT JOIN messages m ON m.id = a.message WHERE a.id = ?""",
        (file,),
    ).first()
    if row is not None:
        tx.announce(FileChanged(row.circle, row.thread, row.message, file))


def tell_all(tx: Tx, files: Iterable[FileId]) -> None:
    """Announce that these are not as they were."""
    for file in files:
        tell(tx, file)


def held(conn: Connection) -> set[bytes]:
    """The names of all chunks that some row names."""
    rows = conn.exec_driver_sql("SELECT chunks FROM attachments").scalars()
    return {name for chunks in rows for name in split_hashes(chunks)}


# ---------------------------------------------------------------- the week's bytes


def usage(conn: Connection, now: int) -> Usage:
    """What the last seven days cost; `now` in unix seconds by the server's clock."""
    rows = conn.exec_driver_sql(
        "SELECT name, value FROM settings WHERE name IN (?, ?)", (DATA_BUDGET.name, _LIFTED)
    ).all()
    chosen = {name: value for name, value in rows if value.isdigit()}
    week = traffic.week(conn, now)
    until = int(chosen.get(_LIFTED, 0))
    return Usage(
        week_bytes=week.up + week.down,
        week_file_bytes=week.file_up + week.file_down,
        budget=int(chosen.get(DATA_BUDGET.name, DATA_BUDGET.default)) * 1000,
        lifted=now < until <= now + traffic.WEEK,
    )


def lift_budget(tx: Tx) -> None:
    """Files go on for seven days whatever the budget says."""
    tx.conn.exec_driver_sql(
        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)",
        (_LIFTED, str(tx.now() + traffic.WEEK)),
    )
    tx.announce(SettingChanged(_LIFTED))


