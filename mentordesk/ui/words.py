# SPDX-License-Identifier: Apache-2.0
"""Every code and state as a sentence, through the translation layer. Plain words, short sentences."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QDate, QLocale, QObject

from mentordesk.base.clock import Clock
from mentordesk.base.errors import Trouble
from mentordesk.domain.circles import Person
from mentordesk.domain.connection import LineState, SyncStatus
from mentordesk.domain.ids import Role
from mentordesk.domain.messages import Delivery, Message

_LAST_SECOND = 253_402_214_400  # 30 December 9999: later labels come from broken clocks
_KB, _MB = 1_000, 1_000_000


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

    def day_number(self, time: int) -> int:
        """The local day, counted."""
        return self.local(time).toordinal()

    def time_of_day(self, time: int) -> str:
        """10:42"""
        return f"{self.local(time):%H:%M}"

    def day(self, time: int) -> str:
        """Today, Yesterday, Tuesday, Tuesday 12 May, 12 May 2024."""
        day, today = self.local(time).date(), self.local(self._clock.now()).date()
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

    def moment(self, time: int) -> str:
        """10:42 when it was today, otherwise Tuesday 10:42."""
        if self.day_number(time) == self.day_number(self._clock.now()):
            return self.time_of_day(time)
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

    def weekdays(self, days: Sequence[int]) -> list[str]:
        """Names of weekdays, 0 = Monday."""
        return [QLocale().standaloneDayName(day + 1) for day in days if 0 <= day < 7]

    def size(self, count: int) -> str:
        """0 KB, 0.4 KB, 12 KB, 1.2 MB for a number of bytes."""
        locale = QLocale()
        if count >= _MB:
            return self.tr("{number} MB").format(number=locale.toString(count / _MB, "f", 1))
        return self.tr("{number} KB").format(number=self.kilobytes(count))

    def kilobytes(self, count: int) -> str:
        """The number alone: 0, 0.4, 12."""
        if 0 < count < _KB:
            return QLocale().toString(max(count, 100) / _KB, "f", 1)
        return QLocale().toString(round(count / _KB))

    def _written(self, day: datetime.date, pattern: str) -> str:
        return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


class Troubles(QObject):
    """Trouble codes as sentences: what happened, that the work is safe, what to do next."""

    def sentence(self, code: str, facts: Mapping[str, str | int]) -> str:
        """The sentence of a code; a general one for a code from a newer version."""
        for table in (self._sign_in, self._slip, self._disk, self._line, self._text, self._usage):
            found = table(facts).get(code)
            if found is not None:
                return found
        return self.tr("Something went wrong. Your work is kept. ({code})").format(code=code)

    def known(self) -> frozenset[str]:
        """All codes that have a sentence of their own."""
        tables = (self._sign_in, self._slip, self._disk, self._line, self._text, self._usage)
        return frozenset(code for table in tables for code in table({}))

    def _sign_in(self, facts: Mapping[str, str | int]) -> dict[str, str]:
        return {
            "wrong_passphrase": self.tr(
                "That is not the passphrase. Try again; big and small letters count."
            ),
            "not_enough_memory": self.tr(
                "This computer is too full at the moment. Close other programs and try again."
            ),
            "profile_unknown": self.tr("Nobody with this name has signed in on this computer yet."),
        }

    def _slip(self, facts: Mapping[str, str | int]) -> dict[str, str]:
        position = int(facts.get("position", 0))
        mistyped = self.tr("Something in the code is not right. Check each letter.")
        if position:
            mistyped = self.tr("Check letter {position} of the code.").format(position=position)
        reasons = {
            "used": self.tr("This slip was used already. Ask for a new slip."),
            "expired": self.tr("This slip is too old. Ask for a new slip."),
            "replaced": self.tr("There is a newer slip for you. Use the new one."),
        }
        unknown = self.tr("The server does not know this slip. Check the code and the server.")
        return {"slip_invalid": mistyped, "slip_refused": reasons.get(str(facts.get("reason")), unknown)}

    def _disk(self, facts: Mapping[str, str | int]) -> dict[str, str]:
        return {
            "disk_full": self.tr(
                "This computer's disk is full. What you wrote before is safe. "
                "Make room, then go on: your text is still here."
            ),
            "read_only_folder": self.tr(
                "MentorDesk may not write in its folder on this computer. Ask the person who looks after it."
            ),
            "database_damaged": self.tr(
                "Some of what was kept on this computer is damaged. "
                "What reached the server comes back from there."
            ),
            "database_too_new": self.tr(
                "A newer MentorDesk was used here. Install the newer one; nothing is lost."
            ),
            "already_open": self.tr("Your desk is open in another window already. Go on there."),
            "restored_from_backup": self.tr(
                "Some of what was kept on this computer was damaged. We put the last copy back; "
                "what is newer comes from the server."
            ),
            "started_empty": self.tr(
                "What was kept on this computer was damaged. "
                "Everything that reached the server comes back with the next line."
            ),
            "cipher_missing": self.tr(
                "MentorDesk is not installed completely on this computer. Ask the person who looks after it."
            ),
        }

    def _line(self, facts: Mapping[str, str | int]) -> dict[str, str]:
        return {
            "server_unreachable": self.tr("The server does not answer now. You can go on working."),
            "not_our_server": self.tr(
                "Another page answered, not our server. If this network asks you to sign in, "
                "do it in the web browser first."
            ),
            "certificate_not_trusted": self.tr(
                "We could not make sure that this is our server, so nothing was sent. "
                "Check the date and time of this computer."
            ),
            "sign_in_again": self.tr("The server asks you to sign in again. Your work is kept here."),
            "slow_down": self.tr("The server is busy. We try again soon."),
            "update_needed": self.tr(
                "The server speaks a newer language. Update MentorDesk; your work is kept here."
            ),
            "address_invalid": self.tr("This is not a server address. It looks like desk.school.org."),
        }

    def _text(self, facts: Mapping[str, str | int]) -> dict[str, str]:
        empty = self.tr("There is nothing to send yet.")
        long = self.tr("This is too long for one message. Your text is kept. Send it in parts, please.")
        return {"empty_text": empty, "too_large": long, "message_empty": empty, "message_too_long": long}

    def _usage(self, facts: Mapping[str, str | int]) -> dict[str, str]:
        name = isolated(str(facts.get("name", "")))
        return {
            "bad_argument": self.tr("This does not fit here: {name}.").format(name=name),
            "not_found": self.tr("This is not there any more."),
            "occupied": self.tr("{name} is used already.").format(name=name),
            "policy_invalid": self.tr(
                "A setting of your school cannot be read: {name}. "
                "Tell the person who looks after the computers."
            ).format(name=name),
        }


class Words(QObject):
    """What the window says about people, messages and the line."""

    def __init__(
        self, clock: Clock, zone: datetime.tzinfo | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.times = Times(clock, zone, self)
        self.troubles = Troubles(self)

    def trouble(self, trouble: Trouble) -> str:
        """A caught Trouble as a sentence."""
        return self.troubles.sentence(trouble.code, trouble.facts)

    def trouble_code(self, code: str) -> str:
        """A bare code as a sentence."""
        return self.troubles.sentence(code, {})

    # Delivery

    def delivery(self, message: Message, reader: str = "") -> str:
        """How far my message has come; `reader` = the one other person's name, "" when there are several."""
        words = self._reached(message.delivery, isolated(reader) if reader else "")
        if message.delivery >= Delivery.AT_THE_SERVER and message.delivery_time:
            moment = self.times.moment(message.delivery_time)
            return self.tr("{state}, {moment}").format(state=words, moment=moment)
        return words

    def _reached(self, delivery: Delivery, reader: str) -> str:
        theirs = self.tr("On {name}'s computer") if reader else self.tr("On their computer")
        read = self.tr("{name} has read it") if reader else self.tr("Read")
        return {
            Delivery.DRAFT: self.tr("Draft"),
            Delivery.ON_THIS_COMPUTER: self.tr("On this computer. Goes when it connects."),
            Delivery.LEFT_THIS_COMPUTER: self.tr("Left this computer"),
            Delivery.AT_THE_SERVER: self.tr("At the server"),
            Delivery.ON_THEIR_COMPUTER: theirs.format(name=reader),
            Delivery.READ: read.format(name=reader),
        }[delivery]

    def take_back(self) -> str:
        """The link on a message that has not left."""
        return self.tr("Take back")

    def copy(self) -> str:
        """Menu of a message: what is marked, or all of it, to the clipboard."""
        return self.tr("Copy")

    def select_all(self) -> str:
        """Menu of a message: mark its whole text."""
        return self.tr("Select all")

    def you(self) -> str:
        """My own name above my messages."""
        return self.tr("You")

    def messages(self) -> str:
        """What a screen reader calls the list of messages."""
        return self.tr("Messages")

    def wrong_clock(self) -> str:
        """Beside the time of a message whose author's clock was wrong."""
        return self.tr("clock was wrong")

    def message_row(self, message: Message, reader: str = "") -> str:
        """One row as a screen reader says it."""
        author = self.you() if message.mine else isolated(message.author_name)
        parts = [
            self.tr("{author}, {moment}").format(author=author, moment=self.times.moment(message.time)),
            message.text,
        ]
        if message.mine:
            parts.append(self.delivery(message, reader))
        if message.can_take_back:
            parts.append(self.tr("Press Space to take it back."))
        return "\n".join(parts)

    def new_since(self, time: int) -> str:
        """The line above the first new message; time 0 = not known."""
        if not time:
            return self.tr("New")
        return self.tr("New {since}").format(since=self.times.since(time))

    def your_message(self) -> str:
        """What a screen reader calls the composer."""
        return self.tr("Your message")

    def send(self) -> str:
        """The composer's button; the same without a line."""
        return self.tr("Send")

    def message_size(self, size: int, limit: int) -> str:
        """Size of the text below the composer; says so when it is too long (bytes)."""
        if size > limit:
            sizes = self.times.size(size), self.times.size(limit)
            return self.tr("{size}, too long: {limit} fit").format(size=sizes[0], limit=sizes[1])
        return self.times.size(size)

    def saved(self, time: int) -> str:
        """Below the composer; "" when nothing was saved yet."""
        return self.tr("Saved {time}").format(time=self.times.time_of_day(time)) if time else ""

    def already_saved(self, time: int) -> str:
        """The answer to Ctrl+S."""
        return self.tr("Already saved, {time}").format(time=self.times.time_of_day(time))

    # The line

    def chip(self, status: SyncStatus) -> str:
        """The sync chip's few words."""
        if status.state is LineState.OFFLINE and status.waiting:
            return self.tr("Offline, %n waiting", "", status.waiting)
        if status.state is LineState.UP_TO_DATE and status.waiting:
            return self.tr("%n waiting", "", status.waiting)
        if status.state is LineState.WORKING and status.total_bytes:
            return self.tr("Sending {done} of {total}").format(
                done=self.times.kilobytes(status.done_bytes), total=self.times.size(status.total_bytes)
            )
        return self._line_words()[status.state]

    def _line_words(self) -> dict[LineState, str]:
        return {
            LineState.UP_TO_DATE: self.tr("Up to date"),
            LineState.OFFLINE: self.tr("Offline"),
            LineState.WORKING: self.tr("Connecting…"),
            LineState.WAITING_TO_RETRY: self.tr("Couldn't connect"),
            LineState.PORTAL: self.tr("Couldn't connect"),
            LineState.SIGN_IN_AGAIN: self.tr("Sign in again"),
            LineState.UPDATE_NEEDED: self.tr("Update needed"),
            LineState.TROUBLE: self.tr("Couldn't connect"),
        }

    def chip_widest(self) -> list[str]:
        """The longest things the chip says, to fix its width."""
        numbers = self.tr("Sending {done} of {total}").format(done="888", total=self.times.size(888_000))
        return [*self._line_words().values(), self.tr("Offline, %n waiting", "", 88), numbers]

    def line(self, status: SyncStatus) -> str:
        """The state of the line as a sentence, for the panel."""
        if status.state is LineState.TROUBLE and status.code:
            return self.trouble_code(status.code)
        return {
            LineState.UP_TO_DATE: self.tr("Everything has left this computer."),
            LineState.OFFLINE: self.tr("Not connected. You can work."),
            LineState.WORKING: self.tr("Sending and fetching now."),
            LineState.WAITING_TO_RETRY: self.trouble_code(status.code or "server_unreachable"),
            LineState.PORTAL: self.trouble_code("not_our_server"),
            LineState.SIGN_IN_AGAIN: self.trouble_code("sign_in_again"),
            LineState.UPDATE_NEEDED: self.trouble_code("update_needed"),
            LineState.TROUBLE: self.tr("Something went wrong. Your work is kept."),
        }[status.state]

    def last_contact(self, status: SyncStatus) -> str:
        """When this computer last reached the server."""
        if not status.last_contact:
            return self.tr("No contact with the server yet")
        return self.tr("Last contact: {moment}").format(moment=self.times.moment(status.last_contact))

    def traffic(self, status: SyncStatus) -> str:
        """Bytes of this week."""
        return self.tr("This week: {up} sent, {down} received").format(
            up=self.times.size(status.week_up), down=self.times.size(status.week_down)
        )

    def waiting(self, status: SyncStatus) -> str:
        """What has not left this computer, in numbers."""
        if not status.waiting:
            return self.tr("Everything has left this computer.")
        return self.tr("Not left this computer yet: {count} ({size})").format(
            count=status.waiting, size=self.times.size(status.waiting_bytes)
        )

    # People

    def role(self, role: Role) -> str:
        """What a person is in a circle; "" for a plain member."""
        return {
            Role.MENTEE: self.tr("mentee"),
            Role.MENTOR: self.tr("mentor"),
            Role.COORDINATOR: self.tr("coordinator"),
            Role.GUARDIAN: self.tr("guardian"),
        }.get(role, "")

    def name(self, person: Person) -> str:
        """A person in a sentence; me = you."""
        if person.me:
            return self.tr("you")
        if person.role is Role.GUARDIAN:
            return self.tr("{name} (guardian)").format(name=isolated(person.name))
        return isolated(person.name)

    def names(self, parts: Sequence[str]) -> str:
        """Grace, Brian and you."""
        if len(parts) < 2:
            return "".join(parts)
        first = self.tr(", ").join(parts[:-1])
        return self.tr("{some} and {last}").format(some=first, last=parts[-1])

    def who_can_read(self, people: Sequence[Person]) -> str:
        """Grace, Ms Okoth (guardian) and you can read this."""
        return self.tr("{people} can read this").format(people=self.names([self.name(p) for p in people]))

    def usual_days(self, person: Person) -> str:
        """usually connects Tuesday and Thursday; "" when not known."""
        if not person.weekdays:
            return ""
        days = self.names(self.times.weekdays(person.weekdays))
        return self.tr("usually connects {days}").format(days=days)

    def time_for(self, time: int, person: Person) -> str:
        """10:42, 07:42 for Grace; the first part alone where the zone is the same or not known."""
        mine = self.times.time_of_day(time)
        theirs = self.times.in_zone(time, person.zone) if person.zone else ""
        if not theirs or theirs == mine:
            return mine
        return self.tr("{mine}, {theirs} for {name}").format(
            mine=mine, theirs=theirs, name=isolated(person.name)
        )
