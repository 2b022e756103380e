# SPDX-License-Identifier: Apache-2.0
"""Files in a thread: attached, asked about, sent, fetched, opened and saved; nothing readable stays."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mentordesk.base.options import TEXT_SIZE
from mentordesk.base.policy import Policy
from mentordesk.desk.attachments import clear_copies
from mentordesk.domain.files import MAX_FILE, MAX_FILES, FileInfo, FileState
from mentordesk.domain.messages import Message
from mentordesk.storage.attachments import Wanted
from mentordesk.ui.filewords import Deed
from mentordesk.ui.images import MOST_BYTES
from mentordesk.ui.places import NewThreadPlace, ThreadPlace, TodayPlace
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.thread.page import ThreadPage
from mentordesk.ui.widgets.links import Link
from mentordesk.ui.widgets.notice import Notice
from mentordesk.ui.widgets.pictureview import PictureView
from tests.helpers.papers import PDF, lake, only_part, picture_file, put_on
from tests.helpers.term import WITH_GRACE, make_term, say
from tests.helpers.window import Sitting, labels

CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    sitting = Sitting(make_term(tmp_path / "home"), theme, policy=Policy(shared_account=True))
    yield sitting
    sitting.close()


@pytest.fixture
def page(sitting: Sitting) -> ThreadPage:
    return thread_with_grace(sitting)


def thread_with_grace(sitting: Sitting) -> ThreadPage:
    """A thread in which Grace wrote one message."""
    runner = sitting.desk.threads._runner
    message = runner.submit(lambda tx: say(tx, WITH_GRACE, "grace", "Files", "Look at this.")).result()
    row = sitting.desk.threads._reader.first("SELECT thread FROM messages WHERE id = ?", (message,))
    sitting.frame.go(ThreadPlace(WITH_GRACE, row.thread))
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, ThreadPage)
    return page


def messages(page: ThreadPage) -> list[Message]:
    shown = page.context.desk.threads.page(page._thread)
    return list(shown.rows(0, shown.count()))


def received(
    sitting: Sitting, page: ThreadPage, name: str, data: bytes, type: str = "", here: bool = True
) -> FileInfo:
    """A file on Grace's message."""
    file = put_on(sitting.desk, messages(page)[0].id, name, type, data)
    if not here:
        only_part(sitting.desk, file, 0, Wanted.PAUSED)
        only_part(sitting.desk, file, 0, Wanted.NOT_ASKED)
        sitting.desk.threads._runner.submit(
            lambda tx: tx.conn.exec_driver_sql(
                "UPDATE messages SET time = 0 WHERE thread = ?", (page._thread,)
            )
        )
    page.refresh()
    sitting.settle()
    return info(page, file)


def info(page: ThreadPage, file: bytes) -> FileInfo:
    found = page.context.desk.attachments.info(file)
    assert found is not None
    return found


def in_draft(page: ThreadPage) -> dict[str, int]:
    return {one.name: one.size for one in page.context.desk.attachments.of_draft(page._thread)}


def notice(page: ThreadPage) -> str:
    found = page.composer.findChild(Notice)
    assert isinstance(found, Notice)
    return plain(found.words)


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def do(page: ThreadPage, sitting: Sitting, file: FileInfo, deed: Deed) -> None:
    page.view._make_current(0)
    page._files.do(file, deed)
    sitting.settle()


def question(page: ThreadPage) -> str:
    return " ".join(one.words for one in page.view._delegate.files.questions.values())


# Attaching


def test_a_picture_is_made_small_and_both_sizes_are_told(
    sitting: Sitting, page: ThreadPage, tmp_path: Path
) -> None:
    (tmp_path / "lake.bmp").write_bytes(picture_file(lake(1_800, 1_350), "bmp"))
    page._attacher.add_paths([tmp_path / "lake.bmp"])
    sitting.settle()
    ((name, size),) = in_draft(page).items()
    assert name in ("lake.jpg", "lake.png")
    assert size <= MOST_BYTES
    assert any(text.endswith("was 7.3 MB") for text in labels(page.composer)), labels(page.composer)


