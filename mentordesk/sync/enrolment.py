# SPDX-License-Identifier: Apache-2.0
"""From a slip and a passphrase to keys: the first computer of a person, or a further one.

Everything here can be said again after a lost reply: the same certificate is accepted twice, and a slip that
turns out to be used leads on to the keybag, which opens with the passphrase that used it.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from mentordesk.base.clock import Randomness
from mentordesk.base.errors import (
    NotOurServer,
    Refused,
    SlipRefused,
    SlowDown,
    Trouble,
    UpdateNeeded,
    WrongPassphrase,
)
from mentordesk.crypto import slipcode
from mentordesk.crypto.envelope import Label, LinkEnds, member_link, open_envelope, seal_envelope
from mentordesk.crypto.identity import Identity, new_identity
from mentordesk.crypto.invitation import InvitationLetter, open_invitation
from mentordesk.crypto.keybag import Keybag, open_keybag, seal_keybag
from mentordesk.crypto.passphrase import Derived
from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Certificate, make_statement
from mentordesk.sync.line import Connection, LineBroken, Meter, Received
from mentordesk.wire.answers import (
    KEYBAG_LABEL,
    InvitationRequest,
    KeybagRequest,
    busy_seconds,
    decode_answer,
    decode_invitation,
    encode_open_request,
    keybag_claim,
)
from mentordesk.wire.exchange import (
    Answer,
    Enrol,
    RequestHead,
    WireCode,
    cursors_of,
    decode_reply_head,
    encode_request_head,
)

FIRST_KEYBAG = 1
_SLIP_REASONS = {
    Answer.SLIP_UNKNOWN: "unknown",
    Answer.SLIP_EXPIRED: "expired",
    Answer.SLIP_USED: "used",
}


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip that the server knows, opened; `used`: somebody has enrolled with it."""

    code: bytes = field(repr=False)
    letter: InvitationLetter
    used: bool


@dataclass(frozen=True, slots=True, repr=False)
class Enrolled:
    """What a profile is made of."""

    identity: Identity
    keybag: bytes
    second: bytes  # what this computer remembers of the slip
    letter: InvitationLetter
    fresh: bool  # False: these keys come from the keybag of an earlier enrolment
    auth: bytes  # the public key that asks for the keybag
    certificate: bytes = b""  # the statement, where it was made now


def look_up_slip(connection: Connection, typed: str) -> Slip:
    """Fetch and open the invitation of a typed slip.

    SlipInvalid: mistyped. SlipRefused: the server does not know or take it. NotOurServer: whoever answered
    has not got what this slip opens.
    """
    code = slipcode.parse(typed)
    payload = _ask(connection, encode_open_request(InvitationRequest(slipcode.invite_id(code))))
    try:
        used, sealed = decode_invitation(payload)
        return Slip(code, open_invitation(code, sealed), used)
    except Refused as refused:
        raise NotOurServer(reason=refused.code) from refused


