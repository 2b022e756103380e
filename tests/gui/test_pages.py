# SPDX-License-Identifier: Apache-2.0
"""Today, circles and settings: what they say, and what they say when there is nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from mentordesk.base.options import DENSITY, OPTIONS, TEXT_SIZE, Choice
from mentordesk.domain.messages import Draft
from mentordesk.storage.store import Tx
from mentordesk.ui.places import CirclePlace, NewThreadPlace, SettingsPlace, ThreadPlace, TodayPlace
from mentordesk.ui.settings.words import OptionWords
from mentordesk.ui.theme.theme import Theme
from tests.helpers.term import DAY, TEAM, WITH_GRACE, WITH_HADDAD, say
from tests.helpers.window import Sitting, labels, sit_down


@pytest.fixture
def sitting(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    sitting = sit_down(tmp_path, theme)
    yield sitting
    sitting.close()


@pytest.fixture
def empty(theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    """The first day: circles, and nothing said yet."""
    sitting = sit_down(tmp_path, theme, full=False)
    yield sitting
    sitting.close()


def plain(texts: list[str]) -> list[str]:
    return [text.replace("\u2068", "").replace("\u2069", "") for text in texts]


def test_today_goes_on_where_one_stopped(sitting: Sitting, qtbot: QtBot) -> None:
    page = sitting.frame.page()
    row = page._go_on.list.rows.rows[0]
    assert row.words == "The ending is still weak. I want to say that Njeri"
    assert row.action == "Go on writing"
    assert page._go_on.list.hasFocus()
    qtbot.keyClick(page._go_on.list, Qt.Key.Key_Return)
    sitting.settle()
    assert isinstance(sitting.frame.place, ThreadPlace)
    assert sitting.frame.page().composer.caret() == 50


def test_today_shows_the_longest_wait_first(sitting: Sitting) -> None:
    rows = sitting.frame.page()._waiting.list.rows.rows
    waits = [t.waiting_since for t in sitting.desk.today.get().waiting]
    assert waits == sorted(waits)
    assert len(rows) == len(waits) == 5
    assert rows[0].trailing.startswith("since ")
    assert rows[0].action == "Answer"


def test_today_shows_what_has_not_left(sitting: Sitting) -> None:
    rows = sitting.frame.page()._not_left.list.rows.rows
    assert [row.words[:26] for row in rows] == ["Here is the part that I li"]
    assert plain([row.title for row in rows]) == ["Scholarship essay · to Grace Wanjiku"]


def test_of_a_long_draft_the_end_is_shown(sitting: Sitting) -> None:
    thread = sitting.desk.threads.list(WITH_GRACE)[-1].thread
    text = "It begins like this. " + "And so on. " * 30 + "Here I stopped"
    sitting.desk.drafts.save(Draft(WITH_GRACE, thread, "", text, len(text)))
    sitting.settle()
    rows = sitting.frame.page()._go_on.list.rows.rows
    row = next(row for row in rows if row.words.endswith("Here I stopped"))
    assert row.words.startswith("… ")
    assert row.tail


def test_a_message_that_arrives_comes_up_on_today(sitting: Sitting) -> None:
    before = len(sitting.frame.page()._waiting.list.rows.rows)
    sitting.desk.threads._runner.call(lambda tx: say(tx, TEAM, "baraka", "Kazi ya timu", "Safi!"))
    sitting.settle()
    assert len(sitting.frame.page()._waiting.list.rows.rows) == before + 1


def test_when_nothing_waits_today_says_what_one_could_do(empty: Sitting) -> None:
    page = empty.frame.page()
    assert "Nothing waits for you." in labels(page)
    write = next(b for b in page.findChildren(QPushButton) if b.isVisible())
    assert write.text().replace("\u2068", "").replace("\u2069", "") == "Write to Grace"
    write.click()
    empty.settle()
    assert empty.frame.place == NewThreadPlace(WITH_GRACE)


def test_when_all_is_answered_the_usual_days_are_told(empty: Sitting) -> None:
    def four_weeks(tx: Tx) -> None:
        for week in (4, 3, 2, 1):
            empty.term.clock.advance(-week * 7 * DAY)
            say(tx, WITH_GRACE, "grace", "Hello", "Hi")
            empty.term.clock.advance(week * 7 * DAY)
        say(tx, WITH_GRACE, "amina", "Hello", "Hi")

    empty.desk.threads._runner.call(four_weeks)
    empty.frame.go(CirclePlace(WITH_GRACE))
    empty.frame.go(TodayPlace())
    said = plain(labels(empty.frame.page()))
    assert {"Nothing waits for you.", "Grace usually connects on Tuesdays."} <= set(said)


@pytest.mark.parametrize(
    ("hour", "said"), [(-6, "Good morning"), (3, "Good afternoon"), (10, "Good evening")]
)
def test_the_greeting_follows_the_day(sitting: Sitting, hour: int, said: str) -> None:
    sitting.term.clock.advance(hour * 3600)
    sitting.frame.page().refresh()
    assert plain(labels(sitting.frame.page()))[0] == f"{said}, Amina"


def test_a_circle_says_who_is_in_it_and_who_can_read(sitting: Sitting) -> None:
    sitting.frame.go(CirclePlace(WITH_GRACE))
    said = "\n".join(plain(labels(sitting.frame.page())))
    assert "Grace Wanjiku · mentor · 09:42 there · usually connects on Tuesdays and Thursdays" in said
    assert "Ms Okoth · guardian\n" in said, "her clock shows the same"
    assert "Grace, Ms Okoth (guardian) and you can read this" in said


def test_a_circles_threads_say_whose_turn_it_is(sitting: Sitting) -> None:
    sitting.frame.go(CirclePlace(WITH_GRACE))
    turns = {row.title: row.action for row in sitting.frame.page()._threads.rows.rows}
    assert turns == {
        "Scholarship essay": "1 new",
        "Exams and the study plan": "1 new",
        "How the week was": "Your turn",
        "The water filter at the science fair": "Your turn",
    }


def test_an_empty_circle_says_what_to_ask(empty: Sitting) -> None:
    empty.frame.go(CirclePlace(WITH_HADDAD))
    assert "Ask يوسف one thing you want to know." in plain(labels(empty.frame.page()))


def test_a_thread_opens_by_key_from_the_circle(sitting: Sitting, qtbot: QtBot) -> None:
    sitting.frame.go(CirclePlace(WITH_GRACE))
    sitting.settle()
    threads = sitting.frame.page()._threads
    assert threads.hasFocus()
    qtbot.keyClick(threads, Qt.Key.Key_Down)
    qtbot.keyClick(threads, Qt.Key.Key_Return)
    assert sitting.frame.header.title.text().startswith("\u2068Exams")


def test_every_option_and_value_has_words(qapp: object) -> None:
    words = OptionWords()
    for option in OPTIONS:
        assert words.section(option.section)
        assert words.name(option.name)
        if isinstance(option, Choice):
            assert all(words.value(option.name, value) for value in option.values)


def test_the_settings_page_has_a_control_for_every_option(sitting: Sitting) -> None:
    sitting.frame.go(SettingsPlace())
    page = sitting.frame.page()
    controls = [*page.findChildren(QComboBox), *page.findChildren(QCheckBox)]
    names = {control.accessibleName() for control in controls}
    assert names == {OptionWords().name(option.name) for option in OPTIONS}


def test_a_setting_counts_at_once(sitting: Sitting, theme: Theme) -> None:
    sitting.frame.go(SettingsPlace())
    boxes = {box.accessibleName(): box for box in sitting.frame.page().findChildren(QComboBox)}
    size = boxes["Size of text"]
    size.setCurrentIndex(size.findData(150))
    boxes["Space between rows"].setCurrentIndex(1)
    sitting.settle()
    assert (theme.look.text_percent, theme.row_height) == (150, 48)
    kept = sitting.desk.settings.get()
    assert (kept.get(TEXT_SIZE), kept.get(DENSITY)) == (150, "compact")


def test_rows_grow_with_the_text(sitting: Sitting, theme: Theme) -> None:
    before = sitting.frame.left.list.sizeHintForRow(1)
    sitting.desk.settings.set(TEXT_SIZE, 200)
    sitting.settle()
    assert sitting.frame.left.list.sizeHintForRow(1) > before
