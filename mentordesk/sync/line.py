# SPDX-License-Identifier: Apache-2.0
"""The line as exchanges see it: an address, one call that carries a body there and back, and its meter."""
from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mentordesk.base.errors import AddressInvalid, ServerUnreachable

_PORTS = {"https": 443, "http": 80}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_DOOR = "/exchange"


class LineBroken(ServerUnreachable):
    """The line was there and broke in the middle; the fact `reason` is "stall", "cut" or "gateway"."""


class RequestTooLarge(LineBroken):
    """Something on the way does not take a request of this size."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is reached."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def base(self) -> str:
        """The canonical form, as it is stored and shown."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"

    @property
    def door(self) -> str:
        """Where exchanges go."""
        return self.base + _DOOR


def parse_address(typed: str) -> Address:
    """What a person typed as an address; AddressInvalid(reason: empty, scheme, host, port, path).

    Without a scheme a name is asked by https; a bare number, a name without dots or in .local has no
    certificate to show and is asked by http: exchanges are authenticated either way.
    """
    text = "".join(unicodedata.normalize("NFKC", typed).split()).replace("\\", "/").rstrip(".,;")
    if not text:
        raise AddressInvalid(reason="empty")
    scheme, rest = _split_scheme(text)
    place, _, path = rest.partition("/")
    host, port = _split_port(place)
    host = _host(host)
    path = ("/" + path).rstrip("/").removesuffix(_DOOR)
    if not _PATH.fullmatch(path):
        raise AddressInvalid(reason="path")
    scheme = scheme or ("http" if _is_local(host) else "https")
    return Address(scheme, host, port or _PORTS[scheme], path)


def _split_scheme(text: str) -> tuple[str, str]:
    scheme, mark, rest = text.partition(":/")
    if not mark:
        return "", text
    if scheme.lower() not in _PORTS:
        raise AddressInvalid(reason="scheme")
    return scheme.lower(), rest.lstrip("/")


def _split_port(place: str) -> tuple[str, int]:
    """Host and port, 0 when none is given."""
    if place.startswith("["):
        host, closed, after = place[1:].partition("]")
        if not closed or (after and not after.startswith(":")):
            raise AddressInvalid(reason="host")
        return host, _port(after[1:]) if after else 0
    if place.count(":") > 1:
        return place, 0
    host, mark, port = place.partition(":")
    return host, _port(port) if mark else 0


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise AddressInvalid(reason="port")
    return int(text)


def _host(text: str) -> str:
    """A host name in its ASCII form or a number."""
    if not text:
        raise AddressInvalid(reason="host")
    number = _number(text)
    if number:
        return number
    try:
        name = text.lower().rstrip(".").encode("idna").decode()
    except UnicodeError:
        raise AddressInvalid(reason="host") from None
    labels = name.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise AddressInvalid(reason="host")
    return name


def _number(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


def _is_local(host: str) -> bool:
    return bool(_number(host)) or "." not in host or host.endswith(".local")


class Meter:
    """Counts the true bytes of one exchange while they move; `changed` is told after each step."""

    def __init__(self, changed: Callable[[], None] | None = None) -> None:
        self.up = 0
        self.down = 0
        self.expected = 0  # bytes known so far, both ways
        self._changed = changed or _nothing

    def expect(self, count: int) -> None:
        """`count` more bytes are known to come, up or down."""
        self.expected += count

    def sent(self, count: int) -> None:
        """`count` bytes left."""
        self.up += count
        self._changed()

    def received(self, count: int) -> None:
        """`count` bytes came."""
        self.down += count
        self._changed()


def _nothing() -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Received:
    """An answer's body as far as it came; `whole` is False when the line broke inside it."""

    data: bytes
    whole: bool


class Connection(Protocol):
    """Carries a body to a server's door and its answer back; one exchange at a time."""

    def post(self, body: bytes, meter: Meter) -> Received:
        """The answer, whole or cut; a LineTrouble when there is none."""
        ...

    def close(self) -> None:
        """Give up at once, from any thread; a post under way ends with ServerUnreachable or a cut answer."""
        ...
