# SPDX-License-Identifier: Apache-2.0
"""Rows of lists as they are painted."""

from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from mentordesk.ui.rows import Row, RowsView
from mentordesk.ui.theme.theme import Theme

CIRCLE = Row("key", "Amina Achieng Odhiambo", "Hello Grace, I have a question for you", initial="A")
WIDE, HIGH = 232, 64
LONG = "I began here and went on and on, and here I stopped"


def painted(qtbot: QtBot, theme: Theme, row: Row) -> QImage:
    view = RowsView(theme, "Rows")
    qtbot.addWidget(view)
    view.set_rows([row])
    view.resize(WIDE, HIGH)
    view.show()
    return view.grab().toImage()


def test_a_number_leaves_the_name_its_whole_line(qtbot: QtBot, theme: Theme) -> None:
    name = QRect(0, 0, WIDE, HIGH // 2)
    without, with_ = (painted(qtbot, theme, row) for row in (CIRCLE, replace(CIRCLE, badge="3")))
    assert without.copy(name) == with_.copy(name)
    assert without != with_


def test_words_lose_their_beginning_where_the_end_matters(qtbot: QtBot, theme: Theme) -> None:
    """Rows that differ at the end only look alike, unless the end is what is shown."""
    one, other = (replace(CIRCLE, words=f"{LONG} {last}") for last in ("today", "later"))
    assert painted(qtbot, theme, one) == painted(qtbot, theme, other)
    assert painted(qtbot, theme, replace(one, tail=True)) != painted(qtbot, theme, replace(other, tail=True))
