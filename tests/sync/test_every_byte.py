# SPDX-License-Identifier: Apache-2.0
"""The recorded week's exchange, cut at every byte of every request and reply: at most one parcel goes twice.

Every cut body is read by the real door, or as a reply by the client. What follows depends only on what had
come whole, so that for each such case the first and the last cut are played to the end by the real engine.
"""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from mentordesk.base.clock import ManualClock
from mentordesk.base.errors import LineTrouble
from mentordesk.base.files import SystemFiles
from mentordesk.base.reader import Reader
from mentordesk.crypto.envelope import TAG_SIZE
from mentordesk.domain.connection import LineState
from mentordesk.domain.messages import clean
from mentordesk.storage.files import Profiles
from mentordesk.storage.keyslots import unlock
from mentordesk.sync.exchange import Request, link_key, open_reply
from mentordesk.sync.line import Received
from mentordesk.wire.exchange import RequestFlag, decode_reply_head, decode_request_head
from tests.bench.children import ROOT
from tests.helpers.person import PASSPHRASE, Person
from tests.helpers.rehearsal import Client, Server
from tests.helpers.town import Town, quick

WEEK = ROOT / "tests" / "bench" / "given" / "school_week.json"
MESSAGES = 40


@dataclass(frozen=True)
class Stage:
    """Everybody has written a week off line; nobody has exchanged."""

    server: Server
    amina: Client
    joseph: Client


def operations(author: str) -> list[tuple[datetime, str]]:
    """When somebody wrote which message."""
    week = json.loads(WEEK.read_text())
    mine = (one for one in week if one["author"] == author and one["kind"] == "message")
    return [(datetime.fromisoformat(one["time"]), clean(one["text"])) for one in mine]


def write(person: Person, author: str, clock: ManualClock, by_day: bool) -> None:
    """A week off line; `by_day`: the programme looks for a line every evening, and so seals what there is."""
    person.line.up = False
    thread, day = b"", None
    for time, text in operations(author):
        if by_day and day not in (None, time.date()):
            person.try_once()
        day = time.date()
        clock.set_wall(int(time.timestamp()))
        if thread:
            person.desk.threads.send(person.circle(), thread, text).result()
        else:
            thread, _ = person.desk.threads.start(person.circle(), "main", text).result()
    person.line.up = True


def key_of(home: Path) -> tuple[Path, bytes]:
    """Where the only profile's database is, and its key."""
    profiles = Profiles(home, SystemFiles())
    (info,) = profiles.list()
    folder = profiles.folder(info.folder)
    return folder.database, unlock(profiles.header(info.folder), PASSPHRASE, quick)


@pytest.fixture(params=[False, True], ids=["in one go", "day by day"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """The week, written and not yet exchanged."""
    town = Town(tmp_path / "server")
    ids = town.people("Amina", "Joseph")
    town.circle(ids)
    people = {name: Person(tmp_path / name, town.line, town.clock, name) for name in ("amina", "joseph")}
    for (_, person), member in zip(people.items(), ids, strict=True):
        person.enrol(town.slip(member))
    for person in [*people.values()] * 2:
        person.sync()
    for name, person in people.items():
        write(person, name, town.clock, request.param)
        person.close()
    town.close()
    server = Server(tmp_path / "server", town.clock)
    clients = [Client(*key_of(tmp_path / name), server, town.clock) for name in people]
    yield Stage(server, *clients)
    for one in (*clients, server):
        one.close()


# ---------------------------------------------------------------- what is on the line


def blobs_from(body: bytes, request: bool) -> list[tuple[int, bytes]]:
    """(where it begins, its name) of each blob in a body."""
    reader = Reader(body)
    head = Reader(reader.prefixed())
    at = reader.at + TAG_SIZE
    if request:
        if RequestFlag.PROBE in decode_request_head(head).flags:
            return []
    else:
        decode_reply_head(head)
    found = []
    for _ in range(head.varint()):
        size, name = head.varint(), head.take(16)
        found.append((at, name))
        at += size
    assert at == len(body)
    return found


def sent(bodies: list[tuple[bytes, int]], request: bool) -> Counter[bytes]:
    """How often a first byte of each blob has passed."""
    names = (name for body, passed in bodies for start, name in blobs_from(body, request) if start < passed)
    return Counter(names)


def sent_again(bodies: list[tuple[bytes, int]], request: bool) -> int:
    """How many times a blob has passed again."""
    return sum(count - 1 for count in sent(bodies, request).values())


# ---------------------------------------------------------------- cutting


class Cutter:
    """Cuts exchanges at each byte, and lets everything come to its end."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._people = (stage.amina, stage.joseph)
        self.cuts = 0

    def cut_everywhere(self, who: Client) -> LineState:
        """Every byte of the next exchange; then the exchange itself. How the line stands after it."""
        request, reply, key = self._next(who)
        for size in _edges(self._taken(request[:size]) for size in range(len(request))):
            who.line.cut_up = size
            self._play(who)
        for size in _edges(_read(key, request, reply[:size]) for size in range(len(reply))):
            who.line.cut_down = size
            self._play(who)
        self.cuts += len(request) + len(reply)
        state = who.step()
        self._stage.server.keep()
        for one in self._people:
            one.keep()
        return state

    def _next(self, who: Client) -> tuple[bytes, bytes, bytes]:
        """The request, the reply, and the key that both are authenticated with."""
        who.step()
        (request, _), (reply, _) = who.line.requests[0], who.line.replies[0]
        self._go_back()
        key = who.do(link_key)
        self._go_back()
        return request, reply, key

    def _taken(self, body: bytes) -> tuple[bool, int]:
        """What a cut request does at the server: how many blobs its log has then."""
        server = self._stage.server
        server.handle(body)
        found = server.entries()
        server.go_back()
        return bool(body), found

    def _play(self, who: Client) -> None:
        """The exchange with the cut that is due, then everything that follows."""
        cut = (who.line.cut_up, who.line.cut_down)
        who.sync()
        assert sent_again(who.line.requests, True) <= 1, cut
        assert sent_again(who.line.replies, False) <= 1, cut
        for one in self._people * 3:
            one.sync()
        first, second = (one.texts() for one in self._people)
        assert first == second, cut
        assert len(first) == MESSAGES, cut
        self._go_back()

    def _go_back(self) -> None:
        self._stage.server.go_back()
        for one in self._people:
            one.go_back()


def _read(key: bytes, request: bytes, reply: bytes) -> int:
    """How many blobs of a cut reply the client takes; -1: it is not believed."""
    reader = Reader(request)
    reader.prefixed()
    try:
        return len(open_reply(Request(request, reader.take(TAG_SIZE), key), Received(reply, False)).blobs)
    except LineTrouble:
        return -1


def _edges(cases: Iterable[Hashable]) -> list[int]:
    """The first and the last place of each case."""
    places: dict[Hashable, list[int]] = {}
    for size, case in enumerate(cases):
        places.setdefault(case, []).append(size)
    return sorted({edge for found in places.values() for edge in (found[0], found[-1])})


def test_after_a_cut_at_any_byte_at_most_one_parcel_is_sent_twice(stage: Stage) -> None:
    cutter = Cutter(stage)
    for who in (stage.amina, stage.joseph, stage.amina):
        while cutter.cut_everywhere(who) is not LineState.UP_TO_DATE:
            continue
    assert cutter.cuts > 10_000
    assert len(stage.amina.texts()) == MESSAGES
