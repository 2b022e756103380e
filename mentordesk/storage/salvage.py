# SPDX-License-Identifier: Apache-2.0
"""What never left this computer, taken out of a damaged database as far as it can be read.

Drafts, operations not sealed, parcels that the server has not acknowledged, and the messages they hold.
Whatever else was lost comes from the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from mentordesk.base.errors import DiskTrouble, Refused
from mentordesk.crypto.parcel import open_parcel, stream_of
from mentordesk.domain.ids import CircleId, Lane
from mentordesk.domain.messages import Delivery
from mentordesk.storage import attachments, entries, keys, outbox, retracts, rows, text_rows
from mentordesk.storage.engine import as_trouble, open_database
from mentordesk.storage.migrations.chain import version_of
from mentordesk.storage.retracts import Word
from mentordesk.storage.source import Source
from mentordesk.storage.store import Tx
from mentordesk.storage.writes import can_travel
from mentordesk.wire import body, compress, operations

Columns = tuple[Any, ...]

_DRAFTS = "thread, circle, topic, text, caret, saved_at, new_thread"
_OUTBOX = "id, circle, lane, register, entity, data, time, held"
_FIELDS = "circle, register, entity, rank, time, op, author, value"
_KEYS = "kid, circle, author, version, writer, epoch, charter, commitment, key, mine"
_ENTRIES = "hash, circle, lane, seq, kind, writer, n, kid, prev, own, covered, state, code, data, arrived"
_FILES = """id, op, circle, thread, message, author, name, type, size, key, chunks, count, danger, wanted,
    got, sent, position, added"""
_UNCOUNTED = _ENTRIES.replace("seq", "0")  # the other database's cursors do not count them
_MESSAGES = "id, circle, thread, author, rank, base, time, text"
_Parts = dict[str, tuple[str, str]]
_PARTS: _Parts = {  # how to read each part, and how to read it from its end
    "drafts": (
        f"""SELECT {_DRAFTS} FROM drafts WHERE text <> '' OR EXISTS (SELECT 1 FROM attachments a
            WHERE a.thread = drafts.thread AND a.message = x'')""",
        "thread DESC",
    ),
    "outbox": (f"SELECT {_OUTBOX} FROM outbox", "seq DESC"),
    "fields": (f"SELECT {_FIELDS} FROM fields", "circle DESC, register DESC, entity DESC"),
    "keys": (f"SELECT {_KEYS} FROM sender_keys WHERE mine = 1", "kid DESC"),
    "entries": (f"SELECT {_UNCOUNTED} FROM entries WHERE own = 1 AND covered = 0", "id DESC"),
    "files": (
        f"SELECT {_FILES} FROM attachments WHERE got = count AND (message = x'' OR sent < count)", "id DESC"
    ),
    "messages": (
        f"SELECT {_MESSAGES}, coalesce((SELECT e.hash FROM entries e WHERE e.id = m.entry), x'')"
        f" FROM messages m WHERE m.state < {int(Delivery.AT_THE_SERVER)}",
        "m.rowid DESC",
    ),
}
_OLD_OUTBOX = (_PARTS["outbox"][0].replace("held", "0"), _PARTS["outbox"][1])
_BY_VERSION: dict[int, _Parts] = {  # what an older programme wrote
    1: {
        **{name: _PARTS[name] for name in ("fields", "keys", "entries", "messages")},
        "outbox": _OLD_OUTBOX,
        "drafts": (f"SELECT {_DRAFTS} FROM drafts WHERE text <> ''", "thread DESC"),
    },
    2: {**_PARTS, "outbox": _OLD_OUTBOX},
    3: _PARTS,
}


@dataclass(slots=True)
class Saved:
    """Rows by part, in the columns above."""

    parts: dict[str, list[Columns]] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts.values())


def read_damaged(path: Path, key: bytes) -> Saved:
    """What can be read of a damaged database; nothing when it does not even open."""
    saved = Saved()
    try:
        conn = open_database(path, key, read_only=True)
    except DiskTrouble:
        return saved
    try:
        for name, (sql, backwards) in _parts(conn).items():
            saved.parts[name] = _from_both_ends(conn, sql, backwards)
    finally:
        conn.close()
    return saved


def _parts(conn: Connection) -> _Parts:
    """What is to be read of the version that it still says it has; nothing of one not known."""
    try:
        with as_trouble():
            return _BY_VERSION.get(version_of(conn), {})
    except DiskTrouble:
        return {}


def _from_both_ends(conn: Connection, sql: str, backwards: str) -> list[Columns]:
    """Rows from the front until a damaged page, then from the back until one."""
    front, whole = _until_damage(conn, sql)
    if whole:
        return front
    back, _ = _until_damage(conn, f"{sql} ORDER BY {backwards}")
    return list(dict.fromkeys([*front, *reversed(back)]))


def _until_damage(conn: Connection, sql: str) -> tuple[list[Columns], bool]:
    found: list[Columns] = []
    try:
        with as_trouble():
            for row in conn.exec_driver_sql(sql):
                found.append(tuple(row))
    except DiskTrouble:
        return found, False
    return found, True


def put_back(tx: Tx, saved: Saved) -> int:
    """Add what was saved to the database that goes on; how many messages and drafts. What is there stays."""
    for table, columns, part in (
        ("sender_keys", _KEYS, "keys"),
        ("entries", _ENTRIES, "entries"),
        ("outbox", _OUTBOX, "outbox"),
        ("attachments", _FILES, "files"),
    ):
        _insert(tx, table, columns, saved.parts.get(part, ()))
    for circle, register, entity, *stamp in _fields_of_outbox(saved):
        rows.set_field(tx, circle, register, entity, *stamp)
    return _put_messages(tx, saved) + _put_told(tx, saved) + _put_drafts(tx, saved)


def _fields_of_outbox(saved: Saved) -> Iterable[Columns]:
    """Only what was edited here and not told yet; anything else comes back with its parcel."""
    told = {(row[1], row[3], row[4]) for row in saved.parts.get("outbox", ())}
    return [row for row in saved.parts.get("fields", ()) if tuple(row[:3]) in told]


def _put_messages(tx: Tx, saved: Saved) -> int:
    """Messages of mine; one whose operation could not be read is told again, under the same id."""
    count = 0
    for name, circle, thread, author, rank, base, time, text, parcel in saved.parts.get("messages", ()):
        if author != tx.me.member:
            continue
        entry = tx.conn.exec_driver_sql("SELECT id FROM entries WHERE hash = ?", (parcel,)).scalar() or 0
        new = rows.NewMessage(name, circle, thread, author, rank, base, time, text, entry)
        if rows.insert_message(tx, new, Delivery.ON_THIS_COMPUTER):
            count += 1
            if not entry and not _is_queued(tx, name):
                outbox.add(
                    tx, circle, Lane.WORDS, operations.Message(name, thread, rank, base, max(0, time), text)
                )
    return count


def _is_queued(tx: Tx, operation: bytes) -> bool:
    return tx.conn.exec_driver_sql("SELECT 1 FROM outbox WHERE id = ?", (operation,)).first() is not None


def _put_told(tx: Tx, saved: Saved) -> int:
    """Messages that could not be read, but whose operations leave from here: their author sees them too."""
    count = 0
    for circle, entry, writer, data in (*_queued(saved), *_sealed(tx, saved)):
        for op in body.decode(data):
            if isinstance(op, operations.Message):
                place = (op.id, circle, op.thread, tx.me.member, op.rank, op.base, op.time)
                new = rows.NewMessage(*place, op.text, entry)
                count += rows.insert_message(tx, new, Delivery.ON_THIS_COMPUTER)
            elif isinstance(op, operations.Attach):
                attachments.bring_back(tx, circle, op)
            elif isinstance(op, operations.Retract):
                retracts.keep(tx, Word(op.id, op.message, circle, tx.me.member, op.time, entry))
            elif isinstance(op, operations.Text):
                source = Source(circle, tx.me.member, entry, writer, Delivery.ON_THIS_COMPUTER)
                count += text_rows.bring_back(tx, source, op)
    return count


_Body = tuple[CircleId, int, bytes, bytes]  # circle, entries.id (0 = outbox), writer, operations


def _queued(saved: Saved) -> Iterable[_Body]:
    for _, circle, _, _, _, data, _, _ in saved.parts.get("outbox", ()):
        yield circle, 0, b"", body.join([data])


def _sealed(tx: Tx, saved: Saved) -> Iterable[_Body]:
    """What my parcels hold, as far as the database that goes on knows their keys."""
    for entry in saved.parts.get("entries", ()):
        hash32, circle, lane, kid, prev, data = *entry[:3], entry[7], entry[8], entry[13]
        key, row = keys.find(tx, kid), entries.find(tx, hash32)
        if key is None or row is None or lane == Lane.CONTROL:
            continue
        try:
            stream = stream_of(tx.trust, key, lane)
            opened = open_parcel(stream, data, [prev], compress.DICTIONARY)
            yield circle, row.id, key.writer, opened.operations
        except Refused:
            continue  # it leaves all the same


def _put_drafts(tx: Tx, saved: Saved) -> int:
    drafts = saved.parts.get("drafts", ())
    for draft in drafts:
        travels = int(can_travel(draft[2], draft[3]))
        tx.conn.exec_driver_sql(
            f"""INSERT INTO drafts ({_DRAFTS}, dirty) VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (thread) DO UPDATE
            SET text = excluded.text, topic = excluded.topic, caret = excluded.caret, dirty = excluded.dirty,
            saved_at = excluded.saved_at WHERE excluded.saved_at > saved_at""",
            (*draft, travels),
        )
    return len(drafts)


def _insert(tx: Tx, table: str, columns: str, found: Sequence[Columns]) -> None:
    marks = ",".join("?" * (columns.count(",") + 1))
    for row in found:
        tx.conn.exec_driver_sql(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", row)
