# SPDX-License-Identifier: Apache-2.0
"""Every key that changes a text, in the owner's hand: the window always shows what the document has."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from mentordesk.domain.texts import Block, BlockKind, Style
from tests.gui.document.conftest import TableMaker
from tests.gui.document.two_editors import Held, Key, Seat

CTRL, SHIFT = Held.ControlModifier, Held.ShiftModifier
BULLET, HEADING = Block(BlockKind.BULLET), Block(BlockKind.HEADING1)


@pytest.fixture
def owner(lay: TableMaker) -> Seat:
    """An empty text."""
    return lay("").owner


def with_text(seat: Seat, text: str, kind: BlockKind = BlockKind.BODY) -> Seat:
    """Write into an empty text."""
    seat.text.insert(0, text)
    if kind is not BlockKind.BODY:
        seat.select(0, len(text))
        seat.editor.set_kind(kind)
    return seat


def text_of(seat: Seat) -> str:
    """The document's text, after making sure that the window shows it."""
    assert seat.differences() == []
    return seat.text.text().removesuffix("\n")


def blocks_of(seat: Seat) -> list[Block]:
    assert seat.differences() == []
    return [paragraph.block for paragraph in seat.text.paragraphs()]


def test_letters_go_in_at_the_caret(owner: Seat) -> None:
    owner.keys("Habari Amina")
    owner.select(6)
    owner.keys(" ya asubuhi,")
    assert text_of(owner) == "Habari ya asubuhi, Amina"
    assert owner.editor.caret() == 18


def test_letters_of_every_script_and_pictures_go_in(owner: Seat) -> None:
    owner.keys("é ñ نمش 你 😀 ok")
    assert text_of(owner) == "é ñ نمش 你 😀 ok"
    assert owner.editor.caret() == owner.text.length - 1


def test_typing_over_a_selection_puts_it_in_its_place(owner: Seat) -> None:
    with_text(owner, "one two three").select(4, 7)
    owner.keys("2")
    assert text_of(owner) == "one 2 three"


def test_typing_over_everything_leaves_one_paragraph(owner: Seat) -> None:
    with_text(owner, "one\ntwo\nthree")
    owner.editor.selectAll()
    owner.keys("Z")
    assert text_of(owner) == "Z"
    assert len(blocks_of(owner)) == 1


def test_what_alt_graph_types_is_a_letter_and_a_shortcut_is_none(owner: Seat) -> None:
    for text, held in (("²", CTRL | Held.AltModifier), ("a", CTRL), ("b", CTRL | SHIFT)):
        QApplication.sendEvent(owner.editor, QKeyEvent(QEvent.Type.KeyPress, 0, held, text))
    assert text_of(owner) == "²"


@pytest.mark.parametrize(
    ("key", "held", "caret", "left"),
    [
        (Key.Key_Backspace, Held.NoModifier, 7, "one tw three"),
        (Key.Key_Backspace, SHIFT, 7, "one tw three"),
        (Key.Key_Backspace, CTRL, 7, "one  three"),
        (Key.Key_Delete, Held.NoModifier, 4, "one wo three"),
        (Key.Key_Delete, CTRL, 4, "one three"),
        (Key.Key_Backspace, Held.NoModifier, 0, "one two three"),
        (Key.Key_Delete, Held.NoModifier, 13, "one two three"),
    ],
)
def test_deleting_keys_take_what_they_take_everywhere(
    owner: Seat, key: Qt.Key, held: Qt.KeyboardModifier, caret: int, left: str
) -> None:
    with_text(owner, "one two three").select(caret)
    owner.key(key, held)
    assert text_of(owner) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("क्षि", "क्ष"),  # a vowel sign alone, so that another can be typed
        ("e\u0301", "e"),
        ("a😀", "a"),
        ("a👩\u200d🚀", "a"),
        ("a👍🏽", "a"),
        ("a🇰🇪", "a"),
        ("مرَ", "مر"),
    ],
)
def test_backspace_takes_one_sign_but_a_picture_whole(owner: Seat, text: str, left: str) -> None:
    with_text(owner, text).select(owner.text.length - 1)
    owner.key(Key.Key_Backspace)
    assert text_of(owner) == left