def test_other_files_go_as_they_are(sitting: Sitting, page: ThreadPage, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"words" * 1_000)
    page._attacher.add_paths([tmp_path / "notes.txt"])
    sitting.settle()
    assert in_draft(page) == {"notes.txt": 5_000}


def test_a_dangerous_file_says_what_others_can_do_with_it(
    sitting: Sitting, page: ThreadPage, tmp_path: Path
) -> None:
    (tmp_path / "start.exe").write_bytes(b"MZ\x90\x00")
    page._attacher.add_paths([tmp_path / "start.exe"])
    sitting.settle()
    assert "Others can only save it, not open it here." in labels(page.composer)


def test_a_large_file_is_asked_about_before_it_is_added(
    sitting: Sitting, page: ThreadPage, tmp_path: Path
) -> None:
    (tmp_path / "pump.mp4").write_bytes(bytes(2_100_000))
    page._attacher.add_paths([tmp_path / "pump.mp4"])
    sitting.settle()
    assert in_draft(page) == {}
    assert notice(page) == "pump.mp4 is 2.1 MB: about 14 minutes on this line."
    links = {link.text(): link for link in page.composer.findChild(Notice).findChildren(Link)}
    assert set(links) == {"Send it anyway", "Leave it out"}
    links["Send it anyway"].click()
    sitting.settle()
    assert in_draft(page) == {"pump.mp4": 2_100_000}
    assert notice(page) == ""
    page.composer.ask_to_send()
    sitting.settle()
    assert messages(page)[-1].files[0].state is FileState.WAITING


def test_a_large_file_can_be_left_out(sitting: Sitting, page: ThreadPage, tmp_path: Path) -> None:
    for name in ("one.mp4", "two.mp4"):
        (tmp_path / name).write_bytes(bytes(1_500_000))
    page._attacher.add_paths([tmp_path / "one.mp4", tmp_path / "two.mp4"])
    sitting.settle()
    page.composer.notice_acted.emit("leave_out")
    assert notice(page).startswith("two.mp4 is 1.5 MB")
    page.composer.notice_acted.emit("leave_out")
    sitting.settle()
    assert in_draft(page) == {}
    assert notice(page) == ""


def test_what_was_not_answered_is_asked_again(sitting: Sitting, page: ThreadPage, tmp_path: Path) -> None:
    place = page.place
    (tmp_path / "pump.mp4").write_bytes(bytes(2_100_000))
    page._attacher.add_paths([tmp_path / "pump.mp4"])
    sitting.settle()
    page.composer.set_text("The film comes later.")
    page.composer.ask_to_send()
    sitting.settle()
    assert messages(page)[-1].files == ()
    assert notice(page).startswith("pump.mp4 is 2.1 MB")
    sitting.frame.go(place)
    assert notice(page).startswith("pump.mp4 is 2.1 MB")
    sitting.frame.go(NewThreadPlace(WITH_GRACE))
    assert notice(page) == ""
    sitting.frame.go(place)
    assert notice(page) == "", "it belonged to the draft as it was then"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("huge", "Files of up to 21.0 MB can go with a message"),
        ("folder", "It cannot be read, so it was not added."),
        ("gone", "It cannot be read, so it was not added."),
        ("damaged", "This picture cannot be read; it may be damaged."),
    ],
)
def test_what_cannot_be_added_says_so(
    sitting: Sitting, page: ThreadPage, tmp_path: Path, kind: str, said: str
) -> None:
    path = tmp_path / f"{kind}.png"
    if kind == "huge":
        path.write_bytes(bytes(MAX_FILE + 1))
    elif kind == "folder":
        path.mkdir()
    elif kind == "damaged":
        path.write_bytes(picture_file(lake(), "png")[:30])
    page._attacher.add_paths([path])
    sitting.settle()
    assert notice(page).startswith(f"{kind}.png: ")
    assert said in notice(page)
    assert in_draft(page) == {}


