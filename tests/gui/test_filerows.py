# SPDX-License-Identifier: Apache-2.0
"""Files on messages: their states in words, by mouse, by keys, for screen readers; asked about when large."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mentordesk.domain.files import FileInfo, FileState
from mentordesk.domain.messages import Message
from mentordesk.ui.filedeeds import deeds_of
from mentordesk.ui.filewords import Deed
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import Look, Scheme
from mentordesk.ui.thread.model import ThreadModel
from mentordesk.ui.widgets.filerows import PICTURE, Question
from mentordesk.ui.widgets.messageview import MessageView
from mentordesk.ui.widgets.rowframe import RowFrame
from mentordesk.ui.words import Words
from tests.helpers.messages import ListSource, message

Open = Callable[..., MessageView]
HERE, NOT_FETCHED = FileState.HERE, FileState.NOT_FETCHED


def file(number: int, name: str = "essay.pdf", state: FileState = NOT_FETCHED, **more: object) -> FileInfo:
    made = FileInfo(
        id=number.to_bytes(8, "big"),
        name=name,
        type={"pdf": "application/pdf", "jpg": "image/jpeg"}.get(name.rpartition(".")[2], ""),
        size=340_000,
        state=state,
        moved=0,
        mine=False,
        dangerous=False,
        here=state is HERE,
        circle=bytes(16),
        thread=bytes(8),
        message=bytes(8),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def with_files(number: int, *files: FileInfo, text: str = "Look at these.") -> Message:
    return replace(message(number, text), files=files)


@pytest.fixture
def open_view(qtbot: QtBot, theme: Theme, words: Words) -> Open:
    def show(*messages: Message, width: int = 700) -> MessageView:
        view = MessageView(theme, words)
        qtbot.addWidget(view)
        view.setModel(ThreadModel(ListSource(messages), words))
        view.resize(width, 500)
        with qtbot.waitExposed(view):
            view.show()
        view.activateWindow()
        view.setFocus()
        return view

    return show


def asked(view: MessageView) -> list[tuple[str, Deed]]:
    """What is asked for from now on, as (name, deed)."""
    heard: list[tuple[str, Deed]] = []
    view.file_asked.connect(lambda file, deed: heard.append((file.name, deed)))
    return heard


def places(view: MessageView, row: int = 0) -> dict[Deed, QRect]:
    """Where the links of a row's files stand on the screen."""
    index = view.model().index(row, 0)
    parts = view._delegate.parts(index, view.visualRect(index).width(), view.isRightToLeft())
    assert parts is not None
    frame = RowFrame(view.visualRect(index), view.isRightToLeft())
    return {link.deed: frame.place(link.place) for part in parts.files for link in part.links}


def press(qtbot: QtBot, view: MessageView, deed: Deed) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=places(view)[deed].center())


def key(qtbot: QtBot, view: MessageView, *keys: Qt.Key) -> None:
    for one in keys:
        qtbot.keyClick(view, one)


@pytest.mark.parametrize(
    ("state", "more", "said"),
    [
        (HERE, {}, "Here, 340 KB"),
        (NOT_FETCHED, {}, "Not here yet, 340 KB"),
        (FileState.WAITING, {}, "Comes by itself, 340 KB"),
        (FileState.WAITING, {"mine": True, "here": True}, "Goes when it connects, 340 KB"),
        (FileState.MOVING, {"moved": 120_000}, "120 of 340 KB"),
        (FileState.PAUSED, {"moved": 120_000}, "Paused, 120 of 340 KB"),
        (FileState.OVER_BUDGET, {}, "Stopped at this week's limit, 0 of 340 KB"),
        (FileState.MOVING, {"moved": 400_000, "size": 2_100_000}, "0.4 of 2.1 MB"),
        (FileState.NO_ROOM, {"mine": True, "here": True}, "No room at the server, 340 KB"),
        (FileState.QUOTA, {"mine": True, "here": True}, "Your room at the server is used up, 340 KB"),
        (FileState.GONE, {}, "Not at the server any more, 340 KB"),
    ],
)
def test_each_state_is_said_in_words(
    words: Words, state: FileState, more: dict[str, object], said: str
) -> None:
    assert words.files.state(file(1, state=state, **more)) == said


