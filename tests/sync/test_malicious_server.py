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
from mentordesk.crypto.identity import private_circle
from mentordesk.domain.ids import Lane, ThreadId
from mentordesk.domain.messages import Delivery, Draft
from mentordesk.wire.exchange import Hint, Push, Refusal, ReplyFlag, Run
from tests.helpers.liar import Liar, Lie, Talk
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair

WORDS_OF_CIRCLE = 5  # slot: programme, three of the private circle, then control and words of the only circle
CONTROL_OF_CIRCLE = 4


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


# ---------------------------------------------------------------- what it claims to hold


@pytest.mark.parametrize("number", ["taken", "next", "far"])
def test_what_is_acknowledged_and_not_kept_is_sent_again(pair: Pair, town: Town, number: str) -> None:
    thread = begin(pair)
    amina, _ = pair
    head = numbers(amina)[amina.circle(), Lane.WORDS]
    seq = {"taken": head, "next": head + 1, "far": (1 << 42) - 1}[number]
    say(amina, thread, "acknowledged by a lie")
    with Liar(town, lambda talk: talk.saying(held=(seq,) * talk.named), deaf=True):
        amina.try_once()
    assert all(one.delivery <= Delivery.AT_THE_SERVER for one in amina.messages()[1:])
    assert_healed(pair, "first", "acknowledged by a lie")


