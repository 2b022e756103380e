# SPDX-License-Identifier: Apache-2.0
"""What a person does: one row here, one operation for the others, and nothing by halves."""

from __future__ import annotations

import pytest

from mentordesk.base.errors import EmptyText, NotFound, TooLarge
from mentordesk.domain.events import CirclesChanged, DraftChanged, SettingChanged
from mentordesk.domain.messages import MAX_MESSAGE_BYTES, MAX_TOPIC_LENGTH, Delivery, Draft, Message
from mentordesk.domain.registers import PERSON_CARD, THREAD_TOPIC
from mentordesk.storage import writes
from mentordesk.storage.reads import circles, drafts, messages
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.search.query import search
from mentordesk.storage.store import Store, Tx
from mentordesk.wire import operations
from tests.helpers.profiles import CIRCLE, ME, THREAD, Desk, receive


def outbox(store: Store) -> list[operations.Operation]:
    """What waits to be sealed, in order."""
    rows = store.conn.exec_driver_sql("SELECT data FROM outbox ORDER BY seq").scalars()
    return [operations.decode_one(data) for data in rows]


def start(store: Store, topic: str = "Essay", text: str = "Hello Grace") -> tuple[bytes, bytes]:
    return store.transact(lambda tx: writes.start_thread(tx, CIRCLE, topic, text))


def only_message(reader: Reader, thread: bytes) -> Message:
    (message,) = messages.ThreadPage(reader, thread).rows(0, 9)
    return message


def test_a_thread_begins_with_its_topic_and_its_message(store: Store, reader: Reader) -> None:
    thread, message = start(store, " My \n essay ")
    topic, words = outbox(store)
    assert isinstance(topic, operations.Set)
    assert isinstance(words, operations.Message)
    assert (topic.register, topic.entity, topic.rank) == (THREAD_TOPIC.number, thread, 1)
    assert operations.values(topic) == ("My essay",)
    assert (words.id, words.thread, words.rank, words.base, words.text) == (
        message,
        thread,
        1,
        0,
        "Hello Grace",
    )
    shown = only_message(reader, thread)
    assert (shown.delivery, shown.can_take_back, shown.fresh) == (Delivery.ON_THIS_COMPUTER, True, False)
    summary = circles.thread(reader, thread)
    assert summary is not None
    assert (summary.topic, summary.count, summary.my_turn) == ("My essay", 1, False)


def test_rank_and_base_follow_what_was_seen(store: Store) -> None:
    thread, _ = start(store)
    store.transact(lambda tx: receive(tx, "Read it", rank=7, base=1, thread=thread))
    store.transact(lambda tx: writes.send_message(tx, CIRCLE, thread, "Thank you"))
    store.transact(lambda tx: writes.send_message(tx, CIRCLE, thread, "Tomorrow then"))
    sent = [op for op in outbox(store) if isinstance(op, operations.Message)]
    assert [(op.rank, op.base) for op in sent] == [(1, 0), (8, 7), (9, 7)]


def test_an_answer_stands_below_what_it_answers(store: Store, reader: Reader) -> None:
    thread, _ = start(store, text="one")
    store.transact(lambda tx: receive(tx, "two", rank=2, base=1, thread=thread))
    store.transact(lambda tx: writes.send_message(tx, CIRCLE, thread, "three"))
    shown = messages.ThreadPage(reader, thread).rows(0, 9)
    assert [message.text for message in shown] == ["one", "two", "three"]


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x07"])
def test_nothing_is_not_a_message(store: Store, text: str) -> None:
    with pytest.raises(EmptyText):
        start(store, text=text)
    assert outbox(store) == []


def test_a_megabyte_is_refused_and_kept_as_a_draft(store: Store, reader: Reader) -> None:
    text = "é" * 500_000
    draft = Draft(CIRCLE, THREAD, "Essay", text, caret=7, new_thread=True)
    store.transact(lambda tx: writes.save_draft(tx, draft))
    with pytest.raises(TooLarge) as caught:
        store.transact(lambda tx: writes.start_thread(tx, CIRCLE, "Essay", text, THREAD))
    assert (caught.value.size, caught.value.limit) == (1_000_000, MAX_MESSAGE_BYTES)
    kept = drafts.draft(reader, THREAD)
    assert kept is not None
    assert (kept.text, kept.caret) == (text, 7)
    assert outbox(store) == []


