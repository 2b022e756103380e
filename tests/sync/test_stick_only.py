# SPDX-License-Identifier: Apache-2.0
"""Amina enrolled with a line once; since then only a stick goes between her computer and the server."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Charter, CutOff
from mentordesk.domain.messages import Delivery
from mentordesk.sync.carriers.form import Carried, Kind
from tests.helpers.hands import Computer, long, quiet, stick_at
from tests.helpers.person import Person
from tests.helpers.town import Town

THERE = Delivery.AT_THE_SERVER


class Far:
    """Amina's computer, to which no line goes, and Grace's, which has one."""

    def __init__(self, town: Town, home: Path) -> None:
        self.town = town
        self.ids = town.people("Amina", "Grace")
        self.circle = town.circle(self.ids)
        self._stick = stick_at(home / "stick")
        self.computer = Computer(town, home / "far")
        self._near = Computer(town, home / "near")
        self.computer.newcomer("Amina", town.slip(self.ids[0]))
        self._near.newcomer("Grace", town.slip(self.ids[1]))
        self.amina().sync()
        self._leave()
        self.grace = self._near.sit("Grace")
        self.grace.sync()
        self.kept = 0  # envelopes that the server did not take
        self.sizes: list[int] = []

    def amina(self) -> Person:
        """She sits down."""
        return self.computer.sit("Amina")

    def _leave(self) -> None:
        self.computer.people["Amina"].close()

    def writes(self, *texts: str) -> None:
        """She writes, and goes."""
        self.town.line.up = False
        for text in texts:
            self._say(self.amina(), text)
            self._leave()

    def answers(self, *texts: str) -> None:
        """Grace writes and reads with her line."""
        self.town.line.up = True
        self.grace.sync()
        for text in texts:
            self._say(self.grace, text)
        self.grace.sync()

    def _say(self, person: Person, text: str) -> None:
        threads = person.desk.threads.list(self.circle)
        if threads:
            person.desk.threads.send(self.circle, threads[0].thread, text).result()
        else:
            person.desk.threads.start(self.circle, "Essay", text).result()

    def trip(self) -> None:
        """She puts on the stick; it goes to the server; it comes back, and she takes from it."""
        self.town.line.up = False
        self.amina().desk.carriers.put(self._stick.top, quiet).result()
        self._leave()
        programme8 = self.computer.tray.programme8
        self.kept = 0
        self.sizes = []
        for seen in self._stick.look().requests(programme8).values():
            request = self._stick.read(seen)
            assert request is not None
            self.sizes.append(len(request.data))
            data = self.town.door.handle(request.data)[1]
            if data[:4] == b"MDB1":
                self._stick.put(Carried(Kind.REPLY, programme8, request.name, data))
                self._stick.remove(seen.path)
            else:
                self.kept += 1
        self.amina().desk.carriers.take(self._stick.top, quiet).result()
        self._leave()

    def texts(self, person: Person) -> list[str]:
        """What somebody reads in the circle."""
        found = []
        for thread in person.desk.threads.list(self.circle):
            page = person.desk.threads.page(thread.thread)
            found += [one.text for one in page.rows(0, page.count())]
        return found

    def hers(self) -> list[str]:
        """What Amina reads."""
        found = self.texts(self.amina())
        self._leave()
        return found

    def how_far(self) -> list[Delivery]:
        """How far Amina's messages have come."""
        person = self.amina()
        found = []
        for thread in person.desk.threads.list(self.circle):
            page = person.desk.threads.page(thread.thread)
            found += [one.delivery for one in page.rows(0, page.count()) if one.mine]
        self._leave()
        return found

    def theirs(self) -> list[str]:
        """What Grace reads, after an exchange."""
        self.town.line.up = True
        self.grace.sync()
        return self.texts(self.grace)

    def close(self) -> None:
        """Everybody goes."""
        self.computer.close()
        self._near.close()


