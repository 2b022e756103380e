# SPDX-License-Identifier: Apache-2.0
"""A server of version 1, which takes no flag that it does not know: what it cannot do is not asked of it."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from mentordesk.domain.connection import LineState
from mentordesk.wire.answers import encode_answer
from mentordesk.wire.exchange import Answer, ReplyFlag, RequestFlag
from tests.helpers.healing import say
from tests.helpers.liar import Liar
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair

_FLAGS_AT = 18  # a byte for the head's length, then version, member, nonce
_NEW = int(RequestFlag.REPAIRS | RequestFlag.HINTS)
DAY = 86_400

Refused = list[bytes]
Handler = Callable[[bytes], tuple[int, bytes]]


def version_1(town: Town, refused: Refused) -> Handler:
    """The door as it was; what it did not understand is added to `refused`."""

    def handle(body: bytes) -> tuple[int, bytes]:
        at = _FLAGS_AT + (body[0] > 127)
        if body[at] & _NEW:
            refused.append(body)
            return 200, encode_answer(Answer.UPDATE_NEEDED)
        return town.door.handle(body)

    return handle


@pytest.fixture
def refused(town: Town) -> Refused:
    """The town's server is of version 1; what it refuses."""
    found: Refused = []
    town.line.handle = version_1(town, found)
    return found


def exchange(*people: Person) -> None:
    """Everybody until nobody has anything to tell."""
    for person in people * 3:
        person.sync()


def test_an_old_server_is_spoken_to_plainly_after_one_refusal(pair: Pair, refused: Refused) -> None:
    amina, grace = pair
    thread, _ = amina.desk.threads.start(amina.circle(), "Essay", "first").result()
    exchange(amina, grace)
    say(grace, thread, "second")
    exchange(amina, grace)
    assert amina.texts() == grace.texts() == ["first", "second"]
    assert len(refused) == 2, "one of each"
    assert amina.sync().requests == grace.sync().requests == 1


def test_repair_by_an_old_server_offers_it_nothing_of_others(
    pair: Pair, town: Town, refused: Refused
) -> None:
    amina, grace = pair
    thread, _ = amina.desk.threads.start(amina.circle(), "Essay", "first").result()
    exchange(amina, grace)
    say(grace, thread, "second")
    exchange(amina, grace)
    old = town.line.handle
    with Liar(town, lambda talk: talk.saying(repair=tuple(range(4, 7)))):
        amina.try_once()
    town.line.handle = old
    assert amina.opened.reader.number("SELECT count(*) FROM entries WHERE offer > 0") == 0
    exchange(amina, grace)
    assert amina.texts() == grace.texts() == ["first", "second"]


def test_a_day_later_it_is_asked_again(pair: Pair, town: Town, refused: Refused) -> None:
    amina, _ = pair
    amina.sync()
    town.clock.advance(DAY + 1)
    town.line.handle = town.door.handle
    with Liar(town, lambda talk: talk) as server:
        amina.sync()
    assert RequestFlag.REPAIRS in server.talks[-1].request.flags
    assert not server.talks[-1].head.flags & ReplyFlag.LONG_WANTED
    assert len(refused) == 1


def test_a_server_that_understands_nothing_is_asked_twice_and_then_left_alone(pair: Pair, town: Town) -> None:
    amina, _ = pair
    say_nothing = encode_answer(Answer.UPDATE_NEEDED)
    town.line.handle = lambda body: (200, say_nothing)
    before = len(town.line.requests)
    amina.try_once()
    status = amina.try_once()
    assert (status.state, status.code) == (LineState.UPDATE_NEEDED, "update_needed")
    assert len(town.line.requests) - before == 2
    assert amina.engine.step() > 100
