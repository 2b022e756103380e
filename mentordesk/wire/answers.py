# SPDX-License-Identifier: Apache-2.0
"""Plain answers of the server, and the two requests that come before there is a member."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mentordesk.base.errors import Refused
from mentordesk.base.reader import Reader, varint
from mentordesk.wire.exchange import Answer, WireCode

# A reply's envelope never begins so: its flags would be KEYBAG | FORK, and KEYBAG is reserved.
ANSWER_MAGIC = b"MDR1"
KEYBAG_LABEL = "md1 keybag fetch"


@dataclass(frozen=True, slots=True)
class InvitationRequest:
    """Asks for the sealed invitation of a slip."""

    invite_id: bytes  # 8 bytes


@dataclass(frozen=True, slots=True)
class KeybagRequest:
    """Asks for a member's keybag, signed by the key that passphrase and slip give."""

    programme: bytes
    member: bytes
    nonce: bytes  # 16 random bytes
    signature: bytes


OpenRequest: TypeAlias = InvitationRequest | KeybagRequest


def encode_answer(code: Answer, payload: bytes = b"") -> bytes:
    """A plain answer."""
    return ANSWER_MAGIC + bytes((code,)) + payload


def encode_busy(seconds: int) -> bytes:
    """BUSY: come back after that many seconds."""
    return encode_answer(Answer.BUSY, varint(max(1, seconds)))


def decode_answer(body: bytes) -> tuple[Answer, bytes] | None:
    """(code, payload) of a plain answer; None = not one. Refused(NEWER) for a code of a later format."""
    if len(body) < 5 or body[:4] != ANSWER_MAGIC:
        return None
    if body[4] > max(Answer):
        raise Refused(WireCode.NEWER)
    return Answer(body[4]), body[5:]


def busy_seconds(payload: bytes) -> int:
    """Seconds to wait, from a BUSY answer's payload."""
    reader = Reader(payload)
    seconds = reader.varint()
    reader.end()
    return seconds


def keybag_claim(programme: bytes, member: bytes, server_box: bytes, nonce: bytes) -> bytes:
    """What the auth key signs under KEYBAG_LABEL to be given the keybag."""
    return programme + member + server_box + nonce


def encode_open_request(request: OpenRequest) -> bytes:
    """A request without a member."""
    if isinstance(request, InvitationRequest):
        return b"\0I" + request.invite_id
    return b"\0K" + request.programme + request.member + request.nonce + request.signature


def decode_open_request(body: bytes) -> OpenRequest:
    """Inverse of encode_open_request; anything else is refused."""
    reader = Reader(body)
    kind = reader.take(2)
    request: OpenRequest
    if kind == b"\0I":
        request = InvitationRequest(reader.take(8))
    elif kind == b"\0K":
        request = KeybagRequest(reader.take(16), reader.take(16), reader.take(16), reader.take(64))
    else:
        raise Refused(WireCode.FORM)
    reader.end()
    return request


def encode_invitation(used: bool, blob: bytes) -> bytes:
    """The OK answer to an InvitationRequest."""
    return encode_answer(Answer.OK, bytes((used,)) + blob)


def decode_invitation(payload: bytes) -> tuple[bool, bytes]:
    """(used, sealed invitation) from an OK answer's payload."""
    if not payload or payload[0] > 1:
        raise Refused(WireCode.FORM)
    return bool(payload[0]), payload[1:]
