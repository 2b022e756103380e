# SPDX-License-Identifier: Apache-2.0
"""Walk 3: a stick goes round a school without a line, as far as messages go; few pupils stand for thirty."""
from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from mentordesk.base.clock import SystemClock
from mentordesk.commands.embedded import ServerProcess
from mentordesk.crypto.passphrase import derive
from mentordesk.desk.connection import Dialler
from mentordesk.domain.messages import Delivery
from tests.e2e.canaries import files_under, found_in
from tests.e2e.relay import Relay
from tests.e2e.village import NOWHERE
from tests.e2e.walks.screen import Screen
from tests.helpers.classroom import PASSPHRASE, Classroom, Pupil, messages
from tests.helpers.processes import run_python

PATIENCE_MS = 30_000
PUPILS = ("Amina", "Brian", "Chausiku", "Daudi")
SECRET = "Okapizeppelin"


class Walk:
    """Two school computers, a laptop with a line, a stick, and the server behind a relay."""

    def __init__(self, folder: Path, qt: QApplication) -> None:
        self.relay = Relay(NOWHERE)
        self.room = Classroom(folder, PUPILS, 2, self.relay.url, derive)
        self.server = ServerProcess(self.room.data, ["--no-limits"])
        self.relay.server = self.server.address
        self.laptop = folder / "laptop"
        self._qt = qt

    def texts(self) -> dict[str, str]:
        """Everybody's first message."""
        return {pupil.name: f"{SECRET} from {pupil.name}" for pupil in self.room.pupils}

    def courier(self, verb: str, stick: Path, home: Path) -> str:
        """What `mentordesk courier` says, a process of its own."""
        done = run_python("-m", "mentordesk", "courier", verb, str(stick), "--home", str(home))
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def sit_down(self, pupil: Pupil) -> Screen:
        """The window at a school computer, this pupil signed in."""
        screen = Screen(pupil.home, self._qt)
        screen.sign_in(pupil.name, PASSPHRASE, PATIENCE_MS)
        return screen

    def states(self) -> dict[str, Delivery]:
        """How far everybody's message has come, as their own computers know it without a line."""
        found = {}
        for pupil in self.room.pupils:
            desk = self.room.sign_in(pupil)
            (found[pupil.name],) = (one.delivery for one in messages(desk) if one.mine)
            desk.close()
        return found

    def heard(self) -> dict[str, list[str]]:
        """What each mentor has got, from the server."""
        found = {}
        for pupil in self.room.pupils:
            desk = self.room.mentor(pupil, lambda addresses: Dialler(addresses, self.laptop, SystemClock()))
            desk.connection.bring_up_to_date(time.sleep, 60)
            found[pupil.name] = [one.text for one in messages(desk) if one.author_name == pupil.name]
            desk.close()
        return found

    def close(self) -> None:
        """End line and server."""
        self.relay.close()
        self.server.stop()


@pytest.fixture
def walk(tmp_path: Path, qapp: QApplication) -> Iterator[Walk]:
    """Everybody has written a first message and signed out; the school has no line."""
    walk = Walk(tmp_path, qapp)
    walk.relay.unplug()
    try:
        for pupil in walk.room.pupils:
            walk.room.write(pupil, walk.texts()[pupil.name])
        yield walk
    finally:
        walk.close()


def test_walk3_step7(walk: Walk, tmp_path: Path) -> None:
    """One stick round the computers, then to the connected laptop, and back; again nothing changes."""
    stick = tmp_path / "stick"
    stick.mkdir()
    first, second = walk.room.homes
    said = walk.courier("collect", stick, first)
    assert "2 envelopes of 2 people" in said
    _put_in_the_window(walk, walk.room.pupils[1], stick)
    assert set(walk.states().values()) == {Delivery.LEFT_THIS_COMPUTER}

    walk.relay.plug()
    assert "4 envelopes" in walk.courier("deliver", stick, walk.laptop)
    once = {pupil.name: [walk.texts()[pupil.name]] for pupil in walk.room.pupils}
    assert walk.heard() == once
    walk.relay.forget()
    walk.courier("deliver", stick, walk.laptop)
    assert walk.heard() == once
    walk.relay.unplug()

    walk.courier("return", stick, first)
    _take_in_the_window(walk, walk.room.pupils[1], stick)
    assert set(walk.states().values()) == {Delivery.AT_THE_SERVER}
    for home in (first, second):
        walk.courier("collect", stick, home)
        walk.courier("return", stick, home)
    assert set(walk.states().values()) == {Delivery.AT_THE_SERVER}


