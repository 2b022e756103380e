# SPDX-License-Identifier: Apache-2.0
"""Files of mine that the server has not got are said where one asks what has not left."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from mentordesk.base.clock import ManualClock
from mentordesk.commands.window import _options
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.ui.frame.window import MainWindow
from mentordesk.ui.places import StickPlace, TodayPlace
from mentordesk.ui.signin.known import KnownPerson
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.words import Words
from tests.gui.test_stick import School
from tests.helpers.classroom import Classroom
from tests.helpers.window import Sitting, labels, make_services

THREE = "3 files are not at the server yet. They go on when you are signed in and connected."
TWO = "2 files are not at the server yet. They go on when you are signed in and connected."
NOT_BY_STICK = "Files do not go by stick, only their messages."


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    """Amina at a computer without a line; she has sent a message."""
    room = Classroom(tmp_path, ("Amina",), 1, "http://desk.school.example")
    room.write(room.pupils[0], "Hello")
    sitting = Sitting(School(room), theme)
    yield sitting
    sitting.close()


def send(sitting: Sitting, *files: bytes) -> None:
    """A message with files."""
    desk = sitting.desk
    circle = desk.people.circles()[0].circle
    thread = desk.threads.list(circle)[0].thread
    for number, data in enumerate(files):
        desk.attachments.attach(circle, thread, data, f"picture {number}.png").result()
    desk.threads.send(circle, thread, "with files").result()


def seen(sitting: Sitting) -> list[str]:
    """The sentences in sight."""
    sitting.frame.page().refresh()
    sitting.settle()
    return labels(sitting.frame)


def test_today_and_the_panel_count_them(sitting: Sitting) -> None:
    assert not any("at the server yet" in words for words in seen(sitting))
    send(sitting, b"one", b"two")
    assert sitting.frame.place == TodayPlace()
    assert TWO in seen(sitting)
    send(sitting, b"three")
    assert THREE in seen(sitting)
    sitting.frame.panel.refresh(sitting.desk.connection.status())
    assert THREE in [label.text() for label in sitting.frame.panel.findChildren(QLabel)]


def test_the_stick_page_says_that_they_do_not_go(sitting: Sitting) -> None:
    sitting.frame.go(StickPlace())
    assert not any(NOT_BY_STICK in words for words in seen(sitting))
    send(sitting, b"one", b"two")
    assert any(words.endswith(f"{NOT_BY_STICK} {TWO}") for words in seen(sitting))
    sitting.frame.go(StickPlace(take=True))
    assert not any(NOT_BY_STICK in words for words in seen(sitting))


def test_what_was_taken_back_or_is_a_draft_does_not_count(sitting: Sitting) -> None:
    desk = sitting.desk
    circle = desk.people.circles()[0].circle
    thread = desk.threads.list(circle)[0].thread
    desk.attachments.attach(circle, thread, b"draft", "draft.png").result()
    assert desk.connection.status().files_up == 0
    message = desk.threads.send(circle, thread, "with a file").result()
    assert desk.connection.status().files_up == 1
    desk.threads.take_back(message).result()
    assert desk.connection.status().files_up == 0


def test_nothing_says_that_all_has_left_while_a_file_has_not(words: Words) -> None:
    status = SyncStatus(LineState.UP_TO_DATE, last_contact=1, files_up=2)
    assert words.line.sentence(status) == words.line.waiting(status) == "All words have left this computer."
    assert words.line.files_up(status.files_up) == TWO
    assert words.line.files_up(0) == ""


def test_whoever_signs_in_next_is_told(theme: Theme, clock: ManualClock) -> None:
    known = KnownPerson("folder", "Amina", "Mentors", "http://desk.school.example")
    services = make_services(theme, clock)
    window = MainWindow(services, [known])
    window.sign_in.set_left_safe(2, 2)
    window.show()
    said = labels(window)
    assert any(one.endswith(f"2 things are safe here and leave with the next line. {TWO}") for one in said)
    window.sign_in.set_left_safe(0, 3)
    assert THREE in labels(window)
    window.close()
    services.bridge.close()
    window.deleteLater()


def test_the_next_process_is_told() -> None:
    assert _options(["--left-files", "2", "--left", "1"]).left_files == 2
