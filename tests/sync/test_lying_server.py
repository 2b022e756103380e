# SPDX-License-Identifier: Apache-2.0
"""A server that holds the right key and lies: the client survives, shows nothing false and loses nothing."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentordesk.base.reader import Reader
from mentordesk.crypto.envelope import Label, open_envelope, seal_envelope
from mentordesk.sync.exchange import link_key
from mentordesk.wire.exchange import (
    Hint,
    Refusal,
    ReplyFlag,
    ReplyHead,
    Run,
    decode_reply_head,
    decode_request_head,
    encode_reply_head,
)
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair

Lie = Callable[[ReplyHead, list[bytes]], tuple[ReplyHead, list[bytes]]]
SMALL = st.integers(0, 12)
NUMBER = st.one_of(SMALL, st.sampled_from([1 << 31, (1 << 42) - 1]))
JUNK = [b"MDS1", b"MDK1" + bytes(200), b"X" + bytes(108), b"\x11"]
BLOB = st.one_of(st.binary(max_size=300), st.sampled_from(JUNK))
HEADS = st.fixed_dictionaries(
    {},
    optional={
        "time": st.integers(0, (1 << 32) - 1),
        "held": st.lists(NUMBER, max_size=6).map(tuple),
        "runs": st.lists(st.builds(Run, SMALL, NUMBER, SMALL), max_size=4).map(tuple),
        "flags": st.sampled_from([ReplyFlag(0), ReplyFlag.MORE, ReplyFlag.LONG_WANTED, ReplyFlag(3)]),
        "forks": st.lists(SMALL, max_size=3).map(tuple),
        "new_circles": st.lists(st.binary(min_size=16, max_size=16), max_size=2).map(tuple),
        "repair": st.lists(SMALL, max_size=4).map(tuple),
        "hints": st.lists(st.builds(Hint, SMALL, st.binary(min_size=32, max_size=32)), max_size=3).map(tuple),
        "refused": st.lists(st.builds(Refusal, SMALL, SMALL), max_size=3).map(tuple),
    },
)


def lying(town: Town, person: Person, lie: Lie) -> Callable[[bytes], tuple[int, bytes]]:
    """The town's door, with each reply to this person turned into a well-sealed lie."""
    link = person.opened.runner.call(link_key)
    honest = town.door.handle

    def handle(body: bytes) -> tuple[int, bytes]:
        status, reply = honest(body)
        request = open_envelope(lambda head: link, Label.REQUEST, b"", body, decode_request_head)
        said = open_envelope(lambda head: link, Label.REPLY, request.tag, reply, decode_reply_head)
        head, blobs = lie(said.part, list(said.blobs))
        return status, seal_envelope(link, Label.REPLY, request.tag, encode_reply_head(head), blobs)[0]

    return handle


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=HEADS, extra=st.lists(BLOB, max_size=3))
def test_any_lie_is_healed(pair: Pair, town: Town, fields: dict[str, Any], extra: list[bytes]) -> None:
    amina, grace = pair
    if not amina.desk.threads.list(amina.circle()):
        amina.desk.threads.start(amina.circle(), "Essay", "0").result()
    thread = amina.desk.threads.list(amina.circle())[0].thread
    said = str(len(amina.texts()))
    amina.desk.threads.send(amina.circle(), thread, said).result()
    town.line.handle = lying(town, amina, lambda head, blobs: (replace(head, **fields), blobs + extra))
    amina.try_once()
    town.line.handle = town.door.handle
    for person in (amina, grace, amina, grace):
        person.sync()
    assert grace.texts() == amina.texts()
    assert said in grace.texts()


def test_acknowledged_but_not_kept_is_noticed_by_the_sum(pair: Pair, town: Town) -> None:
    amina, grace = pair
    amina.desk.threads.start(amina.circle(), "Essay", "not lost").result()
    real = town.door.handle

    def swallow(body: bytes) -> tuple[int, bytes]:
        link = amina.opened.runner.call(link_key)
        request = open_envelope(lambda head: link, Label.REQUEST, b"", body, decode_request_head)
        held = tuple(range(100, 100 + len(request.named)))
        part = encode_reply_head(ReplyHead(0, held))
        return 200, seal_envelope(link, Label.REPLY, request.tag, part, ())[0]

    town.line.handle = swallow
    amina.try_once()
    town.line.handle = real
    amina.sync()
    grace.sync()
    assert grace.texts() == ["not lost"]


def test_reply_heads_of_a_newer_server_ask_for_an_update(pair: Pair, town: Town) -> None:
    amina, _ = pair
    link = amina.opened.runner.call(link_key)

    def newer(body: bytes) -> tuple[int, bytes]:
        request = open_envelope(lambda head: link, Label.REQUEST, b"", body, _anything)
        return 200, seal_envelope(link, Label.REPLY, request.tag, b"\x80\x40" + bytes(8), ())[0]

    town.line.handle = newer
    assert amina.try_once().code == "update_needed"
    town.line.handle = town.door.handle


def _anything(reader: Reader) -> None:
    decode_request_head(reader)


@pytest.mark.parametrize("times", [1, 30])
def test_server_that_always_says_more_is_not_asked_for_ever(pair: Pair, town: Town, times: int) -> None:
    amina, _ = pair
    town.line.handle = lying(town, amina, lambda head, blobs: (replace(head, flags=ReplyFlag.MORE), blobs))
    before = len(town.line.requests)
    for _ in range(times):
        amina.engine.step()
    amina.sync()
    assert len(town.line.requests) - before <= 2
    town.line.handle = town.door.handle
