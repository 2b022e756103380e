# SPDX-License-Identifier: Apache-2.0
"""The transport against real sockets: bytes on the line, and what each fault is called."""
from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentordesk.base.clock import ManualClock
from mentordesk.base.errors import (
    AddressInvalid,
    CertificateNotTrusted,
    LineTrouble,
    NotOurServer,
    ServerUnreachable,
    SlowDown,
)
from mentordesk.sync.line import Address, LineBroken, Meter, RequestTooLarge, parse_address
from mentordesk.sync.transport import HttpConnection, _Adapter, _Breaker
from tests.helpers.certificate import write_certificate

Talk = Callable[[socket.socket], None]


def read_request(sock: socket.socket) -> tuple[bytes, bytes]:
    """(head, body) of one request."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(sock)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += _some(sock)
    return head + b"\r\n\r\n", body


def _some(sock: socket.socket) -> bytes:
    piece = sock.recv(65536)
    if not piece:
        raise ConnectionResetError
    return piece


class Server:
    """Answers each connection by `talk`, on a thread; remembers the requests' heads."""

    def __init__(self, talk: Talk, context: ssl.SSLContext | None = None) -> None:
        self._talk, self._context = talk, context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), sock:
                if self._context is None:
                    self._talk(sock)
                else:
                    with self._context.wrap_socket(sock, server_side=True) as secure:
                        self._talk(secure)

    def close(self) -> None:
        """Stop and wait."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.thread.join(5)


@contextlib.contextmanager
def serving(talk: Talk, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A port where `talk` answers."""
    server = Server(talk, context)
    try:
        yield server.port
    finally:
        server.close()


def answering(reply: bytes) -> Talk:
    """Every request of a connection gets `reply`."""

    def talk(sock: socket.socket) -> None:
        read_request(sock)
        sock.sendall(reply)

    return talk


def http(body: bytes, status: str = "200 OK", length: int | None = None, extra: str = "") -> bytes:
    """A reply as bytes."""
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\ncontent-length: {size}\r\n{extra}\r\n".encode() + body


def post(port: int, body: bytes = b"question", timeout: float = 5) -> tuple[bytes, bool]:
    """One exchange with the local port."""
    connection = HttpConnection(Address("http", "127.0.0.1", port), timeout=timeout)
    try:
        received = connection.post(body, Meter())
    finally:
        connection.close()
    return received.data, received.whole


def fault(talk: Talk, timeout: float = 5) -> LineTrouble:
    """The trouble that `talk` leads to."""
    with serving(talk) as port, pytest.raises(LineTrouble) as caught:
        post(port, timeout=timeout)
    return caught.value


def test_body_goes_there_and_back_over_one_connection() -> None:
    bodies: list[bytes] = []

    def talk(sock: socket.socket) -> None:
        for answer in (b"one", b"two"):
            bodies.append(read_request(sock)[1])
            sock.sendall(http(answer))

    with serving(talk) as port:
        connection = HttpConnection(Address("http", "127.0.0.1", port))
        assert connection.post(b"a" * 20_000, Meter()).data == b"one"
        assert connection.post(b"b", Meter()).data == b"two"
        connection.close()
    assert bodies == [b"a" * 20_000, b"b"]


def test_headers_are_host_and_length_only_and_counted() -> None:
    heads: list[bytes] = []
    reply = http(b"answer", extra="Set-Cookie: follow=me; Path=/\r\n")

    def talk(sock: socket.socket) -> None:
        for _ in range(2):
            heads.append(read_request(sock)[0])
            sock.sendall(reply)

    with serving(talk) as port:
        connection = HttpConnection(Address("http", "127.0.0.1", port))
        meter = Meter()
        connection.post(b"x" * 321, meter)
        connection.post(b"x" * 321, Meter())
        connection.close()
    host = f"127.0.0.1:{port}"
    assert heads[0] == f"POST /exchange HTTP/1.1\r\nHost: {host}\r\nContent-Length: 321\r\n\r\n".encode()
    assert heads[1] == heads[0]
    assert len(heads[0]) <= 71
    assert meter.up == len(heads[0]) + 321
    assert meter.down == len(reply)


def test_environment_proxies_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with serving(answering(http(b"direct"))) as port:
        assert post(port) == (b"direct", True)


@pytest.mark.parametrize("cut", [0, 1, 7, 99])
def test_cut_reply_keeps_what_came(cut: int) -> None:
    body = bytes(range(100))
    with serving(answering(http(body[:cut], length=100))) as port:
        assert post(port) == (body[:cut], False)


def test_stalled_reply_keeps_what_came() -> None:
    done = threading.Event()

    def talk(sock: socket.socket) -> None:
        read_request(sock)
        sock.sendall(http(b"half", length=100))
        done.wait(5)

    with serving(talk) as port:
        assert post(port, timeout=0.1) == (b"half", False)
        done.set()


def test_no_byte_at_all_is_a_stall() -> None:
    done = threading.Event()

    def talk(sock: socket.socket) -> None:
        read_request(sock)
        done.wait(5)

    with serving(talk) as port:
        with pytest.raises(LineBroken) as caught:
            post(port, timeout=0.1)
        done.set()
    assert caught.value.facts["reason"] == "stall"


def test_closed_without_an_answer_is_a_cut() -> None:
    trouble = fault(lambda sock: (read_request(sock), None)[1])
    assert (type(trouble), trouble.facts["reason"]) == (LineBroken, "cut")


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ServerUnreachable) as caught:
        post(port)
    assert type(caught.value) is ServerUnreachable
    assert caught.value.facts["reason"] == "refused"


