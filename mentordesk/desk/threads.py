# SPDX-License-Identifier: Apache-2.0
"""Threads and messages: reading, sending, taking back."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future

from mentordesk.domain.ids import CircleId, MessageId, ThreadId
from mentordesk.domain.messages import Message, ThreadSummary
from mentordesk.storage import writes
from mentordesk.storage.reads import circles as reads
from mentordesk.storage.reads.late import to_ask_about
from mentordesk.storage.reads.messages import ThreadPage, message
from mentordesk.storage.reads.reader import Reader
from mentordesk.storage.store import Runner


class Threads:
    """What is said in the circles."""

    def __init__(self, runner: Runner, reader: Reader) -> None:
        self._runner = runner
        self._reader = reader

    def list(self, circle: CircleId, limit: int = reads.ALL) -> tuple[ThreadSummary, ...]:
        """A circle's threads, the one that moved last first."""
        return reads.threads_of(self._reader, circle, limit)

    def count(self, circle: CircleId) -> int:
        """How many threads a circle has."""
        return reads.count_threads(self._reader, circle)

    def summary(self, thread: ThreadId) -> ThreadSummary | None:
        """One thread; None while nothing was said in it."""
        return reads.thread(self._reader, thread)

    def page(self, thread: ThreadId) -> ThreadPage:
        """The messages of a thread, by row; row 0 is the oldest."""
        return ThreadPage(self._reader, thread)

    def send(self, circle: CircleId, thread: ThreadId, text: str) -> Future[MessageId]:
        """Write a message; its draft is gone with the same commit. EmptyText or TooLarge: nothing changed."""
        return self._runner.submit(lambda tx: writes.send_message(tx, circle, thread, text))

    def start(
        self, circle: CircleId, topic: str, text: str, thread: ThreadId = b""
    ) -> Future[tuple[ThreadId, MessageId]]:
        """Begin a thread; `thread` is the id under which its draft was kept, b"" = a new one."""
        return self._runner.submit(lambda tx: writes.start_thread(tx, circle, topic, text, thread))

    def take_back(self, message: MessageId) -> Future[str]:
        """A message that has not been sealed becomes a draft again; its text. NotFound: too late."""
        return self._runner.submit(lambda tx: writes.take_back(tx, message))

    def retract(self, message: MessageId) -> Future[None]:
        """Take back a message that went already; for a few seconds `undo_retract` leaves no trace of it."""
        return self._runner.submit(lambda tx: writes.retract(tx, message))

    def undo_retract(self, message: MessageId) -> Future[None]:
        """Let it stand after all; NotFound: too late."""
        return self._runner.submit(lambda tx: writes.undo_retract(tx, message))

    def let_go(self, message: MessageId) -> Future[None]:
        """Nobody undoes that any more: it may leave."""
        return self._runner.submit(lambda tx: writes.let_go(tx, message))

    def late(self) -> tuple[Message, ...]:
        """Messages of mine that came late and about which nobody has decided here, newest first."""
        found = (message(self._reader, one) for one in to_ask_about(self._reader))
        return tuple(one for one in found if one is not None and one.ask)

    def keep_late(self, message: MessageId) -> Future[None]:
        """A late message may stand; this computer does not ask again."""
        return self._runner.submit(lambda tx: writes.keep_late(tx, message))

    def mark_read(self, messages: Iterable[MessageId]) -> Future[int]:
        """These messages were seen; how many of them were new."""
        seen = tuple(messages)
        return self._runner.submit(lambda tx: writes.mark_read(tx, seen))
