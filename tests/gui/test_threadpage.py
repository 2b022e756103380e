# SPDX-License-Identifier: Apache-2.0
"""Writing: nothing typed is lost, nothing is emptied before it is stored."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mentordesk.base.errors import DiskFull
from mentordesk.domain.ids import ThreadId
from mentordesk.domain.messages import MAX_MESSAGE_BYTES
from mentordesk.storage.store import InlineRunner, Tx
from mentordesk.ui.places import CirclePlace, NewThreadPlace, ThreadPlace
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.thread.model import MESSAGE_ROLE, STATE_ROLE
from mentordesk.ui.thread.page import ThreadPage
from tests.helpers.term import TEAM, WITH_GRACE, say
from tests.helpers.window import Sitting, labels, sit_down

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    sitting = sit_down(tmp_path, theme)
    yield sitting
    sitting.close()


def thread(sitting: Sitting, topic: str) -> ThreadId:
    return next(t.thread for t in sitting.desk.threads.list(WITH_GRACE) if t.topic.startswith(topic))


def open_thread(sitting: Sitting, topic: str = "Exams") -> ThreadPage:
    sitting.frame.go(ThreadPlace(WITH_GRACE, thread(sitting, topic)))
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, ThreadPage)
    return page


def texts(sitting: Sitting, topic: str = "Exams") -> list[str]:
    page = sitting.desk.threads.page(thread(sitting, topic))
    return [message.text for message in page.rows(0, page.count())]


def send(page: ThreadPage, sitting: Sitting) -> None:
    QTest.keyClick(page.composer.edit, Qt.Key.Key_Return, CTRL)
    sitting.settle()


class Held:
    """A runner that holds every write back until `go`, and can make it fail."""

    def __init__(self, sitting: Sitting) -> None:
        self._threads = sitting.desk.threads
        self._runner = self._threads._runner
        self._threads._runner = self
        self.held: list[Callable[[], None]] = []

    def submit(self, work: Callable[[Tx], object]) -> Future[object]:
        future: Future[object] = Future()
        self.held.append(lambda: future.set_result(self._runner.call(work)))
        self.futures = [*getattr(self, "futures", []), future]
        return future

    call = InlineRunner.call

    def close(self) -> None:
        """Nothing is under way."""


def test_a_message_goes_with_ctrl_enter_and_stands_at_the_end(sitting: Sitting, qtbot: QtBot) -> None:
    page = open_thread(sitting)
    qtbot.keyClicks(page.composer.edit, "Nitasoma kesho.")
    send(page, sitting)
    assert texts(sitting)[-1] == "Nitasoma kesho."
    assert page.composer.text() == ""
    assert page.view.is_at_end
    assert page.composer.edit.hasFocus()
    assert "On this computer. Goes when it connects." in page.view.model().data(
        page.view.model().index(page.view.model().rowCount() - 1, 0), Qt.ItemDataRole.AccessibleTextRole
    )


def test_the_text_stays_until_the_message_is_stored(sitting: Sitting, qtbot: QtBot) -> None:
    page, held = open_thread(sitting), Held(sitting)
    qtbot.keyClicks(page.composer.edit, "one")
    send(page, sitting)
    assert page.composer.text() == "one"
    send(page, sitting)
    assert len(held.held) == 1
    held.held[0]()
    sitting.settle()
    assert (page.composer.text(), texts(sitting)[-1]) == ("", "one")


def test_what_is_typed_while_a_message_is_stored_stays(sitting: Sitting, qtbot: QtBot) -> None:
    page, held = open_thread(sitting), Held(sitting)
    qtbot.keyClicks(page.composer.edit, "one")
    send(page, sitting)
    qtbot.keyClicks(page.composer.edit, " and two")
    held.held[0]()
    sitting.settle()
    draft = sitting.desk.drafts.get(thread(sitting, "Exams"))
    assert (page.composer.text(), draft.text if draft else "") == (" and two", " and two")


def test_a_full_disk_keeps_the_text_and_says_so(sitting: Sitting, qtbot: QtBot) -> None:
    page, held = open_thread(sitting), Held(sitting)
    qtbot.keyClicks(page.composer.edit, "one")
    send(page, sitting)
    held.futures[0].set_exception(DiskFull())
    sitting.settle()
    assert page.composer.text() == "one"
    assert any("disk is full" in text for text in labels(page))
    assert "one" not in texts(sitting)


def test_a_message_of_a_megabyte_is_refused_kindly_and_kept(sitting: Sitting) -> None:
    page = open_thread(sitting)
    text = "word " * 200_000
    page.composer.set_text(text)
    page.composer.send_asked.emit(text)
    sitting.settle()
    assert page.composer.text() == text
    assert any("too long for one message" in words for words in labels(page))
    assert len(text) > MAX_MESSAGE_BYTES


def test_a_pause_in_typing_saves_text_and_caret(sitting: Sitting, qtbot: QtBot) -> None:
    page = open_thread(sitting)
    qtbot.keyClicks(page.composer.edit, "The acids are")
    qtbot.keyClick(page.composer.edit, Qt.Key.Key_Left)
    wanted = thread(sitting, "Exams")
    qtbot.waitUntil(lambda: sitting.desk.drafts.get(wanted) is not None, timeout=2_000)
    draft = sitting.desk.drafts.get(wanted)
    assert draft is not None
    assert (draft.text, draft.caret) == ("The acids are", 12)
    qtbot.waitUntil(lambda: "Saved 10:42" in labels(page))


def test_coming_back_puts_the_caret_where_it_was(sitting: Sitting, qtbot: QtBot) -> None:
    page = open_thread(sitting)
    qtbot.keyClicks(page.composer.edit, "The acids are")
    qtbot.keyClick(page.composer.edit, Qt.Key.Key_Left)
    sitting.frame.go(CirclePlace(WITH_GRACE))
    sitting.settle()
    page = open_thread(sitting)
    assert (page.composer.text(), page.composer.caret()) == ("The acids are", 12)
    assert "You stopped here. Saved 10:42" in labels(page)


def test_each_thread_has_its_own_draft(sitting: Sitting, qtbot: QtBot) -> None:
    page = open_thread(sitting, "Exams")
    qtbot.keyClicks(page.composer.edit, "about exams")
    page = open_thread(sitting, "How the week")
    assert page.composer.text() == ""
    qtbot.keyClicks(page.composer.edit, "about the week")
    page = open_thread(sitting, "Exams")
    assert page.composer.text() == "about exams"


def test_sending_leaves_no_draft_behind(sitting: Sitting, qtbot: QtBot) -> None:
    page = open_thread(sitting)
    qtbot.keyClicks(page.composer.edit, "done")
    page.leave()
    send(page, sitting)
    page.leave()
    sitting.settle()
    assert sitting.desk.drafts.get(thread(sitting, "Exams")) is None


def test_a_message_that_has_not_left_can_be_taken_back(sitting: Sitting, qtbot: QtBot) -> None:
    page = open_thread(sitting)
    before = texts(sitting)
    qtbot.keyClicks(page.composer.edit, "too soon")
    send(page, sitting)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_End)
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    sitting.settle()
    assert texts(sitting) == before
    assert page.composer.text() == "too soon"
    assert "Taken back. Nobody got it." in labels(page)


def test_taking_back_keeps_what_is_being_written(sitting: Sitting, qtbot: QtBot) -> None:
    page = open_thread(sitting)
    qtbot.keyClicks(page.composer.edit, "first")
    send(page, sitting)
    qtbot.keyClicks(page.composer.edit, "second")
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_End)
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    sitting.settle()
    assert page.composer.text() == "first\n\nsecond"


def test_a_message_that_arrives_shows_without_moving_the_page(sitting: Sitting) -> None:
    page = open_thread(sitting)
    rows = page.view.model().rowCount()
    sitting.desk.threads._runner.call(
        lambda tx: say(tx, WITH_GRACE, "grace", "Exams and the study plan", "Hi!")
    )
    sitting.settle()
    assert page.view.model().rowCount() == rows + 1
    assert texts(sitting)[-1] == "Hi!"


def test_what_was_on_the_screen_for_a_second_is_read(sitting: Sitting, qtbot: QtBot) -> None:
    wanted = thread(sitting, "Exams")
    assert sitting.desk.threads.summary(wanted).fresh == 1  # type: ignore[union-attr]
    sitting.window.activateWindow()
    open_thread(sitting)
    assert sitting.desk.threads.summary(wanted).fresh == 1  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: sitting.desk.threads.summary(wanted).fresh == 0, timeout=3_000)  # type: ignore[union-attr]


def test_a_new_thread_begins_with_topic_and_message(sitting: Sitting, qtbot: QtBot) -> None:
    sitting.frame.go(NewThreadPlace(TEAM))
    sitting.settle()
    page = sitting.frame.page()
    assert page.topic.hasFocus()
    qtbot.keyClicks(page.topic, "Chujio")
    qtbot.keyClick(page.topic, Qt.Key.Key_Return)
    assert page.composer.edit.hasFocus()
    qtbot.keyClicks(page.composer.edit, "Picha iko tayari.")
    send(page, sitting)
    assert isinstance(sitting.frame.place, ThreadPlace)
    summary = sitting.desk.threads.summary(sitting.frame.place.thread)
    assert summary is not None
    assert (summary.topic, summary.count, summary.circle) == ("Chujio", 1, TEAM)
    assert not page.topic.isVisible()
    assert sitting.desk.drafts.new_in(TEAM) is None


def test_a_thread_without_topic_is_called_by_its_first_words(sitting: Sitting, qtbot: QtBot) -> None:
    sitting.frame.go(NewThreadPlace(TEAM))
    page = sitting.frame.page()
    qtbot.keyClicks(page.composer.edit, "Who of you knows how a water filter works?")
    send(page, sitting)
    assert "Who of you knows how a…" in [t.topic for t in sitting.desk.threads.list(TEAM)]


def test_a_new_thread_left_half_written_is_found_again(sitting: Sitting, qtbot: QtBot) -> None:
    sitting.frame.go(NewThreadPlace(TEAM))
    page = sitting.frame.page()
    qtbot.keyClicks(page.topic, "Chujio")
    qtbot.keyClicks(page.composer.edit, "Picha")
    sitting.frame.go(CirclePlace(TEAM))
    sitting.settle()
    assert sitting.frame.page()._threads.rows.rows[0].title == "Chujio"
    sitting.frame.go(NewThreadPlace(TEAM))
    assert (page.topic.text(), page.composer.text()) == ("Chujio", "Picha")


def test_a_search_hit_shows_its_message(sitting: Sitting) -> None:
    hit = sitting.desk.search.find("leather cup seal")[0].message
    sitting.frame.go(ThreadPlace(hit.circle, hit.thread, hit.id))
    sitting.settle()
    view = sitting.frame.page().view
    assert view.currentIndex().data(MESSAGE_ROLE).id == hit.id
    assert view.rect().intersects(view.visualRect(view.currentIndex()))
    assert view.hasFocus(), "the message found is ringed"


def test_ctrl_s_in_a_thread_saves_and_says_when(sitting: Sitting, qtbot: QtBot) -> None:
    page = open_thread(sitting)
    qtbot.keyClicks(page.composer.edit, "half")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    assert "Already saved, 10:42" in labels(page)
    assert sitting.desk.drafts.get(thread(sitting, "Exams")) is not None


def test_a_message_names_who_has_read_it(sitting: Sitting) -> None:
    page = open_thread(sitting, "How the week")
    model = page.view.model()
    states = [model.index(row, 0).data(STATE_ROLE) for row in range(model.rowCount())]
    assert any(state.startswith("\u2068Grace\u2069 has read it, ") for state in states if state)
