# SPDX-License-Identifier: Apache-2.0
"""Paints one message as a flat row: author, time, text, and on my own rows how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mentordesk.domain.files import FileId, FileInfo
from mentordesk.domain.messages import Delivery, Message
from mentordesk.ui.filewords import Deed
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import FOCUS_RING, RADIUS, Tokens
from mentordesk.ui.thread.model import DAY_ROLE, MESSAGE_ROLE, NEW_ROLE, STATE_ROLE, TIME_ROLE
from mentordesk.ui.widgets.filerows import FilePart, FileRows, deed_at
from mentordesk.ui.widgets.letters import initial_of as initial_of
from mentordesk.ui.widgets.marked import Marked
from mentordesk.ui.widgets.rowframe import RowFrame
from mentordesk.ui.widgets.textflow import FlowCache, TextFlow
from mentordesk.ui.words import Words

Index = QModelIndex | QPersistentModelIndex

PAD = 12
GAP = 4
MARK = 32
INDENT = 16 + MARK + 12
BAR = 4
_SEPARATOR = 12
_CARET = 2


@dataclass(frozen=True, slots=True)
class RowParts:
    """Where the parts of a row stand, top down, in the row's own left-to-right coordinates."""

    message: Message
    flow: TextFlow
    day: QRect
    new: QRect
    body: QRect
    head: QRect
    text: QRect
    files: tuple[FilePart, ...]
    state: QRect
    link: QRect
    height: int


@dataclass(frozen=True, slots=True)
class FileHit:
    """A file under the pointer, and what a press there asks for."""

    file: FileInfo
    deed: Deed | None


