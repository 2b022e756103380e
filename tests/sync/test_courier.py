# SPDX-License-Identifier: Apache-2.0
"""The courier's errands and the window's, when stick, line or server are not as they should be."""
from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentordesk.base.errors import (
    LineTrouble,
    NotAFolder,
    NotFound,
    NotOurServer,
    StickFull,
    StickGone,
    StickReadOnly,
    StickTrouble,
    Trouble,
)
from mentordesk.base.files import SystemFiles
from mentordesk.sync.carriers.courier import Delivered, collect, take_replies, take_requests
from mentordesk.sync.carriers.courier import Delivery as Errand
from mentordesk.sync.carriers.folder import Stick
from mentordesk.sync.carriers.form import Carried, Kind, encode, request_of
from mentordesk.sync.carriers.tray import MOST_BYTES, VIA, ServerFile, Tray, read_server
from mentordesk.sync.line import Meter, Received
from mentordesk.wire.answers import encode_answer, encode_busy
from mentordesk.wire.exchange import Answer
from tests.helpers.files import failing_at

PROGRAMME = bytes(range(16))
P8 = PROGRAMME[:8]
SERVER = ServerFile(("http://desk.school.example",), bytes(32))


def request(number: int) -> Carried:
    """One of many envelopes."""
    return request_of(PROGRAMME, b"MDB1" + bytes([number]) * 200)


def reply_to(one: Carried) -> bytes:
    """What an honest server says to it."""
    return b"MDB1" + one.name * 8


@dataclass
class Wire:
    """A connection to a server that answers as it is told."""

    answers: Callable[[bytes], bytes] = field(
        default=lambda body: b"MDB1" + request_of(PROGRAMME, body).name * 8
    )
    whole: bool = True
    posted: list[bytes] = field(default_factory=list)
    closed: bool = False

    def post(self, body: bytes, meter: Meter) -> Received:
        """One exchange."""
        self.posted.append(body)
        meter.sent(len(body))
        answer = self.answers(body)
        meter.received(len(answer))
        return Received(answer, self.whole)

    def close(self) -> None:
        """The end."""
        self.closed = True


@dataclass
class Round:
    """Two computers, a laptop and a stick."""

    folder: Path

    def tray(self, name: str = "pc", files: SystemFiles | None = None) -> Tray:
        """A computer's tray."""
        return Tray(self.folder / name / "tray", PROGRAMME, files or SystemFiles())

    def stick(self, files: SystemFiles | None = None) -> Stick:
        """The stick."""
        (self.folder / "stick").mkdir(exist_ok=True)
        return Stick(self.folder / "stick", files or SystemFiles())

    def deliver(self, wire: Wire, stick: Stick | None = None) -> Delivered:
        """The laptop has a line."""
        return Errand(stick or self.stick(), wire, lambda seconds: None).run(P8)


@pytest.fixture
def travel(tmp_path: Path) -> Round:
    """Three envelopes of two people wait in one tray."""
    travel = Round(tmp_path)
    tray = travel.tray()
    tray.tell_server(SERVER.addresses, SERVER.box)
    for number, sender in ((1, "aaaaaaaa"), (2, "aaaaaaaa"), (3, "bbbbbbbb")):
        tray.put(request(number), sender)
    return travel


def names(*numbers: int) -> set[bytes]:
    """Of these envelopes."""
    return {request(number).name for number in numbers}


def on(stick: Stick) -> set[bytes]:
    """Requests on the stick."""
    return set(stick.look().requests(P8))


def in_tray(tray: Tray) -> set[bytes]:
    """Requests in the tray."""
    return set(tray.look().requests(P8))


# ---------------------------------------------------------------- the way out and back


def test_there_and_back_and_again(travel: Round) -> None:
    out = collect(travel.tray(), travel.stick(), 77)
    assert (out.envelopes, out.people, out.already_there) == (3, 2, 0)
    assert travel.tray().marks("left") == dict.fromkeys(names(1, 2, 3), 77)
    again = collect(travel.tray(), travel.stick(), 99)
    assert (again.envelopes, again.already_there) == (0, 3)
    assert travel.tray().marks("left") == dict.fromkeys(names(1, 2, 3), 77)
    wire = Wire()
    done = travel.deliver(wire)
    assert (done.envelopes, done.people, done.kept, done.waiting, done.trouble) == (3, 2, 0, 0, None)
    assert (done.up, done.down) == (3 * 204, 3 * 132)
    assert on(travel.stick()) == set()
    assert travel.deliver(wire).envelopes == 0
    assert len(wire.posted) == 3
    assert set(take_replies(travel.tray("other"), travel.stick()).replies) == set()
    back = take_replies(travel.tray(), travel.stick())
    assert set(back.replies) == names(1, 2, 3)
    assert take_replies(travel.tray(), travel.stick()).replies == ()
    assert travel.stick().look().seen == []
    assert collect(travel.tray(), travel.stick(), 99).envelopes == 0
    assert in_tray(travel.tray()) == names(1, 2, 3)  # until their owners have read the replies


