# SPDX-License-Identifier: Apache-2.0
"""Sealed envelopes by tray and by stick: from one profile through other hands to the server and back."""
from __future__ import annotations

import contextlib
import errno
import itertools
from pathlib import Path
from types import MappingProxyType

import pytest

from mentordesk.base.errors import Refused
from mentordesk.crypto.envelope import open_by_hand
from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Charter, CutOff
from mentordesk.desk.carriers import Carriers
from mentordesk.desk.connection import seal_all
from mentordesk.domain.connection import LineState
from mentordesk.domain.events import Alarm
from mentordesk.domain.ids import Role
from mentordesk.domain.messages import Delivery
from mentordesk.storage import outbox
from mentordesk.sync.carriers.form import Carried, Kind
from mentordesk.sync.carriers.mine import Mine
from mentordesk.sync.carriers.tray import Tray
from mentordesk.sync.sealing import LIMIT
from mentordesk.wire.answers import encode_answer, encode_busy
from mentordesk.wire.exchange import Answer
from tests.helpers.files import PowerCut, failing_at, stopping_at
from tests.helpers.hands import Computer, answer, long, look, quiet, say, states, stick_at, write
from tests.helpers.line import PAGE, Fault
from tests.helpers.person import Person
from tests.helpers.town import Town

HERE, THERE = Delivery.ON_THIS_COMPUTER, Delivery.AT_THE_SERVER
CANARY = "Aardvarkstoorkrans"


# ---------------------------------------------------------------- the tray


def test_the_next_persons_line_carries_what_was_left(school: Computer, town: Town) -> None:
    write(school, "Amina", CANARY)
    assert look(school, "Amina") == [HERE]
    (envelope,) = school.requests()
    town.line.up = True
    brian = school.sit("Brian")
    say(brian, "Brian's own")
    with pytest.raises(Refused):
        open_by_hand(brian.opened.runner.call(lambda tx: tx.me.keys.box), envelope.data)
    before = len(town.line.requests)
    status = brian.sync()
    sent = town.line.requests[before:]
    assert sent[-1] == envelope.data
    assert all(body[:4] != b"MDB1" for body in sent[:-1])
    assert (status.carried, status.carrying) == (1, 0)
    assert status.week_carried == len(envelope.data) + len(town.line.replies[-1]) + 71 + 39
    assert CANARY not in str([brian.messages(), brian.events])
    assert all(CANARY.encode() not in body for body in (*town.line.heard, *town.line.replies))
    brian.close()
    assert school.requests() == []
    assert look(school, "Amina") == [THERE]
    assert school.replies() == []


def test_a_line_of_ones_own_takes_everything_out_of_the_tray(school: Computer, town: Town) -> None:
    write(school, "Amina", "hers")
    town.line.up = True
    school.sit("Amina").sync()
    assert school.requests() == []
    assert states(school.people["Amina"]) == [THERE]


def test_signing_out_seals_everything_however_much_waits(school: Computer) -> None:
    write(school, "Amina", *(long(number) for number in range(LIMIT + 10)))
    person = school.sit("Amina")
    assert person.opened.runner.call(outbox.lanes) == []
    assert len(school.requests()) > LIMIT


def test_an_unchanged_set_stays_as_it_is_and_a_new_one_takes_its_place(school: Computer) -> None:
    write(school, "Amina", "first")
    (before,) = school.requests()
    write(school, "Amina")
    assert school.requests() == [before]
    write(school, "Amina", "second")
    (after,) = school.requests()
    assert after != before


def test_two_people_have_their_own_envelopes_in_one_tray(
    school: Computer, town: Town, tmp_path: Path
) -> None:
    write(school, "Amina", "hers")
    write(school, "Brian", "his")
    write(school, "Amina", "hers again")
    assert len(school.requests()) == 2
    brian = school.sit("Brian")
    waiting = brian.desk.carriers.waiting()
    assert (waiting.mine, waiting.others) == (1, 1)
    put = brian.desk.carriers.put(stick_at(tmp_path / "stick").top, quiet).result()
    assert (put.envelopes, put.mine) == (2, 1)
    brian.close()
    for one in school.requests():
        town.door.handle(one.data)
    town.line.up = True
    for name in ("Amina", "Brian"):
        school.sit(name).sync()
        assert set(states(school.people[name])) == {THERE}


