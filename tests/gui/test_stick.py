# SPDX-License-Identifier: Apache-2.0
"""Putting on a stick and taking from one in the window, with real folders and what can happen to them."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mentordesk.base.clock import ManualClock, SystemClock, SystemRandomness
from mentordesk.base.files import SystemFiles
from mentordesk.desk.desk import Desk, open_desk
from mentordesk.desk.profiles import Entrance
from mentordesk.domain.carriers import Place as Drive
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.messages import Delivery
from mentordesk.storage.profile import Tools
from mentordesk.storage.store import InlineRunner, Publish
from mentordesk.ui.places import SettingsPlace, StickPlace, ThreadPlace, TodayPlace
from mentordesk.ui.stick.page import StickPage
from mentordesk.ui.theme.theme import Theme
from tests.helpers.classroom import PASSPHRASE, Classroom, Pupil, messages, no_line
from tests.helpers.town import quick
from tests.helpers.window import Sitting, labels

DAY = 86_400
OUT = "You can take the stick out now."


@dataclass
class School:
    """A class at one computer without a line; `before` is what happens ahead of each step of its disk."""

    room: Classroom
    clock: ManualClock = field(default_factory=lambda: ManualClock(SystemClock().now()))
    before: Callable[[str, Path], None] = lambda step, path: None

    @property
    def home(self) -> Path:
        """The computer."""
        return self.room.homes[0]

    def entrance(self, publish: Publish) -> Entrance:
        """The way in."""
        files = SystemFiles(lambda step, path: self.before(step, path))
        tools = Tools(files, self.clock, SystemRandomness(), quick)
        return Entrance(self.home, publish, tools, no_line, InlineRunner)

    def desk(self, publish: Publish) -> Desk:
        """The first pupil's."""
        return self.desk_of(self.room.pupils[0], publish)

    def desk_of(self, pupil: Pupil, publish: Publish) -> Desk:
        """A pupil's desk."""
        entrance = self.entrance(publish)
        (folder,) = (one.folder for one in entrance.people() if one.name == pupil.name)
        opened = entrance.open(folder, PASSPHRASE)
        return open_desk(opened.runner, opened.reader, opened.connection, opened.rand, opened.close)


@pytest.fixture
def school(tmp_path: Path) -> School:
    """Amina, Brian and Chausiku have written and signed out."""
    room = Classroom(tmp_path, ("Amina", "Brian", "Chausiku"), 1, "http://desk.school.example")
    for pupil in room.pupils:
        room.write(pupil, f"Hello from {pupil.name}")
    return School(room)


@pytest.fixture
def sitting(theme: Theme, school: School) -> Iterator[Sitting]:
    """Amina, back at the computer."""
    sitting = Sitting(school, theme)
    yield sitting
    school.before = lambda step, path: None
    sitting.close()


@pytest.fixture
def stick(tmp_path: Path) -> Drive:
    folder = tmp_path / "stick"
    folder.mkdir()
    return Drive(folder, "SCHOOL-STICK", 3_800_000_000)


def go(sitting: Sitting, take: bool = False) -> StickPage:
    """The page, showing no stick of the machine that runs the test."""
    sitting.frame.go(StickPlace(take))
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, StickPage)
    page.leave()
    page.choice.set_drives(())
    return page


def said(sitting: Sitting) -> str:
    sitting.settle()
    return "\n".join(labels(sitting.frame)).replace("\u2068", "").replace("\u2069", "")


def buttons(sitting: Sitting) -> list[str]:
    found = sitting.frame.page().findChildren(QPushButton)
    return [button.text() for button in found if button.isVisible()]


def press(sitting: Sitting, words: str) -> None:
    found = sitting.frame.page().findChildren(QPushButton)
    next(button for button in found if button.isVisible() and button.text() == words).click()
    sitting.settle()


def mine(sitting: Sitting) -> Delivery:
    (message,) = [one for one in messages(sitting.desk) if one.mine]
    return message.delivery


# Where


