# SPDX-License-Identifier: Apache-2.0
"""Slips, first contacts, keybags."""
from __future__ import annotations

from pathlib import Path

import pytest

from mentordesk.base.errors import SlipRefused
from mentordesk.crypto import slipcode
from mentordesk.crypto.blobs import BlobKind, blob_kind
from mentordesk.domain.ids import Role
from mentordesk.server.limits import Limits
from mentordesk.wire.answers import InvitationRequest, decode_answer, decode_invitation, encode_open_request
from mentordesk.wire.exchange import Answer, Enrol
from tests.helpers.caller import Caller
from tests.server.school import School

DAY = 86_400


def invitation_of(school: School, code: bytes) -> Answer:
    answer = decode_answer(school.post(encode_open_request(InvitationRequest(slipcode.invite_id(code)))))
    assert answer is not None
    return answer[0]


def newcomer(school: School) -> Caller:
    person = school.office.add_person("Amina")
    school.office.make_circle([(person, Role.MENTEE)])
    return school.newcomer(person)


def test_a_slip_opens_a_letter_with_what_a_client_has_to_pin(school: School) -> None:
    mentor = school.office.add_person("Grace")
    mentee = school.office.add_person("Amina")
    school.office.make_circle([(mentee, Role.MENTEE), (mentor, Role.MENTOR)])
    letter = school.newcomer(mentee).letter
    assert (letter.programme_name, letter.person_name) == ("Mentors of Kisumu", "Amina")
    assert letter.people == ((mentor, "Grace"),)
    assert (letter.root, letter.server_box) == (school.office.root, school.office.server_box)


def test_a_first_contact_brings_everything_that_leads_to_the_root(school: School) -> None:
    amina = newcomer(school)
    said = amina.enrol()
    assert {blob_kind(blob) for blob in said.blobs} == {BlobKind.STATEMENT}
    assert amina.trust.certificate(amina.me.member) is not None
    assert [amina.trust.head(circle) is not None for circle in amina.circles] == [True, True]


def test_a_certificate_reaches_the_members_circles(school: School) -> None:
    _, (amina, grace) = school.pair()
    assert grace.trust.certificate(amina.me.member) is not None
    late = school.office.add_person("Joseph")
    circle = school.office.make_circle([(late, Role.MENTOR), (amina.me.member, Role.MENTEE)])
    amina.ask()
    joseph = school.newcomer(late)
    joseph.enrol()
    amina.ask()
    assert circle in amina.circles
    assert amina.trust.certificate(late) is not None
    assert joseph.trust.certificate(amina.me.member) is not None


def test_the_same_first_contact_twice_is_one(school: School) -> None:
    amina = newcomer(school)
    enrolment = amina.enrolment()
    first = amina.ask(extra=(0, enrolment))
    again = amina.ask(extra=(0, enrolment))
    assert (first.answer, again.answer) == (None, None)
    assert again.blobs == ()


def test_a_used_slip_signs_no_second_certificate(school: School) -> None:
    amina = newcomer(school)
    thief = Caller(slipcode.write(amina.code), school.post, school.rand)
    amina.enrol()
    assert thief.enrol().answer is Answer.SLIP_USED
    question = encode_open_request(InvitationRequest(slipcode.invite_id(amina.code)))
    answer = decode_answer(school.post(question))
    assert answer is not None
    assert decode_invitation(answer[1])[0] is True
    with pytest.raises(SlipRefused):
        school.office.slip(amina.me.member)


def test_an_expired_slip_is_told_apart_from_an_unknown_one(school: School) -> None:
    amina = newcomer(school)
    assert invitation_of(school, bytes(10)) is Answer.SLIP_UNKNOWN
    school.clock.advance(29 * DAY)
    assert invitation_of(school, amina.code) is Answer.OK
    school.clock.advance(2 * DAY)
    assert invitation_of(school, amina.code) is Answer.SLIP_EXPIRED
    assert amina.enrol().answer is Answer.SLIP_EXPIRED


def test_the_office_lets_a_slip_wait_longer(school: School) -> None:
    amina = newcomer(school)
    school.clock.advance(31 * DAY)
    school.office.renew_slip(amina.me.member)
    assert amina.enrol().answer is None
    with pytest.raises(SlipRefused):
        school.office.renew_slip(amina.me.member)


def test_a_used_slip_still_serves_another_computer_after_it_expired(school: School) -> None:
    amina = newcomer(school)
    amina.enrol()
    school.clock.advance(400 * DAY)
    assert invitation_of(school, amina.code) is Answer.OK


def test_a_new_slip_ends_the_lost_one(school: School) -> None:
    person = school.office.add_person("Amina")
    lost = school.newcomer(person)
    found = school.newcomer(person)
    assert lost.enrol().answer is Answer.SLIP_UNKNOWN
    assert found.enrol().answer is None


def test_a_keybag_is_given_to_who_has_both_secrets(school: School) -> None:
    amina = newcomer(school)
    enrolment = amina.enrolment()
    amina.ask(extra=(0, enrolment))
    assert amina.fetch_keybag() == (Answer.OK, enrolment.keybag)
    _, (other, _) = school.pair()
    assert other.fetch_keybag(amina.me.member) == (Answer.KEYBAG_REFUSED, b"")
    assert other.fetch_keybag(bytes(16)) == (Answer.KEYBAG_REFUSED, b"")


def test_a_keybag_that_its_owner_did_not_sign_is_refused_and_nothing_is_kept(school: School) -> None:
    amina = newcomer(school)
    whole = amina.enrolment()
    broken = whole.keybag[:-1] + bytes([whole.keybag[-1] ^ 1])
    assert amina.ask(extra=(0, Enrol(whole.certificate, whole.auth, broken))).answer is Answer.MALFORMED
    assert amina.ask(extra=(0, whole)).answer is None


def test_nobody_enrols_under_anothers_name(school: School) -> None:
    amina, joseph = newcomer(school), newcomer(school)
    assert amina.ask(extra=(0, joseph.enrolment())).answer is Answer.MALFORMED
    assert amina.ask().answer is Answer.UNKNOWN_MEMBER


def test_a_certificate_that_somebody_else_brings_lets_nobody_in(school: School) -> None:
    """It counts as a statement, for a server that was set back; the account comes with its owner."""
    _, (amina, _) = school.pair()
    joseph = newcomer(school)
    body, tag = amina.request([joseph.enrolment().certificate])
    assert all(amina.read(tag, school.post(body)).reply.held)
    assert joseph.ask().answer is Answer.UNKNOWN_MEMBER
    assert joseph.enrol().answer is None


def test_guessing_at_a_keybag_is_slow_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    school = School(tmp_path, Limits())
    _, (amina, grace) = school.pair()
    answers = [amina.fetch_keybag()[0] for _ in range(30)]
    assert set(answers[:10]) == {Answer.OK}
    assert set(answers[10:]) == {Answer.BUSY}
    assert grace.fetch_keybag()[0] is Answer.OK, "nobody else waits"
    tries = 0
    for _ in range(24 * 60):
        school.clock.advance(60)
        tries += sum(amina.fetch_keybag()[0] is Answer.OK for _ in range(4))
    assert tries == 24 * 60 * 2, "2,880 guesses a day"
    school.close()