@pytest.mark.parametrize(
    "fault",
    [
        Fault(drop=True),
        Fault(cut_up=100),
        Fault(cut_down=30),
        Fault(cut_down=0),
        Fault(twice=True),
        Fault(late=True),
        Fault(answer=PAGE),
        Fault(answer=b""),
        Fault(answer=encode_busy(5)),
        Fault(answer=encode_answer(Answer.UNKNOWN_MEMBER)),
        Fault(answer=encode_answer(Answer.MALFORMED)),
    ],
)
def test_whatever_the_line_does_the_envelope_arrives_at_last(
    school: Computer, town: Town, fault: Fault
) -> None:
    write(school, "Amina", "hers")
    brian = school.sit("Brian")
    town.line.up = True
    town.line.faults.append(Fault())  # his own exchange
    town.line.faults.append(fault)
    for _ in range(8):
        town.clock.advance(400)
        brian.engine.connect_now()
        brian.engine.step()
    brian.close()
    town.clock.advance(86_400)
    again = school.sit("Brian")
    again.sync()
    again.close()
    assert school.requests() == []
    assert look(school, "Amina") == [THERE]


def test_what_the_server_does_not_take_is_tried_once_a_day(school: Computer, town: Town) -> None:
    write(school, "Amina", "hers")
    town.line.up = True
    brian = school.sit("Brian")
    honest = town.line.handle
    town.line.handle = lambda body: (
        (200, encode_answer(Answer.UNKNOWN_MEMBER)) if body[:4] == b"MDB1" else honest(body)
    )
    for _ in range(3):
        status = brian.sync()
        assert (status.state, status.carrying, status.carried) == (LineState.UP_TO_DATE, 1, 0)
        brian.close()
        brian = school.sit("Brian")
    assert sum(body[:4] == b"MDB1" for body in town.line.heard) == 1
    town.line.handle = honest
    town.clock.advance(86_400)
    brian.sync()
    assert school.requests() == []


def test_a_series_carries_only_so_much(school: Computer, town: Town) -> None:
    write(school, "Amina", *(long(number, 10_000) for number in range(10)))
    assert sum(len(one.data) for one in school.requests()) > 65_536
    town.line.up = True
    brian = school.sit("Brian")
    sizes = []
    while school.requests():
        before = len(town.line.requests)
        brian.sync()
        sizes.append(sum(len(body) for body in town.line.requests[before:] if body[:4] == b"MDB1"))
    assert len(sizes) > 1
    assert max(sizes) <= 65_536
    brian.close()
    assert set(look(school, "Amina")) == {THERE}


# ---------------------------------------------------------------- the stick, from desk to desk


def test_a_stick_brings_a_message_to_the_server_and_the_answer_back(
    school: Computer, town: Town, tmp_path: Path
) -> None:
    amina = school.sit("Amina")
    say(amina, "by stick")
    stick = stick_at(tmp_path / "stick").top
    put = amina.desk.carriers.put(stick, quiet).result()
    assert (put.envelopes, put.mine, put.already_there) == (1, 1, 0)
    assert states(amina) == [Delivery.LEFT_THIS_COMPUTER]
    again = amina.desk.carriers.put(stick, quiet).result()
    assert (again.envelopes, again.already_there) == (0, 1)
    assert amina.desk.connection.status().waiting == 0

    town.line.up = True
    grace = school.sit("Grace")
    grace.sync()
    assert grace.desk.carriers.take(stick, quiet).result().requests == 1
    assert grace.engine.step() == 0  # at once, though nothing of her own waits
    assert grace.sync().carried == 1
    assert grace.sync().carrying == 0
    circle = amina.circle()
    assert [one.last_words for one in grace.desk.threads.list(circle)] == ["by stick"]
    assert grace.desk.carriers.put(stick, quiet).result().envelopes == 0

    town.line.up = False
    back = amina.desk.carriers.take(stick, quiet).result()
    assert (back.replies, back.mine, back.requests) == (1, 1, 0)
    assert states(amina) == [THERE]
    none = amina.desk.carriers.take(stick, quiet).result()
    assert (none.replies, none.mine) == (0, 0)


