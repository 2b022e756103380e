# SPDX-License-Identifier: Apache-2.0
"""Every code and state as a sentence, through the translation layer. Plain words, short sentences."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from mentordesk.base.clock import Clock
from mentordesk.base.errors import Trouble
from mentordesk.domain.circles import Person
from mentordesk.domain.ids import MemberId, Role
from mentordesk.domain.messages import Delivery, Message
from mentordesk.ui.filewords import FileWords
from mentordesk.ui.linewords import LineWords
from mentordesk.ui.names import calling, farthest
from mentordesk.ui.pastwords import PastWords
from mentordesk.ui.times import Times as Times
from mentordesk.ui.times import isolated as isolated
from mentordesk.ui.troubles import Troubles as Troubles

_MANY_DAYS = 5


class Words(QObject):
    """What the window says about people, messages and the line."""

    def __init__(
        self, clock: Clock, zone: datetime.tzinfo | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.times = Times(clock, zone, self)
        self.troubles = Troubles(self, self.times)
        self.files = FileWords(self.times, self)
        self.past = PastWords(self.times, self)
        self.line = LineWords(self.times, self.troubles, self)

    def trouble(self, trouble: Trouble) -> str:
        """A caught Trouble as a sentence."""
        return self.troubles.sentence(trouble.code, trouble.facts)

    def trouble_code(self, code: str) -> str:
        """A bare code as a sentence."""
        return self.troubles.sentence(code, {})

    # Delivery

    def delivery(self, message: Message, people: Sequence[Person] = ()) -> str:
        """How far my message has come with the others of its circle."""
        delivery, time, who = farthest(message, people)
        words = self._reached(delivery, who, calling(people))
        if delivery >= Delivery.LEFT_THIS_COMPUTER and time:
            return self.tr("{state}, {moment}").format(state=words, moment=self.times.moment(time))
        return words

    def state(self, message: Message, people: Sequence[Person] = ()) -> str:
        """What stands below a message: that it came late, how far mine has come; "" = nothing."""
        if message.gone:
            return self.past.untold() if message.gone_waits else ""
        parts = [self.past.late(message), self.delivery(message, people) if message.mine else ""]
        return " · ".join(part for part in parts if part)

    def _reached(self, delivery: Delivery, who: Sequence[Person], called: Mapping[MemberId, str]) -> str:
        if who:
            names = self.names([isolated(called[person.member]) for person in who])
            return self._reached_by(delivery, names, len(who))
        return {
            Delivery.DRAFT: self.tr("Draft"),
            Delivery.ON_THIS_COMPUTER: self.tr("On this computer. Goes when it connects."),
            Delivery.LEFT_THIS_COMPUTER: self.tr("Left this computer on a stick"),
            Delivery.AT_THE_SERVER: self.tr("At the server"),
            Delivery.ON_THEIR_COMPUTER: self.tr("On their computer"),
            Delivery.READ: self.tr("Read"),
        }[delivery]

    def _reached_by(self, delivery: Delivery, names: str, count: int) -> str:
        if delivery is Delivery.READ:
            words = self.tr("{name} has read it") if count == 1 else self.tr("{names} have read it")
        elif count == 1:
            words = self.tr("On {name}'s computer")
        else:
            words = self.tr("On the computers of {names}")
        return words.format(name=names, names=names)

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

    def message_row(self, message: Message, people: Sequence[Person] = ()) -> str:
        """One row as a screen reader says it."""
        author = self.you() if message.mine else isolated(message.author_name)
        parts = [
            self.tr("{author}, {moment}").format(author=author, moment=self.times.moment(message.time)),
            message.text,
            *(self.files.spoken(file) for file in message.files),
        ]
        if state := self.state(message, people):
            parts.append(state)
        if message.can_take_back or message.ask:
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

    def too_much_pasted(self, size: int, limit: int) -> str:
        """A paste that was not taken (bytes)."""
        return self.tr(
            "That is {size}. One message takes up to {limit}, so it was not put in. "
            "What you wrote is still here. Put in a part of it."
        ).format(size=self.times.size(size), limit=self.times.size(limit))

    def saved(self, time: int) -> str:
        """Below the composer; "" when nothing was saved yet."""
        return self.tr("Saved {time}").format(time=self.times.time_of_day(time)) if time else ""

    def already_saved(self, time: int) -> str:
        """The answer to Ctrl+S."""
        return self.tr("Already saved, {time}").format(time=self.times.time_of_day(time))

    def sealed(self) -> str:
        """What is true of everything in a circle, without promising more."""
        return self.tr("The server cannot read it, nor can anybody who carries it.")

    # People

    def role(self, role: Role) -> str:
        """What a person is in a circle; "" for a plain member."""
        return {
            Role.MENTEE: self.tr("mentee"),
            Role.MENTOR: self.tr("mentor"),
            Role.COORDINATOR: self.tr("coordinator"),
            Role.GUARDIAN: self.tr("guardian"),
        }.get(role, "")

    def name(self, person: Person, called: str = "") -> str:
        """A person in a sentence, `called` so; me = you."""
        if person.me:
            return self.tr("you")
        name = isolated(called or person.name)
        return self.tr("{name} (guardian)").format(name=name) if person.role is Role.GUARDIAN else name

    def document(self, title: str) -> str:
        """What a document is called."""
        return title or self.tr("Without a title")

    def names(self, parts: Sequence[str]) -> str:
        """Grace, Brian and you."""
        if len(parts) < 2:
            return "".join(parts)
        first = self.tr(", ").join(parts[:-1])
        return self.tr("{some} and {last}").format(some=first, last=parts[-1])

    def who_can_read(self, people: Sequence[Person]) -> str:
        """Grace, Ms Okoth (guardian) and you can read this."""
        called = calling(people)
        names = [self.name(person, called.get(person.member, "")) for person in people]
        return self.tr("{people} can read this").format(people=self.names(names))

    def usual_days(self, person: Person) -> str:
        """usually connects on Tuesdays and Thursdays; "" when not known."""
        if not person.weekdays:
            return ""
        if len(person.weekdays) >= _MANY_DAYS:
            return self.tr("connects on most days")
        days = self.names([self._on_days()[day] for day in person.weekdays if 0 <= day < 7])
        return self.tr("usually connects on {days}").format(days=days)

    def _on_days(self) -> list[str]:
        """0 = Monday; whole words, for a language may have no plural to add."""
        return [
            self.tr("Mondays"),
            self.tr("Tuesdays"),
            self.tr("Wednesdays"),
            self.tr("Thursdays"),
            self.tr("Fridays"),
            self.tr("Saturdays"),
            self.tr("Sundays"),
        ]
