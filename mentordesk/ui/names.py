# SPDX-License-Identifier: Apache-2.0
"""People in sentences: what they are called, and with whom of them a message of mine has arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from mentordesk.domain.circles import Person
from mentordesk.domain.ids import MemberId, Role
from mentordesk.domain.messages import Delivery, Message

_SHORTEST = 3  # letters; shorter words in front are titles or parts of a name
_NOT_ALONE = frozenset(
    "miss mrs prof doctor sister brother father mother uncle aunt madam madame monsieur sheikh ustaz mwalimu "
    "bwana mama baba abu abd abdul abdel abou umm ibn bin bint van von der del dos don señor señora".split()
)


def first_name(name: str) -> str:
    """What to greet somebody by: the first word, or the whole name where that is a title or an initial."""
    first = name.split()[0] if name.split() else ""
    alone = len(first) >= _SHORTEST and not first.endswith(".") and first.casefold() not in _NOT_ALONE
    return first if alone else name


def calling(people: Sequence[Person]) -> Mapping[MemberId, str]:
    """Each person's first name; the whole name where two of these people share it. I am no third."""
    others = [person for person in people if not person.me]
    shared = Counter(first_name(person.name).casefold() for person in others)
    return {
        person.member: first_name(person.name)
        if shared[first_name(person.name).casefold()] == 1
        else person.name
        for person in others
    }


def farthest(message: Message, people: Sequence[Person]) -> tuple[Delivery, int, tuple[Person, ...]]:
    """How far a message of mine came, when that was learned, and with whom; nobody named = not known.

    The others who write count; guardians do where none of those holds it: to be read by a guardian is not
    to be read by the person it was written to.
    """
    known = {person.member: person for person in people if not person.me}
    reached = [one for one in message.reached if one.member in known]
    counted = [one for one in reached if known[one.member].role is not Role.GUARDIAN] or reached
    if message.delivery < Delivery.ON_THEIR_COMPUTER or not counted:
        return message.delivery, message.delivery_time, ()
    top = max(one.delivery for one in counted)
    those = [one for one in counted if one.delivery == top]
    return top, max(one.time for one in those), tuple(known[one.member] for one in those)