def _put_in_the_window(walk: Walk, pupil: Pupil, stick: Path) -> None:
    """What the command does, a pupil does with the name menu."""
    screen = walk.sit_down(pupil)
    _choose(screen, "Put on a stick", stick)
    screen.wait(lambda: "2 things are on the stick." in screen.words(), PATIENCE_MS)
    assert "You can take the stick out now." in screen.words()
    for other in walk.room.pupils:
        assert other is pupil or other.name not in screen.words()
    screen.close()


def _take_in_the_window(walk: Walk, pupil: Pupil, stick: Path) -> None:
    screen = walk.sit_down(pupil)
    _choose(screen, "Take from a stick", stick)
    screen.wait(lambda: "2 answers came." in screen.words(), PATIENCE_MS)
    screen.frame.go_to_circle(0)
    screen.choose("Threads", "Hello")
    assert "At the server, " in screen.last_message()
    screen.close()


def _choose(screen: Screen, words: str, folder: Path) -> None:
    """The name menu, Another folder…, the folder."""
    menu = screen.frame.header.person.menu()
    next(action for action in menu.actions() if action.text().replace("&", "") == words).trigger()
    screen.press("Another folder…")
    (dialog,) = screen.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    screen.window.activateWindow()


def test_walk3_step7_in_the_window(walk: Walk, tmp_path: Path) -> None:
    """A pupil with a line carries for the others: takes from the stick, and puts the answers on it."""
    stick = tmp_path / "stick"
    stick.mkdir()
    without, connected = walk.room.homes
    walk.courier("collect", stick, without)
    walk.relay.plug()
    screen = walk.sit_down(walk.room.pupils[1])
    screen.wait(lambda: screen.frame.header.chip.text() == "Up to date", PATIENCE_MS)
    _choose(screen, "Take from a stick", stick)
    screen.wait(lambda: "2 envelopes of others wait here for the line." in screen.words(), PATIENCE_MS)
    screen.wait(lambda: not _sealed(connected), PATIENCE_MS)
    screen.press("Put on it too")
    screen.wait(lambda: "2 answers for others are on it." in screen.words(), PATIENCE_MS)
    for other in walk.room.pupils[2:]:
        assert other.name not in screen.words()
    screen.close()
    walk.relay.unplug()
    walk.courier("return", stick, without)
    arrived = {name for name, state in walk.states().items() if state is Delivery.AT_THE_SERVER}
    assert arrived == set(PUPILS)


def _sealed(home: Path) -> list[Path]:
    """What waits in the tray of a computer for a line."""
    return list(home.glob("tray/*/up/*"))


def test_walk3_step9(walk: Walk, tmp_path: Path) -> None:
    """The stick is lost: it cannot be read; everything still on the computers goes with the next stick."""
    lost, next_one = tmp_path / "lost", tmp_path / "next"
    for stick in (lost, next_one):
        stick.mkdir()
    for home in walk.room.homes:
        walk.courier("collect", lost, home)
    told = {"a text": SECRET, **{f"the name {name}": name for name in PUPILS}}
    assert files_under(lost)
    assert found_in(files_under(lost), told) == []
    shutil.rmtree(lost)

    for home in walk.room.homes:
        walk.courier("collect", next_one, home)
    walk.relay.plug()
    walk.courier("deliver", next_one, walk.laptop)
    assert walk.heard() == {pupil.name: [walk.texts()[pupil.name]] for pupil in walk.room.pupils}