def test_the_name_menu_and_the_panel_lead_there(sitting: Sitting) -> None:
    menu = sitting.frame.header.person.menu()
    for action in menu.actions():
        words = action.text().replace("&", "")
        if "stick" in words:
            action.trigger()
            assert sitting.frame.place == StickPlace(take=words == "Take from a stick")
            assert sitting.frame.header.title.text() == words
    sitting.frame.go(TodayPlace())
    for words in ("Put on a stick", "Take from a stick"):
        sitting.frame.open_panel()
        found = sitting.frame.panel.findChildren(QPushButton)
        next(button for button in found if button.text() == words).click()
        assert sitting.frame.place == StickPlace(take=words == "Take from a stick")
        assert not sitting.frame.panel.isVisible()


def test_a_stick_that_is_put_in_appears_and_takes_the_focus(
    sitting: Sitting, stick: Drive, qtbot: QtBot
) -> None:
    page = go(sitting)
    assert "No stick found. Put one in: it appears here." in said(sitting)
    assert page.choice.folder.hasFocus()
    page.choice.set_drives((stick,))
    sitting.settle()
    (row,) = page.choice.list.rows.rows
    assert (row.title, row.words, row.action) == ("SCHOOL-STICK", "3.8 GB free", "Put on it")
    assert page.choice.list.hasFocus()
    qtbot.keyClick(page.choice.list, Qt.Key.Key_Return)
    assert "3 things are on the stick." in said(sitting)


def test_another_folder_can_be_chosen(sitting: Sitting, stick: Drive) -> None:
    go(sitting)
    press(sitting, "Another folder…")
    (dialog,) = sitting.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(stick.path))
    dialog.close()
    assert "3 things are on the stick." in said(sitting)


def test_it_looks_for_sticks_only_while_one_is_to_be_chosen(sitting: Sitting, stick: Drive) -> None:
    sitting.frame.go(StickPlace())
    page = sitting.frame.page()
    assert isinstance(page, StickPage)
    assert page._looking.isActive()
    sitting.frame.go(TodayPlace())
    assert not page._looking.isActive()
    sitting.frame.go(StickPlace())
    page.start(stick)
    assert not page._looking.isActive()


# Putting and taking


def test_all_that_waits_goes_on_the_stick_and_says_so(sitting: Sitting, stick: Drive) -> None:
    go(sitting).start(stick)
    words = said(sitting)
    assert "3 things are on the stick. They go on at a computer with a line." in words
    assert "2 of them are other people's, sealed." in words
    assert OUT in words
    assert not [name for name in ("Brian", "Chausiku") if name in words]
    assert mine(sitting) is Delivery.LEFT_THIS_COMPUTER
    assert len(list(stick.path.glob("MentorDesk/*/up/*"))) == 3