@pytest.fixture
def far(town: Town, tmp_path: Path) -> Iterator[Far]:
    """Amina by stick alone, Grace with a line."""
    far = Far(town, tmp_path)
    yield far
    far.close()


def trips_until(far: Far, done: Callable[[], bool], most: int) -> int:
    """How many trips it takes."""
    for number in range(1, most + 1):
        far.trip()
        if done():
            return number
    raise AssertionError(f"not after {most} trips")


# ---------------------------------------------------------------- week by week


def test_messages_and_their_states_go_both_ways(far: Far) -> None:
    far.writes("by stick")
    far.trip()
    assert far.how_far() == [THERE]
    far.answers("an answer")
    far.trip()
    assert far.hers() == ["by stick", "an answer"]
    assert far.how_far() == [Delivery.ON_THEIR_COMPUTER]
    person = far.grace
    thread = person.desk.threads.list(far.circle)[0].thread
    page = person.desk.threads.page(thread)
    person.desk.threads.mark_read([row.id for row in page.rows(0, page.count())])
    far.answers()
    far.trip()
    assert far.how_far() == [Delivery.READ]
    far.trip()
    far.answers()
    states_of_grace = [one.delivery for one in page.rows(0, page.count()) if one.mine]
    assert states_of_grace == [Delivery.ON_THEIR_COMPUTER]


def test_a_circle_made_meanwhile_is_heard_of(far: Far) -> None:
    second = far.town.circle(far.ids)
    far.grace.sync()
    far.grace.desk.threads.start(second, "Maths", "in the new circle").result()
    far.grace.sync()
    far.trip()
    person = far.amina()
    assert {one.circle for one in person.desk.people.circles()} == {far.circle, second}
    assert [one.last_words for one in person.desk.threads.list(second)] == ["in the new circle"]
    person.desk.threads.send(second, person.desk.threads.list(second)[0].thread, "back").result()
    person.close()
    far.trip()
    far.town.line.up = True
    far.grace.sync()
    assert [one.last_words for one in far.grace.desk.threads.list(second)] == ["back"]


def test_much_news_comes_in_several_trips_and_says_so(far: Far) -> None:
    far.answers(*(long(number) for number in range(40)))
    far.trip()
    assert 0 < len(far.hers()) < 40
    person = far.amina()
    assert person.desk.missing.bytes() > 50_000
    person.close()
    assert trips_until(far, lambda: len(far.hers()) == 40, 3) <= 2
    person = far.amina()
    assert person.desk.missing.bytes() == 0
    person.close()


# ---------------------------------------------------------------- a server set back


def history(far: Far, weeks: int) -> list[str]:
    """So many weeks of writing to and fro, by stick."""
    said = []
    for week in range(weeks):
        far.writes(f"week {week}")
        far.trip()
        far.answers(f"answer {week}")
        far.trip()
        said += [f"week {week}", f"answer {week}"]
    return said


def test_what_a_server_lost_comes_again_by_stick_what_others_wrote_as_well(
    far: Far, tmp_path: Path
) -> None:
    said = history(far, 2)
    far.town.backup(tmp_path / "backup")
    said += [f"{text}, later" for text in said]
    far.writes(said[4])
    far.trip()
    far.answers(said[5])
    far.trip()
    far.writes(said[6])
    far.trip()
    far.answers(said[7])
    far.trip()
    before = sorted(far.hers())
    far.town.restore(tmp_path / "backup")
    newcomer = second_computer(far, tmp_path / "third")
    trips_until(far, lambda: sorted(read(far, newcomer)) == before, 3)
    assert sorted(far.theirs()) == before
    far.trip()
    assert len(far.sizes) == 1  # nothing is offered any more
    assert far.sizes[0] < 400
    assert sorted(far.hers()) == before
    newcomer.close()


def second_computer(far: Far, home: Path) -> Person:
    """Grace signs in on another computer: it knows only what the server holds."""
    far.town.line.up = True
    person = Person(home, far.town.line, far.town.clock, "third")
    return person.enrol(far.town.codes[far.ids[1]])


