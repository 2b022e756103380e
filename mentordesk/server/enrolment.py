# SPDX-License-Identifier: Apache-2.0
"""First contact: a slip's invitation signs a certificate; keys and keybag are kept, statements published."""
from __future__ import annotations

from mentordesk.base.errors import Refused
from mentordesk.crypto.codes import TrustCode
from mentordesk.crypto.keybag import check_keybag
from mentordesk.crypto.statements import Certificate, parse_statement
from mentordesk.crypto.trust import Accepted
from mentordesk.server.accounts import Accounts, Enrolled
from mentordesk.server.statements import Statements
from mentordesk.wire.exchange import Answer, Enrol

MAX_KEYBAG = 8192


def certificate_in(enrol: Enrol, programme: bytes) -> tuple[bytes, Certificate]:
    """(invitation key that claims to have signed, certificate), nothing checked; Refused when it is none."""
    statement = parse_statement(enrol.certificate, programme)
    if not isinstance(statement.content, Certificate):
        raise Refused(TrustCode.NOT_INVITED)
    return statement.issuer, statement.content


def enrol_member(statements: Statements, accounts: Accounts, enrol: Enrol, now: int) -> Answer:
    """Take a certificate that an invitation of ours signs; OK also when this very one is held already."""
    key, certificate = certificate_in(enrol, statements.trust.id)
    held = statements.trust.certificate(certificate.member, certificate.version)
    if held is not None:
        return Answer.OK if held.hash == certificate.hash else Answer.SLIP_USED
    invitation = accounts.invitation_of_key(key)
    if invitation is None:
        return Answer.SLIP_UNKNOWN
    if invitation.used:
        return Answer.SLIP_USED
    if now > invitation.expires:
        return Answer.SLIP_EXPIRED
    if len(enrol.keybag) > MAX_KEYBAG:
        return Answer.MALFORMED
    keybag_version = check_keybag(enrol.keybag, certificate.signer, certificate.member, 0)
    accepted = statements.accept(enrol.certificate)
    _keep(accounts, enrol, accepted, keybag_version, now)
    statements.publish(accepted, now)
    return Answer.OK


def _keep(accounts: Accounts, enrol: Enrol, accepted: Accepted, keybag_version: int, now: int) -> None:
    certificate = accepted.statement.content
    if isinstance(certificate, Certificate):
        who = (certificate.member, certificate.version, certificate.box)
        enrolled = Enrolled(*who, enrol.auth, enrol.keybag, keybag_version)
        accounts.enrol(enrolled, accepted.statement.issuer, now)