def test_news_comes_by_stick_to_who_has_nothing_to_send(school: Computer, town: Town, tmp_path: Path) -> None:
    write(school, "Amina", "first")
    by_stick(school, town, tmp_path / "stick")
    town.line.up = True
    grace = school.sit("Grace")
    grace.sync()
    circle = grace.desk.people.circles()[0].circle
    grace.desk.threads.send(circle, grace.desk.threads.list(circle)[0].thread, "an answer").result()
    grace.sync()
    town.line.up = False
    by_stick(school, town, tmp_path / "stick")
    amina = school.sit("Amina")
    assert [one.text for one in amina.messages()] == ["first", "an answer"]
    assert states(amina) == [Delivery.ON_THEIR_COMPUTER]


# ---------------------------------------------------------------- in whatever order


def test_a_set_arrives_in_any_order_any_number_of_times(school: Computer, town: Town) -> None:
    write(school, "Amina", *(long(number) for number in range(3)))
    requests = school.requests()
    assert len(requests) > 2
    backwards = [*reversed(requests), *requests]
    replies = answer(town, backwards)
    for request, data in zip(backwards, replies, strict=True):
        school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, data))
    assert set(look(school, "Amina")) == {THERE}
    assert school.requests() == []
    assert school.replies() == []
    town.line.up = True
    amina, grace = school.sit("Amina"), school.sit("Grace")
    amina.sync()
    grace.sync()
    circle = amina.circle()
    assert [len(grace.desk.threads.list(circle)), grace.desk.threads.list(circle)[0].count] == [1, 3]


def test_each_order_of_replies_ends_alike(school: Computer, town: Town, tmp_path: Path) -> None:
    write(school, "Amina", *(long(number) for number in range(3)))
    requests = school.requests()
    said = dict(zip(requests, answer(town, requests), strict=True))
    for number, order in enumerate(itertools.permutations(said.items())):
        if number % 5:
            continue
        amina = school.sit("Amina")
        for request, data in order:
            school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, data))
            amina.desk.carriers.settle()
        assert set(states(amina)) == {THERE}
        amina.close()


def test_a_part_of_a_set_settles_its_part(school: Computer, town: Town) -> None:
    write(school, "Amina", *(long(number) for number in range(3)))
    requests = school.requests()
    settled = 0
    for request in requests:
        (data,) = answer(town, [request])
        school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, data))
        found = look(school, "Amina")
        assert found.count(THERE) >= settled
        settled = found.count(THERE)
    assert settled == 3


# ---------------------------------------------------------------- what happens meanwhile


def test_a_server_set_back_after_the_stick_was_there_is_brought_it_again(
    school: Computer, town: Town, tmp_path: Path
) -> None:
    town.backup(tmp_path / "backup")
    write(school, "Amina", "hers")
    (request,) = school.requests()
    (data,) = answer(town, [request])
    school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, data))
    assert look(school, "Amina") == [THERE]
    town.restore(tmp_path / "backup")
    town.line.up = True
    amina, grace = school.sit("Amina"), school.sit("Grace")
    for _ in range(3):
        amina.sync()
        grace.sync()
    assert grace.desk.threads.list(amina.circle())[0].count == 1


def test_a_server_set_back_is_brought_it_again_by_stick_alone(
    school: Computer, town: Town, tmp_path: Path
) -> None:
    town.backup(tmp_path / "backup")
    write(school, "Amina", "hers")
    by_stick(school, town, tmp_path / "stick")
    assert look(school, "Amina") == [THERE]
    town.restore(tmp_path / "backup")
    for _ in range(4):
        by_stick(school, town, tmp_path / "stick")
    town.line.up = True
    grace = school.sit("Grace")
    grace.sync()
    circles = [circle.circle for circle in grace.desk.people.circles()]
    assert [one.count for circle in circles for one in grace.desk.threads.list(circle)] == [1]


def by_stick(school: Computer, town: Town, folder: Path) -> None:
    """Amina puts on a stick, the stick goes to the server and comes back, she takes from it."""
    stick = stick_at(folder)
    up, town.line.up = town.line.up, False
    amina = school.sit("Amina")
    amina.desk.carriers.put(stick.top, quiet).result()
    amina.close()
    programme8 = school.tray.programme8
    for seen in stick.look().requests(programme8).values():
        request = stick.read(seen)
        assert request is not None
        (data,) = answer(town, [request])
        stick.put(Carried(Kind.REPLY, programme8, request.name, data))
        stick.remove(seen.path)
    amina = school.sit("Amina")
    amina.desk.carriers.take(stick.top, quiet).result()
    amina.close()
    town.line.up = up