def test_delete_takes_a_whole_cluster(owner: Seat) -> None:
    with_text(owner, "👩\u200d🚀क्षx").select(0)
    owner.key(Key.Key_Delete)
    assert text_of(owner) == "क्षx"
    owner.key(Key.Key_Delete)
    owner.key(Key.Key_Delete)
    assert text_of(owner) in ("", "x")


def test_enter_makes_a_paragraph_of_the_same_kind(owner: Seat) -> None:
    with_text(owner, "onetwo", BlockKind.BULLET).select(3)
    owner.key(Key.Key_Return)
    assert (text_of(owner), blocks_of(owner)) == ("one\ntwo", [BULLET, BULLET])
    assert owner.editor.caret() == 4


def test_after_a_heading_text_goes_on_plain(owner: Seat) -> None:
    with_text(owner, "Head", BlockKind.HEADING1).select(4)
    owner.key(Key.Key_Enter, Held.KeypadModifier)
    owner.keys("text")
    assert (text_of(owner), blocks_of(owner)) == ("Head\ntext", [HEADING, Block()])


def test_enter_before_a_heading_leaves_it_a_heading(owner: Seat) -> None:
    with_text(owner, "Head", BlockKind.HEADING1).select(0)
    owner.key(Key.Key_Return)
    assert blocks_of(owner) == [Block(), HEADING]


def test_a_heading_cut_in_two_is_two_headings(owner: Seat) -> None:
    with_text(owner, "HeadTail", BlockKind.HEADING1).select(4)
    owner.key(Key.Key_Return)
    assert blocks_of(owner) == [HEADING, HEADING]


def test_enter_in_an_empty_line_of_a_list_ends_the_list(owner: Seat) -> None:
    with_text(owner, "one", BlockKind.BULLET).select(3)
    owner.key(Key.Key_Return)
    owner.key(Key.Key_Return)
    assert (text_of(owner), blocks_of(owner)) == ("one\n", [BULLET, Block()])


def test_shift_enter_keeps_the_kind(owner: Seat) -> None:
    with_text(owner, "Head", BlockKind.HEADING1).select(4)
    owner.key(Key.Key_Return, SHIFT)
    assert blocks_of(owner) == [HEADING, HEADING]


def test_backspace_at_the_start_of_a_line_of_a_list_leaves_the_list(owner: Seat) -> None:
    with_text(owner, "one\ntwo", BlockKind.BULLET).select(4)
    owner.key(Key.Key_Backspace)
    assert (text_of(owner), blocks_of(owner)) == ("one\ntwo", [BULLET, Block()])
    owner.key(Key.Key_Backspace)
    assert (text_of(owner), blocks_of(owner)) == ("onetwo", [BULLET])


def test_joined_paragraphs_look_as_the_first(owner: Seat) -> None:
    with_text(owner, "Head", BlockKind.HEADING1).select(4)
    owner.key(Key.Key_Return)
    owner.keys("text")
    owner.select(5)
    owner.key(Key.Key_Backspace)
    assert (text_of(owner), blocks_of(owner)) == ("Headtext", [HEADING])


def test_tab_moves_lines_of_a_list_in_and_out(owner: Seat) -> None:
    with_text(owner, "one\ntwo", BlockKind.NUMBER).select(5)
    owner.key(Key.Key_Tab)
    owner.key(Key.Key_Tab)
    owner.key(Key.Key_Backtab, SHIFT)
    assert blocks_of(owner) == [Block(BlockKind.NUMBER), Block(BlockKind.NUMBER, 1)]