def test_the_message_says_when_it_left_and_today_that_it_is_on_the_way(
    sitting: Sitting, stick: Drive
) -> None:
    go(sitting).start(stick)
    sitting.settle()
    press(sitting, "Done")
    assert sitting.frame.place == TodayPlace()
    assert "On a stick, on the way" in labels(sitting.frame.page())
    assert "Not left this computer yet" not in labels(sitting.frame.page())
    circle = sitting.desk.people.circles()[0].circle
    thread = sitting.desk.threads.list(circle)[0].thread
    sitting.frame.go(ThreadPlace(circle, thread))
    sitting.settle()
    model = sitting.frame.page().view.model()
    row = str(model.index(model.rowCount() - 1, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Left this computer on a stick, " in row
    sitting.frame.open_panel()
    assert "On a stick, on the way: 1" in said(sitting)


def test_the_same_stick_again_changes_nothing(sitting: Sitting, stick: Drive) -> None:
    go(sitting).start(stick)
    sitting.settle()
    before = {path: path.read_bytes() for path in stick.path.rglob("*") if path.is_file()}
    go(sitting).start(stick)
    assert "Everything was on this stick already." in said(sitting)
    assert {path: path.read_bytes() for path in stick.path.rglob("*") if path.is_file()} == before


def test_an_empty_stick_has_nothing_new(sitting: Sitting, stick: Drive) -> None:
    go(sitting, take=True).start(stick)
    assert "There was nothing new for this computer on the stick." in said(sitting)
    assert "Put on it too" in buttons(sitting)


def test_the_other_way_goes_with_the_same_stick(sitting: Sitting, stick: Drive) -> None:
    go(sitting, take=True).start(stick)
    sitting.settle()
    press(sitting, "Put on it too")
    assert sitting.frame.header.title.text() == "Put on a stick"
    assert "3 things are on the stick." in said(sitting)
    sitting.frame.back()
    assert sitting.frame.place == TodayPlace()


def test_envelopes_of_others_are_carried_and_counted(theme: Theme, tmp_path: Path, stick: Drive) -> None:
    url = "http://desk.school.example"
    far = Classroom(tmp_path / "far", ("Amina", "Brian"), 2, url)
    far.write(far.pupils[1], "Hello")
    desk = far.sign_in(far.pupils[1])
    desk.carriers.put(stick.path, lambda done, total: None).result()
    desk.close()
    sitting = Sitting(School(far), theme)
    go(sitting, take=True).start(stick)
    assert "1 envelopes of others wait here for the line." in said(sitting)
    assert sitting.desk.connection.status().carrying == 1
    sitting.frame.open_panel()
    assert "of others. " in said(sitting)
    assert "Brian" not in said(sitting)
    sitting.close()


def test_damaged_envelopes_are_counted_and_left(sitting: Sitting, stick: Drive) -> None:
    go(sitting).start(stick)
    sitting.settle()
    (file, *_) = stick.path.glob("MentorDesk/*/up/*")
    file.write_bytes(file.read_bytes()[:-9])
    go(sitting, take=True).start(stick)
    assert "damaged and were left on the stick. Nothing is lost" in said(sitting)


def test_envelopes_of_a_newer_version_are_told_and_left(sitting: Sitting, stick: Drive) -> None:
    (stick.path / "letter.mdt").write_bytes(b"MDT2" + bytes(100))
    go(sitting, take=True).start(stick)
    assert "from a newer MentorDesk. Install the newer one here" in said(sitting)


# Trouble


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "The stick is full. Make room on it, or take another one. Nothing is lost."),
        (errno.EROFS, "Nothing can be written on this stick."),
        (errno.EIO, "The stick was taken out. Nothing is lost: put it in again"),
    ],
)
def test_each_trouble_says_what_to_do_and_can_be_tried_again(
    sitting: Sitting, school: School, stick: Drive, code: int, sentence: str
) -> None:
    def before(step: str, path: Path) -> None:
        if step == "write" and path.is_relative_to(stick.path):
            raise OSError(code, os.strerror(code))

    school.before = before
    go(sitting).start(stick)
    assert sentence in said(sitting)
    assert buttons(sitting) == ["Try again", "Another stick"]
    assert mine(sitting) is Delivery.ON_THIS_COMPUTER
    school.before = lambda step, path: None
    press(sitting, "Try again")
    assert "3 things are on the stick." in said(sitting)


def test_a_stick_pulled_out_in_the_middle_loses_only_the_tail(
    sitting: Sitting, school: School, stick: Drive
) -> None:
    written: list[Path] = []

    def pull(step: str, path: Path) -> None:
        if step == "rename" and path.is_relative_to(stick.path) and path.parent.name == "up":
            written.append(path)
            if len(written) == 2:
                shutil.rmtree(stick.path)

    school.before = pull
    go(sitting).start(stick)
    assert "The stick was taken out." in said(sitting)
    school.before = lambda step, path: None
    stick.path.mkdir()
    press(sitting, "Try again")
    assert "3 things are on the stick." in said(sitting)


