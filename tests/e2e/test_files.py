# SPDX-License-Identifier: Apache-2.0
"""A file between real processes, killed in the middle of it on either side and in either direction."""
from __future__ import annotations

import pytest

from mentordesk.crypto.filechunks import CHUNK
from tests.e2e.relay import Trap, Way
from tests.e2e.sessions import PATIENCE, Say, Seat, circle_of, messages, signed_in
from tests.e2e.village import Session, Village, begin
from tests.helpers.programme import chance

CONTENT = chance(11)(300_000)
MARGIN = 6_000  # bytes: exchanges, heads of requests, what of the line was on its way


def act(say: Say, seat: Seat, content: bytes = b"") -> None:
    """Send a file if there is one, move files until all is done, say what is there."""
    with signed_in(seat) as desk:
        if content:
            circle, thread = circle_of(desk), desk.drafts.new_thread()
            desk.attachments.attach(circle, thread, content, "essay.bin").result()
            desk.threads.start(circle, "A file", "Here.", thread).result()
        say("begun")
        desk.connection.bring_files(seat.clock.pause, PATIENCE)
        files = [file for message in messages(desk) for file in message.files]
        say("texts", [message.text for message in messages(desk)])
        say("states", [file.state.value for file in files])
        say("same", [file.here and desk.attachments.read(file.id) == CONTENT for file in files])


def arrives(village: Village, amina: Session) -> None:
    """Amina's file is at the server, and Grace has it whole, once."""
    assert amina.words("states") == [["here"]]
    grace = begin(act, village.seat("Grace")).ended_well()
    assert grace.words("same") == [[True]]
    assert grace.words("texts") == [["Here."]]


@pytest.mark.parametrize("after", [10_000, CHUNK, 200_000])
def test_a_client_killed_while_it_sends_goes_on_where_it_was(village: Village, after: int) -> None:
    going: list[Session] = []
    village.relay.set_trap(Trap(Way.UP, after, lambda: going[0].kill()))
    going.append(begin(act, village.seat("Amina"), CONTENT))
    assert going[0].finish().killed
    village.relay.forget()
    arrives(village, begin(act, village.seat("Amina")).ended_well())
    assert len(village.relay.passed[Way.UP]) < len(CONTENT) - after + 2 * MARGIN


@pytest.mark.parametrize("after", [10_000, 200_000])
def test_a_client_killed_while_it_fetches_keeps_whole_chunks(village: Village, after: int) -> None:
    arrives_from = begin(act, village.seat("Amina"), CONTENT).ended_well()
    going: list[Session] = []
    village.relay.set_trap(Trap(Way.DOWN, after, lambda: going[0].kill()))
    going.append(begin(act, village.seat("Grace")))
    assert going[0].finish().killed
    village.relay.forget()
    arrives(village, arrives_from)
    assert len(village.relay.passed[Way.DOWN]) < len(CONTENT) - after + CHUNK + MARGIN


@pytest.mark.parametrize("after", [10_000, CHUNK + 2_000, 200_000])
def test_a_server_killed_while_it_takes_a_file_goes_on_where_it_was(village: Village, after: int) -> None:
    village.relay.set_trap(Trap(Way.UP, after, village.kill_server))
    amina = begin(act, village.seat("Amina"), CONTENT)
    assert village.relay.sprung.wait(60)
    village.relay.forget()
    village.start_server()
    arrives(village, amina.ended_well())
    assert len(village.relay.passed[Way.UP]) < len(CONTENT) - after + 3 * MARGIN
