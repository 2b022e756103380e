# SPDX-License-Identifier: Apache-2.0
"""The messages of one thread as a model that loads pages on demand and keeps only the last ones used."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mentordesk.domain.circles import Person
from mentordesk.domain.messages import Message
from mentordesk.ui.words import Words

PAGE = 50
PAGES_KEPT = 12
FRESH_SEARCHED = 20 * PAGE
_LOOKED_BACK = 12  # rows; so many after one with a clock in the future stand below its day

MESSAGE_ROLE = Qt.ItemDataRole.UserRole + 1
DAY_ROLE = Qt.ItemDataRole.UserRole + 2
NEW_ROLE = Qt.ItemDataRole.UserRole + 3
TIME_ROLE = Qt.ItemDataRole.UserRole + 4
STATE_ROLE = Qt.ItemDataRole.UserRole + 5


class MessageSource(Protocol):
    """Where the messages come from; rows run from the oldest to the newest."""

    def count(self) -> int:
        """How many messages there are now."""
        ...

    def rows(self, first: int, count: int) -> Sequence[Message]:
        """Up to `count` messages from row `first` on."""
        ...

    def index_of(self, wanted: bytes) -> int | None:
        """The row of a message; None when it is not here."""
        ...


class ThreadModel(QAbstractListModel):
    """One row per message. `refresh` after an event; rows added at the end keep all others in place.

    `people` are those of the circle, to say with whom a message of mine has arrived.
    """

    def __init__(
        self,
        source: MessageSource,
        words: Words,
        people: Sequence[Person] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._words = words
        self._people = people
        self._pages: OrderedDict[int, Sequence[Message]] = OrderedDict()
        self._count = source.count()
        self._last = self._last_id()
        self._new_mark = b""
        self._new_words = ""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Messages in the thread; none below a message."""
        return 0 if parent is not None and parent.isValid() else self._count

    def find(self, row: int) -> Message | None:
        """The message of a row; None outside, and where one went away since `refresh`."""
        if not 0 <= row < self._count:
            return None
        page = self._page(row // PAGE)
        # The source may have lost rows that nobody told us of yet.
        return page[row % PAGE] if row % PAGE < len(page) else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        """Text, the parts of a row by our roles, and the whole row in words for a screen reader."""
        row = index.row()
        message = self.find(row)
        if message is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return message.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._words.message_row(message, self._people)
            case _:
                return self._part(row, message, role)

    def _part(self, row: int, message: Message, role: int) -> Any:
        if role == MESSAGE_ROLE:
            return message
        if role == DAY_ROLE:
            return self._day(row)
        if role == NEW_ROLE:
            return self._new_words if message.id == self._new_mark else ""
        if role == TIME_ROLE:
            return self._time(row, message)
        if role == STATE_ROLE:
            return self._words.state(message, self._people)
        return None

    def set_people(self, people: Sequence[Person]) -> None:
        """Others are in the circle now, or are called otherwise; said with the next `refresh`."""
        self._people = people

    def set_new_mark(self, message: bytes, since: int) -> None:
        """Put the line "New since …" above a message (unix seconds of the last reading); b"" = no line."""
        self._new_mark = message
        self._new_words = self._words.new_since(since) if message else ""
        self._tell_changed()

    def first_fresh(self, fresh: int) -> Message | None:
        """The oldest of the `fresh` unread messages, searched from the newest on; None when none is near."""
        found: Message | None = None
        left = fresh
        for row in range(self._count - 1, max(-1, self._count - 1 - FRESH_SEARCHED), -1):
            if left <= 0:
                break
            message = self.find(row)
            if message is not None and message.fresh:
                found, left = message, left - 1
        return found

    def row_of(self, message: bytes) -> int:
        """Row of a message; -1 when it is not here."""
        row = self._source.index_of(message)
        return -1 if row is None or row >= self._count else row

    def refresh(self) -> None:
        """Read again after something changed: states in place, new rows at the end, or all of it."""
        before, last = self._count, self._last
        now = self._source.count()
        self._pages.clear()
        if now > before and (before == 0 or self._source.rows(before - 1, 1)[0].id == last):
            self.beginInsertRows(QModelIndex(), before, now - 1)
            self._count = now
            self._last = self._last_id()
            self.endInsertRows()
        elif now != before or self._last_id() != last:
            self.beginResetModel()
            self._count = now
            self._last = self._last_id()
            self.endResetModel()
        self._tell_changed()

    def _shown(self, message: Message) -> Message:
        """What was taken back says so in the place of its text."""
        if not message.gone:
            return message
        return replace(message, text=self._words.past.taken_back(message.mine, message.author_name))

    def _tell_changed(self) -> None:
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def _last_id(self) -> bytes:
        count = self._source.count()
        return bytes(self._source.rows(count - 1, 1)[0].id) if count else b""

    def _day(self, row: int) -> str:
        """The line above a row where a later day begins; what came late opens no day of its own."""
        times = self._words.times
        newest, before = self._newest(row), self._newest(row - 1)
        if newest is None or (before is not None and times.day_number(before) == times.day_number(newest)):
            return ""
        return times.day(newest)

    def _time(self, row: int, message: Message) -> str:
        """The time alone where the day stands above, otherwise both."""
        times, newest = self._words.times, self._newest(row)
        if newest is None or times.day_number(newest) == times.day_number(message.time):
            return times.time_of_day(message.time)
        return times.day_and_time(message.time)

    def _newest(self, row: int) -> int | None:
        """The latest time of a row and those just above it; None above the first."""
        near = (self.find(above) for above in range(max(0, row - _LOOKED_BACK + 1), row + 1))
        return max((message.time for message in near if message is not None), default=None)

    def _page(self, number: int) -> Sequence[Message]:
        page = self._pages.get(number)
        if page is None:
            rows = self._source.rows(number * PAGE, PAGE)
            page = self._pages[number] = [self._shown(message) for message in rows]
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page