def test_tab_elsewhere_is_a_letter(owner: Seat) -> None:
    owner.key(Key.Key_Tab)
    assert text_of(owner) == "\t"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("- ", BlockKind.BULLET),
        ("* ", BlockKind.BULLET),
        ("1. ", BlockKind.NUMBER),
        ("# ", BlockKind.HEADING1),
        ("### ", BlockKind.HEADING3),
        ("> ", BlockKind.QUOTE),
    ],
)
def test_a_paragraph_becomes_what_its_start_looks_like(owner: Seat, typed: str, kind: BlockKind) -> None:
    owner.keys(typed + "x")
    assert (text_of(owner), blocks_of(owner)) == ("x", [Block(kind)])


def test_undo_gives_the_typed_start_back(owner: Seat) -> None:
    owner.keys("- ")
    owner.editor.undo_own()
    assert (text_of(owner), blocks_of(owner)) == ("- ", [Block()])


def test_a_dash_inside_a_text_stays_one(owner: Seat) -> None:
    owner.keys("a - b")
    assert text_of(owner) == "a - b"


def test_undo_and_redo_by_keys(owner: Seat) -> None:
    owner.keys("one")
    owner.select(3)
    owner.keys(" two")
    owner.key(Key.Key_Z, CTRL)
    assert (text_of(owner), owner.editor.caret()) == ("one", 3)
    owner.key(Key.Key_Z, CTRL | SHIFT)
    assert (text_of(owner), owner.editor.caret()) == ("one two", 7)


def test_typing_and_then_deleting_are_undone_one_after_the_other(owner: Seat) -> None:
    owner.keys("one")
    for _ in range(2):
        owner.key(Key.Key_Backspace)
    owner.editor.undo_own()
    assert text_of(owner) == "one"
    owner.editor.undo_own()
    assert text_of(owner) == ""


def test_typing_goes_on_bold_after_bold_letters_and_stops_when_told(owner: Seat) -> None:
    owner.editor.toggle("bold")
    owner.keys("b")
    owner.keys("c")
    owner.editor.toggle("bold")
    owner.keys("d")
    assert owner.text.runs(0, 3) == [("bc", Style(bold=True)), ("d", Style())]
    assert text_of(owner) == "bcd"


def test_bold_and_italic_of_a_selection_and_back(owner: Seat) -> None:
    with_text(owner, "one two").select(0, 3)
    owner.editor.toggle("bold")
    owner.editor.toggle("italic")
    assert owner.text.runs(0, 3) == [("one", Style(bold=True, italic=True))]
    assert owner.editor.selection() == (0, 3)
    owner.editor.toggle("bold")
    assert owner.text.runs(0, 3) == [("one", Style(italic=True))]
    assert text_of(owner) == "one two"


def test_a_link_is_put_on_found_and_taken_off(owner: Seat) -> None:
    with_text(owner, "see the water project").editor.link(8, 21, "https://example.org/")
    assert owner.editor.edits.link_around(12) == (8, 21, "https://example.org/")
    owner.select(21)
    owner.keys("!")
    assert owner.editor.edits.link_around(22)[2] == ""
    owner.editor.link(8, 21, "")
    assert owner.editor.edits.link_around(12)[2] == ""
    assert text_of(owner) == "see the water project!"


def test_a_reader_changes_nothing(owner: Seat) -> None:
    from mentordesk.domain.documents import Mode

    with_text(owner, "one")
    owner.sheet.mode = Mode.READER
    owner.editor.follow_mode()
    owner.keys("x")
    owner.commit("y")
    for key in (Key.Key_Backspace, Key.Key_Delete, Key.Key_Return, Key.Key_Tab):
        owner.key(key)
    owner.key(Key.Key_V, CTRL)
    owner.editor.toggle("bold")
    assert text_of(owner) == "one"


def test_letters_that_qt_changes_by_itself_are_taken_over(owner: Seat, qapp: QApplication) -> None:
    """A screen reader that dictates goes past the keys."""
    with_text(owner, "one two")
    owner.editor.textCursor().insertText("zero ")
    qapp.processEvents()
    assert owner.editor.strays == 1
    owner.editor.strays = 0
    assert text_of(owner) == "zero one two"
