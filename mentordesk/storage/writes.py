# SPDX-License-Identifier: Apache-2.0
"""What a person does, one function each, in one transaction: the rows, and the operation for the others."""

from __future__ import annotations

from mentordesk.base.errors import EmptyText, NotFound, TooLarge
from mentordesk.base.utf16 import units
from mentordesk.domain.computers import computer_name, of_host
from mentordesk.domain.events import CirclesChanged, DraftChanged, SettingChanged
from mentordesk.domain.ids import OPERATION_SIZE, CircleId, Lane, MessageId, ThreadId
from mentordesk.domain.messages import MAX_MESSAGE_BYTES, MAX_TOPIC_LENGTH, Delivery, Draft, clean, problem
from mentordesk.domain.registers import COMPUTER, MAX_RANK, PERSON_CARD, THREAD_TOPIC, Register
from mentordesk.storage import attachments, outbox, retracts, rows
from mentordesk.storage import me as meta
from mentordesk.storage.retracts import Word
from mentordesk.storage.schema import CircleKind, SeenKind
from mentordesk.storage.store import Store, Tx
from mentordesk.wire.operations import Message, Retract, register_values

ZONE = "zone"  # the setting that holds my time zone
COMPUTER_SETTING = "computer"  # the one that holds what this computer is called


def start_thread(
    tx: Tx, circle: CircleId, topic: str, text: str, thread: ThreadId = b""
) -> tuple[ThreadId, MessageId]:
    """Begin a thread with its first message; `thread` = the id under which its draft was kept.

    EmptyText or TooLarge when the text cannot be a message, NotFound when I am not in the circle.
    """
    thread = thread or tx.rand.bytes(OPERATION_SIZE)
    _text_to_send(tx, thread, text)
    _set(tx, circle, THREAD_TOPIC, thread, (clean_topic(topic),))
    return thread, send_message(tx, circle, thread, text)


def send_message(tx: Tx, circle: CircleId, thread: ThreadId, text: str) -> MessageId:
    """Write a message into a thread, with the files of its draft, and empty the draft.

    EmptyText or TooLarge when the text cannot be a message, NotFound when circle or thread are unknown.
    """
    cleaned = _text_to_send(tx, thread, text)
    rows.check_circle(tx, circle)
    head = tx.conn.exec_driver_sql(
        "SELECT max_rank, base FROM threads WHERE thread = ? AND circle = ?", (thread, circle)
    ).first()
    if head is None:
        raise NotFound("thread")
    rank, base = min(head[0] + 1, MAX_RANK), min(head[1], MAX_RANK)
    operation = Message(tx.rand.bytes(OPERATION_SIZE), thread, rank, base, max(0, tx.now()), cleaned)
    attachments.send(tx, circle, thread, operation.id)
    outbox.add(tx, circle, Lane.WORDS, operation)
    new = rows.NewMessage(operation.id, circle, thread, tx.me.member, rank, base, operation.time, cleaned)
    rows.insert_message(tx, new, Delivery.ON_THIS_COMPUTER)
    discard_draft(tx, thread)
    return operation.id


def take_back(tx: Tx, message: MessageId) -> str:
    """Turn a message still in the outbox into a draft again; its text. NotFound once it was sealed."""
    row = tx.conn.exec_driver_sql(
        "SELECT circle, thread, text FROM messages WHERE id = ? AND author = ? AND entry = 0 AND gone = 0",
        (message, tx.me.member),
    ).first()
    gone = tx.conn.exec_driver_sql("DELETE FROM outbox WHERE id = ? RETURNING seq", (message,)).first()
    if row is None or gone is None:
        raise NotFound("message")
    circle, thread, text = row
    rows.remove_message(tx, message)
    attachments.back_to_draft(tx, message, thread)
    topic, written = _draft_so_far(tx, thread)
    text = f"{text}\n\n{written}" if written else text
    save_draft(tx, Draft(circle, thread, topic or _topic(tx, thread), text, caret=units(text)))
    return str(text)


def retract(tx: Tx, message: MessageId) -> None:
    """Take back a message that was sealed already: it is neither shown nor found any more, anywhere.

    For outbox.UNDO_SECONDS `undo_retract` leaves no trace. NotFound where it is not mine, or gone already.
    """
    row = tx.conn.exec_driver_sql(
        """SELECT circle FROM messages WHERE id = ? AND author = ? AND gone = 0
        AND NOT (entry = 0 AND state = ?)""",
        (message, tx.me.member, int(Delivery.ON_THIS_COMPUTER)),
    ).first()
    if row is None:
        raise NotFound("message")
    operation = Retract(tx.rand.bytes(OPERATION_SIZE), message, tx.now())
    outbox.add(tx, row.circle, Lane.WORDS, operation)
    retracts.keep(tx, Word(operation.id, message, row.circle, tx.me.member, operation.time))


