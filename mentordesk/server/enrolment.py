# SPDX-License-Identifier: Apache-2.0
"""First contact: a slip's invitation signs a certificate; keys and keybag are kept, statements published."""
from __future__ import annotations

import contextlib
from collections.abc import Iterable

from mentordesk.base.errors import Refused, Waiting
from mentordesk.crypto.codes import TrustCode
from mentordesk.crypto.keybag import check_keybag
from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.statements import Certificate, Invitation, parse_statement
from mentordesk.crypto.trust import Accepted
from mentordesk.server.accounts import Accounts, Enrolled
from mentordesk.server.log import Log
from mentordesk.server.statements import Statements
from mentordesk.wire.exchange import Answer, Enrol

MAX_KEYBAG = 8192


def certificate_in(enrol: Enrol, programme: bytes) -> tuple[bytes, Certificate]:
    """(invitation key that claims to have signed, certificate), nothing checked; Refused when it is none."""
    statement = parse_statement(enrol.certificate, programme)
    if not isinstance(statement.content, Certificate):
        raise Refused(TrustCode.NOT_INVITED)
    return statement.issuer, statement.content


def enrol_member(
    statements: Statements, accounts: Accounts, enrol: Enrol, came: bool, now: int
) -> Answer:
    """Take a certificate that an invitation of ours signs; OK also when this very one is held already.

    `came`: with its invitation; then a slip that has run out since counts as well, for it was used before.

    The envelope is authentic under the certificate's own key: an account that was lost with an older copy of
    this server comes back with it.
    """
    key, certificate = certificate_in(enrol, statements.trust.id)
    held = statements.trust.certificate(certificate.member, certificate.version)
    answer = _answer(statements, accounts, key, now) if held is None else Answer.OK
    if answer is Answer.SLIP_EXPIRED and came:
        answer = Answer.OK
    if held is not None and held.hash != certificate.hash:
        answer = Answer.SLIP_USED
    enrolled = held is not None and accounts.version(certificate.member) >= certificate.version
    if answer is not Answer.OK or enrolled:
        return answer
    if len(enrol.keybag) > MAX_KEYBAG:
        return Answer.MALFORMED
    keybag_version = check_keybag(enrol.keybag, certificate.signer, certificate.member, 0)
    accepted = statements.accept(enrol.certificate)
    _keep(accounts, enrol, accepted, keybag_version, now)
    if accepted.fresh:
        statements.publish(accepted, now)
    return Answer.OK


def _answer(statements: Statements, accounts: Accounts, key: bytes, now: int) -> Answer:
    """Whether the invitation that names this key may still be used."""
    invitation = accounts.invitation_of_key(key)
    if invitation is None:  # unknown, or made after the copy from which this server was set back
        return Answer.OK if statements.was_brought(key) else Answer.SLIP_UNKNOWN
    if invitation.used:
        return Answer.SLIP_USED
    return Answer.SLIP_EXPIRED if now > invitation.expires else Answer.OK


def learn_invitations(
    statements: Statements, log: Log, enrol: Enrol, blobs: Iterable[bytes], now: int
) -> bool:
    """Take the invitations that come along with a certificate, where this server has lost its own.

    Whether the invitation of this certificate itself came along: nobody holds it who has only found a slip.
    """
    key, certificate = certificate_in(enrol, statements.trust.id)
    lost, came = statements.trust.invitation(key) is None, False
    for blob in blobs:
        with contextlib.suppress(Refused, Waiting):
            content = parse_statement(blob, statements.trust.id).content
            if isinstance(content, Invitation) and (lost or content == statements.trust.invitation(key)):
                accepted = statements.accept(blob)
                came = came or content == statements.trust.invitation(key)
                if lost:
                    statements.publish(accepted, now)
                    log.brought(log.find(parcel_hash(blob)[:16]), certificate.member)
    return came


def _keep(accounts: Accounts, enrol: Enrol, accepted: Accepted, keybag_version: int, now: int) -> None:
    certificate = accepted.statement.content
    if isinstance(certificate, Certificate):
        who = (certificate.member, certificate.version, certificate.box)
        enrolled = Enrolled(*who, enrol.auth, enrol.keybag, keybag_version)
        accounts.enrol(enrolled, accepted.statement.issuer, now)
