# SPDX-License-Identifier: Apache-2.0
"""Lists of rows: one model, one painter and one view for circles, threads, what waits, and what was found."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import FOCUS_RING, RADIUS
from mentordesk.ui.widgets.letters import reads_right_to_left

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_BAR, _MARK, _DOT = 3, 36, 10


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a bold line, a quieter one below, and what stands at the trailing end."""

    key: Hashable  # what the row stands for
    title: str
    words: str = ""
    trailing: str = ""  # a time, a turn
    badge: str = ""  # a number
    initial: str = ""  # the letter in the round mark
    icon: str = ""  # instead of a letter
    action: str = ""  # what Enter does, where it should be said
    strong: bool = False  # something new
    marks: tuple[tuple[int, int], ...] = ()  # (start, end) of words found
    tail: bool = False  # the end of the words matters: what does not fit is left out in front
    spoken: str = ""  # what a screen reader says; title and words when empty


class RowModel(QAbstractListModel):
    """Holds the rows; a refresh with the same keys keeps selection and scrolling."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self.tips = False  # say the title as a tool tip

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, from the top."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        fresh = tuple(rows)
        if [row.key for row in fresh] != [row.key for row in self._rows]:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        before, self._rows = self._rows, fresh
        for place, (old, new) in enumerate(zip(before, fresh, strict=True)):
            if old != new:
                index = self.index(place)
                self.dataChanged.emit(index, index)

    def place_of(self, key: Hashable) -> int:
        """Where the row of that key stands, −1 when there is none."""
        return next((place for place, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole if self.tips:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = (row.title, row.words, row.trailing, row.badge)
                return row.spoken or ", ".join(part for part in parts if part)
            case _:
                return None


class RowDelegate(QStyledItemDelegate):
    """Paints a Row with the theme's tokens, mirrored where the window is."""

    def __init__(self, theme: Theme, view: RowsView, height: int = 0) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._height = height  # 0: as the theme says

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW_ROLE)
        lines = QFontMetrics(self._theme.font("interface", bold=True)).height()
        if row.words:
            lines += QFontMetrics(self._theme.font()).height() + 2
        least = self._height or self._theme.row_height
        return QSize(120, max(least if row.words or self._height else 44, lines + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index)
        if self._view.narrow:
            self._paint_narrow(painter, option, row)
            painter.restore()
            return
        rect = option.rect.adjusted(12, 8, -12, -8)
        if row.initial or row.icon:
            rect = self._paint_mark(painter, option, rect, row)
        top, below = self._paint_trailing(painter, option, rect, row)
        self._paint_text(painter, option, (top, below), row)
        painter.restore()

    def _paint_narrow(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        """The mark alone, a dot beside it where a number would stand."""
        rect = option.rect
        room = QRect(rect.center().x() - _MARK // 2, rect.top() + 8, _MARK, rect.height() - 16)
        narrow = QStyleOptionViewItem(option)
        narrow.direction = Qt.LayoutDirection.LeftToRight
        self._paint_mark(painter, narrow, room, row)
        if row.badge:
            dot = QRect(rect.right() - 14, rect.center().y() - _MARK // 2, _DOT, _DOT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.tokens.accent))
            painter.drawEllipse(_visual(option, dot))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = self._theme.tokens
        rect = option.rect
        if self._view.selectionModel().isSelected(index):
            painter.fillRect(rect, QColor(tokens.selection))
            bar = QRect(rect.left(), rect.top(), _BAR, rect.height())
            painter.fillRect(_visual(option, bar), QColor(tokens.accent))
        elif self._view.hovered == index.row():
            painter.fillRect(rect, QColor(tokens.sunken))
        if self._view.hasFocus() and self._view.currentIndex() == index:
            painter.setPen(QPen(QColor(tokens.focus), FOCUS_RING))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), RADIUS, RADIUS)

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: Row) -> QRect:
        tokens = self._theme.tokens
        size = min(_MARK, rect.height())
        left = rect.left() + (_MARK - size) // 2
        mark = _visual(option, QRect(left, rect.center().y() - size // 2 + 1, size, size))
        if row.icon:
            pixmap = self._theme.icons.pixmap(row.icon, 20, "accent", painter.device().devicePixelRatio())
            painter.drawPixmap(mark.center().x() - 9, mark.center().y() - 9, pixmap)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawEllipse(mark)
            painter.setPen(QColor(tokens.accent_on_soft))
            painter.setFont(self._theme.font("initial", bold=True))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, row.initial)
        return rect.adjusted(_MARK + 12, 0, 0, 0)

    def _paint_trailing(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: Row
    ) -> tuple[QRect, QRect]:
        """Time above, number or action below; the room that is left for each line of text."""
        top, below = _halves(rect, bool(row.words))
        above_wide = self._paint_end(painter, option, top, row.trailing) if row.trailing else 0
        below_wide = 0
        if row.badge:
            below_wide = self._paint_badge(painter, option, below, row.badge)
            above_wide = above_wide if row.words else below_wide
        elif row.action:
            below_wide = self._paint_end(painter, option, below, row.action, action=True)
        wides = [wide + 12 if wide else 0 for wide in (above_wide, below_wide)]
        return top.adjusted(0, 0, -wides[0], 0), below.adjusted(0, 0, -wides[1], 0)

    def _paint_end(
        self, painter: QPainter, option: QStyleOptionViewItem, line: QRect, text: str, action: bool = False
    ) -> int:
        """Words at the end of a line, at most half of it; how wide they are."""
        tokens = self._theme.tokens
        font = self._theme.font("interface", bold=action)
        wide = min(QFontMetrics(font).horizontalAdvance(text), line.width() // 2)
        place = QRect(line.right() - wide, line.top(), wide + 1, line.height())
        colour = tokens.accent if action else tokens.text2
        self._write(painter, _visual(option, place), text, colour, bold=action)
        return wide

    def _paint_badge(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, badge: str) -> int:
        metrics = QFontMetrics(self._theme.font("interface", bold=True))
        high = metrics.height() + 2
        wide = max(high, metrics.horizontalAdvance(badge) + 12)
        place = QRect(rect.right() - wide + 1, rect.center().y() - high // 2 + 1, wide, high)
        place = _visual(option, place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.accent))
        painter.drawRoundedRect(place, high / 2, high / 2)
        painter.setPen(QColor(self._theme.tokens.accent_fg))
        painter.setFont(self._theme.font("interface", bold=True))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, badge)
        return wide

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, lines: tuple[QRect, QRect], row: Row
    ) -> None:
        tokens = self._theme.tokens
        top, below = (_visual(option, line) for line in lines)
        self._write(painter, top, row.title, tokens.text, bold=True)
        if row.words:
            self._paint_marks(painter, option, below, row)
            colour = tokens.text if row.strong else tokens.text2
            self._write(painter, below, row.words, colour, tail=row.tail)

    def _paint_marks(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: Row) -> None:
        """Underline the words found, as far as the line is shown."""
        metrics = QFontMetrics(self._theme.font())
        shown = metrics.elidedText(row.words, Qt.TextElideMode.ElideRight, rect.width())
        room = metrics.horizontalAdvance(shown)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        start_of_line = rect.right() - room if mirrored else rect.left()
        backwards = _direction(row.words) == Qt.LayoutDirection.RightToLeft
        painter.setPen(QPen(QColor(self._theme.tokens.accent), 2))
        bottom = rect.center().y() + metrics.height() // 2
        for start, end in row.marks:
            before = metrics.horizontalAdvance(row.words[:start])
            wide = metrics.horizontalAdvance(row.words[start:end])
            if before + wide > room:
                break
            left = start_of_line + (room - before - wide if backwards else before)
            painter.drawLine(left, bottom, left + wide, bottom)

    def _write(
        self, painter: QPainter, rect: QRect, text: str, colour: str, bold: bool = False, tail: bool = False
    ) -> None:
        font = self._theme.font("interface", bold)
        metrics = QFontMetrics(font)
        direction = painter.layoutDirection()
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.setLayoutDirection(_direction(text))
        side = Qt.AlignmentFlag.AlignLeft
        if direction == Qt.LayoutDirection.RightToLeft:
            side = Qt.AlignmentFlag.AlignRight
        left_out = Qt.TextElideMode.ElideLeft if tail else Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(text, left_out, rect.width())
        if tail and shown != text:
            shown = f"… {shown.split(' ', 1)[-1]}"  # from a whole word on
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)
        painter.setLayoutDirection(direction)


