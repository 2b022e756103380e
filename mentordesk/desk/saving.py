# SPDX-License-Identifier: Apache-2.0
"""What is typed in an open text gets onto the disk: at each pause, in the order in which it was written.

What was saved last is replaced until it is sealed, so that a page typed in ten pauses leaves as one change.
Main thread only; transactions run where the runner runs them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from mentordesk.base.errors import Bug, Trouble
from mentordesk.desk.opening import Means, as_new
from mentordesk.domain.documents import DocumentId, SaveCode, Saved, SaveState
from mentordesk.richtext.document import TextDocument
from mentordesk.storage import texts
from mentordesk.storage.store import Tx
from mentordesk.storage.texts import Appended, Typist

T = TypeVar("T")
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes into the same transaction as the text."""

    held: bool  # it waits for Return
    release: bool  # what was held before goes now
    also: Callable[[Tx], None]  # place, figures, answers


class Saving:
    """Saves one text under one run."""

    def __init__(
        self,
        means: Means,
        document: DocumentId,
        text: TextDocument,
        typist: Typist,
        beside: Callable[[], Beside],
    ) -> None:
        self.state = SaveState()
        self.end = 0  # what counts below this is on the disk
        self._idle_end = -1
        self._since = 0  # where the next save begins: the last change that may be replaced
        self._means = means
        self._document = document
        self._text = text
        self._typist = typist
        self._beside = beside
        self._job: Future[Appended] | None = None  # the save that is under way
        self._job_end = 0
        self._told: Future[Saved] | None = None  # what `save` gave for it
        self._again = False  # more was written meanwhile

    @property
    def unsaved(self) -> bool:
        """Something is in memory only."""
        return self._text.own_end not in (self.end, self._idle_end)

    @property
    def under_way(self) -> Future[Saved] | None:
        """The save that has not been taken in yet, as `save` or `poll` began it."""
        return self._told if self._job is not None else None

    def rest(self) -> None:
        """What was written so far need not be saved, unless more is written."""
        self._idle_end = self._text.own_end

    def save(self) -> Future[Saved] | None:
        """Start to save what is new; None when nothing is. One that is under way is given again."""
        if self._under_way():
            self._again = True
            return self._told
        if self.poll().code is SaveCode.SAVING:  # `poll` has begun another
            return self._told
        return self._submit() if self.unsaved else None

    def poll(self) -> SaveState:
        """Take in how the last save ended. What failed stays in memory; the next `save` tries again."""
        job = self._job
        if job is None or self._under_way():
            return self.state
        self._job = None
        error = job.exception()
        if error is None:
            self._kept(job.result(), self._job_end)
        elif isinstance(error, Trouble):
            self.failed(error)
        else:
            raise error
        if self._again:
            self._again = False
            self.save()
        return self.state

    def finish(self) -> SaveState:
        """Wait for the save that is under way, if there is one."""
        if self._job is not None:
            self._job.exception()
        self._again = False
        return self.poll()

    def do(self, work: Callable[[Tx], T]) -> T:
        """Save, and do something else in the same transaction; a Trouble leaves both undone."""
        self.finish()
        for _ in range(_TRIES):
            end, keep = self._text.own_end, self._keeping()
            try:
                appended, result = self._means.runner.call(_both(keep, work))
            except _SealedMeanwhile as sealed:
                self._since = self.end = sealed.since
                continue
            self._kept(appended, end)
            return result
        raise Bug("a document is sealed faster than it is saved")

    def failed(self, trouble: Trouble) -> None:
        """Say that nothing was saved, and why."""
        self.state = SaveState(SaveCode.FAILED, self.state.at, trouble.code)

    def _under_way(self) -> bool:
        return self._job is not None and not self._job.done()

    def _submit(self) -> Future[Saved]:
        self._job_end, now = self._text.own_end, self._means.now()
        told: Future[Saved] = Future()
        told.set_running_or_notify_cancel()
        job = self._means.runner.submit(self._keeping())
        self._job, self._told = job, told
        self.state = SaveState(SaveCode.SAVING, self.state.at)
        job.add_done_callback(lambda done: _pass_on(done, told, now))
        return told

    def _keeping(self) -> Callable[[Tx], Appended]:
        """A transaction's work.

        What is exported may be sealed before the transaction begins: only whole rows are, so the end of the
        last save is where the rest begins then.
        """
        document, typist, beside = self._document, self._typist, self._beside()
        pieces = as_new(self._text.own(self._since))
        rest = as_new(self._text.own(self.end)) if self._since < self.end else pieces

        def keep(tx: Tx) -> Appended:
            if beside.release:
                texts.release(tx, document)
            appended = texts.append(tx, document, typist, pieces, beside.held)
            if not appended.done:
                appended = texts.append(tx, document, typist, rest, beside.held)
            beside.also(tx)
            return appended

        return keep

    def _kept(self, appended: Appended, end: int) -> None:
        self._since = appended.since
        self.end = end if appended.done else appended.since
        self._again = self._again or not appended.done
        self.state = SaveState(SaveCode.SAVED, self._means.now())


class _SealedMeanwhile(Exception):
    """Another part of the program sealed what was to be replaced; nothing was written."""

    def __init__(self, since: int) -> None:
        super().__init__(since)
        self.since = since


def _both(keep: Callable[[Tx], Appended], work: Callable[[Tx], T]) -> Callable[[Tx], tuple[Appended, T]]:
    def both(tx: Tx) -> tuple[Appended, T]:
        appended = keep(tx)
        if not appended.done:
            raise _SealedMeanwhile(appended.since)
        return appended, work(tx)

    return both


def _pass_on(job: Future[Appended], told: Future[Saved], now: int) -> None:
    error = job.exception()
    if error is None:
        told.set_result(Saved(now, job.result().rows))
    else:
        told.set_exception(error)
