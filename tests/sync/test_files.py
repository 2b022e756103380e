# SPDX-License-Identifier: Apache-2.0
"""Files on messages over a line without sockets: whatever breaks, they arrive whole, after the words."""
from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentordesk.base.errors import FileDamaged, FileNotHere
from mentordesk.base.options import DATA_BUDGET
from mentordesk.crypto.filechunks import CHUNK, PLAIN
from mentordesk.domain.events import FileChanged
from mentordesk.domain.files import SMALL, FileState
from mentordesk.wire.files import is_chunk_request
from tests.helpers.filing import CONTENT, attach, chunks_sent, files, move, read_only_file, states
from tests.helpers.line import Fault
from tests.helpers.person import Person
from tests.helpers.programme import chance
from tests.helpers.town import Town
from tests.sync.conftest import Pair

DAY = 86_400


# ---------------------------------------------------------------- whole ways


@pytest.mark.parametrize("size", [0, 1, PLAIN - 1, PLAIN, PLAIN + 1, 2 * PLAIN, 65_536, 3 * 65_536])
def test_a_file_of_any_size_arrives(pair: Pair, size: int) -> None:
    amina, grace = pair
    attach(amina, CONTENT[:size])
    move(amina)
    move(grace)
    assert states(amina) == states(grace) == [FileState.HERE]
    assert read_only_file(grace) == read_only_file(amina) == CONTENT[:size]
    (file,) = files(grace)
    assert (file.name, file.size, file.moved, file.mine) == ("essay.pdf", size, size, False)


def test_ten_files_arrive_in_their_order(pair: Pair) -> None:
    amina, grace = pair
    thread, circle = amina.desk.drafts.new_thread(), amina.circle()
    names = [f"page {number}.txt" for number in range(10)]
    for name in names:
        amina.desk.attachments.attach(circle, thread, name.encode(), name).result()
    amina.desk.threads.start(circle, "Pages", "", thread).result()
    move(amina)
    move(grace)
    assert [file.name for file in files(grace)] == names == [file.name for file in files(amina)]
    assert [grace.desk.attachments.read(file.id).decode() for file in files(grace)] == names


def test_the_same_file_twice_and_from_two_people_is_four_files(pair: Pair, town: Town) -> None:
    for person in pair:
        attach(person, b"the same content")
        attach(person, b"the same content")
    for person in (*pair, *pair):
        move(person)
    for person in pair:
        assert [person.desk.attachments.read(file.id) for file in files(person)] == [b"the same content"] * 4
    bodies = [body for body in town.line.requests if is_chunk_request(body)]
    assert len({body[-56:] for body in bodies}) == len(bodies)


def test_words_go_first_and_between_chunks(pair: Pair, town: Town) -> None:
    amina, _ = pair
    attach(amina)
    amina.sync()
    assert chunks_sent(town) == []
    amina.engine.step()
    amina.engine.step()
    assert len(chunks_sent(town)) == 2
    circle = amina.circle()
    amina.desk.threads.start(circle, "Urgent", "Now").result()
    before = len(town.line.requests)
    amina.engine.step()
    assert not is_chunk_request(town.line.requests[before])
    amina.sync()
    move(amina)
    assert states(amina) == [FileState.HERE]


def test_small_files_go_before_big_ones_and_new_before_old(pair: Pair, town: Town) -> None:
    amina, _ = pair
    big = attach(amina, bytes(SMALL + 1), "big")
    amina.desk.attachments.go_on(big).result()
    town.clock.advance(10)
    old = attach(amina, b"old", "old")
    town.clock.advance(10)
    new = attach(amina, b"new", "new")
    amina.sync()
    amina.events.clear()
    move(amina)
    done = [event.file for event in amina.events if isinstance(event, FileChanged)]
    assert list(dict.fromkeys(done)) == [new, old, big]


# ---------------------------------------------------------------- breaks


@pytest.mark.parametrize("at", [0, 1, 60, 100, 5_000, 65_000, 65_600])
def test_a_cut_upload_goes_on_at_the_byte(pair: Pair, town: Town, at: int) -> None:
    amina, grace = pair
    attach(amina)
    amina.sync()
    amina.engine.step()  # asks how much is there
    town.line.requests.clear()
    town.line.faults.append(Fault(cut_up=at))
    amina.engine.step()
    move(amina)
    bytes_up = sum(chunks_sent(town))
    whole = len(CONTENT) + 4 * 40
    arrived = min(max(0, at - 77), CHUNK)
    assert bytes_up <= whole + (CHUNK + 80) - arrived + 6 * 80
    move(grace)
    assert read_only_file(grace) == CONTENT


