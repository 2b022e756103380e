# SPDX-License-Identifier: Apache-2.0
"""What concurrent work leaves behind, in the window: taken back, late, written twice, not here yet."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from mentordesk.domain.events import CirclesChanged, DraftChanged, ThreadChanged
from mentordesk.storage import retracts
from mentordesk.storage.retracts import Word
from mentordesk.storage.store import Tx
from mentordesk.ui.circle.page import CirclePage
from mentordesk.ui.places import CirclePlace, SearchPlace, SettingsPlace, ThreadPlace, TodayPlace
from mentordesk.ui.settings.page import SettingsPage
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.thread.page import ThreadPage
from mentordesk.ui.today.page import TodayPage
from mentordesk.ui.widgets.links import Link
from mentordesk.ui.widgets.notice import Notice
from tests.helpers import past
from tests.helpers.term import WITH_GRACE, make_term
from tests.helpers.window import Sitting, labels, sit_down

_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    sitting = sit_down(tmp_path, theme)
    yield sitting
    sitting.close()


def thread(sitting: Sitting, topic: str = "Exams") -> bytes:
    return next(t.thread for t in sitting.desk.threads.list(WITH_GRACE) if t.topic.startswith(topic))


def happen(sitting: Sitting, what: Callable[..., Any], *arguments: object) -> Any:
    """Something is stored, as by an exchange."""

    def work(tx: Tx) -> Any:
        result = what(tx, *arguments)
        tx.announce(DraftChanged(WITH_GRACE, thread(sitting)))
        tx.announce(ThreadChanged(WITH_GRACE, thread(sitting)))
        return result

    result = sitting.desk.threads._runner.call(work)
    sitting.settle()
    return result


def open_thread(sitting: Sitting) -> ThreadPage:
    sitting.frame.go(ThreadPlace(WITH_GRACE, thread(sitting)))
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, ThreadPage)
    return page


def spoken(page: ThreadPage, back: int = 1) -> str:
    """A row as a screen reader says it, counted from the end."""
    model = page.view.model()
    row = model.index(model.rowCount() - back, 0)
    return str(row.data(Qt.ItemDataRole.AccessibleTextRole)).translate(_ISOLATES)


def all_spoken(page: ThreadPage) -> str:
    return "\n".join(spoken(page, back + 1) for back in range(page.view.model().rowCount()))


def link(notice: Notice, words: str) -> Link:
    return next(one for one in notice.findChildren(Link) if one.text() == words and one.isVisible())


def said(sitting: Sitting) -> str:
    return sitting.frame.banner.words.translate(_ISOLATES)


# Taken back


def test_a_message_that_went_is_taken_back_from_its_menu_and_undone(sitting: Sitting) -> None:
    happen(sitting, past.two_computers)
    happen(sitting, past.write_at, past.PC7, "a sentence too much", 60, 900, thread(sitting))
    page = open_thread(sitting)
    menu = page.view.menu_for(page.view.model().rowCount() - 1)
    next(action for action in menu.actions() if action.text() == "Take back").trigger()
    menu.close()
    sitting.settle()
    assert "You took this message back" in spoken(page)
    assert "a sentence too much" not in all_spoken(page)
    assert said(sitting) == "Taken back."
    link(sitting.frame.banner, "Undo").click()
    sitting.settle()
    assert "a sentence too much" in spoken(page)


def test_what_another_took_back_says_who(sitting: Sitting) -> None:
    page = open_thread(sitting)
    happen(sitting, past.taken_back_by_grace, thread(sitting))
    assert "Grace Wanjiku took this message back" in all_spoken(page)
    sitting.window.grab()


def test_a_thread_of_which_nothing_stands_says_so_in_its_row(sitting: Sitting) -> None:
    name = thread(sitting)

    def take_all(tx: Tx) -> None:
        everything = "SELECT id, author FROM messages WHERE thread = ?"
        for row in tx.conn.exec_driver_sql(everything, (name,)).all():
            retracts.keep(tx, Word(row.id, row.id, WITH_GRACE, row.author, 5, 1))

    happen(sitting, take_all)
    sitting.frame.go(CirclePlace(WITH_GRACE))
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, CirclePage)
    rows_shown = page._threads.rows.rows
    assert any("took this message back" in row.words for row in rows_shown)


# Late


def test_a_late_message_says_so_and_its_author_is_asked_once(sitting: Sitting) -> None:
    happen(sitting, past.come_late, thread(sitting))
    assert said(sitting).startswith("An older message from PC-3 has just gone: “Dear Grace, I could not")
    page = open_thread(sitting)
    assert "Written on PC-3, arrived late · At the server" in all_spoken(page)
    assert "Press Space to take it back." in all_spoken(page)
    link(sitting.frame.banner, "Keep").click()
    sitting.settle()
    assert said(sitting) == ""
    assert "Written on PC-3, arrived late" in all_spoken(page)
    assert "Press Space to take it back." not in all_spoken(page)
    happen(sitting, lambda tx: None)
    assert said(sitting) == ""


def test_the_banner_takes_a_late_message_back(sitting: Sitting) -> None:
    happen(sitting, past.come_late, thread(sitting))
    link(sitting.frame.banner, "Take back").click()
    sitting.settle()
    assert said(sitting) == "Taken back."
    assert "I could not send this" not in all_spoken(open_thread(sitting))


# Written twice


def test_a_draft_of_another_computer_is_asked_about_and_never_sent(sitting: Sitting) -> None:
    page = open_thread(sitting)
    page.view.setFocus()
    before = page.view.model().rowCount()
    happen(sitting, past.draft_from_pc3, thread(sitting), "I wanted to say")
    assert page.composer.text() == "I wanted to say"
    assert page.twice.notice.words.translate(_ISOLATES) == (
        "You wrote this on PC-3. It has not been sent."
    )
    assert page.view.model().rowCount() == before
    link(page.twice.notice, "Throw away").click()
    sitting.settle()
    assert (page.composer.text(), page.twice.notice.words) == ("", "")
    link(sitting.frame.banner, "Undo").click()
    sitting.settle()
    assert page.composer.text() == "I wanted to say"


def test_going_on_with_it_asks_no_more(sitting: Sitting) -> None:
    page = open_thread(sitting)
    page.view.setFocus()
    happen(sitting, past.draft_from_pc3, thread(sitting), "I wanted to say")
    link(page.twice.notice, "Go on writing").click()
    sitting.settle()
    assert page.twice.notice.words == ""
    assert page.composer.edit.hasFocus()


def two_drafts(sitting: Sitting) -> ThreadPage:
    happen(sitting, past.draft_from_pc3, thread(sitting), "from PC-3", "from here")
    page = open_thread(sitting)
    assert page.composer.text() == "from here"
    assert page.twice.notice.words.translate(_ISOLATES) == "You wrote something else on PC-3."
    link(page.twice.notice, "See both").click()
    sitting.settle()
    return page


def choose(page: ThreadPage, words: str, number: int = 0) -> None:
    dialog = page.twice.dialog
    assert dialog is not None
    buttons = [one for one in dialog.findChildren(QPushButton) if one.text() == words]
    QTest.keyClick(buttons[number], Qt.Key.Key_Space)


def test_both_texts_are_shown_and_one_is_used(sitting: Sitting) -> None:
    page = two_drafts(sitting)
    choose(page, "Use this one", 1)
    sitting.settle()
    assert (page.composer.text(), page.twice.notice.words) == ("from PC-3", "")
    assert said(sitting) == "The other text stands here now."
    link(sitting.frame.banner, "Undo").click()
    sitting.settle()
    assert page.composer.text() == "from here"


def test_both_texts_are_kept(sitting: Sitting) -> None:
    page = two_drafts(sitting)
    choose(page, "Keep both")
    sitting.settle()
    assert page.composer.text() == "from here\n\nfrom PC-3"
    assert page.twice.notice.words == ""


def test_what_stands_may_stand(sitting: Sitting) -> None:
    page = two_drafts(sitting)
    choose(page, "Use this one")
    sitting.settle()
    assert (page.composer.text(), page.twice.notice.words) == ("from here", "")


def test_a_topic_that_two_people_changed(sitting: Sitting) -> None:
    name = thread(sitting)
    happen(sitting, past.topic_of_grace, name, "Exams in May")
    sitting.frame.go(ThreadPlace(WITH_GRACE, name))
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, ThreadPage)
    assert page.twice.notice.words.translate(_ISOLATES) == "Grace Wanjiku changed the topic too."
    link(page.twice.notice, "See both").click()
    choose(page, "Use this one", 1)
    sitting.settle()
    found = sitting.desk.threads.summary(name)
    assert found is not None
    assert found.topic == "Exams in May"
    assert page.twice.notice.words == ""


# Not here yet, and the computer before


def test_what_is_still_coming_is_said_where_it_is_missed_and_goes(sitting: Sitting) -> None:
    page = open_thread(sitting)
    assert page.missing.isHidden()
    happen(sitting, past.older_coming, 34_000)
    sitting.frame.go(CirclePlace(WITH_GRACE))
    sitting.settle()
    assert "Older messages are still coming, about 34 KB" in labels(sitting.frame.page())
    page = open_thread(sitting)
    assert page.missing.text() == "Older messages are still coming, about 34 KB"
    sitting.frame.go(SearchPlace("pump"))
    sitting.settle()
    assert any("Search again later" in words for words in labels(sitting.frame.page()))
    happen(sitting, past.older_coming, 0)
    page = open_thread(sitting)
    assert page.missing.isHidden()


def test_a_new_computer_names_the_one_before_until_it_is_put_away(sitting: Sitting) -> None:
    happen(sitting, past.come_late, thread(sitting))
    happen(sitting, lambda tx: tx.announce(CirclesChanged()))
    sitting.frame.go(TodayPlace())
    sitting.settle()
    words = "\n".join(labels(sitting.frame.page())).translate(_ISOLATES)
    assert "The newest that came from PC-3: " in words
    assert "Work made there after that may still be on it." in words
    page = sitting.frame.page()
    assert isinstance(page, TodayPage)
    notice = page._before
    link(notice, "Close").click()
    sitting.settle()
    assert notice.isHidden()


def test_this_computers_name_can_be_chosen(sitting: Sitting) -> None:
    sitting.frame.go(SettingsPlace())
    sitting.settle()
    page = sitting.frame.page()
    assert isinstance(page, SettingsPage)
    field = page.computer.field
    field.setFocus()
    QTest.keyClicks(field, "Library 2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    sitting.settle()
    assert sitting.desk.computers.name() == "Library 2"


# Locking


def test_after_a_lock_one_goes_on_where_one_was(theme: Theme, tmp_path: Path) -> None:
    term = make_term(tmp_path)
    first = Sitting(term, theme)
    first.frame.go(ThreadPlace(WITH_GRACE, thread(first)))
    place = first.frame.place
    first.window.lock()
    first.close()
    again = Sitting(term, theme)
    assert again.frame.place == place
    again.close()
    third = Sitting(term, theme)
    assert third.frame.place == TodayPlace()
    third.close()


def test_what_is_not_whole_stands_apart_from_the_messages(sitting: Sitting) -> None:
    happen(sitting, past.older_coming, 34_000)
    page = open_thread(sitting)
    said = page.missing.mapTo(page, page.missing.rect().bottomLeft()).y()
    assert page.view.mapTo(page, page.view.rect().topLeft()).y() - said >= 8
    happen(sitting, past.older_coming, 0)
    page = open_thread(sitting)
    assert page.view.mapTo(page, page.view.rect().topLeft()).y() == 0