def test_control_characters_never_leave(store: Store, reader: Reader) -> None:
    thread, _ = start(store, text="a\x00b\r\nc\x1b[31m\td\u202e")
    assert only_message(reader, thread).text == "ab\nc[31m\td\u202e"


def test_a_long_topic_is_cut(store: Store, reader: Reader) -> None:
    thread, _ = start(store, topic="word " * 100)
    summary = circles.thread(reader, thread)
    assert summary is not None
    assert len(summary.topic) <= MAX_TOPIC_LENGTH


def test_unknown_places_are_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.transact(lambda tx: writes.send_message(tx, bytes(16), THREAD, "Hello"))
    with pytest.raises(NotFound):
        store.transact(lambda tx: writes.send_message(tx, CIRCLE, THREAD, "Hello"))


def test_sending_empties_the_draft_in_the_same_step(store: Store, reader: Reader) -> None:
    store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, THREAD, "Essay", "Hello", new_thread=True)))
    assert [draft.text for draft in drafts.drafts(reader)] == ["Hello"]
    thread, _ = store.transact(lambda tx: writes.start_thread(tx, CIRCLE, "Essay", "Hello", THREAD))
    assert thread == THREAD
    assert drafts.drafts(reader) == ()
    assert drafts.draft(reader, THREAD) is None


def test_a_failed_send_keeps_the_draft(store: Store, reader: Reader) -> None:
    store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, THREAD, "Essay", "Hello", new_thread=True)))

    def send_and_break(tx: Tx) -> None:
        writes.start_thread(tx, CIRCLE, "Essay", "Hello", THREAD)
        raise LookupError

    with pytest.raises(LookupError):
        store.transact(send_and_break)
    assert [draft.text for draft in drafts.drafts(reader)] == ["Hello"]
    assert outbox(store) == []


def test_a_message_is_taken_back_as_a_draft(store: Store, reader: Reader) -> None:
    thread, first = start(store)
    second = store.transact(lambda tx: writes.send_message(tx, CIRCLE, thread, "Too early"))
    store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, thread, "Essay", "And more")))
    assert store.transact(lambda tx: writes.take_back(tx, second)) == "Too early\n\nAnd more"
    kept = drafts.draft(reader, thread)
    assert kept is not None
    assert (kept.text, kept.caret, kept.new_thread) == ("Too early\n\nAnd more", 19, False)
    assert only_message(reader, thread).id == first
    assert search(reader, "early") == []
    assert [op.id for op in outbox(store) if isinstance(op, operations.Message)] == [first]


def test_a_thread_whose_only_message_is_taken_back_is_a_draft_again(store: Store, reader: Reader) -> None:
    thread, message = start(store)
    store.transact(lambda tx: writes.take_back(tx, message))
    assert circles.threads_of(reader, CIRCLE) == ()
    kept = drafts.draft(reader, thread)
    assert kept is not None
    assert (kept.topic, kept.text, kept.new_thread) == ("Essay", "Hello Grace", True)
    _, again = store.transact(lambda tx: writes.start_thread(tx, CIRCLE, "Essay", "Hello again", thread))
    assert [type(op).__name__ for op in outbox(store)] == ["Set", "Message"]
    assert only_message(reader, thread).id == again


def test_a_sealed_message_is_not_taken_back(store: Store) -> None:
    _, message = start(store)
    store.conn.exec_driver_sql("DELETE FROM outbox")
    with pytest.raises(NotFound):
        store.transact(lambda tx: writes.take_back(tx, message))


