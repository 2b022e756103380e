# SPDX-License-Identifier: Apache-2.0
"""After a crash the window opens where one was writing, the caret where it was."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mentordesk.domain.messages import Draft
from mentordesk.ui.places import NewThreadPlace, ThreadPlace, TodayPlace
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.thread.page import ThreadPage
from tests.helpers.term import NOW, TEAM, WITH_GRACE, Term, make_term
from tests.helpers.window import Sitting, labels

HALF = "The acids are the ones that"
Begin = Callable[[int], Sitting]


@pytest.fixture
def term(tmp_path: Path) -> Term:
    return make_term(tmp_path)


@pytest.fixture
def begin(term: Term, theme: Theme, qtbot: QtBot) -> Iterator[Begin]:
    """Sit down; the argument is when a session began that never ended, 0 = there was none."""
    sittings: list[Sitting] = []

    def begin(broken_off: int) -> Sitting:
        sittings.append(Sitting(term, theme, broken_off=broken_off))
        return sittings[-1]

    yield begin
    for sitting in sittings:
        sitting.close()


def write(term: Term, draft: Draft, ago: int) -> None:
    term.clock.advance(-ago)
    desk = term.desk(lambda event: None)
    desk.drafts.save(draft)
    desk.close()
    term.clock.advance(ago)


def test_the_caret_is_where_it_was(term: Term, begin: Begin) -> None:
    thread = term_thread(term)
    write(term, Draft(WITH_GRACE, thread, "", HALF, caret=9), ago=-60)
    page = begin(NOW - 3600).frame.page()
    assert isinstance(page, ThreadPage)
    assert page.place == ThreadPlace(WITH_GRACE, thread)
    assert (page.composer.text(), page.composer.caret()) == (HALF, 9)
    assert page.composer.edit is QApplication.focusWidget()
    assert "You stopped here. Saved 10:43" in labels(page)


def test_esc_leads_to_today(term: Term, begin: Begin) -> None:
    sitting = begin(NOW - 3600)
    assert isinstance(sitting.frame.place, ThreadPlace)
    sitting.frame.back()
    assert sitting.frame.place == TodayPlace()


def test_a_thread_that_had_not_begun_opens_with_its_topic(term: Term, begin: Begin) -> None:
    write(term, Draft(TEAM, b"a thread", "Water", "How deep", caret=3, new_thread=True), ago=-60)
    sitting = begin(NOW - 3600)
    page = sitting.frame.page()
    assert isinstance(page, ThreadPage)
    assert sitting.frame.place == NewThreadPlace(TEAM, b"a thread")
    assert (page.topic.text(), page.composer.text(), page.composer.caret()) == ("Water", "How deep", 3)
    assert page.composer.edit is QApplication.focusWidget()


@pytest.mark.parametrize("broken_off", [0, NOW + 60])
def test_otherwise_today_is_shown(begin: Begin, broken_off: int) -> None:
    """After a clean end; and where nothing was being written in the session that broke off."""
    assert begin(broken_off).frame.place == TodayPlace()


def term_thread(term: Term) -> bytes:
    desk = term.desk(lambda event: None)
    found = next(t.thread for t in desk.threads.list(WITH_GRACE) if t.topic.startswith("Exams"))
    desk.close()
    return found