def test_the_stick_knows_where_to(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    assert read_server(travel.stick(), P8) == SERVER


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"addresses": 1}', b"[" * 4000, bytes(5000), b'{"a":1}']
)
def test_a_strange_server_file_says_nothing(travel: Round, data: bytes) -> None:
    stick = travel.stick()
    stick.write(stick.folder(P8) / "server", data)
    assert read_server(stick, P8) is None


def test_a_server_file_with_a_bad_sector_is_written_anew(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 1)
    bad = travel.stick(failing_at("read", errno.EIO))
    assert read_server(bad, P8) is None
    assert collect(travel.tray(), bad, 1).envelopes == 3
    assert (read_server(travel.stick(), P8), on(travel.stick())) == (SERVER, names(1, 2, 3))


def test_what_a_stick_brought_goes_by_line_and_its_reply_by_stick(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    laptop = travel.tray("laptop")
    assert take_requests(laptop, travel.stick(), 88) == 3
    assert take_requests(laptop, travel.stick(), 89) == 0
    assert set(laptop.marks(VIA)) == names(1, 2, 3)
    assert take_requests(travel.tray(), travel.stick(), 88) == 0
    for number in (1, 2, 3):
        one = request(number)
        laptop.put(Carried(Kind.REPLY, P8, one.name, reply_to(one)))
    laptop.remove(laptop.look().requests(P8).values())
    out = collect(laptop, travel.stick(), 99)
    assert (out.envelopes, out.replies) == (0, 3)
    assert on(travel.stick()) == set()
    assert laptop.look().seen == []
    assert laptop.marks(VIA) == {}
    assert set(take_replies(travel.tray(), travel.stick()).replies) == names(1, 2, 3)


def test_the_laptop_does_not_take_replies_of_other_computers(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    laptop = travel.tray("laptop")
    take_requests(laptop, travel.stick(), 88)
    travel.deliver(Wire())
    assert take_replies(laptop, travel.stick()).replies == ()
    assert set(take_replies(travel.tray(), travel.stick()).replies) == names(1, 2, 3)


def test_what_has_another_in_its_place_or_an_answer_goes_from_the_stick(travel: Round) -> None:
    tray = travel.tray()
    collect(tray, travel.stick(), 77)
    tray.remove_requests(names(1))
    tray.put(request(4), "aaaaaaaa")
    tray.put(Carried(Kind.REPLY, P8, request(2).name, reply_to(request(2))))
    assert collect(tray, travel.stick(), 88).envelopes == 1
    assert on(travel.stick()) == names(3, 4)


def test_a_hostile_stick_does_not_fill_the_disk(travel: Round) -> None:
    stick, laptop = travel.stick(), travel.tray("laptop")
    big = MOST_BYTES // 80
    for number in range(90):
        stick.put(request_of(PROGRAMME, bytes([number]) * big))
    assert take_requests(laptop, stick, 1) == 80
    for number in range(90):
        stick.put(Carried(Kind.REPLY, P8, bytes([number]) * 16, bytes(100)))
    assert take_replies(laptop, stick).replies == ()


# ---------------------------------------------------------------- the server and the line


@pytest.mark.parametrize(
    "code", [Answer.UNKNOWN_MEMBER, Answer.MALFORMED, Answer.UPDATE_NEEDED, Answer.TOO_LARGE]
)
def test_what_the_server_does_not_take_stays_and_holds_nothing_up(travel: Round, code: Answer) -> None:
    collect(travel.tray(), travel.stick(), 77)
    refused = request(2)
    wire = Wire(lambda body: encode_answer(code) if body == refused.data else b"MDB1" + bytes(80))
    done = travel.deliver(wire)
    assert (done.envelopes, done.kept, done.waiting) == (2, 1, 0)
    assert on(travel.stick()) == names(2)


@pytest.mark.parametrize(
    ("answer", "whole", "trouble"),
    [(b"<html>", True, NotOurServer), (b"MDB1" + bytes(90), False, LineTrouble), (b"", False, LineTrouble)],
)
def test_a_line_that_fails_is_said_and_everything_stays(
    travel: Round, answer: bytes, whole: bool, trouble: type[Trouble]
) -> None:
    collect(travel.tray(), travel.stick(), 77)
    done = travel.deliver(Wire(lambda body: answer, whole))
    assert isinstance(done.trouble, trouble)
    assert (done.envelopes, done.waiting) == (0, 3)
    assert on(travel.stick()) == names(1, 2, 3)


def test_a_busy_server_is_waited_for_but_not_for_ever(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    answers = iter([encode_busy(3)] * 4)
    waits: list[float] = []
    wire = Wire(lambda body: next(answers, b"MDB1" + bytes(80)))
    done = Errand(travel.stick(), wire, waits.append).run(P8)
    assert (done.envelopes, waits) == (3, [3] * 2)
    collect(travel.tray("other"), travel.stick(), 77)
    travel.tray("third").put(request(9))
    collect(travel.tray("third"), travel.stick(), 77)
    done = travel.deliver(Wire(lambda body: encode_busy(3)))
    assert (done.envelopes, done.waiting) == (0, 1)
    assert done.trouble is not None


def test_who_keeps_the_server_busy_keeps_nobody_else_waiting(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    theirs = {request(1).data, request(2).data}
    wire = Wire(lambda body: encode_busy(3) if body in theirs else reply_to(request(3)))
    done = travel.deliver(wire)
    assert (done.envelopes, done.waiting) == (1, 2)
    assert done.trouble is not None
    assert on(travel.stick()) == names(1, 2)
    assert len(wire.posted) == 2 + 11


def test_a_false_reply_on_the_stick_does_not_keep_an_envelope_from_the_server(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    for number in (1, 2, 3):
        travel.stick().put(Carried(Kind.REPLY, P8, request(number).name, b"MDB1 a lie of somebody"))
    assert travel.deliver(Wire()).envelopes == 3


# ---------------------------------------------------------------- the stick


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (errno.ENOSPC, StickFull),
        (errno.EROFS, StickReadOnly),
        (errno.EIO, StickGone),
        (errno.ENODEV, StickGone),
    ],
)
@pytest.mark.parametrize("at", range(0, 15, 2))
def test_a_stick_that_fails_at_any_step_loses_nothing(
    travel: Round, number: int, trouble: type[StickTrouble], at: int
) -> None:
    steps = iter(range(at))

    def before(step: str, path: Path) -> None:
        if step in ("write", "rename", "fsync", "make_folder") and next(steps, None) is None:
            raise OSError(number, "as the disk says")

    with pytest.raises(trouble):
        collect(travel.tray(), travel.stick(SystemFiles(before)), 77)
    assert in_tray(travel.tray()) == names(1, 2, 3)
    assert set(travel.tray().marks("left")) <= on(travel.stick())
    again = collect(travel.tray(), travel.stick(), 99)
    assert again.envelopes + again.already_there == 3
    assert on(travel.stick()) == names(1, 2, 3)
    assert travel.stick().look().leftovers == []


def test_a_full_stick_is_known_before_anything_is_written(travel: Round) -> None:
    class Small(SystemFiles):
        def free_bytes(self, folder: Path) -> int:
            return 70_000

    with pytest.raises(StickFull) as caught:
        collect(travel.tray(), travel.stick(Small()), 77)
    assert caught.value.free == 70_000
    assert on(travel.stick()) == set()


def test_a_stick_that_takes_no_replies_is_delivered_all_the_same(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    read_only = travel.stick(failing_at("write", errno.EROFS))
    done = travel.deliver(Wire(), read_only)
    assert done.envelopes == 3
    assert isinstance(done.unwritten, StickReadOnly)
    assert on(travel.stick()) == names(1, 2, 3)
    assert travel.deliver(Wire()).unwritten is None


def test_a_stick_pulled_out_while_replies_are_written(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    count = iter(range(4))

    def before(step: str, path: Path) -> None:
        if step == "write" and next(count, None) in (None, 1):
            raise OSError(errno.ENODEV, "gone")

    with pytest.raises(StickGone):
        travel.deliver(Wire(), travel.stick(SystemFiles(before)))
    done = travel.deliver(Wire())
    assert done.envelopes == len(names(1, 2, 3)) - 1
    assert set(take_replies(travel.tray(), travel.stick()).replies) == names(1, 2, 3)


def test_replies_are_taken_from_a_read_only_stick_once(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    travel.deliver(Wire())
    read_only = travel.stick(failing_at("remove", errno.EROFS))
    assert len(take_replies(travel.tray(), read_only).replies) == 3
    assert len(take_replies(travel.tray(), read_only).replies) == 0
    assert len(travel.stick().look().replies(P8)) == 3


def test_no_stick_at_all(travel: Round) -> None:
    stick = travel.stick()
    shutil.rmtree(stick.top)
    for errand in (
        lambda: collect(travel.tray(), stick, 1),
        lambda: take_replies(travel.tray(), stick),
        lambda: take_requests(travel.tray(), stick, 1),
        lambda: travel.deliver(Wire(), stick),
    ):
        with pytest.raises(NotAFolder):
            errand()


def test_a_newer_version_strangers_and_damage_are_counted(travel: Round) -> None:
    collect(travel.tray(), travel.stick(), 77)
    top = travel.stick().top
    (top / "newer.mdt").write_bytes(b"MDT3" + bytes(99))
    (top / "cut.mdt").write_bytes(encode(request(4))[:60])
    (top / "other").write_bytes(encode(request_of(b"another programm", b"x")))
    (top / "letter.txt").write_bytes(b"Dear all")
    found = take_replies(travel.tray(), travel.stick())
    assert (found.damaged, found.newer, found.strangers) == (1, 1, 1)
    assert (top / "letter.txt").exists()


def test_one_may_stop_between_two_envelopes(travel: Round) -> None:
    def until_one(done: int, total: int) -> None:
        if done == 1:
            raise NotFound("patience")

    with pytest.raises(NotFound):
        collect(travel.tray(), travel.stick(), 77, until_one)
    assert len(on(travel.stick())) == 1
    assert set(travel.tray().marks("left")) == on(travel.stick())
    assert collect(travel.tray(), travel.stick(), 77).envelopes == 2


# ---------------------------------------------------------------- any order

_STEPS = st.lists(
    st.sampled_from(["collect", "deliver", "return", "take", "carry", "put", "lose", "scan", "other"]),
    max_size=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
def test_whatever_happens_all_of_it_comes_back_at_last(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    travel = Round(tmp_path_factory.mktemp("round"))
    for number in (1, 2, 3):
        travel.tray().put(request(number), "aaaaaaaa")
    travel.tray("other").put(request(4), "cccccccc")
    wire = Wire()
    for step in (*steps, "other", "collect", "deliver", "return", "return other"):
        _do(travel, step, wire)
    assert {one.name for one in travel.tray().look().replies(P8)} >= names(1, 2, 3)
    assert {one.name for one in travel.tray("other").look().replies(P8)} >= names(4)
    assert set(wire.posted) == {request(number).data for number in (1, 2, 3, 4)}
    assert in_tray(travel.tray()) == names(1, 2, 3)  # until their owners have read the replies


def _do(travel: Round, step: str, wire: Wire) -> None:
    """One errand, or a mishap."""
    laptop, stick = travel.tray("laptop"), travel.stick()
    does: dict[str, Callable[[], object]] = {
        "collect": lambda: collect(travel.tray(), stick, 1),
        "other": lambda: collect(travel.tray("other"), stick, 1),
        "deliver": lambda: travel.deliver(wire),
        "return": lambda: take_replies(travel.tray(), stick),
        "return other": lambda: take_replies(travel.tray("other"), stick),
        "take": lambda: take_requests(laptop, stick, 1),
        "carry": lambda: _carry(laptop, wire),
        "put": lambda: collect(laptop, stick, 1),
        "lose": lambda: shutil.rmtree(stick.top),
        "scan": lambda: [
            path.rename(path.with_suffix(".quarantine")) for path in sorted(stick.top.rglob("*.mdt"))
        ],
    }
    does[step]()


def _carry(laptop: Tray, wire: Wire) -> None:
    """The laptop's own line, as the engine uses it."""
    for name, seen in laptop.look().requests(P8).items():
        carried = laptop.read(seen)
        assert carried is not None
        laptop.put(Carried(Kind.REPLY, P8, name, wire.post(carried.data, Meter()).data))
        laptop.remove([seen])
