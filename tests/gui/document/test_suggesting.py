# SPDX-License-Identifier: Apache-2.0
"""The same keys in a reviewer's hand make suggestions, always, and the window shows them."""

import pytest
from PySide6.QtCore import Qt

from mentordesk.domain.texts import Answer, Block, BlockKind, Paragraph, Run
from mentordesk.ui.document.paste import to_mime
from tests.gui.document.conftest import TableMaker
from tests.gui.document.two_editors import Held, Key, Seat, Table

CTRL = Held.ControlModifier
TEXT = "The quick brown fox jumps."


def marked(seat: Seat) -> list[tuple[str, str]]:
    """Letters with "+" for what is suggested to be added, "-" to be taken out, "" for the rest."""
    assert seat.differences() == []
    found: list[tuple[str, str]] = []
    for words, style in seat.text.runs(0, seat.text.length - 1):
        sign = "-" if style.deleted else "+" if style.inserted else ""
        if found and found[-1][1] == sign:
            found[-1] = found[-1][0] + words, sign
        else:
            found.append((words, sign))
    return found


def test_typing_suggests_letters(grace: Seat) -> None:
    grace.select(4)
    grace.keys("very ")
    assert marked(grace) == [("The ", ""), ("very ", "+"), ("quick brown fox jumps.", "")]
    assert grace.editor.caret() == 9
    assert len(grace.text.suggestions()) == 1


def test_typing_over_words_strikes_them_and_puts_others_behind(grace: Seat) -> None:
    grace.select(4, 9)
    grace.keys("slow")
    assert marked(grace) == [("The ", ""), ("quick", "-"), ("slow", "+"), (" brown fox jumps.", "")]
    assert len(grace.text.suggestions()) == 1
    assert grace.editor.caret() == 13


def test_backspace_goes_left_of_what_it_strikes_and_on(grace: Seat) -> None:
    grace.select(9)
    for _ in range(3):
        grace.key(Key.Key_Backspace)
    assert marked(grace) == [("The qu", ""), ("ick", "-"), (" brown fox jumps.", "")]
    assert grace.editor.caret() == 6


def test_delete_goes_right_of_what_it_strikes_and_on(grace: Seat) -> None:
    grace.select(4)
    for _ in range(3):
        grace.key(Key.Key_Delete)
    assert marked(grace) == [("The ", ""), ("qui", "-"), ("ck brown fox jumps.", "")]
    assert grace.editor.caret() == 7


def test_backspace_passes_over_struck_letters(grace: Seat) -> None:
    grace.select(4, 9)
    grace.key(Key.Key_Delete)
    grace.select(9)
    grace.key(Key.Key_Backspace)
    assert marked(grace) == [("The", ""), (" quick", "-"), (" brown fox jumps.", "")]


def test_backspace_through_ones_own_suggestion_takes_it_back(grace: Seat) -> None:
    grace.select(25)
    grace.keys(" ok")
    for _ in range(5):
        grace.key(Key.Key_Backspace)
    assert marked(grace) == [("The quick brown fox jum", ""), ("ps", "-"), (".", "")]


@pytest.mark.parametrize(
    ("key", "caret", "struck"), [(Key.Key_Backspace, 9, "quick"), (Key.Key_Delete, 10, "brown ")]
)
def test_words_are_struck_whole(grace: Seat, key: Qt.Key, caret: int, struck: str) -> None:
    grace.select(caret)
    grace.key(key, CTRL)
    assert (struck, "-") in marked(grace)


def test_enter_suggests_a_paragraph(grace: Seat) -> None:
    grace.select(10)
    grace.key(Key.Key_Return)
    assert marked(grace) == [("The quick ", ""), ("\n", "+"), ("brown fox jumps.", "")]
    assert grace.text.paragraphs()[0].end.inserted


