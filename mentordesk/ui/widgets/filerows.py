# SPDX-License-Identifier: Apache-2.0
"""Files below a message's text, painted: picture or icon, name, state in words, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap

from mentordesk.domain.files import FileId, FileInfo, FileState
from mentordesk.ui.filedeeds import deeds_of, is_picture, stands_in_row
from mentordesk.ui.filewords import Deed
from mentordesk.ui.theme.theme import Theme
from mentordesk.ui.theme.tokens import FOCUS_RING, ICON_LARGE, RADIUS
from mentordesk.ui.widgets.rowframe import RowFrame
from mentordesk.ui.widgets.textflow import FlowCache, TextFlow
from mentordesk.ui.words import Words

PICTURE = QSize(284, 160)
"""Room for a picture in its row: always the same height, so that nothing moves when it is decoded."""

_PAD, _GAP, _BETWEEN = 10, 8, 8
_LINK_GAP = 20
_LEAST_NAME = 180  # narrower than this, the links stand below the words
_MOST_LINKS = 2
_BAR = 3
_REACH = 5  # pixels around a link that still press it
_MOVES = (FileState.MOVING, FileState.PAUSED, FileState.OVER_BUDGET)

Pictures = Callable[[FileInfo, QSize], QPixmap | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked in a file's row before something is done with it."""

    words: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A deed and where it stands in the row."""

    deed: Deed
    words: str
    place: QRect


@dataclass(frozen=True, slots=True)
class FilePart:
    """Where the parts of one file stand, in the row's own left-to-right coordinates; empty = not there."""

    file: FileInfo
    box: QRect
    picture: QRect
    icon: QRect
    name: QRect
    state: QRect
    bar: QRect
    note: QRect
    note_flow: TextFlow | None
    links: tuple[Link, ...]