def test_no_more_files_than_a_message_takes(sitting: Sitting, page: ThreadPage, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(MAX_FILES + 2)]
    for path in paths:
        path.write_bytes(b"words")
    page._attacher.add_paths(paths)
    sitting.settle()
    assert len(in_draft(page)) == MAX_FILES
    assert notice(page) == "One message can have up to 10 files. Send the rest with the next one."


def test_taken_off_by_key_and_the_focus_stays_near(
    sitting: Sitting, page: ThreadPage, tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"words")
    page._attacher.add_paths([tmp_path / "a.txt", tmp_path / "b.txt"])
    sitting.settle()
    first, second = page.composer.attached.links()
    assert plain(first.accessibleName()) == "Take off a.txt"
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    sitting.settle()
    assert in_draft(page) == {"a.txt": 5}
    (left,) = page.composer.attached.links()
    assert left.hasFocus()
    qtbot.keyClick(left, Qt.Key.Key_Space)
    sitting.settle()
    assert in_draft(page) == {}
    assert page.composer.edit.hasFocus()
    assert page.composer.attached.isHidden()


def test_a_draft_keeps_its_files(sitting: Sitting, page: ThreadPage, tmp_path: Path) -> None:
    place = page.place
    (tmp_path / "a.txt").write_bytes(b"words")
    page._attacher.add_paths([tmp_path / "a.txt"])
    sitting.settle()
    sitting.frame.go(TodayPlace())
    assert any("a.txt" in row.words for row in sitting.frame.page()._go_on.list.model().rows)
    sitting.frame.go(place)
    sitting.settle()
    assert "a.txt" in labels(page.composer)
    sitting.frame.go(NewThreadPlace(WITH_GRACE))
    sitting.settle()
    assert "a.txt" not in labels(page.composer)


def test_a_file_alone_can_be_sent(sitting: Sitting, page: ThreadPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"words")
    page._attacher.add_paths([tmp_path / "a.txt"])
    sitting.settle()
    qtbot.keyClick(page.composer.edit, Qt.Key.Key_Return, CTRL)
    sitting.settle()
    sent = messages(page)[-1]
    assert (sent.text, [one.name for one in sent.files], sent.mine) == ("", ["a.txt"], True)
    assert page.composer.attached.isHidden()
    assert not page.composer.findChild(QPushButton).isEnabled()
    sitting.frame.open_panel()
    assert any("a.txt" in text for text in labels(sitting.frame.panel))
    (thread,) = [one for one in sitting.desk.threads.list(WITH_GRACE) if one.topic == "Files"]
    assert thread.last_words == "a.txt"


def test_a_thread_begun_with_a_file_alone_is_called_by_it(
    sitting: Sitting, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "drawing.txt").write_bytes(b"words")
    sitting.frame.go(NewThreadPlace(WITH_GRACE))
    sitting.settle()
    begun = sitting.frame.page()
    begun._attacher.add_paths([tmp_path / "drawing.txt"])
    sitting.settle()
    begun.composer.ask_to_send()
    sitting.settle()
    assert "drawing.txt" in {thread.topic for thread in sitting.desk.threads.list(WITH_GRACE)}


def test_files_dropped_and_pictures_pasted_are_added(
    sitting: Sitting, page: ThreadPage, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"words")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    copy = Qt.DropAction.CopyAction
    no_key = Qt.KeyboardModifier.NoModifier
    come = QDragEnterEvent(QPoint(5, 5), copy, data, LEFT, no_key)
    QApplication.sendEvent(page, come)
    assert come.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), copy, data, LEFT, no_key))
    pasted = QMimeData()
    pasted.setImageData(lake(200, 100))
    page.composer.edit.insertFromMimeData(pasted)
    sitting.settle()
    assert {name.partition(".")[0] for name in in_draft(page)} == {"a", "picture"}


