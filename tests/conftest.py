# SPDX-License-Identifier: Apache-2.0
"""Every test runs without a display and a home, and fails on noise: stray warnings, threads, windows."""

import gc
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
for _name in ("DISPLAY", "WAYLAND_DISPLAY"):
    os.environ.pop(_name, None)

# Thousands of databases that live for a second wait for no disk, where there is room for them in memory.
_MEMORY = Path("/dev/shm")
_ROOM = 2 << 30  # bytes
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# Green stays green: the examples are the same in each run, and no wall clock decides.
settings.register_profile("house", deadline=None, database=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder for this test alone; nothing reaches the developer's own profiles."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MENTORDESK_HOME", str(home))
    return home


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_warnings() -> list[str]:
    """Formats of the log warnings this test provokes; each must come, no other may."""
    return []


@pytest.fixture(autouse=True)
def no_stray_warnings(expected_warnings: list[str]) -> Iterator[None]:
    """Fail on a logged warning that the test did not announce, and on an announced one that did not come."""
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    heard = {str(record.msg) for record in handler.records}
    stray = [
        f"{record.name}: {record.getMessage()}"
        for record in handler.records
        if record.msg not in expected_warnings
    ]
    assert not stray, f"unexpected log warnings: {stray}"
    assert heard == set(expected_warnings), "an expected warning was not logged"


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail on a thread that outlives the test which started it."""
    before = set(threading.enumerate())
    yield
    started = [thread for thread in threading.enumerate() if thread not in before]
    # A thread of foreign code that only passed through Python has no end to wait for.
    ours = [thread for thread in started if not isinstance(thread, threading._DummyThread)]
    for thread in ours:
        thread.join(timeout=5)
    leaked = [thread.name for thread in ours if thread.is_alive()]
    assert not leaked, f"threads still run: {leaked}"


@pytest.fixture(autouse=True)
def no_leaked_windows() -> Iterator[None]:
    """Fail on a window that the test leaves open."""
    yield
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        return
    QApplication.clipboard().clear()  # what Python put there must not outlive it
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if any(window.isVisible() for window in QApplication.topLevelWidgets()):
        gc.collect()
    names = [type(window).__name__ for window in QApplication.topLevelWidgets() if window.isVisible()]
    for window in QApplication.topLevelWidgets():
        window.close()
    assert not names, f"windows still open: {names}"
