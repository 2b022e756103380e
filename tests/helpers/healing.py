# SPDX-License-Identifier: Apache-2.0
"""After a server has lied to two people: what must be true once the honest one is back."""
from __future__ import annotations

from mentordesk.base.reader import MAX_VARINT
from mentordesk.domain.ids import ThreadId
from mentordesk.domain.messages import Delivery
from mentordesk.wire.exchange import MAX_SEQ
from tests.helpers.person import Person

Pair = tuple[Person, Person]

WORDS_OF_CIRCLE = 5  # slot: programme, three of the private circle, then control and words of the only circle
CONTROL_OF_CIRCLE = 4
FAR = (MAX_SEQ - 2, MAX_SEQ, MAX_SEQ + 1, MAX_VARINT)  # numbers at the edge of what a lane and a varint hold


def begin(pair: Pair) -> ThreadId:
    """A thread that both hold."""
    amina, _ = pair
    thread, _ = amina.desk.threads.start(amina.circle(), "Essay", "first").result()
    settle(pair)
    return thread


def say(person: Person, thread: ThreadId, text: str) -> None:
    """One more message."""
    person.desk.threads.send(person.circle(), thread, text).result()


def settle(pair: Pair) -> None:
    """The honest server is back: everybody exchanges until nobody has anything left to tell."""
    for person in (*pair, *pair, *pair):
        person.sync()


def assert_healed(pair: Pair, *texts: str) -> None:
    """Both hold exactly this, in the same order; all that is mine is known to have come; then silence."""
    for person in pair:  # a new connection, after a failure or the next morning
        person.close()
        person.sign_in()
    settle(pair)
    amina, grace = pair
    assert sorted(amina.texts()) == sorted(texts)
    assert amina.texts() == grace.texts()
    for person in pair:
        assert all(one.delivery >= Delivery.ON_THEIR_COMPUTER for one in person.messages() if one.mine)
        assert person.sync().requests == 1
        assert person.desk.connection.status().waiting_bytes == 0


def numbers(person: Person) -> dict[tuple[bytes, int], int]:
    """The highest number that a computer holds of each lane."""
    rows = person.opened.reader.rows("SELECT circle, lane, max(head) FROM cursors GROUP BY circle, lane")
    return {(row[0], row[1]): row[2] for row in rows}