def test_what_was_added_last_is_seen(sitting: Sitting, tmp_path: Path) -> None:
    names = ("a.txt", "game.exe", "b.txt", "c.txt")
    for name in names:
        (tmp_path / name).write_bytes(b"0" * 100)
    page = thread_with_grace(sitting)
    for count, name in enumerate(names, start=1):
        page._attacher.add_paths([tmp_path / name])
        sitting.settle()
        shown = page.composer.attached
        rows = shown._rows
        assert len(rows) == count
        assert shown.rect().contains(rows[-1].rect().translated(rows[-1].mapTo(shown, QPoint(0, 0))))
    assert shown.height() >= sum(row.height() for row in rows[:3])


def test_large_text_in_a_small_window_leaves_everything_its_room(theme: Theme, tmp_path: Path) -> None:
    sitting = Sitting(make_term(tmp_path / "small"), theme, (1024, 660))
    sitting.desk.settings.set(TEXT_SIZE, 200).result()
    page = thread_with_grace(sitting)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(b"words")
    (tmp_path / "pump.mp4").write_bytes(bytes(2_100_000))
    page._attacher.add_paths([tmp_path / name for name in ("a.txt", "b.txt", "c.txt", "pump.mp4")])
    sitting.settle()
    composer = page.composer
    parts = [composer.edit, composer.attached, composer.findChild(Notice), composer._add]
    assert composer.rect().contains(composer._add.geometry())
    assert not any(one.geometry().intersects(two.geometry()) for one, two in pairwise(parts))
    sitting.close()


# On messages


def test_a_small_file_comes_without_a_question(sitting: Sitting, page: ThreadPage) -> None:
    file = received(sitting, page, "rules.pdf", PDF, here=False)
    assert file.state is FileState.NOT_FETCHED
    do(page, sitting, file, Deed.GET)
    assert question(page) == ""
    assert info(page, file.id).state is FileState.WAITING


def test_a_large_file_is_asked_about_before_it_comes(sitting: Sitting, page: ThreadPage) -> None:
    file = received(sitting, page, "pump.mp4", bytes(2_100_000), here=False)
    do(page, sitting, file, Deed.GET)
    assert question(page) == "2.1 MB: about 14 minutes on this line."
    assert info(page, file.id).state is FileState.NOT_FETCHED
    do(page, sitting, file, Deed.GET_ANYWAY)
    assert info(page, file.id).state is FileState.WAITING
    do(page, sitting, file, Deed.PAUSE)
    assert info(page, file.id).state is FileState.PAUSED
    do(page, sitting, file, Deed.GO_ON)
    assert info(page, file.id).state is FileState.WAITING


def test_a_large_file_of_mine_is_tried_again_without_a_question(sitting: Sitting, page: ThreadPage) -> None:
    sitting.desk.attachments.attach(WITH_GRACE, page._thread, bytes(2_100_000), "pump.mp4").result()
    page.composer.set_text("The film.")
    page.composer.ask_to_send()
    sitting.settle()
    (file,) = messages(page)[-1].files
    do(page, sitting, file, Deed.PAUSE)
    do(page, sitting, replace(info(page, file.id), state=FileState.NO_ROOM), Deed.AGAIN)
    assert question(page) == ""
    assert info(page, file.id).state is FileState.WAITING


def test_a_picture_opens_over_the_window_and_esc_goes_back(
    sitting: Sitting, page: ThreadPage, qtbot: QtBot
) -> None:
    file = received(sitting, page, "lake.jpg", picture_file(lake()), "image/jpeg")
    page.view.setFocus()
    do(page, sitting, file, Deed.OPEN)
    shown = sitting.window.findChild(PictureView)
    assert shown.isVisible()
    assert shown.size() == sitting.window.size()
    picture = shown.findChild(QLabel, "picture").pixmap()
    assert picture.width() > 400
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    sitting.settle()
    assert shown.isHidden()
    assert page.view.hasFocus()


