# SPDX-License-Identifier: Apache-2.0
"""Copy, cut, paste, drag and drop in the owner's hand: all by the document, nothing by Qt."""

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from mentordesk.domain.texts import Block, BlockKind, Paragraph, Run, Style
from mentordesk.ui.document.edits import part_of
from mentordesk.ui.document.paste import to_mime
from tests.gui.document.conftest import TableMaker
from tests.gui.document.two_editors import Held, Key, Seat

CTRL = Held.ControlModifier
RICH = (
    Paragraph((Run("Head"),), Block(BlockKind.HEADING2)),
    Paragraph((Run("a "), Run("bold", Style(bold=True))), Block(BlockKind.BULLET)),
    Paragraph((Run("last"),)),
)


def plain(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def test_copy_and_paste_by_keys(amina: Seat) -> None:
    amina.select(4, 10)
    amina.key(Key.Key_C, CTRL)
    amina.select(0)
    amina.key(Key.Key_V, CTRL)
    assert amina.shown() == "quick The quick brown fox jumps.\n"
    assert amina.differences() == []
    assert amina.editor.caret() == 6


def test_the_old_keys_of_the_clipboard_work(amina: Seat) -> None:
    amina.select(4, 10)
    amina.key(Key.Key_Delete, Held.ShiftModifier)
    amina.select(0)
    amina.key(Key.Key_Insert, Held.ShiftModifier)
    assert amina.shown() == "quick The brown fox jumps.\n"
    assert amina.differences() == []


def test_pasted_paragraphs_keep_kinds_and_emphasis(lay: TableMaker) -> None:
    seat = lay("before after").owner
    seat.select(7)
    seat.paste(to_mime(RICH))
    assert seat.shown() == "before Head\na bold\nlastafter\n"
    assert [one.block.kind for one in seat.text.paragraphs()][1] is BlockKind.BULLET
    assert seat.differences() == []


def test_pasting_over_everything_is_one_paste(lay: TableMaker) -> None:
    seat = lay("one\ntwo\nthree").owner
    seat.editor.selectAll()
    seat.paste(plain("x\ny"))
    assert seat.shown() == "x\ny\n"
    assert seat.differences() == []
    seat.editor.undo_own()
    assert seat.shown() == "one\ntwo\nthree\n"
    assert seat.differences() == []


def test_pasted_line_ends_of_every_kind_are_ours(amina: Seat) -> None:
    amina.select(0)
    amina.paste(plain("a\r\nb\u2029c\u2028d\0e\ufdd0f"))
    assert amina.differences() == []
    assert "\r" not in amina.text.text()


def test_too_much_is_refused_and_nothing_is_pasted(amina: Seat) -> None:
    refused: list[object] = []
    amina.editor.refused.connect(refused.append)
    amina.paste(plain("x" * 700_000))
    assert len(refused) == 1
    assert amina.shown() == "The quick brown fox jumps.\n"


def test_what_is_dropped_from_elsewhere_comes_in_where_it_is_dropped(amina: Seat) -> None:
    assert amina.drop(4, plain("very "))
    assert amina.shown() == "The very quick brown fox jumps.\n"
    assert amina.differences() == []


def drag_within(seat: Seat, to: int) -> None:
    """Drop what is selected somewhere else in the same text."""

    class Own(QDropEvent):
        def source(self) -> object:
            return seat.editor.viewport()

    spot = QPointF(seat.editor.place_rect(to).center())
    mime = seat.editor.createMimeDataFromSelection()
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = Own(spot, actions, mime, Qt.MouseButton.LeftButton, Held.ShiftModifier)
    seat.editor.dropEvent(event)
    assert event.dropAction() == Qt.DropAction.CopyAction  # Qt takes nothing away afterwards


def test_dragging_within_the_text_moves(amina: Seat) -> None:
    amina.select(4, 10)
    drag_within(amina, 16)
    assert amina.shown() == "The brown quick fox jumps.\n"
    assert amina.differences() == []
    assert amina.editor.caret() == 16


def test_dragging_backwards_moves(amina: Seat) -> None:
    amina.select(10, 16)
    drag_within(amina, 4)
    assert amina.shown() == "The brown quick fox jumps.\n"
    assert amina.differences() == []


def test_dragging_onto_itself_changes_nothing(amina: Seat) -> None:
    amina.select(4, 10)
    drag_within(amina, 6)
    assert amina.shown() == "The quick brown fox jumps.\n"


def test_the_middle_button_pastes_what_is_selected_elsewhere(amina: Seat) -> None:
    clipboard = QGuiApplication.clipboard()
    if clipboard.supportsSelection():
        mode = clipboard.Mode.Selection
        clipboard.setText("mid ", mode)
    amina.select(4)
    amina.paste(plain("mid "))
    assert amina.shown() == "The mid quick brown fox jumps.\n"


def test_copies_have_no_struck_letters(grace: Seat) -> None:
    grace.select(4, 9)
    grace.keys("slow")
    grace.editor.selectAll()
    assert grace.editor.createMimeDataFromSelection().text() == "The slow brown fox jumps."


def test_a_part_over_several_paragraphs_has_their_kinds(lay: TableMaker) -> None:
    seat = lay("one\ntwo\nthree").owner
    seat.select(4)
    seat.editor.set_kind(BlockKind.QUOTE)
    assert part_of(seat.text, 1, 6) == (
        Paragraph((Run("ne"),)),
        Paragraph((Run("tw"),), Block(BlockKind.QUOTE)),
    )
    assert part_of(seat.text, 4, 6) == (Paragraph((Run("tw"),)),)
    assert part_of(seat.text, 2, 2) == (Paragraph(),)


def test_ctrl_and_a_click_ask_to_open_a_link(amina: Seat) -> None:
    amina.editor.link(4, 9, "https://example.org/")
    asked: list[bool] = []
    amina.editor.link_asked.connect(lambda: asked.append(True))
    spot = QPointF(amina.editor.place_rect(6).center())
    for kind in (QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseButtonRelease):
        buttons = Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, spot, spot, buttons, buttons, CTRL)
        QApplication.sendEvent(amina.editor.viewport(), event)
    assert asked == [True]
