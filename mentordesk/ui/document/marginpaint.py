# SPDX-License-Identifier: Apache-2.0
"""Paints cards that nobody is at: who, what in at most three lines, what became of it; and badges."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mentordesk.base.utf16 import units
from mentordesk.domain.texts import Answer, Standing
from mentordesk.ui.document.cards import Card, Kind
from mentordesk.ui.document.reviewwords import ReviewWords, visible
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import FOCUS_RING, ICON_SMALL, RADIUS
from mentordesk.ui.widgets.rowframe import RowFrame

GUTTER = 14  # beside the text: the line from a card to its words
TRAIL = 6
PAD, PAD_ALONG = 8, 10
GAP = 8  # between cards
BADGE = 24
_LINES = 2  # of a change or comment on a card that nobody is at
_KEPT = 1_500
_ICON_GAP = 4
_TONES = {"insert": "insert", "delete": "delete", "quiet": "text2", "mark": "accent"}
_MARKS = {
    Answer.ACCEPTED: ("check-circle", "ok"),
    Answer.REFUSED: ("close", "text2"),
    Answer.DONE: ("check-circle", "ok"),
    Answer.NOT_YET: ("circle", "text2"),
    Answer.UNCLEAR: ("help", "accent"),
}


class PieceFlow:
    """Pieces of text, each with its look, in at most so many lines; dots where there is more."""

    def __init__(
        self, pieces: Sequence[tuple[str, str]], theme: Theme, width: int, mirrored: bool, lines: int
    ):
        font = theme.font()
        metrics = QFontMetrics(font)
        self._pitch = metrics.height() + 2  # at least: letters of other fonts may be higher
        self._dots = metrics.horizontalAdvance("…")
        self._cut = False
        self._mirrored = mirrored
        self.layout = QTextLayout("".join(f"\u2068{text}\u2069" for text, _ in pieces), font)
        self.layout.setTextOption(_option(mirrored))
        self.layout.setFormats(_formats(pieces, theme))
        self.height = self._break(width, lines)

    def _break(self, width: int, most: int) -> int:
        """Into lines; how high they are."""
        whole, high = len(self.layout.text()), 0
        self.layout.beginLayout()
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(width)
            number = self.layout.lineCount()
            if number == most and line.textStart() + line.textLength() < whole:
                line.setLineWidth(max(width - self._dots, 1))
                self._cut = True
            line.setPosition(QPointF(self._dots if self._cut and self._mirrored else 0, high))
            high += max(self._pitch, ceil(line.height()) + 2)
            if number == most:
                break
        self.layout.endLayout()
        return high

    def paint(self, painter: QPainter, corner: QPointF) -> None:
        """Draw with the upper left corner there."""
        self.layout.draw(painter, corner)
        if not self._cut:
            return
        line = self.layout.lineAt(self.layout.lineCount() - 1)
        natural = line.naturalTextRect()
        x = natural.left() - self._dots if self._mirrored else natural.right()
        painter.setFont(self.layout.font())
        painter.drawText(QPointF(corner.x() + x, corner.y() + line.y() + line.ascent()), "…")


def _option(mirrored: bool) -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _formats(pieces: Sequence[tuple[str, str]], theme: Theme) -> list[QTextLayout.FormatRange]:
    found, start = [], 0
    for text, look in pieces:
        length = units(text)
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start + 1, length, format_of(look, theme)
        start += length + 2
        found.append(made)
    return found


def format_of(look: str, theme: Theme) -> QTextCharFormat:
    """How a piece looks: "insert" underlined, "delete" struck, "quiet", bold as a "mark", or as text is."""
    made = QTextCharFormat()
    made.setForeground(QColor(getattr(theme.tokens, _TONES.get(look, "text"))))
    if look == "insert":
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    if look == "mark":
        made.setFontWeight(QFont.Weight.DemiBold)
    made.setFontStrikeOut(look == "delete")
    return made


class Pieces(QWidget):
    """Pieces of text as a widget, as high as its width asks for."""

    def __init__(self, theme: Theme, lines: int = 100) -> None:
        super().__init__()
        self._theme, self._lines = theme, lines
        self._pieces: tuple[tuple[str, str], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def show_pieces(self, pieces: Sequence[tuple[str, str]]) -> None:
        """Show these."""
        self._pieces = tuple(pieces)
        self.setAccessibleName("".join(text for text, _ in pieces))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, QFontMetrics(self._theme.font()).height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow(width).height

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.tokens.text))
        self._flow(self.width()).paint(painter, QPointF(0, 0))
        painter.end()

    def _flow(self, width: int) -> PieceFlow:
        return PieceFlow(self._pieces, self._theme, width, self.isRightToLeft(), self._lines)


@dataclass(frozen=True, slots=True)
class Foot:
    """Quiet words below a card's body, with an icon in a tone where they have one."""

    flow: PieceFlow
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands on a card that nobody is at, laid out."""

    body: PieceFlow | None
    feet: tuple[Foot, ...]
    height: int


class CardPainter:
    """Measures and paints cards for one width; layouts of the cards used last are kept."""

    def __init__(self, theme: Theme, words: ReviewWords) -> None:
        self._theme, self._words = theme, words
        self._kept: OrderedDict[tuple[Card, int, bool], Lines] = OrderedDict()
        self.restyle()

    def restyle(self) -> None:
        """Read fonts and colours again."""
        self._kept.clear()
        self._bold = QFontMetrics(self._theme.font("interface", bold=True))
        self._quiet = QFontMetrics(self._theme.font())
        self._line = max(self._bold.height(), self._quiet.height()) + 2

    def height(self, card: Card, width: int, mirrored: bool) -> int:
        """In pixels, for a margin of that width."""
        return self._lines(card, width, mirrored).height

    def pieces(self, card: Card, mirrored: bool) -> list[tuple[str, str]]:
        """What the card says, in pieces with their looks."""
        if card.kind is Kind.SUGGESTION:
            return self._words.change(card, mirrored)
        return [(visible(card.text), "")]

    def feet(self, card: Card) -> list[str]:
        """Lines below: what became of it, or what is to be known about it."""
        if card.kind is Kind.WORKS:
            return []
        held = self._words.held() if card.mine and not card.returned else ""
        quiet = self._words.answer(card) or self._words.standing(card) or card.reason or held
        return [foot for foot in (self._words.important() if card.important else "", quiet) if foot]

    def paint(self, painter: QPainter, rect: QRect, card: Card, mirrored: bool, current: bool) -> None:
        """Draw one card into its place, gutter and trail left free."""
        lines = self._lines(card, rect.width(), mirrored)
        frame = RowFrame(rect, mirrored)
        box = QRect(GUTTER, 0, rect.width() - GUTTER - TRAIL, rect.height())
        self._paint_box(painter, frame.place(box), card, current)
        inner = box.adjusted(PAD_ALONG, PAD, -PAD_ALONG, -PAD)
        self._paint_head(painter, frame, inner, card)
        y = inner.top() + self._line
        if lines.body is not None:
            painter.setPen(QColor(self._theme.tokens.text))
            lines.body.paint(painter, QPointF(frame.place(inner).left(), rect.top() + y))
            y += lines.body.height
        for foot in lines.feet:
            self._paint_foot(painter, frame, QRect(inner.left(), y, inner.width(), foot.flow.height), foot)
            y += foot.flow.height

    def _lines(self, card: Card, width: int, mirrored: bool) -> Lines:
        key = (replace(card, start=0, end=0), width, mirrored)  # it looks the same wherever it stands
        found = self._kept.get(key)
        if found is None:
            inner = max(width - GUTTER - TRAIL - 2 * PAD_ALONG, 40)
            body = PieceFlow(self.pieces(card, mirrored), self._theme, inner, mirrored, _LINES)
            feet = tuple(self._foot(card, foot, inner, mirrored) for foot in self.feet(card))
            high = body.height + sum(foot.flow.height for foot in feet)
            found = Lines(body, feet, 2 * PAD + self._line + high)
            self._kept[key] = found
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found

    def _foot(self, card: Card, words: str, width: int, mirrored: bool) -> Foot:
        important = words == self._words.important()
        troubled = card.standing is not Standing.FITS and words == self._words.standing(card)
        icon, tone = ("important", "accent") if important else ("info", "text2") if troubled else ("", "")
        room = width - (self._theme.scaled(ICON_SMALL) + _ICON_GAP if icon else 0)
        pieces = [(visible(words), "mark" if important else "quiet")]
        return Foot(PieceFlow(pieces, self._theme, room, mirrored, _LINES), icon, tone)

    def _paint_box(self, painter: QPainter, box: QRect, card: Card, current: bool) -> None:
        tokens = self._theme.tokens
        painter.setPen(QPen(QColor(tokens.accent if current else tokens.border), 1))
        painter.setBrush(QColor(tokens.sunken if card.decided else tokens.raised))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), RADIUS, RADIUS)

    def _paint_head(self, painter: QPainter, frame: RowFrame, inner: QRect, card: Card) -> None:
        tokens = self._theme.tokens
        mark, tone = _MARKS.get(card.answer, ("", ""))
        room = inner.width()
        if mark:
            size = self._theme.scaled(ICON_SMALL)
            spot = QRect(inner.right() - size + 1, inner.top() + (self._line - size) // 2, size, size)
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(frame.place(spot).topLeft(), self._theme.icons.pixmap(mark, size, tone, ratio))
            room -= size + 4
        name = self._words.who(card)
        head = self._words.head(card)
        painter.setFont(self._theme.font("interface", bold=True))
        painter.setPen(QColor(tokens.text2 if card.decided else tokens.text))
        shown = self._bold.elidedText(f"{head}: {name}" if head else name, Qt.TextElideMode.ElideRight, room)
        frame.write(painter, QRect(inner.left(), inner.top(), room, self._line), shown)

    def _paint_foot(self, painter: QPainter, frame: RowFrame, spot: QRect, foot: Foot) -> None:
        if foot.icon:
            size = self._theme.scaled(ICON_SMALL)
            mark = QRect(spot.left(), spot.top() + (self._line - size) // 2, size, size)
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(
                frame.place(mark).topLeft(), self._theme.icons.pixmap(foot.icon, size, foot.tone, ratio)
            )
            spot = spot.adjusted(size + _ICON_GAP, 0, 0, 0)
        foot.flow.paint(painter, QPointF(frame.place(spot).topLeft()))

    def paint_ring(self, painter: QPainter, rect: QRect, mirrored: bool) -> None:
        """Around the card in this place: the list has the focus, and this is the one keys speak of."""
        painter.setPen(QPen(QColor(self._theme.tokens.focus), FOCUS_RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        leading, trailing = (TRAIL, GUTTER) if mirrored else (GUTTER, TRAIL)
        painter.drawRoundedRect(rect.adjusted(leading - 2, -2, 2 - trailing, 2), RADIUS + 2, RADIUS + 2)

    def paint_join(self, painter: QPainter, width: int, ends: tuple[int, int], mirrored: bool) -> None:
        """From the edge beside words to a card; `ends` are the heights of both."""
        words, card = ends
        points = [(0.0, words), (GUTTER / 2, words), (GUTTER / 2, card), (float(GUTTER), card)]
        painter.setPen(QPen(QColor(self._theme.tokens.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline([QPointF(width - x if mirrored else x, y) for x, y in points])

    def paint_badge(self, painter: QPainter, rect: QRect, cards: Sequence[Card], current: bool) -> None:
        """A round mark with how many stand here; hollow when all of them have an answer."""
        tokens = self._theme.tokens
        waits = any(card.open or card.kind is Kind.WORKS for card in cards)
        painter.setPen(QPen(QColor(tokens.accent), 1.5))
        painter.setBrush(QColor(tokens.accent_soft if waits else tokens.base))
        box = rect.adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, BADGE / 2, BADGE / 2)
        if current:
            painter.setPen(QPen(QColor(tokens.focus), FOCUS_RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), BADGE / 2, BADGE / 2)
        if len(cards) == 1 and not waits:
            name, tone = _MARKS.get(cards[0].answer, ("check-circle", "accent"))
            pixmap = self._theme.icons.pixmap(name, ICON_SMALL, tone, painter.device().devicePixelRatio())
            painter.drawPixmap(
                rect.center().x() - ICON_SMALL // 2 + 1, rect.center().y() - ICON_SMALL // 2 + 1, pixmap
            )
            return
        font = QFont(self._theme.font("interface", bold=True))
        font.setPixelSize(min(font.pixelSize(), BADGE * 5 // 8))
        painter.setFont(font)
        painter.setPen(QColor(tokens.accent_on_soft if waits else tokens.text2))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(len(cards)))
