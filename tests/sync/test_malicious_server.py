# SPDX-License-Identifier: Apache-2.0
"""A server in the wrong hands, with the right key: it learns nothing, and nothing that it says lasts."""
from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentordesk.base.reader import varint
from mentordesk.crypto.envelope import Label, open_envelope, seal_envelope
from mentordesk.crypto.identity import private_circle
from mentordesk.domain.connection import LineState
from mentordesk.domain.messages import Delivery, Draft
from mentordesk.wire.exchange import Hint, Push, Refusal, ReplyFlag, Run, decode_request_head
from tests.helpers.healing import (
    FAR,
    WORDS_OF_CIRCLE,
    Pair,
    assert_healed,
    begin,
    say,
    settle,
)
from tests.helpers.liar import Liar, Lie, Talk, always, refusing
from tests.helpers.person import Person
from tests.helpers.town import Town

# ---------------------------------------------------------------- what it learns


def test_a_whole_session_shows_the_server_no_word(town: Town, tmp_path: Path) -> None:
    ids = town.people("Amina Canary-Odhiambo", "Grace Canary-Wanjiru")
    town.circle(ids)
    amina, grace = (
        Person(tmp_path / str(at), town.line, town.clock, at).enrol(town.slip(ids[at]), "canary pass phrase")
        for at in range(2)
    )
    settle((amina, grace))
    thread, _ = amina.desk.threads.start(amina.circle(), "Canary-topic", "Canary-message, habari!").result()
    amina.desk.drafts.save(Draft(amina.circle(), thread, "Canary-topic", "Canary-draft")).result()
    settle((amina, grace))
    grace.desk.threads.mark_read(tuple(one.id for one in grace.messages())).result()
    say(grace, thread, "Canary-answer جواب")
    settle((amina, grace))
    assert amina.messages()[0].delivery is Delivery.READ
    assert_silent_about(town, "canary", "Odhiambo", "Wanjiru", "habari", "جواب", "pass phrase")
    for person in (amina, grace):
        person.close()


def assert_silent_about(town: Town, *words: str) -> None:
    """None of these words went over the line or lies in the server's folder, in any usual writing."""
    seen = b"".join([*town.line.heard, *town.line.replies, town.stored()])
    for word in words:
        for text in (word, word.capitalize(), word.lower()):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert text.encode(encoding) not in seen
            assert text.encode().hex().encode() not in seen


@pytest.mark.parametrize("time", [0, 4_039_372_800, (1 << 32) - 1])
def test_a_lie_about_the_time_harms_nothing(pair: Pair, town: Town, time: int) -> None:
    thread = begin(pair)
    amina, grace = pair
    with Liar(town, lambda talk: talk.saying(time=time)):
        for person in pair:
            person.try_once()
    amina.desk.threads.start(amina.circle(), "Another", "by a wrong clock").result()
    say(grace, thread, "so is this")
    assert_healed(pair, "first", "by a wrong clock", "so is this")


@pytest.mark.parametrize("learned", [0, 4_039_372_800])
def test_a_clock_set_back_after_an_offset_was_learned_spoils_no_parcel(
    pair: Pair, town: Town, learned: int
) -> None:
    begin(pair)
    amina, _ = pair
    true = town.clock.now()
    town.clock.set_wall(4_039_372_800)
    with Liar(town, lambda talk: talk.saying(time=learned)):
        amina.try_once()
    town.clock.set_wall(0)
    amina.desk.threads.start(amina.circle(), "In 1970", "a new thread").result()
    amina.desk.drafts.save(Draft(amina.circle(), b"thread 9", "", "half a sentence")).result()
    amina.try_once()
    town.clock.set_wall(true)
    assert_healed(pair, "first", "a new thread")


def test_a_reply_of_a_newer_server_asks_for_an_update(pair: Pair, town: Town) -> None:
    amina, _ = pair
    link = town.link(amina.desk.me[:8])

    def newer(body: bytes) -> tuple[int, bytes]:
        request = open_envelope(lambda head: link, Label.REQUEST, b"", body, decode_request_head)
        return 200, seal_envelope(link, Label.REPLY, request.tag, b"\x80\x40" + bytes(8), ())[0]

    town.line.handle = newer
    assert amina.try_once().code == "update_needed"
    town.line.handle = town.door.handle
    assert_healed(pair)


# ---------------------------------------------------------------- without the key


@pytest.mark.parametrize("trick", ["stale", "crossed", "reflected"])
def test_true_bytes_of_other_exchanges_are_not_believed(pair: Pair, town: Town, trick: str) -> None:
    thread = begin(pair)
    amina, grace = pair
    say(grace, thread, "from Grace")
    amina.sync()
    stale = town.line.replies[-1]
    grace.sync()
    bytes_of_others = {"stale": stale, "crossed": town.line.replies[-1]}
    say(amina, thread, "not at the server yet")
    town.line.handle = lambda body: (200, bytes_of_others.get(trick, body))
    assert amina.try_once().state is LineState.PORTAL
    assert amina.messages()[-1].delivery is Delivery.ON_THIS_COMPUTER
    town.line.handle = town.door.handle
    assert_healed(pair, "first", "from Grace", "not at the server yet")


