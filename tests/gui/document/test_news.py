# SPDX-License-Identifier: Apache-2.0
"""What others write comes in without moving the caret, the selection or what one looks at."""

import pytest

from mentordesk.domain.texts import Answer, Block, BlockKind, Style
from mentordesk.ui.document.binding import Move, moved
from mentordesk.ui.theme.tokens import Look, Scheme
from tests.gui.document.conftest import TableMaker
from tests.gui.document.two_editors import Key, Seat, Table

LONG = "\n".join(f"paragraph {number} with some words that fill a line or two" for number in range(80))


@pytest.mark.parametrize(
    ("position", "moves", "after"),
    [
        (5, [Move(5, 0, 3)], 5),  # just at its place: not pushed
        (5, [Move(4, 0, 3)], 8),
        (5, [Move(2, 6, 0)], 2),
        (5, [Move(2, 6, 4)], 2),
        (5, [Move(0, 2, 0), Move(1, 0, 9)], 12),
        (0, [Move(0, 0, 9)], 0),
    ],
)
def test_positions_move_with_the_letters_around_them(position: int, moves: list[Move], after: int) -> None:
    assert moved(position, moves) == after


def test_letters_that_come_in_at_the_caret_do_not_push_it(table: Table, amina: Seat, grace: Seat) -> None:
    grace.select(9)
    amina.select(9)
    amina.keys("er")
    table.exchange()
    assert grace.editor.caret() == 9
    assert table.differences() == []


def test_the_selection_keeps_its_words(table: Table, amina: Seat, grace: Seat) -> None:
    grace.select(15, 10)
    amina.select(0)
    amina.keys(">> ")
    amina.commit("😀 ")
    amina.select(amina.text.length - 1)
    amina.keys(" end")
    table.exchange()
    cursor = grace.editor.textCursor()
    assert cursor.selectedText() == "brown"
    assert cursor.anchor() > cursor.position()
    assert table.differences() == []


def test_what_one_looks_at_stays_where_it_is(lay: TableMaker) -> None:
    table = lay(LONG)
    amina, grace = table.owner, table.reviewer
    grace.editor.show()
    grace.select(grace.text.text().index("paragraph 40"))
    before = grace.editor.place_rect(grace.editor.caret()).top()
    amina.select(0)
    for _ in range(5):
        amina.key(Key.Key_Return)
    table.exchange()
    assert grace.editor.place_rect(grace.editor.caret()).top() == before
    grace.editor.hide()


def test_with_the_caret_out_of_sight_the_first_line_stays(lay: TableMaker) -> None:
    table = lay(LONG)
    amina, grace = table.owner, table.reviewer
    grace.editor.show()
    grace.select(0)
    grace.editor.scroll_to(grace.text.text().index("paragraph 60"))
    seen = grace.editor.first_in_sight()
    amina.select(0)
    amina.keys("New! ")
    amina.key(Key.Key_Return)
    table.exchange()
    assert grace.editor.first_in_sight() == seen + 6
    assert grace.editor.caret() == 0
    grace.editor.hide()


def test_news_that_comes_while_a_long_text_is_laid_out_moves_nothing(lay: TableMaker) -> None:
    table = lay(LONG)
    amina, grace = table.owner, table.reviewer
    amina.text.insert(0, "\n".join([LONG] * 12) + "\n")
    table.exchange()
    grace.editor.attach(grace.sheet)  # opened again; Qt lays it out bit by bit
    bar = grace.editor.verticalScrollBar()
    bar.setValue(bar.maximum())
    seen = grace.editor.first_in_sight()
    assert seen > 0
    amina.select(0)
    amina.keys("New! ")
    amina.key(Key.Key_Return)
    table.exchange()
    assert grace.editor.first_in_sight() == seen + 6
    assert grace.editor.caret() == 0


def test_a_picture_that_is_cut_by_others_goes_whole(lay: TableMaker) -> None:
    table = lay("a😀b")
    table.reviewer.select(3)
    table.owner.select(3)
    table.owner.key(Key.Key_Backspace)
    table.exchange()
    assert table.reviewer.shown() == "ab\n"
    assert table.reviewer.editor.caret() == 1
    assert table.differences() == []


def test_a_caret_never_stands_inside_a_letter(lay: TableMaker) -> None:
    seat = lay("a😀b").owner
    seat.select(2)
    assert seat.editor.caret() == 1
    seat.keys("x")
    assert seat.shown() == "ax😀b\n"


def test_kinds_and_emphasis_come_over(table: Table, amina: Seat, grace: Seat) -> None:
    amina.select(4, 9)
    amina.editor.toggle("bold")
    amina.editor.set_kind(BlockKind.HEADING1)
    amina.select(16)
    amina.key(Key.Key_Return)
    table.exchange()
    assert grace.text.paragraphs()[0].block == Block(BlockKind.HEADING1)
    assert table.differences() == []


def test_two_cut_and_join_at_once(lay: TableMaker) -> None:
    table = lay("one two\nthree four", people=3)
    first, second = table.owner, table.seats[2]
    first.select(3)
    first.key(Key.Key_Return)
    second.select(0, 9)
    second.editor.toggle("italic")
    second.select(8)
    second.key(Key.Key_Backspace)
    table.exchange()
    table.exchange()
    assert table.differences() == []


def test_undo_takes_back_ones_own_only(lay: TableMaker) -> None:
    table = lay("text", people=3)
    first, second = table.owner, table.seats[2]
    first.select(4)
    first.keys(" LOCAL")
    second.select(0)
    second.keys("remote ")
    table.exchange()
    first.editor.undo_own()
    table.exchange()
    assert first.shown() == "remote text\n"
    assert table.differences() == []


def test_an_answer_is_shown_on_both_sides(table: Table, amina: Seat, grace: Seat) -> None:
    grace.select(4, 9)
    grace.keys("slow")
    table.exchange()
    made = [one.id for one in amina.text.suggestions()]
    amina.editor.run(lambda text: text.answer(made, Answer.ACCEPTED))
    assert amina.text.runs(0, 8) == [("The slow", Style())]
    table.exchange()
    assert table.differences() == []


def test_the_same_text_in_the_dark(table: Table, amina: Seat, grace: Seat) -> None:
    grace.select(4, 9)
    grace.keys("slow")
    table.exchange()
    theme = amina.editor._theme
    light = amina.editor.textCursor().charFormat().foreground().color()
    theme.set_look(Look(Scheme.DARK, text_percent=150))
    assert table.differences() == []
    assert amina.editor.textCursor().charFormat().foreground().color() != light


def test_paragraphs_read_in_their_own_direction_and_numbers_as_those_above(lay: TableMaker) -> None:
    from PySide6.QtCore import Qt

    seat = lay("English\nمرحبا\n123\n\nagain").owner
    block = seat.editor.document().firstBlock()
    found = []
    while block.isValid():
        found.append(block.blockFormat().layoutDirection() == Qt.LayoutDirection.RightToLeft)
        block = block.next()
    assert found == [False, True, True, True, False]
    seat.select(8, 13)
    seat.keys("Hello")
    assert seat.editor.document().findBlockByNumber(2).blockFormat().layoutDirection() == (
        Qt.LayoutDirection.LeftToRight
    )
    assert seat.differences() == []


@pytest.mark.parametrize("seed", range(6))
def test_by_chance(lay: TableMaker, seed: int) -> None:
    table = lay("Hello wor😀ld\nsecond line é नमस्ते\nمرحبا بالعالم", 2 + seed % 2, seed)
    assert table.play(40) == []
