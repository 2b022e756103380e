# SPDX-License-Identifier: Apache-2.0
"""What a computer remembers about envelopes: nothing is carried that has been everywhere."""
from __future__ import annotations

import os
from pathlib import Path

from mentordesk.domain.messages import Delivery
from mentordesk.sync.carriers.form import Carried, Kind, request_of
from mentordesk.sync.carriers.tray import LEFT, VIA
from tests.helpers.hands import Computer, answer, look, quiet, states, stick_at, write
from tests.helpers.town import Town


def test_what_a_stick_brought_and_the_server_does_not_take_stays_on_the_stick_alone(
    school: Computer, town: Town, tmp_path: Path
) -> None:
    stick = stick_at(tmp_path / "stick")
    programme = school.sit("Amina").opened.runner.call(lambda tx: tx.me.programme)
    stick.put(request_of(programme, b"MDB1 nothing that a server could open"))
    town.line.up = True
    brian = school.sit("Brian")
    assert brian.desk.carriers.take(stick.top, quiet).result().requests == 1
    status = brian.sync()
    assert (status.carrying, status.carried) == (0, 0)
    assert school.requests() == []
    assert school.tray.marks(VIA) == {}
    assert len(stick.look().seen) == 1


def test_a_reply_that_comes_after_its_owner_has_heard_otherwise_is_not_kept(
    school: Computer, town: Town
) -> None:
    write(school, "Amina", "hers")
    (request,) = school.requests()
    (late,) = answer(town, [request])
    town.line.up = True
    school.sit("Amina").sync()
    tray = school.tray
    tray.put(Carried(Kind.REPLY, request.programme8, request.name, late))
    tray.put(request)
    brian = school.sit("Brian")
    assert brian.sync().carried == 0
    assert tray.look().seen == []


def test_what_went_by_line_after_all_is_taken_from_the_stick_and_never_carried(
    school: Computer, town: Town, tmp_path: Path
) -> None:
    write(school, "Amina", "hers")
    amina = school.sit("Amina")
    stick = stick_at(tmp_path / "stick")
    assert amina.desk.carriers.put(stick.top, quiet).result().mine == 1
    (request,) = school.requests()
    town.line.up = True
    amina.sync()
    before = len(town.line.heard)
    assert amina.desk.carriers.take(stick.top, quiet).result().requests == 0
    amina.sync()
    assert all(body[:4] != b"MDB1" for body in town.line.heard[before:])
    stick.put(Carried(Kind.REPLY, request.programme8, request.name, *answer(town, [request])))
    assert amina.desk.carriers.take(stick.top, quiet).result().replies == 0
    amina.desk.carriers.put(stick.top, quiet).result()
    assert stick.look().seen == []
    assert school.replies() == []


def test_a_mark_that_is_no_time_keeps_nobody_out(school: Computer) -> None:
    write(school, "Amina", "hers")
    (request,) = school.requests()
    for wrong in (b"9" * 32, b"9" * 12, b"-5", b"", b"\xff" * 9):
        school.tray.mark(LEFT, request.name, 5)
        (school.tray.own / LEFT / request.name.hex()).write_bytes(wrong)
        assert len(look(school, "Amina")) == 1


def test_a_reply_that_nobody_came_for_within_a_year_goes_from_tray_and_stick(
    school: Computer, town: Town, tmp_path: Path
) -> None:
    stick = stick_at(tmp_path / "stick")
    write(school, "Amina", "hers")
    (request,) = school.requests()
    reply = Carried(Kind.REPLY, request.programme8, request.name, *answer(town, [request]))
    stick.put(reply)
    school.tray.put(reply)
    brian = school.sit("Brian")
    for path in (stick.look().seen[0].path, *(one.path for one in school.tray.look().seen)):
        os.utime(path, (town.clock.now(),) * 2)
    for days, kept in ((365, 1), (2, 0)):
        town.clock.advance(days * 86_400)
        brian.desk.carriers.settle()
        brian.desk.carriers.put(stick.top, quiet).result()
        on_stick = stick.look().replies(request.programme8)
        assert (len(school.replies()), len(on_stick)) == (kept, kept)
    brian.close()
    town.line.up = True
    amina = school.sit("Amina")
    amina.sync()
    assert states(amina) == [Delivery.AT_THE_SERVER]


def test_what_somebody_writes_into_the_tray_just_now_is_left_to_them(school: Computer, town: Town) -> None:
    write(school, "Amina", "hers")
    (path,) = (one.path for one in school.tray.look().seen)
    half = path.rename(path.with_name(f"{path.name}.0badcafe.part"))
    town.line.up = True
    brian = school.sit("Brian")
    assert brian.sync().carried == 0
    half.rename(path)
    assert brian.sync().carried == 1