def test_what_is_echoed_and_not_kept_is_sent_again(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, _ = pair
    head = numbers(amina)[amina.circle(), Lane.WORDS]
    say(amina, thread, "echoed")
    pushed: list[bytes] = []

    def echo(talk: Talk) -> Talk:
        pushed.extend(talk.pushed)
        if not pushed:
            return talk
        runs = tuple(Run(WORDS_OF_CIRCLE, head, 1) for _ in pushed)
        return talk.saying(blobs=pushed, runs=runs)

    with Liar(town, echo, deaf=True):
        amina.try_once()
        amina.try_once()
    assert_healed(pair, "first", "echoed")


# ---------------------------------------------------------------- what it refuses


@pytest.mark.parametrize("code", [*Push, 99])
@pytest.mark.parametrize("fresh_key", [False, True])
def test_what_is_refused_by_a_lie_is_offered_again(
    pair: Pair, town: Town, code: int, fresh_key: bool
) -> None:
    thread = begin(pair)
    amina, _ = pair
    if fresh_key:
        amina.opened.runner.call(lambda tx: tx.mint_writer())
    for text in ("one", "two"):
        say(amina, thread, text)
        town.line.up = False
        amina.try_once()
        town.line.up = True
    lie = refusing(code)
    with Liar(town, lie, deaf=True) as liar:
        for _ in range(6):
            amina.try_once()
        assert len(liar.talks) == 6
    assert_healed(pair, "first", "one", "two")


def refusing(code: int) -> Lie:
    """Nothing is taken."""
    return lambda talk: talk.saying(refused=tuple(Refusal(index, code) for index in range(talk.named)))


@pytest.mark.parametrize("code", [*Push])
def test_a_key_alone_refused_by_a_lie_blocks_nothing(pair: Pair, town: Town, code: Push) -> None:
    thread = begin(pair)
    amina, _ = pair
    amina.opened.runner.call(lambda tx: tx.mint_writer())
    say(amina, thread, "under a new key")
    lie = Liar(town, lambda talk: talk.saying(refused=(Refusal(0, code),)), deaf=True)
    with lie:
        amina.try_once()
    assert_healed(pair, "first", "under a new key")


def test_claimed_forks_cost_a_new_writer_and_nothing_else(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, _ = pair
    with Liar(town, lambda talk: talk.saying(forks=tuple(range(talk.named)))):
        for text in ("one", "two", "three"):
            say(amina, thread, text)
            amina.try_once()
    assert_healed(pair, "first", "one", "two", "three")


# ---------------------------------------------------------------- where it puts things


@pytest.mark.parametrize("slot", [0, 1, 2, 3, 4, 6])
def test_parcels_put_into_other_lanes_are_read_when_they_come_to_their_own(
    pair: Pair, town: Town, slot: int
) -> None:
    thread = begin(pair)
    amina, grace = pair
    say(amina, thread, "in the wrong lane")
    amina.sync()

    def misplace(talk: Talk) -> Talk:
        return talk.saying(runs=tuple(Run(slot, run.first + 9, run.count) for run in talk.head.runs))

    with Liar(town, misplace):
        grace.try_once()
    assert "in the wrong lane" not in grace.texts()
    assert_healed(pair, "first", "in the wrong lane")


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("slot", [1, 4, 6])
def test_a_parcel_in_two_lanes_at_once_is_read_in_its_own(
    pair: Pair, town: Town, slot: int, first: bool
) -> None:
    thread = begin(pair)
    amina, grace = pair
    amina.opened.runner.call(lambda tx: tx.mint_writer())
    for text in ("waits for its key", "and so does this"):
        say(amina, thread, text)
        amina.sync()

    def twice(talk: Talk) -> Talk:
        places = [run for run in talk.head.runs if run.slot == WORDS_OF_CIRCLE]
        words = talk.blobs[-places[0].count :]
        other = [Run(slot, 30, len(words))]
        return talk.saying(blobs=words * 2, runs=tuple(other + places if first else places + other))

    with Liar(town, twice):
        grace.try_once()
    assert grace.texts() == ["first"]
    assert_healed(pair, "first", "waits for its key", "and so does this")


@pytest.mark.parametrize("slot", [0, 1, 2, 5, 6])
def test_control_put_into_other_lanes_is_believed_when_it_comes_to_its_own(
    town: Town, tmp_path: Path, slot: int
) -> None:
    ids = town.people("Amina", "Grace", "Omar")
    town.circle(ids)
    amina, grace = (
        Person(tmp_path / str(at), town.line, town.clock, at).enrol(town.slip(ids[at])) for at in range(2)
    )
    settle((amina, grace))
    amina.desk.threads.start(amina.circle(), "Essay", "first").result()
    settle((amina, grace))
    omar = Person(tmp_path / "omar", town.line, town.clock, 7).enrol(town.slip(ids[2]))
    for person in (amina, grace):
        person.sync()  # they seal their keys for Omar

    def cross(talk: Talk) -> Talk:
        runs = tuple(
            Run(slot if run.slot == CONTROL_OF_CIRCLE else run.slot, run.first, run.count)
            for run in talk.head.runs
        )
        return talk.saying(runs=runs)

    with Liar(town, cross):
        omar.try_once()
    for person in (omar, amina, grace, omar, amina):
        person.sync()
    assert omar.texts() == ["first"]
    for person in (amina, grace, omar):
        person.close()


def test_swapped_lanes_and_numbers_are_sorted_out(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, grace = pair
    for text in ("one", "two", "three"):
        say(amina, thread, text)
        amina.sync()

    def shuffle(talk: Talk) -> Talk:
        return talk.saying(blobs=talk.blobs[::-1], runs=talk.head.runs[::-1])

    with Liar(town, shuffle):
        grace.try_once()
    assert_healed(pair, "first", "one", "two", "three")


# ---------------------------------------------------------------- what it makes up


@pytest.mark.parametrize("number", [1, 2, 3, (1 << 42) - 1])
def test_bytes_that_name_my_key_do_not_move_my_numbers(pair: Pair, town: Town, number: int) -> None:
    thread = begin(pair)
    amina, _ = pair
    mine = "SELECT kid FROM sender_keys WHERE mine = 1 AND circle = ?"
    kid = amina.opened.reader.rows(mine, (amina.circle(),))[0][0]
    junk = bytes([0x11]) + kid + varint(number) + bytes(120)
    head = numbers(amina)[amina.circle(), Lane.WORDS]
    with Liar(town, lambda talk: talk.saying(blobs=(junk,), runs=(Run(WORDS_OF_CIRCLE, head + 1, 1),))):
        amina.try_once()
    say(amina, thread, "after the junk")
    assert_healed(pair, "first", "after the junk")


def test_lying_hints_do_not_hide_the_right_one(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, grace = pair
    for text in ("one", "two", "three"):
        say(amina, thread, text)
        amina.try_once()
    lies = tuple(Hint(0, number.to_bytes(32, "big")) for number in range(3000))

    def only_the_last(talk: Talk) -> Talk:
        last = [run for run in talk.head.runs if run.slot == WORDS_OF_CIRCLE][-1]
        run = Run(last.slot, last.first + last.count - 1, 1)
        return talk.saying(blobs=talk.blobs[-1:], runs=(run,), hints=lies)

    with Liar(town, only_the_last):
        grace.try_once()
    assert grace.texts() == ["first"]
    assert_healed(pair, "first", "one", "two", "three")


def test_a_bent_copy_of_a_key_does_not_stand_for_the_key(pair: Pair, town: Town) -> None:
    thread = begin(pair)
    amina, grace = pair
    amina.opened.runner.call(lambda tx: tx.mint_writer())
    say(amina, thread, "under a new key")
    amina.sync()

    def bend(talk: Talk) -> Talk:
        blobs = [blob[:-1] + b"?" if blob.startswith(b"MDK1") else blob for blob in talk.blobs]
        return talk.saying(blobs=blobs)

    with Liar(town, bend):
        grace.try_once()
    assert grace.texts() == ["first"]
    assert_healed(pair, "first", "under a new key")


def test_what_follows_a_refused_parcel_is_sealed_again_though_it_was_acknowledged(
    pair: Pair, town: Town
) -> None:
    thread = begin(pair)
    amina, _ = pair
    town.line.up = False
    for text in ("one", "two", "three"):
        say(amina, thread, text)
        amina.try_once()
    town.line.up = True
    with Liar(town, lambda talk: talk.saying(held=(0, 0, 90)[: talk.named]), deaf=True):
        amina.try_once()
        amina.try_once()
    with Liar(town, always(refused=(Refusal(0, Push.LATE),)), deaf=True):
        amina.try_once()
    assert_healed(pair, "first", "one", "two", "three")


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


def always(**fields: Any) -> Lie:
    """The same words in every reply."""
    return lambda talk: talk.saying(**fields)


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
        return self.dice.choice([0, 1, 2, 3, self.dice.randrange(40), 1 << 31, (1 << 42) - 1])

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
