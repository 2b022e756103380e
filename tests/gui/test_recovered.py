# SPDX-License-Identifier: Apache-2.0
"""After a damaged database: the desk opens, and a calm banner says what happened and what comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from mentordesk.app import App
from mentordesk.base.clock import ManualClock
from mentordesk.base.errors import ServerUnreachable
from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
from mentordesk.desk.profiles import Entrance
from mentordesk.domain.messages import Draft
from mentordesk.storage import writes
from mentordesk.sync.line import Connection
from tests.helpers.profiles import CIRCLE, PASSPHRASE, THREAD, Desk

NOON = 1_779_278_400
DAY = 86_400


def no_line(_stall: float) -> Connection:
    raise ServerUnreachable(reason="none here")


@pytest.fixture
def desk(own_home: Path) -> Desk:
    return Desk(find_places(own_home).data, clock=ManualClock(NOON))


def write(desk: Desk, folder: Path, text: str) -> None:
    with desk.session(folder) as profile:
        draft = Draft(CIRCLE, THREAD, "", text)
        profile.store.transact(lambda tx: writes.save_draft(tx, draft))


@pytest.fixture
def app(own_home: Path, desk: Desk, qapp: QApplication) -> Iterator[App]:
    """The programme, with a window at the sign-in page."""
    app = App(find_places(own_home), Policy(), own_home)
    app.make_window(qapp).show()
    yield app
    app.window.close()
    app.close_down()
    app.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def enter(app: App, desk: Desk, folder: Path) -> None:
    entrance = Entrance(desk.home, app.services.bridge.publish, desk.tools, lambda _: no_line)
    app.enter(entrance.open(folder, PASSPHRASE))


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("backups", [True, False])
def test_what_was_recovered_is_told_calmly(desk: Desk, app: App, backups: bool) -> None:
    folder = desk.create()
    write(desk, folder, "what I wrote on Monday")
    for backup in (folder / "backup").glob("*") if not backups else ():
        backup.unlink()
    (folder / "desk.db").write_bytes(b"no database any more" * 1_000)
    assert isinstance(desk.clock, ManualClock)
    desk.clock.set_wall(NOON + DAY)
    enter(app, desk, folder)
    assert app.window.frame is not None
    banner = app.window.frame.banner
    assert banner.shown is not None
    assert (banner.shown.tone, banner.shown.close) == ("info", "Close")
    said = banner.words
    assert ("in its place" if backups else "no good copy") in said
    assert said.endswith("Everything that reached the server comes back with the next line.")
    banner._links[-1].click()
    assert banner.words == ""


@pytest.mark.usefixtures("qtbot")
def test_nothing_is_told_where_nothing_happened(desk: Desk, app: App) -> None:
    folder = desk.create()
    write(desk, folder, "all is well")
    enter(app, desk, folder)
    assert app.window.frame is not None
    assert app.window.frame.banner.shown is None
