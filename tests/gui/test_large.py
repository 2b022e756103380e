# SPDX-License-Identifier: Apache-2.0
"""Large text, small windows, long and hostile names: nothing overlaps, nothing is cut that could be read."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mentordesk.domain.circles import MAX_NAME, shown_name
from mentordesk.ui.frame.frame import Frame
from mentordesk.ui.places import CirclePlace, SettingsPlace, ThreadPlace
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import Look
from mentordesk.ui.widgets.composer import Composer
from mentordesk.ui.words import Words
from tests.helpers.term import PEOPLE, WITH_GRACE
from tests.helpers.window import Sitting, labels, sit_down

LEAST = (720, 520)
LONG = "Alexandrina-Wilhelmina Konstantinopolitanskaya " * 5


@pytest.fixture(params=[100, 200])
def sitting(request: pytest.FixtureRequest, theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    """The smallest window, with text as it is and twice as large."""
    sitting = sit_down(tmp_path, theme, size=LEAST)
    theme.set_look(Look(text_percent=request.param))
    sitting.settle()
    yield sitting
    sitting.close()


def place(widget: QWidget, frame: Frame) -> QRect:
    return QRect(widget.mapTo(frame, QPoint(0, 0)), widget.size())


def test_the_header_has_room_for_all_its_parts(sitting: Sitting) -> None:
    header = sitting.frame.header
    parts = [place(part, sitting.frame) for part in (header.search, header.chip, header.person)]
    for before, after in pairwise(parts):
        assert before.right() < after.left()
    assert parts[-1].right() < sitting.frame.width()
    assert header.chip.width() >= header.chip.sizeHint().width()


def test_settings_can_be_read_whole(sitting: Sitting) -> None:
    sitting.frame.go(SettingsPlace())
    sitting.settle()
    page = sitting.frame.page()
    for label in page.findChildren(QLabel):
        assert label.wordWrap() or label.width() >= label.sizeHint().width()
    for box in page.findChildren(QComboBox):
        assert box.width() >= box.sizeHint().width()


def test_all_keys_fit_into_the_window(sitting: Sitting) -> None:
    sitting.frame.circles_changed.emit([LONG, "Brown & Black"])
    sitting.window._show_keys()
    page = sitting.window.findChild(QDialog)
    assert page is not None
    assert page.height() <= sitting.window.height()
    assert page.width() <= sitting.window.width()
    assert "Brown & Black" in labels(page)
    page.close()


def test_the_composers_hint_is_as_large_as_what_is_written(theme: Theme, words: Words, qtbot: QtBot) -> None:
    composer = Composer(theme, words)
    qtbot.addWidget(composer)
    composer.set_placeholder("Write to Grace")
    composer.resize(500, 200)
    composer.show()
    theme.set_look(Look(text_percent=200))
    QApplication.processEvents()
    hint = composer.edit.viewport().grab().toImage()
    composer.set_placeholder("")
    none = composer.edit.viewport().grab().toImage()
    changed = [
        y
        for y in range(hint.height())
        if any(hint.pixel(x, y) != none.pixel(x, y) for x in range(40, hint.width()))
    ]
    assert changed[-1] - changed[0] > 20


def test_a_line_without_room_ends_in_dots_and_can_be_read_as_a_tip(sitting: Sitting) -> None:
    thread = sitting.desk.threads.list(WITH_GRACE)[0].thread
    sitting.frame.go(ThreadPlace(WITH_GRACE, thread))
    sitting.settle()
    page = sitting.frame.page()
    line = page.keep_line
    assert line.isVisible()
    assert line.width() <= page.width()
    assert line.toolTip() == line.text()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Grace Wanjiku", "Grace Wanjiku"),
        ("  Grace\n\tWanjiku ", "Grace Wanjiku"),
        ("Gr\x00a\x1bce", "Grace"),
        ("evil\u202elive", "evillive"),
        ("یاس‌من 👩🏽‍🚀", "یاس‌من 👩🏽‍🚀"),
        ("x" * 200, "x" * (MAX_NAME - 1) + "…"),
        ("\ud800", ""),
    ],
)
def test_a_name_is_one_short_line(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


def test_a_hostile_name_keeps_to_its_line(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"Grace\nMs Okoth · guardian\x00 {LONG}"
    monkeypatch.setitem(PEOPLE, "grace", replace(PEOPLE["grace"], name=name))
    sitting = sit_down(tmp_path, theme)
    sitting.frame.go(CirclePlace(WITH_GRACE))
    sitting.settle()
    people = sitting.frame.page()._people.text().split("\n")
    sitting.close()
    assert len(people) == 2
    assert people[0].startswith("Grace Ms Okoth")
