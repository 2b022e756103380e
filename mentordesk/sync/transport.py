# SPDX-License-Identifier: Apache-2.0
"""HTTP, and nothing else here speaks it: one session, the fewest header bytes, what goes wrong as types."""
from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import SKIP_HEADER

from mentordesk.base.clock import Clock, SystemClock
from mentordesk.base.errors import (
    CertificateNotTrusted,
    LineTrouble,
    NotOurServer,
    ServerUnreachable,
    SlowDown,
)
from mentordesk.sync.line import Address, LineBroken, Meter, Received, RequestTooLarge

STALL = 30.0  # seconds without a byte
CONNECT = 20.0  # seconds until a connection stands
MAX_REPLY = 4 << 20
_PIECE = 4096  # small enough that a slow line moves one within STALL
_BUFFER = 16 * 1024  # what the system may hold of an upload: more would hide a stall and colour the progress
_OURS = b"MDR1"
_EARLY = 1_704_067_200  # 2024: no computer that runs this stood before it
_LATE = 3_786_912_000  # 2090


class HttpConnection:
    """One server's door over one kept-alive connection.

    `verify` is True for the public authorities or a file with the only certificate authority to trust;
    `timeout` is the seconds without a byte after which the line counts as stalled.
    """

    def __init__(
        self, address: Address, verify: bool | str = True, timeout: float = STALL, clock: Clock | None = None
    ) -> None:
        self._url = address.door
        self._verify = verify
        self._timeout = timeout
        self._clock = clock or SystemClock()
        self._breaker = _Breaker()
        self._session = _session(_Adapter(self._breaker, verify))

    def post(self, body: bytes, meter: Meter) -> Received:
        """The answer, whole or cut; a LineTrouble when there is none."""
        meter.expect(len(body))
        try:
            reply = self._send(_Upload(body, self._head_size(len(body)), meter))
        except requests.RequestException as error:
            raise self._trouble(error) from error
        try:
            return _read(reply, meter)
        finally:
            reply.close()

    def close(self) -> None:
        """Give up at once, from any thread; what is under way fails, later posts too."""
        self._breaker.pull()
        self._session.close()

    def _send(self, upload: _Upload) -> requests.Response:
        return self._session.post(
            self._url,
            data=upload,
            stream=True,
            timeout=(CONNECT, self._timeout),
            allow_redirects=False,
            verify=self._verify,
        )

    def _head_size(self, length: int) -> int:
        """Bytes of the request line and its two headers."""
        parts = urllib3.util.parse_url(self._url)
        first = f"POST {parts.request_uri} HTTP/1.1\r\n"
        return len(f"{first}Host: {parts.netloc}\r\nContent-Length: {length}\r\n\r\n")

    def _trouble(self, error: requests.RequestException) -> LineTrouble:
        causes = list(_causes(error))
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
            return CertificateNotTrusted(clock=self._clock_hint())
        for cause in causes:
            trouble = _one_trouble(cause)
            if trouble:
                return trouble
        return LineBroken(reason="cut")

    def _clock_hint(self) -> str:
        """Whether the clock alone explains it: a certificate seen from 1970 is not valid yet."""
        now = self._clock.now()
        return "early" if now < _EARLY else "late" if now > _LATE else ""


class _Upload:
    """A body that tells the meter as it goes; small pieces, so that a stall is seen and progress shown."""

    def __init__(self, body: bytes, head: int, meter: Meter) -> None:
        self._body = memoryview(body)
        self._head = head
        self._meter = meter
        self._at = 0

    def __len__(self) -> int:
        return len(self._body)

    def read(self, size: int = -1) -> bytes:
        """The next piece, at most _PIECE bytes whatever is asked for."""
        del size
        piece = bytes(self._body[self._at : self._at + _PIECE])
        self._at += len(piece)
        if piece:
            self._meter.sent(len(piece) + self._head)
            self._head = 0
        return piece


class _Breaker:
    """Holds a second handle on the open socket, to break it from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._pulled = False

    def watch(self, sock: socket.socket) -> None:
        """From now on this socket is the one to break."""
        with self._lock:
            self._drop()
            self._handle = sock.dup()
            if self._pulled:
                self._drop()

    def pull(self) -> None:
        """Break what is open and whatever opens later."""
        with self._lock:
            self._pulled = True
            self._drop()

    def _drop(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            with handle:
                try:
                    handle.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # the other end was quicker


class _Session(requests.Session):
    """A session that goes nowhere else; the parent reads a redirect's body away."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere."""