class FileRows:
    """Geometry and painting; `questions` and `current` belong to the view, `pictures` to the page."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self._theme = theme
        self._words = words.files
        self._flows = FlowCache(64)
        self.questions: Mapping[FileId, Question] = {}
        self.current: FileId = b""
        self.pictures: Pictures | None = None
        self.restyle()

    def restyle(self) -> None:
        """Read fonts again after the theme changed."""
        self._flows.clear()
        self._font = self._theme.font()
        self._font_key = self._font.key()
        self._quiet = QFontMetrics(self._font)
        self._bold = QFontMetrics(self._theme.font("interface", bold=True))
        self._line = max(self._quiet.height(), self._bold.height())

    def lay_out(
        self, files: Sequence[FileInfo], corner: QPoint, width: int, mirrored: bool
    ) -> tuple[FilePart, ...]:
        """All files of a message, one below the other."""
        parts: list[FilePart] = []
        for file in files:
            part = self._part(file, corner, width, mirrored)
            parts.append(part)
            corner = QPoint(corner.x(), part.box.top() + part.box.height() + _BETWEEN)
        return tuple(parts)

    def _part(self, file: FileInfo, corner: QPoint, width: int, mirrored: bool) -> FilePart:
        left, top, inner = corner.x() + _PAD, corner.y() + _PAD - 1, width - 2 * _PAD
        picture = QRect()
        if stands_in_row(file):
            picture = QRect(QPoint(left, top), PICTURE.boundedTo(QSize(inner, PICTURE.height())))
            top += picture.height() + _GAP
        icon_size = self._theme.scaled(ICON_LARGE)
        icon = QRect() if stands_in_row(file) else QRect(left, top + 1, icon_size, icon_size)
        start = left + (icon_size + _GAP if icon.width() else 0)
        room = left + inner - start
        words = [(deed, self._words.deed(deed, file)) for deed in self._deeds(file)]
        wide = sum(self._bold.horizontalAdvance(text) + _LINK_GAP for _, text in words)
        beside = file.id not in self.questions and room - wide >= self._theme.scaled(_LEAST_NAME)
        name = QRect(start, top, room - wide if beside else room, self._line)
        state = QRect(start, top + self._line + 2, name.width(), self._line)
        end = state.top() + state.height()
        part = FilePart(file, QRect(), picture, icon, name, state, QRect(), QRect(), None, ())
        part, end = self._add_bar(part, end, room)
        part, end = self._add_note(part, end, room, mirrored)
        if beside:
            middle = name.top() + (2 * self._line + 2 - self._line) // 2
            part = replace(part, links=self._links(words, left + inner - wide + _LINK_GAP, middle))
        elif words:
            part = replace(part, links=self._links(words, start, end + _GAP // 2))
            end += _GAP // 2 + self._line
        return replace(part, box=QRect(corner.x(), corner.y(), width, end + _PAD - 1 - corner.y()))

    def _deeds(self, file: FileInfo) -> tuple[Deed, ...]:
        question = self.questions.get(file.id)
        return question.deeds if question else deeds_of(file)[:_MOST_LINKS]

    def _add_bar(self, part: FilePart, end: int, room: int) -> tuple[FilePart, int]:
        if part.file.state not in _MOVES or not part.file.moved:
            return part, end
        return replace(part, bar=QRect(part.name.left(), end + 4, room, _BAR)), end + 4 + _BAR

    def _add_note(self, part: FilePart, end: int, room: int, mirrored: bool) -> tuple[FilePart, int]:
        question = self.questions.get(part.file.id)
        words = question.words if question else self._words.note(part.file)
        if not words:
            return part, end
        key = (part.file.id, hash(words), room, self._font_key, mirrored)
        flow = self._flows.flow(key, words, self._font)
        note = QRect(part.name.left(), end + 4, room, flow.height)
        return replace(part, note=note, note_flow=flow), end + 4 + flow.height

    def _links(self, words: Sequence[tuple[Deed, str]], left: int, top: int) -> tuple[Link, ...]:
        links = []
        for deed, text in words:
            wide = self._bold.horizontalAdvance(text)
            links.append(Link(deed, text, QRect(left, top, wide, self._line)))
            left += wide + _LINK_GAP
        return tuple(links)

    def paint(self, painter: QPainter, frame: RowFrame, part: FilePart, focused: bool) -> None:
        """One file; `focused`: keys speak of this row."""
        tokens = self._theme.tokens
        ring = focused and part.file.id == self.current
        box = frame.place(part.box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.focus if ring else tokens.border), FOCUS_RING if ring else 1))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        if part.picture.height():
            self._paint_picture(painter, frame.place(part.picture), part.file)
        else:
            self._paint_icon(painter, frame.place(part.icon), part.file)
        self._paint_words(painter, frame, part)
        if part.bar.height():
            self._paint_bar(painter, frame, part)
        if part.note_flow is not None:
            painter.setPen(QColor(tokens.warn if part.file.dangerous else tokens.text))
            note = frame.place(part.note)
            part.note_flow.paint(painter, note.left(), note.top(), note.top(), note.bottom())
        painter.setFont(self._theme.font("interface", bold=True))
        painter.setPen(QColor(tokens.accent))
        for link in part.links:
            frame.write(painter, link.place.adjusted(0, 0, 2, 0), link.words)

    def _paint_words(self, painter: QPainter, frame: RowFrame, part: FilePart) -> None:
        painter.setFont(self._theme.font("interface", bold=True))
        painter.setPen(QColor(self._theme.tokens.text))
        name = self._bold.elidedText(part.file.name, Qt.TextElideMode.ElideMiddle, part.name.width())
        frame.write(painter, part.name, name)
        painter.setFont(self._theme.font())
        painter.setPen(QColor(self._theme.tokens.text3))
        words = self._words.state(part.file)
        frame.write(
            painter,
            part.state,
            self._quiet.elidedText(words, Qt.TextElideMode.ElideRight, part.state.width()),
        )

    def _paint_icon(self, painter: QPainter, place: QRect, file: FileInfo) -> None:
        name = "warn" if file.dangerous else "picture" if is_picture(file) else "file"
        tone = "warn" if file.dangerous else "text2"
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(place.topLeft(), self._theme.icons.pixmap(name, place.width(), tone, ratio))

    def _paint_picture(self, painter: QPainter, place: QRect, file: FileInfo) -> None:
        pixmap = self.pictures(file, place.size()) if self.pictures else None
        if pixmap is None or pixmap.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.tokens.sunken))
            painter.drawRoundedRect(place, RADIUS, RADIUS)
            size = self._theme.scaled(ICON_LARGE)
            icon = QRect(0, 0, size, size)
            icon.moveCenter(place.center())
            self._paint_icon(painter, icon, file)
            return
        shown = pixmap.deviceIndependentSize().toSize()
        leading = place.right() + 1 - shown.width() if self._is_mirrored(painter) else place.left()
        painter.drawPixmap(QPointF(leading, place.top()), pixmap)

    @staticmethod
    def _is_mirrored(painter: QPainter) -> bool:
        return bool(painter.layoutDirection() == Qt.LayoutDirection.RightToLeft)

    def _paint_bar(self, painter: QPainter, frame: RowFrame, part: FilePart) -> None:
        tokens, bar = self._theme.tokens, part.bar
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.border))
        painter.drawRoundedRect(frame.place(bar), 1, 1)
        done = bar.width() * min(part.file.moved, part.file.size) // max(part.file.size, 1)
        painter.setBrush(
            QColor(tokens.accent if part.file.state is FileState.MOVING else tokens.border_strong)
        )
        painter.drawRoundedRect(
            frame.place(QRect(bar.left(), bar.top(), max(done, _BAR), bar.height())), 1, 1
        )


def deed_at(part: FilePart, frame: RowFrame, point: QPoint) -> Deed | None:
    """What a press at a point of the viewport asks for; a press on the picture opens it."""
    for link in part.links:
        if frame.place(link.place).adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(point):
            return link.deed
    if part.picture.height() and frame.place(part.picture).contains(point):
        return Deed.OPEN
    return None