def undo_retract(tx: Tx, message: MessageId) -> None:
    """Let a message stand after all; NotFound once that it was taken back is on its way."""
    held = tx.conn.exec_driver_sql(
        "SELECT op FROM retracts WHERE message = ? AND author = ? AND entry = 0", (message, tx.me.member)
    ).scalars()
    gone = [
        op for op in held.all()
        if tx.conn.exec_driver_sql("DELETE FROM outbox WHERE id = ? RETURNING seq", (op,)).first()
    ]  # fmt: skip
    if not gone:
        raise NotFound("message")
    for op in gone:
        retracts.forget(tx, "op", op)


def let_go(tx: Tx, message: MessageId) -> None:
    """Nobody wants to undo any more: what was taken back may be told."""
    outbox.let_go(tx)
    row = tx.conn.exec_driver_sql("SELECT circle, thread FROM messages WHERE id = ?", (message,)).first()
    if row is not None:
        tx.touch(row.circle, row.thread, message)


def keep_late(tx: Tx, message: MessageId) -> None:
    """A message of mine that came late may stand: it is not asked about again on this computer."""
    tx.conn.exec_driver_sql("INSERT OR IGNORE INTO late_kept (message) VALUES (?)", (message,))
    row = tx.conn.exec_driver_sql("SELECT circle, thread FROM messages WHERE id = ?", (message,)).first()
    if row is not None:
        tx.touch(row.circle, row.thread, message)


def save_draft(tx: Tx, draft: Draft) -> int:
    """Keep what is written so far, also when it is nothing any more; the time of saving (unix seconds).

    What is too long for a message stays on this computer until it is shorter.
    """
    saved_at, topic, text = tx.now(), storable(draft.topic), storable(draft.text)
    tx.conn.exec_driver_sql(
        """INSERT INTO drafts (thread, circle, topic, text, caret, saved_at, new_thread, dirty)
        VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (thread) DO UPDATE SET circle = excluded.circle,
        topic = excluded.topic, text = excluded.text, caret = excluded.caret, saved_at = excluded.saved_at,
        new_thread = excluded.new_thread,
        dirty = excluded.dirty AND (dirty OR text <> excluded.text OR topic <> excluded.topic)""",
        (
            *(draft.thread, draft.circle, topic, text, draft.caret, saved_at, int(draft.new_thread)),
            int(can_travel(topic, text)),
        ),
    )
    tx.announce(DraftChanged(draft.circle, draft.thread))
    return saved_at


def can_travel(topic: str, text: str) -> bool:
    """Whether a draft fits into a parcel for my other computers."""
    return len(topic.encode()) + len(text.encode()) <= MAX_MESSAGE_BYTES


def discard_draft(tx: Tx, thread: ThreadId) -> None:
    """Empty a draft, of its files too; the empty row goes to my other computers, then means nothing."""
    attachments.detach_all(tx, thread)
    row = tx.conn.exec_driver_sql(
        """UPDATE drafts SET text = '', topic = '', caret = 0, dirty = 1
        WHERE thread = ? AND (text <> '' OR topic <> '') RETURNING circle""",
        (thread,),
    ).first()
    if row is not None:
        tx.announce(DraftChanged(row[0], thread))


def mark_read(tx: Tx, messages: tuple[MessageId, ...]) -> int:
    """Somebody else's messages were on my screen; how many of them were fresh."""
    changed = 0
    for message in messages:
        row = tx.conn.exec_driver_sql(
            "UPDATE messages SET fresh = 0 WHERE id = ? AND fresh = 1 RETURNING circle, thread", (message,)
        ).first()
        if row is None:
            continue
        changed += 1
        tx.conn.exec_driver_sql(
            "INSERT OR IGNORE INTO seen_due (message, kind, circle) VALUES (?, ?, ?)",
            (message, SeenKind.READ, row[0]),
        )
        tx.touch(row[0], row[1], message)
    return changed


def set_setting(tx: Tx, name: str, value: str) -> None:
    """Keep a setting of this profile."""
    note(tx, name, value)
    tx.announce(SettingChanged(name))


