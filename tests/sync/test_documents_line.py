# SPDX-License-Identifier: Apache-2.0
"""Documents with a server and carriers: cut lines, a server that was set back, sticks, newcomers, bytes."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentordesk.domain.ids import CircleId
from mentordesk.domain.messages import Delivery
from mentordesk.storage import documents, texts
from mentordesk.storage.reads import documents as lists
from tests.bench.children import ROOT
from tests.helpers.hands import Computer, quiet, stick_at
from tests.helpers.line import Fault
from tests.helpers.pens import Pen, Seated, essay, read, summary
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair

WEEK = ROOT / "tests" / "bench" / "given" / "school_week.json"
UP, DOWN = 4100, 1200  # bytes that the recorded week's document may add to the mentee's exchange

Edit = dict[str, str | int]


def settle(*people: Person) -> None:
    """Everybody exchanges until nobody has anything left to tell."""
    for person in people * 3:
        person.sync()


def carried(town: Town, person: Person) -> tuple[int, int]:
    """Bytes up and down until this person is up to date."""
    before = len(town.line.requests)
    person.sync()
    up, down = town.line.requests[before:], town.line.replies[before:]
    return sum(map(len, up)), sum(map(len, down))


def test_an_essay_goes_there_and_comes_back_with_what_the_other_wrote(pair: Pair) -> None:
    amina, grace = (Seated(one) for one in pair)
    mine = essay(amina, pair[0].circle())
    mine.write("I want to be a nurse.")
    settle(*pair)
    assert summary(amina, mine.document).delivery is Delivery.ON_THEIR_COMPUTER
    Pen(grace, mine.document).write(" And I will.", at=21)
    grace.do(texts.mark_read, mine.document)
    settle(*pair)
    assert read(amina, mine.document) == read(grace, mine.document) == "I want to be a nurse. And I will."
    assert summary(amina, mine.document).delivery is Delivery.READ


@pytest.mark.parametrize("cut", range(60, 3000, 245))
@pytest.mark.parametrize("way", ["up", "down"])
def test_a_cut_line_neither_loses_nor_doubles_text(pair: Pair, town: Town, cut: int, way: str) -> None:
    amina, grace = (Seated(one) for one in pair)
    mine = essay(amina, pair[0].circle())
    for number in range(30):
        mine.write(f"{number} {number * 7919 % 4093} nurse. ")
        pair[0].opened.runner.call(lambda tx: None)
    whole = mine.again()
    sender = pair[0] if way == "up" else pair[1]
    if way == "down":
        pair[0].sync()
    town.line.faults.append(Fault(cut_up=cut) if way == "up" else Fault(cut_down=cut))
    sender.try_once()
    mine.write("meanwhile ")
    settle(*pair)
    assert read(grace, mine.document) == read(amina, mine.document) == "meanwhile " + whole
    assert grace.person.opened.reader.number("SELECT max(rebuild) FROM documents") == 0


def test_what_a_server_lost_comes_back_from_whoever_holds_it(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, grace = (Seated(one) for one in pair)
    mine = essay(amina, pair[0].circle())
    mine.write("kept. ")
    settle(*pair)
    town.backup(tmp_path / "backup")
    mine.write("Lost. ")
    settle(*pair)
    Pen(grace, mine.document).write("Hers too. ")
    settle(pair[1], pair[0])
    town.restore(tmp_path / "backup")
    pair[0].sync()  # brings Grace's as well: she is away
    fresh = Person(tmp_path / "fresh", town.line, town.clock, 77).enrol(town.codes[pair[0].desk.me])
    settle(fresh)
    assert read(Seated(fresh), mine.document) == mine.again() == "Hers too. Lost. kept. "
    settle(pair[1])
    assert read(grace, mine.document) == "Hers too. Lost. kept. "
    fresh.close()


def test_private_documents_follow_to_another_computer(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina = Seated(pair[0])
    mine = essay(amina, None, "Diary")
    mine.write("Only mine. ")
    settle(*pair)
    other = Person(tmp_path / "other", town.line, town.clock, 78).enrol(town.codes[pair[0].desk.me])
    settle(other)
    assert read(Seated(other), mine.document) == "Only mine. "
    assert summary(Seated(other), mine.document).private
    stored = pair[1].opened.reader.number("SELECT count(*) FROM texts")
    assert stored == 0
    other.close()


# ---------------------------------------------------------------- by stick


@pytest.fixture
def far(town: Town, tmp_path: Path) -> tuple[Computer, CircleId]:
    """Amina's computer, to which no line goes any more, and the circle with Grace."""
    ids = town.people("Amina", "Grace")
    circle = town.circle(ids)
    computer = Computer(town, tmp_path / "far")
    computer.newcomer("Amina", town.slip(ids[0]))
    computer.newcomer("Grace", town.slip(ids[1]))
    computer.sit("Amina").sync()
    town.line.up = False
    return computer, circle


def test_text_goes_by_stick(far: tuple[Computer, CircleId], town: Town, tmp_path: Path) -> None:
    computer, circle = far
    person = computer.people["Amina"]
    amina = Seated(person)
    mine = essay(amina, circle)
    mine.write("Carried in a pocket. ")
    stick = stick_at(tmp_path / "stick")
    person.desk.carriers.put(stick.top, quiet).result()
    assert summary(amina, mine.document).delivery is Delivery.LEFT_THIS_COMPUTER
    for seen in stick.look().requests(computer.tray.programme8).values():
        request = stick.read(seen)
        assert request is not None
        town.door.handle(request.data)
    person.close()
    town.line.up = True
    grace = computer.sit("Grace")
    settle(grace)
    assert read(Seated(grace), mine.document) == "Carried in a pocket. "
    grace.close()


# ---------------------------------------------------------------- bytes


def play(pen: Pen, edits: list[Edit]) -> None:
    """A week's edits, saved after each."""
    for edit in edits:
        at, gone, words = int(edit["pos"]), int(edit["del"]), str(edit["ins"])
        if gone:
            pen.text.delete(at, at + gone)
        pen.write(words, at)


def test_the_recorded_weeks_document_costs_no_more_than_it_may(pair: Pair, town: Town) -> None:
    amina, joseph = (Seated(one) for one in pair)
    week = [one for one in json.loads(WEEK.read_text()) if one["kind"].startswith("doc")]
    new, *edits = week
    settle(*pair)
    idle = carried(town, pair[0])
    mine = essay(amina, pair[0].circle(), str(new["title"]))
    mine.write(str(new["text"]).rstrip("\n"))
    play(mine, [one for one in edits if one["author"] == "amina"])
    up = carried(town, pair[0])[0] - idle[0]
    settle(*pair)
    play(Pen(joseph, mine.document), [one for one in edits if one["author"] == "joseph"])
    pair[1].sync()
    down = carried(town, pair[0])[1] - idle[1]
    settle(*pair)
    assert read(amina, mine.document) == read(joseph, mine.document)
    assert (up <= UP, down <= DOWN) == (True, True), (up, down)


def test_a_document_that_was_shared_is_in_one_list(pair: Pair) -> None:
    amina = Seated(pair[0])
    mine = essay(amina, None)
    mine.write("text")
    amina.do(documents.share, mine.document, pair[0].circle())
    settle(*pair)
    reader = pair[0].opened.reader
    assert lists.private(reader) == ()
    assert [one.id for one in lists.in_circle(reader, pair[0].circle())] == [mine.document]
    assert [one.id for one in lists.newest(reader, 3)] == [mine.document]