def test_a_draft_is_there_as_it_was_left(store: Store, reader: Reader, desk: Desk) -> None:
    desk.clock.advance(60)  # type: ignore[attr-defined]
    draft = Draft(CIRCLE, THREAD, "Essay", "كتبت half a sent", caret=12, new_thread=True)
    saved_at = store.transact(lambda tx: writes.save_draft(tx, draft))
    assert drafts.draft(reader, THREAD) == Draft(CIRCLE, THREAD, "Essay", draft.text, 12, saved_at, True)
    assert saved_at == desk.clock.now()
    assert desk.events == [DraftChanged(CIRCLE, THREAD)]


def test_a_draft_too_long_for_a_parcel_stays_here_until_it_is_shorter(store: Store) -> None:
    def dirty(text: str) -> int:
        store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, THREAD, "Essay", text)))
        return int(store.conn.exec_driver_sql("SELECT dirty FROM drafts").scalar_one())

    assert [dirty("short"), dirty("é" * MAX_MESSAGE_BYTES), dirty("short again")] == [1, 0, 1]


def test_moving_the_caret_alone_is_no_news_for_other_computers(store: Store) -> None:
    store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, THREAD, "", "Hello", caret=1)))
    store.conn.exec_driver_sql("UPDATE drafts SET dirty = 0")
    store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, THREAD, "", "Hello", caret=2)))
    assert store.conn.exec_driver_sql("SELECT caret, dirty FROM drafts").one() == (2, 0)
    store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, THREAD, "", "Hello!", caret=2)))
    assert store.conn.exec_driver_sql("SELECT dirty FROM drafts").scalar_one() == 1


def test_half_a_surrogate_pair_does_not_stop_a_draft(store: Store, reader: Reader) -> None:
    store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, THREAD, "", "smile \ud83d")))
    kept = drafts.draft(reader, THREAD)
    assert kept is not None
    assert kept.text == "smile ?"


def test_a_discarded_draft_is_gone_here_and_told_elsewhere(store: Store, reader: Reader, desk: Desk) -> None:
    store.transact(lambda tx: writes.save_draft(tx, Draft(CIRCLE, THREAD, "", "Hello")))
    store.conn.exec_driver_sql("UPDATE drafts SET dirty = 0")
    desk.events.clear()
    store.transact(lambda tx: writes.discard_draft(tx, THREAD))
    assert drafts.drafts(reader) == ()
    assert store.conn.exec_driver_sql("SELECT dirty FROM drafts").scalar_one() == 1
    assert desk.events == [DraftChanged(CIRCLE, THREAD)]


def test_reading_is_noted_once(store: Store, reader: Reader) -> None:
    thread, mine = start(store)
    hers = store.transact(lambda tx: receive(tx, "Hi", thread=thread))
    assert store.transact(lambda tx: writes.mark_read(tx, (hers, mine, bytes(8)))) == 1
    assert store.transact(lambda tx: writes.mark_read(tx, (hers,))) == 0
    assert store.conn.exec_driver_sql("SELECT message, kind, circle FROM seen_due").all() == [
        (hers, 2, CIRCLE)
    ]
    summary = circles.thread(reader, thread)
    assert summary is not None
    assert summary.fresh == 0


def test_settings_are_kept_and_announced(store: Store, reader: Reader, desk: Desk) -> None:
    store.transact(lambda tx: writes.set_setting(tx, "notices", "off"))
    assert drafts.settings(reader) == {"notices": "off"}
    assert desk.events == [SettingChanged("notices")]


def test_a_card_goes_into_each_circle_when_it_changes(store: Store, reader: Reader, desk: Desk) -> None:
    store.transact(lambda tx: writes.set_card(tx, "Amina N.", "Africa/Nairobi"))
    (card,) = outbox(store)
    assert isinstance(card, operations.Set)
    assert (card.register, card.entity) == (PERSON_CARD.number, ME)
    assert operations.values(card) == ("Amina N.", "Africa/Nairobi")
    store.transact(lambda tx: writes.set_card(tx, "Amina N.", "Africa/Nairobi"))
    assert [op.id for op in outbox(store)] == [card.id]
    assert circles.people(reader, CIRCLE)[-1].name == "Amina N."
    assert CirclesChanged() in desk.events
