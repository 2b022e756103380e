# SPDX-License-Identifier: Apache-2.0
"""Replies by hand that are altered, swapped, repeated or made up: refused, or healed."""
from __future__ import annotations

from pathlib import Path

import pytest

from mentordesk.domain.messages import Delivery
from mentordesk.sync.carriers.form import Carried, Kind
from mentordesk.wire.exchange import MAX_SEQ, Hint, Push, Refusal, ReplyFlag, ReplyHead, Run
from tests.helpers.hands import Computer, answer, lie, long, look, states, write
from tests.helpers.person import Person
from tests.helpers.town import Town

HERE, THERE = Delivery.ON_THIS_COMPUTER, Delivery.AT_THE_SERVER


def _every(code: int) -> tuple[Refusal, ...]:
    """The first three blobs are refused."""
    return tuple(Refusal(index, code) for index in range(3))


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
