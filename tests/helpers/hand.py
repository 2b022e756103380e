# SPDX-License-Identifier: Apache-2.0
"""Parcels made by hand, right or wrong, and arrivals of a world's log."""

from __future__ import annotations

from mentordesk.crypto.parcel import Place, seal_parcel, stream_of
from mentordesk.crypto.senderkeys import SenderKey
from mentordesk.domain.ids import Lane
from mentordesk.storage import keys
from mentordesk.storage.parcels import Arrival
from mentordesk.wire.body import encode
from mentordesk.wire.operations import Message
from tests.helpers.world import THREAD, World


def written(world: World, count: int, place: int = 0) -> list[Arrival]:
    """That many parcels of one person, of one message each, as the log has them."""
    client = world.clients[place]
    for number in range(count):
        client.say(f"message {number}")
        client.seal()
    client.push()
    return world.words(hints=False)


def keys_of(world: World) -> list[Arrival]:
    """The circle's control lane."""
    return world.log.arrivals(world.circle, (Lane.CONTROL,))


class Hand:
    """Seals parcels of one person by hand, so that they can be wrong."""

    def __init__(self, world: World, place: int) -> None:
        self.world = world
        self.client = world.clients[place]
        self.key: SenderKey = self.client.do(keys.for_circle, world.circle)
        self.client.push()

    def seal(
        self, n: int, prev: bytes, body: bytes, lane: int = Lane.WORDS, signer: int | None = None
    ) -> bytes:
        """One parcel; `signer` = whose hand signs it, if not its author's."""
        stream = stream_of(self.world.office.trust, self.key, lane)
        place = self.client.place if signer is None else signer
        return seal_parcel(
            stream, self.world.identity(place).signer, Place(n, prev), body, rand=self.world.rand.bytes
        )


def body(text: str, **more: int) -> bytes:
    """The body of a parcel with one message."""
    return encode([message(text, **more)])


def message(text: str, rank: int = 1, base: int = 0) -> Message:
    """A message operation; its id follows from its text."""
    return Message(text.encode().ljust(8, b".")[:8], THREAD, rank, base, 1_779_000_000, text)


def arrival(world: World, data: bytes, seq: int, lane: int = Lane.WORDS) -> Arrival:
    """A blob of the circle."""
    return Arrival(world.circle, lane, seq, data)
