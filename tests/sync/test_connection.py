# SPDX-License-Identifier: Apache-2.0
"""What a desk offers of its line: addresses in turn, figures, starting and stopping."""
from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentordesk.base.clock import ManualClock
from mentordesk.base.errors import AddressInvalid, ServerUnreachable
from mentordesk.desk.connection import Dialler
from mentordesk.domain.connection import LineState
from mentordesk.domain.messages import Draft
from mentordesk.sync.line import Meter
from tests.helpers.person import Person
from tests.helpers.town import Town
from tests.sync.conftest import Pair


@pytest.fixture
def port() -> Iterator[int]:
    """A port where every request is answered "ours"."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer, args=(listener,))
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _answer(listener: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            sock, _ = listener.accept()
            with sock:
                sock.recv(65536)
                sock.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nours")


def test_address_that_answers_is_kept(tmp_path: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = free.getsockname()[1]
    addresses = [f"http://127.0.0.1:{nobody}", f"http://127.0.0.1:{port}"]
    dial = Dialler(addresses, tmp_path, ManualClock())
    first = dial(5)
    with pytest.raises(ServerUnreachable):
        first.post(b"x", Meter())
    first.close()
    for _ in range(3):
        again = dial(5)
        assert again.post(b"x", Meter()).data == b"ours"
        again.close()


def test_no_address_at_all_is_a_trouble_of_the_line(tmp_path: Path) -> None:
    with pytest.raises(AddressInvalid):
        Dialler([], tmp_path, ManualClock())(5)


def test_figures_are_those_of_the_moment(pair: Pair, town: Town) -> None:
    amina, _ = pair
    assert amina.desk.connection.status().waiting == 0
    amina.desk.threads.start(amina.circle(), "Essay", "Habari").result()
    status = amina.desk.connection.status()
    assert status.waiting == 1
    assert status.waiting_bytes > 0
    amina.sync()
    status = amina.desk.connection.status()
    assert (status.waiting, status.waiting_bytes, status.last_contact) == (0, 0, town.clock.now())


def test_bringing_up_to_date_waits_out_a_broken_line(pair: Pair, town: Town) -> None:
    amina, grace = pair
    amina.desk.threads.start(amina.circle(), "Essay", "Habari").result()
    town.line.up = False
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        town.clock.advance(seconds)
        town.line.up = len(waited) > 3

    status = amina.opened.connection.bring_up_to_date(pause, 600)
    assert status.state is LineState.UP_TO_DATE
    grace.sync()
    assert grace.texts() == ["Habari"]


def test_bringing_up_to_date_gives_up(pair: Pair, town: Town) -> None:
    amina, _ = pair
    town.line.up = False
    status = amina.opened.connection.bring_up_to_date(town.clock.advance, 60)
    assert status.state is LineState.OFFLINE


def test_signing_out_seals_what_waits_and_the_draft_too(pair: Pair, town: Town, tmp_path: Path) -> None:
    amina, _ = pair
    thread, _ = amina.desk.threads.start(amina.circle(), "Essay", "Habari").result()
    amina.sync()
    town.line.up = False
    amina.desk.drafts.save(Draft(amina.circle(), thread, "Essay", "half a sentence")).result()
    amina.close()
    amina.sign_in()
    assert amina.opened.reader.number("SELECT count(*) FROM outbox") == 0
    town.line.up = True
    amina.sync()
    other = Person(tmp_path / "other", town.line, town.clock, 8).enrol(town.codes[amina.desk.me])
    other.sync()
    assert [draft.text for draft in other.desk.today.get().go_on] == ["half a sentence"]
    other.close()