class _Adapter(HTTPAdapter):
    """requests' adapter with watched sockets and, for a pinned authority, a context that trusts no other."""

    def __init__(self, breaker: _Breaker, verify: bool | str) -> None:
        self._context = _pinned(verify) if isinstance(verify, str) else None
        self._plain, self._tls = _watched(HTTPConnection, breaker), _watched(HTTPSConnection, breaker)
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As the parent, with our context."""
        if self._context is not None:
            kwargs["ssl_context"] = self._context
        super().init_poolmanager(*args, **kwargs)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """As the parent; the pool makes our connections."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = self._tls if pool.scheme == "https" else self._plain
        return pool


def _watched(kind: Any, breaker: _Breaker) -> Any:
    """A connection class whose socket the breaker knows."""

    def connect(self: Any) -> socket.socket:
        sock: socket.socket = kind._new_conn(self)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        breaker.watch(sock)
        return sock

    # A connection that ends with its reply is closed before the reply's body is read: it stays watched.
    return type("Watched" + kind.__name__, (kind,), {"_new_conn": connect})


def _pinned(authority: str) -> ssl.SSLContext:
    """A context that trusts the authorities in this file and nothing else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(authority)
    return context


def _session(adapter: _Adapter) -> requests.Session:
    """A session that sends Host and Content-Length and keeps nothing: no proxies, logins or cookies."""
    session = _Session()
    session.trust_env = False
    session.headers.clear()
    for name in ("User-Agent", "Accept-Encoding"):
        session.headers[name] = SKIP_HEADER
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def _read(reply: requests.Response, meter: Meter) -> Received:
    """The body as far as it comes; a status that says that nobody was at home as a trouble."""
    meter.received(_head_bytes(reply))
    length = reply.headers.get("Content-Length", "")
    expected = int(length) if length.isascii() and length.isdigit() else 0
    meter.expect(min(expected, MAX_REPLY))
    data, ended = _body(reply, meter)
    _check_status(reply, data)
    return Received(data, ended and len(data) >= expected)


def _body(reply: requests.Response, meter: Meter) -> tuple[bytes, bool]:
    """(bytes, whether they ended by themselves)."""
    data = bytearray()
    try:
        while piece := reply.raw.read1(_PIECE, decode_content=False):
            data += piece
            meter.received(len(piece))
            if len(data) > MAX_REPLY:
                return bytes(data), False
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError):
        return bytes(data), False
    return bytes(data), True


def _check_status(reply: requests.Response, data: bytes) -> None:
    status = reply.status_code
    if status == 413:
        raise RequestTooLarge(reason="too_large")
    if data.startswith(_OURS):
        return
    if status in (429, 503):
        after = reply.headers.get("Retry-After", "")
        raise SlowDown(min(int(after), 3600) if after.isascii() and after.isdigit() else 60)
    if status in (500, 502, 504):
        raise LineBroken(reason="gateway")


def _head_bytes(reply: requests.Response) -> int:
    """Bytes of the status line and headers, as they were on the line."""
    lines = sum(len(name) + len(value) + 4 for name, value in reply.raw.headers.items())
    return len(f"HTTP/1.1 {reply.status_code} {reply.reason}\r\n\r\n") + lines


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that it wraps, by cause, context, argument or reason."""
    seen: set[int] = set()
    left: list[object] = [error]
    while left:
        one = left.pop(0)
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            left += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]


def _one_trouble(cause: BaseException) -> LineTrouble | None:
    """What one link of the chain says; the outermost that says something counts."""
    match cause:
        case urllib3.exceptions.NameResolutionError():
            return ServerUnreachable(reason="name")
        case urllib3.exceptions.NewConnectionError():
            return ServerUnreachable(reason="refused")
        case urllib3.exceptions.ConnectTimeoutError():
            return ServerUnreachable(reason="timeout")
        case urllib3.exceptions.ReadTimeoutError() | TimeoutError():
            return LineBroken(reason="stall")
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError() | ConnectionError():  # and RemoteDisconnected
            return LineBroken(reason="cut")
        case ssl.SSLError() | http.client.BadStatusLine() | http.client.LineTooLong():
            return NotOurServer(reason="protocol")
    return None
