# SPDX-License-Identifier: Apache-2.0
"""Days, times, sizes and names as they stand in sentences."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QDate, QLocale, QObject

from mentordesk.base.clock import Clock

_LAST_SECOND = 253_402_214_400  # 30 December 9999: later labels come from broken clocks
_WEEK = 7  # days in which a weekday and a number say enough
_KB, _MB, _GB = 1_000, 1_000_000, 1_000_000_000


def isolated(name: str) -> str:
    """A name that cannot turn the direction of the sentence around it."""
    return f"\u2068{name}\u2069"


class Times(QObject):
    """Days, times and sizes. Times are unix seconds, shown in `zone` (None = this computer's)."""

    def __init__(
        self, clock: Clock, zone: datetime.tzinfo | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._zone = zone

    def local(self, time: int, zone: datetime.tzinfo | None = None) -> datetime.datetime:
        """A time label as a local date and time, also where a clock was wildly wrong."""
        moment = datetime.datetime.fromtimestamp(min(max(time, 0), _LAST_SECOND), datetime.UTC)
        return moment.astimezone(zone or self._zone)

    def today(self) -> datetime.date:
        """The day that it is here now."""
        return self.local(self._clock.now()).date()

    def day_number(self, time: int) -> int:
        """The local day, counted."""
        return self.local(time).toordinal()

    def time_of_day(self, time: int) -> str:
        """10:42"""
        return f"{self.local(time):%H:%M}"

    def day(self, time: int) -> str:
        """Today, Yesterday, Tuesday, Tuesday 12 May, 12 May 2024."""
        day, today = self.local(time).date(), self.today()
        age = (today - day).days
        if age == 0:
            return self.tr("Today")
        if age == 1:
            return self.tr("Yesterday")
        if 1 < age < 7:
            return self._written(day, "dddd")
        if day.year == today.year:
            return self._written(day, self.tr("dddd d MMMM"))
        return self._written(day, self.tr("d MMMM yyyy"))

    def near(self, day: datetime.date) -> str:
        """today, tomorrow, Fri 15, Fri 15 May: of a day to come."""
        if 1 < (day - self.today()).days < _WEEK:
            return self._written(day, self.tr("ddd d"))
        return self.date(day)

    def date(self, day: datetime.date) -> str:
        """today, tomorrow, Fri 15 May."""
        away = (day - self.today()).days
        if away in (0, 1):
            return self.tr("tomorrow") if away else self.tr("today")
        return self._written(day, self.tr("ddd d MMM"))

    def moment(self, time: int) -> str:
        """10:42 when it was today, otherwise Tuesday 10:42."""
        return self.time_of_day(time) if self.is_today(time) else self.day_and_time(time)

    def is_today(self, time: int) -> bool:
        """Whether it is the day that it is here now."""
        return self.day_number(time) == self.day_number(self._clock.now())

    def day_and_time(self, time: int) -> str:
        """Today 10:42, Tuesday 10:42."""
        return self.tr("{day} {time}").format(day=self.day(time), time=self.time_of_day(time))

    def since(self, time: int) -> str:
        """since 10:42, since yesterday, since Tuesday."""
        age = self.day_number(self._clock.now()) - self.day_number(time)
        if age == 0:
            return self.tr("since {time}").format(time=self.time_of_day(time))
        if age == 1:
            return self.tr("since yesterday")
        return self.tr("since {day}").format(day=self.day(time))

    def in_zone(self, time: int, zone: str) -> str:
        """07:42 in the zone with that IANA name; "" when this computer does not know it."""
        from zoneinfo import ZoneInfo  # only pages that show two zones need the table

        try:
            return f"{self.local(time, ZoneInfo(zone)):%H:%M}"
        except (ValueError, OSError, LookupError):
            return ""

    def elsewhere(self, time: int, zone: str) -> str:
        """07:42 in another zone; "" where the clocks show what they show here, and where it is not known."""
        there = self.in_zone(time, zone) if zone else ""
        return "" if there == self.time_of_day(time) else there

    def size(self, count: int) -> str:
        """0 KB, 0.4 KB, 12 KB, 1.2 MB, 3.8 GB for a number of bytes."""
        locale = QLocale()
        if count >= _GB:
            return self.tr("{number} GB").format(number=locale.toString(count / _GB, "f", 1))
        if count >= _MB:
            return self.tr("{number} MB").format(number=locale.toString(count / _MB, "f", 1))
        return self.tr("{number} KB").format(number=self.kilobytes(count))

    def moved(self, done: int, whole: int) -> str:
        """120 of 340 KB, 0.4 of 2.1 MB."""
        locale = QLocale()
        if whole >= _MB:
            numbers = locale.toString(done / _MB, "f", 1), locale.toString(whole / _MB, "f", 1)
            return self.tr("{done} of {whole} MB").format(done=numbers[0], whole=numbers[1])
        return self.tr("{done} of {whole} KB").format(done=self.kilobytes(done), whole=self.kilobytes(whole))

    def kilobytes(self, count: int) -> str:
        """The number alone: 0, 0.4, 12."""
        if 0 < count < _KB:
            return QLocale().toString(max(count, 100) / _KB, "f", 1)
        return QLocale().toString(round(count / _KB))

    def _written(self, day: datetime.date, pattern: str) -> str:
        return QLocale().toString(QDate(day.year, day.month, day.day), pattern)
