# SPDX-License-Identifier: Apache-2.0
"""Bodies of requests on their way in: room for them, how far they have come, whose they claim to be."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from starlette.types import Receive, Scope

from mentordesk.server.door import Outcome
from mentordesk.server.limits import Room
from mentordesk.wire.answers import encode_answer, encode_busy
from mentordesk.wire.exchange import MAX_BODY, Answer
from mentordesk.wire.files import head_size, is_chunk_request

_DRAINED = 4 * MAX_BODY  # read and thrown away, so that who sends too much still hears why
_SMALL = 16 * 1024  # bytes of a body
_LENGTH = 4  # bytes of a head's length at most
_CLAIMED = _LENGTH + 9  # bytes that are enough to see whose a body claims to be
_TOO_LARGE = Outcome(413, encode_answer(Answer.TOO_LARGE))
_BUSY = Outcome(503, encode_busy(10))


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of a request that brings a chunk, its head whole."""

    data: bytes


Body: TypeAlias = bytes | Begun | Outcome | None


class Coming:
    """One body, as far as it has come; small ones take no room, so that large ones shut nobody out."""

    def __init__(self, room: Room, address: str) -> None:
        self._room = room
        self._address = address
        self._taken = 0  # bytes of room
        self._parts: list[bytes] = []
        self._fits = True
        self._size = 0
        self.member8 = b""  # whose it claims to be, once that can be seen

    async def read(self, scope: Scope, receive: Receive, note: Callable[[Coming], None]) -> Body:
        """The body, or the beginning of a chunk; what to answer when there is no room; None: they have gone.

        `note` is told after each piece.
        """
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not declared.isdigit() or len(declared) > 9 or int(declared) > _DRAINED:
            return _TOO_LARGE
        while self._size <= _DRAINED:
            message = await receive()
            if message["type"] != "http.request":
                return None
            self._take(message.get("body", b""))
            note(self)
            if not message.get("more_body"):
                return self.so_far() if self._fits else _BUSY if self._size <= MAX_BODY else _TOO_LARGE
            begun = self.so_far()
            if is_chunk_request(begun) and 0 < head_size(begun) <= len(begun):
                return Begun(begun)
        return _TOO_LARGE

    def _take(self, part: bytes) -> None:
        self._size += len(part)
        self._fits = self._fits and self._size <= MAX_BODY and self._grow()
        if self._fits:
            self._parts.append(part)
        else:
            self._parts.clear()
            self.release()
        if not self.member8 and self._fits and self._size >= _CLAIMED:
            self.member8 = _claimed(self.so_far())

    def _grow(self) -> bool:
        """Whether the body may be kept as large as it is now."""
        if self._size <= _SMALL or not self._room.take(self._address, self._size - self._taken):
            return self._size <= _SMALL
        self._taken = self._size
        return True

    def so_far(self) -> bytes:
        """What has come; nothing where it found no room."""
        self._parts = [b"".join(self._parts)]
        return self._parts[0]

    def release(self) -> None:
        """The body is not needed any more."""
        if self._taken:
            self._room.give(self._address, self._taken)
            self._taken = 0


def _claimed(body: bytes) -> bytes:
    """The member of an ordinary request, of which nobody has proved anything yet; empty for any other."""
    if body[:1] == b"\0" or body[:4] == b"MDB1" or is_chunk_request(body):
        return b""
    length = next((at for at, byte in enumerate(body[:_LENGTH]) if byte < 128), _LENGTH)
    return body[length + 2 : length + 10]  # after the head's length and version


class Underway:
    """The newest body of each member that is still coming.

    A server learns late that a line has gone; the client is back before that and asks what has arrived. So
    what hangs of the body before is taken as soon as the next one begins.
    """

    def __init__(self) -> None:
        self._newest: dict[bytes, Coming] = {}

    def note(self, coming: Coming) -> bytes:
        """A piece of this body has come; what has come of the one before, if that is to be taken now."""
        before = self._newest.get(coming.member8)
        if not coming.member8 or before is coming:
            return b""
        self._newest[coming.member8] = coming
        return before.so_far() if before is not None else b""

    def over(self, coming: Coming) -> None:
        """Nothing more comes of this body."""
        if self._newest.get(coming.member8) is coming:
            del self._newest[coming.member8]
