# SPDX-License-Identifier: Apache-2.0
"""What the week cost on the line, and the limit at which files stop."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QPushButton

from mentordesk.base.options import DATA_BUDGET
from mentordesk.storage import traffic
from mentordesk.ui.places import SettingsPlace
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.widgets.links import Link
from mentordesk.ui.widgets.meter import DataMeter
from tests.helpers.term import make_term
from tests.helpers.window import Sitting, labels


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    sitting = Sitting(make_term(tmp_path / "home"), theme)
    yield sitting
    sitting.close()


def spend(sitting: Sitting, up: int, down: int) -> None:
    sitting.desk.threads._runner.submit(lambda tx: traffic.add(tx, up, down, files=True)).result()


def test_the_meter_says_what_the_week_cost_and_lets_files_go_on(sitting: Sitting) -> None:
    sitting.desk.settings.set(DATA_BUDGET, 5_000).result()
    spend(sitting, 2_000_000, 2_500_000)
    sitting.frame.open_panel()
    meter = sitting.frame.panel.findChild(DataMeter)
    assert labels(meter) == ["This week: 2.0 MB sent, 2.5 MB received", "4.5 of 5.0 MB used. Files: 4.5 MB"]
    spend(sitting, 0, 600_000)
    sitting.frame.panel.refresh(sitting.desk.connection.status())
    assert "This week's limit is reached. Words still go; files wait." in labels(meter)
    (link,) = meter.findChildren(Link)
    assert link.isVisible()
    link.click()
    sitting.settle()
    assert not link.isVisible()
    assert "This week's limit is reached. You let files go on." in labels(meter)
    assert not sitting.desk.attachments.usage().over


def test_the_panel_shows_its_last_button_whole_when_the_limit_is_reached(sitting: Sitting) -> None:
    sitting.desk.settings.set(DATA_BUDGET, 5_000).result()
    panel = sitting.frame.panel
    sitting.frame.open_panel()
    panel.hide()
    spend(sitting, 2_600_000, 2_600_000)
    sitting.frame.open_panel()
    sitting.settle()
    last = next(found for found in panel.findChildren(QPushButton) if found.text() == "Take from a stick")
    assert panel.rect().contains(last.rect().translated(last.mapTo(panel, QPoint(0, 0))))


def test_without_a_limit_there_is_no_bar(sitting: Sitting) -> None:
    sitting.desk.settings.set(DATA_BUDGET, 0).result()
    sitting.frame.go(SettingsPlace())
    meter = sitting.frame.page().findChild(DataMeter)
    assert labels(meter) == ["This week: 0 KB sent, 0 KB received", "No limit. Files: 0 KB"]


def test_the_limit_is_chosen_among_a_few_sizes(sitting: Sitting) -> None:
    sitting.frame.go(SettingsPlace())
    boxes = {box.accessibleName(): box for box in sitting.frame.page().findChildren(QComboBox)}
    box = boxes["Weekly limit: files stop there, words always go"]
    offered = [box.itemText(place) for place in range(box.count())]
    assert offered[0] == "No limit"
    assert box.currentData() == DATA_BUDGET.default
    assert "\u206820.0 MB\u2069" in offered
    assert 5 < len(offered) < 20
