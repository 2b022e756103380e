# SPDX-License-Identifier: Apache-2.0
"""Sealed envelopes by tray and by stick: from one profile through other hands to the server and back."""
from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from mentordesk.base.clock import SeededRandomness
from mentordesk.base.errors import Refused
from mentordesk.crypto.envelope import open_by_hand
from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Charter, CutOff
from mentordesk.domain.connection import LineState
from mentordesk.domain.events import Alarm
from mentordesk.domain.ids import Role
from mentordesk.domain.messages import Delivery
from mentordesk.sync.carriers.form import Carried, Kind
from mentordesk.wire.answers import encode_answer, encode_busy
from mentordesk.wire.exchange import MAX_SEQ, Answer, Hint, Push, Refusal, ReplyFlag, ReplyHead, Run
from tests.helpers.hands import Computer, answer, lie, look, quiet, say, states, stick_at, write
from tests.helpers.line import PAGE, Fault
from tests.helpers.person import Person
from tests.helpers.town import Town

HERE, LEFT, THERE = Delivery.ON_THIS_COMPUTER, Delivery.LEFT_THIS_COMPUTER, Delivery.AT_THE_SERVER
CANARY = "Aardvarkstoorkrans"


def long(number: int, size: int = 3000) -> str:
    """A text that no packing makes shorter, as many bytes as a parcel takes."""
    return base64.b64encode(SeededRandomness(f"text {number}").bytes(size * 3 // 4)).decode()


@pytest.fixture
def school(town: Town, tmp_path: Path) -> Iterator[Computer]:
    """Amina and Brian share a computer; there is no line."""
    ids = town.people("Amina", "Brian", "Grace")
    town.circle([ids[0], ids[2]])
    town.circle([ids[1], ids[2]])
    computer = Computer(town, tmp_path / "shared")
    for name, member in zip(("Amina", "Brian"), ids, strict=False):
        computer.newcomer(name, town.slip(member))
    far = Computer(town, tmp_path / "far")
    far.newcomer("Grace", town.slip(ids[2]))
    for name in ("Amina", "Brian"):
        computer.sit(name).sync()
        computer.people[name].close()
    assert computer.requests() == []
    town.line.up = False
    computer.people["Grace"] = far.people["Grace"]
    try:
        yield computer
    finally:
        computer.close()


def _every(code: int) -> tuple[Refusal, ...]:
    """The first three blobs are refused."""
    return tuple(Refusal(index, code) for index in range(3))


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
    again = school.sit("Brian")
    again.sync()
    again.close()
    assert school.requests() == []
    assert look(school, "Amina") == [THERE]


def test_what_the_server_does_not_take_is_tried_once_a_session(school: Computer, town: Town) -> None:
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
    assert sum(body[:4] == b"MDB1" for body in town.line.heard) == 1
    town.line.handle = honest
    brian.close()
    school.sit("Brian").sync()
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


# ---------------------------------------------------------------- lies


def test_an_altered_reply_changes_nothing_and_the_true_one_counts(school: Computer, town: Town) -> None:
    write(school, "Amina", "hers")
    (request,) = school.requests()
    (true,) = answer(town, [request])
    amina = school.sit("Amina")
    for at in range(0, len(true), 3):
        altered = true[:at] + bytes([true[at] ^ 4]) + true[at + 1 :]
        school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, altered))
        amina.desk.carriers.settle()
        assert states(amina) == [HERE]
        assert school.replies() == []
    school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, true))
    amina.desk.carriers.settle()
    assert states(amina) == [THERE]


def test_a_false_reply_makes_room_for_a_new_envelope(school: Computer, town: Town) -> None:
    write(school, "Amina", "hers")
    (request,) = school.requests()
    school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, b"MDB1" + bytes(80)))
    write(school, "Amina")
    (again,) = school.requests()
    assert again.name != request.name
    town.door.handle(again.data)
    town.line.up = True
    school.sit("Amina").sync()
    assert states(school.people["Amina"]) == [THERE]


def test_replies_under_each_others_names_are_refused(school: Computer, town: Town) -> None:
    write(school, "Amina", *(long(number) for number in range(2)))
    write(school, "Brian", "his")
    requests = school.requests()
    said = answer(town, requests)
    for request, data in zip(requests, [*said[1:], said[0]], strict=True):
        school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, data))
    for name in ("Amina", "Brian"):
        assert set(look(school, name)) == {HERE}
    town.line.up = True
    for name in ("Amina", "Brian"):
        school.sit(name).sync()
        assert set(states(school.people[name])) == {THERE}


def test_a_reply_of_another_server_of_the_same_request_is_refused(
    school: Computer, town: Town, tmp_path: Path
) -> None:
    write(school, "Amina", "hers")
    (request,) = school.requests()
    online = town.line.replies[-1]
    for data in (online, request.data, b"MDB1" + online):
        school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, data))
    assert look(school, "Amina") == [HERE]


def test_an_old_reply_again_changes_nothing(school: Computer, town: Town) -> None:
    write(school, "Amina", "first")
    (request,) = school.requests()
    (data,) = answer(town, [request])
    reply = Carried(Kind.REPLY, request.programme8, request.name, data)
    school.tray.put(reply)
    assert look(school, "Amina") == [THERE]
    write(school, "Amina", "second")
    school.tray.put(reply)
    assert look(school, "Amina") == [THERE, HERE]
    town.line.up = True
    amina = school.sit("Amina")
    amina.sync()
    assert states(amina) == [THERE, THERE]


