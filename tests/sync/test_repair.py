# SPDX-License-Identifier: Apache-2.0
"""A server that was set back to an older copy of itself: everybody brings what they hold, nothing is lost."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest

from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Charter, CutOff
from mentordesk.domain.connection import LineState
from mentordesk.domain.ids import CircleId, ThreadId
from mentordesk.storage import me
from mentordesk.wire.exchange import Agreed, Names, Push, Run
from tests.helpers.healing import say
from tests.helpers.liar import Liar, refusing
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair

Newcomer = Callable[[], Person]


@pytest.fixture
def fresh(town: Town, tmp_path: Path) -> Newcomer:
    """Amina's other computer, which holds nothing yet."""
    return lambda: Person(tmp_path / "fresh", town.line, town.clock, 77)


def settle(*people: Person) -> None:
    """Everybody exchanges until nobody has anything left to tell."""
    for person in people * 3:
        person.sync()


def begin(pair: Pair, *texts: str) -> ThreadId:
    """A thread that both hold."""
    amina, _ = pair
    thread, _ = amina.desk.threads.start(amina.circle(), "Essay", "first").result()
    settle(*pair)
    for text in texts:
        say(amina, thread, text)
        settle(*pair)
    return thread


def carried(town: Town, person: Person) -> tuple[int, int, int]:
    """Requests, bytes up and bytes down until this person is up to date."""
    before = len(town.line.requests)
    person.sync()
    up, down = town.line.requests[before:], town.line.replies[before:]
    return len(up), sum(map(len, up)), sum(map(len, down))


def holdings(person: Person) -> set[bytes]:
    """The hashes of all that is held."""
    return {row[0] for row in person.opened.reader.rows("SELECT hash FROM entries")}


def offered(person: Person) -> int:
    """How many blobs of others are to be brought to the server."""
    return person.opened.reader.number("SELECT count(*) FROM entries WHERE offer > 0")


def assert_all_read(people: tuple[Person, ...], *texts: str) -> None:
    """The same for everybody, and then silence."""
    for person in people:
        assert sorted(person.texts()) == sorted(texts)
        assert (person.sync().requests, offered(person)) == (1, 0)


