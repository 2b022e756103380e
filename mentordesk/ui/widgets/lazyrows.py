# SPDX-License-Identifier: Apache-2.0
"""A list that lays out only the rows in sight and corrects estimated heights without jumping."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
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
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import COLUMN
from mentordesk.ui.thread.model import ThreadModel
from mentordesk.ui.widgets.messagedelegate import MessageDelegate
from mentordesk.ui.widgets.rowscroll import RowScroll
from mentordesk.ui.words import Words

Index = QModelIndex | QPersistentModelIndex

STEP = 22


class LazyRows(QListView):
    """Message rows in a centred column: layout, scrolling and painting.

    A QListView for what screen readers expect of a list; every part of its layout is replaced,
    because the stock one measures all rows.
    """

    more_below = Signal(int)  # rows that came in out of sight

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thread: ThreadModel | None = None
        self._delegate = MessageDelegate(theme, words, self)
        self._scroll = RowScroll(self._measure)
        self._settling = False
        self._anchor_id = b""
        self._current_id = b""
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(words.messages())
        theme.changed.connect(self._restyle)

    # What pages call

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        """Show a thread, from its end."""
        self._thread = model if isinstance(model, ThreadModel) else None
        self._anchor_id = self._current_id = b""
        self._scroll.at_end = True
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._keep_current)  # after the selection model has let go of it
        self._start_over()

    def scroll_to_end(self) -> None:
        """Show the newest message."""
        self._scroll.to_end()
        self._settled()

    def show_row(self, row: int) -> None:
        """Show a row and make it the current one: with all that follows where that fits whole.

        Otherwise below a little of what came before it.
        """
        if self._thread is None or not 0 <= row < self._thread.rowCount():
            return
        self._scroll.show(row, 3 * self._delegate.estimate() // 2)
        self._settled()
        self._make_current(row)

    def stay(self) -> None:
        """Somebody goes on from here: `show_row` is not repeated when the view gets another height."""
        self._scroll.stay()

    @property
    def is_at_end(self) -> bool:
        """True when the newest message is in sight to its last line."""
        return self._scroll.at_end

    def _make_current(self, row: int, scroll: bool = True) -> bool:
        """Make a row the one that keys speak of; without `scroll` it stays where it is on the screen."""
        if self._thread is None or not 0 <= row < self._thread.rowCount():
            return False
        self.setAutoScroll(scroll)
        self.selectionModel().setCurrentIndex(
            self._thread.index(row), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.setAutoScroll(True)
        return True

    # Layout

    def _measure(self, row: int) -> int:
        if self._thread is None:
            return self._delegate.estimate()
        return self._delegate.height(self._thread.index(row), self._column().width(), self.isRightToLeft())

    def _column(self) -> QRect:
        width = min(COLUMN, self.viewport().width() - 16)
        return QRect((self.viewport().width() - width) // 2, 0, max(width, 100), 0)

    def _start_over(self) -> None:
        count = self._thread.rowCount() if self._thread else 0
        at_end = self._scroll.at_end
        self._scroll.reset(count, self._delegate.estimate())
        if at_end or not self._find_anchor():
            self._scroll.to_end()
        else:
            self._scroll.settle()
        self._settled()

    def _find_anchor(self) -> bool:
        if self._thread is None or not self._anchor_id:
            return False
        row = self._thread.row_of(self._anchor_id)
        if row >= 0:
            self._scroll.row = row
        return row >= 0

    def _lay_out_again(self) -> None:
        self._scroll.again()
        self._settled()

    def _settled(self) -> None:
        """Tell the scroll bar where we are, without being scrolled by it."""
        if self._thread is not None and self._scroll.heights.count == self._thread.rowCount() > 0:
            message = self._thread.find(self._scroll.row)
            self._anchor_id = message.id if message else b""
        bar = self.verticalScrollBar()
        self._settling = True
        bar.setRange(0, max(0, self._scroll.extent - self._scroll.view_height))
        bar.setEnabled(bar.maximum() > 0)  # without a handle where all is in sight
        bar.setPageStep(max(self._scroll.view_height, 1))
        bar.setSingleStep(STEP)
        bar.setValue(bar.maximum() if self._scroll.at_end else self._scroll.position)
        self._settling = False
        self.viewport().update()

    def _restyle(self) -> None:
        self._delegate.restyle()
        self._start_over()

    # Qt asks

    def reset(self) -> None:
        super().reset()
        self._start_over()

    def _keep_current(self) -> None:
        """After other rows came: the same message stays the current one, wherever it stands now."""
        if self._thread is not None and self._current_id:
            self._make_current(self._thread.row_of(self._current_id), scroll=False)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:  # noqa: N802 - Qt's name
        """Follow the end when it was in sight, otherwise stay and say how many came."""
        at_end = self._scroll.at_end
        self._scroll.append(end - start + 1)
        QAbstractItemView.rowsInserted(self, parent, start, end)
        if at_end:
            self._scroll.to_end()
        else:
            self._scroll.settle()
            self.more_below.emit(end - start + 1)
        self._settled()

    def dataChanged(self, top: Index, bottom: Index, roles: Sequence[int] = ()) -> None:  # noqa: N802
        """States and words changed, so heights may have."""
        self._lay_out_again()

    def doItemsLayout(self) -> None:  # noqa: N802 - Qt's name
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        QAbstractItemView.updateGeometries(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self._scroll.view_height = self.viewport().height()
        self._lay_out_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lay_out_again()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._settling:
            return
        if abs(dy) <= 2 * self._scroll.view_height:
            self._scroll.move_by(-dy)
        else:
            self._scroll.move_to(self.verticalScrollBar().value())
        self._settled()

    def horizontalOffset(self) -> int:  # noqa: N802 - Qt's name
        return 0

    def verticalOffset(self) -> int:  # noqa: N802 - Qt's name
        return self._scroll.position

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= self._scroll.heights.count:
            return QRect()
        column = self._column()
        top = self._scroll.place(index.row())
        return QRect(column.left(), top, column.width(), self._scroll.heights.height(index.row()))

    def indexAt(self, point: QPoint) -> QModelIndex:
        if self._thread is not None:
            for row, top in self._scroll.in_sight():
                if top <= point.y() < top + self._scroll.height(row):
                    return self._thread.index(row)
        return QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if index.isValid() and index.row() < self._scroll.heights.count:
            self._scroll.reveal(index.row())
            self._settled()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802
        """Rows are not selected, only visited."""

    def visualRegionForSelection(self, selection: object) -> QRegion:  # noqa: N802 - Qt's name
        return QRegion()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        QAbstractItemView.currentChanged(self, current, previous)
        message = self._thread.find(current.row()) if self._thread is not None else None
        if message is not None:  # a reset makes nothing current first
            self._current_id = message.id
        if current.isValid() and self.hasFocus() and QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._thread is None:
            return
        column = self._column()
        current = self.currentIndex().row() if self.hasFocus() else -1
        painter = QPainter(self.viewport())
        painter.setClipRect(event.rect())
        option = QStyleOptionViewItem()
        option.direction = self.layoutDirection()
        option.palette = self.palette()
        for row, top in self._scroll.in_sight():
            option.rect = QRect(column.left(), top, column.width(), self._scroll.height(row))
            focused = QStyle.StateFlag.State_HasFocus if row == current else QStyle.StateFlag.State_None
            option.state = QStyle.StateFlag.State_Enabled | focused
            self._delegate.paint(painter, option, self._thread.index(row))
        painter.end()
