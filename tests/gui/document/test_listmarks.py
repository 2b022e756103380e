# SPDX-License-Identifier: Apache-2.0
"""Numbers of lists are counted from what paragraphs are; marks stand beside them and follow the text."""

import pytest
from PySide6.QtGui import QColor, QImage

from mentordesk.domain.texts import Block, BlockKind
from mentordesk.ui.document.listmarks import number_of
from tests.gui.document.conftest import TableMaker
from tests.gui.document.two_editors import Seat

NUMBER, BULLET, BODY = BlockKind.NUMBER, BlockKind.BULLET, BlockKind.BODY


def numbered(seat: Seat, kinds: list[tuple[BlockKind, int]]) -> list[int]:
    """The numbers of the numbered ones among paragraphs of these kinds and indents."""
    seat.text.insert(0, "\n".join("x" for _ in kinds))
    for place, (kind, indent) in enumerate(kinds):
        seat.text.set_block(2 * place + 1, Block(kind, indent))
    assert seat.differences() == []
    found = []
    block = seat.editor.document().firstBlock()
    for kind, _ in kinds:
        if kind is NUMBER:
            found.append(number_of(block))
        block = block.next()
    return found


@pytest.mark.parametrize(
    ("kinds", "numbers"),
    [
        ([(NUMBER, 0)] * 3, [1, 2, 3]),
        ([(NUMBER, 0), (BODY, 0), (NUMBER, 0)], [1, 1]),
        ([(NUMBER, 0), (NUMBER, 1), (NUMBER, 1), (NUMBER, 0)], [1, 1, 2, 2]),
        ([(NUMBER, 0), (BULLET, 1), (NUMBER, 0)], [1, 2]),
        ([(NUMBER, 0), (BULLET, 0), (NUMBER, 0)], [1, 1]),
        ([(NUMBER, 1), (NUMBER, 0), (NUMBER, 1)], [1, 1, 1]),
    ],
)
def test_numbers_are_counted_by_level(
    lay: TableMaker, kinds: list[tuple[BlockKind, int]], numbers: list[int]
) -> None:
    assert numbered(lay("").owner, kinds) == numbers


def ink(seat: Seat, left: int, right: int) -> int:
    """How many pixels of the first line's band between two x are not paper."""
    image: QImage = seat.editor.viewport().grab().toImage()
    paper = QColor(seat.editor._theme.tokens.base).rgb()
    rect = seat.editor.place_rect(0)
    rows = range(rect.top(), rect.bottom())
    return sum(image.pixel(x, y) != paper for y in rows for x in range(max(left, 0), right))


@pytest.mark.parametrize("kind", [BULLET, NUMBER, BlockKind.QUOTE])
@pytest.mark.parametrize("words", ["English", "مرحبا"])
def test_marks_stand_before_the_text_in_its_direction(lay: TableMaker, kind: BlockKind, words: str) -> None:
    seat = lay(words).owner
    seat.editor.set_kind(kind)
    seat.select(len(words))
    rect = seat.editor.place_rect(0)
    sides = ink(seat, rect.x() - 28, rect.x() - 4), ink(seat, rect.x() + 4, rect.x() + 28)
    mark = sides[1] if words == "مرحبا" else sides[0]
    assert mark > 0


def test_a_suggested_line_end_is_shown(lay: TableMaker) -> None:
    table = lay("one two")
    table.reviewer.select(3)
    before = ink(table.reviewer, *_behind(table.reviewer, 3))
    table.reviewer.key(_enter())
    assert table.reviewer.text.paragraphs()[0].end.inserted
    assert before >= 0
    assert ink(table.reviewer, *_behind(table.reviewer, 3)) > 0


def test_marks_move_along_with_their_words(lay: TableMaker) -> None:
    seat = lay("one two three").owner
    seat.editor.set_marks("find", [(4, 7, "hit"), (8, 13, "current")])
    seat.editor.set_marks("spelling", [(0, 3, "wrong")])
    seat.select(0)
    seat.keys("zero ")
    shown = [one.cursor.selectedText() for one in seat.editor.extraSelections()]
    assert shown == ["two", "three", "one"]
    seat.editor.set_marks("find", [])
    assert [one.cursor.selectedText() for one in seat.editor.extraSelections()] == ["one"]


def _behind(seat: Seat, position: int) -> tuple[int, int]:
    x = seat.editor.place_rect(position).x()
    return x + 2, x + 16


def _enter() -> object:
    from tests.gui.document.two_editors import Key

    return Key.Key_Return