@pytest.mark.parametrize("at", [0, 1, 30, 100, 5_000, 65_000])
def test_a_cut_download_goes_on_at_the_byte(pair: Pair, town: Town, at: int) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    grace.sync()
    town.line.delivered.clear()
    town.line.faults.append(Fault(cut_down=at))
    grace.engine.step()
    move(grace)
    assert read_only_file(grace) == CONTENT
    down = sum(map(len, town.line.delivered))
    assert down <= len(CONTENT) + 4 * 40 + 45 * len(town.line.delivered) + 120


@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(st.sampled_from(["cut_up", "cut_down", "drop", "twice"]), st.integers(0, 70_000)),
        max_size=6,
    )
)
def test_whatever_breaks_it_arrives(tmp_path_factory: pytest.TempPathFactory, broken: list) -> None:
    for amina, grace, town in _fresh(tmp_path_factory):
        attach(amina)
        for person in (amina, grace):
            person.sync()
            for fault, at in broken:
                town.line.faults.append(
                    Fault(**{fault: at}) if fault.startswith("cut") else Fault(**{fault: True})
                )
            for _ in range(12):
                town.clock.advance(400)
                person.desk.connection.connect_now()
                person.engine.step()
            town.line.faults.clear()
            move(person)
        assert read_only_file(grace) == CONTENT
        assert grace.texts() == ["Here."]


def _fresh(factory: pytest.TempPathFactory) -> Iterator[tuple[Person, Person, Town]]:
    folder = factory.mktemp("town")
    town = Town(folder / "server")
    ids = town.people("Amina", "Grace")
    town.circle(ids)
    people = [Person(folder / name, town.line, town.clock, name) for name in ("amina", "grace")]
    try:
        for person, member in zip(people, ids, strict=True):
            person.enrol(town.slip(member))
        for person in (*people, *people):
            person.sync()
        yield people[0], people[1], town
    finally:
        for person in people:
            person.close()
        town.close()


def test_a_file_goes_on_after_signing_in_again(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina)
    amina.sync()
    amina.engine.step()
    town.line.faults.append(Fault(cut_up=40_000))
    amina.engine.step()
    amina.close()
    amina.sign_in()
    town.line.requests.clear()
    move(amina)
    assert sum(chunks_sent(town)) < len(CONTENT) - 39_000 + 8 * 80
    grace.sync()
    town.line.faults.append(Fault(cut_down=40_000))
    grace.engine.step()
    grace.close()
    grace.sign_in()
    town.line.delivered.clear()
    move(grace)
    assert sum(map(len, town.line.delivered)) < len(CONTENT) - 39_000 + 600
    assert read_only_file(grace) == CONTENT


# ---------------------------------------------------------------- asked for, paused, over the budget


def test_a_big_file_moves_only_when_asked_for(pair: Pair, town: Town) -> None:
    amina, grace = pair
    content = bytes(SMALL + 1)
    file = attach(amina, content)
    move(amina)
    move(grace)
    assert states(amina) == [FileState.PAUSED]
    assert states(grace) == [FileState.NOT_FETCHED]
    assert chunks_sent(town) == []
    amina.desk.attachments.go_on(file).result()
    move(amina)
    move(grace)
    assert states(amina) == [FileState.HERE]
    assert states(grace) == [FileState.NOT_FETCHED]
    (wanted,) = files(grace)
    with pytest.raises(FileNotHere):
        grace.desk.attachments.read(wanted.id)
    grace.desk.attachments.fetch(wanted.id).result()
    assert states(grace) == [FileState.WAITING]
    move(grace)
    assert read_only_file(grace) == content


