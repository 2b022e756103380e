# SPDX-License-Identifier: Apache-2.0
"""Lines that break, lie and repeat: everything arrives, and arrives once."""
from __future__ import annotations

import random
from pathlib import Path

import pytest

from mentordesk.base.errors import CertificateNotTrusted, ServerUnreachable, SlowDown
from mentordesk.domain.connection import LineState
from mentordesk.domain.ids import ThreadId
from mentordesk.sync.line import LineBroken
from mentordesk.wire.answers import encode_answer, encode_busy
from mentordesk.wire.exchange import Answer
from tests.helpers.line import PAGE, Fault, Line
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair


def write_apart(person: Person, thread: ThreadId, *texts: str) -> list[bytes]:
    """Messages in a parcel each, as when the line was missing in between; the parcels."""
    person.line.up = False
    for text in texts:
        person.desk.threads.send(person.circle(), thread, text).result()
        person.try_once()
    person.line.up = True
    return outgoing(person)


def outgoing(person: Person) -> list[bytes]:
    """The parcels that the server has not acknowledged."""
    rows = person.opened.reader.rows("SELECT data FROM entries WHERE own = 1 AND covered = 0 ORDER BY id")
    return [row[0] for row in rows]


def times(parcel: bytes, bodies: list[bytes]) -> int:
    """How often a parcel stands whole in some bodies."""
    return sum(body.count(parcel) for body in bodies)


def begin(pair: Pair) -> ThreadId:
    """A thread that both hold."""
    amina, grace = pair
    thread, _ = amina.desk.threads.start(amina.circle(), "Essay", "first").result()
    amina.sync()
    grace.sync()
    amina.sync()
    return thread


def forget(line: Line) -> None:
    """Start counting again."""
    for bodies in (line.requests, line.replies, line.heard, line.delivered):
        bodies.clear()


def test_every_cut_on_the_way_up(pair: Pair, town: Town) -> None:
    amina, grace = pair
    thread = begin(pair)
    cut, length, written = 0, 1, ["first"]
    while cut < length:
        texts = [f"one {cut}", f"two {cut}"]
        parcels = write_apart(amina, thread, *texts)
        forget(town.line)
        town.line.faults.append(Fault(cut_up=cut))
        amina.try_once()
        length = len(town.line.requests[0])
        amina.sync()
        assert [times(parcel, town.line.heard) for parcel in parcels] == [1, 1]
        assert outgoing(amina) == []
        written += texts
        cut += 3
    grace.sync()
    assert grace.texts() == amina.texts() == written


def test_every_cut_on_the_way_down(pair: Pair, town: Town) -> None:
    amina, grace = pair
    thread = begin(pair)
    cut, length, written = 0, 1, ["first"]
    while cut < length:
        texts = [f"one {cut}", f"two {cut}"]
        parcels = write_apart(amina, thread, *texts)
        amina.sync()
        forget(town.line)
        town.line.faults.append(Fault(cut_down=cut))
        grace.try_once()
        length = len(town.line.replies[0])
        grace.sync()
        assert [times(parcel, town.line.delivered) for parcel in parcels] == [1, 1]
        written += texts
        cut += 3
    assert grace.texts() == written
    amina.sync()
    assert [message.delivery_time for message in amina.messages()].count(0) == 0


def test_lost_reply_is_followed_by_a_probe_without_parcels(pair: Pair, town: Town) -> None:
    amina, _ = pair
    parcels = write_apart(amina, begin(pair), "kept", "at the server")
    forget(town.line)
    town.line.faults.append(Fault(cut_down=0))
    amina.try_once()
    amina.try_once()
    assert all(parcel in town.line.requests[0] for parcel in parcels)
    assert not any(parcel in town.line.requests[1] for parcel in parcels)
    assert outgoing(amina) == []


@pytest.mark.parametrize("fault", [Fault(twice=True), Fault(drop=True), Fault(late=True)])
def test_repeated_lost_and_late_requests(pair: Pair, town: Town, fault: Fault) -> None:
    amina, grace = pair
    thread = begin(pair)
    write_apart(amina, thread, "a", "b")
    town.line.faults.append(fault)
    amina.try_once()
    amina.sync()
    grace.sync()
    assert grace.texts() == amina.texts() == ["first", "a", "b"]


@pytest.mark.parametrize(
    ("fault", "state", "code"),
    [
        (Fault(answer=PAGE), LineState.PORTAL, "not_our_server"),
        (Fault(answer=b""), LineState.PORTAL, "not_our_server"),
        (Fault(answer=encode_answer(Answer.MALFORMED)), LineState.PORTAL, "not_our_server"),
        (Fault(answer=encode_answer(Answer.NOT_AUTHENTIC)), LineState.SIGN_IN_AGAIN, "sign_in_again"),
        (Fault(answer=encode_busy(40)), LineState.WAITING_TO_RETRY, "slow_down"),
        (Fault(trouble=SlowDown(40)), LineState.WAITING_TO_RETRY, "slow_down"),
        (Fault(trouble=ServerUnreachable(reason="name")), LineState.OFFLINE, "server_unreachable"),
        (Fault(trouble=LineBroken(reason="stall")), LineState.WAITING_TO_RETRY, "server_unreachable"),
        (Fault(trouble=CertificateNotTrusted(clock="early")), LineState.TROUBLE, "certificate_not_trusted"),
    ],
)
def test_every_failure_is_named_and_costs_nothing(
    pair: Pair, town: Town, fault: Fault, state: LineState, code: str
) -> None:
    amina, grace = pair
    thread = begin(pair)
    amina.desk.threads.send(amina.circle(), thread, "still here").result()
    town.line.faults.append(fault)
    status = amina.try_once()
    assert (status.state, status.code, status.waiting) == (state, code, 1)
    assert amina.engine.step() > 0, "the line is left alone for a while"
    amina.sync()
    grace.sync()
    assert grace.texts() == ["first", "still here"]
    assert amina.desk.connection.status().code == ""


