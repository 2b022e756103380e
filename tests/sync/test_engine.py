# SPDX-License-Identifier: Apache-2.0
"""When the engine exchanges, what it shows, and the long-poll beside it."""
from __future__ import annotations

from collections.abc import Iterator

import pytest

from mentordesk.base.clock import SeededRandomness
from mentordesk.domain.connection import LineState
from mentordesk.domain.events import SyncChanged
from mentordesk.domain.messages import Draft
from mentordesk.sync.engine import IDLE
from mentordesk.sync.line import Meter
from mentordesk.sync.waiting import LOOK, Listener
from mentordesk.wire.answers import encode_busy
from tests.helpers.line import HEAD_DOWN, HEAD_UP, PAGE, Fault
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair


def requests(town: Town) -> int:
    """How many requests the line has carried."""
    return len(town.line.requests)


def start_thread(person: Person, text: str = "Habari") -> bytes:
    """A new thread with one message; its id."""
    return person.desk.threads.start(person.circle(), "Essay", text).result()[0]


def test_rests_after_an_exchange_until_something_happens(pair: Pair, town: Town) -> None:
    amina, _ = pair
    before = requests(town)
    pause = amina.engine.step()
    assert IDLE / 2 - 1 < pause <= IDLE
    assert requests(town) == before
    town.clock.advance(pause)
    amina.engine.step()
    assert requests(town) == before + 1


def test_message_leaves_without_being_asked_for(pair: Pair, town: Town) -> None:
    amina, grace = pair
    start_thread(amina)
    amina.engine.step()
    grace.sync()
    assert grace.texts() == ["Habari"]


def test_draft_alone_hastens_nothing(pair: Pair, town: Town) -> None:
    amina, _ = pair
    thread = start_thread(amina)
    amina.sync()
    before = requests(town)
    amina.desk.drafts.save(Draft(amina.circle(), thread, "Essay", "half a sente", 12)).result()
    assert amina.engine.step() > 0
    assert requests(town) == before


def test_first_message_needs_one_turn_and_its_answer_two(pair: Pair, town: Town) -> None:
    amina, grace = pair
    thread = start_thread(amina)
    assert amina.sync().requests == 1
    assert grace.sync().requests == 2  # what arrived is told
    grace.desk.threads.send(grace.circle(), thread, "Nzuri").result()
    assert grace.sync().requests == 1
    assert amina.sync().requests == 2
    assert grace.sync().requests == 1  # a receipt is not answered
    before = requests(town)
    amina.sync()
    assert requests(town) == before + 1


def test_warm_exchanges_are_small(pair: Pair, town: Town) -> None:
    amina, _ = pair
    idle = amina.sync()
    assert idle.last_up + idle.last_down <= 260
    thread = start_thread(amina)
    amina.sync()
    words = "Hello Grace, I have finished the second part of my essay and would like you to look at "
    words += "the opening before Friday, if you have time for it before we meet again."
    amina.desk.threads.send(amina.circle(), thread, words[:160]).result()
    one = amina.sync()
    assert one.requests == 1
    assert one.last_up + one.last_down <= 500


def test_bytes_are_counted_with_headers_and_summed_over_the_week(pair: Pair, town: Town) -> None:
    amina, _ = pair
    before = amina.desk.connection.status()
    status = amina.sync()
    assert status.last_up == len(town.line.requests[-1]) + HEAD_UP
    assert status.last_down == len(town.line.replies[-1]) + HEAD_DOWN
    assert status.week_up - before.week_up == status.last_up
    town.line.faults.append(Fault(answer=PAGE))
    failed = amina.try_once()
    assert failed.week_down - status.week_down == len(PAGE) + HEAD_DOWN
    town.clock.advance(8 * 86_400)
    later = amina.sync()
    assert (later.week_up, later.week_down) == (later.last_up, later.last_down)


def test_states_are_published_in_order(pair: Pair) -> None:
    amina, _ = pair
    amina.events.clear()
    amina.try_once()
    states = [event.status.state for event in amina.events if isinstance(event, SyncChanged)]
    assert states[0] is LineState.WORKING
    assert states[-1] is LineState.UP_TO_DATE


def test_pauses_after_failures_grow_and_a_line_ends_them(pair: Pair, town: Town) -> None:
    amina, _ = pair
    town.line.up = False
    amina.engine.connect_now()
    pauses = []
    for _ in range(10):
        pauses.append(amina.engine.step())
        town.clock.advance(pauses[-1])
    assert 2 <= pauses[0] <= 4
    assert 150 <= pauses[-1] <= 300
    town.line.up = True
    amina.engine.step()
    assert amina.engine.status.state is LineState.UP_TO_DATE
    town.line.up = False
    amina.try_once()
    assert amina.engine.step() <= 4


def test_line_that_lets_only_probes_through_is_tried_less_and_less(pair: Pair, town: Town) -> None:
    amina, _ = pair
    start_thread(amina, "Too long for this line. " * 40)
    pauses = []
    for _ in range(7):
        town.line.faults.append(Fault(cut_up=200))  # the message; the probe that follows fits
        while amina.engine.step() == 0:
            continue
        pauses.append(amina.engine.step())
        town.clock.advance(pauses[-1])
        amina.engine.step()
    assert pauses[-1] > 10 * pauses[0]
    assert amina.sync().waiting == 0