# ---------------------------------------------------------------- circles


def circles(count: int) -> tuple[bytes, ...]:
    """Ids of circles that nobody signed a charter for."""
    return tuple(number.to_bytes(16, "big") for number in range(1, count + 1))


def test_thousands_of_circles_that_are_none_are_forgotten_again(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, _ = pair
    with Liar(town, lambda talk: talk.saying(new_circles=circles(5000))):
        amina.try_once()
    assert amina.opened.reader.number("SELECT count(*) FROM circles") < 1000
    assert len(amina.desk.people.circles()) == 1
    say(amina, thread, "still here")
    assert_healed(pair, "first", "still here")
    assert amina.opened.reader.number("SELECT count(*) FROM circles") == 3


@pytest.mark.parametrize("whole", [False, True])
def test_circles_in_another_order_are_put_right(town: Town, tmp_path: Path, whole: bool) -> None:
    ids = town.people("Amina", "Grace")
    amina = Person(tmp_path / "amina", town.line, town.clock, 1).enrol(town.slip(ids[0]))
    amina.sync()
    made = [town.circle(ids), town.circle(ids), town.circle(ids)]
    led = (private_circle(ids[0]),) if whole else ()

    def turn(talk: Talk) -> Talk:
        return talk.saying(new_circles=(*led, *circles(2), *talk.head.new_circles[::-1]), runs=(), blobs=())

    with Liar(town, turn):
        amina.try_once()
    amina.sync()
    amina.sync()
    assert [one.circle for one in amina.desk.people.circles()] == made
    assert amina.sync().requests == 1
    amina.close()


def test_a_circle_that_the_server_denies_stays_and_comes_back(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, _ = pair
    member = amina.desk.me
    with Liar(town, lambda talk: talk.saying(new_circles=(private_circle(member),))):
        amina.try_once()
    assert amina.texts() == ["first"]
    say(amina, thread, "in a circle that is denied")
    assert_healed(pair, "first", "in a circle that is denied")


# ---------------------------------------------------------------- requests without end


@pytest.mark.parametrize("first", FAR)
def test_a_number_beyond_all_lanes_stops_no_later_request(pair: Pair, town: Town, first: int) -> None:
    thread = begin(pair)
    amina, _ = pair
    say(amina, thread, "still asking")
    junk = [b"\xf0" + bytes([number]) for number in range(4)]
    with Liar(town, always(blobs=junk, runs=(Run(WORDS_OF_CIRCLE, first, 4),))):
        amina.try_once()
    with Liar(town, lambda talk: talk.saying(held=(first,) * talk.named)):
        amina.try_once()
    assert_healed(pair, "first", "still asking")


def test_a_cursor_in_a_thousand_pieces_is_begun_anew(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, _ = pair
    junk = [b"\xf0" + number.to_bytes(3, "big") for number in range(600)]
    runs = tuple(Run(WORDS_OF_CIRCLE, 2 * number + 10, 1) for number in range(600))
    with Liar(town, lambda talk: talk.saying(blobs=junk, runs=runs)):
        amina.try_once()
    assert amina.opened.reader.number("SELECT count(*) FROM cursors") < 300
    say(amina, thread, "whole again")
    assert_healed(pair, "first", "whole again")


def same_again(talk: Talk) -> Talk:
    """One blob, over and over."""
    return talk.saying(blobs=(b"\xf0same",), runs=(Run(WORDS_OF_CIRCLE, 40, 1),), flags=ReplyFlag.MORE)


def forking(talk: Talk) -> Talk:
    """Everything stands at a number that was taken."""
    return talk.saying(forks=tuple(range(talk.named)), flags=ReplyFlag.MORE)


def naming(talk: Talk) -> Talk:
    """Three more circles each time."""
    return talk.saying(new_circles=tuple(next(UNHEARD_OF).to_bytes(16, "big") for _ in range(3)))


def late_but_the_key(talk: Talk) -> Talk:
    """A key is held, and whatever is sealed under it is late."""
    late = tuple(Refusal(index, Push.LATE) for index in range(1, talk.named))
    return talk.saying(held=(1 << 20, *(0 for _ in late))[: talk.named], refused=late)


def late_key(talk: Talk) -> Talk:
    """Parcels are held, the key that comes first never is."""
    held = (0, *(7 for _ in range(1, talk.named)))[: talk.named]
    return talk.saying(held=held, refused=(Refusal(0, Push.LATE),))


UNHEARD_OF = itertools.count(1 << 20)
ENDLESS: dict[str, Lie] = {
    "more": always(flags=ReplyFlag.MORE),
    "more of the same": same_again,
    "long": always(flags=ReplyFlag.LONG_WANTED),
    "repair": always(repair=tuple(range(7))),
    "new circles": naming,
    "forks": forking,
    "late but the key": late_but_the_key,
    "late key": late_key,
    **{f"refused {code}": refusing(code) for code in Push},
}


@pytest.mark.parametrize("lie", ENDLESS)
@pytest.mark.parametrize("deaf", [False, True])
def test_no_lie_makes_requests_without_end(pair: Pair, town: Town, lie: str, deaf: bool) -> None:
    thread = begin(pair)
    amina, _ = pair
    say(amina, thread, "one")
    with Liar(town, ENDLESS[lie], deaf=deaf) as liar:
        for _ in range(4):
            for _ in range(100):
                if amina.engine.step() > 0:
                    break
            amina.engine.news()
        assert len(liar.talks) <= 40
    assert_healed(pair, "first", "one")


@pytest.mark.parametrize("lie", ENDLESS)
@pytest.mark.parametrize("deaf", [False, True])
def test_no_lie_makes_writers_without_end(pair: Pair, town: Town, lie: str, deaf: bool) -> None:
    thread = begin(pair)
    amina, _ = pair
    say(amina, thread, "one")
    with Liar(town, ENDLESS[lie], deaf=deaf):
        for _ in range(12):
            amina.try_once()
            town.clock.advance(400)
        made = "SELECT count(DISTINCT writer) FROM sender_keys WHERE mine = 1"
        assert amina.opened.reader.number(made) <= 4
    assert_healed(pair, "first", "one")


# ---------------------------------------------------------------- anything at all


class Fantasy:
    """Replies of chance: fields, places, blobs old and new, true and bent."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.seen: list[bytes] = [b"", b"MDS1", b"MDK1" + bytes(200), b"X" + bytes(108), b"\x11"]

    def __call__(self, talk: Talk) -> Talk:
        """The same talk with a few fields that are not so."""
        self.seen += [*talk.blobs, *talk.pushed]
        fields: dict[str, Callable[[], Any]] = {
            "time": lambda: self.dice.choice([0, 1, talk.head.time, (1 << 32) - 1]),
            "held": lambda: self._numbers(talk.named + self.dice.randrange(-1, 2)),
            "runs": self._runs,
            "flags": lambda: ReplyFlag(self.dice.randrange(4)),
            "forks": lambda: self._numbers(2),
            "new_circles": lambda: tuple(self.dice.randbytes(16) for _ in range(self.dice.randrange(4))),
            "repair": lambda: self._numbers(3),
            "hints": lambda: tuple(Hint(self._small(), self.dice.randbytes(32)) for _ in range(3)),
            "refused": lambda: tuple(Refusal(self._small(), self.dice.randrange(9)) for _ in range(3)),
            "blobs": lambda: self._blobs(talk.blobs),
        }
        chosen = self.dice.sample(sorted(fields), self.dice.randrange(1, 5))
        return talk.saying(**{name: fields[name]() for name in chosen})

    def _small(self) -> int:
        return self.dice.randrange(9)

    def _number(self) -> int:
        return self.dice.choice([0, 1, 2, 3, self.dice.randrange(40), 1 << 31, *FAR])

    def _numbers(self, count: int) -> tuple[int, ...]:
        return tuple(self._number() for _ in range(count))

    def _runs(self) -> tuple[Run, ...]:
        return tuple(Run(self._small(), self._number(), self._small()) for _ in range(self._small()))

    def _blobs(self, true: tuple[bytes, ...]) -> list[bytes]:
        blobs = [*true, *self.dice.choices(self.seen, k=3)]
        return [self._bent(blob) if self.dice.random() < 0.3 else blob for blob in blobs]

    def _bent(self, blob: bytes) -> bytes:
        if not blob:
            return self.dice.randbytes(self._small())
        at = self.dice.randrange(len(blob))
        flipped = bytes([blob[at] ^ 1 << self.dice.randrange(8)])
        return self.dice.choice([blob[:at], blob[:at] + flipped + blob[at + 1 :], blob + b"\0"])


@pytest.mark.parametrize("seed", range(25))
def test_whatever_it_says_is_healed(pair: Pair, town: Town, seed: int) -> None:
    thread, dice, written = begin(pair), random.Random(seed), ["first"]
    with Liar(town, Fantasy(dice)) as liar:
        for number in range(dice.randrange(1, 6)):
            liar.deaf = dice.random() < 0.5
            person = dice.choice(pair)
            written.append(f"{number}")
            say(person, thread, written[-1])
            person.try_once()
    assert_healed(pair, *written)


def test_heads_that_are_none_are_not_believed(pair: Pair, town: Town) -> None:
    begin(pair)
    amina, _ = pair
    dice, link = random.Random(1), town.link(amina.desk.me[:8])
    counts = [varint(value) for value in (0, 1, 1 << 20, (1 << 42) - 1)]

    def babble(body: bytes) -> tuple[int, bytes]:
        request = open_envelope(lambda head: link, Label.REQUEST, b"", body, decode_request_head)
        start = varint(dice.randrange(192)) + bytes(4)
        part = start + b"".join(dice.choice([*counts, dice.randbytes(3)]) for _ in range(dice.randrange(12)))
        return 200, seal_envelope(link, Label.REPLY, request.tag, part[: dice.randrange(60)], ())[0]

    town.line.handle = babble
    for _ in range(120):
        amina.try_once()
    town.line.handle = town.door.handle
    assert_healed(pair, "first")