def test_busy_server_is_left_alone_as_long_as_it_asks(pair: Pair, town: Town) -> None:
    amina, _ = pair
    town.line.faults.append(Fault(answer=encode_busy(500)))
    amina.try_once()
    assert amina.engine.step() >= 499


def test_reply_to_another_request_is_not_believed(pair: Pair, town: Town) -> None:
    amina, _ = pair
    amina.sync()
    town.line.faults.append(Fault(answer=town.line.replies[-1]))
    assert amina.try_once().state is LineState.PORTAL


def test_one_altered_byte_anywhere_in_a_reply_is_not_believed(pair: Pair, town: Town) -> None:
    amina, grace = pair
    thread = begin(pair)
    write_apart(amina, thread, "true words")
    amina.sync()
    at, length = 0, 1
    while at < length:
        town.line.faults.append(Fault(altered=at))
        assert grace.try_once().state in (LineState.PORTAL, LineState.WAITING_TO_RETRY)
        length = len(town.line.replies[-1])
        assert grace.texts() == ["first"]
        at += 5
    grace.sync()
    assert grace.texts() == ["first", "true words"]


def test_another_programmes_server_does_not_know_us(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, _ = pair
    other = Town(tmp_path / "other", seed=2)
    own, town.line.handle = town.line.handle, other.door.handle
    amina.try_once()
    assert amina.try_once().state is LineState.SIGN_IN_AGAIN
    assert amina.engine.step() > 0, "the line is left alone for a while"
    town.line.handle = own
    other.close()
    amina.sync()


def test_request_too_large_is_halved_until_it_fits(pair: Pair, town: Town) -> None:
    amina, grace = pair
    thread = begin(pair)
    texts = [f"{number} " + "word " * 500 for number in range(12)]
    write_apart(amina, thread, *texts)
    take, limit = town.line.handle, 6000

    def picky(body: bytes) -> tuple[int, bytes]:
        return (413, b"") if len(body) > limit else take(body)

    town.line.handle = picky
    amina.sync()
    grace.sync()
    assert len(grace.texts()) == 13


def test_stalls_make_requests_smaller(pair: Pair, town: Town) -> None:
    amina, _ = pair
    thread = begin(pair)
    letters = bytes(range(33, 120)).decode()
    texts = [letters[number:] + letters[:number] * 30 + str(number) for number in range(40)]
    write_apart(amina, thread, *texts)
    for _ in range(3):
        town.line.faults.append(Fault(drop=True))
        amina.try_once()
    forget(town.line)
    amina.sync()
    probe, next_one = town.line.requests[:2]
    assert len(probe) < 1000
    assert len(next_one) < 5000


def test_a_line_that_carries_two_kilobytes_at_a_time_carries_what_is_sealed_from_then_on(
    pair: Pair, town: Town
) -> None:
    """What is sealed stays as it is: the large parcel waits for a better line, and keeps nobody back."""
    amina, grace = pair
    thread = begin(pair)
    letters = "".join(random.Random(1).sample([chr(code) for code in range(0x4E00, 0x4E00 + 5000)], 5000))
    (large,) = write_apart(amina, thread, letters[:1000])
    assert len(large) > 2000

    take = town.line.handle

    def narrow(body: bytes) -> tuple[int, bytes]:
        if len(body) <= 2000:
            return take(body)
        take(body[:2000])
        raise LineBroken(reason="cut")

    town.line.handle = narrow
    for _ in range(20):
        amina.try_once()
    for number in range(8):
        text = letters[1000 + 300 * number : 1300 + 300 * number]
        amina.desk.threads.send(amina.circle(), thread, text).result()
    for _ in range(40):
        amina.try_once()
    grace.sync()
    assert len(grace.texts()) == 9
    town.line.handle = take
    amina.sync()
    grace.sync()
    assert len(grace.texts()) == 10


def test_signed_out_while_the_line_is_down_and_back_again(pair: Pair, town: Town) -> None:
    amina, grace = pair
    thread = begin(pair)
    town.line.up = False
    amina.desk.threads.send(amina.circle(), thread, "before sign-out").result()
    amina.close()
    amina.sign_in()
    assert amina.texts() == ["first", "before sign-out"]
    town.line.up = True
    amina.sync()
    grace.sync()
    assert grace.texts() == ["first", "before sign-out"]


def test_cuts_before_the_first_parcel_make_requests_smaller(pair: Pair, town: Town) -> None:
    amina, grace = pair
    thread = begin(pair)
    write_apart(amina, thread, *(str(number) for number in range(60)))
    forget(town.line)
    for _ in range(4):
        town.line.faults += [Fault(cut_up=100), Fault()]  # then the probe
        amina.try_once()
        amina.engine.connect_now()
        amina.engine.step()
    pushes = [len(body) for body in town.line.requests[::2]]
    assert pushes[0] > 8000
    assert pushes[-1] < 4000
    amina.sync()
    grace.sync()
    assert len(grace.texts()) == 61