def read(far: Far, person: Person) -> list[str]:
    """What somebody reads after an exchange."""
    far.town.line.up = True
    person.sync()
    return far.texts(person)


def test_it_costs_what_was_lost_and_not_the_history(far: Far, tmp_path: Path) -> None:
    for number in range(20):
        far.writes(long(number, 500))
    far.trip()
    far.town.backup(tmp_path / "backup")
    far.writes("lost")
    far.trip()
    far.town.restore(tmp_path / "backup")
    total = 0
    for _ in range(4):
        far.trip()
        total += sum(far.sizes)
    assert far.theirs()[-1] == "lost"
    assert total < 4000


def test_who_enrolled_after_the_copy_is_known_again(town: Town, tmp_path: Path) -> None:
    town.backup(tmp_path / "backup")
    far = Far(town, tmp_path)
    said = history(far, 1)
    before = sorted(far.hers())
    town.restore(tmp_path / "backup")
    far.writes("after")
    trips_until(far, lambda: not far.kept, 3)
    for _ in range(3):
        far.trip()
    far.town.line.up = True
    far.grace.sync()
    for _ in range(2):
        far.trip()
    assert sorted(far.theirs()) == sorted([*before, "after"])
    assert sorted(far.hers()) == sorted([*said, "after"])
    far.trip()
    assert far.sizes[0] < 400
    far.close()


def test_a_server_set_back_is_mended_however_much_goes_each_time(far: Far, tmp_path: Path) -> None:
    history(far, 1)
    far.town.backup(tmp_path / "backup")
    far.writes(*(long(number) for number in range(3)))
    far.trip()
    assert len(far.sizes) > 1
    far.town.restore(tmp_path / "backup")
    for week in range(4):  # each set has several envelopes, whose replies come in an order by chance
        far.writes(*(long(10 * week + number) for number in range(10, 13)))
        far.trip()
        assert len(far.sizes) > 1
    far.trip()
    assert min(far.how_far()) == THERE
    newcomer = second_computer(far, tmp_path / "third")
    assert sorted(read(far, newcomer)) == sorted(far.hers())
    newcomer.close()


def test_a_circle_that_the_server_lost_is_brought_again(far: Far, tmp_path: Path) -> None:
    far.town.backup(tmp_path / "backup")
    second = far.town.circle(far.ids)
    far.trip()
    person = far.amina()
    person.desk.threads.start(second, "Maths", "in the new circle").result()
    person.close()
    far.trip()
    far.town.restore(tmp_path / "backup")

    def heard() -> bool:
        far.town.line.up = True
        far.grace.sync()
        return [one.last_words for one in far.grace.desk.threads.list(second)] == ["in the new circle"]

    assert trips_until(far, heard, 5)


def test_an_epoch_that_ended_meanwhile_costs_one_more_trip(far: Far) -> None:
    far.writes("under the old key")
    far.amina().close()  # sealed into the tray
    end_epoch(far)
    far.trip()
    assert far.how_far() != [THERE]
    far.trip()
    assert far.how_far() == [THERE]
    assert far.theirs() == ["under the old key"]


def end_epoch(far: Far) -> None:
    """The next charter of the circle, of the next epoch."""
    head = far.grace.opened.runner.call(lambda tx: tx.trust.head(far.circle))
    assert head is not None
    cuts = MappingProxyType[tuple[bytes, int], CutOff]({})
    charter = Charter(far.circle, head.seq + 1, head.hash, head.epoch + 1, head.roles, cuts)
    far.town.office.announce(Signer.of(far.town.office.book.coordinator), charter)


def test_nothing_is_enrolled_again_where_replies_come(far: Far) -> None:
    for week in range(3):
        far.writes(f"week {week}")
        far.trip()
        assert max(far.sizes) < 800
    far.trip()
    assert far.sizes[0] < 400