def end_epoch(town: Town, person: Person, roles: dict[bytes, Role]) -> None:
    """The next charter of a person's circle, of the next epoch; nothing of the one before counts."""
    circle = person.circle()
    head = person.opened.runner.call(lambda tx: tx.trust.head(circle))
    assert head is not None
    nothing = MappingProxyType[tuple[bytes, int], CutOff]({})
    charter = Charter(circle, head.seq + 1, head.hash, head.epoch + 1, MappingProxyType(roles), nothing)
    town.office.announce(Signer.of(town.office.book.coordinator), charter)


def test_what_comes_after_the_end_of_its_epoch_is_sealed_again(
    school: Computer, town: Town, tmp_path: Path
) -> None:
    write(school, "Amina", "under the old key")
    amina = school.sit("Amina")
    roles = dict(amina.opened.runner.call(lambda tx: tx.trust.roles(amina.circle())))
    end_epoch(town, amina, roles)
    amina.close()
    seen = []
    for _ in range(3):
        by_stick(school, town, tmp_path / "stick")
        seen += look(school, "Amina")
    assert seen == [HERE, THERE, THERE]  # it had left, and has to leave once more
    town.line.up = True
    grace = school.sit("Grace")
    grace.sync()
    circles = [circle.circle for circle in grace.desk.people.circles()]
    assert [one.last_words for one in grace.desk.threads.list(circles[0])] == ["under the old key"]


def test_a_removed_members_envelope_is_kept_and_told(school: Computer, town: Town, tmp_path: Path) -> None:
    write(school, "Amina", "not taken")
    amina = school.sit("Amina")
    roles = dict(amina.opened.runner.call(lambda tx: tx.trust.roles(amina.circle())))
    roles.pop(amina.opened.runner.call(lambda tx: tx.me.member))
    end_epoch(town, amina, roles)
    amina.close()
    by_stick(school, town, tmp_path / "stick")
    assert THERE not in look(school, "Amina")
    amina = school.people["Amina"]
    assert Alarm("not_a_member") in amina.events or Alarm("not_taken") in amina.events


# ---------------------------------------------------------------- this computer's own disk


@pytest.mark.parametrize("step", range(0, 16, 3))
def test_a_power_cut_while_the_tray_is_filled(school: Computer, town: Town, step: int) -> None:
    write(school, "Amina", long(1))
    amina = school.sit("Amina")
    say(amina, long(2))
    seal_all(amina.opened.runner)
    cut = Tray(school.home / "tray", programme_of(amina), stopping_at(step))
    with contextlib.suppress(PowerCut):
        Mine(amina.opened.runner, cut).put_up(asking=False)
    amina.close()
    for request in school.requests():
        (data,) = answer(town, [request])
        school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, data))
    assert look(school, "Amina") == [THERE, THERE]
    assert school.requests() == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_takes_no_tray_keeps_everything_in_the_profile(
    school: Computer, town: Town, number: int
) -> None:
    amina = school.sit("Amina")
    say(amina, "hers")
    amina.desk.carriers = broken_carriers(school, amina, number)
    amina.desk.carriers.put_up()
    amina.opened.connection.carriers = amina.desk.carriers
    amina.close()
    assert school.requests() == []
    assert look(school, "Amina") == [HERE]
    assert len(school.requests()) == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_takes_no_reply_stops_carrying_and_nothing_else(
    school: Computer, town: Town, number: int
) -> None:
    write(school, "Amina", "hers")
    town.line.up = True
    brian = school.sit("Brian")
    forwarder = broken_carriers(school, brian, number).forwarder
    brian.engine._forwarder = forwarder
    status = brian.sync()
    assert (status.state, status.carrying, status.carried) == (LineState.UP_TO_DATE, 1, 0)
    assert len(school.requests()) == 1
    brian.close()
    school.sit("Brian").sync()
    assert look(school, "Amina") == [THERE]


def broken_carriers(school: Computer, person: Person, number: int) -> Carriers:
    """The same as a desk has, on a disk that cannot be written."""
    tray = Tray(school.home / "tray", programme_of(person), failing_at("write", number))
    return Carriers(person.opened.runner, tray, school.town.clock, lambda: seal_all(person.opened.runner))


def programme_of(person: Person) -> bytes:
    """The programme that somebody is in."""
    found: bytes = person.opened.runner.call(lambda tx: tx.me.programme)
    return found
