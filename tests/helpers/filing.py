# SPDX-License-Identifier: Apache-2.0
"""Files between people: attached, moved, looked at."""
from __future__ import annotations

from mentordesk.crypto.filechunks import PLAIN
from mentordesk.domain.files import FileId, FileInfo, FileState
from mentordesk.wire.files import is_chunk_request
from tests.helpers.person import Person
from tests.helpers.programme import chance
from tests.helpers.town import Town

CONTENT = chance(7)(3 * PLAIN + 1234)


def attach(person: Person, content: bytes = CONTENT, name: str = "essay.pdf", text: str = "Here.") -> FileId:
    """A new thread whose first message has one file."""
    desk, circle = person.desk, person.circle()
    thread = desk.drafts.new_thread()
    file = desk.attachments.attach(circle, thread, content, name).result()
    desk.threads.start(circle, "A file", text, thread).result()
    return file


def move(person: Person) -> None:
    """Exchange until neither words nor files are left."""
    person.desk.connection.bring_files(lambda seconds: None, 60)


def files(person: Person) -> list[FileInfo]:
    return [file for message in person.messages() for file in message.files]


def states(person: Person) -> list[FileState]:
    return [file.state for file in files(person)]


def chunks_sent(town: Town) -> list[int]:
    """Bytes of each request that brought or fetched a chunk."""
    return [len(body) for body in town.line.requests if is_chunk_request(body)]


def read_only_file(person: Person) -> bytes:
    (file,) = files(person)
    return person.desk.attachments.read(file.id)
