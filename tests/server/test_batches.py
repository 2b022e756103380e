# SPDX-License-Identifier: Apache-2.0
"""Several requests in one commit: each is answered as if it had come alone."""
from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from mentordesk.base.clock import SystemClock, SystemRandomness
from mentordesk.base.errors import DatabaseDamaged, DatabaseTooNew, DiskFull, NotFound
from mentordesk.domain.ids import CircleId, Role
from mentordesk.server.db import FILE_NAME, Database
from mentordesk.server.door import Batch, Door
from mentordesk.server.intake import Intake
from mentordesk.server.schema import MIGRATIONS
from mentordesk.wire.exchange import Answer
from tests.helpers.caller import Caller
from tests.server.school import School

POISON = b"poison" * 20


class BadSector(Database):
    """A disk that does not take entries with one content; `dead` = takes nothing at all."""

    dead = False

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        kept = list(rows)
        if self.dead or any(POISON in part for row in kept for part in row if isinstance(part, bytes)):
            raise DiskFull
        super().run_many(sql, kept)


def poisoned(caller: Caller, circle: CircleId) -> bytes:
    """A parcel that the server takes for one of this member's, with the content that the disk refuses."""
    return caller.parcel(circle, b"text")[:40] + POISON


def test_a_batch_is_answered_in_order_and_numbered_without_holes(school: School) -> None:
    circle, callers = school.writers(*[Role.MENTOR] * 5)
    parcels = [caller.parcel(circle, b"text") for caller in callers]
    asked = [caller.request([parcel]) for caller, parcel in zip(callers, parcels, strict=True)]
    answers = school.door.handle_many([body for body, _ in asked])
    said = [
        caller.read(tag, answer[1])
        for caller, (_, tag), answer in zip(callers, asked, answers, strict=True)
    ]
    assert [one.reply.held for one in said] == [(1,), (2,), (3,), (4,), (5,)]
    assert [len(one.blobs) for one in said] == [4] * 5


def test_the_same_push_twice_in_one_batch_is_stored_once(school: School) -> None:
    circle, (amina, grace) = school.writers()
    body, tag = amina.request([amina.parcel(circle, b"text")])
    first, second = school.door.handle_many([body, body])
    assert amina.read(tag, first[1]).reply.held == amina.read(tag, second[1]).reply.held == (1,)
    assert len(grace.ask().blobs) == 1


def test_a_key_and_its_parcel_from_two_requests_of_one_batch_fit(school: School) -> None:
    circle, (amina, _) = school.pair()
    announcement = amina.sender_key(circle)
    bodies = [amina.request([blob]) for blob in (announcement, amina.parcel(circle, b"text"))]
    answers = school.door.handle_many([body for body, _ in bodies])
    assert amina.read(bodies[1][1], answers[1][1]).reply.held == (1,)


def test_one_request_that_fails_does_not_take_the_others_down(
    school: School, expected_warnings: list[str]
) -> None:
    expected_warnings.append("request failed %s")
    circle, (amina, grace) = school.writers()
    db = BadSector(school.folder)
    door = Door(db, school.clock, school.rand)
    good, bad = amina.request([amina.parcel(circle, b"good")]), grace.request([poisoned(grace, circle)])
    malformed = b"\xff\xff noise"
    answers = door.handle_many([malformed, good[0], bad[0], good[0]])
    db.close()
    assert [status for status, _ in answers] == [200, 200, 503, 200]
    assert amina.read(good[1], answers[1][1]).reply.held == (1,)
    assert amina.read(good[1], answers[3][1]).reply.held == (1,)
    assert grace.read(bad[1], answers[2][1]).answer is Answer.BUSY


def test_a_full_disk_loses_nothing_acknowledged(school: School, expected_warnings: list[str]) -> None:
    expected_warnings.append("request failed %s")
    circle, (amina, _) = school.writers()
    db = BadSector(school.folder)
    door = Door(db, school.clock, school.rand)
    amina.post = lambda body: door.handle(body)[1]
    first, second = amina.parcel(circle, b"first"), amina.parcel(circle, b"second")
    amina.ask([first])
    db.dead = True
    assert amina.ask([second]).answer is Answer.BUSY
    db.dead = False
    assert amina.ask([first, second]).reply.held == (1, 2)
    db.close()


