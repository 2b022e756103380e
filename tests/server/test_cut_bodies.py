# SPDX-License-Identifier: Apache-2.0
"""A request whose line breaks or hangs in the middle: what arrived whole is held, and a probe says so."""
from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from mentordesk.server.deadlines import Deadlines
from mentordesk.server.limits import NO_LIMITS
from mentordesk.server.service import Service, ServiceOptions
from mentordesk.wire.exchange import RequestFlag
from tests.helpers.caller import Caller
from tests.server.school import School
from tests.server.test_service import ask

TRIES = 400  # each is a whole request: far more than a server needs to see that a line has gone


@pytest.fixture
def service(school: School) -> Iterator[Service]:
    """A running server that waits half a second for the next byte."""
    running = Service(ServiceOptions(school.folder, limits=NO_LIMITS, deadlines=Deadlines(quiet=0.5)))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def amina(school: School, service: Service) -> Caller:
    """Who sends; she has three parcels to bring."""
    _, (amina, _) = school.writers()
    amina.post = lambda body: ask(service.port, body).body  # type: ignore[attr-defined]
    return amina


def parcels(amina: Caller) -> list[bytes]:
    """Three of about 1,100 bytes."""
    return [amina.parcel(amina.circles[1], amina.rand.bytes(1000)) for _ in range(3)]


def send_part(service: Service, body: bytes, size: int) -> socket.socket:
    """The first bytes of a request with this body."""
    line = socket.create_connection(("127.0.0.1", service.port))
    line.sendall(b"POST /exchange HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body))
    line.sendall(body[:size])
    return line


def held(amina: Caller, blobs: list[bytes]) -> list[bool]:
    """What the server says that it holds, without being sent anything."""
    return [seq > 0 for seq in amina.ask(blobs, flags=RequestFlag.PROBE).reply.held]


def held_at_last(amina: Caller, blobs: list[bytes]) -> list[bool]:
    """The same, asked until it is something."""
    return next((found for _ in range(TRIES) if any(found := held(amina, blobs))), [])


def test_what_came_before_the_line_broke_is_held(service: Service, amina: Caller) -> None:
    blobs = parcels(amina)
    body, _ = amina.request(blobs)
    send_part(service, body, len(body) - len(blobs[2]) - 1).close()
    assert held_at_last(amina, blobs) == [True, False, False]
    assert amina.ask(blobs).reply.held == (1, 2, 3)


def test_what_came_before_the_line_hung_is_held_when_the_server_gives_up(
    service: Service, amina: Caller
) -> None:
    blobs = parcels(amina)
    body, _ = amina.request(blobs)
    with closing(send_part(service, body, len(body) - 1)) as line:
        assert line.recv(1) == b"", "no answer, an end"
    assert held_at_last(amina, blobs) == [True, True, False]


def test_a_probe_over_a_new_line_finds_what_hangs_on_the_old_one(school: School, amina: Caller) -> None:
    patient = Service(ServiceOptions(school.folder, limits=NO_LIMITS))
    patient.start()
    amina.post = lambda body: ask(patient.port, body).body  # type: ignore[attr-defined]
    blobs = parcels(amina)
    body, _ = amina.request(blobs)
    with closing(send_part(patient, body, len(body) - 1)):
        assert held_at_last(amina, blobs) == [True, True, False]
    patient.stop()


def test_a_head_that_is_cut_brings_nothing_and_harms_nothing(service: Service, amina: Caller) -> None:
    blobs = parcels(amina)
    body, _ = amina.request(blobs)
    for size in (0, 1, 12, 13, 40, 90):
        send_part(service, body, size).close()
    assert amina.ask(blobs).reply.held == (1, 2, 3)


def test_somebody_elses_claim_to_be_me_takes_nothing_away(service: Service, amina: Caller) -> None:
    blobs = parcels(amina)
    body, _ = amina.request(blobs)
    forged = body[:60] + bytes(len(body) - 60)
    with closing(send_part(service, forged, 2000)):
        assert amina.ask(blobs).reply.held == (1, 2, 3)
