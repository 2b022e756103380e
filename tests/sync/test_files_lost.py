# SPDX-License-Identifier: Apache-2.0
"""Chunks that the server's disk has lost come again from whoever sent them, and a liar gains nothing."""
from __future__ import annotations

from pathlib import Path

import pytest

from mentordesk.crypto.filechunks import CHUNK, split_hashes
from mentordesk.domain.files import FileState
from mentordesk.storage.store import Tx
from mentordesk.sync.line import LineBroken
from mentordesk.wire.files import is_chunk_request
from tests.helpers.filing import CONTENT, attach, chunks_sent, move, read_only_file, states
from tests.helpers.liar import Liar, always
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair

_SMALL = 2000  # bytes; the last chunk, which is not asked about, and questions about the others


def names(person: Person) -> list[bytes]:
    """The chunks of the only file, in order."""

    def look(tx: Tx) -> bytes:
        return bytes(tx.conn.exec_driver_sql("SELECT chunks FROM attachments").scalar_one())

    return split_hashes(person.opened.runner.call(look))


def at(folder: Path, name: bytes) -> Path:
    return folder / "chunks" / name[:1].hex() / name.hex()


@pytest.mark.parametrize("lost", [(1,), (0,), (3,), (0, 2), (0, 1, 2, 3)])
def test_chunks_that_the_disk_lost_come_again_from_who_sent_them(
    pair: Pair, town: Town, tmp_path: Path, lost: tuple[int, ...]
) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    for index in lost:
        at(tmp_path / "server", names(amina)[index]).unlink()
    move(grace)
    assert states(grace) == [FileState.WAITING]
    town.line.requests.clear()
    amina.engine.news()
    for _ in range(12):
        amina.engine.step()
    brought = sum(min(CHUNK, len(CONTENT) + 4 * 40 - index * CHUNK) for index in lost)
    assert brought < sum(chunks_sent(town)) < brought + _SMALL
    move(grace)
    assert read_only_file(grace) == CONTENT
    assert states(amina) == [FileState.HERE]


def test_nothing_is_asked_while_nothing_is_lost(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina)
    for person in (amina, grace, amina):
        move(person)
    town.line.requests.clear()
    amina.engine.news()
    for _ in range(5):
        amina.engine.step()
    assert chunks_sent(town) == []


def test_bringing_again_goes_on_after_a_break_and_on_another_day(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    at(tmp_path / "server", names(amina)[1]).unlink()
    move(grace)
    honest = town.line.handle

    def dying(body: bytes) -> tuple[int, bytes]:
        if is_chunk_request(body):
            raise LineBroken(reason="cut")
        return honest(body)

    town.line.handle = dying
    amina.sync()
    amina.engine.step()
    amina.close()
    town.line.handle = honest
    town.clock.advance(86_400)
    amina.sign_in()
    move(amina)
    move(grace)
    assert read_only_file(grace) == CONTENT


def here(tmp_path: Path, name: bytes) -> Path:
    (path,) = tmp_path.glob(f"amina/profiles/*/files/{name.hex()}")
    return path


def test_what_is_lost_here_but_not_there_does_not_hold_up_the_rest(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    here(tmp_path, names(amina)[2]).unlink()
    for index in (0, 3):
        at(tmp_path / "server", names(amina)[index]).unlink()
    move(grace)
    move(amina)
    move(grace)
    assert read_only_file(grace) == CONTENT
    assert states(amina) == [FileState.HERE]


def test_what_is_lost_here_and_there_is_not_asked_about(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    here(tmp_path, names(amina)[1]).unlink()
    at(tmp_path / "server", names(amina)[1]).unlink()
    move(grace)
    town.line.requests.clear()
    amina.engine.news()
    for _ in range(5):
        amina.engine.step()
    assert chunks_sent(town) == []
    assert states(grace) == [FileState.WAITING]


def test_a_server_that_says_missing_for_ever_is_asked_once_per_connection(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    liar = Liar(town, always(missing=(*names(amina), bytes(16))))
    town.line.handle = lambda body: town.door.handle(body) if is_chunk_request(body) else liar._handle(body)
    amina.engine.news()
    town.line.requests.clear()
    for _ in range(60):
        amina.engine.news()
        for _ in range(6):
            amina.engine.step()
    asked = chunks_sent(town)
    assert len(liar.talks) >= 60
    assert 0 < len(asked) <= 4
    assert sum(asked) < CHUNK
    assert states(amina) == [FileState.HERE]
    amina.desk.threads.start(amina.circle(), "Words", "go on").result()
    amina.sync()
    move(grace)
    assert "go on" in grace.texts()
    assert read_only_file(grace) == CONTENT