@pytest.mark.parametrize(
    ("name", "state", "deeds"),
    [
        ("essay.pdf", NOT_FETCHED, (Deed.GET,)),
        ("essay.pdf", FileState.WAITING, (Deed.PAUSE,)),
        ("essay.pdf", FileState.MOVING, (Deed.PAUSE,)),
        ("essay.pdf", FileState.PAUSED, (Deed.GO_ON,)),
        ("essay.pdf", FileState.OVER_BUDGET, (Deed.GO_ON,)),
        ("essay.pdf", FileState.GONE, (Deed.AGAIN,)),
        ("essay.pdf", HERE, (Deed.OPEN, Deed.SAVE)),
        ("lake.jpg", HERE, (Deed.OPEN, Deed.SAVE)),
        ("essay.docx", HERE, (Deed.SAVE,)),
    ],
)
def test_what_can_be_done_follows_the_state(name: str, state: FileState, deeds: tuple[Deed, ...]) -> None:
    assert deeds_of(file(1, name, state)) == deeds


def test_a_dangerous_file_is_only_saved_and_says_why(words: Words) -> None:
    for name in ("start.exe", "lake.jpg", "essay.pdf"):
        risky = file(1, name, HERE, dangerous=True)
        assert deeds_of(risky) == (Deed.SAVE,)
        assert "harm a computer" in words.files.spoken(risky)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (FileState.NO_ROOM, "The server has no room for this file just now. It stays safe here."),
        (FileState.QUOTA, "You have used your room for files at the server. It stays safe here."),
    ],
)
def test_what_the_server_has_no_room_for_says_that_it_is_safe_and_can_be_tried_again(
    qtbot: QtBot, open_view: Open, words: Words, state: FileState, said: str
) -> None:
    mine = file(1, "lake.jpg", state, mine=True, here=True)
    assert words.files.note(mine) == said
    assert said.rstrip(".") in words.files.spoken(mine)
    assert words.files.note(replace(mine, dangerous=True)).endswith(said)
    view = open_view(with_files(1, mine))
    heard = asked(view)
    press(qtbot, view, Deed.AGAIN)
    assert heard == [("lake.jpg", Deed.AGAIN)]


def test_my_own_file_opens_while_it_waits() -> None:
    mine = file(1, "lake.jpg", FileState.WAITING, mine=True, here=True)
    assert deeds_of(mine) == (Deed.OPEN, Deed.PAUSE, Deed.SAVE)


def test_a_press_on_the_link_asks_for_it(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(with_files(1, file(1)))
    heard = asked(view)
    press(qtbot, view, Deed.GET)
    assert heard == [("essay.pdf", Deed.GET)]


def test_pressed_on_one_link_and_released_on_another_asks_for_nothing(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(with_files(1, file(1, state=HERE)))
    heard, links = asked(view), places(view)
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=links[Deed.OPEN].center())
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=links[Deed.SAVE].center())
    assert heard == []


