# SPDX-License-Identifier: Apache-2.0
"""The running server over real sockets: headers, limits, deadlines, long-polls, its end."""
from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from mentordesk.base.errors import Occupied
from mentordesk.domain.ids import Role
from mentordesk.server.deadlines import Deadlines
from mentordesk.server.limits import NO_LIMITS, Limits, Rate
from mentordesk.server.service import Listen, Service, ServiceOptions
from mentordesk.wire.exchange import MAX_BODY, Answer, ReplyFlag
from tests.helpers.caller import Caller
from tests.server.school import School

Start = Callable[..., Service]


@pytest.fixture
def start(school: School) -> Iterator[Start]:
    """Starts servers over the school's folder; each is stopped at the end."""
    running: list[Service] = []

    def begin(limits: Limits = NO_LIMITS, deadlines: Deadlines | None = None) -> Service:
        options = ServiceOptions(school.folder, limits=limits, deadlines=deadlines or Deadlines())
        running.append(Service(options))
        running[-1].start()
        return running[-1]

    yield begin
    for service in running:
        service.stop()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """For requests that wait."""
    with ThreadPoolExecutor(4) as executor:
        yield executor


def ask(port: int, body: bytes, path: str = "/exchange", method: str = "POST") -> http.client.HTTPResponse:
    """One request on a connection of its own; the response is read."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, body)
        response = connection.getresponse()
        response.body = response.read()  # type: ignore[attr-defined]
    return response


def post_to(service: Service) -> Callable[[bytes], bytes]:
    """A caller's way to a running server."""
    return lambda body: ask(service.port, body).body  # type: ignore[attr-defined, no-any-return]


def waiting(service: Service) -> int:
    """How many long-polls are open."""
    found: int = json.loads(ask(service.port, b"", "/health", "GET").body)["waiting"]  # type: ignore[attr-defined]
    return found


def begin_to_wait(
    service: Service, caller: Caller, pool: ThreadPoolExecutor
) -> tuple[Future[bytes], bytes]:
    """A long-poll that is known to be waiting; nobody here waits as long as it would."""
    body, tag = caller.request(extra=(300, None))
    before = waiting(service)
    answer = pool.submit(post_to(service), body)
    while waiting(service) == before:
        assert not answer.done()
    return answer, tag


def test_a_reply_carries_its_length_and_no_other_header(school: School, start: Start) -> None:
    _, (amina, _) = school.writers()
    response = ask(start().port, amina.request()[0])
    assert (response.status, [name for name, _ in response.getheaders()]) == (200, ["content-length"])


def test_health_tells_nothing_about_anybody(school: School, start: Start) -> None:
    response = ask(start().port, b"", "/health", "GET")
    assert json.loads(response.body) == {"ok": True, "waiting": 0}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/exchange", 405), ("GET", "/", 404), ("POST", "/exchange/", 404)]
)
def test_there_is_no_other_door(start: Start, method: str, path: str, status: int) -> None:
    response = ask(start().port, b"", path, method)
    assert response.status in (status, 307)


def test_the_port_file_names_the_port_once_requests_are_taken(school: School, tmp_path: Path) -> None:
    service = Service(ServiceOptions(school.folder, port_file=tmp_path / "port"))
    service.start()
    assert int((tmp_path / "port").read_text()) == service.port
    assert ask(service.port, b"", "/health", "GET").status == 200
    service.stop()


def test_a_port_that_is_taken_is_said_to_be(school: School, start: Start) -> None:
    with pytest.raises(Occupied):
        Service(ServiceOptions(school.folder, Listen(port=start().port)))


def test_a_body_that_is_too_large_is_answered_not_cut(start: Start) -> None:
    response = ask(start().port, bytes(MAX_BODY + 1))
    assert (response.status, response.body) == (413, b"MDR1\x04")  # type: ignore[attr-defined]


def test_a_body_that_claims_to_be_endless_is_answered_at_once(start: Start) -> None:
    with socket.create_connection(("127.0.0.1", start().port), 30) as line:
        line.sendall(b"POST /exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nabc")
        assert line.recv(1000).startswith(b"HTTP/1.1 413")


