# SPDX-License-Identifier: Apache-2.0
"""Going about an open desk by keys, and what the frame says and hears."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from mentordesk.base.errors import DiskFull
from mentordesk.base.options import THEME
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.events import Alarm, MessagesArrived, SyncChanged
from mentordesk.ui.places import (
    CirclePlace,
    NewThreadPlace,
    SearchPlace,
    SettingsPlace,
    ThreadPlace,
    TodayPlace,
)
from mentordesk.ui.theme.theme import Theme
from tests.helpers.term import TEAM, WITH_GRACE, WITH_HADDAD, say
from tests.helpers.window import Sitting, labels, sit_down

CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    """Amina on a Tuesday morning."""
    sitting = sit_down(tmp_path, theme)
    yield sitting
    sitting.close()


def press(
    sitting: Sitting, qtbot: QtBot, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(QApplication.focusWidget() or sitting.window, key, with_)
    sitting.settle()


def test_the_first_page_is_today(sitting: Sitting) -> None:
    assert sitting.frame.place == TodayPlace()
    assert sitting.frame.header.title.text() == "Today"
    assert "Good morning, \u2068Amina\u2069" in labels(sitting.frame.page())


def test_ctrl_and_a_number_lead_to_today_and_the_circles(sitting: Sitting, qtbot: QtBot) -> None:
    for key, place in ((Key.Key_2, WITH_GRACE), (Key.Key_3, WITH_HADDAD), (Key.Key_4, TEAM)):
        press(sitting, qtbot, key, CTRL)
        assert sitting.frame.place == CirclePlace(place)
    press(sitting, qtbot, Key.Key_9, CTRL)
    assert sitting.frame.place == CirclePlace(TEAM)
    press(sitting, qtbot, Key.Key_1, CTRL)
    assert sitting.frame.place == TodayPlace()


def test_esc_leads_back_the_way_one_came(sitting: Sitting, qtbot: QtBot) -> None:
    press(sitting, qtbot, Key.Key_2, CTRL)
    press(sitting, qtbot, Key.Key_N, CTRL)
    assert sitting.frame.place == NewThreadPlace(WITH_GRACE)
    press(sitting, qtbot, Key.Key_Escape)
    assert sitting.frame.place == CirclePlace(WITH_GRACE)
    press(sitting, qtbot, Key.Key_Escape)
    press(sitting, qtbot, Key.Key_Escape)
    assert sitting.frame.place == TodayPlace()


def test_f6_goes_round_the_window_and_shift_f6_the_other_way(sitting: Sitting, qtbot: QtBot) -> None:
    sitting.frame.go(ThreadPlace(WITH_GRACE, sitting.desk.threads.list(WITH_GRACE)[0].thread))
    page = sitting.frame.page()
    round_ = [sitting.frame.header.search, sitting.frame.left.list, page.view, page.composer.edit]
    assert page.composer.edit.hasFocus()
    for widget in round_:
        press(sitting, qtbot, Key.Key_F6)
        assert widget.hasFocus()
    for widget in (page.view, sitting.frame.left.list, sitting.frame.header.search, page.composer.edit):
        press(sitting, qtbot, Key.Key_F6, SHIFT)
        assert widget.hasFocus()


def test_f6_enters_every_page(sitting: Sitting, qtbot: QtBot) -> None:
    for place in (TodayPlace(), CirclePlace(WITH_GRACE), SettingsPlace()):
        sitting.frame.go(place)
        sitting.frame.left.list.setFocus()
        press(sitting, qtbot, Key.Key_F6)
        assert sitting.frame.page().isAncestorOf(QApplication.focusWidget())


def test_searching_shows_hits_as_one_types_and_esc_leaves(sitting: Sitting, qtbot: QtBot) -> None:
    press(sitting, qtbot, Key.Key_K, CTRL)
    field = sitting.frame.header.search
    assert field.hasFocus()
    qtbot.keyClicks(field, "pump")
    qtbot.waitUntil(lambda: sitting.frame.place == SearchPlace("pump"))
    found = sitting.frame.page()._found.rows.rows
    assert len(found) == 4
    assert all(row.marks for row in found)
    assert field.hasFocus()
    press(sitting, qtbot, Key.Key_Down)
    press(sitting, qtbot, Key.Key_Return)
    assert isinstance(sitting.frame.place, ThreadPlace)
    assert sitting.frame.place.message
    press(sitting, qtbot, Key.Key_Escape)
    assert sitting.frame.place == SearchPlace("pump")


def test_nothing_found_says_what_to_try(sitting: Sitting) -> None:
    sitting.frame.go(SearchPlace("xylophone"))
    assert "Nothing found. Try fewer letters, or another word." in labels(sitting.frame.page())


def test_ctrl_s_says_that_it_is_saved_already(sitting: Sitting, qtbot: QtBot) -> None:
    press(sitting, qtbot, Key.Key_S, CTRL)
    assert sitting.frame.banner.words == "Already saved, 10:42"


def test_f1_shows_all_keys(sitting: Sitting, qtbot: QtBot) -> None:
    press(sitting, qtbot, Key.Key_F1)
    page = sitting.window.findChild(QDialog)
    assert page is not None
    said = "\n".join(labels(page))
    for keys in ("Ctrl+1", "Ctrl+4", "Ctrl+K", "Ctrl+N", "Ctrl+S", "F6", "Ctrl+L", "Esc", "Ctrl+Return"):
        assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) in said
    page.close()


def test_a_narrow_window_has_one_line_instead_of_the_panel(sitting: Sitting) -> None:
    thread = sitting.desk.threads.list(WITH_GRACE)[0].thread
    sitting.frame.go(ThreadPlace(WITH_GRACE, thread))
    line = sitting.frame.page().keep_line
    assert (sitting.frame.keep.isVisible(), line.isVisible()) == (True, False)
    assert sitting.frame.left.width() == 232
    sitting.window.resize(1024, 660)
    sitting.settle()
    assert (sitting.frame.keep.isVisible(), line.isVisible()) == (False, True)
    assert line.text() == "It is 09:42 for \u2068Grace\u2069 · usually connects on Tuesdays and Thursdays"
    assert sitting.frame.left.width() == 200


def test_the_panel_says_local_time_usual_days_and_who_can_read(sitting: Sitting) -> None:
    sitting.frame.go(ThreadPlace(WITH_GRACE, sitting.desk.threads.list(WITH_GRACE)[0].thread))
    said = [text.replace("\u2068", "").replace("\u2069", "") for text in labels(sitting.frame.keep)]
    assert said == [
        "Keep in mind",
        "Grace Wanjiku",
        "It is 09:42 there now",
        "Usually connects on Tuesdays and Thursdays",
        "Grace, Ms Okoth (guardian) and you can read this",
    ]


def test_the_left_column_says_where_somebody_waits(sitting: Sitting) -> None:
    rows = sitting.frame.left.list.rows.rows
    assert [row.title.strip("\u2068\u2069") for row in rows[:3]] == ["Today", "My documents", "Grace Wanjiku"]
    assert [row.badge for row in rows] == ["", "", "3", "2", ""]
    assert "waiting for you" in rows[2].spoken


def test_the_chip_opens_the_panel_and_connect_now_asks(sitting: Sitting, qtbot: QtBot) -> None:
    sitting.frame.header.chip.click()
    panel = sitting.frame.panel
    assert panel.isVisible()
    said = "\n".join(labels(panel))
    assert "Not connected. You can work." in said
    assert "Not left this computer yet: 1" in said
    assert "Here is the part that I like least" in said
    press(sitting, qtbot, Key.Key_Escape)
    assert not panel.isVisible()
    assert sitting.frame.header.chip.hasFocus()
    assert sitting.frame.place == TodayPlace()
    sitting.frame.header.chip.click()
    press(sitting, qtbot, Key.Key_K, CTRL)
    assert not panel.isVisible()


def test_a_change_of_the_line_reaches_the_chip(sitting: Sitting, qtbot: QtBot) -> None:
    sitting.services.bridge.publish(SyncChanged(SyncStatus(LineState.UP_TO_DATE)))
    qtbot.waitUntil(lambda: sitting.frame.header.chip.text() == "Up to date", timeout=3_000)


def test_a_trouble_nobody_else_tells_is_said_in_the_banner(sitting: Sitting) -> None:
    sitting.frame.teller.show_trouble(DiskFull())
    assert "disk is full" in sitting.frame.banner.words


def test_an_alarm_is_said(sitting: Sitting) -> None:
    sitting.services.bridge.publish(Alarm("database_damaged"))
    sitting.settle()
    assert "damaged" in sitting.frame.banner.words


def test_a_notice_names_the_writer_and_not_the_words(sitting: Sitting) -> None:
    exams = next(t for t in sitting.desk.threads.list(WITH_GRACE) if t.topic.startswith("Exams"))
    one = MessagesArrived(WITH_GRACE, exams.thread, (b"message1",))
    assert sitting.frame.notices.words([one]) == "A message from \u2068Grace\u2069"
    assert sitting.frame.notices.words([one, one]).endswith("new messages")


def test_settings_count_at_once_and_are_kept(sitting: Sitting, theme: Theme) -> None:
    sitting.frame.go(SettingsPlace())
    sitting.desk.settings.set(THEME, "dark")
    sitting.settle()
    assert theme.tokens.is_dark
    assert sitting.desk.settings.get().get(THEME) == "dark"


def test_size_and_place_of_the_window_are_remembered(theme: Theme, tmp_path: Path) -> None:
    first = sit_down(tmp_path, theme, full=False)
    first.window.resize(751, 561)
    first.settle()
    first.close()
    again = Sitting(first.term, theme, (1366, 690))
    again.settle()
    size = (again.window.width(), again.window.height())
    again.close()
    assert size == (751, 561)


@pytest.mark.parametrize("how", ["lock", "sign_out", "close"])
def test_leaving_keeps_what_is_typed(theme: Theme, tmp_path: Path, qtbot: QtBot, how: str) -> None:
    sitting = sit_down(tmp_path, theme)
    left: list[str] = []
    sitting.window.leaving.connect(left.append)
    thread = sitting.desk.threads.list(WITH_GRACE)[-1].thread
    sitting.frame.go(ThreadPlace(WITH_GRACE, thread))
    qtbot.keyClicks(sitting.frame.page().composer.edit, "half a sen")
    if how == "lock":
        press(sitting, qtbot, Key.Key_L, CTRL)
    else:
        getattr(sitting.window, how)()
    draft = sitting.desk.drafts.get(thread)
    sitting.close()
    assert left[0] == how
    assert draft is not None
    assert draft.text == "half a sen"


def test_what_is_sent_without_a_line_is_counted_at_once(sitting: Sitting, qtbot: QtBot) -> None:
    thread = sitting.desk.threads.list(WITH_GRACE)[-1].thread
    sitting.desk.threads.send(WITH_GRACE, thread, "One more")
    sitting.settle()
    qtbot.waitUntil(lambda: sitting.frame.header.chip.text() == "Offline, 2 waiting")


def test_the_focus_stays_in_the_page_when_what_had_it_goes(theme: Theme, tmp_path: Path) -> None:
    sitting = sit_down(tmp_path, theme, full=False)
    page = sitting.frame.page()
    assert page._nothing.button.hasFocus()
    sitting.desk.threads._runner.call(lambda tx: say(tx, TEAM, "baraka", "Kazi ya timu", "Habari?"))
    sitting.settle()
    assert page._waiting.list.hasFocus()
    sitting.close()


def test_every_key_stands_in_a_menu(sitting: Sitting) -> None:
    listed = {
        action.text()
        for menu in sitting.window.menuBar().actions()
        for action in menu.menu().actions()  # type: ignore[union-attr]
    }
    assert sitting.window._actions is not None
    assert {action.text() for action in sitting.window._actions.with_keys()} <= listed


def test_ctrl_enter_sends_only_where_one_writes(sitting: Sitting, qtbot: QtBot) -> None:
    thread = sitting.desk.threads.list(WITH_GRACE)[-1].thread
    sitting.frame.go(ThreadPlace(WITH_GRACE, thread))
    composer = sitting.frame.page().composer
    qtbot.keyClicks(composer.edit, "One more")
    sitting.frame.header.search.setFocus()
    press(sitting, qtbot, Key.Key_Return, CTRL)
    assert composer.text() == "One more"
    composer.edit.setFocus()
    press(sitting, qtbot, Key.Key_Return, CTRL)
    assert composer.text() == ""
    assert sitting.desk.threads.page(thread).rows(0, 50)[-1].text == "One more"
