# SPDX-License-Identifier: Apache-2.0
"""Input methods: what is composed is nobody's text yet, news waits for it, what is committed is typed."""

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.gui.document.conftest import TableMaker
from tests.gui.document.two_editors import Seat, Table


@pytest.mark.parametrize(
    ("steps", "committed"),
    [
        (("n", "ni", "ni h", "ni hao"), "你好"),
        (("क", "क्", "क्ष"), "क्षि"),
        (("م", "مر"), "مرحبا"),
        (("´",), "é"),
        ((), "ñ"),
        (("ㅇ", "이"), "이"),
        (("smile",), "😀"),
    ],
)
def test_composing_changes_nothing_until_it_is_committed(
    amina: Seat, steps: tuple[str, ...], committed: str
) -> None:
    amina.select(4)
    for step in steps:
        amina.compose(step)
        assert amina.text.text() == "The quick brown fox jumps.\n"
    amina.commit(committed)
    assert amina.text.text() == f"The {committed}quick brown fox jumps.\n"
    assert amina.differences() == []
    assert amina.editor.caret() == 4 + len(committed.encode("utf-16-le")) // 2


def test_composing_given_up_leaves_the_text(amina: Seat) -> None:
    amina.select(4)
    amina.compose("ni")
    amina.compose("")
    assert amina.text.text() == "The quick brown fox jumps.\n"
    assert amina.differences() == []


def test_composing_over_a_selection_takes_it_out_first(amina: Seat) -> None:
    amina.select(4, 10)
    amina.compose("ni")
    assert amina.text.text() == "The brown fox jumps.\n"
    amina.commit("你")
    assert amina.text.text() == "The 你brown fox jumps.\n"
    assert amina.differences() == []


def test_a_commit_can_go_on_composing(amina: Seat) -> None:
    amina.select(0)
    event = QInputMethodEvent("ha", [])
    event.setCommitString("你")
    QApplication.sendEvent(amina.editor, event)
    assert amina.editor.is_composing()
    amina.commit("好")
    assert amina.shown().startswith("你好The")
    assert amina.differences() == []


def test_a_commit_may_put_itself_in_the_place_of_letters_before_the_caret(amina: Seat) -> None:
    amina.select(9)
    amina.commit("fast", -5, 5)
    assert amina.shown() == "The fast brown fox jumps.\n"
    assert amina.differences() == []


def test_news_waits_while_something_is_composed(table: Table, amina: Seat, grace: Seat) -> None:
    amina.select(4)
    amina.compose("ni")
    grace.select(0)
    grace.keys(">> ")
    table.exchange()
    assert amina.sheet.inbox
    assert amina.shown() == "The quick brown fox jumps.\n"
    amina.commit("你")
    assert not amina.sheet.inbox
    assert amina.shown() == ">> The 你quick brown fox jumps.\n"
    table.exchange()
    assert table.differences() == []


def test_a_command_ends_composing_first(table: Table, amina: Seat) -> None:
    amina.select(4)
    amina.compose("ni")
    amina.editor.run(lambda text: text.insert(0, "# "))
    assert not amina.editor.is_composing()
    assert amina.differences() == []


def test_a_committed_line_end_does_not_cut_the_paragraph(lay: TableMaker) -> None:
    seat = lay("").owner
    seat.commit("a\nb")
    assert seat.text.text() == "ab\n"
    assert seat.differences() == []
