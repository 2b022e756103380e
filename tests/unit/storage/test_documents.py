# SPDX-License-Identifier: Apache-2.0
"""Documents in one profile: what is refused, what is kept once, what comes out of a damaged database."""
from __future__ import annotations

from pathlib import Path

import pytest

from mentordesk.base.errors import NotFound, Refused, TooLarge
from mentordesk.crypto.documentid import document_id, is_owner
from mentordesk.domain.documents import Mode, Place
from mentordesk.domain.ids import Lane
from mentordesk.domain.registers import DOCUMENT_CARD
from mentordesk.richtext.document import TextDocument
from mentordesk.richtext.peers import peer_id
from mentordesk.storage import documents, figures, rows, salvage, texts
from mentordesk.storage.documents import Asked
from mentordesk.storage.reads import documents as lists
from mentordesk.storage.reads import texts as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.salvage import Saved
from mentordesk.storage.store import Store, Tx
from mentordesk.storage.texts import NewText, Typist
from mentordesk.wire.operations import MAX_TEXT_DATA, Text, checked, decode_one, encode_one
from tests.helpers.profiles import CIRCLE, GRACE, ME, Desk, join

RUN = b"run4"


def typed(store: Store, words: str, run: bytes = RUN) -> list[NewText]:
    """What a text of mine begins with."""
    text = TextDocument.create(peer_id(ME, store.me.writer, run))
    text.insert(0, words)
    return [NewText(one.start, one.end, one.data) for one in text.own(0)]


def begun(store: Store, held: bool = False, words: str = "I want to be a nurse.") -> bytes:
    """A document in the circle."""
    document = store.transact(lambda tx: documents.create(tx, CIRCLE, " My \n essay "))
    typist = Typist(RUN, store.me.writer)
    store.transact(lambda tx: texts.append(tx, document, typist, typed(store, words), held))
    return document


def queued(store: Store) -> list[tuple[object, ...]]:
    """The outbox as a damaged database would give it."""
    return [tuple(row) for row in store.conn.exec_driver_sql(f"SELECT {salvage._OUTBOX} FROM outbox")]


def forget(tx: Tx) -> None:
    """Lose everything about documents."""
    for table in ("outbox", "texts", "documents", "fields"):
        tx.conn.exec_driver_sql(f"DELETE FROM {table}")


# ---------------------------------------------------------------- what a person does


def test_a_new_document_has_a_title_in_one_line_and_is_its_makers(store: Store, reader: Reader) -> None:
    document = begun(store)
    (found,) = lists.in_circle(reader, CIRCLE)
    assert (found.id, found.title, found.mode, found.owner) == (document, "My essay", Mode.OWNER, ME)
    assert lists.place(reader, document) == Place()


def test_saying_the_same_again_says_nothing(store: Store) -> None:
    document = begun(store)
    store.transact(lambda tx: documents.rename(tx, document, "My essay"))
    store.transact(lambda tx: documents.set_away(tx, document, True))
    before = queued(store)
    store.transact(lambda tx: documents.set_away(tx, document, True))
    store.transact(lambda tx: documents.rename(tx, document, "My  essay"))
    assert queued(store) == before


def test_asking_and_taking_it_back(store: Store, reader: Reader) -> None:
    document = begun(store)
    store.transact(lambda tx: documents.ask(tx, document, Asked(1, (GRACE,), 20_600, 0, "Please")))
    (found,) = lists.reviews(reader)
    assert found.review is not None
    assert (found.review.reviewers, found.review.read_by) == ((GRACE,), None)
    store.transact(lambda tx: documents.withdraw_ask(tx, document))
    found = lists.reviews(reader)[0]
    assert found.review is None


def foreign(tx: Tx) -> bytes:
    """A document of Grace's."""
    document = document_id(GRACE, b"nonce__8")
    value = b"\x92\xc4\x08nonce__8\xa4Hers"
    rows.set_field(tx, CIRCLE, DOCUMENT_CARD.number, document, 1, 1, b"op______", GRACE, value)
    return document


