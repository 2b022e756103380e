# SPDX-License-Identifier: Apache-2.0
"""What stands beside paragraphs: dots, numbers, the line of a quote, the sign of a suggested line end."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextBlock
from PySide6.QtWidgets import QTextEdit

from mentordesk.domain.texts import LISTS, BlockKind
from mentordesk.ui.document.formats import STEP, Line, line_of
from mentordesk.ui.theme.theme import Theme

_DOTS = "•◦▪"
_QUOTE_LINE = 3  # pixels wide
_GAP = 8  # between a mark and the text
_LINE_END = "¶"


def paint_marks(editor: QTextEdit, theme: Theme, clip: QRect) -> None:
    """Paint what stands beside the paragraphs in sight; numbers are counted, never read back."""
    block = editor.cursorForPosition(clip.topLeft()).block()
    if block.previous().isValid():
        block = block.previous()
    painter = QPainter(editor.viewport())
    painter.setClipRect(clip)
    layout = editor.document().documentLayout()
    down = QPointF(0, -editor.verticalScrollBar().value())
    while block.isValid():
        bounds = layout.blockBoundingRect(block).translated(down)
        if bounds.top() > clip.bottom():
            break
        line = line_of(block.blockFormat())
        painter.setLayoutDirection(block.blockFormat().layoutDirection())
        if not block.layout().lineCount():
            pass  # not laid out yet
        elif line.block.kind is BlockKind.QUOTE:
            _paint_quote(painter, theme, block, bounds)
        elif line.block.kind in LISTS:
            _paint_mark(painter, theme, block, bounds, line)
        if block.layout().lineCount() and (line.end.inserted or line.end.deleted):
            _paint_end(painter, theme, block, bounds, line)
        block = block.next()
    painter.end()


def number_of(block: QTextBlock) -> int:
    """Which one of its list a numbered paragraph is: counted from where the list began at its level."""
    level = line_of(block.blockFormat()).block.indent
    number = 1
    before = block.previous()
    while before.isValid():
        above = line_of(before.blockFormat()).block
        if above.kind not in LISTS or above.indent < level:
            break
        if above.indent == level:
            if above.kind is not BlockKind.NUMBER:
                break
            number += 1
        before = before.previous()
    return number


def _paint_mark(painter: QPainter, theme: Theme, block: QTextBlock, bounds: QRectF, line: Line) -> None:
    kind, indent = line.block.kind, line.block.indent
    words = _DOTS[indent % len(_DOTS)]
    if kind is BlockKind.NUMBER:
        words = QLocale().toString(number_of(block)) + "."
    first = block.layout().lineAt(0)
    font = theme.font("body")
    painter.setFont(font)
    painter.setPen(QColor(theme.tokens.text2))
    width = QFontMetricsF(font).horizontalAdvance(words)
    edge = block.layout().position()
    top = bounds.top() + edge.y() - _top_of(block) + first.y()
    if _mirrored(block):
        left = bounds.left() + _right_of_text(block, bounds) + _GAP
    else:
        left = edge.x() + first.x() - _GAP - width
    baseline = top + first.ascent()
    painter.drawText(QPointF(left, baseline), words)


def _paint_quote(painter: QPainter, theme: Theme, block: QTextBlock, bounds: QRectF) -> None:
    step = theme.scaled(STEP)
    layout = block.layout()
    text = layout.boundingRect()
    top = bounds.top() + layout.position().y() - _top_of(block)
    height = text.height()
    if _mirrored(block):
        left = bounds.left() + _right_of_text(block, bounds) + step / 2
    else:
        left = layout.position().x() + layout.lineAt(0).x() - step / 2
    painter.fillRect(QRectF(left, top, _QUOTE_LINE, height), QColor(theme.tokens.border))


def _paint_end(painter: QPainter, theme: Theme, block: QTextBlock, bounds: QRectF, line: Line) -> None:
    """A paragraph's end that somebody suggests to make, or to take out."""
    layout = block.layout()
    last = layout.lineAt(layout.lineCount() - 1)
    font = QFont(theme.font("body"))
    font.setStrikeOut(bool(line.end.deleted))
    painter.setFont(font)
    painter.setPen(QColor(theme.tokens.delete if line.end.deleted else theme.tokens.insert))
    top = bounds.top() + layout.position().y() - _top_of(block) + last.y()
    x = _first(last.cursorToX(last.textStart() + last.textLength()))
    if _mirrored(block):
        x -= QFontMetricsF(font).horizontalAdvance(_LINE_END)
    painter.drawText(QPointF(layout.position().x() + x, top + last.ascent()), _LINE_END)


def _top_of(block: QTextBlock) -> float:
    """Where the block's bounds begin, in the coordinates of its layout's position."""
    return block.document().documentLayout().blockBoundingRect(block).top()


def _right_of_text(block: QTextBlock, bounds: QRectF) -> float:
    """The leading edge of a paragraph that reads from the right."""
    first = block.layout().lineAt(0)
    return block.layout().position().x() + first.x() + first.width() - bounds.left()


def _mirrored(block: QTextBlock) -> bool:
    return block.blockFormat().layoutDirection() is Qt.LayoutDirection.RightToLeft


def _first(found: object) -> float:
    """The x of `cursorToX`, which the binding gives together with the position."""
    return float(found[0] if isinstance(found, tuple | list) else found)  # type: ignore[arg-type]