def test_name_not_found() -> None:
    connection = HttpConnection(Address("http", "nobody.invalid", 80))
    with pytest.raises(ServerUnreachable) as caught:
        connection.post(b"x", Meter())
    connection.close()
    assert caught.value.facts["reason"] == "name"


def test_statuses_that_are_no_answer() -> None:
    assert isinstance(fault(answering(http(b"", "413 Content Too Large"))), RequestTooLarge)
    assert fault(answering(http(b"<html>", "502 Bad Gateway"))).facts["reason"] == "gateway"
    busy = fault(answering(http(b"", "503 Service Unavailable", extra="Retry-After: 7\r\n")))
    assert isinstance(busy, SlowDown)
    assert busy.seconds == 7


def test_the_body_of_a_last_reply_arrives_however_late() -> None:
    """"Connection: close", as proxies say: Python closes its connection once it has the head."""
    headed = threading.Event()

    def talk(sock: socket.socket) -> None:
        read_request(sock)
        sock.sendall(http(b"", length=6, extra="Connection: close\r\n"))
        assert headed.wait(5)
        sock.sendall(b"answer")

    with serving(talk) as port:
        connection = HttpConnection(Address("http", "127.0.0.1", port), timeout=5)
        meter = Meter(lambda: headed.set() if meter.down else None)
        received = connection.post(b"question", meter)
        connection.close()
    assert (received.data, received.whole) == (b"answer", True)


def test_portal_pages_come_back_as_they_are() -> None:
    page = b"<html>log in</html>"
    with serving(answering(http(page, "302 Found", extra="Location: http://portal.invalid/\r\n"))) as port:
        assert post(port) == (page, True)


def test_something_that_does_not_speak_http() -> None:
    assert isinstance(fault(answering(b"220 mail ready\r\n")), NotOurServer)


def test_close_from_another_thread_ends_a_waiting_post() -> None:
    waiting, outcome = threading.Event(), []

    def talk(sock: socket.socket) -> None:
        read_request(sock)
        waiting.set()
        sock.recv(1)

    with serving(talk) as port:
        connection = HttpConnection(Address("http", "127.0.0.1", port), timeout=60)

        def run() -> None:
            try:
                connection.post(b"x", Meter())
            except ServerUnreachable as trouble:
                outcome.append(trouble)

        thread = threading.Thread(target=run)
        thread.start()
        assert waiting.wait(5)
        connection.close()
        thread.join(1)
        assert not thread.is_alive()
        with pytest.raises(ServerUnreachable):
            connection.post(b"x", Meter())
        connection.close()
    assert len(outcome) == 1


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that only itself vouches for, with its key in the same file."""
    return write_certificate(tmp_path_factory.mktemp("tls"))


def tls(authority: Path) -> ssl.SSLContext:
    """The server's side."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    return context


def secure_post(port: int, verify: bool | str, now: int = 1_779_000_000) -> bytes:
    """One exchange by https."""
    address = Address("https", "127.0.0.1", port)
    connection = HttpConnection(address, verify, timeout=5, clock=ManualClock(now))
    try:
        return connection.post(b"x", Meter()).data
    finally:
        connection.close()


def test_pinned_authority_is_trusted_and_no_other(authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    with serving(answering(http(b"sealed")), tls(authority)) as port:
        assert secure_post(port, str(authority)) == b"sealed"
        with pytest.raises(CertificateNotTrusted) as caught:
            secure_post(port, verify=True)
    assert caught.value.facts["clock"] == ""
    adapter = _Adapter(_Breaker(), str(authority))
    assert adapter._context is not None
    assert adapter._context.cert_store_stats()["x509"] == 1


@pytest.mark.parametrize(("now", "hint"), [(0, "early"), (4_039_372_800, "late")])
def test_untrusted_certificate_hints_at_a_wrong_clock(authority: Path, now: int, hint: str) -> None:
    talk = answering(http(b""))
    with serving(talk, tls(authority)) as port, pytest.raises(CertificateNotTrusted) as caught:
        secure_post(port, verify=True, now=now)
    assert caught.value.facts["clock"] == hint


def test_https_asked_where_http_answers() -> None:
    with serving(lambda sock: sock.sendall(http(b"plain"))) as port, pytest.raises(NotOurServer):
        secure_post(port, verify=True)


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("mentors.example.org", "https://mentors.example.org"),
        (" HTTPS://Mentors.Example.org./ ", "https://mentors.example.org"),
        ("http://mentors.example.org:80/exchange", "http://mentors.example.org"),
        ("mentors.example.org:8443", "https://mentors.example.org:8443"),
        ("192.168.1.5:8000", "http://192.168.1.5:8000"),
        ("raspberry.local", "http://raspberry.local"),
        ("localhost:8000", "http://localhost:8000"),
        ("https://schule-über.example/desk/", "https://xn--schule-ber-geb.example/desk"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("https:/mentors.example.org", "https://mentors.example.org"),
        ("mentors .example.org.", "https://mentors.example.org"),
    ],
)
def test_addresses_are_read_kindly(typed: str, base: str) -> None:
    assert parse_address(typed).base == base
    assert parse_address(base).base == base


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("ftp://example.org", "scheme"),
        ("https://", "host"),
        ("example.org:99999", "port"),
        ("example.org:port", "port"),
        ("exa_!mple.org", "host"),
        ("ann@example.org", "host"),
        ("256.1.1.1", "host"),
        ("example.org/?q=1", "path"),
        ("a..b", "host"),
    ],
)
def test_nonsense_addresses_are_named(typed: str, reason: str) -> None:
    with pytest.raises(AddressInvalid) as caught:
        parse_address(typed)
    assert caught.value.facts["reason"] == reason
