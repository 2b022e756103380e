# SPDX-License-Identifier: Apache-2.0
"""Files of drafts, of what is taken back, and of one's other computer."""
from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from mentordesk.base.errors import Bug, NotFound
from mentordesk.crypto.filechunks import CHUNK
from mentordesk.desk.attachments import Attachments
from mentordesk.domain.files import FileState
from mentordesk.storage.store import InlineRunner, Tx
from tests.helpers.filing import CONTENT, attach, chunks_sent, files, move, read_only_file
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair

T = TypeVar("T")


def test_a_drafts_files_stay_over_a_restart(pair: Pair) -> None:
    amina, _ = pair
    thread, circle = amina.desk.drafts.new_thread(), amina.circle()
    amina.desk.attachments.attach(circle, thread, CONTENT, "essay.pdf").result()
    amina.sync()
    amina.close()
    amina.sign_in()
    draft = amina.desk.drafts.new_in(circle)
    assert draft is not None
    (file,) = amina.desk.attachments.of_draft(draft.thread)
    assert (file.name, file.state, file.message) == ("essay.pdf", FileState.HERE, b"")
    assert amina.desk.attachments.read(file.id) == CONTENT


class Leaving(InlineRunner):
    """Somebody signs out after the first turn of something long."""

    turns = 1

    def submit(self, work: Callable[[Tx], T]) -> Future[T]:
        """One transaction, then none."""
        if not self.turns:
            raise Bug("store runner is closed")
        self.turns -= 1
        return super().submit(work)


def test_who_signs_out_while_a_file_is_sealed_is_not_kept_waiting(pair: Pair) -> None:
    amina, _ = pair
    thread, circle = amina.desk.drafts.new_thread(), amina.circle()
    store = amina.opened.runner.call(lambda tx: tx._store)
    connection, reader, rand = amina.opened.connection, amina.opened.reader, amina.opened.rand
    leaving = Attachments(Leaving(store), reader, rand, connection)
    sealing = leaving.attach(circle, thread, bytes(17 * CHUNK), "long.bin")
    assert isinstance(sealing.exception(timeout=0), Bug)
    amina.close()
    amina.sign_in()
    assert amina.desk.attachments.of_draft(thread) == []


def test_a_file_taken_out_of_a_draft_does_not_go(pair: Pair) -> None:
    amina, grace = pair
    thread, circle = amina.desk.drafts.new_thread(), amina.circle()
    file = amina.desk.attachments.attach(circle, thread, CONTENT, "essay.pdf").result()
    amina.desk.attachments.detach(file).result()
    amina.desk.threads.start(circle, "None", "no file", thread).result()
    for person in pair:
        move(person)
    assert files(grace) == files(amina) == []
    with pytest.raises(NotFound):
        amina.desk.attachments.detach(file).result()


def test_what_is_taken_back_is_a_draft_with_its_files_again(pair: Pair) -> None:
    amina, grace = pair
    file = attach(amina)
    (message,) = amina.messages()
    amina.desk.threads.take_back(message.id).result()
    (kept,) = amina.desk.attachments.of_draft(message.thread)
    assert (kept.id, kept.state) == (file, FileState.HERE)
    amina.desk.threads.start(amina.circle(), "Again", "Here again.", message.thread).result()
    for person in pair:
        move(person)
    assert grace.texts() == ["Here again."]
    assert read_only_file(grace) == CONTENT


def test_what_is_retracted_shows_no_files_and_moves_none(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina)
    amina.sync()
    (message,) = amina.messages()
    amina.desk.threads.retract(message.id).result()
    amina.desk.threads.let_go(message.id).result()
    move(amina)
    move(grace)
    assert files(amina) == files(grace) == []
    assert chunks_sent(town) == []


def test_my_other_computer_sees_and_fetches_my_file(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, _ = pair
    attach(amina)
    move(amina)
    other = Person(tmp_path / "other", town.line, town.clock, "other")
    try:
        other.enrol(town.codes[amina.desk.me])
        move(other)
        (mine,) = files(other)
        assert (mine.mine, mine.state) == (True, FileState.NOT_FETCHED)
        other.desk.attachments.fetch(mine.id).result()
        move(other)
        assert other.desk.attachments.read(mine.id) == CONTENT
    finally:
        other.close()


def test_an_info_says_what_a_message_says(pair: Pair) -> None:
    amina, _ = pair
    file = attach(amina)
    (shown,) = files(amina)
    assert amina.desk.attachments.info(file) == shown
    assert replace(shown, id=b"") != shown
    assert amina.desk.attachments.info(b"nothing ") is None
