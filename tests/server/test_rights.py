# SPDX-License-Identifier: Apache-2.0
"""Who may read and write what when circles change: charters that end epochs, guardians' openings."""
from __future__ import annotations

from types import MappingProxyType

from mentordesk.crypto.parcel import parcel_hash
from mentordesk.crypto.primitives import Signer
from mentordesk.crypto.statements import Charter, CutOff, Opening, make_statement
from mentordesk.domain.ids import NO_HASH, CircleId, Lane, Role
from mentordesk.wire.exchange import Push, Refusal, ReplyFlag, Run
from tests.helpers.caller import Caller
from tests.server.school import School


def end_epoch(school: School, circle: CircleId, stay: Caller, cuts: dict[tuple[bytes, int], CutOff]) -> None:
    """A charter with the next number and epoch, and `stay` as its only member."""
    head = stay.trust.head(circle)
    assert head is not None
    roles = MappingProxyType({stay.me.member: Role.MENTEE})
    charter = Charter(circle, head.seq + 1, head.hash, head.epoch + 1, roles, MappingProxyType(cuts))
    school.office.announce(Signer.of(school.office.book.coordinator), charter)


def test_who_is_removed_learns_it_and_gets_nothing_more(school: School) -> None:
    circle, (amina, grace) = school.writers()
    end_epoch(school, circle, amina, {})
    amina.ask()
    amina.ask([amina.sender_key(circle), amina.parcel(circle, b"after she left")])
    got = grace.ask()
    assert [run.slot for run in got.reply.runs] == [4]
    head = grace.trust.head(circle)
    assert head is not None
    assert grace.me.member not in head.roles
    assert grace.ask().blobs == ()
    assert grace.ask().reply.flags == ReplyFlag(0)


def test_who_is_removed_pushes_nothing_more(school: School) -> None:
    circle, (amina, grace) = school.writers()
    early, late = grace.parcel(circle, b"in time"), grace.parcel(circle, b"too late")
    end_epoch(school, circle, amina, {(grace.writer, Lane.WORDS): CutOff(1, parcel_hash(early))})
    said = grace.ask([early, late])
    assert said.reply.held == (1, 0)
    assert said.reply.refused == (Refusal(1, Push.NOT_A_MEMBER),)


def test_who_stays_seals_again_under_the_new_epoch(school: School) -> None:
    circle, (amina, _) = school.writers()
    late = amina.parcel(circle, b"under the old key")
    end_epoch(school, circle, amina, {})
    assert amina.ask([late]).reply.refused == (Refusal(0, Push.LATE),)
    announcement = amina.sender_key(circle)
    assert amina.ask([announcement, amina.parcel(circle, b"under the new one")]).reply.held[1] == 1


def test_who_comes_back_sees_everything_again(school: School) -> None:
    circle, (amina, grace) = school.writers()
    end_epoch(school, circle, amina, {})
    amina.ask()
    amina.ask([amina.sender_key(circle), amina.parcel(circle, b"meanwhile")])
    head = amina.trust.head(circle)
    assert head is not None
    roles = MappingProxyType({amina.me.member: Role.MENTEE, grace.me.member: Role.MENTOR})
    charter = Charter(circle, head.seq + 1, head.hash, head.epoch + 1, roles)
    school.office.announce(Signer.of(school.office.book.coordinator), charter)
    assert len(grace.ask().reply.runs) == 2
    assert grace.circles.count(circle) == 1


def test_a_guardian_is_given_what_an_opening_names(school: School) -> None:
    circle, (amina, guardian) = school.writers(Role.MENTEE, Role.GUARDIAN)
    parcels = [amina.parcel(circle, bytes([number])) for number in range(4)]
    amina.ask(parcels)
    assert guardian.ask().blobs == ()
    opening = Opening(circle, NO_HASH, Lane.WORDS, 2, 3, 1)
    statement = make_statement(guardian.me.signer, guardian.letter.programme, opening)
    body, tag = guardian.request([statement])
    assert guardian.read(tag, school.post(body)).reply.held[0] > 0
    got = guardian.ask()
    assert Run(5, 2, 2) in got.reply.runs
    assert set(parcels) & set(got.blobs) == set(parcels[1:3])
    assert statement in amina.ask().blobs


def test_only_a_guardian_opens(school: School) -> None:
    circle, (amina, _) = school.writers(Role.MENTEE, Role.GUARDIAN)
    opening = Opening(circle, NO_HASH, Lane.WORDS, 1, 1, 1)
    statement = make_statement(amina.me.signer, amina.letter.programme, opening)
    body, tag = amina.request([statement])
    assert amina.read(tag, school.post(body)).reply.refused == (Refusal(0, Push.MALFORMED),)