def test_an_envelope_older_than_what_the_server_has_adds_nothing(school: Computer, town: Town) -> None:
    write(school, "Amina", "first")
    (old,) = school.requests()
    town.line.up = True
    amina = school.sit("Amina")
    amina.sync()
    held = town.entries()
    (reply,) = answer(town, [old])
    assert town.entries() == held
    assert len(reply) < 1024
    amina.close()
    assert look(school, "Amina") == [THERE]


LIES = {
    "held far away": ReplyHead(1, held=(MAX_SEQ, MAX_SEQ - 1, MAX_SEQ - 2)),
    "held where others are": ReplyHead(1, held=(1, 1, 1)),
    "held more than named": ReplyHead(1, held=(0,) * 3 + (7,) * 90),
    "forked": ReplyHead(1, held=(0, 0, 0), forks=(0, 1, 2, 99)),
    "lanes to read anew": ReplyHead(1, repair=(0, 1, 2, 3, 4, 5, 6, 99)),
    "circles": ReplyHead(1, new_circles=tuple(bytes([number]) * 16 for number in range(200))),
    "all circles anew": ReplyHead(1, new_circles=(bytes(16), bytes(range(16)))),
    "more and more": ReplyHead(1, flags=ReplyFlag.MORE | ReplyFlag.LONG_WANTED),
    "hints to nothing": ReplyHead(1, hints=(Hint(0, bytes(32)), Hint(99, bytes(32)))),
    "from the end of time": ReplyHead(0xFFFFFFFF),
    **{f"refused {code}": ReplyHead(1, refused=_every(code)) for code in (*map(int, Push), 99)},
    **{f"refused {code}, named": ReplyHead(1, (0, 0, 0), refused=_every(code)) for code in map(int, Push)},
}


@pytest.mark.parametrize("what", LIES)
def test_whatever_a_server_says_by_hand_heals_online(school: Computer, town: Town, what: str) -> None:
    write(school, "Amina", "hers", "hers too")
    for request in school.requests():
        school.tray.put(lie(town, request, LIES[what]))
    write(school, "Amina", "more")
    town.line.up = True
    amina, grace = school.sit("Amina"), school.sit("Grace")
    for _ in range(4):
        amina.sync()
        grace.sync()
        town.clock.advance(7200)
    assert [one.text for one in amina.messages()] == ["hers", "hers too", "more"]
    assert min(states(amina)) >= THERE
    (circle,) = (one.circle for one in amina.desk.people.circles())
    assert [one.count for one in grace.desk.threads.list(circle)] == [3]


def test_blobs_that_a_server_puts_anywhere_heal(school: Computer, town: Town) -> None:
    write(school, "Amina", "hers")
    (request,) = school.requests()
    junk = [b"\x11" + bytes(200), b"MDS1" + bytes(90), b"X" + bytes(130), bytes(40), b""]
    runs = tuple(Run(slot, 1, 1) for slot in range(len(junk)))
    school.tray.put(lie(town, request, ReplyHead(1, runs=runs), junk))
    town.line.up = True
    amina, grace = school.sit("Amina"), school.sit("Grace")
    for _ in range(3):
        amina.sync()
        grace.sync()
    assert states(amina) == [Delivery.ON_THEIR_COMPUTER]


def test_a_missing_key_in_a_reply_by_hand_changes_nothing(school: Computer, town: Town) -> None:
    write(school, "Amina", "hers")
    (request,) = school.requests()
    amina = school.sit("Amina")
    before = kept(amina)
    school.tray.put(lie(town, request, ReplyHead(1, (0, 0, 0), refused=_every(Push.UNKNOWN_SENDER_KEY))))
    amina.desk.carriers.settle()
    assert school.replies() == []
    assert kept(amina) == before


def test_a_refusal_of_what_was_taken_since_changes_nothing(school: Computer, town: Town) -> None:
    write(school, "Amina", "first")
    (old,) = school.requests()
    write(school, "Amina", *(long(number) for number in range(2)))
    for request in school.requests():
        (data,) = answer(town, [request])
        school.tray.put(Carried(Kind.REPLY, request.programme8, request.name, data))
    assert set(look(school, "Amina")) == {THERE}
    writer = writer_of(school, "Amina")
    for code in Push:
        school.tray.put(lie(town, old, ReplyHead(1, (0, 0, 0), refused=_every(code))))
        assert set(look(school, "Amina")) == {THERE}
    assert writer_of(school, "Amina") == writer


def kept(person: Person) -> list[tuple[object, ...]]:
    """What became of everything that this computer holds, and under which writer it seals."""
    sql = "SELECT hash, seq, own, covered, state, code FROM entries ORDER BY id"
    rows = person.opened.runner.call(lambda tx: tx.conn.exec_driver_sql(sql).all())
    return [*map(tuple, rows), (person.opened.runner.call(lambda tx: tx.me.writer),)]


def writer_of(school: Computer, name: str) -> bytes:
    """Under which writer somebody seals."""
    person = school.sit(name)
    found: bytes = person.opened.runner.call(lambda tx: tx.me.writer)
    person.close()
    return found


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
