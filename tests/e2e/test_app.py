# SPDX-License-Identifier: Apache-2.0
"""The whole programme as app.py puts it together: real threads, real keys, a real server over a real line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mentordesk.domain.messages import Delivery
from mentordesk.ui.places import NewThreadPlace, ThreadPlace
from mentordesk.ui.thread.page import ThreadPage
from tests.e2e.running import PASSPHRASE, PATIENCE_MS, Run
from tests.e2e.village import Village
from tests.helpers.processes import run_python

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    village = Village(tmp_path)
    yield village
    village.close()


def test_from_a_slip_to_a_message_at_the_server_and_back_after_a_lock(
    village: Village, qapp: QApplication, qtbot: QtBot
) -> None:
    home = village.homes["Amina"]
    run = Run(home, qapp)
    run.enrol(village, "Amina", qtbot)
    frame, desk = run.window.frame, run.app.desk
    assert frame is not None
    assert desk is not None

    qtbot.waitUntil(lambda: bool(desk.people.my_zone()))
    qtbot.waitUntil(lambda: bool(desk.people.circles()), timeout=PATIENCE_MS)
    circle = desk.people.circles()[0].circle
    frame.go(NewThreadPlace(circle))
    page = frame.page()
    assert isinstance(page, ThreadPage)
    qtbot.keyClicks(page.composer.edit, "Habari Grace!")
    qtbot.keyClick(page.composer.edit, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: isinstance(frame.place, ThreadPlace))
    thread = desk.threads.list(circle)[0].thread

    def at_the_server() -> bool:
        return desk.threads.page(thread).rows(0, 1)[0].delivery is Delivery.AT_THE_SERVER

    qtbot.waitUntil(at_the_server, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: frame.header.chip.text() == "Up to date", timeout=PATIENCE_MS)
    run.window.lock()
    person = run.app.next_process[run.app.next_process.index("--person") + 1]
    run.close()

    again = Run(home, qapp, person)
    assert again.says("Who is writing today?")
    assert again.field("Passphrase").hasFocus()
    again.field("Passphrase").setText(PASSPHRASE)
    again.press("Sign in")
    qtbot.waitUntil(lambda: again.window.frame is not None, timeout=PATIENCE_MS)
    desk_again = again.app.desk
    assert desk_again is not None
    assert [t.last_words for t in desk_again.threads.list(circle)] == ["Habari Grace!"]
    again.close()


def test_without_a_line_the_sign_in_page_says_so(village: Village, qapp: QApplication, qtbot: QtBot) -> None:
    village.enrol()
    for card in village.homes["Amina"].glob("profiles/*/person.json"):
        card.write_text(card.read_text().replace(village.relay.url, "http://127.0.0.1:9"))
    run = Run(village.homes["Amina"], qapp)
    qtbot.waitUntil(lambda: run.says("Not connected. You can work."), timeout=PATIENCE_MS)
    run.close()


def test_the_first_window_over_a_profile_loads_nothing_heavy(village: Village) -> None:
    village.enrol()
    home = village.homes["Amina"]
    code = f"""
import sys
from pathlib import Path
from mentordesk.ui.qt import load_qt
load_qt()
from mentordesk.app import App
from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
from PySide6.QtWidgets import QApplication
qt = QApplication(sys.argv[:1])
app = App(find_places(Path({str(home)!r})), Policy())
window = app.make_window(qt)
window.show()
qt.processEvents()
heavy = {{"sqlalchemy", "sqlcipher3", "requests", "nacl", "msgspec", "ssl", "asyncio"}}
print(sorted(heavy & {{name.split(".")[0] for name in sys.modules}}))
print(sorted(name for name in sys.modules if name.startswith("PySide6.Qt")))
app.close_down()
"""
    done = run_python("-P", "-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "[]",
        "['PySide6.QtCore', 'PySide6.QtGui', 'PySide6.QtWidgets']",
    ]


def test_locking_starts_the_programme_again_at_the_sign_in_page(tmp_path: Path) -> None:
    code = f"""
import os
from pathlib import Path
from mentordesk.ui.qt import load_qt
load_qt()
from mentordesk.app import App
from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
home = Path({str(tmp_path)!r})
app = App(find_places(home), Policy(), home)
def lock():
    app.next_process = app.arguments("somebody", 2)
    app.window.close()
os.execv = lambda path, words: print(path == words[0], words[1:], flush=True)
print(app.run(lock))
"""
    done = run_python("-P", "-c", code)
    assert done.returncode == 0, done.stderr
    start = ["-P", "-m", "mentordesk", "window"]
    words = [*start, "--home", str(tmp_path), "--person", "somebody", "--left", "2"]
    assert done.stdout.splitlines() == [f"True {words}", "0"]