def test_a_picture_that_is_none_says_so(sitting: Sitting, page: ThreadPage) -> None:
    file = received(sitting, page, "lake.jpg", b"no picture at all", "image/jpeg")
    do(page, sitting, file, Deed.OPEN)
    shown = sitting.window.findChild(PictureView)
    assert "This picture cannot be shown. You can save it." in labels(shown)
    shown.close_again()


class Viewer(QObject):
    """What the system would open with."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def show_file(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def viewer(qapp: QApplication) -> Iterator[Viewer]:
    viewer = Viewer()
    QDesktopServices.setUrlHandler("file", viewer, "show_file")
    yield viewer
    QDesktopServices.unsetUrlHandler("file")


def test_a_pdf_on_a_shared_computer_warns_once(sitting: Sitting, page: ThreadPage, viewer: Viewer) -> None:
    file = received(sitting, page, "rules.pdf", PDF, "application/pdf")
    do(page, sitting, file, Deed.OPEN)
    assert "Others at this computer could see it until you sign out." in question(page)
    assert viewer.opened == []
    do(page, sitting, file, Deed.OPEN_ANYWAY)
    do(page, sitting, file, Deed.OPEN)
    assert [path.read_bytes() for path in viewer.opened] == [PDF, PDF]
    folder = sitting.services.copies
    assert all(folder in path.parents for path in viewer.opened)
    assert clear_copies(folder)
    assert not folder.exists()


def test_a_pdf_on_ones_own_computer_opens_at_once(theme: Theme, tmp_path: Path, viewer: Viewer) -> None:
    sitting = Sitting(make_term(tmp_path / "own"), theme)
    page = thread_with_grace(sitting)
    file = received(sitting, page, "rules.pdf", PDF, "application/pdf")
    do(page, sitting, file, Deed.OPEN)
    assert [path.name for path in viewer.opened] == ["rules.pdf"]
    sitting.close()


def test_what_only_says_that_it_is_a_pdf_is_not_opened(
    sitting: Sitting, page: ThreadPage, viewer: Viewer
) -> None:
    file = received(sitting, page, "rules.pdf", b"MZ\x90\x00 a programme", "application/pdf")
    do(page, sitting, file, Deed.OPEN_ANYWAY)
    assert viewer.opened == []
    assert not sitting.services.copies.exists()


def test_a_file_is_saved_where_one_wants_it(sitting: Sitting, page: ThreadPage, tmp_path: Path) -> None:
    file = received(sitting, page, "start.exe", b"MZ\x90\x00 a programme")
    page._files.save_to(file, tmp_path / "kept.exe")
    assert (tmp_path / "kept.exe").read_bytes() == b"MZ\x90\x00 a programme"
    said = plain(" ".join(labels(sitting.frame.banner)))
    assert "Saved as kept.exe. Others at this computer can see it there." in said
    page._files.save_to(file, tmp_path / "no folder" / "kept.exe")
    assert "could not be saved there" in plain(" ".join(labels(sitting.frame.banner)))


def test_a_picture_in_its_row_is_decoded_from_the_sealed_bytes(sitting: Sitting, page: ThreadPage) -> None:
    received(sitting, page, "lake.jpg", picture_file(lake()), "image/jpeg")
    sitting.settle()
    image = page.view.viewport().grab().toImage()
    hill = sum(_is_like(image, x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4))
    assert hill > 50


def _is_like(image: QImage, x: int, y: int) -> bool:
    """The hill's green."""
    colour = image.pixelColor(x, y)
    return abs(colour.red() - 0x3D) + abs(colour.green() - 0x4A) + abs(colour.blue() - 0x3A) < 24
