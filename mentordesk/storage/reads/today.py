# SPDX-License-Identifier: Apache-2.0
"""The Today page in one read."""

from __future__ import annotations

from mentordesk.domain.documents import DocumentSummary
from mentordesk.domain.ids import MemberId
from mentordesk.domain.today import DocumentTask, Today, tasks
from mentordesk.storage.reads import documents
from mentordesk.storage.reads.circles import circles, waiting_threads
from mentordesk.storage.reads.drafts import drafts
from mentordesk.storage.reads.messages import not_left
from mentordesk.storage.reads.reader import Reader

WAITING = 50  # threads; more than anybody answers in a day, and the page stays quick
WRITTEN_IN = 3  # documents to go on with


def today(reader: Reader) -> Today:
    """Everything that waits."""
    return Today(
        drafts(reader),
        waiting_threads(reader, WAITING),
        not_left(reader),
        circles(reader),
        _tasks(reader),
        documents.newest(reader, WRITTEN_IN),
        documents.not_left(reader),
    )


def _tasks(reader: Reader) -> tuple[DocumentTask, ...]:
    found = {one.id: one for one in (*documents.reviews(reader), *documents.held(reader))}
    names = reader.names()

    def name(document: DocumentSummary, member: MemberId) -> str:
        return names(document.circle, member)

    return tasks(found.values(), reader.me, name)
