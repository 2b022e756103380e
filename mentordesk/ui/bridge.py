# SPDX-License-Identifier: Apache-2.0
"""The one way from other threads into the window: events ten times a second, results of writes at once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from mentordesk.base.errors import Trouble

if TYPE_CHECKING:
    from concurrent.futures import Future

    from mentordesk.domain.events import Event

EVENTS_MS = 100

Result = TypeVar("Result")
Listener: TypeAlias = "Callable[[tuple[Event, ...]], None]"
TroubleHandler = Callable[[Trouble], None]


@dataclass(frozen=True, slots=True)
class _Homecoming:
    """A finished future and who asked for it."""

    future: Future[Any]
    on_done: Callable[[Any], None]
    on_error: TroubleHandler | None


class Bridge(QObject):
    """Lives in the main thread; `publish` and the futures given to `then` may come from any thread."""

    _came = Signal(object)  # a _Homecoming, or None: "there are events"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events: deque[Event] = deque()
        self._lock = threading.Lock()
        self._told = False  # the main thread knows that there are events
        self._listeners: list[Listener] = []
        self._open = True
        self.on_trouble: TroubleHandler | None = None
        self._timer = QTimer(self, interval=EVENTS_MS, singleShot=True)
        self._timer.timeout.connect(self.deliver)
        self._came.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def publish(self, event: Event) -> None:
        """Take an event from any thread; listeners hear of it within a tenth of a second."""
        with self._lock:
            self._events.append(event)
            told, self._told = self._told, True
        if not told:
            self._emit(None)

    def listen(self, listener: Listener) -> None:
        """Call `listener` with each batch of events, in the main thread."""
        self._listeners.append(listener)

    def then(
        self,
        future: Future[Result],
        on_done: Callable[[Result], None],
        on_error: TroubleHandler | None = None,
    ) -> None:
        """In the main thread, call `on_done` with the future's result or `on_error` with its Trouble.

        Without `on_error` the window's own handler is told. Nothing is called on a widget that is gone.
        Anything else than a Trouble is a bug and is raised in the main thread.
        """
        coming = _Homecoming(future, on_done, on_error)
        future.add_done_callback(lambda _: self._emit(coming))

    def close(self) -> None:
        """Hear nothing any more: the first step of leaving."""
        self._open = False
        self._timer.stop()
        self._listeners.clear()

    @Slot()
    def deliver(self) -> None:
        """Hand everything that has come so far to the listeners, now."""
        with self._lock:
            batch = tuple(self._events)
            self._events.clear()
            self._told = False
        from mentordesk.ui.coalesce import coalesce  # nothing happens before the first window

        news = coalesce(batch)
        if news:
            for listener in tuple(self._listeners):
                listener(news)

    def _emit(self, what: _Homecoming | None) -> None:
        if self._open and shiboken6.isValid(self):
            self._came.emit(what)

    @Slot(object)
    def _receive(self, what: _Homecoming | None) -> None:
        if not self._open:
            return
        if what is not None:
            self._bring_home(what)
        elif not self._timer.isActive():
            self._timer.start()

    def _bring_home(self, coming: _Homecoming) -> None:
        if coming.future.cancelled():
            return
        error = coming.future.exception()
        if error is None:
            if _is_alive(coming.on_done):
                coming.on_done(coming.future.result())
            return
        handler = coming.on_error or self.on_trouble
        if not isinstance(error, Trouble) or handler is None:
            raise error
        if _is_alive(handler):
            handler(error)


def _is_alive(callback: Callable[..., None]) -> bool:
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
