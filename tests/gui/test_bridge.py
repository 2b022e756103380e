# SPDX-License-Identifier: Apache-2.0
"""Events and results come home to the main thread."""

import threading
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from mentordesk.base.errors import DiskFull, Trouble
from mentordesk.domain.events import Event, SettingChanged
from mentordesk.ui.background import AtOnce, Background
from mentordesk.ui.bridge import Bridge


@pytest.fixture
def bridge(qtbot: QtBot) -> Bridge:
    return Bridge()


def test_events_of_many_threads_come_in_few_batches_and_none_is_lost(bridge: Bridge, qtbot: QtBot) -> None:
    batches: list[tuple[Event, ...]] = []
    where: set[str] = set()

    def hear(events: tuple[Event, ...]) -> None:
        batches.append(events)
        where.add(threading.current_thread().name)

    def publish(part: int) -> None:
        for number in range(500):
            bridge.publish(SettingChanged(f"{part}.{number}"))

    bridge.listen(hear)
    threads = [threading.Thread(target=publish, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    qtbot.waitUntil(lambda: sum(map(len, batches)) == 2_000)
    assert len(batches) <= 3
    assert where == {threading.main_thread().name}


def test_events_of_one_thread_keep_their_order(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[Event] = []
    bridge.listen(heard.extend)
    events = [SettingChanged(str(number)) for number in range(100)]
    for event in events:
        bridge.publish(event)
    qtbot.waitUntil(lambda: len(heard) == 100)
    assert heard == events


def test_a_result_of_another_thread_comes_home_to_this_one(bridge: Bridge, qtbot: QtBot) -> None:
    got: list[tuple[str, threading.Thread]] = []
    background = Background()
    done = background.submit(lambda: threading.current_thread().name)
    bridge.then(done, lambda name: got.append((name, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(got))
    background.close()
    assert got == [("background", threading.main_thread())]


def test_a_trouble_goes_to_whoever_asked_else_to_the_window(bridge: Bridge, qtbot: QtBot) -> None:
    asked: list[Trouble] = []
    window: list[Trouble] = []
    bridge.on_trouble = window.append
    bridge.then(_failed(DiskFull()), lambda _: None, asked.append)
    bridge.then(_failed(DiskFull()), lambda _: None)
    qtbot.waitUntil(lambda: bool(asked) and bool(window))
    assert [error.code for error in (*asked, *window)] == ["disk_full", "disk_full"]


def test_a_bug_is_raised_in_the_main_thread(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.on_trouble = lambda trouble: None
    with qtbot.captureExceptions() as raised:
        bridge.then(_failed(ZeroDivisionError()), lambda _: None, lambda trouble: None)
        qtbot.waitUntil(lambda: bool(raised))
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_a_widget_that_is_gone_is_not_called(bridge: Bridge, qtbot: QtBot) -> None:
    class Page(QObject):
        called = False

        def done(self, result: object) -> None:
            Page.called = True

    page, future = Page(), Future[int]()
    bridge.then(future, page.done)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete.value)
    after: list[int] = []
    future.set_result(1)
    bridge.then(AtOnce().submit(lambda: 2), after.append)
    qtbot.waitUntil(lambda: after == [2])
    assert not Page.called


def test_after_closing_nothing_is_heard(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[Event] = []
    bridge.listen(heard.extend)
    bridge.publish(SettingChanged("theme"))
    bridge.close()
    bridge.publish(SettingChanged("density"))
    QCoreApplication.processEvents()
    bridge.deliver()
    assert heard == []


def _failed(error: Exception) -> Future[int]:
    future: Future[int] = Future()
    future.set_exception(error)
    return future