def test_small_files_of_old_messages_wait_to_be_asked_for(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    town.clock.advance(30 * DAY)
    move(grace)
    assert states(grace) == [FileState.NOT_FETCHED]
    (file,) = files(grace)
    grace.desk.attachments.fetch(file.id).result()
    move(grace)
    assert states(grace) == [FileState.HERE]


def test_a_paused_file_stays_where_it_is(pair: Pair, town: Town) -> None:
    amina, _ = pair
    file = attach(amina)
    amina.sync()
    for _ in range(3):
        amina.engine.step()
    amina.desk.attachments.pause(file).result()
    (paused,) = files(amina)
    assert paused.state is FileState.PAUSED
    assert 0 < paused.moved < paused.size
    before = len(chunks_sent(town))
    move(amina)
    assert len(chunks_sent(town)) == before
    amina.desk.attachments.go_on(file).result()
    move(amina)
    assert states(amina) == [FileState.HERE]


def test_files_stop_at_the_weeks_budget_and_words_do_not(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina, chance(9)(900_000))
    move(amina)
    move(amina)
    grace.desk.settings.set(DATA_BUDGET, 100 * 1000 // 1000).result()  # KB
    grace.sync()
    move(grace)
    (file,) = files(grace)
    assert file.state is FileState.OVER_BUDGET
    assert 0 < file.moved < file.size
    usage = grace.desk.attachments.usage()
    assert usage.over
    assert usage.budget == 100_000 <= usage.week_bytes < 100_000 + 2 * CHUNK
    assert 0 < usage.week_file_bytes <= usage.week_bytes
    amina.desk.threads.start(amina.circle(), "Words", "go on").result()
    move(amina)
    move(grace)
    assert "go on" in grace.texts()
    assert states(grace) == [FileState.OVER_BUDGET]
    assert grace.engine.step() > 10
    grace.desk.attachments.lift_budget().result()
    assert grace.desk.attachments.usage().lifted
    assert grace.engine.step() == 0
    move(grace)
    assert states(grace) == [FileState.HERE]
    town.clock.advance(8 * DAY)
    assert not grace.desk.attachments.usage().lifted


def test_no_budget_is_no_limit(pair: Pair) -> None:
    amina, grace = pair
    grace.desk.settings.set(DATA_BUDGET, 0).result()
    attach(amina)
    move(amina)
    move(grace)
    assert states(grace) == [FileState.HERE]
    assert not grace.desk.attachments.usage().over


# ---------------------------------------------------------------- what comes too early, wrong or not at all


def test_a_file_that_is_not_there_yet_is_asked_for_ever_less_often(pair: Pair, town: Town) -> None:
    amina, grace = pair
    attach(amina)
    amina.sync()
    grace.sync()
    asked = []
    for _ in range(60):
        before = len(chunks_sent(town))
        pause = grace.engine.step()
        if len(chunks_sent(town)) > before:
            asked.append(town.clock.monotonic())
        town.clock.advance(max(1.0, pause))
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert gaps == sorted(gaps)
    assert gaps[0] >= 15
    assert states(grace) == [FileState.WAITING]
    move(amina)
    move(grace)
    assert read_only_file(grace) == CONTENT


def test_a_server_that_knows_no_files_keeps_the_words_going(pair: Pair, town: Town) -> None:
    amina, grace = pair
    serve = town.line.handle

    def older(body: bytes) -> tuple[int, bytes]:
        return (200, b"MDR1\x06") if is_chunk_request(body) else serve(body)

    town.line.handle = older
    attach(amina)
    move(amina)
    amina.desk.threads.start(amina.circle(), "More", "words").result()
    move(amina)
    move(grace)
    assert sorted(grace.texts()) == ["Here.", "words"]
    assert states(amina) == [FileState.WAITING]
    town.line.handle = serve
    move(amina)
    move(grace)
    assert read_only_file(grace) == CONTENT


@pytest.mark.parametrize("at", [-1, -30_000, -65_000])
def test_a_chunk_that_was_altered_on_its_way_is_fetched_again(
    pair: Pair, town: Town, at: int, expected_warnings: list[str]
) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    grace.sync()
    expected_warnings.append("a chunk came that is not what it should be")
    town.line.faults.append(Fault(altered=65_562 + at))
    grace.engine.step()
    assert not files(grace)[0].here
    move(grace)
    assert read_only_file(grace) == CONTENT


def test_an_upload_that_was_altered_is_sent_again(pair: Pair, town: Town) -> None:
    amina, grace = pair
    serve, altered = town.line.handle, []

    def worse(body: bytes) -> tuple[int, bytes]:
        if is_chunk_request(body) and len(body) > 1000 and not altered:
            altered.append(1)
            body = body[:-1] + bytes([body[-1] ^ 1])
        return serve(body)

    town.line.handle = worse
    attach(amina)
    move(amina)
    move(amina)
    move(grace)
    assert altered
    assert read_only_file(grace) == CONTENT


def test_a_chunk_that_was_damaged_on_the_disk_is_fetched_again(pair: Pair, tmp_path: Path) -> None:
    amina, grace = pair
    attach(amina)
    move(amina)
    move(grace)
    (file,) = files(grace)
    kept = sorted(tmp_path.glob("grace/profiles/*/files/*"))
    assert len(kept) == 4
    kept[2].write_bytes(kept[2].read_bytes()[:-1])
    with pytest.raises((FileNotHere, FileDamaged)):
        grace.desk.attachments.read(file.id)
    assert not files(grace)[0].here
    move(grace)
    assert grace.desk.attachments.read(file.id) == CONTENT


def test_a_server_set_back_gets_the_files_again(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, grace = pair
    town.backup(tmp_path / "yesterday.db")
    attach(amina)
    move(amina)
    town.restore(tmp_path / "yesterday.db")
    shutil.rmtree(tmp_path / "server" / "chunks")
    for _ in range(3):
        move(amina)
    move(grace)
    assert read_only_file(grace) == CONTENT