def test_a_suggested_line_of_a_list_is_one(lay: TableMaker) -> None:
    table = lay("one two")
    table.owner.editor.set_kind(BlockKind.BULLET)
    table.exchange()
    table.reviewer.select(3)
    table.reviewer.key(Key.Key_Return)
    assert [one.block for one in table.reviewer.text.paragraphs()] == [Block(BlockKind.BULLET)] * 2
    assert table.reviewer.differences() == []


def test_backspace_at_a_paragraphs_start_suggests_to_join(lay: TableMaker) -> None:
    grace = lay("one\ntwo").reviewer
    grace.select(4)
    grace.key(Key.Key_Backspace)
    assert marked(grace) == [("one", ""), ("\n", "-"), ("two", "")]


def test_cutting_and_pasting_suggest(grace: Seat) -> None:
    grace.select(4, 10)
    grace.key(Key.Key_X, CTRL)
    grace.select(grace.text.length - 2)
    grace.key(Key.Key_V, CTRL)
    assert marked(grace) == [
        ("The ", ""),
        ("quick ", "-"),
        ("brown fox jumps", ""),
        ("quick ", "+"),
        (".", ""),
    ]


def test_pasting_paragraphs_over_words_suggests(grace: Seat) -> None:
    grace.select(4, 9)
    grace.paste(to_mime((Paragraph((Run("slow"),)), Paragraph((Run("old"),)))))
    assert ("quick", "-") in marked(grace)
    assert "slow\nold" in grace.text.text()


def test_dropping_suggests(grace: Seat) -> None:
    assert grace.drop(4, to_mime((Paragraph((Run("very "),)),)))
    assert marked(grace)[1] == ("very ", "+")


def test_what_an_input_method_commits_is_a_suggestion(grace: Seat) -> None:
    grace.select(4, 9)
    grace.compose("n")
    grace.compose("ni")
    grace.commit("你好")
    assert marked(grace)[1:3] == [("quick", "-"), ("你好", "+")]


def test_looks_are_not_for_suggesting(grace: Seat) -> None:
    grace.select(4, 9)
    grace.editor.toggle("bold")
    grace.editor.set_kind(BlockKind.HEADING1)
    grace.editor.indent(1)
    grace.editor.link(4, 9, "https://example.org/")
    grace.select(0)
    grace.keys("- ")
    assert {style.bold for _, style in grace.text.runs(0, 20)} == {False}
    assert [one.block for one in grace.text.paragraphs()] == [Block()]


def test_undo_takes_suggestions_back(grace: Seat) -> None:
    grace.select(4, 9)
    grace.keys("slow")
    grace.editor.undo_own()
    assert marked(grace) == [(TEXT, "")]
    grace.editor.redo_own()
    assert ("slow", "+") in marked(grace)


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        (Answer.ACCEPTED, "The very slow brown f[A]ox jumps."),
        (Answer.REFUSED, "The very quick brown f[A]ox jumps."),
    ],
)
def test_what_the_owner_wrote_meanwhile_stays_whatever_is_answered(
    table: Table, amina: Seat, grace: Seat, answer: Answer, end: str
) -> None:
    grace.select(4, 9)
    grace.keys("slow")
    amina.select(17)
    amina.keys("[A]")
    amina.select(4)
    amina.keys("very ")
    table.exchange()
    made = [one.id for one in amina.text.suggestions()]
    amina.editor.run(lambda text: text.answer(made, answer))
    table.exchange()
    assert table.differences() == []
    assert grace.shown() == end + "\n"


def test_two_reviewers_have_two_kinds_of_line(lay: TableMaker) -> None:
    from mentordesk.domain.documents import Mode

    table = lay("one two three", people=3)
    hope = table.seats[2]
    hope.sheet.mode = Mode.REVIEWER
    hope.editor.follow_mode()
    for seat, at in ((table.reviewer, 3), (hope, 7)):
        seat.select(at)
        seat.keys("!")
    table.exchange()
    lines = set()
    for position in (4, 9):
        cursor = table.owner.editor.textCursor()
        cursor.setPosition(position)
        lines.add(cursor.charFormat().underlineStyle())
    assert table.differences() == []
    assert len(lines) == 2
