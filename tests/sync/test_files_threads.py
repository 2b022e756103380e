# SPDX-License-Identifier: Apache-2.0
"""A file between two people with all their threads, over real sockets, while they go on talking."""
from __future__ import annotations

from mentordesk.domain.events import FileChanged
from mentordesk.domain.files import FileId, FileInfo, FileState
from tests.helpers.programme import chance
from tests.sync.test_real_line import Seat, seats

__all__ = ["seats"]
CONTENT = chance(5)(400_000)


def info(seat: Seat, file: FileId) -> FileInfo:
    found = seat.desk.attachments.info(file)
    assert found is not None
    return found


def wait_for(seat: Seat, file: FileId, state: FileState) -> FileInfo:
    """Until a file stands so."""
    while info(seat, file).state is not state:
        seat.wait(lambda event: isinstance(event, FileChanged))
    return info(seat, file)


def first_file(seat: Seat, thread: bytes) -> FileId:
    """The file of a thread's first message, as soon as it is told of."""
    while True:
        rows = seat.desk.threads.page(thread).rows(0, 1)
        if rows and rows[0].files:
            return rows[0].files[0].id
        seat.wait(lambda event: True)


def test_a_file_goes_while_people_talk(seats: tuple[Seat, Seat]) -> None:
    amina, grace = seats
    circle = amina.wait_for_circle()
    grace.wait_for_circle()
    for seat in seats:
        seat.wait_until_up_to_date()
    thread = amina.desk.drafts.new_thread()
    file = amina.desk.attachments.attach(circle, thread, CONTENT, "essay.bin").result()
    amina.desk.threads.start(circle, "A file", "Here.", thread).result()
    grace_file = first_file(grace, thread)
    grace.desk.threads.send(circle, thread, "I see it coming.").result()
    sent = wait_for(amina, file, FileState.HERE)
    assert sent.moved == sent.size == len(CONTENT)
    grace.desk.connection.connect_now()
    wait_for(grace, grace_file, FileState.HERE)
    assert grace.desk.attachments.read(grace_file) == CONTENT
    assert grace.desk.attachments.usage().week_file_bytes > len(CONTENT)
    while amina.desk.threads.page(thread).count() < 2:
        amina.wait(lambda event: True)
