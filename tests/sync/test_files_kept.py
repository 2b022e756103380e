# SPDX-License-Identifier: Apache-2.0
"""Files where an older version, a new epoch, a refused parcel or a damaged database comes between."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mentordesk.crypto.filechunks import chunk_hash, open_file, seal_file
from mentordesk.domain.files import FileState
from mentordesk.domain.ids import Lane
from mentordesk.storage import attachments, outbox
from mentordesk.storage.attachments import NewFile
from mentordesk.storage.entries import Chain
from mentordesk.storage.epochs import unseal_from
from mentordesk.storage.known import Known
from mentordesk.storage.reads import attachments as reads
from mentordesk.storage.salvage import Saved, put_back, read_damaged
from mentordesk.storage.store import Tx
from mentordesk.storage.writes import send_message, start_thread
from mentordesk.sync.exchange import seal_waiting
from mentordesk.wire.operations import Attach
from tests.helpers.filing import CONTENT, attach, files, move, read_only_file, states
from tests.helpers.profiles import CIRCLE, THREAD, Desk, join
from tests.helpers.town import Town
from tests.sync.conftest import Pair

FIRST_VERSION = Known(1, frozenset({1, 2, 3}), frozenset({1, 2, 3, 4}))


def test_an_older_version_keeps_a_file_and_shows_it_after_the_upgrade(pair: Pair) -> None:
    amina, grace = pair
    newest = grace.entrance._tools
    grace.close()
    grace.entrance._tools = replace(newest, known=FIRST_VERSION)
    grace.sign_in()
    attach(amina, text="Look.")
    move(amina)
    grace.sync()
    assert grace.texts() == ["Look."]
    assert files(grace) == []
    grace.close()
    grace.entrance._tools = newest
    grace.sign_in().sync()
    assert states(grace) == [FileState.WAITING]
    move(grace)
    assert read_only_file(grace) == CONTENT


def test_what_is_sealed_anew_brings_its_file_once(pair: Pair) -> None:
    amina, grace = pair
    attach(amina)
    circle = amina.circle()

    def seal_and_unseal(tx: Tx) -> int:
        seal_waiting(tx)
        before = len(outbox.oldest(tx, circle, Lane.WORDS, 1 << 20))
        unseal_from(tx, Chain(circle, Lane.WORDS, tx.me.writer), 1)
        return len(outbox.oldest(tx, circle, Lane.WORDS, 1 << 20)) - before

    assert amina.opened.runner.call(seal_and_unseal) >= 2
    move(amina)
    move(grace)
    assert states(amina) == states(grace) == [FileState.HERE]
    assert read_only_file(grace) == CONTENT


def test_a_file_in_a_parcel_that_does_not_count_any_more_goes_and_comes_back(pair: Pair) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    move(grace)
    (file,) = files(grace)
    (op,) = grace.opened.runner.call(
        lambda tx: tx.conn.exec_driver_sql("SELECT op FROM attachments").scalars().all()
    )
    circle = grace.circle()
    row = grace.opened.runner.call(
        lambda tx: tx.conn.exec_driver_sql(
            "SELECT op, message, name, type, size, key, chunks FROM attachments"
        ).one()
    )
    author = amina.desk.me
    grace.opened.runner.call(lambda tx: attachments.take_out(tx, circle, op))
    assert files(grace) == []
    grace.opened.runner.call(lambda tx: attachments.merge(tx, circle, author, Attach(*row)))
    move(grace)
    assert read_only_file(grace) == CONTENT
    assert files(grace)[0].name == file.name


def test_a_copied_operation_id_hides_nobodys_file(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina, b"hers")
    move(amina)
    grace.sync()
    (row,) = grace.opened.runner.call(
        lambda tx: tx.conn.exec_driver_sql("SELECT op FROM attachments").all()
    )
    attach(grace, b"squatting")
    circle = grace.circle()
    chunks = list(seal_file(bytes(32), b"squatting"))
    name = b"".join(map(chunk_hash, chunks))
    (mine,) = [message.id for message in grace.messages() if message.mine]
    copied = Attach(row.op, mine, "copy", "", 9, bytes(32), name)
    grace.opened.runner.call(lambda tx: outbox.add(tx, circle, Lane.WORDS, copied))
    for person in (grace, amina, grace, amina):
        move(person)
    for person in pair:
        named = {file.name: file for file in files(person)}
        assert len(files(person)) == len({file.id for file in files(person)})
        assert "essay.pdf" in named
    hers = [file for message in amina.messages() if message.mine for file in message.files]
    assert [file.name for file in hers] == ["essay.pdf"]


def test_chunks_that_nobody_names_any_more_go_at_the_end_of_a_session(pair: Pair, tmp_path: Path) -> None:
    amina, _ = pair
    thread, circle = amina.desk.drafts.new_thread(), amina.circle()
    gone = amina.desk.attachments.attach(circle, thread, CONTENT, "gone").result()
    kept = amina.desk.attachments.attach(circle, thread, b"kept", "kept").result()
    amina.desk.attachments.detach(gone).result()
    assert len(list(tmp_path.glob("amina/profiles/*/files/*"))) == 5
    amina.close()
    assert len(list(tmp_path.glob("amina/profiles/*/files/*"))) == 1
    amina.sign_in()
    assert amina.desk.attachments.read(kept) == b"kept"


# ---------------------------------------------------------------- a damaged database


def sealed(desk: Desk, profile: object, content: bytes) -> NewFile:
    """A file on the shelf, ready for a draft."""
    key = bytes(range(32))
    names = bytearray()
    for chunk in seal_file(key, content):
        profile.shelf.put(chunk_hash(chunk), chunk)  # type: ignore[attr-defined]
        names += chunk_hash(chunk)
    return NewFile(CIRCLE, THREAD, "essay.pdf", "", len(content), key, bytes(names), False)


def test_files_that_never_left_are_saved_from_a_damaged_database(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    folder = desk.create()
    with desk.session(folder) as profile:
        profile.store.transact(join)
        new = sealed(desk, profile, CONTENT)
        profile.store.transact(lambda tx: attachments.attach(tx, new))
        profile.store.transact(lambda tx: start_thread(tx, CIRCLE, "Topic", "", THREAD))
        profile.store.transact(lambda tx: attachments.attach(tx, new))
        key = profile._place.key
    saved = read_damaged(folder / "desk.db", key)
    assert len(saved.parts["files"]) == 2
    other = Desk(tmp_path / "other")
    with other.session(other.create()) as profile:
        profile.store.transact(join)
        for _ in range(2):
            profile.store.transact(lambda tx: put_back(tx, saved))
        reader = profile.reader()
        (draft,) = reads.of_draft(reader, THREAD)
        assert (draft.name, draft.size) == ("essay.pdf", len(CONTENT))
        rows = reader.rows("SELECT message, sent, got, count FROM attachments ORDER BY message")
        assert [(bool(row.message), row.sent, row.got) for row in rows] == [(False, 0, 4), (True, 0, 4)]
        assert reader.number("SELECT count(*) FROM outbox") == 3


def test_a_file_whose_row_was_lost_comes_back_with_its_operation(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.session(desk.create()) as profile:
        profile.store.transact(join)
        new = sealed(desk, profile, CONTENT)
        profile.store.transact(lambda tx: attachments.attach(tx, new))
        profile.store.transact(lambda tx: start_thread(tx, CIRCLE, "Topic", "", THREAD))
        reader = profile.reader()
        columns = "id, circle, lane, register, entity, data, time, held"
        queued = [tuple(row) for row in reader.rows(f"SELECT {columns} FROM outbox")]
        profile.store.transact(lambda tx: tx.conn.exec_driver_sql("DELETE FROM attachments"))
        profile.store.transact(lambda tx: put_back(tx, Saved({"outbox": queued})))
        row = reader.first("SELECT id, size, key, chunks, sent FROM attachments")
        assert row.sent == -1
        shelf = profile.shelf
        assert open_file(row.key, row.size, row.chunks, lambda name: shelf.get(name) or b"") == CONTENT


def test_a_draft_with_files_alone_can_be_sent_and_an_empty_one_not(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.session(desk.create()) as profile:
        profile.store.transact(join)
        new = sealed(desk, profile, b"content")
        profile.store.transact(lambda tx: start_thread(tx, CIRCLE, "Topic", "first", THREAD))
        profile.store.transact(lambda tx: attachments.attach(tx, new))
        message = profile.store.transact(lambda tx: send_message(tx, CIRCLE, THREAD, "  "))
        found = reads.of_messages(profile.reader(), [message])
        assert [file.name for file in found[message]] == ["essay.pdf"]
        assert reads.of_draft(profile.reader(), THREAD) == []
