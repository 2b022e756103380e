# SPDX-License-Identifier: Apache-2.0
"""Unsent messages, private to their author."""

from __future__ import annotations

from concurrent.futures import Future

from mentordesk.base.clock import Randomness
from mentordesk.domain.ids import OPERATION_SIZE, CircleId, ThreadId
from mentordesk.domain.messages import Draft
from mentordesk.storage import writes
from mentordesk.storage.reads import drafts as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner


class Drafts:
    """One draft a thread; a thread that has not begun is known by its draft alone."""

    def __init__(self, runner: Runner, reader: Reader, rand: Randomness) -> None:
        self._runner = runner
        self._reader = reader
        self._rand = rand

    def get(self, thread: ThreadId) -> Draft | None:
        """What is written so far; None when that is nothing."""
        return reads.draft(self._reader, thread)

    def new_in(self, circle: CircleId) -> Draft | None:
        """The newest draft of a thread that has not begun yet."""
        drafts = reads.drafts(self._reader)
        return next((draft for draft in drafts if draft.new_thread and draft.circle == circle), None)

    def newest(self, since: int) -> Draft | None:
        """The draft that was written on last, if that was not before `since` (unix seconds)."""
        return next((draft for draft in reads.drafts(self._reader) if draft.saved_at >= since), None)

    def new_thread(self) -> ThreadId:
        """An id for a thread that begins as a draft."""
        return self._rand.bytes(OPERATION_SIZE)

    def save(self, draft: Draft) -> Future[int]:
        """Keep what is written so far, also when that is nothing; the time of saving (unix seconds)."""
        return self._runner.submit(lambda tx: writes.save_draft(tx, draft))

    def discard(self, thread: ThreadId) -> Future[None]:
        """Throw a draft away."""
        return self._runner.submit(lambda tx: writes.discard_draft(tx, thread))
