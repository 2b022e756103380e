# SPDX-License-Identifier: Apache-2.0
"""A town's server in the wrong hands: it has the right key, hears everything and says what it likes."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mentordesk.crypto.envelope import Label, open_envelope, seal_envelope
from mentordesk.wire.exchange import (
    Refusal,
    ReplyHead,
    RequestHead,
    decode_reply_head,
    decode_request_head,
    encode_reply_head,
    encode_request_head,
)
from tests.helpers.town import Town


@dataclass(frozen=True, slots=True)
class Talk:
    """One exchange as the server sees it: the request with what it names, and the reply to be given."""

    request: RequestHead
    named: int  # blobs that the request names
    pushed: tuple[bytes, ...]
    head: ReplyHead
    blobs: tuple[bytes, ...]

    def saying(self, blobs: Sequence[bytes] | None = None, **fields: object) -> Talk:
        """The same talk with another reply."""
        head = replace(self.head, **fields)  # type: ignore[arg-type]
        return replace(self, head=head, blobs=self.blobs if blobs is None else tuple(blobs))


Lie = Callable[[Talk], Talk]


def always(**fields: Any) -> Lie:
    """The same words in every reply."""
    return lambda talk: talk.saying(**fields)


def refusing(code: int) -> Lie:
    """Nothing is taken."""
    return lambda talk: talk.saying(refused=tuple(Refusal(index, code) for index in range(talk.named)))


class Liar:
    """While it is entered, `lie` turns each reply of the town into another; the key under it is the true one.

    `deaf`: the honest log hears nothing, and the reply that is turned says that nothing is held.
    """

    def __init__(self, town: Town, lie: Lie, deaf: bool = False) -> None:
        self._town = town
        self._lie = lie
        self.deaf = deaf
        self.talks: list[Talk] = []

    def __enter__(self) -> Liar:
        self._town.line.handle = self._handle
        return self

    def __exit__(self, *error: object) -> None:
        self._town.line.handle = self._town.door.handle

    def _handle(self, body: bytes) -> tuple[int, bytes]:
        links: list[bytes] = []

        def link_of(head: bytes) -> bytes:
            links.append(self._town.link(head[1:9]))
            return links[-1]

        request = open_envelope(link_of, Label.REQUEST, b"", body, decode_request_head)
        tag = request.tag
        if self.deaf:
            body, tag = seal_envelope(links[0], Label.REQUEST, b"", encode_request_head(request.part), ())
        status, reply = self._town.door.handle(body)
        said = open_envelope(lambda head: links[0], Label.REPLY, tag, reply, decode_reply_head)
        talk = Talk(request.part, len(request.named), request.blobs, said.part, said.blobs)
        if self.deaf:
            talk = talk.saying(held=(0,) * talk.named)
        talk = self._lie(talk)
        self.talks.append(talk)
        part = encode_reply_head(talk.head)
        return status, seal_envelope(links[0], Label.REPLY, request.tag, part, talk.blobs)[0]
