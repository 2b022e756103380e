# SPDX-License-Identifier: Apache-2.0
"""The list of cards beside a text, painted; for a screen reader a plain list of sentences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QScrollBar

from mentordesk.ui.document.cards import CardModel
from mentordesk.ui.document.margincard import CardPanel
from mentordesk.ui.document.marginpaint import BADGE, GAP, GUTTER, TRAIL, CardPainter
from mentordesk.ui.document.marginplaces import Badge, Places, badges_of
from mentordesk.ui.parts import keeps_escape

Index = QModelIndex | QPersistentModelIndex
_NONE = Places((), (), GAP)


class CardList(QListView):
    """Cards at the height of their words; `panel` lies over the current one while the list is not folded.

    A QListView for what screen readers expect of a list; its layout is replaced.
    """

    picked = Signal(int)  # a row was chosen by mouse or keys
    opened = Signal(int)  # Enter
    left = Signal()  # Esc

    def __init__(self, painter: CardPainter, model: CardModel, panel: CardPanel, bar: QScrollBar) -> None:
        """`bar` scrolls the text."""
        super().__init__()
        self._painter, self._cards, self.panel, self._bar = painter, model, panel, bar
        self._places = _NONE
        self._badges: tuple[Badge, ...] = ()
        self._shift = self._extra = 0
        self.folded = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setAutoScroll(False)
        self.setMinimumWidth(0)
        self.setModel(model)

    # What the margin calls

    def lay_out(self, wanted: Sequence[int], pinned: int) -> None:
        """Take the heights of the words, in pixels from the text's top; `pinned` = the row of the panel."""
        mirrored, width = self.isRightToLeft(), self.viewport().width()
        if not self.folded:
            self.panel.set_room(width - GUTTER - TRAIL)
        heights = [self._painter.height(card, width, mirrored) for card in self._cards.cards]
        if 0 <= pinned < len(heights):
            heights[pinned] = self.panel.needed(width - GUTTER - TRAIL)
        self._places = Places(wanted, heights, GAP, pinned)
        self._badges = badges_of(wanted, BADGE, 4)
        self._place_panel()
        self.viewport().update()

    def follow(self, scroll: int, most: int) -> None:
        """The text is scrolled so far, of so much."""
        view = self.viewport().height()
        self._shift = scroll if self.folded else self._places.shift(scroll, most, view)
        self._extra = self._bounded(self._extra)
        self._place_panel()
        self.viewport().update()

    def push(self, pixels: int) -> None:
        """Move the cards alone, where there are more of them than text."""
        self._extra = self._bounded(self._extra + pixels)
        self._place_panel()
        self.viewport().update()

    def reveal(self, scroll: bool) -> None:
        """Bring all of the open card into sight, as far as it fits; `scroll`: scroll the text first."""
        if scroll:
            self._bar.setValue(self._bar.value() + self._beyond())
        self.push(self._beyond())

    def _beyond(self) -> int:
        """How far the open card is to be moved up."""
        row = self.currentIndex().row()
        if row < 0 or self.folded:
            return 0
        spot = self.place(row)
        return max(0, min(spot.bottom() + GAP - self.viewport().height(), spot.top() - GAP))

    def settle(self) -> None:
        """Undo what `push` did."""
        self._extra = 0

    def make_current(self, row: int) -> None:
        """Make a row the one that keys speak of, −1 = none; `picked` is not emitted."""
        index = self._cards.index(row) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._place_panel()
        self.viewport().update()

    def place(self, row: int) -> QRect:
        """Where a card or its badge stands in the viewport."""
        width = self.viewport().width()
        if self.folded:
            top = next((one.top for one in self._badges if row in one.rows), 0)
            return QRect((width - BADGE) // 2, top - self._shift, BADGE, BADGE)
        if not 0 <= row < len(self._places.tops):
            return QRect()
        top = self._places.tops[row] - self._shift - self._extra
        return QRect(0, top, width, self._places.heights[row])

    def _bounded(self, extra: int) -> int:
        first, last = self._places.extent
        low = min(0, first - self._shift)
        high = max(0, last + GAP - self._shift - self.viewport().height())
        return min(max(extra, low), high)

    def _place_panel(self) -> None:
        row = self.currentIndex().row()
        shown = not self.folded and 0 <= row < len(self._places.tops) and self.panel.card is not None
        if self.folded:
            return
        if shown:
            box = self.place(row)
            left = TRAIL if self.isRightToLeft() else GUTTER
            spot = QRect(left, box.top(), box.width() - GUTTER - TRAIL, box.height())
            if self.panel.geometry() != spot:
                self.panel.setGeometry(spot)
        self.panel.setVisible(shown)

    # Qt asks

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        if self.folded:
            self._paint_badges(painter, event.rect())
        else:
            self._paint_cards(painter, event.rect())
        painter.end()

    def _paint_cards(self, painter: QPainter, clip: QRect) -> None:
        moved = self._shift + self._extra
        current = self.currentIndex().row()
        for row in self._places.in_sight(clip.top() + moved, clip.bottom() + 1 + moved):
            spot = self.place(row)
            if row != current or self.panel.isHidden():
                card = self._cards.cards[row]
                self._painter.paint(painter, spot, card, self.isRightToLeft(), row == current)
            elif self.hasFocus():
                self._painter.paint_ring(painter, spot, self.isRightToLeft())
        if 0 <= current < len(self._places.tops) and self._cards.cards[current].placed:
            self._paint_join(painter, current)

    def _paint_join(self, painter: QPainter, row: int) -> None:
        words = self._places.wanted[row] - self._shift + self.line_down
        width, card = self.viewport().width(), self.place(row).top() + 16
        self._painter.paint_join(painter, width, (words, card), self.isRightToLeft())

    line_down = 20  # how far below the top of its line the words of the current card end

    def _paint_badges(self, painter: QPainter, clip: QRect) -> None:
        current = self.currentIndex().row()
        for badge in self._badges:
            spot = self.place(badge.rows.start)
            if spot.bottom() < clip.top() or spot.top() > clip.bottom():
                continue
            cards = self._cards.cards[badge.rows.start : badge.rows.stop]
            self._painter.paint_badge(painter, spot, cards, current in badge.rows)

    def visualRect(self, index: Index) -> QRect:
        return self.place(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        if self.folded:
            rows = (one.rows.start for one in self._badges if self.place(one.rows.start).contains(point))
            row = next(rows, -1)
        else:
            row = self._places.at(point.y() + self._shift + self._extra)
        return self._cards.index(row) if row >= 0 else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """The text scrolls, and the cards with it."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(index.row())
            if self.folded:
                self.opened.emit(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressing has done it."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        down = -event.angleDelta().y() // 2
        before = self._bar.value()
        if not self._hides(down):
            QCoreApplication.sendEvent(self._bar, event)
        if self._bar.value() == before:
            self.push(down)
        event.accept()

    def _hides(self, down: int) -> bool:
        """More of a high open card is out of sight in that direction."""
        if self.panel.isHidden() or self.folded:
            return False
        spot, high = self.panel.geometry(), self.viewport().height()
        return spot.bottom() > high if down > 0 else spot.top() < 0 and spot.bottom() > 0 and self._extra > 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, last = self.currentIndex().row(), self._cards.rowCount() - 1
        there = {
            Qt.Key.Key_Down: min(row + 1, last),
            Qt.Key.Key_Up: max(row - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()), -1)
        if there >= 0 and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.picked.emit(there)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and row >= 0:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        # Esc leads back into the text before it leaves the page.
        return keeps_escape(event) or bool(super().event(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._cards.rowCount():
            self.picked.emit(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and self.hasFocus() and QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    def reset(self) -> None:
        # Other cards: where they stand is not known until they are laid out.
        self._places, self._badges = _NONE, ()
        super().reset()

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)

    def doItemsLayout(self) -> None:  # noqa: N802 - Qt's name
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        QAbstractItemView.updateGeometries(self)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802
        """Cards are not selected, only visited."""

    def visualRegionForSelection(self, selection: object) -> QRegion:  # noqa: N802 - Qt's name
        return QRegion()

    def horizontalOffset(self) -> int:  # noqa: N802 - Qt's name
        return 0

    def verticalOffset(self) -> int:  # noqa: N802 - Qt's name
        return 0