def test_what_is_somebody_elses_is_not_found_among_mine(store: Store, reader: Reader) -> None:
    document = store.transact(foreign)
    found = lists.summary(reader, document)
    assert found is not None
    assert (found.title, found.mode, found.fresh) == ("Hers", Mode.REVIEWER, True)
    for work in (
        lambda tx: documents.rename(tx, document, "x"),
        lambda tx: documents.set_away(tx, document, True),
        lambda tx: documents.share(tx, document, CIRCLE),
    ):
        with pytest.raises(NotFound):
            store.transact(work)


def test_nothing_is_written_into_what_is_not_here(store: Store) -> None:
    typist = Typist(RUN, store.me.writer)
    with pytest.raises(NotFound):
        store.transact(lambda tx: texts.append(tx, b"nowhere_", typist, [NewText(0, 1, b"x")]))
    with pytest.raises(NotFound):
        store.transact(lambda tx: documents.create(tx, b"no such circle__", "x"))
    document = begun(store)
    with pytest.raises(NotFound):
        store.transact(lambda tx: documents.share(tx, document, CIRCLE))  # it is in a circle already
    big = NewText(100, 200, bytes(MAX_TEXT_DATA + 1))
    with pytest.raises(TooLarge):
        store.transact(lambda tx: texts.append(tx, document, typist, [big]))


def test_the_list_of_news_leaves_out_what_was_typed_in_the_same_sitting(store: Store, reader: Reader) -> None:
    document = begun(store)
    opened = reads.opened(reader, document)
    assert reads.news(reader, document, 0, opened.rebuild, RUN).rows == ()
    assert len(reads.news(reader, document, 0, opened.rebuild, b"else").rows) == 1
    assert list(reads.authors(reader, document).values()) == [ME]


# ---------------------------------------------------------------- out of a damaged database


@pytest.mark.parametrize("held", [False, True])
def test_text_that_was_not_sealed_comes_back_and_stays_held(tmp_path: Path, held: bool) -> None:
    desk = Desk(tmp_path)
    with desk.session(desk.create()) as profile:
        store = profile.store
        store.transact(join)
        document = begun(store, held)
        saved = Saved(
            {
                "outbox": queued(store),
                "fields": [
                    tuple(row) for row in store.conn.exec_driver_sql(f"SELECT {salvage._FIELDS} FROM fields")
                ],
            }
        )
        waiting = figures._waiting(store.conn)
        store.transact(forget)
        for _ in range(2):
            store.transact(lambda tx: salvage.put_back(tx, saved))
        assert store.conn.exec_driver_sql("SELECT count(*) FROM texts").scalar_one() == 1
        assert queued(store) == saved.parts["outbox"]
        assert figures._waiting(store.conn) == waiting == int(not held)
        found = lists.summary(profile.reader(), document)
        assert found is not None
        assert found.title == "My essay"
        assert store.transact(lambda tx: texts.release(tx, document)) == int(held)
        assert figures._waiting(store.conn) == 1


# ---------------------------------------------------------------- on the wire


def test_a_text_is_bounded() -> None:
    good = Text(b"8 bytes_", b"document", RUN, b"", b"x" * MAX_TEXT_DATA)
    assert decode_one(encode_one(good)) == good
    for bad in (
        Text(b"8 bytes_", b"document", RUN, b"", b"x" * (MAX_TEXT_DATA + 1)),
        Text(b"8 bytes_", b"document", b"run", b"", b"x"),
        Text(b"8 bytes_", b"document", RUN, b"", b""),
        Text(b"8 bytes_", b"doc", RUN, b"", b"x"),
    ):
        with pytest.raises(Refused):
            decode_one(encode_one(bad))
    with pytest.raises(Refused):
        checked(Text(b"8 bytes_", b"document", RUN, b"wrong", b"x"))


def test_a_nonce_proves_whose_a_document_is() -> None:
    document = document_id(ME, b"nonce__8")
    assert is_owner(ME, b"nonce__8", document)
    assert not is_owner(GRACE, b"nonce__8", document)
    assert not is_owner(ME, b"nonce__9", document)
    assert not is_owner(ME[:8], ME[8:] + b"nonce__8", document)
    assert int(Lane.DOCUMENTS) == 2
