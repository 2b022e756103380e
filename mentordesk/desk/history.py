# SPDX-License-Identifier: Apache-2.0
"""What was written twice: both versions, and which is to stand."""

from __future__ import annotations

from concurrent.futures import Future

from mentordesk.domain.history import Version
from mentordesk.domain.ids import CircleId, ThreadId
from mentordesk.storage import versions
from mentordesk.storage.reads import history as reads
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner


class History:
    """Nothing that loses is gone: it is shown until somebody decides, and kept for 90 days."""

    def __init__(self, runner: Runner, reader: Reader) -> None:
        self._runner = runner
        self._reader = reader

    def of_draft(self, thread: ThreadId) -> tuple[Version, ...]:
        """What else was written as the draft of this thread on other computers, newest first."""
        return reads.of_draft(self._reader, thread)

    def of_topic(self, circle: CircleId, thread: ThreadId) -> tuple[Version, ...]:
        """Other topics that this thread was given at the same time."""
        return reads.of_topic(self._reader, circle, thread)

    def use_draft(self, thread: ThreadId, version: Version) -> Future[None]:
        """Let this version be the draft; what stood there is kept."""
        return self._runner.submit(lambda tx: versions.use_draft(tx, thread, version, both=False))

    def keep_both(self, thread: ThreadId, version: Version) -> Future[None]:
        """Put this version below what the draft says."""
        return self._runner.submit(lambda tx: versions.use_draft(tx, thread, version, both=True))

    def use_topic(self, circle: CircleId, thread: ThreadId, topic: str) -> Future[None]:
        """Give a thread this topic; nobody is asked about the others any more."""
        return self._runner.submit(lambda tx: versions.use_topic(tx, circle, thread, topic))

    def let_stand(self, found: tuple[Version, ...]) -> Future[None]:
        """What stands may stand: these versions are not asked about any more."""
        return self._runner.submit(lambda tx: versions.put_away(tx, found))
