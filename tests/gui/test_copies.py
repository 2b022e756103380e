# SPDX-License-Identifier: Apache-2.0
"""Copies that viewers were shown are gone once their person has left, and at the next start at the latest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mentordesk.app import App
from mentordesk.base.paths import find_places
from mentordesk.base.policy import Policy
from tests.helpers.term import make_term


@pytest.fixture
def app(qapp: QApplication, own_home: Path) -> Iterator[App]:
    app = App(find_places(own_home), Policy(shared_account=True), own_home)
    app.make_window(qapp)
    copy = app.services.copies / "0f" / "report of the doctor.pdf"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"%PDF-")
    yield app
    if app.window.isVisible():
        app.window.close()
    app.close_down()
    app.window.deleteLater()


def test_they_lie_with_the_data_of_this_programme(app: App, own_home: Path) -> None:
    assert own_home in app.services.copies.parents


def test_they_are_gone_when_somebody_leaves(app: App, tmp_path: Path) -> None:
    app.enter(make_term(tmp_path, full=False).opened(app.services.bridge.publish))
    app.window.close()
    app.close_down()
    assert not app.services.copies.exists()


def test_what_a_crash_left_is_gone_at_the_next_start(app: App) -> None:
    app.after_first_paint()
    app.services.background.submit(lambda: None).result(timeout=30)
    assert not app.services.copies.exists()
    app._stop_log()