def note(tx: Tx, name: str, value: str) -> None:
    """Keep something beside the settings that nobody has to hear of."""
    tx.conn.exec_driver_sql("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (name, value))


def set_card(tx: Tx, name: str, zone: str) -> None:
    """My name and time zone (IANA) as my circles see them."""
    meta.put_meta(tx.conn, meta.MY_NAME, name.encode())
    set_setting(tx, ZONE, zone)
    publish_cards(tx)
    tx.announce(CirclesChanged())


def be_at(store: Store, host: str) -> None:
    """Note what this computer calls itself, where that is new; a name chosen in the settings goes before."""
    name = of_host(host).encode()
    if name and meta.get_meta(store.conn, meta.HOST) != name:
        store.transact(lambda tx: meta.put_meta(tx.conn, meta.HOST, name))


def set_computer(tx: Tx, name: str) -> None:
    """Choose what this computer is called on my other ones; "" = as it calls itself."""
    set_setting(tx, COMPUTER_SETTING, computer_name(name))


def name_computer(tx: Tx) -> None:
    """Tell my other computers what this one is called: once a writer, and only beside something else."""
    if tx.conn.exec_driver_sql("SELECT 1 FROM outbox WHERE held = 0 LIMIT 1").first() is None:
        return
    chosen = tx.conn.exec_driver_sql(
        "SELECT value FROM settings WHERE name = ?", (COMPUTER_SETTING,)
    ).scalar()
    name = chosen or meta.get_meta(tx.conn, meta.HOST).decode()
    value = rows.field_value(tx, tx.me.private, COMPUTER.number, tx.me.writer)
    if name and (value is None or register_values(COMPUTER.number, value) != (name,)):
        outbox.edit(tx, tx.me.private, COMPUTER, tx.me.writer, (name,))


def publish_cards(tx: Tx) -> int:
    """Write my card into every circle of mine that has another one or none; into how many."""
    zone = tx.conn.exec_driver_sql("SELECT value FROM settings WHERE name = ?", (ZONE,)).scalar() or ""
    card = (meta.get_meta(tx.conn, meta.MY_NAME).decode(), zone)
    found = tx.conn.exec_driver_sql(
        """SELECT c.circle FROM circles c JOIN members m ON m.circle = c.circle AND m.member = ?
        WHERE c.kind = ? ORDER BY c.position""",
        (tx.me.member, CircleKind.CIRCLE),
    ).fetchall()
    return sum(_set(tx, row[0], PERSON_CARD, tx.me.member, card) for row in found)


def _set(tx: Tx, circle: CircleId, register: Register, entity: bytes, values: tuple[object, ...]) -> bool:
    """Edit a field; False when it has this value already."""
    rows.check_circle(tx, circle)
    value = rows.field_value(tx, circle, register.number, entity)
    if value is not None and register_values(register.number, value) == values:
        return False
    outbox.edit(tx, circle, register, entity, values)
    return True


def _text_to_send(tx: Tx, thread: ThreadId, text: str) -> str:
    """Text as it is sent; with files it may be empty."""
    return "" if not clean(text) and attachments.in_draft(tx, thread) else checked_text(text)


def checked_text(text: str) -> str:
    """Text as it is sent; EmptyText or TooLarge when it cannot be."""
    cleaned = clean(text)
    match problem(cleaned):
        case None:
            return cleaned
        case "message_empty":
            raise EmptyText
        case _:
            raise TooLarge(len(cleaned.encode()), MAX_MESSAGE_BYTES)


def clean_topic(topic: str) -> str:
    """A topic in one line, at most MAX_TOPIC_LENGTH characters."""
    return " ".join(clean(topic).split())[:MAX_TOPIC_LENGTH].rstrip()


def storable(text: str) -> str:
    """Text that UTF-8 can hold: halves of broken surrogate pairs become question marks."""
    return text.encode("utf-8", "replace").decode()


def _draft_so_far(tx: Tx, thread: ThreadId) -> tuple[str, str]:
    row = tx.conn.exec_driver_sql("SELECT topic, text FROM drafts WHERE thread = ?", (thread,)).first()
    return (row[0], row[1]) if row else ("", "")


def _topic(tx: Tx, thread: ThreadId) -> str:
    topic = tx.conn.exec_driver_sql("SELECT topic FROM threads WHERE thread = ?", (thread,)).scalar()
    return str(topic or "")
