# SPDX-License-Identifier: Apache-2.0
"""The thread model loads pages on demand and keeps rows in place through changes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from mentordesk.domain.messages import Delivery
from mentordesk.ui.thread.model import (
    DAY_ROLE,
    NEW_ROLE,
    PAGE,
    PAGES_KEPT,
    STATE_ROLE,
    TIME_ROLE,
    ThreadModel,
)
from mentordesk.ui.words import Words
from tests.helpers.messages import DAY, WEDNESDAY, ListSource, conversation, message


def test_a_page_is_read_once_and_only_when_needed(words: Words) -> None:
    source = ListSource(conversation(1_000))
    model = ThreadModel(source, words)
    source.reads = 0
    for row in range(900, 950):
        model.find(row)
    assert source.reads == 1


def test_few_pages_are_kept(words: Words) -> None:
    source = ListSource(conversation(PAGE * 40))
    model = ThreadModel(source, words)
    for row in range(0, PAGE * 40, PAGE):
        model.find(row)
    source.reads = 0
    for row in range(PAGE * (40 - PAGES_KEPT), PAGE * 40, PAGE):
        model.find(row)
    assert source.reads == 0
    model.find(0)
    assert source.reads == 1


def test_a_day_is_named_once(words: Words) -> None:
    rows = [message(n, ago=ago) for n, ago in enumerate((2 * DAY, DAY + 60, DAY, 60))]
    model = ThreadModel(ListSource(rows), words)
    assert [model.index(row).data(DAY_ROLE) for row in range(4)] == ["Monday", "Yesterday", "", "Today"]


def test_what_comes_late_opens_no_day_below_a_later_one(words: Words) -> None:
    rows = [message(n, ago=ago) for n, ago in enumerate((DAY, 120, DAY + 60, 60))]
    model = ThreadModel(ListSource(rows), words)
    assert [model.index(row).data(DAY_ROLE) for row in range(4)] == ["Yesterday", "Today", "", ""]
    assert [model.index(row).data(TIME_ROLE) for row in range(4)] == [
        "11:00",
        "10:58",
        "Yesterday 10:59",
        "10:59",
    ]


def test_a_clock_in_the_future_hides_the_days_of_a_few_rows_only(words: Words) -> None:
    rows = [message(1, ago=-400 * DAY), *(message(n, ago=60) for n in range(2, 30))]
    model = ThreadModel(ListSource(rows), words)
    assert model.index(1).data(TIME_ROLE) == "Today 10:59"
    assert [row for row in range(29) if model.index(row).data(DAY_ROLE)] == [0, 12]
    assert (model.index(12).data(DAY_ROLE), model.index(12).data(TIME_ROLE)) == ("Today", "10:59")


def test_the_parts_of_a_row(words: Words) -> None:
    model = ThreadModel(ListSource([message(1), message(2, "Mine", mine=True)]), words)
    theirs, mine = model.index(0), model.index(1)
    assert mine.data(Qt.ItemDataRole.DisplayRole) == "Mine"
    assert (theirs.data(TIME_ROLE), theirs.data(STATE_ROLE)) == ("10:59", "")
    assert mine.data(STATE_ROLE) == "On this computer. Goes when it connects."
    assert mine.data(Qt.ItemDataRole.AccessibleTextRole).startswith("You, 10:59\nMine")


def test_new_rows_at_the_end_are_inserted(qtbot: QtBot, words: Words) -> None:
    source = ListSource(conversation(60))
    model = ThreadModel(source, words)
    source.messages += [message(101), message(102)]
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted) as inserted:
        model.refresh()
    assert inserted.args is not None
    assert inserted.args[1:] == [60, 61]
    assert model.find(61) == source.messages[61]


def test_a_state_changes_in_place(qtbot: QtBot, words: Words) -> None:
    source = ListSource([message(1), message(2, mine=True)])
    model = ThreadModel(source, words)
    source.change(1, delivery=Delivery.AT_THE_SERVER, delivery_time=WEDNESDAY)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.refresh()
    assert model.index(1).data(STATE_ROLE) == "At the server, 11:00"


@pytest.mark.parametrize("place", [0, 30])
def test_a_message_that_belongs_further_up_resets(qtbot: QtBot, words: Words, place: int) -> None:
    source = ListSource(conversation(60))
    model = ThreadModel(source, words)
    source.messages.insert(place, message(999))
    with qtbot.waitSignal(model.modelReset):
        model.refresh()
    assert model.rowCount() == 61


def test_a_message_taken_back_resets(qtbot: QtBot, words: Words) -> None:
    source = ListSource(conversation(3))
    model = ThreadModel(source, words)
    source.messages.pop()
    assert model.find(2) is None, "before anybody said so"
    with qtbot.waitSignal(model.modelReset):
        model.refresh()
    assert model.rowCount() == 2


def test_the_line_above_what_is_new(words: Words) -> None:
    rows = [replace(row, fresh=row.id[-1] in (5, 7)) for row in conversation(9)]
    model = ThreadModel(ListSource(rows), words)
    first = model.first_fresh(2)
    assert first == rows[5]
    model.set_new_mark(rows[5].id, WEDNESDAY - DAY)
    marked = [row for row in range(9) if model.index(row).data(NEW_ROLE)]
    assert marked == [5]
    assert model.index(5).data(NEW_ROLE) == "New since yesterday"


def test_a_row_is_found_by_its_message(words: Words) -> None:
    rows = conversation(200)
    model = ThreadModel(ListSource(rows[:150]), words)
    assert model.row_of(rows[120].id) == 120
    assert model.row_of(rows[199].id) == -1


def test_a_row_has_nothing_below_it(words: Words) -> None:
    model = ThreadModel(ListSource(conversation(2)), words)
    assert model.rowCount(model.index(0)) == 0
    assert model.data(QModelIndex()) is None