def test_stop_ends_after_the_envelope_under_way(sitting: Sitting, school: School, stick: Drive) -> None:
    page = go(sitting)

    def stop(step: str, path: Path) -> None:
        if step == "rename" and path.parent.name == "up" and path.is_relative_to(stick.path):
            page.moving.button.click()

    school.before = stop
    page.start(stick)
    assert "Stopped. What has arrived is whole" in said(sitting)
    assert len(list(stick.path.glob("MentorDesk/*/up/*"))) == 1
    school.before = lambda step, path: None
    press(sitting, "Try again")
    assert "3 things are on the stick." in said(sitting)


def test_whoever_has_gone_on_is_told_on_the_other_page(sitting: Sitting, stick: Drive) -> None:
    page = go(sitting)
    page.start(stick)
    sitting.frame.go(SettingsPlace())
    sitting.settle()
    assert sitting.frame.banner.words.startswith("3 things are on the stick.")


# Keys and screen readers


def test_the_progress_is_heard(sitting: Sitting, theme: Theme) -> None:
    page = go(sitting)
    page.moving.begin("Putting on SCHOOL-STICK…")
    page.moving.show_part(12, 30)
    page._show(page.moving)
    sitting.settle()
    heard = QAccessible.queryAccessibleInterface(page.moving.line)
    assert heard.role() == QAccessible.Role.ProgressBar
    assert heard.text(QAccessible.Text.Name) == "Putting on SCHOOL-STICK…"
    assert "12 of 30" in said(sitting)
    assert page.moving.button.hasFocus()


def test_the_progress_fills_from_where_one_begins_to_read(sitting: Sitting, theme: Theme) -> None:
    page = go(sitting)
    page._show(page.moving)
    page.moving.show_part(1, 4)
    for mirrored in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        QApplication.setLayoutDirection(mirrored)
        sitting.settle()
        image = page.moving.line.grab().toImage()
        ends = [image.pixelColor(x, image.height() // 2).name() for x in (8, image.width() - 9)]
        filled = ends.index(theme.tokens.accent.lower())
        assert filled == (mirrored == Qt.LayoutDirection.RightToLeft)


def test_each_end_has_something_to_press(sitting: Sitting, stick: Drive) -> None:
    page = go(sitting)
    assert QApplication.focusWidget() is page.choice.folder
    page.start(stick)
    sitting.settle()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Done"
    assert focus.accessibleDescription().startswith("3 things are on the stick."), "a screen reader tells it"


# Today


def test_after_two_days_without_a_line_today_thinks_of_a_stick(sitting: Sitting, school: School) -> None:
    page = sitting.frame.page()
    for days in (0, 1):
        school.clock.advance(days * DAY)
        page.refresh()
        assert "A stick could carry it." not in said(sitting)
    school.clock.advance(2 * DAY)
    page.refresh()
    assert "A stick could carry it." in said(sitting)
    page._hint.acted.emit("put")
    assert sitting.frame.place == StickPlace()


def test_what_left_on_a_stick_is_not_hinted_at(sitting: Sitting, school: School, stick: Drive) -> None:
    go(sitting).start(stick)
    sitting.settle()
    school.clock.advance(3 * DAY)
    sitting.frame.go(TodayPlace())
    assert "A stick could carry it." not in said(sitting)


def test_the_chip_says_how_my_own_work_stands_and_explains_what_is_carried(sitting: Sitting) -> None:
    chip = sitting.frame.header.chip
    chip.set_status(SyncStatus(LineState.OFFLINE, carrying=2))
    chip._take_next()
    assert chip.text() == "Offline"
    assert chip.accessibleDescription() == (
        "Not connected. You can work. "
        "Carrying 2 envelopes of others. They go with the line; nobody here can read them."
    )


def test_what_others_have_in_the_tray_shows_at_sign_in_without_a_line(sitting: Sitting) -> None:
    assert sitting.desk.connection.status().carrying == 2
    sitting.frame.open_panel()
    assert "Carrying 2 envelopes of others." in said(sitting)
    names = [label.text() for label in sitting.frame.findChildren(QLabel) if "Brian" in label.text()]
    assert names == []