def test_line_coming_up_is_tried_at_once(pair: Pair, town: Town) -> None:
    amina, _ = pair
    town.line.up = False
    for _ in range(8):
        amina.try_once()
    town.line.up = True
    assert amina.engine.step() > 0
    amina.engine.line_up()
    amina.engine.step()
    assert amina.engine.status.state is LineState.UP_TO_DATE


def test_send_shortens_a_long_pause(pair: Pair, town: Town) -> None:
    amina, _ = pair
    town.line.up = False
    amina.engine.connect_now()
    for _ in range(8):
        town.clock.advance(amina.engine.step())
    assert amina.engine.step() > 30
    start_thread(amina)
    assert amina.engine.step() <= 10


def test_closed_engine_asks_nobody(pair: Pair, town: Town) -> None:
    amina, _ = pair
    before = requests(town)
    amina.engine.close()
    amina.try_once()
    assert requests(town) == before


def test_messages_of_a_long_absence_come_in_pieces_newest_first(pair: Pair, town: Town) -> None:
    amina, grace = pair
    thread = start_thread(amina, "0")
    amina.sync()
    grace.sync()
    letters = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))
    for number in range(1, 30):
        text = f"{number} {letters[number * 40 :]}"[:1200]
        amina.desk.threads.send(amina.circle(), thread, text).result()
        amina.sync()
    grace.try_once()
    first = [text.split(" ")[0] for text in grace.texts()]
    assert 1 < len(first) < 30
    assert first[-1] == "29"
    grace.sync()
    assert [text.split(" ")[0] for text in grace.texts()] == [str(number) for number in range(30)]


# ---------------------------------------------------------------- the long-poll


class Ear:
    """A listener of one person, and what it told."""

    def __init__(self, person: Person, town: Town) -> None:
        self.ready, self.news = True, 0
        runner, rand = person.opened.runner, SeededRandomness(3)
        self.listener = Listener(
            runner, person.line.connect, town.clock, rand, lambda: self.ready, self._tell
        )

    def _tell(self) -> None:
        self.news += 1


@pytest.fixture
def ear(pair: Pair, town: Town) -> Iterator[Ear]:
    """Listens for Grace, at a server that lets wait."""
    town.line.seconds = 60.0
    ear = Ear(pair[1], town)
    yield ear
    ear.listener.close()


def test_listener_tells_news_only_when_there_are_some(pair: Pair, ear: Ear) -> None:
    amina, _ = pair
    assert ear.listener.step() == 0
    assert ear.news == 0
    start_thread(amina)
    amina.sync()
    assert ear.listener.step() == LOOK
    assert ear.news == 1


def test_a_server_that_lets_nobody_wait_is_asked_less_and_less(pair: Pair, ear: Ear, town: Town) -> None:
    town.line.seconds = 0.1
    pauses = [ear.listener.step() for _ in range(9)]
    assert pauses[0] >= 2
    assert pauses[-1] >= 150
    town.line.seconds = 60.0
    assert ear.listener.step() == 0


def test_listener_asks_nothing_while_the_engine_works(pair: Pair, ear: Ear, town: Town) -> None:
    ear.ready = False
    before = requests(town)
    assert ear.listener.step() == LOOK
    assert requests(town) == before


def test_listener_is_told_nothing_new_by_what_the_engine_fetched_meanwhile(
    pair: Pair, ear: Ear, town: Town
) -> None:
    amina, grace = pair
    start_thread(amina)
    amina.sync()
    take = town.line.handle

    def fetching(body: bytes) -> tuple[int, bytes]:
        town.line.handle = take
        answer = take(body)
        grace.sync()
        return answer

    town.line.handle = fetching
    assert ear.listener.step() == 0
    assert ear.news == 0


def test_news_that_bring_nothing_are_not_asked_for_in_a_ring(pair: Pair, ear: Ear) -> None:
    amina, _ = pair
    start_thread(amina)
    amina.sync()
    ear.listener.step()
    assert ear.listener.step() > LOOK


def test_listener_backs_off_while_the_line_is_down(pair: Pair, ear: Ear, town: Town) -> None:
    """The engine is told, or the window would say "up to date" until the next exchange."""
    town.line.up = False
    assert ear.listener.step() >= 2
    assert ear.news == 1
    town.line.up = True
    assert ear.listener.step() == 0


def test_a_poll_that_is_cut_is_no_news(ear: Ear, town: Town) -> None:
    town.line.faults.append(Fault(cut_down=3))
    assert ear.listener.step() >= 2
    assert ear.news == 0


def test_listener_leaves_a_busy_server_alone(pair: Pair, ear: Ear, town: Town) -> None:
    town.line.faults.append(Fault(answer=encode_busy(200)))
    assert ear.listener.step() >= 200


def test_closed_listener_ends(pair: Pair, ear: Ear, town: Town) -> None:
    before = requests(town)
    ear.listener.close()
    ear.listener.step()
    assert requests(town) == before
    assert Meter().up == 0
