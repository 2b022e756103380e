# SPDX-License-Identifier: Apache-2.0
"""The tables of a profile's database as SQLAlchemy sees them; their DDL stands in migrations/.

Times are unix seconds, flags 0 or 1, ids bytes. A test holds these tables and the migrated DDL equal.
"""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

VERSION = 3  # user_version after all migrations


class CircleKind(IntEnum):
    """What a row of `circles` is."""

    PROGRAMME = 0
    PRIVATE = 1
    CIRCLE = 2


class EntryKind(IntEnum):
    """What a row of `entries` holds."""

    PARCEL = 1
    CONTROL = 2
    UNKNOWN = 9


class EntryState(IntEnum):
    """What became of an entry."""

    ACCEPTED = 0
    WAITING = 1
    REFUSED = 2
    UNKNOWN = 3  # of a newer version; kept, forwarded, tried again after an upgrade


class Guard(IntEnum):
    """How far a text is trusted not to bring the program down: whoever wrote it, it is tried durably."""

    NEW = 0  # never taken into a document here
    TRUSTED = 1  # mine, or taken before
    TRYING = 2  # being taken, with others
    SUSPECT = 3  # one of some with which the program died: to be tried alone
    TRYING_ALONE = 4
    ASIDE = 5  # the program died with it alone; tried again after an upgrade


class SeenKind(IntEnum):
    """What is told about somebody's message."""

    DELIVERED = 1
    READ = 2


metadata = MetaData()


def _table(name: str, keys: str, /, **columns: type) -> Table:
    """A table whose columns never hold NULL; `keys` names its primary key."""
    kinds = {bytes: LargeBinary, int: Integer, str: Text}
    primary = keys.split()
    parts = [
        Column(column, kinds[kind](), primary_key=column in primary, nullable=False)
        for column, kind in columns.items()
    ]
    return Table(name, metadata, *parts)


meta = _table("meta", "key", key=str, value=bytes)
contacts = _table("contacts", "member", member=bytes, name=str)
circles = _table("circles", "circle", circle=bytes, kind=int, position=int)
members = _table("members", "circle member", circle=bytes, member=bytes, role=int)
cursors = _table("cursors", "circle lane low", circle=bytes, lane=int, low=int, head=int, sum=bytes)
# offer = others' blob to be brought to a server that lost it, counting tries, 0 = not;
# latest = time of the newest message in a parcel; held_until = not sealed before (undo); fields.writer and
# history.writer = where it was written, b"" = here; gone = when it was taken back, 0 = not;
# held = waits for Return.
entries = _table(
    "entries", "id", id=int, hash=bytes, circle=bytes, lane=int, seq=int, kind=int, writer=bytes, n=int,
    kid=bytes, prev=bytes, own=int, covered=int, state=int, code=str, data=bytes, arrived=int,
    latest=int, offer=int,
)  # fmt: skip
sender_keys = _table(
    "sender_keys", "kid", kid=bytes, circle=bytes, author=bytes, version=int, writer=bytes, epoch=int,
    charter=bytes, commitment=bytes, key=bytes, mine=int,
)  # fmt: skip
outbox = _table(
    "outbox", "seq", seq=int, id=bytes, circle=bytes, lane=int, register=int, entity=bytes, data=bytes,
    time=int, held_until=int, held=int,
)  # fmt: skip
fields = _table(
    "fields", "circle register entity", circle=bytes, register=int, entity=bytes, rank=int, time=int,
    op=bytes, author=bytes, value=bytes, writer=bytes,
)  # fmt: skip
history = _table(
    "history", "op", op=bytes, circle=bytes, register=int, entity=bytes, rank=int, time=int, author=bytes,
    value=bytes, kept_at=int, writer=bytes, told=int,
)  # fmt: skip
# Beyond the contract: base = what my next message carries; my_* = the order key of my latest message;
# moved = when a message last came or went; version rises with every change of the thread's rows.
threads = _table(
    "threads", "thread", thread=bytes, circle=bytes, topic=str, last_id=bytes, last_author=bytes,
    last_words=str, last_time=int, fresh=int, count=int, max_rank=int, waiting_since=int, base=int,
    my_base=int, my_rank=int, my_id=bytes, moved=int, version=int,
)  # fmt: skip
messages = _table(
    "messages", "rowid", rowid=int, id=bytes, circle=bytes, thread=bytes, base=int, author=bytes, rank=int,
    time=int, text=str, state=int, state_time=int, entry=int, fresh=int, arrived=int, gone=int,
)  # fmt: skip
retracts = _table(
    "retracts", "message circle author op", message=bytes, circle=bytes, author=bytes, op=bytes, time=int,
    entry=int,
)  # fmt: skip
late_kept = _table("late_kept", "message", message=bytes)
receipts = _table("receipts", "message member kind", message=bytes, member=bytes, kind=int, time=int)
seen_due = _table("seen_due", "message kind", message=bytes, kind=int, circle=bytes)
drafts = _table(
    "drafts", "thread", thread=bytes, circle=bytes, topic=str, text=str, caret=int, saved_at=int,
    new_thread=int, dirty=int,
)  # fmt: skip
settings = _table("settings", "name", name=str, value=str)
# The bytes of files are among up and down, those of others' envelopes are not.
traffic = _table(
    "traffic", "day", day=int, up=int, down=int, requests=int, file_up=int, file_down=int, carried_up=int,
    carried_down=int,
)  # fmt: skip
handed = _table(
    "handed", "name", name=bytes, tag=bytes, made=int, slots=bytes, named=bytes, cursors=bytes, sender=str,
    left_at=int, current=int,
)  # fmt: skip
attachments = _table(
    "attachments", "id", id=bytes, op=bytes, circle=bytes, thread=bytes, message=bytes, author=bytes,
    name=str, type=str, size=int, key=bytes, chunks=bytes, count=int, danger=int, wanted=int,
    got=int, sent=int, position=int, added=int,
)  # fmt: skip
# One row for a document in a circle, from the registers (fields). changed = when a text was written here or
# arrived; told = a register of it changed since it was looked at; rebuild rises when the text is to be made
# anew from all rows.
documents = _table(
    "documents", "circle document", circle=bytes, document=bytes, owner=bytes, nonce=bytes, title=str,
    away=int, editors=bytes, changed=int, changed_by=bytes, told=int, rebuild=int,
)  # fmt: skip
# One row for a change of a document's text; name = hash of all that others hold of it too. peer is unsigned,
# big-endian; it counts [start, stop). late = beyond a cut-off: counts only where an accepted one needs it.
texts = _table(
    "texts", "rowid", rowid=int, name=bytes, id=bytes, circle=bytes, document=bytes, author=bytes,
    writer=bytes, run=bytes, peer=bytes, start=int, stop=int, data=bytes, entry=int, arrived=int, guard=int,
    late=int, fresh=int, state=int, state_time=int,
)  # fmt: skip
# What Writing left: the text up to texts.rowid `upto`.
text_cache = _table("text_cache", "document", document=bytes, circle=bytes, snapshot=bytes, upto=int)
# Of this computer alone: where I was, what was counted when I left.
document_places = _table(
    "document_places", "document", document=bytes, caret=int, top=int, words=int, last_words=str, held=int,
    lacking=int, damaged=int,
)  # fmt: skip