def test_a_body_in_chunks_is_bounded_too(start: Start) -> None:
    chunk = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    with socket.create_connection(("127.0.0.1", start().port), 30) as line:
        line.sendall(b"POST /exchange HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        line.sendall(chunk * 2 + b"0\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 413")


# ---------------------------------------------------------------- rates


def test_one_address_is_asked_to_wait_when_it_asks_too_often(school: School, start: Start) -> None:
    _, (amina, _) = school.writers()
    service = start(Limits(Rate(0.001, 3), Rate(0, 0), Rate(0, 0), Rate(0, 0)))
    amina.post = post_to(service)
    answers = [amina.ask().answer for _ in range(4)]
    assert answers == [None, None, None, Answer.BUSY]
    assert ask(service.port, amina.request()[0]).status == 503


def test_one_member_is_asked_to_wait_wherever_the_requests_come_from(school: School, start: Start) -> None:
    _, (amina, grace) = school.writers()
    amina.post = grace.post = post_to(start(Limits(Rate(0, 0), Rate(0.001, 2), Rate(0, 0), Rate(0, 0))))
    assert [amina.ask().answer for _ in range(3)] == [None, None, Answer.BUSY]
    assert grace.ask().answer is None


def test_guessing_at_slips_and_keybags_is_slow(school: School, start: Start) -> None:
    _, (amina, _) = school.writers()
    amina.post = post_to(start(Limits(Rate(0, 0), Rate(0, 0), Rate(0.001, 2), Rate(0, 0))))
    assert [amina.fetch_keybag()[0] for _ in range(3)] == [Answer.OK, Answer.OK, Answer.BUSY]
    assert amina.ask().answer is None


# ---------------------------------------------------------------- deadlines


def test_a_request_that_stops_half_way_is_closed(start: Start) -> None:
    port = start(deadlines=Deadlines(quiet=0.2)).port
    for said in (b"", b"POST /exch", b"POST /exchange HTTP/1.1\r\nContent-Length: 50\r\n\r\nabc", b"\r\n"):
        with socket.create_connection(("127.0.0.1", port), 30) as line:
            line.sendall(said)
            assert _ended(line)


def test_a_server_that_ends_does_not_wait_for_what_is_half_sent(start: Start) -> None:
    service = start()
    with socket.create_connection(("127.0.0.1", service.port), 30) as line:
        line.sendall(b"POST /exchange HTTP/1.1\r\nContent-Length: 50\r\n\r\nabc")
        assert waiting(service) == 0  # an answer from the same loop: the half request was read before
        service.stop()  # and no error is logged
        assert _ended(line)


def test_a_request_that_drips_is_closed_in_the_end(start: Start) -> None:
    port = start(deadlines=Deadlines(quiet=30, whole=0.3)).port
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.sendall(b"POST /exchange HTTP/1.1\r\nContent-Length: 5000000\r\n\r\n")
        line.settimeout(0.01)
        drips = 0
        while not _drip(line):
            drips += 1
        assert drips < 3000


def test_a_long_poll_outlives_the_deadlines(school: School, start: Start) -> None:
    _, (amina, _) = school.writers()
    service = start(deadlines=Deadlines(quiet=0.2, whole=0.4))
    body, tag = amina.request(extra=(1, None))
    assert amina.read(tag, post_to(service)(body)).reply.flags == ReplyFlag(0)


def test_a_connection_may_be_used_again_and_again(school: School, start: Start) -> None:
    _, (amina, _) = school.writers()
    connection = http.client.HTTPConnection("127.0.0.1", start(deadlines=Deadlines(quiet=5)).port, timeout=30)
    for _ in range(5):
        body, tag = amina.request()
        connection.request("POST", "/exchange", body)
        assert amina.read(tag, connection.getresponse().read()).answer is None
    connection.close()


# ---------------------------------------------------------------- waiting


def test_a_push_wakes_who_waits_for_it(school: School, start: Start, pool: ThreadPoolExecutor) -> None:
    circle, (amina, grace) = school.writers()
    _, (stranger, _) = school.writers()
    service = start()
    amina.post = post_to(service)
    news, tag = begin_to_wait(service, grace, pool)
    silence, _ = begin_to_wait(service, stranger, pool)
    amina.ask([amina.parcel(circle, b"news")])
    assert grace.read(tag, news.result()).reply.flags == ReplyFlag.MORE
    assert not silence.done()
    service.stop()
    assert silence.result()


def test_what_the_office_writes_wakes_who_waits(
    school: School, start: Start, pool: ThreadPoolExecutor
) -> None:
    _, (amina, grace) = school.writers()
    news, tag = begin_to_wait(start(), grace, pool)
    made = school.office.make_circle([(amina.me.member, Role.MENTEE), (grace.me.member, Role.MENTOR)])
    assert grace.read(tag, news.result()).reply.new_circles == (made,)


def test_who_hangs_up_waits_no_longer(school: School, start: Start) -> None:
    _, (amina, _) = school.writers()
    service = start()
    body, _ = amina.request(extra=(300, None))
    with socket.create_connection(("127.0.0.1", service.port), 30) as line:
        line.sendall(b"POST /exchange HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        while not waiting(service):
            pass
    while waiting(service):
        pass


def test_a_server_that_ends_answers_who_waits(school: School, start: Start, pool: ThreadPoolExecutor) -> None:
    _, (amina, _) = school.writers()
    service = start()
    answer, tag = begin_to_wait(service, amina, pool)
    service.stop()
    assert amina.read(tag, answer.result()).reply.flags == ReplyFlag(0)


def test_a_server_that_ends_finishes_what_it_began(school: School, start: Start) -> None:
    circle, callers = school.writers(*[Role.MENTOR] * 4)
    service = start()
    told: list[tuple[Caller, bytes]] = []
    begun = threading.Barrier(5)

    def push(caller: Caller) -> None:
        caller.post = post_to(service)
        begun.wait()
        try:
            while True:
                parcel = caller.parcel(circle, b"text")
                assert caller.ask([parcel]).reply.held[0]
                told.append((caller, parcel))
        except OSError:
            return

    threads = [threading.Thread(target=push, args=(caller,)) for caller in callers]
    for thread in threads:
        thread.start()
    begun.wait()
    while len(told) < 20:
        pass
    service.stop()
    for thread in threads:
        thread.join()
    school.restart()
    for caller, parcel in told:
        caller.post = school.post
        assert caller.ask([parcel]).reply.held[0]


def _ended(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def _drip(line: socket.socket) -> bool:
    """Send one more byte; True when the other end has closed."""
    try:
        line.sendall(b"x")
        return line.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True