class MessageDelegate(QStyledItemDelegate):
    """Geometry and painting of message rows; text layouts are kept in a bounded cache.

    The view sets what is `marked`, and while state words fade their `former` ones by message and the
    `share` of the new. `states` gathers the state words painted, by message.
    """

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._flows = FlowCache()
        self.files = FileRows(theme, words)
        self.marked: Marked | None = None
        self.former: Mapping[bytes, str] = {}
        self.share = 1.0
        self.states: dict[bytes, str] = {}
        self.restyle()

    def restyle(self) -> None:
        """Read fonts again after the theme changed."""
        self._flows.clear()
        self.files.restyle()
        self._body_font = self._theme.font("body")
        self._font_key = self._body_font.key()
        self._quiet = QFontMetrics(self._theme.font())
        self._bold = QFontMetrics(self._theme.font("interface", bold=True))
        self._initial = QFont(self._theme.font("initial", bold=True))
        self._initial.setPixelSize(min(self._initial.pixelSize(), MARK * 5 // 8))
        self._line = max(self._quiet.height(), self._bold.height())

    def estimate(self) -> int:
        """Likely height of a row that nobody has looked at: three lines of text."""
        return 2 * PAD + self._line + GAP + 3 * round(self._body_font.pixelSize() * 1.45)

    def height(self, index: Index, width: int, right_to_left: bool) -> int:
        """Exact height of a row in pixels for a column of that width."""
        parts = self.parts(index, width, right_to_left)
        return parts.height if parts else self.estimate()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = option.rect.width()
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        return QSize(width, self.height(index, width, mirrored))

    def parts(self, index: Index, width: int, right_to_left: bool) -> RowParts | None:
        """Lay a row out; None when its message is gone."""
        message: Message | None = index.data(MESSAGE_ROLE)
        if message is None:
            return None
        inner = max(width - INDENT - PAD, 80)
        key = (message.id, hash(message.text), inner, self._font_key, right_to_left)
        flow = self._flows.flow(key, message.text, self._body_font)
        day = QRect(0, 0, width, self._line + 2 * _SEPARATOR if index.data(DAY_ROLE) else 0)
        new = QRect(0, day.height(), width, self._line + _SEPARATOR if index.data(NEW_ROLE) else 0)
        top = new.top() + new.height() if new.height() else day.height()
        head = QRect(INDENT, top + PAD, inner, self._line)
        said = flow.height if message.text or not message.files else 0
        text = QRect(INDENT, head.top() + self._line + GAP, inner, said)
        end = text.top() + said
        corner = QPoint(INDENT, end + (2 * GAP if said else GAP))
        files = self.files.lay_out(message.files, corner, inner, right_to_left)
        end = files[-1].box.top() + files[-1].box.height() + GAP if files else end
        state, link = self._state_parts(index, message, QRect(INDENT, end, inner, 0))
        end = (state.top() + state.height()) if state.height() else end
        body = QRect(0, top, width, end + PAD - top)
        height = body.top() + body.height()
        return RowParts(message, flow, day, new, body, head, text, files, state, link, height)

    def _state_parts(self, index: Index, message: Message, above: QRect) -> tuple[QRect, QRect]:
        """State words and "Take back" below what is `above`."""
        words = index.data(STATE_ROLE)
        if not words:
            return QRect(), QRect()
        top = above.top() + above.height() + GAP
        state = QRect(above.left(), top, above.width(), self._line)
        if not (message.can_take_back or message.ask):
            return state, QRect()
        wide = self._bold.horizontalAdvance(self._words.take_back())
        beside = self._quiet.horizontalAdvance(words) + 16
        if beside + wide <= above.width():
            return state, QRect(above.left() + beside, top, wide, self._line)
        below = QRect(above.left(), top + self._line + GAP, wide, self._line)
        return state.united(below), below

    def link_rect(self, index: Index, row: QRect, right_to_left: bool) -> QRect:
        """Where "Take back" stands on the screen for a row painted in `row`; empty without one."""
        parts = self.parts(index, row.width(), right_to_left)
        if parts is None or parts.link.isEmpty():
            return QRect()
        return RowFrame(row, right_to_left).place(parts.link)

    def file_at(self, index: Index, row: QRect, right_to_left: bool, point: QPoint) -> FileHit | None:
        """The file of a row painted in `row` under a point of the viewport, and what a press there asks."""
        parts = self.parts(index, row.width(), right_to_left)
        frame = RowFrame(row, right_to_left)
        for part in parts.files if parts else ():
            if frame.place(part.box).contains(point):
                return FileHit(part.file, deed_at(part, frame, point))
        return None

    def file_rect(self, index: Index, row: QRect, right_to_left: bool, file: FileId) -> QRect:
        """Where a file of a row painted in `row` stands on the screen; empty when it has no such file."""
        parts = self.parts(index, row.width(), right_to_left)
        found = (part.box for part in (parts.files if parts else ()) if part.file.id == file)
        box = next(found, QRect())
        return RowFrame(row, right_to_left).place(box) if box.height() else box

    def text_part(self, index: Index, row: QRect, right_to_left: bool) -> tuple[TextFlow, QRect] | None:
        """The text of a row and where it stands on the screen; None when its message is gone."""
        parts = self.parts(index, row.width(), right_to_left)
        return (parts.flow, RowFrame(row, right_to_left).place(parts.text)) if parts else None

    def state_rect(self, index: Index, row: QRect, right_to_left: bool) -> QRect:
        """Where the state words stand on the screen; empty without any."""
        parts = self.parts(index, row.width(), right_to_left)
        return RowFrame(row, right_to_left).place(parts.state) if parts and parts.state.height() else QRect()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        parts = self.parts(index, option.rect.width(), mirrored)
        if parts is None:
            return
        frame = RowFrame(option.rect, mirrored)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        if parts.day.height():
            self._paint_line(painter, frame, parts.day, index.data(DAY_ROLE))
        if parts.new.height():
            self._paint_line(painter, frame, parts.new, index.data(NEW_ROLE), new=True)
        self._paint_ground(painter, option, frame.place(parts.body))
        self._paint_mark(painter, frame, parts)
        self._paint_head(painter, frame, parts, index.data(TIME_ROLE))
        self._paint_text(painter, option, frame.place(parts.text), parts)
        for part in parts.files:
            self.files.paint(painter, frame, part, bool(option.state & QStyle.StateFlag.State_HasFocus))
        if parts.state.height():
            self._paint_state(painter, frame, parts, index.data(STATE_ROLE))
        painter.restore()

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, spot: QRect, parts: RowParts
    ) -> None:
        tokens = self._theme.tokens
        painter.setPen(QColor(tokens.text3 if parts.message.gone else tokens.text))
        marked = self.marked
        if marked is None or marked.message != parts.message.id:
            parts.flow.paint(painter, spot.left(), spot.top(), *_clip(painter))
            return
        painter.save()
        # Spaces at the end of a line hang out.
        painter.setClipRect(spot.adjusted(-1, 0, _CARET, 0), Qt.ClipOperation.IntersectClip)
        look = QTextCharFormat()
        look.setBackground(option.palette.highlight())
        look.setForeground(option.palette.highlightedText())
        parts.flow.paint_marked(painter, QPointF(spot.topLeft()), _clip(painter), marked.span, look)
        if marked.entered and option.state & QStyle.StateFlag.State_HasFocus:
            caret = parts.flow.caret(marked.caret).translated(spot.topLeft())
            caret.setWidth(_CARET)
            painter.fillRect(caret, QColor(self._theme.tokens.text))
        painter.restore()

    def _paint_line(
        self, painter: QPainter, frame: RowFrame, part: QRect, words: str, new: bool = False
    ) -> None:
        tokens, rect = self._theme.tokens, frame.place(part)
        wide = (self._bold if new else self._quiet).horizontalAdvance(words) + 24
        middle = rect.center().y()
        painter.setPen(QPen(QColor(tokens.accent if new else tokens.border), 1))
        painter.drawLine(rect.left(), middle, rect.center().x() - wide // 2, middle)
        painter.drawLine(rect.center().x() + wide // 2, middle, rect.right(), middle)
        painter.setPen(QColor(tokens.accent if new else tokens.text3))
        painter.setFont(self._theme.font("interface", new))
        frame.write_middle(painter, part, words)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self._theme.tokens.focus), FOCUS_RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), RADIUS, RADIUS)

    def _paint_mark(self, painter: QPainter, frame: RowFrame, parts: RowParts) -> None:
        tokens = self._theme.tokens
        message = parts.message
        if message.mine and not message.gone:
            bar = frame.place(QRect(6, parts.body.top() + PAD, BAR, parts.body.height() - 2 * PAD))
            paint_bar(painter, bar, message.delivery, tokens)
        circle = frame.place(QRect(16, parts.head.top(), MARK, MARK))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft if message.mine else tokens.sunken))
        painter.drawEllipse(circle)
        painter.setPen(QColor(tokens.accent_on_soft if message.mine else tokens.text2))
        painter.setFont(self._initial)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initial_of(message.author_name))

    def _paint_head(self, painter: QPainter, frame: RowFrame, parts: RowParts, time: str) -> None:
        tokens = self._theme.tokens
        message, head = parts.message, parts.head
        if message.clock_hint:
            time = f"{time} ({self._words.wrong_clock()})"
        time_width = self._quiet.horizontalAdvance(time)
        author = self._words.you() if message.mine else message.author_name
        room = head.width() - time_width - 8
        shown = self._bold.elidedText(author, Qt.TextElideMode.ElideRight, room)
        wide = min(self._bold.horizontalAdvance(shown), room)
        painter.setFont(self._theme.font("interface", bold=True))
        painter.setPen(QColor(tokens.text))
        frame.write(painter, QRect(head.left(), head.top(), wide + 2, head.height()), shown)
        painter.setFont(self._theme.font())
        painter.setPen(QColor(tokens.text3))
        beside = QRect(head.left() + wide + 8, head.top(), time_width + 2, head.height())
        frame.write(painter, beside, time)

    def _paint_state(self, painter: QPainter, frame: RowFrame, parts: RowParts, words: str) -> None:
        tokens = self._theme.tokens
        painter.setFont(self._theme.font())
        painter.setPen(QColor(tokens.text3))
        line = QRect(parts.state.left(), parts.state.top(), parts.state.width(), self._line)
        self.states[parts.message.id] = words
        former = self.former.get(parts.message.id, "")
        for shown, share in ((former, 1 - self.share), (words, self.share if former else 1.0)):
            painter.setOpacity(share)
            elided = self._quiet.elidedText(shown, Qt.TextElideMode.ElideRight, line.width())
            frame.write(painter, line, elided)
        painter.setOpacity(1.0)
        if not parts.link.isEmpty():
            painter.setFont(self._theme.font("interface", bold=True))
            painter.setPen(QColor(tokens.accent))
            frame.write(painter, parts.link.adjusted(0, 0, 2, 0), self._words.take_back())


def paint_bar(painter: QPainter, bar: QRect, delivery: Delivery, tokens: Tokens) -> None:
    """The bar of an own row: dots = on this computer, upper half = left it, full = at the server and on."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    solid = {Delivery.DRAFT: 0, Delivery.ON_THIS_COMPUTER: 0, Delivery.LEFT_THIS_COMPUTER: bar.height() // 2}
    height = solid.get(delivery, bar.height())
    if height:
        painter.drawRoundedRect(QRect(bar.left(), bar.top(), bar.width(), height), 2, 2)
    if height < bar.height():
        for top in range(bar.top() + height + (4 if height else 0), bar.bottom() - bar.width() + 2, 8):
            painter.drawEllipse(QRect(bar.left(), top, bar.width(), bar.width()))


def _clip(painter: QPainter) -> tuple[int, int]:
    """Top and bottom of what can be seen, in the painter's coordinates."""
    bounds = painter.clipBoundingRect() if painter.hasClipping() else painter.window()
    corner = QPoint(round(bounds.x()), round(bounds.y()))
    return corner.y(), corner.y() + round(bounds.height())