def test_an_enrolment_that_fails_leaves_nothing(school: School, expected_warnings: list[str]) -> None:
    expected_warnings.append("request failed %s")
    person = school.office.add_person("Amina")
    school.office.make_circle([(person, Role.MENTEE)])
    amina = school.newcomer(person)
    db = BadSector(school.folder)
    db.dead = True
    door = Door(db, school.clock, school.rand)
    amina.post = lambda body: door.handle(body)[1]
    enrolment = amina.enrolment()
    assert amina.ask(extra=(0, enrolment)).answer is Answer.BUSY
    assert amina.ask().answer is Answer.UNKNOWN_MEMBER
    db.dead = False
    assert amina.ask(extra=(0, enrolment)).answer is None
    assert amina.trust.certificate(person) is not None
    db.close()


def test_two_processes_append_to_one_log(school: School) -> None:
    circle, (amina, grace) = school.writers()
    db = Database(school.folder)
    other = Door(db, school.clock, school.rand)
    grace.post = lambda body: other.handle(body)[1]
    numbers = []
    for _ in range(3):
        numbers += [caller.ask([caller.parcel(circle, b"text")]).reply.held[0] for caller in (amina, grace)]
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert len(amina.ask().blobs) == 1
    db.close()


# ---------------------------------------------------------------- the intake


def test_the_intake_answers_everything_in_order_and_finishes_when_stopped(school: School) -> None:
    circle, (amina, _) = school.writers()
    asked = [amina.request([amina.parcel(circle, bytes([number]))]) for number in range(50)]
    delivered: list[tuple[int, bytes]] = []
    sizes: list[int] = []

    def deliver(tickets: Sequence[int], batch: Batch) -> None:
        sizes.append(len(tickets))
        pairs = zip(tickets, batch.outcomes, strict=True)
        delivered.extend((ticket, outcome.body) for ticket, outcome in pairs)

    intake: Intake[int] = Intake(school.door, SystemClock(), deliver)
    for ticket, (body, _) in enumerate(asked):
        intake.submit(ticket, body)
    intake.start()
    intake.stop()
    assert [ticket for ticket, _ in delivered] == list(range(50))
    answers = zip(asked, delivered, strict=True)
    held = [amina.read(tag, answer).reply.held for (_, tag), (_, answer) in answers]
    assert held == [(number,) for number in range(1, 51)]
    assert sizes == [50]


def test_while_one_batch_commits_the_next_gathers(school: School) -> None:
    circle, (amina, _) = school.writers()
    bodies = [amina.request([amina.parcel(circle, bytes([number]))])[0] for number in range(9)]
    first_is_done, more_are_in, sizes = threading.Event(), threading.Event(), []

    def deliver(tickets: Sequence[int], batch: Batch) -> None:
        sizes.append(len(tickets))
        first_is_done.set()
        more_are_in.wait()

    intake: Intake[int] = Intake(school.door, SystemClock(), deliver)
    intake.start()
    intake.submit(0, bodies[0])
    first_is_done.wait()
    for ticket, body in enumerate(bodies[1:], 1):
        intake.submit(ticket, body)
    more_are_in.set()
    intake.stop()
    assert sizes == [1, 8]


# ---------------------------------------------------------------- the database


def test_a_folder_without_a_programme_is_no_server(tmp_path: Path) -> None:
    db = Database(tmp_path)
    with pytest.raises(NotFound):
        Door(db, SystemClock(), SystemRandomness())
    db.close()


def test_a_database_of_a_newer_server_is_left_alone(school: School) -> None:
    school.db.run(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(DatabaseTooNew):
        Database(school.folder)


def test_a_damaged_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all" * 300)
    with pytest.raises(DatabaseDamaged):
        Database(tmp_path)


def test_the_database_is_for_the_servers_user_alone(school: School) -> None:
    assert (school.folder / FILE_NAME).stat().st_mode & 0o077 == 0
    assert school.folder.stat().st_mode & 0o077 == 0


def test_each_commit_is_durable(school: School) -> None:
    assert school.db.one("PRAGMA synchronous") == (2,)
    assert school.db.one("PRAGMA journal_mode") == ("wal",)


def test_a_second_connection_sees_only_whole_batches(school: School) -> None:
    watcher = sqlite3.connect(school.folder / FILE_NAME)
    with school.db.transaction():
        school.db.run("DELETE FROM statements")
        assert watcher.execute("SELECT count(*) FROM statements").fetchone()[0] > 0
        school.db.run("INSERT INTO statements (hash, data) VALUES (?, x'00')", bytes(32))
    assert watcher.execute("SELECT count(*) FROM statements").fetchone()[0] == 1
    watcher.close()
