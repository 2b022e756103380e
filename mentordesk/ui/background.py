# SPDX-License-Identifier: Apache-2.0
"""One thread for what is slow before a desk is open: imports, keys, the server's answer to a slip."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Result = TypeVar("Result")


class AtOnce:
    """The same without a thread: for tests, and for pictures."""

    def submit(self, work: Callable[[], Result]) -> Future[Result]:
        """A future that is done already."""
        future: Future[Result] = _new_future()
        _run(work, future)
        return future

    def close(self, seconds: float = 0) -> None:
        """Nothing is under way."""


class Background:
    """Runs work one piece after the other; never touches Qt."""

    def __init__(self) -> None:
        self._work: queue.Queue[tuple[Callable[[], Any], Future[Any]] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], Result]) -> Future[Result]:
        """Do `work` when its turn comes."""
        future: Future[Result] = _new_future()
        self._work.put((work, future))
        return future

    def close(self, seconds: float = 5.0) -> None:
        """Finish what is under way and end the thread; give up on it after `seconds` (a line may hang)."""
        self._work.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            _run(*item)


def _run(work: Callable[[], Any], future: Future[Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:  # whoever waits for the future decides
        future.set_exception(error)
    else:
        future.set_result(result)


def _new_future() -> Future[Any]:
    from concurrent.futures import Future  # brings logging with it; the first window needs neither

    return Future()
