# SPDX-License-Identifier: Apache-2.0
"""What the system says of the network reaches the engine, which tries at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtNetwork
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mentordesk.app import App
from mentordesk.base.clock import SystemRandomness
from mentordesk.base.files import SystemFiles
from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
from mentordesk.desk.profiles import Entrance
from mentordesk.domain.connection import LineState
from mentordesk.domain.events import Event, SyncChanged
from mentordesk.storage.profile import Tools
from tests.helpers.person import PASSPHRASE, Person
from tests.helpers.town import Town, quick

ONLINE = 4


class System(QObject):
    """What Qt makes of a system that tells of its networks."""

    reachabilityChanged = Signal(int)  # noqa: N815  Qt's name

    loadDefaultBackend = staticmethod(lambda: True)  # noqa: N815

    def instance(self) -> System:
        return self


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> System:
    system = System()
    monkeypatch.setattr(QtNetwork, "QNetworkInformation", system)
    return system


@pytest.fixture
def heard() -> list[Event]:
    return []


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path, heard: list[Event]) -> Iterator[App]:
    """Amina signed in, without a line, with the threads of a real run."""
    town, home = Town(tmp_path / "server"), tmp_path / "home"
    members = town.people("Amina", "Grace")
    town.circle(members)
    Person(home, town.line, town.clock).enrol(town.slip(members[0])).close()
    town.line.up = False
    app = App(find_places(home), Policy(), home)
    app.make_window(qapp).show()

    def publish(event: Event) -> None:
        heard.append(event)
        app.services.bridge.publish(event)

    tools = Tools(SystemFiles(), town.clock, SystemRandomness(), quick)
    entrance = Entrance(home, publish, tools, lambda addresses: lambda timeout: town.line.connect())
    (amina,) = entrance.people()
    app.enter(entrance.open(amina.folder, PASSPHRASE))
    yield app
    app.window.close()
    app.close_down()
    app.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    town.close()


def test_a_network_that_comes_back_is_tried_at_once(
    app: App, system: System, heard: list[Event], qtbot: QtBot
) -> None:
    def tries() -> int:
        states = [event.status.state for event in tuple(heard) if isinstance(event, SyncChanged)]
        return states.count(LineState.WORKING)

    followed = lambda: system.receivers("2reachabilityChanged(int)") == 1  # noqa: E731
    qtbot.waitUntil(lambda: tries() == 1 and followed())
    system.reachabilityChanged.emit(ONLINE)
    qtbot.waitUntil(lambda: tries() == 2)