def test_what_is_lost_costs_what_it_weighs_not_what_the_lane_weighs(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    thread = begin(pair, *(f"{number} " + "ab cde " * 12 for number in range(60)))
    town.backup(tmp_path / "backup")
    say(amina, thread, "lost")
    settle(*pair)
    town.restore(tmp_path / "backup")
    requests, up, down = carried(town, amina)
    assert (requests, up < 1300, down < 250) == (3, True, True)
    assert carried(town, grace)[0] == 1, "nothing is left to be repaired"


def test_anybody_brings_what_somebody_away_had_written(
    pair: Pair, town: Town, tmp_path: Path, fresh: Newcomer
) -> None:
    amina, grace = pair
    thread = begin(pair)
    town.backup(tmp_path / "backup")
    grace.opened.runner.call(lambda tx: tx.mint_writer())  # its key is lost with the parcels
    for text in ("one", "two", "three"):
        say(grace, thread, text)
        settle(grace, amina)
    town.restore(tmp_path / "backup")
    settle(amina)
    newcomer = fresh().enrol(town.codes[amina.desk.me])
    settle(newcomer)
    assert newcomer.texts() == amina.texts() == ["first", "one", "two", "three"]
    assert carried(town, grace)[0] == 1, "what others brought is found to be there"
    assert_all_read((amina, grace, newcomer), "first", "one", "two", "three")
    newcomer.close()


def test_who_was_brought_back_by_others_goes_on_with_the_same_writer(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    thread = begin(pair)
    town.backup(tmp_path / "backup")
    say(grace, thread, "lost")
    settle(grace, amina)
    town.restore(tmp_path / "backup")
    settle(amina)
    before = grace.opened.runner.call(lambda tx: tx.me.writer)
    say(grace, thread, "next")
    settle(grace, amina)
    assert grace.opened.runner.call(lambda tx: tx.me.writer) == before
    assert_all_read(pair, "first", "lost", "next")


def test_one_who_enrolled_after_the_copy_was_made_comes_back_by_itself(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    begin(pair)
    (member,) = town.people("Omar")
    code = town.slip(member)
    town.backup(tmp_path / "backup")
    omar = Person(tmp_path / "omar", town.line, town.clock, 5).enrol(code)
    settle(omar)
    town.restore(tmp_path / "backup")
    assert omar.sync().state is LineState.UP_TO_DATE
    assert carried(town, omar)[0] == 1
    settle(amina, grace)
    town.clock.advance(90 * 86_400)
    second = Person(tmp_path / "omar-2", town.line, town.clock, 6).enrol(code)
    settle(second)
    assert second.desk.me == omar.desk.me, "the slip that was used serves a further computer as ever"
    for person in (omar, second):
        person.close()


def test_a_slip_that_has_run_out_since_brings_back_who_enrolled_with_it(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    (member,) = town.people("Omar")
    code = town.slip(member)
    town.backup(tmp_path / "backup")
    omar = Person(tmp_path / "omar", town.line, town.clock, 5).enrol(code)
    settle(omar)
    town.restore(tmp_path / "backup")
    town.clock.advance(90 * 86_400)
    assert omar.sync().state is LineState.UP_TO_DATE
    omar.close()


@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_server_set_back_to_before_the_slip_and_the_circle_learns_them_from_those_who_were_there(
    town: Town, tmp_path: Path, first: int
) -> None:
    """Whoever comes first: also the invitation, the charter, and who is in the circle, were lost."""
    town.people("Nobody")
    town.backup(tmp_path / "backup")
    ids = town.people("Amina", "Grace", "Omar")
    town.circle(ids)
    people = tuple(
        Person(tmp_path / str(at), town.line, town.clock, at).enrol(town.slip(member))
        for at, member in enumerate(ids)
    )
    settle(*people)
    people[0].desk.threads.start(people[0].circle(), "Essay", "0").result()
    settle(*people)
    held = [holdings(person) for person in people]
    town.restore(tmp_path / "backup")
    settle(*people[first:], *people[:first])
    say(people[first], people[first].messages()[0].thread, "1")
    settle(*people)
    assert_all_read(people, "0", "1")
    assert all(before <= holdings(person) for before, person in zip(held, people, strict=True))
    for person in people:
        person.close()


def test_an_old_database_without_what_it_enrolled_with_asks_for_a_new_start(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    (member,) = town.people("Omar")
    code = town.slip(member)
    town.backup(tmp_path / "backup")
    omar = Person(tmp_path / "omar", town.line, town.clock, 5).enrol(code)
    settle(omar)
    omar.opened.runner.call(lambda tx: me.put_meta(tx.conn, me.ENROLMENT, b""))
    town.restore(tmp_path / "backup")
    omar.try_once()
    assert omar.try_once().state is LineState.SIGN_IN_AGAIN
    omar.close()


def remove(town: Town, circle: CircleId, person: Person, stay: Person) -> None:
    """A charter of the next epoch without somebody; all that was written until now counts."""
    trust = stay.opened.runner.call(lambda tx: tx.trust)
    head = trust.head(circle)
    assert head is not None
    roles = {one: role for one, role in head.roles.items() if one != person.desk.me}
    written = stay.opened.reader.rows(
        "SELECT writer, lane, max(n), hash FROM entries WHERE circle = ? AND kind = 1 GROUP BY writer, lane",
        (circle,),
    )
    cuts = MappingProxyType({(row[0], row[1]): CutOff(row[2], row[3]) for row in written})
    charter = Charter(circle, head.seq + 1, head.hash, head.epoch + 1, MappingProxyType(roles), cuts)
    town.office.announce(Signer.of(town.office.book.coordinator), charter)


def test_who_was_removed_offers_nothing(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, grace = pair
    thread = begin(pair)
    circle = amina.circle()
    town.backup(tmp_path / "backup")
    say(amina, thread, "lost")
    settle(*pair)
    remove(town, circle, grace, stay=amina)
    settle(grace)
    others = grace.opened.reader.rows("SELECT substr(hash, 1, 16) FROM entries WHERE own = 0 AND lane = 1")
    town.restore(tmp_path / "backup")
    town.line.requests.clear()
    grace.sync()
    assert not any(row[0] in request for row in others for request in town.line.requests)
    settle(amina)
    grace.sync()
    assert grace.sync().requests == 1


def test_what_was_to_be_offered_is_dropped_when_one_is_removed(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    begin(pair)
    grace.opened.runner.call(
        lambda tx: tx.conn.exec_driver_sql("UPDATE entries SET offer = 1 WHERE own = 0 AND lane = 1")
    )
    assert offered(grace) > 0
    remove(town, amina.circle(), grace, stay=amina)
    grace.sync()
    assert offered(grace) == 0


def test_a_server_that_takes_nothing_of_it_is_not_asked_for_ever(
    pair: Pair, town: Town, tmp_path: Path
) -> None:
    amina, grace = pair
    thread = begin(pair)
    town.backup(tmp_path / "backup")
    say(grace, thread, "lost")
    settle(grace, amina)
    town.restore(tmp_path / "backup")
    with Liar(town, refusing(Push.UNKNOWN_SENDER_KEY), deaf=True):
        for _ in range(12):
            amina.try_once()
        assert offered(amina) == 0
    settle(grace, amina)
    assert_all_read(pair, "first", "lost")


def test_a_parcel_whose_predecessor_everybody_has_lost_is_verified_by_its_hint(
    pair: Pair, town: Town, tmp_path: Path, fresh: Newcomer
) -> None:
    amina, grace = pair
    thread = begin(pair)
    town.backup(tmp_path / "backup")
    for text in ("lost by everybody", "kept"):
        say(grace, thread, text)
        settle(grace, amina)
    town.restore(tmp_path / "backup")
    amina.opened.runner.call(_lose("lost by everybody"))
    settle(amina)
    newcomer = fresh().enrol(town.codes[amina.desk.me])
    settle(newcomer)
    assert newcomer.texts() == ["first", "kept"]
    settle(grace, newcomer, amina)
    assert newcomer.texts() == ["first", "lost by everybody", "kept"]
    newcomer.close()


def _lose(text: str) -> Callable[..., None]:
    """Take a message with its parcel out of a computer, as a crashed disk would."""

    def work(tx: object) -> None:
        conn = tx.conn  # type: ignore[attr-defined]
        (entry,) = conn.exec_driver_sql("SELECT entry FROM messages WHERE text = ?", (text,)).one()
        conn.exec_driver_sql("DELETE FROM entries WHERE id = ?", (entry,))

    return work


@pytest.mark.parametrize("low", [0, 1, 2, 3, 7, 1 << 31])
def test_a_server_that_disputes_whatever_it_likes_costs_nobody_a_message(
    pair: Pair, town: Town, low: int
) -> None:
    amina, _ = pair
    thread = begin(pair, "a", "b", "c")
    lies = tuple(Agreed(slot, low) for slot in (0, 1, 4, 5, 6, 99))
    with Liar(town, lambda talk: talk.saying(agreed=lies)):
        say(amina, thread, "d")
        for _ in range(6):
            amina.try_once()
    settle(*pair)
    assert_all_read(pair, "first", "a", "b", "c", "d")


def test_names_of_what_is_not_held_are_nothing(pair: Pair, town: Town) -> None:
    amina, _ = pair
    thread = begin(pair, "a")
    lies = Names((Run(5, 1, 3), Run(77, 1, 1)), (bytes(16), b"\xff" * 16, bytes(16), bytes(16)))
    with Liar(town, lambda talk: talk.saying(names=lies)):
        say(amina, thread, "b")
        amina.try_once()
    settle(*pair)
    assert_all_read(pair, "first", "a", "b")