class Enrolment:
    """One person's way in with one slip and one passphrase; `run` may be called again after a LineTrouble."""

    def __init__(self, slip: Slip, derived: Derived, rand: Randomness) -> None:
        self._slip = slip
        self._derived = derived
        self._rand = rand
        self._made: tuple[Identity, bytes] | None = None

    def run(self, connection: Connection) -> Enrolled:
        """Make keys and have them certified, or fetch those made before.

        WrongPassphrase: the slip was used with another passphrase.
        """
        if self._slip.used and self._made is None:
            return self._fetch(connection)
        identity, keybag = self._keys()
        try:
            certificate = self._certify(connection, identity, keybag)
        except SlipRefused as refused:
            if refused.reason != "used":
                raise
            return self._fetch(connection)
        return self._enrolled(identity, keybag, certificate)

    def _keys(self) -> tuple[Identity, bytes]:
        """New keys, the same ones at each try."""
        if self._made is None:
            letter = self._slip.letter
            identity = new_identity(letter.member, letter.version, self._rand.bytes)
            bag = Keybag(FIRST_KEYBAG, identity, letter.root)
            self._made = identity, seal_keybag(self._derived.wrap, bag, self._rand.bytes)
        return self._made

    def _certify(self, connection: Connection, identity: Identity, keybag: bytes) -> bytes:
        """The certificate that the server has taken."""
        letter = self._slip.letter
        content = Certificate(letter.member, letter.version, identity.signer.public, identity.box_public)
        invited = Signer.of(slipcode.invite_seed(self._slip.code))
        certificate = make_statement(invited, letter.programme, content)
        enrol = Enrol(certificate, Signer.of(self._derived.auth).public, keybag)
        head = RequestHead(letter.member[:8], self._rand.bytes(8), cursors_of(()), enrol=enrol)
        ends = LinkEnds(letter.programme, letter.member, identity.box_public, letter.server_box)
        link = member_link(identity.box, ends)
        body, tag = seal_envelope(link, Label.REQUEST, b"", encode_request_head(head), ())
        received = connection.post(body, Meter())
        answer = _answer(received)
        if answer is not None:
            raise _trouble(*answer)
        try:
            open_envelope(lambda head: link, Label.REPLY, tag, received.data, decode_reply_head)
        except Refused as refused:
            raise _not_ours(received, refused) from refused
        return certificate

    def _fetch(self, connection: Connection) -> Enrolled:
        """The keybag of an earlier enrolment, opened."""
        letter = self._slip.letter
        nonce = self._rand.bytes(16)
        claim = keybag_claim(letter.programme, letter.member, letter.server_box, nonce)
        signature = Signer.of(self._derived.auth).sign(KEYBAG_LABEL, claim)
        request = KeybagRequest(letter.programme, letter.member, nonce, signature)
        keybag = _ask(connection, encode_open_request(request))
        try:
            bag = open_keybag(self._derived.wrap, keybag, letter.member)
        except Refused as refused:
            raise NotOurServer(reason=refused.code) from refused
        if bag.root != letter.root:
            raise NotOurServer(reason="root")
        return self._enrolled(bag.identity, keybag)

    def _enrolled(self, identity: Identity, keybag: bytes, certificate: bytes = b"") -> Enrolled:
        """`certificate`: made now."""
        second, auth = slipcode.second_secret(self._slip.code), Signer.of(self._derived.auth).public
        return Enrolled(identity, keybag, second, self._slip.letter, bool(certificate), auth, certificate)


def _ask(connection: Connection, body: bytes) -> bytes:
    """The payload of an OK answer; what every other answer means is raised."""
    received = connection.post(body, Meter())
    answer = _answer(received)
    if answer is None:
        raise NotOurServer(reason="page")
    code, payload = answer
    if code != Answer.OK:
        raise _trouble(code, payload)
    if not received.whole:
        raise LineBroken(reason="cut")
    return payload


def _answer(received: Received) -> tuple[Answer, bytes] | None:
    try:
        answer = decode_answer(received.data)
    except Refused as refused:
        raise UpdateNeeded from refused
    if answer is None and not received.whole:
        raise LineBroken(reason="cut")
    return answer


def _trouble(code: Answer, payload: bytes) -> Trouble:
    """What an answer other than OK means to somebody who enrols."""
    if code in _SLIP_REASONS:
        return SlipRefused(_SLIP_REASONS[code])
    if code == Answer.KEYBAG_REFUSED:
        return WrongPassphrase()
    if code == Answer.UPDATE_NEEDED:
        return UpdateNeeded()
    if code == Answer.BUSY:
        try:
            return SlowDown(min(busy_seconds(payload), 3600))
        except Refused:
            return SlowDown(60)
    return NotOurServer(reason=code.name.lower())


def _not_ours(received: Received, refused: Refused) -> Trouble:
    if not received.whole:
        return LineBroken(reason="cut")
    return UpdateNeeded() if refused.code == WireCode.NEWER else NotOurServer(reason=refused.code)