class RowsView(QListView):
    """A list of rows; Enter or a click opens one. As tall as its rows when `fits` is set."""

    opened = Signal(object)  # Row.key

    def __init__(self, theme: Theme, name: str, fits: bool = False, height: int = 0) -> None:
        super().__init__()
        self._fits = fits
        self.hovered = -1  # the row under the mouse
        self.narrow = False  # marks only, titles as tool tips
        self.most_rows = 0  # taller lists scroll; 0 = as tall as they are
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(theme, self, height))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._open)
        self.entered.connect(self._hover)
        theme.changed.connect(self._restyle)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; what was chosen stays chosen."""
        chosen = self.chosen()
        self.rows.set_rows(rows)
        if chosen is not None and self.chosen() != chosen:
            self.choose(chosen)
        if self._fits:
            self._fit()

    def set_narrow(self, narrow: bool) -> None:
        """Show marks only, or everything."""
        self.narrow = self.rows.tips = narrow
        self.viewport().update()

    def chosen(self) -> Hashable | None:
        """The key of the current row."""
        index = self.currentIndex()
        return index.data(ROW_ROLE).key if index.isValid() else None

    def picked(self) -> Hashable | None:
        """The key of the current row if somebody chose it; the focus alone chooses nothing."""
        index = self.currentIndex()
        return self.chosen() if self.selectionModel().isSelected(index) else None

    def choose(self, key: Hashable | None) -> None:
        """Make the row of that key the current one, none when there is no such row; opens nothing."""
        place = self.rows.place_of(key) if key is not None else -1
        if place < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            self.setCurrentIndex(self.rows.index(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            and self.currentIndex().isValid()
        ):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.selectionModel().setCurrentIndex(
                self.rows.index(0), self.selectionModel().SelectionFlag.NoUpdate
            )

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        self.hovered = index.row()
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW_ROLE).key)

    def _restyle(self) -> None:
        self.scheduleDelayedItemsLayout()
        if self._fits:
            self._fit()

    def _fit(self) -> None:
        count = self.rows.rowCount()
        shown = min(count, self.most_rows) if self.most_rows else count
        self.setFixedHeight(sum(max(self.sizeHintForRow(place), 0) for place in range(shown)))
        as_needed = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(as_needed if shown < count else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def one_line(text: str, letters: int = 120) -> str:
    """The beginning of a text, its line ends as spaces."""
    whole = " ".join(text[: 2 * letters].split())
    return whole if len(whole) <= letters else f"{whole[: letters - 1].rstrip()}…"


def _halves(rect: QRect, two_lines: bool) -> tuple[QRect, QRect]:
    if not two_lines:
        return rect, rect
    half = rect.height() // 2
    return (
        QRect(rect.left(), rect.top(), rect.width(), half),
        QRect(rect.left(), rect.top() + half, rect.width(), rect.height() - half),
    )


def _visual(option: QStyleOptionViewItem, rect: QRect) -> QRect:
    """The place mirrored where the window is; by hand, for loading QStyle costs the first window 4 ms."""
    if option.direction == Qt.LayoutDirection.LeftToRight:
        return rect
    whole = option.rect
    return QRect(whole.left() + whole.right() - rect.right(), rect.top(), rect.width(), rect.height())


def _direction(text: str) -> Qt.LayoutDirection:
    right_to_left = reads_right_to_left(
        text, QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    )
    return Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