def test_down_goes_through_the_files_and_on_to_the_next_message(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(with_files(1, file(1, "a.pdf"), file(2, "b.pdf")), message(2))
    key(qtbot, view, Qt.Key.Key_Home)
    visited = []
    for _ in range(3):
        key(qtbot, view, Qt.Key.Key_Down)
        current = view.current_file()
        visited.append((view.currentIndex().row(), current.name if current else ""))
    assert visited == [(0, "a.pdf"), (0, "b.pdf"), (1, "")]
    key(qtbot, view, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert (view.currentIndex().row(), view.current_file()) == (0, None)


@pytest.mark.parametrize("do", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_or_space_on_a_file_does_its_first_deed(qtbot: QtBot, open_view: Open, do: Qt.Key) -> None:
    said = replace(with_files(1, file(1, state=FileState.MOVING)), can_take_back=True)
    view = open_view(said)
    heard = asked(view)
    taken: list[object] = []
    view.take_back_asked.connect(taken.append)
    key(qtbot, view, Qt.Key.Key_Home, Qt.Key.Key_Down, do)
    assert heard == [("essay.pdf", Deed.PAUSE)]
    assert taken == []


def test_a_message_that_is_only_files_is_visited_at_the_first(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(message(1), with_files(2, file(1), text=""))
    heard = asked(view)
    key(qtbot, view, Qt.Key.Key_End, Qt.Key.Key_Return)
    assert heard == [("essay.pdf", Deed.GET)]


def test_the_menu_has_what_can_be_done_with_each_file(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(with_files(1, file(1, "a & b.pdf"), file(2, "lake.jpg", HERE)))
    heard = asked(view)
    menu = view.menu_for(0)
    lines = {action.text(): action for action in menu.actions() if action.text()}
    assert [text for text in lines if "\u2068" in text] == [
        "Get it, 340 KB: \u2068a && b.pdf\u2069",
        "Open: \u2068lake.jpg\u2069",
        "Save…: \u2068lake.jpg\u2069",
    ]
    lines["Save…: \u2068lake.jpg\u2069"].trigger()
    assert heard == [("lake.jpg", Deed.SAVE)]
    menu.deleteLater()


def ask(view: MessageView, shown: FileInfo) -> None:
    view.ask(shown, Question("2.1 MB: about 14 minutes on this line.", (Deed.GET_ANYWAY, Deed.LEAVE)))


def test_a_question_stands_in_the_row_until_it_is_answered(qtbot: QtBot, open_view: Open) -> None:
    shown = file(1, size=2_100_000)
    view = open_view(with_files(1, shown))
    heard = asked(view)
    key(qtbot, view, Qt.Key.Key_Home)
    low = view.visualRect(view.model().index(0, 0)).height()
    ask(view, shown)
    assert view.visualRect(view.model().index(0, 0)).height() > low
    assert set(places(view)) == {Deed.GET_ANYWAY, Deed.LEAVE}
    press(qtbot, view, Deed.LEAVE)
    assert set(places(view)) == {Deed.GET}
    assert heard == []
    ask(view, shown)
    key(qtbot, view, Qt.Key.Key_Return)
    assert heard == [("essay.pdf", Deed.GET_ANYWAY)]
    assert set(places(view)) == {Deed.GET}


def test_esc_leaves_a_question(qtbot: QtBot, open_view: Open) -> None:
    shown = file(1, size=2_100_000)
    view = open_view(with_files(1, shown))
    heard = asked(view)
    key(qtbot, view, Qt.Key.Key_Home)
    ask(view, shown)
    key(qtbot, view, Qt.Key.Key_Escape)
    assert set(places(view)) == {Deed.GET}
    assert heard == []


def test_a_screen_reader_hears_files_with_their_states(open_view: Open) -> None:
    view = open_view(with_files(1, file(1), file(2, "lake.jpg", HERE)))
    said = view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "File \u2068essay.pdf\u2069: Not here yet, 340 KB" in said
    assert "File \u2068lake.jpg\u2069: Here, 340 KB" in said


def test_a_picture_stands_in_its_row_and_opens_with_a_press(qtbot: QtBot, open_view: Open) -> None:
    view = open_view(with_files(1, file(1, "lake.jpg", HERE)))
    wanted: list[QSize] = []

    def pictures(shown: FileInfo, room: QSize) -> QPixmap | None:
        wanted.append(room)
        return None

    view.set_pictures(pictures)
    view.viewport().repaint()
    assert wanted == [PICTURE]
    heard = asked(view)
    index = view.model().index(0, 0)
    parts = view._delegate.parts(index, view.visualRect(index).width(), False)
    assert parts is not None
    spot = parts.files[0].picture.center() + view.visualRect(index).topLeft()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert heard == [("lake.jpg", Deed.OPEN)]


@pytest.mark.parametrize("name", ["lake.jpg", "start.exe"])
def test_what_is_large_or_dangerous_is_not_decoded_for_its_row(open_view: Open, name: str) -> None:
    view = open_view(
        with_files(1, file(1, "lake.jpg", HERE, size=9_000_000), file(2, name, HERE, dangerous=True))
    )
    wanted: list[FileInfo] = []
    view.set_pictures(lambda shown, room: wanted.append(shown))
    view.viewport().repaint()
    assert wanted == []


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("width", [340, 700])
@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_nothing_overlaps_or_leaves_its_box(
    open_view: Open, theme: Theme, percent: int, width: int, way: Qt.LayoutDirection
) -> None:
    theme.set_look(Look(Scheme.LIGHT, text_percent=percent))
    QApplication.setLayoutDirection(way)
    risky = file(3, "a very long name that tells the whole story of the week.exe", HERE, dangerous=True)
    view = open_view(with_files(1, file(1), file(2, "lake.jpg", HERE), risky), width=width)
    index = view.model().index(0, 0)
    parts = view._delegate.parts(index, view.visualRect(index).width(), view.isRightToLeft())
    assert parts is not None
    for part in parts.files:
        inside = [
            part.picture,
            part.icon,
            part.name,
            part.state,
            part.note,
            *(one.place for one in part.links),
        ]
        there = [rect for rect in inside if rect.width() and rect.height()]
        assert all(part.box.contains(rect) for rect in there)
        assert not any(a.intersects(b) for n, a in enumerate(there) for b in there[n + 1 :])


def test_a_mirrored_window_has_the_links_on_the_left(open_view: Open) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view = open_view(with_files(1, file(1)))
    assert places(view)[Deed.GET].center().x() < view.viewport().width() // 2


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (20, "less than a minute"),
        (840, "about 14 minutes"),
        (3 * 3_600, "about 3 hours"),
    ],
)
def test_how_long_it_takes_is_said(words: Words, seconds: int, said: str) -> None:
    assert words.files.duration(seconds) == said
