# SPDX-License-Identifier: Apache-2.0
"""Second computers, newcomers, clones, wrong clocks, a server set back: what people and machines do."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentordesk.base.clock import ManualClock
from mentordesk.base.errors import NotEnoughMemory, ServerUnreachable, WrongPassphrase
from mentordesk.domain.ids import ThreadId
from mentordesk.domain.messages import Delivery, Draft
from tests.helpers.line import Fault
from tests.helpers.person import PASSPHRASE, Person
from tests.helpers.town import ADDRESS, Town
from tests.sync.conftest import Pair


def start_thread(person: Person, text: str = "Habari") -> ThreadId:
    """A new thread with one message."""
    return person.desk.threads.start(person.circle(), "Essay", text).result()[0]


def say(person: Person, thread: ThreadId, text: str) -> None:
    """One more message."""
    person.desk.threads.send(person.circle(), thread, text).result()


def settle(*people: Person) -> None:
    """Everybody exchanges until nobody has anything left to tell."""
    for person in (*people, *people, *people):
        person.sync()


def test_second_computer_has_everything_and_the_draft(town: Town, tmp_path: Path) -> None:
    ids = town.people("Amina", "Grace")
    town.circle(ids)
    code = town.slip(ids[0])
    first = Person(tmp_path / "pc3", town.line, town.clock, 1).enrol(code)
    grace = Person(tmp_path / "grace", town.line, town.clock, 2).enrol(town.slip(ids[1]))
    settle(first, grace)
    thread = start_thread(first, "from PC-3")
    settle(first, grace)
    say(grace, thread, "an answer")
    first.desk.drafts.save(Draft(first.circle(), thread, "Essay", "half a sentence", 4)).result()
    settle(grace, first)
    second = Person(tmp_path / "pc7", town.line, town.clock, 3).enrol(code)
    settle(second)
    assert second.texts() == ["from PC-3", "an answer"]
    assert second.messages()[0].mine
    assert [draft.text for draft in second.desk.today.get().go_on] == ["half a sentence"]
    say(second, thread, "from PC-7")
    settle(second, first, grace)
    assert first.texts() == second.texts() == grace.texts()
    for person in (first, second, grace):
        person.close()


def test_newcomer_reads_what_was_said_before(town: Town, tmp_path: Path) -> None:
    ids = town.people("Amina", "Grace", "Omar")
    town.circle(ids)
    codes = [town.slip(member) for member in ids]
    amina = Person(tmp_path / "amina", town.line, town.clock, 1).enrol(codes[0])
    grace = Person(tmp_path / "grace", town.line, town.clock, 2).enrol(codes[1])
    settle(amina, grace)
    start_thread(amina, "before Omar came")
    settle(amina, grace)
    omar = Person(tmp_path / "omar", town.line, town.clock, 3).enrol(codes[2])
    settle(omar, amina, grace, omar)
    assert omar.texts() == ["before Omar came"]
    for person in (amina, grace, omar):
        person.close()


def test_circle_made_after_enrolment_appears(town: Town, tmp_path: Path) -> None:
    ids = town.people("Amina", "Grace")
    people = [
        Person(tmp_path / str(at), town.line, town.clock, at).enrol(town.slip(member))
        for at, member in enumerate(ids)
    ]
    settle(*people)
    assert people[0].desk.people.circles() == ()
    town.circle(ids)
    settle(*people)
    start_thread(people[0], "we have a circle")
    settle(*people)
    assert people[1].texts() == ["we have a circle"]
    for person in people:
        person.close()


@pytest.mark.parametrize("wall", [0, 86_400, 4_039_372_800])
def test_clock_of_another_century_harms_nothing(pair: Pair, town: Town, tmp_path: Path, wall: int) -> None:
    amina, grace = pair
    thread = start_thread(amina)
    settle(amina, grace)
    grace.close()
    wrong = ManualClock(wall)
    late = Person(tmp_path / "grace", town.line, wrong, 5).sign_in()
    say(late, thread, "by a wrong clock")
    settle(late)
    say(late, thread, "and after the server told the time")
    settle(late, amina)
    assert amina.texts() == ["Habari", "by a wrong clock", "and after the server told the time"]
    assert abs(amina.messages()[-1].time - town.clock.now()) < 60
    say(amina, thread, "an answer")
    settle(amina, late)
    assert late.texts()[-1] == "an answer"
    late.close()


def test_cloned_profile_loses_and_doubles_nothing(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, grace = pair
    thread = start_thread(amina, "0")
    settle(amina, grace)
    amina.close()
    shutil.copytree(tmp_path / "amina", tmp_path / "copy")
    amina.sign_in()
    copy = Person(tmp_path / "copy", town.line, town.clock, 9).sign_in()
    say(amina, thread, "1 from the original")
    say(copy, thread, "2 from the copy")
    settle(amina, copy, grace)
    say(amina, thread, "3")
    say(copy, thread, "4")
    settle(copy, amina, grace)
    assert sorted(grace.texts()) == ["0", "1 from the original", "2 from the copy", "3", "4"]
    assert amina.texts() == copy.texts() == grace.texts()
    copy.close()


@pytest.mark.parametrize("in_place", [False, True])
def test_profile_set_back_to_yesterday(pair: Pair, town: Town, tmp_path: Path, in_place: bool) -> None:
    amina, grace = pair
    thread = start_thread(amina, "0")
    settle(amina, grace)
    amina.close()
    shutil.copytree(tmp_path / "amina", tmp_path / "yesterday")
    amina.sign_in()
    say(amina, thread, "1 at the server")
    settle(amina)
    amina.close()
    if not in_place:  # a disk image; in place, only a writer's numbers tell that something is wrong
        shutil.rmtree(tmp_path / "amina")
    shutil.copytree(tmp_path / "yesterday", tmp_path / "amina", dirs_exist_ok=True)
    amina.sign_in()
    say(amina, thread, "2 after the image came back")
    settle(amina, grace)
    assert sorted(amina.texts()) == ["0", "1 at the server", "2 after the image came back"]
    assert amina.texts() == grace.texts()


def test_server_set_back_to_yesterday_gets_everything_again(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, grace = pair
    thread = start_thread(amina, "0")
    settle(amina, grace)
    town.backup(tmp_path / "backup")
    say(amina, thread, "1")
    settle(amina, grace)
    say(grace, thread, "2")
    settle(grace, amina)
    town.restore(tmp_path / "backup")
    say(amina, thread, "3")
    settle(amina, grace)
    assert grace.texts() == amina.texts() == ["0", "1", "2", "3"]
    assert all(message.delivery >= Delivery.AT_THE_SERVER for message in amina.messages())
    fresh = Person(tmp_path / "fresh", town.line, town.clock, 11)
    fresh.enrol(town.codes[amina.desk.me])
    settle(fresh, amina, grace, fresh)
    assert fresh.texts() == ["0", "1", "2", "3"]
    fresh.close()


def test_wrong_passphrase_and_little_memory_are_told_apart(pair: Pair) -> None:
    amina, _ = pair
    amina.close()
    with pytest.raises(WrongPassphrase):
        amina.sign_in("something else")

    def no_memory(passphrase: str, second: bytes) -> None:
        raise NotEnoughMemory

    kept = amina.derive
    amina.derive = no_memory  # type: ignore[assignment]
    with pytest.raises(NotEnoughMemory):
        amina.sign_in()
    amina.derive = kept
    amina.sign_in()


def test_broken_enrolment_leaves_no_profile(town: Town, tmp_path: Path) -> None:
    (member,) = town.people("Amina")
    person = Person(tmp_path / "pc", town.line, town.clock, 1)
    info = person.entrance.look_up_slip(ADDRESS, town.slip(member))
    town.line.faults.append(Fault(cut_down=3))
    with pytest.raises(ServerUnreachable):
        person.entrance.enrol(info, PASSPHRASE)
    assert person.entrance.people() == ()
    opened = person.entrance.enrol(info, PASSPHRASE)
    opened.connection.stop()
    opened.close()
    assert [one.name for one in person.entrance.people()] == ["Amina"]
    again = person.entrance.enrol(person.entrance.look_up_slip(ADDRESS, town.codes[member]), PASSPHRASE)
    again.connection.stop()
    again.close()
    assert len(person.entrance.people()) == 1


Folders = pytest.TempPathFactory
FAULTS = st.sampled_from(
    [
        Fault(),
        Fault(cut_up=0),
        Fault(cut_up=60),
        Fault(cut_up=250),
        Fault(cut_down=0),
        Fault(cut_down=30),
        Fault(cut_down=200),
        Fault(drop=True),
        Fault(twice=True),
        Fault(late=True),
        Fault(answer=b"<html>"),
    ]
)
STEPS = st.lists(st.tuples(st.integers(0, 1), st.sampled_from("wwweer"), FAULTS), min_size=4, max_size=14)


class Schedule:
    """Runs random steps: w writes, e exchanges once under a fault, r signs out and in again."""

    def __init__(self, folder: Path) -> None:
        self.town = Town(folder / "server")
        ids = self.town.people("Amina", "Grace")
        self.town.circle(ids)
        self.people = [
            Person(folder / str(at), self.town.line, self.town.clock, at).enrol(self.town.slip(member))
            for at, member in enumerate(ids)
        ]
        settle(*self.people)
        self.thread = start_thread(self.people[0], "0")
        settle(*self.people)
        self.written = ["0"]

    def step(self, who: int, what: str, fault: Fault) -> None:
        """One thing happens."""
        person = self.people[who]
        if what == "w":
            self.written.append(str(len(self.written)))
            say(person, self.thread, self.written[-1])
        elif what == "e":
            self.town.line.faults.append(fault)
            person.try_once()
        else:
            person.close()
            person.sign_in()

    def heal(self) -> None:
        """The line is good again: both hold everything once, in the same order, and fall silent."""
        self.town.line.faults.clear()
        settle(*self.people)
        texts = [person.texts() for person in self.people]
        assert texts[0] == texts[1]
        assert sorted(texts[0], key=int) == self.written
        for person in self.people:
            assert person.sync().requests == 1
            mine = [message for message in person.messages() if message.mine]
            assert all(message.delivery >= Delivery.ON_THEIR_COMPUTER for message in mine)

    def close(self) -> None:
        """End."""
        for person in self.people:
            person.close()
        self.town.close()


@settings(max_examples=25)
@given(steps=STEPS)
def test_any_schedule_heals(tmp_path_factory: Folders, steps: list[tuple[int, str, Fault]]) -> None:
    schedule = Schedule(tmp_path_factory.mktemp("schedule"))
    try:
        for step in steps:
            schedule.step(*step)
        schedule.heal()
    finally:
        schedule.close()


def test_a_server_set_back_is_not_sent_what_it_still_has(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, grace = pair
    thread = start_thread(amina, "0")
    letters = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 4000))
    for number in range(1, 40):
        say(amina, thread, f"{number} {letters[number * 90 :][:800]}")
        amina.try_once()
    settle(amina, grace)
    town.backup(tmp_path / "backup")
    say(amina, thread, "lost by the server")
    settle(amina, grace)
    town.restore(tmp_path / "backup")
    before = len(town.line.requests)
    settle(amina, grace)
    assert sum(map(len, town.line.requests[before:])) < 12_000
    fresh = Person(tmp_path / "fresh", town.line, town.clock, 11).enrol(town.codes[amina.desk.me])
    settle(fresh, amina, grace, fresh)
    assert len(fresh.texts()) == 41
    fresh.close()


def test_what_a_set_back_server_lost_of_somebody_away_comes_back_with_anybody(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    thread = start_thread(amina, "0")
    settle(amina, grace)
    town.backup(tmp_path / "backup")
    say(grace, thread, "lost by the server")
    settle(grace, amina)
    town.restore(tmp_path / "backup")
    settle(amina)
    fresh = Person(tmp_path / "fresh", town.line, town.clock, 11).enrol(town.codes[amina.desk.me])
    settle(fresh, amina, fresh)
    assert fresh.texts() == amina.texts() == ["0", "lost by the server"]
    settle(grace, fresh)
    assert grace.sync().requests == 1
    fresh.close()


def test_a_server_set_back_that_numbers_otherwise_is_not_sent_a_key_for_ever(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    thread = start_thread(amina)
    settle(amina, grace)
    town.backup(tmp_path / "backup")
    for person in (amina, grace):  # two keys, whose order at the server will be the other one
        person.opened.runner.call(lambda tx: tx.mint_writer())
        say(person, thread, "under a new key")
        person.sync()
    settle(amina, grace)
    town.restore(tmp_path / "backup")
    for person in (grace, amina):
        say(person, thread, "again")
    settle(grace, amina)
    for person in (amina, grace):
        person.opened.runner.call(
            lambda tx: tx.conn.exec_driver_sql("UPDATE entries SET covered = 0 WHERE kind = 2 AND own = 1")
        )
        person.sync()
        assert person.desk.connection.status().waiting_bytes == 0
    assert len(grace.texts()) == len(amina.texts()) == 5
