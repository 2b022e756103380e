# SPDX-License-Identifier: Apache-2.0
"""The exchange that docs/protocol.md shows byte by byte, made by the programme's own code from fixed keys."""
from __future__ import annotations

from mentordesk.crypto.envelope import Label, LinkEnds, member_link, seal_envelope
from mentordesk.crypto.identity import private_circle
from mentordesk.crypto.parcel import Place, Stream, seal_body
from mentordesk.crypto.primitives import Rand, Signer, box_public
from mentordesk.crypto.senderkeys import SenderKey, commitment
from mentordesk.wire.body import encode, pack
from mentordesk.wire.exchange import (
    Interval,
    LaneCursor,
    ReplyHead,
    RequestFlag,
    RequestHead,
    Run,
    cursors_of,
    encode_reply_head,
    encode_request_head,
)
from mentordesk.wire.operations import Message, Operation, Seen


def _ids(first: int, size: int) -> bytes:
    return bytes(range(first, first + size))


PROGRAMME, CIRCLE = _ids(0x10, 16), _ids(0x20, 16)
AMINA, GRACE = _ids(0xA0, 16), _ids(0xB0, 16)
WRITERS = {AMINA: _ids(0xC0, 8), GRACE: _ids(0xD0, 8)}
AMINA_BOX, SERVER_BOX = b"\1" * 32, b"\2" * 32  # secret halves
SEEDS = {AMINA: b"\3" * 32, GRACE: b"\4" * 32}
SENDER_KEYS = {AMINA: b"\5" * 32, GRACE: b"\6" * 32}
CHARTER, BEFORE_AMINAS, BEFORE_GRACES = b"\7" * 32, b"\x08" * 32, b"\x09" * 32
NONCE = _ids(0xE0, 8)
THREAD, TOLD = _ids(0x40, 8), _ids(0x48, 8)
WORDS = 1
SENT = 1_779_000_000
SUMS = tuple(int(digit * 16, 16) for digit in "1230450")
HEADS = (2, 2, 1, 0, 7, 3, 0)


def operations() -> dict[bytes, list[Operation]]:
    """What both parcels hold, by author."""
    said = Message(_ids(0x50, 8), THREAD, 4, 3, SENT, "Asante sana, Grace! I read it.")
    answer = Message(_ids(0x60, 8), THREAD, 3, 2, SENT - 86_400, "Karibu, Amina. How was the exam?")
    return {AMINA: [said, Seen(_ids(0x58, 8), TOLD, TOLD)], GRACE: [answer]}


def parcel(author: bytes, n: int, prev: bytes, nonce: int) -> bytes:
    """One parcel of the circle's words."""
    writer = WRITERS[author]
    bound = commitment(PROGRAMME, CHARTER, (author, writer), SENDER_KEYS[author])
    key = SenderKey(CIRCLE, author, 1, writer, 0, CHARTER, bound, SENDER_KEYS[author])
    signer = Signer.of(SEEDS[author])
    rand: Rand = lambda size: bytes([nonce]) * size  # noqa: E731
    body = (pack(encode(operations()[author])), True)
    return seal_body(Stream(PROGRAMME, key, WORDS, signer.public), signer, Place(n, prev), body, rand)


def lanes() -> list[LaneCursor]:
    """What Amina's computer holds, in slot order."""
    slots = [(PROGRAMME, 0)]
    slots += [(circle, lane) for circle in (private_circle(AMINA), CIRCLE) for lane in (0, 1, 2)]
    held = zip(slots, HEADS, SUMS, strict=True)
    return [LaneCursor(*slot, (Interval(0, head, sums),) if head else ()) for slot, head, sums in held]


def exchange() -> tuple[bytes, bytes]:
    """(request, reply)."""
    link = member_link(
        AMINA_BOX, LinkEnds(PROGRAMME, AMINA, box_public(AMINA_BOX), box_public(SERVER_BOX))
    )
    asked = RequestHead(AMINA[:8], NONCE, cursors_of(lanes()), RequestFlag.REPAIRS, budget=24)
    mine, theirs = parcel(AMINA, 2, BEFORE_AMINAS, 0x0A), parcel(GRACE, 2, BEFORE_GRACES, 0x0B)
    request, tag = seal_envelope(link, Label.REQUEST, b"", encode_request_head(asked), [mine])
    said = ReplyHead(SENT + 60, (5,), (Run(5, 4, 1),))
    return request, seal_envelope(link, Label.REPLY, tag, encode_reply_head(said), [theirs])[0]
